//! How near the oil model comes to what was published, and what it leaves out.

use super::Told;
use crate::page::Block;
use thalweg_core::{Cell, Column, Measure, Table};

/// What no number of the section knows.
const LIMITS: &str = "Crude in trade between countries only: no products, no strategic stocks, no answer of OPEC. Buyers are afraid of \
    sanctions on themselves no more than the scenario says, and ships do not queue. Fleets, costs and capacities of the embedded baseline are round \
    assumptions: put your own list of ships and your own baseline in their place before you rest a claim on a single flow.";

pub(super) fn blocks(told: &Told<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !told.study.anchors.is_empty() {
        let heading = "Published discounts, freights and volumes beside the model\u{2019}s own".to_owned();
        blocks.push(Block::Folded(heading, vec![Block::Table(table(told), None)]));
    }
    blocks.push(Block::Caveat("What the oil model leaves out.".into(), LIMITS.into()));
    blocks
}

fn table(told: &Told<'_>) -> Table {
    let columns = [
        ("date", "When", Measure::Text),
        ("what", "What", Measure::Text),
        ("published", "Published", Measure::Number),
        ("model", "Model", Measure::Number),
        ("unit", "Unit", Measure::Text),
        ("fitted", "Fitted", Measure::Text),
        ("source", "Source", Measure::Text),
    ];
    let rows = told.study.anchors.iter().map(|anchor| {
        vec![
            Cell::from(anchor.date.as_str()),
            Cell::from(anchor.what.as_str()),
            Cell::from(anchor.published),
            Cell::from(anchor.model),
            Cell::from(anchor.unit.as_str()),
            Cell::from(if anchor.fitted { "yes" } else { "no" }),
            Cell::from(anchor.source.as_str()),
        ]
    });
    Table {
        name: "oil-anchors".into(),
        title: "Fitted: a number of the scenario was set so that this one comes out".into(),
        columns: columns
            .into_iter()
            .map(|(name, title, measure)| Column::new(name, title, measure))
            .collect(),
        rows: rows.collect(),
    }
}
