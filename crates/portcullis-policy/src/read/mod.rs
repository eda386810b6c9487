//! From JSON to the typed document: one module an element, and the reader that they share.

mod condition;
mod principal;
mod scope;
mod statement;
mod whole;

use alloc::boxed::Box;
use alloc::format;
use alloc::sync::Arc;
use alloc::vec::Vec;

use portcullis_condition::Template;
use portcullis_json::{Kind, Member, Span, Value};

use crate::problem::quoted;
use crate::{
    Document, KindSpec, Limits, PolicyError, PolicyKind, Problem, ProblemKind, Reading, Severity,
    Text, Version,
};

/// What all parts of the reading share.
pub(crate) struct Reader {
    spec: &'static KindSpec,
    reading: Reading,
    version: Version,
    /// Whether the document is the AWS managed `RCPFullAWSAccess`, which breaks the rules of its own kind.
    full_access: bool,
    findings: Vec<Problem>,
    /// How many findings were not kept.
    left_out: usize,
    limits: Limits,
    /// How many parts there are so far.
    parts: usize,
    /// The first fields of resources that were read.
    heads: Vec<Head>,
}

/// The first five fields of a resource, which others of the document often have as well.
struct Head {
    /// As they were written, with the colon behind the fifth.
    text: Box<str>,
    fields: Arc<[Template; 5]>,
    /// How many pieces they are with the colons between and behind them.
    parts: usize,
}

impl Reader {
    /// Refuses the document where the reading says so, else keeps the problem as a finding.
    fn report(&mut self, problem: Problem) -> Result<(), PolicyError> {
        match problem.severity(self.reading) {
            Severity::Error => Err(problem.into()),
            Severity::Finding => {
                if self.findings.len() < self.limits.max_findings {
                    self.findings.push(problem);
                } else {
                    self.left_out = self.left_out.saturating_add(1);
                }
                Ok(())
            }
        }
    }

    /// Counts parts before they are kept.
    fn count(&mut self, parts: usize, at: Span) -> Result<(), PolicyError> {
        self.parts = self.parts.saturating_add(parts);
        let most = self.limits.max_parts;
        if self.parts <= most {
            return Ok(());
        }
        let message =
            format!("expected at most {most} parts of statements in a document, found more");
        let problem = Problem::new(ProblemKind::TooManyParts, at, message);
        Err(problem
            .with_help("principals, actions, resources and condition values count, and the pieces between their wildcards and variables")
            .into())
    }

    /// Refuses an entry that is too long to be matched in bounded time.
    fn check_length(&self, text: &str, at: Span) -> Result<(), PolicyError> {
        let most = self.limits.max_entry_bytes;
        if text.len() <= most {
            return Ok(());
        }
        let message = format!(
            "expected an entry of at most {most} bytes, found {}",
            text.len()
        );
        Err(Problem::new(ProblemKind::TooLong, at, message).into())
    }

    /// The findings in the order of the document, and one more for those that were not kept.
    fn into_findings(self, document: Span) -> Vec<Problem> {
        let mut findings = self.findings;
        findings.sort_by_key(|problem| (problem.span(), problem.kind()));
        if self.left_out > 0 {
            let message = format!(
                "{} more findings of the document are left out",
                self.left_out
            );
            findings.push(Problem::new(
                ProblemKind::FindingsLeftOut,
                document,
                message,
            ));
        }
        findings
    }
}

/// Reads a document; see [`Document::from_json`].
pub(crate) fn document(
    value: Value<'_>,
    kind: PolicyKind,
    reading: Reading,
    limits: &Limits,
) -> Result<Document, PolicyError> {
    expect_kind(value, Kind::Object, "a policy document")?;
    let mut version = None;
    let mut id = None;
    let mut statement = None;
    for member in value.members() {
        match member.name().as_ref() {
            "Version" => version = Some(member),
            "Id" => id = Some(text(member.value(), "`Id`")?),
            "Statement" => statement = Some(member.value()),
            _ => {
                return Err(unknown_member(
                    &member,
                    "the policy",
                    "Version, Id or Statement",
                ));
            }
        }
    }
    let mut reader = Reader {
        spec: kind.spec(),
        reading,
        version: Version::V2008,
        full_access: kind == PolicyKind::ResourceControl && whole::is_full_access(value),
        findings: Vec::new(),
        left_out: 0,
        limits: *limits,
        parts: 0,
        heads: Vec::new(),
    };
    reader.version = reader.read_version(version, value.span())?;
    if let Some(id) = id.as_ref().filter(|_| !reader.spec.id_accepted) {
        let message = format!("`Id` has no place in {}", article(reader.spec.name));
        reader.report(Problem::new(ProblemKind::IdNotAllowed, id.span(), message))?;
    }
    let Some(statement) = statement else {
        let message = "expected `Statement`, found a policy without it";
        return Err(Problem::new(ProblemKind::MissingStatement, value.span(), message).into());
    };
    let statements = reader.statements(statement)?;
    reader.check_whole(value, &statements)?;
    let (version, full_access, parts) = (reader.version, reader.full_access, reader.parts);
    Ok(Document {
        kind,
        reading,
        text: value.text().clone(),
        span: value.span(),
        printed: value.span(),
        version,
        id,
        statements,
        findings: reader.into_findings(value.span()),
        full_access,
        parts,
    })
}

impl Reader {
    fn read_version(
        &mut self,
        member: Option<Member<'_>>,
        document: Span,
    ) -> Result<Version, PolicyError> {
        let Some(member) = member else {
            if self.spec.version_required {
                let message = format!(
                    "expected `Version` in {}, found none",
                    article(self.spec.name)
                );
                let problem = Problem::new(ProblemKind::ControlPolicyVersion, document, message);
                self.report(problem.with_help("add \"Version\": \"2012-10-17\""))?;
            }
            return Ok(Version::V2008);
        };
        let written = text(member.value(), "`Version`")?;
        match written.as_str() {
            "2012-10-17" => Ok(Version::V2012),
            "2008-10-17" => {
                if self.spec.version_required {
                    let message = "expected `Version` 2012-10-17, found `2008-10-17`";
                    let kind = ProblemKind::ControlPolicyVersion;
                    self.report(Problem::new(kind, written.span(), message))?;
                }
                Ok(Version::V2008)
            }
            other => {
                let message = format!(
                    "expected `2012-10-17` or `2008-10-17`, found {}",
                    quoted(other)
                );
                Err(Problem::new(ProblemKind::InvalidVersion, written.span(), message).into())
            }
        }
    }

    fn statements(&mut self, value: Value<'_>) -> Result<Vec<crate::Statement>, PolicyError> {
        // A statement by itself is a list of one.
        let single = match value.kind() {
            Kind::Object => Some(value),
            Kind::Array => None,
            other => {
                let expected = "a statement or a list of statements";
                return Err(wrong_type(value, expected, other));
            }
        };
        let statements = single.into_iter().chain(value.elements());
        if statements.clone().next().is_none() {
            let message = "an empty `Statement` list: the policy matches nothing";
            let kind = ProblemKind::EmptyStatementList;
            self.report(Problem::new(kind, value.span(), message))?;
        }
        let most = self.limits.max_statements;
        if let Some(beyond) = statements.clone().nth(most) {
            let message = format!("expected at most {most} statements in a document, found more");
            let kind = ProblemKind::TooManyStatements;
            return Err(Problem::new(kind, beyond.span(), message).into());
        }
        let mut read = Vec::with_capacity(statements.clone().count());
        for statement in statements {
            read.push(self.statement(statement)?);
        }
        Ok(read)
    }
}

/// "a session policy", "an identity-based policy".
pub(crate) fn article(name: &str) -> alloc::string::String {
    let vowel = name.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {name}", if vowel { "an" } else { "a" })
}

pub(crate) fn wrong_type(value: Value<'_>, expected: &str, found: Kind) -> PolicyError {
    let message = format!("expected {expected}, found {found}");
    Problem::new(ProblemKind::WrongType, value.span(), message).into()
}

pub(crate) fn expect_kind(value: Value<'_>, kind: Kind, what: &str) -> Result<(), PolicyError> {
    if value.kind() == kind {
        return Ok(());
    }
    Err(wrong_type(value, &format!("{what} ({kind})"), value.kind()))
}

pub(crate) fn unknown_member(member: &Member<'_>, place: &str, known: &str) -> PolicyError {
    let message = format!(
        "expected {known} in {place}, found {}",
        quoted(&member.name())
    );
    let problem = Problem::new(ProblemKind::UnknownMember, member.name_span(), message);
    problem
        .with_help(match member.name().as_ref() {
            "request" | "policies" => "this is a scenario: give it by its name, without --policy",
            "PolicyVersion" | "Policy" | "PolicyDocument" | "Document" => {
                "give the document itself, not the answer in which it stands"
            }
            _ => "names of elements are case-sensitive",
        })
        .into()
}

/// A member that must be a string.
pub(crate) fn text(value: Value<'_>, what: &str) -> Result<Text, PolicyError> {
    Text::of(value).ok_or_else(|| wrong_type(value, &format!("a string as {what}"), value.kind()))
}

impl Reader {
    /// A member that is a string or a list of strings, each a part of the document: what is read from each.
    fn list<T>(
        &mut self,
        value: Value<'_>,
        what: &str,
        read: impl Fn(&mut Self, Text) -> Result<T, PolicyError>,
    ) -> Result<Vec<T>, PolicyError> {
        let length = value.elements().count();
        self.count(length.max(1), value.span())?;
        let mut entry = |value: Value<'_>| {
            let Some(text) = Text::of(value) else {
                let expected = format!("a string in {what}");
                return Err(wrong_type(value, &expected, value.kind()));
            };
            self.check_length(text.as_str(), text.span())?;
            read(self, text)
        };
        let mut entries = Vec::with_capacity(length.max(1));
        match value.kind() {
            Kind::String => entries.push(entry(value)?),
            Kind::Array => {
                for element in value.elements() {
                    entries.push(entry(element)?);
                }
            }
            other => {
                let expected = format!("a string or a list of strings as {what}");
                return Err(wrong_type(value, &expected, other));
            }
        }
        Ok(entries)
    }
}

/// A condition value: a string, a number or a Boolean, as text.
pub(crate) fn scalar(value: Value<'_>) -> Result<Text, PolicyError> {
    let text = match value.kind() {
        Kind::Number | Kind::Bool => Some(Text::raw(value)),
        _ => Text::of(value),
    };
    text.ok_or_else(|| {
        let expected = "a string, a number or a Boolean as condition value";
        wrong_type(value, expected, value.kind())
    })
}
