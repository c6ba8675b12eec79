//! Sets of elasticities that a scenario can choose.

use crate::estimate::{Estimate, SectorRow};
use crate::placebo::NORMAL_95;
use crate::question::Data;
use serde::Serialize;

/// Years after full force for which sets are made.
pub(crate) const HORIZONS: [i32; 2] = [1, 3];

/// Elasticities by sector as they were observed so many years after a policy was in full force.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ElasticitySet {
    /// `observed-1y`, `observed-3y`.
    pub name: String,
    /// Years after full force.
    pub horizon: i32,
    /// The year of the data.
    pub year: i32,
    /// The pooled trade elasticity.
    pub pooled: f64,
    /// Its standard error, from placebo policies.
    pub pooled_se: Option<f64>,
    /// One row per sector of the panel; those that were not estimated have the pooled value.
    pub sectors: Vec<SetRow>,
}

/// The elasticity of one sector.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SetRow {
    /// The sector.
    pub sector: String,
    /// Trade elasticity theta, above 0.
    pub elasticity: f64,
    /// Its standard error; of a sector that was not estimated the largest of those that were.
    pub elasticity_se: Option<f64>,
    /// Part of the sector's own deviation that was taken as noise; absent where the value is the pooled one alone.
    pub shrinkage: Option<f64>,
}

impl ElasticitySet {
    /// The set of a year; none if the panel lacks it, or if the pooled elasticity is not above zero.
    pub(crate) fn new(data: &Data<'_>, estimate: &Estimate, horizon: i32, year: i32) -> Option<Self> {
        let row = estimate.years.iter().find(|row| row.year == year)?;
        let pooled = row.theta?;
        let pooled_se = row.high.zip(row.low).map(|(high, low)| (high - low) / (2.0 * NORMAL_95));
        let own: Vec<&SectorRow> = estimate.by_sector.iter().filter(|row| row.year == year).collect();
        let sectors = data.panel.sectors.iter().map(|sector| {
            let own = own.iter().find(|row| &row.sector == sector);
            set_row(sector, own.copied(), pooled, pooled_se)
        });
        let mut sectors: Vec<SetRow> = sectors.collect();
        let widest = sectors.iter().filter_map(|row| row.elasticity_se).fold(0.0, f64::max);
        let unknown = sectors.iter_mut().filter(|row| row.shrinkage.is_none());
        unknown.for_each(|row| row.elasticity_se = pooled_se.map(|_| widest));
        let name = format!("observed-{horizon}y");
        Some(Self { name, horizon, year, pooled, pooled_se, sectors })
    }
}

/// One sector's value: its own, shrunk, or the pooled one where it has none or would not be above zero.
fn set_row(sector: &str, own: Option<&SectorRow>, pooled: f64, pooled_se: Option<f64>) -> SetRow {
    let sector = sector.to_owned();
    let shrunk = own.and_then(|row| Some((row.shrunk? - 1.0, row.shrunk_se?, row.shrinkage?)));
    match shrunk {
        Some((elasticity, se, shrinkage)) if elasticity > 0.0 => {
            let se = pooled_se.map(|pooled| (pooled * pooled + se * se).sqrt());
            SetRow { sector, elasticity, elasticity_se: se, shrinkage: Some(shrinkage) }
        }
        _ => SetRow { sector, elasticity: pooled, elasticity_se: pooled_se, shrinkage: None },
    }
}

impl ElasticitySet {
    /// As a file: the columns of `sectors.csv` that hold elasticities.
    ///
    /// Copy the column `elasticity` into `elasticity_NAME` of a baseline's `sectors.csv`, or both columns in place of its own.
    pub fn csv(&self) -> String {
        let mut text = "sector,elasticity,elasticity_se\n".to_owned();
        for row in &self.sectors {
            let se = row.elasticity_se.map_or_else(String::new, |se| format!("{se:.4}"));
            text.push_str(&format!("{},{:.4},{se}\n", row.sector, row.elasticity));
        }
        text
    }
}
