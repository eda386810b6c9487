//! Differences between two small editions.

use std::fs;

use super::Records;
use crate::edition::date::Date;
use crate::edition::source::{Edition, read, write};

const OLD: &str = "\
edition demo@2026-01-01
name Demo
as-of 2026-01-01
in-force 2026-01-01..

type box
 arn arn:${Partition}:demo:::box
type cup
 arn arn:${Partition}:demo:::cup

key demo:Colour String

action Get Read
 types box
action Put Write call
 needs demo:Get

operation Get
 check demo:Get unknown on unknown
";

const NEW: &str = "\
edition demo@2026-01-01
name Demo Service
as-of 2026-01-01
in-force 2026-01-01..

type cup
 arn arn:${Partition}:demo:::big-cup
 arn arn:${Partition}:demo:::cup

key demo:Colour ArrayOfString

action Get List
 types cup*
action Pour Write

operation Get
 check demo:Get when Id
";

const EXPECTED: &str = "\
~ service   demo         name Demo -> Demo Service
- type      demo:box     arn:${Partition}:demo:::box
~ type      demo:cup     arns +[arn:${Partition}:demo:::big-cup]
~ key       demo:Colour  types String -> ArrayOfString
~ action    demo:Get     level Read -> List
~ action    demo:Get     types box -> cup*
+ action    demo:Pour    Write
- action    demo:Put     Write
~ operation demo:Get     checks demo:Get unknown on unknown -> demo:Get when Id
- operation demo:Put     demo:Put always
services +0 -0 ~1, types +0 -1 ~1, keys +0 -0 ~1, actions +1 -1 ~1, operations +0 -1 ~1
";

fn records(text: &str) -> Records {
    let mut records = Records::default();
    records.add(&read(text).unwrap());
    records
}

#[test]
fn each_change_is_one_line() {
    let difference = records(OLD).difference(&records(NEW));
    assert_eq!(difference.to_string(), EXPECTED);
}

#[test]
fn equal_editions_differ_in_nothing() {
    let difference = records(OLD).difference(&records(OLD)).to_string();
    assert_eq!(difference.lines().count(), 1);
    assert!(difference.starts_with("services +0 -0 ~0"));
}

#[test]
fn a_folder_has_editions_and_their_dates() {
    let folder = tempfile::tempdir().unwrap();
    assert!(Records::read(folder.path()).is_err());
    let current = folder.path().join("current");
    fs::create_dir(&current).unwrap();
    fs::write(current.join("a.txt"), "service a\nname A\n").unwrap();
    fs::write(current.join("notes.md"), "").unwrap();
    let error = Records::read(folder.path()).unwrap_err().to_string();
    assert!(error.contains("has no dates"), "{error}");
    fs::write(
        current.join("dates"),
        "edition 2026-01-01\nas-of 2026-01-01\nin-force 2026-01-01..\n",
    )
    .unwrap();
    let all = Records::read(folder.path()).unwrap();
    let one = Records::read(&current.join("a.txt")).unwrap();
    assert_eq!(all.difference(&one).to_string().lines().count(), 1);
    let mut dated = Edition::new("a", Date::new(2025, 1, 1).unwrap());
    dated.name = "B".to_owned();
    fs::write(folder.path().join("a@2025-01-01.txt"), write(&dated)).unwrap();
    let old = Records::read(&folder.path().join("a@2025-01-01.txt")).unwrap();
    let text = old.difference(&one).to_string();
    assert!(text.starts_with("~ service   a  name B -> A\n"), "{text}");
}
