//! Scenarios on the embedded baseline: identities, signs, and bad input that is refused with its place.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails or is skipped says so")]

mod common;

use thalweg_core::Text;
use thalweg_oil::{
    Baseline, Draws, Error, ListingsQuestion, Outcome, Part, Question, Scenario, SellerRow, ShipList, World,
    embedded_scenarios,
};

fn world() -> World {
    World::new(Baseline::open("oil-2022").unwrap()).unwrap()
}

fn solve(world: &World, text: &str) -> Result<Outcome, Error> {
    world.solve(&Scenario::parse("mine.toml", &format!("name = \"mine\"\n{text}"))?)
}

fn refused(text: &str) -> String {
    solve(&world(), text).unwrap_err().to_string()
}

fn seller<'a>(outcome: &'a Outcome, code: &str) -> &'a SellerRow {
    outcome.sellers.iter().find(|row| row.seller == code).unwrap()
}

#[test]
fn zero_change_is_zero_change() {
    let outcome = solve(&world(), "").unwrap();
    assert!((outcome.world_price.after - outcome.world_price.before).abs() < 1e-6);
    for row in &outcome.sellers {
        assert!(row.revenue_pct.abs() < 1e-6, "{row:?}");
    }
    for row in &outcome.flows {
        assert!((row.flow.after - row.flow.before).abs() < 1e-5, "{row:?}");
    }
}

#[test]
fn the_baseline_is_met() {
    let baseline = Baseline::open("oil-2022").unwrap();
    let outcome = solve(&world(), "").unwrap();
    for row in &outcome.flows {
        let o = baseline.origins.iter().position(|origin| origin.code == row.origin).unwrap();
        let b = baseline.buyers.iter().position(|buyer| buyer.code == row.buyer).unwrap();
        assert!((row.flow.before - baseline.flows[o][b]).abs() < 2e-3, "{row:?} {}", baseline.flows[o][b]);
    }
}

#[test]
fn every_embedded_scenario_is_solved() {
    let world = world();
    for one in embedded_scenarios() {
        assert!(!one.question.is_empty(), "{}", one.name);
        let outcome = world.solve(&Scenario::open(one.name).unwrap()).unwrap();
        assert!(outcome.certificate.complementarity_residual <= 1e-8, "{}", one.name);
    }
}

#[test]
fn what_is_sold_is_bought() {
    let outcome = world().solve(&Scenario::open("price-cap").unwrap()).unwrap();
    let sold: f64 = outcome.sellers.iter().map(|row| row.exports.after).sum();
    let bought: f64 = outcome.buyers.iter().map(|row| row.imports.after).sum();
    let flows: f64 = outcome.flows.iter().map(|row| row.flow.after).sum();
    assert!((sold - bought).abs() < 1e-5 && (sold - flows).abs() < 1e-4, "{sold} {bought} {flows}");
}

#[test]
fn free_on_board_is_the_world_price_less_discount_and_transport() {
    let outcome = world().solve(&Scenario::open("embargo").unwrap()).unwrap();
    for row in outcome.flows.iter().filter(|row| row.free_on_board.is_some()) {
        let sum = row.free_on_board.unwrap() + row.discount.unwrap() + row.transport.unwrap();
        assert!((sum - outcome.world_price.after).abs() < 1e-9, "{row:?}");
    }
}

#[test]
fn under_an_embargo_nothing_goes_by_sea() {
    let outcome = world().solve(&Scenario::open("embargo").unwrap()).unwrap();
    let banned = ["JPN", "ITA", "NLD", "ESP", "FRA", "GBR", "GRC", "USA", "CAN"];
    for row in outcome.flows.iter().filter(|row| row.origin.starts_with("RUS")) {
        assert!(!banned.contains(&row.buyer.as_str()) || row.flow.after < 1e-9, "{row:?}");
    }
    let pipe = outcome.flows.iter().find(|row| row.origin == "RUS-BAL" && row.buyer == "POL").unwrap();
    assert!(pipe.flow.after > 0.1, "the pipe is not part of the embargo");
    assert!(seller(&outcome, "RUS").revenue_pct < 0.0 && seller(&outcome, "SAU").revenue_pct > 0.0);
}

#[test]
fn harder_measures_cost_the_seller_more() {
    let world = world();
    let of = |name: &str| seller(&world.solve(&Scenario::open(name).unwrap()).unwrap(), "RUS").revenue_pct;
    let (embargo, cap, ban) = (of("embargo"), of("price-cap"), of("service-ban"));
    assert!(cap < embargo && ban <= cap + 1e-6, "{embargo} {cap} {ban}");
}

#[test]
fn listed_tankers_cost_iran() {
    let outcome = world().solve(&Scenario::open("listings").unwrap()).unwrap();
    let iran = seller(&outcome, "IRN");
    assert!(iran.revenue_pct < -1.0 && iran.exports.after < iran.exports.before, "{iran:?}");
}

#[test]
fn worth_ranks_ships_and_the_dual_says_what_solving_again_says() {
    let world = world();
    let scenario = Scenario::open("price-cap").unwrap();
    let question = Question {
        seller: "RUS".into(),
        ships: vec![],
        step: 0.1,
        draws: Draws { count: 5, seed: 7, spread: 0.0 },
    };
    let worth = world.worth(&scenario, &question).unwrap();
    assert_eq!(worth.rows[0].kind, "ship");
    assert!(worth.rows[0].solved_again.revenue < -1.0);
    let plain: Vec<_> = worth.rows.iter().filter(|row| !row.kink && row.by_dual.revenue < -1.0).collect();
    assert!(!plain.is_empty(), "{:?}", worth.rows);
    for row in plain {
        let (dual, again) = (row.by_dual.revenue, row.solved_again.revenue);
        assert!((dual - again).abs() < 0.02 * again.abs(), "{row:?}");
        let [low, high] = row.revenue_interval.unwrap();
        assert!(
            (low - dual).abs() < 0.02 * dual.abs() && (high - dual).abs() < 0.02 * dual.abs(),
            "no spread: {row:?}"
        );
    }
    assert_eq!(world.worth(&scenario, &question).unwrap(), worth, "the same seed, the same answer");
}

#[test]
fn a_list_of_637_ships_is_ranked() {
    let Some(folder) = common::shared("fleet") else { return };
    let list = ShipList::open(&[folder.join("vessels.csv").display().to_string()]).unwrap();
    println!("{} ships, {} refused", list.ships.len(), list.files[0].refused());
    assert_eq!(list.files[0].read(), 637);
    let question = Question { seller: "RUS".into(), ships: list.ships, step: 0.1, draws: Draws::NONE };
    let worth = world().worth(&Scenario::open("service-ban").unwrap(), &question).unwrap();
    assert!(worth.rows.iter().filter(|row| row.kind == "ship").count() >= 600);
}

#[test]
fn a_lower_cap_never_pays_more_under_the_cap() {
    let world = world();
    let curve = world
        .cap_curve(&Scenario::open("price-cap").unwrap(), "RUS", &[70.0, 60.0, 50.0, 40.0, 30.0])
        .unwrap();
    assert_eq!(curve.rows.len(), 5);
    for pair in curve.rows.windows(2) {
        assert!(pair[1].revenue_no_response <= pair[0].revenue_no_response + 1e-9);
        assert!(pair[1].revenue <= pair[0].revenue + 1e-3, "{pair:?}");
    }
    assert!((curve.rows[4].no_response_pct - 100.0 * (30.0 * 4.9 / curve.revenue_before - 1.0)).abs() < 0.5);
}

#[test]
fn bad_scenarios_are_refused_with_their_place() {
    let cases = [
        ("[[embargo]]\nseller = \"RUSS\"\nbuyers = \"EU\"", "mine.toml:3:10: unknown seller `RUSS`"),
        ("[[embargo]]\nseller = \"RUS\"\nbuyers = \"EV\"", "mine.toml:4:10: unknown buyer `EV`"),
        ("[[cap]]\nseller = \"RUS\"\nprice = 15", "below the cost of every barrel of `RUS-BAL`"),
        ("[[cap]]\nseller = \"RUS\"\nprice = -5", "a cap of -5 is no price"),
        ("extends = \"price-cap\"\n[[ban]]\nseller = \"RUS\"", "has both a cap and a ban"),
        ("[[close]]\npassage = \"suess\"", "unknown passage `suess`"),
        ("[[fleet]]\nchannel = \"shadow\"\nclass = \"vlcc\"\nadd = -500", "the shadow fleet has 60"),
        ("[[fleet]]\nchannel = \"dark\"\nclass = \"vlcc\"\nadd = 1", "unknown channel `dark`"),
        ("[[designate]]\nrefinery = \"CHN-T\"\ncapacity = 9\neffect = 1", "it must stay above zero"),
        ("[[designate]]\nclass = \"vlcc\"", "a designation is `class` with `ships`"),
        ("[[power]]\nseller = \"RUS\"\nbuyers = \"IND\"\nvalue = -1", "power is -1"),
        ("horizont = \"short\"", "unknown field `horizont`"),
        ("extends = \"as-it-was\"", "no oil scenario is called `as-it-was`"),
    ];
    for (text, want) in cases {
        let got = refused(text);
        assert!(got.contains(want), "{text}\n{got}");
    }
}

#[test]
fn a_buyer_that_nobody_can_reach_is_named() {
    let all = refused(
        "[[embargo]]\nseller = [\"RUS\", \"SAU\", \"IRQ\", \"ARE\", \"KWT\", \"IRN\", \"OMN\", \"KAZ\", \"AZE\", \"NOR\", \"GBR-O\", \"USA\", \"CAN\", \"MEX\", \"BRA\", \"COL\", \"VEN\", \"GUY\", \"NGA\", \"AGO\", \"LBY\", \"DZA\", \"MYS\"]\nbuyers = \"TUR\"\npipelines = true",
    );
    assert!(all.contains("buyer `TUR` has no way to be supplied"), "{all}");
}

#[test]
fn a_scenario_that_builds_on_itself_ends() {
    let folder = std::env::temp_dir().join(format!("thalweg-oil-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("loop.toml");
    std::fs::write(&file, format!("name = \"loop\"\nextends = {:?}\n", file.to_str().unwrap())).unwrap();
    let error = Scenario::open(file.to_str().unwrap()).unwrap_err().to_string();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(error.contains("builds on itself"), "{error}");
}

#[test]
fn a_ship_list_counts_what_it_refuses() {
    let text = Text::new(
        "s.csv",
        "imo,class,deadweight\n9074729,aframax,\n9074728,aframax,\n9074729,aframax,\n9176187,canoe,\n",
    );
    let list = ShipList::parse(&[text]).unwrap();
    assert_eq!((list.ships.len(), list.files[0].refused()), (1, 3));
    let none = Text::new("s.csv", "imo,class\n1,aframax\n");
    assert!(ShipList::parse(&[none]).unwrap_err().to_string().contains("no ship that is understood"));
    let columns = Text::new("s.csv", "number,class\n1,aframax\n");
    assert!(ShipList::parse(&[columns]).unwrap_err().to_string().contains("there is no column `imo`"));
}

#[test]
fn the_parts_of_a_discount_add_up_to_it() {
    let world = world();
    for name in ["as-it-is", "embargo", "price-cap", "march-2023", "service-ban"] {
        let scenario = Scenario::open(name).unwrap();
        for seller in ["RUS", "IRN", "SAU"] {
            let discount = world.price_parts(&scenario, seller).unwrap();
            let sum = |of: &dyn Fn(&thalweg_oil::PartRow) -> f64| discount.parts.iter().map(of).sum::<f64>();
            let before = discount.world_price.before - sum(&|row| row.dollars.before);
            let after = discount.world_price.after - sum(&|row| row.dollars.after);
            assert!((before - discount.free_on_board.before).abs() < 1e-5, "{name}, {seller}: {before}");
            assert!((after - discount.free_on_board.after).abs() < 1e-5, "{name}, {seller}: {after}");
            let outcome = world.solve(&scenario).unwrap();
            let price = outcome.sellers.iter().find(|row| row.seller == seller).unwrap().price;
            assert!((price.after - discount.free_on_board.after).abs() < 1e-5, "{name}, {seller}");
        }
    }
    let part = |name: &str, part: Part| {
        let discount = world.price_parts(&Scenario::open(name).unwrap(), "RUS").unwrap();
        discount.parts.iter().find(|row| row.part == part).unwrap().dollars.after
    };
    assert_eq!(part("price-cap", Part::Power), 0.0);
    assert!((part("march-2023", Part::Power) - 9.85).abs() < 2.0, "almost all go where power is");
    assert!(part("price-cap", Part::Ships) > part("embargo", Part::Ships) + 1.0);
    assert!(part("price-cap", Part::Cap) > 0.1 && part("embargo", Part::Cap) == 0.0);
}

#[test]
fn purchases_are_the_flows_of_sellers_under_sanctions() {
    let world = world();
    let scenario = Scenario::open("price-cap").unwrap();
    let (purchases, outcome) = (world.purchases(&scenario).unwrap(), world.solve(&scenario).unwrap());
    assert_eq!(purchases.sellers, ["RUS", "IRN", "VEN"]);
    let exports = |of: &dyn Fn(&SellerRow) -> f64| -> f64 {
        outcome.sellers.iter().filter(|row| purchases.sellers.contains(&row.seller)).map(of).sum()
    };
    assert!((purchases.exports.before - exports(&|row| row.exports.before)).abs() < 1e-3);
    assert!((purchases.exports.after - exports(&|row| row.exports.after)).abs() < 1e-3);
    let japan = purchases.rows.iter().find(|row| row.buyer == "JPN" && row.seller == "RUS");
    assert!(japan.is_none_or(|row| row.flow.after == 0.0), "{japan:?}");
    let nothing = world.purchases(&Scenario::open("as-it-is").unwrap()).unwrap();
    assert_eq!(nothing.sellers, ["IRN", "VEN"]);
    assert_eq!(nothing.exports.before, nothing.exports.after, "no change, exactly");
}

#[test]
fn revenue_falls_along_the_curve_of_listings_and_ends_where_all_are_listed() {
    let world = world();
    let scenario = Scenario::open("price-cap").unwrap();
    let question = |most, points, draws| ListingsQuestion {
        seller: "RUS".into(),
        ships: Vec::new(),
        most,
        points,
        draws,
    };
    let curve = world.listings(&scenario, &question(None, 6, Draws::NONE)).unwrap();
    assert_eq!((curve.ships, curve.rows.len(), curve.rows[6].listed), (180, 7, 180));
    assert_eq!(curve.rows[0].revenue, seller(&world.solve(&scenario).unwrap(), "RUS").revenue.after);
    for pair in curve.rows.windows(2) {
        // what is listed last may move the world price a little in the seller's favour
        assert!(pair[1].revenue <= pair[0].revenue * 1.0001, "{pair:?}");
    }
    // no class alone does more with as many ships, plateaus and cliffs or not
    for (class, ships) in [("aframax", 90), ("suezmax", 30), ("vlcc", 60), ("aframax", 82), ("aframax", 40)] {
        let text = format!("extends = \"price-cap\"\n[[designate]]\nclass = \"{class}\"\nships = {ships}");
        let alone = seller(&solve(&world, &text).unwrap(), "RUS").revenue.after;
        let best = world.listings(&scenario, &question(Some(ships), 1, Draws::NONE)).unwrap();
        assert!(
            best.rows[1].revenue <= alone * 1.002,
            "{class} {ships}: {} and {alone}",
            best.rows[1].revenue
        );
    }
    // the order does not matter once all are listed: the same as a scenario that lists them
    let all = "extends = \"price-cap\"\n[[designate]]\nclass = \"aframax\"\nships = 90\n[[designate]]\nclass = \
               \"suezmax\"\nships = 30\n[[designate]]\nclass = \"vlcc\"\nships = 60";
    let listed = solve(&world, all).unwrap();
    let (end, same) = (&curve.rows[6], seller(&listed, "RUS").revenue.after);
    assert!((end.revenue - same).abs() < 1e-4 * same, "{} and {same}", end.revenue);
    // the first step is the best of all first steps: no other class costs the seller more
    let one = world.listings(&scenario, &question(Some(1), 1, Draws::NONE)).unwrap();
    let worth = Question { seller: "RUS".into(), ships: vec![], step: 0.1, draws: Draws::NONE };
    let best = world.worth(&scenario, &worth).unwrap().rows[0].solved_again.revenue;
    assert!((one.rows[1].last_ship.unwrap() - best).abs() < 0.01 * best.abs(), "{best}");
    // the band holds the curve, and the same seed gives the same
    let band = question(Some(90), 3, Draws::new(10, 3));
    let drawn = world.listings(&scenario, &band).unwrap();
    assert_eq!(drawn.rows[0].revenue_pct_interval, None);
    assert!(
        drawn.rows[1..].iter().all(|row| row.revenue_pct_interval.is_some_and(|[low, high]| low <= high))
    );
    assert_eq!(world.listings(&scenario, &band).unwrap(), drawn);
}

#[test]
fn listings_that_make_no_sense_are_refused() {
    let world = world();
    let ask = |seller: &str, most, points| {
        let question =
            ListingsQuestion { seller: seller.into(), ships: Vec::new(), most, points, draws: Draws::NONE };
        world.listings(&Scenario::open("price-cap").unwrap(), &question).unwrap_err().to_string()
    };
    assert!(ask("RUSS", None, 5).contains("unknown seller `RUSS`"));
    assert!(ask("RUS", Some(181), 5).contains("181 ships cannot be listed: the fleet has 180"));
    assert!(ask("RUS", Some(0), 5).contains("0 ships cannot be listed"));
    assert!(ask("RUS", None, 0).contains("1 to 500 points"));
    let fleet = "[[fleet]]\nchannel = \"shadow\"\nclass = \"vlcc\"\nadd = 99999\n".repeat(50);
    let text = format!("name = \"many\"\nextends = \"price-cap\"\n{fleet}");
    let question = ListingsQuestion {
        seller: "RUS".into(),
        ships: Vec::new(),
        most: None,
        points: 5,
        draws: Draws::NONE,
    };
    let many = world.listings(&Scenario::parse("many.toml", &text).unwrap(), &question).unwrap_err();
    assert!(many.to_string().contains("more than 20000 ships"), "{many}");
}
