//! `portcullis ownership record`: appends to a ledger.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::error::ErrorKind;
use clap::{Args, Subcommand};
use portcullis::Arn;
use portcullis::arn::{PrincipalArn, ServicePrincipal};
use portcullis::json::Span;
use portcullis::ownership::rules::elasticache::Engine;
use portcullis::ownership::rules::s3::{ObjectAcl, ObjectOwnership};
use portcullis::ownership::{
    Change, Creation, Creator, Entry, EntryKind, FileStore, Ledger, LedgerError, Timestamp,
};
use portcullis::scenario::{Location, SourceFile};

use super::{Writer, ledger, usage};
use crate::fault::Fault;
use crate::input::Input;
use crate::outcome::{Outcome, Stop};
use crate::progress::Progress;
use crate::render::excerpt;

/// Appends what was created or deleted to a ledger, all of it or nothing; the first entry creates the ledger.
///
/// Of a creation the ledger says who owns the resource. What cannot be, it refuses: an ARN that is in use, a snapshot without its
/// cluster, an owner who is not known.
#[derive(Debug, Args)]
#[command(override_usage = USAGE)]
pub(super) struct Arguments {
    /// The file of the ledger.
    ledger: PathBuf,
    /// Changes as JSON Lines, in the form that `list --history --format json` prints; `-` is standard input. The members `version`,
    /// `sequence`, `owner` and `time` may be left out.
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// What happened.
    #[command(subcommand)]
    change: Option<ChangeArguments>,
}

const USAGE: &str = "portcullis ownership record <LEDGER> create <ARN> --creator <ARN> [OPTIONS]
       portcullis ownership record <LEDGER> delete <ARN> [--time <TIME>]
       portcullis ownership record <LEDGER> --from <FILE>";

/// What happened.
#[derive(Debug, Subcommand)]
enum ChangeArguments {
    /// A resource was created.
    Create(CreateArguments),
    /// A resource was deleted.
    Delete {
        /// The resource.
        arn: Arn,
        /// When, such as 2026-03-01T12:00:00Z; the default is now.
        #[arg(long)]
        time: Option<Timestamp>,
    },
}

/// A creation.
#[derive(Debug, Args)]
struct CreateArguments {
    /// The resource.
    arn: Arn,
    /// Who authenticated the request: the ARN of a user, root user, role or session, a service such as `logging.s3.amazonaws.com`, or
    /// `*` for nobody.
    #[arg(long, value_name = "ARN", value_parser = Creator::named)]
    creator: Creator,
    /// The role that the creator had assumed, or its session: it is the role's account that owns what is created.
    #[arg(long, value_name = "ARN", value_parser = role)]
    via_role: Option<PrincipalArn>,
    /// The service that passed the creator's request on, for the record.
    #[arg(long, value_name = "SERVICE")]
    through: Option<ServicePrincipal>,
    /// From which resource it was created: the cluster of a snapshot.
    #[arg(long, value_name = "ARN")]
    parent: Option<Arn>,
    /// The engine of a cache cluster: `redis`, `valkey`, `memcached`.
    #[arg(long, value_parser = engine, conflicts_with_all = ["object_ownership", "acl"])]
    engine: Option<Engine>,
    /// The Object Ownership setting of a bucket: `BucketOwnerEnforced`, `BucketOwnerPreferred`, `ObjectWriter`.
    #[arg(long, value_name = "SETTING", value_parser = object_ownership, conflicts_with = "acl")]
    object_ownership: Option<ObjectOwnership>,
    /// The canned list that an object was uploaded with: `bucket-owner-full-control` or `other`.
    #[arg(long, value_name = "ACL", value_parser = acl)]
    acl: Option<ObjectAcl>,
    /// When, such as 2026-03-01T12:00:00Z; the default is now.
    #[arg(long)]
    time: Option<Timestamp>,
}

fn role(text: &str) -> Result<PrincipalArn, String> {
    match text.parse() {
        Ok(role @ (PrincipalArn::Role(_) | PrincipalArn::AssumedRole(_))) => Ok(role),
        _ => Err("expected the ARN of a role or of its session".to_owned()),
    }
}

fn engine(text: &str) -> Result<Engine, String> {
    Engine::named(text).ok_or_else(|| "expected `redis`, `valkey` or `memcached`".to_owned())
}

fn object_ownership(text: &str) -> Result<ObjectOwnership, String> {
    let expected = "expected `BucketOwnerEnforced`, `BucketOwnerPreferred` or `ObjectWriter`";
    ObjectOwnership::named(text).ok_or_else(|| expected.to_owned())
}

fn acl(text: &str) -> Result<ObjectAcl, String> {
    let expected = "expected `bucket-owner-full-control` or `other`";
    ObjectAcl::named(text).ok_or_else(|| expected.to_owned())
}

impl ChangeArguments {
    fn change(&self, now: Timestamp) -> Result<Change, Stop> {
        match self {
            Self::Delete { arn, time } => Ok(Change::deleted(arn.clone(), time.unwrap_or(now))),
            Self::Create(arguments) => arguments.change(now),
        }
    }
}

impl CreateArguments {
    /// Who authenticated the request: the session, if a role was assumed.
    fn creator(&self) -> Result<Creator, Stop> {
        let Some(role) = &self.via_role else {
            return Ok(self.creator.clone());
        };
        let session = Creator::principal(role.clone()).ok();
        let caller = self.creator.principal_arn().cloned();
        session
            .zip(caller)
            .map(|(session, caller)| session.assumed_by(caller))
            .ok_or_else(|| {
                let message = "expected the ARN of a principal as --creator beside --via-role";
                usage("record", ErrorKind::ArgumentConflict, message)
            })
    }

    fn change(&self, now: Timestamp) -> Result<Change, Stop> {
        let mut creator = self.creator()?;
        if let Some(service) = &self.through {
            creator = creator.through(service.clone());
        }
        let mut creation = Creation::new(self.arn.clone());
        if let Some(parent) = &self.parent {
            creation = creation.under(parent.clone());
        }
        if let Some(engine) = self.engine {
            creation = creation.with(engine);
        }
        if let Some(setting) = self.object_ownership {
            creation = creation.with(setting);
        }
        if let Some(acl) = self.acl {
            creation = creation.with(acl);
        }
        Ok(Change::created(creator, creation, self.time.unwrap_or(now)))
    }
}

/// Runs the verb.
pub(super) fn run(arguments: &Arguments, writer: &mut Writer) -> Result<Outcome, Stop> {
    let Some(now) = ledger::now() else {
        let message = "expected a clock in the years 1 to 9999, found another";
        writer.fault(&Fault::new("invalid-time", message))?;
        return Ok(Outcome::InputError);
    };
    match (&arguments.change, &arguments.from) {
        (Some(change), None) => {
            let changes = [change.change(now)?];
            match record(&arguments.ledger, &changes) {
                Ok(recorded) => report(&recorded, changes.len(), writer),
                Err(refusal) => refuse(refusal, None, writer),
            }
        }
        (None, Some(from)) => {
            let Some((changes, sources)) = read(from, now, writer)? else {
                return Ok(Outcome::InputError);
            };
            match record(&arguments.ledger, &changes) {
                Ok(recorded) => report(&recorded, changes.len(), writer),
                Err(refusal) => refuse(refusal, Some(&sources), writer),
            }
        }
        (Some(_), Some(_)) => {
            let message = "expected `create`, `delete` or --from, found two of them";
            Err(usage("record", ErrorKind::ArgumentConflict, message))
        }
        (None, None) => {
            let message = "expected `create`, `delete` or --from";
            Err(usage("record", ErrorKind::MissingRequiredArgument, message))
        }
    }
}

/// Why nothing was recorded.
enum Refusal {
    Ledger(Fault),
    Change(usize, LedgerError),
}

fn record(path: &Path, changes: &[Change]) -> Result<Ledger<FileStore>, Refusal> {
    let of_change = |error: portcullis::ownership::BatchError| {
        Refusal::Change(error.index(), error.error().clone())
    };
    let mut ledger = match ledger::open_for_writing(path).map_err(Refusal::Ledger)? {
        Some(ledger) => ledger,
        None => {
            // A ledger without an entry is not left behind where the first one is refused.
            Ledger::new().record(changes).map_err(of_change)?;
            ledger::create(path).map_err(Refusal::Ledger)?
        }
    };
    ledger.record(changes).map_err(of_change)?;
    Ok(ledger)
}

/// The changes of a file, each with its line; `None` if one cannot be read.
type Read = Option<(Vec<Change>, Vec<Arc<SourceFile>>)>;

fn read(from: &Path, now: Timestamp, writer: &mut Writer) -> Result<Read, Stop> {
    let input = if from.as_os_str() == "-" {
        Input::Standard
    } else {
        Input::Lines(from.to_owned())
    };
    let mut lines = match input.open() {
        Ok(lines) => lines,
        Err(error) => {
            writer.fault(&error.into())?;
            return Ok(None);
        }
    };
    let mut progress = Progress::counting("changes");
    let (mut changes, mut sources, mut good) = (Vec::new(), Vec::new(), true);
    while let Some(line) = lines.next() {
        progress.step();
        let read = line.map_err(Fault::from).and_then(|source| {
            let parsed = Change::parse(source.text(), now);
            let change = parsed.map_err(|error| {
                let place = Location::new(source.clone(), error.span());
                Fault::new(error.kind().code(), error.to_string())
                    .with_help(error.help())
                    .at(place)
            })?;
            Ok((change, source))
        });
        match read {
            Ok((change, source)) => {
                let bytes = lines.last_bytes();
                lines.answered(bytes, 0);
                changes.push(change);
                sources.push(source);
            }
            Err(fault) => {
                lines.failed();
                good = false;
                progress.clear();
                writer.fault(&fault)?;
            }
        }
    }
    if good && changes.is_empty() {
        let name = excerpt(&input.name());
        let message = format!("expected changes in `{name}`, found none");
        writer.fault(&Fault::new("unexpected-end", message))?;
        good = false;
    }
    Ok(good.then_some((changes, sources)))
}

fn refuse(
    refusal: Refusal,
    sources: Option<&[Arc<SourceFile>]>,
    writer: &mut Writer,
) -> Result<Outcome, Stop> {
    let (fault, outcome) = match refusal {
        Refusal::Ledger(fault) => (fault, Outcome::InputError),
        Refusal::Change(index, error) => {
            let (fault, outcome) = ledger::of_change(&error);
            // A store that fails does so for all changes.
            let own = !matches!(error, LedgerError::Store(_) | LedgerError::Closed);
            match sources.and_then(|sources| sources.get(index)) {
                Some(source) if own => {
                    let end = source.text().len();
                    let place = Location::new(source.clone(), Span { start: 0, end });
                    (fault.at(place), outcome)
                }
                _ => (fault, outcome),
            }
        }
    };
    writer.fault(&fault)?;
    Ok(outcome)
}

/// How many entries are told one by one.
const TOLD: usize = 20;

fn report(ledger: &Ledger<FileStore>, count: usize, writer: &mut Writer) -> Result<Outcome, Stop> {
    let before = ledger.entries().len().saturating_sub(count);
    for (index, entry) in ledger.entries().skip(before).enumerate() {
        if writer.is_for_machines() {
            writer.line(entry)?;
        } else if count <= TOLD || index.saturating_add(1) == count {
            if count > TOLD {
                writer.line(format_args!("… {} more", count.saturating_sub(1)))?;
            }
            writer.line(told(entry))?;
        }
    }
    Ok(Outcome::Good)
}

fn told(entry: Entry<'_>) -> String {
    let arn = excerpt(entry.resource().arn().as_str());
    let number = entry.sequence();
    match entry.kind() {
        EntryKind::Created => {
            let owner = entry.resource().owner();
            format!("entry {number}: created {arn}, owned by {owner}")
        }
        EntryKind::Deleted => format!("entry {number}: deleted {arn}"),
    }
}
