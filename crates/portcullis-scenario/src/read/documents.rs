//! Policy documents that scenarios repeat.

use std::collections::hash_map::RandomState;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::sync::{Arc, PoisonError, RwLock};

use portcullis_policy::{Document, PolicyKind, Reading};

/// About how many bytes are held in all, in two halves; and how many texts are remembered to have been met.
const MOST_BYTES: usize = 24 << 20;
const MOST_MET: usize = 1 << 16;

/// About what one part of a document takes, and one finding. That of a policy as people write it takes less.
const BYTES_A_PART: usize = 192;
const BYTES_A_FINDING: usize = 384;

/// How a text is read: as what, and under which limits, for those on a scenario's text are not those on a document by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Form {
    pub(super) kind: PolicyKind,
    pub(super) reading: Reading,
    /// Whether it is a part of the scenario's text, and not a text that a string or a file holds.
    pub(super) inline: bool,
}

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
    young: Half,
    /// What was young before: it is let go when the young ones are as many again.
    old: Half,
}

#[derive(Debug, Default)]
struct Half {
    documents: HashMap<u64, (Form, Arc<Document>)>,
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
    pub(super) fn find(&self, text: &str, form: Form) -> Known {
        let number = self.hasher.hash_one((text, form));
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let young = kept.young.documents.get(&number);
        if let Some((own, document)) = young.or_else(|| kept.old.documents.get(&number)) {
            let is_same = *own == form && **document.text() == *text;
            return if is_same {
                Known::Document(Arc::clone(document))
            } else {
                Known::Nothing
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
    pub(super) fn keep(&self, number: u64, form: Form, document: &Arc<Document>) {
        let bytes = weight(document);
        let most = MOST_BYTES / 2;
        if bytes > most {
            return;
        }
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.young.bytes.saturating_add(bytes) > most {
            kept.old = core::mem::take(&mut kept.young);
        }
        let one = (form, Arc::clone(document));
        if kept.young.documents.insert(number, one).is_none() {
            kept.young.bytes = kept.young.bytes.saturating_add(bytes);
        }
    }
}

/// About how many bytes a document takes.
fn weight(document: &Document) -> usize {
    let text = document.text().len();
    let parts = document.parts().saturating_mul(BYTES_A_PART);
    let findings = document.findings().len().saturating_mul(BYTES_A_FINDING);
    text.saturating_add(parts).saturating_add(findings)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use portcullis_policy::{Document, PolicyKind, Reading};

    use super::{Documents, Form, Known, MOST_BYTES, weight};

    const AS: Form = Form {
        kind: PolicyKind::Identity,
        reading: Reading::Lenient,
        inline: true,
    };

    fn read(sid: usize) -> Arc<Document> {
        let resources = vec![r#""""#; 1_000].join(",");
        let text = format!(
            r#"{{"Version": "2012-10-17", "Statement": {{"Sid": "S{sid}", "Effect": "Deny", "Action": "*", "Resource": [{resources}]}}}}"#
        );
        Arc::new(Document::parse(&text, AS.kind, AS.reading).unwrap())
    }

    #[test]
    fn what_is_met_a_second_time_is_kept() {
        let documents = Documents::default();
        let one = read(1);
        assert!(matches!(documents.find(one.source(), AS), Known::Nothing));
        let Known::Met(number) = documents.find(one.source(), AS) else {
            panic!("it was met");
        };
        documents.keep(number, AS, &one);
        let Known::Document(found) = documents.find(one.source(), AS) else {
            panic!("it is kept");
        };
        assert!(Arc::ptr_eq(&found, &one));
        let (kind, reading) = (PolicyKind::Session, Reading::Strict);
        for other in [
            Form { kind, ..AS },
            Form { reading, ..AS },
            Form {
                inline: false,
                ..AS
            },
        ] {
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
        documents.keep(number, AS, &other);
        assert!(matches!(documents.find(one.source(), AS), Known::Nothing));
        let inline = false;
        documents.keep(number, Form { inline, ..AS }, &one);
        assert!(matches!(documents.find(one.source(), AS), Known::Nothing));
    }

    #[test]
    fn memory_is_bounded() {
        let documents = Documents::default();
        let bytes = weight(&read(0));
        assert!(bytes > 500_000, "a document of 3 kB can take {bytes}");
        let times = 2 * MOST_BYTES / bytes;
        for number in 0..times {
            documents.keep(number as u64, AS, &read(number));
            let kept = documents.kept.read().unwrap();
            for half in [&kept.young, &kept.old] {
                assert!(half.bytes <= MOST_BYTES / 2);
                let own = half.documents.values();
                let sum: usize = own.map(|(_, one)| weight(one)).sum();
                assert_eq!(sum, half.bytes);
            }
            // What was kept last is there, and what was kept long ago is not.
            assert!(kept.young.documents.contains_key(&(number as u64)));
        }
        let kept = documents.kept.read().unwrap();
        assert!(kept.old.bytes > MOST_BYTES / 4);
        assert!(!kept.young.documents.contains_key(&0) && !kept.old.documents.contains_key(&0));
    }
}
