//! Deep and long services in each of their forms are read on a small stack: nothing recurses on them.

use std::borrow::ToOwned;
use std::format;
use std::string::String;
use std::thread;
use std::vec::Vec;

use crate::{Catalog, json, source};

const SMALL: usize = 256 << 10;

fn on_a_small_stack(body: fn()) {
    let small = thread::Builder::new().stack_size(SMALL).spawn(body);
    small.unwrap().join().unwrap();
}

#[test]
fn services_as_json() {
    on_a_small_stack(|| {
        let deep = format!("{}{}", "[".repeat(15), "]".repeat(15));
        for text in [
            "[".repeat(1 << 20),
            "{\"a\":".repeat(100_000),
            deep.clone(),
            format!(r#"{{"service": "mycache", "date": "2026-01-01", "name": {deep}}}"#),
            format!(r#"{{"service": "mycache", "date": "2026-01-01", "actions": {deep}}}"#),
        ] {
            assert!(json::read(&text).is_err());
        }
        let actions: Vec<String> = (0..5_000)
            .map(|n| format!(r#"{{"name": "Do{n}", "accessLevel": "Write"}}"#))
            .collect();
        let text = format!(
            r#"{{"service": "mycache", "date": "2026-01-01", "name": "{}", "actions": [{}]}}"#,
            "x".repeat(1_000),
            actions.join(",")
        );
        let catalog = Catalog::embedded().with_json(&text).unwrap();
        assert_eq!(catalog.service("mycache").unwrap().actions().count(), 5_000);
    });
}

#[test]
fn editions_as_text() {
    on_a_small_stack(|| {
        let head = "edition mycache@2026-01-01\nname My cache\nas-of 2026-01-01\n";
        for text in [
            "edition ".repeat(100_000),
            "\"".repeat(1 << 20),
            " ".repeat(1 << 20),
            "\n".repeat(1 << 20),
            head.to_owned() + "key a:b " + &"String ".repeat(10_000),
            head.to_owned() + "type t\n arn " + &"${A}".repeat(100_000),
        ] {
            assert!(source::read(&text).is_err());
        }
    });
}

#[test]
fn a_compiled_catalog() {
    on_a_small_stack(|| {
        let bytes = Catalog::embedded().to_bytes();
        assert!(Catalog::from_bytes(&bytes).is_ok());
        for length in [0, 1, 19, 100, bytes.len() / 2, bytes.len() - 1] {
            assert!(Catalog::from_bytes(bytes.get(..length).unwrap()).is_err());
        }
        let mut more = bytes.clone();
        more.extend_from_slice(&bytes);
        assert!(Catalog::from_bytes(&more).is_err());
        more.fill(0xff);
        assert!(Catalog::from_bytes(&more).is_err());
    });
}
