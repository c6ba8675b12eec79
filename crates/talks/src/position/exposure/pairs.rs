//! Which sector hangs most on which sector of the other side.

use super::super::chains::Chains;
use super::super::side::Side;
use super::super::world::World;
use super::{contained, marked, percent};
use crate::error::Error;
use rayon::prelude::*;
use thalweg_trade::{Grid, row};

row! {
    /// A sector of a side and a sector of the other side that supplies it with goods. Services are no good here: where they are
    /// one sector they would be the largest supplier of every other. Shares are of all inputs of the buying sector,
    /// home inputs included, counted as output at factory prices.
    PairRow {
        /// Code of the side that buys.
        side: String, Text, "Side";
        /// Code of the buying sector.
        sector: String, Text, "Buying sector";
        /// Code of the side that sells.
        partner: String, Text, "Partner";
        /// Code of the selling sector.
        partner_sector: String, Text, "Selling sector";
        /// Share in direct inputs, percent.
        direct_pct: Option<f64>, Rate, "Direct";
        /// Share in inputs of all tiers, percent.
        look_through_pct: Option<f64>, Rate, "Look-through";
        /// Output of the selling sector that goes into the buying one through all tiers, in the unit of the baseline.
        value: f64, Amount, "Value";
    }
}

/// Pairs that are listed for each side.
const LISTED: usize = 20;

pub(super) fn pairs(world: &World<'_>, chains: &Chains) -> Result<Vec<PairRow>, Error> {
    let all = Grid::filled(world.sectors(), world.countries(), 1.0);
    let whole = (chains.direct_content(&all), chains.all_content(&all)?);
    let [first, second] = world.sides;
    let mut rows = Vec::new();
    for (side, partner) in [(first, second), (second, first)] {
        rows.extend(most_exposed(world, chains, &whole, side, partner)?);
    }
    Ok(rows)
}

fn most_exposed(
    world: &World<'_>,
    chains: &Chains,
    whole: &(Grid, Grid),
    side: &Side,
    partner: &Side,
) -> Result<Vec<PairRow>, Error> {
    let goods: Vec<usize> = (0..world.sectors()).filter(|k| world.baseline.sectors[*k].tradable).collect();
    let counted: Vec<Grid> = goods.iter().map(|k| marked(world, &[*k], &partner.members)).collect();
    let contents = counted
        .par_iter()
        .map(|counted| Ok::<_, Error>((chains.direct_content(counted), chains.all_content(counted)?)));
    let contents = contents.collect::<Result<Vec<_>, _>>()?;
    let code = |j: usize| world.baseline.sectors[j].code.clone();
    let mut rows: Vec<PairRow> = Vec::new();
    for (k, (direct, all)) in goods.iter().zip(&contents) {
        for j in 0..world.sectors() {
            let sum = |content: &Grid| contained(world, content, &[j], &side.members);
            rows.push(PairRow {
                side: side.code.clone(),
                sector: code(j),
                partner: partner.code.clone(),
                partner_sector: code(*k),
                direct_pct: percent(sum(direct), sum(&whole.0)),
                look_through_pct: percent(sum(all), sum(&whole.1)),
                value: sum(all),
            });
        }
    }
    let share = |row: &PairRow| row.look_through_pct.unwrap_or_default();
    // the sort is stable: of equals the first in the order of the baseline stays first
    rows.sort_by(|a, b| share(b).total_cmp(&share(a)));
    rows.truncate(LISTED);
    Ok(rows)
}
