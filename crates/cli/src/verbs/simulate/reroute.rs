//! Where the displaced exports go, scenarios side by side.

use super::income::name;
use crate::verbs::study::Simulated;
use thalweg_core::{Cell, Column, Measure, Table};
use thalweg_trade::outcome::Diversion;

/// Third markets that are shown.
const MARKETS: usize = 5;

/// The table, for the pair that the first scenario hits hardest; none where that displaces nothing.
pub(super) fn table(simulated: &[Simulated]) -> Option<Table> {
    let first = simulated.first()?;
    let diversions = &first.outcome.diversions;
    let lead = diversions.iter().find(|one| one.displaced > 0.0).or(diversions.first())?;
    let importers = match lead.also_importers.len() {
        0 => name(&first.outcome, &lead.importer).to_owned(),
        others => format!("{} and {others} others", name(&first.outcome, &lead.importer)),
    };
    let exporter = name(&first.outcome, &lead.exporter);
    let same: Vec<(&str, &Diversion)> = simulated.iter().filter_map(|one| same_pair(one, lead)).collect();
    let row = |title: &str, part: &dyn Fn(&Diversion) -> Option<f64>| -> Vec<Cell> {
        std::iter::once(Cell::from(title)).chain(same.iter().map(|(_, d)| Cell::from(part(d)))).collect()
    };
    let mut rows = vec![
        row("no longer sold there", &|d| Some(d.displaced)),
        row("taken by other countries", &|d| Some(d.diverted)),
    ];
    rows.extend(lead.markets.iter().take(MARKETS).map(|market| {
        let taken = |d: &Diversion| d.markets.iter().find(|m| m.market == market.market).map(|m| m.change);
        row(&format!("  of it {}", market.name), &taken)
    }));
    rows.push(row("sold at home", &|d| Some(d.sold_at_home)));
    rows.push(row("no longer made", &|d| Some(d.not_produced)));
    let heads = same.iter().map(|(scenario, _)| Column::new(scenario, scenario, Measure::Amount));
    Some(Table {
        name: "reroute".to_owned(),
        title: format!("Where exports of {exporter} to {importers} go, at base prices"),
        columns: std::iter::once(Column::new("where", "", Measure::Text)).chain(heads).collect(),
        rows,
    })
}

/// The diversion of the same pair in a scenario that has it, and the scenario's name.
fn same_pair<'a>(simulated: &'a Simulated, lead: &Diversion) -> Option<(&'a str, &'a Diversion)> {
    let same = |d: &&Diversion| d.importer == lead.importer && d.exporter == lead.exporter;
    let found = simulated.outcome.diversions.iter().find(same)?;
    Some((simulated.label(), found))
}
