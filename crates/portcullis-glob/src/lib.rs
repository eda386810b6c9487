//! Wildcard matching as AWS IAM policies use it: `*` is any run of characters (also none), `?` is exactly one.
//!
//! A pattern is a stream of [`Token`]s, so that callers can mix wildcards with text that must stay literal (the value of a
//! policy variable, an escaped `${*}`) without building a string. Matching keeps two positions and one point of return: it
//! never allocates, never recurses, and takes at most pattern × text steps whatever the pattern is.
//!
//! ```
//! assert!(portcullis_glob::matches("report-?.*", "report-7.csv"));
//! assert!(!portcullis_glob::matches("report-?.*", "report-.csv"));
//! ```
#![no_std]

#[cfg(test)]
extern crate std;

mod matcher;
mod token;

pub use matcher::{CaseSensitivity, match_tokens, matches, matches_ignore_ascii_case};
pub use token::{Token, Tokens, has_wildcard, literal_tokens, tokens};

#[cfg(test)]
mod tests;
