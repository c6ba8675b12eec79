//! Ignatenko, Lashkaripour, Macedoni and Simonovska (2025), "Making America great again? The economic impacts of Liberation
//! Day tariffs", Journal of International Economics 157: one sector, 194 economies.
//!
//! Labour supply answers the real wage after tax, tariff revenue lowers the tax on wages or is handed out, sellers earn
//! overhead where they sell, and trade answers a tariff more than a cost. Numbers are in percent. As in the paper, prices
//! are such that the world's mean, weighted by spending, stays; averages over other countries are weighted by spending.

mod case;
mod data;

use super::{ComparedRow, Published, Source};
use crate::error::Error;
use case::{Case, Found, Tariffs};
use data::Data;
use std::path::Path;
use thalweg_trade::{ByCountry, Model, Revenue};

/// The code of the country that sets the tariffs.
const HOME: &str = "USA";
/// Trade elasticity, and elasticity of labour supply.
const ELASTICITY: f64 = 4.0;
const LABOUR_SUPPLY: f64 = 0.5;
/// Scale elasticity times trade elasticity.
const SCALE: f64 = 0.67;
/// Overhead in all that producers of the United States sell, and in all that others sell, at home and abroad.
const OVERHEAD_SOLD: [f64; 2] = [0.26, 0.12];

/// Members of the European Union in the paper's average of it: those with data, without Czechia and Slovakia.
const EU: [&str; 25] = [
    "AUT", "BEL", "BGR", "CYP", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GRC", "HRV", "HUN", "IRL", "ITA",
    "LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVN", "SWE",
];

/// Printed numbers: the case by its place in [`cases`], its name, whose, what, as printed.
const PRINTED: [(usize, &str, &str, &str, &str); 20] = [
    (0, "income-tax relief", "USA", "welfare", "1.13"),
    (0, "income-tax relief", "others", "welfare", "-0.58"),
    (0, "income-tax relief", "USA", "deficit", "-18.1"),
    (0, "income-tax relief", "USA", "exports over GDP", "-52.7"),
    (0, "income-tax relief", "USA", "imports over GDP", "-43.6"),
    (0, "income-tax relief", "USA", "employment", "0.32"),
    (0, "income-tax relief", "USA", "prices", "12.8"),
    (1, "lump sum", "USA", "welfare", "-0.01"),
    (1, "lump sum", "others", "welfare", "-0.57"),
    (2, "optimal tariff", "USA", "welfare", "1.79"),
    (2, "optimal tariff", "others", "welfare", "-0.61"),
    (3, "reciprocal answer", "USA", "welfare", "-0.36"),
    (3, "reciprocal answer", "CHN", "welfare", "-0.82"),
    (3, "reciprocal answer", "EU", "welfare", "-0.22"),
    (4, "Eaton, Kortum, Krugman", "USA", "welfare", "1.24"),
    (4, "Eaton, Kortum, Krugman", "others", "welfare", "-0.50"),
    (5, "elasticity 8", "USA", "welfare", "0.33"),
    (5, "elasticity 8", "others", "welfare", "-0.44"),
    (4, "fixed transfers", "USA", "welfare", "1.24"),
    (4, "fixed transfers", "others, plain mean", "welfare", "-0.35"),
];

/// An independent solution of the same equations, welfare of eight economies: the case and its numbers.
const SOLVED: [(usize, &str, [&str; 8]); 4] = [
    (
        0,
        "income-tax relief",
        ["1.1307", "-1.1326", "-0.9958", "-2.5412", "-0.7331", "-0.2914", "-11.0229", "0.2486"],
    ),
    (1, "lump sum", ["-0.0057", "-1.1027", "-1.0268", "-2.5688", "-0.7159", "-0.2986", "-10.8730", "0.2242"]),
    (
        3,
        "reciprocal answer",
        ["-0.3576", "-0.8210", "-0.6474", "-2.2130", "-0.5069", "-0.3153", "-10.0745", "0.0122"],
    ),
    (
        4,
        "Eaton, Kortum, Krugman",
        ["1.2426", "-1.0298", "-0.5991", "-1.9912", "-0.5794", "-0.2564", "-10.9714", "0.1802"],
    ),
];
const SOLVED_COUNTRIES: [&str; 8] = ["USA", "CHN", "CAN", "MEX", "DEU", "JPN", "VNM", "IND"];

pub(super) fn compare(folder: &Path) -> Result<Vec<ComparedRow>, Error> {
    let data = Data::read(folder)?;
    let found: Vec<Found> = cases(&data)?.iter().map(|case| case.run(&data)).collect::<Result<_, _>>()?;
    let mut rows = Vec::new();
    for (case, table, who, what, printed) in PRINTED {
        let computed = found[case].number(who, what).unwrap_or(f64::NAN);
        rows.push(Published { table, who, what, printed }.beside(Source::LiberationDay, computed, ""));
    }
    for (case, table, printed) in SOLVED {
        let table = format!("{table}, independent solution");
        for (who, printed) in SOLVED_COUNTRIES.into_iter().zip(printed) {
            let computed = found[case].number(who, "welfare").unwrap_or(f64::NAN);
            let cell = Published { table: &table, who, what: "welfare", printed };
            rows.push(cell.beside(Source::LiberationDay, computed, ""));
        }
    }
    Ok(rows)
}

/// The cases of the paper. The fifth serves twice: the paper prints it with two kinds of average.
fn cases(data: &Data) -> Result<[Case; 6], Error> {
    let relief = Case {
        elasticity: ELASTICITY,
        model: Model {
            labour_supply: LABOUR_SUPPLY,
            revenue: Revenue::IncomeTax,
            overhead: overhead(data),
            pass_through: pass_through(data),
            ..Model::default()
        },
        tariffs: Tariffs::Announced,
    };
    let with_model = |model: Model| Case { model, ..relief.clone() };
    let with_tariffs = |tariffs: Tariffs| Case { tariffs, ..relief.clone() };
    let usual = Model::default();
    let plain = Model { overhead: usual.overhead, pass_through: usual.pass_through, ..relief.model.clone() };
    Ok([
        relief.clone(),
        with_model(Model { revenue: Revenue::LumpSum, ..relief.model.clone() }),
        with_tariffs(Tariffs::Uniform(optimal_tariff(data)?)),
        with_tariffs(Tariffs::Answered),
        with_model(plain),
        Case { elasticity: 2.0 * ELASTICITY, ..relief.clone() },
    ])
}

fn overhead(data: &Data) -> ByCountry {
    let [home, others] = data.overhead;
    ByCountry::everywhere(others).but(HOME, home)
}

/// `phi = 1 + (1 + k) / ((1 - nu) k) - 1 / k - 1`, k the elasticity over [`SCALE`]: sellers that leave a market for its tariff
/// save overhead there, the more of it the larger its share nu is.
fn phi(overhead: f64) -> f64 {
    let k = ELASTICITY / SCALE;
    (1.0 + k) / ((1.0 - overhead) * k) - 1.0 / k
}

fn pass_through(data: &Data) -> ByCountry {
    let [home, others] = data.overhead.map(phi);
    ByCountry::everywhere(others).but(HOME, home)
}

/// The tariff that serves the home country best if nobody answers: `t = 1 / ((1 + d eps) phi - 1)`, with d what it sells
/// abroad less overhead there, each market weighted by the part that others hold, over what it spends abroad less overhead
/// at home.
fn optimal_tariff(data: &Data) -> Result<f64, Error> {
    let home = data.place(HOME)?;
    let sold: f64 = (0..data.codes.len())
        .filter(|n| *n != home)
        .map(|n| {
            let value = data.flows.get(0, n, home);
            value * (1.0 - data.overhead[1]) * (1.0 - value / data.spending[n])
        })
        .sum();
    let spent = (1.0 - data.overhead[0]) * (data.spending[home] - data.flows.get(0, home, home));
    Ok(1.0 / ((1.0 + sold / spent * ELASTICITY) * phi(data.overhead[0]) - 1.0))
}
