//! The ledger in a file: what it promises about crashes, damage and several processes.
#![cfg(feature = "store")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that does not get what it asks for has to fail"
)]

mod support;

mod crashes;
mod damage;
mod kill;
mod processes;
mod sequences;
