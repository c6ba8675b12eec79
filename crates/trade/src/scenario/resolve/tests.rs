mod examples;
mod worlds;

use crate::scenario::{Change, Measure, Model, Resolved, Scenario, Selector};
use thalweg_core::Problem;
use worlds::{CAN, CHN, DEU, FORESTRY, FRA, RUS, SERVICES, STEEL, USA, world};

fn resolve(text: &str) -> Result<Resolved, Vec<String>> {
    let scenario = Scenario::parse("s.toml", text).unwrap();
    scenario.resolve(&world()).map_err(|error| error.problems().iter().map(Problem::to_string).collect())
}

#[track_caller]
fn good(text: &str) -> Resolved {
    resolve(text).unwrap()
}

/// Every problem of a text, as a terminal would show it in one line.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(resolve(text).unwrap_err(), expected);
}

#[track_caller]
fn check_notes(text: &str, expected: &[&str]) {
    let notes: Vec<String> = good(text).notes.iter().map(Problem::to_string).collect();
    assert_eq!(notes, expected);
}

fn tariff(importer: &str, exporter: &str, sectors: &str, rate: &str) -> String {
    format!("[[tariff]]\nimporter = {importer}\nexporter = {exporter}\nsectors = {sectors}\n{rate}\n")
}

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12, "{found} instead of {expected}");
}

#[test]
fn nothing_changes_nothing() {
    let resolved = Scenario::new("nothing").resolve(&world()).unwrap();
    assert_eq!(resolved.policy, crate::Policy::of(&world()));
    assert_eq!(resolved.elasticities, vec![4.0; 4]);
    assert!(resolved.notes.is_empty());
}

#[test]
fn add_set_and_scale_of_a_tariff() {
    for (rate, expected) in [("add = 0.6", 0.64), ("set = 0.25", 0.25), ("scale = 1.5", 0.06)] {
        let tariffs = good(&tariff("\"USA\"", "\"CHN\"", "\"steel\"", rate)).policy.tariffs;
        close(tariffs.get(STEEL, USA, CHN), expected);
        close(tariffs.get(STEEL, CHN, USA), 0.04);
        close(tariffs.get(FORESTRY, USA, CHN), 0.04);
    }
}

#[test]
fn selectors_choose_codes_groups_all_and_leave_out() {
    let touched = |importer: &str, exporter: &str, sectors: &str| -> Vec<(usize, usize, usize)> {
        let tariffs = good(&tariff(importer, exporter, sectors, "set = 0.5")).policy.tariffs;
        let cells = tariffs.values().iter().enumerate().filter(|(_, rate)| **rate == 0.5);
        cells.map(|(at, _)| (at / 36, at / 6 % 6, at % 6)).collect()
    };
    assert_eq!(touched("\"EU\"", "\"RUS\"", "\"steel\""), [(STEEL, DEU, RUS), (STEEL, FRA, RUS)]);
    let within = touched("\"EU\"", "\"EU\"", "\"steel\"");
    assert_eq!(within, [(STEEL, DEU, FRA), (STEEL, FRA, DEU)], "trade among members, but no sales at home");
    assert_eq!(touched("\"USA\"", "[\"*\", \"!CAN\", \"!EU\"]", "\"steel\"").len(), 2);
    assert_eq!(touched("\"USA\"", "[\"!CAN\", \"*\"]", "\"steel\"").len(), 4, "order does not matter");
    assert_eq!(touched("\"USA\"", "\"CHN\"", "\"tradable\"").len(), 3);
    assert_eq!(touched("\"USA\"", "\"CHN\"", "\"*\"").len(), 4);
    assert_eq!(touched("\"USA\"", "\"CHN\"", "[\"tradable\", \"!steel\"]").len(), 2);
    assert_eq!(touched("\"USA\"", "\"CHN\"", "\"group:agriculture\"").len(), 2);
    assert_eq!(touched("\"*\"", "\"*\"", "\"steel\"").len(), 30);
    let lists = touched("[\"USA\", \"CHN\"]", "[\"USA\", \"CHN\"]", "\"steel\"");
    assert_eq!(lists, [(STEEL, USA, CHN), (STEEL, CHN, USA)]);
}

#[test]
fn the_european_union_is_known_without_a_group() {
    let mut world = world();
    world.countries.iter_mut().for_each(|country| country.group = None);
    let scenario = Scenario::new("x").with(Measure::tariff("EU", "RUS", "steel", Change::Set(0.5)));
    let tariffs = scenario.resolve(&world).unwrap().policy.tariffs;
    assert_eq!(tariffs.values().iter().filter(|rate| **rate == 0.5).count(), 2);
}

#[test]
fn unknown_words_get_the_nearest_one() {
    check(
        &tariff("\"UAS\"", "[\"China\", \"ue\"]", "[\"stel\", \"uranium\"]", "add = 0.1"),
        &[
            "s.toml:2:12: unknown country `UAS` (the nearest known word is `USA`)",
            "s.toml:3:13: unknown country `China` (the code of China is `CHN`)",
            "s.toml:3:22: unknown country `ue` (the nearest known word is `EU`)",
            "s.toml:4:12: unknown sector `stel` (the nearest known word is `steel`)",
            "s.toml:4:20: unknown sector `uranium` (known sectors: agriculture, forestry, steel, services)",
        ],
    );
    check(
        &tariff("\"USA\"", "\"!CAN\"", "\"steel\"", "add = 0.1"),
        &[
            "s.toml:3:12: `!CAN` says only which countries are left out (say first which are meant: [\"*\", \"!CAN\"])",
        ],
    );
    check(
        &tariff("\"tradable\"", "\"CAN\"", "\"steel\"", "add = 0.1"),
        &["s.toml:2:12: unknown country `tradable` (known countries: USA, CAN, CHN, DEU, FRA, RUS)"],
    );
    let none = Selector::from([]);
    let error =
        Scenario::new("x").with(Measure::tariff(none, "CAN", "steel", Change::Add(0.1))).resolve(&world());
    assert_eq!(error.unwrap_err().to_string(), "a list of countries is empty");
}

#[test]
fn a_country_does_not_trade_with_itself() {
    let message = "`USA` stands on both sides, as importer and as exporter (sales within a country are not trade: \
                   leave it out on one side)";
    check(
        &tariff("\"USA\"", "[\"USA\", \"CHN\"]", "\"steel\"", "add = 0.1"),
        &[&format!("s.toml:5:7: {message}")],
    );
    check(
        "[[embargo]]\nimporter = \"USA\"\nexporter = \"USA\"\nsectors = \"*\"\n",
        &[&format!("s.toml:1:1: {message}")],
    );
}

#[test]
fn additions_add_up() {
    let all = tariff("\"USA\"", "\"*\"", "\"*\"", "add = 0.1");
    let resolved = good(&(all + &tariff("\"USA\"", "\"CHN\"", "\"steel\"", "add = 0.2")));
    close(resolved.policy.tariffs.get(STEEL, USA, CHN), 0.34);
    close(resolved.policy.tariffs.get(STEEL, USA, RUS), 0.14);
}

#[test]
fn contradictions_name_both_places() {
    for (one, two, places) in [
        ("set = 0.1", "set = 0.2", ("5:7", "10:7")),
        ("set = 0.1", "add = 0.2", ("5:7", "10:7")),
        ("scale = 2", "scale = 3", ("5:9", "10:9")),
        ("add = 0.1", "scale = 3", ("5:7", "10:9")),
    ] {
        let text =
            tariff("\"USA\"", "\"*\"", "\"*\"", one) + &tariff("[\"USA\", \"CAN\"]", "\"CHN\"", "\"*\"", two);
        let expected = format!(
            "s.toml:{}: `{two}` contradicts `{one}` for the tariff of USA on agriculture from CHN (the other stands at \
             s.toml:{}; leave out of one what the other is about, such as \"!CAN\")",
            places.1, places.0
        );
        check(&text, &[&expected]);
    }
    check(
        "[[elasticity]]\nsectors = \"*\"\nset = 2\n[[elasticity]]\nsectors = \"steel\"\nset = 1\n",
        &[
            "s.toml:6:7: `set = 1` contradicts `set = 2` for the trade elasticity of steel (the other stands at s.toml:3:7; \
           leave out of one what the other is about, such as \"!CAN\")",
        ],
    );
}

#[test]
fn blocks_that_set_the_same_agree() {
    let text = tariff("\"USA\"", "\"*\"", "\"*\"", "set = 0.1");
    assert!(resolve(&(text + &tariff("\"USA\"", "\"CHN\"", "\"*\"", "set = 0.1"))).is_ok());
}

#[test]
fn tariffs_stay_above_minus_one_hundred_percent() {
    let bound = "it must stay above -100 %";
    check(
        &tariff("\"USA\"", "[\"CHN\", \"RUS\"]", "\"steel\"", "add = -1.24"),
        &[&format!(
            "s.toml:5:7: the tariff of USA on steel from CHN would be -120 %; {bound} (and so in 1 more cell)"
        )],
    );
    check(
        &tariff("\"USA\"", "\"CHN\"", "\"steel\"", "set = -1"),
        &[&format!("s.toml:5:7: the tariff of USA on steel from CHN would be -100 %; {bound}")],
    );
    check(
        &tariff("\"USA\"", "\"CHN\"", "\"steel\"", "add = -0.6").repeat(2),
        &[&format!("s.toml:10:7: the tariff of USA on steel from CHN would be -116 %; {bound}")],
    );
}

#[test]
fn other_rates_stay_in_their_bounds() {
    let home =
        |lever: &str, rate: &str| format!("[[{lever}]]\ncountry = \"CHN\"\nsectors = \"steel\"\n{rate}\n");
    let trade =
        |lever: &str, rate: &str| tariff("\"USA\"", "\"CHN\"", "\"steel\"", rate).replace("tariff", lever);
    check(
        &home("subsidy", "set = 1"),
        &["s.toml:4:7: the subsidy for steel in CHN would be 100 %; it must stay below 100 %"],
    );
    check(
        &home("productivity", "set = -1"),
        &["s.toml:4:7: the productivity of steel in CHN would be -100 %; it must stay above -100 %"],
    );
    check(
        &trade("export_tax", "set = -2"),
        &["s.toml:5:7: the export tax of CHN on steel to USA would be -200 %; it must stay above -100 %"],
    );
    check(
        &trade("trade_cost", "set = -1"),
        &["s.toml:5:7: the trade cost of steel from CHN to USA would be -100 %; it must stay above -100 %"],
    );
}

#[test]
fn every_other_lever_reaches_the_policy() {
    let resolved = Scenario::new("all levers")
        .with(Measure::subsidy("CHN", "steel", Change::Set(0.05)))
        .with(Measure::productivity("EU", Selector::all(), Change::Set(0.1)))
        .with(Measure::export_tax("CHN", "USA", "steel", Change::Add(0.3)))
        .with(Measure::trade_cost("EU", "RUS", "services", Change::Set(0.5)))
        .with(Measure::embargo("USA", "RUS", "steel"))
        .with(Measure::elasticity("steel", Change::Scale(0.5)))
        .resolve(&world())
        .unwrap();
    let policy = resolved.policy;
    close(policy.subsidies.get(STEEL, CHN), 0.05);
    let productivity = policy.productivity.unwrap();
    close(productivity.get(SERVICES, FRA), 1.1);
    close(productivity.get(SERVICES, USA), 1.0);
    let taxes = policy.export_taxes.unwrap();
    close(taxes.get(STEEL, USA, CHN), 0.3);
    close(taxes.get(STEEL, CHN, USA), 0.0);
    let costs = policy.trade_costs.unwrap();
    close(costs.get(SERVICES, DEU, RUS), 1.5);
    close(costs.get(SERVICES, RUS, DEU), 1.0);
    assert_eq!(costs.get(STEEL, USA, RUS), f64::INFINITY);
    assert_eq!(resolved.elasticities, [4.0, 4.0, 2.0, 4.0]);
}

#[test]
fn an_embargo_must_leave_a_supplier() {
    let embargo = |exporter: &str| {
        format!("[[embargo]]\nimporter = [\"FRA\", \"CAN\"]\nexporter = {exporter}\nsectors = \"*\"\n")
    };
    assert!(resolve(&embargo("\"RUS\"")).is_ok());
    check(
        &embargo("[\"RUS\", \"DEU\"]"),
        &[
            "s.toml:1:1: this leaves FRA without any supplier of steel, which it buys (leave a supplier open, or leave out \
           the country: \"!FRA\")",
        ],
    );
    let two_steps = embargo("\"RUS\"") + &embargo("\"DEU\"");
    assert!(resolve(&two_steps).is_err(), "the last supplier may be lost in a second block");
    let mut world = world();
    *world.inputs.get_mut(STEEL, SERVICES, FRA) = 1.0;
    let error = Scenario::parse("s.toml", &two_steps).unwrap().resolve(&world).unwrap_err();
    let message = &error.problems()[0].message;
    assert_eq!(message, "this leaves FRA without any supplier of steel, which its sectors use");
}

#[test]
fn a_child_comes_on_top_of_its_parent() {
    let parent = Scenario::new("parent")
        .with(Measure::tariff("USA", "CHN", "tradable", Change::Add(0.6)))
        .with(Measure::embargo("USA", "RUS", "steel"))
        .with(Measure::trade_cost("EU", "RUS", "steel", Change::Set(0.5)));
    let child = Scenario::new("child")
        .extending(parent)
        .with(Measure::tariff("USA", "CHN", "steel", Change::Scale(0.5)))
        .with(Measure::trade_cost("*", "RUS", "steel", Change::Set(0.0)))
        .with(Measure::tariff("USA", "CHN", "forestry", Change::Set(0.01)));
    let policy = child.resolve(&world()).unwrap().policy;
    close(policy.tariffs.get(STEEL, USA, CHN), 0.32);
    close(policy.tariffs.get(FORESTRY, USA, CHN), 0.01);
    let costs = policy.trade_costs.unwrap();
    close(costs.get(STEEL, DEU, RUS), 1.0);
    assert_eq!(costs.get(STEEL, USA, RUS), f64::INFINITY, "an embargo stays, whatever trade costs say");
}

#[test]
fn elasticity_sets() {
    assert_eq!(good("[model]\nelasticities = \"cp2015\"\n").elasticities, vec![9.0; 4]);
    assert_eq!(good("horizon = \"3y\"\n").elasticities, vec![2.0; 4]);
    check(
        "\nhorizon = \"1y\"\n",
        &["s.toml:2:11: the baseline `small` has no elasticities `1y` (the nearest known word is `3y`)"],
    );
    check(
        "[model]\nelasticities = \"fgo2022\"\n",
        &["s.toml:2:16: the baseline `small` has no elasticities `fgo2022` (it has: cp2015, 3y)"],
    );
    let model = Model { elasticities: Some("cp2105".to_owned()), ..Model::default() };
    let error = Scenario::new("x").under(model).resolve(&world()).unwrap_err();
    let expected = "the baseline `small` has no elasticities `cp2105` (the nearest known word is `cp2015`)";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn what_may_not_be_meant_is_noted() {
    check_notes(
        &tariff("\"CAN\"", "\"RUS\"", "\"steel\"", "add = 0.1"),
        &["s.toml:5:7: this touches no trade of the baseline"],
    );
    check_notes(
        &tariff("\"CAN\"", "\"RUS\"", "[\"steel\", \"!steel\"]", "add = 0.1"),
        &["s.toml:5:7: this selects nothing"],
    );
    check_notes(
        &tariff("\"CAN\"", "\"CHN\"", "\"steel\"", "scale = 1"),
        &["s.toml:5:9: this leaves every rate as it was"],
    );
    check_notes(
        &tariff("\"USA\"", "\"CHN\"", "\"steel\"", "add = 60"),
        &["s.toml:5:7: `add = 60` means 6000 %: rates are fractions (60 % is 0.6)"],
    );
    check_notes(
        &tariff("\"USA\"", "\"CHN\"", "\"agriculture\"", "add = 0.1"),
        &["s.toml:4:11: `agriculture` is a sector and a group; it is read as the sector alone (write \
           `group:agriculture` for the group)"],
    );
    check_notes("[[subsidy]]\ncountry = \"FRA\"\nsectors = \"steel\"\nset = 0.1\n", &[]);
}

/// A scenario with a table beside it.
fn with_table(block: &str, table: &str) -> Result<Resolved, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("t.csv"), table).unwrap();
    let path = folder.path().join("s.toml");
    std::fs::write(&path, format!("[[tariff]]\ntable = \"t.csv\"\n{block}")).unwrap();
    let scenario = Scenario::open(&path).unwrap();
    let folder = format!("{}/", folder.path().display());
    let resolved = scenario.resolve(&world());
    resolved.map_err(|error| error.problems().iter().map(|p| p.to_string().replace(&folder, "")).collect())
}

#[test]
fn a_table_by_sector_and_one_without() {
    let by_sector = "importer,exporter,sector,add\nUSA,EU,steel,0.2\nUSA,CHN,services,0.3\n";
    let tariffs = with_table("", by_sector).unwrap().policy.tariffs;
    close(tariffs.get(STEEL, USA, FRA), 0.24);
    close(tariffs.get(SERVICES, USA, CHN), 0.34);
    let plain = "importer,exporter,set\nUSA,CHN,0.2\nUSA,*,0.2\n";
    let tariffs = with_table("", plain).unwrap().policy.tariffs;
    close(tariffs.get(STEEL, USA, RUS), 0.2);
    close(tariffs.get(SERVICES, USA, CHN), 0.04);
    let tariffs = with_table("sectors = \"steel\"\n", plain).unwrap().policy.tariffs;
    close(tariffs.get(FORESTRY, USA, CHN), 0.04);
}

#[test]
fn a_table_is_confined_by_its_block_and_says_what_it_leaves_aside() {
    let table = "importer,exporter,sector,add\nUSA,CHN,steel,0.2\nCAN,CHN,steel,0.2\n";
    let resolved = with_table("importer = \"USA\"\n", table).unwrap();
    close(resolved.policy.tariffs.get(STEEL, CAN, CHN), 0.04);
    assert_eq!(resolved.notes[0].message, "1 of 2 rows of `t.csv` lie outside what its block selects");
    let idle = with_table("", &format!("{table}CAN,RUS,steel,0.2\n")).unwrap();
    assert_eq!(idle.notes[0].message, "1 of 3 rows of `t.csv` touch no trade");
}

#[test]
fn a_table_can_be_wrong_too() {
    let problems =
        with_table("", "importer,exporter,set\nUSA,CHNN,0.2\nUSA,USA,0.2\nUSA,*,0.1\nUSA,RUS,-1\n");
    assert_eq!(
        problems.unwrap_err(),
        [
            "t.csv:2:5: unknown country `CHNN` (the nearest known word is `CHN`)",
            "t.csv:3:9: `USA` stands on both sides, as importer and as exporter (sales within a country are not trade: \
             leave it out on one side)",
            "t.csv:5:9: `set = -1` contradicts `set = 0.1` for the tariff of USA on agriculture from RUS (the other \
             stands at t.csv:4:7; leave out of one what the other is about, such as \"!CAN\")",
        ]
    );
}
