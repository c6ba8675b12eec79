//! Who was heard where and when: reception, estimated from the data themselves.
//!
//! A ship that is heard before and after a slot of time was somewhere in between, whether or not it was heard in that slot. Such a ship is
//! a *witness*: it says how well its cell of the sea could be heard in that slot. A cell from which nobody was ever heard has witnesses
//! too, the ships that crossed it in silence; a cell that no ship is known to have crossed has none, and then nothing is known of it.
//!
//! What stands in a [`Reception`] are counts, so that it can be made by parts, in any order, and merged.

mod cell;
mod witnesses;

pub use cell::{Band, Cell};
pub use witnesses::Witnesses;

use crate::event::TrackId;
use crate::rules::{RuleError, positive, within};
use crate::sphere::KNOT;
use crate::track::Track;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// How reception is counted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReceptionRules {
    /// Length of a slot of time, minutes. Ten are about as long as a satellite sees a ship, and longer than any ship under way or at
    /// anchor is silent that sends as it should (three minutes, ITU-R M.1371-5, annex 1, table 1; class B likewise). Outages of stations
    /// and passes of satellites are seen slot by slot.
    pub slot_minutes: f64,
    /// Height of a cell, degrees of latitude; it is about as wide as high. A station on shore hears some 40 nautical miles far, so that
    /// half a degree tells its inside from its outside.
    pub cell_degrees: f64,
    /// After a silence of more hours than this nobody can say where the ship was: it is no witness.
    pub longest_known_hours: f64,
    /// A way that would take more knots is none: no witness.
    pub fastest_knots: f64,
}

impl Default for ReceptionRules {
    fn default() -> Self {
        Self { slot_minutes: 10.0, cell_degrees: 0.5, longest_known_hours: 24.0, fastest_knots: 60.0 }
    }
}

impl ReceptionRules {
    /// Whether every number is in its range.
    ///
    /// # Errors
    /// [`RuleError::Range`] names the first that is not.
    pub fn check(&self) -> Result<(), RuleError> {
        within("reception.slot_minutes", self.slot_minutes, 1.0, 1440.0, "between 1 and 1440")?;
        within("reception.cell_degrees", self.cell_degrees, 0.1, 10.0, "between 0.1 and 10")?;
        positive("reception.longest_known_hours", self.longest_known_hours)?;
        positive("reception.fastest_knots", self.fastest_knots)
    }

    /// Milliseconds of a slot.
    fn slot_length(&self) -> i64 {
        (self.slot_minutes * 60_000.0) as i64
    }

    /// The slot that holds a time, counted from 1970.
    pub fn slot(&self, time: i64) -> i32 {
        time.div_euclid(self.slot_length()).clamp(i32::MIN.into(), i32::MAX.into()) as i32
    }

    /// The middle of a slot.
    pub fn middle(&self, slot: i32) -> i64 {
        i64::from(slot) * self.slot_length() + self.slot_length() / 2
    }
}

/// Ships that are known to have been in a cell in one slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// How many.
    pub present: u16,
    /// How many of them were heard.
    pub heard: u16,
    /// How many of them came in this slot and were not there in the one before.
    pub arrived: u16,
}

impl Count {
    /// Sums end at 65,535: whatever the order, the same.
    fn add(&mut self, other: Self) {
        self.present = self.present.saturating_add(other.present);
        self.heard = self.heard.saturating_add(other.heard);
        self.arrived = self.arrived.saturating_add(other.arrived);
    }
}

/// Where and when a count is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    cell: Cell,
    slot: i32,
}

/// How many ships were in each cell in each slot, and how many of them were heard.
///
/// ```
/// use thalweg_sea::reception::{Reception, ReceptionRules};
/// use thalweg_sea::{Fix, Point, Track, TrackId};
/// // two ships side by side for two hours; one of them is not heard in the second hour
/// let track = |mmsi: u32, silent: bool| {
///     let minutes = (0..=120).step_by(5).filter(|minute| !silent || *minute <= 60 || *minute == 120);
///     let fixes = minutes.map(|minute: i64| Fix::new(minute * 60_000, Point::new(54.25, 10.2))).collect();
///     Track { id: TrackId { mmsi, segment: 0 }, fixes, sayings: Vec::new() }
/// };
/// let rules = ReceptionRules::default();
/// let (a, b) = (track(1, false), track(2, true));
/// let whole = Reception::of(&[a.clone(), b.clone()], rules);
/// assert_eq!(whole, Reception::of(&[b], rules).merge(Reception::of(&[a], rules)));
/// assert_eq!((whole.present(), whole.heard()), (22, 17));
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reception {
    rules: ReceptionRules,
    /// In order of their keys, each key once.
    counts: Vec<(Key, Count)>,
}

impl Reception {
    /// What some tracks tell. Tracks of any number, in any order; a track may not be counted twice.
    pub fn of(tracks: &[Track], rules: ReceptionRules) -> Self {
        const TOGETHER: usize = 512;
        let part = |tracks: &[Track]| {
            let mut counts = Vec::new();
            for track in tracks {
                presences(track, &rules, |presence| counts.push(presence));
            }
            Self { rules, counts: summed(counts) }
        };
        let none = || Self { rules, counts: Vec::new() };
        tracks.par_chunks(TOGETHER).map(part).reduce(none, Self::merge)
    }

    /// The sum of two parts.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        if self.counts.is_empty() || other.counts.is_empty() {
            return if self.counts.is_empty() { other } else { self };
        }
        let mut counts = Vec::with_capacity(self.counts.len().max(other.counts.len()));
        let (mut left, mut right) = (self.counts.into_iter().peekable(), other.counts.into_iter().peekable());
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            let next = if a.0 <= b.0 { left.next() } else { right.next() };
            counts.extend(next);
            if let (Some(kept), Some(b)) = (counts.last_mut(), right.peek())
                && kept.0 == b.0
            {
                kept.1.add(b.1);
                right.next();
            }
        }
        counts.extend(left);
        counts.extend(right);
        Self { rules: self.rules, counts }
    }

    /// How it was counted.
    pub fn rules(&self) -> &ReceptionRules {
        &self.rules
    }

    /// Slots of ships that are known to have been somewhere.
    pub fn present(&self) -> u64 {
        self.counts.iter().map(|(_, count)| u64::from(count.present)).sum()
    }

    /// Those of them in which the ship was heard.
    pub fn heard(&self) -> u64 {
        self.counts.iter().map(|(_, count)| u64::from(count.heard)).sum()
    }

    /// How many counts it consists of, 16 bytes each.
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
}

/// What one ship adds to the counts: needed again, to ask what all others say.
#[derive(Debug, Clone, PartialEq)]
pub struct Own {
    /// Which ship.
    pub id: TrackId,
    counts: Vec<(Key, Count)>,
}

impl Own {
    /// The counts of one track.
    pub fn of(track: &Track, rules: &ReceptionRules) -> Self {
        let mut counts = Vec::new();
        presences(track, rules, |presence| counts.push(presence));
        counts.sort_unstable_by_key(|(key, _)| *key);
        Self { id: track.id, counts }
    }
}

/// Each slot between a track's first and last, with the cell in which the ship was and whether it was heard. The first and the last are
/// left out: the ship was heard in them or there would be no track, whatever the reception.
fn presences(track: &Track, rules: &ReceptionRules, mut give: impl FnMut((Key, Count))) {
    let mut before: Option<Key> = None;
    let mut give = |cell: Cell, slot: i32, heard: bool| {
        let key = Key { cell, slot };
        let stayed = before.is_some_and(|before| before.cell == cell && before.slot + 1 == slot);
        before = Some(key);
        give((key, Count { present: 1, heard: heard.into(), arrived: (!stayed).into() }));
    };
    let (first, last) = (rules.slot(track.start()), rules.slot(track.end()));
    let mut done = first;
    for pair in track.fixes.windows(2) {
        let [from, to] = pair else { continue };
        let next = rules.slot(to.time);
        if next == done {
            continue;
        }
        let band = Band::of(to.class());
        if next > done + 1 {
            let seconds = from.seconds_to(to);
            let known = seconds <= rules.longest_known_hours * 3600.0
                && from.point().distance(to.point()) <= rules.fastest_knots * KNOT * seconds;
            for slot in done + 1..if known { next } else { done + 1 } {
                let share = (rules.middle(slot) - from.time) as f64 / 1000.0 / seconds;
                let point = from.point().between(to.point(), share.clamp(0.0, 1.0));
                give(Cell::of(point, band, rules.cell_degrees), slot, false);
            }
        }
        if next < last {
            give(Cell::of(to.point(), band, rules.cell_degrees), next, true);
        }
        done = next;
    }
}

/// Counts in order, those of one key as one.
fn summed(mut counts: Vec<(Key, Count)>) -> Vec<(Key, Count)> {
    counts.sort_unstable_by_key(|(key, _)| *key);
    counts.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1.add(next.1);
        }
        same
    });
    counts
}
