//! A policy document as it is stored in a file, read when it is first needed.

use std::sync::{Arc, OnceLock};

use percent_encoding::percent_decode_str;
use portcullis_eval::AttachedPolicy;
use portcullis_json::{Kind, Span, Value};
use portcullis_policy::{Document, PolicyError, PolicyKind, Reading};
use portcullis_scenario::{LoadedPolicy, Location, Origin, ScenarioError, SourceFile};

use crate::part::Part;

/// A document that was read, or why it cannot be, even leniently.
type Loaded = Result<LoadedPolicy, ScenarioError>;

/// A document of a file.
///
/// Most documents of an export bear on no question, and one that cannot be read matters only where it does.
pub(crate) struct StoredDocument {
    name: Arc<str>,
    source: Source,
    own: OnceLock<Loaded>,
    /// A managed policy can be attached and be a boundary: each is a reading of its own.
    boundary: OnceLock<Loaded>,
}

enum Source {
    /// A value of a part.
    Value(Arc<Part>, Span),
    /// There is no value.
    Absent(ScenarioError),
}

impl StoredDocument {
    /// The document that is a member of `owner`.
    pub(crate) fn member(
        name: impl Into<Arc<str>>,
        part: &Arc<Part>,
        owner: Value<'_>,
        member: &str,
    ) -> Self {
        let name = name.into();
        match crate::part::member(owner, member) {
            Some(value) => Self::value(name, part, value),
            None => {
                let error = part
                    .error(
                        "missing-field",
                        owner,
                        format!("expected `{member}`, found none"),
                    )
                    .in_policy(name.clone());
                Self::new(name, Source::Absent(error))
            }
        }
    }

    /// The document that a value is.
    pub(crate) fn value(name: impl Into<Arc<str>>, part: &Arc<Part>, value: Value<'_>) -> Self {
        Self::new(name.into(), Source::Value(part.clone(), value.span()))
    }

    fn new(name: Arc<str>, source: Source) -> Self {
        Self {
            name,
            source,
            own: OnceLock::new(),
            boundary: OnceLock::new(),
        }
    }

    /// The name of the policy.
    pub(crate) const fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// The text as it stands in the file.
    pub(crate) fn raw(&self) -> &str {
        match &self.source {
            Source::Value(part, span) => part.raw(*span),
            Source::Absent(_) => "",
        }
    }

    /// The document, read as a kind.
    pub(crate) fn read(&self, kind: PolicyKind) -> Result<&LoadedPolicy, &ScenarioError> {
        let cell = if kind == PolicyKind::PermissionsBoundary {
            &self.boundary
        } else {
            &self.own
        };
        cell.get_or_init(|| self.load(kind)).as_ref()
    }

    fn load(&self, kind: PolicyKind) -> Loaded {
        let (part, span) = match &self.source {
            Source::Value(part, span) => (part, *span),
            Source::Absent(error) => return Err(error.clone()),
        };
        let Some(value) = part.value_at(span) else {
            let message = "expected a document, found none";
            return Err(ScenarioError::new("missing-field", message).at(part.locate(span)));
        };
        match value.as_str() {
            Some(text) if is_percent_encoded(&text) => {
                self.percent_encoded(part, value, &text, kind)
            }
            Some(text) if part.is_xml() => {
                let origin = Origin::of_file(self.own_file(part, &text));
                self.text(part, &text, kind, origin)
            }
            Some(text) => {
                let origin = Origin::of_string(part.file().clone(), value.span());
                self.text(part, &text, kind, origin)
            }
            None if part.is_xml() || value.kind() != Kind::Object => {
                let message = format!("expected a policy document, found {}", value.kind());
                let error = part.error("wrong-type", value, message);
                Err(error.in_policy(self.name.clone()))
            }
            None => {
                let origin = Origin::of_file(part.file().clone());
                let limits = &part.limits().document;
                let read = Document::from_json_within(value, kind, Reading::Lenient, limits);
                self.loaded(read, origin)
            }
        }
    }

    fn text(&self, part: &Part, text: &str, kind: PolicyKind, origin: Origin) -> Loaded {
        let limits = &part.limits().document;
        let read = Document::parse_within(text, kind, Reading::Lenient, limits);
        self.loaded(read, origin)
    }

    fn percent_encoded(
        &self,
        part: &Arc<Part>,
        value: Value<'_>,
        text: &str,
        kind: PolicyKind,
    ) -> Loaded {
        let decoded = decode(text).map_err(|problem| {
            ScenarioError::new(problem.code, problem.message)
                .at(problem.place(part, value))
                .in_policy(self.name.clone())
        })?;
        let origin = Origin::of_file(self.own_file(part, &decoded));
        self.text(part, &decoded, kind, origin)
    }

    /// A document whose text does not stand in the file as it is: it counts as a file of its own.
    fn own_file(&self, part: &Part, text: &str) -> Arc<SourceFile> {
        let outer = part.file().name().map_or("", |name| name);
        SourceFile::new(format!("{outer} (policy {})", self.name), text)
    }

    fn loaded(&self, read: Result<Document, PolicyError>, origin: Origin) -> Loaded {
        match read {
            Ok(document) => Ok(LoadedPolicy {
                policy: AttachedPolicy::new(self.name.clone(), Arc::new(document)),
                origin,
            }),
            Err(error) => {
                let own = ScenarioError::new(error.code(), error.to_string())
                    .at(origin.locate(error.span()))
                    .in_policy(self.name.clone());
                Err(match error.help() {
                    Some(help) => own.with_help(help),
                    None => own,
                })
            }
        }
    }
}

/// Whether a text begins like percent-encoded JSON, and so like no JSON; some encoders leave braces alone.
fn is_percent_encoded(text: &str) -> bool {
    let text = text.trim_start();
    let inside = text.strip_prefix('{').unwrap_or(text);
    inside.trim_start().starts_with('%')
}

/// Why a percent-encoded text is none.
struct Problem {
    code: &'static str,
    message: &'static str,
    /// Where, in bytes of the encoded text.
    at: usize,
}

impl Problem {
    fn place(&self, part: &Part, value: Value<'_>) -> Location {
        if part.is_xml() {
            return part.locate(value.span());
        }
        let origin = Origin::of_string(part.file().clone(), value.span());
        origin.locate(Span::new(self.at, self.at))
    }
}

/// Decodes a percent-encoded text, and never guesses: a plus sign stands for a space in the encoding of forms and for itself in
/// that of URIs, and only the latter leaves colons as they are.
fn decode(text: &str) -> Result<String, Problem> {
    let hexadecimal = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
    let bytes = text.as_bytes();
    for (at, _) in text.match_indices('%') {
        let digit = |ahead: usize| bytes.get(at.saturating_add(ahead));
        if !hexadecimal(digit(1)) || !hexadecimal(digit(2)) {
            return Err(Problem {
                code: "invalid-account-details",
                message: "expected two hexadecimal digits behind `%`, found none",
                at,
            });
        }
    }
    if let (Some(at), None) = (text.find('+'), text.find(':')) {
        return Err(Problem {
            code: "invalid-account-details",
            message: "expected `%20` or `%2B` in a percent-encoded document, found `+`",
            at,
        });
    }
    match percent_decode_str(text).decode_utf8() {
        Ok(decoded) => Ok(decoded.into_owned()),
        Err(_) => Err(Problem {
            code: "invalid-utf8",
            message: "expected percent-encoded UTF-8 text, found other bytes",
            at: 0,
        }),
    }
}
