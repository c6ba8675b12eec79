use super::Script;

/// Arabic and Persian letters. Letters that may be vowels are written as vowels: the comparison treats a vowel of a script
/// that leaves them out as worth little. Sources: BGN/PCGN 1956 system for Arabic and 1958 for Persian, simplified as the UN's
/// list has it (without marks).
const ARABIC: &[(char, &str)] = &[
    ('ا', "a"),
    ('أ', "a"),
    ('إ', "i"),
    ('آ', "a"),
    ('ٱ', "a"),
    ('ب', "b"),
    ('پ', "p"),
    ('ت', "t"),
    ('ة', "a"),
    ('ث', "th"),
    ('ج', "j"),
    ('چ', "ch"),
    ('ح', "h"),
    ('خ', "kh"),
    ('د', "d"),
    ('ذ', "dh"),
    ('ر', "r"),
    ('ز', "z"),
    ('ژ', "zh"),
    ('س', "s"),
    ('ش', "sh"),
    ('ص', "s"),
    ('ض', "d"),
    ('ط', "t"),
    ('ظ', "z"),
    ('ع', ""),
    ('غ', "gh"),
    ('ف', "f"),
    ('ڤ', "v"),
    ('ق', "q"),
    ('ك', "k"),
    ('ک', "k"),
    ('گ', "g"),
    ('ل', "l"),
    ('م', "m"),
    ('ن', "n"),
    ('ں', "n"),
    ('ه', "h"),
    ('ہ', "h"),
    ('ھ', "h"),
    ('ۀ', "a"),
    ('و', "u"),
    ('ؤ', "u"),
    ('ي', "i"),
    ('ی', "i"),
    ('ى', "a"),
    ('ئ', "i"),
    ('ے', "e"),
    ('ء', ""),
    ('ٹ', "t"),
    ('ڈ', "d"),
    ('ڑ', "r"),
    ('ښ', "sh"),
    ('ځ', "dz"),
    ('څ', "ts"),
    ('ړ', "r"),
    ('ڼ', "n"),
    ('ټ', "t"),
    ('ډ', "d"),
    ('ې', "e"),
    ('ۍ', "i"),
];

const HEBREW: &[(char, &str)] = &[
    ('א', "a"),
    ('ב', "b"),
    ('ג', "g"),
    ('ד', "d"),
    ('ה', "h"),
    ('ו', "u"),
    ('ז', "z"),
    ('ח', "kh"),
    ('ט', "t"),
    ('י', "i"),
    ('כ', "k"),
    ('ך', "k"),
    ('ל', "l"),
    ('מ', "m"),
    ('ם', "m"),
    ('נ', "n"),
    ('ן', "n"),
    ('ס', "s"),
    ('ע', ""),
    ('פ', "p"),
    ('ף', "f"),
    ('צ', "ts"),
    ('ץ', "ts"),
    ('ק', "k"),
    ('ר', "r"),
    ('ש', "sh"),
    ('ת', "t"),
];

/// The consonants with what vowels are written; a second reading with consonants for letters that may be either.
pub(super) fn readings(word: &str, script: Script) -> Vec<String> {
    let table = if script == Script::Hebrew { HEBREW } else { ARABIC };
    let first = reading(word, table);
    let begins = word.chars().next();
    // at the beginning, waw and yeh are consonants: Walid, Yusuf
    let consonant = match begins {
        Some('و' | 'ו') => format!("w{}", first.strip_prefix('u').unwrap_or(&first)),
        Some('ي' | 'ی' | 'י') => format!("y{}", first.strip_prefix('i').unwrap_or(&first)),
        _ => first.clone(),
    };
    vec![consonant]
}

fn reading(word: &str, table: &[(char, &str)]) -> String {
    let mut latin = String::with_capacity(word.len());
    for letter in word.chars() {
        match table.iter().find(|row| row.0 == letter) {
            Some(row) => latin.push_str(row.1),
            // points and other marks of vowels say nothing that a name in Latin would keep
            None if letter.is_alphabetic() => super::latin_letter(letter, &mut latin),
            None => {}
        }
    }
    latin
}

#[cfg(test)]
mod tests {
    use super::{Script, readings};

    #[test]
    fn consonants_and_long_vowels() {
        assert_eq!(readings("حسین", Script::Arabic), ["hsin"]);
        assert_eq!(readings("یوسف", Script::Arabic), ["yusf"]);
        assert_eq!(readings("נתניהו", Script::Hebrew), ["ntnihu"]);
    }
}
