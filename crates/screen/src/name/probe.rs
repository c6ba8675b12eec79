//! What is known of a part of a name once, so that what is far from it is told at once.

use super::agree::{LEAST, OTHER_LENGTH, consonants_differ, may_be_several, most_sounds};
use super::distance::{Reach, least_of_sets, letters_apart};
use super::prepared::{Prepared, Reading, Token, TokenKind};
use super::sound::{alike_sounds, slot_of};

/// A part that is compared with many others, so that what is far from it is told at once.
#[derive(Debug)]
pub(super) struct Probe {
    readings: Vec<Reach>,
    bare: bool,
    foreign: bool,
}

impl Probe {
    pub(super) fn new(name: &Prepared, part: &Token) -> Self {
        let readings = name.readings_of(part).iter().map(|reading| Reach::new(name.sound(reading), false));
        Self { readings: readings.collect(), bare: part.bare, foreign: part.foreign }
    }

    /// Whether the spelling of its part is surely less like that of another than [`LEAST`].
    pub(super) fn is_apart(&self, mine: (&Prepared, &Token), other: (&Prepared, &Token)) -> bool {
        if self.bare != other.1.bare {
            return false;
        }
        let foreign = self.foreign != other.1.foreign;
        mine.0.readings_of(mine.1).iter().zip(&self.readings).all(|(reading, reach)| {
            let others = other.0.readings_of(other.1).iter();
            others.clone().all(|other_reading| {
                let of = |reading: &Reading| (reading.letter_set, usize::from(reading.letters.length));
                let edits = letters_apart(of(reading), of(other_reading));
                edits > 0
                    && (consonants_differ(reading, other_reading) || {
                        let sounds =
                            usize::from(reading.sound.length) + usize::from(other_reading.sound.length);
                        let most = most_sounds(0.25 * sounds as f32 + 0.4, edits as f32, foreign, LEAST);
                        least_of_sets(reading.sound_set, other_reading.sound_set) > most
                            || reach.least_edits(other.0.sound(other_reading)) > most
                    })
            })
        })
    }
}

/// How a part begins and how long it is: by that most words cannot be several of another name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Opening {
    /// The sounds that may begin it, by their slots; and the slot of the first that it has, if any.
    begins: u64,
    first: Option<u8>,
    letters: usize,
    kind: TokenKind,
    is_read: bool,
}

impl Opening {
    pub(super) fn new(name: &Prepared, part: &Token) -> Self {
        let readings = name.readings_of(part);
        let sounds = readings.iter().filter_map(|reading| name.sound(reading).first());
        let first = readings.first().and_then(|reading| name.sound(reading).first());
        Self {
            begins: sounds.fold(0, |begins, sound| begins | alike_sounds(*sound)),
            first: first.map(|sound| slot_of(*sound)),
            letters: name.first_letters(part).len(),
            kind: part.kind,
            is_read: !readings.is_empty(),
        }
    }

    /// Whether it may be several parts of another name, of which the first is given: where not, [`agree_joined`](super::agree::agree_joined) finds nothing.
    pub(super) fn may_be(&self, first: &Self) -> bool {
        may_be_several(self.kind)
            && first.kind != TokenKind::Number
            && first.is_read
            && first.letters <= self.letters + OTHER_LENGTH
            && first.first.is_none_or(|slot| self.begins >> slot & 1 == 1)
    }
}
