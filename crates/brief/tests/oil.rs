//! The sections on oil and on statistics say what the numbers say, whatever their signs.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

use thalweg_brief::{Brief, OilStudy, Statistics};
use thalweg_mirror::{Countries, Group, Ledger, Mirror, Options as Reading, PolicyDate, Question, read};
use thalweg_oil::{
    Baseline as OilBaseline, Draws, ListingsQuestion, Question as Asked, Scenario as OilScenario, World,
};
use thalweg_trade::{Baseline, Options, Outcome, Scenario, Settings, Simulator};

fn rest() -> (Baseline, Outcome) {
    let world = Baseline::embedded("world-2023").unwrap();
    let text = "name = \"Still\"\n[[tariff]]\nimporter = \"USA\"\nexporter = \"CHN\"\nsectors = \"tradable\"\nadd = 0.0\n";
    let scenario = Scenario::parse("still.toml", text).unwrap();
    let outcome = Simulator::new(&world, Settings::default())
        .simulate("still", &scenario, &Options::default())
        .unwrap();
    (world, outcome)
}

/// The whole page, and the answer at the top.
fn page(oil: Option<OilStudy>, statistics: Option<Statistics>) -> (String, String) {
    let (world, outcome) = rest();
    let brief = Brief {
        about: world.about,
        outcomes: vec![outcome],
        sets: Vec::new(),
        three_years: Vec::new(),
        record: None,
        negotiation: None,
        oil,
        statistics,
        command: "thalweg brief".into(),
    };
    (brief.page().unwrap(), brief.answer().unwrap().join(" ").replace('\u{202f}', " "))
}

/// A section as words, without marks, notes and pictures.
fn section(page: &str, id: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("<section id=\"{id}\""))?;
    let mut text = String::new();
    for piece in rest.split("</section>").next()?.split('<').skip(1) {
        let (tag, after) = piece.split_once('>')?;
        if !tag.starts_with("a ") {
            text.push_str(after);
        }
    }
    Some(text.replace('\u{202f}', " "))
}

fn study(scenario: &str, ships: Option<f64>) -> OilStudy {
    let world = World::new(OilBaseline::open("oil-2022").unwrap()).unwrap();
    let fleet = ships.map_or(String::new(), |add| {
        format!("[[fleet]]\nchannel = \"shadow\"\nclass = \"vlcc\"\nadd = {add}\n")
    });
    let text = format!("name = \"Asked\"\nextends = \"{scenario}\"\n{fleet}");
    let scenario = OilScenario::parse("asked.toml", &text).unwrap();
    let draws = Draws::new(6, 1);
    let worth = Asked { seller: "RUS".into(), ships: Vec::new(), step: 0.1, draws };
    let listings =
        ListingsQuestion { seller: "RUS".into(), ships: Vec::new(), most: Some(60), points: 4, draws };
    OilStudy {
        about: world.baseline.about.clone(),
        outcome: world.solve(&scenario).unwrap(),
        purchases: world.purchases(&scenario).unwrap(),
        price: world.price_parts(&scenario, "RUS").unwrap(),
        worth: world.worth(&scenario, &worth).unwrap(),
        listings: world.listings(&scenario, &listings).unwrap(),
        anchors: world.anchors().unwrap(),
    }
}

#[test]
fn the_oil_is_told_with_its_numbers() {
    let study = study("price-cap", None);
    let seller = study.outcome.sellers.iter().find(|row| row.seller == "RUS").unwrap().clone();
    let (ships, last) = (study.worth.rows[0].clone(), study.listings.rows.last().unwrap().clone());
    let (page, answer) = page(Some(study), None);
    let oil = section(&page, "oil").unwrap();
    let expect = |words: &str| assert!(oil.contains(words), "`{words}` is not in: {oil}");
    expect("Russia sells 4.86 million barrels a day at 64.8 dollars (before: 4.90 at 79.3)");
    expect(&format!("takes {:.1} % less for it", -seller.revenue_pct));
    expect("Russia, Iran and Venezuela sell");
    expect("independents (teapots) of China");
    expect("At the port of loading Russia gets");
    expect("are the rent of scarce ships");
    expect(&format!("{:.1} thousand dollars a day from Russia", -ships.solved_again.revenue));
    expect("No refinery or terminal whose capacity the baseline knows is full");
    expect("Published discounts, freights and volumes");
    assert!(
        answer.contains(
            "In the oil scenario \u{201c}Asked\u{201d}, Russia\u{2019}s revenue on crude falls by 19.0 %"
        ),
        "{answer}"
    );
    assert!(answer.contains(&format!("with {} tankers of the shadow fleet listed", last.listed)), "{answer}");
    for figure in ["oil-buyers", "oil-discount", "oil-worth", "oil-listings"] {
        assert!(page.contains(&format!("<figure id=\"{figure}\"")), "{figure}");
    }
}

#[test]
fn ships_that_are_not_scarce_are_worth_nothing_and_the_page_says_so() {
    let (page, _) = page(Some(study("embargo", Some(400.0))), None);
    let oil = section(&page, "oil").unwrap();
    assert!(oil.contains("No single ship costs Russia anything: ships are not scarce"), "{oil}");
    assert!(!page.contains("<figure id=\"oil-worth\""));
}

/// The embedded tables, or others.
fn statistics(table: &str, since: Option<&str>, group: bool) -> Statistics {
    let countries = Countries::embedded();
    let mut ledger = Ledger::new();
    let source = read(table.as_bytes(), "table", &Reading::new(&countries), &mut ledger).unwrap();
    let question =
        Question { since: since.map(|date| PolicyDate::parse(date).unwrap()), ..Question::default() };
    let mirror = Mirror::of(&ledger, &countries, &question).unwrap();
    let together = if group {
        let groups = vec![Group::parse("EU27", &countries).unwrap()];
        let question = Question { groups, exporters: vec!["EU27".into()], ..question };
        Mirror::of(&ledger, &countries, &question).unwrap().arrivals
    } else {
        Vec::new()
    };
    Statistics {
        findings: mirror.findings(10, &[source], &countries),
        arrivals: mirror.arrivals,
        together,
        currency: mirror.currency,
    }
}

#[test]
fn what_never_arrived_is_told_as_published() {
    let table = thalweg_mirror::embedded_table("eu-neighbours").unwrap();
    let (page, answer) = page(None, Some(statistics(table, Some("2022-02-24"), true)));
    let said = section(&page, "statistics").unwrap();
    let expect = |words: &str| assert!(said.contains(words), "`{words}` is not in: {said}");
    expect(
        "that the European Union says it sold to Armenia, Kazakhstan, Kyrgyzstan and Uzbekistan in 2022 and 2023 beyond 2021, 42 %",
    );
    expect("Kyrgyzstan: 73 % of what the European Union sold on top never arrived");
    expect("Germany misses most");
    expect("1. Kyrgyzstan from Poland, all goods, 2023");
    expect("Imports of 2023 by Armenia are incomplete and left out");
    assert!(answer.contains("42 % never arrived"), "{answer}");
    assert!(!said.contains("TOTAL"));
}

#[test]
fn tables_without_a_policy_have_gaps_alone() {
    let table =
        "year,reporter,partner,flow,hs,kg\n2020,XBB,XAA,import,2709,9e9\n2020,XAA,XBB,export,2709,1e9\n";
    let (page, answer) = page(None, Some(statistics(table, None, false)));
    let said = section(&page, "statistics").unwrap();
    assert!(said.contains("9 times as much") && said.contains("million tonnes"), "{said}");
    assert!(!page.contains("never-arrived") && !answer.contains("arrived"), "{answer}");
}

#[test]
fn a_page_without_them_has_neither() {
    let (page, answer) = page(None, None);
    assert!(section(&page, "oil").is_none() && section(&page, "statistics").is_none());
    assert!(!answer.contains("oil"));
}
