//! The whole search in one call, for tracks that fit in memory.

use super::contact::{Contact, contacts};
use super::found::Encounter;
use super::meeting::{Meeting, meetings};
use super::point::{PairPoint, points};
use super::rules::{EncounterRules, UnderWayRules};
use super::run::runs;
use super::surroundings::Surroundings;
use crate::sphere::Point;
use crate::track::Track;
use rayon::prelude::*;

/// All meetings in the looks at any number of tracks, in order of pair and time. Looks are searched on all threads; the result is the same on
/// any number of them.
pub fn search(mut points: Vec<PairPoint>, rules: &EncounterRules) -> Vec<Meeting> {
    points.par_sort_unstable();
    let looks: Vec<&[PairPoint]> = points.chunk_by(|a, b| a.bucket == b.bucket).collect();
    let mut all: Vec<Contact> = looks.into_par_iter().flat_map_iter(|look| contacts(look, rules)).collect();
    drop(points);
    all.par_sort_unstable();
    let pairs: Vec<&[Contact]> = all.chunk_by(|a, b| a.pair == b.pair).collect();
    pairs.into_par_iter().flat_map_iter(|pair| meetings(&runs(pair, rules), rules)).collect()
}

/// All encounters of some tracks, in order of pair and time; `berthed` and `place` ask the geography.
///
/// ```
/// use thalweg_sea::encounter::{EncounterRules, Surroundings, UnderWayRules, Verdict, encounters};
/// use thalweg_sea::{Fix, Point, Track, TrackId};
/// let ship = |mmsi, east| {
///     let fixes = (0..120).map(|step| Fix::new(step * 300_000, Point::new(35.0, east)).with_speed(0.3)).collect();
///     Track { id: TrackId { mmsi, segment: 0 }, fixes, sayings: Vec::new() }
/// };
/// let tracks = [ship(1, 18.0), ship(2, 18.0006)];
/// let (rules, under_way) = (EncounterRules::default(), UnderWayRules::default());
/// let found = encounters(&tracks, &rules, &under_way, |_| false, |_| Surroundings::default());
/// assert_eq!((found.len(), found[0].verdict), (1, Verdict::TransferPossible)); // nobody knows what ships they are
/// ```
pub fn encounters(
    tracks: &[Track],
    rules: &EncounterRules,
    under_way: &UnderWayRules,
    berthed: impl Fn(Point) -> bool + Sync,
    place: impl Fn(Point) -> Surroundings + Sync,
) -> Vec<Encounter> {
    let looks = |(number, track): (usize, &Track)| points(track, number as u32, rules, &berthed);
    let points: Vec<PairPoint> = tracks.par_iter().enumerate().flat_map_iter(looks).collect();
    let meetings = search(points, rules);
    let look = |meeting: &Meeting| {
        let pair = meeting.pair.map(|number| &tracks[number as usize]);
        Encounter::of(meeting, pair, place(meeting.mean), rules, under_way)
    };
    meetings.par_iter().filter_map(look).collect()
}
