//! Compiled catalogs; the body is `portcullis_testkit::fuzz::catalog_bytes`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| portcullis_testkit::fuzz::catalog_bytes::run(data));
