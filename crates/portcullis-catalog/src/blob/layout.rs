//! The layout of a compiled catalog: tables of fixed-width rows beside one pool of text.
//!
//! Numbers are little-endian and three bytes wide unless a row says otherwise. A text is a number into [`Table::Strings`], whose
//! entries are the offsets at which the texts begin; text 0 is empty. A list is a number into [`Table::Lists`]: there stands its length, then
//! its items; list 0 is empty. Editions, and every table within one, are sorted by name without regard to ASCII case.

/// The tables, in the order in which they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    /// Where each text begins, and where the last one ends.
    Strings,
    /// Lengths and items of lists.
    Lists,
    /// One service at one date.
    Editions,
    /// Where the editions of a service begin, from 1, at the place that [`hash`] gives or in the next one that is free.
    Services,
    /// Resource types.
    Types,
    /// Condition keys.
    Keys,
    /// Actions.
    Actions,
    /// What actions have in common: keys, resource types, dependent actions.
    Profiles,
    /// A resource type that an action takes.
    Takes,
    /// An action that is checked.
    Checks,
    /// Operations.
    Operations,
    /// What is recorded of few operations only.
    Extras,
    /// Retired actions.
    Retired,
}

impl Table {
    pub(crate) const COUNT: usize = 13;

    pub(crate) const ALL: [Self; Self::COUNT] = [
        Self::Strings,
        Self::Lists,
        Self::Editions,
        Self::Services,
        Self::Types,
        Self::Keys,
        Self::Actions,
        Self::Profiles,
        Self::Takes,
        Self::Checks,
        Self::Operations,
        Self::Extras,
        Self::Retired,
    ];

    /// The width of a row, in bytes.
    pub(crate) const fn width(self) -> usize {
        match self {
            Self::Strings | Self::Lists | Self::Services => 3,
            Self::Editions => edition::WIDTH,
            Self::Types => resource_type::WIDTH,
            Self::Keys => key::WIDTH,
            Self::Actions => action::WIDTH,
            Self::Profiles => profile::WIDTH,
            Self::Takes => take::WIDTH,
            Self::Checks => check::WIDTH,
            Self::Operations => operation::WIDTH,
            Self::Extras => extra::WIDTH,
            Self::Retired => retired::WIDTH,
        }
    }
}

/// How many rows each table has, and where its first one begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sections {
    pub(crate) starts: [usize; Table::COUNT],
    pub(crate) counts: [usize; Table::COUNT],
}

/// The list that stands for the check of the action of the operation's own name, always, on the resources of the request.
pub(crate) const OWN_ACTION: u32 = 1;

/// The hash of a service prefix, ASCII case folded (FNV-1a). The table that it leads into is fixed and half empty, so that no prefix takes
/// longer than the longest run of it.
pub(crate) fn hash(prefix: &str) -> usize {
    let folded = prefix.bytes().map(|byte| byte.to_ascii_lowercase());
    let hash = folded.fold(0x811C_9DC5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    // The low bits of FNV are its best ones; 24 of them are more than any table has places.
    usize::try_from(hash & LARGEST).unwrap_or_default()
}

/// How many places the table of services has: a power of two, at least twice the number of services.
pub(crate) const fn places(services: usize) -> usize {
    (2 * services).next_power_of_two()
}

/// The largest number that a row can hold.
pub(crate) const LARGEST: u32 = 0x00FF_FFFF;

/// Where each field of a row begins. Four-byte fields are days: year, month and day in 14, 4 and 5 bits; 0: none.
pub(crate) mod edition {
    pub(crate) const SERVICE: usize = 0;
    pub(crate) const NAME: usize = 3;
    pub(crate) const API_VERSION: usize = 6;
    pub(crate) const PRINCIPAL: usize = 9;
    pub(crate) const SDK: usize = 12;
    /// Six days: of the edition, of the sources, first and last in force, of the required flags, of the dependent actions.
    pub(crate) const DAYS: usize = 15;
    /// One byte: the five flags in their written order from bit 0, bit 7 where they are recorded.
    pub(crate) const SUPPORT: usize = 39;
    /// First row and number of rows, for types, keys, actions, operations.
    pub(crate) const RANGES: usize = 40;
    pub(crate) const WIDTH: usize = 64;
}

/// A resource type; the parent is the number of its row in the edition, from 1.
pub(crate) mod resource_type {
    pub(crate) const NAME: usize = 0;
    pub(crate) const ARNS: usize = 3;
    pub(crate) const KEYS: usize = 6;
    pub(crate) const OPERATIONS: usize = 9;
    pub(crate) const PARENT: usize = 12;
    pub(crate) const ENGINES: usize = 15;
    /// One byte: bit 0 primary, bit 1 taggable, bit 2 untaggable.
    pub(crate) const FLAGS: usize = 18;
    pub(crate) const WIDTH: usize = 19;
}

/// A condition key; its types are 2 × the value's place in its enum, plus 1 for lists.
pub(crate) mod key {
    pub(crate) const NAME: usize = 0;
    pub(crate) const TYPES: usize = 3;
    pub(crate) const WIDTH: usize = 6;
}

/// An action.
pub(crate) mod action {
    pub(crate) const NAME: usize = 0;
    /// One byte: the level in the order of its enum, bit 3 permission only, bit 4 unreferenced.
    pub(crate) const FLAGS: usize = 3;
    pub(crate) const PROFILE: usize = 4;
    pub(crate) const WIDTH: usize = 7;
}

/// Keys are numbers of rows in the edition; bit 31 of the day says that it is a bound.
pub(crate) mod profile {
    pub(crate) const KEYS: usize = 0;
    pub(crate) const TAKES: usize = 3;
    pub(crate) const NEEDS: usize = 6;
    pub(crate) const SINCE: usize = 9;
    pub(crate) const WIDTH: usize = 13;
}

/// A resource type of an action, by the number of its row in the edition.
pub(crate) mod take {
    pub(crate) const TYPE: usize = 0;
    pub(crate) const KEYS: usize = 3;
    /// One byte: 1 where it is required.
    pub(crate) const REQUIRED: usize = 6;
    pub(crate) const WIDTH: usize = 7;
}

/// A check; its resource type is the number of a row in the edition, its context is key, number of values, values, and so on.
pub(crate) mod check {
    pub(crate) const SERVICE: usize = 0;
    pub(crate) const ACTION: usize = 3;
    pub(crate) const PARAMETER: usize = 6;
    pub(crate) const VALUE: usize = 9;
    pub(crate) const TYPE: usize = 12;
    pub(crate) const PARAMETERS: usize = 15;
    pub(crate) const CONTEXT: usize = 18;
    /// One byte: kind of the trigger, bit 7 on behalf.
    pub(crate) const TRIGGER: usize = 21;
    /// One byte: kind of the resource.
    pub(crate) const ON: usize = 22;
    pub(crate) const WIDTH: usize = 23;
}

/// An operation; its extra is the number of a row, from 1.
pub(crate) mod operation {
    pub(crate) const NAME: usize = 0;
    pub(crate) const CHECKS: usize = 3;
    pub(crate) const EXTRA: usize = 6;
    pub(crate) const WIDTH: usize = 9;
}

/// Identifiers are pairs of a type's row in the edition and a text.
pub(crate) mod extra {
    pub(crate) const ARN_PARAMETER: usize = 0;
    pub(crate) const ARN_TYPES: usize = 3;
    pub(crate) const IDENTIFIERS: usize = 6;
    pub(crate) const REQUIRES: usize = 9;
    pub(crate) const SINCE: usize = 12;
    /// One byte: 1 where the required parameters are recorded.
    pub(crate) const FLAGS: usize = 16;
    pub(crate) const WIDTH: usize = 17;
}

/// A retired action.
pub(crate) mod retired {
    pub(crate) const SERVICE: usize = 0;
    pub(crate) const ACTION: usize = 3;
    pub(crate) const LAST_SEEN: usize = 6;
    pub(crate) const WIDTH: usize = 10;
}
