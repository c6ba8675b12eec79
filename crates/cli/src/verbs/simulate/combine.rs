//! The tables of several outcomes as one of each name, with the scenario as the first column.

use crate::verbs::study::Simulated;
use thalweg_core::{Cell, Column, Measure, Table};
use thalweg_trade::Outcome;

/// One table of each name. Where there are several sets of elasticities, they are the second column.
pub(super) fn tables(simulated: &[Simulated]) -> Vec<Table> {
    let with_sets = simulated.iter().any(|one| !one.sets.is_empty());
    let mut combined: Vec<Table> = Vec::new();
    for outcome in simulated.iter().flat_map(Simulated::outcomes) {
        for table in outcome.tables() {
            let table = labelled(table, &labels(outcome, with_sets));
            match combined.iter_mut().find(|known| known.name == table.name) {
                Some(known) => known.rows.extend(table.rows),
                None => combined.push(table),
            }
        }
    }
    combined
}

fn labels(outcome: &Outcome, with_sets: bool) -> Vec<(Column, Cell)> {
    let scenario = (Column::new("scenario", "Scenario", Measure::Text), outcome.scenario.as_str().into());
    let set = outcome.elasticities.as_deref().map_or(Cell::Absent, Cell::from);
    let set = with_sets.then(|| (Column::new("elasticities", "Elasticities", Measure::Text), set));
    std::iter::once(scenario).chain(set).collect()
}

fn labelled(mut table: Table, labels: &[(Column, Cell)]) -> Table {
    table.columns.splice(0..0, labels.iter().map(|(column, _)| column.clone()));
    for row in &mut table.rows {
        row.splice(0..0, labels.iter().map(|(_, cell)| cell.clone()));
    }
    table
}
