//! What two sides bring to the table: accounting identities, worlds that can be done by hand, symmetry.
#![allow(clippy::unwrap_used)]

mod common;

use common::worlds::{World, chain, subsidised, twins};
use thalweg_talks::{ErrorKind, Position, Question, read_subsidies, value_added_bought_by};
use thalweg_trade::scenario::{Change, Measure};
use thalweg_trade::{Base, Baseline, Cube, Model, Policy, Settings};

#[track_caller]
fn near(found: f64, want: f64, within: f64) {
    assert!((found - want).abs() <= within * want.abs().max(1.0), "{found} is not {want}");
}

fn base(world: &Baseline) -> Base {
    let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
    Base::new(world, &elasticities, &Model::default(), Settings::default()).unwrap()
}

/// A world with every tax that there is: export taxes and subsidies that differ from cell to cell.
fn taxed() -> Baseline {
    let mut world = Baseline::embedded("world-2011").unwrap();
    let (sectors, countries) = (world.sectors.len(), world.countries.len());
    let mut taxes = Cube::filled(sectors, countries, 0.0);
    let marks = |k: usize| (k % 7) as f64 / 100.0 - 0.02;
    taxes.values_mut().iter_mut().enumerate().for_each(|(k, tax)| *tax = marks(k));
    world.subsidies.values_mut().iter_mut().enumerate().for_each(|(k, subsidy)| *subsidy = marks(3 * k + 1));
    world.export_taxes = Some(taxes);
    world
}

/// Value added at market prices of a country: what is earned, and taxes less subsidies.
fn domestic_product(base: &Base, i: usize) -> f64 {
    let at = base.equilibrium();
    let mut product = at.labour_income[i] + at.profits[i];
    for j in 0..at.prices.sectors() {
        for n in 0..at.prices.countries() {
            let tax = at.policy.export_taxes.as_ref().map_or(0.0, |e| e.get(j, n, i));
            product += at.flows.get(j, n, i) * tax / (1.0 + tax);
            product += at.flows.get(j, i, n) * at.policy.tariffs.get(j, i, n);
        }
        product -= at.output.get(j, i) * at.policy.subsidies.get(j, i);
    }
    product
}

#[test]
fn value_added_in_all_that_is_bought_is_all_value_added() {
    for world in [taxed(), Baseline::embedded("world-2022").unwrap()] {
        let base = base(&world);
        let countries = world.countries.len();
        let mut earned = vec![0.0; countries];
        for n in 0..countries {
            let bought = value_added_bought_by(&base, &[n]).unwrap();
            near(bought.values().iter().sum(), base.equilibrium().income[n], 1e-9);
            for (i, earned) in earned.iter_mut().enumerate() {
                *earned += (0..world.sectors.len()).map(|j| bought.get(j, i)).sum::<f64>();
            }
        }
        for (i, earned) in earned.into_iter().enumerate() {
            near(earned, domestic_product(&base, i), 1e-9);
        }
    }
}

#[test]
fn balances_with_all_others_are_the_same_gross_and_in_value_added() {
    let world = taxed();
    let income: f64 = base(&world).equilibrium().income.iter().sum();
    let (mut gross, mut added) = (0.0, 0.0);
    // every country on some side, once
    for pair in world.countries.chunks(2) {
        let [first, second] = [&pair[0].code, pair.get(1).map_or(&world.countries[0].code, |c| &c.code)];
        let question = Question { cuts: vec![], ..Question::between(first, second) };
        let balances = Position::of(&world, &question).unwrap().balances;
        let row = |side: &str, partner: &str| {
            let all = balances.totals.iter().find(|r| r.side == side && r.partner == partner).unwrap();
            assert_eq!(all.sectors, "*");
            all
        };
        for country in pair {
            let row = row(&country.code, "*");
            near(row.balance, row.value_added_balance, 1e-9);
            gross += row.balance;
            added += row.value_added_balance;
        }
        let (there, back) = (row(first, second), row(second, first));
        assert_eq!((there.exports, there.imports), (back.imports, back.exports));
        assert_eq!(there.value_added_exports, back.value_added_imports);
        assert_eq!(there.value_added_balance, -back.value_added_balance);
        let by_sector: f64 = balances.sectors.iter().map(|row| row.value_added_balance).sum();
        near(by_sector, there.value_added_balance, 1e-9);
    }
    assert!(gross.abs() < 1e-9 * income && added.abs() < 1e-9 * income, "{gross} and {added}");
}

#[test]
fn a_chain_is_looked_through() {
    // CCC makes ore, BBB parts of half ore, AAA cars of half parts
    let world = chain();
    let position = Position::of(&world, &Question::between("AAA", "CCC")).unwrap();
    let car = position.exposure.reliance.iter().find(|r| r.side == "AAA" && r.sector == "car").unwrap();
    assert_eq!(car.direct_pct, Some(0.0));
    near(car.inputs, 50.0, 1e-12);
    // a car of 100 takes parts of 50, and they ore of 25
    near(car.look_through_pct.unwrap(), 100.0 / 3.0, 1e-12);
    near(car.foreign_look_through_pct.unwrap(), 100.0, 1e-12);
    let ore = position.exposure.markets.iter().find(|r| r.side == "CCC" && r.sector == "ore").unwrap();
    assert_eq!(ore.direct_pct, Some(0.0));
    near(ore.look_through_pct.unwrap(), 100.0, 1e-12);
    let trade = &position.balances.totals[0];
    assert_eq!((trade.side.as_str(), trade.imports), ("AAA", 0.0));
    near(trade.value_added_imports, 25.0, 1e-12);
    let pair = &position.exposure.pairs[0];
    assert_eq!((pair.sector.as_str(), pair.partner_sector.as_str()), ("car", "ore"));
    near(pair.value, 25.0, 1e-12);
    // nothing is traded between them: no tariff lets as much in
    assert_eq!(position.access.tariffs[0].uniform_tariff_pct, None);
    assert!(position.access.cuts.iter().all(|cut| cut.answer_pct.is_none()));
    let parts = position.exposure.suppliers.iter().find(|r| r.side == "AAA" && r.sector == "part").unwrap();
    assert_eq!((parts.largest.as_str(), parts.herfindahl), ("BBB", Some(1.0)));
}

#[test]
fn twins_depend_on_each_other_alike() {
    // half of cost is inputs, a fifth of them foreign: (I - A)^-1 of ((0.4, 0.1), (0.1, 0.4)) by hand
    let world = twins([0.0, 0.0]);
    let position = Position::of(&world, &Question::between("AAA", "BBB")).unwrap();
    for row in &position.exposure.reliance {
        near(row.direct_pct.unwrap(), 20.0, 1e-12);
        near(row.look_through_pct.unwrap(), 100.0 * 0.1 / 0.35, 1e-12);
        near(row.foreign_look_through_pct.unwrap(), row.look_through_pct.unwrap(), 1e-12);
    }
    for row in &position.exposure.markets {
        near(row.direct_pct.unwrap(), 20.0, 1e-12);
        near(row.look_through_pct.unwrap(), 100.0 * 0.1 / 0.35, 1e-12);
    }
    for row in &position.balances.totals {
        assert!(row.balance.abs() < 1e-12 && row.value_added_balance.abs() < 1e-12);
    }
}

#[test]
fn the_uniform_tariff_of_a_uniform_schedule_is_its_rate() {
    let world = twins([0.25, 0.25]);
    let position = Position::of(&world, &Question::between("AAA", "BBB")).unwrap();
    assert_eq!(position.access.tariffs.len(), 6);
    for row in &position.access.tariffs {
        assert_eq!((row.mean_tariff_pct, row.uniform_tariff_pct), (Some(25.0), Some(25.0)));
    }
}

/// What passes from BBB to AAA if AAA puts one tariff on all of it.
fn let_in(world: &Baseline, base: &Base, rate: f64) -> f64 {
    let mut policy: Policy = base.policy().clone();
    for j in 0..world.sectors.len() {
        *policy.tariffs.get_mut(j, 0, 1) = rate;
    }
    let volumes = base.volumes(&base.solve(policy).unwrap());
    (0..world.sectors.len()).map(|j| volumes.get(j, 0, 1)).sum()
}

#[test]
fn the_uniform_tariff_lets_in_what_the_schedule_does() {
    let world = twins([0.1, 0.6]);
    let base = base(&world);
    let imports: f64 = (0..2).map(|j| base.equilibrium().flows.get(j, 0, 1)).sum();
    let position = Position::of(&world, &Question::between("AAA", "BBB")).unwrap();
    let [there, back] = [&position.access.tariffs[0], &position.access.tariffs[1]];
    let rate = there.uniform_tariff_pct.unwrap() / 100.0;
    near(let_in(&world, &base, rate), imports, 1e-9);
    assert!(let_in(&world, &base, rate - 0.01) > imports && let_in(&world, &base, rate + 0.01) < imports);
    near(back.uniform_tariff_pct.unwrap(), 100.0 * rate, 1e-8);
}

#[test]
fn twins_answer_cuts_with_the_same_cuts() {
    let world = twins([0.1, 0.6]);
    let position = Position::of(&world, &Question::between("AAA", "BBB")).unwrap();
    assert_eq!(position.access.cuts.len(), 8);
    for row in &position.access.cuts {
        near(row.answer_pct.unwrap(), row.cut_pct, 1e-7);
        near(row.imports_change, row.partner_imports_change, 1e-8);
        assert!(row.imports_change > 0.0);
    }
}

#[test]
fn an_answer_is_answered_by_the_cut_that_it_answers() {
    let world = Baseline::embedded("world-2011").unwrap();
    let ask = |cut: f64, side: &str| {
        let question = Question { cuts: vec![cut], ..Question::between("USA", "CHN") };
        let cuts = Position::of(&world, &question).unwrap().access.cuts;
        cuts.iter().find(|row| row.side == side).unwrap().answer_pct.unwrap() / 100.0
    };
    let there = ask(0.3, "USA");
    assert!((there - 0.3).abs() > 0.01, "{there}");
    near(ask(there, "CHN"), 0.3, 1e-6);
}

#[test]
fn tariffs_that_are_too_low_have_no_answer() {
    // BBB all but gave its tariffs away before
    let mut world = twins([0.1, 0.6]);
    (0..2).for_each(|j| *world.tariffs.get_mut(j, 1, 0) = 0.01);
    let question = Question { cuts: vec![0.01, 1.0], ..Question::between("AAA", "BBB") };
    let cuts = Position::of(&world, &question).unwrap().access.cuts;
    assert!(cuts[0].answer_pct.unwrap() > 1.0);
    assert_eq!(cuts[1].answer_pct, None);
    // all that BBB can give leaves the terms of trade of AAA worse: it sells more than it buys, at the prices of before
    assert!(cuts[1].partner_imports_change > 1.01 * cuts[1].imports_change && cuts[1].imports_change > 0.0);
    // the other way round every cut has an answer, a small one
    assert!(cuts[2].answer_pct.unwrap() < 0.1 && cuts[3].answer_pct.unwrap() < 10.0);
}

#[test]
fn overcapacity_by_hand() {
    // a quarter of spending goes to a good of which a fifth of the cost is subsidised: it takes 0.3125 / 1.0625 of labour
    // in place of 0.25
    let World { world, good } = subsidised();
    let assumed = Measure::subsidy("AAA", good, Change::Set(0.2));
    let position = Position::of(&world, &Question::between("AAA", "BBB").assuming(assumed)).unwrap();
    let [row] = position.overcapacity.sectors.as_slice() else { unreachable!("one sector is subsidised") };
    near(row.subsidy_pct.unwrap(), 20.0, 1e-12);
    near(row.excess_pct.unwrap(), 100.0 * (0.3125 / 1.0625 / 0.25 - 1.0), 1e-9);
    near(row.excess, 15.0, 1e-9);
    near(row.at_home, 15.0, 1e-9);
    assert!(row.to_partner.abs() < 1e-9 && row.to_others.abs() < 1e-9);
    let without = Position::of(&world, &Question::between("AAA", "BBB")).unwrap();
    assert!(without.overcapacity.sectors.is_empty() && without.overcapacity.markets.is_empty());
}

#[test]
fn the_excess_is_sold_somewhere() {
    let world = Baseline::embedded("world-2011").unwrap();
    let subsidies = read_subsidies("s.csv", "country,sector,subsidy\nCHN,c12,0.04\nCHN,c14,0.02\n").unwrap();
    let question = subsidies.into_iter().fold(Question::between("USA", "CHN"), Question::assuming);
    let found = Position::of(&world, &question).unwrap().overcapacity;
    assert_eq!(found.sectors.len(), 2);
    for row in &found.sectors {
        assert!(row.excess > 0.0 && row.to_partner > 0.0 && row.to_others > 0.0);
        let markets: f64 =
            found.markets.iter().filter(|m| m.sector == row.sector).map(|market| market.excess).sum();
        near(markets, row.excess, 1e-9);
        near(row.at_home + row.to_partner + row.to_others, row.excess, 1e-9);
    }
}

#[test]
fn a_group_is_one_side() {
    let world = Baseline::embedded("world-2011").unwrap();
    let question = Question { cuts: vec![], ..Question::between("USA", "EU") };
    let position = Position::of(&world, &question).unwrap();
    let [_, union] = &position.sides;
    assert!(union.countries.len() > 20 && union.name == "European Union");
    // one by one: what the United States buys of each member, and each member of the United States
    let (base, usa) = (base(&world), world.country("USA").unwrap());
    let members: Vec<usize> = union.countries.iter().map(|code| world.country(code).unwrap()).collect();
    let of = |buyer: usize, maker: usize| -> f64 {
        let bought = value_added_bought_by(&base, &[buyer]).unwrap();
        (0..world.sectors.len()).map(|j| bought.get(j, maker)).sum()
    };
    let trade = &position.balances.totals[0];
    near(trade.value_added_imports, members.iter().map(|i| of(usa, *i)).sum(), 1e-9);
    near(trade.value_added_exports, members.iter().map(|n| of(*n, usa)).sum(), 1e-9);
    let flows = &base.equilibrium().flows;
    let sold = |n: &usize| -> f64 { (0..world.sectors.len()).map(|j| flows.get(j, *n, usa)).sum() };
    near(trade.exports, members.iter().map(sold).sum(), 1e-12);
}

#[test]
fn each_kind_of_nonsense_is_refused() {
    let world = Baseline::embedded("world-2011").unwrap();
    let subsidy = |country: &str, sector: &str, rate: f64| {
        Question::between("USA", "CHN").assuming(Measure::subsidy(country, sector, Change::Set(rate)))
    };
    let tariff = Measure::tariff("USA", "CHN", "*", Change::Set(0.1));
    let cut = |cut: f64| Question { cuts: vec![cut], ..Question::between("USA", "CHN") };
    for (question, said) in [
        (Question::between("USB", "CHN"), "unknown country `USB` (the nearest known word is `USA`)"),
        (Question::between("CHN", "CHN"), "`CHN` is on both sides"),
        (Question::between("EU", "DEU"), "DEU is in `EU` and in `DEU`"),
        (subsidy("CHN", "unobtainium", 0.1), "unknown sector `unobtainium`"),
        (subsidy("CHN", "c12", 1.0), "100"),
        (subsidy("DEU", "c12", 0.1), "DEU, which is on neither side"),
        (Question::between("USA", "CHN").assuming(tariff), "no tariff"),
        (cut(0.0), "0 percent is no cut"),
        (cut(f64::NAN), "NaN percent is no cut"),
        (Question::between("USA", "CHN").with_elasticities("guess"), "guess"),
    ] {
        let error = Position::of(&world, &question).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Question, "{error}");
        assert!(error.to_string().contains(said), "{error}");
    }
    let both = Position::of(&world, &Question::between("USB", "CHM")).unwrap_err();
    assert_eq!(both.problems().len(), 2, "{both}");
}

#[test]
fn a_table_of_subsidies_says_what_is_wrong_with_it() {
    for (text, said) in [
        ("", "`s.csv` does not begin with the names of its columns"),
        ("country;sector;subsidy\n", "the first line is `country,sector,subsidy`"),
        ("country,sector,subsidy\n", "`s.csv` has no rows"),
        ("country,sector,subsidy\nCHN,c12\n", "s.csv:2:1: 2 columns"),
        ("country,sector,subsidy\nCHN,c12,x\nUSA,c12,inf\n", "s.csv:3:9: `inf` is not a finite number"),
    ] {
        let error = read_subsidies("s.csv", text).unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
    }
    let text = "\u{feff}country,sector,subsidy\r\n\r\nCHN, c99 ,0.1\r\n";
    let world = Baseline::embedded("world-2011").unwrap();
    let subsidies = read_subsidies("s.csv", text).unwrap();
    let question = subsidies.into_iter().fold(Question::between("USA", "CHN"), Question::assuming);
    let error = Position::of(&world, &question).unwrap_err();
    assert!(error.to_string().starts_with("s.csv:3:6: unknown sector `c99`"), "{error}");
}
