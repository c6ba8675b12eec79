//! The trade engine: `Baseline -> Scenario -> Equilibrium -> Accounts`.

mod base;
pub mod baseline;
mod certificate;
mod cube;
mod economy;
mod equilibrium;
mod error;
mod model;
mod policy;
mod solver;

pub use base::Base;
pub use baseline::Baseline;
pub use certificate::{BaseMovement, Certificate};
pub use cube::{Cube, Grid, InputShares};
pub use equilibrium::Equilibrium;
pub use error::{Error, ErrorKind};
pub use model::{Deficits, Labour, Model};
pub use policy::Policy;
pub use solver::Settings;
