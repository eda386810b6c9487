//! Condition keys and their types.

use crate::blob::Row;
use crate::blob::layout::key;
use crate::folding::names_key;
use crate::vocabulary::{Cardinality, KeyType, ValueType};

/// A condition key of an edition; compared without regard to case.
#[derive(Clone, Copy, Debug)]
pub struct ConditionKey<'a> {
    row: Row<'a>,
}

impl<'a> ConditionKey<'a> {
    pub(crate) const fn new(row: Row<'a>) -> Self {
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
    pub fn name(self) -> &'a str {
        self.row.text(key::NAME)
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
        self.row.list(key::TYPES).filter_map(unpacked)
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
        let multiple = |kind: KeyType| kind.cardinality() == Cardinality::Multiple;
        if self.types().any(multiple) {
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
        names_key(self.name(), name)
    }
}

fn unpacked(number: usize) -> Option<KeyType> {
    let cardinality = if number.is_multiple_of(2) {
        Cardinality::Single
    } else {
        Cardinality::Multiple
    };
    Some(KeyType {
        value: *ValueType::ALL.get(number / 2)?,
        cardinality,
    })
}
