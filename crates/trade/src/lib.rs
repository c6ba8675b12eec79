//! The trade engine: `Baseline -> Scenario -> Equilibrium -> Accounts`.

pub mod baseline;
mod cube;
mod error;
mod policy;
pub mod scenario;

pub use baseline::Baseline;
pub use cube::{Cube, Grid, InputShares};
pub use error::{Error, ErrorKind};
pub use policy::Policy;
pub use scenario::Scenario;
