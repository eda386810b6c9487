//! Policy documents that scenarios repeat.

use std::collections::hash_map::RandomState;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::sync::{Arc, PoisonError, RwLock};

use portcullis_policy::{Document, PolicyKind, Reading};

/// How many bytes of texts are kept, and how many texts are remembered to have been met. With what is read from it, a text takes
/// some ten times its size.
const MOST_BYTES: usize = 1 << 20;
const MOST_MET: usize = 1 << 16;

/// The documents that were met more than once, each read once. Most scenarios are read for a single answer: what is met the
/// first time is not kept.
#[derive(Debug, Default)]
pub(super) struct Documents {
    // With keys of its own, so that no input can be made whose texts collide.
    hasher: RandomState,
    kept: RwLock<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    met: HashSet<u64>,
    documents: HashMap<u64, Arc<Document>>,
    /// Of the texts of the documents.
    bytes: usize,
}

/// What is known of a text.
pub(super) enum Known {
    /// It was not met before.
    Nothing,
    /// It was met before; under this number it is kept from now on.
    Met(u64),
    /// What was read.
    Document(Arc<Document>),
}

impl Documents {
    /// Looks for a document by its text.
    pub(super) fn find(&self, text: &str, read_as: (PolicyKind, Reading)) -> Known {
        let number = self.hasher.hash_one((text, read_as));
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let is_same =
            |one: &&Arc<Document>| **one.text() == *text && (one.kind(), one.reading()) == read_as;
        if let Some(document) = kept.documents.get(&number) {
            return match Some(document).filter(is_same) {
                Some(document) => Known::Document(Arc::clone(document)),
                None => Known::Nothing,
            };
        }
        if kept.met.contains(&number) {
            return Known::Met(number);
        }
        drop(kept);
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.met.len() >= MOST_MET {
            kept.met.clear();
        }
        kept.met.insert(number);
        Known::Nothing
    }

    /// Keeps a document that was read from a text by itself.
    pub(super) fn keep(&self, number: u64, document: &Arc<Document>) {
        let bytes = document.text().len();
        if bytes > MOST_BYTES {
            return;
        }
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.bytes.saturating_add(bytes) > MOST_BYTES {
            kept.documents.clear();
            kept.bytes = 0;
        }
        if kept
            .documents
            .insert(number, Arc::clone(document))
            .is_none()
        {
            kept.bytes = kept.bytes.saturating_add(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use portcullis_policy::{Document, PolicyKind, Reading};

    use super::{Documents, Known, MOST_BYTES};

    const AS: (PolicyKind, Reading) = (PolicyKind::Identity, Reading::Strict);

    fn read(sid: usize) -> Arc<Document> {
        let text = format!(
            r#"{{"Version": "2012-10-17", "Statement": {{"Sid": "S{sid}", "Effect": "Deny", "Action": "*", "Resource": "*"}}}}"#
        );
        Arc::new(Document::parse(&text, AS.0, AS.1).unwrap())
    }

    #[test]
    fn what_is_met_a_second_time_is_kept() {
        let documents = Documents::default();
        let one = read(1);
        assert!(matches!(documents.find(one.source(), AS), Known::Nothing));
        let Known::Met(number) = documents.find(one.source(), AS) else {
            panic!("it was met");
        };
        documents.keep(number, &one);
        let Known::Document(found) = documents.find(one.source(), AS) else {
            panic!("it is kept");
        };
        assert!(Arc::ptr_eq(&found, &one));
        for other in [(PolicyKind::Session, AS.1), (AS.0, Reading::Lenient)] {
            assert!(matches!(
                documents.find(one.source(), other),
                Known::Nothing
            ));
        }
        assert!(matches!(
            documents.find(read(2).source(), AS),
            Known::Nothing
        ));
    }

    /// Were two texts to have one number, the one that is not kept is read by itself.
    #[test]
    fn a_number_alone_is_no_document() {
        let documents = Documents::default();
        let (one, other) = (read(1), read(2));
        let _ = documents.find(one.source(), AS);
        let Known::Met(number) = documents.find(one.source(), AS) else {
            panic!("it was met");
        };
        documents.keep(number, &other);
        assert!(matches!(documents.find(one.source(), AS), Known::Nothing));
    }

    #[test]
    fn memory_is_bounded() {
        let documents = Documents::default();
        let bytes = read(0).text().len();
        for number in 0..3 * MOST_BYTES / bytes {
            documents.keep(number as u64, &read(number));
            let kept = documents.kept.read().unwrap();
            assert!(kept.bytes <= MOST_BYTES);
            let sum: usize = kept.documents.values().map(|one| one.text().len()).sum();
            assert_eq!(sum, kept.bytes);
        }
    }
}
