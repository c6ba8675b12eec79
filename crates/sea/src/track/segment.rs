//! One number, several ships: fixes are given to the ship that can have been there.

use super::Track;
use crate::event::TrackId;
use crate::fix::Fix;
use crate::report::Class;
use crate::rules::{RuleError, positive};
use crate::sphere::KNOT;
use crate::vessel::{Saying, Vessel};
use serde::{Deserialize, Serialize};

/// When one number is taken as several ships.
///
/// Every fix goes to the ship whose last fix, course and speed make it most likely, or begins another one. Silence alone splits nothing:
/// a ship that comes back where it can have got to is the same ship. The idea of open segments that compete for each message, by how far
/// it lies from where each should be, is that of Global Fishing Watch's segmenter (Kroodsma et al. 2018, Science 359, supplement); the
/// likelihood is ours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SegmentRules {
    /// Faster than any ship that carries cargo or passengers, knots. The fastest ferries in service reach 58; a faster way between two
    /// fixes is none.
    pub fastest_knots: f64,
    /// Error of a position, metres: twice the 10 m of the accuracy bit (ITU-R M.1371-5), for offsets between antennas too.
    pub position_error_metres: f64,
    /// Error of a position from the long-range message, metres: a tenth of a minute is 185 m, and it may be some seconds old.
    pub long_range_error_metres: f64,
    /// Fixes that a segment needs to count as a ship; fewer are strays: single wrong positions.
    pub fewest_fixes: usize,
}

impl Default for SegmentRules {
    fn default() -> Self {
        Self {
            fastest_knots: 60.0,
            position_error_metres: 30.0,
            long_range_error_metres: 400.0,
            fewest_fixes: 3,
        }
    }
}

impl SegmentRules {
    /// Whether every number is in its range.
    ///
    /// # Errors
    /// [`RuleError::Range`] names the first that is not.
    pub fn check(&self) -> Result<(), RuleError> {
        positive("segment.fastest_knots", self.fastest_knots)?;
        positive("segment.position_error_metres", self.position_error_metres)?;
        positive("segment.long_range_error_metres", self.long_range_error_metres)
    }

    fn error(&self, fix: &Fix) -> f64 {
        if fix.class() == Class::LongRange {
            self.long_range_error_metres
        } else {
            self.position_error_metres
        }
    }
}

/// The ships of one number.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// Their tracks, in order of their first fix; at least one, unless there is no fix.
    pub tracks: Vec<Track>,
    /// Positions that fit to none of them, and are too few for one more: in order of time.
    pub strays: Vec<Fix>,
    /// What was said when several ships were heard, and nobody knows by which.
    pub unclear: Vec<Saying>,
    /// Positions that were heard more than once.
    pub duplicates: u64,
}

/// Ships that compete for the next fix at most; of more the one that was silent longest is given up.
const OPEN: usize = 32;

/// Metres per second that a ship of unknown speed is taken to make: 14 knots.
const USUAL_SPEED: f64 = 7.0;

/// Natural logarithm of how likely a fix is to begin another ship: one in a million, anywhere within 50 km.
const ANOTHER: f64 = -13.8 - 2.0 * 10.819_778;

impl Vessel {
    /// Takes the fixes of one number apart by ship.
    ///
    /// ```
    /// use thalweg_sea::{Fix, Point, Rules, Vessel};
    /// // two ships a hundred kilometres apart, heard in turn
    /// let fix = |minute: i64| Fix::new(minute * 60_000, Point::new(if minute % 2 == 0 { 54.0 } else { 55.0 }, 0.0));
    /// let vessel = Vessel { mmsi: 211_000_000, fixes: (0..20).map(fix).collect(), sayings: Vec::new(), duplicates: 0 };
    /// let split = vessel.split(&Rules::default().segment);
    /// assert_eq!(split.tracks.iter().map(|track| track.fixes.len()).collect::<Vec<_>>(), [10, 10]);
    /// ```
    pub fn split(self, rules: &SegmentRules) -> Split {
        let segments = merged(segments(self.fixes, rules), rules);
        let (mut ships, few): (Vec<_>, Vec<_>) =
            segments.into_iter().partition(|fixes| fixes.len() >= rules.fewest_fixes);
        let mut strays = few;
        if ships.is_empty() {
            // a number with a few fixes in all is a ship with a few fixes
            ships = std::mem::take(&mut strays);
        }
        let mut strays: Vec<Fix> = strays.into_iter().flatten().collect();
        strays.sort_unstable();
        let track = |(segment, fixes)| {
            let segment = u16::try_from(segment).unwrap_or(u16::MAX);
            Track { id: TrackId { mmsi: self.mmsi, segment }, fixes, sayings: Vec::new() }
        };
        let mut tracks: Vec<Track> = ships.into_iter().enumerate().map(track).collect();
        let unclear = allot(self.sayings, &mut tracks);
        Split { tracks, strays, unclear, duplicates: self.duplicates }
    }
}

/// Gives each fix to the segment that makes it most likely.
fn segments(fixes: Vec<Fix>, rules: &SegmentRules) -> Vec<Vec<Fix>> {
    let mut done: Vec<Vec<Fix>> = Vec::new();
    let mut open: Vec<Vec<Fix>> = Vec::new();
    let mut fixes = fixes.into_iter();
    let Some(first) = fixes.next() else { return done };
    let mut begin = Vec::with_capacity(fixes.len() + 1);
    begin.push(first);
    open.push(begin);
    for fix in fixes {
        match likeliest(&open, &fix, rules) {
            Some(index) => open[index].push(fix),
            None => {
                if open.len() == OPEN {
                    let silent = (0..OPEN).min_by_key(|index| open[*index].last().copied()).unwrap_or(0);
                    done.push(open.swap_remove(silent));
                }
                open.push(vec![fix]);
            }
        }
    }
    done.append(&mut open);
    done.sort_unstable_by_key(|fixes| fixes.first().copied());
    done
}

/// The open segment that makes a fix most likely, if that is likelier than another ship.
fn likeliest(open: &[Vec<Fix>], fix: &Fix, rules: &SegmentRules) -> Option<usize> {
    let likelihoods = open.iter().enumerate().filter_map(|(index, segment)| {
        let last = segment.last()?;
        likelihood(last, fix, rules).map(|likelihood| (index, likelihood))
    });
    let best = likelihoods.reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    (best.1 > ANOTHER).then_some(best.0)
}

/// The natural logarithm of how likely the next fix of a ship is there, per square metre up to a constant; none where no ship is so fast.
fn likelihood(last: &Fix, fix: &Fix, rules: &SegmentRules) -> Option<f64> {
    let noise = rules.error(last) + rules.error(fix);
    let clocks = (last.clock_error() + fix.clock_error()) as f64 / 1000.0;
    let seconds = last.seconds_to(fix);
    let (from, to) = (last.point(), fix.point());
    let metres = from.distance(to);
    if metres > rules.fastest_knots * KNOT * (seconds + clocks) + 5.0 * noise {
        return None;
    }
    let speed = speed(last, fix);
    let time = seconds + clocks;
    // a ship turns and changes its speed; the longer it was silent, the less its last speed says
    let silence = (seconds / 3600.0).min(1.0);
    let drift = 0.5 + 0.5 * speed + (USUAL_SPEED - speed).max(0.0) * silence;
    let anywhere = normal(metres, noise + drift * time);
    let on_course = match (last.speed(), last.course()) {
        (Some(knots), Some(course)) if knots > 0.5 && metres > noise && seconds < LONGEST_COURSE => {
            let there = from.destination(course, knots * KNOT * seconds);
            normal(there.distance(to), noise + (0.5 + STEADY * speed) * time)
        }
        _ => f64::NEG_INFINITY,
    };
    Some(anywhere.max(on_course))
}

/// Part of its speed by which a ship under way strays from a straight course, in metres a second for each.
const STEADY: f64 = 0.2;

/// Seconds for which a ship may go straight on.
const LONGEST_COURSE: f64 = 43_200.0;

/// Logarithm of the density of a normal distribution on the plane, up to a constant.
fn normal(off: f64, spread: f64) -> f64 {
    -2.0 * spread.ln() - off * off / (2.0 * spread * spread)
}

/// Metres per second that a ship says it makes, at the faster of two fixes.
fn speed(last: &Fix, fix: &Fix) -> f64 {
    let faster = match (last.speed(), fix.speed()) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => a.or(b),
    };
    faster.map_or(USUAL_SPEED, |knots| knots * KNOT)
}

/// Joins segments that follow one another and between which a ship can have gone: one ship that did something odd, not two.
fn merged(segments: Vec<Vec<Fix>>, rules: &SegmentRules) -> Vec<Vec<Fix>> {
    let mut ships: Vec<Vec<Fix>> = Vec::new();
    for segment in segments {
        let Some(first) = segment.first().copied() else { continue };
        let follows = |ship: &Vec<Fix>| {
            ship.last().is_some_and(|last| {
                last.time < first.time
                    && likelihood(last, &first, rules).is_some()
                    && first.time - last.time < DAY
            })
        };
        // of several ships that can have come there, the one heard last
        let before =
            (0..ships.len()).filter(|i| follows(&ships[*i])).max_by_key(|i| ships[*i].last().copied());
        match before {
            Some(ship) => ships[ship].extend(segment),
            None => ships.push(segment),
        }
    }
    ships
}

const DAY: i64 = crate::civil::DAY;

/// Gives what was said to the ship that said it; back comes what nobody can be sure of.
fn allot(sayings: Vec<Saying>, tracks: &mut [Track]) -> Vec<Saying> {
    if let [track] = tracks {
        track.sayings = sayings;
        return Vec::new();
    }
    let mut unclear = Vec::new();
    for saying in sayings {
        match speaker(&saying, tracks) {
            Some(track) => tracks[track].sayings.push(saying),
            None => unclear.push(saying),
        }
    }
    unclear
}

/// The one track that has the record of a saying, or the only one that was heard at its time.
fn speaker(saying: &Saying, tracks: &[Track]) -> Option<usize> {
    const NEAR: i64 = 600_000;
    let by_record = |track: &Track| {
        let at = track.during(saying.first, saying.first);
        at.iter().any(|fix| (fix.record().file, fix.record().line) == saying.record)
    };
    if let Some(track) = tracks.iter().position(by_record) {
        return Some(track);
    }
    let heard = |track: &Track| !track.during(saying.first - NEAR, saying.last + NEAR).is_empty();
    let mut heard = (0..tracks.len()).filter(|index| heard(&tracks[*index]));
    let first = heard.next()?;
    heard.next().is_none().then_some(first)
}
