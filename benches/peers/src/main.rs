//! W1 to W5 by the engine, by Cedar and by iam-rs in one run, on the same calls, with the answers compared first.
//!
//! `--quick` measures one pass of each, `--record` writes the tables into `benches/record/`; a word takes
//! the workloads whose name has it, `others` what is no workload.

mod cedar;
mod goals;
mod iam;
mod peer;

use std::fmt::Write as _;

use anyhow::{Result, ensure};
use portcullis_benches::measure::{self, ANEW, ENGINE, Effort, FLOOR, Ready, SCAN};
use portcullis_benches::model::Set;
use portcullis_benches::passes::{Mean, Side};
use portcullis_benches::record::{self, Table, short};
use portcullis_benches::report::{self, Others};
use portcullis_benches::{passes, workloads};

use cedar::Cedar;
use goals::Figures;
use iam::Iam;
use peer::Peer as _;

const CEDAR: &str = "Cedar";
const IAM: &str = "iam-rs";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let effort = Effort::of(&arguments);
    let word = arguments.iter().find(|argument| !argument.starts_with('-'));
    let mut figures = Vec::new();
    let mut notes = String::new();
    for (name, make) in workloads::DECISIONS {
        let wanted = word.is_none_or(|word| name.contains(word.as_str()));
        let set = if wanted { make()? } else { None };
        if let Some(set) = set {
            eprintln!("{name} …");
            let (row, answers) = measured(set, effort)?;
            notes.push_str(&answers);
            eprintln!("{row:.3?}");
            figures.push(row);
        }
    }
    let others = if word.is_none_or(|word| word == "others") {
        eprintln!("growth …");
        Some(Others::measured(effort)?)
    } else {
        None
    };
    let text = text(&figures, &notes, others.as_ref());
    println!("{text}");
    if arguments.iter().any(|argument| argument == "--record") {
        println!("{}", record::write("peers", &text)?.display());
    }
    Ok(())
}

/// How many calls the peers answer: a pass of theirs has to end within a second or so.
fn sample(name: &str) -> usize {
    match name {
        "W3" | "W3s" => 40,
        _ => 1_000,
    }
}

fn measured(set: Set, effort: Effort) -> Result<(Figures, String)> {
    let mut notes = String::new();
    let sampled = Ready::new(set.thinned(sample(set.name)))?;
    let (cedar, iam) = (Cedar::new(sampled.set())?, Iam::new(sampled.set())?);
    let ready = Ready::new(set)?;
    let compared = ready.compare();
    ensure!(
        compared.otherwise.is_empty(),
        "engine and naive scan disagree: {compared:?}"
    );
    let name = ready.set().name;
    let _ = writeln!(notes, "* {name}: {}", report::compared(&compared));
    for (peer, answers) in [(CEDAR, cedar.answers()), (IAM, iam.answers())] {
        let _ = writeln!(notes, "  {peer}: {}", differences(&sampled, &answers));
    }
    eprint!("{notes}");
    let own = measure::workload(&ready, effort);
    let calls = sampled.set().calls.len();
    let sides = vec![
        sampled.engine(),
        Side::new(CEDAR, calls, || cedar.pass()),
        Side::new(IAM, calls, || iam.pass()),
    ];
    let beside = passes::measure(sides, effort.rounds, effort.budget);
    let of = |means: &[Mean], side| {
        measure::mean(means, side).map_or(f64::NAN, |mean| mean.nanoseconds / 1_000.0)
    };
    let figures = Figures {
        name,
        engine: of(&own, ENGINE),
        anew: of(&own, ANEW),
        scan: of(&own, SCAN),
        floor: of(&own, FLOOR),
        sampled: of(&beside, ENGINE),
        cedar: of(&beside, CEDAR),
        iam: of(&beside, IAM),
    };
    Ok((figures, notes))
}

/// A peer's answers against those of the naive scan, which like the peers knows nothing of services.
fn differences(ready: &Ready, answers: &[bool]) -> String {
    let scanned = ready.scanned();
    let calls = ready.set().calls.iter().zip(scanned).zip(answers);
    let other: Vec<String> = calls
        .filter(|((_, scanned), answer)| scanned != *answer)
        .map(|((call, scanned), _)| {
            let expected = if scanned { "allowed" } else { "denied" };
            format!("{} on {} is {expected}", call.action, call.resource)
        })
        .collect();
    match other.as_slice() {
        [] => format!(
            "equal to the naive scan's on all {} sampled calls",
            answers.len()
        ),
        [first, ..] => format!(
            "otherwise on {} of {} sampled calls, first: {first}",
            other.len(),
            answers.len()
        ),
    }
}

fn text(figures: &[Figures], notes: &str, others: Option<&Others>) -> String {
    let mut text = format!("# Peers, {}\n\n{}", record::today(), record::machine());
    text.push_str("* cedar-policy 4.14, iam-rs 0.8.0, all in one process; `cargo run --release --manifest-path benches/peers/Cargo.toml -- --record`\n");
    text.push_str("* means over whole passes; the peers, and the engine in the column beside them, on a sample of the calls\n\n");
    text.push_str("## Table\n\n");
    let mut table = Table::new(&[
        "workload, µs",
        "engine",
        "request anew",
        "naive scan",
        "floor",
        "engine, sampled",
        "Cedar",
        "iam-rs",
        "engine ÷ floor",
        "naive ÷ engine",
        "Cedar ÷ engine",
        "iam-rs ÷ engine",
    ]);
    for one in figures {
        table.row([
            one.name.to_owned(),
            short(one.engine),
            short(one.anew),
            short(one.scan),
            short(one.floor),
            short(one.sampled),
            short(one.cedar),
            short(one.iam),
            short(one.engine / one.floor),
            short(one.scan / one.engine),
            short(one.cedar / one.sampled),
            short(one.iam / one.sampled),
        ]);
    }
    let _ = writeln!(text, "{table}\n## Answers\n\n{notes}");
    let _ = writeln!(text, "{}", goals::of(figures, others));
    if let Some(others) = others {
        let _ = writeln!(text, "{others}");
    }
    text
}
