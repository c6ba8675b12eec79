//! What a page says of its horizon and of the model's record is what the numbers say.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

use thalweg_brief::Brief;
use thalweg_evidence::Record;
use thalweg_trade::{Baseline, Options, Outcome, Scenario, Settings, Simulator};

fn simulated(world: &Baseline, model: &str) -> Outcome {
    let text = format!(
        "name = 'Ten points'\n{model}[[tariff]]\nimporter = 'USA'\nexporter = 'CHN'\nsectors = 'tradable'\nadd = 0.1\n"
    );
    let scenario = Scenario::parse("ten.toml", &text).unwrap();
    Simulator::new(world, Settings::default()).simulate("ten", &scenario, &Options::default()).unwrap()
}

fn brief(three_years: Vec<Option<Outcome>>, record: Option<Record>) -> Brief {
    let world = Baseline::embedded("world-2022").unwrap();
    let outcomes = vec![simulated(&world, "")];
    Brief {
        about: world.about,
        outcomes,
        sets: Vec::new(),
        three_years,
        record,
        negotiation: None,
        oil: None,
        statistics: None,
        command: "thalweg brief".into(),
    }
}

/// A section of a page as words, without marks and the data of links.
fn section(page: &str, id: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("<section id=\"{id}\""))?;
    let mut text = String::new();
    for piece in rest.split("</section>").next()?.split('<').skip(1) {
        text.push_str(piece.split_once('>').map_or("", |(_, after)| after));
    }
    Some(text.replace('\u{202f}', " "))
}

fn percent(value: f64) -> String {
    format!("{}{:.2}", if value < 0.0 { "\u{2212}" } else { "+" }, value.abs())
}

#[test]
fn both_horizons_stand_side_by_side() {
    let world = Baseline::embedded("world-2022").unwrap();
    let three = simulated(&world, "horizon = '3y'\n");
    let brief = brief(vec![Some(three.clone())], None);
    let page = brief.page().unwrap();
    let words = section(&page, "horizon").unwrap();
    for outcome in [&three, &brief.outcomes[0]] {
        for code in ["USA", "CHN"] {
            let income = percent(outcome.country(code).unwrap().real_income_pct);
            assert!(words.contains(&income), "{code} {income}: {words}");
        }
        let diverted = format!("{:.1}", outcome.diversions[0].diverted / 1000.0);
        assert!(words.contains(&diverted), "{diverted}: {words}");
    }
    assert!(words.contains("for about three years, and no longer"), "{words}");
    let usa = percent(three.country("USA").unwrap().real_income_pct);
    let answer = brief.answer().unwrap().join(" ").replace('\u{202f}', " ");
    let says = format!("All this is the long run; about three years on: the United States {usa} %");
    assert!(answer.contains(&says), "{answer}");
}

#[test]
fn a_page_without_a_second_horizon_does_not_speak_of_one() {
    let brief = brief(vec![None], None);
    let page = brief.page().unwrap();
    assert_eq!((section(&page, "horizon"), section(&page, "record")), (None, None));
    assert!(!brief.answer().unwrap().join(" ").contains("three years"));
}

#[test]
fn a_scenario_without_a_second_column_is_named() {
    let world = Baseline::embedded("world-2022").unwrap();
    let mut brief = brief(vec![Some(simulated(&world, "horizon = '3y'\n")), None], None);
    brief.outcomes.push(simulated(&world, "[model]\nelasticities = 'cp2015'\n"));
    let words = section(&brief.page().unwrap(), "horizon").unwrap();
    assert!(words.contains("chooses its own elasticities (cp2015)"), "{words}");
}

#[test]
fn the_record_says_where_it_did_well_and_where_it_failed() {
    let words =
        section(&brief(Vec::new(), Some(Record::embedded().unwrap())).page().unwrap(), "record").unwrap();
    for piece in [
        "did well on the United States\u{2019} purchases from China",
        "73 % of the error",
        "It failed on China\u{2019}s purchases from the United States",
        "saying nothing does better",
        "Vietnam\u{2019}s sales to the United States were 52 % higher",
        "thalweg evidence replicate",
    ] {
        assert!(words.contains(piece), "{piece}: {words}");
    }
}

#[test]
fn the_verdict_follows_the_numbers_and_not_the_names() {
    let mut record = Record::embedded().unwrap();
    for row in record.scores.iter_mut().filter(|row| row.question == "direct") {
        row.mean_error = 2.0 * row.mean_error_of_nothing;
    }
    record.cases.retain(|case| case.question == "direct");
    let words = section(&brief(Vec::new(), Some(record)).page().unwrap(), "record").unwrap();
    assert!(words.contains("the model did no better than saying that nothing changes"), "{words}");
    assert!(!words.contains("Vietnam"), "{words}");
}
