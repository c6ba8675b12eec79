//! What is written, as letters and digits to compare.

use super::IdentifierKind;
use unicode_normalization::UnicodeNormalization;

/// Longest value that is kept, in characters: longer than any digital currency's address, and a bound on nonsense.
const LONGEST: usize = 200;

/// Letters and digits in upper case, without the words that lists put before them. Full-width letters become plain ones.
pub(super) fn plain(kind: IdentifierKind, written: &str) -> String {
    let characters = written.nfkc().flat_map(char::to_uppercase).map(latin).map(western);
    let kept: String = characters.filter(|c| keeps(kind, *c)).take(LONGEST).collect();
    let lead = lead(kind);
    lead.iter().find_map(|word| kept.strip_prefix(word)).map_or(kept.clone(), str::to_owned)
}

/// Contacts keep the signs that make them; everything else is letters and digits.
fn keeps(kind: IdentifierKind, c: char) -> bool {
    c.is_alphanumeric() || (kind == IdentifierKind::Contact && "@.+:/-_".contains(c))
}

/// What may stand before the number itself.
fn lead(kind: IdentifierKind) -> &'static [&'static str] {
    match kind {
        IdentifierKind::ShipImo | IdentifierKind::CompanyImo => &["IMO"],
        IdentifierKind::Mmsi => &["MMSI"],
        IdentifierKind::Lei => &["LEI"],
        IdentifierKind::Inn => &["INN", "ИНН"],
        IdentifierKind::Ogrn => &["OGRNIP", "OGRN"],
        _ => &[],
    }
}

/// The digit that an Arabic or Persian one stands for.
fn western(c: char) -> char {
    let digit = match c {
        '\u{660}'..='\u{669}' => c as u32 - 0x660,
        '\u{6f0}'..='\u{6f9}' => c as u32 - 0x6f0,
        _ => return c,
    };
    char::from_digit(digit, 10).unwrap_or(c)
}

/// The Latin letter that a Cyrillic or Greek one looks like: series of passports and tail numbers are written in either.
fn latin(c: char) -> char {
    const LOOKS: [(char, char); 25] = [
        ('А', 'A'),
        ('В', 'B'),
        ('Е', 'E'),
        ('К', 'K'),
        ('М', 'M'),
        ('Н', 'H'),
        ('О', 'O'),
        ('Р', 'P'),
        ('С', 'C'),
        ('Т', 'T'),
        ('У', 'Y'),
        ('Х', 'X'),
        ('І', 'I'),
        ('Ј', 'J'),
        ('Ѕ', 'S'),
        ('Α', 'A'),
        ('Β', 'B'),
        ('Ε', 'E'),
        ('Η', 'H'),
        ('Ι', 'I'),
        ('Κ', 'K'),
        ('Μ', 'M'),
        ('Ν', 'N'),
        ('Ο', 'O'),
        ('Τ', 'T'),
    ];
    LOOKS.iter().find(|(looks, _)| *looks == c).map_or(c, |(_, latin)| *latin)
}
