//! Pages on ships from tables about a fleet: every picture of every ship is legible.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails or is skipped says so")]

use jiff::civil::date;
use std::path::{Path, PathBuf};
use thalweg_brief::DossierPage;
use thalweg_core::Imo;
use thalweg_screen::fleet::Fleet;
use thalweg_screen::ship_file::{Evidence, ShipFile};
use thalweg_screen::{Entity, SourceId};

/// The published fleet; a word where it is absent, a failure where it must be there.
fn fleet() -> Option<Fleet> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("THALWEG_SHARED").map_or_else(beside, PathBuf::from).join("fleet");
    if folder.is_dir() {
        return Some(Fleet::read(&folder, SourceId(0)).unwrap().fleet);
    }
    let absent = "the development data are absent: set THALWEG_SHARED to their folder";
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{absent}");
    println!("skipped: {absent}");
    None
}

fn file(fleet: &Fleet, imo: Imo) -> ShipFile {
    let entities: &[Entity] = &[];
    let evidence = Evidence { entities, sources: &fleet.sources, fleet: Some(fleet) };
    ShipFile::of(imo, date(2024, 8, 31), evidence, &|_, _| Vec::new()).unwrap()
}

#[test]
fn the_page_of_every_ship_is_whole() {
    let Some(fleet) = fleet() else { return };
    let mut pages = 0;
    for ship in fleet.ships() {
        let file = file(&fleet, ship.imo);
        let page = DossierPage { file: &file, sea: None, command: "thalweg dossier".into() };
        let faults = page.faults();
        assert!(faults.is_empty(), "{}: {faults:?}", ship.imo);
        pages += 1;
    }
    assert!(pages >= 637, "{pages}");
}

#[test]
fn a_page_tells_names_owners_and_listings() {
    let Some(fleet) = fleet() else { return };
    let listed = fleet.ships().find(|ship| ship.first_listed().is_some()).unwrap();
    let file = file(&fleet, listed.imo);
    let html = DossierPage { file: &file, sea: None, command: "thalweg dossier".into() }.page().unwrap();
    let day = listed.first_listed().unwrap().to_string();
    for words in [listed.imo.to_string(), day, "registered owner".into(), "vessel_flags.csv:".into()] {
        assert!(html.contains(&words), "{words}");
    }
    if let Some(path) = std::env::var_os("THALWEG_PAGE") {
        std::fs::write(path, html).unwrap();
    }
}
