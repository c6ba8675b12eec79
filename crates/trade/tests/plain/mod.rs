//! A second solver of the trade model: slow, plain, and sharing nothing with the engine that it checks.
//!
//! Nested loops of damped updates, every bilateral term raised to its power where it stands, nothing but `std`. Wages
//! move by a fraction of what they lack; inside, sector labour does the same (where there is scale), and inside that,
//! prices and then spending are iterated until they stand still. A small world (2 to 8 countries, 1 to 6 sectors) takes milliseconds to a second.
//!
//! Indices as everywhere in this project: `[j][n][i]` is sector, importer, exporter; `[j][n]` sector and country;
//! `gamma[k][j][i]` the share of input `k` in the cost of sector `j` of country `i`. The equations are those of the
//! engine's documentation; each function here names the one that it computes.

#![allow(dead_code, unused_imports)] // each test binary uses a part of this
#![allow(clippy::needless_range_loop)] // indices, as in the equations

mod random;

pub(crate) use random::{Options, random_change, random_world};

/// One number for each country.
pub(crate) type ByCountry = Vec<f64>;
/// One number for each sector and country, `[j][n]`.
pub(crate) type BySector = Vec<Vec<f64>>;
/// One number for each sector, importer and exporter, `[j][n][i]`.
pub(crate) type Bilateral = Vec<Vec<Vec<f64>>>;

/// Wages and labour stop moving when they lack less than this, in logs.
const TOLERANCE: f64 = 2e-13;
/// Prices and spending stop moving when a round changes them by less than this, relatively.
const INNER_TOLERANCE: f64 = 5e-15;
/// A step this small means that no step helps: the equilibrium repels.
const SMALLEST_STEP: f64 = 1e-6;
const ROUNDS: usize = 100_000;
const INNER_ROUNDS: usize = 5_000;

/// A base equilibrium: flows and rates, from which everything else follows.
#[derive(Clone, Debug)]
pub(crate) struct World {
    /// Number of countries.
    pub(crate) n: usize,
    /// Number of sectors.
    pub(crate) j: usize,
    /// Value before tariff, export tax and subsidy included, `[j][n][i]`.
    pub(crate) flows: Bilateral,
    /// Tariff rates, `[j][n][i]`.
    pub(crate) tariff: Bilateral,
    /// Export-tax rates, `[j][n][i]`.
    pub(crate) export_tax: Bilateral,
    /// Production-subsidy rates, `[j][i]`.
    pub(crate) subsidy: BySector,
    /// Value-added shares, `[j][i]`.
    pub(crate) beta: BySector,
    /// Share of input `k` in the cost of sector `j` of country `i`, `[k][j][i]`; with `beta` it sums to one over `k`.
    pub(crate) gamma: Bilateral,
    /// Trade elasticities, `[j]`.
    pub(crate) theta: Vec<f64>,
    /// Scale elasticities, `[j]`; zero is constant returns.
    pub(crate) psi: Vec<f64>,
}

/// What becomes of trade deficits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Deficits {
    /// As in the base, in units in which world value added keeps its base value.
    Fixed,
    /// Zero.
    Balanced,
}

/// Whether labour moves between the sectors of a country.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Labour {
    /// One wage for each country.
    Mobile,
    /// A wage for each sector, whose labour stays.
    Fixed,
}

/// A policy: new rates, hats of iceberg cost and productivity, and the two rules.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// New tariff rates, `[j][n][i]`.
    pub(crate) tariff: Bilateral,
    /// New export-tax rates, `[j][n][i]`.
    pub(crate) export_tax: Bilateral,
    /// New production-subsidy rates, `[j][i]`.
    pub(crate) subsidy: BySector,
    /// Iceberg cost over its base, `[j][n][i]`; infinity is an embargo.
    pub(crate) trade_cost: Bilateral,
    /// Productivity over its base, `[j][i]`.
    pub(crate) productivity: BySector,
    /// What becomes of deficits.
    pub(crate) deficits: Deficits,
    /// Whether labour moves.
    pub(crate) labour: Labour,
}

/// An equilibrium: hats are over the base, the rest are levels in the unit of the flows.
#[derive(Clone, Debug)]
pub(crate) struct Plain {
    /// Wage hats, `[j][i]`; the same in every sector where labour is mobile, one in idle sectors where it is not.
    pub(crate) wage: BySector,
    /// Price-index hats, `[j][n]`; one where nothing is bought.
    pub(crate) price: BySector,
    /// Unit-cost hats without the effect of scale, `[j][i]`.
    pub(crate) cost: BySector,
    /// Labour hats, `[j][i]`; one where nothing is made.
    pub(crate) labour: BySector,
    /// Part of importer `n`'s spending on sector `j` that goes to exporter `i`, `[j][n][i]`.
    pub(crate) shares: Bilateral,
    /// Spending, tariffs included, `[j][n]`.
    pub(crate) spending: BySector,
    /// Output at cost, `[j][i]`.
    pub(crate) output: BySector,
    /// Flows before tariff, `[j][n][i]`.
    pub(crate) flows: Bilateral,
    /// Income, `[n]`.
    pub(crate) income: ByCountry,
    /// Real-income hats, `[n]`.
    pub(crate) real_income: ByCountry,
    /// Rounds of the outer loop.
    pub(crate) rounds: usize,
}

impl World {
    /// Spending X, tariff included, `[j][n]`.
    pub(crate) fn spending(&self) -> BySector {
        table(self.j, self.n, |j, n| {
            (0..self.n).map(|i| self.flows[j][n][i] * (1.0 + self.tariff[j][n][i])).sum()
        })
    }

    /// Output R at cost, `[j][i]`: what buyers pay at the border, less export tax, subsidy added.
    pub(crate) fn output(&self) -> BySector {
        output_at_cost(&self.flows, &self.export_tax, &self.subsidy)
    }

    /// Value added w L, `[n]`.
    pub(crate) fn value_added(&self) -> ByCountry {
        let output = self.output();
        (0..self.n).map(|n| (0..self.j).map(|j| self.beta[j][n] * output[j][n]).sum()).collect()
    }

    /// Imports less exports, before tariff, `[n]`.
    pub(crate) fn deficit(&self) -> ByCountry {
        let pairs = |n: usize, sign: f64| -> f64 {
            let mut sum = 0.0;
            for j in 0..self.j {
                for i in 0..self.n {
                    if i != n {
                        sum += sign * if sign > 0.0 { self.flows[j][n][i] } else { self.flows[j][i][n] };
                    }
                }
            }
            sum
        };
        (0..self.n).map(|n| pairs(n, 1.0) + pairs(n, -1.0)).collect()
    }

    /// Final demand by value, `[j][n]`: spending less what the country's own sectors use.
    pub(crate) fn final_demand(&self) -> BySector {
        let (spending, output) = (self.spending(), self.output());
        table(self.j, self.n, |k, n| {
            spending[k][n] - (0..self.j).map(|j| self.gamma[k][j][n] * output[j][n]).sum::<f64>()
        })
    }

    /// Final-demand shares alpha, `[j][n]`.
    pub(crate) fn alpha(&self) -> BySector {
        let demand = self.final_demand();
        table(self.j, self.n, |j, n| demand[j][n] / (0..self.j).map(|k| demand[k][n]).sum::<f64>())
    }

    /// Income Y = w L + public revenue + deficit, `[n]`.
    pub(crate) fn income(&self) -> ByCountry {
        let (value_added, deficit) = (self.value_added(), self.deficit());
        let revenue = revenue(&self.flows, &self.tariff, &self.export_tax, &self.subsidy);
        (0..self.n).map(|n| value_added[n] + revenue[n] + deficit[n]).collect()
    }

    /// The equilibrium `plain` of `change`, as a base for a further change.
    pub(crate) fn after(&self, change: &Change, plain: &Plain) -> World {
        World {
            flows: plain.flows.clone(),
            tariff: change.tariff.clone(),
            export_tax: change.export_tax.clone(),
            subsidy: change.subsidy.clone(),
            ..self.clone()
        }
    }
}

impl Change {
    /// No change at all: rates as in the base, deficits kept, labour mobile.
    pub(crate) fn none(world: &World) -> Change {
        Change {
            tariff: world.tariff.clone(),
            export_tax: world.export_tax.clone(),
            subsidy: world.subsidy.clone(),
            trade_cost: vec![vec![vec![1.0; world.n]; world.n]; world.j],
            productivity: vec![vec![1.0; world.n]; world.j],
            deficits: Deficits::Fixed,
            labour: Labour::Mobile,
        }
    }
}

/// The equilibrium of `change`.
///
/// # Errors
/// A sentence where an iterate is no positive finite number, or where the rounds run out.
pub(crate) fn solve(world: &World, change: &Change) -> Result<Plain, String> {
    let mut state = State::new(world, change);
    let mut step = 1.0 / (2.0 + world.theta.iter().copied().fold(0.0, f64::max));
    let mut last = f64::INFINITY;
    for round in 1..=ROUNDS {
        let enough = (0.03 * last).clamp(TOLERANCE, 0.03);
        state.settle_labour(enough)?;
        let wage_lack = state.wage_lack();
        let lack = largest(&wage_lack);
        if !lack.is_finite() {
            return Err(format!("round {round}: a wage has no finite logarithm"));
        }
        if lack < TOLERANCE && enough == TOLERANCE {
            return Ok(state.finish(round));
        }
        step = if lack > last { step * 0.7 } else { (step * 1.03).min(1.0) };
        if step < SMALLEST_STEP {
            return Err(format!("wages move away from rest, {lack:e}: are there several equilibria?"));
        }
        last = lack;
        state.move_wages(&wage_lack, step);
    }
    Err(format!("wages still lack {last:e} after {ROUNDS} rounds"))
}

/// Everything that the loops move, and what stays.
struct State<'a> {
    world: &'a World,
    change: &'a Change,
    base_shares: Bilateral,
    base_spending: BySector,
    base_output: BySector,
    base_income: ByCountry,
    alpha: BySector,
    deficit: ByCountry,
    wage: BySector,
    labour: BySector,
    price: BySector,
    spending: BySector,
}

impl<'a> State<'a> {
    fn new(world: &'a World, change: &'a Change) -> State<'a> {
        let spending = world.spending();
        let base_shares = table3(world.j, world.n, world.n, |j, n, i| {
            if spending[j][n] > 0.0 {
                world.flows[j][n][i] * (1.0 + world.tariff[j][n][i]) / spending[j][n]
            } else {
                0.0
            }
        });
        State {
            base_shares,
            base_spending: spending.clone(),
            base_output: world.output(),
            base_income: world.income(),
            alpha: world.alpha(),
            deficit: match change.deficits {
                Deficits::Fixed => world.deficit(),
                Deficits::Balanced => vec![0.0; world.n],
            },
            wage: vec![vec![1.0; world.n]; world.j],
            labour: vec![vec![1.0; world.n]; world.j],
            price: vec![vec![1.0; world.n]; world.j],
            spending,
            world,
            change,
        }
    }

    /// c = w^beta * prod_k P_k^gamma_k / A.
    fn cost(&self, j: usize, i: usize) -> f64 {
        let mut cost = self.wage[j][i].powf(self.world.beta[j][i]) / self.change.productivity[j][i];
        for k in 0..self.world.j {
            cost *= self.price[k][i].powf(self.world.gamma[k][j][i]);
        }
        cost
    }

    /// Unit-cost hats, `[j][i]`.
    fn costs(&self) -> BySector {
        table(self.world.j, self.world.n, |j, i| self.cost(j, i))
    }

    /// The wedge between cost and buyer's price, in hats: d (1 - s) (1 + e) (1 + t).
    fn wedge(&self, j: usize, n: usize, i: usize) -> f64 {
        let (old, new) = (self.world, self.change);
        new.trade_cost[j][n][i] * (1.0 - new.subsidy[j][i]) / (1.0 - old.subsidy[j][i])
            * (1.0 + new.export_tax[j][n][i])
            / (1.0 + old.export_tax[j][n][i])
            * (1.0 + new.tariff[j][n][i])
            / (1.0 + old.tariff[j][n][i])
    }

    /// pi * (c kappa L^-psi)^-theta: an exporter's part of the sum under the price index.
    fn term(&self, cost: &BySector, j: usize, n: usize, i: usize) -> f64 {
        if self.base_shares[j][n][i] == 0.0 {
            return 0.0;
        }
        let delivered = cost[j][i] * self.wedge(j, n, i) * self.labour[j][i].powf(-self.world.psi[j]);
        self.base_shares[j][n][i] * delivered.powf(-self.world.theta[j])
    }

    /// P = [sum_i pi (c kappa L^-psi)^-theta]^(-1/theta), again and again until no price moves.
    fn settle_prices(&mut self) -> Result<(), String> {
        for _ in 0..INNER_ROUNDS {
            let cost = self.costs();
            let mut moved = 0.0_f64;
            for j in 0..self.world.j {
                for n in 0..self.world.n {
                    if self.base_spending[j][n] == 0.0 {
                        continue;
                    }
                    let sum: f64 = (0..self.world.n).map(|i| self.term(&cost, j, n, i)).sum();
                    let price = sum.powf(-1.0 / self.world.theta[j]);
                    if !(price.is_finite() && price > 0.0) {
                        return Err(format!("no price for sector {j} in country {n}: {price}"));
                    }
                    moved = moved.max((price / self.price[j][n] - 1.0).abs());
                    self.price[j][n] = price;
                }
            }
            if moved < INNER_TOLERANCE * self.world.theta.len().max(4) as f64 {
                return Ok(());
            }
        }
        Err("prices do not settle".to_owned())
    }

    /// pi' = pi (c kappa L^-psi / P)^-theta.
    fn shares(&self) -> Bilateral {
        let cost = self.costs();
        table3(self.world.j, self.world.n, self.world.n, |j, n, i| {
            self.term(&cost, j, n, i) * self.price[j][n].powf(self.world.theta[j])
        })
    }

    /// Flows before tariff, `[j][n][i]`.
    fn flows(&self, shares: &Bilateral) -> Bilateral {
        table3(self.world.j, self.world.n, self.world.n, |j, n, i| {
            shares[j][n][i] * self.spending[j][n] / (1.0 + self.change.tariff[j][n][i])
        })
    }

    /// w L of a country, from wages.
    fn earnings(&self, n: usize) -> f64 {
        (0..self.world.j).map(|j| self.wage[j][n] * self.world.beta[j][n] * self.base_output[j][n]).sum()
    }

    /// Y' = w L + tariff revenue + export-tax revenue - subsidy bill + D'.
    fn income(&self, flows: &Bilateral) -> ByCountry {
        let revenue = revenue(flows, &self.change.tariff, &self.change.export_tax, &self.change.subsidy);
        (0..self.world.n).map(|n| self.earnings(n) + revenue[n] + self.deficit[n]).collect()
    }

    /// X' = alpha Y' + sum_k gamma R', again and again until no spending moves.
    fn settle_spending(&mut self) -> Result<(), String> {
        let shares = self.shares();
        for _ in 0..INNER_ROUNDS {
            let flows = self.flows(&shares);
            let output = output_at_cost(&flows, &self.change.export_tax, &self.change.subsidy);
            let income = self.income(&flows);
            let mut moved = 0.0_f64;
            for k in 0..self.world.j {
                for n in 0..self.world.n {
                    let used: f64 = (0..self.world.j).map(|j| self.world.gamma[k][j][n] * output[j][n]).sum();
                    let spending = self.alpha[k][n] * income[n] + used;
                    if !spending.is_finite() {
                        return Err(format!("no finite spending on sector {k} in country {n}"));
                    }
                    let scale = income[n].abs() * 1e-6 + spending.abs();
                    moved = moved.max((spending - self.spending[k][n]).abs() / scale);
                    self.spending[k][n] = spending;
                }
            }
            if moved < INNER_TOLERANCE * 4.0 {
                return Ok(());
            }
        }
        Err("spending does not settle".to_owned())
    }

    /// Prices and spending at these wages, and, where scale matters, the labour of each sector that goes with them, as
    /// nearly as is `enough` while wages are still far from rest.
    fn settle_labour(&mut self, enough: f64) -> Result<(), String> {
        for _ in 0..INNER_ROUNDS {
            self.settle_prices()?;
            self.settle_spending()?;
            let lack = self.labour_lack();
            if largest(&lack) < enough {
                return Ok(());
            }
            for (labour, lack) in self.labour.iter_mut().flatten().zip(lack.iter().flatten()) {
                *labour *= (0.5 * lack).exp();
            }
        }
        Err("sector labour does not settle: are there several equilibria?".to_owned())
    }

    fn output(&self) -> BySector {
        output_at_cost(&self.flows(&self.shares()), &self.change.export_tax, &self.change.subsidy)
    }

    /// How far wages are, in logs, from what output pays for, `[j][i]`.
    fn wage_lack(&self) -> BySector {
        let output = self.output();
        let paid = |j: usize, i: usize| self.world.beta[j][i] * output[j][i];
        table(self.world.j, self.world.n, |j, i| match self.change.labour {
            Labour::Mobile => {
                let all: f64 = (0..self.world.j).map(|k| paid(k, i)).sum();
                (all / self.earnings(i)).ln()
            }
            Labour::Fixed if self.base_output[j][i] > 0.0 => {
                (output[j][i] / self.base_output[j][i] / self.wage[j][i]).ln()
            }
            Labour::Fixed => 0.0,
        })
    }

    /// How far sector labour is, in logs, from L = (R / R_0) / w, `[j][i]`; nothing where labour has no effect.
    fn labour_lack(&self) -> BySector {
        if self.change.labour == Labour::Fixed || self.world.psi.iter().all(|&psi| psi == 0.0) {
            return vec![vec![0.0; self.world.n]; self.world.j];
        }
        let output = self.output();
        table(self.world.j, self.world.n, |j, i| {
            if self.base_output[j][i] > 0.0 {
                (output[j][i] / self.base_output[j][i] / self.wage[j][i] / self.labour[j][i]).ln()
            } else {
                0.0
            }
        })
    }

    /// Moves wages by a part of what they lack, and holds world value added at its base.
    fn move_wages(&mut self, lack: &BySector, step: f64) {
        for j in 0..self.world.j {
            for i in 0..self.world.n {
                self.wage[j][i] *= (step * lack[j][i]).exp();
            }
        }
        let world_now: f64 = (0..self.world.n).map(|n| self.earnings(n)).sum();
        let world_then: f64 = self.world.value_added().iter().sum();
        for wages in &mut self.wage {
            for wage in wages {
                *wage *= world_then / world_now;
            }
        }
    }

    fn finish(self, rounds: usize) -> Plain {
        let shares = self.shares();
        let flows = self.flows(&shares);
        let output = output_at_cost(&flows, &self.change.export_tax, &self.change.subsidy);
        let income = self.income(&flows);
        let real_income = (0..self.world.n).map(|n| {
            let index: f64 = (0..self.world.j).map(|j| self.price[j][n].powf(self.alpha[j][n])).product();
            income[n] / self.base_income[n] / index
        });
        Plain {
            real_income: real_income.collect(),
            labour: table(self.world.j, self.world.n, |j, i| match self.change.labour {
                Labour::Mobile if self.base_output[j][i] > 0.0 => {
                    output[j][i] / self.base_output[j][i] / self.wage[j][i]
                }
                _ => 1.0,
            }),
            cost: self.costs(),
            wage: table(self.world.j, self.world.n, |j, i| match self.change.labour {
                Labour::Fixed if self.base_output[j][i] == 0.0 => 1.0,
                _ => self.wage[j][i],
            }),
            price: self.price,
            spending: self.spending,
            shares,
            output,
            flows,
            income,
            rounds,
        }
    }
}

/// R = sum_n flow / ((1 - s)(1 + e)), `[j][i]`.
fn output_at_cost(flows: &Bilateral, export_tax: &Bilateral, subsidy: &BySector) -> BySector {
    table(subsidy.len(), subsidy[0].len(), |j, i| {
        let at_gate: f64 = (0..subsidy[0].len()).map(|n| flows[j][n][i] / (1.0 + export_tax[j][n][i])).sum();
        at_gate / (1.0 - subsidy[j][i])
    })
}

/// Tariff revenue and export-tax revenue less the subsidy bill, `[n]`.
fn revenue(flows: &Bilateral, tariff: &Bilateral, export_tax: &Bilateral, subsidy: &BySector) -> ByCountry {
    let countries = subsidy[0].len();
    let mut revenue = vec![0.0; countries];
    for j in 0..subsidy.len() {
        for n in 0..countries {
            for i in 0..countries {
                let at_gate = flows[j][n][i] / (1.0 + export_tax[j][n][i]);
                revenue[n] += tariff[j][n][i] * flows[j][n][i];
                revenue[i] += export_tax[j][n][i] * at_gate;
                revenue[i] -= subsidy[j][i] / (1.0 - subsidy[j][i]) * at_gate;
            }
        }
    }
    revenue
}

/// A table `[rows][columns]` of what `cell` gives.
pub(crate) fn table(rows: usize, columns: usize, cell: impl Fn(usize, usize) -> f64) -> Vec<Vec<f64>> {
    (0..rows).map(|row| (0..columns).map(|column| cell(row, column)).collect()).collect()
}

/// A table `[a][b][c]` of what `cell` gives.
pub(crate) fn table3(
    a: usize,
    b: usize,
    c: usize,
    cell: impl Fn(usize, usize, usize) -> f64,
) -> Vec<Vec<Vec<f64>>> {
    (0..a).map(|x| table(b, c, |y, z| cell(x, y, z))).collect()
}

/// The largest absolute value; not-a-number counts as infinity.
fn largest(values: &BySector) -> f64 {
    values
        .iter()
        .flatten()
        .fold(0.0, |most, value| if value.is_nan() { f64::INFINITY } else { value.abs().max(most) })
}
