//! The command as a user runs it: a process with arguments, files, input, output and an exit code.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot run the command, or does not get what it asks for, has to fail"
)]

mod support;
mod together;

mod answers;
mod bad_input;
mod catalog;
mod catalog_changes;
mod catalog_files;
mod corpus;
mod expectations;
mod explain;
mod limits;
mod made_up;
mod output;
mod ownership;
mod questions;
mod readme;
mod verbs;
