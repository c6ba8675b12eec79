//! Market access: how far each side is shut, and cuts that open both alike.

mod cuts;
mod uniform;

pub use cuts::CutRow;
pub use uniform::TariffRow;

use super::world::World;
use crate::error::Error;
use serde::Serialize;

/// Tariffs of each side as one number, and reciprocal cuts of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Access {
    /// Tariffs of the sides against each other and against all others, and of all others against each side.
    pub tariffs: Vec<TariffRow>,
    /// For some cuts by either side, the cut by the other that answers it.
    pub cuts: Vec<CutRow>,
}

pub(super) fn access(world: &World<'_>, cuts: &[f64]) -> Result<Access, Error> {
    Ok(Access { tariffs: uniform::tariffs(world)?, cuts: cuts::cuts(world, cuts)? })
}
