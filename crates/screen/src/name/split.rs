//! A text into raw words.

use crate::script::Script;

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    Space,
    Comma,
    Hyphen,
    Dot,
    Slash,
    /// Nothing: a change of case, of script, or between letters and digits.
    Joined,
}

/// A word as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Raw {
    pub(super) text: String,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) gap: Gap,
    /// Before the comma of a person's name.
    pub(super) family: bool,
}

impl Raw {
    /// One letter.
    pub(super) fn is_single(&self) -> bool {
        let mut letters = self.text.chars();
        letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
    }

    /// The script of its first letter.
    pub(super) fn script(&self) -> Option<Script> {
        self.text.chars().find_map(Script::of)
    }
}

/// The words of a text: apostrophes inside a word are left out (O'Brien), dotted single letters are one word (S.A.R.L., A/S),
/// and words that are glued together are taken apart where the case or the script changes (SiemensAG).
pub(super) fn split(text: &str, initials: bool) -> Vec<Raw> {
    let mut raws = Vec::new();
    let (mut word, mut start, mut gap) = (String::new(), 0, Gap::Space);
    let mut next = Gap::Space;
    for (at, letter) in text.char_indices() {
        if is_part(letter) {
            let last = word.chars().next_back();
            if last.is_some_and(|last| changes(last, letter)) {
                push(&mut raws, &mut word, start, at, gap);
                next = Gap::Joined;
            }
            if word.is_empty() {
                (start, gap) = (at, next);
            }
            word.push(letter);
            continue;
        }
        if is_apostrophe(letter) {
            continue;
        }
        if !word.is_empty() {
            push(&mut raws, &mut word, start, at, gap);
            next = kind_of_gap(letter);
        } else if kind_of_gap(letter) == Gap::Comma {
            next = Gap::Comma;
        } else if next != Gap::Comma {
            next = Gap::Space;
        }
        if matches!(letter, '&' | '+') {
            raws.push(Raw { text: "and".into(), start: at, end: at + 1, gap: Gap::Space, family: false });
        }
    }
    let end = text.len();
    push(&mut raws, &mut word, start, end, gap);
    join_letters(raws, initials)
}

fn push(raws: &mut Vec<Raw>, word: &mut String, start: usize, end: usize, gap: Gap) {
    if word.is_empty() {
        return;
    }
    let text = std::mem::take(word);
    match case_change(&text) {
        Some(at) => {
            let (head, tail) = text.split_at(at);
            let middle = start + at;
            raws.push(Raw { text: head.into(), start, end: middle.min(end), gap, family: false });
            raws.push(Raw {
                text: tail.into(),
                start: middle.min(end),
                end,
                gap: Gap::Joined,
                family: false,
            });
        }
        None => raws.push(Raw { text, start, end, gap, family: false }),
    }
}

fn is_part(letter: char) -> bool {
    // marks of vowels belong to the word: Hebrew, Arabic, Devanagari, Thai
    letter.is_alphanumeric() || unicode_normalization::char::is_combining_mark(letter)
}

fn is_apostrophe(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '’'
            | '‘'
            | '`'
            | '´'
            | 'ʻ'
            | 'ʼ'
            | 'ʾ'
            | 'ʿ'
            | 'ʹ'
            | 'ʺ'
            | '׳'
            | '״'
            | '"'
            | '“'
            | '”'
            | '„'
    )
}

fn kind_of_gap(letter: char) -> Gap {
    match letter {
        ',' | '،' | '、' | '，' => Gap::Comma,
        '-' | '‐' | '‑' | '–' | '—' | '_' => Gap::Hyphen,
        '.' => Gap::Dot,
        '/' => Gap::Slash,
        _ => Gap::Space,
    }
}

/// Whether two neighbours belong to words of different scripts that are not mixed by look: Latin beside Han, say.
fn changes(last: char, letter: char) -> bool {
    match (Script::of(last), Script::of(letter)) {
        (Some(a), Some(b)) if a != b => {
            a.runs_on() != b.runs_on() || a == Script::Hangul || b == Script::Hangul
        }
        _ => false,
    }
}

/// Where a word in small letters goes on in capitals: `SiemensAG`, `SergeiLavrov`. Two letters before it are a prefix (McCoy).
fn case_change(word: &str) -> Option<usize> {
    let letters: Vec<(usize, char)> = word.char_indices().collect();
    let found = (3..letters.len().saturating_sub(1))
        .find(|&i| letters[i - 1].1.is_lowercase() && letters[i].1.is_uppercase())?;
    Some(letters[found].0)
}

/// Single letters with a dot, a slash or a hyphen between them are one word, but for people, whose initials they are.
fn join_letters(raws: Vec<Raw>, initials: bool) -> Vec<Raw> {
    let mut joined: Vec<Raw> = Vec::with_capacity(raws.len());
    let mut open = false;
    for raw in raws {
        let single = raw.is_single() && raw.script().is_some_and(|script| !script.runs_on());
        let tied = matches!(raw.gap, Gap::Dot | Gap::Slash) || raw.gap == Gap::Hyphen && !initials;
        match joined.last_mut() {
            Some(last)
                if open
                    && single
                    && tied
                    && !(initials && raw.gap == Gap::Dot && last.text.chars().count() == 1) =>
            {
                last.text.push_str(&raw.text);
                last.end = raw.end;
            }
            _ => {
                open = single;
                joined.push(raw);
            }
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::split;

    fn words(text: &str) -> Vec<String> {
        split(text, false).into_iter().map(|raw| raw.text).collect()
    }

    #[test]
    fn glued_and_dotted_words() {
        assert_eq!(words("SiemensAG"), ["Siemens", "AG"]);
        assert_eq!(words("Oboronnye o.O.O."), ["Oboronnye", "oOO"]);
        assert_eq!(words("A-B-C Company"), ["ABC", "Company"]);
        assert_eq!(words("Mendez Norge A/S"), ["Mendez", "Norge", "AS"]);
        assert_eq!(words("O'Brien & Sons"), ["OBrien", "and", "Sons"]);
        assert_eq!(words("Trust 2004-1"), ["Trust", "2004", "1"]);
        assert_eq!(words("中国石油CNPC"), ["中国石油", "CNPC"]);
    }

    #[test]
    fn initials_of_people_stay_apart() {
        let words: Vec<String> = split("J.-C. Juncker", true).into_iter().map(|raw| raw.text).collect();
        assert_eq!(words, ["J", "C", "Juncker"]);
    }
}
