//! All detectors together: nothing depends on the order of reports, the parts that ships come in, or the number of threads.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use thalweg_sea::gap::GapVerdict;
use thalweg_sea::geography::Geography;
use thalweg_sea::identity::Registry;
use thalweg_sea::scan::{Scan, World, scan};
use thalweg_sea::simulate::{Scenario, simulate};
use thalweg_sea::table::{Mapping, read_csv};
use thalweg_sea::{Event, Report, Rules, Store};

fn reports() -> Vec<Report> {
    let scenario = Scenario { ships: 140, days: 5.0, eventful: 1.0, seed: 5, ..Scenario::default() };
    simulate(&scenario).unwrap().reports
}

fn scanned(reports: &[Report], room: usize) -> (usize, Scan) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::new(folder.path(), room);
    let file = store.file("made");
    reports.iter().for_each(|report| store.add(report, file).unwrap());
    let rules = Rules::default();
    let mut parts = store.finish(&rules.segment).unwrap();
    let count = parts.count();
    let registry = Registry::default();
    let world = World { geography: Geography::embedded(), registry: &registry };
    (count, scan(&mut parts, world, None, &rules, &mut |_| {}).unwrap())
}

fn events(scan: &Scan) -> Vec<Event> {
    scan.events(&Rules::default())
}

#[test]
fn parts_on_disk_give_what_memory_gives() {
    let reports = reports();
    let ((one, memory), (many, disk)) = (scanned(&reports, 1 << 30), scanned(&reports, 1 << 16));
    assert!(one == 1 && many > 1);
    assert!(!memory.encounters.is_empty() && !memory.gaps.is_empty() && !memory.port_calls.is_empty());
    assert_eq!(memory.ships, disk.ships);
    assert_eq!(events(&memory), events(&disk));
    let (rules, registry) = (Rules::default(), Registry::default());
    let world = World { geography: Geography::embedded(), registry: &registry };
    assert_eq!(memory.voyages(world, &rules), disk.voyages(world, &rules));
}

#[test]
fn the_order_of_reports_means_nothing() {
    let mut reports = reports();
    let straight = events(&scanned(&reports, 1 << 30).1);
    reports.reverse();
    assert_eq!(straight, events(&scanned(&reports, 1 << 30).1));
}

#[test]
fn threads_change_nothing() {
    let reports = reports();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| events(&scanned(&reports, 1 << 30).1))
    };
    assert_eq!(with(1), with(3));
}

/// The table has a small box of the sea and no ship that lies still: ships leave it and come back.
#[test]
fn ships_that_leave_the_box_of_the_data_and_come_back_are_not_accused() {
    let name = "tracks/kattegat_2025_11_01_03_1min.csv.gz";
    let Some(bytes) = common::bytes(name) else { return };
    let mapping = "speed_unit = \"m/s\"\n[columns]\ntime = \"Timestamp\"\nmmsi = \"MMSI\"\nlat = \"Latitude\"\n\
                   lon = \"Longitude\"\nspeed = \"SOG\"";
    let mut reports = Vec::new();
    read_csv(&bytes[..], name, Some(&Mapping::parse(mapping).unwrap()), &mut |report| reports.push(*report))
        .unwrap();
    let found = scanned(&reports, 1 << 30).1;
    let deliberate = found.gaps.iter().filter(|gap| gap.verdict == GapVerdict::Deliberate).count();
    assert_eq!((found.gaps.len() > 300, deliberate), (true, 0));
    assert!(found.gaps.iter().filter(|gap| gap.at_edge).count() > 20);
    assert!(found.false_positions.len() < 5, "{}", found.false_positions.len());
}
