//! The reduced system: as many equations as there are prices and duals, and their matrix.

use super::State;
use super::flows::{Active, Seen, of_pair};
use crate::equilibrium::{Point, carrier_scales};
use crate::market::Market;

/// Where each unknown stands.
#[derive(Debug, Clone)]
struct Layout {
    buyers: usize,
    origins: usize,
    carriers: usize,
    /// Unknown of the refinery's rent, by buyer.
    refinery: Vec<Option<usize>>,
    /// Unknown of the terminal's rent, by origin.
    terminal: Vec<Option<usize>>,
    /// Unknown of what is shut, by origin.
    shut: Vec<Option<usize>>,
    size: usize,
}

/// The system of one market.
#[derive(Debug, Clone)]
pub(super) struct System<'a> {
    pub(super) market: &'a Market,
    layout: Layout,
    /// What turns a unit of a carrier into barrels.
    scales: Vec<f64>,
    /// ε, dollars a barrel for a million barrels a day.
    pub(super) proximal: f64,
    active: Vec<Active>,
}

/// Values of all equations, and their matrix by rows where asked for.
pub(super) struct Evaluated {
    pub(super) values: Vec<f64>,
    pub(super) matrix: Vec<f64>,
}

/// φ(a, b) = a + b − √(a² + b²), and its slopes; zero exactly where 0 ≤ a ⊥ b ≥ 0. At the origin one element of the
/// generalised slope.
fn fischer_burmeister(a: f64, b: f64) -> (f64, f64, f64) {
    let norm = a.hypot(b);
    if norm < 1e-300 {
        let slope = 1.0 - std::f64::consts::FRAC_1_SQRT_2;
        return (0.0, slope, slope);
    }
    // the form without cancellation where both are positive
    let value = if a + b > 0.0 { 2.0 * a * b / (a + b + norm) } else { a + b - norm };
    (value, 1.0 - a / norm, 1.0 - b / norm)
}

impl<'a> System<'a> {
    pub(super) fn new(market: &'a Market) -> Self {
        let (buyers, origins, carriers) = (market.buyers.len(), market.origins.len(), market.carriers.len());
        let mut size = buyers + origins + carriers;
        let mut next = |limit: &Option<f64>| {
            limit.map(|_| {
                size += 1;
                size - 1
            })
        };
        let refinery = market.buyers.iter().map(|buyer| next(&buyer.capacity)).collect();
        let terminal = market.origins.iter().map(|origin| next(&origin.throughput)).collect();
        let shut = market.origins.iter().map(|origin| next(&origin.first_cost)).collect();
        let layout = Layout { buyers, origins, carriers, refinery, terminal, shut, size };
        Self { market, layout, scales: carrier_scales(market), proximal: market.price, active: Vec::new() }
    }

    pub(super) fn size(&self) -> usize {
        self.layout.size
    }

    /// Base prices, no rents, usual flows over the first way of each pair.
    pub(super) fn start(&self) -> State {
        let market = self.market;
        let mut unknowns = vec![0.0; self.layout.size];
        for (o, origin) in market.origins.iter().enumerate() {
            unknowns[self.layout.buyers + o] = origin.price / market.price;
        }
        let mut flows = vec![0.0; market.ways.len()];
        for pair in market.pairs.iter().filter(|pair| !pair.ways.is_empty()) {
            flows[pair.ways.start] = pair.usual;
        }
        State { unknowns, flows }
    }

    pub(super) fn price(&self, u: &[f64], b: usize) -> f64 {
        self.market.buyers[b].price * u[b].clamp(-40.0, 40.0).exp()
    }

    pub(super) fn cost(&self, u: &[f64], o: usize) -> f64 {
        u[self.layout.buyers + o] * self.market.price
    }

    pub(super) fn rent(&self, u: &[f64], r: usize) -> f64 {
        u[self.layout.buyers + self.layout.origins + r] * self.market.price / self.scales[r]
    }

    fn limit_rent(&self, u: &[f64], at: Option<usize>) -> f64 {
        at.map_or(0.0, |at| u[at] * self.market.price)
    }

    pub(super) fn seen(&self, u: &[f64], pair: usize) -> Seen {
        let pair = &self.market.pairs[pair];
        let cost = self.cost(u, pair.origin)
            + self.limit_rent(u, self.layout.refinery[pair.buyer])
            + self.limit_rent(u, self.layout.terminal[pair.origin]);
        Seen { price: self.price(u, pair.buyer), cost }
    }

    /// Flows by way at these prices and duals.
    pub(super) fn flows(&mut self, u: &[f64], last: &[f64]) -> Vec<f64> {
        let mut flows = vec![0.0; last.len()];
        let mut active = std::mem::take(&mut self.active);
        for (index, pair) in self.market.pairs.iter().enumerate() {
            let seen = self.seen(u, index);
            of_pair(self.market, pair, seen, |r| self.rent(u, r), self.proximal, last, &mut active);
            for one in &active {
                flows[one.way] = one.flow;
            }
        }
        self.active = active;
        flows
    }

    /// The numbers in the market's units; rents that Newton leaves a rounding below zero are zero.
    pub(super) fn point(&self, state: &State) -> Point {
        let (u, layout) = (&state.unknowns, &self.layout);
        Point {
            prices: (0..layout.buyers).map(|b| self.price(u, b)).collect(),
            costs: (0..layout.origins).map(|o| self.cost(u, o)).collect(),
            rents: (0..layout.carriers).map(|r| self.rent(u, r).max(0.0)).collect(),
            refinery: layout.refinery.iter().map(|at| self.limit_rent(u, *at).max(0.0)).collect(),
            terminal: layout.terminal.iter().map(|at| self.limit_rent(u, *at).max(0.0)).collect(),
            shut: layout.shut.iter().map(|at| at.map_or(0.0, |at| u[at].max(0.0))).collect(),
            flows: state.flows.clone(),
        }
    }

    /// All equations, and their matrix.
    pub(super) fn evaluate(&mut self, u: &[f64], last: &[f64], with_matrix: bool) -> Evaluated {
        let n = self.layout.size;
        let mut sums = Sums::new(n, with_matrix);
        let mut active = std::mem::take(&mut self.active);
        for (index, pair) in self.market.pairs.iter().enumerate() {
            let seen = self.seen(u, index);
            let quantity =
                of_pair(self.market, pair, seen, |r| self.rent(u, r), self.proximal, last, &mut active);
            self.add_pair(&mut sums, index, quantity, &active);
            if with_matrix && !active.is_empty() {
                self.add_slopes(&mut sums, index, seen.price, &active);
            }
        }
        self.active = active;
        self.close(u, sums, with_matrix)
    }

    /// The rows in which a pair's quantity counts in full: buyer, origin, refinery, terminal.
    pub(super) fn quantity_rows(&self, pair: usize) -> [Option<usize>; 4] {
        let pair = &self.market.pairs[pair];
        let layout = &self.layout;
        [
            Some(pair.buyer),
            Some(layout.buyers + pair.origin),
            layout.refinery[pair.buyer],
            layout.terminal[pair.origin],
        ]
    }

    pub(super) fn carrier_row(&self, way: usize) -> usize {
        self.layout.buyers + self.layout.origins + self.market.ways[way].carrier
    }

    pub(super) fn cost_row(&self, origin: usize) -> usize {
        self.layout.buyers + origin
    }

    /// Unknowns that are rents of limits, or amounts shut: all that have a partner.
    pub(super) fn rents(&self) -> std::ops::Range<usize> {
        self.layout.buyers + self.layout.origins..self.layout.size
    }

    /// Each limit with the unknown that is its rent, in the scale of its row.
    pub(super) fn limits(&self) -> Vec<(usize, f64)> {
        let (market, layout) = (self.market, &self.layout);
        let first = layout.buyers + layout.origins;
        let carriers =
            market.carriers.iter().enumerate().map(|(r, c)| (first + r, c.capacity / self.scales[r]));
        let refineries = market.buyers.iter().zip(&layout.refinery).filter_map(|(b, at)| at.zip(b.capacity));
        let terminals =
            market.origins.iter().zip(&layout.terminal).filter_map(|(o, at)| at.zip(o.throughput));
        carriers.chain(refineries).chain(terminals).collect()
    }

    /// Each origin that shuts wells: the row of its cost, the unknown of what is shut, and how far the cost is above that
    /// of its first barrel, in typical prices.
    pub(super) fn floors(&self, u: &[f64]) -> Vec<(usize, usize, f64)> {
        let origins = self.market.origins.iter().enumerate().zip(&self.layout.shut);
        let one = |((o, origin), at): ((usize, &crate::market::Origin), &Option<usize>)| {
            let above = (self.cost(u, o) - origin.first_cost?) / self.market.price;
            Some((self.cost_row(o), (*at)?, above))
        };
        origins.filter_map(one).collect()
    }

    /// What a million barrels a day use of the way's carrier, in the scale of its row.
    pub(super) fn scaled_use(&self, way: usize) -> f64 {
        let way = &self.market.ways[way];
        way.use_of_carrier / self.scales[way.carrier]
    }

    fn add_pair(&self, sums: &mut Sums, pair: usize, quantity: f64, active: &[Active]) {
        if active.is_empty() {
            return;
        }
        for row in self.quantity_rows(pair).into_iter().flatten() {
            sums.values[row] += quantity;
        }
        for one in active {
            sums.values[self.carrier_row(one.way)] += self.scaled_use(one.way) * one.flow;
        }
    }

    /// d flows / d unknowns of one pair. With n_v ways that feel the buyer's price, n in all and ε + n_v κ below:
    /// dy = (n_v dp − n dc − Σ use dλ)/(ε + n_v κ), and dx = (feels (dp − κ dy) − dc − use dλ)/ε.
    fn add_slopes(&self, sums: &mut Sums, index: usize, price: f64, active: &[Active]) {
        let pair = &self.market.pairs[index];
        let felt: f64 = active.iter().map(|one| one.feels).sum();
        let below = self.proximal + felt * pair.curvature;
        let typical = self.market.price;
        let rows = self.quantity_rows(index);
        let dy_price = felt / below * price;
        let dy_cost = -(active.len() as f64) / below * typical;
        let dy_rent = |way: usize| -self.scaled_use(way) / below * typical;
        let cost_columns = [rows[1], rows[2], rows[3]];
        for row in rows.into_iter().flatten() {
            sums.add(row, pair.buyer, dy_price);
            for column in cost_columns.into_iter().flatten() {
                sums.add(row, column, dy_cost);
            }
            for one in active {
                sums.add(row, self.carrier_row(one.way), dy_rent(one.way));
            }
        }
        for one in active {
            let row = self.carrier_row(one.way);
            let used = self.scaled_use(one.way) / self.proximal;
            let feels = one.feels;
            let back = feels * pair.curvature;
            sums.add(row, pair.buyer, used * (feels * price - back * dy_price));
            for column in cost_columns.into_iter().flatten() {
                sums.add(row, column, used * (-typical - back * dy_cost));
            }
            sums.add(row, row, -used * self.scaled_use(one.way) * typical);
            for other in active {
                sums.add(row, self.carrier_row(other.way), -used * back * dy_rent(other.way));
            }
        }
    }

    /// Turns sums of flows into equations: demand less arrivals, supply less departures, rents against what is left.
    fn close(&self, u: &[f64], mut sums: Sums, with_matrix: bool) -> Evaluated {
        let (market, layout) = (self.market, &self.layout);
        if with_matrix {
            sums.matrix.iter_mut().for_each(|cell| *cell = -*cell);
        }
        for (b, buyer) in market.buyers.iter().enumerate() {
            let takes = buyer.takes(self.price(u, b));
            sums.values[b] = takes - sums.values[b];
            sums.add(b, b, -buyer.elasticity * takes);
        }
        for (o, origin) in market.origins.iter().enumerate() {
            let at = layout.buyers + o;
            let cost = self.cost(u, o);
            sums.values[at] = origin.supply(cost) - sums.values[at];
            sums.add(at, at, origin.supply_slope(cost) * market.price);
        }
        for (r, carrier) in market.carriers.iter().enumerate() {
            let at = layout.buyers + layout.origins + r;
            sums.complement(u, at, carrier.capacity / self.scales[r]);
        }
        for (b, buyer) in market.buyers.iter().enumerate() {
            if let (Some(at), Some(limit)) = (layout.refinery[b], buyer.capacity) {
                sums.complement(u, at, limit);
            }
        }
        for (o, origin) in market.origins.iter().enumerate() {
            if let (Some(at), Some(limit)) = (layout.terminal[o], origin.throughput) {
                sums.complement(u, at, limit);
            }
        }
        for (cost, at, above) in self.floors(u) {
            sums.values[cost] -= u[at];
            sums.add(cost, at, -1.0);
            sums.add(at, cost, 1.0);
            sums.complement(u, at, above);
        }
        Evaluated { values: sums.values, matrix: sums.matrix }
    }

    /// The row of a limit, and what turns its unit into the row's.
    pub(super) fn row_of(&self, limit: Limit) -> Option<(usize, f64)> {
        let layout = &self.layout;
        match limit {
            Limit::Carrier(r) => Some((layout.buyers + layout.origins + r, 1.0 / self.scales[r])),
            Limit::Refinery(b) => layout.refinery[b].map(|row| (row, 1.0)),
            Limit::Terminal(o) => layout.terminal[o].map(|row| (row, 1.0)),
        }
    }

    /// A change of the unknowns as a change of the numbers; flows are left out.
    pub(super) fn change(&self, u: &[f64], by: &[f64]) -> Point {
        let (market, layout) = (self.market, &self.layout);
        let first = layout.buyers + layout.origins;
        let rent = |at: &Option<usize>| at.map_or(0.0, |at| by[at] * market.price);
        Point {
            prices: (0..layout.buyers).map(|b| self.price(u, b) * by[b]).collect(),
            costs: (0..layout.origins).map(|o| by[layout.buyers + o] * market.price).collect(),
            rents: (0..layout.carriers).map(|r| by[first + r] * market.price / self.scales[r]).collect(),
            refinery: layout.refinery.iter().map(rent).collect(),
            terminal: layout.terminal.iter().map(rent).collect(),
            shut: layout.shut.iter().map(|at| at.map_or(0.0, |at| by[at])).collect(),
            flows: Vec::new(),
        }
    }
}

/// Something that can be short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Ships or a pipe, by the index of the carrier.
    Carrier(usize),
    /// Refineries, by the index of the buyer.
    Refinery(usize),
    /// A terminal, by the index of the origin.
    Terminal(usize),
}

/// Sums over pairs, row by row.
struct Sums {
    n: usize,
    values: Vec<f64>,
    matrix: Vec<f64>,
}

impl Sums {
    fn new(n: usize, with_matrix: bool) -> Self {
        Self { n, values: vec![0.0; n], matrix: if with_matrix { vec![0.0; n * n] } else { Vec::new() } }
    }

    fn add(&mut self, row: usize, column: usize, value: f64) {
        if !self.matrix.is_empty() {
            self.matrix[row * self.n + column] += value;
        }
    }

    /// Makes a row of use into φ(rent, limit − use); the matrix holds −d use already.
    fn complement(&mut self, u: &[f64], at: usize, limit: f64) {
        let (value, by_rent, by_left) = fischer_burmeister(u[at], limit - self.values[at]);
        self.values[at] = value;
        if !self.matrix.is_empty() {
            for cell in &mut self.matrix[at * self.n..(at + 1) * self.n] {
                *cell *= by_left;
            }
            self.matrix[at * self.n + at] += by_rent;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_function_is_zero_exactly_at_complementarity() {
        for (a, b) in [(0.0, 0.0), (0.0, 3.0), (2.0, 0.0)] {
            assert_eq!(fischer_burmeister(a, b).0, 0.0);
        }
        for (a, b) in [(1.0, 1.0), (-1.0, 0.0), (-1.0, 2.0), (1e-9, 1.0)] {
            assert!(fischer_burmeister(a, b).0 != 0.0, "{a} {b}");
        }
    }
}
