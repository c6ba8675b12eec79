//! The oil engine: what enforcement does to volumes, discounts, freight and the seller's revenue.

mod class;
mod dense;
mod equilibrium;
mod error;
mod market;
pub mod path;
pub mod sea_ways;
mod solver;

pub use class::Class;
pub use equilibrium::{Certificate, Point};
pub use error::{Error, ErrorKind};
pub use market::{Buyer, Carrier, Carries, Market, Origin, Pair, Way};
pub use solver::{Limit, Method, Settings, Solved};
