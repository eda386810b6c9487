//! Offsets of 32 bits, which take half the room of others.

use core::ops::Range;

/// An offset as 32 bits. One that does not fit is the largest, where nothing stands: policies are far smaller.
pub(crate) fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// An offset for slices.
pub(crate) fn wide(offset: u32) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// A range of offsets for slices.
pub(crate) fn range(range: Range<u32>) -> Range<usize> {
    wide(range.start)..wide(range.end)
}

/// The element at an offset.
pub(crate) fn at<T>(slice: &[T], offset: u32) -> Option<&T> {
    slice.get(wide(offset))
}
