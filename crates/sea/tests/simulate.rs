//! The truth of the simulator, checked by itself: physics, land, the standard's intervals, what is planted, and the same bytes always.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use thalweg_sea::geography::LandBuffer;
use thalweg_sea::simulate::{
    Coverage, Difficulty, FalseTrack, Log, Partner, PlantedKind, Region, Scenario, Simulated, World,
    plant_false_track, plant_gap, plant_partner, sentences, simulate,
};
use thalweg_sea::{Class, Decoder, Geography, KNOT, Options, Point, Report};

const MINUTE: i64 = 60_000;

fn small() -> Scenario {
    Scenario { ships: 120, eventful: 1.0, every_seconds: 600.0, ..Scenario::default() }
}

fn time(report: &Report) -> i64 {
    report.time.unwrap().milliseconds
}

fn place(report: &Report) -> Option<Point> {
    Some(Point::new(report.lat?, report.lon?))
}

/// The times of every few minutes from one time to another.
fn times(start: i64, end: i64, minutes: i64) -> Vec<i64> {
    (0..=(end - start) / (minutes * MINUTE)).map(|step| start + step * minutes * MINUTE).collect()
}

#[test]
fn harbours_are_by_the_sea() {
    let world = World::new(&Scenario { region: Region::World, ..Scenario::default() }).unwrap();
    let geography = Geography::embedded();
    assert!(world.harbours().len() > 100);
    for harbour in world.harbours() {
        assert!(geography.coast(harbour.roads) > 1500.0, "{}", harbour.name);
        assert!(geography.coast(harbour.berth) >= -3000.0, "{}", harbour.name);
    }
}

#[test]
fn ships_move_as_ships_do_and_keep_off_the_land() {
    let geography = Geography::embedded();
    for region in [Region::Mediterranean, Region::NorthernEurope, Region::EastAsia] {
        let scenario = Scenario { region, ..small() };
        let world = World::new(&scenario).unwrap();
        let (start, end) = scenario.span().unwrap();
        let times = times(start, end, 2);
        for ship in 0..30 {
            let way = world.truly(ship, &times);
            for (index, step) in way.windows(2).enumerate() {
                let knots = step[0].distance(step[1]) / 120.0 / KNOT;
                assert!(knots < 24.0, "{region:?}, ship {ship} at {}: {knots} knots", times[index]);
            }
            for point in way {
                assert!(
                    geography.on_land(point, &LandBuffer::default()).is_none(),
                    "{region:?}, ship {ship}: {point:?}"
                );
                // from its roads to its berth a ship goes straight
                let by_port = world.harbours().iter().any(|harbour| {
                    let (berth, roads) = (harbour.berth.distance(point), harbour.roads.distance(point));
                    berth + roads < harbour.berth.distance(harbour.roads) + 25_000.0
                });
                assert!(by_port || geography.coast(point) > 0.0, "{region:?}, ship {ship}: {point:?}");
            }
        }
    }
}

#[test]
fn ships_gain_speed_as_mass_does() {
    let scenario = Scenario { eventful: 0.0, class_b: 0.0, ..small() };
    let world = World::new(&scenario).unwrap();
    let (start, _) = scenario.span().unwrap();
    let times: Vec<i64> = (0..6 * 3600).map(|step| start + step * 10_000).collect();
    for ship in 0..20 {
        let way = world.truly(ship, &times);
        let speeds: Vec<f64> = way.windows(2).map(|step| step[0].distance(step[1]) / 10.0).collect();
        let most = speeds.windows(2).map(|pair| (pair[1] - pair[0]).abs() / 10.0).fold(0.0, f64::max);
        assert!(most < 0.15, "ship {ship}: {most} m/s2");
    }
}

#[test]
fn stations_keep_the_intervals_of_the_standard() {
    let scenario = Scenario {
        ships: 60,
        days: 0.5,
        every_seconds: 0.0,
        eventful: 0.0,
        class_b: 0.0,
        coverage: Coverage::Full,
        ..Scenario::default()
    };
    let world = World::new(&scenario).unwrap();
    let (mut at_rest, mut slow, mut fast) = (0, 0, 0);
    for ship in 0..world.ships() {
        let reports = world.ship(ship).reports;
        let positions: Vec<&Report> =
            reports.iter().filter(|report| report.class == Class::A && report.lat.is_some()).collect();
        for pair in positions.windows(2) {
            let seconds = (time(pair[1]) - time(pair[0])) as f64 / 1000.0;
            let rest = |report: &Report| matches!(report.status, Some(1 | 5)) && report.speed.unwrap() < 2.8;
            let speed = pair[0].speed.unwrap();
            if rest(pair[0]) && rest(pair[1]) {
                at_rest += 1;
                assert!((140.0..220.0).contains(&seconds), "at rest: {seconds}");
            } else if pair[0].status == Some(0) && speed > 15.0 && speed < 22.0 {
                fast += 1;
                assert!((1.5..8.0).contains(&seconds), "fast: {seconds}");
            } else if pair[0].status == Some(0) && speed < 13.0 {
                slow += 1;
                assert!((2.5..12.5).contains(&seconds), "slow: {seconds}");
            }
        }
        let statics = reports.iter().filter(|report| report.name.is_some()).count();
        assert!((118..=122).contains(&statics), "every six minutes: {statics}");
    }
    assert!(at_rest > 500 && slow > 10_000 && fast > 1000, "{at_rest} {slow} {fast}");
}

#[test]
fn positions_err_as_receivers_do() {
    let world =
        World::new(&Scenario { ships: 10, coverage: Coverage::Full, eventful: 0.0, ..small() }).unwrap();
    let mut errors = Vec::new();
    for ship in 0..10 {
        let reports = world.ship(ship).reports;
        let of_class_a = reports.iter().filter(|report| report.class != Class::LongRange);
        let fixes: Vec<(i64, Point)> =
            of_class_a.filter_map(|report| Some((time(report), place(report)?))).collect();
        let truly = world.truly(ship, &fixes.iter().map(|fix| fix.0).collect::<Vec<_>>());
        errors.extend(fixes.iter().zip(truly).map(|(fix, truly)| fix.1.distance(truly)));
    }
    errors.sort_by(f64::total_cmp);
    let (median, most) = (errors[errors.len() / 2], errors[errors.len() * 99 / 100]);
    assert!((4.0..12.0).contains(&median) && most < 25.0, "{median} {most}");
}

fn made() -> Simulated {
    simulate(&small()).unwrap()
}

#[test]
fn what_is_planted_is_true() {
    let scenario = Scenario { ships: 300, ..small() };
    let (world, made) = (World::new(&scenario).unwrap(), simulate(&scenario).unwrap());
    let mut seen = std::collections::BTreeMap::<PlantedKind, usize>::new();
    for planted in &made.truth.planted {
        *seen.entry(planted.kind).or_default() += 1;
        let inside = |at: i64| planted.start <= at && at < planted.end;
        let who = planted.ships[0];
        match planted.kind {
            PlantedKind::DeliberateGap => {
                let said = made.reports.iter().zip(&made.senders).filter(|(_, sender)| **sender == who.ship);
                // a receiver's clock may be twenty seconds off
                let late =
                    said.filter(|(report, _)| inside(time(report) - 21_000) && inside(time(report) + 21_000));
                assert_eq!(late.count(), 0, "{planted:?}");
            }
            PlantedKind::TwoSidedTransfer | PlantedKind::OneSidedTransfer | PlantedKind::DarkTransfer => {
                let times = times(planted.start + 20 * MINUTE, planted.end, 10);
                let (first, second) =
                    (world.truly(who.ship, &times), world.truly(planted.ships[1].ship, &times));
                for (index, (first, second)) in first.iter().zip(&second).enumerate() {
                    let metres = first.distance(*second);
                    assert!((15.0..200.0).contains(&metres), "{planted:?}, look {index}: {metres} m");
                }
            }
            PlantedKind::AnchoredNeighbours | PlantedKind::Convoy => {
                let times = times(planted.start + 20 * MINUTE, planted.end, 10);
                let (first, second) =
                    (world.truly(who.ship, &times), world.truly(planted.ships[1].ship, &times));
                let near = first.iter().zip(&second).map(|(first, second)| first.distance(*second));
                assert!(near.fold(f64::MAX, f64::min) > 100.0, "{planted:?}");
            }
            PlantedKind::FalsePosition => {
                let times = times(planted.start, planted.end, 30);
                let said: Vec<&Report> = made
                    .reports
                    .iter()
                    .zip(&made.senders)
                    .filter(|(report, sender)| {
                        **sender == who.ship && report.lat.is_some() && inside(time(report))
                    })
                    .map(|(report, _)| report)
                    .collect();
                let truly =
                    world.truly(who.ship, &said.iter().map(|report| time(report)).collect::<Vec<_>>());
                let far = said
                    .iter()
                    .zip(&truly)
                    .filter(|(report, truly)| place(report).unwrap().distance(**truly) > 3000.0);
                let (far, said) = (far.count(), said.len());
                assert!(
                    said < 12 || planted.how == "frozen" || 2 * far >= said,
                    "{planted:?}: {far} of {said} {}",
                    times.len()
                );
            }
            _ => {}
        }
    }
    for kind in [
        PlantedKind::DeliberateGap,
        PlantedKind::TwoSidedTransfer,
        PlantedKind::OneSidedTransfer,
        PlantedKind::FalsePosition,
        PlantedKind::SharedNumber,
        PlantedKind::AnchoredNeighbours,
        PlantedKind::Bunkering,
    ] {
        assert!(seen.get(&kind).is_some_and(|count| *count >= 3), "{kind:?}: {seen:?}");
    }
}

#[test]
fn the_same_seed_makes_the_same_bytes() {
    let with = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(made);
    let (one, two) = (with(1), with(2));
    assert_eq!(one, two);
    let other = simulate(&Scenario { seed: 2, ..small() }).unwrap();
    assert_ne!(one.reports, other.reports);
}

#[test]
fn a_ship_is_the_same_whatever_others_there_are() {
    let few = World::new(&Scenario { ships: 10, ..small() }).unwrap();
    let many = World::new(&Scenario { ships: 5000, ..small() }).unwrap();
    for ship in 0..10 {
        let (few, many): (Log, Log) = (few.ship(ship), many.ship(ship));
        assert_eq!(few, many);
    }
}

#[test]
fn sentences_give_the_reports_back() {
    let made = simulate(&Scenario { ships: 60, days: 2.0, class_b: 0.3, ..small() }).unwrap();
    let mut decoder = Decoder::new("made", Options::default());
    let mut read = Vec::new();
    for (number, report) in made.reports.iter().enumerate() {
        for line in sentences(report, number as u8) {
            assert!(line.len() <= 110);
            decoder.line(line.as_bytes(), &mut |received| read.extend(Report::of(received)));
        }
    }
    let account = decoder.finish();
    assert_eq!((account.refused(), read.len()), (0, made.reports.len()));
    for class in [Class::A, Class::B, Class::LongRange] {
        assert!(made.reports.iter().any(|report| report.class == class), "{class:?}");
    }
    for (read, made) in read.iter().zip(&made.reports) {
        assert_eq!(Report { line: 0, ..*read }, Report { line: 0, ..*made });
    }
}

/// The reports of a real tanker that drifts (Danish Maritime Authority, 2014).
fn frio() -> Option<Vec<Report>> {
    let bytes = common::bytes("tracks/dma_538004030_drift_1.ais.gz")?;
    let mut decoder = Decoder::new("frio", Options::default());
    let mut reports = Vec::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        decoder.line(line, &mut |received| reports.extend(Report::of(received)));
    }
    reports.retain(|report| report.time.is_some() && report.mmsi == 538_004_030);
    Some(reports)
}

#[test]
fn deeds_are_planted_in_real_tracks() {
    let Some(reports) = frio() else { return };
    let fixes: Vec<&Report> = reports.iter().filter(|report| report.lat.is_some()).collect();
    let (first, last) =
        (fixes.iter().map(|fix| time(fix)).min().unwrap(), fixes.iter().map(|fix| time(fix)).max().unwrap());
    let span = (first + (last - first) / 3, first + 2 * (last - first) / 3);
    let mmsi = fixes[0].mmsi;
    let inside = |report: &&Report| (span.0..span.1).contains(&time(report));

    let gap = plant_gap(&reports, mmsi, span, Difficulty::Easy).unwrap();
    assert_eq!(gap.reports.iter().filter(inside).count(), 0);
    assert_eq!(gap.reports.len(), reports.iter().filter(|report| !inside(report)).count());
    assert!(plant_gap(&reports, mmsi, (last + 1, last + 2), Difficulty::Easy).is_none());

    let partner =
        Partner { mmsi: 636_000_001, ship_type: 80, metres: 55.0, draughts: (7.0, 11.0), silent: None };
    let met = plant_partner(&reports, mmsi, span, partner, Difficulty::Easy).unwrap();
    let beside = met.reports.iter().filter(|report| report.mmsi == partner.mmsi).filter(inside);
    let near = beside
        .filter_map(place)
        .filter(|point| fixes.iter().any(|fix| place(fix).unwrap().distance(*point) < 200.0));
    assert!(near.count() > 10);
    let silent =
        plant_partner(&reports, mmsi, span, Partner { silent: Some(1.0), ..partner }, Difficulty::Easy)
            .unwrap();
    assert_eq!(silent.planted.kind, PlantedKind::OneSidedTransfer);
    assert_eq!(silent.reports.iter().filter(|report| report.mmsi == partner.mmsi).filter(inside).count(), 0);

    let moved =
        plant_false_track(&reports, mmsi, span, FalseTrack::Offset(0.0, 40.0), Difficulty::Moderate).unwrap();
    for (before, after) in reports.iter().zip(&moved.reports) {
        let Some((before, after)) = place(before).zip(place(after)) else { continue };
        let metres = before.distance(after);
        assert!(metres < 1.0 || (70_000.0..78_000.0).contains(&metres));
    }
}
