//! A workload for iam-rs: documents as they are, an evaluator for each layer; every layer has to allow.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, anyhow};
use iam_rs::{
    Arn, Context, ContextValue, Decision, EvaluationOptions, IAMPolicy, IAMRequest,
    PolicyEvaluator, Principal, PrincipalId,
};
use portcullis_benches::model::{Call, Set, Values};

use crate::peer::Peer;

/// A workload as iam-rs takes it.
pub struct Iam {
    /// For each principal its layers.
    principals: Vec<Vec<PolicyEvaluator>>,
    requests: Vec<(usize, IAMRequest)>,
}

impl Iam {
    /// Reads a workload; principals that make no call are left out.
    pub fn new(set: &Set) -> Result<Self> {
        let callers: BTreeSet<usize> = set.calls.iter().map(|call| call.caller).collect();
        let read = |document: &serde_json::Value| -> Result<IAMPolicy> {
            Ok(serde_json::from_value(document.clone())?)
        };
        let mut policies = Vec::new();
        for policy in &set.policies {
            policies.push(read(&policy.document).with_context(|| policy.name.clone())?);
        }
        let evaluator = |layer: &[usize]| {
            let layer = layer
                .iter()
                .filter_map(|index| policies.get(*index).cloned());
            PolicyEvaluator::with_policies(layer.collect()).with_options(EvaluationOptions {
                // Its own limit is a thousand.
                max_statements: usize::MAX,
                ..EvaluationOptions::default()
            })
        };
        let layers = set
            .attachments
            .iter()
            .enumerate()
            .map(|(index, attachment)| {
                let calls = callers.contains(&index);
                attachment
                    .layers()
                    .filter(|_| calls)
                    .map(evaluator)
                    .collect()
            });
        let requests = set.calls.iter().map(|call| {
            let principal = set
                .attachments
                .get(call.caller)
                .context("no such principal")?;
            Ok((call.caller, request(&principal.principal, call)?))
        });
        Ok(Self {
            principals: layers.collect(),
            requests: requests.collect::<Result<_>>()?,
        })
    }
}

impl Peer for Iam {
    type Request = IAMRequest;

    fn requests(&self) -> &[(usize, IAMRequest)] {
        &self.requests
    }

    fn allows(&self, caller: usize, request: &IAMRequest) -> bool {
        let layers = self.principals.get(caller);
        let mut layers = layers.into_iter().flatten();
        layers.all(|layer| {
            let answer = layer.evaluate(request);
            answer.is_ok_and(|answer| answer.decision == Decision::Allow)
        })
    }
}

fn request(principal: &str, call: &Call) -> Result<IAMRequest> {
    let mut context = Context::new();
    for (key, values) in call.keys.iter() {
        // It looks keys up in lower case first.
        context.insert(key.to_ascii_lowercase(), value(values));
    }
    let resource = Arn::parse(&call.resource).map_err(|error| anyhow!("{error:?}"))?;
    Ok(IAMRequest::new_with_context(
        Principal::Aws(PrincipalId::String(principal.to_owned())),
        call.action.as_str(),
        resource,
        context,
    ))
}

fn value(values: &Values) -> ContextValue {
    match values {
        Values::Many(values) => ContextValue::StringList(values.clone()),
        // `Bool` reads no text.
        Values::One(value) => match value.parse() {
            Ok(truth) => ContextValue::Boolean(truth),
            Err(_) => ContextValue::String(value.clone()),
        },
    }
}
