//! A ship that says it is where it is not.

use super::{Teller, Told};
use crate::simulate::captain::{Captain, HOUR, Stop};
use crate::simulate::hull::Trade;
use crate::simulate::lie::{Lie, Pattern};
use crate::simulate::plan::Plan;
use crate::simulate::truth::{Difficulty, Planted, PlantedKind};
use crate::sphere::{NAUTICAL_MILE, Point};
use std::sync::Arc;

/// Airports to which jammed receivers have jumped, or which stand near waters with much interference: degrees north and east.
#[rustfmt::skip]
const AIRPORTS: [(f64, f64); 12] = [
    (33.82, 35.49), (32.01, 34.88), (30.11, 31.41), (45.03, 33.98), (44.58, 38.01), (43.45, 39.95),
    (59.80, 30.26), (54.89, 20.59), (32.66, 13.16), (21.68, 39.16), (27.22, 56.38), (31.20, 121.34),
];

impl Teller<'_, '_> {
    /// Easy: a day or more, far away. Hard: hours, near by.
    pub(super) fn false_track(&mut self) -> Option<Told> {
        let mut captain = self.trader(0, self.hull(0, Trade::Tanker, false));
        let (harbour, path) = self.onward(&captain)?;
        let leave = captain.now;
        captain.follow(Arc::new(path), captain.hull().knots, Stop::Harbour(harbour));
        let way = (captain.now - leave) as f64 / HOUR;
        captain.moor(self.random.between(12.0, 36.0));
        captain.here = Stop::Harbour(harbour);
        captain.load(true);
        captain.trade();
        let hours = self.between((24.0, 72.0), (10.0, 24.0), (4.0, 10.0));
        let lead = self.random.between(1.5, (way - 2.0).max(2.0));
        let start = leave + (lead * HOUR) as i64;
        let span = (start, start + (hours * HOUR) as i64);
        let (how, pattern) = self.pattern(&captain.plan, start)?;
        captain.plan.lies.push(Lie { start: span.0, end: span.1, pattern });
        let mut planted = vec![self.planted(PlantedKind::FalsePosition, how, &[&captain.plan], span)];
        if self.random.chance(0.4) {
            planted.push(self.silence_before(&mut captain, start));
        }
        Some(([captain.plan, self.bystander()], planted))
    }

    /// Some switch off for hours before, so that nobody sees the jump.
    fn silence_before(&mut self, captain: &mut Captain<'_>, start: i64) -> Planted {
        let hours = self.random.between(2.0, 6.0);
        let span = (start - (hours * HOUR) as i64, start);
        captain.plan.silences.push(span);
        let planted = self.planted(PlantedKind::DeliberateGap, "before_false_track", &[&captain.plan], span);
        // it is short, however easy the track is
        Planted { difficulty: Difficulty::Hard, ..planted }
    }

    fn pattern(&mut self, plan: &Plan, start: i64) -> Option<(&'static str, Pattern)> {
        let truly = plan.truly(start).point;
        let key = self.world.key.with(0x4c).with(u64::from(self.ships[0]));
        Some(match self.random.below(6) {
            0 => {
                let miles = self.between((80.0, 200.0), (30.0, 80.0), (8.0, 30.0));
                let (sin, cos) = self.random.between(0.0, std::f64::consts::TAU).sin_cos();
                let metres = miles * NAUTICAL_MILE;
                ("offset", Pattern::Offset(metres * cos, metres * sin))
            }
            1 => {
                let radius = self.random.between(600.0, 5000.0);
                let knots = self.random.between(4.0, 11.0);
                ("circle", Pattern::Circle { centre: self.away(truly)?, radius, knots })
            }
            2 => {
                let sides = (self.random.between(5000.0, 20_000.0), self.random.between(2000.0, 8000.0));
                let (knots, turned) = (self.random.between(5.0, 12.0), self.random.between(0.0, 360.0));
                ("rectangle", Pattern::Rectangle { corner: self.away(truly)?, sides, knots, turned })
            }
            3 => ("frozen", Pattern::Frozen(truly)),
            4 => ("jump", Pattern::Jump { to: self.airport(truly)?, key }),
            _ => ("return", Pattern::Return { to: self.away(truly)?, key }),
        })
    }

    /// A place at sea at a distance that depends on the difficulty.
    fn away(&mut self, from: Point) -> Option<Point> {
        let (least, most) = self.by_difficulty((150.0, 2000.0), (60.0, 400.0), (20.0, 150.0));
        (0..12).find_map(|_| {
            let place = self.somewhere()?;
            let miles = place.distance(from) / NAUTICAL_MILE;
            (least..most).contains(&miles).then_some(place)
        })
    }

    /// The nearest of them, within 700 miles.
    fn airport(&self, from: Point) -> Option<Point> {
        let near = AIRPORTS.iter().map(|(lat, lon)| Point { lat: *lat, lon: *lon });
        let nearest = near.min_by(|a, b| a.distance(from).total_cmp(&b.distance(from)))?;
        (nearest.distance(from) < 700.0 * NAUTICAL_MILE).then_some(nearest)
    }
}
