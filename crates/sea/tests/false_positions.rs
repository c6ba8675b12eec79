//! Positions that a ship cannot have had: planted ones are found, real ships are left alone.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails says where")]

mod common;

use rayon::prelude::*;
use thalweg_sea::false_position::{
    FalsePosition, FalsePositionRules, Pattern, false_positions, mark_interference,
};
use thalweg_sea::geography::Geography;
use thalweg_sea::simulate::{PlantedKind, Scenario, simulate};
use thalweg_sea::table::{Mapping, read_csv};
use thalweg_sea::{Decoder, Fix, Fleet, KNOT, NAUTICAL_MILE, Options, Point, Report, Rules, Vessel};

fn found(fleet: Fleet) -> Vec<FalsePosition> {
    let rules = Rules::default();
    let each = |vessel: thalweg_sea::Vessel| {
        let split = vessel.split(&rules.segment);
        false_positions(&split, Geography::embedded(), &FalsePositionRules::default())
    };
    let mut found: Vec<FalsePosition> = fleet.vessels().into_par_iter().flat_map_iter(each).collect();
    mark_interference(&mut found, &FalsePositionRules::default());
    found
}

fn show(stretch: &FalsePosition) {
    let (first, last) = (stretch.first, stretch.last);
    println!(
        "  {} {:?} {:?} {:.2} {} {:.1} h at {:.2} {:.2} {:?}",
        stretch.ship,
        stretch.pattern,
        stretch.also,
        stretch.confidence,
        stretch.verdict(),
        first.seconds_to(&last) / 3600.0,
        first.point().lat,
        first.point().lon,
        stretch.measures
    );
}

#[test]
fn planted_ones_are_found() {
    let scenario = Scenario { ships: 1000, ..Scenario::default() };
    let made = simulate(&scenario).unwrap();
    let mut fleet = Fleet::default();
    let file = fleet.file("made");
    made.reports.iter().for_each(|report| fleet.add(report, file));
    let found = found(fleet);
    let meets = |stretch: &FalsePosition, planted: &thalweg_sea::simulate::Planted| {
        planted.ships.iter().any(|who| who.mmsi == stretch.ship.mmsi)
            && stretch.first.time < planted.end
            && stretch.last.time > planted.start
    };
    let truth: Vec<_> =
        made.truth.planted.iter().filter(|planted| planted.kind == PlantedKind::FalsePosition).collect();
    let told: Vec<_> = found.iter().filter(|stretch| stretch.verdict() != "unclear").collect();
    let right = told.iter().filter(|stretch| truth.iter().any(|planted| meets(stretch, planted))).count();
    let met = truth.iter().filter(|planted| told.iter().any(|stretch| meets(stretch, planted))).count();
    for planted in &truth {
        if !told.iter().any(|stretch| meets(stretch, planted)) {
            let heard = made.reports.iter().zip(&made.senders).filter(|(report, sender)| {
                **sender == planted.ships[0].ship
                    && report.lat.is_some()
                    && report
                        .time
                        .is_some_and(|time| (planted.start..planted.end).contains(&time.milliseconds))
            });
            println!(
                "missed {:?} {} {} {:.1} h, {} fixes",
                planted.difficulty,
                planted.how,
                planted.ships[0].mmsi,
                (planted.end - planted.start) as f64 / 3.6e6,
                heard.count()
            );
            found.iter().filter(|stretch| meets(stretch, planted)).for_each(show);
        }
    }
    for stretch in told.iter().filter(|stretch| !truth.iter().any(|planted| meets(stretch, planted))) {
        let others: Vec<_> = made
            .truth
            .planted
            .iter()
            .filter(|planted| meets(stretch, planted))
            .map(|planted| planted.kind)
            .collect();
        println!("wrong {others:?}");
        show(stretch);
    }
    let (precision, recall) = (right as f64 / told.len() as f64, met as f64 / truth.len() as f64);
    let f1 = 2.0 * precision * recall / (precision + recall);
    println!(
        "precision {precision:.3} ({right} of {}), recall {recall:.3} ({met} of {}), F1 {f1:.3}",
        told.len(),
        truth.len()
    );
    assert!(f1 >= 0.93, "{f1}");
}

#[test]
fn real_ships_are_left_alone() {
    let name = "tracks/kattegat_2025_11_01_03_1min.csv.gz";
    let Some(text) = common::bytes(name) else { return };
    let columns =
        "time = \"Timestamp\"\nmmsi = \"MMSI\"\nlat = \"Latitude\"\nlon = \"Longitude\"\nspeed = \"SOG\"\n";
    let mapping = Mapping::parse(&format!("[columns]\n{columns}")).unwrap();
    let mut fleet = Fleet::default();
    let file = fleet.file(name);
    read_csv(&text[..], name, Some(&mapping), &mut |report| {
        // the table has metres per second
        let speed = report.speed.map(|speed| speed / KNOT);
        fleet.add(&Report { speed, ..*report }, file);
    })
    .unwrap();
    let found = found(fleet);
    found.iter().for_each(show);
    let told: Vec<_> = found.iter().filter(|stretch| stretch.verdict() == "false").collect();
    assert!(told.len() <= 1, "{}", told.len());
}

#[test]
fn two_tankers_that_drift_and_wait_are_left_alone() {
    for name in ["dma_538004030_drift_1", "dma_212123000_drift_1"] {
        let name = format!("tracks/{name}.ais.gz");
        let Some(text) = common::bytes(&name) else { return };
        let mut fleet = Fleet::default();
        let file = fleet.file(&name);
        let mut decoder = Decoder::new(&name, Options::default());
        for line in text.split(|byte| *byte == b'\n') {
            decoder.line(line, &mut |received| {
                if let Some(report) = Report::of(received) {
                    fleet.add(&report, file);
                }
            });
        }
        let found = found(fleet);
        found.iter().for_each(show);
        assert!(found.iter().all(|stretch| stretch.verdict() == "unclear"), "{name}");
    }
}

#[test]
fn words_are_those_of_patterns() {
    assert_eq!([Pattern::Jump, Pattern::Laps].map(Pattern::word), ["jump", "laps"]);
}

/// What is found of a ship that goes east at twelve knots for three days and is heard every five minutes; `mark` says where its mark is.
fn of_one_ship(mark: impl Fn(f64, Point) -> Option<Point>) -> Vec<FalsePosition> {
    let heard = |step: i64| {
        let hours = step as f64 / 12.0;
        let truly = Point::new(35.0, 18.0).destination(90.0, hours * 12.0 * NAUTICAL_MILE);
        let course = Point::new(35.0, 18.0).destination(90.0, (hours + 0.1) * 12.0 * NAUTICAL_MILE);
        let fix = Fix::new(step * 300_000, mark(hours, truly)?).with_speed(12.0);
        Some(fix.with_course(truly.bearing(course)))
    };
    let fixes = (0..864).filter_map(heard).collect();
    let vessel = Vessel { mmsi: 273_000_000, fixes, sayings: Vec::new(), duplicates: 0 };
    let split = vessel.split(&Rules::default().segment);
    false_positions(&split, &thalweg_sea::chart::NoChart, &FalsePositionRules::default())
}

/// Hours from the beginning to the first and last false fix.
fn hours(stretch: &FalsePosition) -> (f64, f64) {
    (stretch.first.time as f64 / 3.6e6, stretch.last.time as f64 / 3.6e6)
}

#[test]
fn a_step_aside_and_back_is_found_even_where_a_silence_hides_one_of_them() {
    let aside = |from: f64, to: f64, hours: f64, truly: Point| {
        if (from..to).contains(&hours) { truly.destination(20.0, 15.0 * NAUTICAL_MILE) } else { truly }
    };
    for silence in [20.0, 18.5, 17.0] {
        let found = of_one_ship(|hours, truly| {
            let silent = (silence..20.0).contains(&hours);
            (!silent).then(|| aside(20.0, 28.0, hours, truly))
        });
        assert_eq!(found.len(), 1, "{found:?}");
        let (first, last) = hours(&found[0]);
        assert_eq!(found[0].verdict(), "false");
        assert!((first - 20.0).abs() < 0.2 && (last - 28.0).abs() < 0.2, "{first} {last}");
        assert!([found[0].pattern].iter().chain(&found[0].also).any(|pattern| *pattern == Pattern::Offset));
    }
}

#[test]
fn one_garbled_message_is_no_claim() {
    for (at, miles) in [(20.0, 5.0), (20.0, 60.0), (0.0, 60.0), (40.0, 900.0)] {
        let found = of_one_ship(|hours, truly| {
            // after three hours of silence, so that a ship could have got there
            let silent = hours > at && hours < at + 3.0;
            let garbled = hours >= at + 3.0 && hours < at + 3.08;
            let mark = if garbled { truly.destination(0.0, miles * NAUTICAL_MILE) } else { truly };
            (!silent).then_some(mark)
        });
        assert!(found.is_empty(), "{at} {miles} {found:?}");
    }
}

#[test]
fn a_jump_without_a_way_back_says_not_which_side_is_false() {
    let found = of_one_ship(|hours, truly| {
        Some(if hours < 50.0 { truly } else { truly.destination(20.0, 200.0 * NAUTICAL_MILE) })
    });
    assert!(found.iter().all(|stretch| stretch.verdict() == "unclear"), "{found:?}");
}

#[test]
fn a_turn_in_a_silence_is_no_offset() {
    // a ship that turned north for an hour of a silence of three and is back on its course
    let found = of_one_ship(|hours, truly| {
        let north = (hours - 20.0).clamp(0.0, 1.0) * 12.0;
        (!(19.0..22.0).contains(&hours)).then(|| truly.destination(0.0, north * NAUTICAL_MILE))
    });
    assert!(found.is_empty(), "{found:?}");
}
