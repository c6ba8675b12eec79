//! A matrix of movements becomes a baseline that is an equilibrium, and scenarios work on it.
#![allow(clippy::unwrap_used, reason = "a test that fails says so")]

mod common;

use common::shared;
use thalweg_core::Text;
use thalweg_oil::{Areas, Imported, Movements, Outcome, Scenario, Wanted, World};

/// The matrix of 2020 as a baseline, where the development data are.
fn of_2020() -> Option<Imported> {
    let name = "inter_area_oil_movements_2020.csv";
    let bytes = std::fs::read(shared("oil")?.join(name)).unwrap();
    let movements = Movements::read(name, &bytes, &Wanted::default()).unwrap();
    Some(imported(&movements).unwrap())
}

fn sample() -> Movements {
    Movements::read("sample.csv", thalweg_oil::sample_movements().as_bytes(), &Wanted::default()).unwrap()
}

fn imported(movements: &Movements) -> Result<Imported, String> {
    Imported::new("mine", movements, &Areas::embedded().unwrap()).map_err(|error| error.to_string())
}

fn solve(imported: &Imported, scenario: &str) -> Outcome {
    let world = World::new(imported.baseline.clone()).unwrap();
    world.solve(&Scenario::open(scenario).unwrap()).unwrap()
}

/// What Russia sells to a buyer, before and after.
fn russian(outcome: &Outcome, buyer: &str) -> (f64, f64) {
    let flows = outcome.flows.iter().filter(|flow| flow.origin.starts_with("RUS") && flow.buyer == buyer);
    flows.fold((0.0, 0.0), |sum, flow| (sum.0 + flow.flow.before, sum.1 + flow.flow.after))
}

#[test]
fn the_flows_are_the_matrix() {
    let sample = sample();
    let imported = imported(&sample).unwrap();
    assert_eq!(imported.carried, sample.sum());
    assert!(imported.left_out.is_empty() && imported.notes.is_empty());
    let baseline = &imported.baseline;
    assert_eq!((baseline.about.year, baseline.origins.len(), baseline.buyers.len()), (2021, 17, 13));
    // barrels a day times days over barrels a tonne are the tonnes again, the two Russian origins together
    let back = Movements::of(baseline);
    assert!((back.sum() - sample.sum()).abs() < 1e-9, "{} {}", back.sum(), sample.sum());
    let row = |movements: &Movements, names: &[&str]| -> f64 {
        let rows = movements.origins.iter().zip(&movements.cells);
        rows.filter(|(name, _)| names.contains(&name.as_str())).flat_map(|(_, row)| row).sum()
    };
    assert!((row(&back, &["RUS-W", "RUS-PAC"]) - row(&sample, &["Russia"])).abs() < 1e-9);
    assert!((row(&back, &["WAF"]) - row(&sample, &["West Africa"])).abs() < 1e-9);
}

#[test]
fn nothing_changes_where_nothing_changes() {
    let outcome = solve(&imported(&sample()).unwrap(), "as-it-is");
    assert!(outcome.certificate.complementarity_residual <= 1e-8);
    for flow in &outcome.flows {
        assert!((flow.flow.after - flow.flow.before).abs() < 1e-6, "{flow:?}");
    }
}

#[test]
fn embedded_scenarios_work_on_it() {
    let imported = imported(&sample()).unwrap();
    for scenario in
        ["embargo", "price-cap", "lower-cap", "service-ban", "mid-2025", "listings", "suez-closed"]
    {
        let outcome = solve(&imported, scenario);
        let residual = outcome.certificate.complementarity_residual;
        assert!(residual <= 1e-8, "{scenario}: {residual}");
    }
}

#[test]
fn the_embargo_of_2020_moves_russian_oil_from_europe_to_china_and_india() {
    let Some(imported) = of_2020() else { return };
    assert!(imported.notes.is_empty(), "{:?}", imported.notes);
    let left_out: f64 = imported.left_out.iter().map(|one| one.amount).sum();
    assert!(left_out > 0.0 && left_out < 0.001 * imported.carried, "{left_out}");
    assert!((imported.carried + left_out - 2108.5607).abs() < 0.01, "{}", imported.carried);
    let outcome = solve(&imported, "embargo");
    assert!(outcome.certificate.complementarity_residual <= 1e-8);
    let (europe, china, india) =
        (russian(&outcome, "EUR"), russian(&outcome, "CHN"), russian(&outcome, "IND"));
    // 138.2 million tonnes a year of 7.27 barrels a tonne
    assert!((europe.0 - 138.2007 * 7.27 / 365.25).abs() < 0.01 && europe.1 == 0.0, "{europe:?}");
    assert!(china.1 > china.0 + 0.3 && india.1 > india.0 + 0.3, "{china:?} {india:?}");
    assert!(russian(&outcome, "JPN").1 == 0.0 && russian(&outcome, "USA").1 == 0.0);
}

#[test]
fn a_capacity_below_what_flows_is_left_open_and_said() {
    let mut movements = sample();
    let india = movements.destinations.iter().position(|name| name == "India").unwrap();
    let saudi = movements.origins.iter().position(|name| name == "Saudi Arabia").unwrap();
    movements.cells[saudi][india] += 200.0;
    let imported = imported(&movements).unwrap();
    assert_eq!(imported.notes.len(), 1, "{:?}", imported.notes);
    assert!(imported.notes[0].contains("refinery of `IND` is 5.5"), "{}", imported.notes[0]);
    let buyer = imported.baseline.buyers.iter().find(|buyer| buyer.code == "IND").unwrap();
    assert_eq!(buyer.capacity, None);
}

#[test]
fn small_amounts_are_left_out_and_counted() {
    let mut movements = sample();
    let o = movements.origins.iter().position(|name| name == "Russia").unwrap();
    let d = movements.destinations.iter().position(|name| name == "US").unwrap();
    movements.cells[o][d] = 0.04;
    let imported = imported(&movements).unwrap();
    assert_eq!(imported.left_out.len(), 1);
    let left = &imported.left_out[0];
    assert_eq!((left.origin.as_str(), left.destination.as_str(), left.amount), ("Russia", "US", 0.04));
}

#[test]
fn names_of_earlier_editions_are_known() {
    let rows = "from,to,million_tonnes\nEurope,USA,5\nRussian Federation,Europe,9\nSouth and Central America,USA,4\n";
    let wanted = Wanted { year: Some(2015), sheet: None };
    let movements = Movements::read("m.csv", rows.as_bytes(), &wanted).unwrap();
    let imported = imported(&movements).unwrap();
    let codes: Vec<&str> = imported.baseline.origins.iter().map(|origin| origin.code.as_str()).collect();
    assert_eq!(codes, ["EUR-O", "RUS-W", "LAM-O"]);
}

#[test]
fn what_cannot_be_a_baseline_is_refused() {
    let cases = [
        ("from,to,million_tonnes\nEurope,US,5\n", None, "does not say of which year it is"),
        (
            "from,to,million_tonnes\nEurope,US,5\nRusia,US,5\n",
            Some(2020),
            "origin in the table of areas is called `Rusia`",
        ),
        (
            "from,to,million_tonnes\nEurope,US,5\nRusia,US,5\n",
            Some(2020),
            "the nearest known word is `Russia`",
        ),
        ("from,to,million_tonnes\nEurope,Atlantis,5\n", Some(2020), "no destination in the table of areas"),
        ("from,to,million_tonnes\nIraq,Europe,5\n", Some(2020), "the benchmark sells nothing"),
    ];
    for (rows, year, want) in cases {
        let movements = Movements::read("m.csv", rows.as_bytes(), &Wanted { year, sheet: None }).unwrap();
        let error = imported(&movements).unwrap_err();
        assert!(error.contains(want), "{want} in {error}");
    }
}

#[test]
fn a_table_of_areas_of_ones_own() {
    let header = "area,side,code,name,port,seller,benchmark,barrels_per_tonne,supply_short,supply_long,demand_short,demand_long\n";
    let rows = "North,origin,N,North,mongstad,N,yes,7.5,0.1,0.5,,\nSouth,buyer,S,South,santos,,,,,,0.2,0.6\n";
    let areas = Areas::parse(&Text::new("a.csv", &format!("{header}{rows}"))).unwrap();
    let wanted = Wanted { year: Some(2020), sheet: None };
    let movements = Movements::read("m.csv", b"from,to,million_tonnes\nNorth,South,40\n", &wanted).unwrap();
    let imported = Imported::new("two", &movements, &areas).unwrap();
    assert_eq!(imported.baseline.origins[0].port, "mongstad");
    let cases = [
        (rows.replace(",N,yes", ",N,"), "must have one benchmark"),
        (rows.replace("buyer", "buyr"), "the nearest known word is `buyer`"),
        (
            format!("{rows}North,origin,M,M,mongstad,M,,7.5,0.1,0.5,,\n"),
            "a.csv:4:1: this area has `N` already",
        ),
        (format!("{rows}East,buyer,S,East,santos,,,,,,0.2,0.6\n"), "code `S` stands twice"),
    ];
    for (rows, want) in cases {
        let error = Areas::parse(&Text::new("a.csv", &format!("{header}{rows}"))).unwrap_err().to_string();
        assert!(error.contains(want), "{want} in {error}");
    }
}
