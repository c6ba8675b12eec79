//! What the draughts before and after a call say of cargo.

use super::{PortCall, PortCallRules};
use crate::stop::{Mooring, Stop};
use crate::track::Track;
use crate::vessel::Trait;
use serde::Serialize;

/// What a change of draught says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CargoChange {
    /// It lay deeper afterwards.
    Loaded,
    /// It lay less deep afterwards.
    Discharged,
    /// A draught was stated after the call, and is about the same.
    Unchanged,
    /// No draught was stated before, or none anew afterwards: crews forget to, so that this says nothing.
    Unknown,
}

impl CargoChange {
    /// In one word, as in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Loaded => "loaded",
            Self::Discharged => "discharged",
            Self::Unchanged => "unchanged",
            Self::Unknown => "unknown",
        }
    }
}

/// A draught and when it was stated.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Stated {
    /// Metres.
    pub metres: f64,
    /// When it was last stated within its hour, milliseconds since 1970, UTC.
    pub time: i64,
}

/// Reads the draughts of calls that are in order of time.
pub(super) fn read(track: &Track, calls: &mut [PortCall], rules: &PortCallRules) {
    let draughts = stated(track);
    let starts: Vec<i64> = calls.iter().map(first_rest).collect();
    for (i, call) in calls.iter_mut().enumerate() {
        let (from, until) = (starts[i], last_rest(call));
        let hours = (rules.draught_hours * 3_600_000.0) as i64;
        let limit = starts.get(i + 1).map_or(i64::MAX, |next| *next).min(until.saturating_add(hours));
        call.before = draughts.iter().rfind(|stated| stated.time <= from).copied();
        // what is stated while the ship lies still may be typed in before or after the work: only the last word counts
        call.after = draughts.iter().rfind(|stated| stated.time > from && stated.time <= limit).copied();
        call.cargo = if call.mooring == Mooring::Anchor {
            CargoChange::Unknown
        } else {
            change(call.before, call.after, rules)
        };
    }
}

fn first_rest(call: &PortCall) -> i64 {
    call.stops.first().map_or(call.start, |stop| stop.start)
}

fn last_rest(call: &PortCall) -> i64 {
    call.stops.last().map_or(call.end, |stop: &Stop| stop.end)
}

/// All draughts that were stated, hour by hour, in order of time.
fn stated(track: &Track) -> Vec<Stated> {
    let draughts =
        track.said(|said| if let Trait::Draught(tenths) = said { Some(f64::from(*tenths)) } else { None });
    let mut stated: Vec<Stated> =
        draughts.map(|(tenths, saying)| Stated { metres: tenths / 10.0, time: saying.last }).collect();
    stated.sort_by(|a, b| a.time.cmp(&b.time).then(a.metres.total_cmp(&b.metres)));
    stated
}

fn change(before: Option<Stated>, after: Option<Stated>, rules: &PortCallRules) -> CargoChange {
    let (Some(before), Some(after)) = (before, after) else { return CargoChange::Unknown };
    let deeper = after.metres - before.metres;
    if deeper.abs() < rules.draught_metres - 1e-9 {
        CargoChange::Unchanged
    } else if deeper > 0.0 {
        CargoChange::Loaded
    } else {
        CargoChange::Discharged
    }
}
