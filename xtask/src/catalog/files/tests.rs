//! Files are written once, and any that differs is said.

use std::fs;

use super::{Files, difference, differences, of_editions, write};
use crate::catalog::convert::dates;
use crate::edition::date::Date;
use crate::edition::source::{Edition, read_dates, read_undated};

fn files() -> Files {
    let mut edition = Edition::new("demo", Date::new(2026, 10, 24).unwrap());
    edition.name = "Demo".to_owned();
    of_editions(&[edition], &dates().unwrap())
}

#[test]
fn what_is_written_reads_back() {
    let files = files();
    let dates = read_dates(&files["current/dates"]).unwrap();
    assert_eq!(dates, self::dates().unwrap());
    let edition = read_undated(&files["current/demo.txt"], &dates).unwrap();
    assert_eq!(edition.name, "Demo");
}

#[test]
fn files_are_written_once_and_strangers_removed() {
    let folder = tempfile::tempdir().unwrap();
    let files = files();
    assert_eq!(differences(folder.path(), &files).unwrap().len(), 2);
    assert_eq!(write(folder.path(), &files).unwrap(), (2, 0));
    assert_eq!(write(folder.path(), &files).unwrap(), (0, 0));
    assert!(differences(folder.path(), &files).unwrap().is_empty());
    fs::write(folder.path().join("current/gone.txt"), "").unwrap();
    fs::write(folder.path().join("current/demo.txt"), "service demo\n").unwrap();
    let found = differences(folder.path(), &files).unwrap();
    let expected = [
        "current/demo.txt: line 2\n  +name Demo",
        "current/gone.txt: not from the sources",
    ];
    assert_eq!(found, expected);
    assert_eq!(write(folder.path(), &files).unwrap(), (1, 1));
    assert!(differences(folder.path(), &files).unwrap().is_empty());
}

#[test]
fn a_difference_shows_what_lies_between_equal_ends() {
    let found = difference("a", "1\n2\n3\n4\n", "1\nx\ny\n4\n");
    assert_eq!(found, "a: line 2\n  -2\n  -3\n  +x\n  +y");
    let found = difference("a", "1\n1\n", "1\n1\n1\n1\n1\n1\n1\n");
    assert_eq!(found, "a: line 3\n  +1\n  +1\n  +1\n  +1\n  +… 1 more");
    assert_eq!(difference("a", "1\n", "1"), "a: line 2");
}
