//! Cutting lines to what is worth seeing, so that a document on one line still gives a readable picture.

use std::ops::Range;

use super::text::steers;

/// How many characters are kept on each side of a marked part.
const MARGIN: usize = 40;

/// How long a line may be to be shown whole, in characters.
const WIDTH: usize = 110;

/// How many characters of a marked part are kept.
const MARKED: usize = 60;

/// How far apart two marked lines may be.
const LINES: usize = 40;

/// The part of a text around marked places, cut to a readable width.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// Lines of the text, cut.
    pub(super) text: String,
    /// The number of the first line, from 1.
    pub(super) first_line: usize,
    /// The marked places in [`Self::text`], in the order in which they were given; none for one that is too far away.
    pub(super) marks: Vec<Option<Range<usize>>>,
}

/// One line of the text: where it begins and ends, without its end, be that LF or CRLF.
#[derive(Clone, Debug)]
struct LineOf {
    number: usize,
    range: Range<usize>,
}

/// Cuts a window around byte ranges of a text; the first one is the one that must be seen.
pub(super) fn window(text: &str, marks: &[Range<usize>]) -> Window {
    let marks: Vec<Range<usize>> = marks.iter().map(|mark| clamp(text, mark)).collect();
    let lines: Vec<LineOf> = marks.iter().map(|mark| line_of(text, mark.start)).collect();
    let anchor = lines.first().map_or(1, |line| line.number);
    let near = |line: &LineOf| line.number.abs_diff(anchor) <= LINES;
    let first_line = lines
        .iter()
        .filter(|line| near(line))
        .map(|line| line.number)
        .min();
    let last_line = lines
        .iter()
        .filter(|line| near(line))
        .map(|line| line.number)
        .max();
    let (first_line, last_line) = (first_line.unwrap_or(1), last_line.unwrap_or(1));
    let mut window = Window {
        text: String::new(),
        first_line,
        marks: vec![None; marks.len()],
    };
    let start = lines
        .iter()
        .filter(|line| near(line))
        .map(|line| line.range.start)
        .min();
    let mut rest = start.unwrap_or(0);
    for number in first_line..=last_line {
        let end = end_of_line(text, rest);
        let own: Vec<(usize, Range<usize>)> = marks
            .iter()
            .zip(&lines)
            .enumerate()
            .filter(|(_, (_, line))| line.number == number)
            .map(|(index, (mark, _))| (index, mark.start..mark.end.min(end).max(mark.start)))
            .collect();
        window.push_line(text, rest..end, &own);
        rest = end.saturating_add(1);
    }
    window
}

impl Window {
    fn push_line(&mut self, text: &str, line: Range<usize>, own: &[(usize, Range<usize>)]) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let mut last = line.start;
        for kept in segments(text, &line, own) {
            if kept.start > last {
                self.text.push('…');
            }
            let at = self.text.len();
            let part = text.get(kept.clone()).unwrap_or_default();
            // Offsets in the part, against offsets in what is written for it: one character each.
            let mut offsets = Vec::with_capacity(part.len());
            for (offset, character) in part.char_indices() {
                offsets.push((kept.start.saturating_add(offset), self.text.len()));
                self.text.push(shown(character));
            }
            offsets.push((kept.end, self.text.len()));
            let place = |offset: usize| {
                let found = offsets.binary_search_by(|(from, _)| from.cmp(&offset));
                let index = found.unwrap_or_else(|next| next);
                offsets.get(index).map_or(self.text.len(), |(_, to)| *to)
            };
            for (index, mark) in own {
                if mark.start >= kept.start && mark.start <= kept.end {
                    let start = place(mark.start).max(at);
                    let end = place(mark.end.min(kept.end)).max(start);
                    if let Some(slot) = self.marks.get_mut(*index) {
                        *slot = Some(start..end);
                    }
                }
            }
            last = kept.end;
        }
        if last < line.end {
            self.text.push('…');
        }
    }
}

/// The parts of a line that are kept: around its marks, or its beginning.
fn segments(text: &str, line: &Range<usize>, own: &[(usize, Range<usize>)]) -> Vec<Range<usize>> {
    if forward(text, line.start, WIDTH) >= line.end {
        return vec![line.clone()];
    }
    let mut wanted: Vec<Range<usize>> = own
        .iter()
        .map(|(_, mark)| {
            let end = forward(text, mark.start, MARKED)
                .min(mark.end)
                .max(mark.start);
            let start = back(text, mark.start, MARGIN).max(line.start);
            start..forward(text, end, MARGIN).min(line.end)
        })
        .collect();
    if wanted.is_empty() {
        let end = forward(text, line.start, MARKED.saturating_add(MARGIN));
        wanted.push(line.start..end.min(line.end));
    }
    wanted.sort_by_key(|part| part.start);
    let mut kept: Vec<Range<usize>> = Vec::new();
    for part in wanted {
        match kept.last_mut() {
            Some(last) if part.start <= last.end => last.end = last.end.max(part.end),
            _ => kept.push(part),
        }
    }
    // What lies at the left edge of an indented line is blank: cutting it would cost the indentation.
    if let Some(first) = kept.first_mut() {
        let before = text.get(line.start..first.start).unwrap_or_default();
        if before.chars().all(char::is_whitespace) && before.len() <= MARGIN {
            first.start = line.start;
        }
    }
    kept
}

/// A character as it is shown: one for one, so that columns stay.
fn shown(character: char) -> char {
    match character {
        '\t' => ' ',
        other if steers(other) => '\u{fffd}',
        other => other,
    }
}

fn clamp(text: &str, mark: &Range<usize>) -> Range<usize> {
    let start = boundary(text, mark.start);
    start..boundary(text, mark.end).max(start)
}

/// The offset, or the boundary of characters before it.
pub(super) fn boundary(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    let back = (0..4).find(|back| {
        offset
            .checked_sub(*back)
            .is_some_and(|at| text.is_char_boundary(at))
    });
    offset.saturating_sub(back.unwrap_or(0))
}

fn line_of(text: &str, offset: usize) -> LineOf {
    let before = text.get(..offset).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at.saturating_add(1));
    let number = before.bytes().filter(|byte| *byte == b'\n').count();
    LineOf {
        number: number.saturating_add(1),
        range: start..end_of_line(text, offset),
    }
}

fn end_of_line(text: &str, offset: usize) -> usize {
    let rest = text.get(offset..).unwrap_or_default();
    let end = rest.find('\n').unwrap_or(rest.len());
    let line = rest.get(..end).unwrap_or_default();
    let line = line.strip_suffix('\r').unwrap_or(line);
    offset.saturating_add(line.len())
}

/// The offset a number of characters behind another.
fn forward(text: &str, offset: usize, characters: usize) -> usize {
    let rest = text.get(offset..).unwrap_or_default();
    let width = rest
        .char_indices()
        .nth(characters)
        .map_or(rest.len(), |(at, _)| at);
    offset.saturating_add(width)
}

/// The offset a number of characters before another.
fn back(text: &str, offset: usize, characters: usize) -> usize {
    let before = text.get(..offset).unwrap_or_default();
    before
        .char_indices()
        .rev()
        .nth(characters.saturating_sub(1))
        .map_or(0, |(at, _)| at)
}

#[cfg(test)]
mod tests;
