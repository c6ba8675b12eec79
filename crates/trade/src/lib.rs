//! The trade engine: where trade goes when tariffs, subsidies or export controls change.
//!
//! A [`Baseline`] is the world as it was; a [`Scenario`] says what changes; [`solve`] finds the [`Equilibrium`] of the two,
//! with a [`Certificate`] that every equation holds; a [`Simulator`] turns it into an [`Outcome`]: who gains, who loses, who
//! pays, where displaced goods go, and how sure each number is. The model is exact hat algebra with inputs, tariffs, export
//! taxes, subsidies, iceberg costs and scale economies; `docs/notation.md` has the equations.
//!
//! ```
//! use thalweg_trade::scenario::{Change, Measure};
//! use thalweg_trade::{Baseline, Options, Scenario, Settings, Simulator};
//!
//! let world = Baseline::embedded("world-2011")?;
//! let scenario = Scenario::new("Sixty points on China")
//!     .with(Measure::tariff("USA", "CHN", "tradable", Change::Add(0.60)));
//! let outcome = Simulator::new(&world, Settings::default()).simulate("sixty", &scenario, &Options::default())?;
//!
//! assert!(outcome.certificate.max_residual <= 1e-10);
//! // both lose, and the goods go elsewhere
//! assert!(["USA", "CHN"].iter().all(|c| outcome.country(c).is_some_and(|row| row.real_income_pct < 0.0)));
//! assert!(outcome.flow("CAN", "CHN").is_some_and(|flow| flow.after > flow.before));
//! # Ok::<(), thalweg_trade::Error>(())
//! ```
//!
//! Nothing here prints, reads the clock or the environment, or keeps state between calls: the same input gives the same
//! output. Files are read only where a name or a path asks for it ([`Baseline::open`], [`Scenario::open`]).

mod base;
pub mod baseline;
mod certificate;
mod cube;
mod economy;
mod equilibrium;
mod error;
mod gradient;
pub mod outcome;
mod policy;
pub mod scenario;
mod simulator;
mod solver;
pub mod uncertainty;
mod walk;

pub use base::Base;
pub use baseline::Baseline;
pub use certificate::{BaseMovement, Certificate};
pub use cube::{Cube, Grid, InputShares};
pub use equilibrium::Equilibrium;
pub use error::{Error, ErrorKind};
pub use gradient::{Gradient, Objective};
pub use outcome::Outcome;
pub use policy::Policy;
pub use scenario::{ByCountry, Competition, Deficits, Labour, Model, Revenue, Scenario};
pub use simulator::{Options, Simulator, solve};
pub use solver::Settings;
pub use uncertainty::{Draws, Uncertainty};
pub use walk::Walk;

/// The examples of the README are compiled and run with the documentation's.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
