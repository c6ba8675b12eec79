//! The wedges that an oil scenario means for an engine of the whole economy.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

use thalweg_oil::{Baseline, Outcome, Scenario, Wedge, Wedges, World};

fn world() -> World {
    World::new(Baseline::open("oil-2022").unwrap()).unwrap()
}

fn wedges(scenario: &str) -> Wedges {
    world().wedges(&Scenario::open(scenario).unwrap()).unwrap()
}

fn row<'a>(wedges: &'a Wedges, seller: &str, buyer: &str) -> Option<&'a Wedge> {
    wedges.rows.iter().find(|row| row.seller == seller && row.buyer == buyer)
}

fn flow(outcome: &Outcome, origin: &str, buyer: &str) -> (f64, f64) {
    let row = outcome.flows.iter().find(|row| row.origin == origin && row.buyer == buyer).unwrap();
    (row.flow.before, row.flow.after)
}

#[test]
fn nothing_that_changes_is_no_wedge() {
    assert!(wedges("as-it-is").rows.is_empty());
}

/// Who has no way left is under embargo; who has a pipe left is so only for what the pipe does not reach.
#[test]
fn an_embargo_is_what_has_no_way_left() {
    let wedges = wedges("embargo");
    for buyer in ["DEU", "ITA", "NLD", "ESP", "FRA", "GBR", "GRC", "USA", "CAN", "JPN"] {
        let one = row(&wedges, "RUS", buyer).unwrap();
        assert_eq!((one.embargoed, one.transport, one.discount), (1.0, 0.0, 0.0), "{buyer}");
    }
    let (by_pipe, by_sea) =
        (flow(&wedges.outcome, "RUS-BAL", "POL").0, flow(&wedges.outcome, "RUS-BLK", "POL").0);
    let poland = row(&wedges, "RUS", "POL").unwrap();
    assert!((poland.embargoed - by_sea / (by_pipe + by_sea)).abs() < 1e-6, "{poland:?}");
    assert!(poland.transport > 0.0, "the pipe costs more than the ship did");
    assert!(
        ["CHN-M+CHN-T", "IND", "TUR"]
            .iter()
            .all(|b| row(&wedges, "RUS", b).is_none_or(|r| r.embargoed == 0.0))
    );
}

/// The buyer pays what the oil market says, and the seller is left with what it says.
#[test]
fn both_sides_of_a_wedge_are_those_of_the_market() {
    let wedges = wedges("price-cap");
    let outcome = &wedges.outcome;
    let rows = || outcome.flows.iter().filter(|row| row.origin.starts_with("RUS") && row.buyer == "IND");
    let mean = |barrels: &dyn Fn(&thalweg_oil::FlowRow) -> f64, of: &dyn Fn(&thalweg_oil::FlowRow) -> f64| {
        rows().map(|row| barrels(row) * of(row)).sum::<f64>() / rows().map(barrels).sum::<f64>()
    };
    let after = |row: &thalweg_oil::FlowRow| row.flow.after;
    let before = |row: &thalweg_oil::FlowRow| row.flow.before;
    let base = world().solve(&Scenario::open("as-it-is").unwrap()).unwrap();
    let was = |row: &thalweg_oil::FlowRow| {
        base.flows.iter().find(|old| (&old.origin, &old.buyer) == (&row.origin, &row.buyer)).unwrap().clone()
    };
    let fob = mean(&after, &|row| row.free_on_board.unwrap_or(0.0));
    let carried = mean(&after, &|row| row.transport.unwrap_or(0.0));
    let fob_before = mean(&before, &|row| was(row).free_on_board.unwrap());
    let carried_before = mean(&before, &|row| was(row).transport.unwrap());
    let (delivered, delivered_before) = (fob + carried, fob_before + carried_before);
    let rise = outcome.world_price.after - outcome.world_price.before;
    let india = row(&wedges, "RUS", "IND").unwrap();
    let near = |one: f64, other: f64| assert!((one - other).abs() < 1e-6, "{one} {other}");
    near(india.discount, (rise - (delivered - delivered_before)) / delivered_before);
    near(india.transport, (carried - carried_before) / delivered_before);
    near((1.0 + india.transport) * (1.0 + india.export_tax()), 1.0 - india.discount);
    near(india.value, 365.0 * fob_before * rows().map(before).sum::<f64>());
    assert!(india.discount > 0.05 && india.transport > 0.0, "{india:?}");
}

/// A strait that is shut is a cost to those who pass it, and no discount of a seller.
#[test]
fn a_closed_canal_is_a_cost_of_transport() {
    let wedges = wedges("suez-closed");
    assert!(wedges.rows.iter().all(|row| row.embargoed == 0.0));
    let longer = row(&wedges, "KAZ", "IND").unwrap();
    assert!(longer.transport > 0.01 && longer.export_tax().abs() < 0.01, "{longer:?}");
    assert!(row(&wedges, "USA", "CAN").is_none());
}

#[test]
fn a_section_of_a_larger_file_is_read_alone() {
    let text = "name = \"trade\"\n[[tariff]]\nimporter = \"USA\"\n\n[oil]\nextends = \"embargo\"\n\
                [[oil.cap]]\nseller = \"RUS\"\nprice = 55\n";
    let scenario = Scenario::parse_section("mine.toml", text, "trade").unwrap();
    assert_eq!((scenario.name.as_str(), scenario.embargo.len(), scenario.cap.len()), ("trade", 2, 1));
    let check = |from: &str, to: &str, wanted: &str| {
        assert!(text.contains(from));
        let text = text.replacen(from, to, 1);
        let error = match Scenario::parse_section("mine.toml", &text, "trade") {
            Ok(scenario) => world().wedges(&scenario).unwrap_err(),
            Err(error) => error,
        };
        assert!(error.to_string().starts_with(wanted), "{error}");
    };
    check("price = 55", "prize = 55", "mine.toml:9:1: unknown field `prize`");
    check("seller = \"RUS\"", "seller = \"RUZ\"", "mine.toml:8:10: unknown seller `RUZ`");
    check(
        "extends = \"embargo\"",
        "extends = \"embarg\"",
        "mine.toml:6:11: no oil scenario is called `embarg`",
    );
    check("[oil]", "[oil]\nembarg = 3", "mine.toml:6:1: unknown field `embarg`");
    // a scenario of its own still needs a name
    let error = Scenario::parse("mine.toml", "horizon = \"short\"").unwrap_err().to_string();
    assert!(error.starts_with("mine.toml:1:1: missing field `name`"), "{error}");
}

/// What a scenario builds on stands beside it, wherever the program was called.
#[test]
fn a_file_that_is_built_on_stands_beside() {
    let folder = std::env::temp_dir().join(format!("thalweg-wedges-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("below.toml"), "name = \"below\"\nhorizon = \"long\"\n").unwrap();
    let file = folder.join("mine.toml");
    let section = "[oil]\nextends = \"below.toml\"\n";
    let scenario = Scenario::parse_section(file.to_str().unwrap(), section, "mine").unwrap();
    assert_eq!(scenario.horizon, Some(thalweg_oil::Horizon::Long));
    std::fs::remove_dir_all(&folder).unwrap();
}
