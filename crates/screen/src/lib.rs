//! Who is behind the ship, the broker, the small refinery.
//!
//! Lists of sanctions as governments publish them become [`Entity`] records of one form, in which every value knows the file and
//! the line that it came from ([`Trace`]). Names of any script are compared, identifiers are checked, and owners are followed to
//! those that are blocked. The crate reads what it is given and answers: it keeps nothing, and fetches nothing.

mod date;
mod entity;
mod listing;
mod name;
mod script;

pub use date::{DateSpan, DateSpanError};
pub use entity::{
    Address, Country, CountryLink, Entity, EntityKind, Identifier, IdentifierKind, Name, NameKind, NamePart,
    NameStrength, Record, Relation, RelationKind, Remark, Target,
};
pub use listing::{Authority, Listing, Measure, ParseAuthorityError};
pub use name::{
    Agreement, BASE_RATE, Comparison, Flags, Key, Lexicon, NameModel, NameSample, Pairing, Prepared,
    ReliabilityBin, TokenKind, at_base_rate, reliability,
};
pub use trace::{Source, SourceId, Trace};

mod trace;
