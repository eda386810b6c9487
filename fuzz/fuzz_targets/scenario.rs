//! Scenarios; the body is `portcullis_testkit::fuzz::scenario`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| portcullis_testkit::fuzz::scenario::run(data));
