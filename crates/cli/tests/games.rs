//! The verbs that play games, in every form, on a world of two countries and two sectors.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{Done, SmallWorld, call};
use serde_json::Value;

/// A game on the small world: each side sets one tariff on the other.
const GAME: &str = "\
name = \"Two countries\"
baseline = \"./world\"
[[player]]
country = \"USA\"
tool = [{ by = \"uniform\", high = 1.0 }]
[[player]]
country = \"CHN\"
tool = [{ by = \"uniform\", high = 1.0 }]
[search]
random_starts = 1
";

fn world(game: &str) -> SmallWorld {
    let world = SmallWorld::new();
    world.write("game.toml", game);
    world
}

fn one(done: &Done) -> Value {
    assert_eq!(done.status, 0, "{}", done.err);
    let mut lines = done.out.lines().map(|line| serde_json::from_str(line).unwrap());
    let first = lines.next().unwrap();
    assert!(lines.next().is_none());
    first
}

#[test]
fn a_war_is_worse_for_somebody_and_nobody_moves() {
    let played = one(&world(GAME).call("talks war game.toml"));
    assert!(played["war"]["regret_pct"].as_f64().unwrap() <= 1e-6);
    let war = &played["standings"][1];
    assert_eq!(war["at"], "war");
    assert!(war["welfare_pct"].as_array().unwrap().iter().any(|welfare| welfare.as_f64().unwrap() < 0.0));
    assert!(played["certificate"]["max_residual"].as_f64().unwrap() <= 1e-10);
    assert_eq!(played["deals"].as_array().unwrap().len(), 0);
}

#[test]
fn a_deal_gives_both_the_same_and_every_rule_has_one() {
    let played = one(&world(GAME).call("talks deal game.toml --every-rule"));
    let rules: Vec<&str> =
        played["deals"].as_array().unwrap().iter().map(|deal| deal["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["equal-gains", "nash", "kalai-smorodinsky"]);
    let gain = |p: usize| played["deals"][0]["parties"][p]["gain_pct"].as_f64().unwrap();
    assert!(gain(0) > 0.0 && gain(1) >= gain(0) - 1e-6);
    // another seed and other starts are arguments, and so are threat and rule
    let other =
        one(&world(GAME).call("talks deal game.toml --threat status-quo --rule nash --starts 0 --seed 5"));
    assert_eq!(
        (&other["threat"], &other["deals"][0]["rule"]),
        (&Value::from("status-quo"), &Value::from("nash"))
    );
}

#[test]
fn the_same_call_gives_the_same_bytes() {
    let world = world(GAME);
    let line = "talks patience game.toml";
    assert_eq!(world.call(line).out, world.call(line).out);
}

#[test]
fn a_frontier_is_a_table_of_its_points() {
    let done = world(GAME).call("talks frontier game.toml --points 5 --format csv");
    assert_eq!(done.status, 0, "{}", done.err);
    let mut lines = done.out.lines();
    assert!(lines.next().unwrap().starts_with("no_harm,first_pct,second_pct,price,"));
    assert!(lines.filter(|line| line.starts_with("free,")).count() == 5, "{}", done.out);
}

#[test]
fn answers_are_sentences_that_fit_eighty_columns() {
    let world = world(GAME);
    for (verb, said) in [
        ("war", "would set"),
        ("deal", "Without a deal, each sets what is best for it against the others."),
        ("frontier", "The deals that both would sign give the United States between"),
        ("patience", "by a breach"),
        ("menu", "Welfare of each player"),
    ] {
        let done = world.call(&format!("talks {verb} game.toml --format table"));
        assert_eq!(done.status, 0, "{}", done.err);
        assert!(done.out.replace('\n', " ").contains(said), "{}", done.out);
        assert!(done.out.lines().all(|line| line.chars().count() <= 80), "{}", done.out);
    }
}

#[test]
fn a_menu_is_a_file_for_gambit() {
    let world = world(GAME);
    let done = world.call("talks menu game.toml --nfg game.nfg --format csv");
    assert_eq!(done.status, 0, "{}", done.err);
    let nfg = std::fs::read_to_string(world.path().join("game.nfg")).unwrap();
    assert!(nfg.starts_with("NFG 1 R \"Two countries\" { \"USA\" \"CHN\" }"), "{nfg}");
    assert!(
        done.out.lines().skip(1).any(|line| line.starts_with("war,war,") && line.ends_with(",yes")),
        "{}",
        done.out
    );
}

#[test]
fn where_nothing_can_be_signed_that_is_the_answer() {
    // whoever is at free trade with these bounds has nothing to give
    let game = GAME.replace("high = 1.0", "low = 0.3, high = 0.4");
    let done = world(&game).call("talks deal game.toml --threat status-quo --format table");
    assert_eq!(done.status, 0, "{}", done.err);
    assert!(done.out.replace('\n', " ").contains("There is nothing to sign"), "{}", done.out);
}

#[test]
fn coalitions_and_their_shares() {
    let line =
        "talks coalition RUS --candidates USA,EU --embargo oil-gas --baseline world-2022 --format json";
    let found = one(&call(line));
    let loss = |s: usize| found["coalitions"][s]["target"]["amount"].as_f64().unwrap();
    let shares: f64 =
        found["candidates"].as_array().unwrap().iter().map(|c| c["shapley_loss"].as_f64().unwrap()).sum();
    assert!((shares + loss(3)).abs() < 1e-6 * loss(3).abs(), "{shares} {}", loss(3));
    assert!(loss(0) == 0.0 && loss(3) < loss(1).min(loss(2)));
}

#[test]
fn games_come_along() {
    let listed = call("talks list --format table");
    assert!(listed.out.contains("usa-china") && listed.out.contains("majors"));
    let shown = call("talks show usa-china");
    let game =
        shown.out.replace("world-2022", "world-2011").replace("random_starts = 2", "random_starts = 0");
    assert!(game.contains("[[player.tool]]"));
}

#[test]
fn what_makes_no_sense_is_said() {
    let world = world(GAME);
    for (line, status, said) in [
        ("talks war", 2, "<GAME>"),
        ("talks war usa-chine", 1, "the nearest known word is `usa-china`"),
        ("talks war none.toml", 1, "there is no such file"),
        ("talks deal game.toml --threat peace", 2, "write one of status-quo, war"),
        ("talks deal game.toml --rule fair", 2, "write one of equal-gains, nash"),
        ("talks frontier game.toml --points 2", 2, "between 3 and 1000"),
        ("talks deal game.toml --elasticities none", 1, "none"),
        ("talks show usa", 1, "no embedded game is called `usa`"),
        ("talks coalition RUS --candidates USA", 2, "--embargo"),
        ("talks coalition RUS --candidates USA --tariff tradable", 2, "tradable=0.25"),
        ("talks coalition RUS --candidates USA,RUS --embargo oil-gas", 1, "RUS"),
        ("talks coalition RUS --candidates UAS --embargo oil-gas", 1, "unknown country `UAS`"),
        ("talks menu game.toml --nfg none/x.nfg", 1, "none"),
    ] {
        let done = world.call(line);
        assert_eq!(done.status, status, "{line}: {}", done.err);
        assert!(done.err.contains(said), "{line}: {}", done.err);
    }
}

#[test]
fn a_word_that_is_wrong_is_shown_where_it_stands() {
    let world = world(&GAME.replace("high = 1.0 }]\n[search]", "hihg = 1.0 }]\n[search]"));
    let done = world.call("talks war game.toml");
    assert_eq!(done.status, 1);
    assert!(done.err.contains("unknown field `hihg`") && done.err.contains("game.toml:8:"), "{}", done.err);
}
