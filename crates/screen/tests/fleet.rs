//! The tables of a fleet, by hand and as a newsroom published them.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails or is skipped says so")]

use jiff::civil::{Date, date};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use thalweg_core::{CompanyImo, Imo};
use thalweg_screen::fleet::{Fleet, FleetError, FleetRead, Insurance, Link, Role};
use thalweg_screen::{Authority, SourceId, Trace};

/// The folder of the published fleet; a word where it is absent, a failure where it must be there.
fn shared() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("THALWEG_SHARED").map_or_else(beside, PathBuf::from).join("fleet");
    if folder.is_dir() {
        return Some(folder);
    }
    let absent = "the development data are absent: set THALWEG_SHARED to their folder";
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{absent}");
    println!("skipped: {absent}");
    None
}

fn imo(number: u32) -> Imo {
    Imo::new(number).unwrap()
}

/// A company number with the right last digit.
fn company(first_six: u32) -> CompanyImo {
    format!("{first_six:06}{}", CompanyImo::check_digit(first_six)).parse().unwrap()
}

/// A folder with these tables.
fn folder(tables: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in tables {
        std::fs::write(folder.path().join(format!("{name}.csv")), text).unwrap();
    }
    folder
}

fn read(tables: &[(&str, &str)]) -> FleetRead {
    Fleet::read(folder(tables).path(), SourceId(0)).unwrap()
}

const SHIPS: &str = "vessel_imo,vessel_name,tanker_size,buildyear\n8727941,Kapitan Pshenitsyn,Handysize,1987\n9134270,Second,,\n8727965,Third,,\n";

#[test]
fn the_published_fleet_is_read_and_every_row_accounted_for() {
    let Some(folder) = shared() else { return };
    let read = Fleet::read(&folder, SourceId(7)).unwrap();
    assert!(read.absent.is_empty());
    let counts: Vec<(usize, usize)> =
        read.intakes.iter().map(|intake| (intake.accepted, intake.refused())).collect();
    // the rows of each file less its head, in the order of `FILES`
    let rows = [637, 1690, 4797, 1949, 2321, 627, 739, 84, 17928, 263, 39084, 5224];
    assert_eq!(counts.iter().map(|(taken, refused)| taken + refused).collect::<Vec<_>>(), rows);
    let refused: Vec<_> = read.intakes.iter().flat_map(|intake| &intake.refusals).collect();
    assert!(refused.is_empty(), "{refused:?}");
    assert_eq!((read.fleet.ships().count(), read.fleet.companies().count()), (637, 1690));
    assert_eq!(read.fleet.companies().filter(|company| company.repair().is_some()).count(), 81);
    assert_eq!(read.fleet.ships().filter(|ship| !ship.sanctions.is_empty()).count(), 71);
    assert!(read.fleet.companies().all(|company| company.trace.is_some()));
}

#[test]
fn owners_managers_and_insurance_of_a_published_ship_on_a_day() {
    let Some(folder) = shared() else { return };
    let fleet = Fleet::read(&folder, SourceId(7)).unwrap().fleet;
    let ship = fleet.ship(imo(8_727_941)).unwrap();
    assert_eq!((ship.name.as_deref(), ship.built), (Some("Kapitan Pshenitsyn"), Some(1987)));
    let on = |day: Date| -> Vec<(Role, String)> {
        let spells = ship.companies_on(day);
        spells.map(|spell| (spell.value.role, fleet.company_name(spell.value.company))).collect()
    };
    let before = on(date(2023, 9, 24));
    assert!(before.contains(&(Role::RegisteredOwner, "MORFLOT LLC".to_owned())));
    assert!(before.contains(&(Role::SafetyManager, "RECHMORTRANS LTD".to_owned())));
    // on the day of the change the new manager is there, and the old one is not
    let after = on(date(2023, 9, 25));
    assert!(after.contains(&(Role::SafetyManager, "DONNEFTETRANS LTD".to_owned())));
    assert!(!after.iter().any(|(_, name)| name == "RECHMORTRANS LTD"));
    let insurance = |day| fleet.insurance(ship.imo, day);
    assert!(
        matches!(insurance(date(2024, 5, 31)), Insurance::KnownUninsured(spell) if spell.from == date(2023, 5, 1))
    );
    assert_eq!(insurance(date(2024, 6, 1)), Insurance::NotKnownUninsured);
    assert_eq!(insurance(date(2024, 7, 1)), Insurance::BeyondTheRecord);
    // the first row below the head, of the fourth source that was read
    let name = &ship.names[0];
    assert_eq!((name.value.as_str(), name.trace), ("KAPITAN PSHENITSIN", Trace::new(SourceId(10), 2)));
    assert!(fleet.sources[3].file.ends_with("vessel_names.csv"));
}

#[test]
fn ties_of_published_ships() {
    let Some(folder) = shared() else { return };
    let fleet = Fleet::read(&folder, SourceId(0)).unwrap().fleet;
    let changes = fleet.changed_before_listing(90);
    assert!(!changes.is_empty());
    for change in &changes {
        assert!((0..=90).contains(&change.days), "{change:?}");
        assert_ne!(change.before, change.after);
    }
    assert!(changes.len() <= fleet.changed_before_listing(365).len());
    let kin = fleet.related(imo(8_727_941));
    assert!(kin.iter().all(|kin| kin.ship != imo(8_727_941)));
    assert!(kin.iter().any(|kin| matches!(&kin.link, Link::Company { same_time: true, .. })));
    // two owners in Dubai sit behind one door, with 35 others
    let by_name = |name: &str| {
        let mut named = fleet.companies().filter(|company| company.name.as_deref() == Some(name));
        named.next().unwrap().number
    };
    let (one, other) = (by_name("MAJORIA SHIPPING HK LTD"), by_name("ANCHORSTAR SHIPPING HK LTD"));
    let shared = fleet.shared_with(&BTreeSet::from([one]));
    let door = |link: &Link| matches!(link, Link::Address { same_door: true, companies_there, .. } if *companies_there == 37);
    assert!(shared.iter().any(|shared| shared.company == other && door(&shared.link)));
}

#[test]
fn a_row_that_is_wrong_is_refused_with_its_reason() {
    let one = company(12_345);
    let short = one.to_string().trim_start_matches('0').to_owned();
    let companies = format!(
        "company_imo,company_name,address,jurisdiction\n{short},Short Ltd,\"1 A St\",Malta\n{short},Twice,,\n5731769,Wrong,,\nabc,None,,\n"
    );
    let roles = format!(
        "vessel_imo,company_imo,role,start_date,end_date\n8727941,{short},Registered owner,2020-01-01,\n8727941,{short},Captain,2020-01-01,\n8727941,{short},ISM Manager,2021-01-01,2020-01-01\n8727942,{short},ISM Manager,,\n8727941,{short},ISM Manager,soon,\n"
    );
    let read = read(&[("vessels", SHIPS), ("companies", &companies), ("vessel_company", &roles)]);
    let reasons = |at: usize| -> Vec<(&str, usize)> {
        read.intakes[at].refusals.iter().map(|refusal| (refusal.reason.as_str(), refusal.count)).collect()
    };
    assert_eq!(
        reasons(1),
        [
            ("a company that an earlier row has", 1),
            ("a company IMO number whose last digit does not check", 1),
            ("no company IMO number: up to seven digits", 1)
        ]
    );
    assert_eq!(
        reasons(2),
        [
            ("a role that is not known: owner or manager", 1),
            ("it ends before it begins", 1),
            ("no IMO number: seven digits, the last of which checks", 1),
            ("no day: such as 2024-03-01", 1)
        ]
    );
    assert_eq!(read.absent.len(), 9);
    let known = read.fleet.company(one).unwrap();
    let right = format!("the table writes {short}: zeros at the front restored to {one}");
    assert_eq!(known.repair(), Some(right));
}

#[test]
fn a_ship_that_changed_hands_before_a_listing() {
    let (old, new, late) = (company(500_001), company(500_002), company(500_003));
    let roles = format!(
        "vessel_imo,company_imo,role,start_date,end_date\n8727941,{old},Registered owner,2015-01-01,2024-01-10\n8727941,{new},Registered owner,2024-01-10,2024-03-01\n8727941,{late},Registered owner,2024-03-01,\n9134270,{new},Registered owner,2024-01-10,\n"
    );
    let sanctions = "vessel_imo,earliest_sanction_date,sanction_country\n8727941,2024-02-23,\"EU, UK\"\n8727941,2024-02-23,\"EU, UK\"\n9134270,2024-02-23,US\n";
    let read = read(&[("vessels", SHIPS), ("vessel_company", &roles), ("sanctions", sanctions)]);
    let ship = read.fleet.ship(imo(8_727_941)).unwrap();
    assert_eq!(ship.sanctions.len(), 1, "the same row twice is one listing");
    assert_eq!(ship.sanctions[0].authorities, [Authority::Eu, Authority::Uk]);
    let changes = read.fleet.changed_before_listing(90);
    // not the sale after the listing, and not the first owner that a table knows
    let found: Vec<_> = changes.iter().map(|c| (c.ship, c.before, c.after, c.days)).collect();
    assert_eq!(found, [(imo(8_727_941), old, new, 44)]);
    assert!(read.fleet.changed_before_listing(43).is_empty());
}

#[test]
fn a_company_beside_a_listed_one() {
    let (a, b, c, d) = (company(500_001), company(500_002), company(500_003), company(500_004));
    let companies = format!(
        "company_imo,company_name,address\n{a},Listed,\"Office 1, 80 Broad Street, Monrovia\"\n{b},Next door,\"Office 2, 80 Broad St., Monrovia\"\n{c},Far,\"81 Broad Street, Monrovia\"\n{d},Same door,\"OFFICE 1 80 BROAD STREET MONROVIA\"\n"
    );
    let roles = format!(
        "vessel_imo,company_imo,role,start_date,end_date\n8727941,{a},Registered owner,2020-01-01,\n8727941,{d},ISM Manager,2020-01-01,\n9134270,{c},Registered owner,2020-01-01,\n9134270,{d},ISM Manager,2020-01-01,\n"
    );
    let read = read(&[("vessels", SHIPS), ("companies", &companies), ("vessel_company", &roles)]);
    let shared = read.fleet.shared_with(&BTreeSet::from([a]));
    let links: Vec<(CompanyImo, &str)> = shared
        .iter()
        .map(|one| match &one.link {
            Link::Address { same_door: true, companies_there: 2, .. } => (one.company, "door"),
            Link::Address { same_door: false, companies_there: 3, .. } => (one.company, "building"),
            Link::Manager { company, .. } if *company == d => (one.company, "manager"),
            _ => (one.company, "?"),
        })
        .collect();
    assert_eq!(links, [(b, "building"), (c, "manager"), (d, "door")]);
    let kin = read.fleet.related(imo(8_727_941));
    assert!(kin.iter().any(|kin| kin.ship == imo(9_134_270) && matches!(kin.link, Link::Company { .. })));
}

#[test]
fn a_folder_that_is_no_fleet_says_so() {
    let empty = folder(&[]);
    assert!(matches!(Fleet::read(empty.path(), SourceId(0)), Err(FleetError::NoShips(_))));
    let wrong = folder(&[("vessels", "imo,name\n1,x\n")]);
    let error = Fleet::read(wrong.path(), SourceId(0)).unwrap_err();
    assert!(error.to_string().contains("has no column `vessel_imo`"), "{error}");
    let bytes = folder(&[("vessels", SHIPS)]);
    let names = b"vessel_imo,vessel_name\n8727941,\xcf\xf8\n8727941,Sound\n";
    std::fs::write(bytes.path().join("vessel_names.csv"), names).unwrap();
    let read = Fleet::read(bytes.path(), SourceId(0)).unwrap();
    let refusal = &read.intakes[1].refusals[0];
    assert_eq!((refusal.reason.as_str(), refusal.count), ("a byte is not UTF-8", 1));
    assert_eq!(read.fleet.ship(imo(8_727_941)).unwrap().names.len(), 1);
}
