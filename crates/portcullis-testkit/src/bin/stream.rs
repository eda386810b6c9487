//! Runs one fuzz target over a stream of inputs, or over those that are committed; `cargo xtask fuzz` builds and starts it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use portcullis_testkit::fuzz::{TARGETS, Target};
use portcullis_testkit::stream::{self, End, Finding, FindingKind, Seeds};

const USAGE: &str = "usage: stream --list
       stream FOLDER TARGET [--seed N] [--executions N] [--seconds N]
       stream FOLDER TARGET --replay [FILE]";

/// How often it is said how far a run has come.
const PERIOD: Duration = Duration::from_secs(10);

struct Options {
    folder: PathBuf,
    target: &'static Target,
    seed: u64,
    end: End,
}

enum Command {
    List,
    Run(Options),
    Replay(PathBuf, &'static Target, Option<PathBuf>),
}

fn command(mut arguments: impl Iterator<Item = String>) -> Option<Command> {
    let folder = match arguments.next()?.as_str() {
        "--list" => return Some(Command::List),
        folder => PathBuf::from(folder),
    };
    let name = arguments.next()?;
    let target = TARGETS.iter().find(|target| target.name == name)?;
    let mut options = Options {
        folder,
        target,
        seed: 1,
        end: End {
            executions: u64::MAX,
            time: Duration::MAX,
        },
    };
    while let Some(option) = arguments.next() {
        if option == "--replay" {
            let file = arguments.next().map(PathBuf::from);
            return Some(Command::Replay(options.folder, target, file));
        }
        let value = arguments.next()?.parse().ok()?;
        match option.as_str() {
            "--seed" => options.seed = value,
            "--executions" => options.end.executions = value,
            "--seconds" => options.end.time = Duration::from_secs(value),
            _ => return None,
        }
    }
    Some(Command::Run(options))
}

fn main() -> ExitCode {
    let done = match command(std::env::args().skip(1)) {
        None => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
        Some(Command::List) => {
            for target in TARGETS {
                println!("{} {}", target.name, target.size.as_str());
            }
            Ok(true)
        }
        Some(Command::Run(options)) => run(&options),
        Some(Command::Replay(folder, target, file)) => replay(&folder, target, file),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn replay(folder: &Path, target: &Target, file: Option<PathBuf>) -> std::io::Result<bool> {
    let files = match file {
        Some(file) => vec![file],
        None => {
            let entries = std::fs::read_dir(folder.join("regressions").join(target.name))?;
            entries
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<Result<_, _>>()?
        }
    };
    for file in &files {
        if stream::panics(target, &std::fs::read(file)?) {
            println!("finding: {}", file.display());
            return Ok(false);
        }
    }
    println!("executions: {}", files.len());
    Ok(!files.is_empty())
}

fn run(options: &Options) -> std::io::Result<bool> {
    let Options {
        folder,
        target,
        seed,
        end,
    } = options;
    let seeds = Seeds::of_folder(target, folder)?;
    eprintln!(
        "{}: seed {seed}, {} inputs to start from",
        target.name,
        seeds.len()
    );
    // Panics are what is looked for: each is told once, when it is small.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let start = Instant::now();
    let mut said = Duration::ZERO;
    let mut progress = |done: u64| {
        let time = start.elapsed();
        if time.saturating_sub(said) >= PERIOD {
            said = time;
            eprintln!(
                "{}: {done} executions after {} s",
                target.name,
                time.as_secs()
            );
        }
    };
    let outcome = stream::run(target, &seeds, *seed, *end, &mut progress);
    println!("executions: {}", outcome.executions);
    let Some(Finding { input, kind, .. }) = outcome.finding else {
        return Ok(true);
    };
    let (prefix, input) = match kind {
        FindingKind::Panic => ("crash", stream::shrink(target, input)),
        FindingKind::Hang => ("timeout", input),
    };
    let artifacts = folder.join("artifacts").join(target.name);
    std::fs::create_dir_all(&artifacts)?;
    let path = artifacts.join(format!("{prefix}-stream-{:016x}", digest(&input)));
    std::fs::write(&path, &input)?;
    println!("finding: {}", path.display());
    std::panic::set_hook(hook);
    let still = kind == FindingKind::Hang || stream::panics(target, &input);
    debug_assert!(still, "a finding comes up again");
    Ok(false)
}

/// FNV-1a: a name for the input.
fn digest(input: &[u8]) -> u64 {
    input.iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}
