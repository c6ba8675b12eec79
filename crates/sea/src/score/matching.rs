use crate::event::Event;
use crate::simulate::{Difficulty, Planted};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a detector says: which numbers, from when to when.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Claim {
    /// When it began, milliseconds since 1970, UTC.
    pub start: i64,
    /// When it ended.
    pub end: i64,
    /// The numbers, in order: one, or two.
    pub ships: Vec<u32>,
}

impl Claim {
    /// Of some ships.
    pub fn new(ships: &[u32], start: i64, end: i64) -> Self {
        let ships: BTreeSet<u32> = ships.iter().copied().collect();
        Self { start, end, ships: ships.into_iter().collect() }
    }

    /// What an event claims.
    pub fn of(event: &Event) -> Self {
        let ships: Vec<u32> =
            [Some(event.ship), event.partner].into_iter().flatten().map(|id| id.mmsi).collect();
        Self::new(&ships, event.start, event.end)
    }
}

/// Counts of right and wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    /// Planted events that were claimed.
    pub found: usize,
    /// Planted events that were not.
    pub missed: usize,
    /// Claims of what never was.
    pub wrong: usize,
    /// Further claims of what was claimed already: neither right nor wrong.
    pub repeated: usize,
}

impl Tally {
    /// Part of the claims that are true, repeated ones left out; none where nothing was claimed.
    pub fn precision(&self) -> Option<f64> {
        share(self.found, self.found + self.wrong)
    }

    /// Part of the truth that was found; none where there is none.
    pub fn recall(&self) -> Option<f64> {
        share(self.found, self.found + self.missed)
    }

    /// The harmonic mean of both: 2 found / (2 found + wrong + missed); none where there is neither truth nor claim.
    pub fn f1(&self) -> Option<f64> {
        share(2 * self.found, 2 * self.found + self.wrong + self.missed)
    }

    /// The counts of several worlds together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            found: self.found + other.found,
            missed: self.missed + other.missed,
            wrong: self.wrong + other.wrong,
            repeated: self.repeated + other.repeated,
        }
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// How right some claims are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Score {
    /// All together.
    pub tally: Tally,
    /// Found and all, by difficulty: wrong claims have none.
    pub by_difficulty: BTreeMap<Difficulty, (usize, usize)>,
    /// Indices of the planted events that nobody claimed.
    pub missed: Vec<usize>,
    /// Indices of the claims of what never was.
    pub wrong: Vec<usize>,
}

/// Milliseconds by which both ends of a planted event are widened: a claim rests on the last fix before and the first one after.
const MARGIN: i64 = 1_800_000;

/// Compares claims with the truth.
///
/// A claim may be about a planted event if it names no ship but the event's, and if both overlap in time by at least half of the shorter one;
/// the event is taken half an hour wider at both ends, since a claim rests on fixes before and after.
/// Each planted event takes at most one claim and each claim at most one event, the longest overlaps first; of equal ones the earlier. A
/// claim that is left over, but may be about an event that was found, is a repetition; any other one is wrong.
///
/// ```
/// use thalweg_sea::Point;
/// use thalweg_sea::score::{Claim, score};
/// use thalweg_sea::simulate::{Difficulty, Planted, PlantedKind, Who};
/// let hour = 3_600_000;
/// let truth = Planted {
///     kind: PlantedKind::DeliberateGap, how: "on_the_way", ships: vec![Who { ship: 0, mmsi: 273_000_001 }],
///     start: 0, end: 10 * hour, place: Point::new(40.0, 5.0), difficulty: Difficulty::Easy,
/// };
/// let claims = [Claim::new(&[273_000_001], -hour, 11 * hour), Claim::new(&[273_000_002], 0, 10 * hour)];
/// let score = score(&claims, &[&truth]);
/// assert_eq!((score.tally.precision(), score.tally.recall(), score.wrong), (Some(0.5), Some(1.0), vec![1]));
/// ```
pub fn score(claims: &[Claim], truth: &[&Planted]) -> Score {
    let mut possible = possible(claims, truth);
    possible.sort_unstable();
    let (mut taken, mut found) = (BTreeMap::new(), BTreeMap::new());
    for (_, claim, event) in &possible {
        if !taken.contains_key(claim) && !found.contains_key(event) {
            taken.insert(*claim, *event);
            found.insert(*event, *claim);
        }
    }
    let about: BTreeSet<usize> = possible.iter().map(|(_, claim, _)| *claim).collect();
    let wrong: Vec<usize> = (0..claims.len()).filter(|claim| !about.contains(claim)).collect();
    let missed: Vec<usize> = (0..truth.len()).filter(|event| !found.contains_key(event)).collect();
    let mut by_difficulty: BTreeMap<Difficulty, (usize, usize)> = BTreeMap::new();
    for (index, event) in truth.iter().enumerate() {
        let (seen, all) = by_difficulty.entry(event.difficulty).or_default();
        *seen += usize::from(found.contains_key(&index));
        *all += 1;
    }
    let tally = Tally {
        found: found.len(),
        missed: missed.len(),
        wrong: wrong.len(),
        repeated: claims.len() - wrong.len() - taken.len(),
    };
    Score { tally, by_difficulty, missed, wrong }
}

/// Overlap (negative, so that the longest comes first), claim and event of all that may belong together.
fn possible(claims: &[Claim], truth: &[&Planted]) -> Vec<(i64, usize, usize)> {
    let mut by_ship: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, event) in truth.iter().enumerate() {
        event.ships.iter().for_each(|who| by_ship.entry(who.mmsi).or_default().push(index));
    }
    let mut possible = Vec::new();
    for (index, claim) in claims.iter().enumerate() {
        let first = claim.ships.first().and_then(|mmsi| by_ship.get(mmsi));
        for event in first.into_iter().flatten() {
            let Some(planted) = truth.get(*event) else { continue };
            let named = |mmsi: &u32| planted.ships.iter().any(|who| who.mmsi == *mmsi);
            if claim.ships.iter().all(named)
                && let Some(overlap) = overlap(claim, planted)
            {
                possible.push((-overlap, index, *event));
            }
        }
    }
    possible
}

/// Milliseconds that both have in common, if that is half of the shorter one.
fn overlap(claim: &Claim, planted: &Planted) -> Option<i64> {
    let (start, end) = (planted.start - MARGIN, planted.end + MARGIN);
    let common = claim.end.min(end) - claim.start.max(start);
    let shorter = (claim.end - claim.start).min(planted.end - planted.start);
    (common >= 0 && 2 * common >= shorter).then_some(common)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::{PlantedKind, Who};
    use crate::sphere::Point;

    const HOUR: i64 = 3_600_000;

    fn met(first: u32, second: u32, start: i64, end: i64) -> Planted {
        let ships = vec![Who { ship: 0, mmsi: first }, Who { ship: 1, mmsi: second }];
        let (kind, difficulty) = (PlantedKind::TwoSidedTransfer, Difficulty::Hard);
        let (start, end, place) = (start * HOUR, end * HOUR, Point::new(0.0, 0.0));
        Planted { kind, how: "adrift", ships, start, end, place, difficulty }
    }

    #[test]
    fn claims_and_truth_pair_off() {
        let truth = [met(1, 2, 0, 10), met(1, 2, 20, 30), met(3, 4, 0, 10)];
        let truth: Vec<&Planted> = truth.iter().collect();
        let claims = [
            Claim::new(&[2, 1], HOUR, 9 * HOUR),
            Claim::new(&[1, 2], 2 * HOUR, 3 * HOUR),   // the same again
            Claim::new(&[1, 5], 20 * HOUR, 30 * HOUR), // another partner
            Claim::new(&[3, 4], 9 * HOUR, 19 * HOUR),  // another time
        ];
        let score = score(&claims, &truth);
        assert_eq!(score.tally, Tally { found: 1, missed: 2, wrong: 2, repeated: 1 });
        assert_eq!((score.wrong, score.missed), (vec![2, 3], vec![1, 2]));
        assert_eq!(score.tally.f1(), Some(2.0 / 6.0));
    }
}
