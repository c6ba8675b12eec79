//! The section on the deal says what the numbers say, whatever their signs, and whatever parts there are.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

use serde_json::{Value, json};
use thalweg_brief::Brief;
use thalweg_talks::Negotiation;
use thalweg_trade::{Baseline, Options, Outcome, Scenario, Settings, Simulator};

/// A small outcome for the rest of the page.
fn rest() -> (Baseline, Outcome) {
    let world = Baseline::embedded("world-2011").unwrap();
    let scenario =
        Scenario::parse("still.toml", "name = \"Still\"\nbaseline = \"world-2011\"\n[[tariff]]\nimporter = \"USA\"\nexporter = \"CHN\"\nsectors = \"tradable\"\nadd = 0.0\n")
            .unwrap();
    let simulator = Simulator::new(&world, Settings::default());
    let outcome = simulator.simulate_with("still", &scenario, &Options::default(), &|_| {}).unwrap();
    drop(simulator);
    (world, outcome)
}

/// The section as words, and the answer at the top; the page must be whole.
fn told(game: Option<Value>) -> (String, String) {
    let (world, outcome) = rest();
    let negotiation: Option<Negotiation> = game.map(|game| serde_json::from_value(game).unwrap());
    let brief = Brief {
        about: world.about,
        outcomes: vec![outcome],
        sets: Vec::new(),
        three_years: Vec::new(),
        record: None,
        negotiation,
        oil: None,
        statistics: None,
        command: "thalweg brief".into(),
    };
    let page = brief.page().unwrap();
    let section =
        page.split_once("<section id=\"deal\"").map(|(_, rest)| rest.split("</section>").next().unwrap());
    (section.map(words).unwrap_or_default(), brief.answer().unwrap().join(" ").replace('\u{202f}', " "))
}

/// Text without marks, notes and pictures.
fn words(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<').skip(1) {
        let (tag, after) = piece.split_once('>').unwrap();
        if !tag.starts_with("a ") {
            text.push_str(after);
        }
        if tag.starts_with("/p") || tag.starts_with("/h") {
            text.push(' ');
        }
    }
    text.replace('\u{202f}', " ").replace("&amp;", "&")
}

fn instrument(partner: &str, sector: &str) -> Value {
    json!({"kind": "tariff", "sector": sector, "partner": partner, "bounds": [0.0, 1.0]})
}

fn party(player: &str, partner: &str, level: f64, threat: f64) -> Value {
    json!({"player": player, "threat_pct": threat, "status_quo_pct": 0.0, "deal_pct": level, "gain_pct": level - threat,
        "real_income_pct": level - threat, "weight": 0.5, "instruments": [instrument(partner, "steel"), instrument(partner, "food")],
        "before": [0.2, 0.3], "rates": [0.0, 0.1], "at_bound": []})
}

fn standing(at: &str, levels: [f64; 2], rate: f64) -> Value {
    json!({"at": at, "welfare_pct": levels, "real_income_pct": levels, "rates": [[rate, rate], [rate, rate]],
        "countries_pct": [levels[0], levels[1], 0.0]})
}

/// Two players with what they have in a war at half of today's tariffs, and nothing else yet.
fn begun(war: [f64; 2]) -> Value {
    let named = |code: &str, name: &str| json!({"code": code, "name": name});
    let (usa, chn) = (named("USA", "United States"), named("CHN", "China"));
    let instruments = |partner: &str| json!([instrument(partner, "steel"), instrument(partner, "food")]);
    json!({
        "game": "Small", "question": null, "baseline": "world-2011", "year": 2011, "source": "made up", "elasticities": null,
        "players": [usa, chn], "instruments": [instruments("CHN"), instruments("USA")],
        "countries": [usa, chn, named("MEX", "Mexico"), named("VNM", "Vietnam"), named("IRL", "Ireland")],
        "sectors": [named("steel", "Steel"), named("food", "Food")], "parties": [0, 1],
        "standings": [standing("status-quo", [0.0, 0.0], 0.25), standing("war", war, 0.125)],
        "war": null, "threat": "war", "deals": [], "nothing_to_sign": null, "concessions": [], "frontier": null,
        "frontier_no_harm": null, "patience": null, "delta": 0.95, "terms": null,
        "certificate": {"equilibria": 2, "max_residual": 1e-12}, "stopped": false,
    })
}

/// The same with a deal at these levels.
fn signed(war: [f64; 2], deal: [f64; 2]) -> Value {
    let mut game = begun(war);
    let third = |code: &str, pct: f64| json!({"country": code, "threat_pct": -0.1, "deal_pct": pct, "protected": false});
    let one = |rule: &str| {
        json!({"rule": rule, "threat": "war", "reached_pct": 0.1,
            "parties": [party("USA", "CHN", deal[0], war[0]), party("CHN", "USA", deal[1], war[1])],
            "thirds": [third("MEX", -0.2), third("VNM", 0.05), third("IRL", 0.001)], "slope": 0.0, "violation_pct": 0.0,
            "starts": 3, "optima_pct": [0.1], "evaluations": 10})
    };
    game["deals"] = json!([one("equal-gains"), one("nash")]);
    let concession = |owner: &str, partner: &str, sector: &str, worth: [f64; 2]| {
        json!({"owner": owner, "instrument": instrument(partner, sector), "before": 0.2, "rate": 0.0,
            "point_pct": [0.0, 0.0], "worth_pct": worth})
    };
    game["concessions"] = json!([
        concession("CHN", "USA", "steel", [0.03, -0.02]),
        concession("CHN", "USA", "food", [0.02, -0.01]),
        concession("USA", "CHN", "steel", [0.005, 0.04]),
    ]);
    let point = |a: f64, b: f64| {
        json!({"welfare_pct": [a, b], "price": 1.0, "thirds_pct": -0.03, "worst": ["MEX", -0.2], "losers": 1, "slope": 0.0,
            "violation_pct": 0.0})
    };
    let points = [point(deal[0] + 0.05, war[1]), point(deal[0], deal[1]), point(war[0], deal[1] + 0.05)];
    game["frontier"] = json!({"parties": ["USA", "CHN"], "threat": "war", "threat_pct": war, "status_quo_pct": [0.0, 0.0],
        "no_harm": false, "evaluations": 3, "points": points});
    game["frontier_no_harm"] = game["frontier"].clone();
    game["frontier_no_harm"]["points"] = json!([]);
    game
}

fn keeping(player: &str, verdict: &str, delta: Option<f64>, years: Option<f64>) -> Value {
    let withdrawal =
        json!({"part": 0.5, "lost": 1.0, "withdrawn": 1.0, "is_equal": true, "welfare_pct": 0.0});
    json!({"player": player, "verdict": verdict, "deal_pct": 0.3, "breach_pct": 0.4, "war_pct": 0.1, "delta": delta,
        "delta_of_periods": null, "shortest_war": if verdict == "if-patient" { Some(2) } else { None },
        "withdrawal": if verdict == "not-tempted" { Value::Null } else { withdrawal }, "delta_equivalent": null,
        "answer_within_years": years, "answer_within_months": years.map(|y| 12.0 * y), "breach_rates": [0.1, 0.1], "starts": 3})
}

fn patient(players: Value, delta: Option<f64>, years: Option<f64>) -> Value {
    let mut game = signed([0.1, 0.1], [0.3, 0.3]);
    game["patience"] = json!({"players": players, "delta": delta, "answer_within_years": years,
        "terms": {"periods": 1, "discount_rate": 0.05}});
    game
}

fn check(game: Value, wanted: &[&str]) {
    let (section, _) = told(Some(game));
    for words in wanted {
        assert!(section.contains(words), "{words:?} is not in: {section}");
    }
}

#[test]
fn the_words_on_the_war_follow_the_signs() {
    check(
        begun([0.09, 0.25]),
        &[
            "the United States levies 25.0 % on goods from China and China levies 25.0 %",
            "The United States would then levy 12.5 % and China 12.5 % on average.",
            "Both would be better off than today",
            "Today\u{2019}s tariffs are higher, on average",
            "So the war threatens nobody",
        ],
    );
    check(begun([-0.2, -0.1]), &["Both would lose by it", "threaten each other"]);
    check(
        begun([-0.2, 0.1]),
        &["China would gain by it, and the United States would lose", "it is China\u{2019}s threat"],
    );
    check(begun([0.001, -0.001]), &["It would change little"]);
    let (section, _) = told(Some(begun([-0.2, -0.1])));
    assert!(!section.contains("threatens nobody"));
}

#[test]
fn a_deal_is_told_at_the_top_and_in_full() {
    let (section, answer) = told(Some(signed([0.09, 0.25], [0.18, 0.34])));
    for words in [
        "both gain the same over the war",
        "real income rises by 0.18 % in the United States (+0.09 % over the war) and by 0.34 % in China",
        "Even the war is better for both than today, and a deal is better still",
        "If no deal may leave third countries worse off than today, nothing was found",
        "The dearest concession is China\u{2019}s tariff on steel, from 20.0 % to 0.0 %",
        "1 of the 3 changes cost their owner nothing",
        "falls in 1 of 3 other economies, most of all Mexico (\u{2212}0.20 %)",
        "it rises in 1 and hardly changes in 1",
    ] {
        assert!(section.contains(words), "{words:?} is not in: {section}");
    }
    assert!(answer.contains("United States from 25.0 % to 5.0 %"), "{answer}");
    assert!(
        answer.contains("real income rises by 0.18 % in the United States and by 0.34 % in China"),
        "{answer}"
    );
}

#[test]
fn who_loses_even_by_signing_is_named() {
    check(
        signed([-0.3, 0.2], [-0.1, 0.4]),
        &["Against today the United States would lose even so", "falls by 0.10 %"],
    );
    check(
        signed([-0.3, -0.4], [0.1, 0.2]),
        &["The war costs both; a deal leaves both better off than today"],
    );
    check(signed([-0.3, -0.4], [-0.1, 0.2]), &["The war costs both, and a deal spares them that"]);
}

#[test]
fn nothing_to_sign_is_said() {
    let mut game = begun([0.1, -0.4]);
    game["nothing_to_sign"] = json!("the threat is better than every deal for USA");
    game["frontier"] = json!({"parties": ["USA", "CHN"], "threat": "war", "threat_pct": [0.1, -0.4],
        "status_quo_pct": [0.0, 0.0], "no_harm": false, "evaluations": 0, "points": []});
    let (section, answer) = told(Some(game));
    assert!(section.contains("There is nothing to sign") && !section.contains("deal-frontier"), "{section}");
    assert!(answer.contains("have nothing to sign: no deal is better for both than the war."), "{answer}");
}

#[test]
fn patience_has_a_sentence_for_each_verdict() {
    let (free, held, lost) = (
        keeping("USA", "not-tempted", Some(0.0), None),
        keeping("CHN", "if-patient", Some(0.58), Some(10.8)),
        keeping("CHN", "never", None, None),
    );
    check(
        patient(json!([free.clone(), held]), Some(0.58), Some(10.8)),
        &[
            "The United States would gain nothing by breaking it",
            "China could gain 0.10 % of real income by breaking it",
            "counts for at least 0.58",
            "within 11 years",
            "A war of only one period would not hold it: at least 2 are needed.",
            "nothing would hold it",
            "At a factor of 0.95, everybody keeps it.",
        ],
    );
    check(
        patient(json!([free.clone(), lost]), None, None),
        &[
            "No war can hold it to the deal",
            "So the deal would not hold, however soon a breach is answered",
            "only the United States keeps it",
        ],
    );
    check(patient(json!([free]), Some(0.0), None), &["So the deal holds by itself"]);
}

#[test]
fn missing_parts_leave_no_holes() {
    assert_eq!(told(None).0, "");
    let mut game = begun([0.1, 0.1]);
    game["stopped"] = json!(true);
    check(game.clone(), &["The game was stopped"]);
    game["standings"] = json!([]);
    assert_eq!(told(Some(game)).0, "");
    // positions and codes that nobody knows
    let mut game = signed([0.1, 0.1], [0.3, 0.3]);
    game["parties"] = json!([0, 7]);
    game["concessions"][0]["owner"] = json!("XXX");
    game["concessions"][1]["worth_pct"] = json!([]);
    game["standings"][1]["rates"] = json!([]);
    check(game, &["What they would sign"]);
}

#[test]
fn one_side_and_three_parties_have_their_own_words() {
    let mut game = begun([0.2, 0.0]);
    game["players"] = json!([game["players"][0]]);
    game["parties"] = json!([0]);
    game["standings"][0]["welfare_pct"] = json!([0.0]);
    game["standings"][1]["welfare_pct"] = json!([0.2]);
    check(game, &["Left alone, it would set what serves it best.", "It would be better off than today"]);
    let mut game = signed([0.1, 0.1], [0.3, 0.3]);
    game["players"].as_array_mut().unwrap().push(json!({"code": "MEX", "name": "Mexico"}));
    game["parties"] = json!([0, 1, 2]);
    for standing in game["standings"].as_array_mut().unwrap() {
        for key in ["welfare_pct", "real_income_pct"] {
            standing[key].as_array_mut().unwrap().push(json!(0.0));
        }
    }
    game["frontier"] = Value::Null;
    let (section, _) = told(Some(game));
    assert!(
        section.contains("in which all gain the same") && !section.contains("deal-frontier"),
        "{section}"
    );
}

#[test]
fn another_baseline_and_political_weights_are_said() {
    let mut game = signed([0.1, 0.1], [0.3, 0.3]);
    game["baseline"] = json!("world-2022");
    game["standings"][1]["real_income_pct"] = json!([0.0, 0.0]);
    check(game, &["The game is played on the baseline world-2022", "what its government counts rises by"]);
}

#[test]
fn terms_beyond_tariffs_are_told() {
    let mut game = signed([0.1, 0.1], [0.3, 0.3]);
    let gain =
        |country: &str, pct: f64| json!({"country": country, "real_income_pct": pct, "real_income": pct});
    let implied = |binding: bool| {
        json!({"term": "CHN buys 50 of food from USA", "owner": "CHN", "beneficiary": "USA", "means": "import-subsidy",
            "rate": 0.123, "payer": "CHN", "cost": 1.0, "level": 50.0, "before": 20.0, "amount": 50.0, "binding": binding})
    };
    let worth = |binding: bool| {
        json!({"implied": implied(binding), "amount_without": 20.0, "owner": gain("CHN", -0.02), "beneficiary": gain("USA", 0.03),
            "others": [gain("MEX", -0.01)], "world": 0.0, "sellers": [], "markets": []})
    };
    game["terms"] = json!({"countries": [], "worths": [worth(true), worth(false)], "residual": 0.0});
    check(
        game,
        &[
            "it takes a subsidy on these imports, paid by the importer, of 12.3 %",
            "Real income: China \u{2212}0.02 %, the United States +0.03 %; of the others Mexico loses most (\u{2212}0.01 %)",
            "that would be so anyway",
        ],
    );
}
