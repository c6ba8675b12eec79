//! The answer in numbers, and its certificate: every condition recomputed from them alone.

use crate::market::Market;
use serde::Serialize;

/// Prices, duals and flows of a market, in the market's own units and order.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Price of oil delivered, by buyer.
    pub prices: Vec<f64>,
    /// Marginal cost, by origin.
    pub costs: Vec<f64>,
    /// Rent of a unit of capacity, by carrier.
    pub rents: Vec<f64>,
    /// Rent of a refinery, by buyer, dollars a barrel.
    pub refinery: Vec<f64>,
    /// Rent of a terminal, by origin, dollars a barrel.
    pub terminal: Vec<f64>,
    /// Output that is shut rather than sold below cost, by origin.
    pub shut: Vec<f64>,
    /// Flow, by way.
    pub flows: Vec<f64>,
}

/// The largest relative violation of each group of conditions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Certificate {
    /// Flow and its margin: 0 ≤ x ⊥ cost − price ≥ 0; flows in parts of the pair's scale, margins of the typical price.
    pub flows: f64,
    /// Demand against arrivals.
    pub demand: f64,
    /// Supply against departures, and wells shut only where the cost is that of the first barrel.
    pub supply: f64,
    /// Carriers: 0 ≤ λ ⊥ capacity − use ≥ 0.
    pub carriers: f64,
    /// Refineries: 0 ≤ μ ⊥ capacity − intake ≥ 0.
    pub refineries: f64,
    /// Terminals: 0 ≤ τ ⊥ throughput − loadings ≥ 0.
    pub terminals: f64,
}

impl Certificate {
    /// The largest of all; no number where any is none.
    pub fn worst(&self) -> f64 {
        let all = [self.flows, self.demand, self.supply, self.carriers, self.refineries, self.terminals];
        all.into_iter().fold(0.0, |worst: f64, one| if one.is_nan() { f64::NAN } else { worst.max(one) })
    }
}

/// How far a quantity and its margin are from one of them being zero and the other not negative.
fn violation(quantity: f64, margin: f64) -> f64 {
    quantity.min(margin).abs()
}

impl Point {
    /// What arrives at each buyer.
    pub fn arrivals(&self, market: &Market) -> Vec<f64> {
        let mut sums = vec![0.0; market.buyers.len()];
        for pair in &market.pairs {
            sums[pair.buyer] += self.flows[pair.ways.clone()].iter().sum::<f64>();
        }
        sums
    }

    /// What leaves each origin.
    pub fn departures(&self, market: &Market) -> Vec<f64> {
        let mut sums = vec![0.0; market.origins.len()];
        for pair in &market.pairs {
            sums[pair.origin] += self.flows[pair.ways.clone()].iter().sum::<f64>();
        }
        sums
    }

    /// What is used of each carrier.
    pub fn uses(&self, market: &Market) -> Vec<f64> {
        let mut sums = vec![0.0; market.carriers.len()];
        for (way, flow) in market.ways.iter().zip(&self.flows) {
            sums[way.carrier] += way.use_of_carrier * flow;
        }
        sums
    }

    /// What is paid at the port of loading, by origin: the price free on board.
    pub fn free_on_board(&self, origin: usize) -> f64 {
        self.costs[origin] + self.terminal[origin]
    }

    /// What an origin sells.
    pub fn sold(&self, market: &Market, origin: usize) -> f64 {
        market.origins[origin].supply(self.costs[origin]) - self.shut[origin]
    }

    /// What the sellers of an origin take in a day, million dollars.
    pub fn revenue(&self, market: &Market, origin: usize) -> f64 {
        self.sold(market, origin) * self.free_on_board(origin)
    }

    /// What that is in another direction: the slope of revenue along a change of the numbers.
    pub fn revenue_slope(&self, market: &Market, origin: usize, change: &Self) -> f64 {
        let one = &market.origins[origin];
        let sold = self.sold(market, origin);
        let more = one.supply_slope(self.costs[origin]) * change.costs[origin] - change.shut[origin];
        more * self.free_on_board(origin) + sold * change.free_on_board(origin)
    }

    /// Every condition recomputed.
    pub fn certificate(&self, market: &Market) -> Certificate {
        let mut certificate = Certificate {
            flows: self.flow_violation(market),
            demand: 0.0,
            supply: 0.0,
            carriers: 0.0,
            refineries: 0.0,
            terminals: 0.0,
        };
        for (b, (buyer, arrived)) in market.buyers.iter().zip(self.arrivals(market)).enumerate() {
            let gap = (buyer.takes(self.prices[b]) - arrived).abs() / buyer.demand;
            certificate.demand = worse(certificate.demand, gap);
            let one = self.limited(self.refinery[b], buyer.capacity, arrived, market.price, buyer.demand);
            certificate.refineries = worse(certificate.refineries, one);
        }
        for (o, (origin, left)) in market.origins.iter().zip(self.departures(market)).enumerate() {
            let gap = (self.sold(market, o) - left).abs() / origin.output;
            let above =
                origin.first_cost.map_or(f64::INFINITY, |first| (self.costs[o] - first) / market.price);
            let shut = violation(self.shut[o] / origin.output, above);
            certificate.supply = worse(worse(certificate.supply, gap), shut);
            let one = self.limited(self.terminal[o], origin.throughput, left, market.price, origin.output);
            certificate.terminals = worse(certificate.terminals, one);
        }
        let scales = carrier_scales(market);
        for (r, (carrier, used)) in market.carriers.iter().zip(self.uses(market)).enumerate() {
            let margin = (carrier.capacity - used) / scales[r];
            certificate.carriers =
                worse(certificate.carriers, violation(self.rents[r] * scales[r] / market.price, margin));
        }
        certificate
    }

    fn limited(&self, rent: f64, limit: Option<f64>, used: f64, price: f64, scale: f64) -> f64 {
        match limit {
            Some(limit) => violation(rent / price, (limit - used) / scale),
            None => rent.abs() / price,
        }
    }

    fn flow_violation(&self, market: &Market) -> f64 {
        let mut worst = 0.0;
        for pair in &market.pairs {
            let quantity: f64 = self.flows[pair.ways.clone()].iter().sum();
            let worth = self.prices[pair.buyer] + pair.premium - pair.curvature * (quantity - pair.usual);
            let own = self.free_on_board(pair.origin) + self.refinery[pair.buyer] + pair.power;
            let scale = market.origins[pair.origin].output.min(market.buyers[pair.buyer].demand);
            for way in pair.ways.clone() {
                let one = &market.ways[way];
                let (paid, _) = one.paid(worth);
                let cost = own + one.freight + one.use_of_carrier * self.rents[one.carrier] + one.discount;
                worst = worse(worst, violation(self.flows[way] / scale, (cost - paid) / market.price));
            }
        }
        worst
    }
}

fn worse(worst: f64, one: f64) -> f64 {
    if one.is_nan() || worst.is_nan() { f64::NAN } else { worst.max(one) }
}

/// What a million barrels a day use of each carrier on average: turns its capacity into barrels.
pub(crate) fn carrier_scales(market: &Market) -> Vec<f64> {
    let (mut sums, mut counts) = (vec![0.0; market.carriers.len()], vec![0usize; market.carriers.len()]);
    for way in &market.ways {
        sums[way.carrier] += way.use_of_carrier;
        counts[way.carrier] += 1;
    }
    sums.iter().zip(counts).map(|(sum, count)| if count == 0 { 1.0 } else { sum / count as f64 }).collect()
}
