//! From the bytes of a file to its text: compression, byte order mark, UTF-8.

use std::io::Read;
use std::sync::Arc;

use flate2::bufread::GzDecoder;
use portcullis_json::Span;
use portcullis_scenario::{Location, ScenarioError, SourceFile};

use crate::limits::Limits;

const GZIP: [u8; 2] = [0x1f, 0x8b];
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The text of a file, decompressed and without a byte order mark.
pub(crate) fn text(name: &str, bytes: &[u8], limits: &Limits) -> Result<Arc<str>, ScenarioError> {
    if bytes.starts_with(&GZIP) {
        return decoded(name, &decompressed(name, bytes, limits)?);
    }
    if bytes.len() > limits.json.max_bytes {
        return Err(too_large(name, limits.json.max_bytes));
    }
    decoded(name, bytes)
}

/// Stops as soon as the text is over the limit, whatever size the compressed file promises.
fn decompressed(name: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, ScenarioError> {
    let most = limits.unpacked(bytes.len());
    let bound = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut text = Vec::new();
    let mut rest = bytes;
    let mut members = 0_usize;
    while !rest.is_empty() && text.len() <= most {
        members = members.saturating_add(1);
        if members > limits.max_texts {
            let message = format!(
                "expected at most {} compressed texts behind each other, found more",
                limits.max_texts
            );
            return Err(ScenarioError::new("too-many-values", message).at(start(name)));
        }
        let mut member = GzDecoder::new(rest);
        let left = bound.saturating_sub(u64::try_from(text.len()).unwrap_or(u64::MAX));
        let read = member.by_ref().take(left).read_to_end(&mut text);
        read.map_err(|error| {
            let message = format!("expected gzip-compressed text, found damaged data: {error}");
            ScenarioError::new("invalid-account-details", message).at(start(name))
        })?;
        rest = member.into_inner();
    }
    if text.len() <= most {
        return Ok(text);
    }
    let error = too_large(name, most);
    if most < limits.json.max_bytes {
        return Err(error.with_help(
            "what is compressed may grow to a few times its size: decompress the file first",
        ));
    }
    Err(error)
}

fn decoded(name: &str, bytes: &[u8]) -> Result<Arc<str>, ScenarioError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text).into()),
        Err(error) => Err(not_utf8(name, bytes, error.valid_up_to())),
    }
}

fn not_utf8(name: &str, bytes: &[u8], valid: usize) -> ScenarioError {
    let (good, bad) = bytes.split_at_checked(valid).unwrap_or((bytes, &[]));
    let found = bad.first().copied().unwrap_or_default();
    let place = Location::new(
        SourceFile::new(name, String::from_utf8_lossy(good)),
        Span::new(good.len(), good.len()),
    );
    let message = format!("expected UTF-8 text, found the byte 0x{found:02x}");
    let error = ScenarioError::new("invalid-utf8", message).at(place);
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        error.with_help("the file seems to be UTF-16: save it as UTF-8")
    } else {
        error
    }
}

fn too_large(name: &str, most: usize) -> ScenarioError {
    let message = format!("expected at most {most} bytes of text, found more");
    ScenarioError::new("too-large", message).at(start(name))
}

/// The start of a file whose text is not known.
fn start(name: &str) -> Location {
    Location::new(SourceFile::new(name, ""), Span::default())
}
