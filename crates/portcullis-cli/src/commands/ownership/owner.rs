//! `portcullis ownership owner`: who owns a resource, or owned it at some time.

use std::path::PathBuf;

use clap::Args;
use portcullis::Arn;
use portcullis::ownership::{OwnerLookup as _, Timestamp};
use serde::Serialize;

use super::forms::ResourceForm;
use super::{Writer, open};
use crate::fault::Fault;
use crate::outcome::{Outcome, Stop};
use crate::render::{Table, excerpt};

/// Tells who owns a resource, or owned it at some time.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file of the ledger.
    ledger: PathBuf,
    /// The resource.
    arn: Arn,
    /// When, such as 2026-03-01T12:00:00Z; the default is now: after the last entry.
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
}

/// What is known of the resource.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Known {
    Recorded(ResourceForm),
    /// It was not recorded, but whoever created it, that is the owner.
    Implied {
        arn: String,
        owner: String,
        implied: bool,
    },
    Nothing {
        arn: String,
        owner: Option<String>,
    },
}

/// Runs the verb.
pub(super) fn run(arguments: &Arguments, writer: &mut Writer) -> Result<Outcome, Stop> {
    let ledger = match open(&arguments.ledger) {
        Ok(ledger) => ledger,
        Err(fault) => {
            writer.fault(&fault)?;
            return Ok(Outcome::InputError);
        }
    };
    let view = arguments.at.map_or(ledger.now(), |time| ledger.at(time));
    let arn = arguments.arn.to_string();
    let known = match (view.resource(&arn), view.owner_of(&arguments.arn)) {
        (Some(resource), _) => Known::Recorded(ResourceForm::of(resource)),
        (None, Some(owner)) => Known::Implied {
            arn,
            owner: owner.to_string(),
            implied: true,
        },
        (None, None) => Known::Nothing { arn, owner: None },
    };
    let outcome = match &known {
        Known::Nothing { .. } => Outcome::Denied,
        _ => Outcome::Good,
    };
    if writer.is_for_machines() {
        writer.object(&known)?;
        return Ok(outcome);
    }
    match known {
        Known::Recorded(form) => writer.table(&form.page())?,
        Known::Implied { arn, owner, .. } => {
            let mut table = Table::page();
            table.fact("resource", arn);
            table.fact("owner", owner);
            table.fact(
                "creation",
                "not recorded, but this is the owner whoever created it",
            );
            writer.table(&table)?;
        }
        Known::Nothing { arn, .. } => {
            let lives = ledger.history(&arn).len();
            let help = match lives {
                0 => "the ledger has no entry of it",
                _ => "it lived at other times: `list --history` shows when",
            };
            let message = format!("expected a resource that lives, found `{}`", excerpt(&arn));
            writer.fault(&Fault::new("not-found", message).with_help(Some(help)))?;
        }
    }
    Ok(outcome)
}
