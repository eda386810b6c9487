//! Every committed input again, and the promise that there are some.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Size, TARGETS, decide};
use crate::random::Random;

fn fuzz_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

fn names_in(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    let name = |path: PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
    entries.map(|entry| name(entry.unwrap().path())).collect()
}

#[test]
fn every_committed_input_keeps_the_properties() {
    for target in TARGETS {
        let folder = fuzz_folder().join("regressions").join(target.name);
        let inputs: Vec<PathBuf> = fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect();
        assert!(
            !inputs.is_empty(),
            "`{}` has no input, so nothing was shown",
            target.name
        );
        for input in inputs {
            println!("{}", input.display());
            (target.run)(&fs::read(input).unwrap());
        }
    }
}

#[test]
fn every_target_has_a_shim_and_a_folder() {
    let targets: BTreeSet<String> = TARGETS
        .iter()
        .map(|target| target.name.to_owned())
        .collect();
    assert_eq!(names_in(&fuzz_folder().join("fuzz_targets")), targets);
    assert_eq!(names_in(&fuzz_folder().join("regressions")), targets);
    let manifest = fs::read_to_string(fuzz_folder().join("Cargo.toml")).unwrap();
    for target in targets {
        assert!(
            manifest.contains(&format!("name = \"{target}\"")),
            "no [[bin]] for `{target}`"
        );
    }
}

#[test]
fn deep_and_long_inputs_need_little_stack() {
    let run = || {
        for text in [
            "[".repeat(200_000),
            "{\"a\":".repeat(100_000),
            "arn:".repeat(50_000),
        ] {
            TARGETS
                .iter()
                .for_each(|target| (target.run)(text.as_bytes()));
        }
    };
    let thread = std::thread::Builder::new().stack_size(256 << 10).spawn(run);
    thread.unwrap().join().unwrap();
}

#[test]
fn long_patterns_and_texts_come_to_an_end() {
    let patterns = ["*a".repeat(300), "a*?".repeat(300), "*:".repeat(300)];
    for pattern in patterns {
        let input = [pattern.as_str(), "\n", &"ab:".repeat(2_000)].concat();
        let leaves = TARGETS.iter().filter(|target| target.size == Size::Leaf);
        leaves.for_each(|target| (target.run)(input.as_bytes()));
    }
}

#[test]
fn decisions_put_every_property_to_the_test() {
    let mut random = Random::new(5);
    let mut total = decide::Reached::default();
    for _ in 0..400 {
        let length = random.below(600);
        let choices: Vec<u8> = (0..length)
            .map(|_| u8::try_from(random.below(256)).unwrap())
            .collect();
        let reached = decide::reach(&choices);
        total.decided += reached.decided;
        total.allowed += reached.allowed;
        total.limits += reached.limits;
        total.denials += reached.denials;
        total.orders += reached.orders;
        total.readings += reached.readings;
    }
    println!("{total:?}");
    let least = [
        (total.decided, 600),
        (total.allowed, 60),
        (total.limits, 40),
        (total.denials, 60),
        (total.orders, 600),
        (total.readings, 200),
    ];
    assert!(
        least.iter().all(|(found, least)| found >= least),
        "{total:?}"
    );
}

#[test]
fn targets_stand_in_order_and_have_words() {
    let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    assert!(names.is_sorted(), "{names:?}");
    assert!(TARGETS.iter().all(|target| !target.words.is_empty()));
}
