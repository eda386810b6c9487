//! Every case of the corpus gives what it expects.

use std::path::{Path, PathBuf};

use portcullis_scenario::{Explanation, NoFiles, Scenario, Settings, SourceFile};

fn corpus() -> PathBuf {
    std::env::var_os("PORTCULLIS_CORPUS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus"),
        PathBuf::from,
    )
}

fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == ending)
                && path.file_name().is_some_and(|name| name != "rules.jsonl")
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The misses of one case, and whether it has an expectation at all.
fn misses(source: std::sync::Arc<SourceFile>) -> Vec<String> {
    let mut settings = Settings::default();
    settings.explanation = Explanation::None;
    let scenario = Scenario::read(source.clone(), &NoFiles);
    let (id, expectation) = Scenario::heading(&source);
    let (answer, scenario) = match scenario {
        Ok(scenario) => (scenario.answer(&settings), Some(scenario)),
        Err(error) => (Err(error), None),
    };
    let id = id.unwrap_or_default();
    let Some(expectation) = expectation else {
        return vec![format!("{id}: no expectation")];
    };
    let mut misses: Vec<String> = expectation
        .misses(scenario.as_ref(), &answer)
        .iter()
        .map(|miss| format!("{id}: {miss}"))
        .collect();
    // A trace never changes a decision.
    if let (Some(scenario), Ok(answer)) = (&scenario, &answer) {
        settings.explanation = Explanation::Trace;
        let explained = scenario.answer(&settings).unwrap();
        for (one, other) in answer.checks().iter().zip(explained.checks()) {
            if one.decision != other.decision {
                misses.push(format!("{id}: the trace changed the decision"));
            }
        }
    }
    misses
}

#[test]
fn every_case_gives_what_it_expects() {
    let mut cases = 0_usize;
    let mut all = Vec::new();
    for path in files_below(&corpus(), "jsonl") {
        let text = std::fs::read_to_string(&path).unwrap();
        for (index, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
        {
            cases += 1;
            let name = path.display().to_string();
            all.extend(misses(SourceFile::line(name, line, index + 1)));
        }
    }
    for path in files_below(&corpus(), "json") {
        cases += 1;
        let text = std::fs::read_to_string(&path).unwrap();
        all.extend(misses(SourceFile::new(path.display().to_string(), text)));
    }
    assert!(cases >= 677, "only {cases} cases were found");
    assert!(
        all.is_empty(),
        "{} of {cases} cases missed:\n{}",
        all.len(),
        all.join("\n")
    );
}
