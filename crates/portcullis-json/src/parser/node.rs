//! One value on the tape.

/// The largest offset that a tape holds.
pub(crate) const MAX_OFFSET: usize = ESCAPED as usize - 1;

const ESCAPED: u32 = 1 << 31;

/// Where a member name or a value starts, and whether it is a string with an escape.
#[derive(Clone, Copy, Default)]
pub(crate) struct Mark(u32);

impl Mark {
    pub(super) fn new(offset: usize, escaped: bool) -> Self {
        Self(narrow(offset) | if escaped { ESCAPED } else { 0 })
    }

    pub(crate) const fn offset(self) -> usize {
        (self.0 & !ESCAPED) as usize
    }

    pub(crate) const fn is_escaped(self) -> bool {
        self.0 & ESCAPED != 0
    }
}

/// One value on the tape. Its kind is told by the byte at `start`.
#[derive(Clone, Copy)]
pub(crate) struct Node {
    name: Mark,
    start: Mark,
    end: u32,
    inside: u32,
}

impl Node {
    /// A value that ends there and has nothing in it, or an array or object of which neither is known yet.
    pub(super) fn new(name: Mark, start: Mark, end: usize) -> Self {
        Self {
            name,
            start,
            end: narrow(end),
            inside: 0,
        }
    }

    pub(super) fn close(&mut self, end: usize, inside: usize) {
        self.end = narrow(end);
        self.inside = narrow(inside);
    }

    /// Where its member name starts; 0 if it is no member's value, because no name can start there.
    pub(crate) const fn name(&self) -> Mark {
        self.name
    }

    /// Where the value starts.
    pub(crate) const fn start(&self) -> Mark {
        self.start
    }

    /// Where it ends.
    pub(crate) const fn end(&self) -> usize {
        self.end as usize
    }

    /// How many of the nodes that follow are inside it.
    pub(crate) const fn inside(&self) -> usize {
        self.inside as usize
    }
}

/// An offset or count as the tape holds it.
pub(super) fn narrow(offset: usize) -> u32 {
    // INVARIANT: `check_size` refused every text with an offset that is larger, and a text has no more values than bytes.
    u32::try_from(offset).unwrap_or(u32::MAX)
}
