//! Small worlds whose numbers can be found by hand.

use thalweg_core::Unit;
use thalweg_trade::baseline::{About, Baseline, Country, Sector};
use thalweg_trade::{Cube, Grid, InputShares};

/// A world, and the code of the good that it is about.
pub(crate) struct World {
    pub(crate) world: Baseline,
    pub(crate) good: &'static str,
}

/// A world in which nothing is traded, taxed or made of anything but labour.
fn bare(countries: &[&str], sectors: &[&str]) -> Baseline {
    let country = |code: &&str| Country {
        code: (*code).to_owned(),
        name: (*code).to_owned(),
        group: None,
        gdp: None,
        population: None,
    };
    let sector = |code: &&str| Sector {
        code: (*code).to_owned(),
        name: (*code).to_owned(),
        elasticity: 4.0,
        substitution: None,
        scale: 0.0,
        tradable: true,
        group: None,
        elasticity_sets: Vec::new(),
        elasticity_se: None,
    };
    let (j, n) = (sectors.len(), countries.len());
    Baseline {
        about: About {
            name: "by-hand".to_owned(),
            year: 2020,
            unit: Unit { power: 9, currency: "USD".to_owned() },
            source: "made up".to_owned(),
            licence: None,
            note: None,
        },
        countries: countries.iter().map(country).collect(),
        sectors: sectors.iter().map(sector).collect(),
        flows: Cube::filled(j, n, 0.0),
        tariffs: Cube::filled(j, n, 0.0),
        export_taxes: None,
        value_added_shares: Grid::filled(j, n, 1.0),
        subsidies: Grid::filled(j, n, 0.0),
        inputs: InputShares::none(j, n),
        final_shares: None,
    }
}

/// CCC makes ore for BBB, which makes parts for AAA, which makes cars for itself; all bake their bread.
pub(crate) fn chain() -> Baseline {
    let mut world = bare(&["AAA", "BBB", "CCC"], &["ore", "part", "car", "bread"]);
    *world.flows.get_mut(0, 1, 2) = 25.0;
    *world.flows.get_mut(1, 0, 1) = 50.0;
    *world.flows.get_mut(2, 0, 0) = 100.0;
    (0..3).for_each(|n| *world.flows.get_mut(3, n, n) = 100.0);
    for n in 0..3 {
        for (sector, input) in [(1, 0), (2, 1)] {
            *world.value_added_shares.get_mut(sector, n) = 0.5;
            *world.inputs.get_mut(input, sector, n) = 1.0;
        }
    }
    world
}

/// Two countries that are alike, with two goods of which half the cost is the good itself and a fifth of it foreign; each
/// puts these tariffs on the two goods of the other.
pub(crate) fn twins(tariffs: [f64; 2]) -> Baseline {
    let mut world = bare(&["AAA", "BBB"], &["steel", "food"]);
    for (j, tariff) in tariffs.into_iter().enumerate() {
        for n in 0..2 {
            *world.flows.get_mut(j, n, n) = 80.0;
            *world.flows.get_mut(j, n, 1 - n) = 20.0;
            *world.tariffs.get_mut(j, n, 1 - n) = tariff;
            *world.value_added_shares.get_mut(j, n) = 0.5;
            *world.inputs.get_mut(j, j, n) = 1.0;
        }
    }
    world
}

/// Two countries that spend a quarter on each of two goods that they make at home, and half on one that they trade.
pub(crate) fn subsidised() -> World {
    let mut world = bare(&["AAA", "BBB"], &["x", "y", "z"]);
    for n in 0..2 {
        *world.flows.get_mut(0, n, n) = 100.0;
        *world.flows.get_mut(1, n, n) = 100.0;
        *world.flows.get_mut(2, n, n) = 100.0;
        *world.flows.get_mut(2, n, 1 - n) = 100.0;
    }
    World { world, good: "x" }
}

/// Countries of given sizes that make two goods, sell them to each other and put a tariff of a tenth on all; of the first
/// good those that come first sell more.
pub(crate) fn traders(sizes: &[f64]) -> Baseline {
    let codes = &["AAA", "BBB", "CCC", "DDD"][..sizes.len()];
    let mut world = bare(codes, &["steel", "food"]);
    for (n, size) in sizes.iter().enumerate() {
        for (i, other) in sizes.iter().enumerate() {
            for j in 0..2 {
                let skill = if i == j { 1.5 } else { 1.0 };
                let share = if i == n { 0.8 } else { 0.2 / (sizes.len() - 1) as f64 };
                *world.flows.get_mut(j, n, i) = 100.0 * share * (size * other).sqrt() * skill;
                *world.tariffs.get_mut(j, n, i) = if i == n { 0.0 } else { 0.1 };
            }
        }
    }
    world
}
