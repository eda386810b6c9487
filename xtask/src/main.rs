//! The command `cargo xtask`: the checks as a list, the rules report, the CI steps, the generated catalog.

extern crate alloc;

mod bench;
mod catalog;
mod edition;
mod measures;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use xtask::checks::{ALL, Workspace};
use xtask::ci::{self, steps};
use xtask::corpus::{Tested, archive, cases, coverage, rules};
use xtask::fuzz;
use xtask::release::{deny, package, sbom};
use xtask::{hostile, metadata, repository};

// The sources of editions name these from the root of their crate.
use edition::{date, folding, vocabulary};

const USAGE: &str = "\
usage: cargo xtask <command>

  tidy          the checks of this repository, with warnings
  rules         rules by mark, cases per rule, rules without a case
  ci [STEP…]    the steps of the continuous integration, or some of them
  diff [--pairs N] [--seed S] [--threads T]    asks engine and oracle the same
  fuzz [TARGET…] [--mode stream|explore|grind] [--seconds N] [--executions N] [--seed N]
                          runs fuzz targets and adds up in fuzz/record.md; status 3: cargo-fuzz is not installed
  fuzz --aims             explores, then runs each target until the record has what is wanted
  fuzz --replay [FILE]    committed inputs again, or one of a target
  fuzz --brief            the same, and each target for 10 seconds; nothing is recorded
  fuzz --add FILE         adds another record, and empties it; `--record FILE` keeps one elsewhere
  catalog update          writes the generated editions anew from their pinned packages
  catalog verify          compares them instead; status 3: the packages are not at hand
  catalog diff OLD NEW    what changed between two folders of editions, or two editions
  deny          bans, licences and sources of all packages, by cargo-deny; status 3: it is not installed
  sbom          the bill of materials of the command, as CycloneDX, into the target folder
  package [--list]        packages each published crate and builds it from its package; --list only looks into it
  hostile [NAME | --record]    files made to be slow or large, given to the command as it is released; status 3: no GNU time;
                --record: writes the table of docs/limits.md
  mutants [CRATE…] [--shard K/N] [--again | --open | --all] [--list]    mutation tests of what the record does not know yet;
                --again: of what survived without a reason or did not end; --open: of both; --all: of everything; --list: only says of what
  mutants --merge FOLDER | --page | --check    takes in results from elsewhere; writes the page; says what is missing
  coverage      which lines of the same crates the tests run
  corpus        installs the policies that AWS manages below the target folder
  bench [--quick]         measures everything and records it; --quick only sees that it works
  bench-table   the table of measurements in the README, from the newest record
  corpus-make tables [--check]               makes the cases of corpus/tables/ anew, or compares them
  corpus-make drawn [--seed S] [--sets N]    makes those of corpus/drawn/ anew
  corpus-archive          the corpus as one archive, into the target folder";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        Some((command, [])) if command == "tidy" => tidy(),
        Some((command, [])) if command == "rules" => report_rules(),
        Some((command, names)) if command == "ci" => run_ci(names),
        Some((command, rest)) if command == "diff" => run_testkit("differential", rest),
        Some((command, rest)) if command == "corpus-make" => run_testkit("make-corpus", rest),
        Some((command, [])) if command == "corpus-archive" => archive_corpus(),
        Some((command, rest)) if command == "fuzz" => run_fuzz(rest),
        Some((command, [])) if command == "deny" => run_deny(),
        Some((command, [])) if command == "sbom" => write_sbom(),
        Some((command, rest)) if command == "package" => run_package(rest),
        Some((command, rest)) if command == "hostile" => run_hostile(rest),
        Some((command, rest)) if command == "catalog" => run_catalog(rest),
        Some((command, rest)) if command == "mutants" => measures::run_mutants(rest),
        Some((command, [])) if command == "coverage" => measures::run_coverage(),
        Some((command, [])) if command == "corpus" => {
            catalog::install(&repository::target(&repository::root()))
        }
        Some((command, [])) if command == "bench" => bench::run(bench::Effort::Recorded),
        Some((command, [quick])) if command == "bench" && quick == "--quick" => {
            bench::run(bench::Effort::Quick)
        }
        Some((command, [])) if command == "bench-table" => bench::write_table(),
        _ => Err(anyhow::anyhow!("{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            let not_at_hand = error.is::<catalog::NotAtHand>()
                || error.is::<NotInstalled>()
                || error.is::<fuzz::NotInstalled>();
            if not_at_hand {
                ExitCode::from(steps::NOT_AT_HAND)
            } else {
                ExitCode::FAILURE
            }
        }
    }
}

fn tidy() -> Result<()> {
    let workspace = Workspace::read()?;
    let mut failed = 0;
    for check in ALL {
        let report = (check.run)(&workspace)?;
        for warning in report.warnings() {
            println!("warning: {warning}");
        }
        match report.verdict(check.about) {
            Ok(()) => println!(
                "{:10} {:6} looked at  {}",
                check.name,
                report.looked_at(),
                check.about
            ),
            Err(error) => {
                failed += 1;
                println!("{:10} FAILED  {error}", check.name);
            }
        }
    }
    if failed > 0 {
        bail!("{failed} of {} checks failed", ALL.len());
    }
    Ok(())
}

fn report_rules() -> Result<()> {
    let files = repository::files(&repository::root())?;
    let (rules, _) = rules::read(&files);
    let (cases, _) = cases::read(&files);
    let cited = coverage::by_rule(&cases);
    let mut marks: BTreeMap<&str, usize> = BTreeMap::new();
    let mut open = Vec::new();
    let mut uncovered = Vec::new();
    for rule in &rules {
        *marks.entry(&rule.mark).or_default() += 1;
        let count = cited.get(rule.id.as_str()).map_or(0, Vec::len);
        println!("{count:5}  {:4}  {}", rule.mark, rule.id);
        match &rule.tested {
            Tested::Corpus if count == 0 => uncovered.push(rule.id.as_str()),
            Tested::Open(reason) => open.push(format!("{}: {reason}", rule.id)),
            _ => {}
        }
    }
    let citing = cases.iter().filter(|case| !case.rules.is_empty()).count();
    println!("\n{} rules", rules.len());
    for (mark, count) in marks {
        println!("{count:5}  {mark}");
    }
    println!("{} cases, {citing} of them cite a rule", cases.len());
    println!("{} rules are open\n  {}", open.len(), open.join("\n  "));
    println!(
        "{} rules have no case: {}",
        uncovered.len(),
        uncovered.join(", ")
    );
    Ok(())
}

fn run_catalog(arguments: &[String]) -> Result<()> {
    let root = repository::root();
    let target = repository::target(&root);
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["update"] => catalog::update(&root, &target),
        ["verify"] => catalog::verify(&root, &target),
        ["diff", old, new] => catalog::diff(Path::new(old), Path::new(new)),
        _ => Err(anyhow::anyhow!("{USAGE}")),
    }
}

/// Builds a program of the testkit for speed, which a long run repays, and runs it.
fn run_testkit(program: &str, arguments: &[String]) -> Result<()> {
    let status = repository::cargo()
        .current_dir(repository::root())
        .args(["run", "--locked", "--quiet", "--release"])
        .args(["-p", "portcullis-testkit", "--bin", program, "--"])
        .args(arguments)
        .status()
        .context("cargo does not start")?;
    if status.success() {
        Ok(())
    } else {
        bail!("{program}: engine and oracle disagree, or could not be asked: {status}")
    }
}

fn archive_corpus() -> Result<()> {
    let root = repository::root();
    let version = env!("CARGO_PKG_VERSION");
    let path = archive::write(&root, &repository::target(&root), version)?;
    let size = std::fs::metadata(&path)?.len().div_ceil(1_000);
    println!("{} ({size} kB)", path.display());
    Ok(())
}

/// A tool that is not part of the build is not installed here. Nothing is wrong with the repository.
#[derive(Debug)]
struct NotInstalled(String);

impl std::fmt::Display for NotInstalled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotInstalled {}

fn run_deny() -> Result<()> {
    if deny::run(&repository::root())? {
        Ok(())
    } else {
        Err(NotInstalled(format!("cargo-deny is not installed: {}", deny::INSTALL)).into())
    }
}

fn run_fuzz(arguments: &[String]) -> Result<()> {
    let options = fuzz::options::Options::read(arguments)?;
    let root = repository::root();
    fuzz::run(&root, &repository::target(&root), &options)
}

fn write_sbom() -> Result<()> {
    let root = repository::root();
    let folder = repository::target(&root);
    let path = folder.join("portcullis.cdx.json");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(&path, sbom::text(&root)?).with_context(|| format!("{}", path.display()))?;
    println!("{}", path.display());
    Ok(())
}

fn run_package(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let build = match words.as_slice() {
        [] => true,
        ["--list"] => false,
        _ => bail!("{USAGE}"),
    };
    for one in package::run(&repository::root(), build)? {
        let size = one.size.unwrap_or_default().div_ceil(1_000);
        println!("{:22} {:3} files {size:5} kB", one.name, one.files.len());
    }
    Ok(())
}

/// Builds the command as it is released, and attacks it.
fn run_hostile(arguments: &[String]) -> Result<()> {
    let (only, recorded) = match arguments {
        [] => ("", false),
        [record] if record == "--record" => ("", true),
        [only] => (only.as_str(), false),
        _ => bail!("{USAGE}"),
    };
    if !hostile::measure::is_possible() {
        return Err(NotInstalled("GNU time is not installed as /usr/bin/time".to_owned()).into());
    }
    let root = repository::root();
    let status = repository::cargo()
        .current_dir(&root)
        .args([
            "build",
            "--locked",
            "--quiet",
            "--release",
            "-p",
            sbom::PROGRAM,
        ])
        .status()
        .context("cargo does not start")?;
    if !status.success() {
        bail!("the command does not build: {status}");
    }
    let target = repository::target(&root);
    let program = target.join("release").join("portcullis");
    let rows = hostile::run(&program, &target, only)?;
    let over: Vec<String> = (rows.iter())
        .filter_map(|row| {
            Some(format!(
                "{} ({}): {}",
                row.attack,
                hostile::page::shown(&row.command),
                row.excess()?
            ))
        })
        .collect();
    if !over.is_empty() {
        bail!(
            "{} of {} runs took too much:\n  {}",
            over.len(),
            rows.len(),
            over.join("\n  ")
        );
    }
    println!("{} runs within the bounds", rows.len());
    if recorded {
        let path = root.join(hostile::page::PAGE);
        let page = std::fs::read_to_string(&path).context(hostile::page::PAGE)?;
        let page = hostile::page::updated(&page, &rows, &fuzz::date::today()?)?;
        std::fs::write(&path, page).context(hostile::page::PAGE)?;
    }
    Ok(())
}

fn run_ci(names: &[String]) -> Result<()> {
    let root = repository::root();
    let readme = std::fs::read_to_string(root.join("README.md")).context("README.md")?;
    let members: Vec<String> = metadata::members(&root)?
        .into_iter()
        .map(|p| p.name)
        .collect();
    let steps = steps::all(steps::Machine::look(), &readme, &members)?;
    ci::run(&root, &steps::chosen(steps, names)?)
}
