//! Which flows of a year count, and what effects leave of their change.

use crate::absorb::Absorber;
use crate::error::{Error, ErrorKind};
use crate::panel::Panel;
use crate::regressor::Regressor;
use rayon::prelude::*;
use thalweg_core::Problem;
use thalweg_trade::Cube;

/// Which flows count.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sample {
    /// The year that changes are measured from.
    pub(crate) base_year: i32,
    /// The sectors that are pooled, by position.
    pub(crate) sectors: Vec<usize>,
    /// Flows count if they are strictly above this in both years, in the panel's unit.
    pub(crate) floor: f64,
}

/// What importer-sector and exporter-sector effects leave of an outcome, by sector of a sample.
#[derive(Debug, Clone)]
pub(crate) struct Residuals {
    /// Positions of the sectors in the panel.
    pub(crate) sectors: Vec<usize>,
    pub(crate) absorbers: Vec<Absorber>,
    /// `outcome[n, i]` of each sector, zero where a flow is left out.
    pub(crate) outcomes: Vec<Vec<f64>>,
    pub(crate) size: usize,
}

/// What one sector says of the slope: its coefficient is `score / information`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Moments {
    /// `sum w z~ y~`.
    pub(crate) score: f64,
    /// `sum w z~^2`.
    pub(crate) information: f64,
    /// `sum (w z y~)^2` over the treated flows: the variance of the score if nothing happened.
    pub(crate) variance: f64,
}

impl std::ops::AddAssign for Moments {
    fn add_assign(&mut self, other: Self) {
        self.score += other.score;
        self.information += other.information;
        self.variance += other.variance;
    }
}

impl Moments {
    pub(crate) fn coefficient(&self) -> Option<f64> {
        (self.information > 0.0).then(|| self.score / self.information)
    }

    /// The score over its standard deviation under no effect.
    pub(crate) fn studentised(&self) -> Option<f64> {
        (self.variance > 0.0 && self.information > 0.0).then(|| self.score / self.variance.sqrt())
    }
}

/// Of the norm of a regressor, the part below which effects explain it all.
const EXPLAINED: f64 = 1e-9;

impl Residuals {
    /// The log change of flows from the base year, weighted by the root of the base flow.
    pub(crate) fn of_changes(panel: &Panel, sample: &Sample, year: i32) -> Result<Self, Error> {
        let (base, now) = (panel.year(sample.base_year)?, panel.year(year)?);
        let cells = |j: usize| changes(base, now, j, sample.floor);
        Ok(Self::new(panel.countries.len(), &sample.sectors, cells))
    }

    /// The residuals of any outcome: `cells(j)` gives weights and outcomes of a sector.
    pub(crate) fn new(
        size: usize,
        sectors: &[usize],
        cells: impl Fn(usize) -> (Vec<f64>, Vec<f64>) + Sync,
    ) -> Self {
        let parts: Vec<(Absorber, Vec<f64>)> = sectors
            .par_iter()
            .map(|j| {
                let (weights, outcome) = cells(*j);
                let absorber = Absorber::new(size, weights);
                let left = absorber.residual(outcome);
                (absorber, left)
            })
            .collect();
        let (absorbers, outcomes) = parts.into_iter().unzip();
        Self { sectors: sectors.to_vec(), absorbers, outcomes, size }
    }

    /// What each sector says of the slope on a regressor whose countries are called otherwise by `rename`.
    pub(crate) fn moments(&self, regressor: &Regressor, rename: &dyn Fn(usize) -> usize) -> Vec<Moments> {
        let parts = self.sectors.iter().zip(self.absorbers.iter().zip(&self.outcomes));
        parts
            .map(|(j, (absorber, outcome))| {
                let cells = regressor.sectors[*j].iter().filter_map(|touched| {
                    let (n, i) = (rename(touched.importer), rename(touched.exporter));
                    let weight = absorber.weight(n, i);
                    (weight > 0.0).then_some(((n, i), weight * touched.dose))
                });
                moments(absorber, outcome, self.size, &cells.collect::<Vec<_>>())
            })
            .collect()
    }

    /// The moments of all sectors together.
    pub(crate) fn pooled(&self, regressor: &Regressor, rename: &dyn Fn(usize) -> usize) -> Moments {
        sum(&self.moments(regressor, rename))
    }

    /// Flows that count.
    pub(crate) fn cells(&self) -> usize {
        let all = self.absorbers.iter().map(|a| a.weights().iter().filter(|w| **w > 0.0).count());
        all.sum()
    }

    /// Flows that count and are treated.
    pub(crate) fn treated(&self, regressor: &Regressor) -> usize {
        let parts = self.sectors.iter().zip(&self.absorbers);
        parts
            .map(|(j, absorber)| {
                let cells = regressor.sectors[*j].iter();
                cells.filter(|t| t.dose != 0.0 && absorber.weight(t.importer, t.exporter) > 0.0).count()
            })
            .sum()
    }
}

/// Weighted doses of the touched cells of one sector into its moments. Of the regressor's norm, what effects explain is
/// taken off by the few entries of the generalised inverse that its cells need.
fn moments(absorber: &Absorber, outcome: &[f64], size: usize, cells: &[((usize, usize), f64)]) -> Moments {
    let mut moments = Moments::default();
    let mut norm = 0.0;
    for (at, (cell, weighted)) in cells.iter().enumerate() {
        let score = weighted * outcome[cell.0 * size + cell.1];
        moments.score += score;
        moments.variance += score * score;
        norm += weighted * weighted / absorber.weight(cell.0, cell.1);
        moments.information -= weighted * weighted * absorber.shared(*cell, *cell);
        let rest = cells[at + 1..].iter();
        let shared: f64 = rest.map(|(other, dose)| dose * absorber.shared(*cell, *other)).sum();
        moments.information -= 2.0 * weighted * shared;
    }
    moments.information += norm;
    if moments.information <= EXPLAINED * norm { Moments::default() } else { moments }
}

/// The moments of several sectors together.
pub(crate) fn sum<'a>(moments: impl IntoIterator<Item = &'a Moments>) -> Moments {
    let mut total = Moments::default();
    moments.into_iter().for_each(|one| total += *one);
    total
}

/// Weights and log changes of one sector's flows; domestic flows and small ones have no weight.
fn changes(base: &Cube, now: &Cube, j: usize, floor: f64) -> (Vec<f64>, Vec<f64>) {
    let size = base.countries();
    let mut weights = vec![0.0; size * size];
    let mut outcome = vec![0.0; size * size];
    for n in 0..size {
        for (i, (before, after)) in base.row(j, n).iter().zip(now.row(j, n)).enumerate() {
            if n != i && *before > floor && *after > floor {
                weights[n * size + i] = before.sqrt();
                outcome[n * size + i] = (after / before).ln();
            }
        }
    }
    (weights, outcome)
}

/// Says which treated pairs have no trade in any of the sample's sectors, and which sectors nobody treats.
pub(crate) fn check_treated(panel: &Panel, sample: &Sample, regressor: &Regressor) -> Result<(), Error> {
    let base = panel.year(sample.base_year)?;
    let mut problems = Vec::new();
    for (n, i) in regressor.pairs() {
        let above = |j: &usize| base.get(*j, n, i) > sample.floor;
        if !sample.sectors.iter().any(above) {
            let (importer, exporter) = (&panel.countries[n], &panel.countries[i]);
            problems.push(
                Problem::new(format!(
                    "the policy treats {importer}:{exporter}, which have no trade above {} in {}",
                    sample.floor, sample.base_year
                ))
                .help("leave the pair out of the policy, or take a panel that has its flows"),
            );
        }
    }
    if sample.sectors.iter().all(|j| regressor.sectors[*j].is_empty()) {
        let codes: Vec<&str> = sample.sectors.iter().map(|j| panel.sectors[*j].as_str()).collect();
        problems.push(
            Problem::new(format!(
                "the policy touches none of the sectors that are pooled: {}",
                codes.join(", ")
            ))
            .help("pool sectors that the policy names"),
        );
    }
    if problems.is_empty() { Ok(()) } else { Err(Error::new(ErrorKind::Policy, problems)) }
}
