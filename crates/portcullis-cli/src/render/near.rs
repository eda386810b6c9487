//! Pictures of the statements that matter: those that deny, and those that came closest to allowing.

use annotate_snippets::Level;
use portcullis::eval::{
    Element, Found, Layer, LayerResult, LayerTrace, Mismatch, Pattern, StatementTrace, Verdict,
};
use portcullis::json::Span;
use portcullis::policy::Effect;
use portcullis::scenario::{Check, LoadedPolicy, Scenario};

use super::answer::{DIM, Depth, effect};
use super::snippet::{Mark, Names, Picture};
use super::text::excerpt;

/// How many pictures a brief explanation shows.
const PICTURES: usize = 3;

/// How many failed elements of one statement are marked.
const MARKS: usize = 3;

/// The pictures that go with a check, the most telling first.
pub(super) fn pictures(
    scenario: &Scenario,
    check: &Check,
    depth: Depth,
    names: &Names<'_>,
) -> Vec<String> {
    let Some(trace) = &check.trace else {
        return Vec::new();
    };
    let painter = Painter { scenario, names };
    let mut pictures = Vec::new();
    if depth == Depth::All {
        let unmatched = trace.layers.iter().flat_map(|layer| {
            let statements = statements(layer).filter(|one| !one.is_match());
            statements.map(|one| (layer.layer, one))
        });
        pictures.extend(unmatched.filter_map(|(layer, one)| painter.near_miss(one, layer)));
        return pictures;
    }
    if check.decision.verdict() == Verdict::ExplicitlyDenied {
        let denying = check.decision.matched().iter();
        let denying: Vec<_> = denying.collect();
        pictures.extend(denying.iter().take(PICTURES).filter_map(|id| {
            let found = trace.layers.iter().find(|layer| layer.layer == id.layer)?;
            painter.denying(statements(found).find(|one| one.id == **id)?)
        }));
        return with_rest(pictures, denying.len(), "statements deny it as well");
    }
    if check.decision.verdict() == Verdict::Allowed {
        return pictures;
    }
    let mut close: Vec<(Layer, &StatementTrace)> = trace
        .layers
        .iter()
        .filter(|layer| layer.layer == check.decision.reason())
        .flat_map(|layer| withheld(layer).map(move |one| (layer.layer, one)))
        .collect();
    close.sort_by_key(|(_, one)| distance(one));
    let count = close.len();
    let least = close.first().map(|(_, one)| one.mismatches.len());
    let shown = close
        .iter()
        .filter(|(_, one)| Some(one.mismatches.len()) == least)
        .take(PICTURES);
    pictures.extend(shown.filter_map(|(layer, one)| painter.near_miss(one, *layer)));
    with_rest(pictures, count, "Allow statements do not match either")
}

fn with_rest(mut pictures: Vec<String>, of: usize, what: &str) -> Vec<String> {
    let more = of.saturating_sub(pictures.len());
    if more > 0 {
        pictures.push(format!("  {DIM}{more} more {what} (--explain=all){DIM:#}"));
    }
    pictures
}

fn statements(layer: &LayerTrace) -> impl Iterator<Item = &StatementTrace> {
    let policies = layer.levels.iter().flat_map(|level| &level.policies);
    policies.flat_map(|policy| &policy.statements)
}

/// The Allow statements that could have let the call pass, of the levels that did not.
fn withheld(layer: &LayerTrace) -> impl Iterator<Item = &StatementTrace> {
    let levels = layer
        .levels
        .iter()
        .filter(|level| layer.result_of(level) == LayerResult::ImplicitDeny);
    levels
        .flat_map(|level| &level.policies)
        .flat_map(|policy| &policy.statements)
        .filter(|one| one.effect == Effect::Allow && !one.is_match())
}

/// How far a statement is from matching: fewer failed elements first, and of those a statement about the action first.
fn distance(statement: &StatementTrace) -> (usize, bool) {
    let about_other = statement
        .mismatches
        .iter()
        .any(|mismatch| mismatch.element == Element::Action);
    (statement.mismatches.len(), about_other)
}

struct Painter<'a> {
    scenario: &'a Scenario,
    names: &'a Names<'a>,
}

impl Painter<'_> {
    fn denying(&self, statement: &StatementTrace) -> Option<String> {
        let loaded = self.scenario.policies.find(statement.id)?;
        let written = loaded
            .policy
            .document()
            .statements()
            .get(statement.id.statement)?;
        let place = loaded.origin.locate(written.effect_span());
        let picture = Picture {
            level: Level::ERROR.with_name("denied"),
            code: None,
            title: format!("by {}", self.name(statement, loaded)),
            marks: vec![Mark { place, label: None }],
            notes: Vec::new(),
            help: None,
        };
        Some(picture.draw(self.names))
    }

    fn near_miss(&self, statement: &StatementTrace, layer: Layer) -> Option<String> {
        let loaded = self.scenario.policies.find(statement.id)?;
        let failed: Vec<&str> = statement
            .mismatches
            .iter()
            .map(|one| element(one.element))
            .collect();
        let mut parts = failed.clone();
        parts.dedup();
        let marks = statement
            .mismatches
            .iter()
            .take(MARKS)
            .map(|mismatch| Mark {
                place: loaded.origin.locate(best_span(mismatch)),
                label: Some(label(mismatch)),
            });
        let hidden = statement.mismatches.len().saturating_sub(MARKS);
        let more = (hidden > 0).then(|| format!("{hidden} more elements do not match"));
        let notes = statement.mismatches.iter().take(MARKS).filter_map(note);
        let picture = Picture {
            level: Level::WARNING.with_name("no match"),
            code: None,
            title: format!(
                "{} of the {}: {}",
                self.title(statement, loaded),
                layer.title(),
                parts.join(", ")
            ),
            marks: marks.collect(),
            notes: notes.chain(more).collect(),
            help: None,
        };
        Some(picture.draw(self.names))
    }

    /// A statement with its effect, and the policy in which it stands.
    fn title(&self, statement: &StatementTrace, loaded: &LoadedPolicy) -> String {
        let effect = effect(statement.effect);
        format!("{effect} {}", self.name(statement, loaded))
    }

    fn name(&self, statement: &StatementTrace, loaded: &LoadedPolicy) -> String {
        let index = statement.id.statement;
        let statements = loaded.policy.document().statements();
        let sid = statements.get(index).and_then(|one| one.sid());
        let name = match sid {
            Some(sid) => format!("`{}`", excerpt(sid)),
            None => format!("statement {}", index.saturating_add(1)),
        };
        let target = self.scenario.policies.target(statement.id);
        let target = target.map(|target| format!(" at `{}`", excerpt(target)));
        format!(
            "{name} in `{}`{}",
            excerpt(loaded.policy.name()),
            target.unwrap_or_default()
        )
    }
}

const fn element(element: Element) -> &'static str {
    match element {
        Element::Principal => "the principal",
        Element::Action => "the action",
        Element::Resource => "the resource",
        Element::Condition => "a condition",
    }
}

/// The pattern to which a failed element comes closest, where that can be said.
fn best(mismatch: &Mismatch) -> Option<&Pattern> {
    if let [only] = mismatch.patterns.as_slice() {
        return Some(only);
    }
    let value = match &mismatch.found {
        Found::Principal(text) | Found::Action(text) | Found::Resource(text) => text.as_str(),
        _ => return None,
    };
    mismatch.patterns.iter().max_by_key(|pattern| {
        (
            common(&pattern.text, value),
            std::cmp::Reverse(pattern.span),
        )
    })
}

/// How many characters two texts have in common at their beginnings, ASCII case ignored.
fn common(pattern: &str, value: &str) -> usize {
    let pairs = pattern.chars().zip(value.chars());
    pairs
        .take_while(|(one, other)| one.eq_ignore_ascii_case(other))
        .count()
}

fn best_span(mismatch: &Mismatch) -> Span {
    best(mismatch).map_or(mismatch.span, |pattern| pattern.span)
}

/// What an element met.
fn label(mismatch: &Mismatch) -> String {
    let negated = mismatch.name.starts_with("Not");
    let several = mismatch.patterns.len();
    let among = if several > 1 && best(mismatch).is_some() {
        format!("closest of {several}, ")
    } else {
        String::new()
    };
    match &mismatch.found {
        Found::Principal(text) | Found::Action(text) | Found::Resource(text) => {
            let text = excerpt(text);
            if negated {
                format!("excludes `{text}`")
            } else if several == 0 {
                format!("covers nothing, not `{text}` either")
            } else {
                format!("{among}does not cover `{text}`")
            }
        }
        Found::Context { key, values } => {
            let name = excerpt(&mismatch.name);
            let key = excerpt(key.as_str());
            match values.as_deref() {
                None => format!("{name}: `{key}` is not in the request"),
                Some([]) => format!("{name}: `{key}` is an empty list"),
                Some([only]) => format!("{name}: `{key}` is `{}`", excerpt(only)),
                Some(all) => {
                    let some: Vec<String> = all
                        .iter()
                        .take(3)
                        .map(|one| format!("`{}`", excerpt(one)))
                        .collect();
                    let dots = if all.len() > 3 { ", …" } else { "" };
                    format!("{name}: `{key}` is [{}{dots}]", some.join(", "))
                }
            }
        }
        _ => format!("{} does not match", excerpt(&mismatch.name)),
    }
}

fn note(mismatch: &Mismatch) -> Option<String> {
    let unresolved: Vec<String> = mismatch
        .unresolved
        .iter()
        .map(|key| format!("`{}`", excerpt(key.as_str())))
        .collect();
    match (mismatch.note, unresolved.is_empty()) {
        (Some(note), _) => Some(note.to_owned()),
        (None, true) => None,
        (None, false) => Some(format!(
            "policy variables without a value: {}",
            unresolved.join(", ")
        )),
    }
}
