//! Where cargoes come from: worked by hand, and by weighing every world.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

use proptest::prelude::*;
use std::collections::BTreeMap;
use thalweg_sea::TrackId;
use thalweg_sea::origin::{
    Declaration, Entry, Ledger, Origin, OriginRules, Source, Verdict, compare, read_declarations,
};
use thalweg_sea::voyage::{Port, Trade};

fn ship(mmsi: u32) -> TrackId {
    TrackId { mmsi, segment: 0 }
}

fn shore(name: &str) -> Source {
    Source::Shore(Port::new(name, format!("land of {name}"), Trade::Export))
}

fn entry(onto: u32, time: i64, from: Vec<(Source, f64)>) -> Entry {
    Entry { ship: ship(onto), time, place: "somewhere".into(), from, records: Vec::new() }
}

fn takes(onto: u32, time: i64, from: u32, share: f64) -> Entry {
    entry(onto, time, vec![(Source::Ship(ship(from)), share)])
}

fn loads(onto: u32, time: i64, place: &str, share: f64) -> Entry {
    entry(onto, time, vec![(shore(place), share)])
}

fn origin(entries: Vec<Entry>, of: u32, time: i64) -> Origin {
    let origin = Ledger::new(entries).origin(ship(of), time, 0.0);
    let sum: f64 = origin.loadings.iter().map(|loading| loading.probability).sum::<f64>() + origin.unknown;
    assert!((sum - 1.0).abs() < 1e-12);
    origin
}

fn near(found: f64, right: f64) {
    assert!((found - right).abs() < 1e-12, "{found} is not {right}");
}

#[test]
fn a_direct_voyage() {
    let found = origin(vec![loads(1, 10, "A", 1.0)], 1, 20);
    near(found.from_place("A"), 1.0);
    near(found.unknown, 0.0);
}

#[test]
fn a_cargo_handed_over_is_from_where_the_first_ship_loaded() {
    let found = origin(vec![loads(1, 10, "A", 1.0), takes(2, 20, 1, 1.0)], 2, 30);
    near(found.from_place("A"), 1.0);
    let way: Vec<(TrackId, Option<TrackId>)> =
        found.loadings[0].way.iter().map(|step| (step.ship, step.from)).collect();
    assert_eq!(way, [(ship(1), None), (ship(2), Some(ship(1)))]);
}

#[test]
fn two_mothers_share_by_volume() {
    // 60,000 t from the first into an empty ship, then 40,000 t from the second
    let entries =
        vec![loads(1, 1, "A", 1.0), loads(2, 2, "B", 1.0), takes(3, 10, 1, 1.0), takes(3, 11, 2, 0.4)];
    let found = origin(entries, 3, 20);
    near(found.from_place("A"), 0.6);
    near(found.from_place("B"), 0.4);
}

#[test]
fn what_is_not_sure_stays_unknown() {
    let found = origin(vec![loads(1, 1, "A", 1.0), takes(2, 2, 1, 0.6)], 2, 3);
    near(found.from_place("A"), 0.6);
    near(found.unknown, 0.4);
    // the ship had something of B aboard: what did not come from A is from there
    let found = origin(vec![loads(1, 1, "A", 1.0), loads(2, 1, "B", 1.0), takes(2, 2, 1, 0.6)], 2, 3);
    near(found.from_place("B"), 0.4);
}

#[test]
fn a_silent_partner_may_be_one_of_several() {
    let partners = vec![(Source::Ship(ship(1)), 0.5), (Source::Ship(ship(2)), 0.3), (Source::Unknown, 0.2)];
    let found = origin(vec![loads(1, 1, "A", 1.0), loads(2, 1, "B", 1.0), entry(3, 5, partners)], 3, 6);
    near(found.from_place("A"), 0.5);
    near(found.from_place("B"), 0.3);
    near(found.unknown, 0.2);
}

#[test]
fn a_ring_of_three_ships() {
    // a gives to b, b to c, c back to a, half of what is aboard each time; a loaded at A, c had B aboard
    let entries = vec![
        loads(1, 1, "A", 1.0),
        loads(3, 1, "B", 1.0),
        takes(2, 2, 1, 1.0),
        takes(3, 3, 2, 0.5),
        takes(1, 4, 3, 0.5),
    ];
    let found = origin(entries, 1, 5);
    near(found.from_place("A"), 0.5 + 0.5 * 0.5);
    near(found.from_place("B"), 0.25);
}

#[test]
fn a_blend_of_two_loadings() {
    let found = origin(vec![loads(1, 1, "A", 1.0), loads(1, 2, "B", 0.25)], 1, 3);
    assert_eq!(found.places(), [("A", 0.75), ("B", 0.25)]);
}

#[test]
fn a_chain_of_four_ships() {
    let entries = vec![loads(1, 1, "A", 0.9), takes(2, 2, 1, 0.8), takes(3, 3, 2, 0.7), takes(4, 4, 3, 0.6)];
    let found = origin(entries, 4, 5);
    near(found.from_place("A"), 0.9 * 0.8 * 0.7 * 0.6);
    assert_eq!(found.loadings[0].way.len(), 4);
}

#[test]
fn an_impossible_order_in_time_gives_nothing() {
    let found = origin(vec![takes(2, 1, 1, 1.0), loads(1, 2, "A", 1.0)], 2, 9);
    assert!(found.loadings.is_empty());
    near(found.unknown, 1.0);
    // and nothing that came aboard later counts
    near(origin(vec![loads(1, 5, "A", 1.0)], 1, 4).unknown, 1.0);
}

#[test]
fn ships_that_swap_at_one_moment_do_not_get_their_own_back() {
    let entries =
        vec![loads(1, 1, "A", 1.0), loads(2, 1, "B", 1.0), takes(1, 5, 2, 1.0), takes(2, 5, 1, 1.0)];
    let ledger = Ledger::new(entries);
    near(ledger.origin(ship(1), 5, 0.0).from_place("B"), 1.0);
    near(ledger.origin(ship(2), 5, 0.0).from_place("A"), 1.0);
}

#[test]
fn grains_are_counted_as_unknown() {
    let ledger = Ledger::new(vec![loads(1, 1, "A", 0.999), loads(1, 2, "B", 0.00001)]);
    let found = ledger.origin(ship(1), 3, 1e-4);
    near(found.from_place("B"), 0.0);
    near(found.unknown, 1.0 - 0.999 * 0.99999);
}

#[test]
fn declared_against_inferred() {
    let table =
        "mmsi,discharged,place,origin\n2,2022-04-02,X,LAND OF A\n2,2022-04-02,X,land of b\n2,nonsense,X,A\n";
    let (declared, intake) = read_declarations(table.as_bytes(), "papers.csv").unwrap();
    assert_eq!((declared.len(), intake.refused()), (2, 1));
    let rules = OriginRules::default();
    let verdicts = |share: f64| -> Vec<Verdict> {
        let ledger = Ledger::new(vec![loads(1, 10, "A", 1.0), takes(2, 20, 1, share)]);
        let judge = |declared: &Declaration| {
            compare(declared, Some(&ledger.origin(ship(2), declared.time, 0.0)), &rules).verdict
        };
        declared.iter().map(judge).collect()
    };
    assert_eq!(verdicts(1.0), [Verdict::Consistent, Verdict::Inconsistent]);
    assert_eq!(verdicts(0.6), [Verdict::Consistent, Verdict::CannotTell]);
    assert_eq!(compare(&declared[0], None, &rules).verdict, Verdict::CannotTell);
}

/// A second way: every world in which each entry is one of its sources or none, mixtures not needed: in one world a tonne has one origin.
fn by_worlds(entries: &[Entry], of: TrackId, time: i64) -> BTreeMap<String, f64> {
    let mut sums = BTreeMap::new();
    weigh(entries, 0, 1.0, &mut vec![0; entries.len()], &mut |choices, weight| {
        *sums.entry(followed(entries, choices, of, time, entries.len())).or_insert(0.0) += weight;
    });
    sums
}

fn weigh(
    entries: &[Entry],
    at: usize,
    weight: f64,
    choices: &mut Vec<usize>,
    world: &mut dyn FnMut(&[usize], f64),
) {
    let Some(entry) = entries.get(at) else { return world(choices, weight) };
    let all: f64 = entry.from.iter().map(|(_, share)| share).sum();
    for (choice, share) in entry.from.iter().map(|(_, share)| *share).chain([1.0 - all]).enumerate() {
        choices[at] = choice;
        weigh(entries, at + 1, weight * share, choices, world);
    }
}

/// Where a tonne comes from in one world: backwards from entry to entry.
fn followed(entries: &[Entry], choices: &[usize], ship: TrackId, time: i64, before: usize) -> String {
    for place in (0..before).rev() {
        let entry = &entries[place];
        if entry.ship != ship || entry.time > time {
            continue;
        }
        match entry.from.get(choices[place]).map(|(source, _)| source) {
            None => {}
            Some(Source::Unknown) => return "unknown".into(),
            Some(Source::Shore(port)) => return format!("{}@{place}", port.name),
            // aboard the other ship before this moment
            Some(Source::Ship(other)) => return followed(entries, choices, *other, entry.time - 1, place),
        }
    }
    "unknown".into()
}

fn any_entry() -> impl Strategy<Value = Entry> {
    let source = prop_oneof![
        (0u8..3).prop_map(|port| shore(["A", "B", "C"][port as usize])),
        (1u32..4).prop_map(|mmsi| Source::Ship(ship(mmsi))),
        Just(Source::Unknown),
    ];
    let from = prop::collection::vec((source, 0.0f64..0.5), 1..3);
    (1u32..4, 0i64..6, from).prop_map(|(onto, time, from)| entry(onto, time, from))
}

proptest! {
    #[test]
    fn one_pass_is_what_all_worlds_say(entries in prop::collection::vec(any_entry(), 0..8), of in 1u32..4, time in 0i64..7) {
        let ledger = Ledger::new(entries);
        let worlds = by_worlds(ledger.entries(), ship(of), time);
        let found = ledger.origin(ship(of), time, 0.0);
        let unknown = worlds.get("unknown").copied().unwrap_or(0.0);
        prop_assert!((found.unknown - unknown).abs() < 1e-9);
        for place in ["A", "B", "C"] {
            let right: f64 = worlds.iter().filter(|(name, _)| name.starts_with(&format!("{place}@"))).map(|(_, sum)| sum).sum();
            prop_assert!((found.from_place(place) - right).abs() < 1e-9, "{place}: {} is not {right}", found.from_place(place));
        }
    }
}
