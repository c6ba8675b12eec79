//! Who gains and who loses: real income by country.

use super::facts::{Facts, capital, list, moves};
use crate::chart::{BarRow, Bars, Estimate, Figure, WorldMap};
use crate::number::Kind;
use crate::page::{Block, Section};
use thalweg_trade::outcome::{CountryRow, Row};

/// Countries in the first picture beside the parties.
const OTHERS: usize = 8;

/// The picture that the page opens with.
pub(super) fn lead(facts: &Facts<'_>) -> Figure {
    let caption = facts.caption(
        finding(facts),
        format!(
            "Real income, change in percent against the world of {} ({}){}",
            facts.first.year,
            facts.first.baseline,
            facts.whiskers()
        ),
    );
    let rows = chosen(facts).into_iter().map(|code| {
        let values = facts.outcomes().iter().map(|outcome| facts.real_income(outcome, &code));
        BarRow::new(facts.subject(&code), values.collect::<Vec<_>>())
    });
    let bars = Bars {
        series: facts.outcomes().iter().map(|outcome| facts.short(outcome)).collect(),
        rows: rows.collect(),
        format: Kind::Change.into(),
    };
    Figure::new("real-income", caption, bars.sorted())
}

/// The parties, and the countries whose income moves most in money, smaller ones by percent.
fn chosen(facts: &Facts<'_>) -> Vec<String> {
    let mut codes = facts.parties.clone();
    let largest = facts.first.countries.iter().map(|row| row.real_income_amount.abs()).fold(0.0, f64::max);
    // countries whose income moves by less than a thousandth of the largest move say nothing to a reader
    let mut rows: Vec<&CountryRow> =
        facts.first.countries.iter().filter(|row| row.real_income_amount.abs() > 1e-3 * largest).collect();
    rows.sort_by(|a, b| b.real_income_pct.abs().total_cmp(&a.real_income_pct.abs()));
    let others = rows.into_iter().map(|row| row.country.clone()).filter(|code| !facts.parties.contains(code));
    codes.extend(others.filter(|code| code != "ROW").take(OTHERS));
    codes
}

fn finding(facts: &Facts<'_>) -> String {
    if !facts.first.countries.iter().any(|row| moves(row.real_income_pct)) {
        return "Hardly anything moves".to_owned();
    }
    let signs: Vec<f64> =
        facts.parties.iter().map(|code| facts.real_income(facts.first, code).value).collect();
    let parties: Vec<String> = facts.parties.iter().map(|code| facts.the(code)).collect();
    let gainers = gainers(facts);
    let third = match gainers.as_slice() {
        [] => "no large third country gains".to_owned(),
        [one] => format!("{one} gains"),
        some => format!("{} gain", list(some)),
    };
    let both = parties.len() > 1 && signs.iter().copied().all(moves);
    let parties = if both && signs.iter().all(|value| *value < 0.0) {
        format!("both {} lose", list(&parties))
    } else if both && signs.iter().all(|value| *value > 0.0) {
        format!("both {} gain", list(&parties))
    } else {
        let each: Vec<String> =
            parties.iter().zip(&signs).map(|(name, value)| format!("{name} {}", fate(*value))).collect();
        list(&each)
    };
    capital(&format!("{}{parties}; {third}", facts.under_first()))
}

fn fate(percent: f64) -> &'static str {
    match (moves(percent), percent < 0.0) {
        (false, _) => "hardly notices",
        (true, true) => "loses",
        (true, false) => "gains",
    }
}

/// The third countries that gain most in money.
fn gainers(facts: &Facts<'_>) -> Vec<String> {
    let mut rows: Vec<&CountryRow> = facts
        .first
        .countries
        .iter()
        .filter(|row| row.real_income_pct > 0.0 && moves(row.real_income_pct))
        .filter(|row| !facts.parties.contains(&row.country) && row.country != "ROW")
        .collect();
    rows.sort_by(|a, b| b.real_income_amount.total_cmp(&a.real_income_amount));
    rows.iter().take(2).map(|row| facts.the(&row.country)).collect()
}

pub(super) fn section(facts: &Facts<'_>) -> Section {
    let mut body = Vec::new();
    if facts.on_the_map(facts.first.countries.iter().map(|row| &row.country)) {
        body.push(Block::Figure(map(facts)));
    }
    body.push(Block::Table(money(facts), Some(facts.brief.about.unit.clone())));
    Section {
        id: "income".into(),
        heading: "Who gains and who loses".into(),
        lead: format!(
            "Real income is what a country can buy: final spending over the price of what it spends on, tariff revenue \
             handed back.[^model] Numbers of \u{201c}{}\u{201d}, unless said otherwise.",
            facts.short(facts.first)
        )
        .into(),
        body,
    }
}

fn map(facts: &Facts<'_>) -> Figure {
    let values = facts.first.countries.iter().filter(|row| row.country != "ROW");
    let values: Vec<_> = values.map(|row| (facts.subject(&row.country), row.real_income_pct)).collect();
    let gaining = values.iter().filter(|(_, value)| moves(*value) && *value > 0.0).count();
    let losing = values.iter().filter(|(_, value)| moves(*value) && *value < 0.0).count();
    let caption = facts.caption(
        format!("Gain: {gaining}; lose: {losing}; hardly notice: {}", values.len() - gaining - losing),
        format!(
            "{}: economies by change of real income in percent; below 0.005 is hardly",
            facts.short(facts.first)
        ),
    );
    Figure::new("real-income-map", caption, WorldMap::new(values, Kind::Change.into(), "real income, %"))
}

/// The parties and the largest movers, in money and per person.
fn money(facts: &Facts<'_>) -> thalweg_core::Table {
    let shown = [
        "name",
        "real_income_pct",
        "real_income_amount",
        "real_income_per_person",
        "real_wage_pct",
        "price_index_pct",
    ];
    let heads = CountryRow::columns();
    let with_persons = facts.first.countries.iter().any(|row| row.real_income_per_person.is_some());
    let places: Vec<usize> = shown
        .iter()
        .filter(|name| with_persons || **name != "real_income_per_person")
        .filter_map(|name| heads.iter().position(|column| column.name == *name))
        .collect();
    let mut rows: Vec<&CountryRow> = facts.first.countries.iter().collect();
    rows.sort_by(|a, b| b.real_income_amount.abs().total_cmp(&a.real_income_amount.abs()));
    rows.truncate(12);
    let columns = places.iter().map(|place| {
        let mut column = heads[*place].clone();
        if column.name == "real_income_per_person" {
            column.title = format!("{}, {}", column.title, facts.brief.about.unit.currency);
        }
        column
    });
    thalweg_core::Table {
        name: "real_income_in_money".into(),
        title: format!("{}: the twelve largest changes of real income in money", facts.short(facts.first)),
        columns: columns.collect(),
        rows: rows
            .iter()
            .map(|row| places.iter().map(|place| row.cells()[*place].clone()).collect())
            .collect(),
    }
}

/// A number without an interval.
pub(super) fn plain(value: f64) -> Estimate {
    Estimate::from(value)
}
