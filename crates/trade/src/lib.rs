//! The trade engine: `Baseline -> Scenario -> Equilibrium -> Accounts`.

mod base;
pub mod baseline;
mod certificate;
mod cube;
mod economy;
mod equilibrium;
mod error;
pub mod outcome;
mod policy;
pub mod scenario;
mod simulator;
mod solver;
pub mod uncertainty;

pub use base::Base;
pub use baseline::Baseline;
pub use certificate::{BaseMovement, Certificate};
pub use cube::{Cube, Grid, InputShares};
pub use equilibrium::Equilibrium;
pub use error::{Error, ErrorKind};
pub use outcome::Outcome;
pub use policy::Policy;
pub use scenario::{Deficits, Labour, Model, Scenario};
pub use simulator::{Options, Simulator, solve};
pub use solver::Settings;
pub use uncertainty::{Draws, Uncertainty};
