//! Dates and epochs; the body is `portcullis_testkit::fuzz::date`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| portcullis_testkit::fuzz::date::run(data));
