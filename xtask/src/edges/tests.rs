//! Edges that must pass, edges that must be named.

use super::{check, table};
use crate::metadata::{Dependency, Package, Use};

fn package(name: &str, dependencies: &[(&str, Use)]) -> Package {
    let dependency = |(name, usage): &(&str, Use)| Dependency {
        name: (*name).to_owned(),
        usage: *usage,
        optional: false,
    };
    Package {
        name: name.to_owned(),
        folder: format!("crates/{name}"),
        licence: None,
        dependencies: dependencies.iter().map(dependency).collect(),
    }
}

#[track_caller]
fn check_edge(from: &str, to: &str, usage: Use, expected: Option<&str>) {
    let report = check(&[package(from, &[(to, usage)])]);
    assert_eq!(report.looked_at(), 1);
    match (report.problems(), expected) {
        ([], None) => {}
        ([problem], Some(part)) => {
            let text = problem.to_string();
            assert!(text.contains(&format!("`{from}` → `{to}`")), "{text}");
            assert!(text.contains(part), "{text}");
        }
        (problems, _) => panic!("{from} → {to}: {problems:?}, expected {expected:?}"),
    }
}

#[test]
fn edges_go_downward() {
    check_edge("portcullis-policy", "portcullis-json", Use::Runtime, None);
    check_edge("portcullis-eval", "portcullis-policy", Use::Runtime, None);
    check_edge(
        "portcullis-scenario",
        "portcullis-catalog",
        Use::Runtime,
        None,
    );
    check_edge("portcullis", "portcullis-eval", Use::Runtime, None);
    let above = Some("which stand above them");
    check_edge("portcullis-json", "portcullis-policy", Use::Runtime, above);
    check_edge("portcullis-policy", "portcullis-eval", Use::Runtime, above);
    check_edge("portcullis-eval", "portcullis", Use::Runtime, above);
    check_edge("portcullis-json", "portcullis-policy", Use::Tests, above);
}

#[test]
fn within_a_row_only_listed_edges_are_allowed() {
    for edge in table::WITHIN_ROW {
        check_edge(edge.from, edge.to, Use::Runtime, None);
        check_edge(edge.to, edge.from, Use::Runtime, Some("is not listed"));
    }
    let unlisted = Some("is not listed");
    check_edge("portcullis-json", "portcullis-glob", Use::Runtime, unlisted);
    check_edge(
        "portcullis-catalog",
        "portcullis-policy",
        Use::Runtime,
        unlisted,
    );
    check_edge(
        "portcullis-lint",
        "portcullis-scenario",
        Use::Runtime,
        unlisted,
    );
    check_edge(
        "portcullis-catalog",
        "portcullis-policy",
        Use::Tests,
        unlisted,
    );
}

#[test]
fn forbidden_edges_are_named_at_run_time_and_free_in_tests() {
    assert!(table::NEVER.len() >= 3);
    for edge in table::NEVER {
        check_edge(edge.from, edge.to, Use::Runtime, Some(edge.why));
        check_edge(edge.from, edge.to, Use::Tests, None);
    }
}

#[test]
fn apps_use_the_facade_only() {
    check_edge("portcullis-cli", "portcullis", Use::Runtime, None);
    let only = Some("apps use the facade only");
    check_edge("portcullis-cli", "portcullis-eval", Use::Runtime, only);
    check_edge("portcullis-server", "portcullis-estate", Use::Runtime, only);
    check_edge("portcullis-cli", "portcullis-eval", Use::Tests, None);
    check_edge(
        "portcullis",
        "portcullis-cli",
        Use::Runtime,
        Some("used by nobody"),
    );
    check_edge(
        "portcullis-cli",
        "portcullis-server",
        Use::Tests,
        Some("used by nobody"),
    );
}

#[test]
fn the_facade_names_engines_behind_features() {
    let edge = |optional| {
        let mut facade = package("portcullis", &[("portcullis-scenario", Use::Runtime)]);
        for dependency in &mut facade.dependencies {
            dependency.optional = optional;
        }
        check(&[facade]).problems().len()
    };
    assert_eq!((edge(false), edge(true)), (1, 0));
}

#[test]
fn test_only_crates_are_for_tests() {
    check_edge("portcullis-eval", "portcullis-oracle", Use::Tests, None);
    check_edge("portcullis-json", "portcullis-testkit", Use::Tests, None);
    let tests = Some("for dev-dependencies");
    check_edge("portcullis-eval", "portcullis-oracle", Use::Runtime, tests);
    check_edge("portcullis-cli", "portcullis-testkit", Use::Runtime, tests);
    check_edge(
        "portcullis-testkit",
        "portcullis-oracle",
        Use::Runtime,
        None,
    );
    check_edge(
        "portcullis-testkit",
        "portcullis-policy",
        Use::Runtime,
        None,
    );
    check_edge("portcullis-benches", "portcullis-eval", Use::Runtime, None);
    check_edge(
        "portcullis-eval",
        "portcullis-benches",
        Use::Tests,
        Some("used by nobody"),
    );
}

#[test]
fn the_oracle_and_the_automation_stand_alone() {
    check_edge("portcullis-oracle", "serde_json", Use::Runtime, None);
    check_edge("portcullis-oracle", "serde", Use::Runtime, None);
    check_edge(
        "portcullis-oracle",
        "indexmap",
        Use::Runtime,
        Some("serde_json and nothing else"),
    );
    check_edge(
        "portcullis-oracle",
        "portcullis-glob",
        Use::Runtime,
        Some("shares no line"),
    );
    check_edge(
        "xtask",
        "portcullis-json",
        Use::Runtime,
        Some("has to build"),
    );
}

#[test]
fn packages_of_others_have_their_place() {
    check_edge("portcullis-arn", "nom", Use::Runtime, None);
    check_edge(
        "portcullis-policy",
        "serde_json",
        Use::Runtime,
        Some("without std"),
    );
    check_edge("portcullis-policy", "serde_json", Use::Tests, None);
    check_edge("portcullis-estate", "thiserror", Use::Runtime, None);
    check_edge(
        "portcullis-scenario",
        "thiserror",
        Use::Runtime,
        Some("by hand"),
    );
    check_edge(
        "portcullis-cli",
        "criterion",
        Use::Runtime,
        Some("portcullis-benches only"),
    );
}

#[test]
fn a_crate_without_a_row_is_refused() {
    let report = check(&[
        package("portcullis-common", &[]),
        package("portcullis-cli", &[("portcullis-common", Use::Tests)]),
    ]);
    let places: Vec<&str> = report.problems().iter().map(|p| p.place()).collect();
    assert_eq!(places, ["crates/portcullis-common/Cargo.toml"]);
}

#[test]
fn the_table_names_only_crates_that_it_has() {
    let edges = table::WITHIN_ROW.iter().chain(table::NEVER);
    let named = edges.flat_map(|edge| [edge.from, edge.to]);
    let alone = table::ALONE.iter().map(|(name, _)| *name);
    let placed = table::EXTERNALS
        .iter()
        .flat_map(|rule| rule.crates.iter().copied());
    for name in named.chain(alone).chain(placed) {
        assert!(table::member(name).is_some(), "{name}");
    }
}
