use crate::baseline::Baseline;
use crate::cube::{Cube, Grid, InputShares};
use crate::equilibrium::Equilibrium;
use crate::policy::Policy;
use crate::scenario::{ByCountry, Competition, Deficits, Model, Revenue};

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
    /// Part of sales at factory prices that is cost, by sector: one, or `1 - 1/sigma` where firms have a markup and the
    /// rest is profit.
    pub(crate) cost_share: Vec<f64>,
    /// `beta[j, i]`: share of labour in cost.
    pub(crate) beta: Grid,
    /// `gamma[k, j, i]`: share of input k in the cost (all of it) of sector j in country i.
    pub(crate) gamma: InputShares,
    /// Whether anything is made of anything but labour.
    pub(crate) inputs: bool,
    /// `alpha[j, n]`: share of sector j in final spending of country n.
    pub(crate) alpha: Grid,
    /// `spending[j, n]`: final and intermediate, tariff included.
    pub(crate) spending: Grid,
    /// `output[j, i]`: at factory prices, which are cost where there are no markups.
    pub(crate) output: Grid,
    /// Wage bill by country.
    pub(crate) labour_income: Vec<f64>,
    /// Transfer from abroad by country: imports less exports, overhead left out.
    pub(crate) deficits: Vec<f64>,
    /// Rules that most worlds do without.
    pub(crate) rules: Rules,
    /// Final spending that had to be set to zero because it was negative: the sum, positive.
    pub(crate) clipped: f64,
}

/// Rules of the model that a scenario may choose, and that leave everything as it is by default.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    /// Part of what buyers pay at the border of a country that is earned there.
    pub(crate) overhead: Vec<f64>,
    /// What is earned so in the base, `[j, n]`, in the unit of the baseline.
    pub(crate) overhead_pay: Grid,
    /// Exponent of `1 + t` over the trade elasticity, by importer.
    pub(crate) pass_through: Vec<f64>,
    /// Elasticity of labour supply to the real wage after tax.
    pub(crate) labour_supply: f64,
    /// Whether the tax on wages falls by what revenue rises.
    pub(crate) relief: bool,
    /// Net revenue over the wage bill in the base, by country.
    pub(crate) revenue_rate: Vec<f64>,
    /// Whether all of these are what they are by default.
    pub(crate) usual: bool,
}

impl Rules {
    /// The rules of a model; overhead pay and revenue are those of the base, and come later.
    fn of(baseline: &Baseline, model: &Model) -> Self {
        let countries = baseline.countries.len();
        // a model with problems is refused before it comes here
        let values =
            |rule: &ByCountry| rule.values(baseline, "").unwrap_or_else(|_| vec![rule.others; countries]);
        Self {
            overhead: values(&model.overhead),
            overhead_pay: Grid::filled(baseline.sectors.len(), countries, 0.0),
            pass_through: values(&model.pass_through),
            labour_supply: model.labour_supply,
            relief: model.revenue == Revenue::IncomeTax,
            revenue_rate: vec![0.0; countries],
            usual: model.uncommon().is_none(),
        }
    }

    /// Whether anything is earned by selling.
    pub(crate) fn has_overhead(&self) -> bool {
        self.overhead.iter().any(|part| *part != 0.0)
    }

    /// Part of the wage that is not taxed any more where net revenue is this over the wage bill.
    pub(crate) fn tax_cut(&self, country: usize, rate: f64) -> f64 {
        if self.relief { rate - self.revenue_rate[country] } else { 0.0 }
    }
}

impl Economy {
    /// Writes down the accounts of a baseline. `theta` has one trade elasticity per sector.
    pub(crate) fn of(baseline: &Baseline, theta: &[f64], model: &Model) -> Self {
        let (sectors, countries) = (baseline.sectors.len(), baseline.countries.len());
        let mut shares = baseline.flows.clone();
        let mut spending = Grid::filled(sectors, countries, 0.0);
        let mut output = Grid::filled(sectors, countries, 0.0);
        let mut deficits = vec![0.0; countries];
        let mut rules = Rules::of(baseline, model);
        for j in 0..sectors {
            for n in 0..countries {
                let kept = 1.0 - rules.overhead[n];
                let tariffs = baseline.tariffs.row(j, n);
                let row = shares.row_mut(j, n);
                let mut total = 0.0;
                for i in 0..countries {
                    let sold = kept * row[i];
                    deficits[n] += sold;
                    deficits[i] -= sold;
                    *rules.overhead_pay.get_mut(j, n) += rules.overhead[n] * row[i];
                    let export_tax = baseline.export_taxes.as_ref().map_or(0.0, |e| e.get(j, n, i));
                    *output.get_mut(j, i) += sold / (1.0 + export_tax);
                    row[i] *= 1.0 + tariffs[i];
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
        let cost_share = cost_share(theta, model.competition);
        let (beta, gamma) = input_shares(baseline, &cost_share);
        let wage_bill = |j: usize, i: usize| {
            beta.get(j, i) * cost_share[j] * output.get(j, i) + rules.overhead_pay.get(j, i)
        };
        let labour_income = (0..countries).map(|i| (0..sectors).map(|j| wage_bill(j, i)).sum()).collect();
        let mut economy = Self {
            shares,
            tariffs: baseline.tariffs.clone(),
            export_taxes: baseline.export_taxes.clone(),
            subsidies: baseline.subsidies.clone(),
            theta: theta.to_vec(),
            psi: baseline.sectors.iter().map(|s| s.scale).collect(),
            cost_share,
            beta,
            inputs: gamma.values().iter().any(|share| *share != 0.0),
            gamma,
            alpha: Grid::filled(sectors, countries, 0.0),
            spending,
            output,
            labour_income,
            deficits,
            rules,
            clipped: 0.0,
        };
        economy.set_final_shares(baseline.final_shares.as_ref());
        let policy = Policy::of(baseline);
        let income = economy.income(&policy, &baseline.flows);
        economy.set_revenue_rate(&income);
        economy
    }

    /// Number of sectors.
    pub(crate) fn sectors(&self) -> usize {
        self.theta.len()
    }

    /// Number of countries.
    pub(crate) fn countries(&self) -> usize {
        self.labour_income.len()
    }

    /// What `country` spends on `input` for its production, at the given output by sector and country.
    pub(crate) fn intermediate_spending(&self, input: usize, country: usize, output: &Grid) -> f64 {
        let cost = |j: usize| self.cost_share[j] * output.get(j, country);
        (0..self.sectors()).map(|j| self.gamma.get(input, j, country) * cost(j)).sum()
    }

    /// Where production or final demand asks for a good that nobody sells there: (sector, country).
    pub(crate) fn unsupplied(&self) -> Vec<(usize, usize)> {
        let cells = (0..self.sectors()).flat_map(|k| (0..self.countries()).map(move |n| (k, n)));
        let asked = |k: usize, n: usize| {
            self.alpha.get(k, n) > 0.0 || self.intermediate_spending(k, n, &self.output) > 0.0
        };
        cells.filter(|(k, n)| self.spending.get(*k, *n) <= 0.0 && asked(*k, *n)).collect()
    }

    /// Wage bill of a sector in a country.
    pub(crate) fn wage_bill(&self, sector: usize, country: usize) -> f64 {
        self.beta.get(sector, country) * self.cost_share[sector] * self.output.get(sector, country)
            + self.rules.overhead_pay.get(sector, country)
    }

    /// Keeps what net revenue is over the wage bill of the base.
    fn set_revenue_rate(&mut self, income: &[f64]) {
        let revenue = self.net_revenue(income, &self.labour_income, &self.output);
        self.rules.revenue_rate = revenue.iter().zip(&self.labour_income).map(|(r, bill)| r / bill).collect();
    }

    /// Tariffs and export taxes less subsidies by country: what income is beside wages, profits and the transfer.
    pub(crate) fn net_revenue(&self, income: &[f64], labour_income: &[f64], output: &Grid) -> Vec<f64> {
        let earned = labour_income.iter().zip(self.profits(output)).zip(&self.deficits);
        income
            .iter()
            .zip(earned)
            .map(|(income, ((wages, profits), d))| income - wages - profits - d)
            .collect()
    }

    /// Log of what market size does to a price index beside costs, in hats: `(1 - phi) ln(X / w)`. Where tariffs weigh more
    /// than costs, it is because sellers stay away, and more of them come to a market that is large against their wages.
    pub(crate) fn log_market_size(&self, at: &Equilibrium, sector: usize, country: usize) -> f64 {
        let power = 1.0 - self.rules.pass_through[country];
        let before = self.spending.get(sector, country);
        if power == 0.0 || before <= 0.0 {
            return 0.0;
        }
        power * (at.spending.get(sector, country) / before / at.wage(sector, country)).ln()
    }

    /// Log of the hat of the price index of final spending.
    pub(crate) fn log_final_price(&self, at: &Equilibrium, country: usize) -> f64 {
        let price = |j: usize| match self.alpha.get(j, country) {
            0.0 => 0.0,
            alpha => alpha * at.prices.get(j, country).ln(),
        };
        (0..self.sectors()).map(price).sum()
    }

    /// Profits by country at the given output.
    pub(crate) fn profits(&self, output: &Grid) -> Vec<f64> {
        let profit = |j: usize, i: usize| (1.0 - self.cost_share[j]) * output.get(j, i);
        (0..self.countries()).map(|i| (0..self.sectors()).map(|j| profit(j, i)).sum()).collect()
    }

    /// Where value added is too small to hold the profits that a markup implies: (sector, country), output only.
    pub(crate) fn profitless(&self) -> Vec<(usize, usize)> {
        let cells = (0..self.sectors()).flat_map(|j| (0..self.countries()).map(move |i| (j, i)));
        cells.filter(|(j, i)| self.beta.get(*j, *i) <= 0.0 && self.output.get(*j, *i) > 0.0).collect()
    }

    /// Income by country under a policy and the flows that belong to it, at the base's wages.
    pub(crate) fn income(&self, policy: &Policy, flows: &Cube) -> Vec<f64> {
        let countries = self.countries();
        let mut income: Vec<f64> =
            self.labour_income.iter().zip(&self.deficits).map(|(w, d)| w + d).collect();
        for j in 0..self.sectors() {
            for n in 0..countries {
                let tariffs = policy.tariffs.row(j, n);
                let kept = 1.0 - self.rules.overhead[n];
                for (i, value) in flows.row(j, n).iter().enumerate() {
                    income[n] += tariffs[i] * value;
                    income[i] += kept * value;
                }
            }
            // sales at the border less cost: export-tax revenue less subsidies, and profits
            let cost_share = self.cost_share[j];
            income
                .iter_mut()
                .zip(self.output.row(j))
                .for_each(|(income, sales)| *income -= cost_share * sales);
        }
        income
    }

    /// Log unit costs, in hats, scale economies and productivity included, `[j][i]`:
    /// `beta ln w + sum_k gamma_k ln P_k - psi ln L - ln A`.
    pub(crate) fn log_unit_costs(&self, at: &Equilibrium) -> Vec<f64> {
        let (sectors, countries) = (self.sectors(), self.countries());
        let log = |price: &f64| if self.inputs { price.ln() } else { 0.0 };
        let log_prices: Vec<f64> = at.prices.values().iter().map(log).collect();
        let mut log_costs = vec![0.0; sectors * countries];
        for k in 0..if self.inputs { sectors } else { 0 } {
            for j in 0..sectors {
                let inputs = self.gamma.row(k, j).iter().zip(&log_prices[k * countries..]);
                for (cost, (share, price)) in log_costs[j * countries..].iter_mut().zip(inputs) {
                    *cost += share * price;
                }
            }
        }
        let log_wages: Vec<f64> = at.wages.values().iter().map(|wage| wage.ln()).collect();
        for j in 0..sectors {
            for i in 0..countries {
                let cost = &mut log_costs[j * countries + i];
                *cost += self.beta.get(j, i) * log_wages[(j * countries + i) % log_wages.len()];
                if self.psi[j] != 0.0 {
                    *cost -= self.psi[j] * at.labour.get(j, i).ln();
                }
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
        let mut rules = self.rules.clone();
        for (cell, pay) in rules.overhead_pay.values_mut().iter_mut().enumerate() {
            let (j, n) = (cell / self.countries(), cell % self.countries());
            *pay = rules.overhead[n] * equilibrium.flows.row(j, n).iter().sum::<f64>();
        }
        let mut moved = Self {
            rules,
            shares,
            tariffs: equilibrium.policy.tariffs.clone(),
            export_taxes: equilibrium.policy.export_taxes.clone(),
            subsidies: equilibrium.policy.subsidies.clone(),
            spending: equilibrium.spending.clone(),
            output: equilibrium.output.clone(),
            labour_income: equilibrium.labour_income.clone(),
            ..self.clone()
        };
        moved.set_revenue_rate(&equilibrium.income);
        moved
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

/// Part of sales that is cost, by sector. With monopolistic competition and a fixed number of firms the markup is
/// constant, `sigma / (sigma - 1)`, with `sigma = theta + 1`.
fn cost_share(theta: &[f64], competition: Competition) -> Vec<f64> {
    match competition {
        Competition::Perfect => vec![1.0; theta.len()],
        Competition::Monopolistic => theta.iter().map(|theta| theta / (theta + 1.0)).collect(),
    }
}

/// Shares of labour and of each input in cost. The baseline's shares are of sales; profits come out of value added. Where
/// a sector has no inputs listed, all cost is labour; where the listed shares do not quite sum to one, they are scaled.
fn input_shares(baseline: &Baseline, cost_share: &[f64]) -> (Grid, InputShares) {
    let (sectors, countries) = (baseline.sectors.len(), baseline.countries.len());
    let mut beta = baseline.value_added_shares.clone();
    let mut gamma = InputShares::none(sectors, countries);
    for (j, cost_share) in cost_share.iter().enumerate() {
        for i in 0..countries {
            let total: f64 = (0..sectors).map(|k| baseline.inputs.get(k, j, i)).sum();
            if total <= 0.0 {
                *beta.get_mut(j, i) = 1.0;
                continue;
            }
            let inputs = (1.0 - beta.get(j, i)) / cost_share;
            if *cost_share != 1.0 {
                *beta.get_mut(j, i) = 1.0 - inputs;
            }
            for k in 0..sectors {
                *gamma.get_mut(k, j, i) = baseline.inputs.get(k, j, i) / total * inputs;
            }
        }
    }
    (beta, gamma)
}
