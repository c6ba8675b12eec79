//! How far two words are from each other: edits of letters, and edits of sounds that cost what they are worth.

use super::sound::{UNIT, cost, is_vowel, omission};

/// The longest word that is compared letter by letter; longer ones are cut when they are prepared.
pub(super) const LONGEST: usize = 40;

/// Edits of letters: insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
///
/// A column of the table is two words of bits. Source: Hyyrö (2003), *A Bit-Vector Algorithm for Computing Levenshtein and
/// Damerau Edit Distances*, figure 6.
pub(super) fn edits(a: &[u8], b: &[u8]) -> u32 {
    let (a, b) = trim(a, b);
    if a.is_empty() || b.is_empty() {
        return (a.len() + b.len()) as u32;
    }
    let mut places = [0_u64; 128];
    a.iter().enumerate().for_each(|(at, letter)| places[usize::from(letter & 127)] |= 1 << at);
    let last = 1_u64 << (a.len() - 1);
    let (mut up, mut down, mut diagonal, mut before) = (u64::MAX, 0_u64, 0_u64, 0_u64);
    let mut edits = a.len() as u32;
    for letter in b {
        let here = places[usize::from(letter & 127)];
        let swapped = ((!diagonal & here) << 1) & before;
        diagonal = swapped | ((here & up).wrapping_add(up) ^ up) | here | down;
        let (mut right, mut left) = (down | !(diagonal | up), diagonal & up);
        edits += u32::from(right & last != 0);
        edits -= u32::from(left & last != 0);
        right = right << 1 | 1;
        left <<= 1;
        up = left | !(diagonal | right);
        down = right & diagonal;
        before = here;
    }
    edits
}

/// Edits of sounds, weighted, in edits; more than `most` may be reported as any number above it. `bare`: one of the two words
/// leaves out its vowels, so that a vowel that only the other has costs next to nothing.
pub(super) fn sound_edits(a: &[u8], b: &[u8], bare: bool, most: f32) -> f32 {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let before = if same == 0 { 0 } else { a[same - 1] };
    let (a, b) = trim(a, b);
    let drop =
        |sound: u8, last: u8| u16::from(if bare && is_vowel(sound) { 2 } else { omission(sound, last) });
    let most = (most * f32::from(UNIT)) as u16;
    let mut dropped_b = [0_u16; LONGEST];
    let mut rows = [[0_u16; LONGEST + 1]; 3];
    let mut last = before;
    for (j, &sound) in b.iter().enumerate() {
        dropped_b[j] = drop(sound, last);
        rows[0][j + 1] = rows[0][j] + dropped_b[j];
        last = sound;
    }
    let mut last = before;
    for (i, &sound) in a.iter().enumerate() {
        let dropped = drop(sound, last);
        let [above, earlier] = [rows[i % 3], rows[(i + 2) % 3]];
        let row = &mut rows[(i + 1) % 3];
        row[0] = above[0] + dropped;
        let mut least_of_row = row[0];
        for (j, &other) in b.iter().enumerate() {
            let replaced = above[j] + u16::from(replacement(sound, other, bare));
            let mut least = replaced.min(above[j + 1] + dropped).min(row[j] + dropped_b[j]);
            if i > 0 && j > 0 && sound == b[j - 1] && last == other {
                least = least.min(earlier[j - 1] + SWAP);
            }
            row[j + 1] = least;
            least_of_row = least_of_row.min(least);
        }
        if least_of_row > most + SWAP {
            return f32::from(least_of_row) / f32::from(UNIT);
        }
        last = sound;
    }
    f32::from(rows[a.len() % 3][b.len()]) / f32::from(UNIT)
}

/// How near two sounds are, from 0 to 1, where it is `least` or more: what the likeness of two words can be at most, whatever their
/// letters. Below that any number below.
pub(crate) fn nearness(a: &[u8], b: &[u8], bare: bool, least: f32) -> f32 {
    let allowed = 0.25 * (a.len() + b.len()) as f32 + 0.4;
    (1.0 - sound_edits(a, b, bare, (1.0 - least) * allowed) / allowed).max(0.0)
}

const SWAP: u16 = 17;

fn replacement(a: u8, b: u8, bare: bool) -> u8 {
    if bare && a != b && is_vowel(a) && is_vowel(b) { 3 } else { cost(a, b) }
}

/// Both without what they begin and end with alike.
fn trim<'a>(a: &'a [u8], b: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let (a, b) = (&a[..a.len().min(LONGEST)], &b[..b.len().min(LONGEST)]);
    let front = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[front..], &b[front..]);
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    (&a[..a.len() - back], &b[..b.len() - back])
}

/// Whether the letters of the shorter stand in the longer in this order, beginning with the same one: TECH, SRVCES, MGMT.
pub(super) fn abbreviates(short: &[u8], long: &[u8]) -> bool {
    if short.len() < 2 || short.len() >= long.len() || short.first() != long.first() {
        return false;
    }
    let mut rest = long.iter();
    short.iter().all(|letter| rest.any(|other| other == letter))
}

/// Similarity of Jaro and Winkler, in [0, 1]. Source: Winkler (1990), *String Comparator Metrics and Enhanced Decision Rules*,
/// with prefix weight 0.1 for up to four letters.
pub(super) fn jaro_winkler(a: &[u8], b: &[u8]) -> f64 {
    let jaro = jaro(a, b);
    let prefix = a.iter().zip(b).take(4).take_while(|(a, b)| a == b).count();
    jaro + prefix as f64 * 0.1 * (1.0 - jaro)
}

fn jaro(a: &[u8], b: &[u8]) -> f64 {
    let (a, b) = (&a[..a.len().min(64)], &b[..b.len().min(64)]);
    if a.is_empty() || b.is_empty() {
        return f64::from(u8::from(a.len() == b.len()));
    }
    let window = (a.len().max(b.len()) / 2).saturating_sub(1);
    let (mut taken_a, mut taken_b) = (0_u64, 0_u64);
    for (i, letter) in a.iter().enumerate() {
        let found = (i.saturating_sub(window)..b.len().min(i + window + 1))
            .find(|&j| taken_b >> j & 1 == 0 && b[j] == *letter);
        if let Some(j) = found {
            taken_a |= 1 << i;
            taken_b |= 1 << j;
        }
    }
    let common = f64::from(taken_a.count_ones());
    if common == 0.0 {
        return 0.0;
    }
    let ours = (0..a.len()).filter(|i| taken_a >> i & 1 == 1);
    let theirs = (0..b.len()).filter(|j| taken_b >> j & 1 == 1);
    let swapped = ours.zip(theirs).filter(|&(i, j)| a[i] != b[j]).count() as f64 / 2.0;
    (common / a.len() as f64 + common / b.len() as f64 + (common - swapped) / common) / 3.0
}

#[cfg(test)]
mod tests {
    use super::{abbreviates, edits, jaro_winkler, sound_edits};

    /// The table of the textbook, cell by cell.
    fn edits_by_table(a: &[u8], b: &[u8]) -> u32 {
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                if i == 0 || j == 0 {
                    table[i][j] = (i + j) as u32;
                    continue;
                }
                let replaced = table[i - 1][j - 1] + u32::from(a[i - 1] != b[j - 1]);
                table[i][j] = replaced.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    table[i][j] = table[i][j].min(table[i - 2][j - 2] + 1);
                }
            }
        }
        table[a.len()][b.len()]
    }

    proptest::proptest! {
        #[test]
        fn bits_count_as_the_table_does(a in "[a-d]{0,40}", b in "[a-d]{0,40}") {
            proptest::prop_assert_eq!(edits(a.as_bytes(), b.as_bytes()), edits_by_table(a.as_bytes(), b.as_bytes()));
        }
    }

    #[test]
    fn letters_count_edits_and_swaps() {
        assert_eq!(edits(b"marcon", b"macron"), 1);
        assert_eq!(edits(b"kitten", b"sitting"), 3);
        assert_eq!(edits(b"", b"abc"), 3);
        assert_eq!(edits(b"same", b"same"), 0);
    }

    #[test]
    fn a_vowel_weighs_less_than_a_consonant() {
        assert!(sound_edits(b"osama", b"usama", false, 9.0) < 0.3);
        assert!(sound_edits(b"salman", b"sultan", false, 9.0) > 1.0);
        assert!(sound_edits(b"husein", b"hsin", true, 9.0) < sound_edits(b"husein", b"hsin", false, 9.0));
    }

    #[test]
    fn published_values_of_jaro_and_winkler() {
        // the examples of Winkler (1990)
        assert!((jaro_winkler(b"martha", b"marhta") - 0.961).abs() < 0.001);
        assert!((jaro_winkler(b"dwayne", b"duane") - 0.840).abs() < 0.001);
        assert!((jaro_winkler(b"dixon", b"dicksonx") - 0.813).abs() < 0.001);
    }

    #[test]
    fn letters_in_order_abbreviate() {
        assert!(abbreviates(b"srvces", b"services"));
        assert!(abbreviates(b"mgmt", b"management"));
        assert!(!abbreviates(b"bank", b"national"));
    }
}
