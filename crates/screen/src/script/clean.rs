use unicode_normalization::UnicodeNormalization;

/// The longest text that is compared, in characters. The longest name on any list has 320.
const LONGEST: usize = 512;

/// A text in the form that names are read in, and what was done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cleaned {
    /// Compatibility forms resolved (NFKC), invisible characters gone.
    pub(crate) text: String,
    /// Zero-width characters, marks of direction or soft hyphens were in it.
    pub(crate) invisible: bool,
    /// It was longer than what is compared.
    pub(crate) cut: bool,
}

/// Resolves compatibility forms, removes what cannot be seen and cuts what is too long for a name.
pub(crate) fn clean(text: &str) -> Cleaned {
    let mut invisible = false;
    let mut cleaned = String::with_capacity(text.len().min(4 * LONGEST));
    let mut letters = 0;
    let mut cut = false;
    // a text of nothing but invisible characters ends too: four of them for each that counts
    for (position, letter) in text.chars().nfkc().enumerate() {
        if letters == LONGEST || position == 4 * LONGEST {
            cut = true;
            break;
        }
        if is_invisible(letter) {
            invisible = true;
        } else {
            cleaned.push(if letter.is_control() { ' ' } else { letter });
            letters += 1;
        }
    }
    Cleaned { text: cleaned, invisible, cut }
}

/// Zero-width characters, marks and overrides of direction, soft hyphens, selectors of variants, tags.
fn is_invisible(letter: char) -> bool {
    matches!(u32::from(letter),
        0xAD | 0x34F | 0x61C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F | 0x202A..=0x202E
        | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF9..=0xFFFB | 0xE_0000..=0xE_0FFF)
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn hidden_characters_are_removed_and_told() {
        let cleaned = clean("Pu\u{200B}tin\u{202E}");
        assert_eq!(cleaned.text, "Putin");
        assert!(cleaned.invisible);
        assert!(!clean("Putin").invisible);
    }

    #[test]
    fn a_megabyte_is_cut() {
        let cleaned = clean(&"a".repeat(1 << 20));
        assert_eq!(cleaned.text.len(), super::LONGEST);
        assert!(cleaned.cut);
        assert!(clean(&"\u{200B}".repeat(1 << 20)).cut);
    }

    #[test]
    fn wide_and_ligature_forms_are_resolved() {
        assert_eq!(clean("ＡＢＣ ﬁ").text, "ABC fi");
    }
}
