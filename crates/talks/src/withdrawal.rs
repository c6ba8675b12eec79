//! Taking back as much as was taken: the answer to a breach that trade rules allow.
//!
//! Who is hit by a breach may withdraw "substantially equivalent concessions" (GATT, Article XXVIII; in disputes Article
//! 22.4 of the Dispute Settlement Understanding). Bagwell and Staiger (1999, American Economic Review 89(1); 2002, The
//! Economics of the World Trading System, chapter 4) call changes of tariffs reciprocal if imports and exports of a
//! country change by the same volume, measured at the world prices from which they start; where all trade is counted
//! and balanced, such changes leave its terms of trade as they were.
//!
//! Here: the other players raise their tariffs on the deviator, all by the same part of the way from the deal to the war,
//! until its exports to them have fallen by as much as theirs to it, from the deal to the end, in volume at the border
//! prices of the deal.

use crate::contest::Contest;
use crate::error::Error;
use serde::{Deserialize, Serialize};
use thalweg_trade::{Base, Equilibrium, Policy};

/// What the other players take back after the breach of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// How far they raise their tariffs on the deviator, as a part of the way from the deal to the war, in [0, 1].
    pub part: f64,
    /// By how much their exports to the deviator have fallen then, in the unit of the baseline at border prices of the
    /// deal; below zero where they sell more.
    pub lost: f64,
    /// By how much the deviator's exports to them have fallen, in the same terms.
    pub withdrawn: f64,
    /// Whether the two are equal. If not, `part` is zero where the breach took nothing from them; otherwise no tariff
    /// between deal and war makes them equal, and it is the end of the way that comes nearer.
    pub is_equal: bool,
    /// Government welfare of the deviator then, percent over the base. It may be below what the war leaves: there the
    /// others are at war with each other too, and the deviator adapts to it.
    pub welfare_pct: f64,
}

/// A breach and those who answer it.
struct Answer<'a> {
    base: &'a Base,
    deviator: usize,
    partners: Vec<usize>,
    deal: &'a Equilibrium,
    breach: &'a Equilibrium,
    war: &'a Policy,
}

/// One try: how far they went, and what both sides have lost.
struct Try {
    part: f64,
    at: Equilibrium,
    lost: f64,
    withdrawn: f64,
}

/// Part of what was lost within which two amounts are equal.
const PRECISION: f64 = 1e-9;
/// Equilibria for which the right part is looked for.
const LOOKS: usize = 60;

/// What the other players withdraw after a breach, and what the deviator is left with.
///
/// # Errors
/// If there is no equilibrium on the way.
pub(crate) fn withdraw(
    contest: &Contest<'_>,
    deviator: usize,
    deal: &Equilibrium,
    breach: &Equilibrium,
    war: &Policy,
) -> Result<Withdrawal, Error> {
    let country = |player: usize| contest.instruments(player).country();
    let partners = (0..contest.players()).filter(|player| *player != deviator).map(country).collect();
    let answer = Answer { base: contest.base(), deviator: country(deviator), partners, deal, breach, war };
    let end = answer.find()?;
    Ok(Withdrawal {
        part: end.part,
        lost: end.lost,
        withdrawn: end.withdrawn,
        is_equal: end.is_equal(),
        welfare_pct: contest.payoff(deviator).percent(&end.at),
    })
}

impl Try {
    fn gap(&self) -> f64 {
        self.lost - self.withdrawn
    }

    fn is_equal(&self) -> bool {
        self.gap().abs() <= PRECISION * (self.lost.abs() + self.withdrawn.abs())
    }
}

impl Answer<'_> {
    /// The part at which both sides have lost the same: by the rule of false position between no withdrawal and the war,
    /// with the Illinois correction (Dowell and Jarratt 1971, BIT 11).
    fn find(&self) -> Result<Try, Error> {
        let low = self.attempt(0.0)?;
        if low.lost <= 0.0 {
            return Ok(low);
        }
        let high = self.attempt(1.0)?;
        let (mut near, mut far) = ((low.part, low.gap()), (high.part, high.gap()));
        if near.1.signum() == far.1.signum() {
            return Ok(if near.1.abs() <= far.1.abs() { low } else { high });
        }
        let mut last = low;
        for _ in 0..LOOKS {
            if last.is_equal() {
                break;
            }
            let part = near.0 + (far.0 - near.0) * near.1 / (near.1 - far.1);
            last = self.attempt(part)?;
            if last.gap().signum() == far.1.signum() {
                // the end that stays counts half, so that it moves soon
                near.1 *= 0.5;
            } else {
                near = far;
            }
            far = (last.part, last.gap());
        }
        Ok(last)
    }

    fn attempt(&self, part: f64) -> Result<Try, Error> {
        let mut policy = self.breach.policy.clone();
        for n in &self.partners {
            for j in 0..policy.tariffs.sectors() {
                let tariff = policy.tariffs.get_mut(j, *n, self.deviator);
                *tariff += part * (self.war.tariffs.get(j, *n, self.deviator) - *tariff).max(0.0);
            }
        }
        let at = self.base.solve(policy)?;
        let sum = |fallen: &dyn Fn(usize) -> f64| self.partners.iter().map(|n| fallen(*n)).sum::<f64>();
        let lost = sum(&|n| self.fallen(self.deviator, n, &at));
        let withdrawn = sum(&|n| self.fallen(n, self.deviator, &at));
        Ok(Try { part, at, lost, withdrawn })
    }

    /// By how much an importer buys less of an exporter than in the deal, at border prices of the deal.
    fn fallen(&self, importer: usize, exporter: usize, at: &Equilibrium) -> f64 {
        let less = |j: usize| {
            let cell = (j, importer, exporter);
            self.deal.flows.get(j, importer, exporter)
                - at_prices_of(self.deal, at, cell, self.base.elasticity(j))
        };
        (0..at.prices.sectors()).map(less).sum()
    }
}

/// The trade of a cell (sector, importer, exporter) at one equilibrium in the border prices of another.
///
/// By the demand of the model a share of spending is `(p (1 + t) d / P)^-theta` up to a constant of the cell, `p` the border
/// price and `d` iceberg costs: the ratio of two shares gives the ratio of their border prices.
fn at_prices_of(prices: &Equilibrium, at: &Equilibrium, (j, n, i): (usize, usize, usize), theta: f64) -> f64 {
    let flow = at.flows.get(j, n, i);
    let wedge = |e: &Equilibrium| {
        let cost = e.policy.trade_costs.as_ref().map_or(1.0, |d| d.get(j, n, i));
        (1.0 + e.policy.tariffs.get(j, n, i)) * cost
    };
    let share =
        |e: &Equilibrium| e.flows.get(j, n, i) * (1.0 + e.policy.tariffs.get(j, n, i)) / e.spending.get(j, n);
    if flow <= 0.0 || share(prices) <= 0.0 {
        return 0.0;
    }
    let index = prices.prices.get(j, n) / at.prices.get(j, n);
    flow * index * (share(at) / share(prices)).powf(1.0 / theta) * wedge(at) / wedge(prices)
}
