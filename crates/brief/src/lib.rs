//! Charts, maps and pages from results; computes nothing.
//!
//! A page ([`page::Page`]) is a question, an answer and figures; a figure ([`chart::Figure`]) is a record that can be
//! drawn with words around it; a result's table goes to a terminal or a file through [`output`]. Numbers are written
//! in one place ([`number`]), and a country has one colour on the whole page ([`Palette`]).

mod brief;
pub mod chart;
mod dossier;
pub mod geography;
pub mod number;
pub mod output;
pub mod page;
mod palette;
mod ship;

pub use brief::{Brief, OilStudy, Statistics, possessive, the};
pub use dossier::{DossierPage, ship_in_words};
pub use palette::Palette;
pub use ship::{ShipPage, Timeline, TrackMap};
