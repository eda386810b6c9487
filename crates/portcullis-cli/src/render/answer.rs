//! The verdict and its reason in one line.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use portcullis::eval::{StatementId, Verdict};
use portcullis::policy::Effect;
use portcullis::scenario::{Answer, Asked, Check, Finding, Scenario};

use super::reason::{sentence, verdict};
use super::snippet::Names;
use super::text::{escape, excerpt};

/// How much an explanation tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Depth {
    /// One screen: what decided, and what came closest.
    Brief,
    /// Every statement, and for each that did not match the elements that failed.
    All,
}

pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
const UNSURE: Style = AnsiColor::Yellow.on_default().bold();
pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const STRONG: Style = Style::new().bold();

/// The mark and the style of a verdict; the word stands beside them always.
pub(super) const fn mark(verdict: Verdict) -> (char, Style) {
    match verdict {
        Verdict::Allowed => ('✓', GOOD),
        Verdict::ExplicitlyDenied | Verdict::ImplicitlyDenied => ('✗', BAD),
    }
}

/// A verdict with its mark.
pub(super) fn marked(of: Verdict) -> String {
    let (mark, style) = mark(of);
    format!("{style}{mark} {}{style:#}", verdict(of))
}

/// One line about one of many answers: verdict, id, reason.
pub(crate) fn answer_line(scenario: &Scenario, answer: &Answer) -> String {
    let (mark, style) = mark(answer.verdict());
    let verdict = verdict(answer.verdict());
    let id = scenario.id.as_deref().unwrap_or_default();
    let id = if id.is_empty() {
        format!("line {}", scenario.source.first_line())
    } else {
        excerpt(id)
    };
    let reason = sentence(scenario, answer.deciding());
    format!("{style}{mark} {verdict:13}{style:#}  {id:24}  {DIM}{reason}{DIM:#}")
}

/// The answer to a single question without an explanation: verdict, reason, the statements that decided, its checks.
pub(crate) fn one_line(scenario: &Scenario, answer: &Answer, names: &Names<'_>) -> String {
    let reason = sentence(scenario, answer.deciding());
    let mut line = format!("{}: {reason}", marked(answer.verdict()));
    let matched = answer.matched();
    // What an implicit denial lacks has no statement.
    let decided = answer.verdict() != Verdict::ImplicitlyDenied;
    if let Some(first) = matched
        .first()
        .filter(|_| decided)
        .and_then(|id| statement_name(scenario, *id, names))
    {
        // Writing to a string does not fail.
        let _ = write!(line, " ({first}");
        if let Some(more) = matched.len().checked_sub(1).filter(|more| *more > 0) {
            let _ = write!(line, " and {more} more");
        }
        line.push(')');
    }
    if answer.checks().len() > 1 || lists_checks(scenario) {
        for check in answer.checks() {
            line.push('\n');
            line.push_str(&check_line(check));
        }
        for finding in answer
            .findings()
            .iter()
            .filter(|one| is_in_list(scenario, one))
        {
            line.push('\n');
            line.push_str(&not_decided(finding));
        }
    }
    line
}

/// Whether the checks are listed even if there is only one: of an operation they are what the catalog made of it.
pub(super) const fn lists_checks(scenario: &Scenario) -> bool {
    matches!(scenario.call.asked, Asked::Operation(..))
}

/// Whether a finding is about a check that was not asked: it stands in the list of the checks, not beside the answer.
pub(crate) fn is_in_list(scenario: &Scenario, finding: &Finding) -> bool {
    lists_checks(scenario) && matches!(finding.code(), "trigger-unknown" | "check-not-decided")
}

/// What an operation may need besides, on one line.
pub(super) fn not_decided(finding: &Finding) -> String {
    let message = escape(finding.message());
    format!("  {UNSURE}? not decided  {UNSURE:#} {message}")
}

/// One of several checks on one line.
pub(super) fn check_line(check: &Check) -> String {
    let (mark, style) = mark(check.decision.verdict());
    let verdict = verdict(check.decision.verdict());
    let behalf = if check.on_behalf {
        ", on behalf of the caller"
    } else {
        ""
    };
    format!(
        "  {style}{mark} {verdict:13}{style:#} {} on {}{behalf}",
        escape(check.request.action().as_str()),
        excerpt(check.request.resource().as_str()),
    )
}

/// A statement by its `Sid` or number, with its place.
pub(super) fn statement_name(
    scenario: &Scenario,
    id: StatementId,
    names: &Names<'_>,
) -> Option<String> {
    let loaded = scenario.policies.find(id)?;
    let statement = loaded.policy.document().statements().get(id.statement)?;
    let place = loaded.origin.locate(statement.span());
    let name = match statement.sid() {
        Some(sid) => format!("`{}`", excerpt(sid)),
        None => format!("statement {}", id.statement.saturating_add(1)),
    };
    let policy = loaded.policy.name();
    let of = if place.file().name() == Some(policy) {
        String::new()
    } else {
        format!(" of `{}`", excerpt(policy))
    };
    Some(format!("{name}{of} {}", names.place(&place)))
}

pub(super) const fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Allow => "Allow",
        Effect::Deny => "Deny",
    }
}
