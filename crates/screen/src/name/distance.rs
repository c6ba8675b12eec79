//! How far two words are from each other: edits of letters, and edits of sounds that cost what they are worth.

use super::sound::{MISSING, UNIT, costs_of, is_vowel, least_omissions, omission, slot_of};

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

/// One bit for each letter that is in a word; a few share one.
pub(super) fn letter_set(letters: &[u8]) -> u32 {
    letters.iter().fold(0, |set, letter| set | 1 << (letter & 31))
}

/// No more than [`edits`] counts between two words of these letters and lengths: an edit brings in or takes away one letter.
pub(super) fn letters_apart(a: (u32, usize), b: (u32, usize)) -> u32 {
    let (only_a, only_b) = ((a.0 & !b.0).count_ones(), (b.0 & !a.0).count_ones());
    only_a.max(only_b).max(a.1.abs_diff(b.1) as u32)
}

/// Edits of sounds, weighted, in edits; more than `most` may be reported as any number above it. `bare`: one of the two words
/// leaves out its vowels, so that a vowel that only the other has costs next to nothing.
///
/// Three rows of the table of the textbook (optimal string alignment), which take turns.
pub(super) fn sound_edits(a: &[u8], b: &[u8], bare: bool, most: f32) -> f32 {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let before = if same == 0 { 0 } else { a[same - 1] };
    let (a, b) = trim(a, b);
    let most = (most * f32::from(UNIT)) as u16;
    let least = least_missing(a, b, bare);
    // two are added for what rounding takes away
    if least > most.saturating_add(2) {
        return f32::from(least) / f32::from(UNIT);
    }
    let columns = Columns::new(b, before, bare);
    let mut rows = [[0_u16; LONGEST + 1]; 3];
    let [earlier, above, row] = &mut rows;
    let (mut earlier, mut above, mut row) = (earlier, above, row);
    let mut least_above = columns.begin(above);
    let mut last = None;
    for &sound in a {
        let dropped = left_out(sound, last.unwrap_or(before), bare);
        let least = columns.next(sound, last, dropped, [earlier, above], row);
        // what comes goes on from this row, or swaps from the one above
        if least.min(least_above + SWAP) > most.saturating_add(2) {
            return f32::from(least.min(least_above + SWAP)) / f32::from(UNIT);
        }
        (earlier, above, row) = (above, row, earlier);
        (least_above, last) = (least, Some(sound));
    }
    f32::from(above[b.len()]) / f32::from(UNIT)
}

/// One bit for each sound that is in a word, by its slot.
pub(super) fn sound_set(word: &[u8]) -> u64 {
    word.iter().fold(0, |slots, sound| slots | 1 << (slot_of(*sound) & 63))
}

/// No more than [`sound_edits`] counts between two words of these sounds, none or both of which leave out their vowels.
pub(super) fn least_of_sets(a: u64, b: u64) -> f32 {
    let costs = |mut only: u64, others: u64| {
        let mut sum = 0;
        while only != 0 {
            sum += MISSING[0][only.trailing_zeros() as usize & 63].cost(others);
            only &= only - 1;
        }
        sum
    };
    f32::from(costs(a & !b, b).max(costs(b & !a, a))) / f32::from(UNIT)
}

/// The least that the sounds cost that only one of two words has.
fn least_missing(a: &[u8], b: &[u8], bare: bool) -> u16 {
    let (in_a, in_b) = (sound_set(a), sound_set(b));
    let missing = &MISSING[usize::from(bare)];
    let costs = |word: &[u8], others: u64| -> u16 {
        let slots = word.iter().map(|sound| slot_of(*sound) & 63).filter(|slot| others >> slot & 1 == 0);
        slots.map(|slot| missing[usize::from(slot)].cost(others)).sum()
    };
    costs(a, in_b).max(costs(b, in_a))
}

/// The word along the columns of the table: for each sound where its costs stand, and what leaving it out costs.
struct Columns<'a> {
    sounds: &'a [u8],
    slots: [u8; LONGEST],
    dropped: [u16; LONGEST],
    bare: bool,
}

impl<'a> Columns<'a> {
    fn new(sounds: &'a [u8], before: u8, bare: bool) -> Self {
        let mut columns = Self { sounds, slots: [0; LONGEST], dropped: [0; LONGEST], bare };
        let mut last = before;
        let places = columns.slots.iter_mut().zip(&mut columns.dropped);
        for (&sound, (slot, dropped)) in sounds.iter().zip(places) {
            (*slot, *dropped) = (slot_of(sound), left_out(sound, last, bare));
            last = sound;
        }
        columns
    }

    /// The row before the first sound of the other word, and the least of it.
    fn begin(&self, row: &mut [u16; LONGEST + 1]) -> u16 {
        let mut sum = 0;
        for (cell, dropped) in row[1..].iter_mut().zip(&self.dropped[..self.sounds.len()]) {
            sum += dropped;
            *cell = sum;
        }
        0
    }

    /// The row of a sound of the other word, which `last` stands before, and the least of it.
    fn next(
        &self,
        sound: u8,
        last: Option<u8>,
        dropped: u16,
        [earlier, above]: [&[u16; LONGEST + 1]; 2],
        row: &mut [u16; LONGEST + 1],
    ) -> u16 {
        let costs = costs_of(sound, self.bare);
        let mut left = above[0] + dropped;
        let (mut diagonal, mut least, mut other_last) = (above[0], left, None);
        row[0] = left;
        let columns = self.sounds.iter().zip(&self.slots).zip(&self.dropped);
        let cells = row[1..].iter_mut().zip(&above[1..]).enumerate();
        for (((&other, &slot), &dropped_here), (j, (cell, &up))) in columns.zip(cells) {
            let replaced = diagonal + u16::from(costs[usize::from(slot & 63)]);
            left = replaced.min(up + dropped).min(left + dropped_here);
            if other_last == Some(sound) && last == Some(other) {
                left = left.min(earlier[j - 1] + SWAP);
            }
            *cell = left;
            least = least.min(left);
            (diagonal, other_last) = (up, Some(other));
        }
        least
    }
}

fn left_out(sound: u8, last: u8, bare: bool) -> u16 {
    u16::from(if bare && is_vowel(sound) { 2 } else { omission(sound, last) })
}

/// The least that each sound of other words costs beside a word: the sound of the word that is nearest to it, or leaving it out.
#[derive(Debug, Clone)]
pub(crate) struct Reach {
    least: [u8; 64],
    bare: bool,
}

impl Reach {
    pub(crate) fn new(word: &[u8], bare: bool) -> Self {
        let mut least = least_omissions(bare);
        for sound in word {
            for (least, cost) in least.iter_mut().zip(costs_of(*sound, bare)) {
                *least = (*least).min(*cost);
            }
        }
        Self { least, bare }
    }

    /// No more than [`sound_edits`] counts between the word and another, and known sooner; only where one or none of the two leaves out
    /// its vowels as it was said of the word.
    pub(crate) fn least_edits(&self, other: &[u8]) -> f32 {
        let costs =
            other.iter().take(LONGEST).map(|sound| u16::from(self.least[usize::from(slot_of(*sound) & 63)]));
        f32::from(costs.sum::<u16>()) / f32::from(UNIT)
    }

    /// [`nearness`] to another word; where that is less than `least`, any number below.
    pub(crate) fn nearness(&self, word: &[u8], other: &[u8], least: f32) -> f32 {
        let allowed = allowed(word, other);
        // a little more for what rounding takes away
        if self.least_edits(other) > (1.0 - least) * allowed + 0.001 {
            return 0.0;
        }
        nearness(word, other, self.bare, least)
    }
}

fn allowed(a: &[u8], b: &[u8]) -> f32 {
    0.25 * (a.len() + b.len()) as f32 + 0.4
}

/// How near two sounds are, from 0 to 1, where it is `least` or more: what the likeness of two words can be at most, whatever their
/// letters. Below that any number below.
fn nearness(a: &[u8], b: &[u8], bare: bool, least: f32) -> f32 {
    let allowed = allowed(a, b);
    (1.0 - sound_edits(a, b, bare, (1.0 - least) * allowed) / allowed).max(0.0)
}

const SWAP: u16 = 17;

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
    use super::super::sound::{UNIT, cost, is_vowel, omission};
    use super::{
        LONGEST, Reach, SWAP, abbreviates, edits, jaro_winkler, least_missing, least_of_sets, letter_set,
        letters_apart, sound_edits, sound_set,
    };

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

    /// The same for sounds.
    fn sound_edits_by_table(a: &[u8], b: &[u8], bare: bool) -> f32 {
        let (a, b) = (&a[..a.len().min(40)], &b[..b.len().min(40)]);
        let left_out = |word: &[u8], at: usize| -> u16 {
            let before = if at == 0 { 0 } else { word[at - 1] };
            u16::from(if bare && is_vowel(word[at]) { 2 } else { omission(word[at], before) })
        };
        let replaced = |a: u8, b: u8| -> u16 {
            u16::from(if bare && a != b && is_vowel(a) && is_vowel(b) { 3 } else { cost(a, b) })
        };
        // what both begin and end with is taken away first: a sound before a change weighs, and the change is where it is put
        let front = a.iter().zip(b).take_while(|(a, b)| a == b).count();
        let back = a[front..].iter().rev().zip(b[front..].iter().rev()).take_while(|(a, b)| a == b).count();
        let (rows, columns) = (a.len() - front - back, b.len() - front - back);
        let mut table = vec![vec![0u16; columns + 1]; rows + 1];
        for i in 0..=rows {
            for j in 0..=columns {
                let mut ways = Vec::new();
                if i > 0 {
                    ways.push(table[i - 1][j] + left_out(a, front + i - 1));
                }
                if j > 0 {
                    ways.push(table[i][j - 1] + left_out(b, front + j - 1));
                }
                if i > 0 && j > 0 {
                    ways.push(table[i - 1][j - 1] + replaced(a[front + i - 1], b[front + j - 1]));
                }
                if i > 1
                    && j > 1
                    && a[front + i - 1] == b[front + j - 2]
                    && a[front + i - 2] == b[front + j - 1]
                {
                    ways.push(table[i - 2][j - 2] + SWAP);
                }
                table[i][j] = ways.into_iter().min().unwrap_or(0);
            }
        }
        f32::from(table[rows][columns]) / f32::from(UNIT)
    }

    proptest::proptest! {
        #[test]
        fn rows_that_take_turns_count_as_the_table_does(
            (a, b) in proptest::prop_oneof![
                ("[aeiouhJvbpsS]{0,44}", "[aeiouhJvbpsS]{0,44}"),
                ("[a-zSCZJXT0-9?!]{0,12}", "[a-zSCZJXT0-9?!]{0,12}"),
                ("[aiusn]{0,7}", "[aiusn]{0,7}"),
            ],
            bare: bool,
            most in 0.0f32..12.0,
        ) {
            let (a, b) = (a.as_bytes(), b.as_bytes());
            let (found, due) = (sound_edits(a, b, bare, most), sound_edits_by_table(a, b, bare));
            proptest::prop_assert!(found == due || found > most && due > most, "{} {} {}", found, due, most);
            proptest::prop_assert_eq!(sound_edits(a, b, bare, 1e9), due);
            proptest::prop_assert_eq!(sound_edits(b, a, bare, 1e9), due);
            proptest::prop_assert!(Reach::new(a, bare).least_edits(b) <= due);
            let (a, b) = (&a[..a.len().min(LONGEST)], &b[..b.len().min(LONGEST)]);
            proptest::prop_assert!(f32::from(least_missing(a, b, bare)) <= due * f32::from(UNIT) + 0.01);
            proptest::prop_assert!(bare || least_of_sets(sound_set(a), sound_set(b)) <= due);
        }

        #[test]
        fn bits_count_as_the_table_does(a in "[a-d]{0,40}", b in "[a-d]{0,40}") {
            let due = edits_by_table(a.as_bytes(), b.as_bytes());
            proptest::prop_assert_eq!(edits(a.as_bytes(), b.as_bytes()), due);
            let of = |word: &str| (letter_set(word.as_bytes()), word.len());
            proptest::prop_assert!(letters_apart(of(&a), of(&b)) <= due);
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
