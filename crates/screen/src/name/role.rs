//! Which of its meanings a phrase has, by where it stands and in whose name.

use super::form::FormClass;
use super::lexicon::Role;
use super::prepared::Reading;
use super::split::Raw;
use crate::EntityKind;

/// Where a phrase stands among the words of a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) at: usize,
    pub(super) length: usize,
    pub(super) all: usize,
}

impl Place {
    fn at_an_end(self) -> bool {
        self.at == 0 || self.at + self.length + 3 > self.all
    }

    /// The whole name.
    fn is_all(self) -> bool {
        self.length == self.all
    }
}

/// Which meaning goes first where a phrase has several; none where it has not this one in a name of this kind.
pub(super) fn rank(role: Role, kind: EntityKind, phrase: &str, place: Place, raws: &[Raw]) -> Option<u8> {
    let person = kind == EntityKind::Person;
    let ship = kind == EntityKind::Ship;
    let letters = phrase.chars().filter(|letter| *letter != ' ').count();
    match role {
        Role::Form(class) if !person => is_form_here(class, ship, phrase, letters, place).then_some(1),
        Role::Form(class) => {
            let certain = letters >= 3
                && !class.is_general()
                && matches!(
                    phrase,
                    "llc" | "ltd" | "gmbh" | "plc" | "ооо" | "ooo" | "llp" | "ltda" | "limited" | "pvt ltd"
                );
            (certain && place.at > 0).then_some(3)
        }
        Role::Title => (person
            && !place.is_all()
            && (letters > 2 || place.at == 0 || place.at + place.length == place.all))
            .then_some(1),
        Role::ShipPrefix => (ship && place.at == 0 && !place.is_all()).then_some(0),
        Role::Fleet => (ship && place.at == 0 && !place.is_all()).then_some(1),
        Role::Lineage => (person && (letters > 1) && place.at > 0
            || kind == EntityKind::Other && matches!(phrase, "bin" | "ibn" | "bint"))
        .then_some(2),
        Role::Article => {
            (!ship && !place.is_all() && place.at + place.length < place.all && (letters > 1 || !person))
                .then_some(if person { 3 } else { 4 })
        }
        Role::Kunya | Role::House => (!ship && place.at + place.length < place.all).then_some(4),
        Role::Servant => (!ship).then_some(5),
        Role::Particle => (person && place.at > 0 && place.at + place.length < place.all
            || ship && letters <= 3 && place.at > 0)
            .then_some(5),
        Role::Joining => {
            (!person && !place.is_all() && raws.len() == place.length && (letters > 1 || place.at > 0))
                .then_some(3)
        }
        Role::Trade | Role::Place => (!person && !place.is_all()).then_some(2),
        Role::Number(_) => (!place.is_all()
            && (!person
                || place.at + place.length == place.all
                    && phrase.len() <= 3
                    && phrase.starts_with(|letter: char| letter.is_ascii_digit())))
        .then_some(2),
        Role::Given => (!ship || place.is_all()).then_some(6),
    }
}

/// Whether a phrase that can be a legal form is one here: a short one only at an end of the name.
fn is_form_here(class: FormClass, ship: bool, phrase: &str, letters: usize, place: Place) -> bool {
    let short = letters <= 2 || (letters == 3 && phrase.is_ascii());
    if ship || place.is_all() || short && !place.at_an_end() {
        return false;
    }
    // CO at the beginning is no company
    !(letters <= 2 && class.is_general() && place.at == 0)
}

/// The value of digits or of a Roman numeral in capitals; I, V and X alone only behind another word, and not for people.
pub(super) fn number(text: &str, person: bool, first: bool) -> Option<u32> {
    if text.chars().all(|letter| letter.is_ascii_digit()) {
        let digits = text.trim_start_matches('0');
        return if digits.is_empty() { Some(0) } else { digits[..digits.len().min(9)].parse().ok() };
    }
    let ordinal =
        ["st", "nd", "rd", "th", "ST", "ND", "RD", "TH"].iter().find_map(|ending| text.strip_suffix(ending));
    if let Some(digits) = ordinal.filter(|digits| {
        !digits.is_empty() && digits.len() < 6 && digits.bytes().all(|digit| digit.is_ascii_digit())
    }) {
        return digits.parse().ok();
    }
    let roman = text.len() <= 5 && text.bytes().all(|letter| matches!(letter, b'I' | b'V' | b'X'));
    let single = text.len() == 1;
    (roman && !first && !(single && person)).then(|| roman_value(text)).flatten()
}

fn roman_value(text: &str) -> Option<u32> {
    const ROMAN: [&str; 30] = [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI",
        "XVII", "XVIII", "XIX", "XX", "XXI", "XXII", "XXIII", "XXIV", "XXV", "XXVI", "XXVII", "XXVIII",
        "XXIX", "XXX",
    ];
    ROMAN.iter().position(|roman| *roman == text).map(|position| position as u32 + 1)
}

/// Ivanovich, Petrovna, Mammad oglu: the endings of names after the father in Russian and its neighbours.
pub(super) fn is_patronymic(bytes: &[u8], reading: &Reading) -> bool {
    let start = usize::from(reading.letters.start);
    let letters = &bytes[start..start + usize::from(reading.letters.length)];
    const ENDINGS: &[&[u8]] = &[
        b"ovich", b"evich", b"ovitch", b"evitch", b"owitsch", b"ewitsch", b"ovna", b"evna", b"yevich",
        b"ovych", b"ivna", b"yivna", b"ovyich", b"evicz", b"ivich", b"ichna", b"yevna",
    ];
    letters.len() >= 7 && ENDINGS.iter().any(|ending| letters.ends_with(ending))
}
