//! From a text to a [`Prepared`] name.

use super::distance::{LONGEST, letter_set, sound_set};
use super::form::FormClass;
use super::lexicon::{Entry, Lexicon, Role, lookup_word};
use super::prepared::{Flags, Prepared, Reading, Span, Token, TokenKind};
use super::role::{Place, is_patronymic, number, rank};
use super::segment::segment;
use super::sound::{classes, push_sound};
use super::split::{Gap, Raw, split};
use crate::EntityKind;
use crate::script::{self, Script, clean, readings, simplified, unmask};

/// The most parts of a name that are compared.
pub(super) const MOST: usize = 24;

/// The longest phrase that is looked up, in words.
const PHRASE: usize = 6;

impl Lexicon {
    /// Makes a name ready to compare. Any text will do: what cannot be compared is in the flags.
    ///
    /// ```
    /// use thalweg_screen::{EntityKind, Lexicon, TokenKind};
    /// let name = Lexicon::new().prepare("SiemensAG", EntityKind::Company);
    /// let parts: Vec<_> = name.parts().collect();
    /// assert_eq!(parts, [(TokenKind::Word, "Siemens"), (TokenKind::LegalForm, "AG")]);
    /// ```
    pub fn prepare(&self, text: &str, kind: EntityKind) -> Prepared {
        let cleaned = clean(text);
        let person = kind == EntityKind::Person;
        let mut flags = Flags { invisible: cleaned.invisible, cut: cleaned.cut, ..Flags::default() };
        let mut raws = split(&cleaned.text, person);
        for raw in &mut raws {
            if raw.script() == Some(Script::Han) {
                raw.text = raw.text.chars().map(simplified).collect();
            }
            if let Some(plain) = unmask(&raw.text) {
                raw.text = plain;
                flags.mixed_scripts = true;
            }
        }
        raws = family_name_last(raws, person);
        raws = segment(self, raws, person);
        raws = digits_apart(raws);
        if raws.len() > MOST {
            raws.truncate(MOST);
            flags.cut = true;
        }
        let mut builder = Builder::new(self, kind);
        builder.read(&raws);
        builder.finish(cleaned.text, flags)
    }
}

/// `PUTIN, Vladimir` is Vladimir Putin: what stands before the only comma of a person's name goes to its end.
fn family_name_last(mut raws: Vec<Raw>, person: bool) -> Vec<Raw> {
    let commas = raws.iter().filter(|raw| raw.gap == Gap::Comma).count();
    if person && commas == 1 {
        let comma = raws.iter().position(|raw| raw.gap == Gap::Comma).unwrap_or(0);
        raws[..comma].iter_mut().for_each(|raw| raw.family = true);
        raws.rotate_left(comma);
    }
    raws
}

/// Digits at an end of a word are a number (VICTORY3); inside of it they stand for letters that look like them (Sech1n).
fn digits_apart(raws: Vec<Raw>) -> Vec<Raw> {
    let mut apart = Vec::with_capacity(raws.len());
    for raw in raws {
        let digits = raw.text.chars().filter(char::is_ascii_digit).count();
        let letters = raw.text.chars().filter(|letter| letter.is_alphabetic()).count();
        if digits == 0 || letters == 0 || !raw.text.is_ascii() {
            apart.push(raw);
            continue;
        }
        let head = raw.text.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
        let ordinal = raw.text.starts_with(|letter: char| letter.is_ascii_digit()) && letters <= 2;
        if head < raw.text.len() && raw.text[..head].chars().all(char::is_alphabetic) {
            let middle = (raw.start + head).min(raw.end);
            let (word, number) = raw.text.split_at(head);
            apart.push(Raw { text: word.into(), end: middle, ..raw.clone() });
            apart.push(Raw { text: number.into(), start: middle, gap: Gap::Joined, ..raw.clone() });
        } else if ordinal {
            apart.push(raw);
        } else {
            let text = raw.text.chars().map(letter_for).collect();
            apart.push(Raw { text, ..raw });
        }
    }
    apart
}

/// The letter that a digit looks like.
fn letter_for(digit: char) -> char {
    match digit {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        '8' => 'b',
        other => other,
    }
}

struct Builder<'a> {
    lexicon: &'a Lexicon,
    kind: EntityKind,
    tokens: Vec<Token>,
    readings: Vec<Reading>,
    bytes: Vec<u8>,
    linked: bool,
}

impl<'a> Builder<'a> {
    fn new(lexicon: &'a Lexicon, kind: EntityKind) -> Self {
        Self { lexicon, kind, tokens: Vec::new(), readings: Vec::new(), bytes: Vec::new(), linked: false }
    }

    /// The longest known phrase at every place, or else a word.
    fn read(&mut self, raws: &[Raw]) {
        let lookups: Vec<String> = raws.iter().map(|raw| lookup_word(&raw.text)).collect();
        let mut at = 0;
        while at < raws.len() {
            let most = PHRASE.min(raws.len() - at);
            let known = (1..=most).rev().find_map(|length| {
                let phrase = lookups[at..at + length].join(" ");
                let place = Place { at, length, all: raws.len() };
                let entry = self.choose(&phrase, place, &raws[at..at + length])?;
                Some((length, entry))
            });
            let length = known.map_or(1, |(length, _)| length);
            self.push(&raws[at..at + length], known.map(|(_, entry)| entry));
            at += length;
        }
    }

    /// Which of its meanings a phrase has here; none where it is an ordinary word.
    fn choose(&self, phrase: &str, place: Place, raws: &[Raw]) -> Option<Entry> {
        let entries = self.lexicon.entries(phrase);
        let rank = |entry: &Entry| rank(entry.role, self.kind, phrase, place, raws);
        let best =
            entries.iter().filter_map(|entry| Some((rank(entry)?, *entry))).min_by_key(|(rank, _)| *rank);
        best.map(|(_, entry)| entry)
    }

    fn push(&mut self, raws: &[Raw], entry: Option<Entry>) {
        let (Some(first), Some(last)) = (raws.first(), raws.last()) else { return };
        let script = first.script();
        let mut token = Token {
            kind: TokenKind::Word,
            start: first.start.min(last.start) as u16,
            end: last.end.max(first.end) as u16,
            reading: self.readings.len() as u16,
            readings: 0,
            linked: self.linked,
            family: first.family,
            bare: script.is_some_and(Script::leaves_out_vowels),
            foreign: script.is_some_and(|script| script != Script::Latin),
            native: Span::default(),
            sense: 0,
            given: 0,
            value: 0,
            form: FormClass::default(),
            weight: 1.0,
        };
        let text: String = raws.iter().map(|raw| raw.text.as_str()).collect();
        if script == Some(Script::Han) {
            token.native = self.push_native(&text);
        }
        self.push_readings(&mut token, &text, script);
        if token.readings == 0 {
            return;
        }
        self.classify(&mut token, &text, entry);
        if matches!(token.kind, TokenKind::Trade | TokenKind::Place) {
            // the English word is a reading of every translation: acronyms are made of it
            let english = self.lexicon.sense(token.sense).replace(' ', "");
            self.push_reading(&mut token, &english);
            // and the first letters of a phrase are what acronyms have of it: IRI of the Islamic Republic of Iran
            if raws.len() > 1 {
                self.push_reading(&mut token, &initials(raws));
                // a few first letters must be the same letters: nothing is near them
                if let Some(reading) = self.readings.last_mut() {
                    reading.mask = u32::MAX;
                }
            }
        }
        self.weigh(&mut token, entry);
        self.linked = entry.is_some_and(|entry| entry.role == Role::Lineage)
            || self.linked && token.kind == TokenKind::Particle;
        if self.join_number(&token) {
            return;
        }
        self.tokens.push(token);
    }

    fn push_readings(&mut self, token: &mut Token, text: &str, script: Option<Script>) {
        for reading in readings(text, script.unwrap_or(Script::Latin)) {
            self.push_reading(token, &reading);
        }
        // a Latvian nominative: Sergejs Lavrovs is Sergey Lavrov
        let endings = ["ejs", "ijs", "ovs", "evs", "ins", "ajs"];
        if script == Some(Script::Latin)
            && text.len() >= 6
            && endings.iter().any(|ending| text.to_ascii_lowercase().ends_with(ending))
        {
            self.push_reading(token, &script::latin(&text[..text.len() - 1]));
        }
    }

    fn push_native(&mut self, text: &str) -> Span {
        let start = self.bytes.len() as u16;
        let letters: String = text.chars().take(LONGEST / 2).collect();
        self.bytes.extend_from_slice(letters.as_bytes());
        Span { start, length: letters.len() as u8 }
    }

    fn push_reading(&mut self, token: &mut Token, reading: &str) {
        let letters = &reading.as_bytes()[..reading.len().min(LONGEST)];
        let start = self.bytes.len();
        self.bytes.extend_from_slice(letters);
        let middle = self.bytes.len();
        push_sound(letters, &mut self.bytes);
        let end = self.bytes.len().min(middle + LONGEST);
        self.bytes.truncate(end);
        let sound = &self.bytes[middle..end];
        if letters.is_empty() || self.heard_before(token, sound) {
            self.bytes.truncate(start);
            return;
        }
        let mask = classes(&self.bytes[middle..end]);
        let (letter_set, sound_set) = (letter_set(letters), sound_set(&self.bytes[middle..end]));
        let letters = Span { start: start as u16, length: (middle - start) as u8 };
        let sound = Span { start: middle as u16, length: (end - middle) as u8 };
        self.readings.push(Reading { letters, sound, mask, letter_set, sound_set });
        token.readings += 1;
    }

    /// A reading that sounds like another adds nothing.
    fn heard_before(&self, token: &Token, sound: &[u8]) -> bool {
        let before = &self.readings[usize::from(token.reading)..];
        before.iter().any(|reading| {
            let start = usize::from(reading.sound.start);
            &self.bytes[start..start + usize::from(reading.sound.length)] == sound
        })
    }

    fn classify(&self, token: &mut Token, text: &str, entry: Option<Entry>) {
        let person = self.kind == EntityKind::Person;
        match entry.map(|entry| (entry.role, entry.sense)) {
            Some((Role::Form(class), _)) => (token.kind, token.form) = (TokenKind::LegalForm, class),
            Some((Role::Title | Role::ShipPrefix, _)) => token.kind = TokenKind::Title,
            Some((Role::Fleet, _)) => token.kind = TokenKind::Fleet,
            Some((Role::Trade, sense)) => (token.kind, token.sense) = (TokenKind::Trade, sense),
            Some((Role::Place, sense)) => (token.kind, token.sense) = (TokenKind::Place, sense),
            Some((Role::Number(value), _)) => (token.kind, token.value) = (TokenKind::Number, value),
            Some((Role::Given, sense)) => token.given = sense,
            Some((Role::Servant, _)) => {}
            Some(_) => token.kind = TokenKind::Particle,
            None => {
                if let Some(value) = number(text, person, self.tokens.is_empty()) {
                    (token.kind, token.value) = (TokenKind::Number, value);
                } else if text.chars().count() == 1
                    && !token.bare
                    && Script::of(text.chars().next().unwrap_or(' '))
                        .is_some_and(|script| script == Script::Latin || script == Script::Cyrillic)
                {
                    token.kind = TokenKind::Initial;
                } else if person && is_patronymic(&self.bytes, &self.readings[usize::from(token.reading)]) {
                    token.kind = TokenKind::Patronymic;
                }
            }
        }
    }

    fn weigh(&self, token: &mut Token, entry: Option<Entry>) {
        let reading = self.readings[usize::from(token.reading)];
        let start = usize::from(reading.letters.start);
        let letters = &self.bytes[start..start + usize::from(reading.letters.length)];
        let word = std::str::from_utf8(letters).unwrap_or("");
        // a short word says less: there are few of them
        let short = (0.4 + 0.1 * word.len() as f32).min(1.0);
        let rarity = short * self.lexicon.rarity(word, token.given);
        token.weight = match token.kind {
            // a father's name is often left out
            TokenKind::Word if token.linked => 0.7 * rarity,
            TokenKind::Word => rarity,
            TokenKind::Patronymic => 0.6 * rarity,
            TokenKind::Initial => 0.15,
            TokenKind::Number => 0.4,
            TokenKind::Trade => 0.35 * rarity,
            TokenKind::Place => 0.45 * rarity,
            TokenKind::Particle if entry.is_some_and(|entry| entry.role == Role::Kunya) => 0.15,
            TokenKind::Particle => 0.03,
            TokenKind::LegalForm | TokenKind::Title | TokenKind::Fleet => 0.05,
        };
    }

    /// Forty-Four is 44.
    fn join_number(&mut self, token: &Token) -> bool {
        let (Some(last), TokenKind::Number) = (self.tokens.last_mut(), token.kind) else { return false };
        let tens = last.kind == TokenKind::Number && last.value % 10 == 0 && (20..=90).contains(&last.value);
        let written = self
            .bytes
            .get(usize::from(self.readings[usize::from(last.reading)].letters.start))
            .is_some_and(u8::is_ascii_alphabetic);
        if tens && written && (1..=9).contains(&token.value) {
            last.value += token.value;
            last.end = last.end.max(token.end);
            return true;
        }
        false
    }

    fn finish(mut self, text: String, mut flags: Flags) -> Prepared {
        if !self.tokens.iter().any(|token| token.kind.is_core()) {
            // a name of nothing but titles or forms is a name all the same
            for token in &mut self.tokens {
                token.kind = TokenKind::Word;
                token.weight = 0.5;
            }
        }
        self.own_acronyms();
        flags.empty = self.tokens.is_empty();
        let whole = self.push_whole();
        let forms = self.tokens.iter().filter(|token| token.kind == TokenKind::LegalForm);
        let form = forms.fold(FormClass::default(), |all, token| all.with(token.form));
        let beginnings =
            self.readings.iter().filter_map(|reading| self.bytes.get(usize::from(reading.letters.start)));
        let first_letters = beginnings.fold(0, |set, letter| set | letter_set(&[*letter]));
        Prepared {
            text: text.into(),
            kind: self.kind,
            flags,
            tokens: self.tokens.into(),
            readings: self.readings.into(),
            bytes: self.bytes.into(),
            whole,
            first_letters,
            form,
        }
    }

    /// A name that gives its own acronym, as in `Kwangson Banking Corp (KBC)`, says nothing more by it.
    fn own_acronyms(&mut self) {
        let words = self.tokens.iter().filter(|token| token.kind != TokenKind::Particle);
        let initials: Vec<u8> = words.filter_map(|token| self.letters(token).first().copied()).collect();
        for at in 0..self.tokens.len() {
            let letters = self.letters(&self.tokens[at]);
            let spelled =
                (3..=8).contains(&letters.len()) && initials.windows(letters.len()).any(|run| run == letters);
            if self.tokens[at].kind == TokenKind::Word && spelled {
                self.tokens[at].kind = TokenKind::Particle;
                self.tokens[at].weight = 0.05;
            }
        }
    }

    /// The letters of the first reading of a part.
    fn letters(&self, token: &Token) -> &[u8] {
        let reading = self.readings[usize::from(token.reading)];
        let start = usize::from(reading.letters.start);
        &self.bytes[start..start + usize::from(reading.letters.length)]
    }

    fn push_whole(&mut self) -> Span {
        let start = self.bytes.len();
        for token in &self.tokens {
            if token.kind.is_core() && self.bytes.len() - start < 2 * LONGEST {
                let reading = self.readings[usize::from(token.reading)];
                let from = usize::from(reading.letters.start);
                self.bytes.extend_from_within(from..from + usize::from(reading.letters.length));
            }
        }
        let length = (self.bytes.len() - start).min(2 * LONGEST);
        Span { start: start as u16, length: length as u8 }
    }
}

/// The first letters of the words of a phrase, but for small words.
fn initials(raws: &[Raw]) -> String {
    let words =
        raws.iter().filter(|raw| !matches!(raw.text.to_lowercase().as_str(), "of" | "the" | "and" | "de"));
    words.filter_map(|raw| raw.text.chars().next()).map(|letter| script::latin(&letter.to_string())).collect()
}
