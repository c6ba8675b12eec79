//! One case of the paper: which tariffs, under which rules.

use super::super::simulate;
use super::data::Data;
use super::{EU, HOME};
use crate::error::Error;
use thalweg_trade::scenario::{Change, Measure};
use thalweg_trade::{Model, Outcome, Scenario};

/// Which tariffs hold.
#[derive(Debug, Clone, Copy)]
pub(super) enum Tariffs {
    /// Those that were announced.
    Announced,
    /// The same, and every partner sets its own on the home country.
    Answered,
    /// The same on everybody.
    Uniform(f64),
}

#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) elasticity: f64,
    pub(super) model: Model,
    pub(super) tariffs: Tariffs,
}

/// What became of every country.
pub(super) struct Found {
    codes: Vec<String>,
    spending: Vec<f64>,
    outcome: Outcome,
    /// Mean price hat, weighted by spending: the unit of the paper's prices.
    level: f64,
}

impl Case {
    pub(super) fn run(&self, data: &Data) -> Result<Found, Error> {
        let outcome = simulate(&data.baseline, &self.scenario(data)?)?;
        let prices = outcome.countries.iter().map(|row| 1.0 + row.price_index_pct / 100.0);
        let level = prices.zip(&data.spending).map(|(price, spent)| price * spent).sum::<f64>()
            / data.spending.iter().sum::<f64>();
        Ok(Found { codes: data.codes.clone(), spending: data.spending.clone(), outcome, level })
    }

    fn scenario(&self, data: &Data) -> Result<Scenario, Error> {
        let home = data.place(HOME)?;
        let mut scenario = Scenario::new("Liberation Day").under(self.model.clone());
        scenario = scenario.with(Measure::elasticity("*", Change::Set(self.elasticity)));
        for (i, code) in data.codes.iter().enumerate().filter(|(i, _)| *i != home) {
            let rate = match self.tariffs {
                Tariffs::Uniform(rate) => rate,
                Tariffs::Announced | Tariffs::Answered => data.announced[i],
            };
            scenario = scenario.with(Measure::tariff(HOME, code.as_str(), "*", Change::Set(rate)));
            if matches!(self.tariffs, Tariffs::Answered) {
                scenario = scenario.with(Measure::tariff(code.as_str(), HOME, "*", Change::Set(rate)));
            }
        }
        Ok(scenario)
    }
}

impl Found {
    /// A number of a country, of the European Union, or of all others than the home country.
    pub(super) fn number(&self, who: &str, what: &str) -> Option<f64> {
        let wanted: Vec<usize> = (0..self.codes.len()).filter(|n| is(who, &self.codes[*n])).collect();
        let plain = who.ends_with("plain mean");
        let weight = |n: usize| if plain { 1.0 } else { self.spending[n] };
        let (mut sum, mut weights) = (0.0, 0.0);
        for n in wanted {
            sum += weight(n) * self.of(n, what)?;
            weights += weight(n);
        }
        (weights > 0.0).then_some(sum / weights)
    }

    /// A number of one country, in percent.
    fn of(&self, n: usize, what: &str) -> Option<f64> {
        let row = self.outcome.countries.get(n)?;
        let hat = |change: f64| 1.0 + change / 100.0;
        let gdp = hat(row.real_wage_pct) * hat(row.employment_pct?) * hat(row.price_index_pct);
        let number = match what {
            "welfare" => row.welfare_pct?,
            "employment" => row.employment_pct?,
            "prices" => 100.0 * (hat(row.price_index_pct) / self.level - 1.0),
            "exports over GDP" => 100.0 * (hat(row.exports_pct?) / gdp - 1.0),
            "imports over GDP" => 100.0 * (hat(row.imports_pct?) / gdp - 1.0),
            "deficit" => {
                let [before, after] = [-row.trade_balance_before, -row.trade_balance_after / self.level];
                100.0 * (after - before) / before.abs()
            }
            _ => return None,
        };
        Some(number)
    }
}

fn is(who: &str, code: &str) -> bool {
    match who {
        "EU" => EU.contains(&code),
        others if others.starts_with("others") => code != HOME,
        one => one == code,
    }
}
