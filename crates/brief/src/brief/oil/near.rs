//! How near the oil model comes to what was published, and what it leaves out.

use super::Told;
use crate::page::Block;
use thalweg_core::Table;
use thalweg_oil::Anchor;

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
    Table {
        name: "oil-anchors".into(),
        title: "Fitted: a number of the scenario was set so that this one comes out".into(),
        ..Anchor::table(&told.study.anchors)
    }
}
