//! How long two ships stayed together.

use super::contact::Contact;
use super::rules::EncounterRules;
use crate::sphere::Point;
use serde::Serialize;

/// Whether two ships that are together go somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// They lie, drift or creep.
    Slow,
    /// Both make the knots of [`EncounterRules::under_way_knots`].
    UnderWay,
}

/// A time for which two ships were together, as one of them saw it.
///
/// It lasts as long as the other ship is there each time that this one's place is known; so it goes on while this ship is silent, if the
/// other is beside it before and after. That is how the published pipeline sees it, and why each pair has two runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Run {
    /// Numbers of the two tracks, the lesser first.
    pub pair: [u32; 2],
    /// Which of the two saw it.
    pub by: usize,
    /// Whether they went somewhere.
    pub mode: Mode,
    /// First and last look at which they were together.
    pub buckets: [i32; 2],
    /// Looks at which they were.
    pub looks: u32,
    /// Looks at which they were only if a clock was off.
    pub widened: u32,
    /// Mean place of the ship that saw it.
    pub mean: Point,
    /// Its first and its last place.
    pub ends: [Point; 2],
    /// Median distance, metres.
    pub metres: f64,
    /// Median speed of the ship that saw it, knots, from place to place.
    pub knots: f64,
    /// Fixes that stand behind the looks: those of the ship that saw it, and of the other.
    pub fixes: [u32; 2],
}

/// All runs long enough, in order of pair and time. The contacts must be in their order, and all of a pair must be among them.
pub fn runs(contacts: &[Contact], rules: &EncounterRules) -> Vec<Run> {
    let mut runs = Vec::new();
    for pair in contacts.chunk_by(|a, b| a.pair == b.pair) {
        let (moving, slow): (Vec<Contact>, Vec<Contact>) =
            pair.iter().partition(|contact| under_way(contact, rules));
        let first = runs.len();
        for by in [0, 1] {
            join(&slow, by, Mode::Slow, rules, &mut runs);
            join(&moving, by, Mode::UnderWay, rules, &mut runs);
        }
        if let Some(of_pair) = runs.get_mut(first..) {
            of_pair.sort_by_key(|run| (run.buckets, run.by, run.mode));
        }
    }
    runs
}

fn under_way(contact: &Contact, rules: &EncounterRules) -> bool {
    contact.speed.iter().all(|thousandths| f64::from(*thousandths) / 1000.0 >= rules.under_way_knots)
}

fn join(contacts: &[Contact], by: usize, mode: Mode, rules: &EncounterRules, runs: &mut Vec<Run>) {
    for together in contacts.chunk_by(|before, next| continues(before, next, by, rules)) {
        runs.extend(Run::of(together, by, mode, rules));
    }
}

/// Whether a run that was at one contact is still the same at the next: nothing else is known of this ship meanwhile, or the two were
/// apart for a moment only.
fn continues(before: &Contact, next: &Contact, by: usize, rules: &EncounterRules) -> bool {
    let looks = i64::from(next.bucket) - i64::from(before.bucket);
    let milliseconds = (looks * rules.step()) as f64;
    let silent = i64::from(next.since[by]) == looks && milliseconds <= rules.silence_hours * 3_600_000.0;
    let apart = milliseconds - rules.step() as f64;
    silent || apart <= rules.apart_minutes * 60_000.0
}

impl Run {
    fn of(contacts: &[Contact], by: usize, mode: Mode, rules: &EncounterRules) -> Option<Self> {
        let (first, last) = (contacts.first()?, contacts.last()?);
        let minutes = f64::from(last.bucket - first.bucket) * rules.step_minutes;
        if contacts.len() < 2 || minutes < rules.run_minutes {
            return None;
        }
        let place = |contact: &Contact| {
            let [lat, lon] = [contact.lat[by], contact.lon[by]].map(|units| f64::from(units) / 1e7);
            Point { lat, lon }
        };
        let speeds = contacts[1..].iter().map(|contact| f64::from(contact.speed[by]) / 1000.0);
        Some(Self {
            pair: first.pair,
            by,
            mode,
            buckets: [first.bucket, last.bucket],
            looks: contacts.len() as u32,
            widened: contacts.iter().filter(|contact| contact.widened).count() as u32,
            mean: mean(contacts.iter().map(|contact| (place(contact), 1.0))),
            ends: [place(first), place(last)],
            metres: median(contacts.iter().map(|contact| f64::from(contact.centimetres) / 100.0)),
            knots: median(speeds),
            fixes: [by, 1 - by].map(|side| fixes(contacts, side)),
        })
    }

    /// Minutes from the first to the last look.
    pub fn minutes(&self, rules: &EncounterRules) -> f64 {
        f64::from(self.buckets[1] - self.buckets[0]) * rules.step_minutes
    }
}

/// The whole number of fixes that stand behind the looks; a half goes to the even one, as in the published pipeline.
fn fixes(contacts: &[Contact], side: usize) -> u32 {
    let hundredths: u32 = contacts.iter().map(|contact| u32::from(contact.weight[side])).sum();
    (f64::from(hundredths) / 100.0).round_ties_even() as u32
}

/// The mean of places with weights: of latitudes, and of longitudes as directions.
pub(super) fn mean(places: impl Iterator<Item = (Point, f64)>) -> Point {
    let mut sums = [0.0; 4];
    for (place, weight) in places {
        let (sine, cosine) = place.lon.to_radians().sin_cos();
        for (sum, term) in sums.iter_mut().zip([1.0, place.lat, sine, cosine]) {
            *sum += weight * term;
        }
    }
    let [weight, lat, sine, cosine] = sums;
    Point { lat: lat / weight, lon: sine.atan2(cosine).to_degrees() }
}

/// The middle value, or the mean of the two middle ones; 0 of none.
pub(super) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    let middle = |index: usize| values.get(index).copied().unwrap_or(0.0);
    let half = values.len() / 2;
    if values.len() % 2 == 1 { middle(half) } else { (middle(half.saturating_sub(1)) + middle(half)) / 2.0 }
}
