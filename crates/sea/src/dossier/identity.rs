//! What a ship called itself, stretch by stretch.

use crate::event::{TrackId, as_timestamp};
use crate::track::Track;
use crate::vessel::{Saying, Trait};
use serde::Serialize;
use thalweg_core::Mmsi;

/// Something that a ship called itself over some time, or that follows from its number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Called {
    /// What: `flag`, `name`, `call sign`, `IMO number`, `length and beam`, `ship type`.
    pub what: &'static str,
    /// The value.
    pub value: String,
    /// By which track.
    pub ship: TrackId,
    /// When it first said so, milliseconds since 1970, UTC.
    #[serde(serialize_with = "as_timestamp")]
    pub first: i64,
    /// When it last did.
    #[serde(serialize_with = "as_timestamp")]
    pub last: i64,
    /// How often it was heard.
    pub count: u64,
    /// File and line that first say so; none for what follows from the number.
    pub record: Option<(u16, u32)>,
}

/// What some tracks of one ship call it, in order of what and of time. A value that comes back begins anew. Draughts and destinations are left out.
pub fn called(tracks: &[&Track]) -> Vec<Called> {
    let mut all: Vec<(usize, Called)> = Vec::new();
    for track in tracks {
        all.push((0, flag(track)));
        for kind in KINDS {
            all.extend(stretches(track, kind).into_iter().map(|called| (kind.place, called)));
        }
    }
    all.sort_by(|a, b| (a.0, a.1.first, a.1.ship, &a.1.value).cmp(&(b.0, b.1.first, b.1.ship, &b.1.value)));
    all.into_iter().map(|(_, called)| called).collect()
}

struct Kind {
    place: usize,
    what: &'static str,
    value: fn(&Trait) -> Option<String>,
}

const KINDS: &[Kind] = &[
    Kind {
        place: 1,
        what: "name",
        value: |said| if let Trait::Name(name) = said { Some(name.to_string()) } else { None },
    },
    Kind {
        place: 2,
        what: "call sign",
        value: |said| if let Trait::CallSign(sign) = said { Some(sign.to_string()) } else { None },
    },
    Kind {
        place: 3,
        what: "IMO number",
        value: |said| if let Trait::Imo(number) = said { Some(format!("{number:07}")) } else { None },
    },
    Kind {
        place: 4,
        what: "length and beam",
        value: |said| if let Trait::Dimensions(size) = said { Some(size_words(size)) } else { None },
    },
    Kind {
        place: 5,
        what: "ship type",
        value: |said| if let Trait::ShipType(kind) = said { Some(kind.to_string()) } else { None },
    },
];

fn size_words([bow, stern, port, starboard]: &[u16; 4]) -> String {
    format!("{} m by {} m", bow + stern, port + starboard)
}

/// The flag follows from the number.
fn flag(track: &Track) -> Called {
    let country = Mmsi::new(track.id.mmsi).and_then(Mmsi::country_name);
    let value = country.unwrap_or("a country that does not exist").to_owned();
    let count = track.fixes.len() as u64;
    Called {
        what: "flag",
        value,
        ship: track.id,
        first: track.start(),
        last: track.end(),
        count,
        record: None,
    }
}

fn stretches(track: &Track, kind: &Kind) -> Vec<Called> {
    let mut sayings: Vec<(String, &Saying)> = track.said(kind.value).collect();
    sayings.sort_by(|a, b| (a.1.first, &a.0).cmp(&(b.1.first, &b.0)));
    let mut found: Vec<Called> = Vec::new();
    for (value, saying) in sayings {
        match found.last_mut().filter(|last| last.value == value) {
            Some(last) => {
                last.last = last.last.max(saying.last);
                last.count += u64::from(saying.count);
            }
            None => found.push(Called {
                what: kind.what,
                value,
                ship: track.id,
                first: saying.first,
                last: saying.last,
                count: saying.count.into(),
                record: Some(saying.record),
            }),
        }
    }
    found
}
