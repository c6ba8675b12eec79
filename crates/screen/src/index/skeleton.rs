//! Sounds in classes: those that languages and scripts take for each other are one.

use crate::name::is_vowel;

const VOWEL: u8 = 0;
const BREATH: u8 = 1;

/// The class of a sound of [`crate::Prepared`]; digits keep theirs.
fn class(sound: u8) -> u8 {
    match sound {
        sound if is_vowel(sound) => VOWEL,
        b'h' => BREATH,
        b'b' | b'p' => 2,
        b'f' | b'v' => 3,
        b'd' | b't' => 4,
        b'g' | b'k' | b'X' => 5,
        b's' | b'z' | b'S' | b'Z' | b'C' | b'T' => 6,
        b'J' => 7,
        b'l' => 8,
        b'm' => 9,
        b'n' => 10,
        b'r' => 11,
        b'0'..=b'9' => 12 + (sound - b'0'),
        _ => 22 + sound % 3,
    }
}

/// The consonants of words written together, without doubles, vowels and breaths: the classes of at most [`MOST`] of them.
pub(super) fn consonants<'a>(sounds: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let classes = sounds.into_iter().flatten().map(|sound| class(*sound));
    let mut before = VOWEL;
    let fresh = classes
        .filter(|class| *class > BREATH)
        .filter(|class| std::mem::replace(&mut before, *class) != *class);
    fresh.take(MOST).collect()
}

/// Most consonants of a skeleton: 5 bits each, beside 4 that say how many there are.
const MOST: usize = 10;

/// Consonants as one number, the same for the same consonants only.
pub(super) fn skeleton(consonants: impl IntoIterator<Item = u8>) -> u64 {
    let packed = consonants
        .into_iter()
        .fold((0u64, 0u64), |(all, count), class| (all << 5 | u64::from(class), count + 1));
    packed.0 << 4 | packed.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_have_one_skeleton() {
        let of = |words: &[&str]| skeleton(consonants(words.iter().map(|word| word.as_bytes())));
        assert_eq!(of(&["mohamed"]), of(&["muhamad"]));
        assert_eq!(of(&["mati", "ur"]), of(&["matiur"]));
        assert_ne!(of(&["salman"]), of(&["sultan"]));
        assert_eq!(of(&["aia"]), 0);
        assert_eq!(of(&["baba"]), of(&["ba"]));
        assert!(of(&[&"bd".repeat(1_000)]) < 1 << 55);
    }

    #[test]
    fn every_class_fits_into_five_bits() {
        assert!((0..=u8::MAX).all(|sound| class(sound) < 32));
    }
}
