use crate::baseline::Baseline;
use crate::cube::{Cube, Grid, InputShares};
use crate::equilibrium::Equilibrium;
use crate::policy::Policy;
use crate::scenario::{Deficits, Model};

/// A world in which every account is written down: what the equations of the model need of a baseline.
///
/// Built from a baseline it may not balance yet; [`crate::Base`] holds one that does.
#[derive(Debug, Clone)]
pub(crate) struct Economy {
    /// `shares[j, n, i]`: part of importer n's spending on sector j, tariff included, that goes to exporter i.
    pub(crate) shares: Cube,
    pub(crate) tariffs: Cube,
    pub(crate) export_taxes: Option<Cube>,
    pub(crate) subsidies: Grid,
    /// Trade elasticity by sector.
    pub(crate) theta: Vec<f64>,
    /// Scale elasticity by sector.
    pub(crate) psi: Vec<f64>,
    /// `beta[j, i]`: share of value added in cost.
    pub(crate) beta: Grid,
    /// `gamma[k, j, i]`: share of input k in the cost (all of it) of sector j in country i.
    pub(crate) gamma: InputShares,
    /// `alpha[j, n]`: share of sector j in final spending of country n.
    pub(crate) alpha: Grid,
    /// `spending[j, n]`: final and intermediate, tariff included.
    pub(crate) spending: Grid,
    /// `output[j, i]`: at cost.
    pub(crate) output: Grid,
    /// Value added by country.
    pub(crate) value_added: Vec<f64>,
    /// Transfer from abroad by country (imports less exports).
    pub(crate) deficits: Vec<f64>,
    /// Final spending that had to be set to zero because it was negative: the sum, positive.
    pub(crate) clipped: f64,
}

impl Economy {
    /// Writes down the accounts of a baseline. `theta` has one trade elasticity per sector.
    pub(crate) fn of(baseline: &Baseline, theta: &[f64], model: &Model) -> Self {
        let (sectors, countries) = (baseline.sectors.len(), baseline.countries.len());
        let mut shares = baseline.flows.clone();
        let mut spending = Grid::filled(sectors, countries, 0.0);
        let mut output = Grid::filled(sectors, countries, 0.0);
        let mut deficits = vec![0.0; countries];
        for j in 0..sectors {
            for n in 0..countries {
                let tariffs = baseline.tariffs.row(j, n);
                let row = shares.row_mut(j, n);
                let mut total = 0.0;
                for i in 0..countries {
                    let value = row[i];
                    deficits[n] += value;
                    deficits[i] -= value;
                    let export_tax = baseline.export_taxes.as_ref().map_or(0.0, |e| e.get(j, n, i));
                    *output.get_mut(j, i) += value / (1.0 + export_tax);
                    row[i] = value * (1.0 + tariffs[i]);
                    total += row[i];
                }
                *spending.get_mut(j, n) = total;
                if total > 0.0 {
                    row.iter_mut().for_each(|share| *share /= total);
                }
            }
            for i in 0..countries {
                *output.get_mut(j, i) /= 1.0 - baseline.subsidies.get(j, i);
            }
        }
        if model.deficits == Deficits::Balanced {
            deficits.fill(0.0);
        }
        let (beta, gamma) = cost_shares(baseline);
        let value_added =
            (0..countries).map(|i| (0..sectors).map(|j| beta.get(j, i) * output.get(j, i)).sum()).collect();
        let mut economy = Self {
            shares,
            tariffs: baseline.tariffs.clone(),
            export_taxes: baseline.export_taxes.clone(),
            subsidies: baseline.subsidies.clone(),
            theta: theta.to_vec(),
            psi: baseline.sectors.iter().map(|s| s.scale).collect(),
            beta,
            gamma,
            alpha: Grid::filled(sectors, countries, 0.0),
            spending,
            output,
            value_added,
            deficits,
            clipped: 0.0,
        };
        economy.set_final_shares(baseline.final_shares.as_ref());
        economy
    }

    /// Number of sectors.
    pub(crate) fn sectors(&self) -> usize {
        self.theta.len()
    }

    /// Number of countries.
    pub(crate) fn countries(&self) -> usize {
        self.value_added.len()
    }

    /// What `country` spends on `input` for its production, at the given output by sector and country.
    pub(crate) fn intermediate_spending(&self, input: usize, country: usize, output: &Grid) -> f64 {
        (0..self.sectors()).map(|j| self.gamma.get(input, j, country) * output.get(j, country)).sum()
    }

    /// Where production or final demand asks for a good that nobody sells there: (sector, country).
    pub(crate) fn unsupplied(&self) -> Vec<(usize, usize)> {
        let cells = (0..self.sectors()).flat_map(|k| (0..self.countries()).map(move |n| (k, n)));
        let asked = |k: usize, n: usize| {
            self.alpha.get(k, n) > 0.0 || self.intermediate_spending(k, n, &self.output) > 0.0
        };
        cells.filter(|(k, n)| self.spending.get(*k, *n) <= 0.0 && asked(*k, *n)).collect()
    }

    /// Income by country under a policy and the flows that belong to it, at the base's wages.
    pub(crate) fn income(&self, policy: &Policy, flows: &Cube) -> Vec<f64> {
        let countries = self.countries();
        let mut income: Vec<f64> = self.value_added.iter().zip(&self.deficits).map(|(w, d)| w + d).collect();
        for j in 0..self.sectors() {
            for n in 0..countries {
                let tariffs = policy.tariffs.row(j, n);
                for (i, value) in flows.row(j, n).iter().enumerate() {
                    income[n] += tariffs[i] * value;
                    income[i] += value;
                }
            }
            // sales less cost is export-tax revenue less subsidies
            income.iter_mut().zip(self.output.row(j)).for_each(|(income, cost)| *income -= cost);
        }
        income
    }

    /// Log unit costs, in hats, scale economies and productivity included, `[j][i]`:
    /// `beta ln w + sum_k gamma_k ln P_k - psi ln L - ln A`.
    pub(crate) fn log_unit_costs(&self, at: &Equilibrium) -> Vec<f64> {
        let (sectors, countries) = (self.sectors(), self.countries());
        let log_prices: Vec<f64> = at.prices.values().iter().map(|p| p.ln()).collect();
        let mut log_costs = vec![0.0; sectors * countries];
        for k in 0..sectors {
            for j in 0..sectors {
                let inputs = self.gamma.row(k, j).iter().zip(&log_prices[k * countries..]);
                for (cost, (share, price)) in log_costs[j * countries..].iter_mut().zip(inputs) {
                    *cost += share * price;
                }
            }
        }
        for j in 0..sectors {
            for i in 0..countries {
                let cost = &mut log_costs[j * countries + i];
                *cost += self.beta.get(j, i) * at.wage(j, i).ln() - self.psi[j] * at.labour.get(j, i).ln();
                *cost -= at.policy.productivity.as_ref().map_or(0.0, |a| a.get(j, i).ln());
            }
        }
        log_costs
    }

    /// Hats of unit costs, `[j, i]`.
    pub(crate) fn unit_costs(&self, at: &Equilibrium) -> Grid {
        let log_costs = self.log_unit_costs(at);
        Grid::from_values(self.countries(), log_costs.into_iter().map(f64::exp).collect())
    }

    /// This world at another equilibrium of it: the same preferences, techniques and endowments, measured there.
    pub(crate) fn moved_to(&self, equilibrium: &Equilibrium) -> Self {
        let mut shares = equilibrium.flows.clone();
        for j in 0..self.sectors() {
            for n in 0..self.countries() {
                let tariffs = equilibrium.policy.tariffs.row(j, n);
                let row = shares.row_mut(j, n);
                row.iter_mut().zip(tariffs).for_each(|(f, t)| *f *= 1.0 + t);
                let total: f64 = row.iter().sum();
                if total > 0.0 {
                    row.iter_mut().for_each(|f| *f /= total);
                }
            }
        }
        Self {
            shares,
            spending: equilibrium.spending.clone(),
            output: equilibrium.output.clone(),
            value_added: equilibrium.value_added.clone(),
            ..self.clone()
        }
    }

    /// Final shares as given, or the residual of market clearing with what is negative set to zero.
    fn set_final_shares(&mut self, given: Option<&Grid>) {
        for n in 0..self.countries() {
            let finals: Vec<f64> = (0..self.sectors())
                .map(|k| match given {
                    Some(shares) => shares.get(k, n),
                    None => self.residual(k, n),
                })
                .collect();
            self.clipped += finals.iter().map(|f| (-f).max(0.0)).sum::<f64>();
            let total: f64 = finals.iter().map(|f| f.max(0.0)).sum();
            for (k, value) in finals.iter().enumerate() {
                *self.alpha.get_mut(k, n) = if total > 0.0 { value.max(0.0) / total } else { 0.0 };
            }
        }
    }

    /// Final spending that market clearing leaves: all spending less what production uses. A remainder that is only
    /// the rounding of two equal sums is none.
    fn residual(&self, sector: usize, country: usize) -> f64 {
        let spending = self.spending.get(sector, country);
        let residual = spending - self.intermediate_spending(sector, country, &self.output);
        if residual.abs() <= 1e-13 * spending { 0.0 } else { residual }
    }
}

/// Shares of value added and of each input in the whole cost. Where a sector has no inputs listed, all is value added;
/// where the listed shares do not quite sum to one, they are scaled.
fn cost_shares(baseline: &Baseline) -> (Grid, InputShares) {
    let (sectors, countries) = (baseline.sectors.len(), baseline.countries.len());
    let mut beta = baseline.value_added_shares.clone();
    let mut gamma = InputShares::none(sectors, countries);
    for j in 0..sectors {
        for i in 0..countries {
            let total: f64 = (0..sectors).map(|k| baseline.inputs.get(k, j, i)).sum();
            if total <= 0.0 {
                *beta.get_mut(j, i) = 1.0;
                continue;
            }
            let per_share = (1.0 - beta.get(j, i)) / total;
            for k in 0..sectors {
                *gamma.get_mut(k, j, i) = baseline.inputs.get(k, j, i) * per_share;
            }
        }
    }
    (beta, gamma)
}
