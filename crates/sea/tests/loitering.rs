//! Ships that go nowhere, ships that drift, and ships that lie beside one that is silent.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use thalweg_sea::encounter::{
    EncounterRules, NextCall, OneSided, OneSidedRules, Silence, Surroundings, one_sided, points,
};
use thalweg_sea::loitering::{LoiteringRules, Stay, drifts, loitering, sideways, stays};
use thalweg_sea::{Decoder, Fix, Fleet, KNOT, Options, Point, Report, Rules, Saying, Track, TrackId, Trait};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// The one ship of a file of sentences.
fn track(name: &str, mmsi: u32) -> Option<Track> {
    let bytes = common::bytes(name)?;
    let mut fleet = Fleet::default();
    let file = fleet.file(name);
    let mut decoder = Decoder::new(name, Options::default());
    for line in bytes.split(|byte| *byte == b'\n') {
        decoder.line(line, &mut |received| {
            if let Some(report) = Report::of(received) {
                fleet.add(&report, file);
            }
        });
    }
    let vessel = fleet.vessels().into_iter().find(|vessel| vessel.mmsi == mmsi).unwrap();
    Some(vessel.split(&Rules::default().segment).tracks.remove(0))
}

/// Labelled by hand, in the sense of the analysis that they are from: more than a knot, and sideways.
#[test]
fn one_tanker_drifts_and_the_other_does_not() {
    let rules = LoiteringRules::default();
    let Some(frio) = track("tracks/dma_538004030_drift_1.ais.gz", 538_004_030) else { return };
    let found = drifts(&frio, &rules);
    assert!(!found.is_empty());
    assert!(found.iter().all(|drift| drift.degrees > 45.0 && drift.metres > 500.0), "{found:?}");
    let Some(marcia) = track("tracks/dma_212123000_drift_1.ais.gz", 212_123_000) else { return };
    assert_eq!(drifts(&marcia, &rules), []);
}

/// STOC MARCIA lay not under command for twelve hours, and wind took her sideways at half a knot: no drift by the label, but adrift.
#[test]
fn slow_and_sideways_is_told_apart() {
    let (rules, search) = (LoiteringRules::default(), EncounterRules::default());
    let Some(marcia) = track("tracks/dma_212123000_drift_1.ais.gz", 212_123_000) else { return };
    let stays = stays(&points(&marcia, 0, &search, |_| false), &rules, &search);
    let longest = stays.iter().max_by(|a, b| a.hours().total_cmp(&b.hours())).unwrap();
    assert!((11.5..12.5).contains(&longest.hours()), "{longest:?}");
    assert!(sideways(marcia.during(longest.start, longest.end), &rules).unwrap() > 0.9);
    let found = loitering(&marcia, &stays, &rules, |_| 50_000.0);
    assert_eq!((found.len(), found[0].verdict()), (1, "adrift"));
    assert!(found[0].innocent().contains(&"not under command, as it says itself"));
    assert!(loitering(&marcia, &stays, &rules, |_| 30_000.0).is_empty());
}

fn ship(mmsi: u32, minutes: std::ops::Range<i64>, place: impl Fn(i64) -> Point) -> Track {
    let fix = |minute: i64| Fix::new(minute * MINUTE, place(minute));
    Track {
        id: TrackId { mmsi, segment: 0 },
        fixes: minutes.step_by(5).map(fix).collect(),
        sayings: Vec::new(),
    }
}

#[test]
fn a_stay_begins_when_the_ship_stops_and_ends_when_it_goes() {
    let here = Point::new(-10.0, 70.0);
    let way = |minute: i64| {
        let under_way = (300 - minute).max(0) + (minute - 900).max(0);
        here.destination(45.0, under_way as f64 * 60.0 * 12.0 * KNOT)
    };
    let (rules, search) = (LoiteringRules::default(), EncounterRules::default());
    let looks = points(&ship(1, 0..1440, way), 0, &search, |_| false);
    let found = stays(&looks, &rules, &search);
    assert_eq!(found.len(), 1);
    assert!((found[0].start - 300 * MINUTE).abs() <= 30 * MINUTE, "{found:?}");
    assert!((found[0].end - 900 * MINUTE).abs() <= 30 * MINUTE, "{found:?}");
    assert_eq!(
        stays(
            &points(
                &ship(1, 0..1440, |minute| here.destination(0.0, minute as f64 * 180.0)),
                0,
                &search,
                |_| false
            ),
            &rules,
            &search
        ),
        []
    );
}

const HERE: Point = Point { lat: 36.0, lon: 20.0 };

/// A tanker that lies for 20 hours, and states draughts in decimetres before and after.
fn lying(draughts: [u16; 2]) -> (Track, Stay) {
    let track = ship(100, 0..1200, |_| HERE);
    let said = |tenths: u16, time: i64| Saying {
        trait_: Trait::Draught(tenths),
        first: time,
        last: time,
        count: 1,
        record: (0, 0),
    };
    let sayings = vec![said(draughts[0], -HOUR), said(draughts[1], 21 * HOUR)];
    let stay = Stay { start: 0, end: 20 * HOUR, ends: [HERE, HERE], middle: HERE, knots: 0.3, known: 1.0 };
    (Track { sayings, ..track }, stay)
}

/// A silence from five hours before the stay to five hours after, that began and ended so many kilometres off.
fn silent(track: u32, kilometres: f64) -> Silence {
    let away = |bearing: f64| HERE.destination(bearing, kilometres * 1000.0);
    Silence {
        track,
        start: -5 * HOUR,
        end: Some(25 * HOUR),
        from: away(90.0),
        to: Some(away(120.0)),
        deliberate: 0.9,
        knots: 12.0,
    }
}

fn beside(draughts: [u16; 2], silences: &[Silence]) -> Vec<OneSided> {
    let (heard, stay) = lying(draughts);
    let mut tracks = vec![heard];
    tracks.extend((1..=40).map(|mmsi| ship(mmsi, 0..10, |_| HERE)));
    let (rules, encounter) = (OneSidedRules::default(), EncounterRules::default());
    one_sided(&[(0, stay)], silences, &tracks, &rules, &encounter, |_| Surroundings::default(), |_, _| None)
}

#[test]
fn a_silent_ship_near_by_and_a_draught_that_changed() {
    let found = beside([80, 140], &[silent(7, 30.0)]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].silent.mmsi, found[0].verdict()), (7, "transfer_likely"));
    let event = found[0].event(&OneSidedRules::default());
    assert!(event.findings.iter().all(|finding| finding.holds()), "{:?}", event.findings);
    assert_eq!(event.hours(), 20.0);
}

#[test]
fn what_says_little_is_no_event() {
    // too far to be there at all; so far that it could be anywhere; nothing loaded
    assert_eq!(beside([80, 140], &[silent(7, 500.0)]), []);
    assert_eq!(beside([80, 80], &[silent(7, 120.0)]), []);
    // a silence of another time
    let late = Silence { start: 18 * HOUR, end: Some(40 * HOUR), ..silent(7, 5.0) };
    assert_eq!(beside([80, 140], &[late]), []);
}

#[test]
fn many_candidates_leave_little_for_each() {
    let alone = beside([80, 140], &[silent(1, 30.0)]);
    let two = beside([80, 140], &[silent(1, 30.0), silent(2, 110.0)]);
    assert_eq!((two[0].silent.mmsi, two[0].candidates), (2, 2));
    assert!(two[0].probability < 0.8 && alone[0].probability > 0.8, "{two:?}");
    let many: Vec<Silence> = (1..=20).map(|track| silent(track, 30.0)).collect();
    assert_eq!(beside([80, 140], &many), []);
}

#[test]
fn who_waited_for_a_berth_handed_nothing_over() {
    // a draught that was stated only after the call is that of the call
    let (heard, stay) = lying([80, 140]);
    let tracks = [heard, ship(7, 0..10, |_| HERE)];
    let (rules, encounter) = (OneSidedRules::default(), EncounterRules::default());
    let next = |hour: i64, kilometres: f64| {
        let call = NextCall { time: hour * HOUR, point: HERE.destination(0.0, kilometres * 1000.0) };
        move |number: u32, _: i64| (number == 0).then_some(call)
    };
    let found = |call: &(dyn Fn(u32, i64) -> Option<NextCall> + Sync)| {
        let silences = [silent(1, 30.0)];
        one_sided(&[(0, stay)], &silences, &tracks, &rules, &encounter, |_| Surroundings::default(), call)
    };
    assert_eq!(found(&next(20, 20.0)), []);
    assert_eq!(found(&next(60, 500.0))[0].verdict(), "transfer_likely");
}
