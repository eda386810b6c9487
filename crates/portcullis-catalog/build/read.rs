//! Reads the text form of an edition: one line, one fact.

use core::fmt;

use crate::model::{
    Action, ActionType, Check, Date, Edition, Key, On, Operation, ResourceType, Since, Trigger,
};

/// Why a file is not an edition, with the line at fault (from 1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReadError {
    pub(crate) line: usize,
    pub(crate) expected: &'static str,
    pub(crate) found: String,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found: String = self
            .found
            .chars()
            .take(60)
            .flat_map(char::escape_debug)
            .collect();
        write!(
            f,
            "line {}: expected {}, found `{found}`",
            self.line, self.expected
        )
    }
}

impl core::error::Error for ReadError {}

/// Reads `text`. What it names need not exist yet: [`crate::check`] sees to that.
///
/// # Errors
///
/// The first line that is not of the form in `editions/README.md`.
pub(crate) fn read(text: &str) -> Result<Edition<'_>, ReadError> {
    let mut edition = Edition::default();
    let mut open = Open::Header;
    for (index, line) in text.lines().enumerate() {
        let fact = Fact::new(index + 1, line);
        if line.is_empty() {
            continue;
        }
        if line.contains(char::is_control) || line.ends_with(' ') || line.contains("  ") {
            return Err(fact.error("printable words, one space between two of them"));
        }
        if line.starts_with(' ') {
            nested(&mut edition, open, fact)?;
        } else if let Some(next) = record(&mut edition, fact)? {
            open = next;
        } else {
            header(&mut edition, fact)?;
        }
    }
    Ok(edition)
}

/// Which record the indented lines belong to: the last one of its list.
#[derive(Clone, Copy)]
enum Open {
    Header,
    Type,
    Key,
    Action,
    Operation,
}

/// One line: its first word, and the words behind it.
#[derive(Clone, Copy)]
struct Fact<'t> {
    line: usize,
    text: &'t str,
    keyword: &'t str,
    rest: &'t str,
}

impl<'t> Fact<'t> {
    fn new(line: usize, text: &'t str) -> Self {
        let body = text.strip_prefix(' ').unwrap_or(text);
        let (keyword, rest) = body.split_once(' ').unwrap_or((body, ""));
        Fact {
            line,
            text,
            keyword,
            rest,
        }
    }

    fn error(self, expected: &'static str) -> ReadError {
        ReadError {
            line: self.line,
            expected,
            found: self.text.to_string(),
        }
    }

    fn words(self) -> Vec<&'t str> {
        self.rest
            .split(' ')
            .filter(|word| !word.is_empty())
            .collect()
    }

    fn word(self, expected: &'static str) -> Result<&'t str, ReadError> {
        match self.words().as_slice() {
            [word] => Ok(word),
            _ => Err(self.error(expected)),
        }
    }

    fn nothing(self) -> Result<bool, ReadError> {
        if self.rest.is_empty() {
            Ok(true)
        } else {
            Err(self.error("no text after the keyword"))
        }
    }

    fn date(self, text: &str) -> Result<Date, ReadError> {
        date(text).ok_or_else(|| self.error("a date as YYYY-MM-DD"))
    }
}

/// Opens a record; `None` for any other line.
fn record<'t>(edition: &mut Edition<'t>, fact: Fact<'t>) -> Result<Option<Open>, ReadError> {
    let words = fact.words();
    Ok(Some(match (fact.keyword, words.as_slice()) {
        ("type", [name]) => {
            edition.types.push(ResourceType {
                name,
                ..ResourceType::default()
            });
            Open::Type
        }
        ("key", [name, types @ ..]) if !types.is_empty() => {
            edition.keys.push(Key {
                name,
                types: types.to_vec(),
            });
            Open::Key
        }
        ("action", [name, level]) => {
            edition.actions.push(Action {
                name,
                level,
                ..Action::default()
            });
            Open::Action
        }
        ("operation", [name, coverage @ ("documented" | "unknown")]) => {
            edition.operations.push(Operation {
                name,
                documented: *coverage == "documented",
                ..Operation::default()
            });
            Open::Operation
        }
        ("type" | "key" | "action" | "operation", _) => {
            return Err(fact.error("a record with its name and kind"));
        }
        _ => return Ok(None),
    }))
}

fn header<'t>(edition: &mut Edition<'t>, fact: Fact<'t>) -> Result<(), ReadError> {
    match fact.keyword {
        "edition" => {
            let (service, day) = fact
                .rest
                .split_once('@')
                .ok_or_else(|| fact.error("service@date"))?;
            (edition.service, edition.date) = (service, fact.date(day)?);
        }
        "name" => edition.name = fact.rest,
        "api-version" => edition.api_version = fact.word("one version")?,
        "service-principal" => edition.service_principal = fact.word("one principal")?,
        "as-of" => edition.as_of = fact.date(fact.rest)?,
        "in-force" => {
            let (from, until) = fact
                .rest
                .split_once("..")
                .ok_or_else(|| fact.error("date..date"))?;
            let until = if until.is_empty() {
                None
            } else {
                Some(fact.date(until)?)
            };
            edition.in_force = (fact.date(from)?, until);
        }
        "required-as-of" => edition.required_as_of = Some(fact.date(fact.rest)?),
        "dependent-as-of" => edition.dependent_as_of = Some(fact.date(fact.rest)?),
        "supports" => edition.supports = fact.words(),
        _ => return Err(fact.error("a keyword of an edition")),
    }
    Ok(())
}

fn nested<'t>(edition: &mut Edition<'t>, open: Open, fact: Fact<'t>) -> Result<(), ReadError> {
    let orphan = || fact.error("a record above this line");
    match open {
        Open::Type => type_fact(edition.types.last_mut().ok_or_else(orphan)?, fact),
        Open::Action => action_fact(edition.actions.last_mut().ok_or_else(orphan)?, fact),
        Open::Operation => operation_fact(edition.operations.last_mut().ok_or_else(orphan)?, fact),
        Open::Header | Open::Key => Err(orphan()),
    }
}

fn type_fact<'t>(row: &mut ResourceType<'t>, fact: Fact<'t>) -> Result<(), ReadError> {
    match fact.keyword {
        "arn" => row.arns.push(fact.word("one template")?),
        "key" => row.keys.push(fact.word("one condition key")?),
        "operation" => row.operations.push(fact.word("one operation")?),
        "parent" => row.parent = Some(name_and_list(fact)?),
        "primary" => row.primary = fact.nothing()?,
        "taggable" => row.taggable = Some(fact.nothing()?),
        "untaggable" => row.taggable = Some(!fact.nothing()?),
        _ => return Err(fact.error("a fact of a resource type")),
    }
    Ok(())
}

fn action_fact<'t>(row: &mut Action<'t>, fact: Fact<'t>) -> Result<(), ReadError> {
    match (fact.keyword, fact.words().as_slice()) {
        ("key", [key]) => row.keys.push(key),
        ("needs", _) => row.needs.push(check(fact)?),
        ("permission-only", _) => row.permission_only = fact.nothing()?,
        ("since", _) => row.since = Some(since(fact)?),
        ("type", [name, need @ ("required" | "optional"), keys @ ..]) => {
            row.types.push(ActionType {
                name,
                required: *need == "required",
                keys: keys.to_vec(),
            });
        }
        ("unreferenced", _) => row.unreferenced = fact.nothing()?,
        _ => return Err(fact.error("a fact of an action")),
    }
    Ok(())
}

fn operation_fact<'t>(row: &mut Operation<'t>, fact: Fact<'t>) -> Result<(), ReadError> {
    match (fact.keyword, fact.words().as_slice()) {
        ("arn-parameter", _) => row.arn_parameter = Some(name_and_list(fact)?),
        ("check", _) => row.checks.push(check(fact)?),
        ("identifier", [resource_type, parameter]) => {
            row.identifiers.push((resource_type, parameter))
        }
        ("requires", names) => row.requires = Some(names.to_vec()),
        ("since", _) => row.since = Some(since(fact)?),
        _ => return Err(fact.error("a fact of an operation")),
    }
    Ok(())
}

fn name_and_list<'t>(fact: Fact<'t>) -> Result<(&'t str, Vec<&'t str>), ReadError> {
    match fact.words().as_slice() {
        [name, list @ ..] => Ok((name, list.to_vec())),
        [] => Err(fact.error("a name")),
    }
}

fn check<'t>(fact: Fact<'t>) -> Result<Check<'t>, ReadError> {
    let words = fact.words();
    let (action, trigger, on) = match words.as_slice() {
        [action, "always", on @ ..] => (action, Trigger::Always, on),
        [action, "unknown", on @ ..] => (action, Trigger::Unknown, on),
        [action, "when", parameter, on @ ..] => (action, Trigger::When(parameter), on),
        _ => return Err(fact.error("an action and its trigger")),
    };
    let on = match on {
        [] => On::Request,
        ["on", "any"] => On::Any,
        ["on", "unknown"] => On::Unknown,
        ["on", "members", parameter] => On::Members(parameter),
        ["on", "named", resource_type, parameter] => On::Named {
            resource_type,
            parameter,
        },
        _ => return Err(fact.error("the resource of a check")),
    };
    Ok(Check {
        action,
        trigger,
        on,
    })
}

fn since(fact: Fact<'_>) -> Result<Since, ReadError> {
    let (day, at_the_latest) = fact
        .rest
        .strip_prefix("<=")
        .map_or((fact.rest, false), |day| (day, true));
    Ok(Since {
        date: fact.date(day)?,
        at_the_latest,
    })
}

/// `YYYY-MM-DD` with a day that the month can have.
fn date(text: &str) -> Option<Date> {
    let mut parts = text.split('-').map(|part| {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        if digits {
            part.parse::<u16>().ok().map(|number| (number, part.len()))
        } else {
            None
        }
    });
    let ((year, 4), (month, 2), (day, 2), None) =
        (parts.next()??, parts.next()??, parts.next()??, parts.next())
    else {
        return None;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u16::from(leap),
        _ => 31,
    };
    if !(1..=12).contains(&month) || !(1..=last).contains(&day) {
        return None;
    }
    Some(Date(
        year,
        u8::try_from(month).ok()?,
        u8::try_from(day).ok()?,
    ))
}
