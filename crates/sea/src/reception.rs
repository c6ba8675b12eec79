//! Who was heard where and when: reception, estimated from the data themselves.
//!
//! A ship that is heard before and after a slot of time was somewhere in between, whether or not it was heard in that slot. Such a ship is
//! a *witness*: it says how well its cell of the sea could be heard in that slot. A cell from which nobody was ever heard has witnesses
//! too, the ships that crossed it in silence; a cell that no ship is known to have crossed has none, and then nothing is known of it.
//!
//! Two things decide whether a ship is heard, and they are counted apart. *Where* it is: by small cell, over all time, stands how often
//! ships came and in how long a silence they passed, so that it can be asked how usual a silence is there, whatever its cause: a station's
//! range, the time between satellites, lost messages. *When*: by wide cell and short slot stands who was heard, since a station that fails
//! fails for all ships of a region at once.
//!
//! What stands in a [`Reception`] are counts, so that it can be made by parts, in any order, and merged.

mod cell;
mod witnesses;

pub use cell::{Band, Cell};
pub use witnesses::{Place, When};

use crate::fix::Fix;
use crate::rules::{RuleError, positive, within};
use crate::sphere::{KNOT, Point};
use crate::track::Track;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;

/// How reception is counted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReceptionRules {
    /// Length of a slot of time, minutes. Ten are about as long as a satellite sees a ship, and longer than any ship under way or at
    /// anchor is silent that sends as it should (three minutes, ITU-R M.1371-5, annex 1, table 1; class B likewise). Outages of stations
    /// and passes of satellites are seen slot by slot.
    pub slot_minutes: f64,
    /// Height of a small cell, degrees of latitude; it is about as wide as high. A ship crosses a tenth of a degree in half an hour, which
    /// is as sharp as the edge of a station's range is.
    pub cell_degrees: f64,
    /// Height of a wide cell, degrees. A station on shore hears some 40 nautical miles far; with the cells around, half a degree is a
    /// region of 90 miles.
    pub wide_degrees: f64,
    /// Slower than this a ship lies still, knots.
    pub still_knots: f64,
    /// After a silence of more hours than this nobody can say where the ship was: it is no witness.
    pub longest_known_hours: f64,
    /// A way that would take more knots is none: no witness.
    pub fastest_knots: f64,
}

impl Default for ReceptionRules {
    fn default() -> Self {
        Self {
            slot_minutes: 10.0,
            cell_degrees: 0.1,
            wide_degrees: 0.5,
            still_knots: 1.0,
            longest_known_hours: 48.0,
            fastest_knots: 60.0,
        }
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
        within("reception.wide_degrees", self.wide_degrees, 0.1, 10.0, "between 0.1 and 10")?;
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

/// Ships that are known to have been in a wide cell in one slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// How many.
    pub present: u16,
    /// How many of them were heard.
    pub heard: u16,
    /// How many of them came in this slot and were not there in the one before.
    pub arrived: u16,
}

/// Lengths of silences are told apart by these, minutes: a silence belongs to the last one that it reaches.
pub const LENGTHS: [f64; 13] =
    [20.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0, 240.0, 360.0, 480.0, 720.0, 960.0, 1440.0];

/// Ships that are known to have been in a small cell, over all time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Total {
    /// Slots of all ships together.
    pub present: u32,
    /// Those of them in which the ship was heard.
    pub heard: u32,
    /// How often a ship came.
    pub arrived: u32,
    /// How often one was there in a silence of each of [`LENGTHS`].
    pub silent: [u32; LENGTHS.len()],
}

/// A number of things that can be added up in any order: sums end at the greatest number there is.
trait Sum {
    fn add(&mut self, other: &Self);
}

impl Sum for Count {
    fn add(&mut self, other: &Self) {
        self.present = self.present.saturating_add(other.present);
        self.heard = self.heard.saturating_add(other.heard);
        self.arrived = self.arrived.saturating_add(other.arrived);
    }
}

impl Sum for Total {
    fn add(&mut self, other: &Self) {
        for (all, more) in self.silent.iter_mut().zip(other.silent) {
            *all = all.saturating_add(more);
        }
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
    /// By wide cell and slot, in order, each key once.
    slots: Vec<(Key, Count)>,
    /// By small cell, likewise.
    cells: Vec<(Cell, Total)>,
    /// Slots in which a ship was heard and lay still, or did not tell its speed.
    still: u64,
    /// Where and when ships under way were heard for the first and for the last time, in order.
    ends: Vec<End>,
    /// When anybody was heard for the first and for the last time, milliseconds since 1970; none where nobody was.
    span: Option<(i64, i64)>,
}

/// Where a track begins or ends: the small cell, and when.
type End = (Cell, i64);

impl Reception {
    /// What some tracks tell. Tracks of any number, in any order; a track may not be counted twice.
    pub fn of<T: Borrow<Track> + Sync>(tracks: &[T], rules: ReceptionRules) -> Self {
        const TOGETHER: usize = 512;
        let part = |tracks: &[T]| {
            let mut part = Self { rules, ..Self::default() };
            for track in tracks {
                let track = track.borrow();
                presences(track, &rules, |presence| part.take(presence));
                part.ends.extend(ends(track, &rules));
                part.span = wider(part.span, (!track.fixes.is_empty()).then(|| (track.start(), track.end())));
            }
            part.ends.sort_unstable();
            (part.slots, part.cells) = (summed(part.slots), summed(part.cells));
            part
        };
        let none = || Self { rules, ..Self::default() };
        tracks.par_chunks(TOGETHER).map(part).reduce(none, Self::merge)
    }

    fn take(&mut self, presence: Presence) {
        self.slots.push((presence.key(), presence.count()));
        self.cells.push((presence.cell, presence.total()));
        self.still += u64::from(presence.heard && presence.still);
    }

    /// The sum of two parts.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        let mut ends = self.ends;
        ends.extend(other.ends);
        ends.sort_unstable();
        Self {
            rules: self.rules,
            slots: merged(self.slots, other.slots),
            cells: merged(self.cells, other.cells),
            still: self.still + other.still,
            ends,
            span: wider(self.span, other.span),
        }
    }

    /// How it was counted.
    pub fn rules(&self) -> &ReceptionRules {
        &self.rules
    }

    /// Slots of ships that are known to have been somewhere.
    pub fn present(&self) -> u64 {
        self.cells.iter().map(|(_, total)| u64::from(total.present)).sum()
    }

    /// Those of them in which the ship was heard.
    pub fn heard(&self) -> u64 {
        self.cells.iter().map(|(_, total)| u64::from(total.heard)).sum()
    }

    /// Those of them in which the ship was heard and lay still, or did not tell its speed.
    pub fn still(&self) -> u64 {
        self.still
    }

    /// How many counts it consists of, 16 bytes by slot and 68 by cell.
    pub fn counts(&self) -> usize {
        self.slots.len() + self.cells.len()
    }
}

/// What one ship adds to the counts: needed again, to ask what all others say.
#[derive(Debug, Clone, PartialEq)]
pub struct Own {
    slots: Vec<(Key, Count)>,
    /// The small cell in each slot, with whether it was heard, in order of time.
    way: Vec<(i32, Cell, bool)>,
    cells: Vec<(Cell, Total)>,
    ends: Vec<End>,
}

impl Own {
    /// The counts of one track.
    pub fn of(track: &Track, rules: &ReceptionRules) -> Self {
        let mut own =
            Self { slots: Vec::new(), way: Vec::new(), cells: Vec::new(), ends: ends(track, rules) };
        presences(track, rules, |presence| {
            own.slots.push((presence.key(), presence.count()));
            own.way.push((presence.slot, presence.cell, presence.heard));
            own.cells.push((presence.cell, presence.total()));
        });
        Self { slots: summed(own.slots), cells: summed(own.cells), ..own }
    }
}

/// Where a track begins and where it ends, if the ship was under way there.
fn ends(track: &Track, rules: &ReceptionRules) -> Vec<End> {
    const UNDER_WAY: f64 = 3.0;
    let under_way = |fix: &&Fix| fix.speed().is_none_or(|knots| knots >= UNDER_WAY);
    let both = [track.fixes.first(), track.fixes.last()];
    let end = |fix: &Fix| (Cell::of(fix.point(), Band::of(fix.class()), rules.cell_degrees), fix.time);
    both.into_iter().flatten().filter(under_way).map(end).collect()
}

fn wider(one: Option<(i64, i64)>, other: Option<(i64, i64)>) -> Option<(i64, i64)> {
    match (one, other) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (a, b) => a.or(b),
    }
}

/// Where a ship was in one slot.
#[derive(Debug, Clone, Copy)]
struct Presence {
    slot: i32,
    wide: Cell,
    cell: Cell,
    heard: bool,
    /// Not in the wide cell in the slot before.
    came_wide: bool,
    /// Not in the small cell in the slot before.
    came: bool,
    still: bool,
    /// The length of the silence, where this is its first slot in the small cell.
    silence: Option<usize>,
}

impl Presence {
    fn key(&self) -> Key {
        Key { cell: self.wide, slot: self.slot }
    }

    fn count(&self) -> Count {
        Count { present: 1, heard: self.heard.into(), arrived: self.came_wide.into() }
    }

    fn total(&self) -> Total {
        let mut total =
            Total { present: 1, heard: self.heard.into(), arrived: self.came.into(), ..Total::default() };
        if let Some(count) = self.silence.and_then(|length| total.silent.get_mut(length)) {
            *count = 1;
        }
        total
    }
}

/// Each slot between a track's first and last, with where the ship was and whether it was heard. The first and the last are left out: the
/// ship was heard in them or there would be no track, whatever the reception.
fn presences(track: &Track, rules: &ReceptionRules, mut give: impl FnMut(Presence)) {
    let mut before: Option<Presence> = None;
    let mut give = |fix: &Fix, point: Point, slot: i32, silence: Option<usize>, heard: bool| {
        let band = Band::of(fix.class());
        let (wide, cell) =
            (Cell::of(point, band, rules.wide_degrees), Cell::of(point, band, rules.cell_degrees));
        let last = before.filter(|before| before.slot + 1 == slot);
        let (came_wide, came) =
            (last.is_none_or(|last| last.wide != wide), last.is_none_or(|last| last.cell != cell));
        let still = fix.speed().is_none_or(|knots| knots < rules.still_knots);
        let again = last.is_some_and(|last| last.cell == cell && !last.heard);
        let silence = silence.filter(|_| !again);
        let presence = Presence { slot, wide, cell, heard, came_wide, came, still, silence };
        before = Some(presence);
        give(presence);
    };
    let (first, last) = (rules.slot(track.start()), rules.slot(track.end()));
    let mut done = first;
    for pair in track.fixes.windows(2) {
        let [from, to] = pair else { continue };
        let next = rules.slot(to.time);
        if next == done {
            continue;
        }
        if next > done + 1 {
            let seconds = from.seconds_to(to);
            let known = seconds <= rules.longest_known_hours * 3600.0
                && from.point().distance(to.point()) <= rules.fastest_knots * KNOT * seconds;
            let length = LENGTHS.partition_point(|minutes| *minutes <= seconds / 60.0).checked_sub(1);
            for slot in done + 1..if known { next } else { done + 1 } {
                let share = (rules.middle(slot) - from.time) as f64 / 1000.0 / seconds;
                give(to, from.point().between(to.point(), share.clamp(0.0, 1.0)), slot, length, false);
            }
        }
        if next < last {
            give(to, to.point(), next, None, true);
        }
        done = next;
    }
}

/// Counts in order, those of one key as one.
fn summed<K: Ord + Copy, S: Sum>(mut counts: Vec<(K, S)>) -> Vec<(K, S)> {
    counts.sort_unstable_by_key(|(key, _)| *key);
    counts.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1.add(&next.1);
        }
        same
    });
    counts
}

/// The sum of two lists of counts in order.
fn merged<K: Ord + Copy, S: Sum>(left: Vec<(K, S)>, right: Vec<(K, S)>) -> Vec<(K, S)> {
    if left.is_empty() || right.is_empty() {
        return if left.is_empty() { right } else { left };
    }
    let mut sum: Vec<(K, S)> = Vec::with_capacity(left.len().max(right.len()));
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        sum.extend(if a.0 <= b.0 { left.next() } else { right.next() });
        if let (Some(kept), Some(b)) = (sum.last_mut(), right.peek())
            && kept.0 == b.0
        {
            kept.1.add(&b.1);
            right.next();
        }
    }
    sum.extend(left);
    sum.extend(right);
    sum
}
