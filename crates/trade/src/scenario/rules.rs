//! Rules of the model that are numbers: how labour answers its pay, what becomes of revenue, what selling costs.

use super::Selector;
use super::selector::Word;
use crate::baseline::Baseline;
use serde::Serialize;
use std::fmt;
use thalweg_core::Problem;

/// Who gets what tariffs bring in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Revenue {
    /// Households, whatever they work.
    #[default]
    LumpSum,
    /// Who works: the tax on wages falls by as much as revenue rises (Ignatenko, Lashkaripour, Macedoni and Simonovska
    /// 2025). Without elastic labour supply that is the same.
    IncomeTax,
}

/// A number for each country.
///
/// ```
/// use thalweg_trade::scenario::ByCountry;
/// let overhead = ByCountry::everywhere(0.11).but("USA", 0.27);
/// assert_eq!(overhead.named.len(), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct ByCountry {
    /// That of all countries that are not named.
    pub others: f64,
    /// Those of countries and groups that are.
    pub named: Vec<NamedValue>,
}

/// A number of the countries that a word names.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct NamedValue {
    /// A code or a group.
    pub country: Word,
    /// The number.
    pub value: f64,
}

impl ByCountry {
    /// The same number in every country.
    pub fn everywhere(value: f64) -> Self {
        Self { others: value, named: Vec::new() }
    }

    /// The same, and another number where a word says so.
    pub fn but(mut self, country: impl Into<Word>, value: f64) -> Self {
        self.named.push(NamedValue { country: country.into(), value });
        self
    }

    /// Whether it is this number in every country.
    pub fn is(&self, value: f64) -> bool {
        self.others == value && self.named.iter().all(|named| named.value == value)
    }

    /// The number of each country of a baseline, in its order; `key` is what a user calls them.
    pub(crate) fn values(&self, baseline: &Baseline, key: &str) -> Result<Vec<f64>, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut values: Vec<Option<f64>> = vec![None; baseline.countries.len()];
        for named in &self.named {
            match baseline.select_countries(&Selector::from(named.country.clone())) {
                Err(unknown) => problems.extend(unknown),
                Ok(places) => {
                    for place in places {
                        if values[place].replace(named.value).is_some_and(|other| other != named.value) {
                            let code = &baseline.countries[place].code;
                            let message = format!("`{key}` has two values for {code}");
                            problems.push(named.problem(message).help("name each country once"));
                        }
                    }
                }
            }
        }
        let others = self.others;
        let values = values.into_iter().map(|value| value.unwrap_or(others)).collect();
        if problems.is_empty() { Ok(values) } else { Err(problems) }
    }

    /// A problem for every value that a rule does not allow.
    pub(crate) fn check(&self, key: &str, allowed: impl Fn(f64) -> bool, range: &str) -> Vec<Problem> {
        let message = |value: f64| format!("`{key}` is {value}; it must be {range}");
        let others = (!allowed(self.others)).then(|| Problem::new(message(self.others)));
        let named = self.named.iter().filter(|named| !allowed(named.value));
        others.into_iter().chain(named.map(|named| named.problem(message(named.value)))).collect()
    }
}

impl fmt::Display for ByCountry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = |value: f64| (value * 1e4).round() / 1e4;
        write!(f, "{}", short(self.others))?;
        let named: Vec<String> =
            self.named.iter().map(|n| format!("{} {}", n.country.text, short(n.value))).collect();
        if named.is_empty() { Ok(()) } else { write!(f, " ({})", named.join(", ")) }
    }
}

impl NamedValue {
    fn problem(&self, message: String) -> Problem {
        Problem { place: self.country.place.clone(), ..Problem::new(message) }
    }
}
