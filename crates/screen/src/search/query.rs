use crate::{Country, DateSpan, EntityKind, Identifier, IdentifierKind, Trace};
use serde::Serialize;

use super::SearchError;

/// Whom one looks for: what is known of one person, company or ship.
///
/// ```
/// use thalweg_screen::{EntityKind, Query};
/// let query = Query::named("Nicolas Maduro").of_kind(EntityKind::Person).from("Venezuela").born("1962".parse()?);
/// assert_eq!(query.countries[0].code.as_deref(), Some("VE"));
/// # Ok::<(), thalweg_screen::DateSpanError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Query {
    /// Its names; several are names of the same bearer, of which the best one counts. None where only an identifier is known.
    pub names: Vec<String>,
    /// What it is: records of another kind are removed.
    pub kind: Option<EntityKind>,
    /// Its countries: nationality, registration, flag, place.
    pub countries: Vec<Country>,
    /// Its dates of birth, each as possible as the others.
    pub births: Vec<DateSpan>,
    /// Its identifiers. One whose kind is not known ([`IdentifierKind::Other`]) is compared with those of every kind.
    pub identifiers: Vec<Identifier>,
}

/// How an answer is made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Settings {
    /// Least score of a hit, in (0, 1].
    pub threshold: f64,
    /// Most hits that are listed; those beyond are counted.
    pub limit: usize,
    /// By which scale names are compared.
    pub scoring: Scoring,
    /// Whether hits say word by word how names compare.
    pub explain: bool,
}

/// By which scale names are compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scoring {
    /// The probability that two names are of one bearer.
    #[default]
    Probability,
    /// The score of the OFAC's own search, from 0 to 1: words alike, and not a probability.
    Ofac,
}

impl Default for Settings {
    fn default() -> Self {
        Self { threshold: 0.5, limit: 10, scoring: Scoring::default(), explain: true }
    }
}

/// Most bytes of a name that is asked for. The longest name of any list that we know has 460.
pub(crate) const LONGEST_NAME: usize = 1_000;

/// Most names, countries, dates, identifiers of a query, each.
const MOST: usize = 100;

impl Settings {
    /// Whether they make sense.
    ///
    /// # Errors
    /// [`SearchError::Threshold`], [`SearchError::Limit`].
    pub fn check(&self) -> Result<(), SearchError> {
        let within = self.threshold > 0.0 && self.threshold <= 1.0;
        within.then_some(()).ok_or(SearchError::Threshold(self.threshold))?;
        (self.limit > 0).then_some(()).ok_or(SearchError::Limit)
    }
}

impl Query {
    /// Someone of a name.
    pub fn named(name: impl Into<String>) -> Self {
        Self { names: vec![name.into()], ..Self::default() }
    }

    /// Of a kind.
    #[must_use]
    pub fn of_kind(self, kind: EntityKind) -> Self {
        Self { kind: Some(kind), ..self }
    }

    /// Of a country, as a list or a user writes it.
    #[must_use]
    pub fn from(mut self, country: &str) -> Self {
        self.countries.push(Country::read(country));
        self
    }

    /// Born in a span of time.
    #[must_use]
    pub fn born(mut self, birth: DateSpan) -> Self {
        self.births.push(birth);
        self
    }

    /// With an identifier of a kind.
    #[must_use]
    pub fn with(mut self, kind: IdentifierKind, written: &str) -> Self {
        self.identifiers.push(Identifier::checked(kind, written, None, None, Trace::default()));
        self
    }

    /// Whether it can be answered: something is asked, and nothing beyond all bounds.
    ///
    /// # Errors
    /// [`SearchError::Empty`], [`SearchError::TooLong`], [`SearchError::TooMany`].
    pub fn check(&self) -> Result<(), SearchError> {
        let named = self.names.iter().any(|name| name.chars().any(char::is_alphanumeric));
        let numbered = self.identifiers.iter().any(|identifier| !identifier.value.is_empty());
        (named || numbered).then_some(()).ok_or(SearchError::Empty)?;
        let longest = self.names.iter().map(String::len).max().unwrap_or(0);
        (longest <= LONGEST_NAME).then_some(()).ok_or(SearchError::TooLong(longest))?;
        let counts = [self.names.len(), self.countries.len(), self.births.len(), self.identifiers.len()];
        let most = counts.into_iter().max().unwrap_or(0);
        (most <= MOST).then_some(()).ok_or(SearchError::TooMany(most))
    }
}
