//! The way of one ship, and how one number that several ships use is taken apart.

mod segment;

pub use segment::{SegmentRules, Split};

use crate::event::TrackId;
use crate::fix::Fix;
use crate::sphere::Point;
use crate::vessel::{Saying, Trait};
use thalweg_core::Imo;

/// The way of one ship: fixes in order, and what it said of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// Which.
    pub id: TrackId,
    /// Where it was, in order of time; never empty.
    pub fixes: Vec<Fix>,
    /// What it called itself, in order of trait and time.
    pub sayings: Vec<Saying>,
}

/// Where a ship was between two fixes, if it went straight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Between {
    /// Where.
    pub point: Point,
    /// Seconds from the fix before to the fix after.
    pub apart: f64,
    /// Knots that the way between them takes.
    pub knots: f64,
}

impl Track {
    /// When it was first heard, milliseconds since 1970, UTC.
    pub fn start(&self) -> i64 {
        self.fixes.first().map_or(i64::MAX, |fix| fix.time)
    }

    /// When it was last heard.
    pub fn end(&self) -> i64 {
        self.fixes.last().map_or(i64::MIN, |fix| fix.time)
    }

    /// The fixes from one time to another, both included.
    pub fn during(&self, start: i64, end: i64) -> &[Fix] {
        let from = self.fixes.partition_point(|fix| fix.time < start);
        let to = self.fixes.partition_point(|fix| fix.time <= end);
        self.fixes.get(from..to).unwrap_or(&[])
    }

    /// Where it was at a time, on the great circle between the fix before and the fix after; none before the first and after the last.
    ///
    /// ```
    /// use thalweg_sea::{Fix, Point, Track, event::TrackId};
    /// let fixes = vec![Fix::new(0, Point::new(0.0, 179.9)), Fix::new(3_600_000, Point::new(0.0, -179.9))];
    /// let track = Track { id: TrackId { mmsi: 1, segment: 0 }, fixes, sayings: Vec::new() };
    /// let there = track.at(1_800_000).unwrap();
    /// assert!((there.point.lon.abs() - 180.0).abs() < 1e-6);
    /// assert!((there.knots - 12.0).abs() < 0.1);
    /// ```
    pub fn at(&self, time: i64) -> Option<Between> {
        let after = self.fixes.partition_point(|fix| fix.time < time);
        let next = self.fixes.get(after)?;
        let last = if next.time == time { next } else { self.fixes.get(after.checked_sub(1)?)? };
        let apart = last.seconds_to(next);
        let (from, to) = (last.point(), next.point());
        let share = if apart > 0.0 { (time - last.time) as f64 / 1000.0 / apart } else { 0.0 };
        let knots = if apart > 0.0 { from.distance(to) / apart / crate::sphere::KNOT } else { 0.0 };
        Some(Between { point: from.between(to, share), apart, knots })
    }

    /// The values of a trait in order of time.
    pub fn said<T>(&self, which: impl Fn(&Trait) -> Option<T>) -> impl Iterator<Item = (T, &Saying)> {
        self.sayings.iter().filter_map(move |saying| which(&saying.trait_).map(|value| (value, saying)))
    }

    /// The draught that it last stated up to a time, or first afterwards: metres, and when it was stated.
    pub fn draught(&self, time: i64) -> Option<(f64, i64)> {
        let draughts =
            || self.said(|said| if let Trait::Draught(tenths) = said { Some(*tenths) } else { None });
        let before = draughts().filter(|(_, saying)| saying.first <= time).last();
        let (tenths, saying) = before.or_else(|| draughts().next())?;
        Some((f64::from(tenths) / 10.0, saying.first))
    }

    /// The IMO number that it stated most often, if its check digit is right.
    pub fn hull(&self) -> Option<Imo> {
        self.most(|said| if let Trait::Imo(number) = said { Some(*number) } else { None }).and_then(Imo::new)
    }

    /// The name that it stated most often.
    pub fn name(&self) -> Option<String> {
        self.most(|said| if let Trait::Name(name) = said { Some(*name) } else { None })
            .map(|name| name.to_string())
    }

    /// The type of ship that it stated most often (ITU-R M.1371-5, table 53).
    pub fn ship_type(&self) -> Option<u8> {
        self.most(|said| if let Trait::ShipType(kind) = said { Some(*kind) } else { None })
    }

    /// Whether it calls itself a tanker.
    pub fn is_tanker(&self) -> bool {
        self.ship_type().is_some_and(|kind| (80..90).contains(&kind))
    }

    /// Length, metres, as stated most often.
    pub fn length(&self) -> Option<u16> {
        let dimensions =
            self.most(|said| if let Trait::Dimensions(metres) = said { Some(*metres) } else { None });
        dimensions.map(|[bow, stern, _, _]| bow + stern).filter(|metres| *metres > 0)
    }

    /// Beam, metres, as stated most often.
    pub fn beam(&self) -> Option<u16> {
        let dimensions =
            self.most(|said| if let Trait::Dimensions(metres) = said { Some(*metres) } else { None });
        dimensions.map(|[_, _, port, starboard]| port + starboard).filter(|metres| *metres > 0)
    }

    /// The value that was stated most often; of several the least one.
    pub(crate) fn most<T: Ord + Copy>(&self, which: impl Fn(&Trait) -> Option<T>) -> Option<T> {
        let mut counts = std::collections::BTreeMap::new();
        for (value, saying) in self.said(which) {
            *counts.entry(value).or_insert(0u64) += u64::from(saying.count);
        }
        counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0))).map(|(value, _)| value)
    }
}
