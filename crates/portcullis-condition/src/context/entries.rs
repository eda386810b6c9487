//! The entries of a context: a short list, as nearly every request has, or a tree.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use smol_str::SmolStr;

use super::ContextValue;
use crate::key::ContextKey;

/// Up to how many entries are a list. A request of AWS has some twenty keys.
const FEW: usize = 48;

/// Keys with their values, in the order of the folded keys.
// INVARIANT: `Few` exactly if there are at most `FEW`, since nothing is ever taken out; so equal entries are of the same kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entries {
    Few {
        /// Of each entry, in the order of the entries.
        fingerprints: Vec<u64>,
        entries: Vec<(ContextKey, ContextValue)>,
    },
    Many(BTreeMap<SmolStr, (ContextKey, ContextValue)>),
}

impl Default for Entries {
    fn default() -> Self {
        Self::new()
    }
}

impl Entries {
    pub(super) const fn new() -> Self {
        Self::Few {
            fingerprints: Vec::new(),
            entries: Vec::new(),
        }
    }

    /// Adds a key, or gives it back with the key that is there.
    pub(super) fn insert(
        &mut self,
        key: ContextKey,
        value: ContextValue,
    ) -> Result<(), (ContextKey, ContextKey)> {
        match self {
            Self::Few {
                fingerprints,
                entries,
            } => match entries.binary_search_by(|(own, _)| own.cmp(&key)) {
                Ok(at) => match entries.get(at) {
                    Some((existing, _)) => Err((existing.clone(), key)),
                    None => Ok(()),
                },
                Err(at) => {
                    fingerprints.insert(at, key.fingerprint());
                    entries.insert(at, (key, value));
                    if entries.len() > FEW {
                        let entries = core::mem::take(entries).into_iter();
                        let many = entries.map(|entry| (entry.0.shared_folded(), entry));
                        *self = Self::Many(many.collect());
                    }
                    Ok(())
                }
            },
            Self::Many(entries) => match entries.get(key.folded()) {
                Some((existing, _)) => Err((existing.clone(), key)),
                None => {
                    entries.insert(key.shared_folded(), (key, value));
                    Ok(())
                }
            },
        }
    }

    pub(super) fn get(&self, key: &ContextKey) -> Option<&ContextValue> {
        match self {
            Self::Few {
                fingerprints,
                entries,
            } => {
                let wanted = key.fingerprint();
                let own = fingerprints.iter().enumerate();
                own.filter(|(_, own)| **own == wanted)
                    .filter_map(|(at, _)| entries.get(at))
                    .find(|(own, _)| own == key)
                    .map(|(_, value)| value)
            }
            Self::Many(entries) => entries.get(key.folded()).map(|(_, value)| value),
        }
    }

    /// The value of a key that is given folded.
    pub(super) fn get_folded(&self, folded: &str) -> Option<&ContextValue> {
        match self {
            Self::Few { entries, .. } => {
                let at = entries.binary_search_by(|(own, _)| own.folded().cmp(folded));
                entries.get(at.ok()?).map(|(_, value)| value)
            }
            Self::Many(entries) => entries.get(folded).map(|(_, value)| value),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&ContextKey, &ContextValue)> {
        let (few, many) = match self {
            Self::Few { entries, .. } => (Some(entries), None),
            Self::Many(entries) => (None, Some(entries)),
        };
        let few = few.into_iter().flatten();
        few.chain(many.into_iter().flat_map(BTreeMap::values))
            .map(|(key, value)| (key, value))
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Few { entries, .. } => entries.len(),
            Self::Many(entries) => entries.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::format;

    use super::*;

    #[test]
    fn a_list_that_becomes_a_tree_answers_the_same() {
        let key = |number: usize| format!("aws:K{:03}", number * 7 % 101).parse::<ContextKey>();
        let mut entries = Entries::new();
        for number in 0..100 {
            let value = ContextValue::single(format!("{number}"));
            entries.insert(key(number).unwrap(), value).unwrap();
            assert_eq!(entries.len(), number + 1);
            assert_eq!(matches!(entries, Entries::Few { .. }), entries.len() <= FEW);
            for known in 0..=number {
                let known_key = key(known).unwrap();
                let value = entries.get(&known_key).unwrap();
                assert_eq!(&*value.values()[0], format!("{known}"));
                assert_eq!(entries.get_folded(known_key.folded()), Some(value));
                let again = entries.insert(known_key.clone(), ContextValue::single(""));
                assert_eq!(again, Err((known_key.clone(), known_key)));
            }
            assert_eq!(entries.get(&"aws:other".parse().unwrap()), None);
            assert!(entries.iter().is_sorted_by(|left, right| left.0 < right.0));
        }
    }
}
