//! JSON as it was written: no member twice, numbers as their text.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer as _, Error, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A value; numbers are as they were written (PL 1.1.10), the order of members is free (PL 1.1.4).
#[derive(PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(BTreeMap<String, Json>),
}

impl Json {
    /// PL 1.1: the JSON layer. `None` for what is no JSON, has a member twice or nests deeper than 128, which bounds every
    /// recursion of this crate on the depth of its input.
    pub(crate) fn read(text: &str) -> Option<Self> {
        Self::read_at(text, 128)
    }

    fn read_at(text: &str, depth: usize) -> Option<Self> {
        let inner = |value: &RawValue| Self::read_at(value.get(), depth.checked_sub(1)?);
        match text.trim_start().chars().next()? {
            '{' => {
                let mut json = serde_json::Deserializer::from_str(text);
                let members = json.deserialize_map(Members).ok()?.into_iter();
                json.end().ok()?;
                members.map(|(name, value)| Some((name, inner(value)?))).collect::<Option<_>>().map(Self::Object)
            }
            '[' => {
                let elements: Vec<&RawValue> = serde_json::from_str(text).ok()?;
                elements.into_iter().map(inner).collect::<Option<_>>().map(Self::List)
            }
            '"' => serde_json::from_str(text).ok().map(Self::Text),
            't' | 'f' => serde_json::from_str(text).ok().map(Self::Bool),
            'n' => serde_json::from_str(text).ok().map(|()| Self::Null),
            _ => serde_json::from_str::<&RawValue>(text).ok().map(|n| Self::Number(n.get().to_owned())),
        }
    }

    /// A member of an object.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        if let Self::Object(members) = self { members.get(name) } else { None }
    }
}

/// Sees the members of one object.
struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = BTreeMap<String, &'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = BTreeMap::new();
        while let Some((name, value)) = map.next_entry()? {
            // PL 1.1.5
            if members.insert(name, value).is_some() {
                return Err(A::Error::custom("a member twice"));
            }
        }
        Ok(members)
    }
}
