use unicode_normalization::UnicodeNormalization;

/// Pairs of letters that are read as one, before single letters. Source: ELOT 743 (ISO 843 type 2).
const PAIRS: &[(&str, &str)] = &[
    ("μπ", "b"),
    ("ντ", "nt"),
    ("γκ", "gk"),
    ("γγ", "ng"),
    ("γχ", "nch"),
    ("ου", "ou"),
    ("αυ", "av"),
    ("ευ", "ev"),
    ("τσ", "ts"),
    ("τζ", "tz"),
];

const LETTERS: &[(char, &str)] = &[
    ('α', "a"),
    ('β', "v"),
    ('γ', "g"),
    ('δ', "d"),
    ('ε', "e"),
    ('ζ', "z"),
    ('η', "i"),
    ('θ', "th"),
    ('ι', "i"),
    ('κ', "k"),
    ('λ', "l"),
    ('μ', "m"),
    ('ν', "n"),
    ('ξ', "x"),
    ('ο', "o"),
    ('π', "p"),
    ('ρ', "r"),
    ('σ', "s"),
    ('ς', "s"),
    ('τ', "t"),
    ('υ', "y"),
    ('φ', "f"),
    ('χ', "ch"),
    ('ψ', "ps"),
    ('ω', "o"),
];

/// The official reading, and one as in English papers (h for χ).
pub(super) fn readings(word: &str) -> Vec<String> {
    let bare: String =
        word.to_lowercase().nfd().filter(|letter| !('\u{300}'..='\u{36F}').contains(letter)).collect();
    let official = official(&bare);
    let english = official.replace("ch", "h").replace("gk", "g").replace("nt", "nd");
    vec![official, english]
}

fn official(bare: &str) -> String {
    let mut latin = String::with_capacity(bare.len());
    let mut rest = bare;
    while let Some(letter) = rest.chars().next() {
        let pair = PAIRS.iter().find(|(pair, _)| rest.starts_with(pair));
        if let Some((pair, reading)) = pair {
            latin.push_str(reading);
            rest = &rest[pair.len()..];
            continue;
        }
        match LETTERS.iter().find(|row| row.0 == letter) {
            Some(row) => latin.push_str(row.1),
            None => super::latin_letter(letter, &mut latin),
        }
        rest = &rest[letter.len_utf8()..];
    }
    latin
}

#[cfg(test)]
mod tests {
    use super::readings;

    #[test]
    fn pairs_of_letters_are_one_sound() {
        assert_eq!(readings("Μητσοτάκης")[0], "mitsotakis");
        assert_eq!(readings("Παπανδρέου")[0], "papandreou");
    }
}
