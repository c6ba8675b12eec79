use serde::Serialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A country as a list writes it, and its code where it is known.
///
/// ```
/// use thalweg_screen::Country;
/// for text in ["Korea, North", "Democratic People's Republic of Korea", "PRK", "КНДР"] {
///     assert_eq!(Country::read(text).code.as_deref(), Some("KP"), "{text}");
/// }
/// assert_eq!(Country::read("Atlantis").code, None);
/// assert_eq!(Country::read("Burma").name(), Some("Myanmar"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Country {
    /// ISO 3166-1 alpha-2 in upper case, `XK` for Kosovo; the four letters of ISO 3166-3 for a state that is no more and has no
    /// single successor (`SUHH`, the Soviet Union). None where the text is no country that we know.
    pub code: Option<String>,
    /// As written.
    pub written: String,
}

/// `code,alpha3,name`, in order of the code.
const CODES: &str = include_str!("../../../data/screen/countries.csv");

/// `name,code`: names as [`folded`], in order of their bytes, so that one is found without a table in memory.
const NAMES: &str = include_str!("../../../data/screen/country_names.csv");

/// Longest text in bytes that can be a country's name.
const LONGEST: usize = 120;

/// States that are no more, and those that came after them.
const SUCCESSORS: [(&str, &[&str]); 6] = [
    ("SUHH", &["AM", "AZ", "BY", "EE", "GE", "KG", "KZ", "LT", "LV", "MD", "RU", "TJ", "TM", "UA", "UZ"]),
    ("YUCS", &["BA", "HR", "ME", "MK", "RS", "SI", "XK", "CSXX"]),
    ("CSXX", &["ME", "RS", "XK"]),
    ("CSHH", &["CZ", "SK"]),
    ("DDDE", &["DE"]),
    ("ANHH", &["AW", "BQ", "CW", "SX"]),
];

impl Country {
    /// Reads a country as lists write it: names in English as the OFAC, the UN, the EU and the UK write them, short names in some
    /// other languages, and codes of two or three letters. Never fails: what is no country stays as written.
    pub fn read(text: &str) -> Self {
        Self { code: code_of(text).map(str::to_owned), written: text.trim().to_owned() }
    }

    /// Its short name in English.
    pub fn name(&self) -> Option<&'static str> {
        self.code.as_deref().and_then(country_name)
    }

    /// Whether both can be the same country: one code, or one of them is a state that is no more and the other came after it.
    /// None where one of them is not known.
    pub fn agrees(&self, other: &Self) -> Option<bool> {
        Some(codes_agree(self.code.as_deref()?, other.code.as_deref()?))
    }
}

/// Whether two codes can stand for the same country; see [`Country::agrees`].
pub fn codes_agree(one: &str, other: &str) -> bool {
    let before =
        |old: &str, new: &str| SUCCESSORS.iter().any(|(state, after)| *state == old && after.contains(&new));
    one == other || before(one, other) || before(other, one)
}

/// The short English name of a code of two letters (or four, of a state that is no more).
pub fn country_name(code: &str) -> Option<&'static str> {
    let line = CODES.lines().skip(1).find(|line| line.split(',').next() == Some(code))?;
    line.splitn(3, ',').nth(2)
}

/// The code of a country's name or of another code.
fn code_of(text: &str) -> Option<&'static str> {
    (text.len() <= LONGEST).then(|| find(&folded(text)))?
}

/// Finds a folded name by halving the table between its first and its last byte.
fn find(name: &str) -> Option<&'static str> {
    let head = NAMES.find('\n')? + 1;
    let (mut low, mut high) = (head, NAMES.len());
    while low < high {
        let start = NAMES.as_bytes()[..(low + high) / 2].iter().rposition(|byte| *byte == b'\n')? + 1;
        let end = start + NAMES.as_bytes()[start..].iter().position(|byte| *byte == b'\n')?;
        let (found, code) = NAMES.get(start..end)?.split_once(',')?;
        match found.as_bytes().cmp(name.as_bytes()) {
            std::cmp::Ordering::Equal => return Some(code),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

/// A name without accents, case, order and small words: `Korea, Democratic People's Republic of` and `Democratic People's Republic
/// of Korea` are one. `FALSE`, as fleet lists add it to a flag that is flown falsely, is no part of the name.
fn folded(text: &str) -> String {
    let plain: String = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let words = plain.split(|c: char| !c.is_alphanumeric());
    let small = ["", "the", "of", "and", "false"];
    let mut words: Vec<&str> = words.filter(|word| !small.contains(word)).collect();
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]
    use super::*;

    fn code(text: &str) -> Option<String> {
        Country::read(text).code
    }

    #[test]
    fn every_line_of_the_table_is_found() {
        let lines: Vec<(&str, &str)> =
            NAMES.lines().skip(1).map(|line| line.split_once(',').unwrap()).collect();
        assert!(lines.len() > 3_000);
        assert!(lines.windows(2).all(|pair| pair[0].0.as_bytes() < pair[1].0.as_bytes()));
        for (name, right) in lines {
            assert_eq!(folded(name), name);
            assert_eq!(find(name), Some(right), "{name}");
            assert!(country_name(right).is_some(), "{right}");
        }
    }

    #[test]
    fn countries_are_read_as_lists_write_them() {
        let cases = [
            ("Iran (Islamic Republic of)", "IR"),
            ("Congo, Democratic Republic of the", "CD"),
            ("Congo, Republic of the", "CG"),
            ("The Gambia", "GM"),
            ("Virgin Islands, British", "VG"),
            ("Cote d Ivoire", "CI"),
            ("Côte d'Ivoire", "CI"),
            ("United Kingdom of Great Britain and Northern Ireland", "GB"),
            ("Region: Crimea", "UA"),
            ("Palestinian", "PS"),
            ("Burma", "MM"),
            ("Norway (NIS)", "NO"),
            ("St.Kitts and Nevis", "KN"),
            ("China Peoples's Republic", "CN"),
            ("Republic of China", "TW"),
            ("Eswatini FALSE", "SZ"),
            ("russian federation", "RU"),
            ("Россия", "RU"),
            ("Deutschland", "DE"),
            ("Türkiye", "TR"),
            ("USSR", "SUHH"),
            ("ru", "RU"),
            ("PAN", "PA"),
            ("Netherlands Antilles", "ANHH"),
            ("中国", "CN"),
        ];
        for (text, right) in cases {
            assert_eq!(code(text).as_deref(), Some(right), "{text}");
        }
    }

    #[test]
    fn what_is_no_country_has_no_code() {
        for text in
            ["", " ", "unknown", "undetermined", "Not Known", "-0-", "Region: Kafia Kingi", "the", ",", "ZZ"]
        {
            assert_eq!(code(text), None, "{text}");
        }
        assert_eq!(code(&"a ".repeat(1_000_000)), None);
    }

    #[test]
    fn a_state_that_is_no_more_agrees_with_those_that_came_after() {
        let agrees = |one, other| Country::read(one).agrees(&Country::read(other));
        assert_eq!(agrees("USSR", "Ukraine"), Some(true));
        assert_eq!(agrees("Serbia", "Yugoslavia"), Some(true));
        assert_eq!(agrees("USSR", "Poland"), Some(false));
        assert_eq!(agrees("Poland", "unknown"), None);
    }
}
