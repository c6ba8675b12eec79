//! What the solver keeps of a base economy, padded and ready for the sweep; shared by all scenarios on that base.

use super::layout::{Lane, Layout};
use crate::economy::Economy;

/// The part of the problem that no policy changes.
#[derive(Debug, Clone)]
pub(crate) struct Fabric {
    pub(super) layout: Layout,
    /// Base shares, `[j][n][i]`.
    pub(super) shares: Vec<Lane>,
    /// Trade elasticity by sector.
    pub(super) theta: Vec<f64>,
    /// Scale elasticity by sector.
    pub(super) psi: Vec<f64>,
    /// Value-added share in cost, `[j][i]`.
    pub(super) beta: Vec<Lane>,
    /// Input share in cost, `[k][j][i]`.
    pub(super) gamma: Vec<Lane>,
    /// Whether any country uses input k in sector j, `[k][j]`.
    pub(super) used: Vec<bool>,
    /// Final share, `[j][n]`.
    pub(super) alpha: Vec<Lane>,
    /// Base spending, `[j][n]`.
    pub(super) spending: Vec<Lane>,
    /// Inverse of base spending, 0 where there is none.
    pub(super) inverse_spending: Vec<Lane>,
    /// Base value added by sector, `[j][i]`.
    pub(super) value_added: Vec<Lane>,
    /// Base value added by country.
    pub(super) labour: Vec<f64>,
    /// World value added, which every solution keeps.
    pub(super) world: f64,
    /// Transfers from abroad, by country.
    pub(super) deficits: Vec<f64>,
    /// Step of the wage update by country: the inverse of how strongly labour demand answers a wage.
    pub(super) wage_step: Vec<f64>,
    /// Step of the wage update by sector and country, for labour that does not move.
    pub(super) sector_wage_step: Vec<Lane>,
}

impl Fabric {
    pub(crate) fn new(economy: &Economy) -> Self {
        let layout = Layout::new(economy.sectors(), economy.countries());
        let (sectors, countries) = (layout.sectors, layout.countries);
        let value_added: Vec<f64> =
            economy.beta.values().iter().zip(economy.output.values()).map(|(b, r)| b * r).collect();
        let inverse: Vec<f64> =
            economy.spending.values().iter().map(|x| if *x > 0.0 { 1.0 / x } else { 0.0 }).collect();
        let used = (0..sectors * sectors)
            .map(|kj| economy.gamma.row(kj / sectors, kj % sectors).iter().any(|g| *g > 0.0))
            .collect();
        let answers = demand_answers(economy);
        let steps: Vec<f64> = answers.iter().map(|answer| 1.0 / (1.0 + answer)).collect();
        let wage_step = (0..countries)
            .map(|i| {
                let weighted: f64 = (0..sectors).map(|j| value_added[j * countries + i] * answers[j * countries + i]).sum();
                let total = economy.value_added[i];
                if total > 0.0 { 1.0 / (1.0 + weighted / total) } else { 1.0 }
            })
            .collect();
        Self {
            layout,
            shares: layout.padded(economy.shares.values(), 0.0),
            theta: economy.theta.clone(),
            psi: economy.psi.clone(),
            beta: layout.padded(economy.beta.values(), 0.0),
            gamma: layout.padded(economy.gamma.values(), 0.0),
            used,
            alpha: layout.padded(economy.alpha.values(), 0.0),
            spending: layout.padded(economy.spending.values(), 0.0),
            inverse_spending: layout.padded(&inverse, 0.0),
            value_added: layout.padded(&value_added, 0.0),
            labour: economy.value_added.clone(),
            world: economy.value_added.iter().sum(),
            deficits: economy.deficits.clone(),
            wage_step,
            sector_wage_step: layout.padded(&steps, 1.0),
        }
    }
}

/// How strongly sales of each sector and country answer its own cost, all prices abroad held: theta times the part of
/// its buyers' spending that others hold, weighted by sales, `[j][i]`.
fn demand_answers(economy: &Economy) -> Vec<f64> {
    let (sectors, countries) = (economy.sectors(), economy.countries());
    let mut answers = vec![0.0; sectors * countries];
    for j in 0..sectors {
        let mut sales = vec![0.0; countries];
        for n in 0..countries {
            let spending = economy.spending.get(j, n);
            for (i, share) in economy.shares.row(j, n).iter().enumerate() {
                sales[i] += share * spending;
                answers[j * countries + i] += share * spending * (1.0 - share);
            }
        }
        for i in 0..countries {
            let answer = &mut answers[j * countries + i];
            *answer = if sales[i] > 0.0 { economy.theta[j] * *answer / sales[i] } else { 0.0 };
        }
    }
    answers
}
