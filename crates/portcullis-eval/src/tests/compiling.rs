//! What is compiled, shared and passed over: none of it shows in an answer.

use alloc::sync::Arc;
use std::format;
use std::string::String;
use std::vec::Vec;

use portcullis_policy::PolicyKind;

use super::{ALICE, ALLOW, OBJECT, asks, calls, policy};
use crate::actions::fingerprint;
use crate::compiled::{CompiledLayer, Part};
use crate::index::service_bit;
use crate::{
    Action, ActionTable, AttachedPolicy, Compiler, Layer, Level, PolicySet, Program, Verdict,
    decide,
};

fn table(names: &[&str]) -> ActionTable {
    let actions = names.iter().map(|name| name.parse::<Action>().unwrap());
    actions.collect()
}

fn identity(policies: Vec<AttachedPolicy>) -> PolicySet {
    PolicySet {
        identity: policies,
        ..PolicySet::default()
    }
}

fn control(levels: usize) -> PolicySet {
    let allow = policy(PolicyKind::ServiceControl, &[ALLOW]);
    PolicySet {
        service_control: (0..levels)
            .map(|level| Level::new(format!("level-{level}"), [allow.clone()].into()))
            .collect(),
        ..PolicySet::default()
    }
}

fn layer(program: &Program, layer: Layer) -> &CompiledLayer {
    program.compiled().unwrap().layer(layer).unwrap()
}

/// An Allow for so many actions.
fn allow(actions: usize) -> String {
    let names: Vec<String> = (0..actions).map(|one| format!(r#""s3:Do{one}""#)).collect();
    let names = names.join(", ");
    format!(r#"{{"Effect": "Allow", "Action": [{names}], "Resource": "*"}}"#)
}

#[test]
fn an_action_is_found_by_what_it_is_in_lower_case() {
    let action: Action = "S3:GetObject".parse().unwrap();
    assert_eq!(
        (action.folded(), action.folded_service()),
        ("s3:getobject", "s3")
    );
    assert_eq!(action.fingerprint(), fingerprint("s3:getobject"));
    assert_eq!(action.service_fingerprint(), fingerprint("s3"));
    let error = "s3".parse::<Action>().unwrap_err();
    assert_eq!(
        format!("{error}"),
        "expected one action such as `s3:GetObject`, found `s3`"
    );
}

#[test]
fn a_request_knows_what_it_was_built_with() {
    let asked = asks(ALICE).with(|builder| builder.canonical_user_id("79a5"));
    assert_eq!(asked.request().canonical_user_id(), Some("79a5"));
    assert_eq!(asks(ALICE).request().canonical_user_id(), None);
    let object = asks(ALICE).request();
    assert_eq!(object.resource_of("S3"), Some("bucket/key"));
    assert_eq!(object.resource_of("sqs"), None);
}

/// Only the numbers of the program's own table say anything.
#[test]
fn numbers_of_another_table_are_looked_up_anew() {
    let own = table(&["a:A", "s3:GetObject"]);
    let others = [
        table(&["s3:GetObject"]),
        table(&["a:A", "a:B", "s3:GetObject"]),
        ActionTable::empty(),
        own.clone(),
    ];
    let get = r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}"#;
    let policies = identity([policy(PolicyKind::Identity, &[get])].into());
    let program = Compiler::new(own.clone()).compile(policies).unwrap();
    let compiled = program.compiled().unwrap();
    for other in others {
        let request = asks(ALICE).with(|builder| builder.table(&other)).request();
        let expected = own.known(request.action());
        assert!(expected.is_some());
        assert_eq!(compiled.numbers(&request), expected);
        assert_eq!(decide(&request, &program).verdict(), Verdict::Allowed);
    }
}

#[test]
fn a_program_on_its_own_knows_the_actions_that_it_spells_out() {
    for (kind, set) in [
        (PolicyKind::Identity, 0),
        (PolicyKind::PermissionsBoundary, 1),
        (PolicyKind::Session, 2),
        (PolicyKind::VpcEndpoint, 3),
    ] {
        let principal = match kind {
            PolicyKind::VpcEndpoint => r#""Principal": "*", "#,
            _ => "",
        };
        let get = format!(
            r#"{{"Effect": "Allow", {principal}"Action": "s3:GetObject", "Resource": "*"}}"#
        );
        let list = Vec::from([policy(kind, &[&get])]);
        let mut policies = PolicySet::default();
        match set {
            0 => policies.identity = list,
            1 => policies.boundary = Some(list),
            2 => policies.session = Some(list),
            _ => policies.endpoint = Some(list),
        }
        let program = Program::compile(policies).unwrap();
        let compiled = program.compiled().unwrap();
        assert!(compiled.numbers(&asks(ALICE).request()).is_some(), "{kind}");
        let put = calls(ALICE, "s3:PutObject", OBJECT).request();
        assert!(compiled.numbers(&put).is_none(), "{kind}");
    }
}

#[test]
fn as_many_levels_as_a_number_has_bits_have_an_index() {
    let levels = |levels| {
        let program = Compiler::default().compile(control(levels)).unwrap();
        let found = program.compiled().is_some();
        let set = Program::without_index(control(levels)).unwrap();
        assert!(set.compiled().is_none());
        found.then(|| layer(&program, Layer::ServiceControl).levels())
    };
    assert_eq!(levels(0), Some(0));
    assert_eq!(levels(1), Some(1));
    assert_eq!(levels(64), Some(u64::MAX));
    assert_eq!(levels(65), None);
}

#[test]
fn few_documents_and_large_ones_have_an_index_each() {
    let parts = |policies: PolicySet, of: Layer| {
        let program = Compiler::default().compile(policies).unwrap();
        layer(&program, of).parts().len()
    };
    let several = |count: usize, actions: usize| {
        let one = policy(PolicyKind::Identity, &[&allow(actions)]);
        identity((0..count).map(|_| one.clone()).collect())
    };
    assert_eq!(parts(several(0, 1), Layer::Identity), 0);
    assert_eq!(parts(several(8, 1), Layer::Identity), 8);
    assert_eq!(parts(several(9, 1), Layer::Identity), 1);
    assert_eq!(parts(several(9, 63), Layer::Identity), 1);
    assert_eq!(parts(several(9, 64), Layer::Identity), 9);
    let leveled = |actions: &str| PolicySet {
        service_control: ["root", "account"]
            .map(|target| {
                let one = policy(PolicyKind::ServiceControl, &[actions]);
                Level::new(target, [one].into())
            })
            .into(),
        ..PolicySet::default()
    };
    assert_eq!(parts(leveled(&allow(1)), Layer::ServiceControl), 1);
    assert_eq!(parts(leveled(&allow(64)), Layer::ServiceControl), 2);
    // The entries of all statements of a document count.
    let two = format!("{}, {}", allow(32), allow(32));
    assert_eq!(parts(leveled(&two), Layer::ServiceControl), 2);
}

#[test]
fn what_several_programs_have_in_common_is_compiled_once() {
    let mut compiler = Compiler::default();
    let shared = policy(PolicyKind::Identity, &[ALLOW]);
    let mut index = |others: Vec<AttachedPolicy>| {
        let policies = [Vec::from([shared.clone()]), others].concat();
        let program = compiler.compile(identity(policies)).unwrap();
        let parts = layer(&program, Layer::Identity).parts();
        let first = core::ptr::from_ref(parts.first().map(Part::index).unwrap()).addr();
        (program, first)
    };
    let (_one, first) = index(Vec::new());
    let (_two, second) = index([policy(PolicyKind::Identity, &[ALLOW])].into());
    assert_eq!(first, second);
}

/// A part that is passed over must not be about the service: the bits of services are united, however many there are.
#[test]
fn a_part_is_about_every_service_that_it_names() {
    let services: Vec<String> = (0..200).map(|one| format!("service{one}")).collect();
    let statement = |services: &[String]| {
        let names = services.iter().map(|one| format!(r#""{one}:Do""#));
        let names: Vec<String> = names.collect();
        let names = names.join(", ");
        format!(r#"{{"Effect": "Allow", "Action": [{names}], "Resource": "*"}}"#)
    };
    let program = |services: &[String]| {
        let one = policy(PolicyKind::Identity, &[&statement(services)]);
        Compiler::default().compile(identity([one].into())).unwrap()
    };
    let all = program(&services);
    let [part] = layer(&all, Layer::Identity).parts() else {
        panic!("one document is one part");
    };
    for service in &services {
        assert!(part.is_about(fingerprint(service)), "{service}");
    }
    let one = program(&services[..1]);
    let [part] = layer(&one, Layer::Identity).parts() else {
        panic!("one document is one part");
    };
    let bit = |service: &String| service_bit(fingerprint(service));
    let others: Vec<_> = (services.iter())
        .filter(|other| bit(other) != bit(&services[0]))
        .collect();
    assert!(others.len() > 100, "two hundred services have many bits");
    for other in others {
        assert!(!part.is_about(fingerprint(other)), "{other}");
    }
    let everything = policy(PolicyKind::Identity, &[ALLOW]);
    let program = Compiler::default()
        .compile(identity([everything].into()))
        .unwrap();
    let parts = layer(&program, Layer::Identity).parts();
    assert!(parts.iter().all(|part| part.is_about(0)));
}

#[test]
fn an_equal_document_is_another() {
    let documents = [0, 1].map(|_| policy(PolicyKind::Identity, &[ALLOW]));
    let mut compiler = Compiler::default();
    let programs = documents.map(|one| compiler.compile(identity([one].into())).unwrap());
    let index = programs.each_ref().map(|program| {
        let part = layer(program, Layer::Identity).parts().first().unwrap();
        core::ptr::from_ref(part.index()).addr()
    });
    assert_ne!(index[0], index[1]);
    assert_eq!(
        Arc::strong_count(programs[0].policies().identity[0].document()),
        2
    );
}

#[cfg(feature = "rayon")]
#[test]
fn many_are_decided_in_their_order() {
    let get = r#"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}"#;
    let program = Program::compile(identity([policy(PolicyKind::Identity, &[get])].into()));
    let program = program.unwrap();
    let requests: Vec<_> = (0..1_000)
        .map(|number| {
            let action = if number % 3 == 0 {
                "s3:GetObject"
            } else {
                "s3:PutObject"
            };
            calls(ALICE, action, OBJECT).request()
        })
        .collect();
    let questions: Vec<_> = requests.iter().map(|request| (request, &program)).collect();
    let decided = crate::decide_many(&questions);
    let expected: Vec<_> = requests.iter().map(|one| decide(one, &program)).collect();
    assert_eq!(decided, expected);
    let allowed = decided.iter().filter(|one| one.verdict().is_allowed());
    assert_eq!(allowed.count(), 334);
}
