//! The trade engine: `Baseline -> Scenario -> Equilibrium -> Accounts`.

mod base;
pub mod baseline;
mod certificate;
mod cube;
mod economy;
mod equilibrium;
mod error;
mod policy;
pub mod scenario;
mod solver;

pub use base::Base;
pub use baseline::Baseline;
pub use certificate::{BaseMovement, Certificate};
pub use cube::{Cube, Grid, InputShares};
pub use equilibrium::Equilibrium;
pub use error::{Error, ErrorKind};
pub use policy::Policy;
pub use scenario::{Deficits, Labour, Model, Scenario};
pub use solver::Settings;
