//! Ships that meet at sea: who lay beside whom, where and how long, and what that was.
//!
//! The search is four pure functions, each of a part of the data that can be worked on alone:
//! 1. [`points`] of one track: where the ship was every ten minutes.
//! 2. [`contacts`] of the points of one time and of some [`Cell`]s with their neighbours: who was near whom.
//! 3. [`runs`] of the contacts of one pair: how long they stayed together, as each of the two saw it.
//! 4. [`meetings`] of the runs of one pair.
//!
//! [`Encounter::of`] then tells from both tracks what a meeting was. Whatever way the points are divided among workers, the same bytes
//! come out.
//!
//! ```
//! use thalweg_sea::encounter::{EncounterRules, contacts, meetings, points, runs};
//! use thalweg_sea::{Fix, Point, Track, TrackId};
//! let ship = |mmsi, north| {
//!     let fixes = (0..30).map(|step| Fix::new(step * 600_000, Point::new(north, 25.0))).collect();
//!     Track { id: TrackId { mmsi, segment: 0 }, fixes, sayings: Vec::new() }
//! };
//! let rules = EncounterRules::default();
//! let mut all = points(&ship(1, 36.0), 0, &rules, |_| false);
//! all.extend(points(&ship(2, 36.001), 1, &rules, |_| false));
//! let meetings = meetings(&runs(&contacts(&all, &rules), &rules), &rules);
//! assert_eq!(meetings.len(), 1);
//! assert_eq!((meetings[0].hours(), meetings[0].metres.round()), (29.0 / 6.0, 111.0));
//! ```

mod assignment;
mod beside;
mod cell;
mod contact;
mod found;
mod likelihood;
mod meeting;
mod one_sided;
mod point;
mod rules;
mod run;
mod search;
mod side;
mod surroundings;
mod verdict;

pub use beside::{Beside, FENDERS};
pub use cell::Cell;
pub use contact::{Contact, contacts};
pub use found::Encounter;
pub(crate) use likelihood::draught_odds;
pub use meeting::{Meeting, meetings};
pub use one_sided::{NextCall, OneSided, OneSidedRules, Silence, alone, one_sided};
pub use point::{PairPoint, points};
pub use rules::{EncounterRules, UnderWayRules};
pub use run::{Mode, Run, runs};
pub use search::{encounters, search};
pub use side::{Draughts, Role, Side};
pub use surroundings::Surroundings;
pub use verdict::{Verdict, Weight};
