//! The words of all names, and which of them are spelled nearly alike.

use std::cmp::Ordering;

/// Letters that are told apart within a pair: the edge of a word, `a` to `z`, ten digits, anything else.
const LETTERS: usize = 38;

/// Pairs of letters.
const PAIRS: usize = LETTERS * LETTERS;

/// Least share of common pairs (Dice) for two words to be alike.
const ALIKE: f32 = 0.4;

/// The same, where their consonants sound alike.
const ALIKE_BY_SOUND: f32 = 0.2;

/// What a word of the same sound is worth at least.
const SOUND: f32 = 0.7;

/// Longest part of a word that is compared, in letters.
const LONGEST: usize = 64;

/// The distinct words of many names, each with a number. Shorter words have smaller numbers, so that words of a like length are a range
/// of every list.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// All words one after the other.
    text: String,
    /// Where each word ends in it.
    ends: Vec<u32>,
    /// The first word of each length in letters.
    lengths: Vec<u32>,
    /// Number of distinct pairs of each word.
    pairs: Vec<u8>,
    /// How the consonants of each word sound.
    sounds: Vec<u32>,
    /// For each pair of letters, where its words begin in `words`.
    starts: Vec<u32>,
    /// The words of each pair, in order.
    words: Vec<u32>,
}

/// A word that is spelled nearly like another, and how nearly: 1 is the same.
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
    pub(super) fn new<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut all: Vec<&str> = words.collect();
        all.sort_unstable_by(|one, other| order(one, other));
        all.dedup();
        let mut made = Self::default();
        for word in &all {
            made.push(word);
        }
        made.lengths.push(all.len() as u32);
        made.index();
        made
    }

    fn push(&mut self, word: &str) {
        let length = length(word);
        let number = self.ends.len() as u32;
        while self.lengths.len() <= length {
            self.lengths.push(number);
        }
        self.text.push_str(word);
        self.ends.push(self.text.len() as u32);
        self.pairs.push(pairs(word).len() as u8);
        self.sounds.push(sound(word));
    }

    /// Lists of words by pair: counted first, so that each list has its place.
    fn index(&mut self) {
        let mut starts = vec![0u32; PAIRS + 1];
        for number in 0..self.len() {
            for pair in pairs(self.word(number as u32)) {
                starts[usize::from(pair) + 1] += 1;
            }
        }
        for pair in 0..PAIRS {
            starts[pair + 1] += starts[pair];
        }
        let mut next = starts.clone();
        self.words = vec![0; starts[PAIRS] as usize];
        for number in 0..self.len() as u32 {
            for pair in pairs(self.word(number)) {
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
    pub(super) fn word(&self, number: u32) -> &str {
        let at = number as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start as usize..self.ends[at] as usize]
    }

    /// The number of a word.
    pub(super) fn find(&self, word: &str) -> Option<u32> {
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

    /// The words that are spelled nearly like one, the word itself among them, in order of their numbers.
    pub(super) fn alike(&self, word: &str, tally: &mut Tally) -> Vec<Like> {
        let own = pairs(word);
        let range = self.range(length(word));
        tally.counts.resize(self.len(), 0);
        for pair in &own {
            let list = &self.words
                [self.starts[usize::from(*pair)] as usize..self.starts[usize::from(*pair) + 1] as usize];
            let from = list.partition_point(|word| *word < range.0);
            let to = list.partition_point(|word| *word < range.1);
            for word in &list[from..to] {
                let count = &mut tally.counts[*word as usize];
                if *count == 0 {
                    tally.touched.push(*word);
                }
                *count += 1;
            }
        }
        let sound = sound(word);
        let mut found: Vec<Like> = tally
            .touched
            .iter()
            .filter_map(|other| self.likeness(*other, tally.counts[*other as usize], own.len(), sound))
            .collect();
        tally.touched.drain(..).for_each(|word| tally.counts[word as usize] = 0);
        found.sort_unstable_by_key(|like| like.word);
        found
    }

    fn likeness(&self, other: u32, common: u8, own: usize, sound: u32) -> Option<Like> {
        let at = other as usize;
        let dice = 2.0 * f32::from(common) / (own as f32 + f32::from(self.pairs[at]));
        let likeness = match self.sounds[at] == sound {
            true if dice >= ALIKE_BY_SOUND => dice.max(SOUND),
            _ if dice >= ALIKE => dice,
            _ => return None,
        };
        Some(Like { word: other, likeness })
    }

    /// Words of a length from a half to double, as numbers from and to.
    fn range(&self, length: usize) -> (u32, u32) {
        let first = |length: usize| self.lengths.get(length).or(self.lengths.last()).copied().unwrap_or(0);
        (first(length / 2), first(length * 2 + 2))
    }
}

/// Shorter words first, and those of a length by their letters.
fn order(one: &str, other: &str) -> Ordering {
    length(one).cmp(&length(other)).then_with(|| one.cmp(other))
}

fn length(word: &str) -> usize {
    word.chars().take(LONGEST).count()
}

fn letter(c: char) -> u16 {
    match c {
        'a'..='z' => c as u16 - 'a' as u16 + 1,
        '0'..='9' => c as u16 - '0' as u16 + 27,
        // Letters of other scripts are told apart as far as the table has room.
        _ => 37 - (c as u32 % 36) as u16,
    }
}

/// The distinct pairs of letters that follow each other, with the edges.
fn pairs(word: &str) -> Vec<u16> {
    let mut pairs = Vec::with_capacity(12);
    let mut before = 0;
    for letter in word.chars().take(LONGEST).map(letter).chain([0]) {
        pairs.push(before * LETTERS as u16 + letter);
        before = letter;
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// How the consonants of a word sound, one class after another, without repetitions; vowels and `h`, `w`, `y` are silent.
fn sound(word: &str) -> u32 {
    let classes = word.chars().take(LONGEST).map(|c| match c {
        'b' | 'p' | 'f' | 'v' => 1,
        'c' | 'g' | 'k' | 'q' | 'x' => 2,
        's' | 'z' | 'j' => 3,
        'd' | 't' => 4,
        'l' => 5,
        'm' | 'n' => 6,
        'r' => 7,
        'a' | 'e' | 'i' | 'o' | 'u' | 'h' | 'w' | 'y' => 0,
        other => 8 + other as u32,
    });
    let mut before = 0;
    classes.fold(0, |sound: u32, class| {
        let fresh = class != 0 && class != before;
        before = class;
        if fresh { sound.wrapping_mul(31).wrapping_add(class) } else { sound }
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]
    use super::*;

    const WORDS: [&str; 10] =
        ["yusuf", "youssef", "qaddafi", "gheddafi", "hussein", "husayn", "oil", "oil", "mohammed", "muhamad"];

    #[test]
    fn every_word_is_found_by_itself_and_by_its_likes() {
        let words = Vocabulary::new(WORDS.into_iter());
        assert_eq!(words.len(), 9);
        let mut tally = Tally::default();
        for (one, other) in
            [("yusuf", "youssef"), ("qaddafi", "gheddafi"), ("hussein", "husayn"), ("mohammed", "muhamad")]
        {
            for (from, to) in [(one, other), (other, one)] {
                let number = words.find(from).unwrap();
                assert_eq!(words.word(number), from);
                let likes = words.alike(from, &mut tally);
                let of = |word: &str| likes.iter().find(|like| like.word == words.find(word).unwrap());
                assert_eq!(of(from).map(|like| like.likeness), Some(1.0));
                assert!(
                    of(to).is_some_and(|like| like.likeness >= ALIKE && like.likeness < 1.0),
                    "{from} {to}"
                );
                assert_eq!(of("oil"), None);
            }
        }
        assert_eq!(words.find("gas"), None);
    }

    #[test]
    fn nothing_is_found_among_no_words() {
        let words = Vocabulary::new(std::iter::empty());
        assert_eq!((words.len(), words.find("oil")), (0, None));
        assert!(words.alike("oil", &mut Tally::default()).is_empty());
        assert!(words.alike("", &mut Tally::default()).is_empty());
    }
}
