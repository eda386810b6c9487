//! `portcullis simulate`: answers questions from files, from standard input, or typed by hand.

mod printer;
mod question;
mod stream;

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use anstream::ColorChoice;
use clap::error::ErrorKind;
use clap::{Args, CommandFactory};
use portcullis::catalog::Catalog;
use portcullis::ownership::OwnerLookup;
use portcullis::policy::Reading;
use portcullis::scenario::{Clock, Explanation, OwnerRule, Settings};

use crate::arguments::{Cli, Format};
use crate::commands::{chosen, ownership};
use crate::limits::limits;
use crate::outcome::{Outcome, Stop};
use crate::render::{Depth, excerpt};
use printer::Printer;
use question::QuestionArguments;

/// Answers whether calls are allowed.
///
/// The questions are scenarios: files with one JSON object, files with one object a line (`.jsonl`, `.ndjson`), or `-` for lines
/// from standard input. Answers come in the order of the questions. A question that cannot be read gets an error in the place
/// of its answer, and the run goes on.
///
/// Or one question is typed by hand: `--principal`, `--action` and `--resource` with the policies that bear on it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, override_usage = USAGE)]
pub(crate) struct Arguments {
    /// Files of scenarios, or `-` for JSON Lines from standard input.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    question: QuestionArguments,
}

const USAGE: &str = "portcullis simulate [OPTIONS] <FILE|->...
       portcullis simulate [OPTIONS] [POLICIES] --principal <ARN> --action <ACTION> --resource <ARN>";

const EXAMPLES: &str = "\
Examples:
  portcullis simulate question.json --explain
  portcullis simulate - --format json < questions.jsonl > answers.jsonl
  portcullis simulate --policy ops.json --boundary limits.json --scp root.json --scp ou-a.json,ou-b.json \\
      --principal arn:aws:iam::111122223333:user/alice --action elasticache:DeleteCacheCluster \\
      --resource arn:aws:elasticache:us-east-1:111122223333:cluster:prod --context aws:SourceIp=203.0.113.7
  portcullis simulate --account-details account.json --principal arn:aws:iam::111122223333:user/alice \\
      --action s3:GetObject --resource 'arn:aws:s3:::amzn-s3-demo-bucket/report.csv'

Exit codes: 0 all allowed, 1 something denied, 2 an input error.";

/// How questions are answered and answers printed.
#[derive(Debug, Args)]
#[command(next_help_heading = "Answers")]
struct Options {
    /// For whom the answers are: `json` prints one object a line, also for a single question.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Say what decided, layer by layer; `all` lists every statement. With `--format json` answers get a `trace`.
    #[arg(long, value_enum, value_name = "DEPTH", num_args = 0..=1, require_equals = true, default_missing_value = "brief")]
    explain: Option<Depth>,
    /// Read documents as a service stored them: what is doubtful is a finding and no error.
    #[arg(long)]
    lenient: bool,
    /// The time of the calls, as a date or in seconds since 1970; the default is the system's clock.
    #[arg(long, value_name = "TIME", value_parser = read_clock)]
    now: Option<Clock>,
    /// The edition of a service's catalog, such as `elasticache@2015-02-02`; the default is today's.
    #[arg(long, value_name = "SERVICE@DATE")]
    edition: Option<String>,
    /// Own services, in JSON or as an edition's text, or a compiled catalog in place of the embedded one; may be given again.
    #[arg(long, value_name = "FILE")]
    catalog: Vec<PathBuf>,
    /// A ledger of owners, as `ownership record` keeps it: it tells the owner of a resource whose ARN names no account, as of the time
    /// of the call if `--now` gives one.
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// Make it an error where nothing tells the account that owns a resource; by default it is assumed to be the caller's.
    #[arg(long)]
    require_resource_account: bool,
}

fn read_clock(text: &str) -> Result<Clock, String> {
    Clock::parse(text).ok_or_else(|| {
        "expected a date such as 2026-03-01T12:00:00Z, or seconds since 1970".to_owned()
    })
}

/// Runs the verb.
pub(crate) fn run(arguments: &Arguments, color: ColorChoice) -> Result<Outcome, Stop> {
    let typed = arguments.question.is_given();
    if !typed && arguments.files.is_empty() {
        let message =
            "expected files of scenarios, `-`, or a question: --principal, --action and --resource";
        return Err(usage(ErrorKind::MissingRequiredArgument, message));
    }
    if let (true, Some(file)) = (typed, arguments.files.first()) {
        let file = excerpt(&file.display().to_string());
        let message =
            format!("expected files or a question typed by hand, found `{file}` beside a question");
        return Err(usage(ErrorKind::ArgumentConflict, message));
    }
    let options = &arguments.options;
    let machine = options.format == Format::Json;
    let catalog = match chosen::catalog(&options.catalog, options.edition.as_deref()) {
        Ok(catalog) => catalog,
        Err(fault) => return fault.end(machine, color),
    };
    arguments.question.check(&catalog)?;
    let ledger = match ownership::open_some(options.ledger.as_deref()) {
        Ok(ledger) => ledger,
        Err(fault) => return fault.end(machine, color),
    };
    let known = ledger
        .as_ref()
        .map(|ledger| ownership::as_of(ledger, options.now.as_ref()));
    let mut settings = options.settings(&catalog);
    settings.ledger = known.as_ref().map(|known| known as &dyn OwnerLookup);
    let many = arguments.files.len() > 1
        || arguments
            .files
            .iter()
            .any(|file| crate::input::Input::of_argument(file).holds_many());
    let mut printer = Printer::new(options, many && !typed, color);
    let answered = if typed {
        question::answer(&arguments.question, options, &settings, &mut printer)
    } else {
        stream::answer(&arguments.files, options, &settings, &mut printer)
    };
    match answered {
        Ok(()) => printer.finish(),
        Err(error) => Err(Stop::from(error).after(printer.outcome())),
    }
}

/// An error about the arguments of this verb.
fn usage(kind: ErrorKind, message: impl std::fmt::Display) -> Stop {
    let mut command = Cli::command();
    command.build();
    match command.find_subcommand_mut("simulate") {
        Some(simulate) => simulate.error(kind, message).into(),
        None => command.error(kind, message).into(),
    }
}

impl Options {
    fn reading(&self) -> Reading {
        if self.lenient {
            Reading::Lenient
        } else {
            Reading::Strict
        }
    }

    fn settings<'a>(&self, catalog: &'a Catalog) -> Settings<'a> {
        let mut settings = Settings::default();
        settings.catalog = catalog;
        settings.limits = limits().scenario;
        settings.clock = self.now.clone().or_else(system_clock);
        if self.require_resource_account {
            settings.owner = OwnerRule::Require;
        }
        if self.explain.is_some() {
            settings.explanation = Explanation::Trace;
        }
        settings
    }
}

/// The time at which the run begins; it stays the same for all of its questions.
fn system_clock() -> Option<Clock> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Some(Clock::from_epoch_seconds(since.as_secs()))
}
