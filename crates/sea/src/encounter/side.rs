//! One of the two ships of a meeting.

use super::rules::EncounterRules;
use crate::event::TrackId;
use crate::fix::{Fix, Record};
use crate::track::Track;
use crate::vessel::Trait;
use serde::Serialize;

/// What a ship is for, by the type that it states (ITU-R M.1371-5, table 53).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 80 to 89.
    Tanker,
    /// 70 to 79.
    Cargo,
    /// 31, 32, 33, 34, 35 and 50 to 59: tugs, pilots, tenders, rescue, dredgers, divers, the state.
    Service,
    /// 30.
    Fishing,
    /// 20 to 29, 40 to 49 and 60 to 69: passengers and fast craft.
    Passenger,
    /// 36 and 37: sail and pleasure.
    Pleasure,
    /// Anything else that it states.
    Other,
    /// It states nothing.
    Unknown,
}

impl Role {
    /// The role of a stated type of ship.
    pub fn of(ship_type: Option<u8>) -> Self {
        match ship_type {
            Some(80..=89) => Self::Tanker,
            Some(70..=79) => Self::Cargo,
            Some(31..=35 | 50..=59) => Self::Service,
            Some(30) => Self::Fishing,
            Some(20..=29 | 40..=49 | 60..=69) => Self::Passenger,
            Some(36 | 37) => Self::Pleasure,
            Some(0) | None => Self::Unknown,
            Some(_) => Self::Other,
        }
    }

    /// In one word, as in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Tanker => "tanker",
            Self::Cargo => "cargo",
            Self::Service => "service",
            Self::Fishing => "fishing",
            Self::Passenger => "passenger",
            Self::Pleasure => "pleasure",
            Self::Other => "other",
            Self::Unknown => "unknown",
        }
    }
}

/// The draught that a ship stated before and after something, metres.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Draughts {
    /// The last one stated before.
    pub before: Option<f64>,
    /// The first other one stated afterwards; the same where it was only stated again.
    pub after: Option<f64>,
}

impl Draughts {
    /// What a track stated before a stretch of time, and then up to some hours after it.
    pub fn around(track: &Track, start: i64, end: i64, rules: &EncounterRules) -> Self {
        Self::until(track, start, end, rules.draught_reach(end))
    }

    /// What a track stated before a stretch of time, and then up to a time after it.
    pub fn until(track: &Track, start: i64, end: i64, until: i64) -> Self {
        let said: Vec<(u16, i64, i64)> = track
            .said(|said| if let Trait::Draught(tenths) = said { Some(*tenths) } else { None })
            .map(|(tenths, saying)| (tenths, saying.first, saying.last))
            .collect();
        let before = said.iter().rfind(|(_, first, _)| *first <= start);
        let mut later = said.iter().filter(|(_, first, last)| *last > start && *first <= until);
        let other = later.clone().find(|(tenths, _, _)| before.is_some_and(|(old, _, _)| tenths != old));
        let after = other.or_else(|| later.rfind(|(_, _, last)| *last > end));
        let metres = |said: &(u16, i64, i64)| f64::from(said.0) / 10.0;
        Self { before: before.map(metres), after: after.map(metres) }
    }

    /// Metres by which it lies deeper afterwards; none unless both were stated.
    pub fn change(&self) -> Option<f64> {
        Some(self.after? - self.before?)
    }
}

/// One of the two ships of a meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// Which.
    pub id: TrackId,
    /// What it is for.
    pub role: Role,
    /// Metres from the antenna to bow, stern, port and starboard.
    pub dimensions: Option<[u16; 4]>,
    /// Draught before and after.
    pub draughts: Draughts,
    /// Share of its positions of that time in which it calls itself at anchor or moored.
    pub anchored: Option<f64>,
    /// Share of its positions in which it calls itself moored.
    pub moored: Option<f64>,
    /// It called itself not under command, restricted, aground or in distress meanwhile.
    pub hampered: bool,
    /// Milliseconds that its clock may be off.
    pub clock_error: i64,
    /// Its first and last record within the meeting, or those around it.
    pub records: [Record; 2],
}

impl Side {
    /// A ship over a stretch of time; none if it has no fix.
    pub fn of(track: &Track, start: i64, end: i64, rules: &EncounterRules) -> Option<Self> {
        let around = around(track, start, end);
        let (first, last) = (around.first()?, around.last()?);
        let told: Vec<u8> = around.iter().filter_map(Fix::status).filter(|status| *status != 15).collect();
        let share = |statuses: &[u8]| {
            let count = told.iter().filter(|status| statuses.contains(status)).count();
            (!told.is_empty()).then(|| count as f64 / told.len() as f64)
        };
        Some(Self {
            id: track.id,
            role: Role::of(track.ship_type()),
            dimensions: track
                .most(|said| if let Trait::Dimensions(metres) = said { Some(*metres) } else { None })
                .filter(|[bow, stern, _, _]| bow + stern > 0),
            draughts: Draughts::around(track, start, end, rules),
            anchored: share(&[1, 5]),
            moored: share(&[5]),
            hampered: told.iter().any(|status| matches!(status, 2 | 3 | 6 | 14)),
            clock_error: around.iter().map(Fix::clock_error).max().unwrap_or(0),
            records: [first.record(), last.record()],
        })
    }

    /// Whether it says mostly that it is moored.
    pub fn is_moored(&self) -> bool {
        self.moored.is_some_and(|share| share >= 0.5)
    }

    /// Metres from bow to stern.
    pub fn length(&self) -> Option<f64> {
        self.dimensions.map(|[bow, stern, _, _]| f64::from(bow) + f64::from(stern))
    }

    /// Metres from side to side.
    pub fn beam(&self) -> Option<f64> {
        let beam = |[_, _, port, starboard]: [u16; 4]| f64::from(port) + f64::from(starboard);
        self.dimensions.map(beam).filter(|metres| *metres > 0.0)
    }
}

/// The fixes of a stretch of time; those around it if there is none in it.
fn around(track: &Track, start: i64, end: i64) -> &[Fix] {
    let within = track.during(start, end);
    if !within.is_empty() {
        return within;
    }
    let next = track.fixes.partition_point(|fix| fix.time < start);
    let to = (next + 1).min(track.fixes.len());
    track.fixes.get(next.saturating_sub(1)..to).unwrap_or(&[])
}
