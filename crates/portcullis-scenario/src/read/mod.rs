//! From JSON to the scenario: one module a part, and what they share.

mod call;
mod documents;
mod expectation;
mod policies;

use std::borrow::Cow;
use std::cell::Cell;
use std::sync::Arc;

use portcullis_catalog::nearest;
use portcullis_json::{Json, Kind, Member, Span, Value, excerpt};
use portcullis_policy::Reading;

use crate::error::ScenarioError;
use crate::expectation::Expectation;
use crate::limits::Limits;
use crate::model::Scenario;
use crate::source::{Location, Origin, SourceFile};

use documents::Documents;

pub use call::{read_parameters, read_parameters_within, read_principal, read_resource};
pub use policies::{NoFiles, PolicyFiles, load_policy, load_policy_within};

/// The longest id, in bytes: answers and errors repeat it.
const LONGEST_ID: usize = 4 << 10;

const FIELDS: [&str; 9] = [
    "id", "title", "why", "source", "rules", "request", "policies", "lenient", "expect",
];

impl Scenario {
    /// Reads a scenario from its JSON text.
    ///
    /// `files` gives the policies that stand in files of their own.
    ///
    /// # Errors
    /// [`ScenarioError`] with the place: text that is no JSON or over one of the default [`Limits`], a field that is unknown,
    /// missing or wrong, or a document that its reading refuses.
    pub fn read(source: Arc<SourceFile>, files: &dyn PolicyFiles) -> Result<Self, ScenarioError> {
        Self::read_as(source, files, Reading::default())
    }

    /// Reads a scenario like [`Scenario::read`]; `reading` is that of a scenario that does not say `lenient`.
    ///
    /// # Errors
    /// As [`Scenario::read`].
    pub fn read_as(
        source: Arc<SourceFile>,
        files: &dyn PolicyFiles,
        reading: Reading,
    ) -> Result<Self, ScenarioError> {
        Self::read_within(source, files, reading, &Limits::default())
    }

    /// Reads a scenario like [`Scenario::read_as`], under limits of one's own.
    ///
    /// # Errors
    /// As [`Scenario::read`].
    pub fn read_within(
        source: Arc<SourceFile>,
        files: &dyn PolicyFiles,
        reading: Reading,
        limits: &Limits,
    ) -> Result<Self, ScenarioError> {
        ScenarioReader::new(reading, *limits).read(source, files)
    }

    /// The id and the expectation of a scenario that cannot be read further: its error can name the one and meet the other.
    #[must_use]
    pub fn heading(source: &Arc<SourceFile>) -> (Option<String>, Option<Expectation>) {
        Self::heading_within(source, &Limits::default())
    }

    /// The id and the expectation like [`Scenario::heading`], under limits of one's own.
    #[must_use]
    pub fn heading_within(
        source: &Arc<SourceFile>,
        limits: &Limits,
    ) -> (Option<String>, Option<Expectation>) {
        let Ok(json) = Json::parse(source.text().clone(), &limits.json) else {
            return (None, None);
        };
        let id = json
            .root()
            .get("id")
            .and_then(Value::as_str)
            .filter(|id| id.len() <= LONGEST_ID)
            .map(Cow::into_owned);
        let reader = ScenarioReader::new(Reading::default(), *limits);
        let reader = Reader::new(source.clone(), &NoFiles, &reader);
        (id, reader.expectation(json.root()).ok().flatten())
    }
}

/// Reads scenarios, on several threads if need be, and each policy document that they repeat once.
///
/// ```
/// use portcullis_eval::Verdict;
/// use portcullis_scenario::{Limits, NoFiles, ScenarioReader, Settings, SourceFile};
/// let reader = ScenarioReader::new(Default::default(), Limits::default());
/// let policy = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#;
/// for (number, action) in ["s3:GetObject", "s3:PutObject"].iter().enumerate() {
///     let text = format!(
///         r#"{{"request": {{"principal": "arn:aws:iam::111122223333:user/alice", "action": "{action}",
///             "resource": "arn:aws:s3:::amzn-s3-demo-bucket/a"}}, "policies": {{"identity": [{policy}]}}}}"#
///     );
///     let scenario = reader.read(SourceFile::line("log.jsonl", text, number + 1), &NoFiles)?;
///     assert_eq!(scenario.answer(&Settings::default())?.verdict(), Verdict::Allowed);
/// }
/// # Ok::<(), portcullis_scenario::ScenarioError>(())
/// ```
#[derive(Debug)]
pub struct ScenarioReader {
    reading: Reading,
    limits: Limits,
    documents: Documents,
}

impl ScenarioReader {
    /// A reader that has met no document yet; `reading` is that of a scenario that does not say `lenient`.
    #[must_use]
    pub fn new(reading: Reading, limits: Limits) -> Self {
        Self {
            reading,
            limits,
            documents: Documents::default(),
        }
    }

    /// Reads a scenario from its JSON text; `files` gives the policies that stand in files of their own.
    ///
    /// What it holds on to is bounded: the documents that were met last and more than once, in some 24 MiB, and a number for each of
    /// the last 65,536 texts.
    ///
    /// # Errors
    /// As [`Scenario::read`].
    pub fn read(
        &self,
        source: Arc<SourceFile>,
        files: &dyn PolicyFiles,
    ) -> Result<Scenario, ScenarioError> {
        let json = Json::parse(source.text().clone(), &self.limits.json)
            .map_err(|error| ScenarioError::from_json(&error, &Origin::of_file(source.clone())))?;
        Reader::new(source, files, self).scenario(json.root(), self.reading)
    }
}

/// Reads one scenario.
struct Reader<'f> {
    source: Arc<SourceFile>,
    files: &'f dyn PolicyFiles,
    documents: &'f Documents,
    limits: &'f Limits,
    /// How many parts the policy documents have so far.
    parts: Cell<usize>,
    /// How many policies and levels there are so far.
    policies: Cell<usize>,
    /// How many bytes the files of policies have so far.
    bytes: Cell<usize>,
}

impl<'f> Reader<'f> {
    fn new(
        source: Arc<SourceFile>,
        files: &'f dyn PolicyFiles,
        reader: &'f ScenarioReader,
    ) -> Self {
        Self {
            source,
            files,
            documents: &reader.documents,
            limits: &reader.limits,
            parts: Cell::new(0),
            policies: Cell::new(0),
            bytes: Cell::new(0),
        }
    }
}

impl Reader<'_> {
    fn scenario(&self, value: Value<'_>, reading: Reading) -> Result<Scenario, ScenarioError> {
        self.expect_kind(value, Kind::Object, "a scenario")?;
        let mut known = FIELDS.to_vec();
        known.push("expectDetail");
        self.only_fields(value, "a scenario", &known)?;
        for name in ["title", "why", "source"] {
            self.optional_text(value, name)?;
        }
        self.string_list(value, "rules")?;
        let id = self.optional_text(value, "id")?;
        if let Some((_, span)) = id.as_ref().filter(|(id, _)| id.len() > LONGEST_ID) {
            let message =
                format!("expected an id of at most {LONGEST_ID} bytes, found a longer one");
            return Err(self.error("too-long", *span, message));
        }
        let reading = match self.optional_bool(value, "lenient")? {
            Some(true) => Reading::Lenient,
            Some(false) => Reading::Strict,
            None => reading,
        };
        let request = self.required(value, "request", "the scenario")?;
        let mut call = self.call(request)?;
        let policies = self.policies(value.get("policies"), &call, reading)?;
        if let Some(value) = value.get("policies") {
            let place = |name: &str| value.get(name).map(|value| self.at(value.span()));
            call.places.resource_policy = place("resource");
            call.places.session = place("session");
            call.places.boundary = place("boundary");
        }
        let mut scenario = Scenario::new(self.source.clone(), call, policies, reading);
        scenario.id = id.map(|(id, _)| id.into());
        scenario.expectation = self.expectation(value)?;
        Ok(scenario)
    }

    fn at(&self, span: Span) -> Location {
        Location::new(self.source.clone(), span)
    }

    fn error(&self, code: &'static str, span: Span, message: impl Into<String>) -> ScenarioError {
        ScenarioError::new(code, message).at(self.at(span))
    }

    fn expect_kind(&self, value: Value<'_>, kind: Kind, what: &str) -> Result<(), ScenarioError> {
        if value.kind() == kind {
            return Ok(());
        }
        Err(self.wrong_type(value, &format!("{kind} as {what}")))
    }

    fn wrong_type(&self, value: Value<'_>, expected: &str) -> ScenarioError {
        let message = format!("expected {expected}, found {}", value.kind());
        self.error("wrong-type", value.span(), message)
    }

    /// Refuses a field that is not known, and names the nearest that is.
    fn only_fields(
        &self,
        value: Value<'_>,
        place: &str,
        known: &[&str],
    ) -> Result<(), ScenarioError> {
        let Some(unknown) = value
            .members()
            .find(|member| !known.contains(&member.name().as_ref()))
        else {
            return Ok(());
        };
        Err(self.unknown_field(&unknown, place, known))
    }

    fn unknown_field(&self, member: &Member<'_>, place: &str, known: &[&str]) -> ScenarioError {
        let name = member.name();
        let message = format!("expected a field of {place}, found `{}`", excerpt(&name));
        let error = self.error("unknown-field", member.name_span(), message);
        if matches!(name.as_ref(), "Version" | "Statement") {
            return error.with_help(
                "this is a policy: it belongs below `policies` of a scenario, or with --policy",
            );
        }
        match nearest(&name, known.iter().copied()).first() {
            Some(near) => error.with_help(format!("the nearest known field is `{near}`")),
            None => error.with_help(format!("the fields are {}", known.join(", "))),
        }
    }

    fn required<'a>(
        &self,
        value: Value<'a>,
        name: &str,
        place: &str,
    ) -> Result<Value<'a>, ScenarioError> {
        value.get(name).ok_or_else(|| {
            let message = format!("expected `{name}` in {place}, found none");
            self.error("missing-field", value.span(), message)
        })
    }

    fn optional_text<'a>(
        &self,
        value: Value<'a>,
        name: &str,
    ) -> Result<Option<(Cow<'a, str>, Span)>, ScenarioError> {
        let Some(value) = value.get(name) else {
            return Ok(None);
        };
        match value.as_str() {
            Some(text) => Ok(Some((text, value.span()))),
            None => Err(self.wrong_type(value, &format!("a string as `{name}`"))),
        }
    }

    fn optional_bool(&self, value: Value<'_>, name: &str) -> Result<Option<bool>, ScenarioError> {
        let Some(value) = value.get(name) else {
            return Ok(None);
        };
        match value.as_bool() {
            Some(answer) => Ok(Some(answer)),
            None => Err(self.wrong_type(value, &format!("true or false as `{name}`"))),
        }
    }

    fn string_list(
        &self,
        value: Value<'_>,
        name: &str,
    ) -> Result<Option<Vec<String>>, ScenarioError> {
        let Some(value) = value.get(name) else {
            return Ok(None);
        };
        self.expect_kind(value, Kind::Array, &format!("`{name}`"))?;
        let text = |element: Value<'_>| match element.as_str() {
            Some(text) => Ok(text.into_owned()),
            None => Err(self.wrong_type(element, &format!("a string in `{name}`"))),
        };
        value
            .elements()
            .map(text)
            .collect::<Result<_, _>>()
            .map(Some)
    }
}
