//! Words that every engine of thalweg shares: where something stands in a file ([`Place`]), what is wrong with it
//! ([`Problem`]), what a reader took in and what it refused ([`Intake`]), in which money a number is ([`Unit`]),
//! which hull ([`Imo`]), which company at sea ([`CompanyImo`]) and which radio ([`Mmsi`]) is meant, and the form that every result can take for a renderer ([`Table`]).
//!
//! The crate computes nothing and reads nothing; it only gives these words one meaning.

mod company_imo;
mod imo;
mod intake;
mod mmsi;
mod nearest;
mod place;
mod problem;
mod table;
mod text;
mod unit;

pub use company_imo::CompanyImo;
pub use imo::{Imo, ImoError};
pub use intake::{Intake, Refusal};
pub use mmsi::{Mmsi, MmsiKind};
pub use nearest::nearest;
pub use place::Place;
pub use problem::Problem;
pub use table::{Cell, Column, Measure, Table};
pub use text::Text;
pub use unit::{Unit, UnitError};
