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
    /// A pair of names that scores 0.5 or more shares a key, except where every word that they share is misspelled in two or
    /// more consonants; how many those are is measured in `tests/names_keys.rs`.
    pub fn keys(&self) -> impl Iterator<Item = Key> + '_ {
        let mut keys = Vec::new();
        for token in self.aligned().filter(|token| token.kind != TokenKind::Particle) {
            if token.sense != 0 {
                keys.push(hash(2, &token.sense.to_le_bytes()));
            }
            if token.given != 0 {
                keys.push(hash(3, &token.given.to_le_bytes()));
            }
            for reading in self.readings_of(token) {
                consonant_keys(self.sound(reading), &mut keys);
            }
        }
        whole_keys(self.span(self.whole), &mut keys);
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter()
    }
}

fn hash(space: u8, bytes: &[u8]) -> Key {
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write_u8(space);
    hasher.write(bytes);
    Key(hasher.finish())
}

/// The consonants of a sound, and the same with each one left out.
fn consonant_keys(sound: &[u8], keys: &mut Vec<Key>) {
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
        keys.push(hash(1, &bones));
        return;
    }
    keys.push(hash(1, &bones));
    if bones.len() >= 3 {
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
