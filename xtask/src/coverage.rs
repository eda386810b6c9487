//! Which lines of the crates that decide the tests run: a way to find what nobody visits, not a proof that it is right.

use crate::mutants::page::percent;
use crate::report::Report;

pub mod lcov;
pub mod record;
pub mod tool;

/// The share of lines that have to be run, in tenths of a percent.
const LEAST: usize = 950;

/// How many there are, and how many of them were run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[expect(clippy::exhaustive_structs, reason = "a share is of two numbers")]
pub struct Count {
    /// All.
    pub all: usize,
    /// Those that were run.
    pub run: usize,
}

impl Count {
    /// The share in tenths of a percent, rounded down; none if there are none.
    #[must_use]
    pub fn share(self) -> Option<usize> {
        (self.run * 1_000).checked_div(self.all)
    }
}

/// What the tests run of one crate.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "a line of the record")]
pub struct Figures {
    /// The crate, without the common prefix.
    pub name: String,
    /// Lines with code.
    pub lines: Count,
    /// Functions and closures.
    pub functions: Count,
}

/// Holds the figures of each crate against the share that has to be run.
pub fn check(report: &mut Report, figures: &[Figures]) {
    for one in figures {
        report.look();
        if one.lines.share().is_none_or(|share| share < LEAST) {
            let (share, least) = (percent(one.lines.share()), percent(Some(LEAST)));
            let message = format!(
                "tests run {share} of the lines of `{}`, they have to run {least}",
                one.name
            );
            report.problem(record::PATH, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, Figures, check};
    use crate::report::Report;

    #[test]
    fn ninety_five_of_a_hundred_lines_have_to_be_run() {
        let problems = |run, all| {
            let mut report = Report::new();
            let lines = Count { all, run };
            let figures = Figures {
                name: "glob".to_owned(),
                lines,
                functions: Count::default(),
            };
            check(&mut report, &[figures]);
            report.problems().len()
        };
        assert_eq!(
            [problems(95, 100), problems(949, 1_000), problems(0, 0)],
            [0, 1, 1]
        );
    }
}
