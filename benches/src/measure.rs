//! What is measured of a decision workload, once its answers have been compared.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use crate::adapter::{self, Documents, Engine, Prepared};
use crate::floor::{Floor, Quick};
use crate::model::Set;
use crate::passes::{Mean, Side, measure};
use crate::scan::{Question, Scan};
use crate::workloads::growth::{self, Apart};
use crate::workloads::{lines, w2, w3, w4};

/// The engine, with requests that were built before.
pub const ENGINE: &str = "engine";
/// The engine, with each request built anew.
pub const ANEW: &str = "engine, request anew";
/// Every statement in turn.
pub const SCAN: &str = "naive scan";
/// What any engine must do.
pub const FLOOR: &str = "floor";
/// The same with the quickest hash.
pub const QUICK_FLOOR: &str = "floor, quick hash";

/// How long to measure.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "callers fill it")]
pub struct Effort {
    /// How often each side has its turn.
    pub rounds: usize,
    /// How long a turn takes at least; it is never shorter than a pass.
    pub budget: Duration,
}

impl Effort {
    /// To see that everything works.
    pub const QUICK: Self = Self {
        rounds: 1,
        budget: Duration::ZERO,
    };
    /// For figures that are kept.
    pub const FULL: Self = Self {
        rounds: 5,
        budget: Duration::from_millis(600),
    };

    /// As the arguments of a command ask for: `--quick`, or all of it.
    #[must_use]
    pub fn of(arguments: &[String]) -> Self {
        if arguments.iter().any(|argument| argument == "--quick") {
            Self::QUICK
        } else {
            Self::FULL
        }
    }
}

/// A workload with all sides ready.
#[derive(Clone, Debug)]
pub struct Ready {
    set: Set,
    engine: Engine,
    requests: Vec<Prepared>,
    scan: Scan,
    questions: Vec<Question>,
}

/// How the answers of two sides compare.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Compared {
    /// How many calls.
    pub calls: usize,
    /// How many the engine allows.
    pub allowed: usize,
    /// Calls that the engine decides otherwise because of what the service does besides: it wants a key policy or a trust policy,
    /// or needs no permission at all.
    pub by_service: usize,
    /// Other calls that are decided otherwise, by their actions and resources.
    pub otherwise: Vec<String>,
    /// How many statements match a call, in the mean.
    pub matching: f64,
}

impl Ready {
    /// Prepares all sides.
    ///
    /// # Errors
    ///
    /// If one of them cannot read the workload.
    pub fn new(set: Set) -> Result<Self> {
        let engine = Engine::new(&set)?;
        Ok(Self {
            requests: requests(&engine, &set)?,
            engine,
            scan: Scan::new(&set)?,
            questions: set.calls.iter().map(Question::new).collect(),
            set,
        })
    }

    /// The workload.
    #[must_use]
    pub const fn set(&self) -> &Set {
        &self.set
    }

    /// The answers of the naive scan, which knows policies and nothing of services, call by call.
    #[must_use]
    pub fn scanned(&self) -> Vec<bool> {
        let questions = self.questions.iter();
        questions.map(|one| self.scan.allows(one)).collect()
    }

    /// The engine's answers against those of the naive scan.
    #[must_use]
    pub fn compare(&self) -> Compared {
        let mut compared = Compared {
            calls: self.requests.len(),
            ..Compared::default()
        };
        let mut matching = 0_usize;
        let sides = self.requests.iter().zip(&self.questions);
        for ((request, question), call) in sides.zip(&self.set.calls) {
            let answer = self.engine.answer(request);
            matching = matching.saturating_add(self.scan.matching(question));
            compared.allowed = compared.allowed.saturating_add(usize::from(answer.allowed));
            if answer.allowed == self.scan.allows(question) {
                continue;
            }
            if answer.by_service {
                compared.by_service = compared.by_service.saturating_add(1);
            } else {
                let what = format!("{} on {}", call.action, call.resource);
                compared.otherwise.push(what);
            }
        }
        compared.matching = matching as f64 / compared.calls.max(1) as f64;
        compared
    }

    /// The engine with prepared requests, to be measured.
    #[must_use]
    pub fn engine(&self) -> Side<'_> {
        let allows = |one: &&Prepared| self.engine.allows(std::hint::black_box(one));
        Side::new(ENGINE, self.requests.len(), move || {
            self.requests.iter().filter(allows).count()
        })
    }

    /// The engine with requests that are built within what is measured.
    #[must_use]
    pub fn anew(&self) -> Side<'_> {
        let allows = |call: &&_| {
            Prepared::new(&self.engine, &self.set, call)
                .is_ok_and(|request| self.engine.allows(&request))
        };
        Side::new(ANEW, self.set.calls.len(), move || {
            self.set.calls.iter().filter(allows).count()
        })
    }

    /// The naive scan, to be measured.
    #[must_use]
    pub fn scan(&self) -> Side<'_> {
        let allows = |one: &&Question| self.scan.allows(std::hint::black_box(one));
        Side::new(SCAN, self.questions.len(), move || {
            self.questions.iter().filter(allows).count()
        })
    }
}

/// The calls of a workload as the engine takes them.
///
/// # Errors
///
/// If a part of a call cannot be read.
pub fn requests(engine: &Engine, set: &Set) -> Result<Vec<Prepared>> {
    let calls = set.calls.iter();
    calls.map(|call| Prepared::new(engine, set, call)).collect()
}

/// Measures all sides of a workload.
#[must_use]
pub fn workload(ready: &Ready, effort: Effort) -> Vec<Mean> {
    let floor = Floor::<adapter::Hasher>::new(&ready.set);
    let quick = Floor::<Quick>::new(&ready.set);
    let calls = ready.set.calls.len();
    let sides = vec![
        ready.engine(),
        ready.anew(),
        ready.scan(),
        Side::new(FLOOR, calls, || floor.run()),
        Side::new(QUICK_FLOOR, calls, || quick.run()),
    ];
    measure(sides, effort.rounds, effort.budget)
}

/// Statements a second.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "it is a row of a table")]
pub struct Rate {
    /// How many statements there were.
    pub statements: usize,
    /// Compiling documents that have been read.
    pub compiling: f64,
    /// Reading their texts, which comes before.
    pub reading: f64,
}

/// How fast a workload of one principal is compiled.
///
/// # Errors
///
/// If a document is no policy.
pub fn compiling(set: &Set, effort: Effort) -> Result<Rate> {
    let texts: Vec<String> = set
        .policies
        .iter()
        .map(|policy| policy.document.to_string())
        .collect();
    let documents = Documents::read(set)?;
    let statements = set.statements();
    let sides = vec![
        Side::new("compiling", statements, || {
            usize::from(Engine::compile(set, &documents).is_ok())
        }),
        Side::new("reading", statements, || {
            usize::from(Documents::read_texts(set, &texts).is_ok())
        }),
    ];
    let means = measure(sides, effort.rounds, effort.budget);
    let rate = |name| mean(&means, name).map_or(0.0, |mean| 1e9 / mean.nanoseconds);
    Ok(Rate {
        statements,
        compiling: rate("compiling"),
        reading: rate("reading"),
    })
}

/// How fast texts are read, in bytes a second, and how fast serde_json makes a tree of the same.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reading {
    /// What is read.
    pub what: &'static str,
    /// How many bytes that is.
    pub bytes: usize,
    /// By the engine.
    pub engine: f64,
    /// By serde_json.
    pub tree: f64,
}

/// The documents of W3, as [`reading`] names them.
pub const DOCUMENTS: &str = "documents of W3";
/// The lines of scenarios, as [`reading`] names them.
pub const LINES: &str = "lines of scenarios";

/// How fast documents and lines of scenarios are read: documents that customers could have written, those that AWS manages where
/// they are at hand, lines each by itself, and lines by a reader that knows their documents from the lines before.
///
/// # Errors
///
/// If one of them cannot be read.
pub fn reading(effort: Effort) -> Result<Vec<Reading>> {
    let texts = |set: &Set| -> Vec<String> {
        let documents = set.policies.iter().map(|one| one.document.to_string());
        documents.collect()
    };
    let document = |text: &String| adapter::reads_document(text);
    let lines: Vec<Arc<str>> = lines::scenarios().into_iter().map(Arc::from).collect();
    let reader = adapter::LineReader::default();
    let mut rows = vec![rates(DOCUMENTS, &texts(&w3::large()), document, effort)?];
    if let Some(managed) = w2::realistic()? {
        rows.push(rates(
            "documents of W2",
            &texts(&managed),
            document,
            effort,
        )?);
    }
    rows.push(rates(LINES, &lines, adapter::reads_line, effort)?);
    let again = |line: &Arc<str>| reader.reads(line);
    rows.push(rates(
        "the same lines again and again",
        &lines,
        again,
        effort,
    )?);
    Ok(rows)
}

fn rates<T: AsRef<str>>(
    what: &'static str,
    texts: &[T],
    reads: impl Fn(&T) -> bool,
    effort: Effort,
) -> Result<Reading> {
    ensure!(texts.iter().all(&reads), "one of the {what} cannot be read");
    let bytes = texts.iter().map(|text| text.as_ref().len()).sum();
    let is_json = |text: &&T| serde_json::from_str::<serde_json::Value>(text.as_ref()).is_ok();
    let sides = vec![
        Side::new("engine", bytes, || {
            texts.iter().filter(|text| reads(text)).count()
        }),
        Side::new("tree", bytes, || texts.iter().filter(is_json).count()),
    ];
    let means = measure(sides, effort.rounds, effort.budget);
    let rate = |name| mean(&means, name).map_or(0.0, |mean| 1e9 / mean.nanoseconds);
    Ok(Reading {
        what,
        bytes,
        engine: rate("engine"),
        tree: rate("tree"),
    })
}

/// The mean of a side.
#[must_use]
pub fn mean(means: &[Mean], side: &str) -> Option<Mean> {
    means.iter().copied().find(|mean| mean.name == side)
}

/// Nanoseconds for a decision over each number of statements of [`growth::SIZES`].
///
/// # Errors
///
/// If the engine cannot read the workload.
pub fn growing(apart: Apart, effort: Effort) -> Result<Vec<(usize, f64)>> {
    let mut rows = Vec::new();
    for size in growth::SIZES {
        let set = growth::of(size, apart);
        let engine = Engine::new(&set)?;
        let requests = requests(&engine, &set)?;
        let pass = || requests.iter().filter(|one| engine.allows(one)).count();
        anyhow::ensure!(
            pass() == requests.len(),
            "every call is allowed by one statement"
        );
        let side = Side::new(ENGINE, requests.len(), pass);
        let means = measure(vec![side], effort.rounds, effort.budget);
        rows.extend(means.iter().map(|mean| (size, mean.nanoseconds)));
    }
    Ok(rows)
}

/// One hostile pattern against its text.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "it is a row of a table")]
pub struct HostileRow {
    /// The pattern and the text.
    pub about: w4::Hostile,
    /// One decision.
    pub nanoseconds: f64,
}

/// Nanoseconds for each decision of W4.
///
/// # Errors
///
/// If the engine cannot read the workload, or allows one of its calls.
pub fn hostile() -> Result<Vec<HostileRow>> {
    let (set, about) = w4::adversarial();
    let engine = Engine::new(&set)?;
    let requests = requests(&engine, &set)?;
    let mut rows = Vec::new();
    for (request, about) in requests.iter().zip(about) {
        anyhow::ensure!(!engine.allows(request), "{about:?} is allowed");
        let start = Instant::now();
        let mut decisions = 0_u32;
        while start.elapsed() < Duration::from_millis(2) {
            std::hint::black_box(engine.allows(std::hint::black_box(request)));
            decisions = decisions.saturating_add(1);
        }
        let nanoseconds = start.elapsed().as_secs_f64() * 1e9 / f64::from(decisions.max(1));
        rows.push(HostileRow { about, nanoseconds });
    }
    Ok(rows)
}
