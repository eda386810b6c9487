//! The commands that say how well the tests test: `mutants` and `coverage`.

use std::path::Path;

use anyhow::{Result, bail};
use xtask::mutants::page::percent;
use xtask::mutants::run::{self, Choice, Shard};
use xtask::mutants::{Subject, check, page, tool};
use xtask::report::Report;
use xtask::{coverage, repository};

use crate::{NotInstalled, USAGE};

/// What the command line of `mutants` asks for.
struct Wanted {
    subjects: Vec<&'static Subject>,
    choice: Choice,
    shard: Shard,
    only_list: bool,
}

pub(crate) fn run_mutants(arguments: &[String]) -> Result<()> {
    let root = repository::root();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--check"] => check_record(&root),
        ["--page"] => page::write(&root),
        ["--merge", folder] => {
            let taken = run::merge(&root, Path::new(folder))?;
            println!("{taken} results taken in");
            Ok(())
        }
        words => run_wanted(&root, &wanted(words)?),
    }
}

fn wanted(words: &[&str]) -> Result<Wanted> {
    let mut names = Vec::new();
    let (mut choice, mut shard, mut only_list) = (Choice::Stale, Shard::WHOLE, false);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match *word {
            "--again" => choice = Choice::Again,
            "--open" => choice = Choice::Open,
            "--all" => choice = Choice::All,
            "--list" => only_list = true,
            "--shard" => shard = Shard::parse(words.next().unwrap_or(&""))?,
            option if option.starts_with('-') => bail!("{USAGE}"),
            name => names.push(name),
        }
    }
    let subjects = run::subjects(&names)?;
    Ok(Wanted {
        subjects,
        choice,
        shard,
        only_list,
    })
}

fn run_wanted(root: &Path, wanted: &Wanted) -> Result<()> {
    need_mutants()?;
    for subject in &wanted.subjects {
        if wanted.only_list {
            for one in run::chosen(root, subject, wanted.choice, wanted.shard)? {
                println!("{}", serde_json::to_string(&one)?);
            }
        } else {
            let target = repository::target(root);
            run::run(root, &target, subject, wanted.choice, wanted.shard)?;
        }
    }
    if wanted.only_list {
        Ok(())
    } else {
        scores(root)
    }
}

fn need_mutants() -> Result<()> {
    if tool::is_installed() {
        return Ok(());
    }
    Err(NotInstalled(format!(
        "{} is not installed: {}",
        "cargo-mutants",
        tool::INSTALL
    ))
    .into())
}

fn scores(root: &Path) -> Result<()> {
    for subject in run::subjects(&[])? {
        let totals = run::load(root, subject)?.totals();
        println!(
            "{:10} {:5} caught {:4} survive ({} with a reason) {:4} do not end {:4} do not compile  {}",
            subject.name,
            totals.caught,
            totals.missed,
            totals.explained,
            totals.timeout,
            totals.unviable,
            percent(totals.score()),
        );
    }
    Ok(())
}

/// What the check in the tests says, and how many mutants have no valid result, which only the tool can tell.
fn check_record(root: &Path) -> Result<()> {
    scores(root)?;
    let report = check::check(&repository::files(root)?);
    for warning in report.warnings() {
        println!("warning: {warning}");
    }
    report.verdict("the record of the mutation tests")?;
    need_mutants()?;
    for subject in run::subjects(&[])? {
        let all = run::chosen(root, subject, Choice::All, Shard::WHOLE)?.len();
        let stale = run::chosen(root, subject, Choice::Stale, Shard::WHOLE)?.len();
        println!(
            "{:10} {stale:5} of {all} mutants have no valid result today",
            subject.name
        );
    }
    Ok(())
}

pub(crate) fn run_coverage() -> Result<()> {
    let root = repository::root();
    let Some(files) = coverage::tool::run(&root, &repository::target(&root))? else {
        return Err(NotInstalled(format!(
            "{} is not installed: {}",
            "cargo-llvm-cov or LLVM's tools",
            coverage::tool::INSTALL
        ))
        .into());
    };
    for file in &files {
        let unvisited = file.unvisited();
        if !unvisited.is_empty() {
            println!("{}: not run: {unvisited}", file.path);
        }
    }
    let figures = coverage::lcov::figures(&files);
    println!(
        "{:10} {:>17} {:>9} {:>17} {:>9}",
        "crate", "lines run", "", "functions run", ""
    );
    for one in &figures {
        let [lines, functions] = [one.lines, one.functions].map(|count| {
            (
                format!("{} of {}", count.run, count.all),
                percent(count.share()),
            )
        });
        println!(
            "{:10} {:>17} {:>9} {:>17} {:>9}",
            one.name, lines.0, lines.1, functions.0, functions.1
        );
    }
    coverage::record::save(&root, &figures)?;
    let mut report = Report::new();
    coverage::check(&mut report, &figures);
    report.verdict("the tests run the code")
}
