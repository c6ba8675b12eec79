//! The sea engine: from raw AIS to what ships did. So far it reads: lines of a log become [`Message`]s with a time that says how
//! it is known, and every line is accounted for.
//!
//! - [`Decoder`] takes lines and needs the same memory however many come.
//! - [`Message`] has every field of the 27 types, raw and physical, and can be written back into bits.
//! - [`read_lines`] takes files, plain or compressed, of any length.
//! - [`Application`] knows the common kinds of binary data.
//! - [`Report`] is what tracks need of a message, or of a row of a table.
//!
//! ```
//! use thalweg_sea::{Body, Decoder, Options};
//! let mut decoder = Decoder::new("example", Options::default());
//! decoder.line(b"!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A", &mut |received| {
//!     let Body::Position(report) = received.message.body else { panic!("a position") };
//!     assert_eq!((report.speed_knots(), report.turn_degrees_per_minute()), (Some(12.3), None));
//! });
//! ```

mod account;
mod application;
pub mod assemble;
pub mod bits;
pub mod chart;
mod civil;
pub mod copied;
mod decoder;
pub mod dossier;
pub mod encounter;
pub mod event;
pub mod false_position;
mod fix;
pub mod gap;
pub mod geography;
pub mod geojson;
pub mod identity;
pub mod line;
pub mod loitering;
pub mod message;
pub mod origin;
pub mod port_call;
mod reader;
mod reason;
pub mod reception;
mod report;
mod rules;
pub mod scan;
pub mod score;
pub mod simulate;
mod sphere;
pub mod stays;
mod stop;
mod store;
pub mod table;
mod time;
mod track;
mod vessel;
pub mod voyage;

pub use account::Account;
pub use application::{Application, Value};
pub use bits::Bits;
pub use civil::timestamp;
pub use decoder::{Decoder, Options, Received};
pub use event::{Event, TrackId};
pub use fix::{Fix, Record};
pub use geography::Geography;
pub use message::field::Letters;
pub use message::{Body, Message, kinds};
pub use port_call::{PortCall, PortCallRules, port_calls};
pub use reader::{LONGEST_LINE, read_lines};
pub use reason::Reason;
pub use report::{Class, Report};
pub use rules::{RuleError, Rules};
pub use sphere::{KNOT, NAUTICAL_MILE, Point, RADIUS, turn};
pub use stop::{Mooring, Stop, StopRules, stops};
pub use store::{Parts, Store};
pub use time::{Day, How, NoTime, PLAUSIBLE, Time};
pub use track::{Between, SegmentRules, Split, Track};
pub use vessel::{Fleet, Saying, Trait, Vessel};
