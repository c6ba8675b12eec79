//! What is said before: the model with one set of elasticities after another, and naive forecasts.

use super::block::Kind;
use crate::error::Error;
use crate::question::{Data, Ready};
use crate::sample::{Moments, Residuals, sum};
use rayon::prelude::*;
use thalweg_trade::{Base, Baseline, Cube, Model, Policy as Rates, Settings};

/// The observed elasticities, each sector's estimated on the other sectors.
pub(super) const OBSERVED: &str = "observed";
/// The baseline's own column.
pub(super) const OWN: &str = "own";
/// Each side's estimated on the other side: an answer for the treated flows alone.
pub(super) const OTHER_SIDE: &str = "other-side";
/// The observed elasticities with costs and spending as they were: no general equilibrium.
const ALONE: &str = "alone";
const NOTHING: &str = "nothing";
const UNIFORM: &str = "uniform-4";

/// One forecast.
pub(super) struct Forecast {
    pub(super) name: String,
    pub(super) says: Says,
}

/// What a forecast says.
pub(super) enum Says {
    /// Flows before and after, `[j, n, i]`, in the panel's order.
    Flows(Cube, Cube),
    /// A response for each importer that taxes: its treated flows move by minus that times their dose.
    Responses(Vec<(usize, f64)>),
    /// Nothing changes.
    Nothing,
}

impl Forecast {
    /// All of them. Elasticities that the data do not give (not above zero) make no forecast.
    pub(super) fn all(
        data: &Data<'_>,
        baseline: &Baseline,
        ready: &Ready,
        year: i32,
    ) -> Result<Vec<Self>, Error> {
        let residuals = Residuals::of_changes(data.panel, &ready.sample, year)?;
        let observed = crossed(data, ready, &residuals);
        let mut sets = vec![(OWN.to_owned(), own(data, baseline))];
        for set in baseline.elasticity_sets() {
            sets.extend(named(data, baseline, set).map(|values| (set.to_owned(), values)));
        }
        sets.retain(|(_, values)| values.iter().any(|v| *v != 4.0));
        sets.push((UNIFORM.to_owned(), vec![4.0; data.panel.sectors.len()]));
        if let Some(observed) = &observed {
            sets.insert(0, (OBSERVED.to_owned(), observed.clone()));
        }
        let world = World::new(data, baseline)?;
        let solved: Result<Vec<Self>, Error> = sets
            .into_par_iter()
            .map(|(name, elasticities)| {
                let (before, after) = world.solve(&elasticities)?;
                Ok(Self { name, says: Says::Flows(before, after) })
            })
            .collect();
        let mut forecasts = solved?;
        if let Some(observed) = &observed {
            let (before, after) = world.alone(observed);
            forecasts.push(Self { name: ALONE.to_owned(), says: Says::Flows(before, after) });
        }
        let sides = other_sides(ready, &residuals);
        if sides.len() > 1 {
            forecasts.push(Self { name: OTHER_SIDE.to_owned(), says: Says::Responses(sides) });
        }
        forecasts.push(Self { name: NOTHING.to_owned(), says: Says::Nothing });
        Ok(forecasts)
    }

    /// Whether it says anything of a question.
    pub(super) fn answers(&self, kind: Kind) -> bool {
        kind == Kind::Direct || !matches!(self.says, Says::Responses(_))
    }
}

/// Elasticities by sector of the panel, each pooled over the *other* sectors; sectors that are not pooled have the
/// value of all. None if one is not above zero.
fn crossed(data: &Data<'_>, ready: &Ready, residuals: &Residuals) -> Option<Vec<f64>> {
    let moments = residuals.moments(&ready.regressor, &|c| c);
    let theta = |moments: Moments| moments.coefficient().map(|c| -c - 1.0).filter(|theta| *theta > 0.0);
    let of_sector = |j: usize| {
        let own = ready.sample.sectors.iter().position(|known| *known == j);
        let others = moments.iter().enumerate().filter(|(at, _)| Some(*at) != own);
        theta(sum(others.map(|(_, one)| one)))
    };
    (0..data.panel.sectors.len()).map(of_sector).collect()
}

/// For each side the response of the others.
fn other_sides(ready: &Ready, residuals: &Residuals) -> Vec<(usize, f64)> {
    let mut sides: Vec<usize> = ready.regressor.pairs().into_iter().map(|(n, _)| n).collect();
    sides.dedup();
    let response = |side: usize| {
        let others = ready.regressor.without_side(side);
        Some((side, -residuals.pooled(&others, &|c| c).coefficient()?))
    };
    sides.into_iter().filter_map(response).collect()
}

fn own(data: &Data<'_>, baseline: &Baseline) -> Vec<f64> {
    let of = |code: &String| baseline.sector(code).map_or(4.0, |j| baseline.sectors[j].elasticity);
    data.panel.sectors.iter().map(of).collect()
}

fn named(data: &Data<'_>, baseline: &Baseline, set: &str) -> Option<Vec<f64>> {
    let of = |code: &String| {
        let sets = &baseline.sectors[baseline.sector(code)?].elasticity_sets;
        sets.iter().find(|(name, _)| name == set).map(|(_, value)| *value)
    };
    data.panel.sectors.iter().map(of).collect()
}

/// The world before, the policy on it, and where the panel's countries and sectors stand in it.
struct World<'a> {
    baseline: &'a Baseline,
    rates: Rates,
    countries: Vec<usize>,
    sectors: Vec<usize>,
}

impl<'a> World<'a> {
    fn new(data: &Data<'_>, baseline: &'a Baseline) -> Result<Self, Error> {
        // that all codes are known was checked when the tariffs were taken
        let countries: Vec<usize> = data.panel.countries.iter().filter_map(|c| baseline.country(c)).collect();
        let sectors: Vec<usize> = data.panel.sectors.iter().filter_map(|s| baseline.sector(s)).collect();
        let mut rates = Rates::of(baseline);
        for (j, n, i, add) in data.policy.cells(data.panel)? {
            *rates.tariffs.get_mut(sectors[j], countries[n], countries[i]) += add;
        }
        Ok(Self { baseline, rates, countries, sectors })
    }

    /// Flows before and after in general equilibrium; `elasticities` in the panel's order.
    fn solve(&self, elasticities: &[f64]) -> Result<(Cube, Cube), Error> {
        let mut own: Vec<f64> = self.baseline.sectors.iter().map(|s| s.elasticity).collect();
        self.sectors.iter().zip(elasticities).for_each(|(at, value)| own[*at] = *value);
        let base = Base::new(self.baseline, &own, &Model::default(), Settings::default())?;
        let after = base.solve(self.rates.clone())?;
        Ok((self.ordered(&base.equilibrium().flows), self.ordered(&after.flows)))
    }

    /// Flows before and after with costs and what each importer spends on each sector held.
    fn alone(&self, elasticities: &[f64]) -> (Cube, Cube) {
        let (flows, before, after) = (&self.baseline.flows, &self.baseline.tariffs, &self.rates.tariffs);
        let mut next = flows.clone();
        for (at, j) in self.sectors.iter().enumerate() {
            for n in 0..flows.countries() {
                let theta = elasticities[at];
                let rows = || flows.row(*j, n).iter().zip(before.row(*j, n)).zip(after.row(*j, n));
                let spending: f64 = rows().map(|((x, t), _)| x * (1.0 + t)).sum();
                let shares: Vec<f64> = rows()
                    .map(|((x, t), new)| x * (1.0 + t) * ((1.0 + new) / (1.0 + t)).powf(-theta))
                    .collect();
                let total: f64 = shares.iter().sum();
                for (i, share) in shares.iter().enumerate().filter(|_| total > 0.0) {
                    *next.get_mut(*j, n, i) = spending * share / total / (1.0 + after.get(*j, n, i));
                }
            }
        }
        (self.ordered(flows), self.ordered(&next))
    }

    /// The same in the panel's order.
    fn ordered(&self, flows: &Cube) -> Cube {
        let size = self.countries.len();
        let mut cube = Cube::filled(self.sectors.len(), size, 0.0);
        for (j, from) in self.sectors.iter().enumerate() {
            for (n, importer) in self.countries.iter().enumerate() {
                let row = flows.row(*from, *importer);
                let cells = cube.row_mut(j, n).iter_mut().zip(&self.countries);
                cells.for_each(|(cell, exporter)| *cell = row[*exporter]);
            }
        }
        cube
    }
}
