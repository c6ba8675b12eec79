//! The page on a ship: whole, readable, traceable. The pages are left in the folder for test files, to be looked at.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails or is skipped says so")]

use std::io::Read;
use std::path::{Path, PathBuf};
use thalweg_brief::chart::{Drawing, Room};
use thalweg_brief::{Palette, ShipPage, Timeline, TrackMap};
use thalweg_sea::dossier::{Dossier, Findings, RiskRules, Subject};
use thalweg_sea::event::{Event, Fact, Finding, Kind};
use thalweg_sea::origin::{Ledger, OriginRules, cargoes};
use thalweg_sea::voyage::{Draught, Handover, Port, Ship, Stay, Trade, VoyageRules, fortunes};
use thalweg_sea::{
    Class, Decoder, Fix, Fleet, Letters, Options, Point, Report, Rules, Saying, Track, TrackId, Trait,
};

const HOUR: i64 = 3_600_000;
/// 1 November 2025.
const BEGIN: i64 = 1_761_955_200_000;

fn id(mmsi: u32) -> TrackId {
    TrackId { mmsi, segment: 0 }
}

fn at(hour: i64) -> i64 {
    BEGIN + hour * HOUR
}

/// A tanker that loads at Primorsk, falls silent in the Kattegat, hands its cargo over off Skagen and goes home.
fn way() -> Vec<Fix> {
    let turns = [
        (0, 60.35, 28.72),
        (30, 60.35, 28.72),
        (34, 60.05, 27.6),
        (44, 59.8, 24.5),
        (54, 59.2, 21.5),
        (66, 57.2, 19.5),
        (80, 55.4, 16.2),
        (88, 54.9, 13.6),
        (96, 54.5, 11.8),
        (104, 55.5, 10.85),
        (112, 56.6, 11.6),
        (118, 57.9, 10.9),
        (150, 57.92, 10.95),
        (160, 56.4, 11.5),
        (172, 54.6, 12.0),
        (190, 55.6, 16.5),
    ];
    let mut fixes = Vec::new();
    for pair in turns.windows(2) {
        let [(from, lat, lon), (until, to_lat, to_lon)] = [pair[0], pair[1]];
        let (here, there) = (Point::new(lat, lon), Point::new(to_lat, to_lon));
        let knots = here.distance(there) / 1852.0 / (until - from) as f64;
        for quarter in 0..(until - from) * 4 {
            let time = at(from) + quarter * HOUR / 4;
            let silent = (at(105)..at(117)).contains(&time);
            let point = here.between(there, quarter as f64 / ((until - from) * 4) as f64);
            if !silent {
                fixes.push(Fix::new(time, point).with_speed(knots).with_class(Class::A));
            }
        }
    }
    fixes
}

fn saying(trait_: Trait, hour: i64, line: u32) -> Saying {
    Saying { trait_, first: at(hour), last: at(hour) + HOUR, count: 9, record: (0, line) }
}

fn track() -> Track {
    let sayings = vec![
        saying(Trait::Imo(9_776_755), 0, 1),
        saying(Trait::Name(Letters::new("EXAMPLE STAR")), 0, 1),
        saying(Trait::Name(Letters::new("SAMPLE STAR")), 155, 90),
        saying(Trait::CallSign(Letters::new("V7AB1")), 0, 1),
        saying(Trait::ShipType(80), 0, 1),
        saying(Trait::Dimensions([200, 50, 22, 22]), 0, 1),
        saying(Trait::Draught(84), 1, 1),
        saying(Trait::Draught(148), 33, 41),
        saying(Trait::Draught(148), 100, 60),
        saying(Trait::Draught(86), 156, 91),
    ];
    Track { id: id(538_001_234), fixes: way(), sayings }
}

fn events(track: &Track) -> Vec<Event> {
    let near = |hour: i64| *track.fixes.iter().find(|fix| fix.time >= at(hour)).unwrap();
    let event = |kind, verdict, from: i64, until: i64, confidence| Event {
        kind,
        ship: track.id,
        partner: None,
        start: at(from),
        end: at(until),
        clock_error_ms: 0,
        from: near(from).point(),
        to: near(until).point(),
        rule: "gap",
        verdict,
        confidence,
        findings: vec![Finding::at_least("silence", (until - from) as f64, 6.0, "hours")],
        facts: vec![Fact::number("distance", 123.4, "km"), Fact::flag("not heard again", false)],
        innocent: vec!["the transmitter or its power failed", "a receiving station failed"],
        records: vec![near(from).record(), near(until).record()],
    };
    vec![
        event(Kind::PortCall, "call", 0, 30, 0.99),
        event(Kind::Gap, "deliberate", 104, 117, 0.93),
        Event {
            partner: Some(id(636_015_943)),
            rule: "encounter",
            ..event(Kind::Encounter, "transfer", 120, 149, 0.9)
        },
        Event { rule: "identity", ..event(Kind::Identity, "renamed", 155, 155, 0.8) },
    ]
}

fn dossier(track: &Track) -> Dossier {
    let stay = |ship, port, from: i64, until: i64, point| Stay {
        ship,
        port,
        point,
        start: at(from),
        end: at(until),
        known: None,
        records: vec![track.fixes[0].record()],
    };
    let stays =
        [stay(track.id, Port::new("Primorsk", "Russia", Trade::Export), 0, 30, Point::new(60.35, 28.72))];
    let met = Handover {
        ship: track.id,
        partners: vec![(id(636_015_943), 1.0)],
        point: Point::new(57.9, 10.9),
        start: at(120),
        end: at(149),
        confidence: 0.9,
        records: Vec::new(),
    };
    let draught = |first, last, metres| Draught { first: at(first), last: at(last), metres };
    let partner = Ship::new(
        id(636_015_943),
        vec![draught(0, 100, 10.5), draught(151, 180, 20.4)],
        Some(333.0),
        Some(60.0),
    );
    let found = fortunes(&[Ship::of(track), partner], &stays, &[met], &[], &VoyageRules::default());
    let carried = cargoes(&found, &Ledger::of(&found), &OriginRules::default());
    let (events, files) = (events(track), ["made by hand".to_owned()]);
    let findings =
        Findings { fortunes: &found, cargoes: &carried, judgements: &[], events: &events, files: &files };
    Dossier::of(Subject::Radio(track.id.mmsi), std::slice::from_ref(track), findings, &RiskRules::default())
        .unwrap()
}

fn write(name: &str, html: &str) {
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name), html).unwrap();
}

#[test]
fn a_page_is_one_file_that_answers() {
    let track = track();
    let dossier = dossier(&track);
    let page = ShipPage {
        dossier: &dossier,
        tracks: std::slice::from_ref(&track),
        command: "thalweg sea ship 538001234".into(),
    };
    let html = page.page().unwrap();
    write("ship.html", &html);
    assert_eq!(html, page.page().unwrap());
    assert!(
        !html.contains("http://")
            || html.matches("http").count() == html.matches("http://www.w3.org").count()
    );
    assert!(!html.contains("<script"));
    assert_eq!(html.matches(r#"<p class="answer">"#).count(), 3);
    for words in ["Primorsk", "636015943", "made by hand:0", "What else it could be", "nothing of guilt"] {
        assert!(html.contains(words), "{words}");
    }
    for word in ["smuggl", "guilty", "illegal", "criminal"] {
        assert!(!html.contains(word), "{word}");
    }
    assert!(html.len() < 400_000, "{}", html.len());
}

#[test]
fn nothing_overlaps_and_nothing_is_cut() {
    let track = track();
    let dossier = dossier(&track);
    let tracks = std::slice::from_ref(&track);
    for room in [Room::Narrow, Room::Wide] {
        let (map, time) = (TrackMap::of(&dossier, tracks), Timeline::of(&dossier, tracks));
        assert_eq!(map.draw(room, &Palette::default()).faults(), Vec::<String>::new());
        assert_eq!(time.draw(room, &Palette::default()).faults(), Vec::<String>::new());
        assert_eq!(map.table().rows.len(), dossier.events.len());
    }
}

#[test]
fn the_cargo_is_the_one_that_was_loaded() {
    let dossier = dossier(&track());
    assert_eq!(dossier.cargoes.len(), 1);
    assert!(dossier.cargoes[0].origin.from_place("Primorsk") > 0.95, "{:?}", dossier.cargoes[0]);
    let risk = &dossier.risk;
    assert!((risk.total - risk.parts.iter().map(|part| part.points).sum::<f64>()).abs() < 1e-12);
    assert!(risk.parts.iter().all(|part| part.points <= part.weight && !part.sentence.is_empty()));
}

#[test]
fn a_ship_without_a_position_has_no_page() {
    let track = track();
    let dossier = dossier(&track);
    assert!(ShipPage { dossier: &dossier, tracks: &[], command: String::new() }.page().is_err());
}

/// Two real tankers of 2014, Danish Maritime Authority.
#[test]
fn real_tankers_have_pages() {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("THALWEG_SHARED").map_or_else(beside, PathBuf::from).join("sea/tracks");
    if !folder.is_dir() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "the development data are absent");
        println!("skipped: the development data are absent: set THALWEG_SHARED to their folder");
        return;
    }
    for mmsi in [538_004_030, 212_123_000] {
        let name = format!("dma_{mmsi}_drift_1.ais.gz");
        let mut text = Vec::new();
        flate2::read::MultiGzDecoder::new(&std::fs::read(folder.join(&name)).unwrap()[..])
            .read_to_end(&mut text)
            .unwrap();
        let (mut fleet, mut decoder) = (Fleet::default(), Decoder::new(&name, Options::default()));
        let file = fleet.file(&name);
        for line in text.split(|byte| *byte == b'\n') {
            decoder.line(line, &mut |received| {
                Report::of(received).iter().for_each(|report| fleet.add(report, file));
            });
        }
        let files = fleet.files().to_vec();
        let vessels = fleet.vessels();
        let tracks: Vec<Track> =
            vessels.into_iter().flat_map(|vessel| vessel.split(&Rules::default().segment).tracks).collect();
        let own: Vec<Track> = tracks.into_iter().filter(|track| track.id.mmsi == mmsi).collect();
        let findings = Findings { files: &files, ..Findings::default() };
        let dossier = Dossier::of(Subject::Radio(mmsi), &own, findings, &RiskRules::default()).unwrap();
        let page = ShipPage { dossier: &dossier, tracks: &own, command: format!("thalweg sea ship {mmsi}") };
        let html = page.page().unwrap();
        assert!(html.contains("No detector claims anything"));
        write(&format!("ship-{mmsi}.html"), &html);
    }
}
