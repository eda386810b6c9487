//! The command line: verbs and the options that all of them have.

use std::sync::LazyLock;

use anstream::ColorChoice;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use portcullis::catalog::Catalog;

use crate::commands::{arn, catalog, completions, limits, man, ownership, schema, simulate, test};
use crate::limits::{Setting, setting};

/// Asks whether a call is allowed by AWS IAM's rules, which statement decided it, and why.
#[derive(Debug, Parser)]
#[command(
    name = "portcullis",
    version,
    propagate_version = true,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 all allowed or met, 1 something denied or missed, 2 an input error."
)]
pub(crate) struct Cli {
    /// When to use colours; `auto` follows the terminal, NO_COLOR and CLICOLOR.
    #[arg(long = "color", global = true, value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    when: Color,
    /// Move a bound on what is read or answered; may be given again. `portcullis limits` lists them.
    #[arg(long = "limit", global = true, value_name = "NAME=VALUE", value_parser = setting)]
    pub(crate) limits: Vec<Setting>,
    /// The choice, for the outputs.
    #[arg(skip)]
    pub(crate) color: ColorChoice,
    /// What to do.
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// What the command can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Simulate(Box<simulate::Arguments>),
    Test(test::Arguments),
    Arn(arn::Arguments),
    Catalog(catalog::Arguments),
    Ownership(Box<ownership::Arguments>),
    Schema(schema::Arguments),
    Limits(limits::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// As the terminal and the environment have it.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

/// For whom the output is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Human,
    /// For machines: one JSON object a line.
    Json,
}

/// The version of the command, with the date and the size of its catalog: an answer depends on both.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let catalog = Catalog::embedded();
    let services = catalog.services().count();
    let plural = if services == 1 { "" } else { "s" };
    let of = catalog.date().map(|day| format!("{day}, "));
    format!(
        "{} (catalog {}{services} service{plural})",
        env!("CARGO_PKG_VERSION"),
        of.unwrap_or_default()
    )
});

/// The whole command line, for completions and the manual.
pub(crate) fn command() -> clap::Command {
    Cli::command().version(VERSION.as_str())
}

/// Reads the arguments of this process.
pub(crate) fn parse() -> Result<Cli, clap::Error> {
    let command = command().color(color_of_messages(std::env::args_os()));
    let mut cli = Cli::from_arg_matches(&command.try_get_matches()?)?;
    cli.color = cli.when.into();
    Ok(cli)
}

/// The colour of clap's own messages, which it writes before the options are known to us.
fn color_of_messages(arguments: impl Iterator<Item = std::ffi::OsString>) -> clap::ColorChoice {
    let mut choice = clap::ColorChoice::Auto;
    let mut expected = false;
    for argument in arguments {
        let text = argument.to_string_lossy();
        let value = match text.strip_prefix("--color=") {
            Some(value) => value,
            None if expected => &text,
            None => "",
        };
        match value {
            "always" => choice = clap::ColorChoice::Always,
            "never" => choice = clap::ColorChoice::Never,
            _ => {}
        }
        expected = text == "--color";
    }
    choice
}

#[cfg(test)]
mod tests {
    use super::{color_of_messages, command};

    #[test]
    fn the_command_line_is_well_formed() {
        command().debug_assert();
    }

    #[test]
    fn colours_of_messages_follow_the_option() {
        let of = |line: &str| color_of_messages(line.split(' ').map(Into::into));
        assert_eq!(of("portcullis test"), clap::ColorChoice::Auto);
        assert_eq!(
            of("portcullis --color never test"),
            clap::ColorChoice::Never
        );
        assert_eq!(
            of("portcullis test --color=always"),
            clap::ColorChoice::Always
        );
    }
}
