//! The check of a baseline says what is wrong, what stands out, and whether the accounts add up.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test that fails says where")]

mod common;

use common::{FLOWS, SmallWorld, shared_data};
use thalweg_trade::Baseline;
use thalweg_trade::baseline::{Check, Finding, Severity, Summary, check, check_folder};

fn finding<'a>(check: &'a Check, subject: &str) -> &'a Finding {
    check
        .findings
        .iter()
        .find(|f| f.subject == subject)
        .unwrap_or_else(|| panic!("no {subject}: {:?}", check.findings))
}

#[test]
fn a_good_folder_has_nothing_to_say() {
    let check = check_folder(SmallWorld::new().path());
    assert!(check.is_usable() && check.findings.is_empty(), "{:?}", check.findings);
    assert!(check.identities.iter().all(|identity| identity.holds), "{:?}", check.identities);
    let names: Vec<String> = check.tables().into_iter().map(|table| table.name).collect();
    assert_eq!(names, ["sizes", "intake", "identities", "findings"]);
}

#[test]
fn what_was_refused_is_counted_by_reason() {
    let world = SmallWorld::new();
    world.write("flows.csv", FLOWS.replace("5.5", "-1").replace("CHN,USA", "CHN,UZA"));
    let check = check_folder(world.path());
    assert!(!check.is_usable());
    let intake = check.intakes.iter().find(|intake| intake.file.ends_with("flows.csv")).unwrap();
    assert_eq!((intake.read(), intake.accepted, intake.refused()), (8, 5, 3));
    let reasons: Vec<(&str, usize)> = intake.refusals.iter().map(|r| (r.reason.as_str(), r.count)).collect();
    assert_eq!(reasons, [("negative flow", 1), ("unknown exporter", 2)]);
}

#[test]
fn final_demand_below_zero_is_listed_with_its_size() {
    let world = SmallWorld::new();
    world.write("flows.csv", FLOWS.replace("USA,USA,food,80,0", "USA,USA,food,20,0"));
    let check = check_folder(world.path());
    let found = finding(&check, "negative_final_demand");
    assert_eq!((found.severity, found.count), (Severity::Warning, 1));
    let cell = &found.cells[0];
    assert_eq!((cell.country.as_deref(), cell.sector.as_deref()), (Some("USA"), Some("food")));
    // bought 20 + 5.5 * 1.1; used 0.6 * 104 * 0.3 in steel and 0.5 * 32 * 0.8 in food
    assert!((cell.value - (26.05 - 18.72 - 12.8)).abs() < 1e-12, "{}", cell.value);
}

#[test]
fn tariffs_beyond_100_percent_and_idle_sectors_are_found() {
    let world = SmallWorld::new();
    world.write("flows.csv", FLOWS.replace("0.25", "1.5"));
    world.write("sectors.csv", "sector,name,elasticity\nsteel,Steel,5\nfood,Food,3\ncoal,Coal,4\n");
    let check = check_folder(world.path());
    assert_eq!(finding(&check, "tariff_above_100").cells[0].value, 1.5);
    assert_eq!(finding(&check, "idle_sector").cells[0].sector.as_deref(), Some("coal"));
    assert!(check.is_usable());
}

#[test]
fn a_country_that_makes_nothing_is_an_error() {
    let world = SmallWorld::new();
    world.write("countries.csv", "country,name\nUSA,United States\nCHN,China\nVAT,Vatican\n");
    let check = check_folder(world.path());
    assert_eq!(finding(&check, "no_output").severity, Severity::Error);
    assert_eq!(finding(&check, "no_spending").severity, Severity::Error);
    assert!(!check.is_usable());
}

#[test]
fn what_was_mended_is_noted() {
    let world = SmallWorld::new();
    world.write("inputs.csv", "country,sector,input,share\nUSA,steel,steel,0.7004\nUSA,steel,food,0.3\n");
    let check = check_folder(world.path());
    assert_eq!(finding(&check, "shares_scaled").count, 1);
    assert_eq!(finding(&check, "no_inputs").count, 3);
    assert!(check.is_usable());
}

#[test]
fn embedded_baselines_are_usable() {
    for name in Baseline::embedded_names() {
        let check = check(&Baseline::embedded(name).unwrap());
        assert!(check.is_usable(), "{name}: {:?}", check.findings);
    }
}

#[test]
fn every_shared_folder_is_usable() {
    let Some(data) = shared_data() else { return };
    for entry in std::fs::read_dir(data.join("baselines")).unwrap() {
        let check = check_folder(&entry.unwrap().path());
        for f in &check.findings {
            println!(
                "{}: {} {} ({} cells, first {:?})",
                check.baseline,
                f.severity.word(),
                f.message,
                f.count,
                f.cells.first()
            );
        }
        println!("{}: {:?}", check.baseline, check.identities);
        assert!(check.is_usable(), "{}: {:?}", check.baseline, check.problems);
    }
}

#[test]
fn a_summary_shows_balances_and_mean_tariffs() {
    let (world, _) = Baseline::read_folder(SmallWorld::new().path()).unwrap();
    let summary = Summary::of(&world);
    let usa = &summary.countries[0];
    assert_eq!((usa.imports, usa.exports, usa.balance), (25.5, 16.0, -9.5));
    let trade_weighted = 100.0 * (20.0 * 0.25 + 5.5 * 0.1) / 25.5;
    assert!((usa.mean_tariff_pct.unwrap() - trade_weighted).abs() < 1e-12);
    assert!((usa.simple_tariff_pct.unwrap() - 17.5).abs() < 1e-12);
    assert_eq!(summary.balances.len(), 1);
    let balance = &summary.balances[0];
    assert_eq!((balance.surplus.as_str(), balance.deficit.as_str(), balance.balance), ("CHN", "USA", 9.5));
    for table in summary.tables() {
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{}", table.name);
    }
}
