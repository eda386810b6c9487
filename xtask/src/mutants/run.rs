//! The runs: what has to be looked at, the stages, and what is written where.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::outcome::{self, Outcome};
use super::plan::Planned;
use super::record::Record;
use super::{FOLDER, SUBJECTS, Stage, Subject, page, tool};

/// Which mutants a run takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a command line names one of them")]
pub enum Choice {
    /// Those without a valid result.
    Stale,
    /// Those that survived without a reason, since tests may have been added, and those with which tests did not end.
    Again,
    /// All of these.
    Open,
    /// All of them, as if nothing were known.
    All,
}

/// One part of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    number: usize,
    of: usize,
}

impl Shard {
    /// The whole.
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    /// Reads `K/N`, with K from 1 to N.
    ///
    /// # Errors
    ///
    /// If it is no such text.
    pub fn parse(text: &str) -> Result<Self> {
        let numbers = text.split_once('/');
        let numbers = numbers.and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)));
        match numbers {
            Some((number, of)) if (1..=of).contains(&number) => Ok(Self { number, of }),
            _ => bail!("expected a shard as `K/N` with K from 1 to N, found `{text}`"),
        }
    }

    /// Its part of a list: consecutive ones, so that a part rebuilds few files.
    fn of<T>(self, mut all: Vec<T>) -> Vec<T> {
        let bound = |number: usize| number * all.len() / self.of;
        let (from, until) = (bound(self.number - 1), bound(self.number));
        all.truncate(until);
        all.split_off(from)
    }
}

/// The subjects of the given names, in the order of the table; all of them for no name.
///
/// # Errors
///
/// If a name is not in the table.
pub fn subjects(names: &[&str]) -> Result<Vec<&'static Subject>> {
    let known = |name: &&&str| {
        SUBJECTS
            .iter()
            .any(|one| [one.name, one.package].contains(*name))
    };
    if let Some(unknown) = names.iter().find(|name| !known(name)) {
        let all: Vec<&str> = SUBJECTS.iter().map(|one| one.name).collect();
        bail!(
            "no record is kept of `{unknown}`; there are {}",
            all.join(", ")
        );
    }
    let wanted = |one: &&Subject| {
        names.is_empty() || names.contains(&one.name) || names.contains(&one.package)
    };
    Ok(SUBJECTS.iter().filter(wanted).collect())
}

/// The file of a crate's record.
#[must_use]
pub fn path(root: &Path, subject: &Subject) -> PathBuf {
    root.join(FOLDER).join(file_name(subject))
}

fn file_name(subject: &Subject) -> String {
    format!("{}.jsonl", subject.name)
}

/// Reads a crate's record; an empty one if there is none yet.
///
/// # Errors
///
/// If it cannot be read.
pub fn load(root: &Path, subject: &Subject) -> Result<Record> {
    let path = path(root, subject);
    if path.exists() {
        read(&path)
    } else {
        Ok(Record::default())
    }
}

fn read(path: &Path) -> Result<Record> {
    let text = fs::read_to_string(path).with_context(|| format!("{}", path.display()))?;
    Record::read(&text).with_context(|| format!("{}", path.display()))
}

fn save(root: &Path, subject: &Subject, record: &Record) -> Result<()> {
    let path = path(root, subject);
    fs::create_dir_all(root.join(FOLDER))?;
    fs::write(&path, record.text()?).with_context(|| format!("{}", path.display()))
}

/// The mutants in a part of a crate that a choice takes.
///
/// # Errors
///
/// If they cannot be listed, or if the record cannot be read.
pub fn chosen(
    root: &Path,
    subject: &Subject,
    choice: Choice,
    shard: Shard,
) -> Result<Vec<Planned>> {
    let record = load(root, subject)?;
    // Part of all, whatever is known of them: the parts stay the same while results come in.
    let mut mutants = shard.of(tool::list(root, subject)?);
    mutants.retain(|one| match choice {
        Choice::Stale => !record.has(&one.key),
        Choice::Again => record.is_open(&one.key),
        Choice::Open => !record.has(&one.key) || record.is_open(&one.key),
        Choice::All => true,
    });
    Ok(mutants)
}

/// Runs mutants of one crate against its stages, and takes the results into its record after each.
///
/// # Errors
///
/// If the tests fail without a mutant, if the tool stops, or if something cannot be written.
pub fn run(
    root: &Path,
    target: &Path,
    subject: &Subject,
    choice: Choice,
    shard: Shard,
) -> Result<()> {
    let folders = subject
        .stages
        .iter()
        .map(|stage| folder(target, subject, stage));
    // What a run found that was stopped before it could say so.
    for left in folders
        .map(|folder| folder.join(PLAN))
        .filter(|plan| plan.exists())
    {
        let outcomes = left.parent().and_then(|folder| outcomes(folder).ok());
        merge_one(root, &left, &outcomes.unwrap_or_default())?;
    }
    let mut open = chosen(root, subject, choice, shard)?;
    println!("{}: {} mutants to run", subject.name, open.len());
    if choice == Choice::All {
        let mut record = load(root, subject)?;
        record.forget(open.iter().map(|one| &one.key));
        save(root, subject, &record)?;
    }
    for stage in subject.stages {
        if open.is_empty() {
            break;
        }
        let folder = folder(target, subject, stage);
        let found = hold(root, [&folder, &build(target)], subject, stage, &open);
        // What was found before the tool stopped is as good.
        let outcomes = outcomes(&folder).unwrap_or_default();
        take(root, subject, &open, &outcomes)?;
        found?;
        open.retain(|one| outcomes.get(&one.name) == Some(&Outcome::Missed));
        println!(
            "{}: {} survive the tests `{}`",
            subject.name,
            open.len(),
            stage.name
        );
    }
    Ok(())
}

/// The file of a run's folder that says which mutants it takes.
const PLAN: &str = "plan.jsonl";

fn folder(target: &Path, subject: &Subject, stage: &Stage) -> PathBuf {
    target.join(FOLDER).join(subject.name).join(stage.name)
}

/// Where mutants are built. Nothing in it is needed after a run.
#[must_use]
pub fn build(target: &Path) -> PathBuf {
    target.join(FOLDER).join("build")
}

fn hold(
    root: &Path,
    [folder, build]: [&Path; 2],
    subject: &Subject,
    stage: &Stage,
    open: &[Planned],
) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let mut plan = String::new();
    for one in open {
        plan.push_str(&serde_json::to_string(one)?);
        plan.push('\n');
    }
    fs::write(folder.join(PLAN), plan)?;
    tool::run(root, [folder, build], subject, stage, open)
}

fn outcomes(folder: &Path) -> Result<BTreeMap<String, Outcome>> {
    outcome::read(&folder.join("mutants.out"))
}

/// Takes results into the record of a crate, and writes the page anew.
fn take(
    root: &Path,
    subject: &Subject,
    mutants: &[Planned],
    outcomes: &BTreeMap<String, Outcome>,
) -> Result<()> {
    let mut record = load(root, subject)?;
    for one in mutants {
        if let Some(outcome) = outcomes.get(&one.name) {
            record.take(&one.key, *outcome);
        }
    }
    settle(root, subject, record)
}

/// Drops what is no longer valid, and writes the record and the page.
fn settle(root: &Path, subject: &Subject, mut record: Record) -> Result<()> {
    record.prune(|file| fs::read_to_string(root.join(file)).ok());
    save(root, subject, &record)?;
    page::write(root)
}

/// Takes in what runs elsewhere have left below a folder: each `plan.jsonl` with the `mutants.out` beside it, and each record.
/// Results of functions that have changed since are of no use and are left out. How many results there were.
///
/// # Errors
///
/// If there is none, or if one cannot be read.
pub fn merge(root: &Path, from: &Path) -> Result<usize> {
    let mut folders = vec![from.to_path_buf()];
    let mut taken = 0;
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            }
        }
        let plan = folder.join(PLAN);
        if plan.exists() {
            taken += merge_one(root, &plan, &outcomes(&folder).unwrap_or_default())?;
        }
        for subject in SUBJECTS {
            taken += merge_record(root, subject, &folder.join(file_name(subject)))?;
        }
    }
    if taken == 0 {
        bail!("{} has no results", from.display());
    }
    Ok(taken)
}

fn merge_record(root: &Path, subject: &Subject, path: &Path) -> Result<usize> {
    if !path.exists() {
        return Ok(0);
    }
    let theirs = read(path)?;
    let totals = theirs.totals();
    let mut record = load(root, subject)?;
    record.merge(&theirs);
    settle(root, subject, record)?;
    Ok(totals.caught + totals.missed + totals.timeout + totals.unviable)
}

fn merge_one(root: &Path, plan: &Path, outcomes: &BTreeMap<String, Outcome>) -> Result<usize> {
    let text = fs::read_to_string(plan).with_context(|| format!("{}", plan.display()))?;
    let mutants: Result<Vec<Planned>, _> = text.lines().map(serde_json::from_str).collect();
    let mutants = mutants.with_context(|| format!("{}", plan.display()))?;
    for subject in SUBJECTS {
        let folder = format!("crates/{}/", subject.package);
        let own = mutants
            .iter()
            .filter(|one| one.key.file.starts_with(&folder));
        let own: Vec<Planned> = own.cloned().collect();
        if !own.is_empty() {
            take(root, subject, &own, outcomes)?;
        }
    }
    let known = mutants
        .iter()
        .filter(|one| outcomes.contains_key(&one.name));
    Ok(known.count())
}

#[cfg(test)]
mod tests {
    use super::{Choice, Record, SUBJECTS, Shard, load, merge, subjects};
    use std::fs;

    #[test]
    fn shards_cover_all_once() {
        for total in 0..12_usize {
            for of in 1..5 {
                let parts = (1..=of).flat_map(|number| {
                    Shard::parse(&format!("{number}/{of}"))
                        .unwrap()
                        .of((0..total).collect())
                });
                assert_eq!(parts.collect::<Vec<_>>(), (0..total).collect::<Vec<_>>());
            }
        }
        for wrong in ["", "1", "0/2", "3/2", "a/2", "1/0", "1/2/3"] {
            assert!(Shard::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(Shard::parse("1/1").unwrap(), Shard::WHOLE);
        assert_ne!(Choice::Stale, Choice::Open);
    }

    #[test]
    fn subjects_are_named_with_and_without_the_prefix() {
        let names = |wanted: &[&str]| -> Vec<&str> {
            subjects(wanted)
                .unwrap()
                .iter()
                .map(|one| one.name)
                .collect()
        };
        assert_eq!(names(&["portcullis-eval", "glob"]), ["glob", "eval"]);
        assert_eq!(names(&[]).len(), SUBJECTS.len());
        assert!(subjects(&["cli"]).is_err());
    }

    #[test]
    fn results_from_elsewhere_count_while_the_function_is_the_same() {
        let root = tempfile::tempdir().unwrap();
        let sources = root.path().join("crates/portcullis-glob/src");
        fs::create_dir_all(&sources).unwrap();
        let text = "fn same() -> bool {\n    a == b\n}\n";
        fs::write(sources.join("a.rs"), text).unwrap();
        let elsewhere = root.path().join("elsewhere/own");
        fs::create_dir_all(elsewhere.join("mutants.out")).unwrap();
        let source = crate::mutants::plan::Source::new(text.to_owned()).fingerprint_at(1);
        let row = |name: &str, source: &str| {
            format!(
                r#"{{"name": "{name}", "file": "crates/portcullis-glob/src/a.rs", "function": "same", "source": "{source}", "mutant": "{name}"}}"#
            )
        };
        let plan = [
            row("one", &source),
            row("two", "000000000000"),
            row("three", &source),
        ];
        fs::write(elsewhere.join("plan.jsonl"), plan.join("\n")).unwrap();
        for (list, names) in [
            ("caught", "one\ntwo\n"),
            ("missed", ""),
            ("timeout", ""),
            ("unviable", ""),
        ] {
            let list = elsewhere.join("mutants.out").join(list);
            fs::write(list.with_extension("txt"), names).unwrap();
        }
        assert_eq!(
            merge(root.path(), &root.path().join("elsewhere")).unwrap(),
            2
        );
        let record = load(root.path(), &SUBJECTS[0]).unwrap();
        assert_eq!(record.totals().caught, 1);
        assert_eq!(load(root.path(), &SUBJECTS[1]).unwrap(), Record::default());
        assert!(root.path().join("mutants/README.md").exists());
        assert!(merge(root.path(), &sources).is_err());
    }
}
