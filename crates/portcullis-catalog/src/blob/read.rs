//! Reads the tables of a compiled catalog. Every read is total: what is not there reads as empty.

use alloc::borrow::Cow;
use core::fmt;
use core::ops::Range;

use super::compile::Compiled;
use super::layout::{Sections, Table, edition, hash};
use crate::date::{Date, Since};
use crate::folding;

/// A compiled catalog: the one that was built in, or one that was read or compiled at run time.
// INVARIANT: those built in and those compiled are consistent; those from bytes were checked against a compilation of what they say.
#[derive(Clone)]
pub(crate) struct Blob {
    strings: Cow<'static, str>,
    tables: Cow<'static, [u8]>,
    sections: Sections,
}

impl Blob {
    /// A catalog that the build compiled.
    pub(crate) const fn embedded(
        strings: &'static str,
        tables: &'static [u8],
        sections: Sections,
    ) -> Self {
        Self {
            strings: Cow::Borrowed(strings),
            tables: Cow::Borrowed(tables),
            sections,
        }
    }

    pub(crate) fn strings(&self) -> &str {
        &self.strings
    }

    pub(crate) fn tables(&self) -> &[u8] {
        &self.tables
    }

    pub(crate) const fn sections(&self) -> &Sections {
        &self.sections
    }

    /// How many rows the table has.
    pub(crate) fn count(&self, table: Table) -> usize {
        self.sections
            .counts
            .get(table as usize)
            .copied()
            .unwrap_or_default()
    }

    /// The row of that number; an empty one where there is none.
    pub(crate) fn row(&self, table: Table, index: usize) -> Row<'_> {
        let bytes = self.bytes(table, index).unwrap_or_default();
        Row { blob: self, bytes }
    }

    fn bytes(&self, table: Table, index: usize) -> Option<&[u8]> {
        if index >= self.count(table) {
            return None;
        }
        let start = self.sections.starts.get(table as usize)? + index * table.width();
        self.tables.get(start..start + table.width())
    }

    /// The text of that number.
    pub(crate) fn text(&self, number: usize) -> &str {
        // Its own offset and the next one stand side by side; reading both at once halves the time of a look-up.
        if number + 1 >= self.count(Table::Strings) {
            return "";
        }
        let [strings, ..] = self.sections.starts;
        let start = strings + number * 3;
        match self.tables.get(start..start + 6) {
            Some(&[a, b, c, d, e, f]) => {
                let range = wide([a, b, c])..wide([d, e, f]);
                self.strings.get(range).unwrap_or_default()
            }
            _ => "",
        }
    }

    /// The list of that number.
    pub(crate) fn list(&self, number: usize) -> List<'_> {
        let length = self.row(Table::Lists, number).number(0);
        let left = self.count(Table::Lists).saturating_sub(number + 1);
        List {
            blob: self,
            next: number + 1,
            left: length.min(left),
        }
    }

    /// The rows of the editions of a service.
    pub(crate) fn editions(&self, prefix: &str) -> Range<usize> {
        let places = self.count(Table::Services);
        let start = hash(prefix);
        for step in 0..places {
            // INVARIANT: the number of places is a power of two, or the compilation to compare with differs.
            let place = (start + step) & (places - 1);
            let Some(first) = self.row(Table::Services, place).number(0).checked_sub(1) else {
                break;
            };
            let named = |index: &usize| {
                let service = self.row(Table::Editions, *index).text(edition::SERVICE);
                service.eq_ignore_ascii_case(prefix)
            };
            let editions = first..self.count(Table::Editions);
            let count = editions.take_while(named).count();
            if count > 0 {
                return first..first + count;
            }
        }
        0..0
    }

    /// The first of the rows, sorted by the text in their field `name`, whose text is not less than `wanted`; ASCII case is folded.
    pub(crate) fn lower_bound(
        &self,
        table: Table,
        rows: &Range<usize>,
        name: usize,
        wanted: &str,
    ) -> usize {
        let (mut low, mut high) = (rows.start, rows.end);
        while low < high {
            let middle = low + (high - low) / 2;
            let text = self.row(table, middle).text(name);
            if folding::compare(text, wanted).is_lt() {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The one of the rows whose text in the field `name` is `wanted`; ASCII case is folded.
    pub(crate) fn find(
        &self,
        table: Table,
        rows: &Range<usize>,
        name: usize,
        wanted: &str,
    ) -> Option<usize> {
        let found = self.lower_bound(table, rows, name, wanted);
        let text = self.row(table, found).text(name);
        (found < rows.end && text.eq_ignore_ascii_case(wanted)).then_some(found)
    }
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Blob").finish_non_exhaustive()
    }
}

impl From<Compiled> for Blob {
    fn from(compiled: Compiled) -> Self {
        Self {
            strings: Cow::Owned(compiled.strings),
            tables: Cow::Owned(compiled.tables),
            sections: compiled.sections,
        }
    }
}

/// A row of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    blob: &'a Blob,
    bytes: &'a [u8],
}

impl<'a> Row<'a> {
    pub(crate) const fn blob(self) -> &'a Blob {
        self.blob
    }

    pub(crate) const fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    pub(crate) fn number(self, field: usize) -> usize {
        match self.bytes.get(field..field + 3) {
            Some(&[low, middle, high]) => wide([low, middle, high]),
            _ => 0,
        }
    }

    pub(crate) fn byte(self, field: usize) -> u8 {
        self.bytes.get(field).copied().unwrap_or_default()
    }

    fn wide(self, field: usize) -> u32 {
        match self.bytes.get(field..field + 4) {
            Some(&[a, b, c, d]) => u32::from_le_bytes([a, b, c, d]),
            _ => 0,
        }
    }

    pub(crate) fn day(self, field: usize) -> Option<Date> {
        unpacked(self.wide(field))
    }

    pub(crate) fn since(self, field: usize) -> Option<Since> {
        let value = self.wide(field);
        let day = unpacked(value & !(1 << 31))?;
        Some(Since::literal(day, value >> 31 == 1))
    }

    pub(crate) fn text(self, field: usize) -> &'a str {
        self.blob.text(self.number(field))
    }

    pub(crate) fn list(self, field: usize) -> List<'a> {
        self.blob.list(self.number(field))
    }
}

fn wide([low, middle, high]: [u8; 3]) -> usize {
    usize::from(low) | (usize::from(middle) << 8) | (usize::from(high) << 16)
}

fn unpacked(value: u32) -> Option<Date> {
    let year = u16::try_from(value >> 9).ok()?;
    let month = u8::try_from((value >> 5) & 0xF).ok()?;
    let day = u8::try_from(value & 0x1F).ok()?;
    Date::new(year, month, day)
}

/// The items of a list that are left.
#[derive(Clone, Copy, Debug)]
pub(crate) struct List<'a> {
    blob: &'a Blob,
    next: usize,
    left: usize,
}

impl<'a> List<'a> {
    pub(crate) const fn is_empty(self) -> bool {
        self.left == 0
    }

    /// At most the next `length` items.
    pub(crate) fn front(self, length: usize) -> Self {
        Self {
            left: self.left.min(length),
            ..self
        }
    }

    pub(crate) fn texts(self) -> impl Iterator<Item = &'a str> + Clone {
        self.map(move |number| self.blob.text(number))
    }
}

impl Iterator for List<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        self.left = self.left.checked_sub(1)?;
        let item = self.blob.row(Table::Lists, self.next).number(0);
        self.next += 1;
        Some(item)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}
