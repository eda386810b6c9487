//! The policy parser in both readings; the body is `portcullis_testkit::fuzz::policy`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| portcullis_testkit::fuzz::policy::run(data));
