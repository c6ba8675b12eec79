//! The building of a shadow fleet, quarter by quarter.
//!
//! The dynamic game of Cardoso, Salant and Daubanes: an exporter under a ban on Western shipping, or under a price cap,
//! sells at a discount with ships of its own, and buys more of them because a ship earns for many quarters. Sellers are
//! many and take prices as given; the fleet ends with the horizon.
//!
//! ```
//! use thalweg_oil::path::{Game, Policy};
//! let game = Game::default();
//! let ban = game.solve(Policy::Ban)?;
//! assert_eq!(format!("{:.2}", ban.profit_change_pct), "-22.20");
//! assert_eq!(format!("{:.1}", ban.quarters[0].price), "125.1");
//! # Ok::<(), thalweg_oil::Error>(())
//! ```

mod investment;
mod quarter;

use crate::error::{Error, ErrorKind};
use quarter::Market;
use serde::Serialize;
use thalweg_core::Problem;

/// Days of a quarter.
pub const DAYS: f64 = 90.0;

/// Quarters that a game may have at most.
pub const LONGEST: usize = 400;

/// The numbers of the game. The default is that of the paper.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Game {
    /// Quarters.
    pub quarters: usize,
    /// Discount factor of a year, in (0, 1].
    pub discount_factor: f64,
    /// Price without policy, dollars a barrel.
    pub price: f64,
    /// Exports without policy, million barrels a day.
    pub exports: f64,
    /// What all others sell, million barrels a day; they do not respond.
    pub others: f64,
    /// Elasticity of the world's demand, as a positive number.
    pub demand_elasticity: f64,
    /// Marginal cost of the first barrel, dollars.
    pub first_cost: f64,
    /// Marginal cost of the last barrel without policy, dollars.
    pub last_cost: f64,
    /// What shadow barrels lose to the discount, dollars a barrel.
    pub shadow_discount: f64,
    /// Capacity of the shadow fleet in the first quarter, million barrels a day.
    pub first_capacity: f64,
    /// g in the cost of building, (g/2) I², in million dollars with I in million barrels a quarter.
    pub building_cost: f64,
}

impl Default for Game {
    fn default() -> Self {
        Self {
            quarters: 20,
            discount_factor: 0.85,
            price: 80.0,
            exports: 7.4,
            others: 92.0,
            demand_elasticity: 0.125,
            first_cost: 17.0,
            last_cost: 80.0,
            shadow_discount: 15.0,
            first_capacity: 2.0,
            building_cost: 4.102,
        }
    }
}

/// What the others do.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// Nothing.
    Free,
    /// No Western ship or insurer serves the exporter.
    Ban,
    /// They serve only cargoes sold at or below this price, dollars a barrel.
    Cap(f64),
}

/// One quarter. Rates are million barrels a day, prices dollars a barrel.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Quarter {
    /// Number, from zero.
    pub quarter: usize,
    /// What the shadow fleet could carry.
    pub capacity: f64,
    /// What it carries.
    pub shadow: f64,
    /// What is sold under the cap, by Western ships.
    pub capped: f64,
    /// World price.
    pub price: f64,
    /// What one more barrel of capacity would earn.
    pub rent: f64,
    /// Capacity that is bought in this quarter, for the next.
    pub investment: f64,
    /// Profit after the cost of building, billion dollars.
    pub profit: f64,
}

/// The path under one policy.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Path {
    /// The policy.
    pub policy: Policy,
    /// All quarters.
    pub quarters: Vec<Quarter>,
    /// Present value of profit, billion dollars.
    pub profit: f64,
    /// The same without any policy.
    pub profit_free: f64,
    /// The first against the second, percent.
    pub profit_change_pct: f64,
    /// The largest violation of any complementarity condition, recomputed from `quarters`, in relative terms.
    pub residual: f64,
}

/// Largest residual of an answer.
pub const TOLERANCE: f64 = 1e-9;

impl Game {
    /// The equilibrium path.
    ///
    /// # Errors
    /// Numbers that make no game, and a path that was not found to [`TOLERANCE`].
    pub fn solve(&self, policy: Policy) -> Result<Path, Error> {
        self.check(policy)?;
        let free = self.present_value(&self.free_quarters());
        let market = Market::new(self, policy);
        let quarters = match policy {
            Policy::Free => self.free_quarters(),
            _ => self.walk(&market, &investment::equilibrium(self, &market)),
        };
        let residual = self.residual(&market, &quarters);
        if residual.is_nan() || residual > TOLERANCE {
            let problem = Problem::new(format!("no equilibrium path was found: residual {residual:.1e}"));
            return Err(Error::one(
                ErrorKind::Unsolved,
                problem.help("move the parameters nearer to the default"),
            ));
        }
        let profit = self.present_value(&quarters);
        let change = 100.0 * (profit - free) / free.abs();
        Ok(Path { policy, quarters, profit, profit_free: free, profit_change_pct: change, residual })
    }

    /// Discount factor of a quarter.
    fn beta(&self) -> f64 {
        self.discount_factor.powf(0.25)
    }

    fn free_quarters(&self) -> Vec<Quarter> {
        let market = Market::new(self, Policy::Free);
        let sold = market.free_output();
        let one = |quarter| Quarter {
            quarter,
            capacity: self.first_capacity,
            shadow: 0.0,
            capped: sold,
            price: market.price(sold),
            rent: 0.0,
            investment: 0.0,
            profit: DAYS / 1000.0 * (sold * market.price(sold) - market.cost(sold)),
        };
        (0..self.quarters).map(one).collect()
    }

    /// The quarters that an investment (million barrels a quarter, one fewer than quarters) leads to.
    fn walk(&self, market: &Market<'_>, investment: &[f64]) -> Vec<Quarter> {
        let mut capacity = self.first_capacity;
        (0..self.quarters)
            .map(|quarter| {
                let sale = market.sale(capacity);
                let bought = investment.get(quarter).copied().unwrap_or(0.0);
                let building = self.building_cost / 2.0 * bought * bought;
                let earned = DAYS * market.profit(&sale) - building;
                let row = Quarter {
                    quarter,
                    capacity,
                    shadow: sale.shadow,
                    capped: sale.capped,
                    price: sale.price,
                    rent: sale.rent,
                    investment: bought / DAYS,
                    profit: earned / 1000.0,
                };
                capacity += bought / DAYS;
                row
            })
            .collect()
    }

    fn present_value(&self, quarters: &[Quarter]) -> f64 {
        let beta = self.beta();
        quarters.iter().rev().fold(0.0, |later, quarter| quarter.profit + beta * later)
    }

    /// Every condition recomputed from the quarters alone, each against its own scale.
    fn residual(&self, market: &Market<'_>, quarters: &[Quarter]) -> f64 {
        let within = quarters.iter().map(|quarter| market.residual(quarter));
        let worst = within.fold(0.0, f64::max);
        if market.is_free() {
            return worst;
        }
        let moved = quarters.windows(2).map(|w| (w[1].capacity - w[0].capacity - w[0].investment).abs());
        let start = (quarters[0].capacity - self.first_capacity).abs();
        let (mut later, mut worst) = (0.0, moved.fold(worst.max(start), f64::max));
        for quarter in quarters.iter().rev() {
            let margin = self.building_cost * quarter.investment * DAYS - later;
            let violation = if quarter.quarter + 1 == self.quarters {
                quarter.investment.abs()
            } else {
                (margin / self.price).min(quarter.investment).abs()
            };
            worst = worst.max(violation);
            later = self.beta() * (later + quarter.rent);
        }
        worst
    }

    fn check(&self, policy: Policy) -> Result<(), Error> {
        let positive = [
            ("price", self.price),
            ("exports", self.exports),
            ("others", self.others),
            ("demand_elasticity", self.demand_elasticity),
            ("building_cost", self.building_cost),
            ("discount_factor", self.discount_factor),
        ];
        let from_zero = [
            ("first_cost", self.first_cost),
            ("shadow_discount", self.shadow_discount),
            ("first_capacity", self.first_capacity),
        ];
        let mut problems: Vec<Problem> = Vec::new();
        let mut refuse = |name: &str, value: f64, want: &str| {
            problems.push(Problem::new(format!("`{name}` is {value}")).help(format!("it must be {want}")));
        };
        for (name, value) in positive.iter().filter(|(_, value)| !(*value > 0.0 && value.is_finite())) {
            refuse(name, *value, "a number above zero");
        }
        for (name, value) in from_zero.iter().filter(|(_, value)| !(*value >= 0.0 && value.is_finite())) {
            refuse(name, *value, "zero or a number above it");
        }
        if self.discount_factor > 1.0 {
            refuse("discount_factor", self.discount_factor, "at most 1");
        }
        if !(self.last_cost > self.first_cost && self.last_cost.is_finite()) {
            refuse("last_cost", self.last_cost, "above `first_cost`");
        }
        if self.quarters < 1 || self.quarters > LONGEST {
            refuse("quarters", self.quarters as f64, &format!("between 1 and {LONGEST}"));
        }
        match policy {
            Policy::Cap(cap) if !(cap >= 0.0 && cap.is_finite()) => {
                refuse("cap", cap, "zero or a price above it")
            }
            _ => {}
        }
        if problems.is_empty() { Ok(()) } else { Err(Error::new(ErrorKind::Scenario, problems)) }
    }
}
