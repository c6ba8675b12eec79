use crate::economy::Economy;
use crate::equilibrium::Equilibrium;
use crate::policy::Policy;
use crate::solver::PriceWedges;
use serde::Serialize;

/// How well an equilibrium satisfies the equations of the model, recomputed from the numbers that it returns.
///
/// Every entry is the largest relative residual of one block of equations (DESIGN, section 5).
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Certificate {
    /// Whether [`Certificate::max_residual`] is within the tolerance that was asked for.
    pub converged: bool,
    /// The largest of the residuals below.
    pub max_residual: f64,
    /// Sweeps over the equations that the solver made.
    pub iterations: usize,
    /// Price indices against what costs, shares and wedges imply.
    pub prices: f64,
    /// Flows against what costs, prices and spending imply.
    pub flows: f64,
    /// Output against the flows that it serves.
    pub output: f64,
    /// Spending against income and the use of inputs.
    pub spending: f64,
    /// Income against wages, revenues and transfers.
    pub income: f64,
    /// Wage bills against the value added of what is produced (by sector where labour is fixed or scale matters).
    pub labour: f64,
    /// Hours worked against the real wage after tax; zero where labour supply is not elastic.
    pub supply: f64,
    /// Imports less exports, overhead left out, against the deficit that is held, relative to income.
    pub balance: f64,
    /// World value added against its base.
    pub numeraire: f64,
    /// Zero where every flow, spending, output and income has the sign that it must have; infinite otherwise.
    pub signs: f64,
    /// Seconds that the solve took; the engine has no clock, so this is for who calls it to fill in.
    pub seconds: Option<f64>,
    /// How far the base itself had to move before any policy.
    pub base: BaseMovement,
    /// A country whose final spending or flows would have to be negative.
    #[serde(skip)]
    pub(crate) negative: Option<usize>,
    /// Whether the case may have several equilibria: the largest product of scale and trade elasticity where it is
    /// above [`Certificate::SCALE_LIMIT`].
    pub several_equilibria_possible: Option<f64>,
}

/// How far the base moved from the data when it was solved without any policy; zeros for data that balance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, schemars::JsonSchema)]
pub struct BaseMovement {
    /// Whether the base had to be solved at all.
    pub solved: bool,
    /// Largest relative residual of the data as they are.
    pub residual: f64,
    /// Negative final spending that was set to zero, in the unit of the baseline.
    pub clipped: f64,
    /// Largest change of a country's wage, percent.
    pub wages_pct: f64,
    /// Largest change of a sector's output, percent of the country's output.
    pub output_pct: f64,
}

impl Certificate {
    /// Products of scale and trade elasticity from which on a case may have several equilibria (Lashkaripour and
    /// Lugovskyy 2023 prove one equilibrium for products of at most one in a one-industry world; with inputs the bound
    /// is lower, so that the warning comes early).
    pub const SCALE_LIMIT: f64 = 0.95;

    /// Recomputes every block of equations from the numbers of the equilibrium alone.
    pub(crate) fn of(economy: &Economy, equilibrium: &Equilibrium, tolerance: f64) -> Self {
        let policy = &equilibrium.policy;
        let (prices, flows) = price_and_flow_residuals(economy, policy, equilibrium);
        let accounts = Accounts::of(economy, policy, equilibrium);
        let negative = negative(equilibrium);
        let mut certificate = Self {
            converged: false,
            max_residual: 0.0,
            iterations: 0,
            prices,
            flows,
            output: accounts.output,
            spending: spending_residual(economy, equilibrium),
            income: accounts.income,
            labour: labour_residual(economy, equilibrium),
            supply: supply_residual(economy, equilibrium),
            balance: accounts.balance,
            numeraire: relative(equilibrium.labour_income.iter().sum(), economy.labour_income.iter().sum()),
            signs: if negative.is_some() { f64::INFINITY } else { 0.0 },
            negative,
            seconds: None,
            base: BaseMovement::default(),
            several_equilibria_possible: None,
        };
        let blocks = [
            certificate.prices,
            certificate.flows,
            certificate.output,
            certificate.spending,
            certificate.income,
            certificate.labour,
            certificate.supply,
            certificate.balance,
            certificate.numeraire,
            certificate.signs,
        ];
        certificate.max_residual = blocks.into_iter().fold(0.0, larger);
        certificate.converged = certificate.max_residual <= tolerance;
        certificate
    }
}

/// A country that earns or spends less than nothing: equations hold for such numbers too, but no economy does.
fn negative(at: &Equilibrium) -> Option<usize> {
    let wrong = |value: f64| value < 0.0 || value.is_nan();
    // counted over whole arrays first, which is quick: nearly every equilibrium has none
    let count = |values: &[f64]| values.iter().map(|value| usize::from(wrong(*value))).sum::<usize>();
    let arrays = [at.flows.values(), at.spending.values(), at.output.values(), &at.income];
    if arrays.into_iter().map(count).sum::<usize>() == 0 {
        return None;
    }
    (0..at.income.len()).find(|n| {
        let sectors = 0..at.spending.sectors();
        wrong(at.income[*n]) || { sectors }.any(|j| {
            wrong(at.spending.get(j, *n))
                || wrong(at.output.get(j, *n))
                || at.flows.row(j, *n).iter().any(|value| wrong(*value))
        })
    })
}

/// The larger of two residuals; one that is no number counts as infinite.
fn larger(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() { f64::INFINITY } else { a.max(b) }
}

/// Difference of two numbers relative to the larger; zero for two zeros.
fn relative(a: f64, b: f64) -> f64 {
    if a == b { 0.0 } else { (a - b).abs() / a.abs().max(b.abs()) }
}

fn price_and_flow_residuals(economy: &Economy, policy: &Policy, equilibrium: &Equilibrium) -> (f64, f64) {
    let countries = economy.countries();
    let (mut prices, mut flows) = (0.0, 0.0);
    let mut weights = vec![0.0; countries];
    let mut attraction = weights.clone();
    let (mut changed, mut powers) = (Vec::new(), Vec::new());
    let log_costs = economy.log_unit_costs(equilibrium);
    let changes = PriceWedges::new(economy, policy);
    for (j, log_costs) in log_costs.chunks_exact(countries).enumerate() {
        let theta = economy.theta[j];
        attraction.iter_mut().zip(log_costs).for_each(|(a, cost)| *a = (-theta * cost).exp());
        changes.sector_powers(j, &mut changed, &mut powers);
        let mut rows = changed.iter().zip(powers.chunks_exact(countries)).peekable();
        for n in 0..countries {
            let shares = economy.shares.row(j, n);
            weights.iter_mut().zip(shares.iter().zip(&attraction)).for_each(|(w, (share, a))| *w = share * a);
            if let Some((_, powers)) = rows.next_if(|(importer, _)| **importer == n) {
                weights.iter_mut().zip(powers).for_each(|(weight, power)| *weight *= power);
            }
            let sum: f64 = weights.iter().sum();
            let size = economy.log_market_size(equilibrium, j, n);
            let scale = equilibrium.prices.get(j, n).powf(theta);
            let scale = if size == 0.0 { scale } else { scale * (-theta * size).exp() };
            if sum > 0.0 {
                // of the price that is implied, `sum^(-1/theta)`, and the one that is claimed: the difference of logs
                prices = larger(prices, (sum * scale).ln().abs() / theta);
            }
            let spending = equilibrium.spending.get(j, n) * scale;
            let (tariffs, claimed) = (policy.tariffs.row(j, n), equilibrium.flows.row(j, n));
            flows = worst_flow(flows, spending, &weights, tariffs, claimed);
        }
    }
    (prices, flows)
}

/// The residual so far, or that of a flow of this row where one is worse.
fn worst_flow(so_far: f64, spending: f64, weights: &[f64], tariffs: &[f64], claimed: &[f64]) -> f64 {
    let cells = || {
        let cells = weights.iter().zip(tariffs).zip(claimed);
        cells.map(|((weight, tariff), flow)| (weight * spending, flow * (1.0 + tariff)))
    };
    // written so that a number that is none is never within
    let within = |(a, b): (f64, f64)| (a - b).abs() <= so_far * larger_size(a, b);
    // counted, not searched: a loop without an early end and without divisions is several times as fast
    if cells().map(|cell| usize::from(!within(cell))).sum::<usize>() == 0 {
        return so_far;
    }
    cells().fold(so_far, |worst, (a, b)| larger(worst, relative(a, b)))
}

fn larger_size(a: f64, b: f64) -> f64 {
    let (a, b) = (a.abs(), b.abs());
    if a > b { a } else { b }
}

/// Residuals of what adds up over flows.
struct Accounts {
    output: f64,
    income: f64,
    balance: f64,
}

impl Accounts {
    fn of(economy: &Economy, policy: &Policy, equilibrium: &Equilibrium) -> Self {
        let (sectors, countries) = (economy.sectors(), economy.countries());
        let mut income: Vec<f64> = equilibrium
            .labour_income
            .iter()
            .zip(&economy.deficits)
            .map(|(wages, deficit)| wages + deficit)
            .collect();
        let mut balance = vec![0.0; countries];
        let mut output_residual = 0.0;
        for j in 0..sectors {
            let mut output = vec![0.0; countries];
            for n in 0..countries {
                let flows = equilibrium.flows.row(j, n);
                let kept = 1.0 - economy.rules.overhead[n];
                let (mut revenue, mut imports) = (0.0, 0.0);
                for ((value, tariff), (output, balance)) in
                    flows.iter().zip(policy.tariffs.row(j, n)).zip(output.iter_mut().zip(balance.iter_mut()))
                {
                    revenue += tariff * value;
                    imports += kept * value;
                    *output += kept * value;
                    *balance -= kept * value;
                }
                income[n] += revenue;
                balance[n] += imports;
                if let Some(taxes) = &policy.export_taxes {
                    for (i, (value, tax)) in flows.iter().zip(taxes.row(j, n)).enumerate() {
                        let levied = kept * value * tax / (1.0 + tax);
                        income[i] += levied;
                        output[i] -= levied;
                    }
                }
            }
            for (i, output) in output.iter().enumerate() {
                let subsidy = policy.subsidies.get(j, i);
                let at_cost = output / (1.0 - subsidy);
                income[i] += (1.0 - economy.cost_share[j] - subsidy) * at_cost;
                output_residual = larger(output_residual, relative(at_cost, equilibrium.output.get(j, i)));
            }
        }
        let mut residuals = Self { output: output_residual, income: 0.0, balance: 0.0 };
        for n in 0..countries {
            residuals.income = larger(residuals.income, relative(income[n], equilibrium.income[n]));
            let gap = (balance[n] - economy.deficits[n]).abs();
            let scale = equilibrium.income[n].abs().max(economy.labour_income[n]);
            residuals.balance = larger(residuals.balance, if gap == 0.0 { 0.0 } else { gap / scale });
        }
        residuals
    }
}

fn spending_residual(economy: &Economy, equilibrium: &Equilibrium) -> f64 {
    let mut residual = 0.0;
    let mut implied = vec![0.0; economy.countries()];
    for k in 0..economy.sectors() {
        let finals = economy.alpha.row(k).iter().zip(&equilibrium.income);
        implied.iter_mut().zip(finals).for_each(|(sum, (share, income))| *sum = share * income);
        for (j, cost_share) in economy.cost_share.iter().enumerate().filter(|_| economy.inputs) {
            let inputs = economy.gamma.row(k, j).iter().zip(equilibrium.output.row(j));
            implied
                .iter_mut()
                .zip(inputs)
                .for_each(|(sum, (share, output))| *sum += share * cost_share * output);
        }
        for (implied, spent) in implied.iter().zip(equilibrium.spending.row(k)) {
            residual = larger(residual, relative(*implied, *spent));
        }
    }
    residual
}

fn labour_residual(economy: &Economy, equilibrium: &Equilibrium) -> f64 {
    let mut residual = 0.0;
    let by_sector = equilibrium.wages.sectors() > 1 || economy.psi.iter().any(|psi| *psi != 0.0);
    for i in 0..economy.countries() {
        let mut demand = 0.0;
        for j in 0..economy.sectors() {
            let overhead = match economy.rules.overhead[i] {
                0.0 => 0.0,
                part => part * equilibrium.flows.row(j, i).iter().sum::<f64>(),
            };
            let wage_bill =
                economy.beta.get(j, i) * economy.cost_share[j] * equilibrium.output.get(j, i) + overhead;
            demand += wage_bill;
            let base = economy.wage_bill(j, i);
            if by_sector && base > 0.0 {
                let paid = equilibrium.wage(j, i) * equilibrium.labour.get(j, i) * base;
                residual = larger(residual, relative(wage_bill, paid));
            }
        }
        residual = larger(residual, relative(demand, equilibrium.labour_income[i]));
    }
    residual
}

/// `L = (w / P / (1 - cut))^kappa`, cut the part of wages that is not taxed any more.
fn supply_residual(economy: &Economy, at: &Equilibrium) -> f64 {
    let kappa = economy.rules.labour_supply;
    if kappa == 0.0 {
        return at.employment.iter().fold(0.0, |worst, hat| larger(worst, relative(*hat, 1.0)));
    }
    let revenue = economy.net_revenue(&at.income, &at.labour_income, &at.output);
    let residual = |n: usize| {
        let cut = economy.rules.tax_cut(n, revenue[n] / at.labour_income[n]);
        let pay = at.wage(0, n).ln() - economy.log_final_price(at, n) - (1.0 - cut).ln();
        relative((kappa * pay).exp(), at.employment[n])
    };
    (0..economy.countries()).fold(0.0, |worst, n| larger(worst, residual(n)))
}
