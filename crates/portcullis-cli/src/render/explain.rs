//! The explanation for people: what decided, layer by layer, and what came closest.

use std::fmt::Write;

use portcullis::eval::{
    Layer, LayerResult, LayerTrace, LevelTrace, Owner, StatementTrace, Verdict,
};
use portcullis::policy::Effect;
use portcullis::scenario::{Answer, Check, Scenario};

use super::answer::{
    BAD, DIM, Depth, GOOD, STRONG, check_line, is_in_list, lists_checks, marked, not_decided,
    statement_name,
};
use super::near;
use super::reason::sentence;
use super::snippet::Names;
use super::text::{escape, excerpt};

/// How many matching statements of one level a brief explanation lists.
const LISTED: usize = 3;

/// How many levels of one layer a brief explanation lists.
const LEVELS: usize = 8;

/// How wide the names of layers are.
const TITLE: usize = 25;

/// Explains an answer that has a trace.
pub(crate) fn explanation(
    scenario: &Scenario,
    answer: &Answer,
    depth: Depth,
    names: &Names<'_>,
) -> String {
    let mut page = Page {
        scenario,
        depth,
        names,
        text: String::new(),
    };
    page.headline(answer);
    let several = answer.checks().len() > 1;
    if several || lists_checks(scenario) {
        page.checks(answer);
    }
    if several && depth == Depth::All {
        for check in answer.checks() {
            page.line("");
            page.check(check, answer);
        }
    } else {
        page.check(answer.deciding(), answer);
    }
    page.missing(answer);
    page.text
}

struct Page<'a> {
    scenario: &'a Scenario,
    depth: Depth,
    names: &'a Names<'a>,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn headline(&mut self, answer: &Answer) {
        let id = self.scenario.id.as_deref().map(excerpt);
        let id = id.map(|id| format!(" {id}")).unwrap_or_default();
        let reason = sentence(self.scenario, answer.deciding());
        self.line(&format!(
            "{}{STRONG}{id}{STRONG:#}: {reason}",
            marked(answer.verdict())
        ));
    }

    /// One line for each of several checks.
    fn checks(&mut self, answer: &Answer) {
        self.line("");
        let most = if self.depth == Depth::All {
            usize::MAX
        } else {
            LEVELS
        };
        for check in answer.checks().iter().take(most) {
            self.line(&check_line(check));
        }
        self.more(answer.checks().len(), most, "checks", "  ");
        let open = answer.findings().iter();
        let open: Vec<_> = open.filter(|one| is_in_list(self.scenario, one)).collect();
        for finding in open.iter().take(most) {
            self.line(&not_decided(finding));
        }
        self.more(open.len(), most, "that are not decided", "  ");
    }

    fn check(&mut self, check: &Check, answer: &Answer) {
        self.line("");
        self.request(check, answer);
        self.line("");
        let Some(trace) = &check.trace else { return };
        for layer in &trace.layers {
            self.layer(layer, check);
        }
        let pictures = near::pictures(self.scenario, check, self.depth, self.names);
        for picture in pictures {
            self.line("");
            self.line(&picture);
        }
    }

    fn request(&mut self, check: &Check, answer: &Answer) {
        let request = &check.request;
        let owner = match request.owner() {
            Owner::Aws => "AWS".to_owned(),
            Owner::Account(account) if request.is_same_account() => {
                format!("{account}, the account of the caller")
            }
            Owner::Account(account) => format!("{account}, not the account of the caller"),
        };
        let principal = match request.principal().to_string().as_str() {
            "*" => "* (anonymous)".to_owned(),
            other => excerpt(other),
        };
        let rows = [
            ("principal", principal),
            ("action", escape(request.action().as_str())),
            ("resource", excerpt(request.resource().as_str())),
            ("owner", owner),
        ];
        for (name, value) in rows {
            self.line(&format!("  {DIM}{name:9}{DIM:#}  {value}"));
        }
        // Of another service, which an operation calls on the caller's behalf, the answer names no edition.
        let own = request.action().service();
        if let Some(edition) = answer
            .edition()
            .filter(|edition| edition.service().eq_ignore_ascii_case(own))
        {
            self.line(&format!("  {DIM}{:9}{DIM:#}  {edition}", "catalog"));
        }
        if self.depth == Depth::All {
            for (key, value) in request.context().iter() {
                let values: Vec<String> = value.values().iter().map(|one| excerpt(one)).collect();
                self.line(&format!(
                    "  {DIM}context{DIM:#}    {} = {}",
                    escape(key.as_str()),
                    values.join(", ")
                ));
            }
        }
    }

    fn layer(&mut self, layer: &LayerTrace, check: &Check) {
        let (mark, words) = self.said(layer, check);
        let title = layer.layer.title();
        let head = format!("  {mark} {title:TITLE$}  {words}");
        match layer.levels.as_slice() {
            [only] if only.target.is_none() => {
                let statements = self.matching(only);
                match statements.split_first() {
                    Some((first, rest)) => {
                        self.line(&format!("{head}  {first}"));
                        self.rest(rest);
                    }
                    None => self.line(&head),
                }
            }
            levels => {
                self.line(&head);
                self.levels(layer, levels);
            }
        }
    }

    /// What a layer said, with a mark.
    fn said(&self, layer: &LayerTrace, check: &Check) -> (String, String) {
        let allowed = check.decision.verdict() == Verdict::Allowed;
        let set = self.scenario.policies.level(layer.layer, 0).is_some();
        let none = match layer.layer {
            Layer::Identity => self.scenario.policies.identity.is_empty(),
            _ => !set,
        };
        match layer.result {
            LayerResult::Allow => (format!("{GOOD}✓{GOOD:#}"), "allows".to_owned()),
            LayerResult::ExplicitDeny => (format!("{BAD}✗{BAD:#}"), "denies".to_owned()),
            LayerResult::ImplicitDeny if allowed => (
                "–".to_owned(),
                "no Allow matches, none is needed".to_owned(),
            ),
            LayerResult::ImplicitDeny if none => (
                format!("{BAD}✗{BAD:#}"),
                "none, and one is needed".to_owned(),
            ),
            LayerResult::ImplicitDeny => (format!("{BAD}✗{BAD:#}"), "no Allow matches".to_owned()),
            LayerResult::NotApplicable if none => ("–".to_owned(), format!("{DIM}none{DIM:#}")),
            LayerResult::NotApplicable => {
                ("–".to_owned(), format!("{DIM}not consulted here{DIM:#}"))
            }
        }
    }

    fn levels(&mut self, layer: &LayerTrace, levels: &[LevelTrace]) {
        let most = if self.depth == Depth::All {
            usize::MAX
        } else {
            LEVELS
        };
        for level in levels.iter().take(most) {
            let (mark, words) = match layer.result_of(level) {
                LayerResult::Allow => (format!("{GOOD}✓{GOOD:#}"), "allows"),
                LayerResult::ExplicitDeny => (format!("{BAD}✗{BAD:#}"), "denies"),
                LayerResult::ImplicitDeny if level.policies.is_empty() => {
                    (format!("{BAD}✗{BAD:#}"), "no policies")
                }
                LayerResult::ImplicitDeny => (format!("{BAD}✗{BAD:#}"), "no Allow matches"),
                LayerResult::NotApplicable => ("–".to_owned(), "not consulted here"),
            };
            let target = level.target.as_deref().map(excerpt).unwrap_or_default();
            let statements = self.matching(level);
            let first = statements.first().cloned().unwrap_or_default();
            self.line(&format!("      {mark} {target:21}  {words}  {first}"));
            self.rest(statements.get(1..).unwrap_or_default());
        }
        self.more(levels.len(), most, "levels", "      ");
    }

    /// The matching statements of a level by name. Where one denies, a brief explanation leaves out those that allow.
    fn matching(&self, level: &LevelTrace) -> Vec<String> {
        let all = level.policies.iter().flat_map(|policy| &policy.statements);
        let matching: Vec<&StatementTrace> = all.filter(|one| one.is_match()).collect();
        let of = |effect| matching.iter().filter(move |one| one.effect == effect);
        let denied = of(Effect::Deny).next().is_some();
        let name = |one: &&StatementTrace| statement_name(self.scenario, one.id, self.names);
        let denying = of(Effect::Deny).filter_map(name);
        if denied && self.depth == Depth::Brief {
            return denying.collect();
        }
        let allowing = of(Effect::Allow).filter_map(name);
        let allowing = allowing.map(|name| {
            if denied {
                format!("(allows {name})")
            } else {
                name
            }
        });
        denying.chain(allowing).collect()
    }

    fn rest(&mut self, statements: &[String]) {
        let most = if self.depth == Depth::All {
            usize::MAX
        } else {
            LISTED.saturating_sub(1)
        };
        let indent = " ".repeat(TITLE.saturating_add(14));
        for statement in statements.iter().take(most) {
            self.line(&format!("{indent}{statement}"));
        }
        self.more(statements.len(), most, "statements", &indent);
    }

    fn more(&mut self, of: usize, shown: usize, what: &str, indent: &str) {
        if let Some(more) = of.checked_sub(shown).filter(|more| *more > 0) {
            self.line(&format!(
                "{indent}{DIM}{more} more {what} (--explain=all){DIM:#}"
            ));
        }
    }

    fn missing(&mut self, answer: &Answer) {
        let keys = answer.missing_context_keys();
        if keys.is_empty() {
            return;
        }
        let shown: Vec<String> = keys
            .iter()
            .take(LEVELS)
            .map(|key| escape(key.as_str()))
            .collect();
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = write!(
            text,
            "\n  {DIM}asked for and not in the request:{DIM:#} {}",
            shown.join(", ")
        );
        if let Some(more) = keys.len().checked_sub(LEVELS).filter(|more| *more > 0) {
            let _ = write!(text, " and {more} more");
        }
        self.line(&text);
    }
}
