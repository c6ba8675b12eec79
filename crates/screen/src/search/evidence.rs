use crate::{
    Country, DateSpan, Entity, EntityKind, Identifier, IdentifierKind, NameStrength, Standing, codes_agree,
};
use serde::Serialize;

use super::Query;

/// What else than the name speaks for a hit or against it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// Of what it is.
    pub feature: Feature,
    /// Which way it points.
    pub verdict: Verdict,
    /// By how much it moves the logarithm of the odds (natural logarithm): positive for the hit, negative against it. Zero for a
    /// veto, which no odds outweigh.
    pub log_odds: f64,
    /// In words, with both values.
    pub said: String,
}

/// Of what evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// How well the list stands behind the name that matched.
    NameStrength,
    /// A number.
    Identifier,
    /// A date of birth; the year of building of a ship.
    Birth,
    /// A country.
    Country,
    /// Person, company, ship.
    Kind,
}

/// Which way evidence points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The same bearer, whatever the name.
    Proof,
    /// For.
    For,
    /// Compared, and says nothing either way.
    Neutral,
    /// Against.
    Against,
    /// Another bearer, whatever the name.
    Veto,
}

/// How far each piece of evidence moves the logarithm of the odds. Ours, by the reasoning beside each: the probability of what is
/// seen if both are one, over that if they are two.
pub mod weight {
    /// A weak name: nearly three in four who bear such a name are others.
    pub const WEAK_NAME: f64 = -1.0;
    /// An equal unique number, beside which the score is at least [`PROVEN`].
    pub const PROOF: f64 = 7.0;
    /// An equal number that passes from one bearer to the next.
    pub const PASSING: f64 = 2.5;
    /// An equal number that is unsound, too short to be one of a kind, or of an unknown country.
    pub const DOUBTFUL: f64 = 2.5;
    /// Two national identity numbers of one country, which most persons have one of.
    pub const OTHER_NATIONAL_ID: f64 = -1.5;
    /// Lists agree on dates of birth that they give for the same person in nine of ten.
    pub const BIRTH_AGREES: f64 = 0.9;
    /// Most that a date of birth can say: people copy them.
    pub const BIRTH_MOST: f64 = 4.0;
    /// Years within which bearers of a name were born, if nothing is known of them.
    pub const GENERATIONS_YEARS: f64 = 60.0;
    /// Day and month exchanged: a slip of reading, more often than another person.
    pub const BIRTH_SWAPPED: f64 = 2.0;
    /// Born within a year of each other, and not on the same day.
    pub const BIRTH_NEAR: f64 = -0.5;
    /// Within three years.
    pub const BIRTH_APART: f64 = -1.5;
    /// Within ten years.
    pub const BIRTH_FAR: f64 = -3.0;
    /// More than ten years: another generation.
    pub const BIRTH_OTHER: f64 = -5.0;
    /// A country of both.
    pub const COUNTRY_AGREES: f64 = 0.7;
    /// No country of both: lists know few of the countries of whom they list.
    pub const COUNTRY_DIFFERS: f64 = -0.7;
    /// No country of both ships: flags change.
    pub const FLAG_DIFFERS: f64 = -0.2;
    /// Least score beside an equal unique number.
    pub const PROVEN: f64 = 0.99;
}

/// Shortest number that can prove anything without its country, in characters.
const LONG_ENOUGH: usize = 7;

impl Evidence {
    fn new(feature: Feature, log_odds: f64, said: String) -> Self {
        let verdict = match log_odds {
            odds if odds > 0.0 => Verdict::For,
            odds if odds < 0.0 => Verdict::Against,
            _ => Verdict::Neutral,
        };
        Self { feature, verdict, log_odds, said }
    }

    fn proof(said: String) -> Self {
        Self { verdict: Verdict::Proof, ..Self::new(Feature::Identifier, weight::PROOF, said) }
    }

    fn veto(feature: Feature, said: String) -> Self {
        Self { feature, verdict: Verdict::Veto, log_odds: 0.0, said }
    }
}

/// All that is known of both beside the name.
pub(crate) fn gather(query: &Query, entity: &Entity) -> Vec<Evidence> {
    let mut found: Vec<Evidence> = kind(query.kind, entity).into_iter().collect();
    found.extend(identifiers(&query.identifiers, &entity.identifiers));
    found.extend(births(&query.births, entity));
    found.extend(countries(&query.countries, entity));
    found
}

/// What the list itself thinks of the name that matched.
pub(crate) fn strength(strength: NameStrength) -> Option<Evidence> {
    (strength == NameStrength::Weak).then(|| {
        let said = "the list calls this name a weak one: too common to tell its bearer by".to_owned();
        Evidence::new(Feature::NameStrength, weight::WEAK_NAME, said)
    })
}

fn kind(asked: Option<EntityKind>, entity: &Entity) -> Option<Evidence> {
    let asked = asked.filter(|asked| !asked.agrees(entity.kind))?;
    let said = format!("a {} was asked for, and this is a {}", asked.word(), entity.kind.word());
    Some(Evidence::veto(Feature::Kind, said))
}

/// Numbers, kind by kind: equal ones for, different ones of a unique kind against.
fn identifiers(asked: &[Identifier], listed: &[Identifier]) -> Vec<Evidence> {
    let mut found = Vec::new();
    for one in asked.iter().filter(|one| !one.value.is_empty()) {
        match listed.iter().find(|other| same(one, other)) {
            Some(other) => found.push(equal(one, other)),
            None => found.extend(listed.iter().find_map(|other| different(one, other))),
        }
    }
    // A number that proves the bearer outweighs another of which one of the two is a slip: both are said.
    if found.iter().any(|evidence| evidence.verdict == Verdict::Proof) {
        for evidence in found.iter_mut().filter(|evidence| evidence.verdict == Verdict::Veto) {
            evidence.verdict = Verdict::Against;
        }
    }
    found
}

/// Whether two are the same number: of one kind, or of any where the query does not know; national ones of one country.
pub(crate) fn same(one: &Identifier, other: &Identifier) -> bool {
    let kinds = one.kind == other.kind || one.kind == IdentifierKind::Other;
    kinds && one.value == other.value && !countries_differ(one, other)
}

fn countries_differ(one: &Identifier, other: &Identifier) -> bool {
    let both = one.country.as_deref().zip(other.country.as_deref());
    other.kind.is_national() && both.is_some_and(|(one, other)| !codes_agree(one, other))
}

fn equal(one: &Identifier, other: &Identifier) -> Evidence {
    let what = other.kind.words();
    let value = &other.written;
    let known = one.country.is_some() && other.country.is_some();
    let long = other.value.chars().count() >= LONG_ENOUGH;
    match other.kind.standing() {
        Standing::Passing => {
            let said = format!("the same {what} {value}, which passes from one bearer to the next");
            Evidence::new(Feature::Identifier, weight::PASSING, said)
        }
        _ if !other.is_sound() => {
            let fault = other.fault.as_deref().unwrap_or_default();
            let said = format!("the same {what} {value}, which is unsound: {fault}");
            Evidence::new(Feature::Identifier, weight::DOUBTFUL, said)
        }
        _ if other.kind.is_national() && !(known || long) => {
            let said = format!("the same {what} {value}, short and of an unknown country");
            Evidence::new(Feature::Identifier, weight::DOUBTFUL, said)
        }
        _ => Evidence::proof(format!("the same {what} {value}")),
    }
}

/// What two different numbers say, where both are sound and of one kind (and country, and name, where that makes another kind).
fn different(one: &Identifier, other: &Identifier) -> Option<Evidence> {
    let comparable = one.kind == other.kind && one.is_sound() && other.is_sound();
    let national = other.kind.is_national();
    let together = !national
        || (one.country.is_some() && one.country == other.country && alike(&one.label, &other.label));
    (comparable && together).then_some(())?;
    let what = other.kind.words();
    let said = format!("another {what}: {} was asked for, and the record has {}", one.value, other.value);
    match other.kind {
        IdentifierKind::NationalId => {
            Some(Evidence::new(Feature::Identifier, weight::OTHER_NATIONAL_ID, said))
        }
        kind if kind.standing() == Standing::Unique => Some(Evidence::veto(Feature::Identifier, said)),
        _ => None,
    }
}

/// Whether two labels can be of one kind of number: the same, or not given.
fn alike(one: &Option<String>, other: &Option<String>) -> bool {
    one.as_ref().zip(other.as_ref()).is_none_or(|(one, other)| one.eq_ignore_ascii_case(other))
}

/// The best of all pairs of dates: each is as possible as the others.
fn births(asked: &[DateSpan], entity: &Entity) -> Option<Evidence> {
    let what = if entity.kind == EntityKind::Ship { "built" } else { "born" };
    let pairs = asked.iter().flat_map(|one| entity.births.iter().map(move |other| (one, other)));
    let weighed = pairs.map(|(one, other)| (birth(one, other), one, other));
    let (log_odds, one, other) = weighed.max_by(|a, b| a.0.total_cmp(&b.0))?;
    let said = match log_odds > 0.0 {
        true => format!("{what} {one}, and the record says {other}"),
        false => format!("{what} {one}, but the record says {other}"),
    };
    Some(Evidence::new(Feature::Birth, log_odds, said))
}

/// What two dates say. Where they can be one, the more the narrower both are: a year says less than a day.
fn birth(one: &DateSpan, other: &DateSpan) -> f64 {
    const DAYS: f64 = 365.25;
    let days = |span: &DateSpan| f64::from(span.to.duration_since(span.from).as_hours() as i32) / 24.0 + 1.0;
    if one.overlaps(other) {
        let chance = (days(one) + days(other)) / (weight::GENERATIONS_YEARS * DAYS);
        return (weight::BIRTH_AGREES / chance.min(weight::BIRTH_AGREES)).ln().min(weight::BIRTH_MOST);
    }
    let swapped = one.exact().zip(other.exact()).is_some_and(|(one, other)| {
        (one.year(), one.month(), one.day()) == (other.year(), other.day(), other.month())
    });
    let gap = if one.to < other.from {
        other.from.duration_since(one.to)
    } else {
        one.from.duration_since(other.to)
    };
    let years = f64::from(gap.as_hours() as i32) / 24.0 / DAYS;
    match years {
        _ if swapped => weight::BIRTH_SWAPPED,
        years if years < 1.0 => weight::BIRTH_NEAR,
        years if years < 3.0 => weight::BIRTH_APART,
        years if years < 10.0 => weight::BIRTH_FAR,
        _ => weight::BIRTH_OTHER,
    }
}

/// Countries of both, of whatever link; those that are not known say nothing.
fn countries(asked: &[Country], entity: &Entity) -> Option<Evidence> {
    let own = entity.countries.iter().map(|(_, country)| country);
    let listed: Vec<&Country> =
        own.chain(entity.addresses.iter().filter_map(|address| address.country.as_ref())).collect();
    let pairs = || asked.iter().flat_map(|one| listed.iter().map(move |other| (one, *other)));
    if let Some((one, other)) = pairs().find(|(one, other)| one.agrees(other) == Some(true)) {
        let said = match one.code == other.code {
            true => format!("{} is a country of both", written(other)),
            false => format!("{} came after {}, or before it", written(other), written(one)),
        };
        return Some(Evidence::new(Feature::Country, weight::COUNTRY_AGREES, said));
    }
    let (one, _) = pairs().find(|(one, other)| one.agrees(other) == Some(false))?;
    let log_odds = match entity.kind {
        EntityKind::Ship => weight::FLAG_DIFFERS,
        _ => weight::COUNTRY_DIFFERS,
    };
    let mut names: Vec<&str> = listed.iter().map(|country| written(country)).collect();
    names.sort_unstable();
    names.dedup();
    names.truncate(5);
    let said = format!("{} was asked for, and the record knows {}", written(one), names.join(", "));
    Some(Evidence::new(Feature::Country, log_odds, said))
}

fn written(country: &Country) -> &str {
    country.name().unwrap_or(&country.written)
}
