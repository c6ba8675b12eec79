//! The equilibrium by an interior-point method: flows, their margins, rents and what is left of limits stay above zero,
//! and their products go to zero together (predictor and corrector of Mehrotra).
//!
//! Each step eliminates flows and margins. With W = x/z, dx = g − W (dC + use dλ − φ (dp − κ dy)), where C is the cost
//! that all ways of a pair share, φ how much the price paid follows the buyer's (less than one near a price cap), and
//! dy = Σ dx gives one line for a pair. What is left has as many lines as there are prices and rents.

use super::State;
use super::system::System;
use crate::dense::Factors;
use crate::market::TIE;

/// Flows and rents with their partners, all above zero.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Inner {
    /// Prices and rents, in the layout of the system.
    pub(super) unknowns: Vec<f64>,
    pub(super) flows: Vec<f64>,
    /// Cost less price of each way, in typical prices.
    pub(super) margins: Vec<f64>,
    /// What is left of each limit, by unknown; of no meaning where the unknown is no rent.
    pub(super) left: Vec<f64>,
}

/// Values that a step must close.
struct Gaps {
    /// By unknown: demand, supply, limits.
    rows: Vec<f64>,
    /// By way.
    ways: Vec<f64>,
}

/// A linear system ready to be solved for several right sides.
struct Ready {
    factors: Factors,
    /// By way: W and φ.
    weights: Vec<f64>,
    feels: Vec<f64>,
}

struct Step {
    unknowns: Vec<f64>,
    flows: Vec<f64>,
    margins: Vec<f64>,
    left: Vec<f64>,
}

/// Least mean product of partners that a step aims at, in barrels times typical prices.
const CENTRE: f64 = 1e-17;
/// Where the rounded answer is looked at first.
const NEAR: f64 = 1e-11;
/// A residual at which rounding may be all that is left.
const ENOUGH: f64 = 1e-8;
/// Looks at a residual that fell no further, before the search ends.
const PATIENCE: usize = 3;
/// A residual that need not be lower.
const DONE: f64 = 1e-11;
/// Largest W where slopes are wanted: what a flow that is not zero answers to a dollar. Larger ones would drown the slopes of
/// demand and supply in rounding.
const STEEPEST: f64 = 1e6;
/// Part of the way to the boundary that a step goes.
const SHORT: f64 = 0.995;

/// The best state that was found, its residual, and the steps taken.
pub(super) struct Closed {
    pub(super) state: State,
    /// The same before rounding.
    pub(super) inner: Inner,
    pub(super) residual: f64,
    pub(super) steps: usize,
}

/// Steps until the residual, recomputed from the rounded answer, falls no further.
pub(super) fn solve(system: &System<'_>, start: &State, distance: f64, most: usize) -> Closed {
    let mut inner = system.inside(start, distance);
    let mut best = Closed { state: start.clone(), inner: inner.clone(), residual: f64::INFINITY, steps: 0 };
    let (mut steps, mut worse) = (0, 0);
    while steps < most {
        let centre = system.centre(&inner);
        let gaps = system.gaps(&inner, centre);
        if centre <= NEAR {
            let state = system.rounded(&inner);
            let residual = system.point(&state).certificate(system.market).worst();
            let better = residual < best.residual;
            worse += usize::from(!better);
            if !better && (best.residual < ENOUGH || worse > PATIENCE) {
                break;
            }
            if better {
                best = Closed { state, inner: inner.clone(), residual, steps };
            }
            if residual <= DONE {
                break;
            }
        }
        steps += 1;
        let Some(ready) = system.ready(&inner, centre, f64::INFINITY) else { break };
        let aim = |_: usize, _: usize| 0.0;
        let predicted = system.step(&inner, &ready, &gaps, 0.0, &aim);
        let reach = system.reach(&inner, &predicted);
        let after = system.centre_after(&inner, &predicted, reach);
        let sigma = (after / centre).powi(3).clamp(1e-6, 1.0);
        let second = |kind: usize, at: usize| match kind {
            0 => predicted.flows[at] * predicted.margins[at],
            _ => predicted.unknowns[at] * predicted.left[at],
        };
        let step = system.step(&inner, &ready, &gaps, (sigma * centre).max(CENTRE), &second);
        let length = (SHORT * system.reach(&inner, &step)).min(1.0).min(1.0 / largest(&step.unknowns));
        if !length.is_finite() || length < 1e-12 {
            break;
        }
        inner.go(&step, length);
    }
    Closed { steps, ..best }
}

impl Inner {
    fn go(&mut self, step: &Step, length: f64) {
        let move_by = |values: &mut [f64], by: &[f64]| {
            values.iter_mut().zip(by).for_each(|(value, by)| *value += length * by);
        };
        move_by(&mut self.unknowns, &step.unknowns);
        move_by(&mut self.flows, &step.flows);
        move_by(&mut self.margins, &step.margins);
        move_by(&mut self.left, &step.left);
    }
}

/// min(worth, ceiling) rounded off at the corner, and how much it follows the worth.
fn paid(worth: f64, ceiling: f64, round: f64) -> (f64, f64) {
    if ceiling == f64::INFINITY {
        return (worth, 1.0);
    }
    let above = worth - ceiling;
    let root = above.hypot(2.0 * round.sqrt());
    // the rent of the buyer: max(above, 0), rounded off; the form without cancellation below the ceiling
    let rent = if above > 0.0 { 0.5 * (above + root) } else { 2.0 * round / (root - above) };
    let follows = if root > 0.0 { 0.5 * (1.0 - above / root) } else { 0.5 };
    (worth - (1.0 - TIE) * rent, follows + TIE * (1.0 - follows))
}

impl System<'_> {
    /// What prices and rents do when the limit of one row grows by one, in the row's scale; by the matrix of the answer.
    pub(super) fn slopes_by_limit(&self, inner: &Inner, rows: &[usize]) -> Option<Vec<Vec<f64>>> {
        let ready = self.ready(inner, self.centre(inner), STEEPEST)?;
        let by_row = |row: &usize| {
            let mut right = vec![0.0; self.size()];
            right[*row] = -1.0;
            ready.factors.solve(&right)
        };
        Some(rows.iter().map(by_row).collect())
    }

    /// A state with everything at least `distance` above zero.
    pub(super) fn inside(&self, start: &State, distance: f64) -> Inner {
        let mut inner = Inner {
            unknowns: start.unknowns.clone(),
            flows: start.flows.iter().map(|flow| flow.max(distance)).collect(),
            margins: vec![0.0; start.flows.len()],
            left: vec![1.0; self.size()],
        };
        for at in self.rents() {
            inner.unknowns[at] = inner.unknowns[at].max(distance);
        }
        let gaps = self.gaps(&inner, 0.0);
        for (margin, gap) in inner.margins.iter_mut().zip(&gaps.ways) {
            *margin = gap.max(distance);
        }
        for at in self.rents() {
            inner.left[at] = (gaps.rows[at] + inner.left[at]).max(distance);
        }
        inner
    }

    /// Mean product of partners.
    fn centre(&self, inner: &Inner) -> f64 {
        let flows: f64 = inner.flows.iter().zip(&inner.margins).map(|(x, z)| x * z).sum();
        let rents: f64 = self.rents().map(|at| inner.unknowns[at] * inner.left[at]).sum();
        (flows + rents) / self.partners()
    }

    fn centre_after(&self, inner: &Inner, step: &Step, length: f64) -> f64 {
        let mut after = inner.clone();
        after.go(step, length);
        self.centre(&after).max(0.0)
    }

    fn partners(&self) -> f64 {
        (self.market.ways.len() + self.rents().count()) as f64
    }

    /// What each equation misses.
    fn gaps(&self, inner: &Inner, centre: f64) -> Gaps {
        let u = &inner.unknowns;
        let mut rows = vec![0.0; self.size()];
        let mut ways = vec![0.0; inner.flows.len()];
        let round = centre * self.market.price;
        for (index, pair) in self.market.pairs.iter().enumerate() {
            let quantity: f64 = inner.flows[pair.ways.clone()].iter().sum();
            let seen = self.seen(u, index);
            let worth = seen.price + pair.premium - pair.curvature * (quantity - pair.usual);
            for row in self.quantity_rows(index).into_iter().flatten() {
                rows[row] -= quantity;
            }
            for way in pair.ways.clone() {
                let one = &self.market.ways[way];
                let cost = seen.cost
                    + pair.power
                    + one.freight
                    + one.discount
                    + one.use_of_carrier * self.rent(u, one.carrier);
                let (paid, _) = paid(worth, one.cap.map_or(f64::INFINITY, |cap| cap + one.freight), round);
                ways[way] = (cost - paid) / self.market.price - inner.margins[way];
                rows[self.carrier_row(way)] -= self.scaled_use(way) * inner.flows[way];
            }
        }
        for (b, buyer) in self.market.buyers.iter().enumerate() {
            rows[b] += buyer.takes(self.price(u, b));
        }
        for (o, origin) in self.market.origins.iter().enumerate() {
            rows[self.cost_row(o)] += origin.supply(self.cost(u, o));
        }
        for (at, limit) in self.limits() {
            rows[at] += limit - inner.left[at];
        }
        for (cost, at, above) in self.floors(u) {
            rows[cost] -= u[at];
            rows[at] += above - inner.left[at];
        }
        Gaps { rows, ways }
    }

    /// The matrix of a step, factored.
    fn ready(&self, inner: &Inner, centre: f64, steepest: f64) -> Option<Ready> {
        let (n, u) = (self.size(), &inner.unknowns);
        let mut cells = vec![0.0; n * n];
        let mut weights = vec![0.0; inner.flows.len()];
        let mut feels = vec![1.0; inner.flows.len()];
        for (index, pair) in self.market.pairs.iter().enumerate() {
            let quantity: f64 = inner.flows[pair.ways.clone()].iter().sum();
            let price = self.price(u, pair.buyer);
            let worth = price + pair.premium - pair.curvature * (quantity - pair.usual);
            for way in pair.ways.clone() {
                let one = &self.market.ways[way];
                // z is in typical prices, x in barrels: W answers dollars
                weights[way] = (inner.flows[way] / (inner.margins[way] * self.market.price)).min(steepest);
                if let Some(cap) = one.cap {
                    feels[way] = paid(worth, cap + one.freight, centre * self.market.price).1;
                }
            }
            self.add_pair_slopes(&mut cells, index, price, &weights, &feels);
        }
        for (b, buyer) in self.market.buyers.iter().enumerate() {
            cells[b * n + b] -= buyer.elasticity * buyer.takes(self.price(u, b));
        }
        for (o, origin) in self.market.origins.iter().enumerate() {
            let at = self.cost_row(o);
            cells[at * n + at] += origin.supply_slope(self.cost(u, o)) * self.market.price;
        }
        for (cost, at, _) in self.floors(u) {
            cells[cost * n + at] -= 1.0;
            cells[at * n + cost] += 1.0;
        }
        for at in self.rents() {
            cells[at * n + at] += inner.left[at] / u[at];
        }
        Some(Ready { factors: Factors::new(cells, n)?, weights, feels })
    }

    /// Takes d(quantities) of one pair from its rows.
    fn add_pair_slopes(&self, cells: &mut [f64], index: usize, price: f64, weights: &[f64], feels: &[f64]) {
        let (n, typical) = (self.size(), self.market.price);
        let pair = &self.market.pairs[index];
        let (mut all, mut felt) = (0.0, 0.0);
        for way in pair.ways.clone() {
            all += weights[way];
            felt += weights[way] * feels[way];
        }
        let below = 1.0 / (1.0 + pair.curvature * felt);
        let rows = self.quantity_rows(index);
        let costs = [rows[1], rows[2], rows[3]];
        let (dy_price, dy_cost) = (felt * price * below, -all * typical * below);
        let dy_rent = |way: usize| -weights[way] * self.scaled_use(way) * typical * below;
        for row in rows.into_iter().flatten() {
            let line = &mut cells[row * n..(row + 1) * n];
            line[pair.buyer] -= dy_price;
            costs.into_iter().flatten().for_each(|column| line[column] -= dy_cost);
            pair.ways.clone().for_each(|way| line[self.carrier_row(way)] -= dy_rent(way));
        }
        for way in pair.ways.clone() {
            let row = self.carrier_row(way);
            let line = &mut cells[row * n..(row + 1) * n];
            let used = self.scaled_use(way) * weights[way];
            let back = feels[way] * pair.curvature;
            line[pair.buyer] -= used * (feels[way] * price - back * dy_price);
            costs.into_iter().flatten().for_each(|column| line[column] += used * (typical + back * dy_cost));
            line[row] += used * self.scaled_use(way) * typical;
            pair.ways.clone().for_each(|other| line[self.carrier_row(other)] += used * back * dy_rent(other));
        }
    }

    /// The step that closes the gaps and brings products of partners to `centre`, less what the corrector knows of them.
    fn step(
        &self,
        inner: &Inner,
        ready: &Ready,
        gaps: &Gaps,
        centre: f64,
        second: &dyn Fn(usize, usize) -> f64,
    ) -> Step {
        let typical = self.market.price;
        let mut right: Vec<f64> = gaps.rows.iter().map(|gap| -gap).collect();
        let wanted = |kind: usize, at: usize| {
            let product = match kind {
                0 => inner.flows[at] * inner.margins[at],
                _ => inner.unknowns[at] * inner.left[at],
            };
            centre - product - second(kind, at)
        };
        // g = (wanted − x gap)/z by way, before prices move
        let own: Vec<f64> = (0..inner.flows.len())
            .map(|way| (wanted(0, way) - inner.flows[way] * gaps.ways[way]) / inner.margins[way])
            .collect();
        for (index, pair) in self.market.pairs.iter().enumerate() {
            let (own_sum, felt) = sums(pair.ways.clone(), &own, ready);
            let quantity = own_sum / (1.0 + pair.curvature * felt);
            for row in self.quantity_rows(index).into_iter().flatten() {
                right[row] += quantity;
            }
            for way in pair.ways.clone() {
                let back = ready.weights[way] * ready.feels[way] * pair.curvature * quantity;
                right[self.carrier_row(way)] += self.scaled_use(way) * (own[way] - back);
            }
        }
        for at in self.rents() {
            right[at] += wanted(1, at) / inner.unknowns[at];
        }
        let unknowns = ready.factors.solve(&right);
        let mut flows = vec![0.0; inner.flows.len()];
        for (index, pair) in self.market.pairs.iter().enumerate() {
            let price = self.price(&inner.unknowns, pair.buyer) * unknowns[pair.buyer];
            let shared: f64 = self.quantity_rows(index)[1..].iter().flatten().map(|at| unknowns[*at]).sum();
            let cost =
                |way: usize| typical * (shared + self.scaled_use(way) * unknowns[self.carrier_row(way)]);
            let (own_sum, felt) = sums(pair.ways.clone(), &own, ready);
            let mut quantity = own_sum;
            for way in pair.ways.clone() {
                quantity -= ready.weights[way] * (cost(way) - ready.feels[way] * price);
            }
            quantity /= 1.0 + pair.curvature * felt;
            for way in pair.ways.clone() {
                let paid = ready.feels[way] * (price - pair.curvature * quantity);
                flows[way] = own[way] - ready.weights[way] * (cost(way) - paid);
            }
        }
        let margins = (0..flows.len())
            .map(|way| (wanted(0, way) - inner.margins[way] * flows[way]) / inner.flows[way])
            .collect();
        let mut left = vec![0.0; unknowns.len()];
        for at in self.rents() {
            left[at] = (wanted(1, at) - inner.left[at] * unknowns[at]) / inner.unknowns[at];
        }
        Step { unknowns, flows, margins, left }
    }

    /// How far a step can go before something is zero; at most all the way.
    fn reach(&self, inner: &Inner, step: &Step) -> f64 {
        let limit = |value: f64, by: f64| if by < 0.0 { -value / by } else { f64::INFINITY };
        let mut reach = 1.0f64;
        for way in 0..inner.flows.len() {
            reach = reach.min(limit(inner.flows[way], step.flows[way]));
            reach = reach.min(limit(inner.margins[way], step.margins[way]));
        }
        for at in self.rents() {
            reach = reach.min(limit(inner.unknowns[at], step.unknowns[at]));
            reach = reach.min(limit(inner.left[at], step.left[at]));
        }
        reach
    }

    /// The answer: of two partners the smaller is zero.
    pub(super) fn rounded(&self, inner: &Inner) -> State {
        let pick = |value: f64, partner: f64| if value < partner { 0.0 } else { value };
        let mut unknowns = inner.unknowns.clone();
        for at in self.rents() {
            unknowns[at] = pick(unknowns[at], inner.left[at]);
        }
        let flows = inner.flows.iter().zip(&inner.margins).map(|(x, z)| pick(*x, *z)).collect();
        State { unknowns, flows }
    }
}

fn sums(ways: std::ops::Range<usize>, own: &[f64], ready: &Ready) -> (f64, f64) {
    let (mut own_sum, mut felt) = (0.0, 0.0);
    for way in ways {
        own_sum += own[way];
        felt += ready.weights[way] * ready.feels[way];
    }
    (own_sum, felt)
}

fn largest(values: &[f64]) -> f64 {
    values
        .iter()
        .fold(0.0, |worst: f64, value| if value.is_nan() { f64::INFINITY } else { worst.max(value.abs()) })
}
