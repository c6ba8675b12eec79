//! The computations of an estimate, year by year.

use super::Estimate;
use super::rows::{EstimatorRow, InForceRow, LeftOutRow, SectorRow, SideRow, YearRow};
use crate::error::Error;
use crate::placebo::{Assignments, Distribution, FEWEST};
use crate::poisson::Poisson;
use crate::question::{Data, Question, Ready};
use crate::regressor::Regressor;
use crate::sample::{Moments, Residuals, sum};
use crate::schedule::in_force;
use crate::set::{self, ElasticitySet};
use crate::shrink::shrink;
use crate::tetrads::Tetrads;
use crate::trend;
use rayon::prelude::*;

/// A year in which things are computed: effects taken out, placebo policies tried.
pub(super) struct Year {
    pub(super) year: i32,
    residuals: Residuals,
    /// The moments of each pooled sector under the true policy.
    actual: Vec<Moments>,
    /// Responses by comparable assignment: pooled, then by sector.
    comparable: Vec<(Option<f64>, Vec<Option<f64>>)>,
    /// Pooled responses and studentised ones by assignment to any pair.
    all: Vec<(Option<f64>, Option<f64>)>,
}

/// Who plays the part of a country.
type Rename<'a> = dyn Fn(usize) -> usize + 'a;

/// Everything that rows are made of.
struct Study<'a> {
    data: &'a Data<'a>,
    ready: Ready,
    comparable: Assignments,
    all: Assignments,
    years: Vec<Year>,
}

pub(super) fn estimate(data: &Data<'_>, question: &Question) -> Result<Estimate, Error> {
    let study = Study::new(data, question)?;
    let by_sector = study.sectors();
    let in_force = study.in_force(question)?;
    let estimators = study.estimators()?;
    let years = study.year_rows();
    let codes = |sectors: &[usize]| sectors.iter().map(|j| data.panel.sectors[*j].clone()).collect();
    let mut estimate = Estimate {
        base_year: question.base_year,
        sectors: codes(&study.ready.sample.sectors),
        sides: data.policy.sides(),
        baseline: data.baseline.map(|baseline| baseline.about.name.clone()),
        drift: study.drift(0),
        by_side: study.sides()?,
        left_out: study.left_out(),
        estimators,
        in_force,
        sets: Vec::new(),
        notes: study.notes(),
        intakes: intakes(data),
        by_sector,
        years,
    };
    estimate.sets = sets(data, question, &estimate);
    Ok(estimate)
}

fn intakes(data: &Data<'_>) -> Vec<thalweg_core::Intake> {
    let lists = data.lists.iter().flat_map(|(schedules, _)| schedules.iter().map(|one| &one.intake));
    data.panel.intakes.iter().chain(&data.policy.intakes).chain(lists).cloned().collect()
}

fn sets(data: &Data<'_>, question: &Question, estimate: &Estimate) -> Vec<ElasticitySet> {
    let Some(full) = question.full_force else { return Vec::new() };
    let horizons = set::HORIZONS.iter();
    horizons.filter_map(|years| ElasticitySet::new(data, estimate, *years, full + years)).collect()
}

/// Minus the coefficient.
fn response(moments: &Moments) -> Option<f64> {
    moments.coefficient().map(|coefficient| -coefficient)
}

pub(crate) fn theta(response: f64) -> Option<f64> {
    (response > 1.0).then_some(response - 1.0)
}

/// The 90 % interval: the response less the placebo quantiles.
fn interval(response: f64, placebo: &Distribution) -> (Option<f64>, Option<f64>) {
    if placebo.len() < FEWEST {
        return (None, None);
    }
    let end = |level: f64| placebo.quantile(level).map(|quantile| response - quantile);
    (end(0.95), end(0.05))
}

impl<'a> Study<'a> {
    fn new(data: &'a Data<'a>, question: &Question) -> Result<Self, Error> {
        let ready = Ready::new(data, question)?;
        let base = data.panel.year(question.base_year)?;
        let (regressor, placebo) = (&ready.regressor, &question.placebo);
        let comparable = Assignments::comparable(data.panel, base, &ready.sample, regressor, placebo);
        let all = Assignments::all(data.panel, regressor, placebo);
        let years: Result<Vec<Year>, Error> = data
            .panel
            .flows
            .keys()
            .filter(|year| **year != question.base_year)
            .map(|year| Year::new(data, &ready, *year, &comparable, &all))
            .collect();
        Ok(Self { data, comparable, all, years: years?, ready })
    }

    /// What was under way before in a comparable assignment; 0 is the true one.
    fn drift(&self, assignment: usize) -> Option<f64> {
        let responses: Option<Vec<(i32, f64)>> = self
            .years
            .iter()
            .filter(|year| year.year < self.ready.sample.base_year)
            .map(|year| Some((year.year, year.comparable[assignment].0?)))
            .collect();
        trend::per_year(self.ready.sample.base_year, &responses?)
    }

    fn year_rows(&self) -> Vec<YearRow> {
        let drifts: Vec<Option<f64>> = (0..self.comparable.len()).map(|at| self.drift(at)).collect();
        self.years.iter().filter_map(|year| self.year_row(year, &drifts)).collect()
    }

    fn year_row(&self, year: &Year, drifts: &[Option<f64>]) -> Option<YearRow> {
        let response = response(&sum(&year.actual))?;
        let since = f64::from(year.year - self.ready.sample.base_year);
        let near = Distribution::new(year.comparable.iter().filter_map(|one| one.0));
        let placebo = self.placebo(year.comparable.iter().map(|one| one.0));
        let less_drift =
            |(one, drift): (&(Option<f64>, Vec<_>), &Option<f64>)| Some(one.0? - (*drift)? * since);
        let detrended = Distribution::new(year.comparable.iter().zip(drifts).filter_map(less_drift));
        let all = Distribution::new(year.all.iter().filter_map(|one| one.0));
        let studentised = Distribution::new(year.all.iter().filter_map(|one| one.1));
        let enough = |values: &Distribution| values.len() >= FEWEST;
        let p = |values: &Distribution, actual: Option<f64>| {
            actual.filter(|_| enough(values)).map(|actual| values.p(actual))
        };
        let (low, high) = interval(response, &placebo);
        let own = drifts.first().copied().flatten().map(|drift| response - drift * since);
        Some(YearRow {
            year: year.year,
            response,
            low,
            high,
            band_low: placebo.quantile(0.05).filter(|_| enough(&placebo)),
            band_high: placebo.quantile(0.95).filter(|_| enough(&placebo)),
            theta: theta(response),
            detrended: own,
            p_comparable: p(&near, Some(response)),
            p_detrended: p(&detrended, own),
            comparable: near.len(),
            p_all: p(&all, Some(response)),
            p_studentised: p(&studentised, year.all.first().and_then(|one| one.1)),
            all: all.len(),
            flows: year.residuals.cells(),
            treated: year.residuals.treated(&self.ready.regressor),
        })
    }

    /// What comparable assignments give to whom nothing happened.
    fn placebo(&self, values: impl Iterator<Item = Option<f64>>) -> Distribution {
        let others = values.enumerate().filter(|(at, _)| self.comparable.is_placebo(*at));
        Distribution::new(others.filter_map(|(_, value)| value))
    }

    fn sides(&self) -> Result<Vec<SideRow>, Error> {
        let mut rows = Vec::new();
        for importer in self.data.policy.sides() {
            let Ok(side) = self.data.panel.country(&importer) else { continue };
            let regressor = self.ready.regressor.of_side(side);
            for year in &self.years {
                let Some(own) = response(&year.residuals.pooled(&regressor, &|c| c)) else { continue };
                let placebo = self.placebo(self.responses(year, &regressor).into_iter().map(Some));
                let (low, high) = interval(own, &placebo);
                rows.push(SideRow { year: year.year, importer: importer.clone(), response: own, low, high });
            }
        }
        rows.sort_by_key(|row| row.year);
        Ok(rows)
    }

    /// Responses of a year under all comparable assignments.
    fn responses(&self, year: &Year, regressor: &Regressor) -> Vec<f64> {
        let assignments = (0..self.comparable.len()).into_par_iter();
        let of = |at: usize| {
            let rename = |country| self.comparable.rename(at, country);
            response(&year.residuals.pooled(regressor, &rename)).unwrap_or(f64::NAN)
        };
        assignments.map(of).collect()
    }

    fn left_out(&self) -> Vec<LeftOutRow> {
        let sectors = &self.ready.sample.sectors;
        let without = |year: &Year, at: usize| {
            let others = year.actual.iter().enumerate().filter(|(other, _)| *other != at);
            response(&sum(others.map(|(_, moments)| moments)))
        };
        let row = |year: &Year, at: usize| {
            let code = self.data.panel.sectors[sectors[at]].clone();
            Some(LeftOutRow { year: year.year, without: code, response: without(year, at)? })
        };
        let after = self.years.iter().filter(|year| year.year > self.ready.sample.base_year);
        after.flat_map(|year| (0..sectors.len()).filter_map(move |at| row(year, at))).collect()
    }

    fn sectors(&self) -> Vec<SectorRow> {
        let after = self.years.iter().filter(|year| year.year > self.ready.sample.base_year);
        after.flat_map(|year| self.sector_rows(year)).collect()
    }

    /// The sectors of a year: each with its own placebo errors, drawn towards the pooled response by as much as these say.
    fn sector_rows(&self, year: &Year) -> Vec<SectorRow> {
        let Some(pooled) = response(&sum(&year.actual)) else { return Vec::new() };
        let own: Vec<Option<f64>> = year.actual.iter().map(response).collect();
        let spreads: Vec<(Option<f64>, Option<f64>)> = (0..own.len())
            .map(|at| {
                let alone = self.placebo(year.comparable.iter().map(|one| one.1[at]));
                let beside = self.placebo(year.comparable.iter().map(|one| Some(one.1[at]? - one.0?)));
                (alone.spread(), beside.spread())
            })
            .collect();
        let known = own.iter().zip(&spreads).map(|(own, (_, se))| Some(((*own)? - pooled, (*se)?)));
        let known: Vec<Option<(f64, f64)>> = known.collect();
        let mut shrunk = shrink(&known.iter().copied().flatten().collect::<Vec<_>>()).into_iter();
        let rows =
            own.iter().zip(&spreads).zip(&known).enumerate().filter_map(|(at, ((own, spreads), known))| {
                let shrunk = known.and_then(|_| shrunk.next());
                Some(SectorRow {
                    year: year.year,
                    sector: self.data.panel.sectors[self.ready.sample.sectors[at]].clone(),
                    response: (*own)?,
                    se: spreads.0,
                    deviation_se: spreads.1,
                    shrinkage: shrunk.map(|s| s.shrinkage),
                    shrunk: shrunk.map(|s| pooled + s.deviation),
                    shrunk_se: shrunk.map(|s| s.se),
                })
            });
        rows.collect()
    }

    fn estimators(&self) -> Result<Vec<EstimatorRow>, Error> {
        let rows: Result<Vec<Vec<EstimatorRow>>, Error> =
            self.years.par_iter().map(|year| self.other_estimators(year)).collect();
        Ok(rows?.into_iter().flatten().collect())
    }

    fn other_estimators(&self, year: &Year) -> Result<Vec<EstimatorRow>, Error> {
        let (panel, sample, regressor) = (self.data.panel, &self.ready.sample, &self.ready.regressor);
        let row = |estimator: &str, response: f64, placebo: Vec<f64>, actual: f64| {
            let placebo = Distribution::new(placebo);
            let p = (placebo.len() >= FEWEST).then(|| placebo.p(actual));
            let estimator = estimator.to_owned();
            EstimatorRow { year: year.year, estimator, response, theta: theta(response), p }
        };
        let mut rows = Vec::new();
        let near: Vec<f64> = year.comparable.iter().map(|one| one.0.unwrap_or(f64::NAN)).collect();
        if let Some(own) = response(&sum(&year.actual)) {
            rows.push(row("event-study", own, near, own));
        }
        let fit = Poisson::fit(panel, sample, year.year, Some(regressor))?;
        let null = Poisson::fit(panel, sample, year.year, None)?.residuals();
        let first_order = self.renamed(&|rename| null.pooled(regressor, rename));
        let actual = first_order.first().copied().unwrap_or(f64::NAN);
        rows.push(row("poisson", -fit.slope, first_order, actual));
        let tetrads = Tetrads::new(panel, sample, year.year)?;
        if let Some(own) = response(&tetrads.moments(regressor, &|c| c)) {
            let placebo = self.renamed(&|rename| tetrads.moments(regressor, rename));
            rows.push(row("triple-difference", own, placebo, own));
        }
        Ok(rows)
    }

    /// Responses under all comparable assignments, of any estimator.
    fn renamed(&self, moments: &(dyn Fn(&Rename<'_>) -> Moments + Sync)) -> Vec<f64> {
        let of = |at: usize| {
            let rename = |country| self.comparable.rename(at, country);
            response(&moments(&rename)).unwrap_or(f64::NAN)
        };
        (0..self.comparable.len()).into_par_iter().map(of).collect()
    }

    /// The responses with tariffs as they were in force in each year.
    fn in_force(&self, question: &Question) -> Result<Vec<InForceRow>, Error> {
        let Some((schedules, crosswalk)) = self.data.lists else { return Ok(Vec::new()) };
        let mut rows = Vec::new();
        for year in self.years.iter().filter(|year| year.year > self.ready.sample.base_year) {
            let policy = in_force(schedules, crosswalk, year.year)?;
            if policy.additions.values().all(|add| *add == 0.0) {
                continue;
            }
            let regressor = Regressor::new(self.data.panel, &policy, &self.ready.tariffs, question.dose)?;
            let Some(response) = response(&year.residuals.pooled(&regressor, &|c| c)) else { continue };
            let pooled = self.ready.sample.sectors.iter().map(|j| self.data.panel.sectors[*j].as_str());
            let pooled: Vec<&str> = pooled.collect();
            let added =
                policy.additions.iter().filter(|((_, _, sector), _)| pooled.contains(&sector.as_str()));
            let added: Vec<f64> = added.map(|(_, add)| 100.0 * add).collect();
            let addition_pct = added.iter().sum::<f64>() / added.len().max(1) as f64;
            rows.push(InForceRow { year: year.year, addition_pct, response, theta: theta(response) });
        }
        Ok(rows)
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.data.baseline.is_none() {
            notes.push("No baseline was given: tariffs before the policy count as zero.".to_owned());
        }
        if self.comparable.len() < FEWEST {
            let few = self.comparable.len().saturating_sub(1);
            notes.push(format!(
                "Only {few} other pairs are comparable: there is no placebo band, and no interval."
            ));
        }
        if !self.all.exhaustive {
            notes.push(format!("Assignments to any pair: {} drawn of more.", self.all.len()));
        }
        notes
    }
}

impl Year {
    fn new(
        data: &Data<'_>,
        ready: &Ready,
        year: i32,
        comparable: &Assignments,
        all: &Assignments,
    ) -> Result<Self, Error> {
        let residuals = Residuals::of_changes(data.panel, &ready.sample, year)?;
        let regressor = &ready.regressor;
        let actual = residuals.moments(regressor, &|c| c);
        let near = |at: usize| {
            let moments = residuals.moments(regressor, &|country| comparable.rename(at, country));
            (response(&sum(&moments)), moments.iter().map(response).collect())
        };
        let any = |at: usize| {
            let moments = residuals.pooled(regressor, &|country| all.rename(at, country));
            (response(&moments), moments.studentised())
        };
        let comparable = (0..comparable.len()).into_par_iter().map(near).collect();
        let all = (0..all.len()).into_par_iter().map(any).collect();
        Ok(Self { year, actual, comparable, all, residuals })
    }
}
