//! Comparing names: of people, companies and ships, in any script.
//!
//! A name is prepared once ([`Lexicon::prepare`]): its words are told apart by what they are (a legal form, a title, a number,
//! a line of business, ...) and read in Latin letters. Two prepared names are then compared in a few microseconds
//! ([`Lexicon::score`]), or with an explanation ([`Lexicon::compare`]).

mod acronym;
mod agree;
mod align;
mod ceiling;
mod comparison;
mod distance;
mod evidence;
mod fit;
mod form;
mod keys;
mod lexicon;
mod many;
mod model;
mod ofac;
mod prepare;
mod prepared;
mod probe;
mod reliability;
mod role;
mod segment;
mod sound;
mod split;

pub use agree::Agreement;
pub(crate) use ceiling::Ceiling;
pub use comparison::{Comparison, Pairing};
pub(crate) use distance::Reach;
pub use fit::NameSample;
pub use keys::Key;
pub use lexicon::Lexicon;
pub(crate) use many::{Many, PartNumbers, Sought};
pub use model::{BASE_RATE, NameModel, at_base_rate};
pub use prepared::{Flags, Prepared, TokenKind};
pub use reliability::{ReliabilityBin, reliability};
pub(crate) use sound::is_vowel;
