//! `portcullis ownership list`: what a ledger holds, by account, by creator, at a time.

use std::path::PathBuf;

use clap::Args;
use portcullis::AccountId;
use portcullis::arn::PrincipalArn;
use portcullis::ownership::{Entry, FileStore, Ledger, Resource, Timestamp};

use super::forms::ResourceForm;
use super::{Writer, open};
use crate::outcome::{Outcome, Stop};
use crate::render::Table;

/// Lists the resources of a ledger, or its entries.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file of the ledger.
    ledger: PathBuf,
    /// Those that this account owns.
    #[arg(long, value_name = "ID")]
    account: Option<AccountId>,
    /// Those that this principal created.
    #[arg(long, value_name = "ARN")]
    creator: Option<PrincipalArn>,
    /// Those of that time, such as 2026-03-01T12:00:00Z; the default is now: after the last entry.
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
    /// All entries up to then, in the form that `record --from` takes, instead of the resources that live.
    #[arg(long)]
    history: bool,
}

impl Arguments {
    fn wants(&self, resource: &Resource) -> bool {
        let owner = resource.owner().account();
        let creator = resource.created_by().principal_arn();
        self.account.is_none_or(|account| owner == Some(account))
            && self
                .creator
                .as_ref()
                .is_none_or(|wanted| creator == Some(wanted))
    }
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
    if arguments.history {
        history(&ledger, arguments, writer)?;
        return Ok(Outcome::Good);
    }
    let view = arguments.at.map_or(ledger.now(), |time| ledger.at(time));
    let wanted = view.resources().filter(|one| arguments.wants(one));
    let mut forms = wanted.map(ResourceForm::of);
    if writer.is_for_machines() {
        forms.try_for_each(|form| writer.object(&form))?;
        return Ok(Outcome::Good);
    }
    let mut table = Table::new(&ResourceForm::HEADINGS);
    forms.for_each(|form| table.row(form.cells()));
    writer.table(&table)?;
    Ok(Outcome::Good)
}

fn history(
    ledger: &Ledger<FileStore>,
    arguments: &Arguments,
    writer: &mut Writer,
) -> Result<(), Stop> {
    let wanted = |entry: &Entry<'_>| {
        arguments.at.is_none_or(|time| entry.time() <= time) && arguments.wants(entry.resource())
    };
    let mut entries = ledger.entries().filter(wanted);
    if writer.is_for_machines() {
        entries.try_for_each(|entry| writer.line(entry))?;
        return Ok(());
    }
    let mut table = Table::new(&["ENTRY", "TIME", "EVENT", "OWNER", "ARN", "CREATOR"]);
    for entry in entries {
        let resource = entry.resource();
        table.row([
            entry.sequence().to_string(),
            entry.time().to_string(),
            entry.kind().name().to_owned(),
            resource.owner().to_string(),
            resource.arn().to_string(),
            resource.created_by().to_string(),
        ]);
    }
    writer.table(&table)?;
    Ok(())
}
