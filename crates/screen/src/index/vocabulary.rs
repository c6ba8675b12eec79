//! The words of all names as they sound, and which of them sound nearly alike.

use super::grouped::Grouped;
use super::skeleton::{consonants, skeleton};
use crate::name::Reach;
use std::cmp::Ordering;

/// Least nearness of words that are alike.
const NEAR: f32 = 0.5;

/// Sounds at the beginning of a word by which its abbreviations are found.
const BEGINNING: usize = 4;

/// A word as it sounds, and whether its script leaves out vowels.
pub(super) type Word<'a> = (&'a [u8], bool);

/// The distinct words of many names, each with a number.
///
/// Words are found by their consonants, all of them or all but one, and by how they begin: so a word is found from another that
/// has one consonant more, less or another, whatever the vowels.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// All words one after the other.
    sounds: Vec<u8>,
    /// Where each word ends in it.
    ends: Vec<u32>,
    /// Whether the script of each leaves out vowels.
    bare: Vec<bool>,
    /// What words are found by, in order.
    keys: Vec<u64>,
    of_key: Grouped<u32>,
}

/// A word that sounds nearly like another, and how nearly: 1 is the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Like {
    pub(super) word: u32,
    pub(super) likeness: f32,
}

impl Vocabulary {
    /// Of words in any order, some of them more than once.
    pub(super) fn new<'a>(words: impl Iterator<Item = Word<'a>>) -> Self {
        let mut all: Vec<Word<'_>> = words.collect();
        all.sort_unstable();
        all.dedup();
        let mut made = Self::default();
        let mut keyed = Vec::new();
        for (number, (sound, bare)) in all.into_iter().enumerate() {
            made.sounds.extend_from_slice(sound);
            made.ends.push(made.sounds.len() as u32);
            made.bare.push(bare);
            keyed.extend(keys(sound).into_iter().map(|key| (key, number as u32)));
        }
        (made.keys, made.of_key) = Grouped::by_key(keyed);
        made
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        let words = self.sounds.capacity() + self.bare.capacity() + self.ends.capacity() * size_of::<u32>();
        words + self.keys.capacity() * size_of::<u64>() + self.of_key.bytes()
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
            match self.word(middle).cmp(&word) {
                Ordering::Equal => return Some(middle),
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The words that sound nearly like one, the word itself among them, the nearest first.
    pub(super) fn alike(&self, word: Word<'_>) -> Vec<Like> {
        // one bit for each word that was met
        let mut met = vec![0u64; self.len().div_ceil(64)];
        let mut is_new = |word: u32| {
            let (bits, bit) = (&mut met[word as usize / 64], 1 << (word % 64));
            std::mem::replace(bits, *bits | bit) & bit == 0
        };
        let found = keys(word.0).into_iter().filter_map(|key| self.keys.binary_search(&key).ok());
        let others = found.flat_map(|at| self.of_key.of(at as u32)).copied().filter(|other| is_new(*other));
        let reaches = [false, true].map(|bare| Reach::new(word.0, bare || word.1));
        let likeness = |other: u32| {
            let (sound, bare) = self.word(other);
            reaches[usize::from(bare)].nearness(word.0, sound, NEAR)
        };
        let likes = others.map(|other| Like { word: other, likeness: likeness(other) });
        let mut likes: Vec<Like> = likes.filter(|like| like.likeness >= NEAR).collect();
        likes.sort_unstable_by(|one, other| {
            other.likeness.total_cmp(&one.likeness).then(one.word.cmp(&other.word))
        });
        likes
    }
}

/// What a word is found by.
fn keys(sound: &[u8]) -> Vec<u64> {
    let all = consonants([sound]);
    let mut keys = Vec::with_capacity(12);
    keys.push(skeleton(all.iter().copied()));
    if all.len() >= 3 {
        let without = |left_out: usize| {
            all.iter().enumerate().filter(move |(at, _)| *at != left_out).map(|(_, class)| *class)
        };
        keys.extend((0..all.len()).map(|at| skeleton(without(at))));
    }
    if let Some(beginning) = sound.get(..BEGINNING) {
        let packed = beginning.iter().fold(0u64, |all, sound| all << 8 | u64::from(*sound));
        keys.push(1 << 63 | packed);
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]
    use super::*;

    const WORDS: [&str; 9] =
        ["jusuf", "jusef", "kadafi", "gedafi", "husein", "husan", "oil", "oil", "mohamed"];

    fn plain(word: &str) -> Word<'_> {
        (word.as_bytes(), false)
    }

    #[test]
    fn every_word_is_found_by_itself_and_by_its_likes() {
        let words = Vocabulary::new(WORDS.into_iter().map(plain));
        assert_eq!(words.len(), 8);
        for (one, other) in [("jusuf", "jusef"), ("kadafi", "gedafi"), ("husein", "husan")] {
            for (from, to) in [(one, other), (other, one)] {
                let number = words.find(plain(from)).unwrap();
                assert_eq!(words.word(number), plain(from));
                let likes = words.alike(plain(from));
                let of = |word: &str| likes.iter().find(|like| like.word == words.find(plain(word)).unwrap());
                assert_eq!(of(from).map(|like| like.likeness), Some(1.0));
                assert!(
                    of(to).is_some_and(|like| like.likeness >= NEAR && like.likeness < 1.0),
                    "{from} {to}"
                );
                assert_eq!(of("oil"), None);
            }
        }
        assert_eq!(words.find(plain("gas")), None);
    }

    #[test]
    fn a_word_without_vowels_is_found_by_one_that_has_them() {
        let words = Vocabulary::new([plain("mohamed"), (b"hsn".as_slice(), true)].into_iter());
        let likes = words.alike(plain("hasan"));
        assert_eq!(likes.first().map(|like| words.word(like.word).0), Some(b"hsn".as_slice()));
        let likes = words.alike((b"mhmd", true));
        assert_eq!(likes.first().map(|like| words.word(like.word).0), Some(b"mohamed".as_slice()));
    }

    #[test]
    fn nothing_is_found_among_no_words() {
        let words = Vocabulary::new(std::iter::empty());
        assert_eq!((words.len(), words.find(plain("oil"))), (0, None));
        assert!(words.alike(plain("oil")).is_empty());
        assert!(words.alike(plain("")).is_empty());
    }
}
