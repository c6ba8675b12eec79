//! The rows of an estimate.

use serde::{Deserialize, Serialize};

/// The response of one year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct YearRow {
    /// The year.
    pub year: i32,
    /// Minus the coefficient: `1 + theta`.
    pub response: f64,
    /// Lower end of the 90 % interval, from placebo policies among comparable pairs.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// The 5 % quantile of placebo responses among comparable pairs.
    pub band_low: Option<f64>,
    /// The 95 % quantile.
    pub band_high: Option<f64>,
    /// The trade elasticity; absent where it would not be above zero.
    pub theta: Option<f64>,
    /// The response less what was under way before.
    pub detrended: Option<f64>,
    /// Part of comparable assignments with at least such a response in either direction.
    pub p_comparable: Option<f64>,
    /// The same with every assignment's own drift taken off.
    pub p_detrended: Option<f64>,
    /// Assignments to comparable pairs, the true one among them.
    pub comparable: usize,
    /// Part of the assignments to any pair, as they are: small pairs move wildly and drown it.
    pub p_all: Option<f64>,
    /// The same of responses over their standard errors.
    pub p_studentised: Option<f64>,
    /// Assignments to any pair, the true one among them.
    pub all: usize,
    /// Flows that count.
    pub flows: usize,
    /// Flows that count and are treated.
    pub treated: usize,
}

/// The response of one year to one importer's tariffs; the cells of the others stay, with a regressor of zero.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SideRow {
    /// The year.
    pub year: i32,
    /// Who taxes.
    pub importer: String,
    /// Minus the coefficient.
    pub response: f64,
    /// Lower end of the 90 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// The response of one sector in one year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectorRow {
    /// The year.
    pub year: i32,
    /// The sector.
    pub sector: String,
    /// Minus the coefficient of this sector alone.
    pub response: f64,
    /// Its standard error: the spread of placebo responses among comparable pairs.
    pub se: Option<f64>,
    /// Standard error of its deviation from the pooled response; smaller, because what a pair does in all sectors drops out.
    pub deviation_se: Option<f64>,
    /// Part of that deviation that is taken as noise, in [0, 1].
    pub shrinkage: Option<f64>,
    /// The response drawn towards the pooled one.
    pub shrunk: Option<f64>,
    /// Standard error of the deviation that is left.
    pub shrunk_se: Option<f64>,
}

/// The pooled response without one sector.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeftOutRow {
    /// The year.
    pub year: i32,
    /// The sector that is left out.
    pub without: String,
    /// Minus the coefficient of the others.
    pub response: f64,
}

/// Another estimator of the same response.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EstimatorRow {
    /// The year.
    pub year: i32,
    /// `event-study`, `poisson` or `triple-difference`.
    pub estimator: String,
    /// Minus the coefficient.
    pub response: f64,
    /// The trade elasticity; absent where it would not be above zero.
    pub theta: Option<f64>,
    /// Part of comparable assignments with at least such a response; for Poisson to first order.
    pub p: Option<f64>,
}

/// The response when tariffs count by the days of the year on which they were in force.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InForceRow {
    /// The year.
    pub year: i32,
    /// The addition in force, mean over treated flows of the sample, in percent.
    pub addition_pct: f64,
    /// Minus the coefficient.
    pub response: f64,
    /// The trade elasticity; absent where it would not be above zero.
    pub theta: Option<f64>,
}
