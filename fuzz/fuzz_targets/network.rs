//! CIDR networks and IP addresses; the body is `portcullis_testkit::fuzz::network`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| portcullis_testkit::fuzz::network::run(data));
