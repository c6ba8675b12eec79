//! A trade scenario with a section `[oil]`: the oil engine is asked, and what it says moves trade.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{Done, SmallWorld, call, call_in};
use serde_json::Value;

/// The outcome of a scenario that stands in a file.
fn outcome(text: &str) -> (Value, Done) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.toml"), text).unwrap();
    let done = call_in(folder.path(), "simulate mine.toml --format json");
    assert_eq!(done.status, 0, "{}", done.err);
    (serde_json::from_str(&done.out).unwrap(), done)
}

/// A scenario of the oil engine within a trade scenario.
fn oil(keys: &str) -> (Value, Done) {
    outcome(&format!("name = \"mine\"\nbaseline = \"world-2022\"\n\n[oil]\n{keys}\n"))
}

fn real_income(outcome: &Value, country: &str) -> f64 {
    let rows = outcome["countries"].as_array().unwrap();
    rows.iter().find(|row| row["country"] == country).unwrap()["real_income_pct"].as_f64().unwrap()
}

fn flow(outcome: &Value, importer: &str) -> (f64, f64) {
    let rows = outcome["flows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["importer"] == importer && row["exporter"] == "RUS").unwrap();
    (row["before"].as_f64().unwrap(), row["after"].as_f64().unwrap())
}

#[test]
fn no_change_of_oil_is_no_change_of_trade() {
    let (with, _) = oil("extends = \"as-it-is\"");
    for table in ["countries", "flows", "sectors"] {
        for row in with[table].as_array().unwrap() {
            for (key, value) in row.as_object().unwrap() {
                let changes = key.ends_with("_pct") && !key.starts_with("effective");
                assert!(!changes || value.as_f64().is_none_or(|change| change == 0.0), "{table} {row}");
            }
        }
    }
    assert!(with["diversions"].as_array().unwrap().is_empty());
}

/// Flows of Russian oil turn from Europe to Asia; Russia and those who shut it out lose, and who still buys gains by the cap.
#[test]
fn an_embargo_turns_flows_and_a_cap_moves_money() {
    let (embargo, _) = oil("extends = \"embargo\"");
    let (cap, done) = oil("extends = \"price-cap\"");
    for importer in ["DEU", "ITA", "NLD", "BGR"] {
        let (before, after) = flow(&embargo, importer);
        assert!(after < 0.98 * before, "{importer} {before} {after}");
        assert!(real_income(&embargo, importer) < 0.0, "{importer}");
    }
    for importer in ["IND", "CHN", "TUR"] {
        let (before, after) = flow(&embargo, importer);
        assert!(after > before && flow(&cap, importer).1 > before, "{importer} {before} {after}");
        assert!(real_income(&cap, importer) > real_income(&embargo, importer), "{importer}");
    }
    assert!(real_income(&embargo, "RUS") < 0.0 && real_income(&cap, "RUS") < real_income(&embargo, "RUS"));
    assert!(cap["certificate"]["max_residual"].as_f64().unwrap() <= 1e-10);
    for said in
        ["the world price goes from 80.8 to", "RUS sells", "none to", "crude is", "left out: IRN, VEN"]
    {
        assert!(done.err.contains(said), "{said}\n{}", done.err);
    }
    // the same words travel with the answer
    assert!(cap["notes"].to_string().contains("RUS sells"));
}

#[test]
fn products_get_the_wedges_of_crude_where_that_is_asked() {
    let (crude, _) = oil("extends = \"embargo\"");
    let (both, _) = oil("extends = \"embargo\"\nproducts = \"petroleum\"");
    assert!(flow(&both, "FRA").1 < 0.8 * flow(&crude, "FRA").1);
    assert!(real_income(&both, "RUS") < real_income(&crude, "RUS"));
}

#[test]
fn the_embedded_scenario_and_one_that_builds_on_it() {
    let embedded = call("simulate oil-embargo --format json");
    assert_eq!(embedded.status, 0, "{}", embedded.err);
    let embedded: Value = serde_json::from_str(&embedded.out).unwrap();
    assert!(call("scenario list").out.contains("oil-embargo"));
    let (child, _) = outcome("extends = \"oil-embargo\"\n");
    assert_eq!(child["countries"], embedded["countries"]);
    let (lower, _) = outcome(
        "extends = \"oil-embargo\"\n[oil]\nextends = \"price-cap\"\n[[oil.cap]]\nseller = \"RUS\"\nprice = 45\n",
    );
    assert!(real_income(&lower, "RUS") != real_income(&embedded, "RUS"));
}

/// What is wrong in the section is said with the file and the line of the scenario.
#[test]
fn what_is_wrong_is_said_where_it_stands() {
    let check = |keys: &str, wanted: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        let text = format!("# RUZ\nname = \"mine\"\n\n[oil]\n{keys}\n");
        std::fs::write(folder.path().join("mine.toml"), text).unwrap();
        let done = call_in(folder.path(), "simulate mine.toml");
        assert_eq!((done.status, done.out.as_str()), (1, ""), "{}", done.err);
        for want in wanted {
            assert!(done.err.contains(want), "`{want}` is missing in:\n{}", done.err);
        }
    };
    check("extend = \"embargo\"", &["unknown field `extend`", "mine.toml:5:1"]);
    check(
        "[[oil.embargo]]\nseller = \"RUZ\"\nbuyers = \"EU\"",
        &["unknown seller `RUZ`", "mine.toml:6:10", "`RUS`"],
    );
    check(
        "extends = \"price-cup\"",
        &["no oil scenario is called `price-cup`", "mine.toml:5:11", "`price-cap`"],
    );
    check("[[oil.cap]]\nseller = \"RUS\"\nprice = 5", &["below the cost of every barrel", "mine.toml:7:1"]);
    check("extends = \"embargo\"\ncrude = \"oil-gaz\"", &["unknown sector `oil-gaz`", "mine.toml:6:9"]);
    check("extends = \"embargo\"\nbaseline = \"oil-2021\"", &["no oil baseline is called `oil-2021`"]);
}

/// A baseline without such a sector cannot take the wedges, and says so; so does one in which nobody of the market trades.
#[test]
fn a_baseline_without_oil_says_so() {
    let world = SmallWorld::new();
    world.write("scenario.toml", "baseline = \"./world\"\n\n[oil]\nextends = \"price-cap\"\n");
    let done = world.call("simulate scenario.toml");
    assert_eq!(done.status, 1);
    assert!(done.err.contains("oil-gas") && done.err.contains("scenario.toml:3:1"), "{}", done.err);
    world.write(
        "scenario.toml",
        "baseline = \"./world\"\n\n[oil]\nextends = \"price-cap\"\ncrude = \"steel\"\n",
    );
    let done = world.call("simulate scenario.toml --format json");
    assert_eq!(done.status, 0, "{}", done.err);
    assert!(done.err.contains("left out") && done.err.contains("RUS"), "{}", done.err);
}

/// The promise to stop buying is priced: a cost to its owner and a loss to Russia. Under embargo and cap, where discounts
/// answer, the oil engine has to be asked, and a game does not pretend to.
#[test]
fn a_promise_to_stop_buying_is_priced() {
    let played = call("talks deal russian-oil --format json");
    assert_eq!(played.status, 0, "{}", played.err);
    let played: Value = serde_json::from_str(&played.out).unwrap();
    let worths = &played["terms"]["worths"];
    let amount = |gain: &Value| gain["real_income"].as_f64().unwrap();
    for (k, owner) in ["IND", "CHN"].into_iter().enumerate() {
        let worth = &worths[k];
        assert_eq!((&worth["owner"]["country"], &worth["target"]), (&owner.into(), &"RUS".into()));
        let russia =
            worth["others"].as_array().unwrap().iter().find(|gain| gain["country"] == "RUS").unwrap();
        assert!(amount(&worth["owner"]) < 0.0 && amount(russia) < 0.0, "{worth}");
        assert_eq!(worth["beneficiary"]["country"], "USA");
        assert!(amount(&worth["beneficiary"]).is_finite());
    }
    let table = call("talks deal russian-oil --format table").out;
    assert!(table.contains("target") && table.lines().all(|line| line.chars().count() <= 80), "{table}");

    let folder = tempfile::tempdir().unwrap();
    let game = call("talks show russian-oil").out;
    let sanctioned = game.replace("baseline = \"world-2022\"", "scenario = \"oil-embargo\"");
    assert_ne!(game, sanctioned);
    std::fs::write(folder.path().join("game.toml"), &sanctioned).unwrap();
    let refused = call_in(folder.path(), "talks deal game.toml");
    assert_eq!(refused.status, 1);
    assert!(refused.err.contains("`IND buys no oil-gas from RUS` cannot be priced"), "{}", refused.err);
    // terms on other goods are, on the world under embargo and cap, and what the oil engine said is told
    let steel = sanctioned.replace("\"oil-gas\"", "\"steel\"");
    std::fs::write(folder.path().join("game.toml"), steel).unwrap();
    let done = call_in(folder.path(), "talks deal game.toml --format json");
    assert_eq!(done.status, 0, "{}", done.err);
    assert!(done.err.contains("RUS sells"), "{}", done.err);
}

/// India stops buying under the cap: it pays, Russia does not gain, and the others who buy get their oil for less.
#[test]
fn who_stops_buying_under_the_cap_pays() {
    let done = call("simulate oil-embargo oil-india-stops --format json");
    assert_eq!(done.status, 0, "{}", done.err);
    let both: Vec<Value> = done.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let change = |country: &str| real_income(&both[1], country) - real_income(&both[0], country);
    assert!(change("IND") < -0.05 && change("RUS") < 0.0, "{} {}", change("IND"), change("RUS"));
    assert!(change("CHN") > 0.0 && change("TUR") > 0.0 && change("SAU") > 0.0);
}
