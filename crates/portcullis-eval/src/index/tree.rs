//! A radix tree over the literal beginnings of entries: a walk along a text meets every entry that begins as the text does.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ops::Range;

use crate::offsets::{at, narrow, wide};

/// How many bytes of text stand in a node.
const INLINE: usize = 14;

/// A node: what it adds to the text of its parent, the entries that end there, and its children, which stand side by side.
///
/// A walk waits for memory more than it computes: two nodes fill a cache line, and few nodes need more than themselves.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
struct Node {
    entries: u32,
    entries_end: u32,
    child: u32,
    length: u32,
    children: u16,
    /// What it adds, and behind that the first byte of each child, sorted; where that is longer, its place among the texts.
    text: [u8; INLINE],
}

/// All trees of an index: nodes of each behind those of the one before.
#[derive(Debug, Default)]
pub(super) struct Forest {
    nodes: Box<[Node]>,
    texts: Box<[u8]>,
}

/// Builds a [`Forest`], tree by tree.
#[derive(Debug, Default)]
pub(super) struct Planter {
    nodes: Vec<Node>,
    texts: Vec<u8>,
}

impl Node {
    const EMPTY: Self = Self {
        entries: 0,
        entries_end: 0,
        child: 0,
        length: 0,
        children: 0,
        text: [0; INLINE],
    };

    /// What it adds, and the first byte of each child.
    fn text<'a>(&'a self, texts: &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
        let length = wide(self.length);
        let all = length.saturating_add(usize::from(self.children));
        let both = if all <= INLINE {
            self.text.get(..all)
        } else {
            let start = wide(u32::from_le_bytes(*self.text.first_chunk()?));
            texts.get(start..start.saturating_add(all))
        };
        both?.split_at_checked(length)
    }
}

/// A node that is to be written: the beginnings that go through it, and how much of them its ancestors have.
struct Task {
    node: usize,
    beginnings: Range<usize>,
    depth: usize,
}

fn common(left: &[u8], right: &[u8]) -> usize {
    left.iter().zip(right).take_while(|(a, b)| a == b).count()
}

impl Planter {
    /// Adds a tree, and returns its root.
    ///
    /// `beginnings` are sorted; the entry of the first stands at `offset`, and the others follow.
    pub(super) fn plant(&mut self, beginnings: &[&str], offset: u32) -> u32 {
        let root = self.sprout();
        // The last first: so what is below a node stands together.
        let mut tasks = alloc::vec![Task {
            node: root,
            beginnings: 0..beginnings.len(),
            depth: 0,
        }];
        while let Some(task) = tasks.pop() {
            self.grow(task, beginnings, offset, &mut tasks);
        }
        narrow(root)
    }

    fn sprout(&mut self) -> usize {
        self.nodes.push(Node::EMPTY);
        self.nodes.len().saturating_sub(1)
    }

    /// The text of a node, in it or among the texts.
    fn keep(&mut self, text: &[u8]) -> [u8; INLINE] {
        let mut inline = [0; INLINE];
        let place = narrow(self.texts.len()).to_le_bytes();
        let kept = if text.len() <= INLINE {
            text
        } else {
            self.texts.extend_from_slice(text);
            &place
        };
        for (to, from) in inline.iter_mut().zip(kept) {
            *to = *from;
        }
        inline
    }

    fn grow<'t>(&mut self, task: Task, beginnings: &[&'t str], offset: u32, tasks: &mut Vec<Task>) {
        let all = beginnings.get(task.beginnings.clone()).unwrap_or_default();
        let behind = |text: Option<&&'t str>| -> &'t [u8] {
            let behind = text.and_then(|text| text.as_bytes().get(task.depth..));
            behind.unwrap_or_default()
        };
        let (first, last) = (behind(all.first()), behind(all.last()));
        let length = common(first, last);
        let end = task.depth.saturating_add(length);
        let mut text: Vec<u8> = first.iter().take(length).copied().collect();
        // The shortest stand first.
        let ending = all.iter().take_while(|text| text.len() == end).count();
        let child = narrow(self.nodes.len());
        let mut children = 0_u16;
        let mut start = ending;
        while let Some(beginning) = all.get(start) {
            let next = beginning.as_bytes().get(end).copied().unwrap_or_default();
            let group = all.get(start..).unwrap_or_default();
            let count = group.partition_point(|one| one.as_bytes().get(end) == Some(&next));
            text.push(next);
            let node = self.sprout();
            let from = task.beginnings.start.saturating_add(start);
            tasks.push(Task {
                node,
                beginnings: from..from.saturating_add(count),
                depth: end,
            });
            children = children.saturating_add(1);
            start = start.saturating_add(count.max(1));
        }
        let text = self.keep(&text);
        let entries = offset.saturating_add(narrow(task.beginnings.start));
        if let Some(node) = self.nodes.get_mut(task.node) {
            *node = Node {
                entries,
                entries_end: entries.saturating_add(narrow(ending)),
                child,
                length: narrow(length),
                children,
                text,
            };
        }
    }

    pub(super) fn finish(self) -> Forest {
        Forest {
            nodes: self.nodes.into(),
            texts: self.texts.into(),
        }
    }
}

/// Whether a text begins with a label; most labels are a few bytes long.
fn begins_with(text: &[u8], label: &[u8]) -> bool {
    if label.len() > 8 {
        return text.starts_with(label);
    }
    text.len() >= label.len() && label.iter().zip(text).all(|(own, asked)| own == asked)
}

impl Forest {
    /// The entries whose beginnings the text begins with, range by range, and the length of the beginning. Takes time in
    /// proportion to the text, whatever the tree holds.
    pub(super) fn walk<'a>(
        &'a self,
        root: u32,
        text: &'a str,
    ) -> impl Iterator<Item = (Range<u32>, usize)> + 'a {
        let text = text.as_bytes();
        let mut next = Some(root);
        let mut depth = 0_usize;
        core::iter::from_fn(move || {
            let node = at(&self.nodes, next?)?;
            let (label, firsts) = node.text(&self.texts)?;
            let rest = text.get(depth..)?;
            if !begins_with(rest, label) {
                next = None;
                return None;
            }
            depth = depth.saturating_add(label.len());
            next = text.get(depth).and_then(|byte| child(node, firsts, *byte));
            Some((node.entries..node.entries_end, depth))
        })
        .filter(|(entries, _)| !entries.is_empty())
    }
}

fn child(node: &Node, firsts: &[u8], byte: u8) -> Option<u32> {
    let found = if firsts.len() > 16 {
        firsts.binary_search(&byte).ok()
    } else {
        firsts.iter().position(|first| *first == byte)
    };
    Some(node.child.saturating_add(narrow(found?)))
}

#[cfg(test)]
mod tests {
    use std::string::String;
    use std::vec;

    use proptest::prelude::*;

    use super::*;

    fn found(beginnings: &[&str], text: &str) -> Vec<usize> {
        let mut planter = Planter::default();
        // A tree before it, so that nothing depends on starting at zero.
        planter.plant(&["other"], 0);
        let root = planter.plant(beginnings, 100);
        let forest = planter.finish();
        let ranges = forest.walk(root, text);
        ranges
            .flat_map(|(entries, length)| {
                entries.map(move |entry| {
                    let index = usize::try_from(entry).unwrap() - 100;
                    (index, length)
                })
            })
            .map(|(index, length)| {
                assert_eq!(beginnings[index].len(), length);
                index
            })
            .collect()
    }

    #[test]
    fn a_walk_meets_every_beginning() {
        let beginnings = ["", "a", "ab", "ab", "abc", "b", "bcd"];
        assert_eq!(found(&beginnings, "abd"), [0, 1, 2, 3]);
        assert_eq!(found(&beginnings, "bc"), [0, 5]);
        assert_eq!(found(&beginnings, ""), [0]);
        assert_eq!(found(&[], "abc"), vec![0_usize; 0]);
    }

    proptest! {
        #[test]
        fn a_walk_is_a_scan(mut beginnings in proptest::collection::vec("[abé]{0,5}", 0..40), text in "[abé]{0,8}") {
            beginnings.sort();
            let sorted: Vec<&str> = beginnings.iter().map(String::as_str).collect();
            let expected: Vec<usize> = (0..sorted.len()).filter(|index| text.starts_with(sorted[*index])).collect();
            prop_assert_eq!(found(&sorted, &text), expected);
        }
    }
}
