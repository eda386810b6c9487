//! Numbers; the body is `portcullis_testkit::fuzz::number`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| portcullis_testkit::fuzz::number::run(data));
