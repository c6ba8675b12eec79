//! The sweep backwards: what an objective owes to each unknown and to each instrument, at the base of a fabric.
//!
//! At the base every hat is one, so that the linearised sweep needs no wedges: shares are the fabric's, and an instrument
//! enters as the log change of a price wedge. Each step below is the transpose of the step of the same name in the
//! sweep, in reverse order; bars are derivatives of the objective.
#![allow(clippy::needless_range_loop, reason = "indices, as in the equations")]

use super::anderson::Anderson;
use super::fabric::Fabric;
use super::layout::{LANES, Lane};
use crate::cube::{Cube, Grid};
use crate::economy::Economy;

/// What the objective answers directly: the derivatives that the adjoint starts from.
#[derive(Debug, Clone)]
pub(crate) struct Owed<'a> {
    /// By log price index, `[j, n]`.
    pub(crate) prices: &'a Grid,
    /// By output, `[j, i]`.
    pub(crate) output: &'a Grid,
    /// By tariff revenue, by country.
    pub(crate) revenue: &'a [f64],
    /// By income, by country.
    pub(crate) income: &'a [f64],
    /// By log wage, by country.
    pub(crate) wages: &'a [f64],
}

/// Derivatives of the objective by the logs of what each instrument moves, `[j, n, i]`.
#[derive(Debug, Clone)]
pub(crate) struct Answers {
    /// By the buyer's price wedge.
    pub(crate) wedges: Cube,
    /// By the part of a price that stays at the border (a tariff takes it from the flow before tariff).
    pub(crate) border: Cube,
    /// By the part that stays before the factory (an export tax takes it from the producer).
    pub(crate) factory: Cube,
    /// By output at given flows, `[j, i]`.
    pub(crate) output: Grid,
    /// Sweeps backwards that were needed.
    pub(crate) iterations: usize,
    /// Largest change that the last of them made, relative to the largest entry.
    pub(crate) change: f64,
}

/// One world, linearised at its base.
pub(crate) struct Adjoint<'a> {
    economy: &'a Economy,
    fabric: &'a Fabric,
    /// Flows before tariff and at the factory gate, `[j, n, i]`.
    flows: Cube,
    at_factory: Cube,
    scale: bool,
}

/// Derivatives by the unknowns: wages, prices beyond home costs, log spending, and employment with scale economies.
#[derive(Debug, Clone)]
struct Bars {
    wages: Vec<f64>,
    prices: Vec<f64>,
    spending: Vec<f64>,
    employment: Vec<f64>,
}

impl<'a> Adjoint<'a> {
    pub(crate) fn new(economy: &'a Economy, fabric: &'a Fabric) -> Self {
        let mut flows = economy.shares.clone();
        let mut at_factory = economy.shares.clone();
        for j in 0..economy.sectors() {
            for n in 0..economy.countries() {
                let spending = economy.spending.get(j, n);
                for i in 0..economy.countries() {
                    let tax = economy.export_taxes.as_ref().map_or(0.0, |e| e.get(j, n, i));
                    let flow = economy.shares.get(j, n, i) * spending / (1.0 + economy.tariffs.get(j, n, i));
                    *flows.get_mut(j, n, i) = flow;
                    *at_factory.get_mut(j, n, i) = flow / (1.0 + tax) / (1.0 - economy.subsidies.get(j, i));
                }
            }
        }
        let scale = economy.psi.iter().any(|psi| *psi != 0.0);
        Self { economy, fabric, flows, at_factory, scale }
    }

    /// Solves for the bars by iterating the transposed sweep, and reads off what each instrument is worth.
    pub(crate) fn solve(&self, owed: &Owed<'_>, tolerance: f64, max_iterations: usize) -> Answers {
        let cells = self.economy.sectors() * self.economy.countries();
        let length = self.economy.countries() + 2 * cells + if self.scale { cells } else { 0 };
        let lanes = length.div_ceil(LANES);
        let mut point: Vec<Lane> = vec![[0.0; LANES]; lanes];
        let mut image = point.clone();
        let mut anderson = Anderson::new(lanes, MEMORY);
        let (mut iterations, mut change) = (0, f64::INFINITY);
        while iterations < max_iterations {
            let next = self.back(&self.bars(point.as_flattened()), owed, None);
            self.write(&next, image.as_flattened_mut());
            iterations += 1;
            change = relative_change(&point, &image);
            if change <= tolerance || !change.is_finite() {
                break;
            }
            anderson.advance(&mut point, &image);
        }
        let mut answers = self.nothing();
        self.back(&self.bars(image.as_flattened()), owed, Some(&mut answers));
        Answers { iterations, change, ..answers }
    }

    fn nothing(&self) -> Answers {
        let (sectors, countries) = (self.economy.sectors(), self.economy.countries());
        let cube = Cube::filled(sectors, countries, 0.0);
        Answers {
            wedges: cube.clone(),
            border: cube.clone(),
            factory: cube,
            output: Grid::filled(sectors, countries, 0.0),
            iterations: 0,
            change: 0.0,
        }
    }

    fn bars(&self, flat: &[f64]) -> Bars {
        let (countries, cells) =
            (self.economy.countries(), self.economy.sectors() * self.economy.countries());
        let (wages, rest) = flat.split_at(countries);
        let (prices, rest) = rest.split_at(cells);
        let (spending, rest) = rest.split_at(cells);
        let employment = if self.scale { rest[..cells].to_vec() } else { Vec::new() };
        Bars { wages: wages.to_vec(), prices: prices.to_vec(), spending: spending.to_vec(), employment }
    }

    fn write(&self, bars: &Bars, flat: &mut [f64]) {
        let parts = [&bars.wages, &bars.prices, &bars.spending, &bars.employment];
        let values = parts.into_iter().flatten();
        flat.iter_mut().zip(values).for_each(|(to, value)| *to = *value);
    }

    /// One sweep backwards: from the bars of its results (and what the objective owes directly) to those of its
    /// unknowns; on the last one, to those of the instruments too.
    fn back(&self, of: &Bars, owed: &Owed<'_>, answers: Option<&mut Answers>) -> Bars {
        let economy = self.economy;
        let (sectors, countries) = (economy.sectors(), economy.countries());
        // spending, income
        let (mut income, beyond_output) = self.back_spending(&of.spending);
        income.iter_mut().zip(owed.income).for_each(|(bar, owed)| *bar += owed);
        let revenue: Vec<f64> =
            income.iter().zip(owed.revenue).map(|(income, revenue)| income + revenue).collect();
        // wages
        let (mut wages, excess) = self.back_wages(&of.wages, &income);
        let mut output = vec![0.0; sectors * countries];
        let mut spending = vec![0.0; sectors * countries];
        for j in 0..sectors {
            let cost_share = economy.cost_share[j];
            for n in 0..countries {
                let cell = j * countries + n;
                let spent = economy.spending.get(j, n);
                output[cell] = owed.output.get(j, n) + cost_share * (beyond_output[cell] - income[n]);
                if economy.labour_income[n] > 0.0 {
                    output[cell] +=
                        economy.beta.get(j, n) * cost_share * excess[n] / economy.labour_income[n];
                }
                if self.scale && economy.output.get(j, n) > 0.0 {
                    output[cell] += of.employment[cell] / economy.output.get(j, n);
                    wages[n] -= of.employment[cell];
                }
                spending[cell] = spent * (revenue[n] - self.home(j, n) * beyond_output[cell]);
            }
        }
        let costs = self.back_sales(of, owed, &output, &income, &revenue, &mut spending, answers);
        let (price_bars, employment) = self.back_costs(&costs, &mut wages);
        wages.iter_mut().zip(owed.wages).for_each(|(bar, owed)| *bar += owed);
        Bars { wages, prices: price_bars, spending, employment }
    }

    fn home(&self, j: usize, n: usize) -> f64 {
        self.fabric.home[j * self.fabric.layout.lanes + n / LANES][n % LANES]
    }

    fn deep(&self, n: usize, j: usize, k: usize) -> f64 {
        let sectors = self.economy.sectors();
        self.fabric.deep_gamma[(n / LANES) * sectors * sectors + j * sectors + k][n % LANES]
    }

    /// From spending to income, and to output beyond home sales.
    fn back_spending(&self, bars: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let (sectors, countries) = (self.economy.sectors(), self.economy.countries());
        let mut income = vec![0.0; countries];
        let mut beyond = vec![0.0; sectors * countries];
        let lanes = self.fabric.layout.lanes;
        for k in 0..sectors {
            for n in 0..countries {
                let spent = self.economy.spending.get(k, n);
                if spent <= 0.0 {
                    continue;
                }
                let bar = bars[k * countries + n] / spent;
                income[n] += self.fabric.deep_alpha[k * lanes + n / LANES][n % LANES] * bar;
                for j in 0..sectors {
                    beyond[j * countries + n] += self.deep(n, j, k) * bar;
                }
            }
        }
        (income, beyond)
    }

    /// From new wages to old ones and to the excess demand for labour; income too is paid at the new wages.
    fn back_wages(&self, bars: &[f64], income: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let bills = &self.economy.labour_income;
        let new: Vec<f64> =
            bars.iter().zip(income).zip(bills).map(|((bar, income), bill)| bar + bill * income).collect();
        let sum: f64 = new.iter().sum();
        let raw: Vec<f64> =
            new.iter().zip(bills).map(|(bar, bill)| bar - bill / self.fabric.world * sum).collect();
        let lanes = self.fabric.layout.lanes;
        let mut excess = vec![0.0; raw.len()];
        for (i, bar) in raw.iter().enumerate() {
            let row = self.fabric.wage_steps[i * lanes..(i + 1) * lanes].as_flattened();
            excess.iter_mut().zip(row).for_each(|(excess, step)| *excess += step * bar);
        }
        let wages = raw.iter().zip(&excess).map(|(bar, excess)| bar - excess).collect();
        (wages, excess)
    }

    /// From sales to spending, prices and costs.
    #[allow(clippy::too_many_arguments, reason = "one step of the chain, with everything that flows into it")]
    fn back_sales(
        &self,
        of: &Bars,
        owed: &Owed<'_>,
        output: &[f64],
        income: &[f64],
        revenue: &[f64],
        spending: &mut [f64],
        mut answers: Option<&mut Answers>,
    ) -> Vec<f64> {
        let economy = self.economy;
        let countries = economy.countries();
        let mut costs = vec![0.0; spending.len()];
        for j in 0..economy.sectors() {
            let theta = economy.theta[j];
            let row = j * countries..(j + 1) * countries;
            let output = &output[row.clone()];
            let costs = &mut costs[row];
            for n in 0..countries {
                let cell = j * countries + n;
                let (flows, factory) = (self.flows.row(j, n), self.at_factory.row(j, n));
                let shares = economy.shares.row(j, n);
                let mut sum = 0.0;
                for i in 0..countries {
                    let bar = factory[i] * output[i] + flows[i] * (income[i] - revenue[n]);
                    sum += bar;
                    costs[i] -= theta * bar;
                }
                spending[cell] += sum;
                let price = theta * sum + owed.prices.get(j, n) + of.prices[cell];
                for i in 0..countries {
                    costs[i] += shares[i] * price;
                }
                costs[n] -= self.home(j, n) * of.prices[cell];
                if let Some(answers) = answers.as_deref_mut() {
                    for i in 0..countries {
                        let made = factory[i] * output[i];
                        let bar = made + flows[i] * (income[i] - revenue[n]);
                        *answers.wedges.get_mut(j, n, i) = shares[i] * price - theta * bar;
                        *answers.border.get_mut(j, n, i) = -bar;
                        *answers.factory.get_mut(j, n, i) = -made;
                        *answers.output.get_mut(j, i) += made;
                    }
                }
            }
        }
        costs
    }

    /// From costs to wages, prices beyond home costs, and employment.
    fn back_costs(&self, costs: &[f64], wages: &mut [f64]) -> (Vec<f64>, Vec<f64>) {
        let (sectors, countries) = (self.economy.sectors(), self.economy.countries());
        let lanes = self.fabric.layout.lanes;
        let mut prices = vec![0.0; sectors * countries];
        for j in 0..sectors {
            for i in 0..countries {
                let bar = costs[j * countries + i];
                wages[i] += self.fabric.deep_beta[j * lanes + i / LANES][i % LANES] * bar;
                for k in 0..sectors {
                    prices[k * countries + i] += self.deep(i, j, k) * bar;
                }
            }
        }
        let employment = if self.scale {
            let cells = (0..sectors * countries).map(|cell| (cell / countries, cell));
            let bar = |(j, cell): (usize, usize)| {
                -self.economy.psi[j] * (costs[cell] + self.home(j, cell % countries) * prices[cell])
            };
            cells.map(bar).collect()
        } else {
            Vec::new()
        };
        (prices, employment)
    }
}

/// Past sweeps that the acceleration combines.
const MEMORY: usize = 10;

/// Largest change relative to the largest entry.
fn relative_change(point: &[Lane], image: &[Lane]) -> f64 {
    let (point, image) = (point.as_flattened(), image.as_flattened());
    let largest = image.iter().fold(0.0f64, |largest, v| largest.max(v.abs()));
    let change = point.iter().zip(image).fold(0.0f64, |largest, (p, g)| {
        let change = (p - g).abs();
        if change > largest || change.is_nan() { change } else { largest }
    });
    if largest == 0.0 { change } else { change / largest }
}
