//! What the data say an elasticity is, by year: the event study, its placebo band, and other estimators beside it.

mod compute;
mod rows;
mod tables;

pub use rows::{EstimatorRow, InForceRow, LeftOutRow, SectorRow, SideRow, YearRow};
pub(crate) use tables::{count, table, years_table};

use crate::error::Error;
use crate::question::{Data, Question};
use crate::set::ElasticitySet;
use serde::Serialize;
use thalweg_core::Intake;

/// The answer of an event study.
///
/// A response is minus the coefficient of `ln X(y) - ln X(base)` on `ln[(1 + t + add)/(1 + t)]`, importer-sector and
/// exporter-sector effects absorbed. Flows are before tariff, so the trade elasticity is the response less one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Estimate {
    /// The year that changes are measured from.
    pub base_year: i32,
    /// The sectors that are pooled.
    pub sectors: Vec<String>,
    /// The importers whose tariffs rose.
    pub sides: Vec<String>,
    /// The world whose tariffs stood before; absent: none were counted.
    pub baseline: Option<String>,
    /// The response of each year, ready for a chart.
    pub years: Vec<YearRow>,
    /// What was under way before, per year; absent where fewer than two years before are known.
    pub drift: Option<f64>,
    /// One importer's tariffs alone.
    pub by_side: Vec<SideRow>,
    /// Every sector by itself.
    pub by_sector: Vec<SectorRow>,
    /// Pooled with one sector left out.
    pub left_out: Vec<LeftOutRow>,
    /// Other estimators of the same.
    pub estimators: Vec<EstimatorRow>,
    /// With tariffs as they were in force, where lists were given.
    pub in_force: Vec<InForceRow>,
    /// Elasticities by sector, by horizon.
    pub sets: Vec<ElasticitySet>,
    /// What a reader should know.
    pub notes: Vec<String>,
    /// What was read, file by file.
    pub intakes: Vec<Intake>,
}

impl Estimate {
    /// Answers.
    ///
    /// # Errors
    /// If the data do not fit each other or the question, or do not determine an answer.
    ///
    /// ```
    /// use thalweg_evidence::{Data, Estimate, Question, SampleWorld};
    /// let sample = SampleWorld { elasticity: 4.0, noise: 0.0, ..SampleWorld::default() }.make()?;
    /// let data = Data {
    ///     panel: &sample.panel,
    ///     policy: &sample.policy,
    ///     baseline: Some(&sample.baseline),
    ///     lists: None,
    /// };
    /// let estimate = Estimate::new(&data, &Question::new(2017))?;
    /// let last = estimate.years.last().unwrap();
    /// // the response is 1 + theta: an estimator that forgets the 1 returns 5
    /// assert!((last.theta.unwrap() - 4.0).abs() < 1e-6);
    /// # Ok::<(), thalweg_evidence::Error>(())
    /// ```
    pub fn new(data: &Data<'_>, question: &Question) -> Result<Self, Error> {
        compute::estimate(data, question)
    }

    /// The answer in two plain sentences.
    pub fn sentences(&self) -> [String; 2] {
        let shown = self.years.iter().rfind(|row| row.year > self.base_year);
        let Some(row) = shown else {
            return ["The panel has no year after the policy.".into(), String::new()];
        };
        let theta = match row.theta {
            Some(theta) => format!("a trade elasticity of {theta:.2}"),
            None => "no positive trade elasticity".to_owned(),
        };
        let first = format!(
            "By {} a price rise of 1 % had moved {:.2} % of the treated trade elsewhere: {theta}.",
            row.year, row.response
        );
        let second = match (row.p_comparable, row.low, row.high) {
            (Some(p), Some(low), Some(high)) => format!(
                "Of {} comparable cases, this one among them, {:.1} % moved as much; the 90 % interval of the response is \
                 {low:.2} to {high:.2}.",
                row.comparable,
                100.0 * p
            ),
            _ => "There are too few comparable cases to say how sure that is.".to_owned(),
        };
        [first, second.replace('-', "\u{2212}")]
    }
}
