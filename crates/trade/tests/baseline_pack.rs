//! Packed baselines come back bit for bit, and damaged or foreign files are errors that say so.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{SmallWorld, shared_data};
use proptest::prelude::*;
use thalweg_trade::Baseline;
use thalweg_trade::baseline::{pack, unpack};

fn small() -> Baseline {
    Baseline::read_folder(SmallWorld::new().path()).unwrap().0
}

fn message(bytes: &[u8]) -> String {
    unpack(bytes).unwrap_err().to_string()
}

#[test]
fn every_shared_folder_survives_packing_and_writing() {
    let Some(data) = shared_data() else { return };
    for entry in std::fs::read_dir(data.join("baselines")).unwrap() {
        let (baseline, _) = Baseline::read_folder(&entry.unwrap().path()).unwrap();
        assert_eq!(unpack(&pack(&baseline)).unwrap(), baseline);
        let folder = tempfile::tempdir().unwrap();
        baseline.write_folder(folder.path()).unwrap();
        let (again, _) = Baseline::read_folder(folder.path()).unwrap();
        assert_eq!(again, baseline);
        assert_eq!(pack(&again), pack(&baseline));
    }
}

#[test]
fn embedded_files_are_their_folders_packed() {
    let Some(data) = shared_data() else { return };
    for name in Baseline::embedded_names() {
        let (folder, _) = Baseline::read_folder(&data.join("baselines").join(name)).unwrap();
        assert!(pack(&folder) == Baseline::embedded_bytes(name).unwrap(), "{name} must be packed again");
    }
}

#[test]
fn embedded_files_are_small() {
    let total: usize =
        Baseline::embedded_names().iter().map(|n| Baseline::embedded_bytes(n).unwrap().len()).sum();
    assert!(total <= 3 << 20, "{total}");
}

#[test]
fn foreign_files() {
    let foreign = "this is no packed baseline: its first bytes are not those of one (pack a folder of CSV files with \
                   `thalweg baseline pack FOLDER -o FILE`)";
    assert_eq!(message(b"PK\x03\x04 a spreadsheet, say"), foreign);
    assert_eq!(message(b"x"), foreign);
    assert_eq!(message(b""), "the packed baseline is empty (copy or download it again)");
}

#[test]
fn truncated_files() {
    let bytes = pack(&small());
    assert_eq!(
        message(&bytes[..20]),
        "the packed baseline is cut off within its header (copy or download it again)"
    );
    let want = format!(
        "the packed baseline is cut off: {} of {} bytes are there (copy or download it again)",
        bytes.len() - 42,
        bytes.len() - 32
    );
    assert_eq!(message(&bytes[..bytes.len() - 10]), want);
}

#[test]
fn damaged_files() {
    let good = pack(&small());
    let mut bytes = good.clone();
    bytes.push(0);
    assert_eq!(message(&bytes), "the packed baseline is damaged: 1 bytes too many follow it");
    let mut bytes = good.clone();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    let want =
        "the packed baseline is damaged: its checksum is not that of its content (copy or download it again)";
    assert_eq!(message(&bytes), want);
    for at in [15, 28, 35] {
        let mut bytes = good.clone();
        bytes[at] ^= 0x10;
        assert!(unpack(&bytes).is_err());
    }
}

#[test]
fn newer_formats() {
    let mut bytes = pack(&small());
    bytes[8] = 2;
    assert_eq!(
        message(&bytes),
        "the packed baseline is of format 2, and this program reads up to 1 \
         (take a newer thalweg, or unpack it with the one that packed it)"
    );
}

#[test]
fn a_small_file_that_claims_ten_gigabytes() {
    let mut bytes = pack(&small());
    bytes[20..28].copy_from_slice(&(10u64 << 30).to_le_bytes());
    let have = bytes.len() - 32;
    let want =
        format!("the packed baseline claims to hold 10737418240 bytes in {have} (at most 256 MiB are read)");
    assert_eq!(message(&bytes), want);
}

#[test]
fn a_file_is_named_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("w.thalweg");
    std::fs::write(&path, pack(&small())).unwrap();
    assert_eq!(Baseline::open(path.to_str().unwrap()).unwrap(), small());
    std::fs::write(&path, "text").unwrap();
    let error = Baseline::open(path.to_str().unwrap()).unwrap_err().to_string();
    assert!(error.contains("w.thalweg`: this is no packed baseline"), "{error}");
    let error = Baseline::open("world-2032").unwrap_err().to_string();
    assert!(
        error.contains("there is no embedded baseline, folder or file `world-2032` (did you mean"),
        "{error}"
    );
}

#[test]
fn writing_does_not_mix_two_baselines() {
    let world = SmallWorld::new();
    let error = small().write_folder(world.path()).unwrap_err().to_string();
    assert!(error.contains("baseline.toml` exists already (write into a new or empty folder)"), "{error}");
    let file = world.path().join("flows.csv");
    let error = small().write_folder(&file).unwrap_err().to_string();
    assert!(error.contains("flows.csv` cannot be written: "), "{error}");
}

#[test]
fn whatever_a_baseline_can_hold_survives() {
    let mut world = small();
    world.about.note = Some("two lines,\n\"quoted\" and 日本語".into());
    world.about.licence = Some("CC BY 4.0".into());
    world.countries[0].name = "Line\nbreak, comma and \"quote\"".into();
    world.countries[0].gdp = Some(1.0 / 3.0);
    world.countries[1].population = Some(1.4e9);
    world.countries[1].group = Some("asia".into());
    world.sectors[0].substitution = Some(6.0);
    world.sectors[0].scale = 0.1;
    world.sectors[1].tradable = false;
    world.sectors[1].elasticity_se = Some(0.25);
    for sector in &mut world.sectors {
        sector.elasticity_sets = vec![("cp2015".into(), 7.25), ("uniform".into(), 1e-7)];
    }
    let mut taxes = world.tariffs.clone();
    taxes.values_mut().fill(0.0);
    *taxes.get_mut(1, 0, 1) = -0.125;
    world.export_taxes = Some(taxes);
    *world.subsidies.get_mut(0, 1) = 0.05;
    let mut finals = world.subsidies.clone();
    finals.values_mut().copy_from_slice(&[0.25, 1.0, 0.75, 0.0]);
    world.final_shares = Some(finals);
    let folder = tempfile::tempdir().unwrap();
    world.write_folder(&folder.path().join("a/new/one")).unwrap();
    assert_eq!(Baseline::read_folder(&folder.path().join("a/new/one")).unwrap().0, world);
    assert_eq!(unpack(&pack(&world)).unwrap(), world);
}

proptest! {
    #[test]
    fn no_mutation_makes_it_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let good = pack(&small());
        let mut bytes = good.clone();
        let index = at.index(bytes.len());
        bytes[index] ^= byte;
        prop_assert_eq!(unpack(&bytes).is_ok(), byte == 0);
        prop_assert!(unpack(&good[..cut.index(good.len())]).is_err());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(unpack(&bytes).is_err());
        let mut headed = pack(&small())[..32].to_vec();
        headed.extend(&bytes);
        prop_assert!(unpack(&headed).is_err());
    }
}
