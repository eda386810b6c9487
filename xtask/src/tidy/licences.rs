//! Every package that we build on has a permissive licence.

use crate::metadata::Package;
use crate::report::Report;

/// Where the accepted licences stand, for this check and for cargo-deny.
pub const LIST: &str = "deny.toml";

/// The SPDX identifiers that the list accepts: one a line, between `allow = [` and `]` below `[licenses]`.
#[must_use]
pub fn allowed(list: &str) -> Vec<&str> {
    let mut lines = list.lines().map(str::trim);
    let section = lines.by_ref().skip_while(|line| *line != "[licenses]");
    section
        .skip_while(|line| *line != "allow = [")
        .skip(1)
        .take_while(|line| *line != "]")
        .filter_map(|line| line.strip_prefix('"')?.split('"').next())
        .collect()
}

/// Checks the licence expression of each package against the list: `OR` needs one side that is allowed, `AND` both.
#[must_use]
pub fn check(packages: &[Package], list: &str) -> Report {
    let mut report = Report::new();
    let allowed = allowed(list);
    if allowed.is_empty() {
        report.problem(
            LIST,
            "[licenses] has no `allow = [` with one licence a line",
        );
    }
    for package in packages {
        report.look();
        match &package.licence {
            None => report.problem(&package.name, "names no licence"),
            Some(expression) => match is_allowed(expression, &allowed) {
                Some(true) => {}
                Some(false) => report.problem(
                    &package.name,
                    format!("its licence `{expression}` is not on the list"),
                ),
                None => report.problem(
                    &package.name,
                    format!("its licence `{expression}` is not an SPDX expression"),
                ),
            },
        }
    }
    report
}

/// Evaluates an SPDX expression, `/` being the old form of `OR`; none if it is malformed.
///
/// `AND` binds closer than `OR`. Works on two stacks, for parentheses may be nested at will.
fn is_allowed(expression: &str, allowed: &[&str]) -> Option<bool> {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let mut words = spaced.split_whitespace().peekable();
    // Each open parenthesis: the alternatives seen so far, and the conjunction under way.
    let mut open: Vec<(bool, Option<bool>)> = Vec::new();
    let (mut any, mut all) = (false, None::<bool>);
    let mut wants_operand = true;
    while let Some(word) = words.next() {
        let operand = match word {
            "(" if wants_operand => {
                open.push((any, all));
                (any, all) = (false, None);
                continue;
            }
            ")" if !wants_operand => {
                let inner = any || all?;
                (any, all) = open.pop()?;
                inner
            }
            "AND" if !wants_operand => {
                wants_operand = true;
                continue;
            }
            "OR" if !wants_operand => {
                any |= all?;
                all = None;
                wants_operand = true;
                continue;
            }
            name if wants_operand && !matches!(name, "(" | ")" | "AND" | "OR" | "WITH") => {
                let exception = words.next_if_eq(&"WITH").map(|_| words.next());
                match exception {
                    None => allowed.contains(&name),
                    Some(exception) => {
                        allowed.contains(&format!("{name} WITH {}", exception?).as_str())
                    }
                }
            }
            _ => return None,
        };
        all = Some(all.unwrap_or(true) && operand);
        wants_operand = false;
    }
    (!wants_operand && open.is_empty()).then_some(any || all?)
}

#[cfg(test)]
mod tests {
    use super::{allowed, check, is_allowed};
    use crate::metadata::Package;

    const LIST: &str = "[graph]\nallow = [\n]\n[licenses]\n# Why.\nallow = [\n    \"MIT\", # why\n    \"ISC\",\n]\n[bans]\n\"GPL-3.0\"\n";
    const ALLOWED: [&str; 5] = [
        "MIT",
        "ISC",
        "Apache-2.0",
        "Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception",
    ];

    #[test]
    fn the_list_is_read() {
        assert_eq!(allowed(LIST), ["MIT", "ISC"]);
        assert_eq!(allowed("[bans]\nallow = [\n\"MIT\"\n]"), [""; 0]);
        assert_eq!(check(&[], "").problems().len(), 1);
    }

    #[test]
    fn expressions_are_evaluated() {
        let cases = [
            ("MIT", Some(true)),
            ("MIT OR Apache-2.0", Some(true)),
            ("MIT/GPL-3.0", Some(true)),
            ("GPL-3.0", Some(false)),
            ("GPL-3.0 OR MPL-2.0", Some(false)),
            ("GPL-3.0 AND MIT", Some(false)),
            ("MIT AND GPL-3.0 OR ISC", Some(true)),
            ("ISC OR MIT AND GPL-3.0", Some(true)),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", Some(true)),
            ("(MIT OR ISC) AND GPL-3.0", Some(false)),
            ("Unicode-3.0 AND (GPL-3.0 OR (MIT AND ISC))", Some(true)),
            ("Apache-2.0 WITH LLVM-exception", Some(true)),
            ("GPL-3.0 WITH Classpath-exception-2.0", Some(false)),
            ("MIT WITH Classpath-exception-2.0", Some(false)),
            ("", None),
            ("MIT OR", None),
            ("(MIT", None),
            ("MIT)", None),
            ("MIT ISC", None),
            ("MIT (ISC)", None),
            ("MIT WITH", None),
            ("OR MIT", None),
        ];
        for (expression, expected) in cases {
            assert_eq!(is_allowed(expression, &ALLOWED), expected, "{expression}");
        }
    }

    #[test]
    fn a_package_without_an_allowed_licence_is_named() {
        let package = |name: &str, licence: Option<&str>| Package {
            name: name.to_owned(),
            licence: licence.map(str::to_owned),
            ..Package::default()
        };
        let report = check(
            &[
                package("good", Some("MIT")),
                package("silent", None),
                package("copyleft", Some("AGPL-3.0")),
                package("odd", Some("see file")),
            ],
            LIST,
        );
        let names: Vec<&str> = report.problems().iter().map(|p| p.place()).collect();
        assert_eq!(
            (report.looked_at(), names),
            (4, vec!["silent", "copyleft", "odd"])
        );
    }
}
