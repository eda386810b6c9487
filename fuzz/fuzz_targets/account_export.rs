//! Exports of accounts; the body is `portcullis_testkit::fuzz::account_export`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| portcullis_testkit::fuzz::account_export::run(data));
