//! The ways that a ship can have gone while it was silent.

use crate::fix::Fix;
use crate::reception::ReceptionRules;
use crate::sphere::{KNOT, Point};

/// What is known of a silent ship.
pub(super) struct Possible {
    pub(super) last: Fix,
    pub(super) next: Option<Fix>,
    /// When the silence ended.
    pub(super) end: i64,
    pub(super) usual_knots: f64,
    /// Hours that the straight way leaves over.
    pub(super) spare_hours: f64,
}

/// Where a ship was in each slot of its silence.
pub(super) type Way = Vec<(i32, Point)>;

/// How likely ways are before anything is known of the silence. Most ships go straight on; some wait at either end; few leave their way
/// and come back to it. Ours.
const STRAIGHT: f64 = 0.6;
const WAIT: f64 = 0.18;
const ASIDE: f64 = 0.04;

/// Directions in which a ship can have gone aside.
const DIRECTIONS: u32 = 8;

/// Of a longer silence only so many slots at each end are looked at: where the ship was in between, nobody knows.
const AT_EACH_END: i32 = 216;

impl Possible {
    /// The way that most ships take, with its share.
    pub(super) fn straight(&self, rules: &ReceptionRules) -> (f64, Way) {
        let share = if self.spare_hours < 1.0 { 1.0 } else { STRAIGHT };
        let way = match self.next {
            Some(next) => self.along(rules, &[(self.last.point(), 0.0), (next.point(), 1.0)]),
            None => self.ahead(rules),
        };
        (share, way)
    }

    /// The other ways, with their shares; none where the ship had no time for any.
    pub(super) fn others(&self, rules: &ReceptionRules) -> Vec<(f64, Way)> {
        if self.spare_hours < 1.0 {
            return Vec::new();
        }
        let from = self.last.point();
        let Some(next) = self.next else {
            return vec![(1.0 - STRAIGHT, self.along(rules, &[(from, 0.0), (from, 1.0)]))];
        };
        let (to, waits) = (next.point(), self.spare_hours * 3_600_000.0 / (self.end - self.last.time) as f64);
        let mut ways = vec![
            (WAIT, self.along(rules, &[(from, 0.0), (from, waits), (to, 1.0)])),
            (WAIT, self.along(rules, &[(from, 0.0), (to, 1.0 - waits), (to, 1.0)])),
        ];
        for direction in 0..DIRECTIONS {
            let corner = self.corner(to, f64::from(direction) * 360.0 / f64::from(DIRECTIONS));
            let share = from.distance(corner) / (from.distance(corner) + corner.distance(to)).max(1.0);
            let way = self.along(rules, &[(from, 0.0), (corner, share), (to, 1.0)]);
            ways.push((ASIDE / f64::from(DIRECTIONS), way));
        }
        ways
    }

    /// The furthest place in a direction from which the ship can still have come to where it was heard next: on the ellipse round both,
    /// in polar form, as on a plane.
    fn corner(&self, to: Point, bearing: f64) -> Point {
        let from = self.last.point();
        let straight = from.distance(to);
        let hours = (self.end - self.last.time) as f64 / 3_600_000.0;
        let way = (hours * 3600.0 * self.usual_knots * KNOT).max(straight + 1.0);
        let angle = (bearing - from.bearing(to)).to_radians();
        let out = (way * way - straight * straight) / (2.0 * (way - straight * angle.cos()));
        from.destination(bearing, out.min(2_000_000.0))
    }

    /// On at its last course and speed.
    fn ahead(&self, rules: &ReceptionRules) -> Way {
        let (from, course) = (self.last.point(), self.last.course().unwrap_or(0.0));
        let speed = self.last.speed().unwrap_or(0.0) * KNOT;
        let at = |time: i64| from.destination(course, speed * (time - self.last.time) as f64 / 1000.0);
        self.slots(rules).map(|slot| (slot, at(rules.middle(slot)))).collect()
    }

    /// Along corners, each with the share of the time at which it is passed.
    fn along(&self, rules: &ReceptionRules, corners: &[(Point, f64)]) -> Way {
        let whole = (self.end - self.last.time).max(1) as f64;
        let at = |slot: i32| {
            let share = (rules.middle(slot) - self.last.time) as f64 / whole;
            let leg = corners.windows(2).find(|leg| matches!(leg, [_, (_, to)] if share <= *to));
            match leg {
                Some([(from, start), (to, end)]) if end > start => {
                    from.between(*to, ((share - start) / (end - start)).clamp(0.0, 1.0))
                }
                _ => corners.last().map_or(self.last.point(), |(point, _)| *point),
            }
        };
        self.slots(rules).map(|slot| (slot, at(slot))).collect()
    }

    fn slots(&self, rules: &ReceptionRules) -> impl Iterator<Item = i32> + use<> {
        let (first, last) = (rules.slot(self.last.time) + 1, rules.slot(self.end) - 1);
        let near_an_end = move |slot: &i32| slot - first < AT_EACH_END || last - slot < AT_EACH_END;
        (first..=last).filter(near_an_end)
    }
}
