//! What every part of the brief asks of the outcomes: who is who, in which unit, how sure.

use super::Brief;
use crate::chart::{Caption, Estimate, Subject};
use crate::geography::Positions;
use crate::number::{Format, Kind};
use crate::page::PageError;
use crate::palette::Palette;
use thalweg_trade::Outcome;
use thalweg_trade::outcome::{CountryRow, Diversion};

/// The outcomes of a brief, with the countries that they are about.
pub(super) struct Facts<'a> {
    pub(super) brief: &'a Brief,
    /// The scenario that the page opens with.
    pub(super) first: &'a Outcome,
    /// Codes of the countries that the page is about, in the order of their colours.
    pub(super) parties: Vec<String>,
}

/// Names that take an article in a sentence.
const WITH_ARTICLE: [&str; 10] = [
    "European Union",
    "United States",
    "United Kingdom",
    "United Arab Emirates",
    "Netherlands",
    "Philippines",
    "Czech Republic",
    "Slovak Republic",
    "Russian Federation",
    "Rest of the world",
];

impl<'a> Facts<'a> {
    pub(super) fn of(brief: &'a Brief) -> Result<Self, PageError> {
        let first = brief.outcomes.first().ok_or(PageError::Empty)?;
        let mut parties: Vec<String> = Vec::new();
        let mut add = |code: &str| {
            if parties.len() < 2 && !parties.iter().any(|known| known == code) {
                parties.push(code.to_owned());
            }
        };
        for diversion in &first.diversions {
            add(&diversion.importer);
            add(&diversion.exporter);
        }
        if parties.is_empty() {
            let mut moved: Vec<&CountryRow> =
                first.countries.iter().filter(|row| moves(row.real_income_pct)).collect();
            moved.sort_by(|a, b| b.real_income_amount.abs().total_cmp(&a.real_income_amount.abs()));
            parties.extend(moved.iter().take(2).map(|row| row.country.clone()));
        }
        Ok(Self { brief, first, parties })
    }

    pub(super) fn outcomes(&self) -> &'a [Outcome] {
        &self.brief.outcomes
    }

    /// Colours: the parties first, then those who play, then those who gain or take most.
    pub(super) fn palette(&self) -> Palette {
        let mut named = self.parties.clone();
        let game = self.brief.negotiation.as_ref();
        let players =
            game.into_iter().flat_map(|game| &game.players).take(2).map(|player| player.code.clone());
        named.extend(players.filter(|code| !self.parties.contains(code)));
        let markets = self.first.diversions.first().map(|d| d.markets.as_slice()).unwrap_or_default();
        named.extend(markets.iter().map(|row| row.market.clone()).filter(|code| code != "ROW").take(3));
        Palette::naming(named)
    }

    pub(super) fn name(&self, code: &str) -> String {
        self.first.country(code).map_or_else(|| code.to_owned(), |row| row.name.clone())
    }

    /// The name as it stands in a sentence.
    pub(super) fn the(&self, code: &str) -> String {
        the(&self.name(code))
    }

    pub(super) fn subject(&self, code: &str) -> Subject {
        Subject::new(code, self.name(code))
    }

    /// An amount of the baseline in billions.
    pub(super) fn billions(&self, value: f64) -> f64 {
        value * self.brief.about.unit.in_billions()
    }

    pub(super) fn billion_unit(&self) -> String {
        format!("billion {}", self.brief.about.unit.currency)
    }

    /// An amount in a sentence.
    pub(super) fn amount(&self, value: f64) -> String {
        format!("{} {}", Format::from(Kind::Amount).text(self.billions(value)), self.billion_unit())
    }

    /// How the page calls a scenario: an embedded one by the word that the user typed, a file by the name in it.
    pub(super) fn short(&self, outcome: &Outcome) -> String {
        if outcome.scenario.contains(['/', '\\', '.']) {
            return outcome.title.clone();
        }
        capital(&outcome.scenario.replace('-', " "))
    }

    /// The same inside a sentence.
    pub(super) fn quoted(&self, outcome: &Outcome) -> String {
        let name = self.short(outcome);
        let typed = outcome.scenario.replace('-', " ");
        format!("\u{201c}{}\u{201d}", if name == capital(&typed) { typed } else { name })
    }

    /// `under “truce”, `: needed where the page sets several scenarios side by side.
    pub(super) fn under_first(&self) -> String {
        if self.outcomes().len() > 1 { format!("under {}, ", self.quoted(self.first)) } else { String::new() }
    }

    /// Whom an outcome is about: the page's parties, or its own where it touches others.
    pub(super) fn parties_of(&self, outcome: &Outcome) -> Vec<String> {
        let own: Vec<&String> = outcome.diversions.iter().flat_map(|d| [&d.importer, &d.exporter]).collect();
        if own.is_empty() || self.parties.iter().all(|code| own.contains(&code)) {
            return self.parties.clone();
        }
        let mut parties: Vec<String> = Vec::new();
        for code in own {
            if parties.len() < 2 && !parties.contains(code) {
                parties.push(code.clone());
            }
        }
        parties
    }

    /// Whether a map can show these codes at all.
    pub(super) fn on_the_map<'c>(&self, codes: impl Iterator<Item = &'c String>) -> bool {
        let positions = Positions::embedded();
        codes.filter(|code| positions.of(code).is_some()).count() > 2
    }

    /// A number of a country with its interval, where draws were made.
    pub(super) fn estimate(&self, outcome: &Outcome, column: &str, code: &str, value: f64) -> Estimate {
        let row = outcome.countries.iter().position(|row| row.country == code);
        self.interval(outcome, "countries", column, row, value)
    }

    /// A number of a table with its interval.
    pub(super) fn interval(
        &self,
        outcome: &Outcome,
        table: &str,
        column: &str,
        row: Option<usize>,
        value: f64,
    ) -> Estimate {
        let interval = outcome.uncertainty.as_ref().zip(row).and_then(|(u, row)| u.of(table, column, row));
        interval.map_or(Estimate::from(value), |(low, _, high)| Estimate::within(value, low, high))
    }

    pub(super) fn real_income(&self, outcome: &Outcome, code: &str) -> Estimate {
        let value = outcome.country(code).map_or(f64::NAN, |row| row.real_income_pct);
        self.estimate(outcome, "real_income_pct", code, value)
    }

    /// What the intervals of the page are, for a subtitle; empty without draws.
    pub(super) fn whiskers(&self) -> &'static str {
        if self.first.uncertainty.is_some() { "; lines: 90 % of draws of the elasticities" } else { "" }
    }

    /// The words around a figure: its foot names the source and how well the equations hold.
    pub(super) fn caption(&self, title: impl Into<String>, subtitle: impl Into<String>) -> Caption {
        Caption {
            title: title.into(),
            subtitle: subtitle.into(),
            source: format!(
                "thalweg on {}; largest residual {:.0e}",
                self.first.baseline,
                self.outcomes().iter().map(|o| o.certificate.max_residual).fold(0.0, f64::max)
            ),
            notes: vec!["model".into(), "certificate".into()],
        }
    }

    /// The diversion that the page tells: the one that the policy displaces most of.
    pub(super) fn main_diversion(&self) -> Option<&'a Diversion> {
        self.first.diversions.iter().find(|d| d.displaced > 0.0).or(self.first.diversions.first())
    }

    /// The importers of a diversion in words.
    pub(super) fn importers(&self, diversion: &Diversion) -> String {
        match diversion.also_importers.as_slice() {
            [] => self.the(&diversion.importer),
            [one] => format!("{} and {}", self.the(&diversion.importer), self.the(one)),
            more => format!("{} and {} others", self.the(&diversion.importer), more.len()),
        }
    }
}

/// Percent below which a change of real income is called none; it would be written as 0.00.
const HARDLY: f64 = 0.005;

/// Whether a change in percent is one that a reader would see.
pub(super) fn moves(percent: f64) -> bool {
    percent.abs() >= HARDLY
}

/// Words in a row: `a, b and c`.
pub(super) fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// A sentence begins with a capital.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// The name of a country within a sentence.
///
/// ```
/// assert_eq!(thalweg_brief::the("United States"), "the United States");
/// assert_eq!(thalweg_brief::the("China"), "China");
/// ```
pub fn the(name: &str) -> String {
    match name {
        "Rest of the world" => "the rest of the world".to_owned(),
        _ if WITH_ARTICLE.contains(&name) => format!("the {name}"),
        _ => name.to_owned(),
    }
}

/// A possessive: `China's`, `the United States'`.
pub fn possessive(name: &str) -> String {
    if name.ends_with('s') { format!("{name}\u{2019}") } else { format!("{name}\u{2019}s") }
}
