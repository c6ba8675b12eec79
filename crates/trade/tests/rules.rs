//! The rules of the model that a scenario may choose: elastic labour supply, where revenue goes, overhead, pass-through.
#![allow(clippy::unwrap_used)]

mod plain;
mod worlds;

use plain::{Options as Kinds, World, random_change, random_world};
use thalweg_trade::scenario::{ByCountry, Change, Measure, Revenue};
use thalweg_trade::{Base, Baseline, Equilibrium, Labour, Model, Objective, Scenario, Settings};
use worlds::{assert_sound, base, baseline, changes, policy, scenario, simulate};

fn random_world_of(kind: u64) -> World {
    random_world(kind, 2 + kind as usize % 5, 1 + kind as usize % 4, Kinds::from_bits(kind))
}

/// Whether worlds of a kind have inputs.
fn has_inputs(kind: u64) -> bool {
    kind >> 1 & 1 == 1
}

/// Every rule, alone and with others, as far as a world has it.
fn every_rule(inputs: bool) -> Vec<Model> {
    let overhead = ByCountry::everywhere(0.1).but("A", 0.3);
    let pass_through = ByCountry::everywhere(1.15).but("B", 0.7);
    let supply = Model { labour_supply: 0.5, ..Model::default() };
    let relief = Model { revenue: Revenue::IncomeTax, ..supply.clone() };
    let mut rules = vec![
        supply,
        relief.clone(),
        Model { overhead: overhead.clone(), ..Model::default() },
        Model { overhead: overhead.clone(), labour: Labour::Fixed, ..Model::default() },
        Model { overhead: overhead.clone(), ..relief.clone() },
    ];
    if !inputs {
        rules.push(Model { pass_through: pass_through.clone(), ..Model::default() });
        rules.push(Model { overhead, pass_through, ..relief });
    }
    rules
}

#[test]
fn no_policy_is_exactly_no_change() {
    for kind in 0..128 {
        let data = baseline(&random_world_of(kind));
        for model in every_rule(has_inputs(kind)) {
            let outcome = simulate(&data, &Scenario::new("nothing").under(model.clone())).unwrap();
            for (what, change) in changes(&outcome) {
                assert_eq!(change, 0.0, "world {kind}, {model:?}: {what}");
            }
        }
    }
}

#[test]
fn rules_without_effect_leave_every_bit() {
    for kind in (0..128).step_by(3) {
        let world = random_world_of(kind);
        let (data, policy) = (baseline(&world), policy(&random_change(kind, &world)));
        let solve = |model: &Model| base(&data, model).unwrap().solve(policy.clone()).unwrap();
        let usual = solve(&Model::default());
        let relief = Model { revenue: Revenue::IncomeTax, ..Model::default() };
        let zero = Model {
            overhead: ByCountry::everywhere(0.0).but("A", 0.0),
            pass_through: ByCountry::everywhere(1.0).but("B", 1.0),
            ..relief.clone()
        };
        assert_eq!(solve(&relief), usual, "world {kind}");
        assert_eq!(solve(&zero), usual, "world {kind}");
    }
}

#[test]
fn random_policies_under_every_rule_are_sound_and_add_up() {
    for kind in 0..128 {
        let world = random_world_of(kind);
        let data = baseline(&world);
        let change = random_change(kind, &world);
        for model in every_rule(has_inputs(kind)) {
            let scenario = scenario(&world, &change).under(model.clone());
            assert_sound(
                &simulate(&data, &scenario).unwrap_or_else(|e| panic!("world {kind}, {model:?}: {e}")),
            );
            let base = base(&data, &model).unwrap();
            let after = base.solve(policy(&change)).unwrap();
            adds_up(&data, &base, &after);
        }
    }
}

#[track_caller]
fn near(one: f64, other: f64, what: &str) {
    assert!((one - other).abs() <= 1e-8 * one.abs().max(other.abs()).max(1.0), "{what}: {one} and {other}");
}

/// World value added stays, and final spending is what is earned, whoever is asked.
fn adds_up(data: &Baseline, base: &Base, at: &Equilibrium) {
    let (before, after): (f64, f64) =
        (base.equilibrium().labour_income.iter().sum(), at.labour_income.iter().sum());
    near(after, before, "value added");
    let (sectors, countries) = (data.sectors.len(), data.countries.len());
    let mut revenue = 0.0;
    for j in 0..sectors {
        for n in 0..countries {
            for i in 0..countries {
                let value = at.flows.get(j, n, i);
                let kept = 1.0 - overhead_of(base, n);
                let tax = at.policy.export_taxes.as_ref().map_or(0.0, |taxes| taxes.get(j, n, i));
                revenue += value * at.policy.tariffs.get(j, n, i) + kept * value * tax / (1.0 + tax);
            }
            revenue -= at.policy.subsidies.get(j, n) * at.output.get(j, n);
        }
    }
    let income: f64 = at.income.iter().sum();
    near(income, after + at.profits.iter().sum::<f64>() + revenue, "income");
}

fn overhead_of(base: &Base, country: usize) -> f64 {
    let overhead = &base.model().overhead;
    if country == 0 {
        overhead.named.first().map_or(overhead.others, |named| named.value)
    } else {
        overhead.others
    }
}

/// A world without inputs, subsidies and export taxes, with unbalanced trade and tariffs.
const PLAIN: u64 = 0b000_0100;

#[test]
fn labour_answers_its_pay() {
    let world = random_world(5, 5, 3, Kinds::from_bits(PLAIN));
    let data = baseline(&world);
    for revenue in [Revenue::LumpSum, Revenue::IncomeTax] {
        let model = Model { labour_supply: 0.7, revenue, ..Model::default() };
        let base = base(&data, &model).unwrap();
        let tariff = Scenario::new("t").with(Measure::tariff("A", "*", "*", Change::Add(0.3)));
        let at = base.solve(tariff.resolve(&data).unwrap().policy).unwrap();
        let rate = |at: &Equilibrium, n: usize| {
            let sectors = 0..data.sectors.len();
            let of_sector = |j: usize| {
                at.flows.row(j, n).iter().zip(at.policy.tariffs.row(j, n)).map(|(v, t)| v * t).sum::<f64>()
            };
            sectors.map(of_sector).sum::<f64>() / at.labour_income[n]
        };
        for n in 0..data.countries.len() {
            let price: f64 = (0..data.sectors.len())
                .map(|j| base.final_share(j, n) * at.prices.get(j, n).ln())
                .sum::<f64>()
                .exp();
            let cut = match revenue {
                Revenue::LumpSum => 0.0,
                Revenue::IncomeTax => rate(&at, n) - rate(base.equilibrium(), n),
            };
            let supply = (at.wage(0, n) / price / (1.0 - cut)).powf(0.7);
            near(at.employment[n], supply, "employment");
            near(
                at.labour_income[n] / base.equilibrium().labour_income[n],
                at.wage(0, n) * at.employment[n],
                "wage bill",
            );
        }
        // who taxes imports works more if its workers get the revenue
        let relief = revenue == Revenue::IncomeTax;
        assert_eq!(at.employment[0] > 1.0, relief, "{:?}", at.employment);
    }
}

#[test]
fn overhead_is_earned_where_goods_are_sold() {
    let world = random_world(7, 4, 2, Kinds::from_bits(PLAIN));
    let data = baseline(&world);
    let model = Model { overhead: ByCountry::everywhere(0.1).but("A", 0.3), ..Model::default() };
    let base = base(&data, &model).unwrap();
    let tariff = Scenario::new("t").with(Measure::tariff("A", "C", "*", Change::Add(0.5)));
    let at = base.solve(tariff.resolve(&data).unwrap().policy).unwrap();
    let (sectors, countries) = (data.sectors.len(), data.countries.len());
    for i in 0..countries {
        let mut earned = 0.0;
        for j in 0..sectors {
            for n in 0..countries {
                earned += (1.0 - overhead_of(&base, n)) * at.flows.get(j, n, i);
                earned += overhead_of(&base, i) * at.flows.get(j, i, n);
            }
        }
        near(at.labour_income[i], earned, "wage bill");
    }
    // transfers are held, and so the deficit of who taxes imports moves
    let deficit = |at: &Equilibrium| {
        let flows = |n: usize, i: usize| (0..sectors).map(|j| at.flows.get(j, n, i)).sum::<f64>();
        (1..countries).map(|i| flows(0, i) - flows(i, 0)).sum::<f64>()
    };
    let (before, after) = (deficit(base.equilibrium()), deficit(&at));
    assert!((after - before).abs() > 1e-3 * before.abs(), "{before} {after}");
}

#[test]
fn a_tariff_that_weighs_more_moves_shares_by_its_power() {
    let world = random_world(9, 4, 1, Kinds::from_bits(PLAIN));
    let data = baseline(&world);
    let model = Model { pass_through: ByCountry::everywhere(1.0).but("A", 1.4), ..Model::default() };
    let base = base(&data, &model).unwrap();
    let tariff = Scenario::new("t").with(Measure::tariff("A", "C", "*", Change::Set(0.5)));
    let at = base.solve(tariff.resolve(&data).unwrap().policy).unwrap();
    let theta = data.sectors[0].elasticity;
    let old = base.policy().tariffs.get(0, 0, 2);
    // against own goods: relative spending, tariffs included, moves with relative cost and the tariff to its power
    let spent = |at: &Equilibrium, i: usize| at.flows.get(0, 0, i) * (1.0 + at.policy.tariffs.get(0, 0, i));
    let ratio = |at: &Equilibrium| spent(at, 2) / spent(at, 0);
    let moved = (ratio(&at) / ratio(base.equilibrium())).ln();
    let expected = -theta * (1.4 * (1.5f64 / (1.0 + old)).ln() + (at.wage(0, 2) / at.wage(0, 0)).ln());
    near(moved, expected, "relative spending");
    // and the price index has market size in it
    let size = (at.spending.get(0, 0) / base.equilibrium().spending.get(0, 0) / at.wage(0, 0)).ln();
    let own = (spent(&at, 0) / at.spending.get(0, 0) * base.equilibrium().spending.get(0, 0)
        / spent(base.equilibrium(), 0))
    .ln();
    near(at.prices.get(0, 0).ln(), at.wage(0, 0).ln() + own / theta + (1.0 - 1.4) * size, "price index");
}

#[test]
fn the_unit_of_the_data_does_not_matter() {
    let world = random_world(3, 5, 2, Kinds::from_bits(PLAIN));
    let data = baseline(&world);
    let mut scaled = data.clone();
    scaled.flows.values_mut().iter_mut().for_each(|value| *value *= 1024.0);
    let model = every_rule(false).pop().unwrap();
    let scenario = Scenario::new("t").with(Measure::tariff("A", "*", "*", Change::Add(0.2))).under(model);
    let (one, other) = (simulate(&data, &scenario).unwrap(), simulate(&scaled, &scenario).unwrap());
    for (a, b) in one.countries.iter().zip(&other.countries) {
        assert_eq!(
            (a.welfare_pct, a.employment_pct, a.real_income_pct),
            (b.welfare_pct, b.employment_pct, b.real_income_pct)
        );
    }
}

#[test]
fn a_walk_begins_where_the_last_solve_ended_under_every_rule() {
    let world = random_world(13, 5, 2, Kinds::from_bits(PLAIN));
    let data = baseline(&world);
    for model in every_rule(false) {
        let base = base(&data, &model).unwrap();
        let mut policy = base.policy().clone();
        *policy.tariffs.get_mut(0, 0, 1) += 0.2;
        let first = base.solve(policy.clone()).unwrap();
        *policy.tariffs.get_mut(0, 0, 1) += 0.01;
        let (again, direct) = (base.solve_from(&first, policy.clone()).unwrap(), base.solve(policy).unwrap());
        for (a, b) in again.prices.values().iter().zip(direct.prices.values()) {
            near(*a, *b, "price");
        }
    }
}

#[test]
fn what_is_not_known_together_is_refused_by_name() {
    let refused = |kind: u64, model: Model| {
        let data = baseline(&random_world(2, 3, 2, Kinds::from_bits(kind)));
        base(&data, &model).unwrap_err().to_string()
    };
    let supply = Model { labour_supply: 0.5, ..Model::default() };
    let fixed = refused(0, Model { labour: Labour::Fixed, ..supply.clone() });
    assert!(fixed.contains("`labour_supply`") && fixed.contains("mobile"), "{fixed}");
    let inputs = refused(0b10, Model { pass_through: ByCountry::everywhere(1.1), ..Model::default() });
    assert!(inputs.contains("`pass_through`") && inputs.contains("inputs"), "{inputs}");
    let unknown =
        refused(0, Model { overhead: ByCountry::everywhere(0.1).but("AA", 0.2), ..Model::default() });
    assert!(unknown.contains("AA"), "{unknown}");
    let twice = ByCountry::everywhere(0.1).but("A", 0.2).but("A", 0.3);
    let twice = refused(0, Model { overhead: twice, ..Model::default() });
    assert!(twice.contains("`overhead` has two values for A"), "{twice}");
    let none = refused(0, Model { labour_supply: f64::NAN, ..Model::default() });
    assert!(none.contains("[0, 10]"), "{none}");
}

#[test]
fn gradients_are_refused_by_name() {
    let data = baseline(&random_world(2, 3, 2, Kinds::from_bits(0)));
    let objective = Objective::nothing(2, 3);
    for model in every_rule(false).into_iter().filter(|model| model.labour == Labour::Mobile) {
        let key = model.uncommon().unwrap();
        let base = base(&data, &model).unwrap();
        let refused = base.gradient(base.equilibrium(), &objective).unwrap_err().to_string();
        assert!(refused.contains(&format!("`{key}`")), "{refused}");
        let refused = base.walk().gradient(base.equilibrium(), &objective).unwrap_err().to_string();
        assert!(refused.contains(&format!("`{key}`")), "{refused}");
    }
}

#[test]
fn an_embedded_world_has_them_too() {
    let world = Baseline::embedded("world-2022").unwrap();
    let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
    let model = Model {
        labour_supply: 0.5,
        revenue: Revenue::IncomeTax,
        overhead: ByCountry::everywhere(0.1).but("EU", 0.12).but("USA", 0.2),
        ..Model::default()
    };
    let base = Base::new(&world, &elasticities, &model, Settings::default()).unwrap();
    let resolved = Scenario::embedded("truce").unwrap().resolve(&world).unwrap();
    let at = base.solve(resolved.policy).unwrap();
    assert!(at.certificate.converged && at.certificate.supply <= 1e-10, "{:?}", at.certificate);
}
