//! A call with its policies, and the answer that what is missing cannot change.

use std::sync::Arc;

use portcullis_eval::{AttachedPolicy, Layer, Verdict};
use portcullis_json::write_string;
use portcullis_policy::{Document, PolicyKind, Reading};
use portcullis_scenario::{
    Answer, Explanation, LoadedPolicy, Origin, Scenario, ScenarioError, Settings, SourceFile,
};

use crate::hole::{Hole, needed};

/// A call with the policies that were found for it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Resolved {
    /// The question with all policies that are there. Where there are holes, it alone is no answer.
    pub scenario: Scenario,
    pub(crate) holes: Vec<Hole>,
}

/// What the missing documents are taken to say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Imagined {
    AllowEverything,
    DenyEverything,
}

impl Resolved {
    /// What is missing; an answer may need it or not.
    #[must_use]
    pub fn holes(&self) -> &[Hole] {
        &self.holes
    }

    /// Answers the question.
    ///
    /// Where something is missing, the question is asked with what is missing taken as absent, as allowing everything and as
    /// denying everything. Layers are monotonic (an Allow never takes access away, a Deny never gives any), so that the answers
    /// between these three are known where they agree. Then the first stands, with a finding `policy-not-in-file` for each
    /// hole; an explicit denial by what is there always does.
    ///
    /// # Errors
    /// [`ScenarioError`] as of [`Scenario::answer`]; where the three do not agree `missing-document`, which names all that is
    /// missing, `unknown-principal` for a principal of an account that is not in the file, or, where all is there but some
    /// document cannot be read, the error of that document.
    pub fn answer(&self, settings: &Settings<'_>) -> Result<Answer, ScenarioError> {
        let known = self.scenario.answer(settings)?;
        if self.holes.is_empty() {
            return Ok(known);
        }
        let mut plain = settings.clone();
        plain.explanation = Explanation::None;
        for imagined in [Imagined::AllowEverything, Imagined::DenyEverything] {
            let other = self.with(imagined)?.answer(&plain)?;
            // What is missing may deny as well, in a layer that is named first.
            let agrees = other.verdict() == known.verdict()
                && (known.verdict() == Verdict::ExplicitlyDenied
                    || other.reason() == known.reason());
            if !agrees {
                let call = &self.scenario.call;
                let place = call.places.principal.as_ref();
                return match needed(&self.holes, &call.principal, place) {
                    Some(error) => Err(error),
                    None => Ok(known),
                };
            }
        }
        Ok(known.with_findings(self.holes.iter().map(Hole::finding).collect()))
    }

    /// The question with every hole filled.
    fn with(&self, imagined: Imagined) -> Result<Scenario, ScenarioError> {
        let mut scenario = self.scenario.clone();
        scenario.findings.clear();
        let missing = |layer| self.holes.iter().any(|hole| hole.layer == layer);
        let policies = &mut scenario.policies;
        if missing(Layer::Identity) {
            policies
                .identity
                .push(imagined.policy(PolicyKind::Identity, "")?);
        }
        if missing(Layer::PermissionsBoundary) {
            let one = imagined.policy(PolicyKind::PermissionsBoundary, "")?;
            policies.boundary.get_or_insert_default().push(one);
        }
        if missing(Layer::Resource) {
            let mut principal = String::new();
            // Writing to a string cannot fail.
            let _ = write_string(&mut principal, &self.scenario.call.principal.to_string());
            policies.resource = Some(imagined.policy(PolicyKind::RoleTrust, &principal)?);
        }
        Ok(scenario)
    }
}

impl Imagined {
    /// A document that matches every request; in a trust policy it names the caller too, which grants more than `*` does.
    fn policy(self, kind: PolicyKind, principal: &str) -> Result<LoadedPolicy, ScenarioError> {
        let effect = match self {
            Self::AllowEverything => "Allow",
            Self::DenyEverything => "Deny",
        };
        let scope = if kind == PolicyKind::RoleTrust {
            format!(r#""Principal": {{"AWS": ["*", {principal}]}}"#)
        } else {
            r#""Resource": "*""#.to_owned()
        };
        let text = format!(
            r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "{effect}", "Action": "*", {scope}}}}}"#
        );
        let document = Document::parse(&text, kind, Reading::Lenient)
            .map_err(|error| ScenarioError::new(error.code(), error.to_string()))?;
        Ok(LoadedPolicy {
            policy: AttachedPolicy::new("imagined", Arc::new(document)),
            origin: Origin::of_file(SourceFile::unnamed(text)),
        })
    }
}
