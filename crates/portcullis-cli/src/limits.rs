//! The bounds on what is read and answered, and the option `--limit` that moves them.

mod table;

use std::fmt;
use std::sync::OnceLock;

use portcullis::catalog::json::Limits as CatalogLimits;
use portcullis::catalog::nearest;
use portcullis::catalog::source::MOST_WORDS;
use portcullis::estate::Limits as ExportLimits;
use portcullis::scenario::Limits as ScenarioLimits;

use crate::render::excerpt;

pub(crate) use table::{ALL, Row};

/// All bounds of a run.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Limits {
    /// Those of questions and policies.
    pub(crate) scenario: ScenarioLimits,
    /// Those of exports of accounts.
    pub(crate) export: ExportLimits,
    /// Those of services of one's own.
    pub(crate) catalog: CatalogLimits,
    /// Those of files as such.
    pub(crate) files: FileLimits,
}

/// The bounds that only the command has, because only the command reads files.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FileLimits {
    /// The longest file of parameters, in bytes.
    pub(crate) parameter_bytes: usize,
    /// How many words an edition as text may have.
    pub(crate) catalog_words: usize,
    /// How many lines of a file are read; standard input has no such bound.
    pub(crate) lines: usize,
    /// How many steps all lines of a file may take together, a line counted with what reading it takes; standard input has no such bound.
    pub(crate) steps: u64,
    /// How many scenarios of a file, or one after the other of standard input, may fail.
    pub(crate) errors: usize,
    /// How many bytes of policies are read from the files that the scenarios of one input name.
    pub(crate) policy_bytes: usize,
}

impl Default for FileLimits {
    fn default() -> Self {
        Self {
            parameter_bytes: 1 << 20,
            catalog_words: MOST_WORDS,
            lines: 50_000,
            steps: 800_000_000,
            errors: 10_000,
            policy_bytes: 256 << 20,
        }
    }
}

/// Those of this run: set once, before the first file is opened.
static CHOSEN: OnceLock<Limits> = OnceLock::new();

/// Sets the bounds of this run.
pub(crate) fn choose(settings: &[Setting]) {
    let mut limits = Limits::default();
    for setting in settings {
        (setting.row.set)(&mut limits, setting.value);
    }
    // Nobody sets them twice, and if somebody did, the first would hold.
    let _ = CHOSEN.set(limits);
}

/// The bounds of this run.
pub(crate) fn limits() -> &'static Limits {
    CHOSEN.get_or_init(Limits::default)
}

/// A bound that the command line moves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Setting {
    row: &'static Row,
    value: u64,
}

/// Why an argument moves no bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SettingError {
    /// It has no `=`.
    Form(String),
    /// No bound has such a name; with the nearest that one has.
    Unknown(String, Option<&'static str>),
    /// The value is no number.
    Value(String),
}

impl fmt::Display for SettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form(text) => write!(f, "expected `name=number`, found `{}`", excerpt(text)),
            Self::Unknown(name, near) => {
                write!(f, "expected the name of a limit, found `{}`", excerpt(name))?;
                if let Some(near) = near {
                    write!(f, "; the nearest is `{near}`")?;
                }
                f.write_str("; `portcullis limits` lists them")
            }
            Self::Value(value) => write!(f, "expected a whole number, found `{}`", excerpt(value)),
        }
    }
}

impl core::error::Error for SettingError {}

/// Reads an argument of `--limit`.
pub(crate) fn setting(text: &str) -> Result<Setting, SettingError> {
    let Some((name, value)) = text.split_once('=') else {
        return Err(SettingError::Form(text.to_owned()));
    };
    let Some(row) = ALL.iter().find(|row| row.name == name) else {
        let near = nearest(name, ALL.iter().map(|row| row.name));
        return Err(SettingError::Unknown(
            name.to_owned(),
            near.first().copied(),
        ));
    };
    let digits = value.replace('_', "");
    let read = digits.parse().ok();
    read.filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))
        .map(|value| Setting { row, value })
        .ok_or_else(|| SettingError::Value(value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{ALL, Limits, SettingError, setting};

    #[test]
    fn every_bound_can_be_moved() {
        for row in ALL {
            let mut limits = Limits::default();
            let default = (row.get)(&limits);
            (row.set)(&mut limits, default + 1);
            assert_eq!((row.get)(&limits), default + 1, "{}", row.name);
            let moved = ALL
                .iter()
                .filter(|other| (other.get)(&limits) != (other.get)(&Limits::default()));
            assert_eq!(moved.count(), 1, "{}", row.name);
        }
    }

    #[test]
    fn settings_are_read() {
        let found = setting("lines=1_000").unwrap();
        assert_eq!((found.row.name, found.value), ("lines", 1_000));
        assert_eq!(
            setting("lines").unwrap_err(),
            SettingError::Form("lines".to_owned())
        );
        for value in [
            "lines=",
            "lines=-1",
            "lines=+1",
            "lines=1e3",
            "lines=99999999999999999999",
        ] {
            assert!(
                matches!(setting(value), Err(SettingError::Value(_))),
                "{value}"
            );
        }
        let unknown = setting("document-statemnts=1").unwrap_err();
        assert_eq!(
            unknown.to_string(),
            "expected the name of a limit, found `document-statemnts`; the nearest is `document-statements`; `portcullis limits` lists them"
        );
    }
}
