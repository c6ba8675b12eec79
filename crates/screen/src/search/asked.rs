use super::Query;
use crate::{Country, DateSpan, EntityKind, Identifier, IdentifierKind, Trace};
use serde::{Deserialize, Serialize};

/// A question as it was written: what a [`Query`] is made of, and can be made of again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Names of one bearer.
    #[serde(default)]
    pub names: Vec<String>,
    /// `person`, `company`, `ship`, `aircraft`; none: any.
    #[serde(default)]
    pub kind: Option<String>,
    /// Countries, in any form.
    #[serde(default)]
    pub countries: Vec<String>,
    /// Dates of birth.
    #[serde(default)]
    pub births: Vec<String>,
    /// Identifiers: `9134270`, `inn:7707083893`, `passport:RU:750123456`.
    #[serde(default)]
    pub identifiers: Vec<String>,
}

/// What of a question cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AskedError {
    /// No such kind.
    #[error("`{0}` is no kind: write person, company, ship or aircraft")]
    Kind(String),
    /// No country that we know.
    #[error("`{0}` is no country that we know: write its English name or its code")]
    Country(String),
    /// No date.
    #[error(transparent)]
    Birth(#[from] crate::DateSpanError),
    /// An identifier that cannot be right.
    #[error("`{written}` is no {kind}: {fault}")]
    Identifier {
        /// As written.
        written: String,
        /// What it should be.
        kind: &'static str,
        /// What is wrong.
        fault: String,
    },
    /// No such kind of identifier.
    #[error(transparent)]
    IdentifierKind(#[from] crate::ParseIdentifierKindError),
}

impl Asked {
    /// The question as it is answered.
    ///
    /// ```
    /// use thalweg_screen::Asked;
    /// let asked = Asked { names: vec!["ARTAVIL".into()], identifiers: vec!["imo:9187629".into()], ..Asked::default() };
    /// assert_eq!(asked.query()?.identifiers[0].value, "9187629");
    /// # Ok::<(), thalweg_screen::AskedError>(())
    /// ```
    ///
    /// # Errors
    /// The first word that cannot be read.
    pub fn query(&self) -> Result<Query, AskedError> {
        Ok(Query {
            names: self.names.clone(),
            kind: self.kind.as_deref().map(kind).transpose()?,
            countries: self.countries.iter().map(|text| country(text)).collect::<Result<_, _>>()?,
            births: self.births.iter().map(|text| text.parse::<DateSpan>()).collect::<Result<_, _>>()?,
            identifiers: self.identifiers.iter().map(|text| identifier(text)).collect::<Result<_, _>>()?,
        })
    }
}

/// Reads a kind as lists and users write it.
pub(super) fn kind(text: &str) -> Result<EntityKind, AskedError> {
    match text.trim().to_lowercase().as_str() {
        "person" | "individual" | "natural person" | "human" => Ok(EntityKind::Person),
        "company" | "entity" | "organization" | "organisation" | "legalentity" | "legal entity"
        | "business" => Ok(EntityKind::Company),
        "ship" | "vessel" => Ok(EntityKind::Ship),
        "aircraft" | "airplane" | "plane" => Ok(EntityKind::Aircraft),
        _ => Err(AskedError::Kind(short(text))),
    }
}

pub(super) fn country(text: &str) -> Result<Country, AskedError> {
    let country = Country::read(text);
    if country.code.is_some() { Ok(country) } else { Err(AskedError::Country(short(text))) }
}

/// Reads `NUMBER`, `KIND:NUMBER` or `KIND:COUNTRY:NUMBER`. A number whose kind is given must be sound.
pub(super) fn identifier(text: &str) -> Result<Identifier, AskedError> {
    let parts: Vec<&str> = text.splitn(3, ':').map(str::trim).collect();
    let (kind, place, number) = match parts[..] {
        [kind, place, number] => (kind.parse()?, Some(country(place)?), number),
        [kind, number] => (kind.parse()?, None, number),
        _ => (IdentifierKind::Other, None, text),
    };
    let code = place.and_then(|country| country.code);
    let read = Identifier::checked(kind, number, None, code, Trace::default());
    match &read.fault {
        None => Ok(read),
        Some(fault) => {
            Err(AskedError::Identifier { written: short(number), kind: kind.words(), fault: fault.clone() })
        }
    }
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]
    use super::*;

    #[test]
    fn what_cannot_be_read_is_named() {
        let with = |identifier: &str| {
            Asked { identifiers: vec![identifier.to_owned()], ..Asked::default() }
                .query()
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            with("imo:9187628"),
            "`9187628` is no ship IMO number: the IMO number ends in 8, and its first six digits want 9"
        );
        assert!(with("hull:1").starts_with("`hull` is no kind of identifier"));
        assert!(with("passport:Atlantis:1").starts_with("`Atlantis` is no country"));
        let asked = Asked { kind: Some("robot".to_owned()), ..Asked::default() };
        assert!(asked.query().unwrap_err().to_string().contains("person, company, ship"));
    }
}
