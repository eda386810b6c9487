//! The conditions of a statement; the body is `portcullis_testkit::fuzz::condition`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| portcullis_testkit::fuzz::condition::run(data));
