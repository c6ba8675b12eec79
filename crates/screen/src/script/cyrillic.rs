/// How a letter of Cyrillic is written in Latin: in English (BGN/PCGN), in passports since 2013 (ICAO 9303), in German, in
/// French, and in the scholarly system (ISO 9 without its accents).
struct Row(char, [&'static str; 5]);

/// Sources: BGN/PCGN 1947 system for Russian and 1965 for Ukrainian; ICAO Doc 9303 part 3, section 6; DIN 1460 and the Duden
/// transcription; the transcription of French newspapers (Imprimerie nationale); ISO 9:1995.
const ROWS: &[Row] = &[
    Row('а', ["a", "a", "a", "a", "a"]),
    Row('б', ["b", "b", "b", "b", "b"]),
    Row('в', ["v", "v", "w", "v", "v"]),
    Row('г', ["g", "g", "g", "g", "g"]),
    Row('д', ["d", "d", "d", "d", "d"]),
    Row('е', ["e", "e", "e", "e", "e"]),
    Row('ё', ["yo", "e", "jo", "io", "e"]),
    Row('ж', ["zh", "zh", "sch", "j", "z"]),
    Row('з', ["z", "z", "s", "z", "z"]),
    Row('и', ["i", "i", "i", "i", "i"]),
    Row('й', ["y", "i", "j", "i", "j"]),
    Row('к', ["k", "k", "k", "k", "k"]),
    Row('л', ["l", "l", "l", "l", "l"]),
    Row('м', ["m", "m", "m", "m", "m"]),
    Row('н', ["n", "n", "n", "n", "n"]),
    Row('о', ["o", "o", "o", "o", "o"]),
    Row('п', ["p", "p", "p", "p", "p"]),
    Row('р', ["r", "r", "r", "r", "r"]),
    Row('с', ["s", "s", "s", "s", "s"]),
    Row('т', ["t", "t", "t", "t", "t"]),
    Row('у', ["u", "u", "u", "ou", "u"]),
    Row('ф', ["f", "f", "f", "f", "f"]),
    Row('х', ["kh", "kh", "ch", "kh", "h"]),
    Row('ц', ["ts", "ts", "z", "ts", "c"]),
    Row('ч', ["ch", "ch", "tsch", "tch", "c"]),
    Row('ш', ["sh", "sh", "sch", "ch", "s"]),
    Row('щ', ["shch", "shch", "schtsch", "chtch", "s"]),
    Row('ъ', ["", "ie", "", "", ""]),
    Row('ы', ["y", "y", "y", "y", "y"]),
    Row('ь', ["", "", "", "", ""]),
    Row('э', ["e", "e", "e", "e", "e"]),
    Row('ю', ["yu", "iu", "ju", "iou", "u"]),
    Row('я', ["ya", "ia", "ja", "ia", "a"]),
    // Ukrainian and Belarusian
    Row('і', ["i", "i", "i", "i", "i"]),
    Row('ї', ["yi", "i", "ji", "i", "i"]),
    Row('є', ["ye", "ie", "je", "ie", "e"]),
    Row('ґ', ["g", "g", "g", "g", "g"]),
    Row('ў', ["w", "u", "u", "ou", "u"]),
    // Serbian and Macedonian
    Row('ђ', ["dj", "d", "dj", "dj", "d"]),
    Row('ј', ["j", "j", "j", "j", "j"]),
    Row('љ', ["lj", "lj", "lj", "lj", "l"]),
    Row('њ', ["nj", "nj", "nj", "nj", "n"]),
    Row('ћ', ["c", "c", "c", "c", "c"]),
    Row('џ', ["dz", "dz", "dz", "dz", "d"]),
    // Kazakh, Kyrgyz, Tatar, Bashkir, Mongolian
    Row('ә', ["a", "a", "a", "a", "a"]),
    Row('ғ', ["gh", "g", "g", "g", "g"]),
    Row('қ', ["q", "k", "k", "k", "k"]),
    Row('ң', ["ng", "n", "ng", "ng", "n"]),
    Row('ө', ["o", "o", "o", "o", "o"]),
    Row('ұ', ["u", "u", "u", "ou", "u"]),
    Row('ү', ["u", "u", "u", "u", "u"]),
    Row('һ', ["h", "h", "h", "h", "h"]),
];

/// Letters that only Ukrainian or Belarusian has: there г is h, and и is y.
const WESTERN: &[char] = &['і', 'ї', 'є', 'ґ', 'ў'];

/// One reading for each system.
pub(super) fn readings(word: &str) -> Vec<String> {
    let lower = word.to_lowercase();
    let western = lower.contains(WESTERN);
    (0..5).map(|system| reading(&lower, system, western)).collect()
}

fn reading(lower: &str, system: usize, western: bool) -> String {
    let mut latin = String::with_capacity(2 * lower.len());
    for letter in lower.chars() {
        match letter {
            'г' if western => latin.push('h'),
            'и' if western => latin.push('y'),
            _ => match ROWS.iter().find(|row| row.0 == letter) {
                Some(row) => latin.push_str(row.1[system]),
                None => super::latin_letter(letter, &mut latin),
            },
        }
    }
    latin
}

#[cfg(test)]
mod tests {
    use super::readings;

    #[test]
    fn each_system_has_its_reading() {
        assert_eq!(
            readings("Хрущёв"),
            ["khrushchyov", "khrushchev", "chruschtschjow", "khrouchtchiov", "hrusev"]
        );
        assert_eq!(readings("Гулієв")[0], "huliyev");
    }
}
