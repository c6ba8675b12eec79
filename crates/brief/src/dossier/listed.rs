//! Who lists the ship.

use super::{answer, table};
use crate::page::{Block, Section};
use thalweg_core::Table;
use thalweg_screen::ShipFile;

pub(super) fn section(file: &ShipFile) -> Section {
    Section {
        id: "listed".into(),
        heading: "Who lists it".into(),
        lead: answer::listed(file).into(),
        body: table(file, "listings").map(blocks).unwrap_or_default(),
    }
}

fn blocks(all: Table) -> Vec<Block> {
    let few = all.clone().only(&["authority", "measures", "from", "name", "list", "place"]);
    vec![
        Block::Table(few, None),
        Block::Folded("With programmes and records".into(), vec![Block::Table(all, None)]),
    ]
}
