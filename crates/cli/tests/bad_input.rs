//! Every way in which an input can be bad reaches the user as a message that says what and where, with exit status 1.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{Done, FLOWS, SCENARIO, SmallWorld};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;

fn refused(done: &Done, wanted: &[&str]) {
    assert_eq!(done.status, 1, "{}", done.err);
    for want in wanted {
        assert!(done.err.contains(want), "`{want}` is missing in:\n{}", done.err);
    }
    assert!(!done.err.contains('\u{1b}'), "{:?}", done.err);
    assert!(!done.err.contains("panicked"), "{}", done.err);
}

/// A world whose flows are these: what `baseline check` and `simulate` say of it.
fn check_flows(flows: impl AsRef<[u8]>, wanted: &[&str]) {
    let world = SmallWorld::new();
    world.write("world/flows.csv", flows);
    refused(&world.call("baseline check world"), wanted);
    let simulated = world.call("simulate scenario.toml");
    refused(&simulated, wanted);
    assert_eq!(simulated.out, "");
}

/// Flows with one text replaced.
fn check(from: &str, to: &str, wanted: &[&str]) {
    assert!(FLOWS.contains(from));
    check_flows(FLOWS.replacen(from, to, 1), wanted);
}

/// A scenario with one text replaced: what `simulate` says of it.
fn check_scenario(from: &str, to: &str, wanted: &[&str]) {
    assert!(SCENARIO.contains(from));
    let world = SmallWorld::new();
    world.write("scenario.toml", SCENARIO.replacen(from, to, 1));
    refused(&world.call("simulate scenario.toml"), wanted);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn an_empty_file() {
    check_flows("", &["flows.csv` is empty", "help: ", "importer,exporter,sector,value"]);
}

#[test]
fn a_wrong_header() {
    check("tariff", "tarif", &["unknown column `tarif`", "flows.csv:1:32", "^^^^^", "`tariff`"]);
}

#[test]
fn a_missing_column() {
    check("value,tariff", "amount,tariff", &["flows.csv:1"]);
}

#[test]
fn a_value_that_is_no_number_is_shown_in_its_line() {
    check(
        "20,0.25",
        "twenty,0.25",
        &["flows.csv:3:15", "3 | USA,CHN,steel,twenty,0.25\n", "  |               ^^^^^^"],
    );
}

#[test]
fn nan_infinity_and_negative_flows() {
    check("20,0.25", "NaN,0.25", &["flows.csv:3:15", "^^^"]);
    check("20,0.25", "inf,0.25", &["flows.csv:3:15", "^^^"]);
    check("20,0.25", "-20,0.25", &["flows.csv:3:15", "^^^"]);
}

#[test]
fn a_duplicate_row() {
    check("USA,USA,food,80,0", "USA,CHN,steel,80,0", &["flows.csv:4"]);
}

#[test]
fn an_unknown_code_and_the_nearest_one() {
    check("USA,CHN,steel", "USA,CHM,steel", &["`CHM`", "flows.csv:3:5", "`CHN`"]);
}

#[test]
fn a_semicolon_for_a_comma() {
    check_flows(FLOWS.replace(',', ";"), &["flows.csv:1", "semicolon"]);
}

#[test]
fn a_byte_order_mark_and_crlf_are_no_error() {
    let world = SmallWorld::new();
    world.write("world/flows.csv", format!("\u{feff}{}", FLOWS.replace('\n', "\r\n")));
    let done = world.call("baseline check world");
    assert_eq!(done.status, 0, "{}", done.err);
}

#[test]
fn a_truncated_gz() {
    let world = SmallWorld::new();
    fs::remove_file(world.path().join("world/flows.csv")).unwrap();
    let whole = gzip(FLOWS.as_bytes());
    world.write("world/flows.csv.gz", &whole[..whole.len() / 2]);
    refused(&world.call("baseline check world"), &["flows.csv.gz` is cut off"]);
    world.write("world/flows.csv.gz", &whole);
    assert_eq!(world.call("baseline check world").status, 0);
}

#[test]
fn a_small_file_that_claims_much() {
    let world = SmallWorld::new();
    fs::remove_file(world.path().join("world/flows.csv")).unwrap();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let block = vec![b'\n'; 1 << 20];
    (0..300).for_each(|_| encoder.write_all(&block).unwrap());
    world.write("world/flows.csv.gz", encoder.finish().unwrap());
    refused(&world.call("baseline check world"), &["flows.csv.gz` is larger than 256 MiB when decompressed"]);
    let mut packed = vec![0x89];
    packed.extend(b"THALWEG\x01\0\0\0");
    packed.extend(10_u64.to_le_bytes());
    packed.extend(10_000_000_000_u64.to_le_bytes());
    packed.extend([0; 14]);
    world.write("claims.thalweg", packed);
    refused(&world.call("baseline show claims.thalweg"), &["claims.thalweg`: "]);
}

#[test]
fn a_damaged_or_foreign_packed_file() {
    let world = SmallWorld::new();
    assert_eq!(world.call("baseline pack world -o a.thalweg").status, 0);
    let mut bytes = fs::read(world.path().join("a.thalweg")).unwrap();
    world.write("cut.thalweg", &bytes[..bytes.len() - 5]);
    refused(&world.call("baseline show cut.thalweg"), &["cut.thalweg`: the packed baseline is cut off"]);
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    world.write("bad.thalweg", &bytes);
    refused(&world.call("baseline unpack bad.thalweg -o folder"), &["bad.thalweg`: ", "damaged"]);
    world.write("flows.thalweg", FLOWS);
    refused(&world.call("baseline show flows.thalweg"), &["this is no packed baseline"]);
}

#[test]
fn a_folder_that_is_a_file_or_absent() {
    let world = SmallWorld::new();
    refused(&world.call("baseline check scenario.toml"), &["scenario.toml`: this is no packed baseline"]);
    refused(&world.call("baseline check no/such"), &["no embedded baseline, folder or file `no/such`"]);
    refused(&world.call("simulate world"), &["cannot read `world`: it is not a file"]);
    refused(&world.call("simulate no.toml"), &["cannot read `no.toml`: there is no such file"]);
}

#[test]
fn a_toml_with_a_wrong_type() {
    check_scenario("0.10", "\"ten\"", &["scenario.toml:8:12", "8 | add      = \"ten\"\n", "^^^^^"]);
    let world = SmallWorld::new();
    world.write(
        "world/baseline.toml",
        "name = \"w\"\nyear = \"2020\"\nunit = \"million USD\"\nsource = \"x\"\n",
    );
    refused(&world.call("baseline check world"), &["`year` is a string", "baseline.toml:2:8"]);
}

#[test]
fn a_toml_that_is_none() {
    check_scenario("0.10", "", &["scenario.toml:8"]);
    check_scenario("0.10", "\u{0}", &["scenario.toml:8"]);
}

#[test]
fn unknown_words_in_a_scenario() {
    check_scenario("add ", "ad  ", &["unknown key `ad`", "scenario.toml:8:1", "^^", "`add`"]);
    check_scenario("steel", "stel", &["unknown sector `stel`", "scenario.toml:7:12", "`steel`"]);
    check_scenario("CHN", "CHM", &["`CHM`", "scenario.toml:6:12", "`CHN`"]);
    check_scenario("./world", "./wrld", &["wrld"]);
}

#[test]
fn a_tariff_below_minus_100_percent() {
    check_scenario("0.10", "-1.3", &["scenario.toml:"]);
}

#[test]
fn a_report_on_a_bad_baseline_is_still_a_report() {
    let world = SmallWorld::new();
    world.write("world/flows.csv", FLOWS.replace("20,0.25", "twenty,0.25"));
    let done = world.call("baseline check world");
    let report: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(report["problems"].as_array().unwrap().len(), 1);
    let table = world.call("baseline check world --format table");
    assert!(table.out.contains("cannot be used") && table.out.contains("Rows read"), "{}", table.out);
    assert_eq!(table.status, 1);
}

#[test]
fn many_problems_are_counted_and_not_all_shown() {
    let world = SmallWorld::new();
    let blocks: String = (0..40)
        .map(|n| {
            format!("[[tariff]]\nimporter = \"X{n}\"\nexporter = \"CHN\"\nsectors = \"steel\"\nadd = 0.1\n")
        })
        .collect();
    world.write("scenario.toml", format!("baseline = \"./world\"\n{blocks}"));
    refused(&world.call("simulate scenario.toml"), &["and 20 more errors\n"]);
}

#[test]
fn a_position_that_makes_no_sense() {
    let world = SmallWorld::new();
    let ask = |line: &str| world.call(&format!("talks position {line} --baseline world"));
    refused(&ask("USA CHM"), &["unknown country `CHM`", "`CHN`"]);
    refused(&ask("USA USA"), &["`USA` is on both sides", "help: "]);
    refused(&ask("USA CHN --subsidy CHN:stel=0.1"), &["unknown sector `stel`", "`steel`"]);
    refused(&ask("USA CHN --elasticities guess"), &["no elasticities `guess`"]);
    refused(&ask("USA CHN --subsidies no.csv"), &["cannot read `no.csv`: there is no such file"]);
    world.write("s.csv", "country,sector,subsidy\nCHN,steel,5 %\n");
    refused(
        &ask("USA CHN --subsidies s.csv"),
        &["s.csv:2:11", "2 | CHN,steel,5 %", "^^^", "fraction of cost"],
    );
    world.write("s.csv", "country,sector,subsidy\nCHN,steal,0.05\n");
    refused(&ask("USA CHN --subsidies s.csv"), &["s.csv:2:5", "^^^^^", "`steel`"]);
}
