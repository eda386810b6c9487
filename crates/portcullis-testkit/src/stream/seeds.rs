//! What inputs are made from: inputs that are at hand, and words.

use std::fs;
use std::io;
use std::path::Path;

use super::dictionary;
use super::mutate::{change, put_together};
use crate::fuzz::Target;
use crate::random::Random;

/// Inputs of a corpus that are kept at hand, at most.
const MOST: usize = 50_000;
/// One input in so many is put together of words alone.
const OF_WORDS: usize = 6;

/// What the inputs of a target are made from.
#[derive(Clone, Debug)]
pub struct Seeds {
    inputs: Vec<Vec<u8>>,
    /// The words of the target, each often, and those of the dictionary.
    words: Vec<Vec<u8>>,
    own: usize,
    longest: usize,
}

impl Seeds {
    /// Those of a target, with inputs and the text of a dictionary.
    #[must_use]
    pub fn new(
        target: &Target,
        inputs: impl IntoIterator<Item = Vec<u8>>,
        dictionary: &str,
    ) -> Self {
        let longest = target.size.longest();
        let own = target.words.iter().map(|word| word.as_bytes().to_vec());
        let words = own.chain(dictionary::words(dictionary)).collect();
        let inputs = inputs.into_iter().filter(|input| input.len() <= longest);
        Self {
            inputs: inputs.take(MOST).collect(),
            words,
            own: target.words.len(),
            longest,
        }
    }

    /// Those of a target in the folder of the fuzzer: what is committed, the corpus, if there is one, and the dictionary.
    ///
    /// # Errors
    /// [`io::Error`] where a file cannot be read.
    pub fn of_folder(target: &Target, folder: &Path) -> io::Result<Self> {
        let mut inputs = inputs_in(&folder.join("regressions").join(target.name))?;
        let corpus = folder.join("corpus").join(target.name);
        if corpus.is_dir() {
            inputs.extend(inputs_in(&corpus)?);
        }
        let dictionary = fs::read_to_string(folder.join("iam.dict"))?;
        Ok(Self::new(target, inputs, &dictionary))
    }

    /// How many inputs there are to start from.
    #[must_use]
    pub fn len(&self) -> usize {
        self.inputs.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inputs.is_empty()
    }

    /// Makes an input.
    pub fn input(&self, random: &mut Random, input: &mut Vec<u8>) {
        input.clear();
        if self.inputs.is_empty() || random.below(OF_WORDS) == 0 {
            put_together(random, self, input);
        } else {
            let seed: &Vec<u8> = random.one(&self.inputs);
            input.extend_from_slice(seed);
        }
        // Mostly few changes: an input that stays close to one that is accepted comes further. One alone would come up often.
        let changes = 1 + random.below(4) + random.below(2) * random.below(8);
        for _ in 0..changes {
            change(random, self, input);
        }
        input.truncate(self.longest);
    }

    /// A word, as often one of the target's own as of the dictionary.
    pub(super) fn word(&self, random: &mut Random) -> &[u8] {
        let end = if random.below(2) == 0 && self.own > 0 {
            self.own
        } else {
            self.words.len()
        };
        let word = self.words.get(random.below(end));
        word.map_or(&[], Vec::as_slice)
    }

    /// An input to take a part of.
    pub(super) fn other(&self, random: &mut Random) -> &[u8] {
        let other = self.inputs.get(random.below(self.inputs.len()));
        other.map_or(&[], Vec::as_slice)
    }

    pub(super) const fn longest(&self) -> usize {
        self.longest
    }
}

/// The contents of the files of a folder, in the order of their names.
fn inputs_in(folder: &Path) -> io::Result<Vec<Vec<u8>>> {
    let entries = fs::read_dir(folder)?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    paths.iter().map(fs::read).collect()
}
