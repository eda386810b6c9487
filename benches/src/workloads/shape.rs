//! The shape of the decision workloads: how much of what they have, and how many calls are allowed.

use super::{growth, w1, w2, w3, w4, w5};
use crate::measure::Ready;
use crate::model::Set;

#[derive(Debug, PartialEq, Eq)]
struct Shape {
    policies: usize,
    statements: usize,
    principals: usize,
    calls: usize,
    layers: (usize, usize),
}

fn shape(set: &Set) -> Shape {
    let layers = set.attachments.iter().map(|one| one.layers().count());
    Shape {
        policies: set.policies.len(),
        statements: set.statements(),
        principals: set.attachments.len(),
        calls: set.calls.len(),
        layers: (layers.clone().min().unwrap(), layers.max().unwrap()),
    }
}

/// Engine and baseline agree on so many calls of the workload, and the share of allowed ones is within the bounds.
#[track_caller]
fn check_answers(set: &Set, calls: usize, shares: std::ops::Range<f64>) {
    let compared = Ready::new(set.thinned(calls)).unwrap().compare();
    assert_eq!(compared.otherwise, [""; 0]);
    let share = compared.allowed as f64 / compared.calls as f64;
    assert!(shares.contains(&share), "{compared:?}");
}

#[test]
fn w1_is_tiny() {
    let set = w1::tiny();
    let Shape {
        statements, calls, ..
    } = shape(&set);
    assert_eq!((statements, calls), (3, 1));
    check_answers(&set, 1, 1.0..1.1);
}

#[test]
fn w2_is_realistic() {
    // The policies that it is made of are installed by hand.
    let Some(set) = w2::realistic().unwrap() else {
        return;
    };
    let expected = Shape {
        policies: 15,
        statements: 64,
        principals: 1,
        calls: 1_000,
        layers: (5, 5),
    };
    assert_eq!(shape(&set), expected);
    assert_eq!(set.action_patterns(), 4_653);
    check_answers(&set, 200, 0.2..0.8);
}

#[test]
fn w3_is_large() {
    for set in [w3::large(), w3::large_s3()] {
        let expected = Shape {
            policies: 1_000,
            statements: 10_000,
            principals: 1,
            calls: 1_000,
            layers: (1, 1),
        };
        assert_eq!(shape(&set), expected, "{}", set.name);
        check_answers(&set, 20, 0.1..0.9);
    }
}

#[test]
fn w4_is_hostile() {
    let (set, about) = w4::adversarial();
    assert_eq!((set.calls.len(), about.len()), (219, 219));
    assert!(about.iter().all(|one| one.pattern > 0 && one.text > 0));
}

#[test]
fn w5_is_many() {
    let set = w5::many();
    let found = shape(&set);
    assert_eq!(
        (found.policies, found.principals, found.calls),
        (503, 5_000, 100_000)
    );
    assert_eq!(found.layers, (2, 3));
    check_answers(&set, 500, 0.2..0.8);
    let set = w5::many_s3();
    assert_eq!(shape(&set).layers, (1, 1));
    check_answers(&set, 500, 0.2..0.8);
}

#[test]
fn growth_has_as_many_statements_as_asked_for() {
    for apart in [growth::Apart::Actions, growth::Apart::Resources] {
        let set = growth::of(1_005, apart);
        assert_eq!((set.statements(), set.policies.len()), (1_005, 101));
        let ready = Ready::new(set.thinned(50)).unwrap();
        let compared = ready.compare();
        assert_eq!((compared.allowed, compared.calls), (50, 50));
        assert!((compared.matching - 1.0).abs() < f64::EPSILON);
    }
}

#[test]
fn equal_seeds_give_equal_workloads() {
    let text = |set: &Set| format!("{:?}", set);
    assert_eq!(text(&w3::large_s3()), text(&w3::large_s3()));
}
