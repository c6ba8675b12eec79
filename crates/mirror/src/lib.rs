//! What exporter and importer say of the same flow: relabelled goods, hubs and evasion, from trade statistics alone.
//!
//! [`read`] takes tables of UN Comtrade, Eurostat, the IMF and others into a [`Ledger`]; [`Mirror::of`] holds both reports of every flow against each
//! other and ranks the gaps by evidence; [`Evasion`] is the regression of Fisman and Wei (2004).
//!
//! A gap shows that two reports differ, and by how much more than usual. Why they differ no statistics show; verdicts name what the numbers rule out.

mod amount;
mod arrival;
mod complete;
mod country;
mod embedded;
mod error;
mod evasion;
mod findings;
mod gap;
mod hub;
mod ledger;
mod lines;
mod mapping;
mod margin;
mod mirror;
mod pairs;
mod passage;
mod period;
mod production;
mod rank;
mod read;
mod said;
mod sample;
mod spread;
mod table;
mod tables;
mod unit;
mod words;

pub use arrival::Arrival;
pub use complete::Incomplete;
pub use country::{Code, Countries, EU27, Party};
pub use embedded::{embedded_table, embedded_tables};
pub use error::{Error, ErrorKind};
pub use evasion::{Estimate, Evasion, Taxes};
pub use findings::{Findings, SourceLine};
pub use gap::{Gap, Measure};
pub use hub::Hub;
pub use ledger::{Basis, Flow, Ledger};
pub use mapping::Mapping;
pub use margin::{IMF_MARGIN, Margin};
pub use mirror::{HabitOf, Mirror, PolicyDate, Question};
pub use pairs::Group;
pub use passage::{HOW_LOOSE, Passage};
pub use production::Production;
pub use rank::{Evidence, Ranked, Verdict};
pub use read::{Options, Source, read};
pub use sample::sample;
pub use spread::Habit;
