//! Overcapacity: what is made beyond what would be made without subsidies, and where it goes.

use super::side::Side;
use super::world::World;
use crate::error::Error;
use serde::Serialize;
use thalweg_trade::{Cube, row};

row! {
    /// A sector of a side that is subsidised, with the subsidies of the baseline or those that were assumed.
    ///
    /// The base is the world with the subsidies, as the data saw it. It is solved again with every subsidy of the side at
    /// zero, and everything else, subsidies of others included, as it is. What is made and sold more in the base, as quantities
    /// at the border prices of the base, is the excess.
    OvercapacityRow {
        /// Code of the side.
        side: String, Text, "Side";
        /// Code of the sector.
        sector: String, Text, "Sector";
        /// Its name.
        name: String, Text, "Name";
        /// Subsidy, percent of cost; of a group the mean by cost.
        subsidy_pct: Option<f64>, Rate, "Subsidy";
        /// All that it sells at the base, home sales included, in the unit of the baseline.
        sales: f64, Amount, "Sales";
        /// How much of that would not be made and sold without subsidies.
        excess: f64, Amount, "Excess";
        /// The excess in percent of what would be made without subsidies; absent where that is nothing.
        excess_pct: Option<f64>, Percent, "Excess, relative";
        /// Part of the excess that is sold at home.
        at_home: f64, Amount, "Excess at home";
        /// Part of it that is sold to the other side.
        to_partner: f64, Amount, "Excess to partner";
        /// Part of it that is sold to all others.
        to_others: f64, Amount, "Excess to others";
    }
}

row! {
    /// Where the excess of a subsidised sector goes, by market.
    SurplusRow {
        /// Code of the side that subsidises.
        side: String, Text, "Side";
        /// Code of the sector.
        sector: String, Text, "Sector";
        /// Code of the country that buys: the side's own too.
        market: String, Text, "Market";
        /// Its name.
        name: String, Text, "Name";
        /// What it buys at the base, in the unit of the baseline.
        sales: f64, Amount, "Sales";
        /// How much of that it would not buy without subsidies, at the border prices of the base.
        excess: f64, Amount, "Excess";
        /// The same in percent of what it would buy; absent where that is nothing.
        excess_pct: Option<f64>, Percent, "Excess, relative";
    }
}

/// What subsidies make; empty where neither side has any.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Overcapacity {
    /// By side and subsidised sector.
    pub sectors: Vec<OvercapacityRow>,
    /// By side, subsidised sector and market, the largest excess first.
    pub markets: Vec<SurplusRow>,
}

pub(super) fn overcapacity(world: &World<'_>) -> Result<Overcapacity, Error> {
    let mut found = Overcapacity::default();
    for (a, b) in [(0, 1), (1, 0)] {
        let (side, partner) = (&world.sides[a], &world.sides[b]);
        let subsidised: Vec<usize> = (0..world.sectors())
            .filter(|j| side.members.iter().any(|i| is_subsidised(world, *j, *i)))
            .collect();
        if subsidised.is_empty() {
            continue;
        }
        let without = volumes_without(world, side)?;
        for j in subsidised {
            let excess = Excess { world, side, sector: j, without: &without };
            found.sectors.push(excess.row(partner));
            found.markets.extend(excess.markets());
        }
    }
    Ok(found)
}

fn is_subsidised(world: &World<'_>, sector: usize, country: usize) -> bool {
    world.base.policy().subsidies.get(sector, country) != 0.0
        && world.base.equilibrium().output.get(sector, country) > 0.0
}

/// Quantities sold where a side pays no subsidies.
fn volumes_without(world: &World<'_>, side: &Side) -> Result<Cube, Error> {
    let mut policy = world.base.policy().clone();
    for j in 0..world.sectors() {
        side.members.iter().for_each(|i| *policy.subsidies.get_mut(j, *i) = 0.0);
    }
    Ok(world.base.volumes(&world.solve(policy)?))
}

/// One subsidised sector of a side.
struct Excess<'a> {
    world: &'a World<'a>,
    side: &'a Side,
    sector: usize,
    without: &'a Cube,
}

impl Excess<'_> {
    /// What some countries buy: at the base, and without subsidies.
    fn sales(&self, markets: &[usize]) -> (f64, f64) {
        let sum = |cube: &Cube| -> f64 {
            let from =
                |n: &usize| self.side.members.iter().map(|i| cube.get(self.sector, *n, *i)).sum::<f64>();
            markets.iter().map(from).sum()
        };
        (sum(&self.world.base.equilibrium().flows), sum(self.without))
    }

    fn row(&self, partner: &Side) -> OvercapacityRow {
        let about = &self.world.baseline.sectors[self.sector];
        let more = |markets: &[usize]| {
            let (with, without) = self.sales(markets);
            with - without
        };
        let (sales, without) = self.sales(&(0..self.world.countries()).collect::<Vec<_>>());
        let (at_home, to_partner) = (more(&self.side.members), more(&partner.members));
        OvercapacityRow {
            side: self.side.code.clone(),
            sector: about.code.clone(),
            name: about.name.clone(),
            subsidy_pct: self.subsidy_pct(),
            sales,
            excess: sales - without,
            excess_pct: relative(sales, without),
            at_home,
            to_partner,
            to_others: sales - without - at_home - to_partner,
        }
    }

    fn subsidy_pct(&self) -> Option<f64> {
        let output = &self.world.base.equilibrium().output;
        let rate = |i: usize| self.world.base.policy().subsidies.get(self.sector, i);
        let cost = |i: usize| output.get(self.sector, i);
        let whole: f64 = self.side.members.iter().map(|i| cost(*i)).sum();
        let paid: f64 = self.side.members.iter().map(|i| rate(*i) * cost(*i)).sum();
        (whole > 0.0).then(|| 100.0 * paid / whole)
    }

    fn markets(&self) -> Vec<SurplusRow> {
        let market = |n: usize| {
            let (sales, without) = self.sales(&[n]);
            let about = &self.world.baseline.countries[n];
            SurplusRow {
                side: self.side.code.clone(),
                sector: self.world.baseline.sectors[self.sector].code.clone(),
                market: about.code.clone(),
                name: about.name.clone(),
                sales,
                excess: sales - without,
                excess_pct: relative(sales, without),
            }
        };
        let mut rows: Vec<SurplusRow> = (0..self.world.countries()).map(market).collect();
        rows.sort_by(|a, b| b.excess.total_cmp(&a.excess));
        rows
    }
}

fn relative(with: f64, without: f64) -> Option<f64> {
    (without > 0.0).then(|| 100.0 * (with / without - 1.0))
}
