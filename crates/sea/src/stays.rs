//! Ships that are said to have lain where no ship lies: from summaries of stays, without their tracks.
//!
//! A tanker that loads where it must not be seen has its mark lie somewhere else meanwhile, and lists of loitering ships show that as plain
//! loitering. What gives it away is not how long it lay but where, and what else is known: in water too deep to anchor, far from the coast,
//! where no other ship of hundreds ever lies; on the same spot for weeks, though a ship adrift is carried off; while a port state inspected
//! it in a harbour. Each is a reason of its own, and each can be read.

mod read;

pub use read::{StaysError, read_inspections, read_stays};

use crate::chart::Chart;
use crate::rules::{RuleError, positive};
use crate::sphere::Point;
use serde::{Deserialize, Serialize};
use thalweg_core::Imo;

/// A stretch of time over which a ship is said to have lain at a place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Stay {
    /// Which ship.
    pub imo: Imo,
    /// When it began, days since 1970.
    pub start: i32,
    /// When it ended, days since 1970.
    pub end: i32,
    /// How long it lasted, hours.
    pub hours: f64,
    /// Its middle.
    pub point: Point,
    /// Line of the table that says so, from 1.
    pub line: usize,
}

/// A day on which somebody saw the ship itself in a port.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sighting {
    /// Which ship.
    pub imo: Imo,
    /// When, days since 1970.
    pub day: i32,
    /// Where.
    pub port: String,
    /// Line of the table that says so, from 1.
    pub line: usize,
}

/// When a stay is suspected. The weights are ours: points that add up, about natural logarithms of how many times likelier a false stay
/// makes each finding than a true one. They were set by these reasons, and not fitted to any ship's rank.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StaysRules {
    /// Shorter stays are not looked at, hours: any ship waits for orders for some days.
    pub shortest_hours: f64,
    /// Nearer to the coast than this a ship may lie for many reasons, metres: 12 nautical miles.
    pub offshore_metres: f64,
    /// Stays so many days apart, and so near, are one that was cut.
    pub cut_days: i32,
    /// See `cut_days`; metres.
    pub cut_metres: f64,
    /// Others lie near by within so many metres.
    pub near_metres: f64,
    /// For so many hours at least: to wait, not to pass slowly.
    pub near_hours: f64,
    /// Where nobody else ever lay: points. Halved by the first other ship, cut to a third by the second, and so on.
    pub alone: f64,
    /// Where so many others lay, ships lie, whatever the chart says of its depth.
    pub usual_ships: usize,
    /// In water too deep to anchor: points.
    pub deep: f64,
    /// In such water, carried less than `drift_metres_a_day` from part to part of a stay that was cut: points. Wind and current carry a
    /// tanker that is adrift ten miles a day, and one that steams back is not on the same spot.
    pub unmoved: f64,
    /// See `unmoved`.
    pub drift_metres_a_day: f64,
    /// Seen in a port meanwhile: points.
    pub seen: f64,
}

impl Default for StaysRules {
    fn default() -> Self {
        Self {
            shortest_hours: 240.0,
            offshore_metres: 22_224.0,
            cut_days: 1,
            cut_metres: 20_000.0,
            near_metres: 30_000.0,
            near_hours: 24.0,
            alone: 2.0,
            usual_ships: 10,
            deep: 1.0,
            unmoved: 2.0,
            drift_metres_a_day: 2000.0,
            seen: 4.0,
        }
    }
}

impl StaysRules {
    /// Whether every number is in its range.
    ///
    /// # Errors
    /// [`RuleError::Range`] names the first that is not.
    pub fn check(&self) -> Result<(), RuleError> {
        positive("stays.shortest_hours", self.shortest_hours)?;
        positive("stays.near_metres", self.near_metres)
    }
}

/// Why a stay is suspected, each with what was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum StayReason {
    /// So many other ships ever lay near by.
    Alone(usize),
    /// The sea is too deep to anchor.
    Deep,
    /// Metres a day from part to part.
    Unmoved(f64),
    /// It was seen in this port meanwhile.
    Seen(Sighting),
}

/// A stay that is suspected.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suspicion {
    /// Its parts, in order.
    pub parts: Vec<Stay>,
    /// Each reason with its points, the weightiest first.
    pub reasons: Vec<(StayReason, f64)>,
    /// The sum of the points.
    pub points: f64,
    /// What else it could be.
    pub innocent: Vec<&'static str>,
}

/// A ship with the stays of it that are suspected, the most suspicious first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SuspectedShip {
    /// Which ship.
    pub imo: Imo,
    /// The points of its most suspicious stay.
    pub points: f64,
    /// Its suspected stays.
    pub stays: Vec<Suspicion>,
}

const LAID_UP: &str = "the ship waited for orders or was laid up, adrift, with engines at hand";
const JAMMED: &str = "satellite navigation was jammed or spoofed near by";
const TABLE: &str = "the table has the middle of a wide stay, or a wrong date";

/// The ships whose stays are suspected, the most suspicious first; of equal ones the lower number first.
///
/// ```
/// use thalweg_core::Imo;
/// use thalweg_sea::Point;
/// use thalweg_sea::chart::NoChart;
/// use thalweg_sea::stays::{Stay, StaysRules, suspected};
/// let stay = |number: u32, start: i32, point: Point| Stay {
///     imo: Imo::new(number).unwrap(), start, end: start + 20, hours: 480.0, point, line: 0,
/// };
/// // two ships wait where ships wait; one lies where nobody does, and does not move
/// let off_malta = Point::new(35.9, 15.1);
/// let stays = [
///     stay(9_134_270, 100, off_malta), stay(9_074_729, 110, off_malta),
///     stay(8_727_965, 100, Point::new(36.88, 20.23)), stay(8_727_965, 120, Point::new(36.87, 20.22)),
/// ];
/// let ships = suspected(&stays, &[], &NoChart, &StaysRules::default());
/// assert_eq!(ships[0].imo.number(), 8_727_965);
/// ```
pub fn suspected(
    stays: &[Stay],
    sightings: &[Sighting],
    chart: &impl Chart,
    rules: &StaysRules,
) -> Vec<SuspectedShip> {
    let mut stays = stays.to_vec();
    stays.sort_by_key(|stay| (stay.imo, stay.start, stay.end, stay.line));
    // a table that says the same twice says it once
    stays.dedup_by(|a, b| (a.imo, a.start, a.end, a.point) == (b.imo, b.start, b.end, b.point));
    let mut ships: Vec<SuspectedShip> = Vec::new();
    for ship in stays.chunk_by(|a, b| a.imo == b.imo) {
        let whole = whole(ship, rules)
            .into_iter()
            .filter_map(|parts| suspicion(parts, &stays, sightings, chart, rules));
        let mut suspicions: Vec<Suspicion> = whole.collect();
        suspicions
            .sort_by(|a, b| b.points.total_cmp(&a.points).then(a.parts[0].start.cmp(&b.parts[0].start)));
        if let (Some(stay), Some(worst)) = (ship.first(), suspicions.first()) {
            ships.push(SuspectedShip { imo: stay.imo, points: worst.points, stays: suspicions });
        }
    }
    ships.sort_by(|a, b| b.points.total_cmp(&a.points).then(a.imo.cmp(&b.imo)));
    ships
}

/// Stays of one ship, those that were cut made whole.
fn whole(ship: &[Stay], rules: &StaysRules) -> Vec<Vec<Stay>> {
    let mut whole: Vec<Vec<Stay>> = Vec::new();
    for stay in ship.iter().filter(|stay| stay.hours >= 24.0) {
        match whole.last_mut() {
            Some(parts) if parts.last().is_some_and(|last| goes_on(last, stay, rules)) => parts.push(*stay),
            _ => whole.push(vec![*stay]),
        }
    }
    whole.retain(|parts| parts.iter().map(|part| part.hours).sum::<f64>() >= rules.shortest_hours);
    whole
}

fn goes_on(last: &Stay, next: &Stay, rules: &StaysRules) -> bool {
    (0..=rules.cut_days).contains(&(next.start - last.end))
        && last.point.distance(next.point) <= rules.cut_metres
}

fn suspicion(
    parts: Vec<Stay>,
    all: &[Stay],
    sightings: &[Sighting],
    chart: &impl Chart,
    rules: &StaysRules,
) -> Option<Suspicion> {
    let first = *parts.first()?;
    if chart.coast(first.point).is_some_and(|metres| metres < rules.offshore_metres) {
        return None;
    }
    let others = others(&first, all, rules);
    let deep = others < rules.usual_ships && chart.too_deep_to_anchor(first.point).unwrap_or(false);
    let mut reasons = vec![(StayReason::Alone(others), rules.alone / (1 + others) as f64)];
    if deep {
        reasons.push((StayReason::Deep, rules.deep));
    }
    if let Some(metres) = drift(&parts).filter(|metres| deep && *metres <= rules.drift_metres_a_day) {
        reasons.push((StayReason::Unmoved(metres), rules.unmoved));
    }
    let end = parts.last().map_or(first.end, |part| part.end);
    let meanwhile = |seen: &&Sighting| seen.imo == first.imo && first.start < seen.day && seen.day < end;
    if let Some(seen) = sightings.iter().find(meanwhile) {
        reasons.push((StayReason::Seen(seen.clone()), rules.seen));
    }
    reasons.sort_by(|a, b| b.1.total_cmp(&a.1));
    let points = reasons.iter().map(|(_, points)| points).sum();
    Some(Suspicion { parts, reasons, points, innocent: vec![LAID_UP, JAMMED, TABLE] })
}

/// Other ships that ever lay near by.
fn others(stay: &Stay, all: &[Stay], rules: &StaysRules) -> usize {
    // a degree of latitude is 111 km: most are told apart by it
    let narrow = rules.near_metres / 111_000.0;
    let near = |other: &&Stay| {
        other.imo != stay.imo
            && other.hours >= rules.near_hours
            && (other.point.lat - stay.point.lat).abs() <= narrow
            && other.point.distance(stay.point) <= rules.near_metres
    };
    let mut ships: Vec<Imo> = all.iter().filter(near).map(|other| other.imo).collect();
    ships.dedup();
    ships.len()
}

/// Metres a day from the middle of one part to that of the next; none of a single part.
fn drift(parts: &[Stay]) -> Option<f64> {
    let daily = parts.windows(2).filter_map(|pair| {
        let [from, to] = pair else { return None };
        let days = (from.hours + to.hours) / 48.0;
        Some(from.point.distance(to.point) / days.max(1.0))
    });
    daily.reduce(f64::max)
}
