//! `policies`: the documents of every layer, inline, as text or from files.

use std::sync::Arc;

use portcullis_eval::{AttachedPolicy, resource_policy_kind};
use portcullis_json::{Json, Kind, Value, excerpt};
use portcullis_policy::{Document, Limits, PolicyError, PolicyKind, Reading};

use super::Reader;
use super::documents::{Form, Known};
use crate::error::ScenarioError;
use crate::model::{Call, LoadedLevel, LoadedPolicy, Policies};
use crate::source::{Origin, SourceFile};

const FIELDS: [&str; 7] = [
    "identity", "boundary", "session", "resource", "scp", "rcp", "endpoint",
];

/// Gives the texts of policies that stand in files of their own.
pub trait PolicyFiles {
    /// The bytes of a file; a relative path is relative to the scenario's file.
    ///
    /// # Errors
    /// A message for people, one line and lower case, where the file cannot be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
}

/// No files: a scenario that names one is an error.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

impl PolicyFiles for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("files are not read here".to_owned())
    }
}

/// Reads a policy document from the bytes of a file.
///
/// # Errors
/// [`ScenarioError`] with the place in the file.
pub fn load_policy(
    name: &str,
    file: &str,
    bytes: &[u8],
    kind: PolicyKind,
    reading: Reading,
) -> Result<LoadedPolicy, ScenarioError> {
    load_policy_within(name, file, bytes, (kind, reading), &Limits::default())
}

/// Reads a policy document like [`load_policy`], under limits of one's own.
///
/// # Errors
/// As [`load_policy`].
pub fn load_policy_within(
    name: &str,
    file: &str,
    bytes: &[u8],
    read_as: (PolicyKind, Reading),
    limits: &Limits,
) -> Result<LoadedPolicy, ScenarioError> {
    let name: Arc<str> = name.into();
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            // The JSON reader words the error; the place is in the valid part of the text.
            let (valid, _) = bytes.split_at(error.valid_up_to());
            let source = SourceFile::new(file, String::from_utf8_lossy(valid));
            let origin = Origin::of_file(source);
            return match Json::from_bytes(bytes, &limits.json) {
                Err(error) => Err(ScenarioError::from_json(&error, &origin).in_policy(name)),
                Ok(_) => Err(ScenarioError::new("invalid-utf8", "expected UTF-8 text")),
            };
        }
    };
    let (kind, reading) = read_as;
    let document = Document::parse_within(text, kind, reading, limits);
    let origin = Origin::of_file(SourceFile::new(file, text));
    loaded(name, document.map(Arc::new), origin)
}

fn loaded(
    name: Arc<str>,
    read: Result<Arc<Document>, PolicyError>,
    origin: Origin,
) -> Result<LoadedPolicy, ScenarioError> {
    match read {
        Ok(document) => Ok(LoadedPolicy {
            policy: AttachedPolicy::new(name, document),
            origin,
        }),
        Err(error) => Err(ScenarioError::from_policy(&error, &name, &origin)),
    }
}

impl Reader<'_> {
    pub(super) fn policies(
        &self,
        value: Option<Value<'_>>,
        call: &Call,
        reading: Reading,
    ) -> Result<Policies, ScenarioError> {
        let Some(value) = value else {
            return Ok(Policies::default());
        };
        self.expect_kind(value, Kind::Object, "`policies`")?;
        self.only_fields(value, "`policies`", &FIELDS)?;
        let list = |name: &str, kind| {
            value
                .get(name)
                .map_or(Ok(None), |one| self.optional_list(one, name, kind, reading))
        };
        let levels = |name: &str, kind| {
            value
                .get(name)
                .map_or(Ok(Vec::new()), |one| self.levels(one, name, kind, reading))
        };
        Ok(Policies {
            identity: match value.get("identity") {
                Some(one) => self.list(one, "identity", PolicyKind::Identity, reading)?,
                None => Vec::new(),
            },
            boundary: list("boundary", PolicyKind::PermissionsBoundary)?,
            session: list("session", PolicyKind::Session)?,
            resource: self.resource_policy(value, call, reading)?,
            service_control: levels("scp", PolicyKind::ServiceControl)?,
            resource_control: levels("rcp", PolicyKind::ResourceControl)?,
            endpoint: list("endpoint", PolicyKind::VpcEndpoint)?,
        })
    }

    fn resource_policy(
        &self,
        value: Value<'_>,
        call: &Call,
        reading: Reading,
    ) -> Result<Option<LoadedPolicy>, ScenarioError> {
        let Some(value) = value
            .get("resource")
            .filter(|value| value.kind() != Kind::Null)
        else {
            return Ok(None);
        };
        let Some(resource) = call.resources.first() else {
            return Ok(None);
        };
        let kind = resource_policy_kind(call.asked.as_action(), resource);
        self.named(value, "resource", kind, reading).map(Some)
    }

    fn optional_list(
        &self,
        value: Value<'_>,
        layer: &str,
        kind: PolicyKind,
        reading: Reading,
    ) -> Result<Option<Vec<LoadedPolicy>>, ScenarioError> {
        if value.kind() == Kind::Null {
            return Ok(None);
        }
        self.list(value, layer, kind, reading).map(Some)
    }

    fn list(
        &self,
        value: Value<'_>,
        layer: &str,
        kind: PolicyKind,
        reading: Reading,
    ) -> Result<Vec<LoadedPolicy>, ScenarioError> {
        self.expect_kind(value, Kind::Array, &format!("`{layer}`"))?;
        value
            .elements()
            .enumerate()
            .map(|(index, one)| {
                self.named(
                    one,
                    &format!("{layer}-{}", index.saturating_add(1)),
                    kind,
                    reading,
                )
            })
            .collect()
    }

    fn levels(
        &self,
        value: Value<'_>,
        layer: &str,
        kind: PolicyKind,
        reading: Reading,
    ) -> Result<Vec<LoadedLevel>, ScenarioError> {
        if value.kind() == Kind::Null {
            return Ok(Vec::new());
        }
        self.expect_kind(value, Kind::Array, &format!("`{layer}`"))?;
        let level = |one: Value<'_>| {
            self.count_policy(one)?;
            self.expect_kind(one, Kind::Object, &format!("a level of `{layer}`"))?;
            self.only_fields(
                one,
                &format!("a level of `{layer}`"),
                &["target", "policies"],
            )?;
            let target = self.required(one, "target", &format!("a level of `{layer}`"))?;
            let Some(target) = target.as_str() else {
                return Err(self.wrong_type(target, "a string as `target`"));
            };
            let policies = self.required(one, "policies", &format!("a level of `{layer}`"))?;
            let policies = self.list(policies, layer, kind, reading)?;
            Ok(LoadedLevel {
                target: target.into(),
                policies,
            })
        };
        value.elements().map(level).collect()
    }

    /// Counts a policy, or a level that may have none.
    fn count_policy(&self, value: Value<'_>) -> Result<(), ScenarioError> {
        let most = self.limits.max_policies;
        let count = self.policies.get().saturating_add(1);
        self.policies.set(count);
        if count <= most {
            return Ok(());
        }
        let message =
            format!("expected at most {most} policies and levels in a scenario, found more");
        Err(self.error("too-many-values", value.span(), message))
    }

    /// A named policy, or the bare document.
    fn named(
        &self,
        value: Value<'_>,
        default_name: &str,
        kind: PolicyKind,
        reading: Reading,
    ) -> Result<LoadedPolicy, ScenarioError> {
        self.count_policy(value)?;
        let document = value.get("document");
        let file = value.get("file");
        if document.is_none() && file.is_none() {
            if value.get("name").is_some() && value.get("Statement").is_none() {
                let message = "expected `document` or `file` in a named policy, found neither";
                return Err(self.error("missing-field", value.span(), message));
            }
            let name: Arc<str> = default_name.into();
            return self.inline(name, value, kind, reading);
        }
        self.only_fields(value, "a named policy", &["name", "document", "file"])?;
        let name = self.optional_text(value, "name")?.map(|(name, _)| name);
        match (document, file) {
            (Some(document), None) => {
                let name = name.as_deref().unwrap_or(default_name).into();
                self.inline(name, document, kind, reading)
            }
            (None, Some(file)) => self.in_file(file, name.as_deref(), kind, reading),
            _ => Err(self.error(
                "conflicting-fields",
                value.span(),
                "expected `document` or `file`, found both",
            )),
        }
    }

    fn inline(
        &self,
        name: Arc<str>,
        value: Value<'_>,
        kind: PolicyKind,
        reading: Reading,
    ) -> Result<LoadedPolicy, ScenarioError> {
        let source = self.source.clone();
        if let Some(text) = value.as_str() {
            let read = self.in_text(&text, kind, reading);
            return self.counted(name, read, Origin::of_string(source, value.span()));
        }
        let limits = self.document_limits();
        let text = value.raw();
        let here = || Document::from_json_within(value, kind, reading, &limits);
        let alone = || {
            // What is within the limits of the scenario's text is so by itself.
            let json = self.limits.json;
            Document::parse_within(text, kind, reading, &Limits { json, ..limits })
        };
        let form = Form {
            kind,
            reading,
            inline: true,
        };
        let (read, is_alone) = self.shared(text, form, limits.max_parts, here, alone);
        let start = if is_alone { value.span().start } else { 0 };
        self.counted(name, read, Origin::of_part(source, start))
    }

    /// The document that the text of a string or of a file is.
    fn in_text(
        &self,
        text: &str,
        kind: PolicyKind,
        reading: Reading,
    ) -> Result<Arc<Document>, PolicyError> {
        let limits = self.document_limits();
        let parse = || Document::parse_within(text, kind, reading, &limits);
        let form = Form {
            kind,
            reading,
            inline: false,
        };
        self.shared(text, form, limits.max_parts, parse, parse).0
    }

    /// The document of at most `most` parts that a text holds, from memory where other scenarios hold it as well; and whether its
    /// spans are those of `text`, as `alone` reads it. `here` reads it for this scenario only.
    fn shared(
        &self,
        text: &str,
        form: Form,
        most: usize,
        here: impl FnOnce() -> Result<Document, PolicyError>,
        alone: impl FnOnce() -> Result<Document, PolicyError>,
    ) -> (Result<Arc<Document>, PolicyError>, bool) {
        match self.documents.find(text, form) {
            Known::Document(document) if document.parts() <= most => (Ok(document), true),
            Known::Met(number) => {
                let read = alone().map(Arc::new);
                if let Ok(document) = &read {
                    self.documents.keep(number, form, document);
                }
                (read, true)
            }
            Known::Document(_) | Known::Nothing => (here().map(Arc::new), false),
        }
    }

    fn in_file(
        &self,
        value: Value<'_>,
        name: Option<&str>,
        kind: PolicyKind,
        reading: Reading,
    ) -> Result<LoadedPolicy, ScenarioError> {
        let Some(path) = value.as_str() else {
            return Err(self.wrong_type(value, "a string as `file`"));
        };
        let bytes = self.files.read(&path).map_err(|message| {
            let message = format!("cannot read `{}`: {message}", excerpt(&path));
            self.error("unreadable-file", value.span(), message)
        })?;
        let most = self.limits.json.max_bytes;
        self.bytes.set(self.bytes.get().saturating_add(bytes.len()));
        if self.bytes.get() > most {
            let message =
                format!("expected at most {most} bytes in all files of a scenario, found more");
            return Err(self.error("too-large", value.span(), message));
        }
        let name = name.unwrap_or(&path);
        let Ok(text) = std::str::from_utf8(&bytes) else {
            let limits = self.document_limits();
            return load_policy_within(name, &path, &bytes, (kind, reading), &limits);
        };
        let read = self.in_text(text, kind, reading);
        let text = match &read {
            // The document has a copy already.
            Ok(document) => Arc::clone(document.text()),
            Err(_) => Arc::from(text),
        };
        let origin = Origin::of_file(SourceFile::new(&*path, text));
        self.counted(name.into(), read, origin)
    }

    /// The limits of the next document: what the ones before it have left.
    fn document_limits(&self) -> Limits {
        let left = self.limits.max_parts.saturating_sub(self.parts.get());
        Limits {
            max_parts: self.limits.document.max_parts.min(left),
            ..self.limits.document
        }
    }

    /// A document in its place, counted among those of the scenario.
    fn counted(
        &self,
        name: Arc<str>,
        read: Result<Arc<Document>, PolicyError>,
        origin: Origin,
    ) -> Result<LoadedPolicy, ScenarioError> {
        let loaded = loaded(name, read, origin)?;
        let parts = loaded.policy.document().parts();
        self.parts.set(self.parts.get().saturating_add(parts));
        Ok(loaded)
    }
}
