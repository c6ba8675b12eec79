//! A policy as the sweep reads it: the base shares weighted by what the policy does to the buyer's price.

use super::fabric::Fabric;
use super::layout::{LANES, Lane, Layout};
use super::vector_math::raise;
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
    /// The policy whose wedges these are, so that the next one need touch only what differs; none at first, when they are
    /// those of the fabric.
    last: Option<Policy>,
    /// Room for one importer's wedges.
    factors: Vec<f64>,
}

/// What a policy does to buyers' prices against a base, before costs move; a tariff to the power of the pass-through.
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
        let mut factors = vec![1.0; self.economy.countries()];
        self.fill(j, n, &mut factors).then_some(factors)
    }

    /// The same to the power -theta; false, and nothing of use written, where nothing changes.
    pub(crate) fn powers(&self, j: usize, n: usize, into: &mut [f64]) -> bool {
        let changes = self.fill(j, n, into);
        if changes {
            raise(into, -self.economy.theta[j]);
        }
        changes
    }

    /// The same for all importers of a sector at once, which is quicker: the importers that a change touches, and their
    /// rows one after another.
    pub(crate) fn sector_powers(&self, j: usize, importers: &mut Vec<usize>, into: &mut Vec<f64>) {
        let countries = self.economy.countries();
        importers.clear();
        into.resize(countries * countries, 1.0);
        for n in 0..countries {
            let start = importers.len() * countries;
            if self.fill(j, n, &mut into[start..start + countries]) {
                importers.push(n);
            }
        }
        raise(&mut into[..importers.len() * countries], -self.economy.theta[j]);
    }

    /// Writes the factors of a row; false, and nothing of use written, where nothing changes.
    fn fill(&self, j: usize, n: usize, into: &mut [f64]) -> bool {
        let (tariffs, base_tariffs) = (self.policy.tariffs.row(j, n), self.economy.tariffs.row(j, n));
        if !self.others && !self.subsidised[j] && tariffs == base_tariffs {
            return false;
        }
        let ratio =
            |after: f64, before: f64| if after == before { 1.0 } else { (1.0 + after) / (1.0 + before) };
        for (factor, (tariff, base)) in into.iter_mut().zip(tariffs.iter().zip(base_tariffs)) {
            *factor = ratio(*tariff, *base);
        }
        let power = self.economy.rules.pass_through[n];
        if power != 1.0 {
            into.iter_mut().filter(|factor| **factor != 1.0).for_each(|factor| *factor = factor.powf(power));
        }
        if self.subsidised[j] {
            let (subsidies, base) = (self.policy.subsidies.row(j), self.economy.subsidies.row(j));
            let rates = subsidies.iter().zip(base);
            into.iter_mut().zip(rates).for_each(|(factor, (s, base))| *factor *= ratio(-s, -base));
        }
        if self.others {
            let at = |row: &[f64], i: usize| row.get(i).copied().unwrap_or(0.0);
            let taxes = row_or_nothing(&self.policy.export_taxes, j, n);
            let base = row_or_nothing(&self.economy.export_taxes, j, n);
            let costs = row_or_nothing(&self.policy.trade_costs, j, n);
            for (i, factor) in into.iter_mut().enumerate() {
                *factor *= ratio(at(taxes, i), at(base, i)) * costs.get(i).copied().unwrap_or(1.0);
            }
        }
        tariffs != base_tariffs || into.iter().any(|factor| *factor != 1.0)
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
            last: None,
            factors: vec![1.0; fabric.layout.countries],
        }
    }

    /// Fills in the wedges of a policy on the same fabric. Only what differs from the last policy is computed; what stands
    /// here afterwards does not depend on it.
    pub(super) fn set(&mut self, fabric: &Fabric, economy: &Economy, policy: &Policy) {
        let layout = fabric.layout;
        let wedges = PriceWedges::new(economy, policy);
        let last = self.last.take().filter(|last| comparable(last, policy));
        for j in 0..layout.sectors {
            for n in 0..layout.countries {
                if last.as_ref().is_none_or(|last| !is_same_row(last, policy, j, n)) {
                    self.set_row(fabric, &wedges, j, n);
                }
            }
            let tariffs = |n: usize| policy.tariffs.row(j, n);
            self.tariffed[j] =
                fabric.tariffed[j] || (0..layout.countries).any(|n| tariffs(n).iter().any(|t| *t != 0.0));
        }
        self.set_producer_wedges(layout, policy);
        self.productivity = policy.productivity.as_ref().map(|productivity| {
            let logs: Vec<f64> = productivity.values().iter().map(|a| a.ln()).collect();
            layout.padded(&logs, 0.0)
        });
        self.last = Some(match last {
            Some(mut last) => {
                overwrite(&mut last, policy);
                last
            }
            None => policy.clone(),
        });
    }

    /// One importer's purchases of one sector.
    fn set_row(&mut self, fabric: &Fabric, wedges: &PriceWedges<'_>, j: usize, n: usize) {
        let start = fabric.layout.row(j, n);
        let row = start..start + fabric.layout.lanes;
        self.with_tariff[row.clone()].copy_from_slice(&fabric.shares[row.clone()]);
        if !wedges.powers(j, n, &mut self.factors) {
            self.at_border[row.clone()].copy_from_slice(&fabric.at_border[row]);
            return;
        }
        let weights = self.with_tariff[row.clone()].as_flattened_mut();
        weights.iter_mut().zip(&self.factors).for_each(|(weight, factor)| *weight *= factor);
        let border = self.at_border[row].as_flattened_mut();
        let tariffs = wedges.policy.tariffs.row(j, n);
        for ((border, weight), tariff) in border.iter_mut().zip(weights.iter()).zip(tariffs) {
            *border = weight / (1.0 + tariff);
        }
    }

    fn set_producer_wedges(&mut self, layout: Layout, policy: &Policy) {
        let any_tax = policy.export_taxes.as_ref().is_some_and(|e| e.values().iter().any(|e| *e != 0.0));
        let any_subsidy = policy.subsidies.values().iter().any(|s| *s != 0.0);
        self.producer_wedges = any_tax || any_subsidy;
        self.at_factory.clear();
        if let (true, Some(taxes)) = (any_tax, &policy.export_taxes) {
            self.at_factory.extend_from_slice(&self.at_border);
            for j in 0..layout.sectors {
                for n in 0..layout.countries {
                    let start = layout.row(j, n);
                    let row = self.at_factory[start..start + layout.lanes].as_flattened_mut();
                    row.iter_mut().zip(taxes.row(j, n)).for_each(|(made, tax)| *made /= 1.0 + tax);
                }
            }
        }
        let inverse: Vec<f64> = policy.subsidies.values().iter().map(|s| 1.0 / (1.0 - s)).collect();
        layout.pad(&inverse, 1.0, &mut self.cost_per_sale);
    }
}

/// Whether two policies say something about the same things.
fn comparable(a: &Policy, b: &Policy) -> bool {
    a.export_taxes.is_some() == b.export_taxes.is_some() && a.trade_costs.is_some() == b.trade_costs.is_some()
}

/// Whether two comparable policies have the same rates for one importer and sector.
fn is_same_row(a: &Policy, b: &Policy, j: usize, n: usize) -> bool {
    a.tariffs.row(j, n) == b.tariffs.row(j, n)
        && a.subsidies.row(j) == b.subsidies.row(j)
        && row_or_nothing(&a.export_taxes, j, n) == row_or_nothing(&b.export_taxes, j, n)
        && row_or_nothing(&a.trade_costs, j, n) == row_or_nothing(&b.trade_costs, j, n)
}

/// Makes a policy the same as a comparable one, productivity apart, without new memory.
fn overwrite(policy: &mut Policy, other: &Policy) {
    policy.tariffs.values_mut().copy_from_slice(other.tariffs.values());
    policy.subsidies.values_mut().copy_from_slice(other.subsidies.values());
    let cubes =
        [(&mut policy.export_taxes, &other.export_taxes), (&mut policy.trade_costs, &other.trade_costs)];
    for pair in cubes {
        if let (Some(to), Some(from)) = pair {
            to.values_mut().copy_from_slice(from.values());
        }
    }
}
