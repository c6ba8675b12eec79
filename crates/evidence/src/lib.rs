//! What happened: elasticities from the data themselves, and how the model would have done.
//!
//! A [`Panel`] has bilateral flows of several years, a [`Policy`] the tariffs that came. An [`Estimate`] says what trade made
//! of them: an event study in changes with importer-sector and exporter-sector effects, its placebo band, and Poisson and
//! triple-difference estimators beside it. The flows are before tariff, so the coefficient is `-(1 + theta)`.
//!
//! Nothing here prints, reads the clock or the environment, or keeps state between calls. Files are read only where a
//! path is given. The same input gives the same bits, whatever the number of threads.

mod absorb;
mod agreement;
mod backtest;
mod error;
mod estimate;
mod panel;
mod placebo;
mod poisson;
mod policy;
mod question;
mod record;
mod regressor;
pub mod replication;
mod sample;
mod schedule;
mod set;
mod shrink;
mod simulate;
mod table_file;
mod tetrads;
mod trend;

pub use agreement::{Agreement, AgreementQuestion};
pub use backtest::{Backtest, CaseRow, ScoreRow};
pub use error::{Error, ErrorKind};
pub use estimate::{Estimate, EstimatorRow, InForceRow, LeftOutRow, SectorRow, SideRow, YearRow};
pub use panel::Panel;
pub use placebo::Placebo;
pub use policy::Policy;
pub use question::{Data, Question};
pub use record::Record;
pub use regressor::Dose;
pub use schedule::{Crosswalk, Schedule, in_force};
pub use set::{ElasticitySet, SetRow};
pub use simulate::{SampleData, SampleWorld};
