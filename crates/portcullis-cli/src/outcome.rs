//! How a run ends: its exit code, and what stops it early.

use std::fmt;
use std::io;
use std::process::ExitCode;

use anstream::ColorChoice;

use crate::terminal::Terminal;

/// What a run came to; the worst of its parts decides the exit code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// Everything was allowed, every expectation met.
    #[default]
    Good,
    /// Something was denied, or an expectation missed.
    Denied,
    /// Something could not be read.
    InputError,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Good => 0,
            Outcome::Denied => 1,
            Outcome::InputError => 2,
        })
    }
}

/// What stops a run.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The output cannot be written; with what the run had come to until then.
    Output(io::Error, Outcome),
    /// The arguments do not fit together.
    Usage(clap::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error, Outcome::default())
    }
}

impl From<clap::Error> for Stop {
    fn from(error: clap::Error) -> Self {
        Self::Usage(error)
    }
}

impl Stop {
    /// The same, with what the run had come to.
    pub(crate) fn after(self, outcome: Outcome) -> Self {
        match self {
            Self::Output(error, earlier) => Self::Output(error, earlier.max(outcome)),
            Self::Usage(error) => Self::Usage(error),
        }
    }

    /// Says why the run stopped. A reader who has seen enough is no error and gets no message.
    pub(crate) fn report(self, color: ColorChoice) -> ExitCode {
        match self {
            Self::Output(error, outcome) if error.kind() == io::ErrorKind::BrokenPipe => {
                outcome.into()
            }
            Self::Output(error, _) => {
                let message = format!("error: cannot write the output: {}", Reason(&error));
                // Nobody is left to be told if this fails as well.
                let _ = Terminal::styled(color).complain(&message);
                Outcome::InputError.into()
            }
            Self::Usage(error) => of_usage(&error),
        }
    }
}

/// Prints help, the version or what is wrong with the arguments.
pub(crate) fn of_usage(error: &clap::Error) -> ExitCode {
    // A closed output is no reason to complain about help that nobody reads.
    let _ = error.print();
    if error.use_stderr() {
        Outcome::InputError.into()
    } else {
        Outcome::Good.into()
    }
}

/// The operating system's reason in the words of our messages: lower case, without its number.
pub(crate) struct Reason<'a>(pub(crate) &'a io::Error);

impl fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        let text = text.split(" (os error").next().unwrap_or_default();
        let mut characters = text.chars();
        let first = characters.next().into_iter().flat_map(char::to_lowercase);
        let reason: String = first.chain(characters).collect();
        f.write_str(&reason)
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::{Outcome, Reason};

    #[test]
    fn the_worst_part_decides() {
        let worst = [Outcome::Denied, Outcome::InputError, Outcome::Good]
            .into_iter()
            .max();
        assert_eq!(worst, Some(Outcome::InputError));
    }

    #[test]
    fn reasons_are_in_lower_case_and_without_numbers() {
        let error = io::Error::from_raw_os_error(2);
        assert_eq!(Reason(&error).to_string(), "no such file or directory");
    }
}
