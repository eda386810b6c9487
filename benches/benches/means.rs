//! W1 to W5 by means over whole passes: engine, naive scan, floor; compile time, growth, hostile patterns.
//!
//! `--quick` measures one pass of each, `--record` writes the tables into `record/`; a word takes the workloads whose name has it.

use anyhow::{Result, ensure};
use portcullis_benches::measure::{self, Effort, Ready};
use portcullis_benches::{record, report, workloads};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let effort = if has("--quick") {
        Effort::QUICK
    } else {
        Effort::FULL
    };
    let word = arguments.iter().find(|argument| !argument.starts_with('-'));
    let wanted = |name: &str| word.is_none_or(|word| name.contains(word.as_str()));
    let mut text = format!("# Means, {}\n\n{}", record::today(), record::machine());
    text.push_str("* `cargo bench -p portcullis-benches --bench means -- --record`\n\n");
    let mut means = report::Means::new();
    for set in workloads::decisions()?
        .into_iter()
        .filter(|set| wanted(set.name))
    {
        let ready = Ready::new(set)?;
        let compared = ready.compare();
        println!("{}: {}", ready.set().name, report::compared(&compared));
        ensure!(
            compared.otherwise.is_empty(),
            "engine and naive scan disagree"
        );
        means.add(ready.set(), &compared, &measure::workload(&ready, effort));
    }
    text.push_str(&means.to_string());
    if wanted("others") {
        text.push_str(&report::others(effort)?);
    }
    println!("{text}");
    if has("--record") {
        println!("{}", record::write("means", &text)?.display());
    }
    Ok(())
}
