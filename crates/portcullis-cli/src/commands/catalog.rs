//! `portcullis catalog`: what the catalog knows of services, actions, operations, resources and editions.

mod find;
mod forms;
mod writer;

mod action;
mod actions;
mod editions;
mod operation;
mod resource;
mod service;
mod services;

mod expand;
mod stats;

mod compile;
mod diff;
mod edition;
mod schema;

use std::path::PathBuf;

use anstream::ColorChoice;
use clap::{Args, Subcommand};

use crate::arguments::Format;
use crate::commands::chosen;
use crate::outcome::{Outcome, Stop};
use writer::{Failure, Writer};

/// Looks into the catalog: what AWS services offer to policies.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct Arguments {
    /// What to look at.
    #[command(subcommand)]
    view: View,
    /// For whom the output is: `json` prints one object a line.
    #[arg(long, value_enum, default_value_t, global = true)]
    format: Format,
    /// The edition of a service, such as `elasticache@2015-02-02`; the default is today's.
    #[arg(long, value_name = "SERVICE@DATE", global = true)]
    edition: Option<String>,
    /// Own services, in JSON or as an edition's text, or a compiled catalog in place of the embedded one; may be given again.
    #[arg(long, value_name = "FILE", global = true)]
    catalog: Vec<PathBuf>,
}

const AFTER: &str = "\
Names fold ASCII case. Long lists are cut to the width of a line; --format json has everything.

Exit codes: 0 found (`diff`: no difference), 1 nothing found (`diff`: a difference), 2 an input error or an unknown name.";

/// What there is to look at.
#[derive(Debug, Subcommand)]
enum View {
    Services(services::Arguments),
    Service(service::Arguments),
    Actions(actions::Arguments),
    Action(action::Arguments),
    Operation(operation::Arguments),
    Resource(resource::Arguments),
    Expand(expand::Arguments),
    Editions(editions::Arguments),
    Edition(edition::Arguments),
    Diff(diff::Arguments),
    Stats(stats::Arguments),
    Schema(schema::Arguments),
    Compile(compile::Arguments),
}

/// Runs the verb.
pub(crate) fn run(arguments: &Arguments, color: ColorChoice) -> Result<Outcome, Stop> {
    let mut writer = Writer::new(arguments.format, color);
    let done = look(arguments, &mut writer);
    let outcome = match done {
        Ok(outcome) => outcome,
        Err(Failure::Fault(fault)) => {
            writer.fault(&fault)?;
            Outcome::InputError
        }
        Err(Failure::Output(error)) => return Err(error.into()),
    };
    writer.flush()?;
    Ok(outcome)
}

fn look(arguments: &Arguments, writer: &mut Writer) -> Result<Outcome, Failure> {
    let catalog = &chosen::catalog(&arguments.catalog, arguments.edition.as_deref())?;
    match &arguments.view {
        View::Services(of) => services::run(of, catalog, writer),
        View::Service(of) => service::run(of, catalog, writer),
        View::Actions(of) => actions::run(of, catalog, writer),
        View::Action(of) => action::run(of, catalog, writer),
        View::Operation(of) => operation::run(of, catalog, writer),
        View::Resource(of) => resource::run(of, catalog, writer),
        View::Expand(of) => expand::run(of, catalog, writer),
        View::Editions(of) => editions::run(of, catalog, writer),
        View::Edition(of) => edition::run(of, catalog, writer),
        View::Diff(of) => diff::run(of, catalog, writer),
        View::Stats(of) => stats::run(of, catalog, writer),
        View::Schema(of) => schema::run(of, writer),
        View::Compile(of) => compile::run(of, catalog, writer),
    }
}
