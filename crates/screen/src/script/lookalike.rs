use super::Script;

/// Letters that look the same: Latin, Cyrillic, Greek. From the confusables of Unicode Technical Standard 39, those that a
/// reader cannot tell apart in a usual typeface.
const LOOKALIKES: &[(char, char, char)] = &[
    ('a', 'а', 'α'),
    ('c', 'с', '\0'),
    ('e', 'е', '\0'),
    ('i', 'і', 'ι'),
    ('j', 'ј', '\0'),
    ('k', 'к', 'κ'),
    ('o', 'о', 'ο'),
    ('p', 'р', 'ρ'),
    ('s', 'ѕ', '\0'),
    ('u', '\0', 'υ'),
    ('v', '\0', 'ν'),
    ('x', 'х', 'χ'),
    ('y', 'у', 'γ'),
    ('A', 'А', 'Α'),
    ('B', 'В', 'Β'),
    ('C', 'С', '\0'),
    ('E', 'Е', 'Ε'),
    ('H', 'Н', 'Η'),
    ('I', 'І', 'Ι'),
    ('J', 'Ј', '\0'),
    ('K', 'К', 'Κ'),
    ('M', 'М', 'Μ'),
    ('N', '\0', 'Ν'),
    ('O', 'О', 'Ο'),
    ('P', 'Р', 'Ρ'),
    ('S', 'Ѕ', '\0'),
    ('T', 'Т', 'Τ'),
    ('X', 'Х', 'Χ'),
    ('Y', 'У', 'Υ'),
    ('Z', '\0', 'Ζ'),
];

/// The word with letters of another alphabet replaced by those of its own that look the same, where a word mixes alphabets.
///
/// Nobody writes one word in two alphabets except to deceive, or by a slip of the keyboard. The word belongs to the alphabet
/// of those letters that have no likeness in the other, or else to the one with more letters. None where nothing is mixed or a
/// letter has no likeness.
pub(crate) fn unmask(word: &str) -> Option<String> {
    let scripts = || word.chars().filter_map(Script::of);
    let count = |script: Script| scripts().filter(|&other| other == script).count();
    let (latin, cyrillic, greek) = (count(Script::Latin), count(Script::Cyrillic), count(Script::Greek));
    if [latin, cyrillic, greek].iter().filter(|&&letters| letters > 0).count() < 2 {
        return None;
    }
    let mut homes = [(latin, Script::Latin), (cyrillic, Script::Cyrillic), (greek, Script::Greek)];
    homes.sort_by_key(|home| std::cmp::Reverse(home.0));
    homes.iter().filter(|home| home.0 > 0).find_map(|home| written_in(word, home.1))
}

/// The word with every letter of another alphabet replaced, where each has a likeness.
fn written_in(word: &str, home: Script) -> Option<String> {
    word.chars()
        .map(|letter| {
            if Script::of(letter).is_none_or(|script| script == home) {
                Some(letter)
            } else {
                likeness(letter, home)
            }
        })
        .collect()
}

fn likeness(letter: char, home: Script) -> Option<char> {
    let row = LOOKALIKES.iter().find(|row| [row.0, row.1, row.2].contains(&letter))?;
    let alike = match home {
        Script::Latin => row.0,
        Script::Cyrillic => row.1,
        _ => row.2,
    };
    (alike != '\0').then_some(alike)
}

#[cfg(test)]
mod tests {
    use super::unmask;

    #[test]
    fn a_word_of_two_alphabets_is_unmasked() {
        assert_eq!(unmask("Gаzprоm").as_deref(), Some("Gazprom"));
        assert_eq!(unmask("Гaзпpoм").as_deref(), Some("Газпром"));
        assert_eq!(unmask("Gazprom"), None);
        assert_eq!(unmask("Газпром"), None);
    }
}
