//! Who buys the oil that sanctions are about.

use crate::error::Error;
use crate::outcome::{Certified, Change, View};
use crate::policy::{Forbidden, Policy};
use crate::scenario::Scenario;
use crate::world::World;
use serde::Serialize;

/// What buyers take of sanctioned oil.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Purchases {
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the baseline.
    pub baseline: String,
    /// How well the equilibrium closes.
    pub certificate: Certified,
    /// Sellers under sanctions, those that sell most first: under an embargo, a cap or a ban of the scenario, or served by the
    /// shadow fleet alone.
    pub sellers: Vec<String>,
    /// What all of them sell, million barrels a day.
    pub exports: Change,
    /// Of it after, what goes in the shadow fleet.
    pub shadow: f64,
    /// By buyer, of all these sellers together, the largest after first.
    pub buyers: Vec<BuyerTotal>,
    /// By buyer and seller, the largest after first; where there is nothing before or after there is no row.
    pub rows: Vec<PurchaseRow>,
}

/// What one buyer takes of all of them.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct BuyerTotal {
    /// Code of the buyer.
    pub buyer: String,
    /// Its name.
    pub name: String,
    /// Million barrels a day.
    pub flow: Change,
    /// Of it after, in the shadow fleet.
    pub shadow: f64,
}

/// What one buyer takes of one seller's oil.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct PurchaseRow {
    /// Code of the buyer.
    pub buyer: String,
    /// Its name.
    pub name: String,
    /// Code of the seller.
    pub seller: String,
    /// Million barrels a day.
    pub flow: Change,
    /// Of it after, in the shadow fleet.
    pub shadow: f64,
    /// What the buyer pays less for it than for other oil delivered, dollars a barrel, after; none where it takes nothing.
    pub delivered_discount: Option<f64>,
}

/// Flows below this, million barrels a day, are none.
const NONE: f64 = 1e-4;

impl World {
    /// Who buys the oil of sellers under sanctions, before and under a scenario.
    ///
    /// # Errors
    /// As [`World::solve`].
    pub fn purchases(&self, scenario: &Scenario) -> Result<Purchases, Error> {
        let policy = scenario.resolve(&self.baseline)?;
        let answer = self.answer(&policy)?;
        let before = View { world: self, built: &self.base, point: &self.solved.point };
        let after = View { world: self, built: &answer.built, point: &answer.solved.point };
        let mut rows = Vec::new();
        let mut sellers: Vec<(String, f64)> = Vec::new();
        for seller in self.sanctioned(&policy) {
            let own = self.own(&seller);
            sellers.push((seller.clone(), own.iter().map(|o| after.exports(*o)).sum()));
            let of = |b| self.purchase(&before, &after, &seller, &own, b);
            rows.extend((0..self.baseline.buyers.len()).filter_map(of));
        }
        sellers.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        rows.sort_by(|a, b| {
            b.flow.after.total_cmp(&a.flow.after).then_with(|| b.flow.before.total_cmp(&a.flow.before))
        });
        let sum = |of: &dyn Fn(&PurchaseRow) -> f64| rows.iter().map(of).sum();
        Ok(Purchases {
            scenario: scenario.name.clone(),
            baseline: self.baseline.about.name.clone(),
            certificate: answer.solved.certified(),
            sellers: sellers.into_iter().map(|(seller, _)| seller).collect(),
            exports: Change { before: sum(&|row| row.flow.before), after: sum(&|row| row.flow.after) },
            shadow: sum(&|row| row.shadow),
            buyers: totals(&rows),
            rows,
        })
    }

    /// Sellers that a policy is about, in the order of the baseline.
    fn sanctioned(&self, policy: &Policy) -> Vec<String> {
        let mut sellers: Vec<String> = Vec::new();
        for (o, origin) in self.baseline.origins.iter().enumerate() {
            let embargo = policy.embargo[o].iter().any(|forbidden| *forbidden > Forbidden::Nothing);
            let touched = embargo || policy.cap[o].is_some() || !policy.mainstream[o];
            if touched && !sellers.contains(&origin.seller) {
                sellers.push(origin.seller.clone());
            }
        }
        sellers
    }

    fn purchase(
        &self,
        before: &View<'_>,
        after: &View<'_>,
        seller: &str,
        own: &[usize],
        b: usize,
    ) -> Option<PurchaseRow> {
        let mut flow = Change { before: 0.0, after: 0.0 };
        let (mut shadow, mut off) = (0.0, 0.0);
        for o in own {
            flow.before += before.pair(*o, b).0;
            let (amount, in_shadow, transport) = after.pair(*o, b);
            flow.after += amount;
            shadow += in_shadow;
            if let Some((paid, transport)) = after.fob(*o).zip(transport) {
                off += amount * (after.point.prices[b] - paid - transport);
            }
        }
        let buyer = &self.baseline.buyers[b];
        (flow.before.max(flow.after) > NONE).then(|| PurchaseRow {
            buyer: buyer.code.clone(),
            name: buyer.name.clone(),
            seller: seller.to_owned(),
            flow,
            shadow,
            delivered_discount: (flow.after > NONE).then(|| off / flow.after),
        })
    }
}

/// Rows summed over sellers.
fn totals(rows: &[PurchaseRow]) -> Vec<BuyerTotal> {
    let mut totals: Vec<BuyerTotal> = Vec::new();
    for row in rows {
        match totals.iter_mut().find(|total| total.buyer == row.buyer) {
            Some(total) => {
                total.flow.before += row.flow.before;
                total.flow.after += row.flow.after;
                total.shadow += row.shadow;
            }
            None => totals.push(BuyerTotal {
                buyer: row.buyer.clone(),
                name: row.name.clone(),
                flow: row.flow,
                shadow: row.shadow,
            }),
        }
    }
    totals.sort_by(|a, b| {
        b.flow.after.total_cmp(&a.flow.after).then_with(|| b.flow.before.total_cmp(&a.flow.before))
    });
    totals
}
