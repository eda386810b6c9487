//! Decisions, held against the oracle; the body is `portcullis_testkit::fuzz::decide`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| portcullis_testkit::fuzz::decide::run(data));
