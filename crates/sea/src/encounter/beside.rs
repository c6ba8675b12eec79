//! How two ships lay to each other.

use super::run::median;
use super::side::Side;
use crate::fix::Fix;
use crate::sphere::{Point, turn};
use crate::track::Track;
use serde::Serialize;

/// How two ships lay to each other, over the moments of a meeting at which both are known well.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Beside {
    /// Moments that were looked at.
    pub moments: usize,
    /// Median distance of the antennas, metres.
    pub metres: f64,
    /// Metres within which the middle eight tenths of the distances lie: ships made fast to each other keep theirs.
    pub spread: f64,
    /// Median difference of headings, degrees, 0 to 180.
    pub heading_difference: Option<f64>,
    /// Median difference of courses while both move, degrees, 0 to 180.
    pub course_difference: Option<f64>,
    /// Median metres of water between the hulls, abeam, as they follow from headings and dimensions; negative where positions err.
    pub hull_gap: Option<f64>,
    /// Share of the moments at which the hulls lay side by side: parallel, abreast, and no more than [`FENDERS`] apart.
    pub alongside: Option<f64>,
}

/// Metres between hulls that still count as made fast: 5 m of fenders, and twice the 10 m of a position's error and of the place of the
/// antenna.
pub const FENDERS: f64 = 40.0;

/// Metres by which hulls seem to overlap, at most, for that to be an error of positions, headings and stated sizes.
pub(super) const OVERLAP: f64 = 30.0;

/// Moments that are looked at, at most.
const MOMENTS: usize = 240;

/// Seconds between the fixes around a moment, at most, for the place to be known well.
const WELL_KNOWN: f64 = 1800.0;

impl Beside {
    /// How two ships lay from one time to another.
    pub fn of(tracks: [&Track; 2], sides: [&Side; 2], start: i64, end: i64) -> Self {
        // the one that was heard more often says when to look
        let [first, second] = tracks.map(|track| track.during(start, end));
        let by = usize::from(second.len() > first.len());
        let fixes = [first, second][by];
        let stride = fixes.len().div_ceil(MOMENTS).max(1);
        let moments: Vec<Moment> = fixes
            .iter()
            .step_by(stride)
            .filter_map(|fix| Moment::of(fix, tracks[1 - by], [sides[by], sides[1 - by]]))
            .collect();
        let some = |value: fn(&Moment) -> Option<f64>| {
            let values: Vec<f64> = moments.iter().filter_map(value).collect();
            (!values.is_empty()).then(|| median(values.into_iter()))
        };
        let lying: Vec<bool> = moments.iter().filter_map(|moment| moment.alongside).collect();
        Self {
            moments: moments.len(),
            metres: median(moments.iter().map(|moment| moment.metres)),
            spread: spread(moments.iter().map(|moment| moment.metres).collect()),
            heading_difference: some(|moment| moment.headings),
            course_difference: some(|moment| moment.courses),
            hull_gap: some(|moment| moment.gap),
            alongside: (!lying.is_empty())
                .then(|| lying.iter().filter(|holds| **holds).count() as f64 / lying.len() as f64),
        }
    }
}

/// From the tenth to the ninetieth of a hundred.
fn spread(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| values.get(((values.len() as f64 - 1.0) * share).round() as usize).copied();
    at(0.9).zip(at(0.1)).map_or(0.0, |(high, low)| high - low)
}

struct Moment {
    metres: f64,
    headings: Option<f64>,
    courses: Option<f64>,
    gap: Option<f64>,
    alongside: Option<bool>,
}

impl Moment {
    fn of(fix: &Fix, other: &Track, sides: [&Side; 2]) -> Option<Self> {
        let there = other.at(fix.time).filter(|there| there.apart <= WELL_KNOWN)?;
        let nearest = nearest(other, fix.time)?;
        let headings = fix.heading().zip(nearest.heading());
        let moving = |fix: &Fix| fix.speed().is_some_and(|knots| knots >= 1.0);
        let courses = (moving(fix) && moving(nearest)).then(|| fix.course().zip(nearest.course())).flatten();
        let hulls = headings.and_then(|(one, two)| {
            Some([Hull::new(fix.point(), one, sides[0])?, Hull::new(there.point, two, sides[1])?])
        });
        let gap = hulls.as_ref().map(|[one, two]| one.gap(two));
        Some(Self {
            metres: fix.point().distance(there.point),
            headings: headings.map(|(one, two)| turn(one, two)),
            courses: courses.map(|(one, two)| turn(one, two)),
            gap,
            alongside: hulls.as_ref().map(|[one, two]| one.alongside(two)),
        })
    }
}

fn nearest(track: &Track, time: i64) -> Option<&Fix> {
    let after = track.fixes.partition_point(|fix| fix.time < time);
    let near = track.fixes.get(after.saturating_sub(1)..(after + 1).min(track.fixes.len()))?;
    near.iter().min_by_key(|fix| (fix.time - time).abs())
}

/// Where a hull lies.
struct Hull {
    middle: Point,
    heading: f64,
    length: f64,
    beam: f64,
}

impl Hull {
    fn new(antenna: Point, heading: f64, side: &Side) -> Option<Self> {
        let [bow, stern, port, starboard] = side.dimensions?.map(f64::from);
        let middle = antenna.destination(heading, (bow - stern) / 2.0);
        let middle = middle.destination(heading + 90.0, (starboard - port) / 2.0);
        Some(Self { middle, heading, length: side.length()?, beam: side.beam()? })
    }

    /// Metres to the middle of another hull: abeam and ahead, whichever side.
    fn offset(&self, other: &Self) -> (f64, f64) {
        let metres = self.middle.distance(other.middle);
        let angle = (self.middle.bearing(other.middle) - self.heading).to_radians();
        ((metres * angle.sin()).abs(), (metres * angle.cos()).abs())
    }

    /// Metres of water between the hulls, abeam.
    fn gap(&self, other: &Self) -> f64 {
        let turned = (other.heading - self.heading).to_radians();
        let reach = (turned.cos() * other.beam).abs().max((turned.sin() * other.length).abs());
        self.offset(other).0 - (self.beam + reach) / 2.0
    }

    /// Whether they lie parallel, abreast of each other for some part, and within the width of fenders.
    fn alongside(&self, other: &Self) -> bool {
        let turned = turn(self.heading, other.heading);
        let parallel = turned <= 20.0 || turned >= 160.0;
        parallel
            && (-OVERLAP..=FENDERS).contains(&self.gap(other))
            && self.offset(other).1 < (self.length + other.length) / 2.0
    }
}
