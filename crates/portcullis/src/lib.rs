//! AWS IAM authorization: is this call allowed, which statement decided it, and why.
#![no_std]
pub use portcullis_arn as arn;
pub use portcullis_catalog as catalog;
pub use portcullis_condition as condition;
pub use portcullis_eval as eval;
pub use portcullis_glob as glob;
pub use portcullis_json as json;
pub use portcullis_ownership as ownership;
pub use portcullis_policy as policy;
pub use portcullis_scenario as scenario;
