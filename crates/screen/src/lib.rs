//! Who is behind the ship, the broker, the small refinery.
//!
//! Lists of sanctions as governments publish them become [`Entity`] records of one form, in which every value knows the file and
//! the line that it came from ([`Trace`]). Names of any script are compared, identifiers are checked, and owners are followed to
//! those that are blocked. The crate reads what it is given and answers: it keeps nothing, and fetches nothing.

mod audit;
mod country;
mod date;
mod diff;
mod entity;
pub mod fleet;
mod identifier;
mod index;
mod list;
mod listing;
mod name;
pub mod ownership;
mod script;
mod search;
pub mod ship_file;

pub use audit::{Audit, AuditError, Audited, AuditedHit, ListVersion, Replay};
pub use country::{Country, codes_agree, country_name};
pub use date::{DateSpan, DateSpanError};
pub use diff::{Change, Changed, Diff, Entry, Field, NameSet};
pub use entity::{
    Address, CountryLink, Entity, EntityKind, Name, NameKind, NamePart, NameStrength, Record, Relation,
    RelationKind, Remark, Target,
};
pub use fleet::Fleet;
pub use identifier::{Identifier, IdentifierKind, ParseIdentifierKindError, Standing};
pub use index::Index;
pub use list::{
    ListError, ListFile, ListFormat, ListNote, ListReader, ListSummary, Lists, Mapping, MappingError,
    ParseMeasureError,
};
pub use listing::{Authority, Listing, Measure, ParseAuthorityError};
pub use name::{
    Agreement, BASE_RATE, Comparison, Flags, Key, Lexicon, NameModel, NameSample, Pairing, Prepared,
    ReliabilityBin, TokenKind, at_base_rate, reliability,
};
pub use search::{
    Answer, Asked, AskedError, Columns, ColumnsError, Evidence, Feature, Hit, LeftOut, Matched, Query,
    QueryRow, QueryRows, Removal, Removed, Scoring, SearchError, Searcher, Settings, Verdict, weight,
};
pub use ship_file::ShipFile;
pub use trace::{Source, SourceId, Trace};

mod trace;
