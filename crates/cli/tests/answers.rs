//! What the verbs answer, in every form.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{SmallWorld, call, call_in, done, thalweg};
use serde_json::Value;
use std::fs;

fn json(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn several_scenarios_are_one_object_a_line() {
    let done = call("simulate truce sixty-points");
    let objects = json(&done.out);
    let names: Vec<&str> = objects.iter().map(|o| o["scenario"].as_str().unwrap()).collect();
    assert_eq!(names, ["truce", "sixty-points"]);
}

#[test]
fn json_has_the_keys_that_were_promised() {
    let object = &json(&call("simulate truce --baseline world-2011").out)[0];
    let has = |value: &Value, wanted: &[&str]| {
        for key in wanted {
            assert!(keys(value).contains(key), "{key}");
        }
    };
    has(object, &["scenario", "baseline", "certificate", "countries", "flows", "sectors"]);
    has(&object["certificate"], &["converged", "max_residual", "iterations", "seconds"]);
    has(
        &object["countries"][0],
        &[
            "country",
            "real_income_pct",
            "real_wage_pct",
            "first_order_welfare_pct",
            "terms_of_trade_pct",
            "volume_of_trade_pct",
            "price_index_pct",
            "exports_pct",
            "imports_pct",
            "trade_balance_before",
            "trade_balance_after",
            "tariff_revenue_before",
            "tariff_revenue_after",
        ],
    );
    has(&object["flows"][0], &["importer", "exporter", "before", "after", "change_pct"]);
    has(&object["sectors"][0], &["country", "sector", "output_pct", "exports_pct", "imports_pct"]);
    assert!(object["certificate"]["max_residual"].as_f64().unwrap() <= 1e-10);
    assert!(object["certificate"]["seconds"].as_f64().unwrap() > 0.0);
}

#[test]
fn the_table_answers_first_and_ends_with_the_certificate() {
    for line in [
        "simulate truce --format table",
        "simulate truce breakdown rollback oil blanket diverted --format table",
    ] {
        let out = call(line).out;
        assert!(out.starts_with("Under \u{201c}truce\u{201d}, real income falls by 0.29"), "{out}");
        assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
        let last = out.trim_end().rsplit("\n").take(2).collect::<Vec<_>>();
        assert!(last.iter().any(|line| line.starts_with("Certificate: ")), "{out}");
        assert!(out.contains("United States") && out.contains("\u{2212}0.29"), "{out}");
        assert!(out.contains("billion USD"), "{out}");
    }
}

#[test]
fn draws_give_intervals_and_the_same_seed_the_same_bytes() {
    let line = "simulate sixty-points --draws 4 --seed 3";
    let table = call(&format!("{line} --format table")).out;
    assert!(table.contains("from (5 %)") && table.contains("to (95 %)"), "{table}");
    assert!(table.contains("90 % of 4 draws of the elasticities (seed 3)"), "{table}");
    let mut one_thread = thalweg();
    one_thread.args(line.split(' ')).env("RAYON_NUM_THREADS", "1");
    assert_eq!(call(line).out, done(&mut one_thread).out);
}

#[test]
fn all_elasticities_give_a_range() {
    let table = call("simulate truce --elasticities all --format table").out;
    assert!(table.contains("lowest") && table.contains("highest"), "{table}");
    let objects = json(&call("simulate truce --elasticities all").out);
    let sets: Vec<Option<&str>> = objects.iter().map(|o| o["elasticities"].as_str()).collect();
    assert_eq!(sets[0], None);
    assert!(sets.contains(&Some("cp2015")), "{sets:?}");
    let csv = call("simulate truce --elasticities all --format csv").out;
    assert!(csv.starts_with("scenario,elasticities,country,"), "{}", &csv[..60]);
}

#[test]
fn csv_takes_one_table_and_a_folder_all() {
    let folder = tempfile::tempdir().unwrap();
    let one = call_in(folder.path(), "simulate truce breakdown --format csv");
    let mut lines = one.out.lines();
    assert!(lines.next().unwrap().starts_with("scenario,country,name,real_income_pct,"));
    assert!(lines.next().unwrap().starts_with("truce,"));
    assert!(one.out.lines().last().unwrap().starts_with("breakdown,"));
    assert_eq!(call_in(folder.path(), "simulate truce -o all/").status, 0);
    for table in ["countries", "flows", "sectors", "balances", "burdens", "diversion_usa_chn_markets"] {
        assert!(folder.path().join(format!("all/{table}.csv")).is_file(), "{table}");
    }
    let flows = call_in(folder.path(), "simulate truce --table flows -o flows.parquet");
    assert_eq!(flows.status, 0);
    assert!(fs::read(folder.path().join("flows.parquet")).unwrap().starts_with(b"PAR1"));
}

#[test]
fn a_scenario_file_finds_its_baseline_beside_it() {
    let world = SmallWorld::new();
    let object = &json(&world.call("simulate scenario.toml --diversion USA:CHN").out)[0];
    assert_eq!((object["title"].as_str(), object["baseline"].as_str()), (Some("Ten points"), Some("small")));
    assert_eq!(object["diversions"][0]["exporter"], "CHN");
}

#[test]
fn notes_stand_on_standard_error() {
    let world = SmallWorld::new();
    world.write("scenario.toml", common::SCENARIO.replace("0.10", "60"));
    let done = world.call("simulate scenario.toml");
    assert_eq!(done.status, 0);
    assert!(done.err.starts_with("note: ") && done.err.contains("scenario.toml:8"), "{}", done.err);
    assert_eq!(json(&done.out).len(), 1);
}

#[test]
fn a_brief_is_one_page_that_loads_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let done = call_in(folder.path(), "brief truce --draws 0 --no-game -o page.html");
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    assert!(
        done.out.starts_with("Under \u{201c}truce\u{201d}") && done.out.ends_with("The page: page.html\n")
    );
    let page = fs::read_to_string(folder.path().join("page.html")).unwrap();
    assert!(page.to_lowercase().starts_with("<!doctype html>"));
    assert!(page.len() < 2 << 20);
    assert!(page.contains("thalweg brief truce --draws 0 --seed 1 --no-game"));
    for load in ["src=\"http", "src=\"//", "@import", "url(http", "<link rel=\"stylesheet\""] {
        assert!(!page.contains(load), "{load}");
    }
    assert_eq!(call_in(folder.path(), "brief truce --draws 0 --no-game -o -").out, page);
}

#[test]
fn a_brief_plays_a_game_and_says_how_to_do_so_again() {
    let world = SmallWorld::new();
    world.write("game.toml", common::GAME);
    let line = "brief scenario.toml --draws 0 --game game.toml -o page.html";
    let done = world.call(line);
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    let page = fs::read_to_string(world.path().join("page.html")).unwrap();
    assert!(page.contains("<section id=\"deal\"") && page.contains("Steel for food"));
    assert!(page.contains("--game game.toml"));
    assert_eq!(world.call(&line.replace("page.html", "-")).out, page);
    let without = world.call("brief scenario.toml --draws 0 --no-game -o -").out;
    assert!(!without.contains("id=\"deal\"") && without.contains("--no-game"));
}

#[test]
fn a_brief_reads_a_stored_game() {
    let world = SmallWorld::new();
    world.write("talks.json", common::TALKS);
    let page = world.call("brief scenario.toml --draws 0 --talks talks.json -o -").out;
    assert!(page.contains("<section id=\"deal\"") && page.contains("--talks talks.json"));
    assert!(page.contains("Both would lose by it") && page.contains("played on the baseline large"));
}

#[test]
fn a_brief_tells_of_oil_and_statistics_as_asked() {
    let world = SmallWorld::new();
    world.write("trade.csv", "year,reporter,partner,flow,hs,kg\n2020,XBB,XAA,import,2709,9e9\n2020,XAA,XBB,export,2709,1e9\n2020,ATL,XBB,export,2709,1\n");
    let line =
        "brief scenario.toml --draws 0 --no-game --oil service-ban --oil-seller IRN --mirror trade.csv -o -";
    let done = world.call(line);
    assert_eq!(done.status, 0);
    assert!(done.err.contains("trade.csv:4"), "what was refused is told: {}", done.err);
    assert!(done.out.contains("Iran sells") && done.out.contains("9 times as much"));
    assert!(done.out.contains("--oil service-ban --oil-seller IRN --mirror trade.csv"));
    let without = world.call("brief scenario.toml --draws 0 --no-game --no-oil --no-mirror -o -").out;
    assert!(!without.contains("id=\"oil\"") && !without.contains("id=\"statistics\""));
    assert!(without.contains("--no-oil --no-mirror"));
}

#[test]
fn a_brief_has_one_baseline() {
    let world = SmallWorld::new();
    let done = world.call("brief truce scenario.toml");
    assert_eq!(done.status, 2);
    assert!(done.err.contains("`truce` is on world-2022 and `scenario.toml` is on small"), "{}", done.err);
    assert!(done.err.contains("choose one with --baseline"), "{}", done.err);
}

#[test]
fn baselines_are_listed_and_shown() {
    let names: Vec<String> =
        json(&call("baseline list").out).iter().map(|o| o["baseline"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names, ["world-2022", "world-2011", "world-2023"]);
    let summary = &json(&call("baseline show world-2022").out)[0];
    assert_eq!(summary["balances"][0]["deficit"], "USA");
    let table = call("baseline show world-2011 --format table").out;
    assert!(table.contains("licence") && table.contains("Largest bilateral balances"), "{table}");
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
}

#[test]
fn a_baseline_goes_through_folder_and_file() {
    let world = SmallWorld::new();
    for line in [
        "baseline pack world -o a.thalweg",
        "baseline unpack a.thalweg -o again",
        "baseline pack again -o b.thalweg",
    ] {
        let done = world.call(line);
        assert_eq!((done.status, done.out.as_str(), done.err.as_str()), (0, "", ""), "{line}");
    }
    let read = |name: &str| fs::read(world.path().join(name)).unwrap();
    assert_eq!(read("a.thalweg"), read("b.thalweg"));
    assert!(
        world
            .call("baseline check again --format table")
            .out
            .starts_with("The baseline `small` can be used.")
    );
}

#[test]
fn sectors_are_merged_by_a_map() {
    let world = SmallWorld::new();
    world.write("map.toml", "[sectors]\nall = \"*\"\n");
    assert_eq!(world.call("baseline aggregate world map.toml -o one").status, 0);
    assert_eq!(json(&world.call("baseline show one").out)[0]["sectors"].as_array().unwrap().len(), 1);
    world.write("map.toml", "[sectors]\nall = [\"stel\"]\n");
    let done = world.call("baseline aggregate world map.toml -o two");
    assert_eq!(done.status, 1);
    assert!(done.err.contains("map.toml:2:") && done.err.contains("`steel`"), "{}", done.err);
}

#[test]
fn scenarios_are_listed_and_copied() {
    let list = json(&call("scenario list").out);
    assert_eq!(list[0]["name"], "truce");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine.toml"), call("scenario show truce").out).unwrap();
    let mine = call_in(folder.path(), "simulate mine.toml --table countries --format json");
    let embedded = call("simulate truce --table countries --format json");
    assert_eq!(mine.out.replace("mine.toml", "truce"), embedded.out);
}

#[test]
fn a_position_is_one_object() {
    let objects = json(&call("talks position USA CHN --baseline world-2011 --cuts 20").out);
    let [position] = objects.as_slice() else { unreachable!("one line") };
    let parts = ["sides", "balances", "exposure", "access", "overcapacity", "notes", "trust"];
    parts.iter().for_each(|part| assert!(keys(position).contains(part), "{part}"));
    let side = |at: usize| position["sides"][at]["code"].as_str().unwrap();
    assert_eq!((side(0), side(1)), ("USA", "CHN"));
    assert_eq!(position["access"]["cuts"].as_array().unwrap().len(), 2);
    assert_eq!(position["access"]["cuts"][0]["cut_pct"], 20.0);
    assert!(position["trust"]["max_residual"].as_f64().unwrap() <= 1e-10);
    assert_eq!(position["overcapacity"]["sectors"].as_array().unwrap().len(), 0);
}

#[test]
fn a_position_answers_first_and_ends_with_the_certificate() {
    let line = "talks position USA CHN --subsidy CHN:steel=0.05 --format table";
    let done = call(line);
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    let out = done.out;
    assert!(out.starts_with("The United States buys 309.8 billion USD more from China"), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 80), "{out}");
    let words = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("more of \u{201c}Iron and steel\u{201d} than without"), "{out}");
    let last = words.rsplit_once("Certificate: ").unwrap().1;
    assert!(last.ends_with("recomputed from the result."), "{last}");
    // the same call gives the same bytes
    assert_eq!(call(line).out, out);
}

#[test]
fn a_position_on_a_world_without_inputs_or_tariffs_says_so() {
    let out = call("talks position USA CHN --baseline world-2023 --format table").out;
    assert!(out.contains("no inputs in this baseline") && out.contains("Neither puts tariffs"), "{out}");
}

#[test]
fn the_tables_of_a_position_are_files() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("s.csv"), "country,sector,subsidy\nCHN,c12,0.05\n").unwrap();
    let line = "talks position USA EU --baseline world-2011 --subsidies s.csv -o all/";
    let refused = call_in(folder.path(), line);
    assert!(refused.status == 1 && refused.err.contains("CHN, which is on neither side"), "{}", refused.err);
    let done = call_in(folder.path(), &line.replace("EU", "CHN"));
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    for table in [
        "balances",
        "reliance",
        "markets",
        "suppliers",
        "pairs",
        "tariffs",
        "cuts",
        "overcapacity",
        "surplus",
    ] {
        assert!(folder.path().join(format!("all/{table}.csv")).is_file(), "{table}");
    }
    let surplus = fs::read_to_string(folder.path().join("all/surplus.csv")).unwrap();
    assert!(
        surplus.starts_with("side,sector,market,name,sales,excess,excess_pct\nCHN,c12,CHN,China,"),
        "{surplus}"
    );
}
