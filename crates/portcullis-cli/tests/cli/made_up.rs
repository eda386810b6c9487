//! Made-up scenarios through the command, thousands in one run: it prints what the oracle says.

use portcullis_testkit::case::Case;
use portcullis_testkit::differential::{compare_printed, shrink};
use portcullis_testkit::generate;

use crate::support::run_with;

const SETS: u64 = 400;
const CALLS: usize = 10;

/// What the command prints for each case.
fn printed(cases: &[Case], options: &[&str]) -> Vec<String> {
    let lines: Vec<String> = cases
        .iter()
        .map(|case| case.scenario().to_string())
        .collect();
    let arguments = [&["simulate", "-", "--format", "json"], options].concat();
    let found = run_with(&arguments, lines.join("\n").as_bytes());
    let printed: Vec<String> = found.out.lines().map(str::to_owned).collect();
    assert_eq!(printed.len(), cases.len(), "{}", found.err);
    printed
}

fn cases() -> Vec<Case> {
    let batches = (0..SETS).map(|index| generate::batch(31, index, CALLS));
    let cases = batches.flat_map(|batch| {
        let generate::Batch {
            policies,
            lenient,
            calls,
            ..
        } = batch;
        calls.into_iter().map(move |call| Case {
            policies: policies.clone(),
            lenient,
            call,
        })
    });
    cases.collect()
}

/// A disagreement is made small, with the command asked about each smaller case, and printed as a scenario.
fn report(case: &Case, options: &[&str]) -> String {
    let disagreement = |case: &Case| {
        let line = printed(std::slice::from_ref(case), options).pop();
        compare_printed(case, line.as_deref()).err()
    };
    let (case, how) = shrink(case.clone(), &disagreement);
    format!("{how}\n{:#}", case.scenario())
}

#[test]
fn answers_are_those_of_the_oracle() {
    let cases = cases();
    for options in [&[][..], &["--explain=all"]] {
        let printed = printed(&cases, options);
        let mut decided = 0;
        for (case, line) in cases.iter().zip(&printed) {
            if compare_printed(case, Some(line)).is_err() {
                panic!("{options:?}: {}", report(case, options));
            }
            decided += usize::from(!line.contains("\"error\""));
        }
        assert!(decided > 2_500, "{decided} were decided");
    }
}

#[test]
fn what_it_prints_otherwise_is_made_small() {
    let denies = |case: &Case| {
        let line = printed(std::slice::from_ref(case), &[]).pop().unwrap();
        let denies = line.contains("\"decision\":\"explicitDeny\"");
        denies.then(|| "it denies".to_owned())
    };
    let found = cases().into_iter().find(|case| denies(case).is_some());
    let (small, how) = shrink(found.unwrap(), &denies);
    let text = small.scenario().to_string();
    assert_eq!(how, "it denies");
    assert!(text.contains("Deny") && !text.contains("Allow"), "{text}");
    // It stands as a scenario by itself.
    assert!(denies(&small).is_some());
}
