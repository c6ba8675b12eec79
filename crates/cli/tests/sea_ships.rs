//! `thalweg sea simulate`, `events`, `voyages`, `ship`: from made traffic to claims, in every form.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{call_in, done, thalweg};
use serde_json::Value;
use std::sync::OnceLock;
use tempfile::TempDir;

/// A folder with made traffic, the same for all tests.
fn traffic() -> &'static TempDir {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("few.toml"), "ships = 120\ndays = 5\neventful = 1.0\n").unwrap();
        let made = call_in(folder.path(), "sea simulate few.toml -o traffic.csv --truth truth.json");
        assert_eq!(made.status, 0, "{}", made.err);
        folder
    })
}

fn objects(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn the_same_scenario_makes_the_same_traffic() {
    let folder = traffic().path();
    let again = call_in(folder, "sea simulate few.toml --format csv");
    assert_eq!(again.out, std::fs::read_to_string(folder.join("traffic.csv")).unwrap());
    let other = call_in(folder, "sea simulate few.toml --seed 9 --format csv");
    assert_ne!(again.out, other.out);
    let truth = objects(&std::fs::read_to_string(folder.join("truth.json")).unwrap());
    assert!(truth.iter().any(|planted| planted["kind"] == "two_sided_transfer"));
}

#[test]
fn every_event_has_its_rule_its_records_and_what_else_it_could_be() {
    let folder = traffic().path();
    let found = call_in(folder, "sea events traffic.csv --format json");
    assert_eq!(found.status, 0, "{}", found.err);
    let events = objects(&found.out);
    assert!(events.len() > 50);
    let lines = std::fs::read_to_string(folder.join("traffic.csv")).unwrap().lines().count() as u64;
    for event in &events {
        let records = event["records"].as_array().unwrap();
        let sound = |record: &Value| {
            record["file"] == "traffic.csv" && (1..=lines).contains(&record["line"].as_u64().unwrap())
        };
        assert!(!records.is_empty() && records.iter().all(sound), "{event}");
        let sure = event["confidence"].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&sure) && event["rule"].is_string(), "{event}");
    }
    let serious = |event: &&Value| event["verdict"] == "deliberate" || event["kind"] == "encounter";
    assert!(events.iter().filter(serious).all(|event| !event["innocent"].as_array().unwrap().is_empty()));
}

#[test]
fn threads_and_memory_change_no_byte() {
    let folder = traffic().path();
    let with = |threads: &str| {
        done(thalweg().current_dir(folder).env("RAYON_NUM_THREADS", threads).args([
            "sea",
            "events",
            "traffic.csv",
        ]))
    };
    assert_eq!(with("1").out, with("3").out);
}

#[test]
fn kinds_rules_and_tables_are_chosen() {
    let folder = traffic().path();
    let only = objects(&call_in(folder, "sea events traffic.csv --kind port_call").out);
    assert!(!only.is_empty() && only.iter().all(|event| event["kind"] == "port_call"));
    let wrong = call_in(folder, "sea events traffic.csv --kind gaps");
    assert!(wrong.status == 2 && wrong.err.contains("did you mean `gap`"), "{}", wrong.err);
    std::fs::write(folder.join("rules.toml"), "[gap]\nshortest = 3\n").unwrap();
    let wrong = call_in(folder, "sea events traffic.csv --rules rules.toml");
    assert!(wrong.status == 1 && wrong.err.contains("unknown field `shortest`"), "{}", wrong.err);
    std::fs::write(folder.join("long.toml"), "[gap]\ntold_hours = 100000\nshortest_hours = 100000\n")
        .unwrap();
    assert_eq!(call_in(folder, "sea events traffic.csv --rules long.toml --kind gap").out, "");
    let ships = call_in(folder, "sea events traffic.csv --table ships --format csv");
    assert!(ships.out.starts_with("mmsi,segment,imo,name,flag") && ships.out.lines().count() > 120);
}

#[test]
fn lists_and_places_of_the_user_count() {
    let folder = traffic().path();
    let ships = call_in(folder, "sea events traffic.csv --table ships --format csv").out;
    let flag = ships.lines().nth(1).unwrap().split(',').nth(4).unwrap().to_owned();
    let lists = format!("kind,value,from,to,source\nfalse_flag,{flag},,,a test\nfalse_flag,,,,none\n");
    std::fs::write(folder.join("lists.csv"), lists).unwrap();
    let found = call_in(folder, "sea events traffic.csv --lists lists.csv --kind identity");
    assert!(objects(&found.out).iter().any(|event| event["verdict"] == "false_flag"));
    assert!(found.err.contains("refused 1: no flag") && found.err.contains("lists.csv:3"), "{}", found.err);
}

#[test]
fn voyages_have_probabilities_that_add_up() {
    let folder = traffic().path();
    let found = call_in(folder, "sea voyages traffic.csv --format json");
    assert_eq!(found.status, 0, "{}", found.err);
    let cargoes: Vec<Value> =
        objects(&found.out).into_iter().filter(|one| one.get("origin").is_some()).collect();
    assert!(!cargoes.is_empty());
    for cargo in &cargoes {
        let loadings = cargo["origin"]["loadings"].as_array().unwrap();
        let known: f64 = loadings.iter().map(|loading| loading["probability"].as_f64().unwrap()).sum();
        let all = known + cargo["origin"]["unknown"].as_f64().unwrap();
        assert!((all - 1.0).abs() < 1e-6, "{all}: {cargo}");
    }
}

#[test]
fn a_dossier_is_text_data_a_page_and_a_map() {
    let folder = traffic().path();
    let truth = objects(&std::fs::read_to_string(folder.join("truth.json")).unwrap());
    let ship = truth.iter().find(|planted| planted["kind"] == "two_sided_transfer").unwrap();
    let ship = &ship["ships"][0]["mmsi"];
    let line = format!("sea ship {ship} traffic.csv --page ship.html --map ship.geojson --format table");
    let told = call_in(folder, &line);
    assert_eq!(told.status, 0, "{}", told.err);
    assert!(told.out.contains(&ship.to_string()) && told.out.lines().all(|line| line.chars().count() <= 80));
    let page = std::fs::read_to_string(folder.join("ship.html")).unwrap();
    assert!(page.contains("<svg") && !page.contains("<script") && !page.contains("src=\"http"));
    let map: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("ship.geojson")).unwrap()).unwrap();
    assert_eq!(map["type"], "FeatureCollection");
    let absent = call_in(folder, "sea ship 999999999 traffic.csv");
    assert!(absent.status == 1 && absent.err.contains("was not heard"), "{}", absent.err);
    let wrong = call_in(folder, "sea ship 9134271 traffic.csv");
    assert!(wrong.status == 2 && wrong.err.contains("ends in 1"), "{}", wrong.err);
}
