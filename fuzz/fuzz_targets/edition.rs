//! Editions as text and as JSON; the body is `portcullis_testkit::fuzz::edition`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| portcullis_testkit::fuzz::edition::run(data));
