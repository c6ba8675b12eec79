//! Positions into tracks: one number with several ships, the antimeridian, order, duplicates.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use proptest::prelude::*;
use thalweg_sea::{Class, Fix, Fleet, How, KNOT, Point, Report, Rules, Split, Time, Vessel};

const MINUTE: i64 = 60_000;
/// 3 January 2022, 00:00 UTC.
const START: i64 = 1_641_168_000_000;

/// A ship that goes straight from a place, a fix every few minutes.
fn straight(from: Point, course: f64, knots: f64, every: i64, count: i64) -> Vec<Fix> {
    let fix = |step: i64| {
        let seconds = (step * every) as f64 * 60.0;
        let there = from.destination(course, knots * KNOT * seconds);
        Fix::new(START + step * every * MINUTE, there).with_speed(knots).with_course(course)
    };
    (0..count).map(fix).collect()
}

fn split(mut fixes: Vec<Fix>) -> Split {
    fixes.sort_unstable();
    Vessel { mmsi: 211_000_000, fixes, sayings: Vec::new(), duplicates: 0 }.split(&Rules::default().segment)
}

fn lengths(split: &Split) -> Vec<usize> {
    split.tracks.iter().map(|track| track.fixes.len()).collect()
}

#[test]
fn one_ship_is_one_track() {
    let ship = straight(Point::new(54.0, 10.0), 77.0, 14.0, 5, 100);
    assert_eq!(lengths(&split(ship)), [100]);
}

#[test]
fn silence_alone_splits_nothing() {
    let mut ship = straight(Point::new(0.0, 50.0), 90.0, 12.0, 10, 1000);
    ship.retain(|fix| !(100..900).contains(&((fix.time - START) / MINUTE / 10)));
    assert_eq!(lengths(&split(ship)), [200]);
}

#[test]
fn two_ships_far_from_each_other_are_two_tracks() {
    let mut both = straight(Point::new(54.0, 10.0), 77.0, 14.0, 6, 100);
    both.extend(straight(Point::new(1.0, 104.0), 180.0, 9.0, 7, 90));
    assert_eq!(lengths(&split(both)), [90, 100]); // at the same time the southern one is first
}

#[test]
fn two_ships_in_one_bay_are_two_tracks() {
    // both so near that each could have gone to the other's place in time
    let mut both = straight(Point::new(54.0, 10.0), 0.0, 0.0, 3, 200);
    both.extend(straight(Point::new(54.04, 10.0), 90.0, 8.0, 4, 100));
    let tracks = split(both).tracks;
    assert_eq!(tracks.len(), 2);
    assert!(tracks[0].fixes.iter().all(|fix| fix.speed() == Some(0.0)));
    assert!(tracks[1].fixes.iter().all(|fix| fix.speed() == Some(8.0)));
}

#[test]
fn a_ship_that_turns_stays_one() {
    let mut here = Point::new(54.0, 10.0);
    let fix = |step: i64| {
        let course = if step % 20 < 10 { 10.0 } else { 190.0 };
        here = here.destination(course, 18.0 * KNOT * 180.0);
        Fix::new(START + step * 3 * MINUTE, here).with_speed(18.0).with_course(course)
    };
    assert_eq!(lengths(&split((0..100).map(fix).collect())), [100]);
}

#[test]
fn single_wrong_positions_are_strays() {
    let mut ship = straight(Point::new(54.0, 10.0), 77.0, 14.0, 5, 100);
    ship[40] = Fix::new(ship[40].time, Point::new(0.0, 0.0));
    let split = split(ship);
    assert_eq!((lengths(&split), split.strays.len()), (vec![99], 1));
}

#[test]
fn the_antimeridian_splits_nothing_and_is_crossed_straight() {
    let ship = straight(Point::new(-10.0, 179.5), 90.0, 15.0, 10, 60);
    assert!(ship.last().unwrap().point().lon < -178.0);
    let tracks = split(ship).tracks;
    assert_eq!(tracks.len(), 1);
    let crossing = tracks[0].fixes.windows(2).find(|pair| pair[1].point().lon < 0.0).unwrap();
    let there = tracks[0].at((crossing[0].time + crossing[1].time) / 2).unwrap().point;
    assert!(there.lon.abs() > 179.9, "{there:?}");
}

fn report(mmsi: u32, minute: i64, place: Point, draught: f64, name: &str) -> Report {
    let time = Time { milliseconds: START + minute * MINUTE, how: How::Column, error: 1000 };
    Report {
        lat: Some(place.lat),
        lon: Some(place.lon),
        speed: Some(10.0),
        draught: Some(draught),
        name: Some(thalweg_sea::Letters::new(name)),
        ..Report::new(mmsi, Class::A, Some(time), minute as u64 + 1)
    }
}

#[test]
fn what_was_said_goes_to_the_ship_that_said_it() {
    let mut fleet = Fleet::default();
    for minute in 0..40 {
        let east = f64::from(minute as i32) * 0.004;
        let (place, name) = if minute % 2 == 0 { (54.0, "ANNA") } else { (55.0, "BERTA") };
        fleet.add(&report(211_000_000, minute, Point::new(place, east), 9.5, name), 0);
    }
    let split = fleet.vessels().remove(0).split(&Rules::default().segment);
    let names: Vec<_> = split.tracks.iter().map(|track| track.name().unwrap()).collect();
    assert_eq!(names, ["ANNA", "BERTA"]);
    assert!(
        split.unclear.is_empty() || split.unclear.iter().all(|said| said.count > 1),
        "{:?}",
        split.unclear
    );
}

#[test]
fn a_message_that_two_receivers_hear_counts_once() {
    let mut fleet = Fleet::default();
    let place = Point::new(54.0, 10.0);
    for (line, second) in [(1, 0), (2, 0), (3, 2), (4, 60)] {
        let time = Time { milliseconds: START + second * 1000, how: How::TagBlock, error: 1000 };
        let report = Report {
            lat: Some(place.lat + second as f64 / 60.0 * if second == 60 { 0.003 } else { 0.0 }),
            lon: Some(place.lon),
            speed: Some(11.0),
            course: Some(0.0),
            ..Report::new(211_000_000, Class::A, Some(time), line)
        };
        fleet.add(&report, 0);
    }
    let vessel = fleet.vessels().remove(0);
    assert_eq!((vessel.fixes.len(), vessel.duplicates), (2, 2));
}

proptest! {
    /// Reports in any order give the same vessels.
    #[test]
    fn order_of_reports_means_nothing(order in Just((0..60usize).collect::<Vec<_>>()).prop_shuffle()) {
        let reports: Vec<Report> = (0..60)
            .map(|i| {
                let minute = i64::from(i) * 7;
                let name = if i < 30 { "OLD NAME" } else { "NEW NAME" };
                report(211_000_000 + i as u32 % 3, minute, Point::new(54.0, 0.01 * f64::from(i)), 8.0 + f64::from(i / 20), name)
            })
            .collect();
        let gather = |order: &[usize]| {
            let mut fleet = Fleet::default();
            order.iter().for_each(|i| fleet.add(&reports[*i], 0));
            fleet.vessels()
        };
        let straight: Vec<usize> = (0..60).collect();
        prop_assert_eq!(gather(&straight), gather(&order));
    }
}

/// What does not fit into memory comes out as what does.
#[test]
fn a_small_room_changes_nothing() {
    let reports: Vec<Report> = (0..3000i64)
        .map(|i| {
            let mmsi = 211_000_000 + (i % 37) as u32;
            let place = Point::new(50.0 + (i % 37) as f64 * 0.1, i as f64 * 1e-4);
            Report {
                imo: Some(9_134_270),
                call_sign: Some(thalweg_sea::Letters::new("DXYZ")),
                ship_type: Some(80),
                dimensions: Some([100, 50, 10, 12]),
                destination: Some(thalweg_sea::Letters::new("KALAMATA")),
                course: Some(123.4),
                heading: Some(125.0),
                status: Some(3),
                ..report(mmsi, i, place, 8.5, if i < 1500 { "OLD" } else { "NEW" })
            }
        })
        .collect();
    let read = |room: usize| {
        let folder = tempfile::tempdir().unwrap();
        let mut store = thalweg_sea::Store::new(folder.path(), room);
        let file = store.file("a.csv");
        reports.iter().for_each(|report| store.add(report, file).unwrap());
        let mut parts = store.finish(&Rules::default().segment).unwrap();
        let mut splits = Vec::new();
        parts.each(&mut |part| splits.extend_from_slice(part)).unwrap();
        splits.sort_by_key(|split| split.tracks[0].id);
        (parts.count(), splits)
    };
    let ((one, in_memory), (many, on_disk)) = (read(1 << 30), read(10_000));
    assert!(one == 1 && many > 1);
    assert_eq!(in_memory.len(), 37);
    assert_eq!(in_memory, on_disk);
}

/// A message that comes a minute and a half late puts no second ship behind the first.
#[test]
fn what_is_passed_on_late_is_no_ship() {
    let ship = straight(Point::new(57.8, 11.4), 200.0, 12.0, 1, 120);
    let mut fleet = Fleet::default();
    for (index, fix) in ship.iter().enumerate() {
        fleet.add_fix(538_004_030, *fix);
        if index % 10 == 5 {
            let mut late = *fix;
            late.time += 90_000;
            fleet.add_fix(538_004_030, late);
        }
    }
    let vessel = fleet.vessels().remove(0);
    assert_eq!((vessel.fixes.len(), vessel.duplicates), (120, 12));
}

#[test]
fn the_tankers_of_2014_are_one_ship_each() {
    let Some(folder) = common::shared_data() else { return };
    for (name, mmsi) in
        [("dma_538004030_drift_1.ais.gz", 538_004_030), ("dma_212123000_drift_1.ais.gz", 212_123_000)]
    {
        let mut fleet = Fleet::default();
        let mut decoder = thalweg_sea::Decoder::new(name, thalweg_sea::Options::default());
        let file = std::fs::File::open(folder.join("tracks").join(name)).unwrap();
        let mut add = |received: &thalweg_sea::Received<'_>| {
            if let Some(report) = Report::of(received).filter(|report| report.mmsi == mmsi) {
                fleet.add(&report, 0);
            }
        };
        thalweg_sea::read_lines(file, &mut decoder, &mut add).unwrap();
        let split = fleet.vessels().remove(0).split(&Rules::default().segment);
        assert_eq!((split.tracks.len(), split.strays.len()), (1, 0), "{name}");
    }
}
