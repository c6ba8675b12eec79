//! Who lists the ship.

use super::{answer, table};
use crate::page::{Block, Section};
use thalweg_screen::ShipFile;

pub(super) fn section(file: &ShipFile) -> Section {
    Section {
        id: "listed".into(),
        heading: "Who lists it".into(),
        lead: answer::listed(file).into(),
        body: table(file, "listings").map(|one| Block::Table(one, None)).into_iter().collect(),
    }
}
