//! The entries of some statements in the order of their literal beginnings, those that match the same as one.

use alloc::string::String;
use alloc::vec::Vec;

use portcullis_condition::Template;

use super::grams::Grams;
use super::shape::{Shape, Tail};
use crate::offsets::narrow;

/// The shapes in the order of their beginnings.
pub(super) struct Order {
    /// The number of each shape; those that match the same have the same.
    pub(super) numbers: Vec<Vec<u32>>,
    /// Where the beginning of each number stands.
    pub(super) beginnings: Vec<(u32, u32)>,
    /// How many statements have an entry that begins as each number does.
    pub(super) crowds: Vec<u32>,
    pub(super) text: String,
    /// The place of the pattern of each number, where its tail is one.
    pub(super) places: Vec<u32>,
    pub(super) patterns: Vec<Template>,
}

impl Order {
    pub(super) fn of(shapes: &[Vec<Shape<'_>>]) -> Self {
        let mut order: Vec<(u128, &Shape<'_>, usize, usize)> = Vec::new();
        for (statement, own) in shapes.iter().enumerate() {
            let places = own.iter().enumerate();
            order.extend(places.map(|(place, shape)| {
                let first = first_bytes(shape.beginning);
                (first, shape, statement, place)
            }));
        }
        order.sort_unstable_by_key(|(first, shape, statement, place)| {
            (*first, shape.beginning, shape.text, *statement, *place)
        });
        let zeros = |own: &Vec<Shape<'_>>| alloc::vec![0; own.len()];
        let mut numbers: Vec<Vec<u32>> = shapes.iter().map(zeros).collect();
        let mut beginnings = Vec::new();
        let mut crowds: Vec<u32> = Vec::new();
        let mut crowd = Crowd::default();
        let mut text = String::new();
        let mut places = Vec::new();
        let mut patterns = Vec::new();
        let mut last: Option<&Shape<'_>> = None;
        for (_, shape, statement, place) in order {
            if !last.is_some_and(|last| last.is_same(shape)) {
                let same = last.filter(|last| last.beginning == shape.beginning);
                let known = same.and_then(|_| beginnings.last().copied());
                if known.is_none() || shape.beginning.is_empty() {
                    crowd.end(&mut crowds, beginnings.len());
                }
                beginnings.push(known.unwrap_or_else(|| {
                    let start = narrow(text.len());
                    text.push_str(shape.beginning);
                    (start, narrow(text.len()))
                }));
                places.push(narrow(patterns.len()));
                if shape.tail == Tail::Pattern {
                    patterns.push(shape.sixth().clone());
                }
            }
            last = Some(shape);
            crowd.meet(shape, statement);
            let own = numbers.get_mut(statement);
            if let Some(slot) = own.and_then(|own| own.get_mut(place)) {
                *slot = narrow(beginnings.len().saturating_sub(1));
            }
        }
        crowd.end(&mut crowds, beginnings.len());
        Self {
            numbers,
            beginnings,
            crowds,
            text,
            places,
            patterns,
        }
    }
}

/// The first sixteen bytes of a text as a number, which orders texts as they are ordered as far as they differ there: most
/// comparisons need not look at the texts.
fn first_bytes(text: &str) -> u128 {
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(text.bytes()) {
        *to = from;
    }
    u128::from_be_bytes(bytes)
}

/// Counts the statements that have entries which are found together: those that begin alike, or without a beginning those that
/// are the same. A statement with several such entries may count as several: the count only says where entries are looked for.
#[derive(Default)]
struct Crowd {
    count: u32,
    last: Option<usize>,
}

impl Crowd {
    fn meet(&mut self, shape: &Shape<'_>, statement: usize) {
        if shape.beginning.is_empty() && !Grams::has(shape.sixth()) {
            // Nothing but the action tells whether it has to be looked at.
            self.count = u32::MAX;
        } else if self.last != Some(statement) {
            self.count = self.count.saturating_add(1);
        }
        self.last = Some(statement);
    }

    /// Writes the count for every number so far that has none.
    fn end(&mut self, crowds: &mut Vec<u32>, numbers: usize) {
        crowds.resize(numbers, self.count);
        *self = Self::default();
    }
}
