//! Tracks that are copies of others.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

use thalweg_sea::copied::{Copied, CopiedRules, copies, paces, twins};
use thalweg_sea::encounter::{EncounterRules, points};
use thalweg_sea::{Fix, KNOT, Point, Track, TrackId};

/// A ship that turns and changes its speed by some pattern, a fix every five minutes for six hours.
fn ship(mmsi: u32, from: Point, pattern: impl Fn(i64) -> (f64, f64)) -> Track {
    let mut here = from;
    let fix = |step: i64| {
        let (course, knots) = pattern(step);
        here = here.destination(course, knots * KNOT * 300.0);
        Fix::new(step * 300_000, here).with_speed(knots).with_course(course)
    };
    Track { id: TrackId { mmsi, segment: 0 }, fixes: (0..73).map(fix).collect(), sayings: Vec::new() }
}

fn weaving(step: i64) -> (f64, f64) {
    (80.0 + 25.0 * (step as f64 / 9.0).sin(), 11.0 + (step as f64 / 7.0).cos())
}

fn moved(track: &Track, mmsi: u32, north: f64, east: f64) -> Track {
    let fix = |fix: &Fix| {
        let at = fix.point();
        Fix::new(fix.time, Point::new(at.lat + north, at.lon + east)).with_speed(11.0)
    };
    Track {
        id: TrackId { mmsi, segment: 0 },
        fixes: track.fixes.iter().map(fix).collect(),
        sayings: Vec::new(),
    }
}

fn found(tracks: &[Track]) -> Vec<Copied> {
    let (rules, search) = (CopiedRules::default(), EncounterRules::default());
    let of = |(number, track): (u32, &Track)| paces(&points(track, number, &search, |_| false), &rules);
    let mut all: Vec<_> = (0..).zip(tracks).flat_map(of).collect();
    all.sort_by_key(|pace| pace.window);
    let windows = all.chunk_by(|a, b| a.window == b.window);
    copies(windows.flat_map(|paces| twins(paces.to_vec(), &rules)).collect(), 600_000, &rules)
}

#[test]
fn a_track_moved_by_a_fixed_distance_is_a_copy() {
    let one = ship(1, Point::new(36.0, 20.0), weaving);
    let copy = moved(&one, 2, -0.4, 1.3);
    let found_ = found(&[one.clone(), copy.clone()]);
    assert_eq!(found_.len(), 1);
    assert!(found_[0].hours >= 5.0 && (found_[0].apart / 1000.0 - 125.0).abs() < 5.0, "{found_:?}");
    let event = found_[0].event([&one, &copy], &CopiedRules::default()).unwrap();
    assert_eq!((event.verdict, event.partner, event.records.len()), ("copied", Some(copy.id), 4));
    assert!(event.is_serious() && !event.innocent.is_empty());
}

#[test]
fn a_copy_beyond_the_antimeridian_is_one_too() {
    let one = ship(1, Point::new(10.0, 178.5), weaving);
    assert_eq!(found(&[one.clone(), moved(&one, 2, 0.0, 3.0)]).len(), 1);
}

#[test]
fn ships_that_sail_alike_are_no_copies() {
    let straight = |_| (90.0, 12.0);
    // the same course and speed, miles apart, and no turn: chance
    let alike = [ship(1, Point::new(36.0, 20.0), straight), ship(2, Point::new(36.3, 20.0), straight)];
    assert!(found(&alike).is_empty());
    // the same lane, half a knot faster
    let other = |step| {
        let (course, knots) = weaving(step);
        (course, knots + 0.5)
    };
    assert!(
        found(&[ship(1, Point::new(36.0, 20.0), weaving), ship(2, Point::new(36.3, 20.0), other)]).is_empty()
    );
    // towed: the same way, near
    let tug = ship(1, Point::new(36.0, 20.0), weaving);
    assert!(found(&[tug.clone(), moved(&tug, 2, 0.003, 0.0)]).is_empty());
    // the same way an hour later
    let mut later = moved(&tug, 2, 0.3, 0.0);
    later.fixes.iter_mut().for_each(|fix| fix.time += 3_600_000);
    assert!(found(&[tug, later]).is_empty());
}
