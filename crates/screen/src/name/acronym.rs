//! Words and their first letters: NITC is National Iranian Tanker Company, JC is Jean-Claude.

use super::agree::{Agreement, Match};
use super::align::{Pair, Parts};
use super::distance::letter_set;
use super::prepared::{Token, TokenKind};
use crate::EntityKind;

/// The longest acronym, in letters.
const LONGEST: usize = 8;

/// A word of `a` without a partner that spells the first letters of words of `b`, at least one of them without a partner.
///
/// The words must follow one another (particles aside) and be two or more; each gives one letter, or up to three where the
/// acronym has more (COSCO: China Ocean Shipping Company). A company's last letters may stand for its legal form.
pub(super) fn acronym(a: &Parts<'_>, b: &Parts<'_>, taken_a: u32, taken_b: u32) -> Option<Pair> {
    let free = |taken: u32, at: usize| taken >> at & 1 == 0;
    let person = a.name.kind() == EntityKind::Person;
    for (at, token) in a.iter().filter(|(at, token)| free(taken_a, *at) && token.kind == TokenKind::Word) {
        let letters = a.name.first_letters(token);
        let least = if person { 2 } else { 3 };
        if !(least..=LONGEST).contains(&letters.len()) || person && letters.len() > 3 {
            continue;
        }
        // two words begin with letters of it, or one and a legal form
        let begins = |letter: &u8| b.name.first_letters & letter_set(&[*letter]) != 0;
        if !begins(&letters[0])
            || !letters[1..letters.len().min(4)]
                .iter()
                .any(|letter| begins(letter) || b"clg".contains(letter))
        {
            continue;
        }
        for from in 0..b.len() {
            let Some((end, words)) = spells(letters, b, from, !person) else { continue };
            let open: f32 = (from..end)
                .filter(|&at| free(taken_b, at))
                .filter_map(|at| b.get(at))
                .map(|token| token.weight)
                .sum();
            let core = (from..end)
                .filter(|&at| free(taken_b, at) && b.get(at).is_some_and(|token| token.kind.is_core()))
                .count();
            if words >= 2 && core > 0 {
                let found = Match { likeness: 0.85, edits: 0.0, sounds: 0.0, how: Agreement::Acronym };
                let run = (from as u8, (end - from) as u8);
                return Some(Pair {
                    a: (at as u8, 1),
                    b: run,
                    found,
                    weight_a: token.weight,
                    weight_b: open,
                });
            }
        }
    }
    None
}

/// Where the words end whose first letters these are, and how many they are.
fn spells(letters: &[u8], words: &Parts<'_>, from: usize, company: bool) -> Option<(usize, usize)> {
    if letters.is_empty() {
        return Some((from, 0));
    }
    if company && from == words.len() && matches!(letters, b"c" | b"co" | b"corp" | b"l" | b"lc" | b"g") {
        return Some((from, 1));
    }
    let word = words.get(from)?;
    if word.kind == TokenKind::Particle {
        return spells(letters, words, from + 1, company).filter(|found| found.1 > 0);
    }
    if !begins(words, word, &letters[..1]) {
        return None;
    }
    (1..=3_usize.min(letters.len())).find_map(|taken| {
        let begins = begins(words, word, &letters[..taken]);
        let rest = if begins { spells(&letters[taken..], words, from + 1, company) } else { None };
        rest.map(|(end, count)| (end, count + 1))
    })
}

fn begins(words: &Parts<'_>, word: &Token, letters: &[u8]) -> bool {
    words.name.readings_of(word).iter().any(|reading| words.name.letters(reading).starts_with(letters))
}
