//! A lossless reader of JSON texts (RFC 8259) that keeps where everything stands.
//!
//! A [`Json`] holds the text as it was given and a flat tape with sixteen bytes for each value; a [`Value`] is a cheap view
//! into both. Reading is strict: no comments, no trailing commas, no byte order mark, and a member name that occurs twice in
//! one object is an error, because keeping either of the two would silently drop half of what the author wrote. Every error
//! has a [`Span`], and nothing recurses on the nesting of the text: not reading, not walking, not dropping.
//!
//! ```
//! use portcullis_json::{Json, JsonErrorKind, Limits};
//!
//! let json = Json::parse(r#"{"Effect": "Allow", "Action": ["s3:*"]}"#, &Limits::default())?;
//! let effect = json.root().get("Effect").expect("has an effect");
//! assert_eq!(effect.as_str().as_deref(), Some("Allow"));
//! assert_eq!(effect.span().range(), 11..18);
//!
//! let text = "{\"Effect\": \"Allow\",\n \"Effect\": \"Deny\"}";
//! let error = Json::parse(text, &Limits::default()).expect_err("the name occurs twice");
//! assert!(matches!(error.kind(), JsonErrorKind::DuplicateMember { .. }));
//! assert_eq!(error.position(text).to_string(), "2:2");
//! # Ok::<(), portcullis_json::JsonError>(())
//! ```
#![no_std]

extern crate alloc;

#[cfg(test)]
extern crate std;

mod document;
mod error;
mod escape;
mod excerpt;
mod index;
mod limits;
mod parser;
mod span;
mod value;

pub use document::Json;
pub use error::{JsonError, JsonErrorKind};
pub use escape::write_string;
pub use excerpt::{excerpt, excerpt_within};
pub use index::{OffsetMap, PositionIndex};
pub use limits::Limits;
pub use span::{Position, Span, position};
pub use value::{Elements, Kind, Member, Members, Value};

#[cfg(test)]
#[expect(
    clippy::string_slice,
    reason = "a span that does not slice its text has to fail the test"
)]
mod tests;
