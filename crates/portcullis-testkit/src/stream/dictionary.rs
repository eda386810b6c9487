//! Dictionaries in the form of libFuzzer: a quoted word a line, perhaps behind a name, with `\\`, `\"` and `\xAB`.

/// The words of a dictionary; lines that are none are left out.
pub(super) fn words(text: &str) -> impl Iterator<Item = Vec<u8>> {
    text.lines().filter_map(word)
}

fn word(line: &str) -> Option<Vec<u8>> {
    let line = line.trim();
    if line.starts_with('#') {
        return None;
    }
    let (_, quoted) = line.split_once('"')?;
    let mut rest = quoted.strip_suffix('"')?;
    let mut bytes = Vec::new();
    while let Some(character) = rest.chars().next() {
        let (taken, behind) = match character {
            '\\' => escape(rest.strip_prefix('\\')?)?,
            _ => {
                let behind = rest.strip_prefix(character)?;
                let taken = rest.strip_suffix(behind)?;
                bytes.extend_from_slice(taken.as_bytes());
                rest = behind;
                continue;
            }
        };
        bytes.push(taken);
        rest = behind;
    }
    (!bytes.is_empty()).then_some(bytes)
}

/// The byte of an escape without its backslash, and what follows.
fn escape(rest: &str) -> Option<(u8, &str)> {
    if let Some(digits) = rest.strip_prefix('x') {
        let (digits, behind) = digits.split_at_checked(2)?;
        return Some((u8::from_str_radix(digits, 16).ok()?, behind));
    }
    let character = rest
        .chars()
        .next()
        .filter(|found| matches!(found, '\\' | '"'))?;
    Some((u8::try_from(character).ok()?, rest.strip_prefix(character)?))
}
