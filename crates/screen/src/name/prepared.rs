use serde::Serialize;

use super::form::FormClass;
use crate::EntityKind;

/// What a part of a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    /// A word that names.
    Word,
    /// One letter that stands for a word.
    Initial,
    /// A number, in digits, Roman or in words.
    Number,
    /// A name after the father, as Russian has it.
    Patronymic,
    /// A line of business, or another word that says little of whose name it is in.
    Trade,
    /// A country or a large city.
    Place,
    /// Al, bin, van, de la, abu; and, of, the.
    Particle,
    /// A legal form of a company.
    LegalForm,
    /// A title, a rank, MV before a ship's name.
    Title,
    /// The mark of a fleet in a ship's name.
    Fleet,
}

impl TokenKind {
    /// Whether it is compared word by word with the words of the other name.
    pub(super) fn is_aligned(self) -> bool {
        !matches!(self, Self::LegalForm | Self::Title | Self::Fleet)
    }

    /// Whether it says whose name it is.
    pub(super) fn is_core(self) -> bool {
        matches!(
            self,
            Self::Word | Self::Initial | Self::Number | Self::Patronymic | Self::Trade | Self::Place
        )
    }
}

/// What was found out about a text as a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Flags {
    /// Zero-width characters, marks of direction or soft hyphens were in it; they are left out of the comparison.
    pub invisible: bool,
    /// A word mixed alphabets (a Cyrillic а in a Latin name); it is compared as it looks.
    pub mixed_scripts: bool,
    /// It was longer than a name can be, and the rest is not compared.
    pub cut: bool,
    /// It has nothing to compare: no letter and no digit.
    pub empty: bool,
}

/// A part of a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// Where it stands in the text, in bytes.
    pub(super) start: u16,
    pub(super) end: u16,
    /// Its readings: the first and how many.
    pub(super) reading: u16,
    pub(super) readings: u8,
    /// A particle that says son of stands before it.
    pub(super) linked: bool,
    /// It stands before the comma of a person's name.
    pub(super) family: bool,
    /// Its script leaves out vowels.
    pub(super) bare: bool,
    /// It is written in another script than Latin.
    pub(super) foreign: bool,
    /// Its characters, for a word in Han, in simplified form.
    pub(super) native: Span,
    /// Which meaning of the lexicon it has (0: none).
    pub(super) sense: u16,
    /// Which given name of the lexicon it is a form of (0: none).
    pub(super) given: u16,
    /// Its value, for a number.
    pub(super) value: u32,
    /// Its class, for a legal form.
    pub(super) form: FormClass,
    /// How much it says of whose name it is, in (0, 1].
    pub(super) weight: f32,
}

/// A part of a name as an index sees it.
pub(crate) struct Term<R> {
    /// How much it says of whose name it is, in (0, 1].
    pub(crate) weight: f32,
    /// Its meaning, the same number for all words of that meaning (0: none).
    pub(crate) sense: u16,
    /// The same for given names.
    pub(crate) given: u16,
    /// Its script leaves out vowels.
    pub(crate) bare: bool,
    /// How its readings sound.
    pub(crate) sounds: R,
}

impl Token {
    /// Whether it is not written in Han.
    pub(super) fn native_is_empty(&self) -> bool {
        self.native.length == 0
    }
}

/// A reading of a part in Latin letters, and its sound; both in the bytes of the name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    pub(super) letters: Span,
    pub(super) sound: Span,
    /// Which classes of consonants are in it: one bit each.
    pub(super) mask: u32,
    /// Which letters are in it.
    pub(super) letter_set: u32,
    /// Which sounds are in it.
    pub(super) sound_set: u64,
}

/// Where letters stand in the bytes of a name.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Span {
    pub(super) start: u16,
    pub(super) length: u8,
}

/// A name that is ready to be compared: see [`Lexicon::prepare`](super::Lexicon::prepare).
#[derive(Debug, Clone)]
pub struct Prepared {
    pub(super) text: Box<str>,
    pub(super) kind: EntityKind,
    pub(super) flags: Flags,
    pub(super) tokens: Box<[Token]>,
    pub(super) readings: Box<[Reading]>,
    pub(super) bytes: Box<[u8]>,
    /// The letters of all core words without a space.
    pub(super) whole: Span,
    /// The letters that its parts begin with, in any reading.
    pub(super) first_letters: u32,
    /// The classes of all its legal forms.
    pub(super) form: FormClass,
}

impl Prepared {
    /// The text without invisible characters, in compatibility form (NFKC).
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What bears the name.
    pub fn kind(&self) -> EntityKind {
        self.kind
    }

    /// What was found out about the text.
    pub fn flags(&self) -> Flags {
        self.flags
    }

    /// Its parts in order: what each is, and as written.
    pub fn parts(&self) -> impl Iterator<Item = (TokenKind, &str)> {
        self.tokens.iter().map(|token| (token.kind, self.written(token)))
    }

    /// Its words in small Latin letters, for counting how common they are: the first reading of every part that is compared.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let compared = self.tokens.iter().filter(|token| token.kind.is_aligned());
        compared.filter_map(|token| std::str::from_utf8(self.letters(self.readings_of(token).first()?)).ok())
    }

    /// Every reading of every part in small Latin letters.
    pub fn readings(&self) -> impl Iterator<Item = &str> {
        self.readings.iter().filter_map(|reading| std::str::from_utf8(self.letters(reading)).ok())
    }

    /// The parts that an index can find it by.
    pub(crate) fn terms(&self) -> impl Iterator<Item = Term<impl Iterator<Item = &[u8]>>> {
        let found = self.aligned().filter(|token| token.kind != TokenKind::Particle);
        found.map(|token| Term {
            weight: token.weight,
            sense: token.sense,
            given: token.given,
            bare: token.bare,
            sounds: self.readings_of(token).iter().map(|reading| self.sound(reading)),
        })
    }

    /// The letters of all core words without a space.
    pub(crate) fn whole_letters(&self) -> &[u8] {
        self.span(self.whole)
    }

    pub(super) fn written(&self, token: &Token) -> &str {
        self.text.get(usize::from(token.start)..usize::from(token.end)).unwrap_or("")
    }

    pub(super) fn readings_of(&self, token: &Token) -> &[Reading] {
        let first = usize::from(token.reading);
        self.readings.get(first..first + usize::from(token.readings)).unwrap_or(&[])
    }

    pub(super) fn letters(&self, reading: &Reading) -> &[u8] {
        self.span(reading.letters)
    }

    pub(super) fn sound(&self, reading: &Reading) -> &[u8] {
        self.span(reading.sound)
    }

    pub(super) fn span(&self, span: Span) -> &[u8] {
        let start = usize::from(span.start);
        self.bytes.get(start..start + usize::from(span.length)).unwrap_or(&[])
    }

    /// The letters of the first reading of a part.
    pub(super) fn first_letters(&self, token: &Token) -> &[u8] {
        self.readings_of(token).first().map_or(&[], |reading| self.letters(reading))
    }

    /// The parts that are compared word by word.
    pub(super) fn aligned(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().filter(|token| token.kind.is_aligned())
    }
}
