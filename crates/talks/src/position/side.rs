//! The two sides of a position.

use crate::error::{Error, ErrorKind};
use serde::Serialize;
use thalweg_core::Problem;
use thalweg_trade::Baseline;
use thalweg_trade::scenario::Selector;

/// One side: a country, or the countries of a group together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Side {
    /// The code of the country or of the group.
    pub code: String,
    /// Its name for readers.
    pub name: String,
    /// Codes of the countries that it consists of.
    pub countries: Vec<String>,
    /// Their positions in the baseline.
    #[serde(skip)]
    pub(crate) members: Vec<usize>,
}

impl Side {
    fn new(baseline: &Baseline, word: &str) -> Result<Self, Vec<Problem>> {
        let members = baseline.select_countries(&Selector::from(word))?;
        let about = |n: &usize| &baseline.countries[*n];
        let name = match members.as_slice() {
            [one] => about(one).name.clone(),
            _ if word == "EU" => "European Union".to_owned(),
            _ => word.trim_start_matches("group:").to_owned(),
        };
        let countries = members.iter().map(|n| about(n).code.clone()).collect();
        Ok(Self { code: word.to_owned(), name, countries, members })
    }

    /// Both sides, or everything that is wrong with them.
    pub(super) fn both(baseline: &Baseline, words: &[String; 2]) -> Result<[Self; 2], Error> {
        let refused = |problems| Error::new(ErrorKind::Question, problems);
        match (Self::new(baseline, &words[0]), Self::new(baseline, &words[1])) {
            (Ok(first), Ok(second)) => {
                let shared = first.members.iter().find(|n| second.members.contains(n));
                match shared {
                    None => Ok([first, second]),
                    Some(n) => Err(refused(vec![on_both_sides(baseline, words, *n)])),
                }
            }
            (first, second) => Err(refused(first.err().into_iter().chain(second.err()).flatten().collect())),
        }
    }
}

fn on_both_sides(baseline: &Baseline, words: &[String; 2], country: usize) -> Problem {
    let code = &baseline.countries[country].code;
    let message = if words[0] == words[1] {
        format!("`{}` is on both sides", words[0])
    } else {
        format!("{code} is in `{}` and in `{}`", words[0], words[1])
    };
    Problem::new(message).help("name two countries or groups that share no country, such as USA and CHN")
}
