//! Arguments, the record that adds up, and the time that a shell counts.

use std::path::PathBuf;
use std::time::Duration;

use super::options::{Options, Task, chosen};
use super::process::{cpu_time, run};
use super::record::{Record, Row, add_file};
use super::{Amount, LEAF_EXECUTIONS, Mode, Size, Target};

fn options(line: &str) -> anyhow::Result<Options> {
    let words = line.split_ascii_whitespace().map(str::to_owned);
    Options::read(&words.collect::<Vec<_>>())
}

fn targets() -> Vec<Target> {
    vec![
        Target::new("arn", Size::Leaf),
        Target::new("policy", Size::Whole),
    ]
}

fn row(executions: u64, seconds: u64) -> Row {
    Row {
        executions,
        time: Duration::from_secs(seconds),
        findings: 0,
        last: "2026-01-02".to_owned(),
        commit: "abc".to_owned(),
    }
}

#[test]
fn arguments_say_what_is_done() {
    let amount = |executions, seconds| Amount {
        executions,
        seconds,
    };
    let task = |line| options(line).unwrap().task;
    assert_eq!(task(""), Task::Run(Mode::Stream, amount(None, Some(60))));
    assert_eq!(
        task("arn --mode grind --executions 1_000"),
        Task::Run(Mode::Grind, amount(Some(1_000), None))
    );
    assert_eq!(task("--replay"), Task::Replay(None));
    let file = Some(PathBuf::from("a"));
    assert_eq!(task("arn --replay a"), Task::Replay(file));
    assert_eq!(task("--replay --seed 3"), Task::Replay(None));
    assert_eq!(task("--brief"), Task::Brief);
    assert_eq!(task("--add b"), Task::Add("b".into()));
    let read = options("arn policy --seed 7 --aims --record r").unwrap();
    assert_eq!((read.targets.len(), read.seed), (2, Some(7)));
    assert_eq!(read.record, Some("r".into()));
    for wrong in ["--mode", "--mode run", "--seconds ten", "--fast"] {
        assert!(options(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn targets_are_chosen_by_name() {
    assert_eq!(chosen(targets(), &[]).unwrap(), targets());
    let one = chosen(targets(), &["policy".to_owned()]).unwrap();
    assert_eq!(one, [Target::new("policy", Size::Whole)]);
    assert!(chosen(targets(), &["glob".to_owned()]).is_err());
}

#[test]
fn a_record_adds_up_and_reads_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.md");
    let mut record = Record::read(&path).unwrap();
    record.add("arn", Mode::Stream, &row(600_000_000, 90));
    record.add("policy", Mode::Grind, &row(5, 1_799));
    record.write(&path, &targets()).unwrap();
    let mut again = Record::read(&path).unwrap();
    assert_eq!(again.row("arn", Mode::Stream), row(600_000_000, 90));
    assert!(!again.sum("arn").reaches(Size::Leaf));
    let later = Row {
        findings: 1,
        last: "2026-01-03".to_owned(),
        commit: "def".to_owned(),
        ..row(400_000_000, 60)
    };
    again.add("arn", Mode::Grind, &later);
    again.write(&path, &targets()).unwrap();
    let last = Record::read(&path).unwrap();
    let sum = last.sum("arn");
    assert_eq!((sum.executions, sum.findings), (LEAF_EXECUTIONS, 1));
    assert_eq!(
        (sum.last.as_str(), sum.commit.as_str()),
        ("2026-01-03", "def")
    );
    assert!(sum.reaches(Size::Leaf) && !last.sum("policy").reaches(Size::Whole));
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        text.contains("| arn | stream | 600,000,000 | 1.50 | 0 | 2026-01-02 | abc |"),
        "{text}"
    );
    assert!(text.contains("| 1,000,000,000 | 2.50 | yes |"), "{text}");
}

#[test]
fn what_people_wrote_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.md");
    Record::default().write(&path, &targets()).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let text = text.replace("None so far.", "- `arn`: too long\n\nMore.");
    std::fs::write(&path, text).unwrap();
    let mut record = Record::read(&path).unwrap();
    record.add("arn", Mode::Explore, &row(1, 1));
    record.write(&path, &targets()).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        text.ends_with("## Findings\n\n- `arn`: too long\n\nMore.\n"),
        "{text}"
    );
}

#[test]
fn another_record_is_added_once() {
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (folder.path().join("a.md"), folder.path().join("b.md"));
    let mut record = Record::default();
    record.add("arn", Mode::Stream, &row(3, 6));
    record.write(&path, &targets()).unwrap();
    record.write(&other, &targets()).unwrap();
    add_file(&path, &other, &targets()).unwrap();
    let sum = Record::read(&path).unwrap().sum("arn");
    assert_eq!((sum.executions, sum.time), (6, Duration::from_secs(12)));
    assert!(
        add_file(&path, &other, &targets()).is_err(),
        "it is empty now"
    );
}

#[test]
fn a_row_that_cannot_be_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.md");
    std::fs::write(
        &path,
        "| arn | stream | many | 1.50 | 0 | 2026-01-02 | abc |\n",
    )
    .unwrap();
    assert!(Record::read(&path).is_err());
}

#[test]
fn the_shell_counts_time() {
    assert_eq!(cpu_time("1m2.50s 0m0.50s"), Some(Duration::from_secs(63)));
    assert_eq!(
        cpu_time("0m0.000000s 0m0.010000s"),
        Some(Duration::from_millis(10))
    );
    assert_eq!(cpu_time("done"), None);
    let folder = tempfile::tempdir().unwrap();
    let command = ["sh", "-c", "echo executions: 5; echo wrong >&2; exit $CODE"];
    let command = command.map(str::to_owned);
    let mut seen = 0;
    let finished = run(folder.path(), &command, &[("CODE", "4")], |_| seen += 1).unwrap();
    assert_eq!(finished.status, Some(4));
    assert_eq!(finished.said("executions:"), Some("5"));
    assert!(finished.lines.len() == 2 && seen >= 2, "{finished:?}");
}
