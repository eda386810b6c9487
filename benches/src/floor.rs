//! What any engine must do: for each layer one probe of a table by the action, and one comparison of the start of an ARN.

use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};

use serde_json::Value;

use crate::model::{Policy, Set, actions, list, statements};
use crate::scan::glob;

/// By the hash of an action the fixed start of an ARN: where it is in [`Floor::starts`].
type Table = HashMap<u64, (u32, u32), BuildHasherDefault<Hashed>>;

/// The tables of a workload. They are laid out as tightly as an engine could: layers that principals share are one table, and the texts
/// of all tables are one text.
#[derive(Clone, Debug)]
pub struct Floor<S> {
    hasher: S,
    tables: Vec<Table>,
    starts: String,
    /// For each principal the places of its layers' tables in `layers`.
    principals: Vec<(usize, usize)>,
    layers: Vec<usize>,
    /// For each call the principal, the action in lower case, and the resource.
    calls: Vec<(usize, Box<str>, Box<str>)>,
}

impl<S: BuildHasher + Default> Floor<S> {
    /// Makes the tables: every action that a layer names in full or that is asked of it and fits one of its patterns.
    #[must_use]
    pub fn new(set: &Set) -> Self {
        let calls = set.calls.iter().map(|call| {
            let action = call.action.to_ascii_lowercase().into_boxed_str();
            (call.caller, action, call.resource.as_str().into())
        });
        let mut floor = Self {
            hasher: S::default(),
            tables: Vec::new(),
            starts: String::new(),
            principals: Vec::new(),
            layers: Vec::new(),
            calls: calls.collect(),
        };
        let mut places: HashMap<&[usize], usize> = HashMap::new();
        let mut texts = HashMap::new();
        let asked = floor.asked(set);
        for attachment in &set.attachments {
            let first = floor.layers.len();
            for layer in attachment.layers() {
                let place = *places.entry(layer).or_insert_with(|| {
                    let none = BTreeSet::new();
                    let asked = asked.get(layer).unwrap_or(&none);
                    floor.add(set.of_layer(layer), asked, &mut texts);
                    floor.tables.len().saturating_sub(1)
                });
                floor.layers.push(place);
            }
            floor.principals.push((first, floor.layers.len()));
        }
        floor
    }

    /// The actions that are asked of each layer.
    fn asked<'a>(&self, set: &'a Set) -> HashMap<&'a [usize], BTreeSet<Box<str>>> {
        let mut asked: HashMap<&[usize], BTreeSet<Box<str>>> = HashMap::new();
        for (caller, action, _) in &self.calls {
            let attachment = set.attachments.get(*caller);
            for layer in attachment.into_iter().flat_map(|one| one.layers()) {
                asked.entry(layer).or_default().insert(action.clone());
            }
        }
        asked
    }

    fn add<'a>(
        &mut self,
        policies: impl Iterator<Item = &'a Policy>,
        asked: &BTreeSet<Box<str>>,
        texts: &mut HashMap<String, (u32, u32)>,
    ) {
        let mut table = Table::default();
        for statement in policies.flat_map(statements) {
            let start = start(statement);
            let span = *texts.entry(start.to_owned()).or_insert_with(|| {
                let at = u32::try_from(self.starts.len()).unwrap_or_default();
                self.starts.push_str(start);
                (at, u32::try_from(start.len()).unwrap_or_default())
            });
            for pattern in actions(statement).map(str::to_ascii_lowercase) {
                let exact = !pattern.contains(['*', '?']);
                if exact {
                    table.entry(self.hash(&pattern)).or_insert(span);
                }
                for action in asked.iter().filter(|action| glob(&pattern, action)) {
                    table.entry(self.hash(action)).or_insert(span);
                }
            }
        }
        self.tables.push(table);
    }

    fn hash(&self, action: &str) -> u64 {
        self.hasher.hash_one(action)
    }

    /// Asks the tables for every call, and counts the layers in which the ARN begins as the table says.
    #[must_use]
    pub fn run(&self) -> usize {
        let mut fitting = 0_usize;
        for (caller, action, resource) in &self.calls {
            let layers = self.principals.get(*caller);
            let layers = layers.and_then(|(first, end)| self.layers.get(*first..*end));
            for place in layers.into_iter().flatten() {
                let hash = self.hash(std::hint::black_box(action));
                let span = self.tables.get(*place).and_then(|table| table.get(&hash));
                let fits = span.is_some_and(|(at, length)| self.begins(resource, *at, *length));
                fitting = fitting.saturating_add(usize::from(fits));
            }
        }
        fitting
    }

    fn begins(&self, resource: &str, at: u32, length: u32) -> bool {
        let (at, length) = (at as usize, length as usize);
        let start = self.starts.as_bytes().get(at..at.saturating_add(length));
        start.is_some_and(|start| resource.as_bytes().starts_with(start))
    }
}

/// Takes what is a hash already.
#[derive(Clone, Copy, Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// What is before the first wildcard or variable of the statement's first resource.
fn start(statement: &Value) -> &str {
    let first = list(statement.get("Resource")).find_map(Value::as_str);
    let fixed = first.and_then(|text| text.split(['*', '?', '$']).next());
    fixed.unwrap_or_default()
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
