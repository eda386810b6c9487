//! What any engine must do: for each layer one probe of a table by the action, and one comparison of the start of an ARN.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};

use serde_json::Value;

use crate::model::{Policy, Set, actions, list, statements};
use crate::scan::glob;

/// By action in lower case the fixed start of an ARN.
type Table<S> = HashMap<Box<str>, Box<str>, S>;

/// The tables of a workload: for each principal and each of its layers, by action the fixed start of an ARN.
#[derive(Clone, Debug)]
pub struct Floor<S> {
    principals: Vec<Vec<Table<S>>>,
    /// For each call the principal, the action in lower case, and the resource.
    calls: Vec<(usize, Box<str>, Box<str>)>,
}

impl<S: BuildHasher + Default + Clone> Floor<S> {
    /// Makes the tables: every action that a layer names in full or that is asked of it and fits one of its patterns.
    #[must_use]
    pub fn new(set: &Set) -> Self {
        let mut asked = vec![Vec::new(); set.attachments.len()];
        for call in &set.calls {
            if let Some(asked) = asked.get_mut(call.caller) {
                asked.push(call.action.to_ascii_lowercase());
            }
        }
        let tables = |(attachment, asked): (&crate::model::Attachment, &mut Vec<String>)| {
            asked.sort_unstable();
            asked.dedup();
            attachment
                .layers()
                .map(|layer| table(set.of_layer(layer), asked))
                .collect()
        };
        let calls = set.calls.iter().map(|call| {
            let action = call.action.to_ascii_lowercase().into_boxed_str();
            (call.caller, action, call.resource.as_str().into())
        });
        Self {
            calls: calls.collect(),
            principals: set.attachments.iter().zip(&mut asked).map(tables).collect(),
        }
    }

    /// Asks the tables for every call, and counts the layers in which the ARN begins as the table says.
    #[must_use]
    pub fn run(&self) -> usize {
        let mut fitting = 0_usize;
        for (caller, action, resource) in &self.calls {
            for table in self.principals.get(*caller).into_iter().flatten() {
                let start = table.get(std::hint::black_box(action));
                let fits = start.is_some_and(|start| resource.starts_with(&**start));
                fitting = fitting.saturating_add(usize::from(fits));
            }
        }
        fitting
    }
}

fn table<'a, S: BuildHasher + Default>(
    policies: impl Iterator<Item = &'a Policy>,
    asked: &[String],
) -> Table<S> {
    let mut table = Table::<S>::default();
    for statement in policies.flat_map(statements) {
        let start = start(statement);
        for pattern in actions(statement).map(str::to_ascii_lowercase) {
            let exact = !pattern.contains(['*', '?']);
            let fitting = asked.iter().filter(|action| glob(&pattern, action));
            let names = fitting.cloned().chain(exact.then(|| pattern.clone()));
            for name in names {
                if let Entry::Vacant(entry) = table.entry(name.into()) {
                    entry.insert(start.clone());
                }
            }
        }
    }
    table
}

/// What is before the first wildcard or variable of the statement's first resource.
fn start(statement: &Value) -> Box<str> {
    let first = list(statement.get("Resource")).find_map(Value::as_str);
    let fixed = first.and_then(|text| text.split(['*', '?', '$']).next());
    fixed.unwrap_or_default().into()
}

/// A hasher that takes eight bytes at a time: about the least that hashing can cost. It is not for keys of others.
pub type Quick = BuildHasherDefault<Multiplying>;

/// See [`Quick`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Multiplying(u64);

impl Hasher for Multiplying {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            for (to, from) in word.iter_mut().zip(chunk) {
                *to = *from;
            }
            self.add(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.add(u64::from(byte));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Multiplying {
    const fn add(&mut self, word: u64) {
        let mixed = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517C_C1B7_2722_0A95);
        self.0 = mixed ^ (mixed >> 32);
    }
}

#[cfg(test)]
mod tests {
    use super::{Floor, Quick};
    use crate::adapter;
    use crate::workloads::w1;

    #[test]
    fn the_one_layer_of_the_smallest_workload_is_found() {
        let set = w1::tiny();
        assert_eq!(Floor::<Quick>::new(&set).run(), 1);
        assert_eq!(Floor::<adapter::Hasher>::new(&set).run(), 1);
    }
}
