//! The request context: condition keys and their values for one request.

mod entries;
mod typed;

use alloc::sync::Arc;
use core::fmt;

use crate::excerpt::Excerpt;
use crate::folding::{folded, is_folded};
use crate::key::ContextKey;
use entries::Entries;
use typed::Typed;

pub(crate) use typed::Actual;

/// The value or values that a request carries for one condition key, as text, in the order given.
///
/// Remembers whether they were given as a list, because a list of empty strings counts as null and a lone empty string does
/// not (PL 8.9). Numbers and Booleans are carried as their text, dates and addresses too, binary values as base64.
///
/// ```
/// use portcullis_condition::ContextValue;
/// assert_eq!(ContextValue::single("red").values().len(), 1);
/// assert!(ContextValue::list(["red", "blue"]).is_list());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ContextValue {
    values: Values,
}

/// Shared: the checks of one call have a context each, and the same values in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Values {
    Single(Arc<str>, Typed),
    /// With what the values are, where one of them is more than a text.
    List(Arc<[Arc<str>]>, Option<Arc<[Typed]>>),
}

impl ContextValue {
    /// One value that was not given as a list.
    ///
    /// ```
    /// # use portcullis_condition::ContextValue;
    /// assert!(!ContextValue::single("").is_null());
    /// ```
    #[must_use]
    pub fn single(text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let typed = Typed::of(&text);
        Self {
            values: Values::Single(text, typed),
        }
    }

    /// A list of values; it may be empty or have one value only.
    ///
    /// ```
    /// # use portcullis_condition::ContextValue;
    /// assert!(ContextValue::list([""; 0]).is_null());
    /// ```
    #[must_use]
    pub fn list<T: Into<Arc<str>>>(texts: impl IntoIterator<Item = T>) -> Self {
        let texts: Arc<[Arc<str>]> = texts.into_iter().map(Into::into).collect();
        let typed = || texts.iter().map(|text| Typed::of(text));
        let any = typed().any(|typed| typed != Typed::Text);
        let typed = any.then(|| typed().collect());
        Self {
            values: Values::List(texts, typed),
        }
    }

    /// The values in the order given.
    ///
    /// ```
    /// # use portcullis_condition::ContextValue;
    /// let value = ContextValue::list(["b", "a"]);
    /// assert_eq!(value.values().iter().map(|text| &**text).collect::<Vec<_>>(), ["b", "a"]);
    /// ```
    #[must_use]
    pub fn values(&self) -> &[Arc<str>] {
        match &self.values {
            Values::Single(value, _) => core::slice::from_ref(value),
            Values::List(values, _) => values,
        }
    }

    /// What a value is besides its text.
    fn typed(&self, at: usize) -> Typed {
        match &self.values {
            Values::Single(_, typed) => *typed,
            Values::List(_, None) => Typed::Text,
            Values::List(_, Some(typed)) => typed.get(at).copied().unwrap_or(Typed::Text),
        }
    }

    /// Whether the values were given as a list.
    ///
    /// ```
    /// # use portcullis_condition::ContextValue;
    /// assert!(!ContextValue::single("a").is_list());
    /// ```
    #[must_use]
    pub const fn is_list(&self) -> bool {
        matches!(self.values, Values::List(..))
    }

    /// Whether the operator `Null` takes the key for absent: an empty list, or a list whose values are all empty strings.
    ///
    /// ```
    /// # use portcullis_condition::ContextValue;
    /// assert!(ContextValue::list(["", ""]).is_null());
    /// assert!(!ContextValue::list(["", "a"]).is_null());
    /// ```
    ///
    /// # Source
    ///
    /// PL 8.9 (`reference_policies_elements_condition_operators`).
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.is_list() && self.is_null_set()
    }

    /// Whether a set qualifier takes the key for absent: no value but empty strings, given as a list or not.
    ///
    /// ```
    /// # use portcullis_condition::ContextValue;
    /// assert!(ContextValue::single("").is_null_set());
    /// ```
    ///
    /// # Source
    ///
    /// PL 8.2, 8.9 (`reference_policies_elements_condition_operators`).
    #[must_use]
    pub fn is_null_set(&self) -> bool {
        self.values().iter().all(|value| value.is_empty())
    }
}

/// The condition keys of one request with their values.
///
/// A key occurs once, whatever its letter case; iteration is in the order of the folded keys and never depends on the order
/// of insertion. Finding a key takes no allocation by [`get`](Self::get); of up to 48 keys it takes one look at the fingerprints of all,
/// of more O(log n) comparisons.
///
/// ```
/// use portcullis_condition::{Context, ContextValue};
/// let mut context = Context::new();
/// context.insert("aws:PrincipalTag/Team".parse()?, ContextValue::single("red"))?;
/// assert!(context.get(&"aws:principaltag/team".parse()?).is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    entries: Entries,
}

impl Context {
    /// A context without keys.
    ///
    /// ```
    /// assert!(portcullis_condition::Context::new().is_empty());
    /// ```
    #[must_use]
    pub const fn new() -> Self {
        Self {
            entries: Entries::new(),
        }
    }

    /// Adds a key that must not be there yet.
    ///
    /// ```
    /// use portcullis_condition::{Context, ContextValue};
    /// let mut context = Context::new();
    /// context.insert("aws:username".parse()?, ContextValue::single("alice"))?;
    /// let again = context.insert("aws:UserName".parse()?, ContextValue::single("bob"));
    /// assert_eq!(again.unwrap_err().existing().as_str(), "aws:username");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`DuplicateKey`] if the key is present, in whatever letter case; the context is then unchanged.
    ///
    /// # Source
    ///
    /// PL 9.4.
    pub fn insert(&mut self, key: ContextKey, value: ContextValue) -> Result<(), DuplicateKey> {
        let inserted = self.entries.insert(key, value);
        inserted.map_err(|(existing, given)| DuplicateKey { existing, given })
    }

    /// Adds a key unless it is there, and returns whether it was added.
    ///
    /// ```
    /// use portcullis_condition::{Context, ContextValue};
    /// let mut context = Context::new();
    /// assert!(context.insert_if_absent("aws:username".parse()?, ContextValue::single("alice")));
    /// assert!(!context.insert_if_absent("aws:UserName".parse()?, ContextValue::single("bob")));
    /// assert_eq!(context.get_str("aws:username"), Some(&ContextValue::single("alice")));
    /// # Ok::<(), portcullis_condition::KeyError>(())
    /// ```
    pub fn insert_if_absent(&mut self, key: ContextKey, value: ContextValue) -> bool {
        self.insert(key, value).is_ok()
    }

    /// The value of a key.
    ///
    /// ```
    /// # use portcullis_condition::Context;
    /// assert_eq!(Context::new().get(&"aws:username".parse()?), None);
    /// # Ok::<(), portcullis_condition::KeyError>(())
    /// ```
    #[must_use]
    pub fn get(&self, key: &ContextKey) -> Option<&ContextValue> {
        self.entries.get(key)
    }

    /// The value of a key given as text, in whatever letter case; `None` also if the text is not a key.
    ///
    /// Allocates unless the text is in lower case; for repeated use keep a [`ContextKey`].
    ///
    /// ```
    /// use portcullis_condition::{Context, ContextValue};
    /// let mut context = Context::new();
    /// context.insert("aws:username".parse()?, ContextValue::single("alice"))?;
    /// assert!(context.get_str("AWS:UserName").is_some());
    /// assert!(context.get_str("").is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn get_str(&self, key: &str) -> Option<&ContextValue> {
        if is_folded(key) {
            self.entries.get_folded(key)
        } else {
            self.entries.get_folded(folded(key).as_str())
        }
    }

    /// Whether a key is present, be its list of values empty.
    ///
    /// ```
    /// use portcullis_condition::{Context, ContextValue};
    /// let mut context = Context::new();
    /// context.insert("aws:TagKeys".parse()?, ContextValue::list([""; 0]))?;
    /// assert!(context.contains(&"aws:tagkeys".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn contains(&self, key: &ContextKey) -> bool {
        self.entries.get(key).is_some()
    }

    /// The keys, as spelled, with their values, in the order of the folded keys.
    ///
    /// ```
    /// use portcullis_condition::{Context, ContextValue};
    /// let mut context = Context::new();
    /// context.insert("s3:prefix".parse()?, ContextValue::single(""))?;
    /// context.insert("aws:username".parse()?, ContextValue::single("alice"))?;
    /// let keys: Vec<_> = context.iter().map(|(key, _)| key.as_str()).collect();
    /// assert_eq!(keys, ["aws:username", "s3:prefix"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&ContextKey, &ContextValue)> {
        self.entries.iter()
    }

    /// The number of keys.
    ///
    /// ```
    /// assert_eq!(portcullis_condition::Context::new().len(), 0);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no key.
    ///
    /// ```
    /// assert!(portcullis_condition::Context::new().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.len() == 0
    }
}

/// A key that was given twice, perhaps in different letter case.
///
/// # Source
///
/// PL 9.4.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuplicateKey {
    existing: ContextKey,
    given: ContextKey,
}

impl DuplicateKey {
    /// The key that was there, as spelled.
    ///
    /// ```
    /// use portcullis_condition::{Context, ContextValue};
    /// let mut context = Context::new();
    /// context.insert("aws:username".parse()?, ContextValue::single("alice"))?;
    /// let error = context.insert("aws:UserName".parse()?, ContextValue::single("bob")).unwrap_err();
    /// assert_eq!(error.existing().as_str(), "aws:username");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn existing(&self) -> &ContextKey {
        &self.existing
    }

    /// The key that was refused, as spelled.
    ///
    /// ```
    /// use portcullis_condition::{Context, ContextValue};
    /// let mut context = Context::new();
    /// context.insert("aws:username".parse()?, ContextValue::single("alice"))?;
    /// let error = context.insert("aws:UserName".parse()?, ContextValue::single("bob")).unwrap_err();
    /// assert_eq!(error.given().as_str(), "aws:UserName");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn given(&self) -> &ContextKey {
        &self.given
    }

    /// The code under which the error is reported: `duplicate-context-key`.
    ///
    /// ```
    /// use portcullis_condition::{Context, ContextValue};
    /// let mut context = Context::new();
    /// context.insert("aws:username".parse()?, ContextValue::single("alice"))?;
    /// let error = context.insert("aws:UserName".parse()?, ContextValue::single("bob")).unwrap_err();
    /// assert_eq!(error.code(), "duplicate-context-key");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "duplicate-context-key"
    }
}

impl fmt::Display for DuplicateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "expected every context key once, found {} beside {}",
            Excerpt(self.given.as_str()),
            Excerpt(self.existing.as_str()),
        )
    }
}

impl core::error::Error for DuplicateKey {}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::{Context, ContextValue};

    #[test]
    fn null_values() {
        for (value, null, null_set) in [
            (ContextValue::single("a"), false, false),
            (ContextValue::single(""), false, true),
            (ContextValue::list([""; 0]), true, true),
            (ContextValue::list([""]), true, true),
            (ContextValue::list(["", ""]), true, true),
            (ContextValue::list(["", "a"]), false, false),
        ] {
            assert_eq!(
                (value.is_null(), value.is_null_set()),
                (null, null_set),
                "{value:?}"
            );
        }
    }

    #[test]
    fn order_of_insertion_does_not_show() {
        let mut forwards = Context::new();
        let mut backwards = Context::new();
        let keys = ["aws:a", "aws:B", "aws:c/É", "s3:x"];
        for key in keys {
            forwards
                .insert(key.parse().unwrap(), ContextValue::single(key))
                .unwrap();
        }
        for key in keys.iter().rev() {
            backwards
                .insert(key.parse().unwrap(), ContextValue::single(*key))
                .unwrap();
        }
        assert_eq!(forwards, backwards);
        assert!(forwards.iter().map(|(key, _)| key.as_str()).eq(keys));
        assert!(forwards.get_str("AWS:C/é").is_some());
        assert_eq!(forwards.len(), 4);
    }

    #[test]
    fn duplicates_are_named() {
        let mut context = Context::new();
        context
            .insert("aws:x".parse().unwrap(), ContextValue::single("1"))
            .unwrap();
        let error = context
            .insert("aws:X".parse().unwrap(), ContextValue::single("2"))
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "expected every context key once, found `aws:X` beside `aws:x`"
        );
        assert_eq!(context.get_str("aws:x"), Some(&ContextValue::single("1")));
    }
}
