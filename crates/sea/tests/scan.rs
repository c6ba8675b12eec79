//! All detectors together: nothing depends on the order of reports, the parts that ships come in, or the number of threads.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

use thalweg_sea::geography::Geography;
use thalweg_sea::identity::Registry;
use thalweg_sea::scan::{Scan, World, scan};
use thalweg_sea::simulate::{Scenario, simulate};
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
