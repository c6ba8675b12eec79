//! Words of scripts that are written without spaces.

use super::lexicon::{Lexicon, lookup_word};
use super::split::{Gap, Raw};
use crate::script::Script;

/// Chinese and Korean family names of two letters. Source: the list of compound family names of the Hundred Family Surnames.
const DOUBLE_FAMILIES: &[&str] = &[
    "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "东方", "東方", "尉迟", "尉遲", "皇甫", "公孙",
    "公孫", "慕容", "令狐", "司徒", "长孙", "長孫", "宇文", "端木", "夏侯", "남궁", "황보", "선우", "제갈",
    "독고", "사공",
];

/// The longest phrase that is looked for, in letters.
const LONGEST: usize = 12;

/// Takes runs of Han, kana and Hangul apart: by the words of the lexicon, and a person's name into family and given name.
pub(super) fn segment(lexicon: &Lexicon, raws: Vec<Raw>, person: bool) -> Vec<Raw> {
    let alone = raws.len() == 1;
    let mut words = Vec::with_capacity(raws.len());
    for raw in raws {
        match raw.script() {
            Some(Script::Han | Script::Hangul) if person && alone => family_first(&raw, &mut words),
            Some(Script::Han | Script::Kana | Script::Hangul) if !person => {
                by_lexicon(lexicon, &raw, &mut words)
            }
            _ => words.push(raw),
        }
    }
    words
}

fn piece(raw: &Raw, from: usize, to: usize, first: bool) -> Raw {
    let gap = if first { raw.gap } else { Gap::Joined };
    let (start, end) = ((raw.start + from).min(raw.end), (raw.start + to).min(raw.end));
    Raw { text: raw.text[from..to].to_owned(), start, end, gap, family: raw.family }
}

/// One letter of family name, or two of a known compound; the rest is the given name.
fn family_first(raw: &Raw, words: &mut Vec<Raw>) {
    let double = DOUBLE_FAMILIES.iter().find(|family| raw.text.starts_with(**family));
    let single = raw.text.chars().next().map_or(0, char::len_utf8);
    let family = double.map_or(single, |family| family.len());
    let letters = raw.text.chars().count();
    if !(2..=5).contains(&letters) || family >= raw.text.len() {
        words.push(raw.clone());
        return;
    }
    words.push(piece(raw, 0, family, true));
    words.push(piece(raw, family, raw.text.len(), false));
}

/// The longest known word at every place; what is between them is a word.
fn by_lexicon(lexicon: &Lexicon, raw: &Raw, words: &mut Vec<Raw>) {
    let ends: Vec<usize> = raw.text.char_indices().map(|(at, letter)| at + letter.len_utf8()).collect();
    let (mut from, mut at, mut letter) = (0, 0, 0);
    while letter < ends.len() {
        let longest = (letter..ends.len().min(letter + LONGEST))
            .rev()
            .find(|&last| is_word(lexicon, &raw.text[at..ends[last]], last - letter));
        match longest {
            Some(last) => {
                if from < at {
                    words.push(piece(raw, from, at, from == 0));
                }
                words.push(piece(raw, at, ends[last], at == 0));
                letter = last + 1;
                at = ends[last];
                from = at;
            }
            None => {
                at = ends[letter];
                letter += 1;
            }
        }
    }
    if from < raw.text.len() {
        words.push(piece(raw, from, raw.text.len(), from == 0));
    }
}

/// One letter alone is too little to tell a word by.
fn is_word(lexicon: &Lexicon, text: &str, more: usize) -> bool {
    more > 0 && !lexicon.entries(&lookup_word(text)).is_empty()
}
