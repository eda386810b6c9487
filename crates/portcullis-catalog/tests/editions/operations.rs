//! Operations and the actions that a call may be authorised against.

use std::collections::{BTreeMap, BTreeSet};

use portcullis_catalog::{Catalog, Coverage};

/// Keys that were worked out beyond the sources of this table.
pub(crate) const WORKED_OUT: [&str; 1] = ["ec2:CreateAction"];

type Context = BTreeMap<String, BTreeSet<String>>;

/// `service:Operation`, then actions, each with `with key=value,value`.
fn expected(line: &str) -> (&str, &str, Coverage, BTreeMap<String, Context>) {
    let mut words = line.split(' ').peekable();
    let (service, operation) = words.next().unwrap().split_once(':').unwrap();
    if words.peek() == Some(&"unknown") {
        return (service, operation, Coverage::Unknown, BTreeMap::new());
    }
    let mut actions = BTreeMap::new();
    while let Some(action) = words.next() {
        let mut context = Context::new();
        while words.peek() == Some(&"with") {
            words.next();
            let (key, values) = words.next().unwrap().split_once('=').unwrap();
            context.insert(
                key.to_string(),
                values.split(',').map(String::from).collect(),
            );
        }
        actions.insert(action.to_string(), context);
    }
    (service, operation, Coverage::Documented, actions)
}

#[test]
fn operations_need_the_actions_of_their_sources() {
    let catalog = Catalog::embedded();
    let mut count = 0;
    let mut wrong = Vec::new();
    for line in super::lines(include_str!("../fixtures/operations.txt")) {
        let (service, name, coverage, actions) = expected(line);
        let operation = catalog
            .operation(service, name)
            .known()
            .unwrap_or_else(|| panic!("{line}"));
        // An action can be checked for several resources, with another value of a key each.
        let mut found: BTreeMap<String, Context> = BTreeMap::new();
        for check in operation.checks().filter(|check| !check.is_on_behalf()) {
            let carried = found.entry(check.action().to_string()).or_default();
            for (key, values) in check.context().filter(|(key, _)| !WORKED_OUT.contains(key)) {
                carried
                    .entry(key.to_string())
                    .or_default()
                    .extend(values.map(String::from));
            }
        }
        if (operation.coverage(), &found) != (coverage, &actions) {
            wrong.push(format!(
                "{service}:{name}\n  expected {actions:?}\n  found {found:?}"
            ));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(count, 108);
}
