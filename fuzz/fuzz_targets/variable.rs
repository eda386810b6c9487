//! Policy variables and condition keys; the body is `portcullis_testkit::fuzz::variable`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| portcullis_testkit::fuzz::variable::run(data));
