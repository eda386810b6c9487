//! The parts of a file: one JSON or XML text, or several JSON texts behind each other.

use std::sync::Arc;

use portcullis_scenario::{Location, ScenarioError, SourceFile};

use crate::limits::Limits;
use crate::part::{Listed, Part};

/// How far into its line a part may start for its columns to be those of the file, in bytes.
///
/// The text of a part that starts later begins a line of its own: the blanks before each part must stay bounded however many
/// parts one line holds.
const MAX_INDENT: usize = 4 << 10;

/// Reads the parts of a text; never empty.
pub(crate) fn parts(
    name: &str,
    text: Arc<str>,
    limits: &Limits,
) -> Result<Vec<Arc<Part>>, ScenarioError> {
    let file = SourceFile::new(name, text.clone());
    let listed = Listed::default();
    if text.trim_start().starts_with('<') {
        return Ok(vec![Arc::new(Part::of_xml(file, limits, &listed)?)]);
    }
    let ranges = ranges(&text, limits.max_texts);
    if ranges.len() <= 1 {
        return Ok(vec![Arc::new(Part::of_json(file, limits, &listed)?)]);
    }
    let most = limits.max_texts;
    if let Some((start, end)) = ranges.get(most) {
        let place = Location::new(file, portcullis_json::Span::new(*start, *end));
        let message = format!("expected at most {most} texts behind each other, found more");
        return Err(ScenarioError::new("too-many-values", message).at(place));
    }
    let mut line = 1_usize;
    let mut line_start = 0_usize;
    let mut seen = 0_usize;
    let mut parts = Vec::with_capacity(ranges.len());
    for (start, end) in ranges {
        let skipped = text.get(seen..start).unwrap_or_default();
        line = line.saturating_add(skipped.matches('\n').count());
        if let Some(last) = skipped.rfind('\n') {
            line_start = seen.saturating_add(last).saturating_add(1);
        }
        seen = start;
        let before = text.get(line_start..start).unwrap_or_default();
        let mut own = if before.len() <= MAX_INDENT {
            " ".repeat(before.chars().count())
        } else {
            String::new()
        };
        own.push_str(text.get(start..end).unwrap_or_default());
        parts.push(Arc::new(Part::of_json(
            SourceFile::line(name, own, line),
            limits,
            &listed,
        )?));
    }
    Ok(parts)
}

/// Where the texts stand that end at the outermost level; what is left behind the last is one more.
fn ranges(text: &str, most: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = None;
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            continue;
        }
        if start.is_none() && !byte.is_ascii_whitespace() {
            start = Some(at);
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => depth = depth.saturating_add(1),
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => continue,
        }
        let closes = matches!(byte, b'}' | b']') && depth == 0;
        if let Some(from) = start.filter(|_| closes) {
            found.push((from, at.saturating_add(1)));
            start = None;
            if found.len() > most {
                return found;
            }
        }
    }
    if let Some(from) = start {
        found.push((from, text.len()));
    }
    found
}
