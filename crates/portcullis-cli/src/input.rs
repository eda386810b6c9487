//! Where scenarios come from: files, folders and standard input.

mod folder;

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use portcullis::json::{Json, Span};
use portcullis::scenario::{Line, LineReader, Location, PolicyFiles, ScenarioError, SourceFile};

use crate::limits::limits;
use crate::outcome::Reason;

pub(crate) use folder::walk;

/// The name under which standard input appears in messages.
const STANDARD_INPUT: &str = "<stdin>";

/// How much is read from a file at once, in bytes.
const BUFFER: usize = 64 << 10;

/// What a line counts beside the steps of its decision, and what each byte of it counts: reading takes longer than most decisions.
const LINE: u64 = 24_000;
const BYTE: u64 = 4;

/// How many bytes of a text over a limit are kept for the message.
const KEPT: usize = 4 << 10;

/// One input of scenarios, as it is named on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    /// JSON Lines from standard input.
    Standard,
    /// A file of JSON Lines, by its name.
    Lines(PathBuf),
    /// A file with one scenario.
    Whole(PathBuf),
}

impl Input {
    /// What an argument names.
    pub(crate) fn of_argument(argument: &Path) -> Self {
        let extension = argument.extension().unwrap_or_default();
        if argument.as_os_str() == "-" {
            Self::Standard
        } else if extension == "jsonl" || extension == "ndjson" {
            Self::Lines(argument.to_owned())
        } else {
            Self::Whole(argument.to_owned())
        }
    }

    /// Its name in messages.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Standard => STANDARD_INPUT.to_owned(),
            Self::Lines(path) | Self::Whole(path) => path.display().to_string(),
        }
    }

    /// Whether it can hold more than one scenario.
    pub(crate) const fn holds_many(&self) -> bool {
        !matches!(self, Self::Whole(_))
    }

    /// The folder to which the paths in its scenarios are relative.
    pub(crate) fn folder(&self) -> PathBuf {
        match self {
            Self::Standard => PathBuf::new(),
            Self::Lines(path) | Self::Whole(path) => {
                path.parent().map(Path::to_owned).unwrap_or_default()
            }
        }
    }

    /// Opens it.
    pub(crate) fn open(&self) -> Result<Sources, ScenarioError> {
        let name: Arc<str> = self.name().into();
        let reader: Box<dyn Read> = match self {
            Self::Standard => Box::new(io::stdin()),
            Self::Lines(path) | Self::Whole(path) => Box::new(open(path)?),
        };
        let texts = if self.holds_many() {
            Texts::Lines(lines(reader))
        } else {
            Texts::Whole(Some(reader))
        };
        Ok(Sources {
            name,
            texts,
            budget: Budget::of(matches!(self, Self::Standard)),
            last: 0,
        })
    }
}

/// How many scenarios are answered together, and up to how many bytes: they are held until they are printed, and what is read from a
/// text made for it can take two hundred times as much.
const TOGETHER: usize = 256;
const TOGETHER_BYTES: usize = 192 << 10;

/// A scenario that was read, or why there is none in its place.
pub(crate) struct Item {
    pub(crate) source: Result<Arc<SourceFile>, ScenarioError>,
    /// How long its text was.
    pub(crate) bytes: usize,
}

/// The scenarios of an input, one after the other.
pub(crate) struct Sources {
    name: Arc<str>,
    texts: Texts,
    budget: Budget,
    /// How long the last text was, in bytes.
    last: usize,
}

/// What may still be read of an input. A file is one question in the end, however many lines it has; whoever writes to a pipe waits for
/// an answer to each line.
#[derive(Debug)]
struct Budget {
    endless: bool,
    lines: usize,
    steps: u64,
    errors: usize,
}

impl Budget {
    fn of(endless: bool) -> Self {
        let files = &limits().files;
        Self {
            endless,
            lines: if endless { usize::MAX } else { files.lines },
            steps: if endless { u64::MAX } else { files.steps },
            errors: files.errors,
        }
    }

    /// Why nothing more is read, if that is so.
    fn spent(&self, name: &str) -> Option<ScenarioError> {
        let files = &limits().files;
        let name = crate::render::excerpt(name);
        let (code, option, message) = if self.errors == 0 {
            let most = files.errors;
            let message = format!(
                "expected scenarios in `{name}`, found {most} that cannot be read or answered: the rest is not read"
            );
            ("too-many-errors", "errors", message)
        } else if self.lines == 0 {
            let most = files.lines;
            let message = format!(
                "expected at most {most} lines in `{name}`, found more: the rest is not read"
            );
            ("too-many-lines", "lines", message)
        } else if self.steps == 0 {
            let most = files.steps;
            let message = format!(
                "expected questions in `{name}` that take at most {most} steps together, found more: the rest is not read"
            );
            ("too-many-steps", "file-steps", message)
        } else {
            return None;
        };
        let more = if self.errors == 0 {
            ""
        } else {
            "; standard input has none"
        };
        let help = format!("--limit {option}=… moves the bound{more}");
        Some(ScenarioError::new(code, message).with_help(help))
    }
}

enum Texts {
    Whole(Option<Box<dyn Read>>),
    Lines(LineReader<BufReader<Box<dyn Read>>>),
}

impl Sources {
    /// Whether there may be another scenario.
    const fn has_text(&self) -> bool {
        !matches!(self.texts, Texts::Whole(None))
    }

    /// Takes note that a scenario could not be read or answered; after too many of them the input is not read further: it is likely
    /// none of scenarios.
    pub(crate) fn failed(&mut self) {
        self.budget.errors = self.budget.errors.saturating_sub(1);
    }

    /// Takes note of an answer to a text of so many bytes, and of the steps that it took.
    pub(crate) fn answered(&mut self, bytes: usize, steps: u64) {
        if self.budget.endless {
            self.budget.errors = limits().files.errors;
        } else {
            let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
            let reading = bytes.saturating_mul(BYTE).saturating_add(LINE);
            let taken = steps.saturating_add(reading);
            self.budget.steps = self.budget.steps.saturating_sub(taken);
        }
    }

    /// Scenarios to be answered together: at least one, unless there are no more, and no more than can be had without waiting.
    pub(crate) fn batch(&mut self) -> Vec<Item> {
        let mut batch = Vec::new();
        let mut bytes = 0_usize;
        while batch.len() < TOGETHER && bytes < TOGETHER_BYTES {
            if !batch.is_empty() && self.budget.endless && self.may_wait() {
                break;
            }
            let Some(source) = self.next() else {
                break;
            };
            bytes = bytes.saturating_add(self.last);
            batch.push(Item {
                source,
                bytes: self.last,
            });
        }
        batch
    }

    /// How long the text was that was read last, in bytes.
    pub(crate) const fn last_bytes(&self) -> usize {
        self.last
    }

    /// Why what was read already is not answered any more, if that is so.
    pub(crate) fn stopped(&mut self) -> Option<ScenarioError> {
        if self.budget.errors > 0 && self.budget.steps > 0 {
            return None;
        }
        self.texts = Texts::Whole(None);
        self.budget.spent(&self.name)
    }

    /// Whether the next scenario may have to be waited for.
    pub(crate) fn may_wait(&self) -> bool {
        match &self.texts {
            Texts::Whole(_) => false,
            Texts::Lines(lines) => waits(lines),
        }
    }
}

/// Whether the next line may have to be waited for: what was written so far should be seen before.
pub(crate) fn waits<R: Read>(lines: &LineReader<BufReader<R>>) -> bool {
    !lines.input().buffer().contains(&b'\n')
}

impl Iterator for Sources {
    /// The text of a scenario, or why there is none in its place.
    type Item = Result<Arc<SourceFile>, ScenarioError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_text()
            && let Some(error) = self.budget.spent(&self.name)
        {
            // The end of the input is no line too many.
            let more = match &mut self.texts {
                Texts::Whole(reader) => reader.is_some(),
                Texts::Lines(lines) => lines.next_line().is_ok_and(|line| line.is_some()),
            };
            self.texts = Texts::Whole(None);
            return more.then_some(Err(error));
        }
        self.budget.lines = self.budget.lines.saturating_sub(1);
        let lines = match &mut self.texts {
            Texts::Whole(reader) => {
                let reader = reader.take()?;
                return Some(whole(&self.name, reader));
            }
            Texts::Lines(lines) => lines,
        };
        match lines.next_line() {
            Ok(None) => None,
            Ok(Some(Line::Text(number, bytes))) => {
                self.last = bytes.len();
                Some(decode(&self.name, bytes, number))
            }
            Ok(Some(Line::TooLong(number, bytes))) => {
                let most = limits().scenario.json.max_bytes;
                Some(Err(too_large(&self.name, &bytes, number, most)))
            }
            Ok(Some(_)) => self.next(),
            Err(error) => {
                // What cannot be read now cannot be read at the next attempt either.
                self.texts = Texts::Whole(None);
                Some(Err(unreadable(&self.name, &error)))
            }
        }
    }
}

fn whole(name: &Arc<str>, reader: impl Read) -> Result<Arc<SourceFile>, ScenarioError> {
    let most = limits().scenario.json.max_bytes;
    let bytes = read_bounded(reader, most).map_err(|error| unreadable(name, &error))?;
    if bytes.len() > most {
        return Err(too_large(name, &bytes, 1, most));
    }
    decode(name, bytes, 1)
}

/// The text of one line of an input.
pub(crate) fn text_of_line(
    name: &str,
    bytes: Vec<u8>,
    line: usize,
) -> Result<Arc<SourceFile>, ScenarioError> {
    decode(&name.into(), bytes, line)
}

/// The bytes as text; the error points at the first that is none.
fn decode(name: &Arc<str>, bytes: Vec<u8>, line: usize) -> Result<Arc<SourceFile>, ScenarioError> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(SourceFile::line(name.clone(), text, line)),
        Err(error) => {
            let bytes = error.into_bytes();
            let Err(error) = Json::from_bytes(&bytes, &limits().scenario.json) else {
                return Err(ScenarioError::new("invalid-utf8", "expected UTF-8 text"));
            };
            let source = SourceFile::line(name.clone(), valid_part(&bytes), line);
            Err(ScenarioError::new(error.kind().code(), error.to_string())
                .at(Location::new(source, error.span())))
        }
    }
}

/// The text before the first byte that is no UTF-8.
fn valid_part(bytes: &[u8]) -> String {
    let chunk = bytes.utf8_chunks().next();
    chunk
        .map(|chunk| chunk.valid().to_owned())
        .unwrap_or_default()
}

fn too_large(name: &Arc<str>, bytes: &[u8], line: usize, most: usize) -> ScenarioError {
    let kept = bytes.get(..KEPT).unwrap_or(bytes);
    let source = SourceFile::line(name.clone(), valid_part(kept), line);
    let message = format!("expected a text of at most {most} bytes, found a longer one");
    ScenarioError::new("too-large", message).at(Location::new(source, Span::default()))
}

fn unreadable(name: &str, error: &io::Error) -> ScenarioError {
    let message = format!(
        "cannot read `{}`: {}",
        crate::render::excerpt(name),
        Reason(error)
    );
    ScenarioError::new("unreadable-file", message)
}

fn open(path: &Path) -> Result<File, ScenarioError> {
    let opened = File::open(path).and_then(|file| {
        // A folder opens, and fails at the first read with a message about its descriptor.
        if file.metadata()?.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        Ok(file)
    });
    opened.map_err(|error| unreadable(&path.display().to_string(), &error))
}

/// At most one byte more than the limit, so that a text over it is seen and an endless file ends.
fn read_bounded(reader: impl Read, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let bound = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    reader.take(bound).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a file that an option names; `-` is standard input.
pub(crate) fn read_file(path: &Path, most: usize) -> Result<Vec<u8>, ScenarioError> {
    let name = path.display().to_string();
    let read = if path.as_os_str() == "-" {
        read_bounded(io::stdin(), most)
    } else {
        read_bounded(open(path)?, most)
    };
    read.map_err(|error| unreadable(&name, &error))
}

/// A file, or the `.json` files of a folder in the order of their names.
pub(crate) fn files_in(path: &Path) -> Result<Vec<PathBuf>, ScenarioError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = folder::entries(path)?;
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "json")
    });
    files.sort();
    Ok(files)
}

/// The bytes of a policy: a longer file is refused by the reader of documents.
pub(crate) fn read_policy(path: &Path) -> Result<Vec<u8>, ScenarioError> {
    read_file(path, limits().scenario.document.json.max_bytes)
}

/// The policies that scenarios name, beside the file in which they do.
pub(crate) struct Beside {
    folder: PathBuf,
    /// How many more bytes may be read: lines may name one large file again and again.
    left: AtomicUsize,
}

impl Beside {
    /// The files beside those of an input.
    pub(crate) fn of(input: &Input) -> Self {
        Self {
            folder: input.folder(),
            left: AtomicUsize::new(limits().files.policy_bytes),
        }
    }
}

impl Beside {
    /// How many more bytes may be read.
    pub(crate) fn left(&self) -> usize {
        self.left.load(Ordering::Relaxed)
    }

    /// Takes back what was read since there were so many bytes left.
    pub(crate) fn restore(&self, left: usize) {
        self.left.store(left, Ordering::Relaxed);
    }

    fn spent() -> String {
        let most = limits().files.policy_bytes;
        format!("expected at most {most} bytes in all files that an input names, found more")
    }
}

impl PolicyFiles for Beside {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if self.left() == 0 {
            return Err(Self::spent());
        }
        let path = self.folder.join(path);
        let opened = File::open(path);
        let most = limits().scenario.document.json.max_bytes;
        let bytes = opened
            .and_then(|file| read_bounded(file, most))
            .map_err(|error| Reason(&error).to_string())?;
        let read = bytes.len();
        let before = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                Some(left.saturating_sub(read))
            });
        let left = before.ok().and_then(|before| before.checked_sub(read));
        if left.is_none() {
            return Err(Self::spent());
        }
        Ok(bytes)
    }
}

/// The lines of standard input, for verbs that read other things than scenarios.
pub(crate) fn lines_of_standard_input() -> LineReader<BufReader<io::Stdin>> {
    lines(io::stdin())
}

/// Lines as long as a scenario may be.
fn lines<R: Read>(reader: R) -> LineReader<BufReader<R>> {
    let most = limits().scenario.json.max_bytes;
    LineReader::within(BufReader::with_capacity(BUFFER, reader), most)
}
