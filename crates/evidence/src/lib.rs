//! What happened: elasticities from the data, and how the model would have done.
mod absorb;
mod error;
mod panel;
mod policy;
mod regressor;
pub mod replication;
mod schedule;
mod table_file;
pub use error::{Error, ErrorKind};
pub use panel::Panel;
pub use policy::Policy;
pub use regressor::{Dose, Regressor};
pub use schedule::{Crosswalk, Schedule, in_force};
