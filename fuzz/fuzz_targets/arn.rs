//! The ARN parsers and patterns; the body is `portcullis_testkit::fuzz::arn`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| portcullis_testkit::fuzz::arn::run(data));
