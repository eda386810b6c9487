//! The model of editions and their text form, compiled from the catalog's own sources.
//!
//! The catalog embeds the files that this program writes, so it does not build while one of them is wrong. Sharing the sources
//! instead of depending on the crate keeps the command that writes the files anew out of that circle.

#![allow(
    unfulfilled_lint_expectations,
    reason = "what the sources expect of a library's public items does not come up in a program"
)]
#![expect(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the sources serve the catalog's interface; this program uses a part of it"
)]

#[path = "../../crates/portcullis-catalog/src/date.rs"]
pub(crate) mod date;
#[path = "../../crates/portcullis-catalog/src/folding.rs"]
pub(crate) mod folding;
#[path = "../../crates/portcullis-catalog/src/source/mod.rs"]
pub(crate) mod source;
#[path = "../../crates/portcullis-catalog/src/vocabulary.rs"]
pub(crate) mod vocabulary;
