//! Supply-chain exposure: who needs whose goods, and who needs whose demand, at face value and through all chains.

mod markets;
mod pairs;
mod reliance;
mod suppliers;

pub use markets::MarketRow;
pub use pairs::PairRow;
pub use reliance::RelianceRow;
pub use suppliers::SupplierRow;

use super::chains::Chains;
use super::world::World;
use crate::error::Error;
use serde::Serialize;
use thalweg_trade::Grid;

/// How each side depends on the other.
///
/// Inputs are counted as output at factory prices, all tiers of suppliers alike: those of a sector, their suppliers, and so
/// on, home suppliers included. This is foreign input reliance in the sense of Baldwin, Freeman and Theodorakopoulos (2022,
/// 2023), who set what looks through the chain against its face value: first-tier inputs alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exposure {
    /// Inputs: by side and buying sector, after them goods (`tradable`) and all (`*`) together.
    pub reliance: Vec<RelianceRow>,
    /// Sales: by side and selling sector, after them goods and all together.
    pub markets: Vec<MarketRow>,
    /// How concentrated foreign suppliers are: by side and input.
    pub suppliers: Vec<SupplierRow>,
    /// The most exposed pairs of a buying and a selling sector, of each side.
    pub pairs: Vec<PairRow>,
}

pub(super) fn exposure(world: &World<'_>, chains: &Chains) -> Result<Exposure, Error> {
    Ok(Exposure {
        reliance: reliance::reliance(world, chains)?,
        markets: markets::markets(world, chains)?,
        suppliers: suppliers::suppliers(world),
        pairs: pairs::pairs(world, chains)?,
    })
}

/// Sectors that a row speaks of.
struct Group {
    code: String,
    name: String,
    sectors: Vec<usize>,
}

/// Every sector, then goods, then all.
fn groups(world: &World<'_>) -> Vec<Group> {
    let abouts = world.baseline.sectors.iter().enumerate();
    let one = |(j, about): (usize, &thalweg_trade::baseline::Sector)| Group {
        code: about.code.clone(),
        name: about.name.clone(),
        sectors: vec![j],
    };
    let mut groups: Vec<Group> = abouts.map(one).collect();
    let goods = (0..world.sectors()).filter(|j| world.baseline.sectors[*j].tradable).collect();
    groups.push(Group { code: "tradable".to_owned(), name: "All goods".to_owned(), sectors: goods });
    let all = (0..world.sectors()).collect();
    groups.push(Group { code: "*".to_owned(), name: "All sectors".to_owned(), sectors: all });
    groups
}

/// Ones in some sectors of some countries, zeros elsewhere.
fn marked(world: &World<'_>, sectors: &[usize], countries: &[usize]) -> Grid {
    let mut marked = Grid::filled(world.sectors(), world.countries(), 0.0);
    for j in sectors {
        countries.iter().for_each(|i| *marked.get_mut(*j, *i) = 1.0);
    }
    marked
}

/// What the output of some sectors of some countries contains, by content per unit.
fn contained(world: &World<'_>, content: &Grid, sectors: &[usize], countries: &[usize]) -> f64 {
    let output = &world.base.equilibrium().output;
    let cells = sectors.iter().flat_map(|j| countries.iter().map(move |n| (*j, *n)));
    cells.map(|(j, n)| content.get(j, n) * output.get(j, n)).sum()
}

/// A part in percent of a whole; absent of nothing.
fn percent(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| 100.0 * part / whole)
}
