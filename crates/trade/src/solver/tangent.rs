//! The world at one equilibrium, as derivatives need it: who buys what from whom there.

use super::fabric::Fabric;
use super::kernels::{Dots, Routine, add_scaled_rows, lane, widest};
use super::layout::{LANES, Lane, Layout};
use crate::equilibrium::Equilibrium;
use crate::policy::Policy;

/// Shares and flows at an equilibrium, padded. Kept from equilibrium to equilibrium, so that nothing is allocated.
#[derive(Debug, Clone)]
pub(super) struct Tangent {
    pub(super) layout: Layout,
    /// Shares of spending, tariff included, `[j][n][i]`.
    pub(super) shares: Vec<Lane>,
    /// Flows before tariff, `[j][n][i]`.
    pub(super) flows: Vec<Lane>,
    /// Flows at factory prices, `[j][n][i]`; empty where these are the same.
    pub(super) at_factory: Vec<Lane>,
    /// Sums of flows by importer, `[j][n]`, and by exporter, `[j][i]`.
    pub(super) bought: Vec<Lane>,
    pub(super) sold: Vec<Lane>,
    /// Sums at factory prices, `[j][i]`.
    pub(super) made: Vec<Lane>,
}

impl Tangent {
    pub(super) fn new(layout: Layout) -> Self {
        let grid = vec![[0.0; LANES]; layout.grid()];
        let cube = vec![[0.0; LANES]; layout.cube()];
        Self {
            layout,
            shares: cube.clone(),
            flows: cube,
            at_factory: Vec::new(),
            bought: grid.clone(),
            sold: grid.clone(),
            made: grid,
        }
    }

    /// Reads an equilibrium.
    pub(super) fn read(&mut self, at: &Equilibrium) {
        let layout = self.layout;
        let producer_wedges = has_producer_wedges(&at.policy);
        self.at_factory.resize(if producer_wedges { layout.cube() } else { 0 }, [0.0; LANES]);
        for j in 0..layout.sectors {
            for n in 0..layout.countries {
                let start = layout.row(j, n);
                let row = start..start + layout.lanes;
                let flows = at.flows.row(j, n);
                let padded = self.flows[row.clone()].as_flattened_mut();
                let shares = self.shares[row.clone()].as_flattened_mut();
                let cells = flows.iter().zip(at.policy.tariffs.row(j, n));
                for ((flow, share), (value, tariff)) in padded.iter_mut().zip(shares).zip(cells) {
                    (*flow, *share) = (*value, value * (1.0 + tariff));
                }
                if producer_wedges {
                    let taxes = at.policy.export_taxes.as_ref().map(|taxes| taxes.row(j, n));
                    let made = self.at_factory[row].as_flattened_mut().iter_mut();
                    for (i, ((made, flow), subsidy)) in
                        made.zip(flows).zip(at.policy.subsidies.row(j)).enumerate()
                    {
                        *made = flow / (1.0 + taxes.map_or(0.0, |taxes| taxes[i])) / (1.0 - subsidy);
                    }
                }
            }
        }
        widest(Sums { tangent: self });
    }

    /// Flows at factory prices, `[j][n][i]`.
    pub(super) fn factory(&self) -> &[Lane] {
        if self.at_factory.is_empty() { &self.flows } else { &self.at_factory }
    }
}

/// Whether producers get anything else than what crosses the border.
fn has_producer_wedges(policy: &Policy) -> bool {
    policy.export_taxes.as_ref().is_some_and(|e| e.values().iter().any(|e| *e != 0.0))
        || policy.subsidies.values().iter().any(|s| *s != 0.0)
}

/// Adds up flows, and makes shares of spending out of what they come to with tariffs.
struct Sums<'a> {
    tangent: &'a mut Tangent,
}

impl Routine for Sums<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self, dots: impl Dots) {
        let Tangent { layout, shares, flows, at_factory, bought, sold, made } = self.tangent;
        let lanes = layout.lanes;
        let ones = [1.0; LANES];
        sold.fill([0.0; LANES]);
        made.fill([0.0; LANES]);
        for j in 0..layout.sectors {
            let sold = &mut sold[j * lanes..(j + 1) * lanes];
            for at in 0..lanes {
                let start = layout.row(j, at * LANES);
                let importers = start..start + LANES * lanes;
                bought[j * lanes + at] = dots.row_sums(&flows[importers.clone()], lanes);
                let spent = dots.row_sums(&shares[importers.clone()], lanes);
                let inverse: Lane = lane(|l| if spent[l] > 0.0 { 1.0 / spent[l] } else { 0.0 });
                for (row, inverse) in shares[importers.clone()].chunks_exact_mut(lanes).zip(inverse) {
                    row.iter_mut().for_each(|share| *share = lane(|l| share[l] * inverse));
                }
                add_scaled_rows(sold, &flows[importers.clone()], ones);
                if !at_factory.is_empty() {
                    add_scaled_rows(&mut made[j * lanes..(j + 1) * lanes], &at_factory[importers], ones);
                }
            }
        }
        if at_factory.is_empty() {
            made.copy_from_slice(sold);
        }
    }
}

/// What a unit of each thing is worth to an objective, everything else settling anew.
#[derive(Debug, Clone)]
pub(super) struct Worth {
    /// Output, `[j][i]`.
    pub(super) output: Vec<Lane>,
    /// Income that comes with a flow to its exporter, and tariff revenue that it takes from its importer, by country.
    pub(super) income: Vec<Lane>,
    pub(super) revenue: Vec<Lane>,
    /// The log of each price index, `[j][n]`: when handed to [`sales`] what it is worth directly, afterwards all of it.
    pub(super) prices: Vec<Lane>,
    /// The log of each cost, `[j][i]`.
    pub(super) costs: Vec<Lane>,
    /// What a log change of all purchases is worth, `[j][n]`.
    pub(super) purchases: Vec<Lane>,
}

impl Worth {
    pub(super) fn new(layout: Layout) -> Self {
        let grid = vec![[0.0; LANES]; layout.grid()];
        let row = vec![[0.0; LANES]; layout.lanes];
        Self {
            output: grid.clone(),
            income: row.clone(),
            revenue: row,
            prices: grid.clone(),
            costs: grid.clone(),
            purchases: grid,
        }
    }
}

/// The step of the sweep from costs and spending to sales, backwards: from what output, income and revenue are worth to
/// what purchases, prices and costs are.
#[inline(always)]
pub(super) fn sales(dots: impl Dots, fabric: &Fabric, tangent: &Tangent, worth: &mut Worth) {
    let layout = tangent.layout;
    let lanes = layout.lanes;
    for j in 0..layout.sectors {
        let theta = fabric.theta[j];
        let row = j * lanes..(j + 1) * lanes;
        let costs = &mut worth.costs[row.clone()];
        let output = &worth.output[row.clone()];
        let sums = tangent.sold[row.clone()].iter().zip(&tangent.made[row.clone()]);
        for ((cost, (sold, made)), (output, income)) in
            costs.iter_mut().zip(sums).zip(output.iter().zip(&worth.income))
        {
            *cost = lane(|l| -theta * (made[l] * output[l] + sold[l] * income[l]));
        }
        for at in 0..lanes {
            let cell = j * lanes + at;
            let start = layout.row(j, at * LANES);
            let importers = start..start + LANES * lanes;
            let flows = &tangent.flows[importers.clone()];
            let made = dots.rows(&tangent.factory()[importers.clone()], output);
            let earned = dots.rows(flows, &worth.income);
            let (bought, revenue) = (tangent.bought[cell], worth.revenue[at]);
            let sum: Lane = lane(|l| (made[l] + earned[l]) - revenue[l] * bought[l]);
            let direct = worth.prices[cell];
            let price: Lane = lane(|l| theta * sum[l] + direct[l]);
            worth.purchases[cell] = sum;
            worth.prices[cell] = price;
            add_scaled_rows(costs, flows, revenue.map(|revenue| theta * revenue));
            add_scaled_rows(costs, &tangent.shares[importers], price);
        }
    }
}
