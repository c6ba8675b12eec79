//! A market as the equilibrium sees it: numbers only, every unit converted.
//!
//! Quantities are million barrels a day, prices dollars a barrel. What carries oil (the tankers of one class in one
//! channel, one pipeline) is a [`Carrier`]; one carrier's service for one pair of origin and buyer is a [`Way`].

use crate::error::{Error, ErrorKind};
use crate::solver::Limit;
use crate::worth::Cut;
use serde::Serialize;
use std::ops::Range;
use thalweg_core::Problem;

/// All that an equilibrium depends on.
#[derive(Debug, Clone, PartialEq)]
pub struct Market {
    /// A typical price, dollars a barrel: the scale of residuals.
    pub price: f64,
    /// Who sells which grade from where.
    pub origins: Vec<Origin>,
    /// Who refines.
    pub buyers: Vec<Buyer>,
    /// What carries.
    pub carriers: Vec<Carrier>,
    /// Who can sell to whom; each pair of origin and buyer at most once.
    pub pairs: Vec<Pair>,
    /// How; the ways of a pair stand together.
    pub ways: Vec<Way>,
}

/// A seller's grade at a port.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// Code.
    pub code: String,
    /// Output at the price below.
    pub output: f64,
    /// Marginal cost at that output.
    pub price: f64,
    /// Elasticity of supply there; supply is a straight line, never below zero.
    pub elasticity: f64,
    /// Marginal cost of the first barrel: rather than sell below it wells are shut. None: no floor.
    pub first_cost: Option<f64>,
    /// What the terminal can load; none: no limit.
    pub throughput: Option<f64>,
}

/// A class of refiners in a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Buyer {
    /// Code.
    pub code: String,
    /// Demand at the price below.
    pub demand: f64,
    /// Price of oil delivered.
    pub price: f64,
    /// Elasticity of demand, as a positive number.
    pub elasticity: f64,
    /// What the refineries can take; none: no limit.
    pub capacity: Option<f64>,
}

/// Ships of one class in one channel, or one pipeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Carrier {
    /// Name in results.
    pub name: String,
    /// Ships or pipe.
    pub kind: Carries,
    /// What it can do: million tonne-miles a day for ships (the way back in ballast included), million barrels a day
    /// for a pipe.
    pub capacity: f64,
}

/// What a carrier is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Carries {
    /// Ships with Western service.
    Mainstream,
    /// Ships without.
    Shadow,
    /// A pipe.
    Pipeline,
}

/// An origin and a buyer.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Index of the origin.
    pub origin: usize,
    /// Index of the buyer.
    pub buyer: usize,
    /// What the buyer's refineries are used to take of this grade.
    pub usual: f64,
    /// What the grade is worth to the buyer above others, dollars a barrel, at the usual quantity.
    pub premium: f64,
    /// What the buyer's power takes from the seller, dollars a barrel: ρ.
    pub power: f64,
    /// How fast the worth of the grade falls with its quantity, dollars a barrel for a million barrels a day: κ.
    pub curvature: f64,
    /// Its ways.
    pub ways: Range<usize>,
}

/// How oil gets from an origin to a buyer.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// Index of the carrier.
    pub carrier: usize,
    /// What a million barrels a day use of it.
    pub use_of_carrier: f64,
    /// What the voyage costs, dollars a barrel, without any rent of the carrier.
    pub freight: f64,
    /// What the buyer wants off because of the channel, dollars a barrel.
    pub discount: f64,
    /// Highest price that the seller may take at the port of loading.
    pub cap: Option<f64>,
}

impl Origin {
    /// Output at a marginal cost.
    pub fn supply(&self, cost: f64) -> f64 {
        (self.output * (1.0 + self.elasticity * (cost / self.price - 1.0))).max(0.0)
    }

    /// Slope of it.
    pub(crate) fn supply_slope(&self, cost: f64) -> f64 {
        if self.supply(cost) > 0.0 { self.output * self.elasticity / self.price } else { 0.0 }
    }
}

impl Buyer {
    /// Demand at a price.
    pub fn takes(&self, price: f64) -> f64 {
        self.demand * (price / self.price).powf(-self.elasticity)
    }
}

/// Part of what a buyer would pay above a cap that breaks ties between buyers: under a cap a seller would be indifferent
/// between them, and who gets the oil would be open. With it those who want it most do, and the price stands above the
/// cap by a thousandth of what they would have paid more.
pub(crate) const TIE: f64 = 1e-3;

impl Way {
    /// What is paid where the grade is worth so much to the buyer, and how much of a change of the worth is paid.
    pub(crate) fn paid(&self, worth: f64) -> (f64, f64) {
        match self.cap.map(|cap| cap + self.freight) {
            Some(ceiling) if worth > ceiling => (ceiling + TIE * (worth - ceiling), TIE),
            _ => (worth, 1.0),
        }
    }
}

impl Market {
    /// Whether the numbers make a market.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let above = |value: f64| value > 0.0 && value.is_finite();
        let limit = |value: Option<f64>| value.is_none_or(above);
        let mut problems = Vec::new();
        let mut refuse = |message: String, help: &str| problems.push(Problem::new(message).help(help));
        let positive = "every output, demand, price, elasticity and limit must be a number above zero";
        for one in &self.origins {
            let sound =
                [one.output, one.price, one.elasticity].into_iter().all(above) && limit(one.throughput);
            if !sound {
                refuse(format!("origin `{}` has a number without sense", one.code), positive);
            }
        }
        for (b, one) in self.buyers.iter().enumerate() {
            let sound = [one.demand, one.price, one.elasticity].into_iter().all(above) && limit(one.capacity);
            if !sound {
                refuse(format!("buyer `{}` has a number without sense", one.code), positive);
            }
            if !self.pairs.iter().any(|pair| pair.buyer == b) {
                refuse(
                    format!("buyer `{}` has no way to be supplied", one.code),
                    "give it a pair with a way",
                );
            }
        }
        for one in self.carriers.iter().filter(|one| !above(one.capacity)) {
            refuse(
                format!("carrier `{}` has a capacity of {}", one.name, one.capacity),
                "it must be above zero",
            );
        }
        for (at, one) in self.ways.iter().enumerate() {
            let finite = one.freight.is_finite() && one.discount.is_finite() && limit(one.cap);
            if one.carrier >= self.carriers.len() || !above(one.use_of_carrier) || !finite {
                refuse(format!("way {at} has a carrier or a number without sense"), "see `Way`");
            }
        }
        for (at, one) in self.pairs.iter().enumerate() {
            let there = one.origin < self.origins.len() && one.buyer < self.buyers.len();
            let ways = !one.ways.is_empty() && one.ways.end <= self.ways.len();
            let finite = [one.usual, one.premium, one.power].into_iter().all(f64::is_finite);
            if !there || !ways || !finite || !above(one.curvature) {
                refuse(format!("pair {at} has an index or a number without sense"), "see `Pair`");
            }
        }
        if !above(self.price) {
            refuse(format!("the typical price is {}", self.price), "it must be above zero");
        }
        if problems.is_empty() { Ok(()) } else { Err(Error::new(ErrorKind::Market, problems)) }
    }

    /// Takes from a limit.
    pub(crate) fn lower(&mut self, cut: Cut) -> Result<(), Error> {
        let limit = match cut.limit {
            Limit::Carrier(r) => &mut self.carriers[r].capacity,
            Limit::Refinery(b) => self.buyers[b].capacity.get_or_insert(f64::INFINITY),
            Limit::Terminal(o) => self.origins[o].throughput.get_or_insert(f64::INFINITY),
        };
        // a thousandth stays, so that the row stays
        *limit = (*limit - cut.by).max(1e-3 * *limit);
        if *limit > 0.0 && limit.is_finite() {
            return Ok(());
        }
        Err(Error::one(ErrorKind::Market, Problem::new("a limit that is not there cannot be lowered")))
    }

    /// The same market with every price and cost in another unit.
    pub fn scaled(&self, factor: f64) -> Self {
        let mut scaled = self.clone();
        scaled.price *= factor;
        for origin in &mut scaled.origins {
            origin.price *= factor;
            origin.first_cost = origin.first_cost.map(|first| first * factor);
        }
        for buyer in &mut scaled.buyers {
            buyer.price *= factor;
        }
        for pair in &mut scaled.pairs {
            pair.premium *= factor;
            pair.power *= factor;
            pair.curvature *= factor;
        }
        for way in &mut scaled.ways {
            way.freight *= factor;
            way.discount *= factor;
            way.cap = way.cap.map(|cap| cap * factor);
        }
        scaled
    }
}
