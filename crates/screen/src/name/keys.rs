use std::hash::Hasher;

use serde::Serialize;

use super::prepared::{Prepared, TokenKind};
use super::sound::is_vowel;

/// What an index can put names together by: names that are alike share at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Key(pub u64);

impl Prepared {
    /// The keys of a name, without doubles.
    ///
    /// Every word gives the consonants of its sound, consonants that are taken for each other being one; a word of four
    /// or more of them also gives them with each one left out, and so does a shorter word that stands alone. Words with a
    /// meaning in the lexicon give that meaning, the whole name gives its first and last letters without spaces, and the first
    /// letters of all its words.
    ///
    /// A pair of names that scores 0.5 or more shares a key, except where every word that they share is misspelled in two
    /// consonants, or in one of three; how many those are is measured in `tests/names_keys.rs`.
    pub fn keys(&self) -> impl Iterator<Item = Key> + '_ {
        let mut keys = Vec::new();
        let alone = self.aligned().filter(|token| token.kind.is_core()).count() == 1;
        for token in self.aligned().filter(|token| token.kind != TokenKind::Particle) {
            if token.sense != 0 {
                keys.push(hash(2, &token.sense.to_le_bytes()));
            }
            if token.given != 0 {
                keys.push(hash(3, &token.given.to_le_bytes()));
            }
            for reading in self.readings_of(token) {
                consonant_keys(self.sound(reading), alone, &mut keys);
            }
        }
        whole_keys(self.span(self.whole), &mut keys);
        let written: Vec<u8> = self.aligned().flat_map(|token| self.first_letters(token)).copied().collect();
        whole_keys(&written, &mut keys);
        self.acronym_keys(&mut keys);
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter()
    }
}

impl Prepared {
    /// The first letters of all its words, from two to eight, and a word that may be such letters.
    fn acronym_keys(&self, keys: &mut Vec<Key>) {
        let mut initials: Vec<u8> = Vec::new();
        for token in self.tokens.iter().filter(|token| token.kind != TokenKind::Particle) {
            let last = self.readings_of(token).last().map_or(&[][..], |reading| self.letters(reading));
            initials.extend(last.first());
        }
        for length in 2..=initials.len().min(8) {
            keys.push(hash(6, &initials[..length]));
        }
        for token in self.tokens.iter().filter(|token| token.kind == TokenKind::Word) {
            let letters = self.first_letters(token);
            if (2..=8).contains(&letters.len()) {
                (2..=letters.len()).for_each(|length| keys.push(hash(6, &letters[..length])));
            }
        }
    }
}

fn hash(space: u8, bytes: &[u8]) -> Key {
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write_u8(space);
    hasher.write(bytes);
    Key(hasher.finish())
}

/// The consonants of a sound, and the same with each one left out.
fn consonant_keys(sound: &[u8], alone: bool, keys: &mut Vec<Key>) {
    let first = sound.first().copied().unwrap_or(b' ');
    let mut bones: Vec<u8> = Vec::with_capacity(12);
    for &one in sound.iter().filter(|one| !is_vowel(**one)) {
        let plain = plain(one);
        if plain != b'h' && bones.last() != Some(&plain) && bones.len() < 10 {
            bones.push(plain);
        }
    }
    if bones.len() < 2 {
        // too few consonants to tell by: the vowel at the beginning helps
        bones.push(if is_vowel(first) { b'a' } else { b'.' });
        bones.push(sound.iter().rposition(|one| is_vowel(*one)).map_or(0, |at| at.min(3)) as u8);
        keys.push(hash(1, &bones));
        return;
    }
    keys.push(hash(1, &bones));
    if bones.len() >= 4 || alone && bones.len() == 3 {
        for at in 0..bones.len() {
            let mut less = bones.clone();
            less.remove(at);
            keys.push(hash(1, &less));
        }
    }
}

/// Consonants that are taken for each other are one.
fn plain(sound: u8) -> u8 {
    match sound {
        b'S' | b'z' | b'Z' | b'T' | b'C' | b's' => b's',
        b'X' | b'g' | b'k' | b'q' => b'k',
        b'f' | b'w' | b'b' | b'v' | b'p' => b'v',
        b'd' | b't' => b't',
        b'J' => b's',
        other => other,
    }
}

/// The whole name without spaces, by its first and by its last letters.
fn whole_keys(whole: &[u8], keys: &mut Vec<Key>) {
    if whole.len() >= 4 {
        keys.push(hash(4, &whole[..whole.len().min(6)]));
        keys.push(hash(5, &whole[whole.len() - whole.len().min(6)..]));
    }
}
