//! Each workload once: positive and negative answers both occur, and both sides agree.

use std::collections::BTreeSet;

use super::ALL;

#[test]
fn both_sides_give_the_same_answers() {
    let mut compared = 0;
    for workload in ALL {
        let mut prepared = (workload.prepare)().unwrap();
        let positive = (prepared.engine)();
        assert_eq!(
            (prepared.engine)(),
            positive,
            "{}: a run changes its input",
            workload.name
        );
        if let Some(naive) = &mut prepared.naive {
            assert_eq!(naive(), positive, "{}", workload.name);
            compared += 1;
        }
    }
    assert!(compared >= 6, "only {compared} workloads have a baseline");
}

#[test]
fn answers_differ_where_there_are_several() {
    for workload in ALL
        .iter()
        .filter(|w| w.name.starts_with("decide/") || w.name.starts_with("glob/a"))
    {
        let mut prepared = (workload.prepare)().unwrap();
        let positive = (prepared.engine)();
        let share = 0.1 * prepared.elements as f64;
        let mixed = positive as f64 > share && ((prepared.elements - positive) as f64) > share;
        assert!(
            mixed,
            "{}: {positive} of {}",
            workload.name, prepared.elements
        );
    }
}

#[test]
fn names_are_unique() {
    let names: BTreeSet<&str> = ALL.iter().map(|workload| workload.name).collect();
    assert_eq!(names.len(), ALL.len());
}
