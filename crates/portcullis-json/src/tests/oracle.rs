//! An independent reading of a text: `serde_json` with a visitor that sees duplicate members.

use core::fmt;
use std::borrow::ToOwned;
use std::collections::BTreeMap;
use std::string::{String, ToString};
use std::vec::Vec;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use crate::{Json, JsonErrorKind, Kind, Value};

use super::UNLIMITED;

/// What a text means, with members in the order of their names.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tree {
    Null,
    Bool(bool),
    Number(Number),
    String(String),
    Array(Vec<Tree>),
    Object(BTreeMap<String, Tree>),
}

/// How two readings of a text compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    Read,
    Refused,
    /// The oracle has a limit here that the grammar has not.
    OracleLimit,
}

/// Both readers must accept or refuse, and read the same.
pub(super) fn compare(bytes: &[u8]) -> Agreement {
    let ours = Json::from_bytes(bytes, &UNLIMITED);
    let theirs = oracle(bytes);
    match (ours, theirs) {
        (_, Err(error)) if is_limit(&error) => Agreement::OracleLimit,
        (Ok(ours), Ok(theirs)) => {
            assert_eq!(tree(ours.root()), theirs, "{ours}");
            Agreement::Read
        }
        (Err(ours), Err(theirs)) => {
            // Up to the end of an object with a duplicate the text is well-formed: the oracle sees no other error before.
            let duplicate = matches!(ours.kind(), JsonErrorKind::DuplicateMember { .. });
            assert!(
                !duplicate || theirs.contains("duplicate"),
                "{ours} against {theirs}"
            );
            Agreement::Refused
        }
        (Ok(ours), Err(theirs)) => panic!("read, but refused with {theirs}: {ours}"),
        (Err(ours), Ok(_)) => {
            panic!("{ours}, but read: {:?}", String::from_utf8_lossy(bytes))
        }
    }
}

fn is_limit(error: &str) -> bool {
    error.starts_with("number out of range") || error.starts_with("recursion limit")
}

pub(super) fn tree(value: Value<'_>) -> Tree {
    match value.kind() {
        Kind::Null => Tree::Null,
        Kind::Bool => Tree::Bool(value.as_bool().expect("a boolean")),
        // The oracle's own conversion: the text of the number is what is compared.
        Kind::Number => {
            let number = value.as_number().expect("a number");
            Tree::Number(serde_json::from_str(number).expect("a number for the oracle"))
        }
        Kind::String => Tree::String(value.as_str().expect("a string").into_owned()),
        Kind::Array => Tree::Array(value.elements().map(tree).collect()),
        Kind::Object => Tree::Object(
            value
                .members()
                .map(|member| (member.name().into_owned(), tree(member.value())))
                .collect(),
        ),
    }
}

fn oracle(bytes: &[u8]) -> Result<Tree, String> {
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Tree, E> {
        let number = Number::from_f64(value).ok_or_else(|| E::custom("number out of range"))?;
        Ok(Tree::Number(number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Tree, A::Error> {
        let mut read = Vec::new();
        while let Some(element) = elements.next_element()? {
            read.push(element);
        }
        Ok(Tree::Array(read))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Tree, A::Error> {
        let mut read = BTreeMap::new();
        while let Some((name, value)) = members.next_entry()? {
            if read.insert(name, value).is_some() {
                return Err(A::Error::custom("duplicate member"));
            }
        }
        Ok(Tree::Object(read))
    }
}
