//! `thalweg oil`: answers in every form, and what is refused.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{call, call_in};
use serde_json::Value;

#[test]
fn a_scenario_is_solved_with_its_certificate() {
    let done = call("oil solve embargo");
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    let answer: Value = serde_json::from_str(&done.out).unwrap();
    assert!(answer["certificate"]["complementarity_residual"].as_f64().unwrap() <= 1e-8);
    assert_eq!(answer["baseline"], "oil-2022");
    assert!(answer["flows"].as_array().unwrap().len() > 100);
}

#[test]
fn every_answer_fits_a_terminal() {
    let lines = [
        "oil solve price-cap",
        "oil worth price-cap --seller RUS --draws 0",
        "oil cap price-cap --seller RUS --levels 60,45",
        "oil cap price-cap --seller RUS --levels 60,45 --no-response",
        "oil path service-ban",
        "oil anchors",
        "oil listings price-cap --seller RUS --points 3 --draws 5",
        "oil buyers price-cap",
        "oil discount march-2023 --seller RUS",
        "oil list",
        "oil predict oil-2022 --embargo RUS-BAL=ITA,NLD",
    ];
    for line in lines {
        let done = call(&format!("{line} --format table"));
        assert_eq!((done.status, done.err.as_str()), (0, ""), "{line}");
        for row in done.out.lines() {
            assert!(row.chars().count() <= 80, "{line}: {row}");
        }
    }
}

#[test]
fn the_path_prints_its_pins() {
    let done = call("oil path service-ban --format table");
    assert!(done.out.contains("\u{2212}22.20\u{202f}%") && done.out.contains("125"), "{}", done.out);
    let cap = call("oil path price-cap --format csv");
    assert!(cap.out.starts_with("quarter,price,exports,capacity"), "{}", cap.out);
    assert_eq!(cap.out.lines().count(), 21);
}

#[test]
fn trackers_arithmetic_stands_alone_where_asked() {
    let both = call("oil cap price-cap --seller RUS --levels 60 --format csv");
    let fixed = call("oil cap price-cap --seller RUS --levels 60 --no-response --format csv");
    assert!(both.out.contains("world_price") && !fixed.out.contains("world_price"), "{}", fixed.out);
    assert!(fixed.out.starts_with("cap,revenue_no_response,no_response_pct"), "{}", fixed.out);
}

#[test]
fn what_is_wrong_is_said() {
    let cases = [
        ("oil listings price-cap --seller RUS --most 500", "500 ships cannot be listed: the fleet has 180"),
        ("oil discount price-cap --seller ROS", "unknown seller `ROS`"),
        ("oil solve price-cup", "the nearest known word is `price-cap`"),
        ("oil worth price-cap --seller RUSS", "the nearest known word is `RUS`"),
        ("oil cap price-cap --seller RUS --levels 10", "below the cost of every barrel"),
        ("oil path embargo", "has no table `[path]`"),
        ("oil solve embargo --baseline oil-2023", "the nearest known word is `oil-2022`"),
        ("oil worth price-cap --seller RUS --ships none.csv", "`none.csv` cannot be read"),
        ("oil predict oil-2022 --embargo RUS=EU", "the matrix has no origin `RUS`"),
        ("oil show price", "no oil scenario is called `price`"),
    ];
    for (line, want) in cases {
        let done = call(line);
        assert_eq!((done.status, done.out.as_str()), (1, ""), "{line}: {}", done.err);
        assert!(done.err.contains(want), "{line}: {}", done.err);
    }
    assert_eq!(call("oil worth price-cap").status, 2, "a seller is needed");
}

#[test]
fn a_scenario_of_my_own_is_shown_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("mine.toml"),
        "name = \"mine\"\nextends = \"embargo\"\n[[cap]]\nseller = \"RUSS\"\nprice = 50\n",
    )
    .unwrap();
    let done = call_in(folder.path(), "oil solve mine.toml");
    assert_eq!(done.status, 1);
    assert!(
        done.err.contains("mine.toml:4:10") && done.err.contains("unknown seller `RUSS`"),
        "{}",
        done.err
    );
}

#[test]
fn a_list_of_ships_takes_the_place_of_the_fleet() {
    let folder = tempfile::tempdir().unwrap();
    let fleet = "imo,class,designated\n9074729,aframax,no\n9130298,suezmax,no\n9321483,vlcc,yes\n1234567,aframax,no\n";
    std::fs::write(folder.path().join("fleet.csv"), fleet).unwrap();
    let line = "oil listings price-cap --seller RUS --ships fleet.csv --points 2 --draws 0 --format csv";
    let done = call_in(folder.path(), line);
    assert_eq!(done.out.lines().count(), 4, "{}", done.out);
    assert!(done.out.lines().last().unwrap().starts_with("2,\"1 suezmax, 1 aframax\""), "{}", done.out);
    assert!(done.err.contains("fleet.csv:5"), "what was refused is told: {}", done.err);
}
