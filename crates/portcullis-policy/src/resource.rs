//! `Resource` and `NotResource`: which resources a statement is about.

use alloc::sync::Arc;
use alloc::vec::Vec;

use portcullis_arn::pattern::match_resource;
use portcullis_condition::{Context, Template};
use portcullis_json::Span;

use crate::Text;

/// What one entry matches.
///
/// # Source
/// IAM User Guide, IAM JSON policy elements: Resource; PL 6.1, 6.3.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "an entry is everything, a pattern or nothing"
)]
pub enum ResourcePattern {
    /// `*`: every resource, and the pseudo-resource of actions without resource-level permissions.
    Everything,
    /// An ARN pattern.
    Arn(ResourceArn),
    /// An entry that is malformed, or incomplete where that matches nothing.
    Nothing {
        /// Whether a malformed policy variable is the reason.
        malformed: bool,
    },
}

/// An ARN pattern of six fields; policy variables stand in the sixth only.
///
/// Entries of a document whose first five fields are written alike share them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceArn {
    pub(crate) head: Arc<[Template; 5]>,
    pub(crate) resource: Template,
}

impl ResourceArn {
    /// The first five fields: `arn`, partition, service, Region, account.
    #[must_use]
    pub fn head(&self) -> &[Template; 5] {
        &self.head
    }

    /// The sixth field.
    #[must_use]
    pub const fn resource(&self) -> &Template {
        &self.resource
    }

    /// All six, in order.
    pub fn fields(&self) -> impl DoubleEndedIterator<Item = &Template> {
        self.head.iter().chain([&self.resource])
    }
}

/// Whether an entry matches a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "an entry matches, does not, or cannot be resolved"
)]
pub enum EntryMatch {
    /// It matches.
    Yes,
    /// It does not.
    No,
    /// A policy variable in it has no value (or is malformed): it matches no resource.
    Unresolvable,
}

impl ResourcePattern {
    /// Whether the entry matches an ARN, the variables having their values from `context`.
    ///
    /// # Source
    /// IAM User Guide, IAM JSON policy elements: Resource, policy variables; PL 6.1, 7.3.
    #[must_use]
    pub fn matches(&self, arn: &str, context: &Context) -> EntryMatch {
        let fields = match self {
            Self::Everything => return EntryMatch::Yes,
            Self::Nothing { malformed: true } => return EntryMatch::Unresolvable,
            Self::Nothing { malformed: false } => return EntryMatch::No,
            Self::Arn(arn) => arn,
        };
        let [one, two, three, four, five] = fields.head();
        let six = fields.resource();
        let tokens = (
            one.tokens(context),
            two.tokens(context),
            three.tokens(context),
            four.tokens(context),
            five.tokens(context),
            six.tokens(context),
        );
        let (Some(one), Some(two), Some(three), Some(four), Some(five), Some(six)) = tokens else {
            return EntryMatch::Unresolvable;
        };
        if match_resource(&[one, two, three, four, five, six], arn) {
            EntryMatch::Yes
        } else {
            EntryMatch::No
        }
    }

    /// Whether the entry is well-formed and every policy variable in it has a value.
    #[must_use]
    pub fn is_resolvable(&self, context: &Context) -> bool {
        let malformed = matches!(self, Self::Nothing { malformed: true });
        !malformed
            && self
                .variables()
                .all(|variable| variable.resolve(context).is_some())
    }

    /// Whether the entry is `*`.
    #[must_use]
    pub const fn is_everything(&self) -> bool {
        matches!(self, Self::Everything)
    }

    /// The policy variables that are expanded: those of the sixth field.
    pub fn variables(&self) -> impl Iterator<Item = &portcullis_condition::Variable> {
        let sixth = match self {
            Self::Arn(arn) => Some(arn.resource()),
            _ => None,
        };
        sixth.into_iter().flat_map(Template::variables)
    }

    /// An entry of fewer than six fields, filled up with `*`.
    pub(crate) fn filled(fields: Vec<Template>, any: &Template) -> Option<Self> {
        let mut fields: Vec<Template> = fields;
        // Only the sixth field expands variables: elsewhere `${…}` is its own text.
        for field in fields.iter_mut().take(5) {
            *field = core::mem::take(field).with_literal_variables();
        }
        while fields.len() < 6 {
            fields.push(any.clone());
        }
        let resource = fields.pop()?;
        let head = <[Template; 5]>::try_from(fields).ok()?;
        Some(Self::Arn(ResourceArn {
            head: Arc::new(head),
            resource,
        }))
    }
}

/// One entry as it was written, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceEntry {
    pub(crate) text: Text,
    pub(crate) pattern: ResourcePattern,
}

impl ResourceEntry {
    /// The entry as it was written, escapes decoded.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.as_str()
    }

    /// Where it stands, quotation marks included.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.text.span()
    }

    /// What it matches.
    #[must_use]
    pub const fn pattern(&self) -> &ResourcePattern {
        &self.pattern
    }
}
