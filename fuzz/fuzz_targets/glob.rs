//! Wildcards; the body is `portcullis_testkit::fuzz::glob`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| portcullis_testkit::fuzz::glob::run(data));
