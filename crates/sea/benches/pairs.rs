//! How long it takes to find who meets whom: a simulated fleet of 60,000 ships, more and more of its day.
//!
//! `cargo bench -p thalweg-sea --bench pairs`. Of the ships four in ten lie at berths, side by side in 300 ports, of which geography knows half
//! (in the other half only the crowd tells); one in ten lies at anchor in roads; one in a hundred pairs lies alongside at sea; the others
//! are under way. A look is every ten minutes: a day of the fleet is 8.6 million points.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark says what it measures")]

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use thalweg_sea::encounter::{EncounterRules, PairPoint, points, search};
use thalweg_sea::{Fix, KNOT, Point, Track, TrackId};

fn main() {
    let looks = fleet_looks(144);
    let meetings = search(looks.clone(), &EncounterRules::default());
    println!("a day: {} points, {} meetings", looks.len(), meetings.len());
    divan::main();
}

const SHIPS: u32 = 60_000;
const PORTS: u32 = 300;

/// A number from 0 to 1 that depends on two others and on nothing else (the finaliser of SplitMix64).
fn share(ship: u32, what: u32) -> f64 {
    let mut mixed = (u64::from(ship) << 32 | u64::from(what)).wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    (mixed >> 11) as f64 / (1u64 << 53) as f64
}

fn port(number: u32) -> Point {
    Point { lat: share(number, 100) * 110.0 - 50.0, lon: share(number, 101) * 360.0 - 180.0 }
}

/// Where a ship is after some seconds, and whether geography says that it is at a berth.
fn place(ship: u32, seconds: f64) -> (Point, bool) {
    let kind = share(ship, 0);
    let number = (share(ship, 1) * f64::from(PORTS)) as u32;
    if kind < 0.4 {
        let berth = port(number).destination(share(ship, 2) * 360.0, share(ship, 3) * 1500.0);
        return (berth.destination(share(ship, seconds as u32) * 360.0, 5.0), number.is_multiple_of(2));
    }
    if kind < 0.5 {
        let anchor = port(number).destination(share(ship, 2) * 360.0, 5000.0 + share(ship, 3) * 8000.0);
        return (anchor.destination(seconds / 60.0 % 360.0, 150.0), false);
    }
    let (leader, beside) = if kind < 0.52 { (ship & !1, f64::from(ship & 1) * 60.0) } else { (ship, 0.0) };
    let start = Point { lat: share(leader, 4) * 120.0 - 60.0, lon: share(leader, 5) * 360.0 - 180.0 };
    let knots = if kind < 0.52 { 0.5 } else { 8.0 + 10.0 * share(leader, 6) };
    (start.destination(share(leader, 7) * 360.0, knots * KNOT * seconds).destination(90.0, beside), false)
}

/// The looks at the whole fleet.
fn fleet_looks(looks: u32) -> Vec<PairPoint> {
    let mut points = Vec::with_capacity((SHIPS * looks) as usize);
    for ship in 0..SHIPS {
        let mut before: Option<Point> = None;
        for look in 0..looks {
            let (here, berthed) = place(ship, f64::from(look) * 600.0);
            let knots = before.map_or(0.0, |before| before.distance(here) / 600.0 / KNOT);
            points.push(PairPoint {
                bucket: look as i32,
                track: ship,
                lat: (here.lat * 1e7) as i32,
                lon: (here.lon * 1e7) as i32,
                speed: (knots * 1000.0).min(65_535.0) as u16,
                since: u16::from(look > 0),
                slack: 0,
                weight: 100,
                still: knots < 0.5,
                berthed,
            });
            before = Some(here);
        }
    }
    points
}

/// Points of 60,000 ships: an eighth of a day, a quarter, half a day, a day.
#[divan::bench(args = [18, 36, 72, 144], sample_count = 3, sample_size = 1)]
fn pair_search(bencher: Bencher<'_, '_>, looks: u32) {
    let points = fleet_looks(looks);
    bencher
        .counter(ItemsCount::new(points.len()))
        .with_inputs(|| points.clone())
        .bench_values(|points| search(black_box(points), &EncounterRules::default()));
}

/// Fixes of ships under way, one in two minutes, into looks.
#[divan::bench(args = [1000, 2000, 4000], sample_count = 3, sample_size = 1)]
fn looks_at_tracks(bencher: Bencher<'_, '_>, ships: u32) {
    let fix = |ship: u32, step: i64| Fix::new(step * 120_000, place(ship, step as f64 * 120.0).0);
    let track = |ship: u32| Track {
        id: TrackId { mmsi: ship, segment: 0 },
        fixes: (0..720).map(|step| fix(ship, step)).collect(),
        sayings: Vec::new(),
    };
    let tracks: Vec<Track> = (0..ships).map(track).collect();
    let rules = EncounterRules::default();
    bencher.counter(ItemsCount::new(ships * 720)).bench_local(|| {
        let looks = |(number, track): (usize, &Track)| points(track, number as u32, &rules, |_| false).len();
        black_box(&tracks).iter().enumerate().map(looks).sum::<usize>()
    });
}
