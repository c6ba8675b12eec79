//! The price cap at every level: what the seller takes and what the world pays, with response and without.

use crate::error::{Error, ErrorKind};
use crate::market::Carries;
use crate::outcome::View;
use crate::scenario::{Cap, Scenario, Words};
use crate::world::World;
use rayon::prelude::*;
use serde::Serialize;
use thalweg_core::Problem;

/// The curve.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct CapCurve {
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the baseline.
    pub baseline: String,
    /// Whose oil is capped.
    pub seller: String,
    /// Largest residual of any equilibrium of the curve.
    pub complementarity_residual: f64,
    /// Revenue in the baseline, million dollars a day.
    pub revenue_before: f64,
    /// World price in the baseline, dollars a barrel.
    pub world_price_before: f64,
    /// By level, the highest first.
    pub rows: Vec<CapRow>,
}

/// One level.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, schemars::JsonSchema)]
pub struct CapRow {
    /// Cap, dollars a barrel.
    pub cap: f64,
    /// Seller's revenue, million dollars a day.
    pub revenue: f64,
    /// Change against the baseline, percent.
    pub revenue_pct: f64,
    /// Price free on board, on average.
    pub price: f64,
    /// Exports, million barrels a day.
    pub exports: f64,
    /// Part of what goes by sea that mainstream ships carry, percent.
    pub mainstream_pct: f64,
    /// World price.
    pub world_price: f64,
    /// Revenue if neither volumes nor the world price answered: Σ volume × min(price, cap), the arithmetic of trackers.
    pub revenue_no_response: f64,
    /// The same against the baseline, percent.
    pub no_response_pct: f64,
}

/// Levels at most.
const MOST: usize = 1000;

impl World {
    /// The curve over caps on one seller; caps that the scenario has for it are left out.
    ///
    /// # Errors
    /// As [`World::solve`]; no level, or too many.
    pub fn cap_curve(&self, scenario: &Scenario, seller: &str, levels: &[f64]) -> Result<CapCurve, Error> {
        if levels.is_empty() || levels.len() > MOST {
            let problem =
                Problem::new(format!("a curve has 1 to {MOST} levels, and {} were asked for", levels.len()));
            return Err(Error::one(ErrorKind::Scenario, problem));
        }
        let own: Vec<usize> =
            (0..self.baseline.origins.len()).filter(|o| self.baseline.origins[*o].seller == seller).collect();
        let before = View { world: self, built: &self.base, point: &self.solved.point };
        let revenue_before: f64 = own.iter().map(|o| before.revenue(*o)).sum();
        let solved: Vec<Result<(CapRow, f64), Error>> = levels
            .par_iter()
            .map(|cap| {
                let risk = scenario
                    .cap
                    .iter()
                    .rfind(|cap| cap.seller.all().contains(&seller))
                    .map_or(0.0, |cap| cap.risk);
                let mut at = scenario.clone();
                at.cap.retain(|cap| !cap.seller.all().contains(&seller));
                at.cap.push(Cap { seller: Words::One(seller.to_owned()), price: *cap, risk });
                let answer = self.answer(&at.resolve(&self.baseline)?)?;
                let after = View { world: self, built: &answer.built, point: &answer.solved.point };
                let revenue: f64 = own.iter().map(|o| after.revenue(*o)).sum();
                let exports: f64 = own.iter().map(|o| after.exports(*o)).sum();
                let fixed: f64 = own.iter().map(|o| before.exports(*o) * before.price(*o).min(*cap)).sum();
                let row = CapRow {
                    cap: *cap,
                    revenue,
                    revenue_pct: 100.0 * (revenue / revenue_before - 1.0),
                    price: revenue / exports,
                    exports,
                    mainstream_pct: after.mainstream_pct(&own),
                    world_price: self.world_price(&answer.built, &answer.solved.point),
                    revenue_no_response: fixed,
                    no_response_pct: 100.0 * (fixed / revenue_before - 1.0),
                };
                Ok((row, answer.solved.certificate.worst()))
            })
            .collect();
        let mut rows: Vec<(CapRow, f64)> = solved.into_iter().collect::<Result<_, _>>()?;
        rows.sort_by(|a, b| b.0.cap.total_cmp(&a.0.cap));
        Ok(CapCurve {
            scenario: scenario.name.clone(),
            baseline: self.baseline.about.name.clone(),
            seller: seller.to_owned(),
            complementarity_residual: rows.iter().map(|(_, residual)| *residual).fold(0.0, f64::max),
            revenue_before,
            world_price_before: self.world_price(&self.base, &self.solved.point),
            rows: rows.into_iter().map(|(row, _)| row).collect(),
        })
    }
}

impl View<'_> {
    /// Price free on board of an origin; the baseline has every origin.
    fn price(&self, o: usize) -> f64 {
        self.built.place[o].map_or(f64::INFINITY, |at| self.point.free_on_board(at))
    }

    /// Part of the origins' oil at sea that mainstream ships carry, percent.
    fn mainstream_pct(&self, origins: &[usize]) -> f64 {
        let (mut mainstream, mut all) = (0.0, 0.0);
        for pair in &self.built.market.pairs {
            if !origins.iter().any(|o| self.built.place[*o] == Some(pair.origin)) {
                continue;
            }
            for way in pair.ways.clone() {
                match self.built.ways[way].kind {
                    Carries::Mainstream => {
                        mainstream += self.point.flows[way];
                        all += self.point.flows[way];
                    }
                    Carries::Shadow => all += self.point.flows[way],
                    Carries::Pipeline => {}
                }
            }
        }
        if all > 0.0 { 100.0 * mainstream / all } else { 0.0 }
    }
}
