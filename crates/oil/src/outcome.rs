//! What a scenario does, as rows.

use crate::baseline::Baseline;
use crate::equilibrium::{Certificate, Point};
use crate::error::Error;
use crate::market::Carries;
use crate::policy::Policy;
use crate::scenario::{Horizon, Scenario};
use crate::solver::Solved;
use crate::world::{Built, World};
use serde::Serialize;

/// The answer to one scenario. Quantities are million barrels a day, prices dollars a barrel, revenue million dollars a
/// day.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Outcome {
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the baseline.
    pub baseline: String,
    /// How long everybody has had to respond.
    pub horizon: Horizon,
    /// How well the equilibrium closes.
    pub certificate: Certified,
    /// World price: the benchmark, free on board.
    pub world_price: Change,
    /// By seller.
    pub sellers: Vec<SellerRow>,
    /// By buyer.
    pub buyers: Vec<BuyerRow>,
    /// By origin and buyer, only where something flows before or after.
    pub flows: Vec<FlowRow>,
    /// By channel and class.
    pub fleets: Vec<FleetRow>,
}

/// How well an equilibrium closes.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Certified {
    /// Largest relative residual of any condition, recomputed from the numbers.
    pub complementarity_residual: f64,
    /// By group of conditions.
    pub residuals: Certificate,
    /// Newton steps.
    pub steps: usize,
}

/// Before and after.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Change {
    /// In the baseline.
    pub before: f64,
    /// Under the scenario.
    pub after: f64,
}

/// A seller.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct SellerRow {
    /// Code.
    pub seller: String,
    /// Exports, million barrels a day.
    pub exports: Change,
    /// Price free on board, averaged over what is sold.
    pub price: Change,
    /// Revenue, million dollars a day.
    pub revenue: Change,
    /// Its change, percent.
    pub revenue_pct: f64,
}

/// A buyer.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct BuyerRow {
    /// Code.
    pub buyer: String,
    /// Imports, million barrels a day.
    pub imports: Change,
    /// Price of oil delivered.
    pub price: Change,
    /// Rent of its refineries, dollars a barrel.
    pub refinery_rent: Change,
}

/// What one origin sells to one buyer. The price free on board is the world price less discount and transport.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct FlowRow {
    /// Origin.
    pub origin: String,
    /// Buyer.
    pub buyer: String,
    /// Million barrels a day.
    pub flow: Change,
    /// Of these after, in the shadow fleet.
    pub shadow: f64,
    /// Price free on board, after; none where nothing flows.
    pub free_on_board: Option<f64>,
    /// World price less this and transport: what the buyer gets off, by power, by the channel, because its refineries take
    /// more of the grade than they are used to, and by quality and place.
    pub discount: Option<f64>,
    /// The change of the discount against the baseline.
    pub discount_change: Option<f64>,
    /// What the buyer pays less for it than for other oil delivered.
    pub delivered_discount: Option<f64>,
    /// Voyage, pipe, and the rent of ships.
    pub transport: Option<f64>,
    /// Change of transport against the baseline.
    pub transport_change: Option<f64>,
}

/// Ships of one class in one channel.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct FleetRow {
    /// Channel.
    pub channel: Carries,
    /// Class.
    pub class: String,
    /// Ships, after.
    pub ships: f64,
    /// Part of them that is used, after.
    pub used: f64,
    /// What one more day of a typical ship would earn above its cost, dollars, after.
    pub rent_per_day: f64,
}

/// A scenario with its market and its equilibrium.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) built: Built,
    pub(crate) solved: Solved,
}

impl World {
    /// Solves a scenario.
    ///
    /// # Errors
    /// A scenario that does not fit the baseline, a buyer that nobody can supply, and an equilibrium that was not found.
    ///
    /// ```
    /// use thalweg_oil::{Baseline, Scenario, World};
    /// let world = World::new(Baseline::open("oil-2022")?)?;
    /// let outcome = world.solve(&Scenario::open("embargo")?)?;
    /// let russia = outcome.sellers.iter().find(|row| row.seller == "RUS").unwrap();
    /// assert!(russia.revenue_pct < 0.0);
    /// # Ok::<(), thalweg_oil::Error>(())
    /// ```
    pub fn solve(&self, scenario: &Scenario) -> Result<Outcome, Error> {
        let policy = scenario.resolve(&self.baseline)?;
        let answer = self.answer(&policy)?;
        Ok(self.outcome(&scenario.name, &policy, &answer))
    }

    pub(crate) fn answer(&self, policy: &Policy) -> Result<Answer, Error> {
        let built = self.under(policy)?;
        if built.market == self.base.market {
            // no change is exactly no change
            return Ok(Answer { built, solved: self.solved.clone() });
        }
        let solved = built.market.solve_from(Some(&self.solved), &self.settings)?;
        Ok(Answer { built, solved })
    }

    /// Price of the benchmark free on board.
    pub(crate) fn world_price(&self, built: &Built, point: &Point) -> f64 {
        let benchmark = self.baseline.origin(&self.baseline.parameters.benchmark);
        let at = benchmark.and_then(|o| built.place[o]);
        at.map_or(f64::NAN, |at| point.free_on_board(at))
    }

    fn outcome(&self, name: &str, policy: &Policy, answer: &Answer) -> Outcome {
        let before = View { world: self, built: &self.base, point: &self.solved.point };
        let after = View { world: self, built: &answer.built, point: &answer.solved.point };
        Outcome {
            scenario: name.to_owned(),
            baseline: self.baseline.about.name.clone(),
            horizon: policy.horizon,
            certificate: answer.solved.certified(),
            world_price: Change {
                before: self.world_price(before.built, before.point),
                after: self.world_price(after.built, after.point),
            },
            sellers: sellers(&self.baseline, &before, &after),
            buyers: buyers(&self.baseline, &before, &after),
            flows: flows(&self.baseline, &before, &after),
            fleets: after.fleets(),
        }
    }
}

impl Solved {
    pub(crate) fn certified(&self) -> Certified {
        Certified {
            complementarity_residual: self.certificate.worst(),
            residuals: self.certificate,
            steps: self.steps,
        }
    }
}

/// One equilibrium, asked in the baseline's indices.
pub(crate) struct View<'a> {
    pub(crate) world: &'a World,
    pub(crate) built: &'a Built,
    pub(crate) point: &'a Point,
}

impl View<'_> {
    pub(crate) fn exports(&self, o: usize) -> f64 {
        self.built.place[o].map_or(0.0, |at| self.point.sold(&self.built.market, at))
    }

    pub(crate) fn revenue(&self, o: usize) -> f64 {
        self.built.place[o].map_or(0.0, |at| self.point.revenue(&self.built.market, at))
    }

    /// Parts of what the origins sell that go to each buyer.
    pub(crate) fn buyers_of(&self, origins: &[usize]) -> Vec<f64> {
        let mut parts = vec![0.0; self.built.market.buyers.len()];
        for pair in &self.built.market.pairs {
            if origins.iter().any(|o| self.built.place[*o] == Some(pair.origin)) {
                parts[pair.buyer] += self.point.flows[pair.ways.clone()].iter().sum::<f64>();
            }
        }
        let sum: f64 = parts.iter().sum();
        parts.iter_mut().for_each(|part| *part /= sum.max(f64::MIN_POSITIVE));
        parts
    }

    pub(crate) fn fob(&self, o: usize) -> Option<f64> {
        self.built.place[o].map(|at| self.point.free_on_board(at))
    }

    /// Flow, the part of it in the shadow fleet, and mean transport of a pair.
    pub(crate) fn pair(&self, o: usize, b: usize) -> (f64, f64, Option<f64>) {
        let market = &self.built.market;
        let at = self.built.place[o];
        let Some(pair) = market.pairs.iter().find(|pair| Some(pair.origin) == at && pair.buyer == b) else {
            return (0.0, 0.0, None);
        };
        let (mut flow, mut shadow, mut transport) = (0.0, 0.0, 0.0);
        for way in pair.ways.clone() {
            let (one, amount) = (&market.ways[way], self.point.flows[way]);
            flow += amount;
            transport += amount * (one.freight + one.use_of_carrier * self.point.rents[one.carrier]);
            if self.built.ways[way].kind == Carries::Shadow {
                shadow += amount;
            }
        }
        (flow, shadow, (flow > FLOWS).then(|| transport / flow))
    }

    fn fleets(&self) -> Vec<FleetRow> {
        let market = &self.built.market;
        let uses = self.point.uses(market);
        let mut rows = Vec::new();
        for (r, info) in self.built.carriers.iter().enumerate() {
            let Some(class) = info.class else { continue };
            rows.push(FleetRow {
                channel: info.kind,
                class: class.word().to_owned(),
                ships: info.ships,
                used: uses[r] / info.capacity,
                // rent is dollars for a tonne-mile a day of a million: a ship does capacity / ships of them
                rent_per_day: self.point.rents[r] * 1e6 * info.capacity / info.ships.max(f64::MIN_POSITIVE),
            });
        }
        rows
    }
}

/// Flows below this, million barrels a day, are none.
const FLOWS: f64 = 1e-6;

fn percent(change: Change) -> f64 {
    100.0 * (change.after / change.before - 1.0)
}

fn sellers(baseline: &Baseline, before: &View<'_>, after: &View<'_>) -> Vec<SellerRow> {
    let mut rows: Vec<SellerRow> = Vec::new();
    for origin in &baseline.origins {
        if rows.iter().any(|row| row.seller == origin.seller) {
            continue;
        }
        let own = || (0..baseline.origins.len()).filter(|o| baseline.origins[*o].seller == origin.seller);
        let sum = |of: &dyn Fn(usize) -> f64| own().map(of).sum::<f64>();
        let exports = Change { before: sum(&|o| before.exports(o)), after: sum(&|o| after.exports(o)) };
        let revenue = Change { before: sum(&|o| before.revenue(o)), after: sum(&|o| after.revenue(o)) };
        rows.push(SellerRow {
            seller: origin.seller.clone(),
            exports,
            price: Change { before: revenue.before / exports.before, after: revenue.after / exports.after },
            revenue,
            revenue_pct: percent(revenue),
        });
    }
    rows
}

fn buyers(baseline: &Baseline, before: &View<'_>, after: &View<'_>) -> Vec<BuyerRow> {
    let (was, is) = (before.point.arrivals(&before.built.market), after.point.arrivals(&after.built.market));
    let row = |(b, buyer): (usize, &crate::baseline::Refiner)| BuyerRow {
        buyer: buyer.code.clone(),
        imports: Change { before: was[b], after: is[b] },
        price: Change { before: before.point.prices[b], after: after.point.prices[b] },
        refinery_rent: Change { before: before.point.refinery[b], after: after.point.refinery[b] },
    };
    baseline.buyers.iter().enumerate().map(row).collect()
}

fn flows(baseline: &Baseline, before: &View<'_>, after: &View<'_>) -> Vec<FlowRow> {
    let price = |view: &View<'_>| view.world.world_price(view.built, view.point);
    let (was_price, is_price) = (price(before), price(after));
    let mut rows = Vec::new();
    for (o, origin) in baseline.origins.iter().enumerate() {
        for (b, buyer) in baseline.buyers.iter().enumerate() {
            let (was, _, was_transport) = before.pair(o, b);
            let (is, shadow, transport) = after.pair(o, b);
            if was.max(is) <= FLOWS {
                continue;
            }
            let fob = after.fob(o).filter(|_| is > FLOWS);
            let discount = fob.zip(transport).map(|(fob, transport)| is_price - fob - transport);
            let was_discount =
                before.fob(o).zip(was_transport).map(|(fob, transport)| was_price - fob - transport);
            rows.push(FlowRow {
                origin: origin.code.clone(),
                buyer: buyer.code.clone(),
                flow: Change { before: was, after: is },
                shadow,
                free_on_board: fob,
                discount,
                discount_change: discount.zip(was_discount).map(|(is, was)| is - was),
                delivered_discount: fob
                    .zip(transport)
                    .map(|(fob, transport)| after.point.prices[b] - fob - transport),
                transport,
                transport_change: transport.zip(was_transport).map(|(is, was)| is - was),
            });
        }
    }
    rows
}
