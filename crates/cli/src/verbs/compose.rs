//! A scenario of the trade engine with a section `[oil]`: the oil engine is asked, and its wedges are handed over.

use thalweg_brief::number::{Format, Kind};
use thalweg_core::Problem;
use thalweg_oil::{Baseline, Horizon, SellerRow, Wedge, Wedges, World};
use thalweg_trade::scenario::{OilAnswer, OilSection, OilWedge};
use thalweg_trade::{Error, ErrorKind, Scenario};

/// Sellers that the notes tell of: whose revenue falls most.
const SELLERS: usize = 1;

/// Buyers that a note names.
const BUYERS: usize = 4;

/// The scenario, ready to be solved: with the oil engine's answer where it has a section `[oil]`.
pub(super) fn with_oil(scenario: Scenario) -> Result<Scenario, Error> {
    let Some(section) = scenario.oil() else { return Ok(scenario) };
    let answer = ask(section, &scenario.name)
        .map_err(|error| Error::new(ErrorKind::Scenario, error.problems().to_vec()))?;
    Ok(scenario.with_oil(answer))
}

fn ask(section: &OilSection, name: &str) -> Result<OilAnswer, thalweg_oil::Error> {
    let scenario = thalweg_oil::Scenario::parse_section(&section.file, &section.text, name)?;
    let world = World::new(Baseline::open(scenario.baseline.as_deref().unwrap_or(Baseline::DEFAULT))?)?;
    let wedges = world.wedges(&scenario)?;
    Ok(OilAnswer { notes: notes(&wedges), wedges: wedges.rows.iter().map(wedge).collect() })
}

fn wedge(row: &Wedge) -> OilWedge {
    OilWedge {
        exporters: row.sellers.clone(),
        importers: row.buyers.clone(),
        value: row.value,
        embargoed: row.embargoed,
        trade_cost: row.transport,
        export_tax: row.export_tax(),
        volume: Some(row.volume),
    }
}

/// The answer in words: the world price, and the sellers whose revenue falls most.
fn notes(wedges: &Wedges) -> Vec<Problem> {
    let outcome = &wedges.outcome;
    let price = outcome.world_price;
    let horizon = match outcome.horizon {
        Horizon::Short => "within about a year",
        Horizon::Long => "after years",
    };
    let mut notes = vec![format!(
        "oil ({}, {horizon}): the world price goes from {} to {} dollars a barrel",
        outcome.baseline,
        plain(price.before),
        plain(price.after)
    )];
    let touched = |row: &&SellerRow| wedges.rows.iter().any(|wedge| wedge.seller == row.seller);
    let mut sellers: Vec<&SellerRow> = outcome.sellers.iter().filter(touched).collect();
    let lost = |row: &SellerRow| row.revenue.after - row.revenue.before;
    sellers.sort_by(|a, b| lost(a).total_cmp(&lost(b)));
    notes.extend(sellers.into_iter().take(SELLERS).map(|row| seller(row, wedges)));
    notes.into_iter().map(Problem::new).collect()
}

fn seller(row: &SellerRow, wedges: &Wedges) -> String {
    let mut said = format!(
        "oil: {} sells {} million barrels a day (before: {}) at {} dollars (before: {})",
        row.seller,
        plain(row.exports.after),
        plain(row.exports.before),
        plain(row.price.after),
        plain(row.price.before)
    );
    let mut own: Vec<&Wedge> = wedges.rows.iter().filter(|wedge| wedge.seller == row.seller).collect();
    own.sort_by(|a, b| b.value.total_cmp(&a.value));
    let (gone, kept): (Vec<&Wedge>, Vec<&Wedge>) = own.into_iter().partition(|wedge| wedge.embargoed == 1.0);
    if !gone.is_empty() {
        said.push_str(&format!("; none to {}", codes(&gone)));
    }
    if let Some(most) = kept.first().filter(|wedge| wedge.discount != 0.0 || wedge.transport != 0.0) {
        let rate = |value: f64| Format::from(Kind::Rate).sentence(100.0 * value.abs());
        let less = if most.discount < 0.0 { "more" } else { "less" };
        let dearer = if most.transport < 0.0 { "less" } else { "more" };
        said.push_str(&format!(
            "; {} pays {} {less} for it against the world price, and carrying it costs {dearer} by {} of the price",
            name(most),
            rate(most.discount),
            rate(most.transport)
        ));
    }
    said
}

/// The buyers of wedges, the largest by name.
fn codes(wedges: &[&Wedge]) -> String {
    let named: Vec<&str> = wedges.iter().take(BUYERS).map(|wedge| name(wedge)).collect();
    match wedges.len().saturating_sub(BUYERS) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// A buyer by the code of its country, where it is one.
fn name(wedge: &Wedge) -> &str {
    if let [country] = wedge.buyers.as_slice() { country } else { &wedge.buyer }
}

fn plain(value: f64) -> String {
    Format::from(Kind::Number).text(value)
}
