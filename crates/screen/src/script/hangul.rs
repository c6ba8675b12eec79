/// Revised Romanisation (South, 2000): first sounds, vowels, last sounds.
const REVISED: [&[&str]; 3] = [
    &["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"],
    &[
        "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi",
        "yu", "eu", "ui", "i",
    ],
    &[
        "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t",
        "t", "ng", "t", "t", "k", "t", "p", "t",
    ],
];

/// McCune and Reischauer (1939) without its marks, as the North writes names.
const MCCUNE: [&[&str]; 3] = [
    &["k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "ch", "tch", "ch", "k", "t", "p", "h"],
    &[
        "a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi",
        "yu", "u", "ui", "i",
    ],
    REVISED[2],
];

/// Family names whose usual Latin forms no system gives. Source: the forms in passports, National Institute of the Korean
/// Language, survey of 2015.
const FAMILIES: &[(&str, &[&str])] = &[
    ("김", &["kim", "gim"]),
    ("이", &["lee", "yi", "rhee"]),
    ("리", &["ri", "lee"]),
    ("박", &["park", "pak", "bak"]),
    ("최", &["choi", "choe"]),
    ("정", &["jung", "jong", "chung", "jeong"]),
    ("강", &["kang", "gang"]),
    ("조", &["cho", "jo"]),
    ("윤", &["yoon", "yun"]),
    ("임", &["lim", "im", "rim"]),
    ("림", &["rim", "lim"]),
    ("오", &["oh", "o"]),
    ("서", &["seo", "so", "suh"]),
    ("신", &["shin", "sin"]),
    ("권", &["kwon"]),
    ("안", &["ahn", "an"]),
    ("유", &["yoo", "yu"]),
    ("류", &["ryu", "yoo"]),
    ("백", &["paek", "baek"]),
    ("노", &["roh", "no"]),
    ("로", &["ro", "roh"]),
    ("배", &["bae", "pae"]),
    ("우", &["woo", "u"]),
    ("구", &["koo", "ku", "gu"]),
    ("문", &["moon", "mun"]),
    ("현", &["hyun", "hyon"]),
    ("주", &["joo", "chu", "ju"]),
];

/// The usual forms of a family name; the South's reading and the North's of anything else.
pub(super) fn readings(word: &str) -> Vec<String> {
    if let Some((_, forms)) = FAMILIES.iter().find(|row| row.0 == word) {
        return forms.iter().map(|&form| form.to_owned()).collect();
    }
    vec![reading(word, &REVISED), reading(word, &MCCUNE)]
}

fn reading(word: &str, system: &[&[&str]; 3]) -> String {
    let mut latin = String::with_capacity(word.len());
    for letter in word.chars() {
        match syllable(letter) {
            Some(parts) => parts.iter().zip(system).for_each(|(&part, sounds)| latin.push_str(sounds[part])),
            None => super::latin_letter(letter, &mut latin),
        }
    }
    latin
}

/// The positions of its three sounds. Source: The Unicode Standard, section 3.12, decomposition of Hangul syllables.
fn syllable(letter: char) -> Option<[usize; 3]> {
    let index = u32::from(letter).checked_sub(0xAC00).filter(|&index| index < 11_172)? as usize;
    Some([index / 588, index % 588 / 28, index % 28])
}

#[cfg(test)]
mod tests {
    use super::readings;

    #[test]
    fn south_and_north_read_differently() {
        assert_eq!(readings("정은"), ["jeongeun", "chongun"]);
        assert_eq!(readings("박"), ["park", "pak", "bak"]);
    }
}
