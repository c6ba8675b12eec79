//! Sales that hang on the demand of the other side.

use super::super::balances::final_spending;
use super::super::chains::{Chains, factory};
use super::super::world::World;
use super::{Group, groups, percent};
use crate::error::Error;
use thalweg_trade::{Grid, row};

row! {
    /// How far the sales of a sector of a side hang on the other side. Shares are of its output, home sales included.
    MarketRow {
        /// Code of the side that sells.
        side: String, Text, "Side";
        /// Code of the side that buys.
        partner: String, Text, "Partner";
        /// Code of the selling sector; `tradable` for all goods, `*` for all sectors.
        sector: String, Text, "Sector";
        /// Its name.
        name: String, Text, "Name";
        /// Its output at factory prices, in the unit of the baseline.
        output: f64, Amount, "Output";
        /// Part of it that is sold to the partner, for any use, percent; absent where nothing is made.
        direct_pct: Option<f64>, Rate, "Direct";
        /// Part of it that ends, through whatever chain, in what the partner finally buys, percent.
        look_through_pct: Option<f64>, Rate, "Look-through";
        /// Part of it that is sold abroad, percent.
        foreign_direct_pct: Option<f64>, Rate, "Direct, all foreign";
        /// Part of it that ends in what is finally bought abroad, percent.
        foreign_look_through_pct: Option<f64>, Rate, "Look-through, all foreign";
    }
}

pub(super) fn markets(world: &World<'_>, chains: &Chains) -> Result<Vec<MarketRow>, Error> {
    let called_for = |side: usize| -> Result<Grid, Error> {
        chains.output_for(&final_spending(world.base, &world.sides[side].members))
    };
    let called_for = [called_for(0)?, called_for(1)?];
    let groups = groups(world);
    let rows = |(a, b): (usize, usize)| {
        let called_for = &called_for;
        groups.iter().map(move |group| line(world, called_for, (a, b), group))
    };
    Ok([(0, 1), (1, 0)].into_iter().flat_map(rows).collect())
}

fn line(world: &World<'_>, called_for: &[Grid; 2], (a, b): (usize, usize), group: &Group) -> MarketRow {
    let (side, partner) = (&world.sides[a], &world.sides[b]);
    let over = |grid: &Grid| -> f64 {
        let sum = |j: &usize| -> f64 { side.members.iter().map(|i| grid.get(*j, *i)).sum() };
        group.sectors.iter().map(sum).sum()
    };
    let output = over(&world.base.equilibrium().output);
    let sold = |buyers: &[usize]| percent(sold(world, group, buyers, &side.members), output);
    let home = percent(over(&called_for[a]), output);
    MarketRow {
        side: side.code.clone(),
        partner: partner.code.clone(),
        sector: group.code.clone(),
        name: group.name.clone(),
        output,
        direct_pct: sold(&partner.members),
        look_through_pct: percent(over(&called_for[b]), output),
        foreign_direct_pct: sold(&world.others(side)),
        foreign_look_through_pct: home.map(|home| (100.0 - home).max(0.0)),
    }
}

/// What some countries sell to others, at factory prices.
fn sold(world: &World<'_>, group: &Group, buyers: &[usize], sellers: &[usize]) -> f64 {
    let flows = &world.base.equilibrium().flows;
    let cells = group.sectors.iter().flat_map(|j| buyers.iter().map(move |n| (*j, *n)));
    let value = |j: usize, n: usize, i: usize| flows.get(j, n, i) * factory(world.base, j, n, i);
    cells.map(|(j, n)| sellers.iter().map(|i| value(j, n, *i)).sum::<f64>()).sum()
}
