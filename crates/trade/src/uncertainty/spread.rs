//! The distribution of the trade elasticities: one common factor and noise by sector, fitted to published sets.

use crate::baseline::{Baseline, Sector};
use crate::error::{Error, ErrorKind};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, StandardNormal};
use serde::Serialize;
use thalweg_core::Problem;

/// A log-normal distribution around the median elasticities: `ln theta_j = ln median_j + common z + sector_j z_j`, z standard
/// normal, each draw cut to [`Spread::LOWEST`], [`Spread::HIGHEST`].
///
/// The common part matters: estimates of one study are high or low in all sectors together, because its method is.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Spread {
    /// Standard deviation of the common factor, in logs.
    pub common: f64,
    /// Standard deviation of the noise of each sector, in logs.
    pub sectors: Vec<SectorSpread>,
    /// What it was fitted to: the names of the sets, or `elasticity_se`.
    pub fitted_to: Vec<String>,
    /// Values of the sets that were cut before fitting.
    pub capped: Vec<Capped>,
}

/// The noise of one sector.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct SectorSpread {
    /// The sector.
    pub sector: String,
    /// Standard deviation in logs.
    pub noise: f64,
}

/// A value that was cut.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Capped {
    /// The set.
    pub set: String,
    /// The sector.
    pub sector: String,
    /// The value as published.
    pub value: f64,
    /// What it was taken for.
    pub taken_as: f64,
}

impl Spread {
    /// No elasticity is taken for less: below, goods of different origin hardly compete.
    pub const LOWEST: f64 = 0.5;
    /// No elasticity is taken for more: the highest of the published sector estimates that agree with any other.
    pub const HIGHEST: f64 = 20.0;

    /// Fits the distribution to the elasticity sets of a baseline, or takes the standard errors where it has them.
    ///
    /// With several sets, the deviation `ln theta_js - ln theta_j` of sector j in set s from the baseline's own column is
    /// taken apart: the common factor is the root mean square over sets of its mean over sectors, weighted by `touched`,
    /// the trade that the policy touches (all trade where that is nothing); the noise of a sector that of what remains.
    ///
    /// # Errors
    /// If the baseline has neither further sets nor standard errors.
    pub fn of(baseline: &Baseline, touched: &[f64]) -> Result<Self, Error> {
        let names = baseline.elasticity_sets();
        let mut spread = if names.is_empty() {
            Self { common: 0.0, sectors: Vec::new(), fitted_to: Vec::new(), capped: Vec::new() }
        } else {
            Self::fitted(baseline, &weights(baseline, touched))
        };
        let errors: Vec<Option<f64>> =
            baseline.sectors.iter().map(|s| s.elasticity_se.map(|se| se / s.elasticity)).collect();
        if spread.sectors.is_empty() {
            if errors.iter().all(Option::is_none) {
                return Err(Error::new(ErrorKind::Baseline, vec![no_spread(baseline)]));
            }
            spread.fitted_to.push("elasticity_se".to_owned());
        }
        let fitted = std::mem::take(&mut spread.sectors);
        spread.sectors = baseline
            .sectors
            .iter()
            .enumerate()
            .map(|(j, sector)| {
                let noise = errors[j].or_else(|| fitted.get(j).map(|s| s.noise)).unwrap_or(0.0);
                SectorSpread { sector: sector.code.clone(), noise }
            })
            .collect();
        Ok(spread)
    }

    fn fitted(baseline: &Baseline, weights: &[f64]) -> Self {
        let mut capped = Vec::new();
        let names: Vec<String> = baseline.elasticity_sets().into_iter().map(str::to_owned).collect();
        let mut taken = |set: &str, sector: &Sector, value: f64| {
            let taken_as = value.clamp(Self::LOWEST, Self::HIGHEST);
            if taken_as != value {
                let (set, sector) = (set.to_owned(), sector.code.clone());
                capped.push(Capped { set, sector, value, taken_as });
            }
            taken_as.ln()
        };
        let own: Vec<f64> = baseline.sectors.iter().map(|s| taken("elasticity", s, s.elasticity)).collect();
        let deviations: Vec<Vec<f64>> = names
            .iter()
            .enumerate()
            .map(|(set, name)| {
                let sectors = baseline.sectors.iter().zip(&own);
                sectors
                    .map(|(sector, own)| taken(name, sector, sector.elasticity_sets[set].1) - own)
                    .collect()
            })
            .collect();
        let common: Vec<f64> = deviations
            .iter()
            .map(|set| set.iter().zip(weights).map(|(d, weight)| d * weight).sum())
            .collect();
        let noise =
            |j: usize| root_mean_square(deviations.iter().zip(&common).map(|(set, common)| set[j] - common));
        let sectors = baseline.sectors.iter().enumerate();
        Self {
            common: root_mean_square(common.iter().copied()),
            sectors: sectors.map(|(j, s)| SectorSpread { sector: s.code.clone(), noise: noise(j) }).collect(),
            fitted_to: names,
            capped,
        }
    }

    /// Draw number `draw` from `seed`, around the given medians. Each draw has a stream of random numbers of its own, so
    /// that it does not matter in which order or on which thread draws are made.
    pub fn draw(&self, medians: &[f64], seed: u64, draw: u64) -> Vec<f64> {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(draw);
        let mut normal = || -> f64 { StandardNormal.sample(&mut random) };
        let common = self.common * normal();
        medians
            .iter()
            .zip(&self.sectors)
            .map(|(median, sector)| {
                let drawn = median * (common + sector.noise * normal()).exp();
                // a median outside the bounds is what the baseline says; draws may not go further out
                drawn.clamp(Self::LOWEST.min(*median), Self::HIGHEST.max(*median))
            })
            .collect()
    }
}

fn no_spread(baseline: &Baseline) -> Problem {
    let message = format!(
        "baseline `{}` says nothing of how uncertain its elasticities are, so that no interval can be given",
        baseline.about.name
    );
    Problem::new(message)
        .help("add columns `elasticity_SET` with other estimates, or `elasticity_se` with standard errors, to sectors.csv")
}

/// Share of each sector in the trade that is touched, or in all trade between countries.
fn weights(baseline: &Baseline, touched: &[f64]) -> Vec<f64> {
    let countries = baseline.countries.len();
    let mut trade = touched.to_vec();
    if trade.iter().sum::<f64>() <= 0.0 {
        let pairs = |j: usize| {
            let pairs =
                (0..countries).flat_map(|n| (0..countries).map(move |i| (n, i))).filter(|(n, i)| n != i);
            pairs.map(|(n, i)| baseline.flows.get(j, n, i)).sum()
        };
        trade = (0..baseline.sectors.len()).map(pairs).collect();
    }
    let total: f64 = trade.iter().sum();
    let even = 1.0 / trade.len().max(1) as f64;
    trade.iter_mut().for_each(|t| *t = if total > 0.0 { *t / total } else { even });
    trade
}

/// Root mean square with the correction for a sample: sets are few, and an interval should rather be wide.
fn root_mean_square(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let freedom = values.len().saturating_sub(1).max(1) as f64;
    (values.map(|v| v * v).sum::<f64>() / freedom).sqrt()
}
