//! What `thalweg evidence` answers, and `horizon` in a scenario.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{call, call_in};
use serde_json::Value;

/// The estimate of a sample world finds what was planted, from files alone.
#[test]
fn a_sample_is_estimated_and_judged() {
    let folder = tempfile::tempdir().unwrap();
    let run = |line: &str| call_in(folder.path(), line);
    assert_eq!(run("evidence sample . --elasticity 3 --noise 0.02").status, 0);
    let data = "panel --policy policy.csv --baseline baseline";
    let done = run(&format!("evidence estimate {data} --full-force 2018 --sets sets"));
    assert_eq!(done.status, 0, "{}", done.err);
    let estimate: Value = serde_json::from_str(&done.out).unwrap();
    let last = estimate["years"].as_array().unwrap().last().unwrap();
    assert!((last["theta"].as_f64().unwrap() - 3.0).abs() < 0.2, "{last}");
    let set = std::fs::read_to_string(folder.path().join("sets/observed-1y.csv")).unwrap();
    assert!(set.starts_with("sector,elasticity,elasticity_se\ngoods-1,"), "{set}");
    let text = run(&format!("evidence backtest {data} --format table"));
    assert!(text.out.starts_with("From 2017 to 2020 the model with observed elasticities"), "{}", text.out);
    assert!(text.out.lines().all(|line| line.chars().count() <= 80), "{}", text.out);
}

#[test]
fn the_record_is_told_without_data() {
    let done = call("evidence record --format table");
    assert!(done.out.starts_with("From 2017 to 2022 the model with observed elasticities"), "{}", done.out);
    assert!(done.out.contains("adds 50 % to the error"), "{}", done.out);
}

#[test]
fn what_is_wrong_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let run = |line: &str| call_in(folder.path(), line);
    run("evidence sample .");
    let done = run("evidence estimate panel --policy policy.csv");
    assert_eq!(done.status, 2);
    assert!(done.err.contains("the year before the policy is not known"), "{}", done.err);
    let done = run("evidence backtest panel --policy policy.csv --base-year 2017");
    assert!(
        done.status == 1 && done.err.contains("a backtest needs the world before the policy"),
        "{}",
        done.err
    );
    let done = run("evidence estimate nowhere --policy policy.csv --base-year 2017");
    assert!(
        done.status == 1 && done.err.contains("a panel is a folder with one file a year"),
        "{}",
        done.err
    );
    let done = run("evidence estimate panel --policy policy.csv --base-year 2017 --list C01=x --crosswalk y");
    assert!(done.status == 2 && done.err.contains("write --list USA:CHN=FILE"), "{}", done.err);
}

/// A horizon chooses what was observed; the result names the set and says for how long it holds. Without one nothing changes.
#[test]
fn a_horizon_chooses_an_observed_set() {
    let folder = tempfile::tempdir().unwrap();
    let tariff =
        "[[tariff]]\nimporter = \"USA\"\nexporter = \"CHN\"\nsectors = \"manufacturing\"\nadd = 0.10\n";
    let imports = |heading: &str| {
        std::fs::write(folder.path().join("s.toml"), format!("{heading}\n{tariff}")).unwrap();
        let done = call_in(folder.path(), "simulate s.toml");
        assert_eq!(done.status, 0, "{}", done.err);
        let outcome: Value = serde_json::from_str(&done.out).unwrap();
        let is = |row: &&Value| row["importer"] == "USA" && row["exporter"] == "CHN";
        let flow =
            outcome["flows"].as_array().unwrap().iter().find(is).unwrap()["change_pct"].as_f64().unwrap();
        (outcome["elasticities"].as_str().map(str::to_owned), flow, done.err)
    };
    let (one, three, long) =
        (imports("horizon = \"1y\""), imports("horizon = \"3y\""), imports("horizon = \"long\""));
    assert_eq!(one.0.as_deref(), Some("observed-1y"));
    assert_eq!(three.0.as_deref(), Some("observed-3y"));
    assert_eq!((&long.0, long.1), (&None, imports("").1));
    assert!(
        one.1 > three.1 && three.1 > long.1,
        "trade answers more as time goes by: {one:?} {three:?} {long:?}"
    );
    let told = one.2.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("about one year"), "{told}");
}
