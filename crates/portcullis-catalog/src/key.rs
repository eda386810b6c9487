//! Condition keys and their types.

use crate::folding::names_key;
use crate::rows::KeyRow;

/// A condition key of an edition; compared without regard to case.
#[derive(Clone, Copy, Debug)]
pub struct ConditionKey<'a> {
    row: &'a KeyRow,
}

impl<'a> ConditionKey<'a> {
    pub(crate) const fn new(row: &'a KeyRow) -> Self {
        Self { row }
    }

    /// The name, `elasticache:EngineType`; a family of tag keys ends in `/${TagKey}`.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let key = catalog.service("elasticache").and_then(|service| service.condition_key("elasticache:enginetype"));
    /// assert_eq!(key.map(|key| key.name()), Some("elasticache:EngineType"));
    /// ```
    #[must_use]
    pub const fn name(self) -> &'a str {
        self.row.name
    }

    /// The types that are documented for it, at least one.
    ///
    /// ```
    /// use portcullis_catalog::{Catalog, ValueType};
    /// let catalog = Catalog::embedded();
    /// let key = catalog.service("elasticache").and_then(|service| service.condition_key("elasticache:NumNodeGroups"));
    /// assert!(key.is_some_and(|key| key.types().all(|kind| kind.value() == ValueType::Numeric)));
    /// ```
    pub fn types(self) -> impl Iterator<Item = KeyType> + 'a {
        self.row.types.iter().copied()
    }

    /// Whether the key holds one value or a list; a key documented as either counts as a list.
    ///
    /// ```
    /// use portcullis_catalog::{Cardinality, Catalog};
    /// let catalog = Catalog::embedded();
    /// let key = catalog.service("elasticache").and_then(|service| service.condition_key("aws:TagKeys"));
    /// assert_eq!(key.map(|key| key.cardinality()), Some(Cardinality::Multiple));
    /// ```
    #[must_use]
    pub fn cardinality(self) -> Cardinality {
        let multiple = self
            .row
            .types
            .iter()
            .any(|kind| kind.cardinality == Cardinality::Multiple);
        if multiple {
            Cardinality::Multiple
        } else {
            Cardinality::Single
        }
    }

    /// Whether `name`, as it stands in a request or a policy, is this key or a member of this family.
    ///
    /// ```
    /// let catalog = portcullis_catalog::Catalog::embedded();
    /// let key = catalog.service("elasticache").and_then(|service| service.condition_key("aws:RequestTag/team"));
    /// assert!(key.is_some_and(|key| key.is_named("AWS:requesttag/Env") && !key.is_named("aws:ResourceTag/Env")));
    /// ```
    #[must_use]
    pub fn is_named(self, name: &str) -> bool {
        names_key(self.row.name, name)
    }
}

/// One documented type of a condition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyType {
    pub(crate) value: ValueType,
    pub(crate) cardinality: Cardinality,
}

impl KeyType {
    /// What each value is.
    ///
    /// ```
    /// use portcullis_catalog::{ValueType, facts};
    /// let mut types = facts::global_key("aws:SourceIp").expect("a global key").types();
    /// assert_eq!(types.next().map(|kind| kind.value()), Some(ValueType::IpAddress));
    /// ```
    #[must_use]
    pub const fn value(self) -> ValueType {
        self.value
    }

    /// Whether there is one value or a list.
    ///
    /// ```
    /// use portcullis_catalog::{Cardinality, facts};
    /// let mut types = facts::global_key("aws:TagKeys").expect("a global key").types();
    /// assert_eq!(types.next().map(|kind| kind.cardinality()), Some(Cardinality::Multiple));
    /// ```
    #[must_use]
    pub const fn cardinality(self) -> Cardinality {
        self.cardinality
    }
}

/// What a value of a condition key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ValueType {
    /// An ARN.
    Arn,
    /// `true` or `false`.
    Bool,
    /// A date and time.
    Date,
    /// An address or a network.
    IpAddress,
    /// A number.
    Numeric,
    /// Text.
    String,
}

/// How many values a condition key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a key holds one value or a list of them"
)]
pub enum Cardinality {
    /// At most one.
    Single,
    /// A list, to be tested with a set operator.
    Multiple,
}
