use crate::table::cells;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// The ISO 3166 alpha-3 code of an economy, such as `KGZ`. Two that the standard lacks are used as statisticians use them: `KOS` for Kosovo, `ANT` for
/// the Netherlands Antilles of old.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Code([u8; 3]);

/// In order of the letters; as one number, since statements are sorted by it.
impl Ord for Code {
    fn cmp(&self, other: &Self) -> Ordering {
        self.number().cmp(&other.number())
    }
}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Code {
    /// Three capital letters.
    pub fn parse(text: &str) -> Option<Self> {
        let letters: [u8; 3] = text.as_bytes().try_into().ok()?;
        letters.iter().all(u8::is_ascii_uppercase).then_some(Self(letters))
    }

    /// The letters as one number in the same order, below 2²⁴.
    pub(crate) fn number(self) -> u32 {
        let [first, second, third] = self.0;
        u32::from_be_bytes([0, first, second, third])
    }

    /// The code of such a number.
    pub(crate) fn of_number(number: u32) -> Option<Self> {
        let [_, letters @ ..] = number.to_be_bytes();
        letters.iter().all(u8::is_ascii_uppercase).then_some(Self(letters))
    }

    fn is_of_the_user(&self) -> bool {
        matches!(self.0, [b'A', b'A', _] | [b'Q', b'M'..=b'Z', _] | [b'X', _, _] | [b'Z', b'Z', _])
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a table can mean by a name in the column of a reporter or a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// An economy.
    Country(Code),
    /// All partners together.
    World,
    /// A group of economies, a continent, or goods of unknown partners: stands beside its members and must never be added to them.
    Group,
}

/// Names of economies in English and Russian, and the spellings and numbers that statistics offices use for them.
#[derive(Debug, Clone)]
pub struct Countries {
    parties: HashMap<String, Party>,
    english: BTreeMap<Code, String>,
    positions: BTreeMap<Code, [f64; 2]>,
}

const COUNTRIES: &str = include_str!("../../../data/mirror/countries.csv");
const GROUPS: &str = include_str!("../../../data/mirror/groups.csv");
const POSITIONS: &str = include_str!("../../../data/geography/centroids.csv");

/// Members of the European Union since 2020.
pub const EU27: [&str; 27] = [
    "AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GRC", "HRV", "HUN", "IRL",
    "ITA", "LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "SWE",
];

impl Countries {
    /// The embedded names (`data/mirror`, see its provenance).
    ///
    /// ```
    /// use thalweg_mirror::{Countries, Party};
    /// let countries = Countries::embedded();
    /// let slovakia = countries.party("Словакия");
    /// assert_eq!(slovakia, countries.party("Slovak Republic"));
    /// assert!(matches!(slovakia, Some(Party::Country(code)) if code.as_str() == "SVK"));
    /// assert_eq!(countries.party("EU27"), Some(Party::Group));
    /// assert_eq!(countries.party("Atlantis"), None);
    /// ```
    pub fn embedded() -> Self {
        let mut countries =
            Self { parties: HashMap::new(), english: BTreeMap::new(), positions: positions() };
        for line in COUNTRIES.lines().skip(1) {
            let row: Vec<String> = cells(line.as_bytes(), b',').collect();
            if let [code, alpha2, numbers, english, russian, others] = row.as_slice()
                && let Some(code) = Code::parse(code)
            {
                let lists = [alpha2, numbers, english, russian, others];
                countries.add(lists.iter().flat_map(|list| list.split('|')), Party::Country(code));
                countries.add([code.as_str()], Party::Country(code));
                countries.english.insert(code, english.clone());
            }
        }
        for line in GROUPS.lines().skip(1) {
            if let Some((kind, names)) = line.split_once(',') {
                let party = if kind == "world" { Party::World } else { Party::Group };
                countries.add(names.split('|'), party);
            }
        }
        countries
    }

    fn add<'a>(&mut self, names: impl IntoIterator<Item = &'a str>, party: Party) {
        for key in names.into_iter().map(key).filter(|key| !key.is_empty()) {
            self.parties.entry(key).or_insert(party);
        }
    }

    /// What a name, an ISO code, a United Nations number or a Comtrade number means. Capitals, accents and punctuation do not count.
    ///
    /// The codes that ISO 3166 leaves to its users (`AAA` to `AAZ`, `QMA` to `QZZ`, `XAA` to `XZZ`, `ZZA` to `ZZZ`) are economies too: those of the user.
    pub fn party(&self, name: &str) -> Option<Party> {
        let named = self.parties.get(&key(name)).copied();
        named.or_else(|| Code::parse(name).filter(|code| code.is_of_the_user()).map(Party::Country))
    }

    /// Whether a code is that of an economy.
    pub fn is_economy(&self, code: &str) -> bool {
        Code::parse(code).is_some_and(|code| self.party(code.as_str()) == Some(Party::Country(code)))
    }

    /// The English name of an economy.
    pub fn english(&self, code: &str) -> Option<&str> {
        self.english.get(&Code::parse(code)?).map(String::as_str)
    }

    /// The English name of an economy, or the code or name of a group as it is.
    pub fn name<'a>(&'a self, code: &'a str) -> &'a str {
        self.english(code).unwrap_or(code)
    }

    /// The distance between the middles of two economies on a sphere of 6,371 km, in km.
    pub fn distance(&self, from: &str, to: &str) -> Option<f64> {
        let place = |code: &str| self.positions.get(&Code::parse(code)?).copied();
        let ([lon1, lat1], [lon2, lat2]) = (place(from)?, place(to)?);
        let half = |a: f64, b: f64| ((a - b).to_radians() / 2.0).sin().powi(2);
        let chord = half(lat1, lat2) + lat1.to_radians().cos() * lat2.to_radians().cos() * half(lon1, lon2);
        Some(2.0 * 6371.0 * chord.sqrt().min(1.0).asin())
    }
}

fn positions() -> BTreeMap<Code, [f64; 2]> {
    let row = |line: &str| {
        let mut cells = line.split(',');
        let code = Code::parse(cells.next()?)?;
        let place = [cells.next()?.parse().ok()?, cells.next()?.parse().ok()?];
        Some((code, place))
    };
    POSITIONS.lines().skip(1).filter_map(row).collect()
}

/// Letters and digits in small letters, without accents; leading zeros of a number do not count.
fn key(name: &str) -> String {
    let name = name.replace('&', "and");
    let letters = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    let key: String = letters.map(plain).collect();
    if !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = key.trim_start_matches('0');
        return if number.is_empty() { "0".to_owned() } else { number.to_owned() };
    }
    key
}

/// The letter without its accent, for the letters that names of countries have.
fn plain(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ё' => 'е',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(name: &str) -> String {
        match Countries::embedded().party(name) {
            Some(Party::Country(code)) => code.to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn names_of_both_languages_and_all_offices() {
        for (name, want) in [
            ("Czech Republic", "CZE"),
            ("Чехия", "CZE"),
            ("Словакия", "SVK"),
            ("842", "USA"),
            ("004", "AFG"),
            ("EL", "GRC"),
            ("Russian Federation (Russia)", "RUS"),
            ("China, P.R.: Hong Kong", "HKG"),
            ("Côte d'Ivoire       ", "CIV"),
            ("Côte d’Ivoire", "CIV"),
            ("Korea, DPR of", "PRK"),
            ("World", "Some(World)"),
            ("W00", "Some(World)"),
            ("0", "Some(World)"),
            ("European Union - 27 countries (from 2020)", "Some(Group)"),
            ("Africa", "Some(Group)"),
            ("", "None"),
        ] {
            assert_eq!(code(name), want, "{name}");
        }
    }

    #[test]
    fn no_name_means_two_things() {
        let mut seen: HashMap<String, String> = HashMap::new();
        let mut check = |names: &str, whose: &str| {
            for key in names.split('|').map(key).filter(|key| !key.is_empty()) {
                let before = seen.insert(key.clone(), whose.to_owned());
                assert!(before.is_none_or(|before| before == whose), "{key} is {whose} and another");
            }
        };
        for line in COUNTRIES.lines().skip(1) {
            let row: Vec<String> = cells(line.as_bytes(), b',').collect();
            assert_eq!(row.len(), 6, "{line}");
            row.iter().for_each(|names| check(names, &row[0]));
        }
        for line in GROUPS.lines().skip(1) {
            let (kind, names) = line.split_once(',').unwrap();
            check(names, kind);
        }
    }

    #[test]
    fn members_of_the_union_are_countries() {
        let countries = Countries::embedded();
        assert!(EU27.iter().all(|code| countries.english(code).is_some()));
        let km = countries.distance("DEU", "KGZ").unwrap();
        assert!((4000.0..5500.0).contains(&km), "{km}");
    }
}
