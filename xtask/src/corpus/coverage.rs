//! Rules and cases held against each other: nothing cited that does not exist, nothing documented without a case.

use std::collections::BTreeMap;

use super::Case;
use super::rules::{Rule, Tested, UnitTest};
use crate::report::Report;
use crate::repository::SourceFile;
use crate::source::code_only;

/// Documented rules that nothing built so far can show. The list only shrinks: lower the number with it.
const OPEN_RULES: usize = 7;

/// The cases that cite each rule, by the rule's id.
#[must_use]
pub fn by_rule(cases: &[Case]) -> BTreeMap<&str, Vec<&Case>> {
    let mut found: BTreeMap<&str, Vec<&Case>> = BTreeMap::new();
    for case in cases {
        for rule in &case.rules {
            found.entry(rule).or_default().push(case);
        }
    }
    found
}

/// Checks that each rule that a case cites has a row in the index.
#[must_use]
pub fn check_citations(rules: &[Rule], cases: &[Case]) -> Report {
    let mut report = Report::new();
    let known: std::collections::BTreeSet<&str> =
        rules.iter().map(|rule| rule.id.as_str()).collect();
    for case in cases {
        for cited in &case.rules {
            report.look();
            if !known.contains(cited.as_str()) {
                report.problem(
                    &case.place,
                    format!(
                        "`{}` cites `{cited}`, which no row of the index defines",
                        case.id
                    ),
                );
            }
        }
    }
    report
}

/// Checks that each rule is tested where its row says so, and that no more documented rules are open than are counted above.
#[must_use]
pub fn check_rules(rules: &[Rule], cases: &[Case], files: &[SourceFile]) -> Report {
    check_rules_with(rules, cases, files, OPEN_RULES)
}

fn check_rules_with(
    rules: &[Rule],
    cases: &[Case],
    files: &[SourceFile],
    open_rules: usize,
) -> Report {
    let mut report = Report::new();
    let cited = by_rule(cases);
    let mut open = Vec::new();
    let mut tests = TestNames::new(files);
    for rule in rules {
        report.look();
        let cases = cited.get(rule.id.as_str()).map_or(0, Vec::len);
        match &rule.tested {
            Tested::Corpus if cases == 0 => {
                report.problem(
                    &rule.place,
                    format!("`{}` ({}) has no case that cites it", rule.id, rule.mark),
                );
            }
            Tested::Open(_) if cases > 0 => {
                report.problem(
                    &rule.place,
                    format!("`{}` has cases: it is not open any more", rule.id),
                );
            }
            Tested::Open(_) if rule.is_documented() => open.push(rule.id.as_str()),
            Tested::Unit(named) => {
                for test in named.iter().filter(|test| !tests.has(test)) {
                    report.problem(
                        &rule.place,
                        format!(
                            "`{}` names the test `{}`, which `{}` does not have",
                            rule.id, test.name, test.package
                        ),
                    );
                }
            }
            _ => {}
        }
    }
    if open.len() != open_rules {
        report.problem(
            "xtask/src/corpus/coverage.rs",
            format!(
                "{} documented rules are open, {open_rules} are counted: {}",
                open.len(),
                open.join(", ")
            ),
        );
    }
    report
}

/// Checks that each row of the table of the two readings has a case in each.
#[must_use]
pub fn check_readings(rules: &[Rule], cases: &[Case]) -> Report {
    let mut report = Report::new();
    let cited = by_rule(cases);
    for rule in rules.iter().filter(|rule| rule.is_reading()) {
        report.look();
        for (lenient, reading) in [(false, "strict"), (true, "lenient")] {
            let cases = cited.get(rule.id.as_str());
            if !cases.is_some_and(|cases| cases.iter().any(|case| case.lenient == lenient)) {
                report.problem(
                    &rule.place,
                    format!("`{}` has no case in the {reading} reading", rule.id),
                );
            }
        }
    }
    report
}

/// The sources of each crate, with comments and literals taken out, made when first asked for.
struct TestNames<'a> {
    files: &'a [SourceFile],
    code: BTreeMap<String, String>,
}

impl<'a> TestNames<'a> {
    fn new(files: &'a [SourceFile]) -> Self {
        Self {
            files,
            code: BTreeMap::new(),
        }
    }

    /// Whether the crate has a function of that name; a macro may turn it into a test, so the attribute is not asked for.
    fn has(&mut self, test: &UnitTest) -> bool {
        let folder = match test.package.as_str() {
            "xtask" => "xtask/".to_owned(),
            package => format!("crates/{package}/"),
        };
        let files = self.files;
        let code = self.code.entry(test.package.clone()).or_insert_with(|| {
            let ours = files
                .iter()
                .filter(|f| f.path().starts_with(&folder) && f.is_written_rust());
            ours.map(|file| code_only(file.text())).collect()
        });
        code.contains(&format!("fn {}(", test.name))
    }
}

#[cfg(test)]
mod tests;
