//! A scenario with a section `[oil]`: kept for the oil engine, never left out, and what its wedges do.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

use thalweg_trade::scenario::{Change, Measure, OilAnswer, OilWedge};
use thalweg_trade::{Base, Baseline, Draws, Options, Policy, Scenario, Settings, Simulator, solve};

const SECTION: &str = "\
name = \"Oil\" # \"RUS\" stands here as well: é
baseline = \"world-2022\"

[oil]
extends = \"price-cap\"
crude = [\"oil-gas\"]

[[oil.cap]]
seller = \"RUS\"
price = 50

[model]
labour = \"mobile\"
";

fn world() -> Baseline {
    Baseline::embedded("world-2022").unwrap()
}

fn scenario(text: &str) -> Scenario {
    Scenario::parse("mine.toml", text).unwrap()
}

fn wedge(importers: &[&str], value: f64) -> OilWedge {
    OilWedge {
        exporters: vec!["RUS".to_owned()],
        importers: importers.iter().map(|code| (*code).to_owned()).collect(),
        value,
        ..OilWedge::default()
    }
}

fn answered(text: &str, wedges: Vec<OilWedge>) -> Scenario {
    scenario(text).with_oil(OilAnswer { wedges, notes: Vec::new() })
}

fn policy(scenario: &Scenario) -> Policy {
    scenario.resolve(&world()).unwrap().policy
}

/// Position of what an importer buys from Russia.
fn cell(world: &Baseline, sector: &str, importer: &str) -> (usize, usize, usize) {
    (world.sector(sector).unwrap(), world.country(importer).unwrap(), world.country("RUS").unwrap())
}

fn cost(policy: &Policy, (j, n, i): (usize, usize, usize)) -> f64 {
    policy.trade_costs.as_ref().map_or(1.0, |costs| costs.get(j, n, i))
}

fn tax(policy: &Policy, (j, n, i): (usize, usize, usize)) -> f64 {
    policy.export_taxes.as_ref().map_or(0.0, |taxes| taxes.get(j, n, i))
}

/// What the oil engine gets stands in the lines and columns of the file, and nothing else does.
#[test]
fn the_section_is_kept_where_it_stands() {
    let scenario = scenario(SECTION);
    let section = scenario.oil().unwrap();
    let lines: Vec<&str> = section.text.lines().map(str::trim_end).collect();
    let mut wanted = vec!["", "", "", "[oil]", "extends = \"price-cap\"", "", ""];
    wanted.extend(["[[oil.cap]]", "seller = \"RUS\"", "price = 50"]);
    assert_eq!(lines[..10], wanted[..]);
    assert!(lines[10..].iter().all(|line| line.is_empty()), "{lines:?}");
    assert_eq!(section.file, "mine.toml");
    assert_eq!(section.crude.to_string(), "oil-gas");
    assert!(section.products.is_none());
}

/// Whatever is cut off or put in: an error or a section, and what is kept has the lines and columns of the file.
#[test]
fn no_text_breaks_the_section() {
    let cuts = SECTION.char_indices().map(|(at, _)| at);
    let odd = ["\"", "'''", "[[oil]]\n", "é", "\r\n", "=", "[oil.path]\n", "oil.x = 1\n", "}", "#"];
    let mut read = 0;
    for at in cuts {
        let (before, after) = SECTION.split_at(at);
        let texts = odd.iter().map(|odd| format!("{before}{odd}{after}")).chain([before.to_owned()]);
        for text in texts {
            let Ok(scenario) = Scenario::parse("mine.toml", &text) else { continue };
            let Some(section) = scenario.oil() else { continue };
            let shape = |text: &str| text.lines().map(|line| line.chars().count()).collect::<Vec<_>>();
            assert_eq!(shape(&section.text), shape(&text));
            read += 1;
        }
    }
    assert!(read > 100, "{read}");
}

#[test]
fn what_is_no_section_is_refused() {
    let check = |text: &str, wanted: &str| {
        let error = Scenario::parse("mine.toml", text).unwrap_err().to_string();
        assert!(error.starts_with(wanted), "{error}");
    };
    check("oil = { extends = \"embargo\" }", "mine.toml:1:1: `oil` must be a table of its own");
    check("oil.extends = \"embargo\"", "mine.toml:1:1: `oil` must be a table of its own");
    check("[[oil]]\nextends = \"embargo\"", "mine.toml:1:3: `oil` must be a table of its own");
    check("[oil]\npath.policy = \"ban\"", "mine.toml:2:1: `path` must be a table of its own");
    check("[oil]\ncrude = 3", "mine.toml:2:9: `crude` must be a word or a list of words");
}

/// Nobody gets an answer from which the oil was dropped.
#[test]
fn a_section_without_wedges_is_never_solved() {
    let scenario = scenario(SECTION);
    let wanted = "mine.toml:4:1: the section [oil] has no wedges";
    assert!(solve(&world(), &scenario).unwrap_err().to_string().starts_with(wanted));
    let child = Scenario::new("child").extending(scenario);
    assert!(child.resolve(&world()).unwrap_err().to_string().starts_with(wanted));
    let world = world();
    let simulator = Simulator::new(&world, Settings::default());
    let asked = simulator.simulate("child", &child, &Options::default());
    assert!(asked.unwrap_err().to_string().starts_with(wanted));
    // only blocks: the place is that of the first
    let blocks = Scenario::parse("b.toml", "\n[[oil.embargo]]\nseller = \"RUS\"\nbuyers = \"EU\"\n").unwrap();
    assert!(blocks.resolve(&world).unwrap_err().to_string().starts_with("b.toml:2:1: the section [oil]"));
}

#[test]
fn an_answer_of_nothing_changes_nothing() {
    let world = world();
    let nothing = answered(SECTION, Vec::new());
    assert!(policy(&nothing) == policy(&Scenario::new("nothing")));
    let at = solve(&world, &nothing).unwrap();
    assert!(at.flows == solve(&world, &Scenario::new("nothing")).unwrap().flows);
    // nor do wedges that are zero
    let zero = answered(SECTION, vec![wedge(&["IND"], 20_000.0)]);
    assert!(policy(&zero) == policy(&Scenario::new("nothing")));
}

/// All of a flow under embargo is the embargo that the engine has; a part of it leaves the rest at unchanged prices.
#[test]
fn an_embargo_covers_what_is_crude() {
    let world = world();
    let (ita, deu) = (cell(&world, "oil-gas", "ITA"), cell(&world, "oil-gas", "DEU"));
    let flow = |(j, n, i): (usize, usize, usize)| world.flows.get(j, n, i);
    let forbidden =
        |importer: &str, value: f64, part: f64| OilWedge { embargoed: part, ..wedge(&[importer], value) };
    let all = answered(SECTION, vec![forbidden("ITA", 2.0 * flow(ita), 1.0)]);
    let known = scenario(SECTION).with(Measure::embargo("ITA", "RUS", "oil-gas"));
    let known = known.with_oil(OilAnswer::default());
    assert!(policy(&all) == policy(&known));
    // three quarters of the flow are crude, and two thirds of that may not be bought: half is left
    let half = answered(SECTION, vec![forbidden("DEU", 0.75 * flow(deu), 2.0 / 3.0)]);
    let theta = world.sectors[deu.0].elasticity;
    let left = cost(&policy(&half), deu).powf(-theta);
    assert!((left - 0.5).abs() < 1e-12, "{left}");
    // and so under any other elasticity
    let resolved = half.resolve(&world).unwrap();
    let elasticities: Vec<f64> = resolved.elasticities.iter().map(|theta| 0.7 * theta).collect();
    let left = cost(&resolved.policy_at(&elasticities), deu).powf(-0.7 * theta);
    assert!((left - 0.5).abs() < 1e-12, "{left}");
    let changed = format!("{SECTION}[[elasticity]]\nsectors = \"oil-gas\"\nset = 2\n");
    let changed = answered(&changed, vec![forbidden("DEU", 0.75 * flow(deu), 2.0 / 3.0)]);
    assert!((cost(&policy(&changed), deu) - 0.5f64.powf(-0.5)).abs() < 1e-12);
}

/// Other wedges count in the proportion of crude in what is left; a row of several buyers is split by their flows.
#[test]
fn wedges_are_scaled_to_the_crude_in_a_flow() {
    let world = world();
    let (nld, bel) = (cell(&world, "oil-gas", "NLD"), cell(&world, "oil-gas", "BEL"));
    let sum = world.flows.get(nld.0, nld.1, nld.2) + world.flows.get(bel.0, bel.1, bel.2);
    let row = OilWedge { trade_cost: 0.1, export_tax: -0.2, ..wedge(&["NLD", "BEL"], 0.25 * sum) };
    let some = policy(&answered(SECTION, vec![row.clone()]));
    for at in [nld, bel] {
        assert!((cost(&some, at) - 1.025).abs() < 1e-12 && (tax(&some, at) + 0.05).abs() < 1e-12);
    }
    // more crude than the flow holds is all of it
    let all = policy(&answered(SECTION, vec![OilWedge { value: 3.0 * sum, ..row.clone() }]));
    assert!((cost(&all, bel) - 1.1).abs() < 1e-12 && (tax(&all, bel) + 0.2).abs() < 1e-12);
    // half of the crude is forbidden: of what is left of the flow a seventh is crude
    let both = policy(&answered(SECTION, vec![OilWedge { embargoed: 0.5, ..row.clone() }]));
    assert!((tax(&both, nld) + 0.2 / 7.0).abs() < 1e-12);
    // products get the same, on all of their trade, and only where that is asked for
    let fuel = cell(&world, "petroleum", "NLD");
    assert_eq!((cost(&some, fuel), tax(&some, fuel)), (1.0, 0.0));
    let asked = SECTION.replace("crude = [\"oil-gas\"]", "products = \"petroleum\"");
    let asked = policy(&answered(&asked, vec![row]));
    assert!((cost(&asked, fuel) - 1.1).abs() < 1e-12 && (tax(&asked, fuel) + 0.2).abs() < 1e-12);
    assert!((cost(&asked, nld) - 1.025).abs() < 1e-12);
}

/// What the seller grants the buyer is a loss to the one and a gain to the other, and the world loses next to nothing.
#[test]
fn a_discount_is_a_transfer() {
    let world = world();
    let row = OilWedge { export_tax: -0.1, ..wedge(&["IND"], 20_000.0) };
    let scenario = answered(SECTION, vec![row]);
    let outcome =
        Simulator::new(&world, Settings::default()).simulate("oil", &scenario, &Options::default()).unwrap();
    let change = |code: &str| {
        let row = world.countries.iter().position(|country| country.code == code).unwrap();
        let base = Base::new(
            &world,
            &scenario.resolve(&world).unwrap().elasticities,
            &scenario.model,
            Settings::default(),
        );
        outcome.country(code).unwrap().real_income_pct / 100.0 * base.unwrap().equilibrium().income[row]
    };
    let (seller, buyer) = (change("RUS"), change("IND"));
    assert!(seller < 0.0 && buyer > 0.0, "{seller} {buyer}");
    // the flow was 11 billion: a tenth of it and of what comes more
    assert!((500.0..5_000.0).contains(&buyer) && (500.0..5_000.0).contains(&-seller), "{seller} {buyer}");
    let flow = outcome.flow("IND", "RUS").unwrap();
    assert!(flow.after > flow.before);
}

#[test]
fn a_section_is_carried_along_and_overridden() {
    let world = world();
    let parent = answered(SECTION, vec![OilWedge { embargoed: 1.0, ..wedge(&["ITA"], 1e9) }]);
    let child = Scenario::new("child").extending(parent.clone());
    assert!(cost(&policy(&child), cell(&world, "oil-gas", "ITA")).is_infinite());
    assert_eq!(child.oil().unwrap().file, "mine.toml");
    // the answer reaches the section wherever it stands
    let late = Scenario::new("child").extending(scenario(SECTION));
    let late = late.with_oil(parent.oil().unwrap().answer.clone().unwrap());
    assert!(policy(&late) == policy(&child));
    // a section of its own takes the place of the other
    let own = "[oil]\nextends = \"as-it-is\"\n";
    let own = scenario(own).extending(parent).with_oil(OilAnswer::default());
    assert_eq!(cost(&policy(&own), cell(&world, "oil-gas", "ITA")), 1.0);
}

#[test]
fn contradictions_and_nonsense_are_named() {
    let world = world();
    let check = |scenario: &Scenario, wanted: &str| {
        let error = scenario.resolve(&world).unwrap_err().to_string();
        assert!(error.contains(wanted), "{error}");
    };
    let row = OilWedge { trade_cost: 0.1, ..wedge(&["IND"], 20_000.0) };
    let measure = Measure::trade_cost("IND", "RUS", "oil-gas", Change::Set(0.2));
    check(&answered(SECTION, vec![row.clone()]).with(measure), "contradicts `set = 0.2` for the trade cost");
    for nonsense in [
        OilWedge { embargoed: 1.5, ..row.clone() },
        OilWedge { value: f64::NAN, ..row.clone() },
        OilWedge { trade_cost: -1.0, ..row.clone() },
        OilWedge { export_tax: f64::INFINITY, ..row.clone() },
    ] {
        check(
            &answered(SECTION, vec![nonsense]),
            "mine.toml:4:1: the oil wedge from RUS to IND has a number",
        );
    }
    let slip = SECTION.replace("crude = [\"oil-gas\"]", "crude = \"oil-gaz\"");
    check(&answered(&slip, vec![row.clone()]), "mine.toml:6:9: unknown sector `oil-gaz`");
    let both = SECTION.replace("crude = [\"oil-gas\"]", "products = [\"petroleum\", \"oil-gas\"]");
    check(&answered(&both, vec![row.clone()]), "`oil-gas` stands under `crude` and under `products`");
    let mut euros = world.clone();
    euros.about.unit.currency = "EUR".to_owned();
    let error = answered(SECTION, vec![row.clone()]).resolve(&euros).unwrap_err().to_string();
    assert!(error.contains("oil is counted in US dollars"), "{error}");
}

/// What the baseline does not have goes to nothing, and is told; so is how much of the trade is crude.
#[test]
fn what_finds_no_place_is_told() {
    let row = OilWedge { trade_cost: 0.1, ..wedge(&["IND", "ATL"], 1_096.6) };
    let resolved = answered(SECTION, vec![row]).resolve(&world()).unwrap();
    let notes: Vec<&str> = resolved.notes.iter().map(|note| note.message.as_str()).collect();
    assert!(notes[0].starts_with("crude is 10 % of the trade of the 1 pair"), "{notes:?}");
    assert_eq!(notes[1], "oil of countries that the baseline does not have is left out: ATL");
    // the unit is the baseline's: the same world in thousands
    let mut thousands = world();
    thousands.about.unit.power = 3;
    let row = OilWedge { trade_cost: 0.1, ..wedge(&["IND"], 1.0966) };
    let resolved = answered(SECTION, vec![row]).resolve(&thousands).unwrap();
    assert!(resolved.notes[0].message.starts_with("crude is 10 %"), "{:?}", resolved.notes);
}

/// Where the elasticities here make more of a price than the oil market lets through, a note says by how much.
#[test]
fn volumes_that_are_too_large_are_told() {
    let said = |volume: Option<f64>| {
        let row = OilWedge { export_tax: -0.2, volume, ..wedge(&["IND"], 5_000.0) };
        let resolved = answered(SECTION, vec![row]).resolve(&world()).unwrap();
        resolved
            .notes
            .iter()
            .map(|note| note.message.clone())
            .filter(|m| m.contains("times"))
            .collect::<Vec<_>>()
    };
    let more = 0.8f64.powi(-4);
    assert!(
        said(Some(1.1))[0].contains(&format!("1.10 times what it was in the oil engine, {more:.2} times"))
    );
    assert!(said(Some(more)).is_empty() && said(Some(3.0)).is_empty() && said(None).is_empty());
}

/// Draws of the elasticities leave the part of a flow that is not forbidden as it is.
#[test]
fn draws_know_of_embargoes_in_part() {
    let world = world();
    let row = OilWedge { embargoed: 0.5, ..wedge(&["DEU"], 1e9) };
    let options = Options { draws: Some(Draws { count: 4, seed: 1 }), ..Options::default() };
    let simulator = Simulator::new(&world, Settings::default());
    let outcome = simulator.simulate("oil", &answered(SECTION, vec![row]), &options).unwrap();
    assert!(outcome.uncertainty.is_some());
}
