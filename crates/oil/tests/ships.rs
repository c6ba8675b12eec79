//! Fleets from files, from what ships were seen to carry, and from sanctions lists.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use std::collections::BTreeMap;
use thalweg_core::Text;
use thalweg_oil::{Cargoes, Class, Listed, ShipList};

fn list(texts: &[&str]) -> ShipList {
    let texts: Vec<Text> =
        texts.iter().enumerate().map(|(n, text)| Text::new(format!("{n}.csv"), text)).collect();
    ShipList::parse(&texts).unwrap()
}

/// Cargoes as `thalweg sea voyages --table cargoes` writes them.
const CARGOES: &str = "\
ship,discharged,place,discharged_pct,origin,country,loaded,by,origin_pct,way
273000001,2025-03-04T11:46:06Z,Aliaga,72,Primorsk,Russia,2025-03-01T18:07:03Z,273000001,80,273000001
273000001,2025-03-04T11:46:06Z,Aliaga,72,unknown,,,,20,
273000002,2025-03-09T00:00:00Z,Sikka,90,Primorsk,Russia,2025-03-02T00:00:00Z,273000003,30,273000003 > 273000002
273000002,2025-03-09T00:00:00Z,Sikka,90,Novorossiysk,Russia,2025-03-03T00:00:00Z,273000002,30,273000002
273000002,2025-03-09T00:00:00Z,Sikka,90,unknown,,,,40,
273000004/1,2025-03-09T00:00:00Z,Augusta,90,Ceyhan,Turkey,2025-03-03T00:00:00Z,273000004/1,99,273000004/1
";

fn russian(_: &str, country: &str) -> bool {
    country == "Russia"
}

#[test]
fn files_fill_each_other_and_the_first_counts() {
    let list = list(&[
        "\"imo\",\"class\",name\r\n9074729,aframax,ONE\r\n9176187,,\"TWO\"\r\n",
        "imo,class,deadweight,mmsi\n9074729,vlcc,115000,273000001\n9176187,,159000,273000002\n9241061,,,273000003\n",
    ]);
    let ships: Vec<_> = list.ships.iter().map(|ship| (ship.imo, ship.class, ship.deadweight)).collect();
    assert_eq!(ships, [(9_074_729, Class::Aframax, 115_000.0), (9_176_187, Class::Suezmax, 159_000.0)]);
    assert_eq!(list.of_no_class.len(), 1, "known by its radio only");
    assert!(list.classed_by_size.is_empty());
}

#[test]
fn rows_of_the_sea_are_tankers_or_refused() {
    let heard = "mmsi,segment,imo,name,flag,ship_type,length_metres,start,end,positions\n\
                 209019900,0,9074729,A,CYP,71,184,,,1425\n209063002,0,9176187,B,CYP,82,273,,,1700\n\
                 209063003,0,,C,CYP,82,273,,,3\n209063004,1,9241061,D,CYP,80,95,,,3\n";
    let list = list(&[heard]);
    assert_eq!((list.ships.len(), list.ships[0].class), (1, Class::Suezmax));
    assert_eq!(list.classed_by_size.iter().collect::<Vec<_>>(), [&9_176_187]);
    assert_eq!(list.of_no_class[0].imo, 9_241_061, "95 m are of no class");
    let why: Vec<&str> = list.files[0].refusals.iter().map(|one| one.reason.as_str()).collect();
    assert_eq!(why, ["no tanker, by its own word", "no IMO number"]);
}

#[test]
fn the_shares_of_one_cargo_add_up_and_those_of_two_do_not() {
    let cargoes = Cargoes::parse(&Text::new("c.csv", CARGOES)).unwrap();
    assert_eq!((cargoes.intake.accepted, cargoes.places().len()), (6, 3));
    let half = cargoes.carriers(&russian, 0.5);
    let radios: Vec<(&str, &str)> = half.iter().map(|one| (one.radio.as_str(), one.place.as_str())).collect();
    assert_eq!(radios, [("273000001", "Primorsk"), ("273000002", "Novorossiysk")]);
    assert!((half[1].share - 0.6).abs() < 1e-12);
    let calls = "ship,place,country,loaded_pct\n1,Primorsk,Russia,30\n1,Primorsk,Russia,30\n";
    let calls = Cargoes::parse(&Text::new("calls.csv", calls)).unwrap();
    assert!(calls.carriers(&russian, 0.5).is_empty(), "two calls of 30 percent are none of 60");
    let some = cargoes.carriers(&russian, 0.2);
    assert_eq!(some.len(), 3, "the ship that handed a third over carried it too");
}

#[test]
fn who_carried_and_what_became_of_the_others() {
    let mut fleet = list(&[
        "imo,class,mmsi\n9074729,aframax,273000001\n9176187,suezmax,\n9241061,vlcc,273000002\n9337119,vlcc,273000002\n9251274,,273000003\n",
    ]);
    let cargoes = Cargoes::parse(&Text::new("c.csv", CARGOES)).unwrap();
    let any = |_: &str, country: &str| !country.is_empty();
    let carriers = cargoes.carriers(&any, 0.25);
    let carried = fleet.keep(&carriers, cargoes.intake, vec!["anywhere".into()], 0.25);
    assert_eq!((carried.radios, carried.ships, carried.others), (4, 1, 3));
    assert_eq!(fleet.ships[0].imo, 9_074_729);
    assert_eq!(carried.of_no_class[0].imo, 9_251_274);
    assert_eq!(carried.of_several_hulls, ["273000002"]);
    assert_eq!(carried.of_no_hull, ["273000004/1"]);
}

#[test]
fn json_says_what_the_table_says() {
    let json = r#"{"ship":{"id":{"mmsi":273000001,"segment":0}},"calls":[{"port":{"name":"Primorsk","country":"Russia","trade":"export"},"start":"2025-03-01T00:00:00Z","loaded":0.9}],"legs":[]}
{"ship":{"mmsi":273000002,"segment":2},"port":{"name":"Sikka","country":"India","trade":"import"},"end":"2025-03-09T00:00:00Z","discharged":0.9,"origin":{"ship":{"mmsi":273000002,"segment":2},"loadings":[{"place":"Primorsk","country":"Russia","ship":{"mmsi":273000003,"segment":0},"probability":0.7,"way":[{"ship":{"mmsi":273000003,"segment":0}},{"ship":{"mmsi":273000002,"segment":2}}]}],"unknown":0.3}}
{"verdict":"consistent"}
{"neither":1}
"#;
    let cargoes = Cargoes::parse(&Text::new("v.json", json)).unwrap();
    assert_eq!((cargoes.intake.accepted, cargoes.intake.refused()), (3, 1));
    let radios: Vec<String> = cargoes.carriers(&russian, 0.5).into_iter().map(|one| one.radio).collect();
    assert_eq!(radios, ["273000001", "273000002/2", "273000003"]);
}

#[test]
fn what_is_no_voyage_is_said() {
    let cases = [
        ("imo,class\n1,2\n", "is no answer of `thalweg sea voyages`"),
        ("", "is no answer of `thalweg sea voyages`"),
        ("ship,place,country,loaded_pct\n1,a,b,120\n", "`loaded_pct` is not between 0 and 100"),
        ("ship,place,country,loaded_pct\n1,a,b,nan\n", "`loaded_pct` is not between 0 and 100"),
        ("ship,place,loaded_pct\n1,a,b\n", "there is no column `country`"),
        ("{}\n", "no line of voyages"),
        (
            r#"{"ship":{"id":{"mmsi":1}},"calls":[{"port":{"name":"a","country":"b"},"loaded":7}]}"#,
            "no line of voyages",
        ),
    ];
    for (text, want) in cases {
        let error = Cargoes::parse(&Text::new("x", text)).unwrap_err().to_string();
        assert!(error.contains(want), "{text}: {error}");
    }
}

#[test]
fn lists_say_whom_they_have_and_whom_the_fleet_lacks() {
    let mut fleet = list(&["imo,class\n9074729,aframax\n9176187,suezmax\n"]);
    let on = |imo: u32, list: &str, from: Option<&str>, tanker| Listed {
        imo: (imo > 0).then_some(imo),
        list: list.to_owned(),
        from: from.map(str::to_owned),
        tanker,
    };
    let (lists, designated) = fleet.designate(&[
        on(9_074_729, "UK", Some("2024-06-13"), None),
        on(9_241_061, "UK", Some("2024-06-13"), None),
        on(9_074_729, "US", None, Some(true)),
        on(9_337_119, "US", None, Some(true)),
        on(9_251_274, "US", None, Some(false)),
        on(0, "US", None, Some(true)),
    ]);
    assert_eq!(fleet.ships.iter().map(|ship| ship.designated).collect::<Vec<_>>(), [true, false]);
    assert_eq!((designated.len(), designated[0].from.as_deref()), (1, Some("2024-06-13")));
    assert_eq!(designated[0].lists, ["UK", "US"]);
    let counts = |n: usize| {
        let one = &lists[n];
        let outside = [one.tankers_not_in_fleet, one.unsaid_not_in_fleet];
        ([one.ships, one.in_fleet, one.in_fleet_undated, one.without_imo], outside)
    };
    assert_eq!((counts(0), counts(1)), (([2, 1, 0, 0], [0, 1]), ([3, 1, 1, 1], [1, 0])));
}

/// Lengths and beams of ships of the study that a day in US waters heard: all are of the class that the study has them in.
#[test]
fn sizes_as_stated_by_radio_give_the_classes_of_the_study() {
    use std::io::Read;
    let Some(folder) = common::shared("fleet") else { return };
    let study = ShipList::open(&[folder.join("vessels.csv").display().to_string()]).unwrap();
    let classes: BTreeMap<u32, Class> = study.ships.iter().map(|ship| (ship.imo, ship.class)).collect();
    let file = std::fs::File::open(folder.join("../sea/positions/noaa_2022_01_03.csv.gz")).unwrap();
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text).unwrap();
    let mut heard = String::from("imo,mmsi,length_metres,beam_metres\n");
    for line in text.lines().skip(1) {
        // MMSI, BaseDateTime, LAT, LON, SOG, COG, Heading, VesselName, IMO, CallSign, VesselType, Status, Length, Width
        let cells: Vec<&str> = line.split(',').collect();
        let number = cells[8].trim_start_matches("IMO");
        if number.parse().is_ok_and(|imo: u32| classes.contains_key(&imo)) {
            heard.push_str(&format!("{number},{},{},{}\n", cells[0], cells[12], cells[13]));
        }
    }
    let heard = list(&[&heard]);
    assert_eq!((heard.ships.len(), heard.classed_by_size.len()), (17, 17));
    for ship in heard.ships {
        assert_eq!(ship.class, classes[&ship.imo], "{}", ship.imo);
    }
}

/// Departures from Russian ports in the winter of 2021/22, found in the study by radio number alone: counted in Python, 154 of the 193 that the IMO
/// numbers of the departures tell. The study has one number for each ship, and 39 have changed theirs since.
#[test]
fn ships_that_loaded_in_russian_ports_are_found_by_their_radio() {
    let Some(folder) = common::shared("fleet") else { return };
    let departures =
        std::fs::read_to_string(folder.join("../sea/positions/russian_port_calls_2022.csv")).unwrap();
    let mut calls = String::from("ship,start,place,country,loaded_pct\n");
    for line in departures.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        if cells[6] == "load" {
            calls.push_str(&format!("{},{},{},Russia,100\n", cells[2], cells[4], cells[0]));
        }
    }
    let cargoes = Cargoes::parse(&Text::new("calls.csv", &calls)).unwrap();
    let path = |name: &str| folder.join(name).display().to_string();
    let mut fleet = ShipList::open(&[path("vessels.csv"), path("vessel_mmsi.csv")]).unwrap();
    let carriers = cargoes.carriers(&russian, 0.5);
    let carried = fleet.keep(&carriers, cargoes.intake, vec!["Russia".into()], 0.5);
    assert_eq!((carried.radios, carried.ships), (1084, 154));
    assert_eq!(carried.ships + carried.others, 637);
    assert_eq!(carried.of_no_hull.len(), 1084 - 154);
}
