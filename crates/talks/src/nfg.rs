//! A game in normal form as a file that Gambit reads.
//!
//! The payoff version of Gambit's strategic game format (`.nfg`, <https://gambitproject.readthedocs.io/en/latest/formats.nfg.html>):
//! a title, the players, their strategies, then the payoffs of all players for each combination, the first player's
//! strategy changing fastest.

use crate::menu::Table;
use std::fmt::Write;

impl Table {
    /// The game as the text of a `.nfg` file. Payoffs are percent of government welfare over the base, written with all
    /// the decimals that they have here, so that whoever reads the file finds the same best replies.
    ///
    /// Gambit allows few characters in labels: others become a question mark, quotes are escaped, and labels that would
    /// be the same then are numbered.
    pub fn nfg(&self, title: &str) -> String {
        let mut text = format!("NFG 1 R {} {{ {} }}\n\n{{\n", quoted(&label(title)), list(&self.players));
        for strategies in &self.strategies {
            // writing to a string cannot fail
            let _ = writeln!(text, "  {{ {} }}", list(strategies));
        }
        text.push_str("}\n\"Government welfare, percent over the base\"\n\n");
        for payoffs in &self.payoffs {
            let numbers: Vec<String> = payoffs.iter().map(|payoff| number(*payoff)).collect();
            let _ = writeln!(text, "{}", numbers.join(" "));
        }
        text
    }
}

fn list(labels: &[String]) -> String {
    let mut told: Vec<String> = Vec::with_capacity(labels.len());
    for wanted in labels.iter().map(|text| label(text)) {
        let mut free = wanted.clone();
        let mut count = 1;
        while told.contains(&free) {
            count += 1;
            free = format!("{wanted} ({count})");
        }
        told.push(free);
    }
    told.iter().map(|label| quoted(label)).collect::<Vec<_>>().join(" ")
}

/// Printable ASCII with single spaces between words, without backslashes, which escape in the format; never empty.
fn label(text: &str) -> String {
    let words = text.split_whitespace().map(|word| {
        let plain = |c: char| match c {
            '\\' => '/',
            c if c.is_ascii_graphic() => c,
            _ => '?',
        };
        word.chars().map(plain).collect::<String>()
    });
    let label = words.collect::<Vec<_>>().join(" ");
    if label.is_empty() { "?".to_owned() } else { label }
}

fn quoted(label: &str) -> String {
    format!("\"{}\"", label.replace('"', "\\\""))
}

/// A payoff with the decimals of a table, zeros at the end left out: always a plain decimal.
fn number(payoff: f64) -> String {
    let places = usize::try_from(Table::PLACES).unwrap_or_default();
    let text = format!("{payoff:.places$}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_what_gambit_allows() {
        for (text, wanted) in [
            ("status quo", "\"status quo\""),
            ("  a\t b\n", "\"a b\""),
            ("so-called \"deal\"", "\"so-called \\\"deal\\\"\""),
            ("Zölle \\ tariffs", "\"Z?lle / tariffs\""),
            ("", "\"?\""),
        ] {
            assert_eq!(quoted(&label(text)), wanted);
        }
        assert_eq!(list(&["é".into(), "è".into(), "x".into()]), "\"?\" \"? (2)\" \"x\"");
    }

    #[test]
    fn numbers_are_plain_decimals() {
        for (payoff, wanted) in [
            (0.0, "0"),
            (-0.0, "0"),
            (-2.6554510, "-2.655451"),
            (10.0, "10"),
            (1e-7, "0.0000001"),
            (1e9, "1000000000"),
        ] {
            assert_eq!(number(payoff), wanted);
        }
    }
}
