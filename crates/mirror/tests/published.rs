//! Numbers that others published or that the data pin down, met to their digits.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says where")]

mod common;

use common::{gap, ledger, mirror, rounded, shared_data};
use thalweg_mirror::{Countries, Flow, Group, Margin, Mirror, PolicyDate, Production, Question, Verdict};

const CRUDE: &str = "china_malaysia_crude_mirror.csv";
const DOTS: &str = "dots_mirror_2015_2018.csv.gz";
const UNION: &str = "eu_exports_to_neighbours_monthly.csv.gz";
const NEIGHBOURS: &str = "neighbours_imports_yearly.csv";

/// Production of crude by the balances of the Energy Institute, at 7.33 barrels a tonne.
fn production() -> Option<Production> {
    let balances = shared_data()?.join("oil/oil_balances_2015_2023.csv");
    let balances = std::fs::read_to_string(balances).unwrap();
    let mut table = "country,product,year,quantity,unit,barrels_per_tonne\n".to_owned();
    for row in balances.lines().filter(|row| row.starts_with("Malaysia,") && row.contains(",production_kbd,"))
    {
        let cells: Vec<&str> = row.split(',').collect();
        table.push_str(&format!("{},2709,{},{},kbd,7.33\n", cells[0], cells[1], cells[3]));
    }
    let (production, intake) = Production::read(&table, "balances", &Countries::embedded()).unwrap();
    assert_eq!(intake.refused(), 0, "{intake:?}");
    Some(production)
}

#[test]
fn crude_from_malaysia() {
    let Some((ledger, sources)) = ledger(&[(CRUDE, None)]) else { return };
    assert_eq!((sources[0].intake.accepted, sources[0].intake.refused()), (11, 0));
    let question = Question { production: production().unwrap(), ..Question::default() };
    let mirror = mirror(&ledger, &question);
    let of_2020 = gap(&mirror, "MYS", "CHN", 2020);
    assert_eq!(rounded(of_2020.importer_said.unwrap() / 1e9, 3), "12.463");
    assert_eq!(rounded(of_2020.exporter_said.unwrap() / 1e9, 3), "0.852");
    assert_eq!(rounded(of_2020.ratio.unwrap(), 1), "14.6");
    assert_eq!(rounded(of_2020.production.unwrap() / 1e9, 0), "31");
    assert_eq!(of_2020.is_impossible(), Some(false));
    assert!(of_2020.times_world().unwrap() < 1.0);
    let of_2023 = gap(&mirror, "MYS", "CHN", 2023);
    assert_eq!(rounded(of_2023.importer_said.unwrap() / 1e9, 3), "46.940");
    assert_eq!(of_2023.exporter_said, None);
    assert_eq!(rounded(of_2023.exporter_to_world.unwrap() / 1e9, 3), "10.368");
    assert_eq!(rounded(of_2023.times_world().unwrap(), 2), "4.53");
    assert_eq!(rounded(of_2023.production.unwrap() / 1e9, 0), "28");
    assert_eq!(of_2023.is_impossible(), Some(true));
    let told = &mirror.flows[0];
    assert_eq!((told.gap.year, told.verdict), (2023, Verdict::Impossible));
    for words in [
        "46.940 million tonnes",
        "10.368 million tonnes",
        "4.53 times",
        "28.",
        "imports are not in the data",
        "In 2020 the importer said 12.463 million tonnes, the exporter 852.349 thousand tonnes (14.62 times as much)",
        "and made 30.694 million tonnes: possible.",
    ] {
        assert!(told.sentence.contains(words), "{words}: {}", told.sentence);
    }
}

/// Only the year without the contradiction: possible, and the production is told beside it.
#[test]
fn what_is_possible_is_told_as_possible() {
    let Some(folder) = shared_data() else { return };
    let table = std::fs::read_to_string(folder.join("mirror").join(CRUDE)).unwrap();
    let of_2020: Vec<&str> = table.lines().filter(|row| !row.starts_with("2023")).collect();
    let (ledger, _) = common::text(&of_2020.join("\n"));
    let mirror = mirror(&ledger, &Question { production: production().unwrap(), ..Question::default() });
    let told = &mirror.flows[0];
    assert_eq!((told.gap.year, told.verdict), (2020, Verdict::ImporterSaysMore));
    assert!(told.sentence.contains("not physically impossible: the exporter made 30."), "{}", told.sentence);
}

#[test]
fn hong_kong_is_a_hub() {
    let Some((ledger, sources)) = ledger(&[(DOTS, None)]) else { return };
    let intake = &sources[0].intake;
    // 5,620 pairs and years stand there twice, the second time rounded to dollars
    assert_eq!((intake.read(), intake.accepted, intake.refused()), (184_200, 172_960, 11_240));
    assert_eq!(intake.refusals.len(), 1, "{:?}", intake.refusals);
    assert!(sources[0].set_aside.is_empty());
    let mirror = mirror(&ledger, &Question::default());
    let of_2015 = gap(&mirror, "HKG", "CHN", 2015);
    assert_eq!(rounded(of_2015.importer_said.unwrap() / 1e9, 1), "7.7");
    assert_eq!(rounded(of_2015.exporter_said.unwrap() / 1e9, 1), "285.9");
    assert_eq!(of_2015.margin, 0.0, "these imports are free on board already");
    let told =
        mirror.flows.iter().find(|flow| flow.gap.exporter == "HKG" && flow.gap.importer == "CHN").unwrap();
    assert_eq!(told.verdict, Verdict::Hub);
    assert_eq!(mirror.hubs[0].country, "HKG");
    let names: Vec<&str> = mirror.hubs.iter().map(|hub| hub.country.as_str()).collect();
    for no_hub in ["USA", "DEU", "CHN", "JPN", "RUS", "KAZ"] {
        assert!(!names.contains(&no_hub), "{names:?}");
    }
    // five small reporters whose exports collapse in a year while their partners' books do not
    let short: std::collections::BTreeSet<&str> =
        mirror.incomplete.iter().map(|one| one.reporter.as_str()).collect();
    assert_eq!(short.into_iter().collect::<Vec<_>>(), ["GMB", "LBR", "NIC", "SLE", "STP"]);
    assert!(mirror.incomplete.iter().all(|one| one.flow == "exports" && one.partners_ratio > Some(0.6)));
}

fn neighbours(importers: &[&str]) -> Option<Mirror> {
    let (ledger, sources) = ledger(&[(UNION, Some(Flow::Export)), (NEIGHBOURS, Some(Flow::Import))])?;
    for source in &sources {
        assert_eq!(source.intake.refused(), 0, "{:?} {:?}", source.unknown, source.intake.refusals);
    }
    let question = Question {
        groups: vec![Group::parse("EU27", &Countries::embedded()).unwrap()],
        margin: Margin::fixed(0.0),
        exporters: vec!["EU27".to_owned()],
        importers: importers.iter().map(|code| (*code).to_owned()).collect(),
        since: Some(PolicyDate::parse("2022-02-24").unwrap()),
        ..Question::default()
    };
    Some(mirror(&ledger, &question))
}

#[test]
fn exports_of_the_union_to_its_neighbours() {
    let Some(mirror) = neighbours(&[]) else { return };
    let millions = |importer: &str, year: u16| {
        let gap = gap(&mirror, "EU27", importer, year);
        let round = |said: Option<f64>| rounded(said.unwrap() / 1e6, 0);
        (round(gap.exporter_said), round(gap.importer_said))
    };
    assert_eq!(millions("KGZ", 2023), ("2734".to_owned(), "901".to_owned()));
    assert_eq!(millions("KAZ", 2023), ("12110".to_owned(), "9639".to_owned()));
    // the row `European Union` beside the members says 5,054
    assert_eq!(millions("KAZ", 2021).1, "4792");
}

#[test]
fn additional_exports_that_never_arrive() {
    let Some(mirror) = neighbours(&["KGZ", "KAZ", "ARM"]) else { return };
    let percent = |importers: &[&str], years: &[&str]| {
        let is = |one: &&thalweg_mirror::Arrival| one.importers == importers && one.years == years;
        let found = mirror.arrivals.iter().find(is).unwrap_or_else(|| panic!("{importers:?} {years:?}"));
        assert_eq!(found.base, 2021);
        rounded(100.0 * found.never_arrived, 0)
    };
    assert_eq!(percent(&["KGZ"], &["KGZ 2022", "KGZ 2023"]), "73");
    assert_eq!(percent(&["KAZ"], &["KAZ 2022", "KAZ 2023"]), "36");
    assert_eq!(percent(&["KAZ"], &["KAZ 2023"]), "27");
    let all = ["ARM 2022", "KAZ 2022", "KAZ 2023", "KGZ 2022", "KGZ 2023"];
    assert_eq!(percent(&["ARM", "KAZ", "KGZ"], &all), "43");
}

#[test]
fn a_year_of_one_month_is_noticed() {
    let Some(mirror) = neighbours(&["ARM"]) else { return };
    let years: Vec<u16> =
        mirror.gaps.iter().filter(|gap| gap.importer_said.is_some()).map(|gap| gap.year).collect();
    assert_eq!(years, [2019, 2020, 2021, 2022]);
    let by_year: Vec<(&str, u16)> = mirror
        .incomplete
        .iter()
        .filter(|one| one.months.is_none())
        .map(|one| (one.reporter.as_str(), one.year))
        .collect();
    assert_eq!(by_year, [("ARM", 2023)]);
    let by_month = mirror.incomplete.iter().filter(|one| one.months.is_some());
    assert!(by_month.clone().all(|one| one.year == 2024 && one.months == Some(8)));
    assert_eq!(by_month.count(), 27);
    assert!(
        mirror
            .notes
            .iter()
            .any(|note| note.starts_with("Imports of 2023 by Armenia are incomplete and left out: 8 percent"))
    );
}
