//! Made-up rules and cases, each with one fault.

use super::{check_citations, check_readings, check_rules_with};
use crate::corpus::{Case, Rule, Tested, rules};
use crate::report::Report;
use crate::repository::SourceFile;

fn rule(id: &str, mark: &str, tested: &str) -> Rule {
    let row = format!(
        "{{\"id\": \"{id}\", \"mark\": \"{mark}\", \"rule\": \"r\", \"tested\": \"{tested}\"}}"
    );
    let (mut rules, report) = rules::read(&[SourceFile::new(rules::INDEX, row)]);
    assert_eq!(report.problems(), []);
    rules.remove(0)
}

fn case(id: &str, rules: &[&str], lenient: bool) -> Case {
    Case {
        id: id.to_owned(),
        rules: rules.iter().map(|r| (*r).to_owned()).collect(),
        lenient,
        place: format!("corpus/a.jsonl:{id}"),
    }
}

#[track_caller]
fn check(report: &Report, looked_at: usize, expected: &[&str]) {
    assert_eq!(report.looked_at(), looked_at);
    let found: Vec<&str> = report.problems().iter().map(|p| p.message()).collect();
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (message, part) in found.iter().zip(expected) {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn what_is_cited_exists() {
    let rules = [rule("PL 1", "D", "corpus")];
    check(
        &check_citations(&rules, &[case("a", &["PL 1"], false)]),
        1,
        &[],
    );
    let unknown = [case("a", &["PL 1", "PL 9"], false)];
    check(&check_citations(&rules, &unknown), 2, &["`a` cites `PL 9`"]);
    check(&check_citations(&rules, &[]), 0, &[]);
}

#[test]
fn a_rule_has_the_case_that_its_row_claims() {
    let rules = [rule("PL 1", "D", "corpus"), rule("PL 2", "I", "corpus")];
    let both = [case("a", &["PL 1", "PL 2"], false)];
    check(&check_rules_with(&rules, &both, &[], 0), 2, &[]);
    let one = [case("a", &["PL 2"], false)];
    check(
        &check_rules_with(&rules, &one, &[], 0),
        2,
        &["`PL 1` (D) has no case"],
    );
    check(
        &check_rules_with(&rules, &[], &[], 0),
        2,
        &["`PL 1`", "`PL 2`"],
    );
    check(&check_rules_with(&[], &both, &[], 0), 0, &[]);
}

#[test]
fn a_named_test_exists() {
    let tests = SourceFile::new(
        "crates/portcullis-arn/src/tests.rs",
        "#[test]\nfn roles() {}\n// fn users() {}\n",
    );
    let other = SourceFile::new(
        "crates/portcullis-json/src/tests.rs",
        "#[test]\nfn users() {}\n",
    );
    let files = [tests, other];
    let named = |test: &str| [rule("PL 1", "D", &format!("unit: portcullis-arn::{test}"))];
    check(
        &check_rules_with(&named("tests::roles"), &[], &files, 0),
        1,
        &[],
    );
    check(
        &check_rules_with(&named("users"), &[], &files, 0),
        1,
        &["does not have"],
    );
    check(
        &check_rules_with(&named("role"), &[], &files, 0),
        1,
        &["does not have"],
    );
}

#[test]
fn open_rules_are_counted_and_only_shrink() {
    let rules = [
        rule("PL 1", "D", "unit: none yet; later"),
        rule("PL 2", "I", "unit: none yet; later"),
    ];
    assert_eq!(rules[0].tested, Tested::Open("later".to_owned()));
    check(&check_rules_with(&rules, &[], &[], 1), 2, &[]);
    check(
        &check_rules_with(&rules, &[], &[], 0),
        2,
        &["1 documented rules are open, 0 are counted: PL 1"],
    );
    check(
        &check_rules_with(&rules, &[], &[], 2),
        2,
        &["2 are counted"],
    );
    let shown = [case("a", &["PL 1"], false)];
    check(
        &check_rules_with(&rules, &shown, &[], 0),
        2,
        &["not open any more"],
    );
}

#[test]
fn each_row_of_the_readings_has_both() {
    let rules = [
        rule("PL 1.6/x", "I", "corpus"),
        rule("PL 1.1", "D", "corpus"),
    ];
    let strict = case("a", &["PL 1.6/x"], false);
    let lenient = case("b", &["PL 1.6/x"], true);
    check(
        &check_readings(&rules, &[strict.clone(), lenient.clone()]),
        1,
        &[],
    );
    check(
        &check_readings(&rules, &[strict]),
        1,
        &["in the lenient reading"],
    );
    check(
        &check_readings(&rules, &[lenient]),
        1,
        &["in the strict reading"],
    );
    check(&check_readings(&rules, &[]), 1, &["strict", "lenient"]);
    check(&check_readings(&[], &[]), 0, &[]);
}
