//! Managed policies that were supplied apart from the export.

use std::collections::BTreeMap;
use std::sync::Arc;

use portcullis_json::{Kind, Value};
use portcullis_scenario::ScenarioError;

use crate::account::expect_same_policy;
use crate::document::StoredDocument;
use crate::entity::{ManagedPolicy, managed_policy};
use crate::input;
use crate::limits::Limits;
use crate::part::{Part, member};
use crate::split::parts;

/// How many arrays and objects may stand around a policy.
const MAX_DEPTH: usize = 8;

/// Endings of file names that are not part of a policy's name.
const ENDINGS: [&str; 3] = [".gz", ".json", ".xml"];

/// Policies by ARN, else by name.
#[derive(Default)]
pub(crate) struct Supplied {
    policies: BTreeMap<Arc<str>, ManagedPolicy>,
}

impl Supplied {
    /// Adds the policies of a file.
    pub(crate) fn add(
        &mut self,
        name: &str,
        bytes: &[u8],
        limits: &Limits,
    ) -> Result<usize, ScenarioError> {
        let stem = stem(name);
        let parts = parts(name, input::text(name, bytes, limits)?, limits)?;
        let mut found = Vec::new();
        for part in &parts {
            collect(part, stem, &mut found)?;
        }
        found.retain(|policy| policy.document.is_some());
        if found.is_empty() {
            let message = "expected a managed policy with its document, found none";
            let error = ScenarioError::new("invalid-account-details", message);
            let root = parts.first().map(|part| part.locate(part.root().span()));
            return Err(error.at_some(root.as_ref()));
        }
        let mut added = BTreeMap::new();
        for policy in found {
            let key: Arc<str> = policy.label().into();
            let known = self.policies.get(&key).or_else(|| added.get(&key));
            match known {
                Some(first) => expect_same_policy(first, &policy)?,
                None => {
                    added.insert(key, policy);
                }
            }
        }
        let count = added.len();
        // Only now: a file that is refused adds nothing.
        self.policies.append(&mut added);
        Ok(count)
    }

    /// The document for a reference: of its ARN; for a policy of AWS else of the name with which the ARN ends.
    ///
    /// A name alone says nothing about a policy of a customer: folders of AWS's policies hold many names, and any of them can be
    /// given to another policy.
    pub(crate) fn find(&self, arn: &str) -> Option<&StoredDocument> {
        let by_name = || {
            let name = arn.rsplit('/').next()?;
            self.policies.get(name).filter(|_| is_aws_managed(arn))
        };
        let policy = self.policies.get(arn).or_else(by_name)?;
        policy.document.as_ref()
    }

    pub(crate) fn len(&self) -> usize {
        self.policies.len()
    }
}

/// Whether an ARN is that of a policy that AWS manages.
pub(crate) fn is_aws_managed(arn: &str) -> bool {
    arn.split(':').nth(4) == Some("aws")
}

/// The name of a file without folders and the usual endings; an ARN is kept whole.
fn stem(name: &str) -> &str {
    let mut stem = match name.find("arn:") {
        Some(0) => name,
        _ => name.rsplit(['/', '\\']).next().unwrap_or(name),
    };
    for ending in ENDINGS {
        stem = stem.strip_suffix(ending).unwrap_or(stem);
    }
    stem
}

/// Collects the policies of a part, wherever they stand.
fn collect(
    part: &Arc<Part>,
    stem: &str,
    found: &mut Vec<ManagedPolicy>,
) -> Result<(), ScenarioError> {
    let mut open = vec![(part.root(), None::<Arc<str>>, 0_usize)];
    while let Some((value, name, depth)) = open.pop() {
        if member(value, "PolicyVersionList").is_some() {
            found.push(managed_policy(part, value)?);
            continue;
        }
        if let Some(policy) = single(part, value, name.as_deref().unwrap_or(stem))? {
            found.push(policy);
            continue;
        }
        if depth >= MAX_DEPTH {
            continue;
        }
        let inside = depth.saturating_add(1);
        let first = open.len();
        open.extend(value.elements().map(|one| (one, name.clone(), inside)));
        for one in value.members().filter(|one| is_nested(one.value())) {
            // `Policies`, `PolicyVersion` and the like are no names of policies: those hold a document directly.
            let holds = member(one.value(), "Statement").is_some();
            let own = holds.then(|| Arc::from(one.name().as_ref()));
            open.push((one.value(), own, inside));
        }
        if let Some(pushed) = open.get_mut(first..) {
            pushed.reverse();
        }
    }
    Ok(())
}

fn is_nested(value: Value<'_>) -> bool {
    matches!(value.kind(), Kind::Array | Kind::Object)
}

/// A policy with one document, or a document alone.
fn single(
    part: &Arc<Part>,
    value: Value<'_>,
    name: &str,
) -> Result<Option<ManagedPolicy>, ScenarioError> {
    let held = ["Document", "PolicyDocument"]
        .into_iter()
        .find_map(|field| member(value, field));
    let document = match held {
        Some(document) => document,
        None if member(value, "Statement").is_some() => value,
        None => return Ok(None),
    };
    let mut arn = None;
    let mut own_name = None;
    if held.is_some() {
        for field in ["Arn", "PolicyArn"] {
            arn = arn.or(part
                .filled(value, field)?
                .map(|(text, _)| Arc::from(text.as_ref())));
        }
        own_name = part
            .filled(value, "PolicyName")?
            .map(|(text, _)| Arc::from(text.as_ref()));
    }
    if arn.is_none() && own_name.is_none() {
        own_name = Some(Arc::from(name));
    }
    let label: Arc<str> = arn
        .clone()
        .or_else(|| own_name.clone())
        .unwrap_or_else(|| name.into());
    Ok(Some(ManagedPolicy {
        document: Some(StoredDocument::value(label, part, document)),
        arn,
        name: own_name,
        differs: None,
        versions: 1,
        place: part.locate(value.span()),
    }))
}
