//! Poisson pseudo-maximum-likelihood in changes: zeros are kept.

use crate::absorb::Absorber;
use crate::error::{Error, ErrorKind};
use crate::panel::Panel;
use crate::regressor::Regressor;
use crate::sample::{Residuals, Sample};
use rayon::prelude::*;
use thalweg_core::Problem;
use thalweg_trade::Cube;

/// Iterations after which the search gives up.
const MOST: usize = 200;

/// The deviance must not change by more than this part of itself.
const STILL: f64 = 1e-13;

/// A flow that shrinks below this part of what effects alone would make of it adds nothing to any sum.
const NOTHING: f64 = 1e-14;

/// `E[X] = X_0 exp(slope z + importer-sector + exporter-sector)`, X_0 the flow of the base year (Santos Silva and
/// Tenreyro 2006): found.
#[derive(Debug, Clone)]
pub(crate) struct Poisson {
    /// The slope on the regressor; zero where it was left out.
    pub(crate) slope: f64,
    /// The fitted flows.
    fitted: Vec<Sector>,
    size: usize,
}

/// One sector on the way.
#[derive(Debug, Clone)]
struct Sector {
    position: usize,
    exposure: Vec<f64>,
    flow: Vec<f64>,
    dose: Vec<f64>,
    /// Log of fitted flow over exposure.
    linear: Vec<f64>,
}

impl Poisson {
    /// Finds the slope of a year's flows. Without a regressor only the effects are fitted.
    pub(crate) fn fit(
        panel: &Panel,
        sample: &Sample,
        year: i32,
        regressor: Option<&Regressor>,
    ) -> Result<Self, Error> {
        let (base, now) = (panel.year(sample.base_year)?, panel.year(year)?);
        let sectors: Vec<Sector> =
            sample.sectors.iter().map(|j| Sector::new(base, now, *j, regressor)).collect();
        let lives = |s: &Sector| {
            (0..s.flow.len()).any(|c| s.dose[c] != 0.0 && s.exposure[c] > 0.0 && s.flow[c] > 0.0)
        };
        if regressor.is_some() && !sectors.iter().any(lives) {
            let problem = Problem::new(format!("no treated pair trades anything in {year}"));
            let help = "the slope would be without bound: take another year, or pairs that still trade";
            return Err(Error::one(ErrorKind::Unidentified, problem.help(help)));
        }
        let mut fit = Self { slope: 0.0, fitted: sectors, size: base.countries() };
        fit.search(regressor.is_some())?;
        Ok(fit)
    }

    /// Iteratively reweighted least squares; a step that makes the deviance worse is halved.
    fn search(&mut self, with_slope: bool) -> Result<(), Error> {
        let mut deviance = self.deviance();
        for _ in 0..MOST {
            let before: Vec<Vec<f64>> = self.fitted.iter().map(|sector| sector.linear.clone()).collect();
            let slope = self.step(with_slope)?;
            let mut next = self.deviance();
            let mut share = 1.0;
            while (next.is_nan() || next > deviance * (1.0 + STILL)) && share > 1e-4 {
                share /= 2.0;
                for (sector, old) in self.fitted.iter_mut().zip(&before) {
                    sector.linear.iter_mut().zip(old).for_each(|(new, old)| *new = (*new + old) / 2.0);
                }
                next = self.deviance();
            }
            let moved = (slope - self.slope).abs();
            self.slope = slope;
            if (deviance - next).abs() <= STILL * (deviance.abs() + 1.0) && moved <= 1e-11 {
                return Ok(());
            }
            deviance = next;
        }
        let problem = Problem::new(format!("Poisson regression did not settle in {MOST} steps"));
        Err(Error::one(ErrorKind::Unidentified, problem))
    }

    /// One weighted regression: the slope first, then the effects that go with it.
    fn step(&mut self, with_slope: bool) -> Result<f64, Error> {
        let size = self.size;
        let ready: Vec<(Absorber, Vec<f64>, f64, f64)> =
            self.fitted.par_iter().map(|sector| sector.working(size, with_slope)).collect();
        let score: f64 = ready.iter().map(|r| r.2).sum();
        let information: f64 = ready.iter().map(|r| r.3).sum();
        if with_slope && information <= 0.0 {
            let problem = Problem::new("effects explain the whole policy, so that no slope can be found");
            return Err(Error::one(ErrorKind::Unidentified, problem));
        }
        let slope = if with_slope { score / information } else { 0.0 };
        self.fitted.par_iter_mut().zip(ready).for_each(|(sector, (absorber, working, _, _))| {
            sector.follow(&absorber, working, slope);
        });
        Ok(slope)
    }

    fn deviance(&self) -> f64 {
        2.0 * self.fitted.iter().map(Sector::deviance).sum::<f64>()
    }

    /// What a first step away from this fit would see: weights and outcomes whose moments give the slope of any policy
    /// to first order. For placebo policies around a fit without a regressor.
    pub(crate) fn residuals(&self) -> Residuals {
        let sectors: Vec<usize> = self.fitted.iter().map(|sector| sector.position).collect();
        let of = |j: usize| self.fitted.iter().find(|sector| sector.position == j);
        Residuals::new(self.size, &sectors, |j| {
            let sector = of(j).map(|sector| (sector.fitted(), &sector.flow));
            let (weights, flow) = sector.unzip();
            let weights = weights.unwrap_or_default();
            let outcome = weights.iter().zip(flow.into_iter().flatten());
            let outcome = outcome.map(|(mu, x)| if *mu > 0.0 { x / mu - 1.0 } else { 0.0 }).collect();
            (weights, outcome)
        })
    }
}

impl Sector {
    fn new(base: &Cube, now: &Cube, j: usize, regressor: Option<&Regressor>) -> Self {
        let size = base.countries();
        let mut exposure: Vec<f64> = (0..size).flat_map(|n| base.row(j, n).iter().copied()).collect();
        let mut flow: Vec<f64> = (0..size).flat_map(|n| now.row(j, n).iter().copied()).collect();
        for at in 0..size * size {
            if at / size == at % size || exposure[at] <= 0.0 {
                (exposure[at], flow[at]) = (0.0, 0.0);
            }
        }
        separate(size, &mut exposure, &flow);
        let mut dose = vec![0.0; size * size];
        for touched in regressor.iter().flat_map(|r| &r.sectors[j]) {
            dose[touched.importer * size + touched.exporter] = touched.dose;
        }
        let growth =
            (flow.iter().sum::<f64>() / exposure.iter().sum::<f64>().max(f64::MIN_POSITIVE)).max(1e-6).ln();
        let linear = vec![growth; size * size];
        Self { position: j, exposure, flow, dose, linear }
    }

    fn fitted(&self) -> Vec<f64> {
        self.exposure.iter().zip(&self.linear).map(|(x, l)| (x * l.exp()).max(x * NOTHING)).collect()
    }

    /// The weighted regression of a step: its effects factorised, its outcome, and what it says of the slope.
    fn working(&self, size: usize, with_slope: bool) -> (Absorber, Vec<f64>, f64, f64) {
        let weights = self.fitted();
        let outcome = |at: usize| match weights[at] {
            mu if mu > 0.0 => self.linear[at] + self.flow[at] / mu - 1.0,
            _ => 0.0,
        };
        let working: Vec<f64> = (0..size * size).map(outcome).collect();
        let absorber = Absorber::new(size, weights);
        if !with_slope || self.dose.iter().all(|z| *z == 0.0) {
            return (absorber, working, 0.0, 0.0);
        }
        let dose = absorber.residual(self.dose.clone());
        let weighted = |other: &[f64]| -> f64 {
            let pairs = dose.iter().zip(other).zip(absorber.weights());
            pairs.map(|((z, v), w)| w * z * v).sum()
        };
        let (score, information) = (weighted(&working), weighted(&dose));
        (absorber, working, score, information)
    }

    /// The linear predictor that a slope and its effects give.
    fn follow(&mut self, absorber: &Absorber, working: Vec<f64>, slope: f64) {
        let net: Vec<f64> = working.iter().zip(&self.dose).map(|(v, z)| v - slope * z).collect();
        let left = absorber.residual(net);
        for (at, linear) in self.linear.iter_mut().enumerate() {
            if self.exposure[at] > 0.0 {
                *linear = (working[at] - left[at]).clamp(-50.0, 50.0);
            }
        }
    }

    fn deviance(&self) -> f64 {
        let fitted = self.fitted();
        let part = |(x, mu): (&f64, &f64)| {
            if *mu <= 0.0 {
                return 0.0;
            }
            let own = if *x > 0.0 { x * (x / mu).ln() } else { 0.0 };
            own - (x - mu)
        };
        self.flow.iter().zip(&fitted).map(part).sum()
    }
}

/// Takes out the flows of importers and exporters that trade nothing of a sector in the later year, until none is left:
/// any effect that is low enough explains them.
fn separate(size: usize, exposure: &mut [f64], flow: &[f64]) {
    let mut taken = 0;
    loop {
        let before = taken;
        for at in 0..size {
            let row: Vec<usize> = (at * size..(at + 1) * size).collect();
            let column: Vec<usize> = (0..size).map(|n| n * size + at).collect();
            for line in [row, column] {
                let dead = line.iter().all(|c| exposure[*c] <= 0.0 || flow[*c] <= 0.0);
                let cells = line.iter().filter(|c| dead && exposure[**c] > 0.0).copied().collect::<Vec<_>>();
                taken += cells.len();
                cells.into_iter().for_each(|c| exposure[c] = 0.0);
            }
        }
        if taken == before {
            return;
        }
    }
}
