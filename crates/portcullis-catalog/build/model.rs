//! An edition while it is checked and compiled; all text is borrowed from its file.

/// One edition file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Edition<'t> {
    pub(crate) service: &'t str,
    pub(crate) date: Date,
    pub(crate) name: &'t str,
    pub(crate) api_version: &'t str,
    pub(crate) service_principal: &'t str,
    pub(crate) as_of: Date,
    pub(crate) in_force: (Date, Option<Date>),
    pub(crate) required_as_of: Option<Date>,
    pub(crate) dependent_as_of: Option<Date>,
    pub(crate) supports: Vec<&'t str>,
    pub(crate) types: Vec<ResourceType<'t>>,
    pub(crate) keys: Vec<Key<'t>>,
    pub(crate) actions: Vec<Action<'t>>,
    pub(crate) operations: Vec<Operation<'t>>,
}

/// Year, month, day; a day that the calendar has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Date(pub(crate) u16, pub(crate) u8, pub(crate) u8);

impl core::fmt::Display for Date {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0, self.1, self.2)
    }
}

/// The first day on which something was seen, or a day by which it existed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Since {
    pub(crate) date: Date,
    pub(crate) at_the_latest: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ResourceType<'t> {
    pub(crate) name: &'t str,
    pub(crate) arns: Vec<&'t str>,
    pub(crate) keys: Vec<&'t str>,
    pub(crate) operations: Vec<&'t str>,
    /// The parent's type and the engines of which it may be.
    pub(crate) parent: Option<(&'t str, Vec<&'t str>)>,
    pub(crate) primary: bool,
    pub(crate) taggable: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key<'t> {
    pub(crate) name: &'t str,
    pub(crate) types: Vec<&'t str>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Action<'t> {
    pub(crate) name: &'t str,
    pub(crate) level: &'t str,
    pub(crate) keys: Vec<&'t str>,
    pub(crate) needs: Vec<Check<'t>>,
    pub(crate) permission_only: bool,
    pub(crate) since: Option<Since>,
    pub(crate) types: Vec<ActionType<'t>>,
    pub(crate) unreferenced: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ActionType<'t> {
    pub(crate) name: &'t str,
    pub(crate) required: bool,
    pub(crate) keys: Vec<&'t str>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Operation<'t> {
    pub(crate) name: &'t str,
    pub(crate) documented: bool,
    /// The parameter that takes an ARN, and the types that the ARN may have.
    pub(crate) arn_parameter: Option<(&'t str, Vec<&'t str>)>,
    pub(crate) checks: Vec<Check<'t>>,
    /// Type and parameter.
    pub(crate) identifiers: Vec<(&'t str, &'t str)>,
    pub(crate) requires: Option<Vec<&'t str>>,
    pub(crate) since: Option<Since>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Check<'t> {
    pub(crate) action: &'t str,
    pub(crate) trigger: Trigger<'t>,
    pub(crate) on: On<'t>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trigger<'t> {
    Always,
    When(&'t str),
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum On<'t> {
    Request,
    Any,
    Members(&'t str),
    Named {
        resource_type: &'t str,
        parameter: &'t str,
    },
    Unknown,
}
