//! A policy as the sweep reads it: the base shares weighted by what the policy does to the buyer's price.

use super::fabric::Fabric;
use super::kernels::lane;
use super::layout::{LANES, Lane, Layout};
use crate::cube::Cube;
use crate::economy::Economy;
use crate::policy::Policy;

/// The part of the problem that a policy changes. Reused from scenario to scenario.
#[derive(Debug, Clone)]
pub(super) struct Wedges {
    /// `shares * kappa^-theta`, `[j][n][i]`: what a share would be if costs and the price index stayed.
    pub(super) with_tariff: Vec<Lane>,
    /// The same over 1 + tariff: what of a unit of spending crosses the border.
    pub(super) at_border: Vec<Lane>,
    /// The same over 1 + export tax: what of a unit of spending reaches the producer; empty without export taxes.
    pub(super) at_factory: Vec<Lane>,
    /// By sector, whether any tariff is levied at all.
    pub(super) tariffed: Vec<bool>,
    /// Inverse of one less the subsidy, `[j][i]`.
    pub(super) cost_per_sale: Vec<Lane>,
    /// Whether there are subsidies or export taxes.
    pub(super) producer_wedges: bool,
    /// Log productivity change, `[j][i]`.
    pub(super) productivity: Option<Vec<Lane>>,
    /// Where the rows begin that differ from the fabric's.
    moved: Vec<usize>,
}

/// What a policy does to buyers' prices against a base, before costs move.
pub(crate) struct PriceWedges<'a> {
    economy: &'a Economy,
    policy: &'a Policy,
    /// By sector, whether its subsidies change anywhere.
    subsidised: Vec<bool>,
    /// Whether export taxes change or trade costs are given anywhere.
    others: bool,
}

impl<'a> PriceWedges<'a> {
    pub(crate) fn new(economy: &'a Economy, policy: &'a Policy) -> Self {
        let subsidised =
            (0..economy.sectors()).map(|j| policy.subsidies.row(j) != economy.subsidies.row(j)).collect();
        let others = policy.trade_costs.is_some() || policy.export_taxes != economy.export_taxes;
        Self { economy, policy, subsidised, others }
    }

    /// What importer n pays for sector j, by exporter, as factors against the base. `None` where nothing changes, which
    /// is most rows of most policies.
    pub(crate) fn row(&self, j: usize, n: usize) -> Option<Vec<f64>> {
        let (tariffs, base_tariffs) = (self.policy.tariffs.row(j, n), self.economy.tariffs.row(j, n));
        if !self.others && !self.subsidised[j] && tariffs == base_tariffs {
            return None;
        }
        let (subsidies, base_subsidies) = (self.policy.subsidies.row(j), self.economy.subsidies.row(j));
        let taxes = row_or_nothing(&self.policy.export_taxes, j, n);
        let base_taxes = row_or_nothing(&self.economy.export_taxes, j, n);
        let costs = row_or_nothing(&self.policy.trade_costs, j, n);
        let ratio =
            |after: f64, before: f64| if after == before { 1.0 } else { (1.0 + after) / (1.0 + before) };
        let at = |row: &[f64], i: usize| row.get(i).copied().unwrap_or(0.0);
        let wedge = |i: usize| {
            ratio(-subsidies[i], -base_subsidies[i])
                * ratio(at(taxes, i), at(base_taxes, i))
                * ratio(tariffs[i], base_tariffs[i])
                * costs.get(i).copied().unwrap_or(1.0)
        };
        Some((0..self.economy.countries()).map(wedge).collect())
    }
}

fn row_or_nothing(cube: &Option<Cube>, j: usize, n: usize) -> &[f64] {
    cube.as_ref().map_or(&[], |cube| cube.row(j, n))
}

impl Wedges {
    /// The wedges of the base policy of a fabric.
    pub(super) fn of(fabric: &Fabric) -> Self {
        Self {
            with_tariff: fabric.shares.to_vec(),
            at_border: fabric.at_border.to_vec(),
            at_factory: Vec::new(),
            tariffed: fabric.tariffed.clone(),
            cost_per_sale: vec![[1.0; LANES]; fabric.layout.grid()],
            producer_wedges: false,
            productivity: None,
            moved: Vec::new(),
        }
    }

    /// Fills in the wedges of a policy on the same fabric.
    pub(super) fn set(&mut self, fabric: &Fabric, economy: &Economy, policy: &Policy) {
        let layout = fabric.layout;
        for start in self.moved.drain(..) {
            let row = start..start + layout.lanes;
            self.with_tariff[row.clone()].copy_from_slice(&fabric.shares[row.clone()]);
            self.at_border[row.clone()].copy_from_slice(&fabric.at_border[row]);
        }
        self.tariffed.copy_from_slice(&fabric.tariffed);
        let wedges = PriceWedges::new(economy, policy);
        for j in 0..layout.sectors {
            for n in 0..layout.countries {
                if let Some(factors) = wedges.row(j, n) {
                    self.move_row(
                        layout.row(j, n),
                        layout,
                        &factors,
                        economy.theta[j],
                        policy.tariffs.row(j, n),
                    );
                    self.tariffed[j] |= policy.tariffs.row(j, n).iter().any(|t| *t != 0.0);
                }
            }
        }
        self.set_producer_wedges(layout, policy);
        self.productivity = policy.productivity.as_ref().map(|productivity| {
            let logs: Vec<f64> = productivity.values().iter().map(|a| a.ln()).collect();
            layout.padded(&logs, 0.0)
        });
    }

    /// One importer's purchases of one sector, its row beginning at `start`.
    fn move_row(&mut self, start: usize, layout: Layout, factors: &[f64], theta: f64, tariffs: &[f64]) {
        self.moved.push(start);
        let row = self.with_tariff[start..start + layout.lanes].as_flattened_mut();
        for (weight, factor) in row.iter_mut().zip(factors).filter(|(_, factor)| **factor != 1.0) {
            *weight *= factor.powf(-theta);
        }
        let border = self.at_border[start..start + layout.lanes].as_flattened_mut();
        for ((border, weight), tariff) in border.iter_mut().zip(row.iter()).zip(tariffs) {
            *border = weight / (1.0 + tariff);
        }
    }

    fn set_producer_wedges(&mut self, layout: Layout, policy: &Policy) {
        let any_tax = policy.export_taxes.as_ref().is_some_and(|e| e.values().iter().any(|e| *e != 0.0));
        let any_subsidy = policy.subsidies.values().iter().any(|s| *s != 0.0);
        self.producer_wedges = any_tax || any_subsidy;
        self.at_factory.clear();
        if let (true, Some(taxes)) = (any_tax, &policy.export_taxes) {
            let padded = layout.padded_cube(taxes);
            let border = self.at_border.iter().zip(&padded);
            self.at_factory.extend(border.map(|(b, e)| lane(|l| b[l] / (1.0 + e[l]))));
        }
        let inverse: Vec<f64> = policy.subsidies.values().iter().map(|s| 1.0 / (1.0 - s)).collect();
        layout.pad(&inverse, 1.0, &mut self.cost_per_sale);
    }
}
