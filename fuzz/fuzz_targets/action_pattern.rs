//! Entries of `Action`; the body is `portcullis_testkit::fuzz::action_pattern`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| portcullis_testkit::fuzz::action_pattern::run(data));
