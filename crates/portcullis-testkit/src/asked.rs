//! A scenario asked of both sides: the engine by way of the scenario, the oracle with the call as it was shaped.

use std::sync::Arc;

use portcullis_oracle::Prepared;
use portcullis_scenario::{PolicyFiles, ScenarioError, SourceFile};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::call::Call;
use crate::case::{Simulated, Verdicted};

/// What both sides say.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Asked {
    /// Both decide, and alike.
    Decided {
        /// `allowed`, `explicitDeny` or `implicitDeny`.
        outcome: &'static str,
        /// The layer that decided.
        reason: String,
    },
    /// Both refuse it, or the scenario is refused for what the oracle does not know.
    Refused {
        /// The engine's code.
        code: &'static str,
        /// The line and column of the error.
        position: Option<(usize, usize)>,
    },
}

/// Asks both sides about one check.
///
/// # Errors
/// Both answers, where they differ.
pub fn ask(source: &Arc<SourceFile>, files: &dyn PolicyFiles) -> Result<Asked, String> {
    let raw: Raw = Raw::read(source.text(), files).ok_or("no scenario")?;
    let ask = |call: &Call| Verdicted::of_oracle(&raw.prepared.answer(&call.question()));
    match Simulated::from_source(source.clone(), files) {
        Err(error) => {
            let oracle = ask(&raw.unshaped());
            let known_to_both = is_known_to_both(&error);
            if known_to_both && oracle.outcome != "error" {
                return Err(format!(
                    "the engine says {}, the oracle {oracle}",
                    error.code()
                ));
            }
            let position = error.location().map(|location| location.position());
            Ok(Asked::Refused {
                code: error.code(),
                position: position.map(|position| (position.line, position.column)),
            })
        }
        Ok(simulated) => {
            let named = simulated.scenario.call.resources.first();
            let check = simulated.answer.deciding();
            let oracle = ask(&Call::of(&check.request, named));
            let engine = simulated.printed()?;
            if engine != oracle {
                return Err(format!("engine {engine}, oracle {oracle}"));
            }
            Ok(Asked::Decided {
                outcome: engine.outcome,
                reason: engine.reason,
            })
        }
    }
}

/// Whether the oracle has to refuse it too: a document, or a policy that the caller cannot have.
#[must_use]
pub fn is_known_to_both(error: &ScenarioError) -> bool {
    let conflicts = ["session-policy-not-allowed", "boundary-not-allowed"];
    let of_document = error.policy().is_some() && error.code() != "resource-policy-not-supported";
    of_document || conflicts.contains(&error.code())
}

/// The parts of a scenario that the oracle is asked with where the engine refuses it.
pub struct Raw {
    /// What the oracle read.
    pub prepared: Prepared,
    /// The request as it was written.
    pub request: Value,
}

impl core::fmt::Debug for Raw {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("Raw").field(&self.request).finish()
    }
}

impl Raw {
    /// Reads a scenario.
    #[must_use]
    pub fn read(text: &str, files: &dyn PolicyFiles) -> Option<Self> {
        let members: std::collections::BTreeMap<String, &RawValue> =
            serde_json::from_str(text).ok()?;
        let raw = |name: &str| members.get(name).map(|value| value.get());
        let policies = policies(raw("policies").unwrap_or("{}"), files);
        Some(Self {
            prepared: Prepared::read(&policies, raw("lenient") == Some("true")),
            request: serde_json::from_str(raw("request").unwrap_or("{}")).ok()?,
        })
    }

    /// What it says of its call, unshaped: enough for the documents to be read.
    #[must_use]
    pub fn unshaped(&self) -> Call {
        let text = |name: &str| {
            let text = self.request.get(name).and_then(Value::as_str);
            text.map(str::to_owned)
        };
        Call {
            principal: text("principal").unwrap_or_else(|| "*".to_owned()),
            issuer: text("sessionIssuer"),
            credentials: text("credentials"),
            canonical_user_id: text("canonicalUserId"),
            administers: false,
            action: text("action").unwrap_or_else(|| "any:Action".to_owned()),
            resource: text("resource").unwrap_or_else(|| "*".to_owned()),
            asked: None,
            owner: text("resourceAccount"),
            resource_control: true,
            gateway: false,
            context: Vec::new(),
        }
    }
}

/// The policies as they were written, those in files put in their place.
fn policies(raw: &str, files: &dyn PolicyFiles) -> String {
    fn replace(value: &mut Value, files: &dyn PolicyFiles) {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(file)) = members.remove("file") {
                    let bytes = files.read(&file).unwrap_or_default();
                    let text = String::from_utf8(bytes).unwrap_or_default();
                    members.insert("document".to_owned(), Value::String(text));
                }
                members.values_mut().for_each(|value| replace(value, files));
            }
            Value::Array(elements) => elements.iter_mut().for_each(|value| replace(value, files)),
            _ => {}
        }
    }
    let in_files = serde_json::from_str::<Value>(raw)
        .ok()
        .filter(|_| raw.contains("\"file\""));
    match in_files {
        Some(mut policies) => {
            replace(&mut policies, files);
            policies.to_string()
        }
        // Not by way of a `Value`, which would drop the first of two members of one name.
        None => raw.to_owned(),
    }
}
