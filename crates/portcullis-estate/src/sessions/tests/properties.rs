//! What holds for every chain of sessions.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::{AssumeRole, Caller, Session, TagKey, Tags};
use super::{NOW, TARGET, alice, role};

/// Few keys in several spellings, so that they meet.
fn key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["a", "A", "b", "B", "é", "É", "ß", "k", "\u{212A}"])
}

/// Tags in which the first of two keys that differ only in case holds.
fn some_tags() -> impl Strategy<Value = Tags> {
    prop::collection::vec((key(), "[xyz]"), 0..5).prop_map(|list| {
        let mut tags = Tags::new();
        for (key, value) in list {
            let _ = tags.insert(key.parse().unwrap(), &value);
        }
        tags
    })
}

/// The tags of a role, those that are passed, and the keys that are to be transitive.
type Hop = (Tags, Tags, Vec<&'static str>);

fn hop() -> impl Strategy<Value = Hop> {
    (some_tags(), some_tags(), prop::collection::vec(key(), 0..3))
}

/// The session of a hop. What a request cannot pass is left out.
fn take(caller: Caller, (own, passed, transitive): &Hop) -> Session {
    let inherited = caller.inherited();
    let passed = passed.only(|key| !inherited.contains(key));
    let target = role(TARGET).tags(own.clone());
    let mut request =
        AssumeRole::builder(caller, target, "ci".parse().unwrap()).tags(passed.clone());
    for key in transitive {
        let key: TagKey = key.parse().unwrap();
        if passed.contains(&key) || inherited.contains(&key) {
            request = request.transitive(key);
        }
    }
    request.build().unwrap().session(NOW)
}

proptest! {
    #[test]
    fn chaining_never_brings_back_a_tag_that_is_not_transitive(hops in prop::collection::vec(hop(), 1..5)) {
        let mut caller = alice();
        for hop in &hops {
            let before = caller.clone();
            let session = take(caller, hop);
            for (key, value) in session.tags().iter() {
                let inherited = before.transitive.contains(key) && before.tags.get(key) == Some(value);
                let passed = hop.1.get(key) == Some(value);
                let own = hop.0.get(key) == Some(value);
                prop_assert!(inherited || passed || own, "{key} = {value}");
                if before.tags.contains(key) && !before.transitive.contains(key) {
                    prop_assert!(passed || own, "{key} came back");
                }
            }
            caller = session.into();
        }
    }

    #[test]
    fn transitive_tags_keep_key_and_value_to_the_end(hops in prop::collection::vec(hop(), 1..5)) {
        let mut caller = alice();
        let mut kept = Tags::new();
        for hop in &hops {
            let session = take(caller, hop);
            for (key, value) in kept.iter() {
                prop_assert_eq!(session.tags().get(key), Some(value));
            }
            caller = session.into();
            kept = caller.inherited();
        }
    }

    #[test]
    fn a_context_never_has_two_keys_that_differ_in_case_only(hops in prop::collection::vec(hop(), 1..4)) {
        let mut caller = alice();
        for hop in &hops {
            let session = take(caller, hop);
            let context = session.context(NOW);
            let folded: BTreeSet<&str> = context.iter().map(|(key, _)| key.folded()).collect();
            prop_assert_eq!(folded.len(), context.len());
            // Nor is a tag lost for another.
            let tags = context.iter().filter(|(key, _)| key.name() == "PrincipalTag").count();
            prop_assert_eq!(tags, session.tags().len());
            for (key, value) in session.tags().iter() {
                let found = context.get_str(&format!("aws:PrincipalTag/{key}")).unwrap();
                prop_assert_eq!(&*found.values()[0], value);
            }
            caller = session.into();
        }
    }
}
