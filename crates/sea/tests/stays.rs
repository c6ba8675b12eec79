//! A newsroom's list of loitering tankers: the one whose position the press found false is suspected, for reasons.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails says where")]

mod common;

use thalweg_sea::geography::Geography;
use thalweg_sea::stays::{StayReason, StaysRules, read_inspections, read_stays, suspected};

fn fleet(name: &str) -> Option<Vec<u8>> {
    common::bytes(&format!("../fleet/{name}"))
}

#[test]
fn a_false_stay_is_among_the_most_suspicious() {
    let Some(loitering) = fleet("loitering.csv.gz") else { return };
    let (stays, intake) = read_stays("loitering.csv.gz", &loitering).unwrap();
    assert_eq!((intake.read(), intake.refused()), (39_084, 0));
    let (seen, seen_intake) =
        read_inspections("vessel_inspections.csv.gz", &fleet("vessel_inspections.csv.gz").unwrap()).unwrap();
    assert_eq!(seen_intake.read(), 17_928);
    let ships = suspected(&stays, &seen, Geography::embedded(), &StaysRules::default());
    let rank = 1 + ships.iter().position(|ship| ship.imo.number() == 8_727_965).unwrap();
    // five percent of 637 ships
    assert!(rank <= 31, "rank {rank} of {}", ships.len());
    let stay = &ships[rank - 1].stays[0];
    assert_eq!(stay.parts.len(), 2);
    assert!(stay.reasons.iter().any(|(reason, _)| *reason == StayReason::Alone(0)));
    assert!(stay.reasons.iter().any(|(reason, _)| *reason == StayReason::Deep));
    // not by how long it lay: without its reasons it is nobody
    let weightless = StaysRules { alone: 0.0, deep: 0.0, unmoved: 0.0, seen: 0.0, ..StaysRules::default() };
    let ships = suspected(&stays, &seen, Geography::embedded(), &weightless);
    assert!(ships.iter().all(|ship| ship.points == 0.0));
}
