//! From the bytes of a file to its text: compression, byte order mark, UTF-8.

use std::io::Read;
use std::sync::Arc;

use flate2::read::MultiGzDecoder;
use portcullis_json::Span;
use portcullis_scenario::{Location, ScenarioError, SourceFile};

/// The longest text that is read, in bytes, after decompression.
pub(crate) const MAX_BYTES: usize = 128 << 20;

const GZIP: [u8; 2] = [0x1f, 0x8b];
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The text of a file, decompressed and without a byte order mark.
pub(crate) fn text(name: &str, bytes: &[u8]) -> Result<Arc<str>, ScenarioError> {
    if bytes.starts_with(&GZIP) {
        return decoded(name, &decompressed(name, bytes)?);
    }
    if bytes.len() > MAX_BYTES {
        return Err(too_large(name));
    }
    decoded(name, bytes)
}

/// Stops as soon as the text is over the limit, whatever size the compressed file promises.
fn decompressed(name: &str, bytes: &[u8]) -> Result<Vec<u8>, ScenarioError> {
    let mut text = Vec::new();
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    let mut reader = MultiGzDecoder::new(bytes).take(limit.saturating_add(1));
    reader.read_to_end(&mut text).map_err(|error| {
        let message = format!("expected gzip-compressed text, found damaged data: {error}");
        ScenarioError::new("invalid-account-details", message).at(start(name))
    })?;
    if text.len() > MAX_BYTES {
        return Err(too_large(name));
    }
    Ok(text)
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

fn too_large(name: &str) -> ScenarioError {
    let message = format!("expected at most {MAX_BYTES} bytes of text, found more");
    ScenarioError::new("too-large", message).at(start(name))
}

/// The start of a file whose text is not known.
fn start(name: &str) -> Location {
    Location::new(SourceFile::new(name, ""), Span::default())
}
