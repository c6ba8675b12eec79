//! Voyages: what ships carried, from calls and stated draughts.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails or measures says so")]

mod common;

use std::collections::BTreeMap;
use thalweg_sea::origin::Ledger;
use thalweg_sea::voyage::{
    Absence, Action, Call, Draught, Fortunes, Handover, Particulars, Port, Ship, Stay, Trade, VoyageRules,
    fortunes,
};
use thalweg_sea::{Point, TrackId};

const DAY: i64 = 86_400_000;

fn id(mmsi: u32) -> TrackId {
    TrackId { mmsi, segment: 0 }
}

/// A ship of 250 m that states draughts: first day, last day, metres.
fn ship(mmsi: u32, stated: &[(i64, i64, f64)]) -> Ship {
    let draught = |(first, last, metres): &(i64, i64, f64)| Draught {
        first: first * DAY,
        last: last * DAY,
        metres: *metres,
    };
    Ship::new(id(mmsi), stated.iter().map(draught).collect(), Some(250.0), Some(44.0))
}

fn stay(mmsi: u32, name: &str, trade: Trade, day: i64) -> Stay {
    Stay {
        ship: id(mmsi),
        port: Port::new(name, "", trade),
        point: Point::new(60.0, 28.0),
        start: day * DAY,
        end: (day + 1) * DAY,
        known: None,
        records: Vec::new(),
    }
}

fn met(mmsi: u32, partners: &[(u32, f64)], day: i64, confidence: f64) -> Handover {
    Handover {
        ship: id(mmsi),
        partners: partners.iter().map(|(mmsi, share)| (id(*mmsi), *share)).collect(),
        point: Point::new(36.6, 22.7),
        start: day * DAY,
        end: (day + 1) * DAY,
        confidence,
        records: Vec::new(),
    }
}

fn judged(ships: &[Ship], stays: &[Stay], met: &[Handover], absences: &[Absence]) -> Vec<Fortunes> {
    let found = fortunes(ships, stays, met, absences, &VoyageRules::default());
    for ship in &found {
        assert_eq!(ship.legs.len(), ship.calls.len() + 1);
        for leg in &ship.legs {
            assert!((leg.ballast + leg.part + leg.laden - 1.0).abs() < 1e-9);
        }
        for call in &ship.calls {
            assert!((0.0..=1.0).contains(&(call.taken + call.taken_elsewhere)));
            // what came aboard came by loading: where it is not probable that the ship loaded, little did
            let aboard = call.loaded / ship_leg(ship, call).max(1e-9);
            assert!(call.taken <= 2.0 * aboard + 1e-9, "{call:?}");
            assert!(call.loaded + call.discharged + call.unrecorded <= 1.0 + 1e-9);
        }
    }
    found
}

/// Probability of cargo after a call.
fn ship_leg(ship: &Fortunes, call: &Call) -> f64 {
    let place = ship.calls.iter().position(|other| other == call).unwrap();
    ship.legs[place + 1].cargo()
}

fn words(fortunes: &Fortunes) -> Vec<&'static str> {
    fortunes.legs.iter().map(|leg| leg.word()).collect()
}

#[test]
fn a_draught_that_is_never_changed_says_little() {
    let forgetful = ship(1, &[(0, 60, 8.5)]);
    let stays = [stay(1, "Primorsk", Trade::Export, 10), stay(1, "Dongjiakou", Trade::Import, 40)];
    let found = judged(&[forgetful], &stays, &[], &[]);
    let laden = found[0].legs[1].cargo();
    // less sure than with a draught that rose, and far from certain that it sailed empty
    assert!((0.2..0.8).contains(&laden), "{laden}");
    let honest = ship(1, &[(0, 10, 8.5), (11, 40, 14.9), (41, 60, 8.5)]);
    let found = judged(&[honest], &stays, &[], &[]);
    assert!(found[0].legs[1].laden > 0.98, "{:?}", found[0].legs);
    assert!((found[0].calls[0].tonnes.unwrap() - 61_229.0).abs() < 1_000.0);
}

#[test]
fn a_draught_typed_late_still_belongs_to_the_leg() {
    let late = ship(1, &[(0, 25, 8.5), (26, 39, 14.9), (45, 60, 8.5)]);
    let stays = [stay(1, "Primorsk", Trade::Export, 10), stay(1, "Dongjiakou", Trade::Import, 40)];
    let found = judged(&[late], &stays, &[], &[]);
    assert_eq!(words(&found[0]), ["ballast", "laden", "ballast"]);
}

#[test]
fn a_port_that_loads_and_discharges_is_read_by_the_draught() {
    let tanker = ship(1, &[(0, 10, 14.9), (11, 39, 8.5), (41, 60, 8.5)]);
    let stays = [stay(1, "Rotterdam", Trade::Both, 10), stay(1, "Skaw", Trade::Neither, 40)];
    let found = judged(&[tanker], &stays, &[], &[]);
    assert_eq!(words(&found[0]), ["laden", "ballast", "ballast"]);
    assert!(found[0].calls[0].discharged > 0.95 && found[0].calls[1].discharged < 0.05);
}

#[test]
fn a_record_that_begins_in_port_knows_the_draught_on_arrival() {
    let tanker = ship(1, &[(10, 10, 8.5), (11, 40, 14.8)]);
    let call = Stay { start: 9 * DAY, end: 12 * DAY, ..stay(1, "Primorsk", Trade::Export, 10) };
    let found = judged(&[tanker], &[call], &[], &[]);
    assert_eq!(found[0].calls[0].draught_before, Some(8.5));
    assert!(found[0].calls[0].taken > 0.95, "{:?}", found[0].calls[0]);
    // where it stated nothing else before it left, it may have come laden
    let tanker = ship(1, &[(11, 40, 14.8)]);
    let found = judged(&[tanker], &[stay(1, "Primorsk", Trade::Export, 10)], &[], &[]);
    assert!((0.5..0.95).contains(&found[0].calls[0].taken), "{:?}", found[0].calls[0]);
}

#[test]
fn what_is_known_outweighs_what_is_usual() {
    let mut known = stay(1, "Rotterdam", Trade::Import, 10);
    known.known = Some((Action::Load, 0.99));
    let found = judged(&[ship(1, &[])], &[known], &[], &[]);
    assert!(found[0].calls[0].loaded > 0.95, "{:?}", found[0].calls[0]);
}

#[test]
fn the_draughts_of_both_say_who_gave() {
    // the first loads at Kozmino and meets the second at sea, which discharges at Dongjiakou
    let giver = ship(1, &[(0, 9, 8.5), (11, 20, 14.8), (22, 60, 8.6)]);
    let taker = ship(2, &[(0, 20, 8.4), (22, 40, 14.7), (42, 60, 8.5)]);
    let stays = [stay(1, "Kozmino", Trade::Export, 10), stay(2, "Dongjiakou", Trade::Import, 41)];
    let found = judged(&[giver, taker], &stays, &[met(1, &[(2, 1.0)], 21, 0.8)], &[]);
    assert!(found[0].calls[1].discharged > 0.99 && found[1].calls[0].loaded > 0.99);
    let ledger = Ledger::of(&found);
    let origin = ledger.origin(id(2), 41 * DAY, 0.0);
    assert!(origin.from_place("Kozmino") > 0.97, "{origin:?}");
    assert_eq!(origin.loadings[0].way.len(), 2);
}

#[test]
fn one_ship_that_forgets_is_helped_by_the_other() {
    let giver = ship(1, &[(0, 60, 8.5)]); // never changes what it states
    let taker = ship(2, &[(0, 20, 8.4), (22, 40, 14.7), (42, 60, 8.5)]);
    let stays = [stay(1, "Kozmino", Trade::Export, 10), stay(2, "Dongjiakou", Trade::Import, 41)];
    let alone = judged(std::slice::from_ref(&giver), &stays[..1], &[], &[]);
    let together = judged(&[giver, taker], &stays, &[met(1, &[(2, 1.0)], 21, 0.8)], &[]);
    let (alone, together) = (alone[0].legs[1].cargo(), together[0].legs[1].cargo());
    assert!(together > 0.9 && together > alone + 0.2, "{alone} {together}");
}

#[test]
fn ships_that_stayed_as_deep_as_they_were_handed_nothing_over() {
    let a = ship(1, &[(0, 9, 8.5), (11, 60, 14.8)]);
    let b = ship(2, &[(0, 20, 8.4), (22, 60, 8.4)]);
    let stays = [stay(1, "Kozmino", Trade::Export, 10)];
    let found = judged(&[a, b], &stays, &[met(1, &[(2, 1.0)], 21, 0.8)], &[]);
    assert!(found[0].calls[1].discharged < 0.2, "{:?}", found[0].calls[1]);
}

#[test]
fn of_several_silent_ships_the_one_that_rose_is_the_more_probable() {
    let giver = ship(1, &[(0, 9, 8.5), (11, 20, 14.8), (22, 60, 8.6)]);
    let rose = ship(2, &[(0, 20, 8.4), (22, 60, 14.7)]);
    let stayed = ship(3, &[(0, 60, 8.4)]);
    let stays = [stay(1, "Kozmino", Trade::Export, 10)];
    let met = [met(1, &[(2, 0.4), (3, 0.4)], 21, 0.8)];
    let found = judged(&[giver, rose, stayed], &stays, &met, &[]);
    let (first, second) = (found[1].calls[0].loaded, found[2].calls[0].loaded);
    assert!(first > 0.9 && second < 0.1, "{first} {second}");
}

#[test]
fn a_loading_that_nobody_heard_is_a_candidate() {
    let tanker = ship(1, &[(0, 19, 8.5), (31, 60, 14.7), (62, 70, 8.5)]);
    let absence = Absence {
        ship: id(1),
        start: 20 * DAY,
        end: 30 * DAY,
        point: Point::new(25.0, 55.0),
        confidence: 0.5,
        reachable: vec![
            (Port::new("Kharg", "Iran", Trade::Export), 0.6),
            (Port::new("Basrah", "Iraq", Trade::Export), 0.2),
        ],
        records: Vec::new(),
    };
    let stays = [stay(1, "Dongjiakou", Trade::Import, 61)];
    let found = judged(&[tanker], &stays, &[], &[absence]);
    let origin = Ledger::of(&found).origin(id(1), 61 * DAY, 0.0);
    let (first, second) = (origin.from_place("Kharg"), origin.from_place("Basrah"));
    assert!((first / second - 3.0).abs() < 1e-6 && first > 0.5, "{origin:?}");
    assert!(origin.unknown > 0.001 && origin.unknown < 0.2);
}

#[test]
fn the_order_of_the_input_does_not_matter() {
    let ships = [ship(1, &[(0, 9, 8.5), (11, 20, 14.8)]), ship(2, &[(0, 20, 8.4), (22, 40, 14.7)])];
    let stays = [
        stay(1, "Kozmino", Trade::Export, 10),
        stay(2, "Dongjiakou", Trade::Import, 41),
        stay(1, "Skaw", Trade::Neither, 50),
    ];
    let one = judged(&ships, &stays, &[met(1, &[(2, 1.0)], 21, 0.8)], &[]);
    let (mut ships, mut stays) = (ships.to_vec(), stays.to_vec());
    ships.reverse();
    stays.reverse();
    assert_eq!(one, judged(&ships, &stays, &[met(1, &[(2, 1.0)], 21, 0.8)], &[]));
}

/// Departures of tankers from Russian ports, December 2021 to March 2022, with the draught and what a list says of the load. A ship's deepest
/// draught of the list is taken as its laden one, so only ships with two departures or more count. The list has nearly no ballast departures, so that this
/// says how well *full* is told from *in part*, not laden from ballast.
#[test]
fn departures_of_a_list_are_full_where_it_says_so() {
    let Some(bytes) = common::bytes("positions/russian_port_calls_2022.csv") else { return };
    let text = String::from_utf8(bytes).unwrap();
    let mut ships: BTreeMap<&str, Vec<(f64, bool)>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        if let Ok(draught) = cells[7].parse() {
            ships.entry(cells[3]).or_default().push((draught, cells[5] == "fully_laden"));
        }
    }
    let (mut right, mut all) = (0, 0);
    for calls in ships.values().filter(|calls| calls.len() >= 2) {
        let deepest = calls.iter().map(|call| call.0).fold(0.0, f64::max);
        let full = |draught: f64| draught >= 0.88 * deepest;
        right += calls.iter().filter(|(draught, listed)| full(*draught) == *listed).count();
        all += calls.len();
    }
    println!("full or in part, by 88 percent of the deepest draught: {right} of {all} as listed");
    assert!(all == 2319 && right as f64 >= 0.93 * all as f64);
}

/// Tankers that came to Westridge to load, by their length: in ballast they lie as deep as MARPOL Annex I, regulation 18, asks.
#[test]
fn ballast_draughts_by_length_are_those_of_tankers_that_come_to_load() {
    let Some(bytes) = common::bytes("places/vancouver_tanker_berths_2024_2026.csv") else { return };
    let text = String::from_utf8(bytes).unwrap();
    let (mut near, mut laden, mut all) = (0, 0, 0);
    for line in text.lines().skip(1).filter(|line| line.contains(",Westridge,")) {
        let cells: Vec<&str> = line.split(',').collect();
        let last = cells.len() - 1;
        let Some((length, beam)) = cells[last].split_once(':') else { continue };
        let (Ok(length), Ok(beam)) = (length.parse::<f64>(), beam.parse::<f64>()) else { continue };
        let Some(draught) = cells[8..last].iter().find_map(|cell| cell.parse::<f64>().ok()) else { continue };
        if length < 200.0 {
            continue;
        }
        let ship = Particulars::of(&[], Some(length), Some(beam)).unwrap();
        near += usize::from((draught - ship.ballast).abs() <= 1.0);
        laden += usize::from(ship.depth(draught) > 0.5);
        all += 1;
    }
    println!("within 1 m of the ballast draught by length: {near} of {all}; laden: {laden}");
    assert!(all > 480 && near as f64 >= 0.9 * all as f64 && (laden as f64) < 0.05 * all as f64);
}
