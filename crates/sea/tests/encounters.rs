//! Ships that meet: whoever is near is found, wherever on earth, however the work is divided; and what the meeting was.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use thalweg_sea::encounter::{
    Cell, Contact, Encounter, EncounterRules, Mode, PairPoint, Surroundings, UnderWayRules, Verdict,
    contacts, encounters, meetings, points, runs, search,
};
use thalweg_sea::{Fix, KNOT, Point, Saying, Track, TrackId, Trait};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
/// 3 January 2022, 00:00 UTC.
const START: i64 = 1_641_168_000_000;

fn rules() -> EncounterRules {
    EncounterRules::default()
}

/// A ship that is at a place for each minute of a range, as a function says.
fn ship(mmsi: u32, minutes: std::ops::Range<i64>, every: usize, place: impl Fn(i64) -> Point) -> Track {
    let fix = |minute: i64| Fix::new(START + minute * MINUTE, place(minute));
    Track {
        id: TrackId { mmsi, segment: 0 },
        fixes: minutes.step_by(every).map(fix).collect(),
        sayings: Vec::new(),
    }
}

fn saying(trait_: Trait, first: i64) -> Saying {
    Saying { trait_, first, last: first, count: 1, record: (0, 0) }
}

/// A ship that states its type, its size and its draughts before and after.
fn stating(mut track: Track, kind: u8, length: u16, draughts: [u16; 2]) -> Track {
    let (first, last) = (track.start(), track.end());
    let half = length / 2;
    track.sayings = vec![
        saying(Trait::ShipType(kind), first),
        saying(Trait::Dimensions([half, length - half, length / 12, length / 12]), first),
        saying(Trait::Draught(draughts[0]), first),
        saying(Trait::Draught(draughts[1]), last),
    ];
    track
}

fn find(tracks: &[Track]) -> Vec<Encounter> {
    find_at(tracks, Surroundings { coast: Some(60_000.0), ..Surroundings::default() })
}

fn find_at(tracks: &[Track], place: Surroundings) -> Vec<Encounter> {
    encounters(tracks, &rules(), &UnderWayRules::default(), |_| false, |_| place.clone())
}

/// Two tankers: one comes, lies beside the other for some hours, and goes.
fn meeting_of(
    kinds: [u8; 2],
    lengths: [u16; 2],
    apart: f64,
    hours: i64,
    draughts: [[u16; 2]; 2],
) -> [Track; 2] {
    let here = Point::new(35.2, 18.4);
    let drift = move |minute: i64| here.destination(70.0, 0.4 * KNOT * (minute * 60) as f64);
    let other = move |minute: i64| {
        let beside = drift(minute).destination(160.0, apart);
        let (come, go) = ((240 - minute).max(0), (minute - 240 - hours * 60).max(0));
        beside.destination(200.0, (come + go) as f64 * 60.0 * 10.0 * KNOT)
    };
    let minutes = 0..480 + hours * 60;
    let still = |track: Track, slow: bool| {
        let fixes = track.fixes.iter().map(|fix| if slow { fix.with_speed(0.4) } else { *fix }).collect();
        Track { fixes, ..track }
    };
    [
        stating(still(ship(100, minutes.clone(), 3, drift), true), kinds[0], lengths[0], draughts[0]),
        stating(still(ship(200, minutes, 4, other), false), kinds[1], lengths[1], draughts[1]),
    ]
}

#[test]
fn a_transfer_is_likely_and_says_who_loaded() {
    let tracks = meeting_of([80, 80], [250, 180], 60.0, 14, [[80, 140], [120, 70]]);
    let found = find(&tracks);
    let [encounter] = &found[..] else { panic!("{found:?}") };
    assert_eq!(encounter.verdict, Verdict::TransferLikely, "{:?}", encounter.weights);
    assert_eq!(encounter.loaded(&rules()), Some(0));
    assert!((encounter.meeting.together - 14.0).abs() < 0.6, "{:?}", encounter.meeting);
    let event = encounter.event(&rules());
    assert_eq!((event.ship.mmsi, event.partner.unwrap().mmsi), (100, 200));
    assert!(event.findings.iter().all(|finding| finding.holds()));
    assert!(event.innocent.iter().any(|what| what.contains("adrift")), "{:?}", event.innocent);
    assert_eq!(event.records.len(), 4);
}

#[test]
fn what_is_no_transfer_is_not_called_one() {
    let verdict = |tracks: [Track; 2]| find(&tracks).first().map(|encounter| encounter.verdict);
    let same = [[100, 100], [90, 90]];
    assert_eq!(verdict(meeting_of([80, 52], [250, 32], 40.0, 5, same)), Some(Verdict::Service));
    assert_eq!(verdict(meeting_of([70, 80], [290, 85], 40.0, 5, same)), Some(Verdict::Bunkering));
    assert_eq!(verdict(meeting_of([30, 30], [60, 55], 100.0, 5, same)), Some(Verdict::Fishing));
    assert_eq!(verdict(meeting_of([80, 80], [180, 180], 420.0, 14, same)), Some(Verdict::SideBySide));
    assert_eq!(verdict(meeting_of([80, 80], [180, 180], 60.0, 1, same)), None);
    assert_eq!(verdict(meeting_of([80, 80], [180, 180], 900.0, 14, same)), None);
}

#[test]
fn at_anchor_in_roads_is_kept_and_labelled() {
    let mut tracks = meeting_of([80, 80], [250, 250], 300.0, 20, [[100, 100], [100, 100]]);
    for track in &mut tracks {
        track.fixes.iter_mut().for_each(|fix| *fix = fix.with_status(1));
    }
    let roads = Surroundings { anchorage: Some(("Roads".to_owned(), 0.0)), ..Surroundings::default() };
    let found = find_at(&tracks, roads);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].verdict, Verdict::SideBySide);
    assert!(found[0].innocent.contains(&"at anchor side by side"));
}

#[test]
fn across_midnight_and_the_antimeridian() {
    // from 21:00 to 03:00, on both sides of 180 degrees
    let minutes = 21 * 60..27 * 60;
    let tracks = [
        ship(1, minutes.clone(), 5, |_| Point::new(52.0, 179.999)),
        ship(2, minutes, 7, |_| Point::new(52.0, -179.999)),
    ];
    let found = find(&tracks);
    assert_eq!(found.len(), 1);
    let meeting = &found[0].meeting;
    // the last fixes are of 26:55 and speak for five minutes more
    assert_eq!((meeting.start, meeting.end - meeting.start), (START + 21 * HOUR, 6 * HOUR));
    assert!(meeting.mean.lon.abs() > 179.99, "{:?}", meeting.mean);
}

#[test]
fn under_way_is_its_own_rule() {
    let way = |aside: f64| {
        move |minute: i64| {
            let along = Point::new(10.0, 60.0).destination(90.0, 5.0 * KNOT * (minute * 60) as f64);
            along.destination(180.0, aside)
        }
    };
    let tanker = |mmsi, aside| {
        let track = ship(mmsi, 0..600, 4, way(aside));
        let fixes = track.fixes.iter().map(|fix| fix.with_speed(5.0).with_course(90.0)).collect();
        stating(Track { fixes, ..track }, 80, 250, [100, 100])
    };
    let found = find(&[tanker(1, 0.0), tanker(2, 70.0), tanker(3, 1500.0)]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].meeting.mode, Mode::UnderWay);
    assert_eq!(found[0].event(&rules()).rule, "encounter_under_way");
    assert!(found[0].innocent.contains(&"a convoy, or one way for both"));
}

#[test]
fn a_clock_known_to_minutes_widens_the_test_and_lowers_the_confidence() {
    // both go 1.8 knots; the second is late by eight minutes of clock, 440 metres
    let way = |minute: i64| Point::new(0.0, 0.0).destination(90.0, 1.8 * KNOT * (minute * 60) as f64);
    let tracks = |apart: f64, error: u32| {
        let late = ship(2, 0..600, 5, move |minute| way(minute).destination(270.0, apart));
        let fixes = late.fixes.iter().map(|fix| fix.with_clock_error(error)).collect();
        [ship(1, 0..600, 5, way), Track { fixes, ..late }]
    };
    assert!(find(&tracks(800.0, 0)).is_empty());
    let found = find(&tracks(800.0, 600_000));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].clock_error(), 600_000);
    assert_eq!(found[0].meeting.widened, found[0].meeting.looks);
    assert!(found[0].weights.iter().any(|part| part.what.contains("clock") && part.weight <= -2.0));
    assert_eq!(find(&tracks(100.0, 600_000))[0].meeting.widened, 0);
}

#[test]
fn silence_of_one_beside_the_other_is_one_meeting() {
    let here = Point::new(20.0, 30.0);
    let mut silent = ship(2, 0..1200, 5, |_| here.destination(0.0, 80.0));
    // eight hours of silence: longer than anything is interpolated
    silent.fixes.retain(|fix| !(200..680).contains(&((fix.time - START) / MINUTE)));
    let found = find(&[ship(1, 0..1200, 5, |_| here), silent]);
    assert_eq!(found.len(), 1);
    assert!(found[0].meeting.hours() > 19.0);
    assert!((0.5..0.7).contains(&found[0].meeting.known), "{:?}", found[0].meeting);
}

#[test]
fn ships_at_berths_are_not_compared() {
    let here = Point::new(51.9, 4.1);
    let quay = |mmsi: u32| {
        ship(mmsi, 0..1440, 6, move |_| here.destination(f64::from(mmsi) * 31.0, f64::from(mmsi)))
    };
    let ships: Vec<Track> = (1..=8).map(quay).collect();
    let rules = rules();
    let looks = |berthed: bool| -> Vec<PairPoint> {
        let of = |(number, track): (usize, &Track)| points(track, number as u32, &rules, |_| berthed);
        ships.iter().enumerate().flat_map(of).collect()
    };
    assert_eq!(search(looks(false), &rules).len(), 28);
    assert_eq!(search(looks(true), &rules).len(), 0);
    // nobody says that it is a port, but no anchorage is so full
    let middle = Point::new(51.8971, 4.1072);
    let full = |mmsi: u32| {
        ship(mmsi, 0..1440, 6, move |_| middle.destination(f64::from(mmsi) * 12.0, 8.0 * f64::from(mmsi)))
    };
    let crowd: Vec<Track> = (1..=30).map(full).collect();
    let cells: BTreeSet<Cell> = crowd.iter().map(|track| Cell::of(track.fixes[0].point(), &rules)).collect();
    assert_eq!(cells.len(), 1, "all in one cell: {cells:?}");
    let of = |(number, track): (usize, &Track)| points(track, number as u32, &rules, |_| false);
    assert_eq!(search(crowd.iter().enumerate().flat_map(of).collect(), &rules).len(), 0);
}

/// A point at one look.
fn point(track: u32, bucket: i32, place: Point) -> PairPoint {
    PairPoint {
        bucket,
        track,
        lat: (place.lat * 1e7).round() as i32,
        lon: (place.lon * 1e7).round() as i32,
        speed: 100,
        since: 1,
        slack: (track % 3 * 200) as u16,
        weight: 100,
        still: track.is_multiple_of(2),
        berthed: track.is_multiple_of(11),
    }
}

/// Clouds of points around some places: the equator, the antimeridian, high latitudes, both poles.
fn clouds() -> impl Strategy<Value = Vec<PairPoint>> {
    let middles = [
        (0.0, 0.0),
        (10.0, 180.0),
        (-60.0, -180.0),
        (71.0, 25.0),
        (89.99, 10.0),
        (-89.995, 77.0),
        (90.0, 0.0),
    ];
    let one = (0..middles.len(), 0.0..360.0f64, 0.0..3000.0f64, 0..2i32);
    prop::collection::vec(one, 2..80).prop_map(move |ones| {
        let place = |(middle, bearing, metres): (usize, f64, f64)| {
            let (lat, lon) = middles[middle];
            let there = Point { lat, lon }.destination(bearing, metres);
            Point { lon: if there.lon >= 180.0 { -180.0 } else { there.lon }, ..there }
        };
        let number = |(track, (middle, bearing, metres, bucket)): (usize, (usize, f64, f64, i32))| {
            point(track as u32, bucket, place((middle, bearing, metres)))
        };
        ones.into_iter().enumerate().map(number).collect()
    })
}

/// Pairs that are near each other, by comparing all with all.
fn by_force(points: &[PairPoint], rules: &EncounterRules) -> BTreeSet<([u32; 2], i32)> {
    let mut pairs = BTreeSet::new();
    for (index, a) in points.iter().enumerate() {
        for b in &points[index + 1..] {
            let slack = f64::from(a.slack + b.slack).min(rules.clock_slack_metres);
            let near = a.point().distance(b.point()) <= rules.distance_metres + slack;
            if near && a.bucket == b.bucket && !(a.berthed && b.berthed) {
                pairs.insert(([a.track.min(b.track), a.track.max(b.track)], a.bucket));
            }
        }
    }
    pairs
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// The search finds the pairs that comparing all with all finds, anywhere on earth.
    #[test]
    fn all_pairs_are_found(points in clouds()) {
        let rules = EncounterRules { harbour_ships: 1000, ..rules() };
        let found: Vec<Contact> = contacts(&points, &rules);
        let pairs: BTreeSet<([u32; 2], i32)> = found.iter().map(|contact| (contact.pair, contact.bucket)).collect();
        prop_assert_eq!(found.len(), pairs.len());
        prop_assert_eq!(pairs, by_force(&points, &rules));
    }

    /// However cells and looks are dealt out to workers, all together find the same.
    #[test]
    fn however_the_work_is_divided(points in clouds(), workers in 1..7usize, seed in any::<u64>(), full in 2..9usize) {
        let rules = EncounterRules { harbour_ships: full, ..rules() };
        let worker = |cell: Cell, bucket: i32| {
            let mixed = (seed ^ (cell.row as u64) << 32 ^ cell.column as u64 ^ (bucket as u64) << 17).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            (mixed >> 33) as usize % workers
        };
        let mut dealt: BTreeMap<usize, Vec<PairPoint>> = BTreeMap::new();
        for point in &points {
            let to: BTreeSet<usize> =
                point.cell(&rules).neighbours(&rules).into_iter().map(|cell| worker(cell, point.bucket)).collect();
            to.into_iter().for_each(|worker| dealt.entry(worker).or_default().push(*point));
        }
        let mut all: Vec<Contact> = Vec::new();
        for (number, of_worker) in &dealt {
            let found = contacts(of_worker, &rules);
            all.extend(found.into_iter().filter(|contact| worker(contact.cell(&rules), contact.bucket) == *number));
        }
        all.sort_unstable();
        prop_assert_eq!(all, contacts(&points, &rules));
    }
}

#[test]
fn threads_and_order_mean_nothing() {
    let place =
        |mmsi: u32| Point::new(30.0, 20.0).destination(f64::from(mmsi) * 40.0, f64::from(mmsi) * 60.0);
    let tracks: Vec<Track> = (0..40).map(|mmsi| ship(mmsi, 0..900, 4, move |_| place(mmsi))).collect();
    let rules = rules();
    let of = |(number, track): (usize, &Track)| points(track, number as u32, &rules, |_| false);
    let forth: Vec<PairPoint> = tracks.iter().enumerate().flat_map(of).collect();
    let back: Vec<PairPoint> = forth.iter().rev().copied().collect();
    let pool = |threads: usize| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let one = pool(1).install(|| search(forth.clone(), &rules));
    let many = pool(3).install(|| search(back, &rules));
    assert!(!one.is_empty());
    assert_eq!(format!("{one:?}"), format!("{many:?}"));
    assert_eq!(one, meetings(&runs(&contacts(&forth, &rules), &rules), &rules));
}
