//! Consistent editions of every shape, for the properties.

use std::collections::BTreeSet;
use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::source::{
    Action, ActionResourceType, ArnParameter, Check, ConditionKey, Edition, Identifier, On,
    Operation, Parent, ResourceType, Retired, Support, Trigger,
};
use crate::{AccessLevel, Date, InForce, KeyType, Since};

/// Up to `most` names that differ without regard to case.
fn names(pattern: &'static str, most: usize) -> impl Strategy<Value = Vec<String>> {
    btree_set(pattern, 0..=most).prop_map(|names| {
        let mut seen = BTreeSet::new();
        let names = names.into_iter();
        names
            .filter(|name| seen.insert(name.to_ascii_lowercase()))
            .collect()
    })
}

/// Some of the names, in their order.
fn some_of(names: &[String]) -> BoxedStrategy<Vec<String>> {
    subsequence(names.to_vec(), 0..=names.len()).boxed()
}

fn one_of(names: &[String]) -> BoxedStrategy<Option<String>> {
    if names.is_empty() {
        return Just(None).boxed();
    }
    proptest::option::of(select(names.to_vec())).boxed()
}

pub(crate) fn date() -> impl Strategy<Value = Date> {
    (0_u16..=9999, 1_u8..=12, 1_u8..=28)
        .prop_map(|(year, month, day)| Date::literal(year, month, day))
}

fn since() -> impl Strategy<Value = Option<Since>> {
    proptest::option::of(
        (date(), any::<bool>()).prop_map(|(date, bound)| Since::literal(date, bound)),
    )
}

fn parameter() -> impl Strategy<Value = String> {
    "[A-Z][a-zA-Z.0-9é]{0,6}"
}

fn trigger() -> impl Strategy<Value = Trigger> {
    prop_oneof![
        Just(Trigger::Always),
        Just(Trigger::Matching),
        Just(Trigger::Unknown),
        parameter().prop_map(Trigger::When),
        (parameter(), "[a-z=,0-9]{1,4}").prop_map(|(name, value)| Trigger::Equal(name, value)),
        parameter().prop_map(Trigger::Unless),
    ]
}

fn on(types: &[String]) -> BoxedStrategy<On> {
    let named = (one_of(types), vec(parameter(), 1..3)).prop_map(|(resource_type, parameters)| {
        match resource_type {
            Some(resource_type) => On::Named {
                resource_type,
                parameters,
            },
            None => On::Request,
        }
    });
    prop_oneof![
        Just(On::Request),
        Just(On::Any),
        Just(On::Unknown),
        parameter().prop_map(On::Members),
        named,
    ]
    .boxed()
}

fn context() -> impl Strategy<Value = Vec<(String, Vec<String>)>> {
    let values = vec("[a-z$\\{\\}A-Z=.]{1,5}", 1..3);
    proptest::collection::btree_map("[a-z]{1,3}:[A-Z][a-z]{0,3}", values, 0..3)
        .prop_map(|context| context.into_iter().collect::<Vec<_>>())
        .prop_filter(
            "keys differ without regard to case",
            |context: &Vec<(String, Vec<String>)>| {
                let folded: BTreeSet<_> = context
                    .iter()
                    .map(|(key, _)| key.to_ascii_lowercase())
                    .collect();
                folded.len() == context.len()
            },
        )
}

fn checks(service: &str, actions: &[String], types: &[String]) -> BoxedStrategy<Vec<Check>> {
    let own: Vec<String> = actions
        .iter()
        .map(|name| format!("{service}:{name}"))
        .collect();
    let action = (one_of(&own), "[a-z]{2}-x:[A-Z][a-z_-]{0,4}")
        .prop_map(|(own, other)| own.unwrap_or(other));
    let check = (action, trigger(), on(types), context(), any::<bool>());
    let check = check.prop_map(|(action, trigger, on, context, on_behalf)| Check {
        action,
        trigger,
        on,
        context,
        on_behalf,
    });
    vec(check, 0..4)
        .prop_map(|rows| {
            rows.into_iter()
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect()
        })
        .boxed()
}

fn resource_type(
    name: String,
    types: &[String],
    keys: &[String],
    operations: &[String],
) -> BoxedStrategy<ResourceType> {
    let parent = (one_of(types), names("[a-z]{1,4}", 2)).prop_map(|(resource_type, engines)| {
        resource_type.map(|resource_type| Parent {
            resource_type,
            engines,
        })
    });
    let arns = btree_set(
        "arn:\\$\\{Partition\\}:[a-z]{0,2}:\\*?:(\\$\\{Account\\})?:[a-z/]{0,3}(\\$\\{N\\}[a:/]?\\*?){0,2}",
        1..3,
    );
    (
        arns,
        some_of(keys),
        some_of(operations),
        parent,
        any::<bool>(),
        any::<Option<bool>>(),
    )
        .prop_map(
            move |(arns, condition_keys, operations, parent, primary, taggable)| ResourceType {
                name: name.clone(),
                arns: arns.into_iter().collect(),
                condition_keys,
                operations,
                parent,
                primary,
                taggable,
            },
        )
        .boxed()
}

fn action(
    service: &str,
    name: String,
    types: &[String],
    keys: &[String],
    actions: &[String],
) -> BoxedStrategy<Action> {
    let kinds = some_of(types).prop_flat_map({
        let keys = keys.to_vec();
        move |types| {
            let rows: Vec<_> = types
                .into_iter()
                .map(|name| {
                    (any::<bool>(), some_of(&keys)).prop_map(move |(required, condition_keys)| {
                        ActionResourceType {
                            name: name.clone(),
                            required,
                            condition_keys,
                        }
                    })
                })
                .collect();
            rows
        }
    });
    (
        select(AccessLevel::ALL.to_vec()),
        some_of(keys),
        kinds,
        checks(service, actions, types),
        any::<[bool; 2]>(),
        since(),
    )
        .prop_map(
            move |(level, condition_keys, resource_types, needs, [only, unreferenced], since)| {
                Action {
                    level,
                    condition_keys,
                    resource_types,
                    needs,
                    permission_only: only,
                    unreferenced,
                    since,
                    ..Action::new(name.clone(), level)
                }
            },
        )
        .boxed()
}

fn operation(
    service: &str,
    name: String,
    types: &[String],
    actions: &[String],
) -> BoxedStrategy<Operation> {
    let own = Check::new(format!("{service}:{name}"), Trigger::Always);
    let checks = if actions.contains(&name) {
        prop_oneof![Just([own].to_vec()), checks(service, actions, types)].boxed()
    } else {
        checks(service, actions, types)
    };
    let arn = proptest::option::of((parameter(), some_of(types)));
    let identifiers = (some_of(types), parameter()).prop_map(|(types, parameter)| {
        let pair = |resource_type| Identifier {
            resource_type,
            parameter: parameter.clone(),
        };
        types.into_iter().map(pair).collect::<Vec<_>>()
    });
    let plain = checks.clone().prop_map({
        let name = name.clone();
        move |checks| Operation {
            name: name.clone(),
            checks,
            ..Operation::default()
        }
    });
    let full = (
        checks,
        arn,
        identifiers,
        proptest::option::of(names("[A-Z][a-z]{0,3}", 3)),
        since(),
    );
    let full = full.prop_map(
        move |(checks, arn, identifiers, requires, since)| Operation {
            name: name.clone(),
            checks,
            arn_parameter: arn.map(|(name, resource_types)| ArnParameter {
                name,
                resource_types,
            }),
            identifiers,
            requires,
            since,
        },
    );
    prop_oneof![plain, full].boxed()
}

fn condition_key(name: String) -> impl Strategy<Value = ConditionKey> {
    let words = ["ARN", "Bool", "Date", "IPAddress", "Numeric", "String"];
    let lists = words.map(|word| format!("ArrayOf{word}"));
    let words: Vec<String> = words.iter().map(ToString::to_string).chain(lists).collect();
    subsequence(words, 1..4).prop_map(move |types| ConditionKey {
        name: name.clone(),
        types: types
            .iter()
            .map(|word| KeyType::named(word).unwrap())
            .collect(),
    })
}

/// What names an edition may refer to.
type Vocabulary = (String, Vec<String>, Vec<String>, Vec<String>, Vec<String>);

fn vocabulary() -> impl Strategy<Value = Vocabulary> {
    (
        "[a-z][a-z0-9-]{0,5}",
        names("[a-zA-Z]{1,4}( [a-z]{1,3})?", 4),
        names("[a-z]{1,3}:[A-Z][a-z]{0,4}(/\\$\\{TagKey\\})?", 4),
        names("[A-Z][a-zA-Z0-9_-]{0,5}", 5),
        names("[A-Z][a-zA-Z0-9]{0,5}", 3),
    )
        .prop_map(|(service, types, keys, actions, mut operations)| {
            // Many operations have the names of actions.
            operations.extend(actions.iter().take(3).cloned());
            let mut seen = BTreeSet::new();
            operations.retain(|name| seen.insert(name.to_ascii_lowercase()));
            (service, types, keys, actions, operations)
        })
}

type Header = (
    [Date; 4],
    Option<Date>,
    [Option<Date>; 2],
    (String, Option<String>, Option<String>, Vec<String>),
    Option<[bool; 5]>,
);

fn header() -> impl Strategy<Value = Header> {
    (
        [date(), date(), date(), date()],
        proptest::option::of(date()),
        [proptest::option::of(date()), proptest::option::of(date())],
        (
            "[A-Zé][a-z'-]{0,5}( [A-Z0-9]{1,3}){0,2}",
            proptest::option::of("[0-9]{4}-[a-z]{1,3}"),
            proptest::option::of("[a-z]{1,4}\\.amazonaws\\.com"),
            names("[a-z0-9]{1,4}", 3),
        ),
        any::<Option<[bool; 5]>>(),
    )
}

/// Editions that hold every kind of fact, their rows in any order.
pub(crate) fn edition() -> impl Strategy<Value = Edition> {
    (vocabulary(), header()).prop_flat_map(
        |((service, types, keys, actions, operations), header)| {
            let resource_types: Vec<_> = types
                .iter()
                .map(|name| resource_type(name.clone(), &types, &keys, &operations))
                .collect();
            let condition_keys: Vec<_> = keys
                .iter()
                .map(|name| condition_key(name.clone()))
                .collect();
            let action_rows: Vec<_> = actions
                .iter()
                .map(|name| action(&service, name.clone(), &types, &keys, &actions))
                .collect();
            let operation_rows: Vec<_> = operations
                .iter()
                .map(|name| operation(&service, name.clone(), &types, &actions))
                .collect();
            (
                Just((service, header)),
                resource_types,
                condition_keys,
                action_rows.prop_shuffle(),
                operation_rows.prop_shuffle(),
            )
                .prop_map(|((service, header), types, keys, actions, operations)| {
                    assemble(service, header, (types, keys, actions, operations))
                })
        },
    )
}

type Rows = (
    Vec<ResourceType>,
    Vec<ConditionKey>,
    Vec<Action>,
    Vec<Operation>,
);

fn assemble(service: String, header: Header, rows: Rows) -> Edition {
    let ([date, as_of, from, until], ended, [required, dependent], names, support) = header;
    let (resource_types, condition_keys, actions, operations) = rows;
    let takes = actions.iter().any(|row| !row.resource_types.is_empty());
    let other_day = |day: &Date| *day != as_of;
    Edition {
        service,
        date,
        name: names.0,
        api_version: names.1,
        service_principal: names.2,
        sdk_clients: names.3,
        as_of,
        in_force: InForce {
            from: from.min(until),
            until: ended.map(|_| from.max(until)),
        },
        required_as_of: required.filter(other_day),
        dependent_as_of: dependent.filter(other_day),
        support: support.map(|[global, identity, resource, level, keys]| Support {
            global_condition_keys: global,
            identity_based: identity,
            resource_based: resource,
            resource_level: level || takes,
            service_condition_keys: keys,
        }),
        resource_types,
        condition_keys,
        actions,
        operations,
    }
}

pub(crate) fn retired() -> impl Strategy<Value = Vec<Retired>> {
    let row = ("[a-c]{1,2}", "[A-C][a-c]{0,2}", date());
    vec(row, 0..4).prop_map(|rows| {
        let mut seen = BTreeSet::new();
        rows.into_iter()
            .filter(|(service, action, _)| {
                seen.insert((service.clone(), action.to_ascii_lowercase()))
            })
            .map(|(service, action, last_seen)| Retired {
                service,
                action,
                last_seen,
            })
            .collect()
    })
}

fn folded(text: &str) -> (String, String) {
    (text.to_ascii_lowercase(), text.to_string())
}

/// The edition with every list in its order.
pub(crate) fn sorted(mut edition: Edition) -> Edition {
    let texts = |list: &mut Vec<String>| list.sort_by_key(|text| folded(text));
    let checks = |list: &mut Vec<Check>| {
        for row in list.iter_mut() {
            row.context.sort_by_key(|(key, _)| folded(key));
        }
        list.sort_by_key(|row| folded(&crate::source::check_text(row)));
    };
    texts(&mut edition.sdk_clients);
    edition.resource_types.sort_by_key(|row| folded(&row.name));
    for row in &mut edition.resource_types {
        texts(&mut row.arns);
        texts(&mut row.condition_keys);
        texts(&mut row.operations);
        row.parent
            .iter_mut()
            .for_each(|parent| texts(&mut parent.engines));
    }
    edition.condition_keys.sort_by_key(|row| folded(&row.name));
    for row in &mut edition.condition_keys {
        row.types.sort_by_key(|kind| kind.word());
    }
    edition.actions.sort_by_key(|row| folded(&row.name));
    for row in &mut edition.actions {
        texts(&mut row.condition_keys);
        row.resource_types.sort_by_key(|kind| folded(&kind.name));
        row.resource_types
            .iter_mut()
            .for_each(|kind| texts(&mut kind.condition_keys));
        checks(&mut row.needs);
    }
    edition.operations.sort_by_key(|row| folded(&row.name));
    for row in &mut edition.operations {
        checks(&mut row.checks);
        row.arn_parameter
            .iter_mut()
            .for_each(|arn| texts(&mut arn.resource_types));
        row.identifiers
            .sort_by_key(|row| folded(&row.resource_type));
        row.requires.iter_mut().for_each(texts);
    }
    edition
}
