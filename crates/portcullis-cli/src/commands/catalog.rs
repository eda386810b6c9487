//! `portcullis catalog`: what the catalog knows of services, actions and editions.

mod forms;

use std::io::{self, Write};
use std::path::Path;

use anstream::ColorChoice;
use clap::{Args, Subcommand};
use portcullis::catalog::{Action, Catalog, Lookup, Service};
use portcullis::scenario::{ErrorLine, ScenarioError};
use serde::Serialize;

use crate::arguments::Format;
use crate::commands::edition;
use crate::outcome::{Outcome, Stop};
use crate::render::{self, Names, Table, excerpt};
use crate::terminal::Terminal;
use forms::{ActionForm, ServiceForm};

/// Looks into the catalog: what AWS services offer to policies.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// What to look at.
    #[command(subcommand)]
    view: View,
    /// For whom the output is: `json` prints one object a line.
    #[arg(long, value_enum, default_value_t, global = true)]
    format: Format,
    /// The edition of the service, such as `elasticache@2015-02-02`; the default is today's.
    #[arg(long, value_name = "SERVICE@DATE", global = true)]
    edition: Option<String>,
}

/// What there is to look at.
#[derive(Debug, Subcommand)]
enum View {
    /// Lists the services.
    Services,
    /// Lists the editions of all services.
    Editions,
    /// Lists the actions of a service.
    Actions {
        /// The prefix of its actions, such as `elasticache`.
        service: String,
    },
    /// Shows one action: resource types, condition keys, what else it needs.
    Action {
        /// The action, such as `elasticache:CreateCacheCluster`.
        name: String,
    },
}

/// Runs the verb.
pub(crate) fn run(arguments: &Arguments, color: ColorChoice) -> Result<Outcome, Stop> {
    let mut writer = Writer {
        terminal: match arguments.format {
            Format::Human => Terminal::styled(color),
            Format::Json => Terminal::raw(color),
        },
        format: arguments.format,
    };
    let written =
        edition::catalog(arguments.edition.as_deref()).map(|catalog| match &arguments.view {
            View::Services => writer.services(catalog.services()).map(Ok),
            View::Editions => writer.services(Catalog::embedded().editions()).map(Ok),
            View::Actions { service } => match find_service(&catalog, service) {
                Ok(service) => writer.actions(service).map(Ok),
                Err(error) => Ok(Err(error)),
            },
            View::Action { name } => match find_action(&catalog, name) {
                Ok(action) => writer.action(action).map(Ok),
                Err(error) => Ok(Err(error)),
            },
        });
    let error = match written {
        Ok(result) => result?.err(),
        Err(error) => Some(error),
    };
    let outcome = match error {
        None => Outcome::Good,
        Some(error) => {
            writer.error(&error)?;
            Outcome::InputError
        }
    };
    writer.terminal.flush()?;
    Ok(outcome)
}

fn find_service<'a>(catalog: &'a Catalog, prefix: &str) -> Result<Service<'a>, ScenarioError> {
    catalog.service(prefix).ok_or_else(|| {
        unknown(
            "a service of the catalog",
            prefix,
            &catalog.nearest_services(prefix),
        )
    })
}

fn find_action<'a>(catalog: &'a Catalog, name: &str) -> Result<Action<'a>, ScenarioError> {
    let Some((prefix, action)) = name.split_once(':') else {
        return Err(unknown(
            "an action such as `elasticache:CreateCacheCluster`",
            name,
            &[],
        ));
    };
    match catalog.action(prefix, action) {
        Lookup::Known(action) => Ok(action),
        Lookup::NotInService(service) => {
            let what = format!("an action of {}", service.prefix());
            Err(unknown(&what, action, &service.nearest_actions(action)))
        }
        Lookup::UnknownService => {
            find_service(catalog, prefix).and(Err(unknown("an action of the catalog", name, &[])))
        }
    }
}

fn unknown(expected: &str, found: &str, nearest: &[&str]) -> ScenarioError {
    let message = format!("expected {expected}, found `{}`", excerpt(found));
    let error = ScenarioError::new("invalid-action", message);
    match nearest.first() {
        Some(near) => error.with_help(format!("the nearest known one is `{near}`")),
        None => error,
    }
}

struct Writer {
    terminal: Terminal,
    format: Format,
}

impl Writer {
    fn object(&mut self, object: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(self.terminal.out(), object)?;
        self.terminal.out().write_all(b"\n")
    }

    fn table(&mut self, table: &Table) -> io::Result<()> {
        for line in table.lines() {
            writeln!(self.terminal.out(), "{line}")?;
        }
        Ok(())
    }

    fn services<'a>(&mut self, services: impl Iterator<Item = Service<'a>>) -> io::Result<()> {
        let forms = services.map(ServiceForm::of);
        if self.format == Format::Json {
            return forms.into_iter().try_for_each(|form| self.object(&form));
        }
        let mut table = Table::new(&ServiceForm::HEADINGS);
        forms.for_each(|form| table.row(form.cells()));
        self.table(&table)
    }

    fn actions(&mut self, service: Service<'_>) -> io::Result<()> {
        let forms = service.actions().map(ActionForm::of);
        if self.format == Format::Json {
            return forms.into_iter().try_for_each(|form| self.object(&form));
        }
        let mut table = Table::new(&ActionForm::HEADINGS);
        forms.for_each(|form| table.row(form.cells()));
        self.table(&table)
    }

    fn action(&mut self, action: Action<'_>) -> io::Result<()> {
        let form = ActionForm::of(action);
        if self.format == Format::Json {
            return self.object(&form);
        }
        self.table(&form.rows())
    }

    fn error(&mut self, error: &ScenarioError) -> io::Result<()> {
        if self.format == Format::Json {
            return self.object(&ErrorLine::new(None, error, None));
        }
        let names = Names::new(None, Path::new(""));
        self.terminal.complain(&render::error(error, None, &names))
    }
}
