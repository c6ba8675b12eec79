//! Every way in which a baseline folder can be wrong is an error that says what, where, and what would be right.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{FLOWS, INPUTS, SmallWorld};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use thalweg_trade::{Baseline, ErrorKind};

/// Reads a broken world; the message without the path of the folder.
fn message(world: &SmallWorld) -> String {
    let error = Baseline::read_folder(world.path()).unwrap_err();
    error.to_string().replace(&format!("{}/", world.path().display()), "")
}

/// A world with one file replaced, and what must be said of it.
fn check(file: &str, content: impl AsRef<[u8]>, want: &str) {
    let world = SmallWorld::new();
    world.write(file, content);
    assert_eq!(message(&world), want);
}

/// Flows with one text replaced.
fn check_flows(from: &str, to: &str, want: &str) {
    assert!(FLOWS.contains(from));
    check("flows.csv", FLOWS.replacen(from, to, 1), want);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn the_small_world_is_right() {
    let world = SmallWorld::new();
    let (baseline, intakes) = Baseline::read_folder(world.path()).unwrap();
    assert_eq!((baseline.countries.len(), baseline.sectors.len()), (2, 2));
    assert_eq!(baseline.flows.get(0, 0, 1), 20.0);
    assert_eq!(baseline.tariffs.get(0, 0, 1), 0.25);
    assert_eq!(baseline.inputs.get(1, 0, 0), 0.3);
    let rows: Vec<usize> = intakes.iter().map(|intake| intake.accepted).collect();
    assert_eq!(rows, [2, 2, 8, 4, 8]);
}

#[test]
fn empty_file() {
    check(
        "flows.csv",
        "",
        "`flows.csv` is empty (its first line must be a header such as `importer,exporter,sector,value`)",
    );
}

#[test]
fn header_without_rows() {
    check("flows.csv", "importer,exporter,sector,value\n", "`flows.csv` has a header and no rows");
}

#[test]
fn wrong_header() {
    check_flows(
        "tariff",
        "tarif",
        "flows.csv:1:32: unknown column `tarif` (the nearest known column is `tariff`)",
    );
    check_flows("tariff", "value", "flows.csv:1:32: column `value` stands twice");
    check_flows(
        "tariff",
        "",
        "flows.csv:1:32: a column without a name (known columns are: importer, exporter, sector, value, tariff, export_tax)",
    );
}

#[test]
fn missing_column() {
    check_flows(
        "value,tariff",
        "tariff,export_tax",
        "flows.csv:1:1: column `value` is missing (required are: importer, exporter, sector, value)",
    );
}

#[test]
fn not_a_number() {
    check_flows("5.5", "5x5", "flows.csv:5:14: `5x5` is not a number");
    check_flows(
        "0.25",
        "25%",
        "flows.csv:3:18: `25%` is not a number (write rates as fractions: 0.25 for 25 %)",
    );
    check_flows(
        "100,",
        "\"1,100\",",
        "flows.csv:2:15: `1,100` is not a number (write decimals with a point and nothing between thousands)",
    );
    check_flows(
        "5.5",
        "NA",
        "flows.csv:5:14: `NA` is not a number (leave out the row, or leave the cell empty where the column is optional)",
    );
    check_flows("100,", ",", "flows.csv:2:15: `value` is empty (write a number)");
}

#[test]
fn nan_and_infinity() {
    check_flows("5.5", "NaN", "flows.csv:5:14: `NaN` is no value (leave the cell empty or the row out)");
    check_flows("5.5", "inf", "flows.csv:5:14: `inf` is infinite (write a finite number)");
    check_flows("5.5", "1e999", "flows.csv:5:14: `1e999` is infinite (write a finite number)");
    check_flows("5.5", "1e31", "flows.csv:5:14: `1e31` is too large for any amount");
}

#[test]
fn negative_flow() {
    check_flows("5.5", "-5.5", "flows.csv:5:14: the flow is negative: -5.5 (a flow is zero or more)");
}

#[test]
fn tariff_at_or_below_minus_one() {
    check_flows("0.25", "-1", "flows.csv:3:18: the tariff is -1: it must be above -1");
}

#[test]
fn duplicate_row() {
    check_flows(
        "CHN,USA,food,12,0.12",
        "CHN,USA,food,12,0.12\nUSA,CHN,steel,20,0.25",
        "flows.csv:10:1: the same cell stands in line 3 already (add the two up, or take one out)",
    );
    check(
        "countries.csv",
        "country,name\nUSA,x\nCHN,y\nUSA,z\n",
        "countries.csv:4:1: country `USA` stands in line 2 already",
    );
}

#[test]
fn unknown_codes() {
    check_flows(
        "CHN,steel",
        "CHM,steel",
        "flows.csv:3:5: unknown exporter `CHM` (the nearest known code is `CHN`)",
    );
    check_flows(
        "CHN,steel",
        "CHN,stel",
        "flows.csv:3:9: unknown sector `stel` (the nearest known code is `steel`)",
    );
    check_flows("USA,CHN,steel", "ZZZ,CHN,steel", "flows.csv:3:1: unknown importer `ZZZ`");
}

#[test]
fn byte_order_mark_crlf_and_blanks_are_accepted() {
    let world = SmallWorld::new();
    let (plain, _) = Baseline::read_folder(world.path()).unwrap();
    world.write("flows.csv", format!("\u{feff}{}", FLOWS.replace('\n', "\r\n").replace(',', " , ")));
    world.write(
        "baseline.toml",
        "\u{feff}name = \"small\"\r\nyear = 2020\r\nunit = \"million USD\"\r\nsource = \"made up\"\r\n",
    );
    let (same, _) = Baseline::read_folder(world.path()).unwrap();
    assert_eq!(plain, same);
}

#[test]
fn positions_are_right_after_a_byte_order_mark_and_crlf() {
    let crlf = format!("\u{feff}{}", FLOWS.replace('\n', "\r\n").replace("5.5", "x"));
    check("flows.csv", crlf, "flows.csv:5:14: `x` is not a number");
    check("flows.csv", FLOWS.replace('\n', "\r").replace("5.5", "x"), "flows.csv:5:14: `x` is not a number");
    check(
        "flows.csv",
        FLOWS.replace('\n', "\n\n").replace("5.5", "x"),
        "flows.csv:9:14: `x` is not a number",
    );
}

#[test]
fn semicolons_for_commas() {
    check(
        "flows.csv",
        FLOWS.replace(',', ";"),
        "flows.csv:1:1: semicolons separate the cells (separate them with commas, and write decimals with a point)",
    );
    check_flows(
        "USA,CHN,food,5.5,0.1",
        "USA;CHN;food;5.5;0.1",
        "flows.csv:5:1: the header has 5 cells and this row 1 (separate cells with commas, not semicolons)",
    );
}

#[test]
fn decimal_commas_and_short_rows() {
    check_flows(
        "5.5",
        "5,5",
        "flows.csv:5:1: the header has 5 cells and this row 6 (write decimals with a point, and put words that contain a comma in quotes)",
    );
    check_flows("USA,CHN,food,5.5,0.1", "USA,CHN", "flows.csv:5:1: the header has 5 cells and this row 2");
}

#[test]
fn a_quote_that_does_not_close() {
    check_flows(
        "USA,CHN,food,5.5,0.1",
        "\"USA,CHN,food,5.5,0.1",
        "flows.csv:5:1: a quote opens here and does not close (what follows it in the file was not read)",
    );
}

#[test]
fn truncated_gzip() {
    let packed = gzip(FLOWS.as_bytes());
    let world = SmallWorld::new();
    world.remove("flows.csv");
    world.write("flows.csv.gz", &packed[..packed.len() - 12]);
    assert_eq!(
        message(&world),
        "`flows.csv.gz` is cut off: its gzip data end too early (copy or download it again)"
    );
}

#[test]
fn damaged_and_foreign_gzip() {
    let world = SmallWorld::new();
    world.remove("flows.csv");
    world.write("flows.csv.gz", FLOWS);
    assert!(
        message(&world).starts_with("`flows.csv.gz` is damaged or no gzip file: "),
        "{}",
        message(&world)
    );
    let mut packed = gzip(FLOWS.as_bytes());
    let last = packed.len() - 6;
    packed[last] ^= 1;
    world.write("flows.csv.gz", packed);
    assert!(
        message(&world).starts_with("`flows.csv.gz` is damaged or no gzip file: "),
        "{}",
        message(&world)
    );
}

#[test]
fn gzip_without_the_ending() {
    let packed = gzip(FLOWS.as_bytes());
    check(
        "flows.csv",
        packed,
        "`flows.csv` is a gzip file although its name does not say so (name it `flows.csv.gz`)",
    );
}

#[test]
fn a_small_file_that_claims_ten_gigabytes() {
    let world = SmallWorld::new();
    world.remove("flows.csv");
    let member = gzip(&vec![b'0'; 64 << 20]);
    let bomb = member.repeat(160); // 160 members of 64 MiB
    assert!(bomb.len() < 12 << 20);
    world.write("flows.csv.gz", bomb);
    assert_eq!(
        message(&world),
        "`flows.csv.gz` is larger than 256 MiB when decompressed, the most that is read \
         (merge countries or sectors, or leave out rows of zero)"
    );
}

#[test]
fn toml_of_a_wrong_type() {
    check(
        "baseline.toml",
        "name = \"small\"\nyear = \"2020\"\nunit = 6\nsource = \"x\"\n",
        "baseline.toml:3:8: `unit` is an integer and should be a string\n\
         baseline.toml:2:8: `year` is a string and should be a whole number, such as 2022",
    );
}

#[test]
fn a_folder_that_is_a_file_and_one_that_is_missing() {
    let world = SmallWorld::new();
    let file = world.path().join("flows.csv");
    let error = Baseline::read_folder(&file).unwrap_err();
    assert!(error.to_string().contains("flows.csv` is a file, not a folder"), "{error}");
    let error = Baseline::read_folder(&world.path().join("none")).unwrap_err();
    assert!(error.to_string().starts_with("there is no folder `"), "{error}");
    assert_eq!(error.kind(), ErrorKind::File);
}

#[test]
fn invalid_utf8() {
    let mut bytes = FLOWS.as_bytes().to_vec();
    let at = FLOWS.find("CHN,food").unwrap();
    bytes[at + 1] = 0xe9;
    check("flows.csv", bytes, "flows.csv:5:6: `flows.csv` is not UTF-8 (save it as UTF-8)");
}

#[test]
fn missing_files_and_two_of_one() {
    let world = SmallWorld::new();
    world.remove("countries.csv");
    assert_eq!(
        message(&world),
        "`countries.csv` is missing (a folder needs baseline.toml, countries.csv, sectors.csv and flows.csv)"
    );
    let world = SmallWorld::new();
    world.write("flows.csv.gz", gzip(FLOWS.as_bytes()));
    assert_eq!(
        message(&world),
        "`flows.csv` and `flows.csv.gz` both exist (remove one of them: only one can be meant)"
    );
    let world = SmallWorld::new();
    world.remove("baseline.toml");
    assert_eq!(message(&world), "`baseline.toml` is missing (it says `name`, `year`, `unit` and `source`)");
}

#[test]
fn a_misspelt_file_is_not_overlooked() {
    let world = SmallWorld::new();
    world.remove("inputs.csv");
    world.write("input.csv", INPUTS);
    let found = message(&world);
    assert!(
        found.starts_with("`input.csv` is not a file of a baseline (did you mean `inputs.csv`?)"),
        "{found}"
    );
}

#[test]
fn sectors_out_of_range() {
    let head = "sector,name,elasticity,scale\n";
    check(
        "sectors.csv",
        format!("{head}steel,Steel,0,\nfood,Food,3,-0.1\n"),
        "sectors.csv:2:13: `elasticity` is 0 and must be above 0\n\
         sectors.csv:3:13: `scale` is -0.1 and must be at least 0",
    );
}

#[test]
fn sectors_without_an_elasticity() {
    check(
        "sectors.csv",
        "sector,name\nsteel,Steel\nfood,Food\n",
        "`sectors.csv` has neither a column `elasticity` nor a column `substitution` \
         (give the trade elasticity, or the elasticity of substitution, by sector)",
    );
}

#[test]
fn value_added_shares_out_of_range() {
    let rows = "USA,food,0.5\nCHN,steel,0.3\nCHN,food,1.2\n";
    check(
        "production.csv",
        format!("country,sector,value_added_share\nUSA,steel,0\n{rows}"),
        "production.csv:2:11: the share of value added is 0: it must be above 0 and at most 1\n\
         production.csv:5:10: the share of value added is 1.2: it must be above 0 and at most 1",
    );
}

#[test]
fn shares_that_do_not_sum_to_one() {
    check(
        "inputs.csv",
        INPUTS.replace("CHN,steel,food,0.25", "CHN,steel,food,0.15"),
        "inputs.csv:6:1: the input shares of steel in CHN sum to 0.9, not to 1 \
         (sums within 0.001 of 1 are taken as rounded and scaled; this is further off)",
    );
    check(
        "final.csv",
        "country,sector,share\nUSA,steel,0.5\nUSA,food,0.5\n",
        "final.csv:1:1: the final shares of CHN sum to 0, not to 1 \
         (sums within 0.001 of 1 are taken as rounded and scaled; this is further off)",
    );
}

#[test]
fn inputs_without_production() {
    let world = SmallWorld::new();
    world.remove("production.csv");
    assert!(message(&world).contains("there are shares of inputs and no `production.csv`"));
}

#[test]
fn a_set_of_elasticities_must_be_whole() {
    check(
        "sectors.csv",
        "sector,name,elasticity,elasticity_cp2015\nsteel,Steel,5,8\nfood,Food,3,\n",
        "sectors.csv:3:13: `elasticity_cp2015` is empty (a set gives an elasticity for every sector: \
         repeat that of `elasticity` where it has none)",
    );
}

#[test]
fn every_problem_is_told_and_many_of_a_kind_are_counted() {
    let world = SmallWorld::new();
    let many: String = (0..40).map(|i| format!("USA,X{i},steel,1,\n")).collect();
    world.write("flows.csv", format!("{}{many}", FLOWS.replace("5.5", "-5.5")));
    world.write("baseline.toml", "name = \"small\"\nyear = 2020\nunit = \"million USD\"\n");
    let found = message(&world);
    let lines: Vec<&str> = found.lines().collect();
    assert_eq!(lines.len(), 1 + 1 + 5 + 1, "{found}");
    assert!(lines[0].starts_with("baseline.toml:1:1: `source` is missing"), "{found}");
    assert!(lines[1].starts_with("flows.csv:5:14: the flow is negative"), "{found}");
    assert_eq!(lines[7], "`flows.csv`: 35 more rows refused: unknown exporter");
}
