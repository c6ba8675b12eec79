//! The oil engine: what enforcement does to volumes, discounts, freight and the seller's revenue.

mod dense;
mod error;
pub mod path;

pub use error::{Error, ErrorKind};
