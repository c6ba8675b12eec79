//! The oil engine: what enforcement does to volumes, discounts, freight and the seller's revenue.

mod anchors;
mod areas;
mod baseline;
mod cap_curve;
mod class;
mod dense;
mod draws;
mod equilibrium;
mod error;
mod imported;
mod listings;
mod market;
mod matrix;
mod movements;
mod outcome;
pub mod path;
mod policy;
mod prediction;
mod price_parts;
mod purchases;
mod scenario;
pub mod sea_ways;
mod ships;
mod solver;
mod wedges;
mod workbook;
mod world;
mod worth;

pub use anchors::{Aim, Anchor};
pub use areas::Areas;
pub use baseline::{About, Baseline, Fleet, Parameters, Pipeline, Refiner, Source, embedded_baselines};
pub use cap_curve::{CapCurve, CapRow};
pub use class::Class;
pub use draws::Draws;
pub use equilibrium::{Certificate, Point};
pub use error::{Error, ErrorKind};
pub use imported::{Imported, LeftOut, sample_movements};
pub use listings::{Listings, ListingsQuestion, ListingsRow};
pub use market::{Buyer, Carrier, Carries, Market, Origin, Pair, Way};
pub use matrix::{Balanced, balance};
pub use movements::{Movements, Wanted};
pub use outcome::{BuyerRow, Certified, Change, FleetRow, FlowRow, Outcome, SellerRow};
pub use policy::Policy;
pub use prediction::{Discount, Outlook, PredictedRow, Prediction, Totals};
pub use price_parts::{Part, PartRow, PriceParts};
pub use purchases::{BuyerTotal, PurchaseRow, Purchases};
pub use scenario::{
    Ban, Cap, Close, Designation, Embargo, EmbeddedScenario, FleetChange, Horizon, PathBlock, Power,
    Scenario, Words, embedded_scenario_text, embedded_scenarios,
};
pub use ships::{Cargoes, Carried, CarriedBy, Designated, Listed, Muster, OnList, Ship, ShipList, Unclassed};
pub use solver::{Limit, Method, Settings, Solved};
pub use wedges::{Wedge, Wedges};
pub use world::World;
pub use worth::{Effect, Question, Worth, WorthRow};
