//! Reads the text form of editions: one line, one fact.

mod facts;

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use alloc::{borrow::ToOwned, format};

use super::error::{SourceError, SourceErrorKind, push_excerpt};
use super::model::{
    Action, Check, ConditionKey, Edition, Operation, ResourceType, Retired, Trigger,
};
use super::{words, write};
use crate::date::{Date, InForce, Since};
use crate::vocabulary::{AccessLevel, KeyType};
use facts::{action_fact, operation_fact, support, type_fact};

/// The dates of an edition, or those that many share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// The day that names the edition.
    pub edition: Date,
    /// The day of the sources.
    pub as_of: Date,
    /// The days on which the policy model held.
    pub in_force: InForce,
    /// The day of the required flags, if another one.
    pub required_as_of: Option<Date>,
    /// The day of the dependent actions, if another one.
    pub dependent_as_of: Option<Date>,
}

/// Reads an edition that has its own dates. What it names need not exist yet: [`check`](super::check()) sees to that.
///
/// # Errors
///
/// The first line that is not of the form in `editions/README.md`; or, when all are, the first that is not canonical.
pub fn read(text: &str) -> Result<Edition, SourceError> {
    read_within(text, MOST_WORDS)
}

/// How many words an edition has at most where nothing else is said: three times as many as the largest of AWS has.
pub const MOST_WORDS: usize = 45_000;

/// Reads an edition like [`read`], of at most so many words.
///
/// # Errors
///
/// As [`read`]; [`SourceErrorKind::TooLarge`] beyond so many words.
pub fn read_within(text: &str, most_words: usize) -> Result<Edition, SourceError> {
    // A word takes many times its bytes once it is read.
    if text
        .bytes()
        .filter(|byte| *byte == b' ')
        .nth(most_words)
        .is_some()
    {
        let message = format!("expected an edition of at most {most_words} words, found more");
        return Err(SourceError::new(SourceErrorKind::TooLarge, message));
    }
    let draft = Draft::read(text, Form::Dated)?;
    let edition = draft.dated(text, None)?;
    canonical(text, &write::write(&edition))?;
    Ok(edition)
}

/// Reads an edition whose dates stand elsewhere.
///
/// # Errors
///
/// As [`read`].
pub fn read_undated(text: &str, dates: &Dates) -> Result<Edition, SourceError> {
    let draft = Draft::read(text, Form::Undated)?;
    let edition = draft.dated(text, Some(dates))?;
    canonical(text, &write::write_undated(&edition))?;
    Ok(edition)
}

/// Reads the dates that many editions share: `edition DATE`, then the date lines of an edition.
///
/// # Errors
///
/// The first line that is none of them, or a date that is missing.
pub fn read_dates(text: &str) -> Result<Dates, SourceError> {
    let mut draft = Draft::new(Form::Undated);
    let mut day = None;
    for (index, line) in text.lines().enumerate() {
        let fact = Fact::new(index + 1, line)?;
        match (fact.keyword, fact.words()) {
            ("edition", [date]) => day = Some(fact.date(date)?),
            _ => draft.date_line(&fact)?,
        }
    }
    let day = day.ok_or_else(|| missing("edition"))?;
    draft.dates(day)
}

/// Reads the list of retired actions: `service:Action DATE` a line, sorted; lines that start with `#` are for readers.
///
/// # Errors
///
/// The first line that is not of that form, or not in order.
pub fn read_retired(text: &str) -> Result<Vec<Retired>, SourceError> {
    let mut rows: Vec<Retired> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.starts_with('#') {
            continue;
        }
        let row = retired(line)
            .ok_or_else(|| SourceError::at_line(index + 1, "`service:Action YYYY-MM-DD`", line))?;
        let order = |row: &Retired| (row.service.clone(), row.action.to_ascii_lowercase());
        if rows.last().is_some_and(|last| order(last) >= order(&row)) {
            return Err(SourceError::at_line(index + 1, "lines in order", line));
        }
        rows.push(row);
    }
    Ok(rows)
}

fn retired(line: &str) -> Option<Retired> {
    let (name, day) = line.split_once(' ')?;
    let (service, action) = name.split_once(':')?;
    let plain = |text: &str| {
        let mut bytes = text.bytes();
        !text.is_empty()
            && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    };
    let folded = !service.contains(|letter: char| letter.is_ascii_uppercase());
    if !plain(service) || !plain(action) || !folded {
        return None;
    }
    Some(Retired {
        service: service.to_owned(),
        action: action.to_owned(),
        last_seen: Date::parse(day)?,
    })
}

fn missing(keyword: &str) -> SourceError {
    SourceError::new(SourceErrorKind::Form, format!("`{keyword}` is missing"))
}

/// # Errors
///
/// The first line in which the texts differ.
pub(super) fn canonical(text: &str, expected: &str) -> Result<(), SourceError> {
    if text == expected {
        return Ok(());
    }
    let same = expected
        .lines()
        .zip(text.lines())
        .take_while(|(left, right)| left == right)
        .count();
    let mut message = String::from("not in canonical form, expected ");
    match expected.lines().nth(same) {
        Some(wanted) => push_excerpt(&mut message, wanted),
        None => message.push_str("the end of the file"),
    }
    Err(SourceError::new(SourceErrorKind::NotCanonical, message).in_line(same + 1))
}

/// How a file begins, and what it may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `edition SERVICE@DATE`.
    Dated,
    /// `service SERVICE`.
    Undated,
    /// `refines SERVICE`.
    Refines,
}

/// An edition while it is read.
pub(super) struct Draft {
    form: Form,
    pub(super) edition: Edition,
    as_of: Option<Date>,
    in_force: Option<InForce>,
    open: Open,
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
struct Fact<'t> {
    line: usize,
    text: &'t str,
    keyword: &'t str,
    rest: &'t str,
    words: Vec<String>,
}

impl<'t> Fact<'t> {
    fn new(line: usize, text: &'t str) -> Result<Self, SourceError> {
        let body = text.strip_prefix(' ').unwrap_or(text);
        let (keyword, rest) = body.split_once(' ').unwrap_or((body, ""));
        let printable = !text.contains(char::is_control) && !text.ends_with(' ');
        let words = words::split(rest).filter(|_| printable);
        // The name of a service is the one text that is not made of words.
        let words = if keyword == "name" && printable {
            Some(vec![rest.to_owned()])
        } else {
            words
        };
        let words = words.ok_or_else(|| {
            SourceError::at_line(line, "printable words, one space between two of them", text)
        })?;
        Ok(Self {
            line,
            text,
            keyword,
            rest,
            words,
        })
    }

    fn error(&self, expected: &str) -> SourceError {
        SourceError::at_line(self.line, expected, self.text)
    }

    fn words(&self) -> &[String] {
        &self.words
    }

    fn word(&self, expected: &str) -> Result<String, SourceError> {
        match self.words() {
            [word] => Ok(word.clone()),
            _ => Err(self.error(expected)),
        }
    }

    fn nothing(&self) -> Result<bool, SourceError> {
        if self.rest.is_empty() {
            Ok(true)
        } else {
            Err(self.error("no text behind the keyword"))
        }
    }

    fn some(&self) -> Result<Vec<String>, SourceError> {
        if self.words.is_empty() {
            return Err(self.error("at least one word behind the keyword"));
        }
        Ok(self.words.clone())
    }

    fn name_and_list(&self) -> Result<(String, Vec<String>), SourceError> {
        match self.words() {
            [name, list @ ..] => Ok((name.clone(), list.to_vec())),
            [] => Err(self.error("a name")),
        }
    }

    fn date(&self, text: &str) -> Result<Date, SourceError> {
        Date::parse(text).ok_or_else(|| self.error("a date as YYYY-MM-DD"))
    }

    fn since(&self) -> Result<Since, SourceError> {
        let (day, at_the_latest) = match self.rest.strip_prefix("<=") {
            Some(day) => (day, true),
            None => (self.rest, false),
        };
        Ok(Since::literal(self.date(day)?, at_the_latest))
    }
}

impl Draft {
    fn new(form: Form) -> Self {
        Self {
            form,
            edition: Edition::new("", Date::literal(1, 1, 1)),
            as_of: None,
            in_force: None,
            open: Open::Header,
        }
    }

    /// Reads every line; lines that start with `#` are for readers.
    pub(super) fn read(text: &str, form: Form) -> Result<Self, SourceError> {
        let mut draft = Self::new(form);
        for (index, line) in text.lines().enumerate() {
            if line.is_empty() || (form == Form::Refines && line.starts_with('#')) {
                continue;
            }
            let fact = Fact::new(index + 1, line)?;
            if line.starts_with(' ') {
                draft.nested(&fact)?;
            } else if !draft.record(&fact)? {
                draft.header(&fact)?;
            }
        }
        if draft.edition.service.is_empty() {
            return Err(missing(match form {
                Form::Dated => "edition",
                Form::Undated => "service",
                Form::Refines => "refines",
            }));
        }
        Ok(draft)
    }

    fn dates(&self, edition: Date) -> Result<Dates, SourceError> {
        Ok(Dates {
            edition,
            as_of: self.as_of.ok_or_else(|| missing("as-of"))?,
            in_force: self.in_force.ok_or_else(|| missing("in-force"))?,
            required_as_of: self.edition.required_as_of,
            dependent_as_of: self.edition.dependent_as_of,
        })
    }

    fn dated(mut self, text: &str, shared: Option<&Dates>) -> Result<Edition, SourceError> {
        let dates = match shared {
            Some(_) if self.as_of.is_some() || self.in_force.is_some() => {
                let line = text.lines().position(|line| line.starts_with("as-of "));
                let error = SourceError::new(SourceErrorKind::Form, "expected no dates here");
                return Err(error.in_line(line.unwrap_or_default() + 1));
            }
            Some(dates) => *dates,
            None => self.dates(self.edition.date)?,
        };
        self.edition.date = dates.edition;
        self.edition.as_of = dates.as_of;
        self.edition.in_force = dates.in_force;
        self.edition.required_as_of = dates.required_as_of;
        self.edition.dependent_as_of = dates.dependent_as_of;
        self.arrange();
        Ok(self.edition)
    }

    /// Puts rows in order that are written in two forms: one form stands before the other in the text.
    fn arrange(&mut self) {
        let edition = &mut self.edition;
        edition.operations = in_order(&edition.operations, |row| row.name.clone());
        for action in &mut edition.actions {
            action.resource_types = in_order(&action.resource_types, |kind| kind.name.clone());
            action.needs = in_order(&action.needs, write::check_text);
        }
    }

    /// Opens a record; `false` for any other line.
    fn record(&mut self, fact: &Fact<'_>) -> Result<bool, SourceError> {
        let refines = self.form == Form::Refines;
        match (fact.keyword, fact.words()) {
            ("type", [name]) => {
                self.edition.resource_types.push(ResourceType {
                    name: name.clone(),
                    ..ResourceType::default()
                });
                self.open = Open::Type;
            }
            ("key", [name, types @ ..]) if !types.is_empty() && !refines => {
                let types: Option<Vec<KeyType>> =
                    types.iter().map(|word| KeyType::named(word)).collect();
                self.edition.condition_keys.push(ConditionKey {
                    name: name.clone(),
                    types: types.ok_or_else(|| fact.error("the types of a condition key"))?,
                });
                self.open = Open::Key;
            }
            ("action", words) => {
                self.action(fact, words)?;
                self.open = Open::Action;
            }
            ("operation", [name]) => {
                self.edition.operations.push(Operation {
                    name: name.clone(),
                    ..Operation::default()
                });
                self.open = Open::Operation;
            }
            ("type" | "key" | "operation", _) => {
                return Err(fact.error("a record with its name"));
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn action(&mut self, fact: &Fact<'_>, words: &[String]) -> Result<(), SourceError> {
        let (name, level, call) = match (self.form, words) {
            (Form::Refines, [name]) => (name, AccessLevel::List, false),
            (Form::Dated | Form::Undated, [name, level, call @ ..]) => {
                let call = match call {
                    [] => false,
                    [word] if word == "call" => true,
                    _ => return Err(fact.error("`call` or nothing behind the access level")),
                };
                let level =
                    AccessLevel::named(level).ok_or_else(|| fact.error("an access level"))?;
                (name, level, call)
            }
            _ => return Err(fact.error("an action with its access level")),
        };
        self.edition.actions.push(Action::new(name.clone(), level));
        if call {
            let check = Check::new(format!("{}:{name}", self.edition.service), Trigger::Always);
            self.edition.operations.push(Operation {
                name: name.clone(),
                checks: vec![check],
                ..Operation::default()
            });
        }
        Ok(())
    }

    fn header(&mut self, fact: &Fact<'_>) -> Result<(), SourceError> {
        match (self.form, fact.keyword) {
            (Form::Dated, "edition") => {
                let (service, day) = fact
                    .rest
                    .split_once('@')
                    .ok_or_else(|| fact.error("service@date"))?;
                self.edition.service = service.to_string();
                self.edition.date = fact.date(day)?;
            }
            (Form::Undated, "service") | (Form::Refines, "refines") => {
                self.edition.service = fact.word("one service prefix")?;
            }
            (_, "name") => self.edition.name = fact.rest.to_string(),
            (_, "api-version") => self.edition.api_version = Some(fact.word("one version")?),
            (_, "service-principal") => {
                self.edition.service_principal = Some(fact.word("one principal")?);
            }
            (_, "sdk") => self.edition.sdk_clients = fact.some()?,
            (_, "supports") => self.edition.support = Some(support(fact)?),
            (Form::Dated | Form::Undated, _) => self.date_line(fact)?,
            (Form::Refines, _) => return Err(fact.error("a fact that a refinement may add")),
        }
        Ok(())
    }

    fn date_line(&mut self, fact: &Fact<'_>) -> Result<(), SourceError> {
        match fact.keyword {
            "as-of" => self.as_of = Some(fact.date(fact.rest)?),
            "in-force" => {
                let (from, until) = fact
                    .rest
                    .split_once("..")
                    .ok_or_else(|| fact.error("date..date"))?;
                let until = match until {
                    "" => None,
                    day => Some(fact.date(day)?),
                };
                let from = fact.date(from)?;
                self.in_force = Some(InForce { from, until });
            }
            "required-as-of" => self.edition.required_as_of = Some(fact.date(fact.rest)?),
            "dependent-as-of" => self.edition.dependent_as_of = Some(fact.date(fact.rest)?),
            _ => return Err(fact.error("a keyword of an edition")),
        }
        Ok(())
    }

    fn nested(&mut self, fact: &Fact<'_>) -> Result<(), SourceError> {
        let orphan = || fact.error("a record above this line");
        let edition = &mut self.edition;
        match self.open {
            Open::Type => type_fact(edition.resource_types.last_mut().ok_or_else(orphan)?, fact),
            Open::Action => action_fact(edition.actions.last_mut().ok_or_else(orphan)?, fact),
            Open::Operation => {
                operation_fact(edition.operations.last_mut().ok_or_else(orphan)?, fact)
            }
            Open::Header | Open::Key => Err(orphan()),
        }
    }
}

fn in_order<T: Clone>(rows: &[T], text: impl Fn(&T) -> String) -> Vec<T> {
    let rows: Vec<(String, &T)> = rows.iter().map(|row| (text(row), row)).collect();
    let rows = write::sorted(&rows, |(text, _)| text);
    rows.into_iter().map(|(_, row)| (*row).clone()).collect()
}
