//! Canonical base64; the body is `portcullis_testkit::fuzz::base64`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| portcullis_testkit::fuzz::base64::run(data));
