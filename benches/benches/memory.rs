//! Memory for a statement, and allocations for a decision, in a process of its own: counting them takes time.
//!
//! `--record` writes the tables into `record/`; a word takes the workloads whose name has it.

use std::fmt::Write as _;

use allocation_counter::measure;
use anyhow::{Context, Result};
use portcullis_benches::adapter::{Documents, Engine, Prepared};
use portcullis_benches::measure::requests;
use portcullis_benches::model::Set;
use portcullis_benches::record::{self, Table, short};
use portcullis_benches::workloads::growth::{self, Apart};
use portcullis_benches::workloads::{self, w3};

/// Calls of a workload that are decided.
const CALLS: usize = 1_000;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let word = arguments.iter().find(|argument| !argument.starts_with('-'));
    if word.is_some_and(|word| !"memory".contains(word.as_str())) {
        return Ok(());
    }
    let mut text = format!("# Memory, {}\n\n{}", record::today(), record::machine());
    text.push_str("* `cargo bench -p portcullis-benches --bench memory -- --record`\n\n");
    text.push_str(
        "## Memory\n\nBytes that are held for a statement, once the texts are dropped.\n\n",
    );
    let mut table = Table::new(&["workload", "statements", "documents", "program", "both"]);
    for set in [
        w3::large(),
        w3::large_s3(),
        growth::of(100_000, Apart::Resources),
    ] {
        let (documents, program) = held(&set)?;
        table.row([
            set.name.to_owned(),
            short(set.statements() as f64),
            short(documents),
            short(program),
            short(documents + program),
        ]);
    }
    let _ = writeln!(
        text,
        "{table}\n## Allocations\n\nFor a call, in the mean.\n"
    );
    let mut table = Table::new(&[
        "workload",
        "to decide",
        "to build the request",
        "bytes of it",
    ]);
    for (_, make) in workloads::DECISIONS {
        if let Some(set) = make()? {
            table.row(allocated(&set.thinned(CALLS))?);
        }
    }
    let _ = writeln!(text, "{table}");
    println!("{text}");
    if arguments.iter().any(|argument| argument == "--record") {
        println!("{}", record::write("memory", &text)?.display());
    }
    Ok(())
}

/// Bytes for a statement: of the documents, and of the program beside them.
fn held(set: &Set) -> Result<(f64, f64)> {
    let texts: Vec<String> = set
        .policies
        .iter()
        .map(|policy| policy.document.to_string())
        .collect();
    let mut documents = None;
    let reading = measure(|| documents = Documents::read_texts(set, &texts).ok());
    let documents = documents.context("a document is no policy")?;
    let mut engine = None;
    let compiling = measure(|| engine = Engine::compile(set, &documents).ok());
    let engine = engine.context("a policy is in a layer that it was not read for")?;
    let statements = set.statements() as f64;
    drop(engine);
    Ok((
        reading.bytes_current as f64 / statements,
        compiling.bytes_current as f64 / statements,
    ))
}

fn allocated(set: &Set) -> Result<[String; 4]> {
    let engine = Engine::new(set)?;
    let requests = requests(&engine, set)?;
    let deciding = measure(|| {
        for request in &requests {
            std::hint::black_box(engine.allows(request));
        }
    });
    let building = measure(|| {
        for call in &set.calls {
            drop(std::hint::black_box(Prepared::new(&engine, set, call)));
        }
    });
    let calls = set.calls.len().max(1) as f64;
    Ok([
        set.name.to_owned(),
        short(deciding.count_total as f64 / calls),
        short(building.count_total as f64 / calls),
        short(building.bytes_total as f64 / calls),
    ])
}
