//! Stops and port calls on tracks whose answer is known.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use proptest::prelude::*;
use thalweg_sea::event::Kind;
use thalweg_sea::geography::Geography;
use thalweg_sea::port_call::{BerthLearner, CargoChange, Step};
use thalweg_sea::{
    Class, Fix, Mooring, Point, PortCall, PortCallRules, Report, Stop, StopRules, Time, Track, TrackId,
    Vessel, port_calls, stops,
};

const MINUTE: i64 = 60_000;
const ID: TrackId = TrackId { mmsi: 273_000_000, segment: 0 };

/// The terminal of Kozmino, and roads off Novorossiysk.
const KOZMINO: Point = Point { lat: 42.73, lon: 133.02 };

/// A way as one draws it: minutes, then metres from a place in a direction, by steps of some minutes.
struct Draw {
    fixes: Vec<Fix>,
    time: i64,
    step: i64,
}

impl Draw {
    fn new(step: i64) -> Self {
        Self { fixes: Vec::new(), time: 1_700_000_000_000, step: step * MINUTE }
    }

    fn fix(&mut self, point: Point, knots: Option<f64>) {
        let fix = Fix::new(self.time, point);
        self.fixes.push(knots.map_or(fix, |knots| fix.with_speed(knots)));
        self.time += self.step;
    }

    /// Straight on at a speed for some minutes.
    fn sail(mut self, from: Point, bearing: f64, knots: f64, minutes: i64) -> Self {
        for i in 0..minutes * MINUTE / self.step {
            let metres = knots * 1852.0 / 3600.0 * (i * self.step) as f64 / 1000.0;
            self.fix(from.destination(bearing, metres), Some(knots));
        }
        self
    }

    /// Towards a place, which it reaches at the end.
    fn reach(self, to: Point, from: f64, knots: f64, minutes: i64) -> Self {
        let metres = knots * 1852.0 / 60.0 * minutes as f64;
        let start = to.destination(from, metres);
        let bearing = start.bearing(to);
        self.sail(start, bearing, knots, minutes)
    }

    /// Lies still for some minutes, with an error of the position.
    fn lie(mut self, at: Point, metres: f64, minutes: i64, speed: Option<f64>) -> Self {
        for i in 0..minutes * MINUTE / self.step {
            let point = at.destination((i * 137 % 360) as f64, metres * ((i * 31 % 17) as f64 / 16.0));
            self.fix(point, speed);
        }
        self
    }

    fn status(mut self, from: usize, status: u8) -> Self {
        self.fixes[from..].iter_mut().for_each(|fix| *fix = fix.with_status(status));
        self
    }

    fn silence(mut self, minutes: i64) -> Self {
        self.time += minutes * MINUTE;
        self
    }

    fn track(self) -> Track {
        Track { id: ID, fixes: self.fixes, sayings: Vec::new() }
    }
}

fn found(track: &Track) -> Vec<Stop> {
    stops(track, &StopRules::default())
}

fn calls(track: &Track) -> Vec<PortCall> {
    port_calls(track, &found(track), Geography::embedded(), &PortCallRules::default())
}

#[test]
fn a_stop_begins_and_ends_where_it_does() {
    let track = Draw::new(10).reach(KOZMINO, 180.0, 10.0, 120).lie(KOZMINO, 15.0, 600, Some(0.1));
    let track = Draw { ..track }.sail(KOZMINO.destination(180.0, 1000.0), 180.0, 10.0, 120).track();
    let stops = found(&track);
    assert_eq!(stops.len(), 1, "{stops:?}");
    let begin = track.fixes[12].time;
    assert_eq!((stops[0].start, stops[0].end), (begin, begin + 590 * MINUTE));
    assert!(stops[0].point.distance(KOZMINO) < 10.0 && stops[0].spread < 15.0);
    assert_eq!(stops[0].cut, (false, false));
}

#[test]
fn a_flicker_of_speed_ends_no_stop() {
    let mut track = Draw::new(3).lie(KOZMINO, 100.0, 600, Some(0.1)).track();
    for i in (5..200).step_by(9) {
        track.fixes[i] = track.fixes[i].with_speed(1.2);
    }
    assert_eq!(found(&track).len(), 1);
    // but a ship that goes on and on at two knots in a circle has left
    let circling = |i: i64| Fix::new(i * MINUTE, KOZMINO.destination(6.0 * i as f64, 300.0)).with_speed(2.0);
    let mut moving = Draw::new(3).lie(KOZMINO, 10.0, 60, Some(0.0));
    let from = moving.time / MINUTE;
    moving.fixes.extend((from..from + 120).map(circling));
    let stops = found(&moving.track());
    assert_eq!(stops.len(), 1);
    assert!(stops[0].hours() < 1.1, "{}", stops[0].hours());
}

#[test]
fn positions_speak_where_no_speed_is_stated() {
    let mut draw = Draw::new(10).reach(KOZMINO, 180.0, 10.0, 120).lie(KOZMINO, 20.0, 600, None);
    draw.fixes.iter_mut().for_each(|fix| *fix = Fix::new(fix.time, fix.point()));
    let stops = found(&draw.track());
    assert_eq!(stops.len(), 1);
    assert!((stops[0].hours() - 10.0).abs() < 0.4, "{}", stops[0].hours());
}

#[test]
fn a_drifting_ship_does_not_lie_still() {
    // 0.4 knots for a day: ten nautical miles
    let sea = Point::new(36.0, 20.0);
    assert_eq!(found(&Draw::new(10).sail(sea, 90.0, 0.4, 1440).track()).len(), 0);
    // and one that says 0 knots while it goes on
    let mut draw = Draw::new(10).sail(sea, 90.0, 12.0, 1440);
    draw.fixes.iter_mut().for_each(|fix| *fix = fix.with_speed(0.0));
    assert_eq!(found(&draw.track()).len(), 0);
}

#[test]
fn a_stop_across_the_antimeridian_is_one() {
    let track = Draw::new(10).lie(Point::new(-17.0, 180.0), 100.0, 600, Some(0.0)).track();
    let stops = found(&track);
    assert_eq!(stops.len(), 1);
    assert!(stops[0].spread < 100.0 && stops[0].point.lon.abs() > 179.99, "{:?}", stops[0]);
    assert_eq!(stops[0].cut, (true, true));
}

#[test]
fn status_and_motion_tell_anchor_from_berth() {
    let moored = Draw::new(10).lie(KOZMINO, 60.0, 600, Some(0.0)).status(0, 5).track();
    assert_eq!(found(&moored)[0].mooring(), Mooring::Berth);
    let anchored = Draw::new(10).lie(KOZMINO, 10.0, 600, Some(0.0)).status(0, 1).track();
    assert_eq!(found(&anchored)[0].mooring(), Mooring::Anchor);
    let swinging = Draw::new(10).lie(KOZMINO, 200.0, 600, Some(0.1)).track();
    assert_eq!(found(&swinging)[0].mooring(), Mooring::Anchor);
    let neither = Draw::new(10).lie(KOZMINO, 10.0, 600, Some(0.0)).track();
    assert_eq!(found(&neither)[0].mooring(), Mooring::Unknown);
}

/// Reports that state a draught, as a vessel gathers them.
fn with_draughts(mut track: Track, draughts: &[(i64, f64)]) -> Track {
    let mut fleet = thalweg_sea::Fleet::default();
    let file = fleet.file("test");
    for (time, metres) in draughts {
        let time = Time { milliseconds: *time, ..some_time() };
        let mut report = Report::new(ID.mmsi, Class::A, Some(time), 1);
        report.draught = Some(*metres);
        report.ship_type = Some(80);
        fleet.add(&report, file);
    }
    let vessels: Vec<Vessel> = fleet.vessels();
    track.sayings = vessels[0].sayings.clone();
    track
}

fn some_time() -> Time {
    let mut found = None;
    let mut decoder = thalweg_sea::Decoder::new("test", thalweg_sea::Options::default());
    decoder.line(b"!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A,1663000000", &mut |received| {
        found = received.time.ok();
    });
    found.unwrap()
}

fn visit() -> Track {
    Draw::new(10)
        .reach(KOZMINO, 180.0, 10.0, 240)
        .lie(KOZMINO, 15.0, 1200, Some(0.0))
        .sail(KOZMINO, 180.0, 10.0, 240)
        .track()
}

#[test]
fn a_call_has_its_steps() {
    let calls = calls(&visit());
    assert_eq!(calls.len(), 1);
    let call = &calls[0];
    assert_eq!(call.place.as_ref().unwrap().name, "Kozmino");
    let steps: Vec<Step> = call.steps.iter().map(|(step, _)| *step).collect();
    assert_eq!(steps, [Step::Entry, Step::StopBegin, Step::StopEnd, Step::Exit]);
    // ten knots are 3,087 m in ten minutes: within 7 km for the last two fixes before the stop
    let entry = call.steps[0].1.point.distance(KOZMINO);
    assert!(entry <= 7000.0 && entry > 7000.0 - 3100.0, "{entry}");
    assert_eq!((call.level(), call.kind(), call.cargo), (4, Kind::PortCall, CargoChange::Unknown));
    let event = call.event(&PortCallRules::default());
    assert!(event.findings.iter().all(|finding| finding.holds()), "{event:?}");
    assert_eq!(event.records.len(), 4);
}

#[test]
fn draughts_say_what_was_done() {
    let track = visit();
    let (start, end) = (track.start(), track.end());
    let cargo = |draughts: &[(i64, f64)]| calls(&with_draughts(track.clone(), draughts))[0].cargo;
    assert_eq!(cargo(&[(start, 8.5), (end, 14.2)]), CargoChange::Loaded);
    assert_eq!(cargo(&[(start, 14.2), (end, 8.5)]), CargoChange::Discharged);
    assert_eq!(cargo(&[(start, 14.2), (end, 14.0)]), CargoChange::Unchanged);
    assert_eq!(cargo(&[(start, 14.2)]), CargoChange::Unknown);
    assert_eq!(cargo(&[(end, 14.2)]), CargoChange::Unknown);
    // typed in three days later: of another time
    assert_eq!(cargo(&[(start, 8.5), (end + 72 * 60 * MINUTE, 14.2)]), CargoChange::Unknown);
    // the old one still sent while it loads, the new one on the way out
    let hours = |hours: i64| start + hours * 60 * MINUTE;
    assert_eq!(cargo(&[(start, 8.5), (hours(6), 8.5), (hours(26), 14.2)]), CargoChange::Loaded);
}

#[test]
fn a_silent_call_is_one_that_is_less_sure() {
    let track = Draw::new(10)
        .reach(KOZMINO, 180.0, 10.0, 240)
        .silence(1200)
        .sail(KOZMINO.destination(180.0, 2000.0), 180.0, 10.0, 240)
        .track();
    let calls = calls(&track);
    assert_eq!(calls.len(), 1);
    let steps: Vec<Step> = calls[0].steps.iter().map(|(step, _)| *step).collect();
    assert_eq!(steps, [Step::Entry, Step::GapBegin, Step::GapEnd, Step::Exit]);
    let event = calls[0].event(&PortCallRules::default());
    assert!(event.confidence < 0.7 && event.innocent.len() == 2, "{event:?}");
}

#[test]
fn to_pass_is_not_to_call() {
    let past = Draw::new(5).sail(KOZMINO.destination(270.0, 20_000.0), 90.0, 10.0, 240).track();
    assert_eq!(calls(&past).len(), 0);
    // nor to stop far from anywhere in deep water, even with the anchor ball up
    let deep = Draw::new(10).lie(Point::new(36.88, 20.23), 200.0, 2000, Some(0.1)).status(0, 1).track();
    assert_eq!((found(&deep).len(), calls(&deep).len()), (1, 0));
}

#[test]
fn anchor_first_then_berth_are_two() {
    let roads = Point::new(44.57, 37.87);
    let berth = Point::new(44.7, 37.83);
    let draw = Draw::new(10).reach(roads, 180.0, 10.0, 120).lie(roads, 150.0, 1200, Some(0.1)).status(12, 1);
    let from = draw.fixes.len();
    let draw =
        draw.sail(roads, roads.bearing(berth), 8.0, 60).lie(berth, 10.0, 900, Some(0.0)).status(from, 5);
    let track = draw.sail(berth, 180.0, 10.0, 240).track();
    let track = with_draughts(track, &[(1_700_000_000_000, 9.0)]);
    let calls = calls(&track);
    let names: Vec<_> = calls.iter().map(|call| call.place.as_ref().unwrap().name.as_str()).collect();
    assert_eq!(names, ["Novorossiysk roads", "Novorossiysk Sheskharis"]);
    assert_eq!((calls[0].kind(), calls[1].kind()), (Kind::Anchorage, Kind::PortCall));
    assert!(calls[0].end <= calls[1].start);
}

#[test]
fn berths_are_learned_from_calls() {
    // two berths 400 m apart, and a stop on its own; a third berth on the antimeridian
    let (east, west, date) = (KOZMINO, KOZMINO.destination(270.0, 400.0), Point::new(52.0, 180.0));
    let mut learner = BerthLearner::default();
    for ship in 0..20u32 {
        let off = f64::from(ship * 37 % 360);
        learner.add(east.destination(off, 25.0), ship, CargoChange::Loaded);
        learner.add(west.destination(off, 25.0), ship % 4, CargoChange::Discharged);
        learner.add(date.destination(off, 40.0), ship, CargoChange::Unknown);
    }
    learner.add(KOZMINO.destination(0.0, 3000.0), 1, CargoChange::Unknown);
    let berths = learner.berths(5);
    assert_eq!(berths.len(), 3, "{berths:?}");
    assert!(berths[0].point.lon < berths[1].point.lon || berths[0].point.lat < berths[1].point.lat);
    for (point, ships, export) in [(east, 20, 21.0 / 22.0), (west, 4, 1.0 / 22.0), (date, 20, 0.5)] {
        let berth = berths.iter().find(|berth| berth.point.distance(point) < 120.0).unwrap();
        assert_eq!((berth.calls, berth.ships), (20, ships));
        assert!((berth.export() - export).abs() < 1e-9 && berth.radius < 300.0, "{berth:?}");
    }
    assert_eq!(learner.berths(1).len(), 4);
}

#[test]
fn real_ships_are_found_in_their_ports() {
    let Some(bytes) = common::bytes("positions/noaa_2022_01_03.csv.gz") else { return };
    let mut fleet = thalweg_sea::Fleet::default();
    let file = fleet.file("noaa");
    let noaa = thalweg_sea::table::Mapping::noaa();
    thalweg_sea::table::read_csv(&bytes[..], "noaa", Some(&noaa), &mut |report| fleet.add(report, file))
        .unwrap();
    let (mut moored, mut called, mut at_berth, mut anchored) = (0, 0, 0, 0);
    for vessel in fleet.vessels() {
        let track = Track { id: ID, fixes: vessel.fixes, sayings: vessel.sayings };
        let calls = calls(&track);
        assert!(calls.iter().all(|call| call.start <= call.end));
        anchored += calls.iter().filter(|call| call.kind() == Kind::Anchorage).count();
        let lies = found(&track).iter().any(|stop| stop.moored > Some(0.9));
        if lies && track.length().is_some_and(|metres| metres >= 100) {
            moored += 1;
            called += usize::from(!calls.is_empty());
            at_berth += usize::from(calls.iter().any(|call| call.mooring == Mooring::Berth));
        }
    }
    // ships of 100 m and more that say they are moored lie in a port that the index knows
    assert!(moored > 15 && called * 10 >= moored * 9, "{called} of {moored}, {at_berth} {anchored}");
    assert!(at_berth * 10 >= called * 9, "{at_berth} of {called}");
    assert!(anchored > 5, "{anchored}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Berths do not depend on the order of stops, nor on how they are parted.
    #[test]
    fn berths_can_be_merged(stops in prop::collection::vec((0.0..360.0f64, 0.0..2000.0f64, 0u32..9, any::<bool>()), 0..60)) {
        let cargo = |loads| if loads { CargoChange::Loaded } else { CargoChange::Discharged };
        let (mut whole, mut one, mut other) = (BerthLearner::default(), BerthLearner::default(), BerthLearner::default());
        for (i, (bearing, metres, ship, loads)) in stops.iter().enumerate() {
            let point = KOZMINO.destination(*bearing, *metres);
            whole.add(point, *ship, cargo(*loads));
            if i % 3 == 0 { &mut one } else { &mut other }.add(point, *ship, cargo(*loads));
        }
        other.merge(one);
        prop_assert_eq!(&other, &whole);
        let berths = whole.berths(1);
        prop_assert_eq!(berths.iter().map(|berth| berth.calls).sum::<u64>(), stops.len() as u64);
    }

    /// Whatever a track says, stops are in order, disjoint and within it, and calls have their steps in order.
    #[test]
    fn stops_and_calls_are_in_order(seed in prop::collection::vec((0i64..90, -3000.0..3000.0f64, 0.0..360.0f64, prop::option::of(0.0..3.0f64)), 0..80)) {
        let mut time = 0;
        let fixes = seed.into_iter().map(|(minutes, metres, bearing, knots)| {
            time += minutes * MINUTE;
            let fix = Fix::new(time, KOZMINO.destination(bearing, metres));
            knots.map_or(fix, |knots| fix.with_speed(knots))
        });
        let track = Track { id: ID, fixes: fixes.collect(), sayings: Vec::new() };
        let found = found(&track);
        prop_assert!(found.windows(2).all(|pair| pair[0].range.1 <= pair[1].range.0 && pair[0].end <= pair[1].start));
        prop_assert!(found.iter().all(|stop| stop.hours() >= 0.5 && stop.spread < 1300.0));
        for call in calls(&track) {
            prop_assert!(call.start <= call.end && call.steps.is_sorted_by_key(|(_, record)| record.time));
            prop_assert!(!call.steps.is_empty());
        }
    }
}
