use crate::baseline::Baseline;
use crate::cube::{Cube, Grid};

/// The rates that hold in a counterfactual: a scenario applied to a baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// `tariffs[j, n, i]`: ad-valorem tariff as a fraction, above -1.
    pub tariffs: Cube,
    /// `export_taxes[j, n, i]`: as a fraction, above -1; absent when there are none.
    pub export_taxes: Option<Cube>,
    /// `subsidies[j, i]`: production subsidy as a fraction of cost, below 1.
    pub subsidies: Grid,
    /// `trade_costs[j, n, i]`: iceberg factor relative to the base, 1 = unchanged, infinite = embargo; absent when
    /// there are none.
    pub trade_costs: Option<Cube>,
    /// `productivity[j, i]`: factor relative to the base, 1 = unchanged; absent when unchanged.
    pub productivity: Option<Grid>,
}

impl Policy {
    /// The policy of the baseline itself.
    pub fn of(baseline: &Baseline) -> Self {
        Self {
            tariffs: baseline.tariffs.clone(),
            export_taxes: baseline.export_taxes.clone(),
            subsidies: baseline.subsidies.clone(),
            trade_costs: None,
            productivity: None,
        }
    }
}
