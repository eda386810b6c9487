//! User text in error messages: bounded, on one line.

use core::fmt::{self, Write};

/// How many characters of the user's text a message shows.
const LONGEST: usize = 60;

/// Shows a text in backticks, cut after [`LONGEST`] characters, control characters escaped.
pub(crate) struct Excerpt<'a>(pub(crate) &'a str);

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('`')?;
        let mut rest = self.0.chars();
        for character in rest.by_ref().take(LONGEST) {
            if character.is_control() {
                write!(f, "{}", character.escape_default())?;
            } else {
                f.write_char(character)?;
            }
        }
        if !rest.as_str().is_empty() {
            f.write_char('…')?;
        }
        f.write_char('`')
    }
}

/// As much of a text as [`Excerpt`] shows, so that an error about a long text stays small.
pub(crate) fn shorten(text: &str) -> alloc::boxed::Box<str> {
    // One more than is shown, so that the ellipsis still appears.
    let end = text.char_indices().nth(LONGEST + 1).map(|(end, _)| end);
    end.and_then(|end| text.get(..end)).unwrap_or(text).into()
}

#[cfg(test)]
mod tests {
    use std::string::ToString;

    use super::{Excerpt, shorten};

    #[test]
    fn long_and_unprintable_texts_are_tamed() {
        assert_eq!(Excerpt("a\nb").to_string(), "`a\\nb`");
        let long = "é".repeat(1_000);
        let shown = Excerpt(&long).to_string();
        assert_eq!(shown, std::format!("`{}…`", "é".repeat(60)));
        assert_eq!(Excerpt(&shorten(&long)).to_string(), shown);
        assert_eq!(Excerpt(&shorten("short")).to_string(), "`short`");
    }
}
