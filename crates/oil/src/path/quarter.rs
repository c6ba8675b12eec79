//! One quarter: what is sold with a given capacity.

use super::{Game, Policy, Quarter};

/// The market of every quarter under one policy. Rates are million barrels a day.
#[derive(Debug, Clone)]
pub(super) struct Market<'a> {
    game: &'a Game,
    policy: Policy,
    /// Output at which the marginal cost is what a capped barrel earns; zero under a ban.
    at_cap: f64,
    /// Output of a shadow fleet without a limit.
    unbound: f64,
}

/// What is sold, and what a barrel of capacity earns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sale {
    pub(super) shadow: f64,
    pub(super) capped: f64,
    pub(super) price: f64,
    pub(super) rent: f64,
    /// d rent / d capacity.
    pub(super) slope: f64,
}

impl<'a> Market<'a> {
    pub(super) fn new(game: &'a Game, policy: Policy) -> Self {
        let mut market = Self { game, policy, at_cap: 0.0, unbound: 0.0 };
        market.unbound = market.output_where(|x| market.price(x) - game.shadow_discount);
        market.at_cap = match policy {
            Policy::Ban => 0.0,
            Policy::Free => market.output_where(|x| market.price(x)),
            Policy::Cap(_) => market.output_where(|x| market.received(market.price(x))),
        };
        market
    }

    pub(super) fn is_free(&self) -> bool {
        self.policy == Policy::Free
    }

    pub(super) fn free_output(&self) -> f64 {
        self.at_cap
    }

    /// Inverse demand.
    pub(super) fn price(&self, output: f64) -> f64 {
        let game = self.game;
        let relative = (game.others + output) / (game.others + game.exports);
        game.price * relative.powf(-1.0 / game.demand_elasticity)
    }

    fn price_slope(&self, output: f64) -> f64 {
        -self.price(output) / (self.game.demand_elasticity * (self.game.others + output))
    }

    fn cost_slope(&self) -> f64 {
        (self.game.last_cost - self.game.first_cost) / self.game.exports
    }

    fn marginal_cost(&self, output: f64) -> f64 {
        self.game.first_cost + self.cost_slope() * output
    }

    /// Cost of a day's output, million dollars.
    pub(super) fn cost(&self, output: f64) -> f64 {
        self.game.first_cost * output + self.cost_slope() * output * output / 2.0
    }

    /// What a barrel in Western ships earns.
    fn received(&self, price: f64) -> f64 {
        match self.policy {
            Policy::Free => price,
            Policy::Ban => 0.0,
            Policy::Cap(cap) => cap.min(price),
        }
    }

    /// Profit of a day before building, million dollars.
    pub(super) fn profit(&self, sale: &Sale) -> f64 {
        let earned = sale.shadow * (sale.price - self.game.shadow_discount);
        earned + sale.capped * self.received(sale.price) - self.cost(sale.shadow + sale.capped)
    }

    /// Where a falling net price meets the rising cost; zero where even the first barrel costs more.
    fn output_where(&self, earned: impl Fn(f64) -> f64) -> f64 {
        let gain = |x: f64| earned(x) - self.marginal_cost(x);
        if gain(0.0) <= 0.0 {
            return 0.0;
        }
        let (mut low, mut high) = (0.0, self.game.exports);
        while gain(high) > 0.0 {
            low = high;
            high *= 2.0;
        }
        loop {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                return middle;
            }
            if gain(middle) > 0.0 { low = middle } else { high = middle }
        }
    }

    /// What is sold with this capacity.
    pub(super) fn sale(&self, capacity: f64) -> Sale {
        let price = self.price(self.at_cap);
        let rent = price - self.game.shadow_discount - self.received(price);
        if self.at_cap > 0.0 && rent <= 0.0 {
            return Sale { shadow: 0.0, capped: self.at_cap, price, rent: 0.0, slope: 0.0 };
        }
        if capacity < self.at_cap {
            return Sale { shadow: capacity, capped: self.at_cap - capacity, price, rent, slope: 0.0 };
        }
        let shadow = capacity.min(self.unbound).max(self.at_cap);
        let price = self.price(shadow);
        let rent = price - self.game.shadow_discount - self.marginal_cost(shadow);
        let bound = capacity < self.unbound;
        let slope = if bound { self.price_slope(shadow) - self.cost_slope() } else { 0.0 };
        Sale { shadow, capped: 0.0, price, rent: if bound { rent.max(0.0) } else { 0.0 }, slope }
    }

    /// The conditions of a quarter, recomputed: prices against the price without policy, rates in million barrels a day.
    pub(super) fn residual(&self, row: &Quarter) -> f64 {
        let output = row.shadow + row.capped;
        let price = self.price(output);
        let scale = self.game.price;
        let shadow = self.marginal_cost(output) + row.rent - price + self.game.shadow_discount;
        let capped = self.marginal_cost(output) - self.received(price);
        let capacity = if self.is_free() { row.rent } else { row.rent.min(row.capacity - row.shadow) };
        let complementarity = |quantity: f64, margin: f64| quantity.min(margin / scale).abs();
        [
            (price - row.price).abs() / scale,
            complementarity(row.shadow, shadow),
            complementarity(row.capped, capped),
            capacity.abs(),
        ]
        .into_iter()
        .fold(0.0, f64::max)
    }
}
