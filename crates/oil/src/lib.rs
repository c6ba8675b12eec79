//! The oil engine: what enforcement does to volumes, discounts, freight and the seller's revenue.

mod baseline;
mod class;
mod dense;
mod equilibrium;
mod error;
mod market;
mod matrix;
mod outcome;
pub mod path;
mod policy;
mod scenario;
pub mod sea_ways;
mod solver;
mod world;

pub use baseline::{About, Baseline, Fleet, Parameters, Pipeline, Refiner, Source, embedded_baselines};
pub use class::Class;
pub use equilibrium::{Certificate, Point};
pub use error::{Error, ErrorKind};
pub use market::{Buyer, Carrier, Carries, Market, Origin, Pair, Way};
pub use matrix::{Balanced, balance};
pub use outcome::{BuyerRow, Certified, Change, FleetRow, FlowRow, Outcome, SellerRow};
pub use policy::Policy;
pub use scenario::{
    Ban, Cap, Close, Designation, Embargo, EmbeddedScenario, FleetChange, Horizon, PathBlock, Power,
    Scenario, Words, embedded_scenario_text, embedded_scenarios,
};
pub use solver::{Limit, Method, Settings, Solved};
pub use world::World;
