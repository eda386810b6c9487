//! The verbs, one file each.

mod chosen;

pub(crate) mod simulate;
pub(crate) mod test;

pub(crate) mod arn;
pub(crate) mod catalog;
pub(crate) mod limits;
pub(crate) mod ownership;
pub(crate) mod schema;

pub(crate) mod completions;
pub(crate) mod man;

use crate::arguments::{Cli, Verb};
use crate::outcome::{Outcome, Stop};

/// Does what the arguments ask for.
pub(crate) fn run(cli: Cli) -> Result<Outcome, Stop> {
    let color = cli.color;
    match cli.verb {
        Verb::Simulate(arguments) => simulate::run(&arguments, color),
        Verb::Test(arguments) => test::run(&arguments, color),
        Verb::Arn(arguments) => arn::run(&arguments, color),
        Verb::Catalog(arguments) => catalog::run(&arguments, color),
        Verb::Ownership(arguments) => ownership::run(&arguments, color),
        Verb::Limits(arguments) => limits::run(&arguments, color),
        Verb::Schema(arguments) => schema::run(&arguments, color),
        Verb::Completions(arguments) => completions::run(&arguments, color),
        Verb::Man(arguments) => man::run(&arguments, color),
    }
}
