//! The words in which services are described: access levels and the types of condition keys.

use core::fmt;

/// The kind of access that an action gives, as AWS classifies it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AccessLevel {
    /// Sees that resources exist.
    List,
    /// Sees what is in them.
    Read,
    /// Changes tags only.
    Tagging,
    /// Creates, changes or deletes resources.
    Write,
    /// Grants or changes permissions.
    PermissionsManagement,
}

impl AccessLevel {
    /// All levels, in the order of this enum.
    pub(crate) const ALL: [Self; 5] = [
        Self::List,
        Self::Read,
        Self::Tagging,
        Self::Write,
        Self::PermissionsManagement,
    ];

    /// The level as one word, as editions and JSON write it.
    ///
    /// ```
    /// assert_eq!(portcullis_catalog::AccessLevel::PermissionsManagement.word(), "PermissionsManagement");
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::List => "List",
            Self::Read => "Read",
            Self::Tagging => "Tagging",
            Self::Write => "Write",
            Self::PermissionsManagement => "PermissionsManagement",
        }
    }

    /// The level of that word.
    ///
    /// ```
    /// use portcullis_catalog::AccessLevel;
    /// assert_eq!(AccessLevel::named("Tagging"), Some(AccessLevel::Tagging));
    /// assert_eq!(AccessLevel::named("tagging"), None);
    /// ```
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }
}

impl fmt::Display for AccessLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::List => "List",
            Self::Read => "Read",
            Self::Tagging => "Tagging",
            Self::Write => "Write",
            Self::PermissionsManagement => "Permissions management",
        })
    }
}

/// One documented type of a condition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyType {
    pub(crate) value: ValueType,
    pub(crate) cardinality: Cardinality,
}

impl KeyType {
    /// The type with that word in the service authorization reference, such as `ARN` or `ArrayOfString`.
    ///
    /// ```
    /// use portcullis_catalog::{Cardinality, KeyType, ValueType};
    /// let list = KeyType::named("ArrayOfARN").expect("a word of the reference");
    /// assert_eq!((list.value(), list.cardinality()), (ValueType::Arn, Cardinality::Multiple));
    /// assert_eq!(KeyType::named("Text"), None);
    /// ```
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let (value, cardinality) = match word.strip_prefix("ArrayOf") {
            Some(value) => (value, Cardinality::Multiple),
            None => (word, Cardinality::Single),
        };
        let value = ValueType::ALL
            .into_iter()
            .find(|known| known.word() == value)?;
        Some(Self { value, cardinality })
    }

    /// The word of the reference.
    ///
    /// ```
    /// let of = |word| portcullis_catalog::KeyType::named(word).map(|kind| kind.word());
    /// assert_eq!(of("ArrayOfBool"), Some("ArrayOfBool"));
    /// assert_eq!(of("IPAddress"), Some("IPAddress"));
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self.cardinality {
            Cardinality::Single => self.value.word(),
            Cardinality::Multiple => self.value.list_word(),
        }
    }

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

impl ValueType {
    pub(crate) const ALL: [Self; 6] = [
        Self::Arn,
        Self::Bool,
        Self::Date,
        Self::IpAddress,
        Self::Numeric,
        Self::String,
    ];

    const fn word(self) -> &'static str {
        match self {
            Self::Arn => "ARN",
            Self::Bool => "Bool",
            Self::Date => "Date",
            Self::IpAddress => "IPAddress",
            Self::Numeric => "Numeric",
            Self::String => "String",
        }
    }

    const fn list_word(self) -> &'static str {
        match self {
            Self::Arn => "ArrayOfARN",
            Self::Bool => "ArrayOfBool",
            Self::Date => "ArrayOfDate",
            Self::IpAddress => "ArrayOfIPAddress",
            Self::Numeric => "ArrayOfNumeric",
            Self::String => "ArrayOfString",
        }
    }
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
