//! Findings: in full for one question, counted for many.

use std::collections::BTreeMap;

use anstyle::{AnsiColor, Style};
use portcullis::scenario::{Answer, Finding};

use super::snippet::Names;
use super::text::escape;

const STYLE: Style = AnsiColor::Yellow.on_default().bold();

/// A finding on one line, with its remedy on a second.
pub(crate) fn finding(finding: &Finding, names: &Names<'_>) -> String {
    let place = finding.location().map(|place| names.place(place));
    let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
    let mut text = format!(
        "{STYLE}finding[{}]{STYLE:#}: {}{place}",
        finding.code(),
        escape(finding.message())
    );
    if let Some(help) = finding.help() {
        text.push_str("\n  help: ");
        text.push_str(&escape(help));
    }
    text
}

/// How often each finding occurred.
#[derive(Debug, Default)]
pub(crate) struct FindingCount {
    codes: BTreeMap<&'static str, usize>,
}

impl FindingCount {
    /// Counts the findings of an answer.
    pub(crate) fn add(&mut self, answer: &Answer) {
        for finding in answer.findings() {
            let count = self.codes.entry(finding.code()).or_default();
            *count = count.saturating_add(1);
        }
    }

    /// One line about all of them, if there are any.
    pub(crate) fn summary(&self) -> Option<String> {
        if self.codes.is_empty() {
            return None;
        }
        let counts: Vec<String> = self
            .codes
            .iter()
            .map(|(code, count)| format!("{count} {code}"))
            .collect();
        Some(format!(
            "{STYLE}findings{STYLE:#}: {} (--format json gives each)",
            counts.join(", ")
        ))
    }
}
