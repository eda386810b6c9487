//! The requirements of the founding document (EV 10), one test each, `r01` to `r35`: the ElastiCache guide for API version
//! 2015-02-02, "Overview of Managing Access Permissions to Your ElastiCache Resources".
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod founding;
