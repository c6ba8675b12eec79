//! The oil engine: what enforcement does to volumes, discounts, freight and the seller's revenue.

mod baseline;
mod class;
mod dense;
mod equilibrium;
mod error;
mod market;
mod matrix;
pub mod path;
pub mod sea_ways;
mod solver;

pub use baseline::{About, Baseline, Fleet, Parameters, Pipeline, Refiner, Source, embedded_baselines};
pub use class::Class;
pub use equilibrium::{Certificate, Point};
pub use error::{Error, ErrorKind};
pub use market::{Buyer, Carrier, Carries, Market, Origin, Pair, Way};
pub use matrix::{Balanced, balance};
pub use solver::{Limit, Method, Settings, Solved};
