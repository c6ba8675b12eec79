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
use thalweg_sea::{Decoder, Fleet, KNOT, Options, Report, Rules};

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
    assert!(f1 >= 0.87, "{f1}");
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
