//! The sweep backwards: what an objective owes to each unknown and to each instrument, at an equilibrium.
//!
//! Each step below is the transpose of the step of the same name in the sweep, in reverse order; bars are derivatives
//! of the objective. Shares and flows are those of the equilibrium. What only guides the sweep, the home shares in the
//! loops that are closed and the steps of the wages, stays that of the base: the solution does not depend on it.

use super::anderson::Anderson;
use super::fabric::Fabric;
use super::kernels::{Dots, Routine, add_scaled_rows, add_transposed_times, lane, times, widest};
use super::layout::{LANES, Lane, Layout};
use super::reduced::Reduced;
use super::sweep::{Parts, Unknowns};
use super::tangent::{Tangent, Worth, sales};
use crate::cube::{Cube, Grid};
use crate::equilibrium::Equilibrium;
use crate::gradient::{Gradient, Objective};
use crate::scenario::Labour;

/// One equilibrium, linearised, and the room for the gradients of objectives there. Kept from equilibrium to
/// equilibrium.
#[derive(Debug, Clone)]
pub(crate) struct Adjoint {
    unknowns: Unknowns,
    tangent: Tangent,
    worth: Worth,
    owed: Owed,
    scratch: Scratch,
    /// Accelerates the sweeps; made when first needed.
    anderson: Option<Anderson>,
    point: Vec<Lane>,
    image: Vec<Lane>,
    /// The small system that replaces the sweeps where labour is all that goods are made of.
    reduced: Option<Reduced>,
}

/// What the objective answers directly: the derivatives that the adjoint starts from, padded.
#[derive(Debug, Clone)]
struct Owed {
    prices: Vec<Lane>,
    output: Vec<Lane>,
    revenue: Vec<Lane>,
    income: Vec<Lane>,
    wages: Vec<Lane>,
}

/// What a sweep backwards computes on its way, and what it needs of the equilibrium.
#[derive(Debug, Clone)]
struct Scratch {
    /// Spending and its inverse, the inverse of output (zero where there is none), `[j][n]`.
    spending: Vec<Lane>,
    per_spending: Vec<Lane>,
    per_output: Vec<Lane>,
    /// Wage bill and its inverse by country.
    bill: Vec<Lane>,
    per_bill: Vec<Lane>,
    /// Bars of income and of excess demand for labour by country, and wages on the way.
    income: Vec<Lane>,
    excess: Vec<Lane>,
    wages: Vec<Lane>,
    /// Bars of output beyond home sales, `[j][i]`.
    beyond: Vec<Lane>,
    /// One lane of countries by sector.
    by_sector: Vec<Lane>,
    by_sector_too: Vec<Lane>,
}

/// A solution of the adjoint, to begin the next one at; empty where there is none yet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bars(Vec<Lane>);

/// How far an adjoint came.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settled {
    /// Sweeps backwards that were needed.
    pub(crate) iterations: usize,
    /// Largest change that the last of them made, relative to the largest entry.
    pub(crate) change: f64,
}

impl Adjoint {
    pub(crate) fn new(fabric: &Fabric) -> Self {
        let layout = fabric.layout;
        let unknowns = Unknowns::of(fabric, Labour::Mobile);
        let reduced = Reduced::fitting(fabric, unknowns);
        let lanes = if reduced.is_some() { 0 } else { unknowns.lanes() };
        Self {
            unknowns,
            tangent: Tangent::new(layout),
            worth: Worth::new(layout),
            owed: Owed::new(layout),
            scratch: Scratch::new(layout),
            anderson: None,
            point: vec![[0.0; LANES]; lanes],
            image: vec![[0.0; LANES]; lanes],
            reduced,
        }
    }

    /// Moves to an equilibrium.
    pub(crate) fn read(&mut self, fabric: &Fabric, at: &Equilibrium) {
        self.tangent.read(at);
        self.scratch.read(fabric.layout, at);
        if let Some(reduced) = &mut self.reduced {
            reduced.residual(fabric, &self.tangent, &self.scratch.bill, &at.income);
            reduced.assemble(fabric, &self.tangent);
            reduced.factorise();
        }
    }

    /// Begins at a solution nearby, or at zero where there is none.
    pub(crate) fn begin(&mut self, bars: &Bars) {
        if bars.0.len() == self.point.len() {
            self.point.copy_from_slice(&bars.0);
        } else {
            self.point.fill([0.0; LANES]);
        }
    }

    /// Keeps the last solution.
    pub(crate) fn keep(&self, bars: &mut Bars) {
        bars.0.clone_from(&self.image);
    }

    /// Solves for what each thing is worth to an objective.
    pub(crate) fn solve(
        &mut self,
        fabric: &Fabric,
        objective: &Objective,
        tolerance: f64,
        max_iterations: usize,
    ) -> Settled {
        self.owed.read(fabric.layout, objective);
        let direct = self.reduced.is_some();
        if direct { self.solve_reduced(fabric) } else { self.iterate(fabric, tolerance, max_iterations) }
    }

    /// Iterates the transposed sweep.
    fn iterate(&mut self, fabric: &Fabric, tolerance: f64, max_iterations: usize) -> Settled {
        let lanes = self.unknowns.lanes();
        let mut settled = Settled { iterations: 0, change: f64::INFINITY };
        self.anderson.get_or_insert_with(|| Anderson::new(lanes, MEMORY)).restart();
        while settled.iterations < max_iterations {
            self.back(fabric);
            settled.iterations += 1;
            settled.change = relative_change(&self.point, &self.image);
            if settled.change <= tolerance || !settled.change.is_finite() {
                break;
            }
            if let Some(anderson) = &mut self.anderson {
                anderson.advance(&mut self.point, &self.image);
            }
        }
        // once more at the last image: what is read off belongs to it
        self.point.copy_from_slice(&self.image);
        self.back(fabric);
        settled
    }

    fn back(&mut self, fabric: &Fabric) {
        widest(Back {
            fabric,
            unknowns: self.unknowns,
            tangent: &self.tangent,
            owed: &self.owed,
            from: &self.point,
            to: &mut self.image,
            scratch: &mut self.scratch,
            worth: &mut self.worth,
        });
    }

    /// The derivatives by every instrument that follow from the last solution.
    pub(crate) fn gradient(&self, fabric: &Fabric, at: &Equilibrium, iterations: usize) -> Gradient {
        let Layout { sectors, countries, .. } = fabric.layout;
        let mut gradient = Gradient {
            tariffs: Cube::filled(sectors, countries, 0.0),
            export_taxes: Cube::filled(sectors, countries, 0.0),
            subsidies: Grid::filled(sectors, countries, 0.0),
            iterations,
        };
        let (tangent, worth) = (&self.tangent, &self.worth);
        widest(Instruments { fabric, at, tangent, worth, gradient: &mut gradient });
        gradient
    }

    /// The same without iteration: the multipliers of the small system.
    fn solve_reduced(&mut self, fabric: &Fabric) -> Settled {
        let (worth, owed) = (&mut self.worth, &self.owed);
        worth.output.copy_from_slice(&owed.output);
        worth.income.fill([0.0; LANES]);
        worth.revenue.copy_from_slice(&owed.revenue);
        worth.prices.copy_from_slice(&owed.prices);
        widest(Sales { fabric, tangent: &self.tangent, worth });
        let Some(reduced) = &mut self.reduced else {
            return Settled { iterations: 0, change: f64::NAN };
        };
        let finite = reduced.multiply(fabric, worth, &owed.wages, &owed.income);
        reduced.add_worth(fabric, worth);
        worth.prices.copy_from_slice(&owed.prices);
        widest(Sales { fabric, tangent: &self.tangent, worth });
        Settled { iterations: 1, change: if finite { 0.0 } else { f64::NAN } }
    }
}

/// Past sweeps that the acceleration combines.
const MEMORY: usize = 10;

impl Owed {
    fn new(layout: Layout) -> Self {
        let grid = vec![[0.0; LANES]; layout.grid()];
        let row = vec![[0.0; LANES]; layout.lanes];
        Self { prices: grid.clone(), output: grid, revenue: row.clone(), income: row.clone(), wages: row }
    }

    fn read(&mut self, layout: Layout, objective: &Objective) {
        layout.pad(objective.prices.values(), 0.0, &mut self.prices);
        layout.pad(objective.output.values(), 0.0, &mut self.output);
        layout.pad(&objective.revenue, 0.0, &mut self.revenue);
        layout.pad(&objective.income, 0.0, &mut self.income);
        layout.pad(&objective.wages, 0.0, &mut self.wages);
    }
}

impl Scratch {
    fn new(layout: Layout) -> Self {
        let grid = vec![[0.0; LANES]; layout.grid()];
        let row = vec![[0.0; LANES]; layout.lanes];
        let column = vec![[0.0; LANES]; layout.sectors];
        Self {
            spending: grid.clone(),
            per_spending: grid.clone(),
            per_output: grid.clone(),
            bill: row.clone(),
            per_bill: row.clone(),
            income: row.clone(),
            excess: row.clone(),
            wages: row,
            beyond: grid,
            by_sector: column.clone(),
            by_sector_too: column,
        }
    }

    fn read(&mut self, layout: Layout, at: &Equilibrium) {
        layout.pad(at.spending.values(), 0.0, &mut self.spending);
        layout.pad(at.output.values(), 0.0, &mut self.per_output);
        layout.pad(&at.labour_income, 0.0, &mut self.bill);
        let inverse = |value: f64| if value > 0.0 { 1.0 / value } else { 0.0 };
        self.per_output.as_flattened_mut().iter_mut().for_each(|value| *value = inverse(*value));
        self.per_spending.copy_from_slice(&self.spending);
        self.per_spending.as_flattened_mut().iter_mut().for_each(|value| *value = inverse(*value));
        self.per_bill.copy_from_slice(&self.bill);
        self.per_bill.as_flattened_mut().iter_mut().for_each(|value| *value = inverse(*value));
    }
}

/// One sweep backwards: from the bars of its results (and what the objective owes directly) to those of its unknowns.
struct Back<'a> {
    fabric: &'a Fabric,
    unknowns: Unknowns,
    tangent: &'a Tangent,
    owed: &'a Owed,
    from: &'a [Lane],
    to: &'a mut [Lane],
    scratch: &'a mut Scratch,
    worth: &'a mut Worth,
}

impl Routine for Back<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self, dots: impl Dots) {
        let Self { fabric, unknowns, tangent, owed, from, to, scratch, worth } = self;
        let of = unknowns.parts(from);
        let mut to = unknowns.parts_mut(to);
        back_spending(fabric, of.spending, owed, scratch);
        worth.income.copy_from_slice(&scratch.income);
        for (revenue, (income, owed)) in
            worth.revenue.iter_mut().zip(scratch.income.iter().zip(&owed.revenue))
        {
            *revenue = lane(|l| income[l] + owed[l]);
        }
        back_wages(fabric, of.wages, scratch);
        back_output(fabric, &of, owed, scratch, worth, to.spending);
        for (price, (bar, owed)) in worth.prices.iter_mut().zip(of.prices.iter().zip(&owed.prices)) {
            *price = lane(|l| bar[l] + owed[l]);
        }
        sales(dots, fabric, tangent, worth);
        for (spending, sum) in to.spending.iter_mut().zip(&worth.purchases) {
            *spending = lane(|l| spending[l] + sum[l]);
        }
        for (cost, (home, bar)) in worth.costs.iter_mut().zip(fabric.home.iter().zip(of.prices)) {
            *cost = lane(|l| cost[l] - home[l] * bar[l]);
        }
        back_costs(fabric, &worth.costs, scratch, &mut to);
        for (wage, (so_far, owed)) in to.wages.iter_mut().zip(scratch.wages.iter().zip(&owed.wages)) {
            *wage = lane(|l| so_far[l] + owed[l]);
        }
    }
}

/// From spending to income, and to output beyond home sales.
#[inline(always)]
fn back_spending(fabric: &Fabric, bars: &[Lane], owed: &Owed, scratch: &mut Scratch) {
    let Layout { sectors, lanes, .. } = fabric.layout;
    for at in 0..lanes {
        let mut income = owed.income[at];
        for k in 0..sectors {
            let cell = k * lanes + at;
            let (bar, inverse, alpha) = (bars[cell], scratch.per_spending[cell], fabric.deep_alpha[cell]);
            let per_spent: Lane = lane(|l| bar[l] * inverse[l]);
            scratch.by_sector[k] = per_spent;
            income = lane(|l| income[l] + alpha[l] * per_spent[l]);
        }
        scratch.income[at] = income;
        if fabric.inputs {
            let size = sectors * sectors;
            let (beyond, gamma) = (&mut scratch.beyond, &fabric.deep_gamma[at * size..(at + 1) * size]);
            times(gamma, &scratch.by_sector, |j, sum| beyond[j * lanes + at] = sum);
        }
    }
}

/// From new wages to old ones and to the excess demand for labour; income too is paid at the new wages.
#[inline(always)]
fn back_wages(fabric: &Fabric, bars: &[Lane], scratch: &mut Scratch) {
    let lanes = fabric.layout.lanes;
    for (at, bar) in bars.iter().enumerate() {
        let (bill, income) = (scratch.bill[at], scratch.income[at]);
        scratch.wages[at] = lane(|l| bar[l] + bill[l] * income[l]);
    }
    let part = scratch.wages.as_flattened().iter().sum::<f64>() / fabric.world;
    for (wage, bill) in scratch.wages.iter_mut().zip(&scratch.bill) {
        *wage = lane(|l| wage[l] - bill[l] * part);
    }
    scratch.excess.fill([0.0; LANES]);
    for at in 0..lanes {
        let rows = &fabric.wage_steps[at * LANES * lanes..(at + 1) * LANES * lanes];
        add_scaled_rows(&mut scratch.excess, rows, scratch.wages[at]);
    }
    for (wage, excess) in scratch.wages.iter_mut().zip(&scratch.excess) {
        *wage = lane(|l| wage[l] - excess[l]);
    }
}

/// To output from all that follows from it, and to spending from tariff revenue and home sales.
#[inline(always)]
fn back_output(
    fabric: &Fabric,
    of: &Parts<&[Lane]>,
    owed: &Owed,
    scratch: &mut Scratch,
    worth: &mut Worth,
    spending: &mut [Lane],
) {
    let Layout { sectors, lanes, .. } = fabric.layout;
    for j in 0..sectors {
        let cost_share = fabric.cost_share[j];
        for at in 0..lanes {
            let cell = j * lanes + at;
            let (beta, beyond, owed) = (fabric.beta[cell], scratch.beyond[cell], owed.output[cell]);
            let (income, excess, per_bill) = (scratch.income[at], scratch.excess[at], scratch.per_bill[at]);
            worth.output[cell] =
                lane(|l| owed[l] + cost_share * (beyond[l] - income[l] + beta[l] * excess[l] * per_bill[l]));
            let (spent, home, revenue) = (scratch.spending[cell], fabric.home[cell], worth.revenue[at]);
            spending[cell] = lane(|l| spent[l] * (revenue[l] - home[l] * beyond[l]));
        }
    }
    for (cell, bar) in of.scale.iter().enumerate() {
        let (per_output, at) = (scratch.per_output[cell], cell % lanes);
        let (output, wage) = (worth.output[cell], scratch.wages[at]);
        let made: Lane = lane(|l| if per_output[l] > 0.0 { bar[l] } else { 0.0 });
        worth.output[cell] = lane(|l| output[l] + made[l] * per_output[l]);
        scratch.wages[at] = lane(|l| wage[l] - made[l]);
    }
}

/// From costs to wages, prices beyond home costs, and employment.
#[inline(always)]
fn back_costs(fabric: &Fabric, costs: &[Lane], scratch: &mut Scratch, to: &mut Parts<&mut [Lane]>) {
    let Layout { sectors, lanes, .. } = fabric.layout;
    let size = sectors * sectors;
    for at in 0..lanes {
        let mut wage = scratch.wages[at];
        for j in 0..sectors {
            let (bar, beta) = (costs[j * lanes + at], fabric.deep_beta[j * lanes + at]);
            scratch.by_sector[j] = bar;
            wage = lane(|l| wage[l] + beta[l] * bar[l]);
        }
        scratch.wages[at] = wage;
        if fabric.inputs {
            scratch.by_sector_too.fill([0.0; LANES]);
            let gamma = &fabric.deep_gamma[at * size..(at + 1) * size];
            add_transposed_times(gamma, &scratch.by_sector, &mut scratch.by_sector_too);
            for (k, price) in scratch.by_sector_too.iter().enumerate() {
                to.prices[k * lanes + at] = *price;
            }
        }
    }
    for (cell, employment) in to.scale.iter_mut().enumerate() {
        let (psi, cost, home, price) =
            (fabric.psi[cell / lanes], costs[cell], fabric.home[cell], to.prices[cell]);
        *employment = lane(|l| -psi * (cost[l] + home[l] * price[l]));
    }
}

/// The step [`sales`] alone.
struct Sales<'a> {
    fabric: &'a Fabric,
    tangent: &'a Tangent,
    worth: &'a mut Worth,
}

impl Routine for Sales<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self, dots: impl Dots) {
        sales(dots, self.fabric, self.tangent, self.worth);
    }
}

/// From what each thing is worth to what each rate is.
struct Instruments<'a> {
    fabric: &'a Fabric,
    at: &'a Equilibrium,
    tangent: &'a Tangent,
    worth: &'a Worth,
    gradient: &'a mut Gradient,
}

impl Routine for Instruments<'_> {
    type Output = ();

    #[inline(always)]
    fn run(mut self, _: impl Dots) {
        let layout = self.tangent.layout;
        for j in 0..layout.sectors {
            for n in 0..layout.countries {
                self.row(j, n);
            }
        }
        let subsidies = self.gradient.subsidies.values_mut().iter_mut();
        for (slope, rate) in subsidies.zip(self.at.policy.subsidies.values()) {
            *slope /= 1.0 - rate;
        }
    }
}

impl Instruments<'_> {
    /// One importer's purchases of one sector.
    #[inline(always)]
    fn row(&mut self, j: usize, n: usize) {
        let (layout, theta) = (self.tangent.layout, self.fabric.theta[j]);
        let grid = j * layout.lanes..(j + 1) * layout.lanes;
        let start = layout.row(j, n);
        let row = start..start + layout.lanes;
        let shares = self.tangent.shares[row.clone()].as_flattened();
        let flows = self.tangent.flows[row.clone()].as_flattened();
        let made = self.tangent.factory()[row].as_flattened();
        let output = self.worth.output[grid.clone()].as_flattened();
        let income = self.worth.income.as_flattened();
        let revenue = self.worth.revenue.as_flattened()[n];
        let price = self.worth.prices[grid].as_flattened()[n];
        let tariffs = self.at.policy.tariffs.row(j, n);
        let by_tariff = self.gradient.tariffs.row_mut(j, n);
        let by_tax = self.gradient.export_taxes.row_mut(j, n);
        let by_subsidy = self.gradient.subsidies.row_mut(j);
        for i in 0..by_tariff.len().min(tariffs.len()).min(by_tax.len()).min(by_subsidy.len()) {
            let made = made[i] * output[i];
            let bar = made + flows[i] * (income[i] - revenue);
            let wedge = shares[i] * price - theta * bar;
            by_tariff[i] = (wedge - bar) / (1.0 + tariffs[i]);
            by_tax[i] = wedge - made;
            by_subsidy[i] += made - wedge;
        }
        if let Some(taxes) = &self.at.policy.export_taxes {
            by_tax.iter_mut().zip(taxes.row(j, n)).for_each(|(slope, tax)| *slope /= 1.0 + tax);
        }
    }
}

/// Largest change relative to the largest entry; not a number if any part of it is not.
fn relative_change(point: &[Lane], image: &[Lane]) -> f64 {
    let (mut changes, mut entries, mut sum) = ([0.0f64; LANES], [0.0f64; LANES], 0.0);
    for (p, g) in point.iter().zip(image) {
        for l in 0..LANES {
            let change = (g[l] - p[l]).abs();
            changes[l] = if change > changes[l] { change } else { changes[l] };
            entries[l] = if g[l].abs() > entries[l] { g[l].abs() } else { entries[l] };
            sum += change;
        }
    }
    let largest = |lanes: [f64; LANES]| lanes.into_iter().fold(0.0, f64::max);
    let (change, entry) = (largest(changes), largest(entries));
    match sum.is_finite() {
        false => f64::NAN,
        true if entry == 0.0 => change,
        true => change / entry,
    }
}
