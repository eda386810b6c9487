//! Files that are made to be slow or large, given to the command as it is released, with a stopwatch.
//!
//! Each file goes through every verb that reads its sort of file. A run has to end within a second of processor time, and within
//! 64 MB and eight times the size of the file. Where the file is a stream of lines, it may take as long as it has lines, and 64 MB and
//! eight times its longest line; see `docs/limits.md`.

pub mod attacks;
pub mod documents;
pub mod exports;
pub mod ledgers;
pub mod measure;
pub mod page;
pub mod places;
pub mod texts;

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};

use attacks::Attack;
use measure::{Measured, Stopwatch};
use places::Place;

/// How long a run may take, in seconds of the processor.
pub const MOST_SECONDS: f64 = 1.0;
/// How much memory a run may take whatever the size of its file, in bytes.
pub const MEMORY: u64 = 64 << 20;
/// How often the size of the file comes on top of it.
pub const TIMES_THE_SIZE: u64 = 8;
/// How often a run is repeated that took too long: others may have used the machine.
const ATTEMPTS: usize = 3;

/// An account with one user, who has a policy that is not in the file.
const ACCOUNT: &str = r#"{"UserDetailList": [{"UserName": "u", "UserId": "AIDAEXAMPLE", "Arn": "arn:aws:iam::111122223333:user/u",
  "AttachedManagedPolicies": [{"PolicyName": "hostile", "PolicyArn": "arn:aws:iam::aws:policy/hostile"}]}]}"#;

/// One row of the table.
#[derive(Clone, Debug)]
pub struct Row {
    /// The file.
    pub attack: &'static str,
    /// The command, without the program.
    pub command: Vec<&'static str>,
    /// Where the file was read.
    pub place: Place,
    /// The size of the file, in bytes.
    pub size: u64,
    /// How much of it has to be held at once, in bytes: the file, or the longest line of a stream.
    pub held: u64,
    /// What came out.
    pub measured: Measured,
}

impl Row {
    /// How much memory it may take, in bytes.
    #[must_use]
    pub const fn most_memory(&self) -> u64 {
        MEMORY.saturating_add(self.held.saturating_mul(TIMES_THE_SIZE))
    }

    /// What it was over, if it was over something.
    #[must_use]
    pub fn excess(&self) -> Option<String> {
        let found = &self.measured;
        if found.seconds > MOST_SECONDS && !self.place.is_stream() {
            return Some(format!("{:.2} s", found.seconds));
        }
        if found.memory > self.most_memory() {
            let (found, most) = (found.memory >> 20, self.most_memory() >> 20);
            return Some(format!("{found} MiB of {most} MiB"));
        }
        if found.status.is_none_or(|status| status > 2) {
            return Some(format!("ended with {:?}", found.status));
        }
        None
    }

    /// The row for people.
    #[must_use]
    pub fn line(&self) -> String {
        let result = &self.measured.result;
        let code = !result.contains(' ');
        let mark = if code { "`" } else { "" };
        format!(
            "| {} | {} | `{}` | {mark}{result}{mark} | {:.2} | {} |",
            self.attack,
            size(self.size),
            page::shown(&self.command),
            self.measured.seconds,
            self.measured.memory.div_ceil(1_000_000)
        )
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} B"),
        10_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// Runs every attack whose name or place holds `only`, in a folder of its own below `target`.
///
/// # Errors
///
/// If a run takes too long or too much, after all were run; if something cannot be run or written.
pub fn run(program: &Path, target: &Path, only: &str) -> Result<Vec<Row>> {
    let folder = target.join("hostile");
    fs::create_dir_all(&folder).with_context(|| format!("{}", folder.display()))?;
    fs::write(folder.join("account.json"), ACCOUNT)?;
    let policy = "{\"Version\": \"2012-10-17\", \"Statement\": []}";
    fs::write(
        folder.join("large-policy.json"),
        policy.to_owned() + &" ".repeat(15_000_000),
    )?;
    let watch = Stopwatch::new(program, &folder)?;
    let mut rows = Vec::new();
    for attack in attacks::all() {
        let places: Vec<Place> = (attack.places.iter().copied())
            .filter(|place| attack.name.contains(only) || place.name().contains(only))
            .collect();
        if !places.is_empty() {
            rows.extend(strike(&attack, &places, &watch, &folder)?);
        }
    }
    fs::remove_dir_all(&folder).with_context(|| format!("{}", folder.display()))?;
    if rows.is_empty() {
        bail!("nothing was run: no attack and no place is named like `{only}`");
    }
    Ok(rows)
}

/// One attack in each of its places.
fn strike(attack: &Attack, places: &[Place], watch: &Stopwatch, folder: &Path) -> Result<Vec<Row>> {
    let path = folder.join("hostile.json");
    let lines = folder.join("hostile.jsonl");
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&path)?);
    (attack.write)(&mut out)?;
    out.flush()?;
    drop(out);
    // The same file under both names: which verb reads it as lines depends on the name.
    let _ = fs::remove_file(&lines);
    fs::hard_link(&path, &lines)?;
    let size = fs::metadata(&path)?.len();
    let longest = if places.iter().any(|place| place.is_stream()) {
        longest_line(&path)?
    } else {
        size
    };
    let mut rows = Vec::new();
    for place in places {
        for command in &place.commands() {
            let measure = || {
                if *place == Place::Changes {
                    let _ = fs::remove_file(folder.join(places::LEDGER));
                }
                watch.run(command)
            };
            let mut row = Row {
                attack: attack.name,
                command: command.to_vec(),
                place: *place,
                size,
                held: if place.is_stream() { longest } else { size },
                measured: measure()?,
            };
            for _ in 1..ATTEMPTS {
                if row.excess().is_none() {
                    break;
                }
                let again = measure()?;
                if again.seconds < row.measured.seconds {
                    row.measured = again;
                }
            }
            let excess = row.excess().map(|over| format!("  TOO MUCH: {over}"));
            println!("{}{}", row.line(), excess.unwrap_or_default());
            rows.push(row);
        }
    }
    Ok(rows)
}

/// The length of the longest line of a file, in bytes.
fn longest_line(path: &Path) -> io::Result<u64> {
    let mut reader = BufReader::with_capacity(1 << 20, File::open(path)?);
    let (mut longest, mut line) = (0_u64, 0_u64);
    loop {
        let block = reader.fill_buf()?;
        let read = block.len();
        if read == 0 {
            return Ok(longest.max(line));
        }
        for part in block.split_inclusive(|byte| *byte == b'\n') {
            line = line.saturating_add(u64::try_from(part.len()).unwrap_or(u64::MAX));
            if part.ends_with(b"\n") {
                longest = longest.max(line);
                line = 0;
            }
        }
        reader.consume(read);
    }
}
