//! W1 to W5 by means over whole passes: engine, naive scan, floor; compile time, growth, hostile patterns.
//!
//! `--quick` measures one pass of each, `--record` writes the tables into `record/`; a word takes the workloads whose name has it.

use anyhow::{Result, ensure};
use portcullis_benches::measure::{self, Effort, Ready};
use portcullis_benches::model::Set;
use portcullis_benches::{record, report, workloads};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let effort = Effort::of(&arguments);
    let word = arguments.iter().find(|argument| !argument.starts_with('-'));
    let wanted = |name: &str| word.is_none_or(|word| name.contains(word.as_str()));
    let mut text = format!("# Means, {}\n\n{}", record::today(), record::machine());
    text.push_str("* `cargo bench -p portcullis-benches --bench means -- --record`\n\n");
    let mut means = report::Means::new();
    for (name, make) in workloads::DECISIONS {
        let set = if wanted(name) { make()? } else { None };
        if let Some(set) = set {
            measure(set, effort, &mut means)?;
        }
    }
    text.push_str(&means.to_string());
    if wanted("others") {
        text.push_str(&report::Others::measured(effort)?.to_string());
    }
    println!("{text}");
    if has("--record") {
        println!("{}", record::write("means", &text)?.display());
    }
    Ok(())
}

fn measure(set: Set, effort: Effort, means: &mut report::Means) -> Result<()> {
    eprintln!("{} …", set.name);
    let ready = Ready::new(set)?;
    let compared = ready.compare();
    ensure!(
        compared.otherwise.is_empty(),
        "engine and naive scan disagree: {compared:?}"
    );
    means.add(ready.set(), &compared, &measure::workload(&ready, effort));
    Ok(())
}
