//! How long a run takes and how much memory, as GNU time tells it.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

const TIME: &str = "/usr/bin/time";

/// Whether runs can be measured on this machine.
#[must_use]
pub fn is_possible() -> bool {
    let output = Command::new(TIME).args(["-f", "%M", "true"]).output();
    output.is_ok_and(|output| output.status.success())
}

/// What a run came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The status that it ended with; `None` where a signal ended it.
    pub status: Option<i32>,
    /// The first code of an error, the first verdict, or the status.
    pub result: String,
    /// The time of the processor, of the program and of the system for it, in seconds.
    pub seconds: f64,
    /// The most memory that it held, in bytes.
    pub memory: u64,
}

/// Runs the program in a folder.
#[derive(Debug)]
pub struct Stopwatch {
    program: PathBuf,
    folder: PathBuf,
}

/// How long a run may take before it is ended, in seconds: on a busy machine a stream takes minutes.
const PATIENCE: &str = "600";

/// How much of what a run prints is looked at, in bytes.
const LOOKED_AT: u64 = 1 << 16;

impl Stopwatch {
    /// A stopwatch for a program, in a folder that exists.
    ///
    /// # Errors
    ///
    /// If there is no such program.
    pub fn new(program: &Path, folder: &Path) -> Result<Self> {
        let program = fs::canonicalize(program)
            .with_context(|| format!("{}: no program", program.display()))?;
        Ok(Self {
            program,
            folder: folder.to_owned(),
        })
    }

    /// Runs the program with arguments; one that begins with `<` is a file for standard input.
    ///
    /// # Errors
    ///
    /// If it cannot be run.
    pub fn run(&self, arguments: &[&str]) -> Result<Measured> {
        let [times, out] = ["times", "out"].map(|name| self.folder.join(name));
        let mut command = Command::new(TIME);
        command
            .current_dir(&self.folder)
            .args(["-q", "-f", "%U %S %M", "-o"])
            .arg(&times)
            .args(["timeout", PATIENCE])
            .arg(&self.program)
            .args(arguments.iter().filter(|one| !one.starts_with('<')))
            .stdin(Stdio::null())
            .stdout(File::create(&out)?)
            .stderr(Stdio::null());
        let input = arguments.iter().find_map(|one| one.strip_prefix('<'));
        if let Some(input) = input {
            command.stdin(File::open(self.folder.join(input))?);
        }
        let status = command.status().context(TIME)?;
        let told = fs::read_to_string(&times)?;
        let numbers: Vec<&str> = told.split_whitespace().collect();
        let [user, system, memory] = numbers.as_slice() else {
            bail!("{TIME} told `{told}`");
        };
        let seconds = user.parse::<f64>()? + system.parse::<f64>()?;
        let mut start = Vec::new();
        File::open(&out)?.take(LOOKED_AT).read_to_end(&mut start)?;
        Ok(Measured {
            status: status.code(),
            result: result(&String::from_utf8_lossy(&start), status.code()),
            seconds,
            memory: memory.parse::<u64>()?.saturating_mul(1024),
        })
    }
}

/// What was printed, in a word.
fn result(printed: &str, status: Option<i32>) -> String {
    for member in ["\"code\":\"", "\"decision\":\""] {
        let found = printed
            .split_once(member)
            .and_then(|(_, rest)| rest.split_once('"'));
        if let Some((word, _)) = found {
            return word.to_owned();
        }
    }
    match status {
        Some(status) => format!("status {status}"),
        None => "a signal".to_owned(),
    }
}
