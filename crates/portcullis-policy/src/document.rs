//! The typed document: what was read, and where each part of it stands.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use portcullis_condition::{Test, VariableSupport};
use portcullis_json::{Json, Position, Span, Value, position};

use crate::{
    ActionEntry, Clause, Limits, PolicyError, PolicyKind, PrincipalClause, Problem, ResourceEntry,
    Text, read,
};

/// How a document is read.
///
/// # Source
/// PL 1.6.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the two readings are the only ways to a program"
)]
pub enum Reading {
    /// As written by a person: doubtful constructs refuse the document.
    #[default]
    Strict,
    /// As stored by a service: doubtful constructs are findings, and the document stays decidable.
    Lenient,
}

/// The version of the policy language.
///
/// # Source
/// IAM User Guide, IAM JSON policy elements: Version; PL 1.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "AWS has published two versions in twenty years"
)]
pub enum Version {
    /// `2008-10-17`, also where none is written: `${…}` is literal text.
    V2008,
    /// `2012-10-17`: policy variables are expanded.
    V2012,
}

impl Version {
    /// The version's text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V2008 => "2008-10-17",
            Self::V2012 => "2012-10-17",
        }
    }

    /// Whether policy variables are expanded.
    #[must_use]
    pub const fn variables(self) -> VariableSupport {
        match self {
            Self::V2008 => VariableSupport::Literal,
            Self::V2012 => VariableSupport::Expanded,
        }
    }
}

/// What a statement does to a request that it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a statement allows or denies")]
pub enum Effect {
    /// `Allow`.
    Allow,
    /// `Deny`.
    Deny,
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Allow => "Allow",
            Self::Deny => "Deny",
        })
    }
}

/// One condition: an operator, a key and the values, with their places.
#[derive(Clone, Debug)]
pub struct ConditionEntry {
    pub(crate) operator: Text,
    pub(crate) key: Text,
    pub(crate) values: Vec<Text>,
    pub(crate) test: Test,
}

impl ConditionEntry {
    /// The operator as it was written.
    #[must_use]
    pub const fn operator(&self) -> &Text {
        &self.operator
    }

    /// The condition key as it was written.
    #[must_use]
    pub const fn key(&self) -> &Text {
        &self.key
    }

    /// The values as they were written, numbers and Booleans as their text; in the order of the operands of [`Self::test`].
    #[must_use]
    pub fn values(&self) -> &[Text] {
        &self.values
    }

    /// The condition, ready to be tested.
    #[must_use]
    pub const fn test(&self) -> &Test {
        &self.test
    }
}

/// One statement.
#[derive(Clone, Debug)]
pub struct Statement {
    pub(crate) span: Span,
    pub(crate) sid: Option<Text>,
    pub(crate) effect: Effect,
    pub(crate) effect_span: Span,
    pub(crate) principal: PrincipalClause,
    pub(crate) principal_span: Option<Span>,
    pub(crate) action: Clause<ActionEntry>,
    pub(crate) action_span: Option<Span>,
    pub(crate) resource: Clause<ResourceEntry>,
    pub(crate) resource_span: Option<Span>,
    pub(crate) conditions: Vec<ConditionEntry>,
}

impl Statement {
    /// Where the statement stands, braces included.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// The `Sid`; an empty one counts as none.
    ///
    /// # Source
    /// IAM User Guide, IAM JSON policy elements: Sid; PL 1.4.3.
    #[must_use]
    pub fn sid(&self) -> Option<&str> {
        self.sid
            .as_ref()
            .map(Text::as_str)
            .filter(|sid| !sid.is_empty())
    }

    /// What the statement does.
    #[must_use]
    pub const fn effect(&self) -> Effect {
        self.effect
    }

    /// Where the effect stands.
    #[must_use]
    pub const fn effect_span(&self) -> Span {
        self.effect_span
    }

    /// Whom the statement is about.
    #[must_use]
    pub const fn principal(&self) -> &PrincipalClause {
        &self.principal
    }

    /// Where the value of `Principal` or `NotPrincipal` stands.
    #[must_use]
    pub const fn principal_span(&self) -> Option<Span> {
        self.principal_span
    }

    /// Which actions the statement is about.
    #[must_use]
    pub const fn action(&self) -> &Clause<ActionEntry> {
        &self.action
    }

    /// Where the value of `Action` or `NotAction` stands.
    #[must_use]
    pub const fn action_span(&self) -> Option<Span> {
        self.action_span
    }

    /// Which resources the statement is about.
    #[must_use]
    pub const fn resource(&self) -> &Clause<ResourceEntry> {
        &self.resource
    }

    /// Where the value of `Resource` or `NotResource` stands.
    #[must_use]
    pub const fn resource_span(&self) -> Option<Span> {
        self.resource_span
    }

    /// The conditions in document order, all of which must hold.
    #[must_use]
    pub fn conditions(&self) -> &[ConditionEntry] {
        &self.conditions
    }
}

/// A policy document, read as one kind and in one reading.
///
/// `Display` prints the text that was read, byte for byte.
#[derive(Clone, Debug)]
pub struct Document {
    pub(crate) kind: PolicyKind,
    pub(crate) reading: Reading,
    pub(crate) text: Arc<str>,
    pub(crate) span: Span,
    /// What is printed: the document, with the white space around it where that was read with it.
    pub(crate) printed: Span,
    pub(crate) version: Version,
    pub(crate) id: Option<Text>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) findings: Vec<Problem>,
    pub(crate) full_access: bool,
    pub(crate) parts: usize,
}

impl Document {
    /// Reads a document from its JSON text, under the default limits.
    ///
    /// # Errors
    /// [`PolicyError::Json`] where the text is not JSON, holds a member name twice in one object or is over a limit;
    /// [`PolicyError::Policy`] with the first construct that the reading refuses or that is over a limit.
    pub fn parse(text: &str, kind: PolicyKind, reading: Reading) -> Result<Self, PolicyError> {
        Self::parse_within(text, kind, reading, &Limits::default())
    }

    /// Reads a document like [`Document::parse`], under limits of one's own.
    ///
    /// # Errors
    /// As [`Document::parse`].
    pub fn parse_within(
        text: &str,
        kind: PolicyKind,
        reading: Reading,
        limits: &Limits,
    ) -> Result<Self, PolicyError> {
        let json = Json::parse(text, &limits.json)?;
        let mut document = Self::from_json_within(json.root(), kind, reading, limits)?;
        document.printed = Span::new(0, text.len());
        Ok(document)
    }

    /// Reads a document that stands inside a larger JSON text, under the default limits; spans are those of the larger text.
    ///
    /// # Errors
    /// [`PolicyError::Policy`] with the first construct that the reading refuses or that is over a limit.
    pub fn from_json(
        value: Value<'_>,
        kind: PolicyKind,
        reading: Reading,
    ) -> Result<Self, PolicyError> {
        Self::from_json_within(value, kind, reading, &Limits::default())
    }

    /// Reads a document like [`Document::from_json`], under limits of one's own.
    ///
    /// # Errors
    /// As [`Document::from_json`].
    pub fn from_json_within(
        value: Value<'_>,
        kind: PolicyKind,
        reading: Reading,
        limits: &Limits,
    ) -> Result<Self, PolicyError> {
        read::document(value, kind, reading, limits)
    }

    /// How many parts it has, as [`Limits::max_parts`] counts them.
    #[must_use]
    pub const fn parts(&self) -> usize {
        self.parts
    }

    /// The kind as which it was read.
    #[must_use]
    pub const fn kind(&self) -> PolicyKind {
        self.kind
    }

    /// The reading in which it was read.
    #[must_use]
    pub const fn reading(&self) -> Reading {
        self.reading
    }

    /// The text in which it stands; the document is [`Self::span`] of it.
    #[must_use]
    pub const fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Where the document stands in [`Self::text`], in bytes.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// The document's own text, without white space around it.
    #[must_use]
    pub fn source(&self) -> &str {
        self.text
            .get(self.span.start..self.span.end)
            .unwrap_or_default()
    }

    /// The version of the language.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.version
    }

    /// The `Id`.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_ref().map(Text::as_str)
    }

    /// The statements in document order; a single object counts as a list of one.
    #[must_use]
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// What was found and did not refuse the document, in document order.
    #[must_use]
    pub fn findings(&self) -> &[Problem] {
        &self.findings
    }

    /// Whether it is the AWS managed `RCPFullAWSAccess`, which is implied at every level.
    ///
    /// # Source
    /// Organizations User Guide, resource control policies; PL 1.6, 2.1 note 1.
    #[must_use]
    pub const fn is_resource_control_full_access(&self) -> bool {
        self.full_access
    }

    /// Line and column of a byte offset in [`Self::text`].
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        position(&self.text, offset)
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let printed = self.text.get(self.printed.range());
        f.write_str(printed.unwrap_or_default())
    }
}
