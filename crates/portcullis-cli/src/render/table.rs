//! Aligned columns.

use super::text::escape;

/// How wide lines are that are cut or wrapped, in characters: a terminal's usual width, so that pipes and people get the same.
const WIDTH: usize = 80;

/// How much the last column keeps however wide the others are, in characters.
const LEAST: usize = 14;

/// What happens to a last cell that does not fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Overflow {
    /// It stays whole.
    #[default]
    Whole,
    /// It goes on in the next line, beneath its beginning; what has no blank stays whole.
    Wrap,
    /// It ends; a list says how many more there are.
    Cut,
}

/// Rows of cells; every column is as wide as its widest cell.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
    overflow: Overflow,
}

impl Table {
    /// A table with a row of headings.
    pub(crate) fn new(headings: &[&str]) -> Self {
        let mut table = Self::default();
        table.row(headings.iter().map(|heading| (*heading).to_owned()));
        table
    }

    /// A page of names and values: long values are wrapped.
    pub(crate) fn page() -> Self {
        Self::default().overflowing(Overflow::Wrap)
    }

    /// The same table, with long last cells treated so.
    pub(crate) fn overflowing(self, overflow: Overflow) -> Self {
        Self { overflow, ..self }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows
            .push(cells.into_iter().map(|cell| escape(&cell)).collect());
    }

    /// Adds a name with a value.
    pub(crate) fn fact(&mut self, name: &str, value: impl Into<String>) {
        self.row([name.to_owned(), value.into()]);
    }

    /// The lines, without blanks at their ends.
    pub(crate) fn lines(&self) -> Vec<String> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        self.rows
            .iter()
            .flat_map(|row| self.lines_of(row, &widths))
            .collect()
    }

    fn lines_of(&self, row: &[String], widths: &[usize]) -> Vec<String> {
        let Some((last, before)) = row.split_last() else {
            return vec![String::new()];
        };
        let mut head = String::new();
        for (cell, width) in before.iter().zip(widths) {
            head.push_str(&format!("{cell:width$}  "));
        }
        let indent = head.chars().count();
        let room = WIDTH.saturating_sub(indent).max(LEAST);
        let whole = row.len() < widths.len();
        let parts = match self.overflow {
            Overflow::Wrap if !whole => wrapped(last, room),
            Overflow::Cut if !whole => vec![cut(last, room)],
            _ => vec![last.clone()],
        };
        let mut lines = Vec::with_capacity(parts.len());
        for part in parts {
            lines.push(format!("{head}{part}").trim_end().to_owned());
            head = " ".repeat(indent);
        }
        lines
    }
}

/// The text in lines of at most that many characters where its blanks allow it.
fn wrapped(text: &str, room: usize) -> Vec<String> {
    if text.chars().count() <= room {
        return vec![text.to_owned()];
    }
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut width = 0_usize;
    for word in text.split(' ') {
        let length = word.chars().count();
        if width > 0 && width.saturating_add(length).saturating_add(1) > room {
            lines.push(std::mem::take(&mut line));
            width = 0;
        }
        if width > 0 {
            line.push(' ');
            width = width.saturating_add(1);
        }
        line.push_str(word);
        width = width.saturating_add(length);
    }
    lines.push(line);
    lines
}

/// The text, or as much of it as fits: of a list whole entries, and how many there are besides.
fn cut(text: &str, room: usize) -> String {
    const SEPARATOR: &str = ", ";
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let all = text.split(SEPARATOR).count();
    if all == 1 {
        let kept: String = text.chars().take(room.saturating_sub(1)).collect();
        return format!("{}…", kept.trim_end());
    }
    let note = |shown: usize| match shown {
        0 => format!("{all} of them"),
        _ => format!(", {} more", all.saturating_sub(shown)),
    };
    let mut kept = String::new();
    let mut shown = 0_usize;
    for entry in text.split(SEPARATOR) {
        let separator = if shown == 0 { "" } else { SEPARATOR };
        let next = format!("{kept}{separator}{entry}");
        let after = shown.saturating_add(1);
        if next.chars().count().saturating_add(note(after).len()) > room {
            break;
        }
        (kept, shown) = (next, after);
    }
    kept.push_str(&note(shown));
    kept
}

#[cfg(test)]
mod tests {
    use super::{Overflow, Table, WIDTH, cut, wrapped};

    #[test]
    fn columns_are_aligned() {
        let mut table = Table::new(&["name", "level"]);
        table.row(["a".to_owned(), "Read".to_owned()]);
        table.row(["longer name".to_owned(), String::new()]);
        assert_eq!(
            table.lines(),
            ["name         level", "a            Read", "longer name"]
        );
    }

    #[test]
    fn long_values_go_on_beneath_their_beginning() {
        let words: Vec<String> = (100..150).map(|number| number.to_string()).collect();
        let mut table = Table::page();
        table.fact("numbers", words.join(", "));
        table.fact("one", "x".repeat(100));
        let lines = table.lines();
        assert_eq!(lines.len(), 5, "{lines:#?}");
        assert!(lines.iter().take(4).all(|line| line.len() <= WIDTH));
        assert!(lines[1].starts_with("         1"), "{lines:#?}");
        assert_eq!(lines[4].len(), 109);
    }

    #[test]
    fn long_lists_say_how_much_they_leave_out() {
        assert_eq!(cut("a, b, c", 7), "a, b, c");
        assert_eq!(cut("aaaa, bbbb, cccc, dddd", 21), "aaaa, bbbb, 2 more");
        assert_eq!(cut("aaaa, bbbb, cccc, dddd", 4), "4 of them");
        assert_eq!(cut("Amazon Something", 9), "Amazon S…");
        assert_eq!(wrapped("", 5), [""]);
        let mut table = Table::new(&["A", "B"]).overflowing(Overflow::Cut);
        table.row(["a".repeat(70), vec!["word"; 20].join(", ")]);
        assert_eq!(table.lines()[1].len(), 72 + "word, 19 more".len());
    }
}
