//! Imbalances: in gross trade, and in value added.

use super::chains::{Chains, factory};
use super::world::World;
use crate::error::Error;
use serde::Serialize;
use thalweg_trade::{Base, Grid, row};

row! {
    /// The trade of a side with the other or with all others, in gross values and in value added.
    ///
    /// Gross values are before tariff, at the seller's border. Value added is at market prices: what is earned in
    /// production and the tariffs, export taxes less subsidies on everything that is made for a final buyer, each counted
    /// where it is earned or levied (the accounting of Johnson and Noguera 2012, with taxes on products added). Only then do
    /// both balances with all others agree: each is minus the transfer from abroad.
    BalanceRow {
        /// Code of the side.
        side: String, Text, "Side";
        /// Code of the other side, or `*` for all other countries.
        partner: String, Text, "Partner";
        /// `*` for all sectors, `tradable` for goods alone: trade in goods, and value added of the sectors that make them.
        sectors: String, Text, "Sectors";
        /// What the side sells to the partner, in the unit of the baseline.
        exports: f64, Amount, "Exports";
        /// What the side buys from the partner.
        imports: f64, Amount, "Imports";
        /// Exports less imports.
        balance: f64, Amount, "Balance";
        /// Value added of the side in what the partner finally buys, from whomever.
        value_added_exports: f64, Amount, "Value-added exports";
        /// Value added of the partner in what the side finally buys.
        value_added_imports: f64, Amount, "Value-added imports";
        /// Value-added exports less value-added imports.
        value_added_balance: f64, Amount, "Value-added balance";
    }
}

row! {
    /// The same with the other side for one sector; value added is that of the sector, in whatever it ends up.
    SectorBalanceRow {
        /// Code of the side.
        side: String, Text, "Side";
        /// Code of the other side.
        partner: String, Text, "Partner";
        /// Code of the sector.
        sector: String, Text, "Sector";
        /// Its name.
        name: String, Text, "Name";
        /// What the side sells to the partner, in the unit of the baseline.
        exports: f64, Amount, "Exports";
        /// What the side buys from the partner.
        imports: f64, Amount, "Imports";
        /// Exports less imports.
        balance: f64, Amount, "Balance";
        /// Value added of the sector in the side, in what the partner finally buys.
        value_added_exports: f64, Amount, "Value-added exports";
        /// Value added of the sector in the partner, in what the side finally buys.
        value_added_imports: f64, Amount, "Value-added imports";
        /// Value-added exports less value-added imports.
        value_added_balance: f64, Amount, "Value-added balance";
    }
}

/// Imbalances of both sides, with each other and with all others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Balances {
    /// Each side with the other and with all others, all sectors and goods alone.
    pub totals: Vec<BalanceRow>,
    /// The first side with the second, by sector.
    pub sectors: Vec<SectorBalanceRow>,
}

/// `[k, i]`: value added of sector k of country i, at market prices, in what some countries finally buy.
///
/// Summed over sectors and countries it is their final spending; summed over all countries as buyers it is value added: what
/// is earned in each country plus its tariff and export-tax revenue less its subsidies. Taxes on a product are counted with
/// the sector that makes it, in the country that levies them.
///
/// # Errors
/// If chains of inputs do not end.
///
/// ```
/// use thalweg_talks::value_added_bought_by;
/// use thalweg_trade::{Base, Baseline, Model, Settings};
///
/// let world = Baseline::embedded("world-2011")?;
/// let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
/// let base = Base::new(&world, &elasticities, &Model::default(), Settings::default())?;
/// let bought: f64 = value_added_bought_by(&base, &[3])?.values().iter().sum();
/// assert!((bought / base.equilibrium().income[3] - 1.0).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn value_added_bought_by(base: &Base, buyers: &[usize]) -> Result<Grid, Error> {
    bought_by(base, &Chains::new(base), buyers)
}

fn bought_by(base: &Base, chains: &Chains, buyers: &[usize]) -> Result<Grid, Error> {
    let mut spending = final_spending(base, buyers);
    let output = chains.output_for(&spending)?;
    let inputs = chains.spending(&output);
    spending.values_mut().iter_mut().zip(inputs.values()).for_each(|(all, inputs)| *all += inputs);
    Ok(value_added(base, &output, &spending))
}

/// `[k, n]`: final spending of some countries.
pub(super) fn final_spending(base: &Base, buyers: &[usize]) -> Grid {
    let at = base.equilibrium();
    let mut spending = Grid::filled(at.prices.sectors(), at.prices.countries(), 0.0);
    for k in 0..spending.sectors() {
        for n in buyers {
            *spending.get_mut(k, *n) = base.final_share(k, *n) * at.income[*n];
        }
    }
    spending
}

/// What is earned in making some output, and what is levied on the trade that some spending stands for.
fn value_added(base: &Base, output: &Grid, spending: &Grid) -> Grid {
    let at = base.equilibrium();
    let mut added = output.clone();
    for k in 0..added.sectors() {
        let earned = |i: usize| base.labour_share(k, i) + base.profit_share(k);
        added.row_mut(k).iter_mut().enumerate().for_each(|(i, value)| *value *= earned(i));
        for n in 0..added.countries() {
            let whole = at.spending.get(k, n);
            if whole <= 0.0 || spending.get(k, n) == 0.0 {
                continue;
            }
            let part = spending.get(k, n) / whole;
            for (i, flow) in at.flows.row(k, n).iter().enumerate() {
                *added.get_mut(k, n) += part * flow * at.policy.tariffs.get(k, n, i);
                *added.get_mut(k, i) += part * flow * (1.0 - factory(base, k, n, i));
            }
        }
    }
    added
}

pub(super) fn balances(world: &World<'_>, chains: &Chains) -> Result<Balances, Error> {
    let [first, second] = world.sides;
    let bought = [
        bought_by(world.base, chains, &first.members)?,
        bought_by(world.base, chains, &second.members)?,
        bought_by(world.base, chains, &(0..world.countries()).collect::<Vec<_>>())?,
    ];
    let mut totals = Vec::new();
    for (a, b) in [(0, 1), (1, 0)] {
        for goods in [false, true] {
            totals.push(with_partner(world, &bought, (a, b), goods));
            totals.push(with_all(world, &bought, a, goods));
        }
    }
    let sectors = (0..world.sectors()).map(|k| sector(world, &bought, k)).collect();
    Ok(Balances { totals, sectors })
}

/// Sum over some sectors and countries.
fn over(grid: &Grid, sectors: impl Iterator<Item = usize>, countries: &[usize]) -> f64 {
    sectors.map(|k| countries.iter().map(|i| grid.get(k, *i)).sum::<f64>()).sum()
}

/// What some countries buy from others, of some sectors.
fn gross(world: &World<'_>, sectors: &[usize], buyers: &[usize], sellers: &[usize]) -> f64 {
    let flows = &world.base.equilibrium().flows;
    let cells = sectors.iter().flat_map(|k| buyers.iter().map(move |n| flows.row(*k, *n)));
    cells.map(|row| sellers.iter().map(|i| row[*i]).sum::<f64>()).sum()
}

fn chosen(world: &World<'_>, goods: bool) -> Vec<usize> {
    (0..world.sectors()).filter(|k| !goods || world.baseline.sectors[*k].tradable).collect()
}

fn with_partner(world: &World<'_>, bought: &[Grid; 3], (a, b): (usize, usize), goods: bool) -> BalanceRow {
    let (side, partner) = (&world.sides[a], &world.sides[b]);
    let sectors = chosen(world, goods);
    let gross = |buyers: &[usize], sellers: &[usize]| gross(world, &sectors, buyers, sellers);
    let added = |buyer: usize, makers: &[usize]| over(&bought[buyer], sectors.iter().copied(), makers);
    let trade = [
        gross(&partner.members, &side.members),
        gross(&side.members, &partner.members),
        added(b, &side.members),
        added(a, &partner.members),
    ];
    row_of(&side.code, &partner.code, goods, trade)
}

fn with_all(world: &World<'_>, bought: &[Grid; 3], a: usize, goods: bool) -> BalanceRow {
    let side = &world.sides[a];
    let others = world.others(side);
    let sectors = chosen(world, goods);
    let all = || sectors.iter().copied();
    let trade = [
        gross(world, &sectors, &others, &side.members),
        gross(world, &sectors, &side.members, &others),
        over(&bought[2], all(), &side.members) - over(&bought[a], all(), &side.members),
        over(&bought[a], all(), &others),
    ];
    row_of(&side.code, "*", goods, trade)
}

fn row_of(side: &str, partner: &str, goods: bool, trade: [f64; 4]) -> BalanceRow {
    let [exports, imports, value_added_exports, value_added_imports] = trade;
    BalanceRow {
        side: side.to_owned(),
        partner: partner.to_owned(),
        sectors: if goods { "tradable" } else { "*" }.to_owned(),
        exports,
        imports,
        balance: exports - imports,
        value_added_exports,
        value_added_imports,
        value_added_balance: value_added_exports - value_added_imports,
    }
}

fn sector(world: &World<'_>, bought: &[Grid; 3], k: usize) -> SectorBalanceRow {
    let [first, second] = world.sides;
    let about = &world.baseline.sectors[k];
    let exports = gross(world, &[k], &second.members, &first.members);
    let imports = gross(world, &[k], &first.members, &second.members);
    let value_added_exports = over(&bought[1], std::iter::once(k), &first.members);
    let value_added_imports = over(&bought[0], std::iter::once(k), &second.members);
    SectorBalanceRow {
        side: first.code.clone(),
        partner: second.code.clone(),
        sector: about.code.clone(),
        name: about.name.clone(),
        exports,
        imports,
        balance: exports - imports,
        value_added_exports,
        value_added_imports,
        value_added_balance: value_added_exports - value_added_imports,
    }
}
