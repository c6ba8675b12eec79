//! The score of the search on OFAC's own site, as far as its documentation and published answers tell.
//!
//! OFAC, FAQ 249 (28 April 2021): candidates begin with the letter of a search term and are at least half alike by edit
//! distance; the whole name is compared by Jaro-Winkler; each part of the query is compared with the parts of the listed name
//! by Jaro-Winkler and Soundex, and the parts make a composite; the higher of the two is shown. What the text leaves open was
//! chosen to meet published answers: parts of one or two letters are left out, and a part that is neither alike nor sounds
//! alike counts as nothing.

use super::distance::{edits, jaro_winkler};
use super::lexicon::Lexicon;

/// A part that is less alike counts only if it has the same Soundex.
const ALIKE: f64 = 0.75;

impl Lexicon {
    /// The score from 0 to 100 that OFAC's own search gives a name of its list for a query; none where it would not show it:
    /// it reads only Latin letters, and shows nothing under 50.
    ///
    /// ```
    /// use thalweg_screen::Lexicon;
    /// assert_eq!(Lexicon::ofac_score("VLADIMIR PUTNI", "PUTIN, Vladimir"), Some(98));
    /// assert_eq!(Lexicon::ofac_score("Владимир Путин", "PUTIN, Vladimir"), None);
    /// ```
    pub fn ofac_score(query: &str, listed: &str) -> Option<u8> {
        let (query, listed) = (capitals(query), capitals(listed));
        let score = jaro_winkler(query.as_bytes(), listed.as_bytes()).max(composite(&query, &listed));
        let shown = (100.0 * score).round() as u8;
        (shown >= 50).then_some(shown)
    }
}

/// Latin capitals, digits and single spaces.
fn capitals(name: &str) -> String {
    let mut capitals = String::with_capacity(name.len());
    for letter in name.chars().take(512) {
        match letter.to_ascii_uppercase() {
            letter if letter.is_ascii_alphanumeric() => capitals.push(letter),
            '\'' | '’' | '‘' | '`' | ',' => {}
            _ if capitals.ends_with(' ') || capitals.is_empty() => {}
            _ => capitals.push(' '),
        }
    }
    capitals.truncate(capitals.trim_end().len());
    capitals
}

fn composite(query: &str, listed: &str) -> f64 {
    let all: Vec<&str> = query.split(' ').collect();
    let long: Vec<&str> = all.iter().copied().filter(|part| part.len() > 2).collect();
    let parts = if long.is_empty() { all } else { long };
    let best = |part: &str| listed.split(' ').map(|other| part_score(part, other)).fold(0.0, f64::max);
    parts.iter().map(|part| best(part)).sum::<f64>() / parts.len().max(1) as f64
}

fn part_score(part: &str, other: &str) -> f64 {
    let (a, b) = (part.as_bytes(), other.as_bytes());
    if a.is_empty() || a.first() != b.first() || 2 * edits(a, b) as usize > a.len().min(b.len()) {
        return 0.0;
    }
    let score = jaro_winkler(a, b);
    if score >= ALIKE || soundex(a) == soundex(b) { score } else { 0.0 }
}

/// The code of Russell and Odell (US patents 1,261,167 and 1,435,663): the first letter and three digits.
fn soundex(word: &[u8]) -> [u8; 4] {
    let digit = |letter: u8| match letter {
        b'B' | b'F' | b'P' | b'V' => b'1',
        b'C' | b'G' | b'J' | b'K' | b'Q' | b'S' | b'X' | b'Z' => b'2',
        b'D' | b'T' => b'3',
        b'L' => b'4',
        b'M' | b'N' => b'5',
        b'R' => b'6',
        _ => 0,
    };
    let mut code = [b'0'; 4];
    let Some((&first, rest)) = word.split_first() else { return code };
    code[0] = first;
    let (mut filled, mut last) = (1, digit(first));
    for &letter in rest {
        let now = digit(letter);
        if now != 0 && now != last && filled < 4 {
            code[filled] = now;
            filled += 1;
        }
        if !matches!(letter, b'H' | b'W') {
            last = now;
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::soundex;

    #[test]
    fn published_codes() {
        // the examples of the National Archives of the United States
        for (name, code) in [
            ("WASHINGTON", "W252"),
            ("LEE", "L000"),
            ("GUTIERREZ", "G362"),
            ("PFISTER", "P236"),
            ("JACKSON", "J250"),
            ("TYMCZAK", "T522"),
            ("ASHCRAFT", "A261"),
        ] {
            assert_eq!(&soundex(name.as_bytes()), code.as_bytes(), "{name}");
        }
    }
}
