//! Writing systems: which one a letter belongs to, what of a text is not visible, and how it reads in Latin letters.

mod abjad;
mod clean;
mod cyrillic;
mod greek;
mod han;
mod hangul;
mod lookalike;

pub(crate) use clean::clean;
pub(crate) use han::simplified;
pub(crate) use lookalike::unmask;

/// A writing system, as far as names need it told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Script {
    Latin,
    Cyrillic,
    Greek,
    Hebrew,
    Arabic,
    Han,
    Kana,
    Hangul,
    /// Any other letter: Armenian, Georgian, Devanagari, Thai, ...
    Other,
}

impl Script {
    /// The script of a letter; none for what is no letter.
    pub(crate) fn of(letter: char) -> Option<Self> {
        let code = u32::from(letter);
        let script = match code {
            0x41..=0x5A | 0x61..=0x7A | 0xC0..=0x24F | 0x250..=0x2AF | 0x1E00..=0x1EFF => Self::Latin,
            0x370..=0x3FF | 0x1F00..=0x1FFF => Self::Greek,
            0x400..=0x52F => Self::Cyrillic,
            0x590..=0x5FF | 0xFB1D..=0xFB4F => Self::Hebrew,
            0x600..=0x6FF | 0x750..=0x77F | 0x8A0..=0x8FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFC => Self::Arabic,
            0x3041..=0x30FF | 0x31F0..=0x31FF => Self::Kana,
            0x3005..=0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF => {
                Self::Han
            }
            0x1100..=0x11FF | 0x3130..=0x318F | 0xAC00..=0xD7AF => Self::Hangul,
            _ => Self::Other,
        };
        letter.is_alphabetic().then_some(script)
    }

    /// Whether vowels are mostly not written.
    pub(crate) fn leaves_out_vowels(self) -> bool {
        matches!(self, Self::Arabic | Self::Hebrew)
    }

    /// Whether words are written without a space between them.
    pub(crate) fn runs_on(self) -> bool {
        matches!(self, Self::Han | Self::Kana)
    }
}

/// The readings of a word in small Latin letters, the most usual one first, without doubles.
///
/// A word of Cyrillic letters is written one way in an English paper and another in a German one, and a Korean one differently
/// by Seoul and by Pyongyang: each is a reading.
pub(crate) fn readings(word: &str, script: Script) -> Vec<String> {
    let mut readings = match script {
        Script::Cyrillic => cyrillic::readings(word),
        Script::Greek => greek::readings(word),
        Script::Arabic | Script::Hebrew => abjad::readings(word, script),
        Script::Hangul => hangul::readings(word),
        _ => vec![latin(word)],
    };
    readings.retain(|reading| !reading.is_empty());
    let mut seen: Vec<String> = Vec::with_capacity(readings.len());
    for reading in readings {
        if !seen.contains(&reading) {
            seen.push(reading);
        }
    }
    seen
}

/// Small Latin letters and digits for any text, by the tables of `any_ascii`; everything else is left out.
pub(crate) fn latin(word: &str) -> String {
    let mut reading = String::with_capacity(word.len());
    for letter in word.chars() {
        latin_letter(letter, &mut reading);
    }
    reading
}

fn latin_letter(letter: char, reading: &mut String) {
    let plain = match letter {
        // Azerbaijani ə is written a in passports; the table has e
        'ə' | 'Ə' => "a",
        _ => any_ascii::any_ascii_char(letter),
    };
    reading
        .extend(plain.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()));
}
