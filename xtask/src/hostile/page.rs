//! The table of measurements in `docs/limits.md`, which one run writes as a whole.

use std::collections::BTreeSet;

use anyhow::{Context, Result};

use super::Row;
use super::places::{FILE, LINES, QUESTION, STANDARD_INPUT};

/// Where the table stands.
pub const PAGE: &str = "docs/limits.md";

const BEGIN: &str = "<!-- `cargo xtask hostile --record` writes what follows -->";
const END: &str = "<!-- until here -->";

/// How much more memory than the slowest verb another one has to take to be told as well, in percent.
const MORE: u64 = 10;

/// The page with the table of these rows, of one run on a day, between its marks.
///
/// # Errors
///
/// If the page has no marks.
pub fn updated(page: &str, rows: &[Row], day: &str) -> Result<String> {
    let (before, rest) = (page.split_once(BEGIN))
        .with_context(|| format!("{PAGE} has no mark where its table begins"))?;
    let (_, after) = (rest.split_once(END))
        .with_context(|| format!("{PAGE} has no mark where its table ends"))?;
    let names = files(rows);
    let places: BTreeSet<&str> = rows.iter().map(|row| row.place.name()).collect();
    let mut text = format!(
        "{} runs of one build on {day}, of {} files in {} places.\n\n| file | size | verb | answer | seconds | MB |\n|---|---|---|---|---|---|\n",
        rows.len(),
        names.len(),
        places.len()
    );
    for name in names {
        for row in worst(rows.iter().filter(|row| row.attack == name)) {
            text.push_str(&row.line());
            text.push('\n');
        }
    }
    Ok(format!("{before}{BEGIN}\n{text}{END}{after}"))
}

/// The files, in the order in which they were tried.
fn files(rows: &[Row]) -> Vec<&'static str> {
    let mut names = Vec::new();
    for row in rows {
        if names.last() != Some(&row.attack) {
            names.push(row.attack);
        }
    }
    names
}

/// The run that took longest, and the one that took most memory where that is another one by far.
fn worst<'a>(rows: impl Iterator<Item = &'a Row> + Clone) -> Vec<&'a Row> {
    let by_time = |a: &&Row, b: &&Row| {
        let [a, b] = [&a.measured, &b.measured];
        let seconds = a.seconds.total_cmp(&b.seconds);
        seconds.then(a.memory.cmp(&b.memory))
    };
    let slowest = rows.clone().max_by(by_time);
    let largest = rows.max_by_key(|row| row.measured.memory);
    let enough = slowest.map_or(0, |row| row.measured.memory / 100 * (100 + MORE));
    let largest = largest.filter(|row| row.measured.memory > enough);
    slowest.into_iter().chain(largest).collect()
}

/// A command as the page shows it: without the question that is typed beside the file, and without the format.
#[must_use]
pub fn shown(command: &[&str]) -> String {
    let mut words = Vec::new();
    let mut rest = command;
    while let Some((word, behind)) = rest.split_first() {
        rest = behind;
        if let Some(question) = rest.strip_prefix(QUESTION.get(1..).unwrap_or_default())
            && QUESTION.first() == Some(word)
        {
            rest = question;
            continue;
        }
        if let ("--format", ["json", behind @ ..]) = (*word, rest) {
            rest = behind;
            continue;
        }
        words.push(match *word {
            FILE | LINES => "FILE",
            STANDARD_INPUT => "< FILE",
            other => other,
        });
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::measure::Measured;
    use super::super::places::Place;
    use super::{BEGIN, END, Row, shown, updated};

    #[track_caller]
    fn check(place: Place, number: usize, expect: &str) {
        let commands = place.commands();
        assert_eq!(shown(commands.get(number).copied().unwrap()), expect);
    }

    #[test]
    fn commands_are_shown_without_what_is_always_there() {
        check(Place::Scenario, 2, "simulate FILE --lenient --explain=all");
        check(Place::Lines, 2, "test FILE --format junit");
        check(Place::Policy, 0, "simulate --policy FILE");
        check(Place::Arns, 0, "arn - < FILE");
        check(Place::Catalog, 1, "catalog compile FILE --output compiled");
    }

    fn row(attack: &'static str, place: Place, seconds: f64, memory: u64) -> Row {
        Row {
            attack,
            command: place.commands().first().copied().unwrap().to_vec(),
            place,
            size: 50_000_000,
            held: 10,
            measured: Measured {
                status: Some(2),
                result: "too-deep".to_owned(),
                seconds,
                memory,
            },
        }
    }

    #[test]
    fn the_worst_runs_of_each_file_are_told() {
        let rows = [
            row("a", Place::Scenario, 0.2, 50_000_000),
            row("a", Place::Policy, 0.1, 54_000_000),
            row("a", Place::Lines, 0.1, 40_000_000),
            row("b", Place::Policy, 0.1, 60_000_000),
            row("b", Place::Lines, 0.3, 20_000_000),
        ];
        let page = format!("before\n{BEGIN}\nold\n{END}\nafter\n");
        let found = updated(&page, &rows, "2026-01-02").unwrap();
        let expect = format!(
            "before\n{BEGIN}\n5 runs of one build on 2026-01-02, of 2 files in 3 places.\n
| file | size | verb | answer | seconds | MB |
|---|---|---|---|---|---|
| a | 50.0 MB | `simulate FILE` | `too-deep` | 0.20 | 50 |
| b | 50.0 MB | `simulate FILE` | `too-deep` | 0.30 | 20 |
| b | 50.0 MB | `simulate --policy FILE` | `too-deep` | 0.10 | 60 |
{END}\nafter\n"
        );
        assert_eq!(found, expect);
        assert!(updated("no marks", &rows, "").is_err());
    }

    #[test]
    fn a_stream_may_take_long_and_not_much() {
        assert!(row("a", Place::Lines, 1.1, 1).excess().is_some());
        assert_eq!(row("a", Place::Stream, 20.0, 1).excess(), None);
        let much = row("a", Place::Stream, 0.1, 100_000_000);
        assert!(much.excess().is_some());
    }
}
