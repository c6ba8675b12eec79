//! The words of all names as they sound, and which of them sound nearly alike.

use super::skeleton::{class, skeleton};
use crate::name::nearness;
use std::cmp::Ordering;

/// Sounds that are told apart within a pair: the edge of a word, and the classes of [`class`].
const CLASSES: usize = super::skeleton::CLASSES + 1;

/// Pairs of sounds.
const PAIRS: usize = CLASSES * CLASSES;

/// Least share of common pairs (Dice) for two words to be compared.
const ALIKE: f32 = 0.4;

/// The same, where their consonants are the same.
const ALIKE_BY_SKELETON: f32 = 0.2;

/// Least nearness of words that are alike.
const NEAR: f32 = 0.5;

/// Longest part of a word that is compared, in sounds.
const LONGEST: usize = 64;

/// A word as it sounds, and whether its script leaves out vowels.
pub(super) type Word<'a> = (&'a [u8], bool);

/// The distinct words of many names, each with a number. Shorter words have smaller numbers, so that words of a like length are a range
/// of every list.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// All words one after the other.
    sounds: Vec<u8>,
    /// Where each word ends in it.
    ends: Vec<u32>,
    /// The scripts of which words leave out vowels.
    bare: Vec<bool>,
    /// The first word of each length.
    lengths: Vec<u32>,
    /// Number of distinct pairs of each word.
    pairs: Vec<u8>,
    /// The consonants of each word.
    skeletons: Vec<u32>,
    /// For each pair of sounds, where its words begin in `words`.
    starts: Vec<u32>,
    /// The words of each pair, in order.
    words: Vec<u32>,
}

/// A word that sounds nearly like another, and how nearly: 1 is the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Like {
    pub(super) word: u32,
    pub(super) likeness: f32,
}

/// Counters that are used again for each word.
#[derive(Debug, Default)]
pub(super) struct Tally {
    counts: Vec<u8>,
    touched: Vec<u32>,
}

impl Vocabulary {
    /// Of words in any order, some of them more than once.
    pub(super) fn new<'a>(words: impl Iterator<Item = Word<'a>>) -> Self {
        let mut all: Vec<Word<'_>> = words.collect();
        all.sort_unstable_by(|one, other| order(*one, *other));
        all.dedup();
        let mut made = Self::default();
        all.iter().for_each(|word| made.push(*word));
        made.lengths.push(all.len() as u32);
        made.index();
        made
    }

    fn push(&mut self, (sound, bare): Word<'_>) {
        let number = self.ends.len() as u32;
        while self.lengths.len() <= sound.len() {
            self.lengths.push(number);
        }
        self.sounds.extend_from_slice(sound);
        self.ends.push(self.sounds.len() as u32);
        self.bare.push(bare);
        self.pairs.push(pairs(sound).len() as u8);
        self.skeletons.push(skeleton([sound]));
    }

    /// Lists of words by pair: counted first, so that each list has its place.
    fn index(&mut self) {
        let mut starts = vec![0u32; PAIRS + 1];
        for number in 0..self.len() {
            for pair in pairs(self.word(number as u32).0) {
                starts[usize::from(pair) + 1] += 1;
            }
        }
        for pair in 0..PAIRS {
            starts[pair + 1] += starts[pair];
        }
        let mut next = starts.clone();
        self.words = vec![0; starts[PAIRS] as usize];
        for number in 0..self.len() as u32 {
            for pair in pairs(self.word(number).0) {
                let place = &mut next[usize::from(pair)];
                self.words[*place as usize] = number;
                *place += 1;
            }
        }
        self.starts = starts;
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A word by its number.
    pub(super) fn word(&self, number: u32) -> Word<'_> {
        let at = number as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        (&self.sounds[start as usize..self.ends[at] as usize], self.bare[at])
    }

    /// The number of a word.
    pub(super) fn find(&self, word: Word<'_>) -> Option<u32> {
        let (mut low, mut high) = (0u32, self.len() as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            match order(self.word(middle), word) {
                Ordering::Equal => return Some(middle),
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The words that sound nearly like one, the word itself among them, the nearest first.
    pub(super) fn alike(&self, word: Word<'_>, tally: &mut Tally) -> Vec<Like> {
        let own = pairs(word.0);
        let range = self.range(word.0.len());
        tally.counts.resize(self.len(), 0);
        for pair in &own {
            for word in self.of_pair(*pair, range) {
                let count = &mut tally.counts[*word as usize];
                if *count == 0 {
                    tally.touched.push(*word);
                }
                *count += 1;
            }
        }
        let consonants = skeleton([word.0]);
        let mut found = Vec::new();
        for other in tally.touched.drain(..) {
            let common = std::mem::take(&mut tally.counts[other as usize]);
            if self.compares(other, common, own.len(), consonants) {
                let (sound, bare) = self.word(other);
                let likeness = nearness(word.0, sound, bare || word.1);
                if likeness >= NEAR {
                    found.push(Like { word: other, likeness });
                }
            }
        }
        found.sort_unstable_by(|one: &Like, other| {
            other.likeness.total_cmp(&one.likeness).then(one.word.cmp(&other.word))
        });
        found
    }

    /// The words of a pair within a range of numbers.
    fn of_pair(&self, pair: u16, (from, to): (u32, u32)) -> &[u32] {
        let at = usize::from(pair);
        let list = &self.words[self.starts[at] as usize..self.starts[at + 1] as usize];
        &list[list.partition_point(|word| *word < from)..list.partition_point(|word| *word < to)]
    }

    /// Whether enough is common for a closer look.
    fn compares(&self, other: u32, common: u8, own: usize, consonants: u32) -> bool {
        let at = other as usize;
        let dice = 2.0 * f32::from(common) / (own as f32 + f32::from(self.pairs[at]));
        dice >= ALIKE || (dice >= ALIKE_BY_SKELETON && self.skeletons[at] == consonants)
    }

    /// Words of a length from a half to double, as numbers from and to.
    fn range(&self, length: usize) -> (u32, u32) {
        let first = |length: usize| self.lengths.get(length).or(self.lengths.last()).copied().unwrap_or(0);
        (first(length / 2), first(length * 2 + 2))
    }
}

/// Shorter words first, and those of a length by their letters.
fn order(one: Word<'_>, other: Word<'_>) -> Ordering {
    one.0.len().cmp(&other.0.len()).then_with(|| one.cmp(&other))
}

/// The distinct pairs of sounds that follow each other, with the edges.
fn pairs(sound: &[u8]) -> Vec<u16> {
    let mut pairs = Vec::with_capacity(12);
    let mut before = 0;
    let classes = sound.iter().take(LONGEST).map(|sound| u16::from(class(*sound)) + 1);
    for class in classes.chain([0]) {
        pairs.push(before * CLASSES as u16 + class);
        before = class;
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]
    use super::*;

    const WORDS: [&str; 9] = ["jusuf", "jusef", "kadafi", "gedafi", "husein", "husan", "oil", "oil", "mohamed"];

    fn plain(word: &str) -> Word<'_> {
        (word.as_bytes(), false)
    }

    #[test]
    fn every_word_is_found_by_itself_and_by_its_likes() {
        let words = Vocabulary::new(WORDS.into_iter().map(plain));
        assert_eq!(words.len(), 8);
        let mut tally = Tally::default();
        for (one, other) in [("jusuf", "jusef"), ("kadafi", "gedafi"), ("husein", "husan")] {
            for (from, to) in [(one, other), (other, one)] {
                let number = words.find(plain(from)).unwrap();
                assert_eq!(words.word(number), plain(from));
                let likes = words.alike(plain(from), &mut tally);
                let of = |word: &str| likes.iter().find(|like| like.word == words.find(plain(word)).unwrap());
                assert_eq!(of(from).map(|like| like.likeness), Some(1.0));
                assert!(of(to).is_some_and(|like| like.likeness >= NEAR && like.likeness < 1.0), "{from} {to}");
                assert_eq!(of("oil"), None);
            }
        }
        assert_eq!(words.find(plain("gas")), None);
    }

    #[test]
    fn a_word_without_vowels_is_found_by_one_that_has_them() {
        let words = Vocabulary::new([plain("mohamed"), (b"hsn".as_slice(), true)].into_iter());
        let likes = words.alike(plain("hasan"), &mut Tally::default());
        assert_eq!(likes.first().map(|like| words.word(like.word).0), Some(b"hsn".as_slice()));
        let likes = words.alike((b"mhmd", true), &mut Tally::default());
        assert_eq!(likes.first().map(|like| words.word(like.word).0), Some(b"mohamed".as_slice()));
    }

    #[test]
    fn nothing_is_found_among_no_words() {
        let words = Vocabulary::new(std::iter::empty());
        assert_eq!((words.len(), words.find(plain("oil"))), (0, None));
        assert!(words.alike(plain("oil"), &mut Tally::default()).is_empty());
        assert!(words.alike(plain(""), &mut Tally::default()).is_empty());
    }
}
