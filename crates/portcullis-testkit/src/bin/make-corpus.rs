//! Makes the cases of `corpus/tables/` and `corpus/drawn/` anew: `make-corpus <tables|drawn> [--check] [--seed S] [--sets N]`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;

use portcullis_testkit::corpus;
use portcullis_testkit::make::{self, Draft, Topics};

const USAGE: &str = "\
usage: make-corpus tables [--check]
       make-corpus drawn [--seed S] [--sets N]

  tables    writes the cases of the tables; --check compares them with the files instead
  drawn     draws so many sets of policies, makes small what reaches something new, and writes the cases";

struct Options {
    tables: bool,
    check: bool,
    seed: u64,
    sets: u64,
}

fn options(mut arguments: impl Iterator<Item = String>) -> Option<Options> {
    let mut options = Options {
        tables: match arguments.next()?.as_str() {
            "tables" => true,
            "drawn" => false,
            _ => return None,
        },
        check: false,
        seed: 1,
        sets: 3_000,
    };
    while let Some(name) = arguments.next() {
        match name.as_str() {
            "--check" if options.tables => options.check = true,
            "--seed" => options.seed = arguments.next()?.parse().ok()?,
            "--sets" => options.sets = arguments.next()?.parse().ok()?,
            _ => return None,
        }
    }
    Some(options)
}

/// What the corpus has besides the folders that are made anew.
fn taken(anew: &[&str]) -> std::io::Result<BTreeSet<String>> {
    let folders: Vec<_> = anew
        .iter()
        .map(|folder| corpus::folder().join(folder))
        .collect();
    let cases = corpus::cases()?.into_iter();
    let others = cases.filter(|case| {
        let name = case.name().map(ToString::to_string).unwrap_or_default();
        !folders
            .iter()
            .any(|folder| Path::new(&name).starts_with(folder))
    });
    Ok(others.filter_map(|case| make::key_of(&case)).collect())
}

/// Where each rule comes from.
fn sources() -> std::io::Result<BTreeMap<String, String>> {
    let index = std::fs::read_to_string(corpus::folder().join("rules.jsonl"))?;
    let rows = index.lines().filter_map(|line| {
        let row: serde_json::Value = serde_json::from_str(line).ok()?;
        let text = |name: &str| row.get(name)?.as_str().map(str::to_owned);
        Some((text("id")?, text("source")?))
    });
    Ok(rows.collect())
}

fn made(options: &Options) -> Result<Topics, String> {
    let text = |error: std::io::Error| error.to_string();
    let (anew, drafts): (&[&str], Vec<Draft>) = if options.tables {
        (&["tables", "drawn"], make::tables())
    } else {
        let progress = |index: u64, count: usize| {
            if index.is_multiple_of(100) {
                eprintln!("{index} sets, {count} cases");
            }
        };
        (
            &["drawn"],
            make::drawn(options.seed, options.sets, &progress),
        )
    };
    let mut taken = taken(anew).map_err(text)?;
    let drafted = drafts.len();
    let topics = make::settle(&drafts, &mut taken, &sources().map_err(text)?);
    let topics =
        topics.map_err(|wrong| format!("{}\n{} are wrong", wrong.join("\n"), wrong.len()))?;
    let settled: usize = topics.values().map(Vec::len).sum();
    println!("{drafted} drafts, {settled} cases");
    for (topic, cases) in &topics {
        let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
        for case in cases {
            *outcomes.entry(&case.expect).or_default() += 1;
        }
        println!("{:5}  {topic}  {outcomes:?}", cases.len());
    }
    Ok(topics)
}

fn write(topics: &Topics, check: bool) -> Result<(), String> {
    let mut differ = Vec::new();
    for (topic, cases) in topics {
        let path = corpus::folder().join(format!("{topic}.jsonl"));
        let mut text = String::new();
        for case in cases {
            text.push_str(&case.line);
            text.push('\n');
        }
        if check {
            if std::fs::read_to_string(&path).ok().as_ref() != Some(&text) {
                differ.push(path.display().to_string());
            }
        } else {
            let folder = path.parent().unwrap_or(&path);
            let written =
                std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, text));
            written.map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    if differ.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "not as the tables make them: {}",
            differ.join(", ")
        ))
    }
}

fn main() -> ExitCode {
    let Some(options) = options(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match made(&options).and_then(|topics| write(&topics, options.check)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
