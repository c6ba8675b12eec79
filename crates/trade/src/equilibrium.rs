use crate::certificate::Certificate;
use crate::cube::{Cube, Grid};
use crate::economy::Economy;
use crate::policy::Policy;
use crate::solver::Solution;

/// The world economy after a policy, all markets cleared.
///
/// Hats are ratios to the balanced base; values are in the baseline's unit, with the world's wage bill held at its base.
#[derive(Debug, Clone, PartialEq)]
pub struct Equilibrium {
    /// Wage hats: one row `[0, i]`, or one row per sector `[j, i]` where labour does not move.
    pub wages: Grid,
    /// `prices[j, n]`: hat of the price index of sector j in country n.
    pub prices: Grid,
    /// `labour[j, i]`: hat of employment; ones unless there are scale economies (only then does the model use it).
    pub labour: Grid,
    /// `spending[j, n]`: final and intermediate, tariff included.
    pub spending: Grid,
    /// `output[j, i]`: at factory prices, before subsidy and export tax: at cost, plus the markup where there is one.
    pub output: Grid,
    /// `flows[j, n, i]`: what n buys of j from i, before tariff, export tax and subsidy included.
    pub flows: Cube,
    /// Hat of what a country works, by country: ones unless labour supply is elastic.
    pub employment: Vec<f64>,
    /// Wage bill by country.
    pub labour_income: Vec<f64>,
    /// Profits by country: none under perfect competition.
    pub profits: Vec<f64>,
    /// Final spending by country: wages, revenues less subsidies, and the transfer from abroad.
    pub income: Vec<f64>,
    /// The rates under which it holds.
    pub policy: Policy,
    /// How well it satisfies the equations.
    pub certificate: Certificate,
}

impl Equilibrium {
    /// The equilibrium of a solution, with its certificate.
    pub(crate) fn of(economy: &Economy, policy: Policy, solution: Solution, tolerance: f64) -> Self {
        let countries = economy.countries();
        let labour_income = (0..countries)
            .map(|i| match solution.wages.sectors() {
                1 => economy.labour_income[i] * (solution.wages.get(0, i) * solution.employment[i]),
                sectors => (0..sectors).map(|j| economy.wage_bill(j, i) * solution.wages.get(j, i)).sum(),
            })
            .collect();
        let profits = economy.profits(&solution.output);
        let mut equilibrium = Self {
            wages: solution.wages,
            prices: solution.prices,
            labour: solution.labour,
            spending: solution.spending,
            output: solution.output,
            flows: solution.flows,
            profits,
            employment: solution.employment,
            labour_income,
            income: solution.income,
            policy,
            certificate: Certificate::default(),
        };
        equilibrium.certificate = Certificate::of(economy, &equilibrium, tolerance);
        equilibrium
    }

    /// The economy as it is: every hat is one.
    pub(crate) fn unchanged(economy: &Economy, policy: Policy, tolerance: f64) -> Self {
        let (sectors, countries) = (economy.sectors(), economy.countries());
        let mut flows = economy.shares.clone();
        for j in 0..sectors {
            for n in 0..countries {
                let (spending, tariffs) = (economy.spending.get(j, n), policy.tariffs.row(j, n));
                flows.row_mut(j, n).iter_mut().zip(tariffs).for_each(|(f, t)| *f = *f * spending / (1.0 + t));
            }
        }
        let solution = Solution {
            wages: Grid::filled(1, countries, 1.0),
            prices: Grid::filled(sectors, countries, 1.0),
            labour: Grid::filled(sectors, countries, 1.0),
            employment: vec![1.0; countries],
            spending: economy.spending.clone(),
            output: economy.output.clone(),
            income: economy.income(&policy, &flows),
            flows,
        };
        Self::of(economy, policy, solution, tolerance)
    }

    /// The wage hat of a sector in a country.
    pub fn wage(&self, sector: usize, country: usize) -> f64 {
        match self.wages.sectors() {
            1 => self.wages.get(0, country),
            _ => self.wages.get(sector, country),
        }
    }
}
