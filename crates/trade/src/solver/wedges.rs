//! A policy as the sweep reads it: the base shares weighted by what the policy does to the buyer's price.

use super::fabric::Fabric;
use super::layout::{Lane, Layout};
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
}

/// What a policy does to the buyer's prices of what importer n buys of sector j, by exporter: factors against the base,
/// before costs move. `None` where it does nothing, which is most rows of most policies.
pub(crate) fn price_wedges(economy: &Economy, policy: &Policy, j: usize, n: usize) -> Option<Vec<f64>> {
    let (tariffs, base_tariffs) = (policy.tariffs.row(j, n), economy.tariffs.row(j, n));
    let (subsidies, base_subsidies) = (policy.subsidies.row(j), economy.subsidies.row(j));
    let taxes = row_or_nothing(&policy.export_taxes, j, n);
    let base_taxes = row_or_nothing(&economy.export_taxes, j, n);
    let costs = row_or_nothing(&policy.trade_costs, j, n);
    let nothing =
        tariffs == base_tariffs && subsidies == base_subsidies && taxes == base_taxes && costs.is_empty();
    if nothing {
        return None;
    }
    let ratio = |after: f64, before: f64| if after == before { 1.0 } else { (1.0 + after) / (1.0 + before) };
    let at = |row: &[f64], i: usize| row.get(i).copied().unwrap_or(0.0);
    let wedge = |i: usize| {
        ratio(-subsidies[i], -base_subsidies[i])
            * ratio(at(taxes, i), at(base_taxes, i))
            * ratio(tariffs[i], base_tariffs[i])
            * costs.get(i).copied().unwrap_or(1.0)
    };
    Some((0..economy.countries()).map(wedge).collect())
}

fn row_or_nothing(cube: &Option<Cube>, j: usize, n: usize) -> &[f64] {
    cube.as_ref().map_or(&[], |cube| cube.row(j, n))
}

impl Wedges {
    /// Space for the wedges of any policy on worlds of this size.
    pub(super) fn empty(layout: Layout) -> Self {
        let zeros = vec![[0.0; super::layout::LANES]; layout.cube()];
        Self {
            with_tariff: zeros.clone(),
            at_border: zeros,
            at_factory: Vec::new(),
            tariffed: vec![false; layout.sectors],
            cost_per_sale: vec![[1.0; super::layout::LANES]; layout.grid()],
            producer_wedges: false,
            productivity: None,
        }
    }

    /// Fills in the wedges of a policy.
    pub(super) fn set(&mut self, fabric: &Fabric, economy: &Economy, policy: &Policy) {
        let layout = fabric.layout;
        self.with_tariff.copy_from_slice(&fabric.shares);
        for j in 0..layout.sectors {
            for n in 0..layout.countries {
                self.set_row(layout, economy, policy, j, n);
            }
            self.tariffed[j] =
                (0..layout.countries).any(|n| policy.tariffs.row(j, n).iter().any(|t| *t != 0.0));
        }
        let any_tax = policy.export_taxes.as_ref().is_some_and(|e| e.values().iter().any(|e| *e != 0.0));
        let any_subsidy = policy.subsidies.values().iter().any(|s| *s != 0.0);
        self.producer_wedges = any_tax || any_subsidy;
        self.at_factory.clear();
        if let (true, Some(taxes)) = (any_tax, &policy.export_taxes) {
            let padded = layout.padded_cube(taxes);
            let border = self.at_border.iter().zip(&padded);
            self.at_factory.extend(border.map(|(b, e)| std::array::from_fn(|l| b[l] / (1.0 + e[l]))));
        }
        let inverse: Vec<f64> = policy.subsidies.values().iter().map(|s| 1.0 / (1.0 - s)).collect();
        layout.pad(&inverse, 1.0, &mut self.cost_per_sale);
        self.productivity = policy.productivity.as_ref().map(|productivity| {
            let logs: Vec<f64> = productivity.values().iter().map(|a| a.ln()).collect();
            layout.padded(&logs, 0.0)
        });
    }

    /// One importer's purchases of one sector.
    fn set_row(&mut self, layout: Layout, economy: &Economy, policy: &Policy, j: usize, n: usize) {
        let start = layout.row(j, n);
        let row = self.with_tariff[start..start + layout.lanes].as_flattened_mut();
        if let Some(wedges) = price_wedges(economy, policy, j, n) {
            for (weight, wedge) in row.iter_mut().zip(wedges).filter(|(_, wedge)| *wedge != 1.0) {
                *weight *= wedge.powf(-economy.theta[j]);
            }
        }
        let border = self.at_border[start..start + layout.lanes].as_flattened_mut();
        for ((border, weight), tariff) in border.iter_mut().zip(row.iter()).zip(policy.tariffs.row(j, n)) {
            *border = weight / (1.0 + tariff);
        }
    }
}
