//! A coarse look at Rust text: enough to tell code from comments and literals and to measure functions.

/// The text with the inside of comments, strings and character literals replaced by blanks.
///
/// Line breaks stay, so that line numbers are those of the original. Not a parser: it knows the lexical forms only (nested
/// block comments, raw strings, the difference between a lifetime and a character).
///
/// ```
/// assert_eq!(xtask::source::code_only("a(\"{\"); // {"), "a(\" \");     ");
/// ```
#[must_use]
pub fn code_only(text: &str) -> String {
    let mut cursor = Cursor {
        chars: text.chars().collect(),
        at: 0,
        out: String::with_capacity(text.len()),
    };
    while let Some(next) = cursor.peek(0) {
        match next {
            '/' if cursor.peek(1) == Some('/') => cursor.blank_line(),
            '/' if cursor.peek(1) == Some('*') => cursor.blank_block(),
            '"' => cursor.blank_string(0, Escapes::Backslash),
            'r' if !cursor.inside_word() => cursor.raw_string_or_word(),
            '\'' => cursor.character_or_lifetime(),
            _ => cursor.keep(),
        }
    }
    cursor.out
}

#[derive(Clone, Copy, PartialEq)]
enum Escapes {
    Backslash,
    None,
}

struct Cursor {
    chars: Vec<char>,
    at: usize,
    out: String,
}

impl Cursor {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn keep(&mut self) {
        self.out.extend(self.peek(0));
        self.at += 1;
    }

    fn blank(&mut self) {
        self.out.extend(self.peek(0).map(|c| match c {
            '\n' => '\n',
            _ => ' ',
        }));
        self.at += 1;
    }

    /// Whether the character before is part of a word; `b` and `c` alone are prefixes of literals.
    fn inside_word(&self) -> bool {
        let before = |back: usize| {
            let index = self.at.checked_sub(back)?;
            self.chars.get(index).copied().filter(|c| is_word(*c))
        };
        match before(1) {
            None => false,
            Some('b' | 'c') => before(2).is_some(),
            Some(_) => true,
        }
    }

    fn blank_line(&mut self) {
        while self.peek(0).is_some_and(|c| c != '\n') {
            self.blank();
        }
    }

    fn blank_block(&mut self) {
        let mut depth = 0_usize;
        while self.peek(0).is_some() {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                _ => {
                    self.blank();
                    continue;
                }
            }
            self.blank();
            self.blank();
            if depth == 0 {
                return;
            }
        }
    }

    /// From the opening quote to behind the closing one, which `hashes` many `#` follow.
    fn blank_string(&mut self, hashes: usize, escapes: Escapes) {
        self.keep();
        while let Some(next) = self.peek(0) {
            if next == '\\' && escapes == Escapes::Backslash {
                self.blank();
                self.blank();
            } else if next == '"' && (1..=hashes).all(|i| self.peek(i) == Some('#')) {
                self.keep();
                return;
            } else {
                self.blank();
            }
        }
    }

    fn raw_string_or_word(&mut self) {
        let mut hashes = 0;
        while self.peek(1 + hashes) == Some('#') {
            hashes += 1;
        }
        let raw = self.peek(1 + hashes) == Some('"');
        self.keep();
        if raw {
            for _ in 0..hashes {
                self.keep();
            }
            self.blank_string(hashes, Escapes::None);
        }
    }

    fn character_or_lifetime(&mut self) {
        if self.peek(1) == Some('\\') {
            self.keep();
            self.blank();
            self.blank();
            while self.peek(0).is_some_and(|c| c != '\'') {
                self.blank();
            }
            self.keep();
        } else if self.peek(2) == Some('\'') {
            self.keep();
            self.blank();
            self.keep();
        } else {
            self.keep();
        }
    }
}

/// A function with a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The line of its `fn`, from 1.
    pub line: usize,
    /// Lines from that of `fn` to that of the closing brace, both included; blank lines and comments count.
    pub lines: usize,
}

/// The functions of a source, nested ones too, in order of their `fn`.
///
/// ```
/// let found = xtask::source::functions("fn a() {\n  // }\n}\n");
/// assert_eq!((found[0].name.as_str(), found[0].lines), ("a", 3));
/// ```
#[must_use]
pub fn functions(text: &str) -> Vec<Function> {
    let code: Vec<char> = code_only(text).chars().collect();
    let mut found = Vec::new();
    let mut line = 1;
    for (at, c) in code.iter().enumerate() {
        if *c == '\n' {
            line += 1;
        }
        if let Some(name) = function_name(&code, at)
            && let Some(lines) = body_lines(&code, at)
        {
            found.push(Function { name, line, lines });
        }
    }
    found
}

/// The name of the function whose `fn` stands at `at`.
fn function_name(code: &[char], at: usize) -> Option<String> {
    let starts_word = at
        .checked_sub(1)
        .is_none_or(|before| code.get(before).is_none_or(|c| !is_word(*c) && *c != '#'));
    let rest = code.get(at..)?.strip_prefix(['f', 'n'].as_slice())?;
    if !starts_word || !rest.first()?.is_whitespace() {
        return None;
    }
    let name: String = rest
        .iter()
        .skip_while(|c| c.is_whitespace())
        .take_while(|c| is_word(**c))
        .collect();
    (!name.is_empty()).then_some(name)
}

/// The lines from `at` to the brace that closes the body; none for a declaration without a body.
fn body_lines(code: &[char], at: usize) -> Option<usize> {
    let mut nesting = 0_usize;
    let mut braces = 0_usize;
    let mut lines = 1;
    for c in code.get(at..)? {
        match c {
            '\n' => lines += 1,
            '(' | '[' => nesting += 1,
            ')' | ']' => nesting = nesting.saturating_sub(1),
            ';' if nesting == 0 && braces == 0 => return None,
            '{' => braces += 1,
            '}' => {
                braces = braces.checked_sub(1)?;
                if braces == 0 {
                    return Some(lines);
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether a character can stand in a Rust identifier.
#[must_use]
pub fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// Whether `word` occurs in `line` with no word character on either side.
///
/// ```
/// assert!(xtask::source::has_word("let a = b;", "b"));
/// assert!(!xtask::source::has_word("let a = abc;", "b"));
/// ```
#[must_use]
pub fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, found)| {
        let before = line.get(..at).and_then(|t| t.chars().next_back());
        let after = line.get(at + found.len()..).and_then(|t| t.chars().next());
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

#[cfg(test)]
mod tests;
