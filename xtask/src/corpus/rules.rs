//! The index of rules, `corpus/rules.jsonl`: what the engine must do, each with its confidence and where it is tested.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::report::Report;
use crate::repository::SourceFile;

/// The path of the index.
pub const INDEX: &str = "corpus/rules.jsonl";

/// Where a rule is tested, the field `tested` of its row.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "each form has its own check, so a new one must be given one"
)]
pub enum Tested {
    /// `corpus`: cases cite it.
    Corpus,
    /// `unit: <crate>::<test>`, several separated by commas: tests of the crate, by name or by path.
    Unit(Vec<UnitTest>),
    /// `unit: none yet; <reason>`: nothing that is built so far can show it.
    Open(String),
}

/// One test that a row names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitTest {
    /// The crate, as its folder is named.
    pub package: String,
    /// The name of the test function.
    pub name: String,
}

/// One row of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its id, such as `PL 4.1.4`.
    pub id: String,
    /// `D` documented, `P` observed in a peer, `I` inferred; several where a rule has parts.
    pub mark: String,
    /// Where it is tested.
    pub tested: Tested,
    /// Where the row stands.
    pub place: String,
}

impl Rule {
    /// Whether the rule, or a part of it, is documented by AWS.
    #[must_use]
    pub fn is_documented(&self) -> bool {
        self.mark
            .split([';', ',', '/', ' '])
            .any(|part| part == "D")
    }

    /// Whether the rule is a row of the table of the two readings, which needs a case in each.
    #[must_use]
    pub fn is_reading(&self) -> bool {
        self.id.starts_with("PL 1.6/")
    }
}

/// Reads the index and checks its rows.
#[must_use]
pub fn read(files: &[SourceFile]) -> (Vec<Rule>, Report) {
    let mut report = Report::new();
    let mut rules = Vec::new();
    let mut ids = BTreeSet::new();
    let index = files.iter().filter(|file| file.path() == INDEX);
    for (number, line) in index.flat_map(|file| file.text().lines().enumerate()) {
        report.look();
        let place = format!("{INDEX}:{}", number + 1);
        match row(line, &place) {
            Err(message) => report.problem(place, message),
            Ok(rule) => {
                if !ids.insert(rule.id.clone()) {
                    report.problem(&place, format!("`{}` has a row already", rule.id));
                }
                rules.push(rule);
            }
        }
    }
    (rules, report)
}

fn row(line: &str, place: &str) -> Result<Rule, String> {
    let value: Value = serde_json::from_str(line).map_err(|e| format!("not JSON: {e}"))?;
    let text = |name: &str| {
        let text = value
            .get(name)
            .and_then(Value::as_str)
            .filter(|t| !t.is_empty());
        text.ok_or_else(|| format!("expected a string in `{name}`"))
    };
    let mark = text("mark")?;
    if !mark
        .split([';', ',', '/', ' '])
        .all(|part| ["", "D", "P", "I"].contains(&part))
    {
        return Err(format!("expected D, P or I in `mark`, found `{mark}`"));
    }
    text("rule")?;
    Ok(Rule {
        id: text("id")?.to_owned(),
        mark: mark.to_owned(),
        tested: tested(text("tested")?)?,
        place: place.to_owned(),
    })
}

fn tested(text: &str) -> Result<Tested, String> {
    if text == "corpus" {
        return Ok(Tested::Corpus);
    }
    let expected = || {
        format!(
            "expected `corpus`, `unit: <crate>::<test>` or `unit: none yet; <reason>` in `tested`, found `{text}`"
        )
    };
    let named = text.strip_prefix("unit: ").ok_or_else(expected)?;
    if let Some(reason) = named.strip_prefix("none yet; ") {
        return Ok(Tested::Open(reason.to_owned()));
    }
    let tests: Option<Vec<UnitTest>> = named.split(", ").map(unit_test).collect();
    tests.map(Tested::Unit).ok_or_else(expected)
}

fn unit_test(path: &str) -> Option<UnitTest> {
    let (package, rest) = path.split_once("::")?;
    let name = rest.rsplit("::").next()?;
    let is_name = !name.is_empty() && name.chars().all(crate::source::is_word);
    is_name.then(|| UnitTest {
        package: package.replace('_', "-"),
        name: name.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::{INDEX, Tested, UnitTest, read};
    use crate::repository::SourceFile;

    fn row(id: &str, mark: &str, tested: &str) -> String {
        format!(
            "{{\"id\": \"{id}\", \"mark\": \"{mark}\", \"rule\": \"r\", \"tested\": \"{tested}\"}}"
        )
    }

    #[track_caller]
    fn check_refused(lines: &[String], part: &str) {
        let (_, report) = read(&[SourceFile::new(INDEX, lines.join("\n"))]);
        let found = report.problems();
        assert!(
            found.len() == 1 && found[0].message().contains(part),
            "{found:?}"
        );
    }

    #[test]
    fn rows_are_read() {
        let lines = [
            row("PL 1.1.1", "D", "corpus"),
            row(
                "EV 1.1",
                "I",
                "unit: portcullis_eval::layer::tests::one, portcullis-arn::two",
            ),
            row("PL 1.6/x", "D; I", "unit: none yet; later"),
        ];
        let (rules, report) = read(&[SourceFile::new(INDEX, lines.join("\n"))]);
        assert_eq!(
            (rules.len(), report.looked_at(), report.problems().len()),
            (3, 3, 0)
        );
        let documented: Vec<bool> = rules.iter().map(super::Rule::is_documented).collect();
        assert_eq!(documented, [true, false, true]);
        let unit = |package: &str, name: &str| UnitTest {
            package: package.to_owned(),
            name: name.to_owned(),
        };
        let tested: Vec<&Tested> = rules.iter().map(|r| &r.tested).collect();
        assert_eq!(
            tested[1],
            &Tested::Unit(vec![
                unit("portcullis-eval", "one"),
                unit("portcullis-arn", "two")
            ])
        );
        assert_eq!(tested[2], &Tested::Open("later".to_owned()));
        assert!(rules[2].is_reading() && !rules[0].is_reading());
    }

    #[test]
    fn rows_that_cannot_be_used_are_named() {
        check_refused(&["{".to_owned()], "not JSON");
        check_refused(&["{}".to_owned()], "`mark`");
        check_refused(&[row("", "D", "corpus")], "`id`");
        check_refused(&[row("PL 1", "X", "corpus")], "D, P or I");
        check_refused(&[row("PL 1", "D", "somewhere")], "`tested`");
        check_refused(
            &[row("PL 1", "D", "unit: portcullis-arn, names of roles")],
            "`tested`",
        );
        check_refused(&[row("PL 1", "D", "unit: none yet")], "`tested`");
        check_refused(
            &[row("PL 1", "D", "corpus"), row("PL 1", "D", "corpus")],
            "has a row already",
        );
    }

    #[test]
    fn no_index_is_nothing_looked_at() {
        let (_, report) = read(&[SourceFile::new("corpus/other.jsonl", "{}")]);
        assert!(report.verdict("rules").is_err());
    }
}
