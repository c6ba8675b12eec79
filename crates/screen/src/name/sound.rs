//! The sound of a Latin spelling, in an alphabet in which spellings of one sound are one letter.
//!
//! Small letters sound as in Italian. Capitals: `S` sh, `C` ch (church), `Z` zh, `J` dzh, `X` kh, `T` ts.

/// Spellings and their sounds, longest first. A spelling that two languages read differently has the reading of the one whose
/// names are on lists more often; the distance between sounds forgives the other.
const SPELLINGS: &[(&[u8], &[u8])] = &[
    (b"schtsch", b"SC"),
    (b"chtch", b"SC"),
    (b"shch", b"SC"),
    (b"stch", b"SC"),
    (b"tsch", b"C"),
    (b"dsch", b"J"),
    (b"tch", b"C"),
    (b"sch", b"S"),
    (b"ough", b"o"),
    (b"eigh", b"e"),
    (b"cks", b"ks"),
    (b"kh", b"X"),
    (b"gh", b"g"),
    (b"ch", b"C"),
    (b"cz", b"C"),
    (b"sh", b"S"),
    (b"sz", b"S"),
    (b"zh", b"Z"),
    (b"dj", b"J"),
    (b"dz", b"z"),
    (b"ts", b"T"),
    (b"tz", b"T"),
    (b"th", b"t"),
    (b"dh", b"d"),
    (b"ph", b"f"),
    (b"ck", b"k"),
    (b"qu", b"ku"),
    (b"ou", b"u"),
    (b"oo", b"u"),
    (b"ee", b"i"),
    (b"ea", b"i"),
    (b"ie", b"i"),
    (b"ey", b"i"),
    (b"ei", b"e"),
    (b"ai", b"e"),
    (b"ay", b"e"),
    (b"ae", b"e"),
    (b"oe", b"o"),
    (b"ue", b"u"),
    (b"eu", b"u"),
    (b"aw", b"au"),
    (b"ow", b"ou"),
    (b"ks", b"ks"),
    (b"ce", b"se"),
    (b"ci", b"si"),
    (b"cy", b"si"),
    (b"iy", b"i"),
    (b"yi", b"i"),
    (b"ij", b"i"),
    (b"yj", b"i"),
    (b"wr", b"r"),
    (b"x", b"ks"),
    (b"c", b"k"),
    (b"q", b"k"),
    (b"w", b"v"),
    (b"y", b"i"),
    (b"j", b"J"),
];

/// Writes the sound of small Latin letters behind `sound`; digits stay.
pub(super) fn push_sound(letters: &[u8], sound: &mut Vec<u8>) {
    let start = sound.len();
    let mut rest = letters;
    while let Some((&letter, tail)) = rest.split_first() {
        // letters that are silent or another consonant at the beginning: Xi, Xinjiang, Ptolemy
        if sound.len() == start && letter == b'x' {
            push(sound, start, b'S');
            rest = tail;
            continue;
        }
        match SPELLINGS.iter().find(|(spelling, _)| rest.starts_with(spelling)) {
            Some((spelling, sounds)) => {
                sounds.iter().for_each(|&one| push(sound, start, one));
                rest = &rest[spelling.len()..];
            }
            None => {
                push(sound, start, letter);
                rest = tail;
            }
        }
    }
}

/// A double is one sound: Mohammed, Mohamed.
fn push(sound: &mut Vec<u8>, start: usize, one: u8) {
    if sound.len() == start || sound.last() != Some(&one) || one.is_ascii_digit() {
        sound.push(one);
    }
}

const VOWELS: [u8; 5] = *b"aeiou";

/// Whether it is a vowel.
pub(crate) fn is_vowel(sound: u8) -> bool {
    matches!(sound, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// What it costs to take one sound for another, from 0 (the same) to 1.
///
/// Between vowels little: romanisations disagree on them most. Between consonants that one letter of another script, or one
/// letter of another language's spelling, stands for: half.
#[cfg(test)]
pub(super) fn cost(a: u8, b: u8) -> u8 {
    costs_of(a, false)[usize::from(slot_of(b))]
}

/// What it costs to take a sound for each other, by the other's slot. `bare`: vowels are not written, and are guesses.
pub(super) fn costs_of(sound: u8, bare: bool) -> &'static [u8; 64] {
    let table = if bare { &BARE_COSTS } else { &COSTS };
    &table[usize::from(slot_of(sound) & 63)]
}

/// The sounds that can stand for a sound at half an edit or less, one bit for each slot.
pub(super) fn alike_sounds(sound: u8) -> u64 {
    ALIKE[usize::from(slot_of(sound) & 63)]
}

/// Where the costs of a sound stand, below 64.
pub(super) fn slot_of(sound: u8) -> u8 {
    SLOTS[usize::from(sound)]
}

/// Costs are counted in twentieths of an edit.
pub(super) const UNIT: u8 = 20;

const fn slot(sound: u8) -> usize {
    match sound {
        b'a'..=b'z' => (sound - b'a') as usize,
        b'S' => 26,
        b'C' => 27,
        b'Z' => 28,
        b'J' => 29,
        b'X' => 30,
        b'T' => 31,
        b'0'..=b'9' => 32 + (sound - b'0') as usize,
        _ => 42,
    }
}

const NEAR: &[(u8, u8, u8)] = &[
    (b'e', b'i', 5),
    (b'o', b'u', 4),
    (b'a', b'e', 6),
    (b'a', b'o', 8),
    (b'a', b'i', 10),
    (b'a', b'u', 10),
    (b'e', b'o', 9),
    (b'e', b'u', 9),
    (b'i', b'u', 10),
    (b'i', b'o', 11),
    (b'S', b's', 8),
    (b'S', b'C', 7),
    (b'C', b'T', 8),
    (b'C', b'k', 10),
    (b'C', b'X', 8),
    (b'C', b's', 12),
    (b'C', b'J', 9),
    (b'Z', b'z', 8),
    (b'Z', b'J', 5),
    (b'Z', b'S', 9),
    (b'J', b'i', 6),
    (b'J', b'g', 8),
    (b'J', b'X', 12),
    (b'J', b'h', 14),
    (b'J', b'd', 12),
    (b'J', b'z', 10),
    (b'X', b'h', 3),
    (b'X', b'k', 6),
    (b'X', b'g', 10),
    (b'T', b's', 8),
    (b'T', b'z', 7),
    (b'T', b'k', 12),
    (b'T', b't', 10),
    (b's', b'z', 6),
    (b's', b'k', 14),
    (b'v', b'f', 8),
    (b'v', b'b', 8),
    (b'v', b'u', 5),
    (b'v', b'o', 9),
    (b'b', b'p', 8),
    (b'd', b't', 8),
    (b'd', b'z', 10),
    (b'g', b'k', 8),
    (b'g', b'h', 9),
    (b'm', b'n', 13),
    (b'l', b'r', 10),
    (b'k', b'h', 12),
];

static COSTS: [[u8; 64]; 64] = costs(false);
static BARE_COSTS: [[u8; 64]; 64] = costs(true);

static SLOTS: [u8; 256] = slots();

static ALIKE: [u64; 64] = alike();

const fn alike() -> [u64; 64] {
    let (costs, mut alike) = (costs(false), [0; 64]);
    let mut at = 0;
    while at < 64 * 64 {
        if costs[at / 64][at % 64] <= UNIT / 2 {
            alike[at / 64] |= 1 << (at % 64);
        }
        at += 1;
    }
    alike
}

const fn slots() -> [u8; 256] {
    let mut slots = [0; 256];
    let mut sound = 0;
    while sound < 256 {
        slots[sound] = slot(sound as u8) as u8;
        sound += 1;
    }
    slots
}

const fn costs(bare: bool) -> [[u8; 64]; 64] {
    let mut costs = [[UNIT; 64]; 64];
    let mut row = 0;
    while row < NEAR.len() {
        let (a, b, cost) = NEAR[row];
        costs[slot(a)][slot(b)] = cost;
        costs[slot(b)][slot(a)] = cost;
        row += 1;
    }
    let mut at = 0;
    while bare && at < VOWELS.len() * VOWELS.len() {
        costs[slot(VOWELS[at / VOWELS.len()])][slot(VOWELS[at % VOWELS.len()])] = 3;
        at += 1;
    }
    let mut same = 0;
    while same < 64 {
        costs[same][same] = 0;
        same += 1;
    }
    costs
}

/// One bit for each class of consonants in a sound: those that are taken for each other are one class.
pub(super) fn classes(sound: &[u8]) -> u32 {
    sound.iter().fold(0, |mask, &one| mask | class(one))
}

const fn class(sound: u8) -> u32 {
    match sound {
        b's' | b'S' | b'z' | b'Z' | b'T' | b'C' | b'J' => 1,
        b'k' | b'g' | b'X' | b'q' => 2,
        b'v' | b'f' | b'b' | b'p' | b'w' => 4,
        b't' | b'd' => 8,
        b'm' | b'n' => 16,
        b'l' | b'r' => 32,
        b'0'..=b'9' => 64,
        _ => 0,
    }
}

/// What it costs to leave a sound out, beside what stands before it.
pub(super) fn omission(sound: u8, before: u8) -> u8 {
    match sound {
        b'i' if is_vowel(before) || before == b'J' => 5,
        b'h' => 7,
        b'a' | b'e' | b'i' | b'o' | b'u' => 9,
        _ => UNIT,
    }
}

/// The least that it costs to leave out the sound of each slot, whatever stands before it. `bare` as in [`costs_of`].
pub(super) const fn least_omissions(bare: bool) -> [u8; 64] {
    let mut least = [UNIT; 64];
    let mut at = 0;
    while at < VOWELS.len() {
        least[slot(VOWELS[at])] = if bare { 2 } else { 9 };
        at += 1;
    }
    if !bare {
        least[slot(b'i')] = 5;
    }
    least[slot(b'h')] = 7;
    least
}

/// What a sound costs at least that the other word does not have.
#[derive(Clone, Copy)]
pub(super) struct Missing {
    /// The slots of the sounds that are near it, one bit each.
    near: u64,
    /// Where one of these is in the other word, and where none is.
    beside: u8,
    alone: u8,
}

impl Missing {
    /// Beside a word with sounds of these slots.
    pub(super) fn cost(&self, others: u64) -> u16 {
        u16::from(if self.near & others == 0 { self.alone } else { self.beside })
    }
}

/// By slot; for words of which none leaves out its vowels, and for others.
pub(super) static MISSING: [[Missing; 64]; 2] = [missing(false), missing(true)];

const fn missing(bare: bool) -> [Missing; 64] {
    let (costs, alone) = (costs(bare), least_omissions(bare));
    let mut missing = [Missing { near: 0, beside: 0, alone: 0 }; 64];
    let mut at = 0;
    while at < 64 {
        let mut one = Missing { near: 0, beside: alone[at], alone: alone[at] };
        let mut other = 0;
        while other < 64 {
            if other != at && costs[at][other] < one.alone {
                one.near |= 1 << other;
                if costs[at][other] < one.beside {
                    one.beside = costs[at][other];
                }
            }
            other += 1;
        }
        missing[at] = one;
        at += 1;
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::{least_omissions, omission, push_sound, slot_of};

    fn sound(letters: &str) -> String {
        let mut sound = Vec::new();
        push_sound(letters.as_bytes(), &mut sound);
        String::from_utf8(sound).unwrap()
    }

    #[test]
    fn nothing_is_left_out_for_less_than_its_least() {
        for (sound, before) in
            (0..=u8::MAX).flat_map(|sound| (0..=u8::MAX).map(move |before| (sound, before)))
        {
            let least = least_omissions(false)[usize::from(slot_of(sound))];
            assert!(least <= omission(sound, before), "{sound} {before}");
        }
    }

    #[test]
    fn spellings_of_one_sound_are_one() {
        assert_eq!(sound("mohammed"), sound("mohamed"));
        assert_eq!(sound("pshenitsyn"), sound("pschenitzyn"));
        assert_eq!(sound("wolodymyr"), sound("volodymyr"));
        assert_eq!(sound("yousef"), sound("yusef"));
        assert_eq!(sound("philip"), sound("filip"));
        assert_ne!(sound("maria"), sound("mariam"));
    }
}
