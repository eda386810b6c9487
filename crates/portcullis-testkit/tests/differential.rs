//! Engine and oracle agree over some thousand made-up cases; `cargo xtask diff` asks about more.

use portcullis_eval::Layer;
use portcullis_testkit::differential::{self, Report, WAYS};

#[test]
fn engine_and_oracle_agree() {
    let report = differential::run(60_000, 11, 2, &|_| {});
    let found: Vec<String> = report
        .disagreements
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(report.pairs >= 60_000);
    for (way, least) in [
        ("decided", 60_000),
        ("explained", 7_000),
        ("asked as scenarios", 600),
    ] {
        let count = report.ways.get(way).copied().unwrap_or_default();
        assert!(count >= least, "{count} were {way}");
    }
    assert_eq!(report.ways.len(), WAYS.len(), "a way was not gone");
    let decided: u64 = report.decisions.values().sum();
    mix(&report);
    assert_eq!(decided + report.refused, report.pairs);
    assert!(
        report.refused < report.pairs / 4,
        "{} were refused",
        report.refused
    );
}

/// Each verdict has a share of the decisions, and each layer decides some of them: what both sides agree on is not always the same.
fn mix(report: &Report) {
    let decided: u64 = report.decisions.values().sum();
    let share = |wanted: &dyn Fn(&str, &str) -> bool| {
        let decisions = report.decisions.iter();
        let counts = decisions.filter(|((outcome, reason), _)| wanted(outcome, reason));
        100 * counts.map(|(_, count)| count).sum::<u64>() / decided
    };
    for outcome in ["allowed", "explicitDeny", "implicitDeny"] {
        let percent = share(&|of, _| of == outcome);
        assert!(percent >= 15, "{percent} % are {outcome}");
    }
    for layer in Layer::ALL {
        let percent = share(&|_, by| by == layer.as_str());
        assert!(percent >= 2, "{layer} decides {percent} %");
    }
    // An Allow that is lacking decides at each layer but one: RCPFullAWSAccess is always there.
    for layer in Layer::ALL {
        let lacking = share(&|of, by| of == "implicitDeny" && by == layer.as_str());
        let least = u64::from(layer != Layer::ResourceControl);
        assert!(lacking >= least, "{layer} lacks an Allow in {lacking} %");
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let decisions = |threads| differential::run(2_000, 12, threads, &|_| {}).decisions;
    assert_eq!(decisions(1), decisions(3));
}
