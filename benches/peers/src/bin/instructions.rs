//! Runs the bench `instructions` and makes a table of what it counts; `--record` keeps it.
//!
//! Counts do not depend on what else the machine does, so that two records tell of two versions of the engine and of nothing else.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use portcullis_benches::record::{self, Table, short};

/// The runs of the bench, with how many decisions each is.
const RUNS: [(&str, &str, f64); 3] = [
    ("W1", "w1", 1.0),
    ("W2", "w2_ten", 10.0),
    ("W3", "w3_ten", 10.0),
];

fn main() -> Result<()> {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let bench = Command::new(cargo)
        .args(["bench", "--locked", "--manifest-path", manifest])
        .args(["--bench", "instructions"])
        .stderr(Stdio::inherit())
        .output()
        .context("cargo does not start")?;
    let output = String::from_utf8_lossy(&bench.stdout);
    ensure!(bench.status.success(), "the bench failed:\n{output}");
    let counts = counts(&output);
    let mut table = Table::new(&[
        "instructions a decision",
        "engine",
        "floor",
        "engine ÷ floor",
    ]);
    for (workload, run, decisions) in RUNS {
        let of = |function: &str| {
            let count = counts.get(&format!("{function} {run}"));
            count
                .map(|count| count / decisions)
                .with_context(|| format!("the bench said nothing of `{function} {run}`:\n{output}"))
        };
        let (engine, floor) = (of("decide")?, of("probe")?);
        let figures = [engine, floor, engine / floor].map(short);
        table.row([workload.to_owned()].into_iter().chain(figures));
    }
    let text = format!(
        "# Instructions, {}\n\n{}* `cargo run --release --manifest-path benches/peers/Cargo.toml --bin instructions -- --record`\n\n{table}",
        record::today(),
        record::machine(),
    );
    println!("{text}");
    if std::env::args().any(|argument| argument == "--record") {
        println!("{}", record::write("instructions", &text)?.display());
    }
    Ok(())
}

/// The instructions of each run, by the names of its function and of the run.
fn counts(output: &str) -> BTreeMap<String, f64> {
    let mut counts = BTreeMap::new();
    let mut run = None;
    for line in output.lines() {
        // `instructions::decisions::decide w1:(engine(1, 1))`
        if let Some((named, _)) = line.split_once(":(") {
            run = named.rsplit("::").next().map(str::to_owned);
        }
        // `  Instructions:             2270|N/A             (*********)`
        let Some(rest) = line.trim_start().strip_prefix("Instructions:") else {
            continue;
        };
        let count = rest.split('|').next().map(|count| count.trim().parse());
        if let (Some(run), Some(Ok(count))) = (run.take(), count) {
            counts.insert(run, count);
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::counts;

    #[test]
    fn counts_are_read_with_their_runs() {
        let output = "instructions::decisions::decide w1:(engine(1, 1))\n  Instructions:  2270|N/A  (***)\n  L1 Hits:  3346|N/A\n\
            instructions::decisions::probe w3_ten:(floor(3, 10))\n  Instructions:  3279|3280  (-0.03%)\n";
        let found: Vec<_> = counts(output).into_iter().collect();
        let expected = [("decide w1", 2270.0), ("probe w3_ten", 3279.0)];
        assert_eq!(found, expected.map(|(run, count)| (run.to_owned(), count)));
    }
}
