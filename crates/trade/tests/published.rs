//! Published numbers, met to their printed digits.
//!
//! Each number stands here as it was published; a result passes when it rounds to it. Numbers on embedded baselines need
//! nothing else; the others need the development data and are skipped, with a word, where those are absent.
#![allow(clippy::unwrap_used)]

mod common;

use common::shared_data;
use std::path::Path;
use thalweg_trade::{Baseline, Options, Outcome, Scenario, Settings, Simulator};

/// A number, what it is, and as what it was published: `(name, computed, published, digits after the point)`.
type Pin<'a> = (&'a str, f64, f64, i32);

#[track_caller]
fn check(pins: &[Pin<'_>]) {
    let misses: Vec<String> = pins
        .iter()
        .filter(|(_, computed, published, digits)| {
            let unit = 10f64.powi(*digits);
            ((computed * unit).round() / unit - published).abs() > 0.1 / unit
        })
        .map(|(name, computed, published, _)| format!("{name}: computed {computed}, published {published}"))
        .collect();
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

fn simulate(baseline: &Baseline, scenario: &Scenario) -> Outcome {
    Simulator::new(baseline, Settings::default()).simulate("test", scenario, &Options::default()).unwrap()
}

fn scenario(text: &str) -> Scenario {
    Scenario::parse("test.toml", text).unwrap()
}

/// Real income of countries in percent.
#[track_caller]
fn check_real_income(outcome: &Outcome, published: &[(&str, f64)]) {
    let row = |code: &str| outcome.country(code).unwrap().real_income_pct;
    let pins: Vec<Pin<'_>> = published.iter().map(|(code, value)| (*code, row(code), *value, 4)).collect();
    check(&pins);
}

/// Imports from China before and after, in units of the baseline.
#[track_caller]
fn check_imports_from_china(outcome: &Outcome, published: &[(&str, f64, f64)]) {
    for (code, before, after) in published {
        let flow = outcome.flow(code, "CHN").unwrap();
        check(&[(code, flow.before, *before, 0), (code, flow.after, *after, 0)]);
    }
}

fn embedded(name: &str) -> Outcome {
    simulate(&Baseline::embedded("world-2022").unwrap(), &Scenario::embedded(name).unwrap())
}

#[test]
fn truce_on_the_world_of_2022() {
    let outcome = embedded("truce");
    check_real_income(
        &outcome,
        &[
            ("USA", -0.2860),
            ("CHN", -0.3170),
            ("CAN", 0.0600),
            ("MEX", 0.1936),
            ("DEU", 0.0247),
            ("VNM", 0.3260),
        ],
    );
    check_imports_from_china(
        &outcome,
        &[
            ("USA", 532_152.0, 257_825.0),
            ("CAN", 82_759.0, 87_502.0),
            ("MEX", 127_483.0, 136_517.0),
            ("DEU", 170_671.0, 176_749.0),
            ("VNM", 123_770.0, 129_546.0),
        ],
    );
}

#[test]
fn breakdown_on_the_world_of_2022() {
    let published = [("USA", -0.7729), ("CHN", -0.6863), ("CAN", 0.0780), ("MEX", 0.3038), ("VNM", 0.5725)];
    check_real_income(&embedded("breakdown"), &published);
}

#[test]
fn sixty_points_on_the_world_of_2022() {
    let published = [
        ("USA", -0.4799),
        ("CHN", -0.3849),
        ("CAN", 0.0988),
        ("MEX", 0.2997),
        ("DEU", 0.0379),
        ("VNM", 0.4976),
    ];
    check_real_income(&embedded("sixty-points"), &published);
}

#[test]
fn rollback_on_the_world_of_2022() {
    let published = [("USA", 0.0908), ("CHN", 0.4603), ("CAN", -0.0619), ("MEX", -0.2481), ("VNM", -0.3171)];
    check_real_income(&embedded("rollback"), &published);
}

const SIXTY_POINTS: &str =
    "name = 'sixty'\n[[tariff]]\nimporter = 'USA'\nexporter = 'CHN'\nsectors = 'tradable'\nadd = 0.60\n";

#[test]
fn sixty_points_on_the_world_of_2011() {
    let outcome = simulate(&Baseline::embedded("world-2011").unwrap(), &scenario(SIXTY_POINTS));
    check_real_income(
        &outcome,
        &[("USA", -0.2467), ("CHN", -0.4455), ("CAN", 0.0492), ("MEX", 0.2026), ("DEU", 0.0384)],
    );
    check_imports_from_china(
        &outcome,
        &[
            ("USA", 412_844.0, 88_258.0),
            ("CAN", 57_931.0, 64_488.0),
            ("MEX", 48_130.0, 56_374.0),
            ("DEU", 123_262.0, 133_146.0),
        ],
    );
}

fn table(folder: &Path, file: &str, importers: &str, exporters: &str) -> String {
    let path = folder.join(file);
    format!("[[tariff]]\nimporter = {importers}\nexporter = {exporters}\ntable = '{}'\n", path.display())
}

#[test]
fn april_2025_on_one_sector_and_194_economies() {
    let Some(shared) = shared_data() else { return };
    let folder = shared.join("baselines/world-2023");
    let baseline = Baseline::embedded("world-2023").unwrap();
    let text = format!("name = 'april'\n{}", table(&folder, "us_tariffs_april_2025.csv", "'*'", "'*'"));
    let outcome = simulate(&baseline, &scenario(&text));
    check_real_income(
        &outcome,
        &[
            ("USA", 0.3587),
            ("CHN", -0.6606),
            ("CAN", -0.3989),
            ("MEX", -1.3447),
            ("DEU", -0.3831),
            ("JPN", -0.1548),
            ("VNM", -7.6525),
            ("IND", 0.1375),
        ],
    );
    check_imports_from_china(
        &outcome,
        &[("USA", 440_478.0, 108_256.0), ("CAN", 61_875.0, 82_208.0), ("MEX", 88_435.0, 104_442.0)],
    );
}

#[test]
fn april_2025_answered_in_kind() {
    let Some(shared) = shared_data() else { return };
    let folder = shared.join("baselines/world-2023");
    let baseline = Baseline::embedded("world-2023").unwrap();
    let announced = std::fs::read_to_string(folder.join("us_tariffs_april_2025.csv")).unwrap();
    let mut answered = announced.clone();
    for line in announced.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        answered.push_str(&format!("{},{},{}\n", cells[1], cells[0], cells[2]));
    }
    let scratch = tempfile::tempdir().unwrap();
    std::fs::write(scratch.path().join("both.csv"), answered).unwrap();
    let text = format!("name = 'in kind'\n{}", table(scratch.path(), "both.csv", "'*'", "'*'"));
    check_real_income(
        &simulate(&baseline, &scenario(&text)),
        &[
            ("USA", -0.1146),
            ("CHN", -0.5179),
            ("CAN", -0.3812),
            ("MEX", -1.3981),
            ("DEU", -0.2990),
            ("JPN", -0.1812),
            ("VNM", -7.5567),
            ("IND", 0.0182),
        ],
    );
}

/// The members of the North American agreement, with published numbers of Caliendo and Parro (2015).
struct Member {
    code: &'static str,
    welfare: f64,
    terms: f64,
    volume: f64,
    real_wage: f64,
    real_income: f64,
    inside: f64,
    outside: f64,
}

const MEMBERS: [Member; 3] = [
    Member {
        code: "MEX",
        welfare: 1.31,
        terms: -0.41,
        volume: 1.72,
        real_wage: 1.72,
        real_income: 0.0073,
        inside: 118.28,
        outside: -17.03,
    },
    Member {
        code: "CAN",
        welfare: -0.06,
        terms: -0.11,
        volume: 0.04,
        real_wage: 0.32,
        real_income: -0.1101,
        inside: 11.11,
        outside: -6.98,
    },
    Member {
        code: "USA",
        welfare: 0.08,
        terms: 0.04,
        volume: 0.04,
        real_wage: 0.11,
        real_income: 0.0741,
        inside: 40.52,
        outside: -0.74,
    },
];

/// Change of what a country imports from the other members (or from everybody else), in percent.
fn imports_pct(outcome: &Outcome, importer: &str, inside: bool) -> f64 {
    let member = |code: &str| MEMBERS.iter().any(|m| m.code == code);
    let rows = outcome.flows.iter().filter(|row| row.importer == importer && member(&row.exporter) == inside);
    let (before, after) = rows.fold((0.0, 0.0), |(b, a), row| (b + row.before, a + row.after));
    100.0 * (after / before - 1.0)
}

#[test]
fn the_north_american_agreement() {
    let Some(shared) = shared_data() else { return };
    let folder = shared.join("baselines/nafta-1993");
    let (baseline, _) = Baseline::read_folder(&folder).unwrap();
    let bloc = "['CAN', 'MEX', 'USA']";
    let text = format!(
        "name = 'nafta'\n{}[model]\ndeficits = 'balanced'\n",
        table(&folder, "tariffs_2005.csv.gz", bloc, bloc)
    );
    let outcome = simulate(&baseline, &scenario(&text));
    assert!(outcome.certificate.base.solved, "the base without deficits has to be solved first");
    for member in &MEMBERS {
        let row = outcome.country(member.code).unwrap();
        check(&[
            ("welfare", row.first_order_welfare_pct.unwrap(), member.welfare, 2),
            ("terms of trade", row.terms_of_trade_pct.unwrap(), member.terms, 2),
            ("volume of trade", row.volume_of_trade_pct.unwrap(), member.volume, 2),
            ("real wage", row.real_wage_pct, member.real_wage, 2),
            ("real income", row.real_income_pct, member.real_income, 4),
            ("imports inside", imports_pct(&outcome, member.code, true), member.inside, 2),
            ("imports outside", imports_pct(&outcome, member.code, false), member.outside, 2),
        ]);
    }
}

/// Seven economies with scale economies: the tariffs of 2018, of one side and of both.
fn majors(scale: bool, published: [[(&str, f64); 2]; 2]) {
    let Some(shared) = shared_data() else { return };
    let folder = shared.join("baselines/majors-2017");
    let (mut baseline, _) = Baseline::read_folder(&folder).unwrap();
    if !scale {
        baseline.sectors.iter_mut().for_each(|sector| sector.scale = 0.0);
    }
    let us_side =
        format!("name = 'majors'\n{}", table(&folder, "tariffs_2018_us_on_china.csv", "'*'", "'*'"));
    let both = us_side.clone() + &table(&folder, "tariffs_2018_china_on_us.csv", "'*'", "'*'");
    for (text, published) in [us_side, both].iter().zip(published) {
        let outcome = simulate(&baseline, &scenario(text));
        check_real_income(&outcome, &published);
        let base = outcome.certificate.base;
        assert!(base.solved);
        if scale {
            check(&[("wages of the base move by", base.wages_pct, 1.66, 2)]);
        }
    }
}

#[test]
fn the_tariffs_of_2018_with_scale_economies() {
    majors(true, [[("USA", 0.0396), ("CHN", -1.0180)], [("USA", -0.0379), ("CHN", -0.9972)]]);
}

#[test]
fn the_tariffs_of_2018_without_scale_economies() {
    majors(false, [[("USA", -0.0556), ("CHN", -0.1951)], [("USA", -0.0745), ("CHN", -0.2021)]]);
}
