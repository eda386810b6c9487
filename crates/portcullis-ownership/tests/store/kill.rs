//! A writer that is killed at any moment: what it had acknowledged is there afterwards.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use portcullis_ownership::{FileStore, Ledger, Owner};

use crate::support::{Place, model, owner, step, texts, write};

/// Names the file to the writer.
const LEDGER: &str = "PORTCULLIS_TEST_LEDGER";

/// How many writers are killed.
const KILLS: u64 = 60;

/// The writer: this test, run by itself with a ledger named. It says of each entry when it is acknowledged, until it is killed.
#[test]
fn writer() {
    let Some(path) = std::env::var_os(LEDGER) else {
        return;
    };
    let mut ledger = Ledger::open(FileStore::open(Path::new(&path)).unwrap()).unwrap();
    let mut out = std::io::stdout().lock();
    for number in u64::try_from(ledger.entries().count()).unwrap()..u64::MAX {
        step(&mut ledger, number);
        writeln!(out, "acknowledged {}", number + 1).unwrap();
        out.flush().unwrap();
    }
}

/// Runs the writer, kills it after so long, and gives the last number that it acknowledged.
fn write_until_killed(path: &OsStr, life: Duration) -> Option<u64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["kill::writer", "--exact", "--nocapture", "--test-threads=1"])
        .env(LEDGER, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let reader = std::thread::spawn(move || {
        let numbers = out.lines().map_while(Result::ok).filter_map(|line| {
            let (_, number) = line.rsplit_once("acknowledged ")?;
            number.parse::<u64>().ok()
        });
        numbers.last()
    });
    std::thread::sleep(life);
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap()
}

#[test]
fn a_killed_writer_loses_nothing_that_it_acknowledged() {
    let place = Place::new();
    let path = place.file();
    write(&path, 0);
    let (mut reached, mut extra, mut unfinished) = (0, 0, 0);
    for round in 0..KILLS {
        // From before the first entry to some dozens of entries, never twice the same.
        let life = Duration::from_micros(2_000 + round * 733 + round * round % 977);
        let acknowledged = write_until_killed(path.as_os_str(), life).unwrap_or(reached);
        let ledger = Ledger::open(FileStore::read_only(&path).unwrap()).unwrap();
        let entries = u64::try_from(ledger.entries().count()).unwrap();
        assert!(
            entries == acknowledged || entries == acknowledged + 1,
            "{acknowledged} acknowledged, {entries} found"
        );
        assert_eq!(texts(&ledger), texts(&model(entries)));
        let last = entries.saturating_sub(1) / 3;
        if entries > 0 {
            let found = ledger.owner(&format!("arn:aws:s3:::a-{last}"));
            assert_eq!(found, Some::<Owner>(owner(last)));
        }
        extra += u64::from(entries > acknowledged);
        unfinished += u64::from(ledger.store().unfinished_bytes() > 0);
        reached = entries;
    }
    println!("{KILLS} kills, {reached} entries, {extra} unacknowledged, {unfinished} unfinished");
    assert!(
        reached > KILLS,
        "{reached} entries: the writers never got far"
    );
}
