//! Drafts become cases: both sides are asked, and what they agree on is expected.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use portcullis_eval::{Layer, Program, Request, Verdict, decide};
use portcullis_scenario::{NoFiles, SourceFile};
use serde_json::{Map, Value, json};

use super::{Draft, Known};
use crate::asked::{self, Asked};
use crate::call::Call;
use crate::case::{Policies, Simulated};
use crate::reach;

/// Cases by topic, each a line.
pub type Topics = BTreeMap<&'static str, Vec<Settled>>;

/// So many cells of a row that are like most of it are kept.
const NEAREST: usize = 4;

/// A case with its answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settled {
    /// Its line.
    pub line: String,
    /// What is expected.
    pub expect: String,
}

/// Settles drafts, in their order. Those that the corpus has already, or that were drafted twice, are left out; `taken` holds what
/// there is, as [`key`] gives it. `source` tells a rule's source.
///
/// # Errors
/// Each draft on which the sides disagree, with each other or with what its table knows.
pub fn settle(
    drafts: &[Draft],
    taken: &mut BTreeSet<String>,
    source: &BTreeMap<String, String>,
) -> Result<Topics, Vec<String>> {
    let mut topics = Topics::new();
    let mut names = BTreeSet::new();
    let mut wrong = Vec::new();
    let mut kept = Vec::new();
    for draft in drafts {
        if taken.insert(key(&draft.scenario)) {
            match settled(draft, draft.topic, 1, source) {
                Ok(settled) => kept.push((draft, settled.expect)),
                Err(message) => {
                    wrong.push(format!(
                        "{}/{}: {message}\n  {}",
                        draft.topic, draft.name, draft.scenario
                    ));
                }
            }
        }
    }
    for draft in thinned(&kept) {
        let stem = format!("{}/{}", draft.topic, draft.name);
        let mut id = stem.clone();
        // Texts that differ in signs alone have one name.
        let mut number = 1_usize;
        while !names.insert(id.clone()) {
            number = number.saturating_add(1);
            id = format!("{stem}-{number}");
        }
        let lines = topics.entry(draft.topic).or_default();
        match settled(draft, &id, lines.len().saturating_add(1), source) {
            Ok(settled) => lines.push(settled),
            Err(message) => wrong.push(format!("{id}: {message}\n  {}", draft.scenario)),
        }
    }
    if wrong.is_empty() {
        Ok(topics)
    } else {
        Err(wrong)
    }
}

/// The cells of a row by answer: how far each is from another answer, and its place.
type Cells<'a> = BTreeMap<&'a str, Vec<(usize, usize)>>;

/// Without the cells of a row that are like most of it, but for the nearest.
fn thinned<'a>(kept: &[(&'a Draft, String)]) -> Vec<&'a Draft> {
    let mut rows: BTreeMap<(&str, &str), Cells<'_>> = BTreeMap::new();
    for (index, (draft, expect)) in kept.iter().enumerate() {
        if let Some(row) = &draft.row {
            let cells = rows.entry((draft.topic, &row.name)).or_default();
            cells.entry(expect).or_default().push((row.distance, index));
        }
    }
    let mut dropped = BTreeSet::new();
    for mut cells in rows.into_values() {
        if let Some(most) = cells.values_mut().max_by_key(|cells| cells.len()) {
            most.sort_unstable();
            dropped.extend(most.iter().skip(NEAREST).map(|(_, index)| *index));
        }
    }
    let kept = kept.iter().enumerate();
    kept.filter(|(index, _)| !dropped.contains(index))
        .map(|(_, (draft, _))| *draft)
        .collect()
}

/// What makes a case the same as another.
#[must_use]
pub fn key(scenario: &Value) -> String {
    let part = |name: &str| scenario.get(name).cloned().unwrap_or_default();
    let lenient = scenario.get("lenient") == Some(&json!(true));
    json!([part("request"), part("policies"), lenient]).to_string()
}

fn settled(
    draft: &Draft,
    id: &str,
    number: usize,
    source: &BTreeMap<String, String>,
) -> Result<Settled, String> {
    let rules = rules(draft);
    let head = head(draft, &rules, id, source)?;
    let text = format!("{head}}}");
    let file = SourceFile::line(&*format!("corpus/{}.jsonl", draft.topic), &*text, number);
    let asked = asked::ask(&file, &NoFiles)?;
    let (expect, detail) = match &asked {
        Asked::Decided {
            reason, outcome, ..
        } => (*outcome, json!({"reason": reason})),
        Asked::Refused { code, position } => {
            let mut detail = json!({"code": code});
            if let (Some((line, column)), Some(members)) = (position, detail.as_object_mut()) {
                members.insert("line".to_owned(), json!(line));
                members.insert("column".to_owned(), json!(column));
            }
            ("error", detail)
        }
    };
    let fits = match (&draft.known, &asked) {
        (Known::Nothing, _) => true,
        (Known::Outcome(known), _) => *known == expect,
        (Known::Error(known), Asked::Refused { code, .. }) => known == code,
        (Known::Decided, Asked::Decided { .. }) => true,
        _ => false,
    };
    if !fits {
        return Err(format!(
            "{:?} is known, and both say {expect} {detail}",
            draft.known
        ));
    }
    Ok(Settled {
        line: format!(
            "{head}, \"expect\": {}, \"expectDetail\": {}}}",
            json!(expect),
            ordered(&detail)
        ),
        expect: expect.to_owned(),
    })
}

/// The rules of a draft, but those of the service where it decides whatever the policies say.
fn rules(draft: &Draft) -> Vec<&'static str> {
    let Some((request, program)) = shaped(draft) else {
        return draft.rules.clone();
    };
    let decision = decide(&request, &program);
    let decides = decision.reason() == Layer::ServiceRule;
    let denied = decision.verdict() == Verdict::ExplicitlyDenied;
    let of_service = |rule: &&str| rule.starts_with("EV 4.6/") && **rule != *"EV 4.6/reported";
    let reached = reach::rules(&request, &program);
    let service: Vec<&'static str> = reached.into_iter().filter(of_service).collect();
    if decides && !service.is_empty() {
        return service;
    }
    let mut rules = draft.rules.clone();
    // A Deny that does not hit shows whom it spares.
    if !denied && rules.len() > 1 {
        rules.retain(|rule| *rule != "EV 4.1/explicit-deny");
    }
    rules
}

/// The draft as the engine is asked it.
fn shaped(draft: &Draft) -> Option<(Request, Program)> {
    let simulated = Simulated::new(&draft.scenario.to_string()).ok()?;
    let named = simulated.scenario.call.resources.first();
    let call = Call::of(&simulated.answer.deciding().request, named);
    let lenient = draft.scenario.get("lenient") == Some(&json!(true));
    let policies = Policies::new(draft.scenario.get("policies")?, lenient);
    let (request, program) = policies.question(&call)?;
    Some((request, program.clone()))
}

/// The case up to its answer, without the closing brace.
fn head(
    draft: &Draft,
    rules: &[&str],
    id: &str,
    source: &BTreeMap<String, String>,
) -> Result<String, String> {
    let first = rules.first().ok_or("no rule")?;
    let source = source
        .get(*first)
        .ok_or_else(|| format!("no rule `{first}`"))?;
    let mut head = format!(
        "{{\"id\": {}, \"title\": {}, \"rules\": {}, \"source\": {}",
        json!(id),
        json!(draft.why),
        ordered(&json!(rules)),
        json!(source)
    );
    for name in ["request", "policies", "lenient"] {
        if let Some(value) = draft.scenario.get(name) {
            head.push_str(&format!(", \"{name}\": {}", ordered(value)));
        }
    }
    Ok(head)
}

/// Members in the order in which people write them; others after them, by name.
const ORDER: &[&str] = &[
    "Version",
    "Id",
    "Statement",
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
    "target",
    "policies",
    "name",
    "document",
    "principal",
    "sessionIssuer",
    "credentials",
    "canonicalUserId",
    "organizationAdministrator",
    "action",
    "resource",
    "resourceAccount",
    "endpointKind",
    "context",
    "identity",
    "boundary",
    "session",
    "scp",
    "rcp",
    "endpoint",
];

/// JSON with its members in a readable order.
pub(crate) fn ordered(value: &Value) -> String {
    match value {
        Value::Array(elements) => {
            let elements: Vec<String> = elements.iter().map(ordered).collect();
            format!("[{}]", elements.join(", "))
        }
        Value::Object(members) => {
            let members: Vec<String> = in_order(members)
                .into_iter()
                .map(|(name, member)| format!("{}: {}", json!(name), ordered(member)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
        _ => value.to_string(),
    }
}

fn in_order(members: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let rank = |name: &str| {
        let rank = ORDER.iter().position(|known| *known == name);
        rank.unwrap_or(ORDER.len())
    };
    let mut members: Vec<(&String, &Value)> = members.iter().collect();
    members.sort_by(|a, b| (rank(a.0), a.0).cmp(&(rank(b.0), b.0)));
    members
}

/// The case that stands in a source, as [`key`] wants it; nothing where it is no JSON.
#[must_use]
pub fn key_of(source: &Arc<SourceFile>) -> Option<String> {
    serde_json::from_str(source.text())
        .ok()
        .map(|case: Value| key(&case))
}
