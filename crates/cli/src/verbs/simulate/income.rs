//! Real income, scenarios side by side.

use crate::verbs::study::Simulated;
use thalweg_core::{Cell, Column, Measure, Table};
use thalweg_trade::Outcome;

/// Countries that are shown; `--table countries` has them all.
const SHOWN: usize = 16;

/// A number, and the lowest and highest that it may be, where that was asked for.
#[derive(Debug, Clone, Copy)]
struct Ranged {
    value: f64,
    range: Option<(f64, f64)>,
}

/// Real income of a country: the change, with its 90 % interval over draws or its range over sets.
fn real_income(simulated: &Simulated, code: &str) -> Option<Ranged> {
    let outcome = &simulated.outcome;
    let row = outcome.countries.iter().position(|country| country.country == code)?;
    let drawn = outcome.uncertainty.as_ref().and_then(|u| u.of("countries", "real_income_pct", row));
    let range = drawn.map(|(low, _, high)| (low, high)).or_else(|| over_sets(simulated, code));
    Some(Ranged { value: outcome.countries[row].real_income_pct, range })
}

fn over_sets(simulated: &Simulated, code: &str) -> Option<(f64, f64)> {
    if simulated.sets.is_empty() {
        return None;
    }
    let values = || simulated.sets.iter().filter_map(|o| o.country(code)).map(|row| row.real_income_pct);
    Some((values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max)))
}

/// The table: the parties first, then the countries that are touched most in any scenario.
pub(super) fn table(simulated: &[Simulated]) -> Table {
    let countries = countries(simulated);
    let columns = std::iter::once(Column::new("country", "Country", Measure::Text));
    let rows = countries.iter().take(SHOWN).map(|(code, name)| {
        let cells = simulated.iter().flat_map(|one| cells(one, code));
        std::iter::once(name.as_str().into()).chain(cells).collect()
    });
    Table {
        name: "real_income".to_owned(),
        title: title(countries.len()),
        columns: columns.chain(simulated.iter().flat_map(heads)).collect(),
        rows: rows.collect(),
    }
}

fn title(countries: usize) -> String {
    let what = "Change of real income";
    if countries <= SHOWN {
        return what.to_owned();
    }
    format!("{what}: {SHOWN} of {countries} countries (all of them: --table countries)")
}

fn heads(simulated: &Simulated) -> Vec<Column> {
    let head = |title: &str| Column::new(title, title, Measure::Percent);
    let bounds: &[&str] = if simulated.outcome.uncertainty.is_some() {
        &["from (5 %)", "to (95 %)"]
    } else if simulated.sets.is_empty() {
        &[]
    } else {
        &["lowest", "highest"]
    };
    std::iter::once(simulated.label()).chain(bounds.iter().copied()).map(head).collect()
}

fn cells(simulated: &Simulated, code: &str) -> Vec<Cell> {
    let found = real_income(simulated, code);
    let bounded = heads(simulated).len() > 1;
    let value = Cell::from(found.map(|ranged| ranged.value));
    let range = found.and_then(|ranged| ranged.range);
    let bounds = [range.map(|(low, _)| low), range.map(|(_, high)| high)].map(Cell::from);
    std::iter::once(value).chain(bounds.into_iter().filter(|_| bounded)).collect()
}

/// The pair whose trade the first scenario hits hardest.
fn parties(simulated: &[Simulated]) -> Vec<&str> {
    let hardest = simulated.first().and_then(|one| one.outcome.diversions.first());
    hardest.map_or_else(Vec::new, |diversion| vec![diversion.importer.as_str(), diversion.exporter.as_str()])
}

/// Every country, by code and name: the parties, then by the largest change in any scenario.
fn countries(simulated: &[Simulated]) -> Vec<(String, String)> {
    let parties = parties(simulated);
    let mut all: Vec<(usize, f64, String, String)> = Vec::new();
    for row in simulated.iter().flat_map(|one| &one.outcome.countries) {
        let size = row.real_income_pct.abs();
        match all.iter_mut().find(|(_, _, code, _)| *code == row.country) {
            Some(known) => known.1 = known.1.max(size),
            None => {
                let rank = parties.iter().position(|code| *code == row.country).unwrap_or(parties.len());
                all.push((rank, size, row.country.clone(), row.name.clone()));
            }
        }
    }
    all.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    all.into_iter().map(|(_, _, code, name)| (code, name)).collect()
}

/// The name of a country.
pub(super) fn name<'a>(outcome: &'a Outcome, code: &'a str) -> &'a str {
    outcome.country(code).map_or(code, |row| row.name.as_str())
}
