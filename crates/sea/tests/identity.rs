//! What ships call themselves: changes, clashes, lists.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

use thalweg_sea::identity::{Registry, changes, clashes, shared};
use thalweg_sea::{Event, Fix, Letters, Point, Rules, Saying, Track, TrackId, Trait};

const HOUR: i64 = 3_600_000;

fn saying(trait_: Trait, first: i64, count: u32) -> Saying {
    Saying { trait_, first, last: first + HOUR / 2, count, record: (0, 1) }
}

/// A ship that lies at a place, a fix every hour.
fn track(mmsi: u32, segment: u16, place: Point, hours: std::ops::Range<i64>, sayings: Vec<Saying>) -> Track {
    let fixes = hours.map(|hour| Fix::new(hour * HOUR, place)).collect();
    Track { id: TrackId { mmsi, segment }, fixes, sayings }
}

fn verdicts(events: &[Event]) -> Vec<&'static str> {
    events.iter().map(|event| event.verdict).collect()
}

const HERE: Point = Point { lat: 36.0, lon: 22.5 };
const FAR: Point = Point { lat: 10.0, lon: 60.0 };

fn changed(sayings: Vec<Saying>) -> Vec<Event> {
    let track = track(273_456_000, 0, HERE, 0..100, sayings);
    changes(&track, &[(60 * HOUR, 70 * HOUR)], &Rules::default().identity)
}

fn name(name: &str) -> Trait {
    Trait::Name(Letters::new(name))
}

#[test]
fn a_steady_identity_is_no_event() {
    assert!(changed(vec![saying(name("ANNA"), 0, 9), saying(name("ANNA"), 50 * HOUR, 9)]).is_empty());
}

#[test]
fn a_new_name_next_to_a_silence_says_so() {
    let events = changed(vec![saying(name("ANNA"), 0, 9), saying(name("TRITON STAR"), 72 * HOUR, 9)]);
    assert_eq!(verdicts(&events), ["renamed"]);
    assert_eq!(events[0].findings.len(), 1);
    assert!(events[0].findings[0].what.contains("silence") && events[0].confidence > 0.99);
    assert_eq!((events[0].start, events[0].end), (HOUR / 2, 72 * HOUR));
    assert!(!events[0].innocent.is_empty());
}

#[test]
fn a_garbled_name_that_comes_once_is_none() {
    let said =
        vec![saying(name("ANNA"), 0, 9), saying(name("QNNA7!"), HOUR, 1), saying(name("ANNA"), 2 * HOUR, 9)];
    assert!(changed(said).is_empty());
}

#[test]
fn a_name_typed_again_is_not_a_new_one() {
    let events = changed(vec![saying(name("SEA STAR 1"), 0, 9), saying(name("SEASTAR1"), 9 * HOUR, 9)]);
    assert_eq!(verdicts(&events), ["respelled"]);
    let events = changed(vec![saying(name("MARIA"), 0, 9), saying(name("BORIS"), 9 * HOUR, 9)]);
    assert_eq!(verdicts(&events), ["renamed"]);
}

#[test]
fn a_wrong_check_digit_is_told_with_what_would_be_right() {
    let events = changed(vec![saying(Trait::Imo(9_134_271), 0, 9)]);
    assert_eq!(verdicts(&events), ["hull_number_wrong"]);
    let words = serde_json::to_string(&events[0]).unwrap();
    assert!(words.contains("9134271") && words.contains("ends in 1"), "{words}");
}

#[test]
fn a_hull_of_another_length_is_told() {
    let size = |bow| Trait::Dimensions([bow, 20, 10, 10]);
    assert_eq!(
        verdicts(&changed(vec![saying(size(160), 0, 9), saying(size(230), 9 * HOUR, 9)])),
        ["size_changed"]
    );
    assert!(changed(vec![saying(size(160), 0, 9), saying(size(165), 9 * HOUR, 9)]).is_empty());
}

#[test]
fn digits_that_no_country_has_are_an_event() {
    let ship = track(222_000_001, 0, HERE, 0..9, Vec::new());
    assert_eq!(verdicts(&changes(&ship, &[], &Rules::default().identity)), ["flag_unallocated"]);
}

fn hull(mmsi: u32, place: Point, hours: std::ops::Range<i64>, bow: u16) -> Track {
    let start = hours.start * HOUR;
    let sayings =
        vec![saying(Trait::Imo(9_134_270), start, 9), saying(Trait::Dimensions([bow, 20, 9, 9]), start, 9)];
    track(mmsi, 0, place, hours, sayings)
}

fn clashing(tracks: &[Track]) -> Vec<Event> {
    clashes(tracks, &Rules::default().identity)
}

#[test]
fn one_number_with_two_ships_in_turn() {
    let both =
        [track(211_000_000, 0, HERE, 0..90, Vec::new()), track(211_000_000, 1, FAR, 0..90, Vec::new())];
    let rules = Rules::default().identity;
    let events = shared(&both, &rules);
    assert_eq!(verdicts(&events), ["shared_number"]);
    assert_eq!(events[0].partner, Some(both[1].id));
    // a ship that was elsewhere once is not two ships
    let once =
        [track(211_000_000, 0, HERE, 0..40, Vec::new()), track(211_000_000, 1, FAR, 40..90, Vec::new())];
    assert!(shared(&once, &rules).is_empty());
}

#[test]
fn one_hull_with_two_numbers_at_once() {
    let events = clashing(&[hull(273_000_001, HERE, 0..90, 200), hull(511_000_001, FAR, 0..90, 200)]);
    assert_eq!(verdicts(&events), ["hull_with_two_numbers"]);
    // both radios on one ship
    assert!(clashing(&[hull(273_000_001, HERE, 0..90, 200), hull(511_000_001, HERE, 0..90, 200)]).is_empty());
    // of another size too
    let events = clashing(&[hull(273_000_001, HERE, 0..90, 200), hull(511_000_001, FAR, 0..90, 120)]);
    assert_eq!(verdicts(&events), ["hull_of_another_size", "hull_with_two_numbers"]);
}

#[test]
fn flags_that_come_and_go_are_hopping() {
    let numbers = [273_000_001, 511_000_001, 620_000_001];
    let at = |index: usize| hull(numbers[index], HERE, index as i64 * 2000..index as i64 * 2000 + 100, 200);
    let events = clashing(&[at(0), at(1), at(2)]);
    assert_eq!(verdicts(&events), ["flag_hopping", "reflagged", "reflagged"]);
    let words = serde_json::to_string(&events[0]).unwrap();
    assert!(words.contains("COM, PLW, RUS"), "{words}");
    assert_eq!(verdicts(&clashing(&[at(0), at(1)])), ["reflagged"]);
}

#[test]
fn lists_that_a_user_brings_are_checked() {
    let table = "kind,value,from,to,source\n\
        scrapped,9134270,1970-01-02,,yard\nfalse_flag,gmb,1970-01-01,1970-01-03,ministry\nfalse_ship,IMO 9134270,,,agency\n\
        false_flag,GAMBIA,,,x\nscrapped,9134271,,,x\nsunk,9134270,,,x\nscrapped,9134270,2024-13-01,,x\n";
    let (registry, intake) = Registry::read(table.as_bytes(), "lists.csv").unwrap();
    assert_eq!((intake.accepted, intake.refused(), registry.len()), (3, 4, 3));
    let ship = |mmsi, hours| hull(mmsi, HERE, hours, 200);
    assert_eq!(
        verdicts(&registry.check(&ship(629_000_001, 0..90))),
        ["false_flag", "false_registration", "scrapped_hull"]
    );
    assert_eq!(verdicts(&registry.check(&ship(273_000_001, 0..9))), ["false_registration"]);
    let missing = Registry::read("kind,ship\n".as_bytes(), "lists.csv").unwrap_err();
    assert!(missing.to_string().contains("no column `value`"));
}
