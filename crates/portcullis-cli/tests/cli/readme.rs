//! The console blocks of the README are what the command prints.

use crate::support::{root, run};

/// A command with what stands beneath it.
struct Shown {
    arguments: Vec<String>,
    output: String,
}

#[test]
fn the_console_blocks_are_real() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let shown = shown(&readme);
    assert!(shown.len() >= 6, "{}", shown.len());
    for Shown { arguments, output } in shown {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let found = run(&arguments);
        assert_eq!(
            without_time(&found.out),
            without_time(&output),
            "{arguments:?}\n{}",
            found.err
        );
    }
}

fn shown(readme: &str) -> Vec<Shown> {
    let mut all: Vec<Shown> = Vec::new();
    let mut inside = false;
    let mut lines = readme.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if let (true, Some(command)) = (inside, line.strip_prefix("$ portcullis ")) {
            let mut command = command.to_owned();
            while command.ends_with('\\') {
                command.pop();
                command.push_str(lines.next().unwrap());
            }
            all.push(Shown {
                arguments: words(&command),
                output: String::new(),
            });
        } else if inside {
            let output = &mut all.last_mut().unwrap().output;
            output.push_str(line);
            output.push('\n');
        }
    }
    all
}

/// The words of a command line as a shell splits it, with single quotation marks.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in line.split('\'').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// The output without the time that a run took, at the end of a line.
fn without_time(output: &str) -> String {
    let line = |line: &str| match line.rsplit_once(", ") {
        Some((before, time)) if time.ends_with(" s") => before.to_owned(),
        _ => line.to_owned(),
    };
    output.lines().map(line).collect::<Vec<_>>().join("\n")
}
