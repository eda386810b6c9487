//! Engine and oracle agree over some thousand made-up cases; `cargo xtask diff` asks about more.

use portcullis_testkit::differential;

#[test]
fn engine_and_oracle_agree() {
    let report = differential::run(20_000, 11, 2, &|_| {});
    let found: Vec<String> = report
        .disagreements
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(report.pairs >= 20_000);
    assert!(
        report.printed > 100,
        "{} were asked as scenarios",
        report.printed
    );
    assert!(report.traced > 2_000, "{} were explained", report.traced);
    let decided: u64 = report.decisions.values().sum();
    assert_eq!(decided + report.refused, report.pairs);
    assert!(
        report.refused < report.pairs / 4,
        "{} were refused",
        report.refused
    );
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let decisions = |threads| differential::run(2_000, 12, threads, &|_| {}).decisions;
    assert_eq!(decisions(1), decisions(3));
}
