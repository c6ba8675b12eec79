//! What theory says must hold, whatever the data.
#![allow(clippy::unwrap_used)]

mod plain;
mod worlds;

use plain::{Options as Kinds, World, random_change, random_world};
use thalweg_trade::outcome::{DivertedSectorRow, FlowRow};
use thalweg_trade::scenario::{Change, Measure};
use thalweg_trade::{
    Baseline, Cube, Deficits, Draws, Equilibrium, Grid, InputShares, Labour, Model, Options, Outcome, Policy,
    Scenario, Settings, Simulator, solve,
};
use worlds::{base, baseline, changes, policy, scenario};

const NEAR: f64 = 1e-9;

#[track_caller]
fn assert_near(one: f64, other: f64, what: &str) {
    let scale = one.abs().max(other.abs()).max(1e-12);
    assert!((one - other).abs() / scale < NEAR, "{what}: {one} and {other}");
}

fn outcome(baseline: &Baseline, scenario: &Scenario) -> Outcome {
    Simulator::new(baseline, Settings::default()).simulate("test", scenario, &Options::default()).unwrap()
}

/// Hats of real income.
fn real_income(baseline: &Baseline, model: &Model, policy: Policy) -> Vec<f64> {
    let base = base(baseline, model).unwrap();
    let after = base.solve(policy).unwrap();
    real_income_of(baseline, base.equilibrium(), &after)
}

fn real_income_of(baseline: &Baseline, before: &Equilibrium, after: &Equilibrium) -> Vec<f64> {
    (0..baseline.countries.len())
        .map(|n| {
            // final spending by sector: all spending less inputs
            let finals: Vec<f64> = (0..baseline.sectors.len())
                .map(|k| {
                    let inputs: f64 = (0..baseline.sectors.len())
                        .map(|j| {
                            let share = baseline.inputs.get(k, j, n);
                            share * (1.0 - baseline.value_added_shares.get(j, n)) * before.output.get(j, n)
                        })
                        .sum();
                    before.spending.get(k, n) - inputs
                })
                .collect();
            let total: f64 = finals.iter().sum();
            let log: f64 =
                finals.iter().enumerate().map(|(k, f)| f / total * after.prices.get(k, n).ln()).sum();
            after.income[n] / before.income[n] / log.exp()
        })
        .collect()
}

#[test]
fn no_policy_is_exactly_no_change() {
    for name in Baseline::embedded_names() {
        let baseline = Baseline::embedded(name).unwrap();
        for (what, change) in changes(&outcome(&baseline, &Scenario::new("nothing"))) {
            assert_eq!(change, 0.0, "{name}: {what}");
        }
    }
    for kind in 0..128 {
        let data = baseline(&random_world_of(kind));
        for rules in every_rule() {
            for (what, change) in changes(&outcome(&data, &Scenario::new("nothing").under(rules.clone()))) {
                assert_eq!(change, 0.0, "world {kind}, {rules:?}: {what}");
            }
        }
    }
}

/// A random world of a kind, in one of many shapes.
fn random_world_of(kind: u64) -> World {
    random_world(kind, 2 + kind as usize % 5, 1 + kind as usize % 4, Kinds::from_bits(kind))
}

/// Both rules of deficits with both rules of labour.
fn every_rule() -> Vec<Model> {
    let with = |deficits, labour| Model { deficits, labour, ..Model::default() };
    let deficits = [Deficits::Fixed, Deficits::Balanced];
    deficits.into_iter().flat_map(|d| [with(d, Labour::Mobile), with(d, Labour::Fixed)]).collect()
}

/// The random policy of a world as a scenario, under given rules.
fn random_scenario(seed: u64, world: &World, rules: &Model) -> Scenario {
    scenario(world, &random_change(seed, world)).under(rules.clone())
}

#[test]
fn the_unit_of_the_data_does_not_matter() {
    for kind in (0..128).step_by(5) {
        let world = random_world_of(kind);
        let data = baseline(&world);
        for rules in every_rule() {
            let policy = random_scenario(kind, &world, &rules);
            let one = changes_in_percent(&outcome(&data, &policy));
            for factor in [2f64.powi(10), 2f64.powi(-30), 1e-6, 1234.5] {
                let mut scaled = data.clone();
                scaled.flows.values_mut().iter_mut().for_each(|value| *value *= factor);
                let other = changes_in_percent(&outcome(&scaled, &policy));
                for ((what, one), (_, other)) in one.iter().zip(&other) {
                    // a power of two only shifts the exponent of every number
                    let most = if factor.log2().fract() == 0.0 { 0.0 } else { 1e-9 };
                    assert!((one - other).abs() <= most, "times {factor}, {what}: {one} and {other}");
                }
            }
        }
    }
}

/// Those changes of an outcome that are in percent.
fn changes_in_percent(outcome: &Outcome) -> Vec<(String, f64)> {
    changes(outcome).into_iter().filter(|(name, _)| name.ends_with("_pct")).collect()
}

#[test]
fn names_do_not_matter() {
    let world = random_world(11, 5, 3, Kinds::from_bits(0b001_1110));
    let data = baseline(&world);
    let mut renamed = data.clone();
    renamed.countries.iter_mut().for_each(|country| country.code = format!("Z{}", country.code));
    renamed.sectors.iter_mut().for_each(|sector| sector.code = format!("good-{}", sector.code));
    let policy = |prefix: &str, sector: &str| {
        let (importer, exporter) = (format!("{prefix}A"), format!("{prefix}C"));
        Scenario::new("test").with(Measure::tariff(
            importer.as_str(),
            exporter.as_str(),
            sector,
            Change::Add(0.4),
        ))
    };
    let (one, other) = (outcome(&data, &policy("", "s2")), outcome(&renamed, &policy("Z", "good-s2")));
    let numbers =
        |outcome: &Outcome| changes(outcome).into_iter().map(|(_, value)| value).collect::<Vec<_>>();
    assert_eq!(numbers(&one), numbers(&other));
}

/// A world with its countries and sectors in another order.
fn reordered(data: &Baseline, countries: &[usize], sectors: &[usize]) -> Baseline {
    let (n, j) = (countries.len(), sectors.len());
    let cube = |old: &Cube| reordered_cube(old, countries, sectors);
    let grid = |old: &Grid| reordered_grid(old, countries, sectors);
    let mut inputs = InputShares::none(j, n);
    for (k, old_k) in sectors.iter().enumerate() {
        for (s, old_s) in sectors.iter().enumerate() {
            for (i, old_i) in countries.iter().enumerate() {
                *inputs.get_mut(k, s, i) = data.inputs.get(*old_k, *old_s, *old_i);
            }
        }
    }
    Baseline {
        countries: countries.iter().map(|i| data.countries[*i].clone()).collect(),
        sectors: sectors.iter().map(|s| data.sectors[*s].clone()).collect(),
        flows: cube(&data.flows),
        tariffs: cube(&data.tariffs),
        export_taxes: data.export_taxes.as_ref().map(cube),
        value_added_shares: grid(&data.value_added_shares),
        subsidies: grid(&data.subsidies),
        inputs,
        ..data.clone()
    }
}

fn reordered_cube(old: &Cube, countries: &[usize], sectors: &[usize]) -> Cube {
    let mut new = Cube::filled(sectors.len(), countries.len(), 0.0);
    for (s, old_s) in sectors.iter().enumerate() {
        for (n, old_n) in countries.iter().enumerate() {
            for (i, old_i) in countries.iter().enumerate() {
                *new.get_mut(s, n, i) = old.get(*old_s, *old_n, *old_i);
            }
        }
    }
    new
}

fn reordered_grid(old: &Grid, countries: &[usize], sectors: &[usize]) -> Grid {
    let mut new = Grid::filled(sectors.len(), countries.len(), 0.0);
    for (s, old_s) in sectors.iter().enumerate() {
        for (i, old_i) in countries.iter().enumerate() {
            *new.get_mut(s, i) = old.get(*old_s, *old_i);
        }
    }
    new
}

#[test]
fn order_does_not_matter() {
    let (countries, sectors) = ([3, 0, 4, 1, 2], [2, 0, 1]);
    for kind in 0..128 {
        let world = random_world(kind, 5, 3, Kinds::from_bits(kind));
        let data = baseline(&world);
        let old = policy(&random_change(kind, &world));
        let new = Policy {
            tariffs: reordered_cube(&old.tariffs, &countries, &sectors),
            export_taxes: old.export_taxes.as_ref().map(|c| reordered_cube(c, &countries, &sectors)),
            subsidies: reordered_grid(&old.subsidies, &countries, &sectors),
            trade_costs: old.trade_costs.as_ref().map(|c| reordered_cube(c, &countries, &sectors)),
            productivity: old.productivity.as_ref().map(|g| reordered_grid(g, &countries, &sectors)),
        };
        let other_data = reordered(&data, &countries, &sectors);
        for rules in every_rule() {
            let one = real_income(&data, &rules, old.clone());
            let other = real_income(&other_data, &rules, new.clone());
            for (place, country) in countries.iter().enumerate() {
                assert_near(one[*country], other[place], "real income");
            }
        }
    }
}

#[test]
fn productivity_in_a_closed_economy_works_through_all_inputs() {
    // one country, three sectors that use each other's goods; final shares a, input shares G, value-added shares 1 - G'1
    let alpha = [0.5, 0.3, 0.2];
    let inputs = [[0.2, 0.1, 0.3], [0.1, 0.3, 0.1], [0.1, 0.2, 0.2]]; // [input][sector], shares of all cost
    let growth = 0.1f64;
    // (I - G') y = 1, by iteration: the log price fall of each sector per unit of log productivity
    let mut falls = [0.0; 3];
    for _ in 0..500 {
        let old = falls;
        for (j, fall) in falls.iter_mut().enumerate() {
            *fall = 1.0 + (0..3).map(|k| inputs[k][j] * old[k]).sum::<f64>();
        }
    }
    let expected: f64 = alpha.iter().zip(falls).map(|(a, fall)| a * fall * growth).sum();
    // output that final demand of 100 needs: r = f + G r
    let mut output = [0.0; 3];
    for _ in 0..2000 {
        let old = output;
        for (k, r) in output.iter_mut().enumerate() {
            *r = 100.0 * alpha[k] + (0..3).map(|j| inputs[k][j] * old[j]).sum::<f64>();
        }
    }
    let mut world = random_world(1, 2, 3, Kinds::from_bits(0));
    world.n = 1;
    world.flows = output.iter().map(|r| vec![vec![*r]]).collect();
    world.tariff = vec![vec![vec![0.0]]; 3];
    world.export_tax = world.tariff.clone();
    world.subsidy = vec![vec![0.0]; 3];
    world.beta = (0..3).map(|j| vec![1.0 - (0..3).map(|k| inputs[k][j]).sum::<f64>()]).collect();
    world.gamma = inputs.iter().map(|row| row.iter().map(|g| vec![*g]).collect()).collect();
    world.psi = vec![0.0; 3];
    let data = baseline(&world);
    let mut productivity = Grid::filled(3, 1, 1.0);
    productivity.values_mut().fill(growth.exp());
    let policy = Policy { productivity: Some(productivity), ..Policy::of(&data) };
    let hat = real_income(&data, &Model::default(), policy)[0];
    assert_near(hat.ln(), expected, "log real income");
}

/// Real income under a new rate on all trade of country 0: on its imports, and on its exports.
fn lerner(data: &Baseline, model: &Model, new_rate: impl Fn(f64) -> f64) -> [Vec<f64>; 2] {
    let (sectors, countries) = (data.sectors.len(), data.countries.len());
    let (mut imports, mut exports) = (Policy::of(data), Policy::of(data));
    let mut taxes = data.export_taxes.clone().unwrap_or_else(|| Cube::filled(sectors, countries, 0.0));
    for j in 0..sectors {
        for other in 1..countries {
            let tariff = imports.tariffs.get_mut(j, 0, other);
            *tariff = new_rate(*tariff);
            let tax = taxes.get_mut(j, other, 0);
            *tax = new_rate(*tax);
        }
    }
    exports.export_taxes = Some(taxes);
    [imports, exports].map(|policy| real_income(data, model, policy))
}

/// Lerner (1936). A factor (1 + t) on the price of all imports, and one on the price of all exports, both turn the price of
/// what a country sells abroad against the price of what it buys there; the level of its wages and prices against the
/// rest of the world takes up the difference. So it holds whatever inputs, subsidies, scale economies, and taxes of others
/// or of its own there are, if
/// - the new tax multiplies (1 + old rate) by one factor everywhere: adding points to unequal rates does not;
/// - trade is balanced, of every country: deficits are held in units of world value added, and a transfer of that
///   size buys more or less after the levels have moved.
#[test]
fn a_tax_on_all_imports_is_a_tax_on_all_exports() {
    for kind in 0..128 {
        let data = baseline(&random_world(
            kind,
            3 + kind as usize % 3,
            1 + kind as usize % 3,
            Kinds::from_bits(kind),
        ));
        for labour in [Labour::Mobile, Labour::Fixed] {
            let model = Model { deficits: Deficits::Balanced, labour, ..Model::default() };
            let [one, other] = lerner(&data, &model, |old| (1.0 + old) * 1.25 - 1.0);
            for (a, b) in one.iter().zip(&other) {
                assert_near(*a, *b, "real income");
            }
            assert!(one.iter().any(|hat| (hat - 1.0).abs() > 1e-6), "the tax does something");
        }
    }
}

#[test]
fn lerner_needs_balanced_trade_and_one_factor() {
    let far = |[one, other]: [Vec<f64>; 2]| one.iter().zip(&other).any(|(a, b)| (a / b - 1.0).abs() > 1e-4);
    let balanced = Model { deficits: Deficits::Balanced, ..Model::default() };
    let unbalanced = baseline(&random_world(1, 3, 2, Kinds::from_bits(0)));
    assert!(far(lerner(&unbalanced, &Model::default(), |old| (1.0 + old) * 1.25 - 1.0)));
    let taxed = baseline(&random_world(1, 3, 2, Kinds::from_bits(0b001_0100)));
    assert!(far(lerner(&taxed, &balanced, |old| old + 0.25)));
}

/// A world with country 0 cut into two halves: itself, and one more at the end.
fn halved(world: &World) -> World {
    let (n, j) = (world.n + 1, world.j);
    let old = |country: usize| country % world.n;
    let part = |country: usize| if old(country) == 0 { 0.5 } else { 1.0 };
    World {
        n,
        flows: plain::table3(j, n, n, |j, n, i| world.flows[j][old(n)][old(i)] * part(n) * part(i)),
        tariff: plain::table3(j, n, n, |j, n, i| world.tariff[j][old(n)][old(i)]),
        export_tax: plain::table3(j, n, n, |j, n, i| world.export_tax[j][old(n)][old(i)]),
        subsidy: plain::table(j, n, |j, i| world.subsidy[j][old(i)]),
        beta: plain::table(j, n, |j, i| world.beta[j][old(i)]),
        gamma: plain::table3(j, j, n, |k, j, i| world.gamma[k][j][old(i)]),
        ..world.clone()
    }
}

/// Halves trade with each other as each does with itself, free of tariffs. That scale economies change nothing either is
/// because hats of employment are the same in both halves.
#[test]
fn a_country_in_two_halves_is_the_same_country() {
    for kind in 0..128 {
        let world = random_world(kind, 3, 1 + kind as usize % 3, Kinds::from_bits(kind));
        let (whole, split) = (baseline(&world), baseline(&halved(&world)));
        let policy = |data: &Baseline| {
            let mut policy = Policy::of(data);
            for n in (0..data.countries.len()).filter(|n| n % 3 == 0) {
                *policy.tariffs.get_mut(0, n, 1) += 0.4;
                *policy.tariffs.get_mut(0, 2, n) += 0.2;
            }
            policy
        };
        for rules in every_rule() {
            let one = real_income(&whole, &rules, policy(&whole));
            let other = real_income(&split, &rules, policy(&split));
            for country in 0..4 {
                assert_near(one[country % 3], other[country], "real income");
            }
        }
    }
}

/// A base after a policy, as data of its own, and the policy that leads back.
fn undoing(data: &Baseline, there: &Equilibrium) -> (Baseline, Policy) {
    let after = Baseline {
        flows: there.flows.clone(),
        tariffs: there.policy.tariffs.clone(),
        export_taxes: there.policy.export_taxes.clone(),
        subsidies: there.policy.subsidies.clone(),
        ..data.clone()
    };
    let mut back = Policy::of(data);
    back.trade_costs.clone_from(&there.policy.trade_costs);
    back.productivity.clone_from(&there.policy.productivity);
    let costs = back.trade_costs.iter_mut().flat_map(Cube::values_mut);
    let productivity = back.productivity.iter_mut().flat_map(Grid::values_mut);
    costs.chain(productivity).for_each(|factor| *factor = 1.0 / *factor);
    (after, back)
}

#[test]
fn what_a_policy_does_its_opposite_undoes() {
    for kind in (0..128).step_by(3) {
        let world = random_world_of(kind);
        let data = baseline(&world);
        for labour in [Labour::Mobile, Labour::Fixed] {
            let rules = Model { labour, ..Model::default() };
            let there = base(&data, &rules).unwrap().solve(policy(&random_change(kind, &world))).unwrap();
            let (after, back) = undoing(&data, &there);
            let returned = base(&after, &rules).unwrap().solve(back).unwrap();
            let largest = data.flows.values().iter().copied().fold(0.0, f64::max);
            for (one, other) in returned.flows.values().iter().zip(data.flows.values()) {
                assert!((one - other).abs() <= NEAR * largest, "{kind}: {one} and {other}");
            }
        }
    }
}

/// What was solved before on the same base leaves no trace in what is solved next.
#[test]
fn one_solve_does_not_depend_on_another() {
    for kind in (0..128).step_by(7) {
        let world = random_world_of(kind);
        let data = baseline(&world);
        let shared = base(&data, &Model::default()).unwrap();
        for seed in 0..6 {
            let policy = policy(&random_change(seed, &world));
            let alone = base(&data, &Model::default()).unwrap().solve(policy.clone()).unwrap();
            assert_eq!(shared.solve(policy).unwrap(), alone);
        }
    }
}

#[test]
fn sums_add_up() {
    let data = Baseline::embedded("world-2022").unwrap();
    let result = outcome(&data, &Scenario::embedded("diverted").unwrap());
    let world: f64 = result.countries.iter().map(|row| row.trade_balance_after).sum();
    let trade: f64 = result.flows.iter().map(|row| row.after).sum();
    assert!(world.abs() < 1e-9 * trade, "the world's balance with itself: {world}");
    for row in &result.countries {
        let gap = (row.trade_balance_after - row.trade_balance_before).abs();
        assert!(gap < 1e-8 * trade, "{}: the deficit is held", row.country);
        let parts = row.terms_of_trade_pct.unwrap() + row.volume_of_trade_pct.unwrap();
        assert_near(row.first_order_welfare_pct.unwrap(), parts, "welfare");
    }
    for diversion in &result.diversions {
        let parts = diversion.diverted + diversion.sold_at_home + diversion.not_produced;
        assert_near(parts, diversion.displaced, "displaced");
        let markets: f64 = diversion.markets.iter().map(|row| row.change).sum();
        assert_near(markets, diversion.diverted, "diverted");
        let sectors: f64 = diversion.sectors.iter().map(|row| row.displaced).sum();
        assert_near(sectors, diversion.displaced, "displaced by sector");
        for row in &diversion.markets {
            let all = row.change + row.domestic_change + row.others_change;
            assert!((all - row.purchases_change).abs() < 1e-6 * trade / 1e3, "{}", row.market);
        }
        let replaced: f64 = diversion.replacement.iter().map(|row| row.change).sum();
        assert!((diversion.displaced - replaced - diversion.not_bought).abs() < 1e-9 * trade);
    }
}

#[track_caller]
fn assert_part(part: f64, whole: f64, of: f64, what: &str) {
    assert!((part - whole).abs() <= 1e-11 * of, "{what}: {part} and {whole}");
}

#[test]
fn tables_agree_with_each_other() {
    let data = Baseline::embedded("world-2011").unwrap();
    let text = "name = 'test'\n[[tariff]]\nimporter = 'USA'\nexporter = 'CHN'\nsectors = 'tradable'\nadd = 0.6\n\
                [[export_tax]]\nexporter = 'CHN'\nimporter = 'USA'\nsectors = 'c2'\nset = 0.2\n";
    let scenario = Scenario::parse("test.toml", text).unwrap();
    let (result, there) = (outcome(&data, &scenario), solve(&data, &scenario).unwrap());
    let world: f64 = there.income.iter().sum();
    let base = base(&data, &Model::default()).unwrap();
    for (n, row) in result.countries.iter().enumerate() {
        let sum = |flows: &dyn Fn(&FlowRow) -> bool| -> f64 {
            result.flows.iter().filter(|flow| flows(flow)).map(|flow| flow.after).sum()
        };
        let imports = sum(&|flow| flow.importer == row.country);
        let exports = sum(&|flow| flow.exporter == row.country);
        assert_part(row.trade_balance_after, exports - imports, world, "balance");
        let tariffs = (0..data.sectors.len()).map(|j| {
            there.policy.tariffs.row(j, n).iter().zip(there.flows.row(j, n)).map(|(t, x)| t * x).sum::<f64>()
        });
        assert_part(row.tariff_revenue_after, tariffs.sum(), world, "revenue");
        assert_near(
            row.effective_tariff_after_pct.unwrap() / 100.0,
            row.tariff_revenue_after / imports,
            "rate",
        );
        let amount = row.real_income_amount / (row.real_income_pct / 100.0);
        assert_near(amount, base.equilibrium().income[n], "income");
    }
    for flow in &result.flows {
        let (n, i) = (data.country(&flow.importer).unwrap(), data.country(&flow.exporter).unwrap());
        let sectors: f64 = (0..data.sectors.len()).map(|j| there.flows.get(j, n, i)).sum();
        assert_part(flow.after, sectors, world, "flow");
    }
    for row in &result.sectors {
        let (j, i) = (data.sector(&row.sector).unwrap(), data.country(&row.country).unwrap());
        let taxes = there.policy.export_taxes.as_ref().unwrap();
        let sales: f64 =
            (0..data.countries.len()).map(|n| there.flows.get(j, n, i) / (1.0 + taxes.get(j, n, i))).sum();
        assert_near(row.output_after, sales, "output");
    }
    for row in &result.balances {
        let mirror = result.balances.iter().find(|b| b.country == row.partner && b.partner == row.country);
        if let Some(mirror) = mirror {
            assert_eq!((row.before, row.after), (-mirror.before, -mirror.after));
        }
        assert_eq!(row.change, row.after - row.before);
    }
    assert!(result.balances.iter().any(|row| row.country == "USA" && row.partner == "CHN"));
}

#[test]
fn diversion_adds_up_by_sector_and_market() {
    let data = Baseline::embedded("world-2011").unwrap();
    let options = Options {
        diversions: vec![("USA".into(), "CHN".into()), ("MEX".into(), "USA".into())],
        ..Options::default()
    };
    let text =
        "name = 'test'\n[[tariff]]\nimporter = 'USA'\nexporter = 'CHN'\nsectors = 'tradable'\nadd = 0.6\n";
    let scenario = Scenario::parse("test.toml", text).unwrap();
    let result = Simulator::new(&data, Settings::default()).simulate("test", &scenario, &options).unwrap();
    assert_eq!(result.diversions.len(), 2);
    for diversion in &result.diversions {
        let of = diversion.markets.iter().map(|row| row.after).sum::<f64>();
        for sector in &diversion.sectors {
            let parts = sector.diverted + sector.sold_at_home + sector.not_produced;
            assert_part(parts, sector.displaced, of, &sector.sector);
            let in_sector = diversion.market_sectors.iter().filter(|row| row.sector == sector.sector);
            assert_part(in_sector.map(|row| row.change).sum(), sector.diverted, of, &sector.sector);
        }
        for market in &diversion.markets {
            let in_market = diversion.market_sectors.iter().filter(|row| row.market == market.market);
            assert_part(in_market.map(|row| row.change).sum(), market.change, of, &market.market);
            let suppliers: Vec<f64> = diversion
                .suppliers
                .iter()
                .filter(|row| row.market == market.market)
                .map(|row| row.change)
                .collect();
            if !suppliers.is_empty() {
                assert_part(suppliers.iter().sum(), market.purchases_change, of, &market.market);
            }
        }
        let sum = |part: &dyn Fn(&DivertedSectorRow) -> f64| diversion.sectors.iter().map(part).sum::<f64>();
        assert_part(sum(&|row| row.diverted), diversion.diverted, of, "diverted");
        assert_part(sum(&|row| row.sold_at_home), diversion.sold_at_home, of, "at home");
        assert_part(sum(&|row| row.not_produced), diversion.not_produced, of, "not produced");
    }
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let data = Baseline::embedded("world-2022").unwrap();
    let scenario = Scenario::embedded("truce").unwrap();
    let options = Options { draws: Some(Draws { count: 12, seed: 3 }), ..Options::default() };
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let outcome = pool.install(|| {
            Simulator::new(&data, Settings::default()).simulate("truce", &scenario, &options).unwrap()
        });
        serde_json::to_string(&outcome).unwrap()
    };
    let one = run(1);
    assert_eq!(one, run(2));
    assert_eq!(one, run(7));
}

#[test]
fn an_interval_holds_every_set_that_it_was_fitted_to() {
    let data = Baseline::embedded("world-2022").unwrap();
    let scenario = Scenario::embedded("truce").unwrap();
    let options = Options { draws: Some(Draws { count: 200, seed: 1 }), ..Options::default() };
    let simulator = Simulator::new(&data, Settings::default());
    let drawn = simulator.simulate("truce", &scenario, &options).unwrap();
    let place = data.country("USA").unwrap();
    let (low, _, high) = drawn.uncertainty.unwrap().of("countries", "real_income_pct", place).unwrap();
    for set in simulator.simulate_sets("truce", &scenario, &Options::default()).unwrap() {
        let value = set.country("USA").unwrap().real_income_pct;
        assert!(low <= value && value <= high, "{:?}: {value} is not in {low} to {high}", set.elasticities);
    }
}
