//! One sweep over the equations of the model: from wages, prices and spending to what they imply.

use super::fabric::Fabric;
#[cfg(target_arch = "x86_64")]
use super::kernels::Avx2;
use super::kernels::{Dots, Portable, add_scaled_rows, add_transposed_times, lane, subtract, times};
use super::layout::{LANES, Lane, Layout};
use super::vector_math::{exp, ln};
use super::wedges::Wedges;
use crate::scenario::Labour;

/// Which unknowns there are, one after another in one vector of lanes.
///
/// `wages` (log hats; one row, or one per sector where labour is fixed), `prices` (log hats less the home share of the
/// log cost at home, `[j][n]`), `spending` (hats, `[j][n]`), `scale` (log hats of employment by sector, `[j][i]`; only
/// with scale economies and mobile labour), `supply` (log hats of what a country works; only where that is elastic).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unknowns {
    pub(super) layout: Layout,
    pub(super) labour: Labour,
    pub(super) scale: bool,
    pub(super) supply: bool,
}

impl Unknowns {
    pub(super) fn of(fabric: &Fabric, labour: Labour) -> Self {
        let scale = labour == Labour::Mobile && fabric.psi.iter().any(|psi| *psi != 0.0);
        let supply = labour == Labour::Mobile && fabric.rules.labour_supply != 0.0;
        Self { layout: fabric.layout, labour, scale, supply }
    }

    pub(super) fn wage_lanes(&self) -> usize {
        match self.labour {
            Labour::Mobile => self.layout.lanes,
            Labour::Fixed => self.layout.grid(),
        }
    }

    fn scale_lanes(&self) -> usize {
        if self.scale { self.layout.grid() } else { 0 }
    }

    fn supply_lanes(&self) -> usize {
        if self.supply { self.layout.lanes } else { 0 }
    }

    /// Lanes of the whole vector.
    pub(super) fn lanes(&self) -> usize {
        self.wage_lanes() + 2 * self.layout.grid() + self.scale_lanes() + self.supply_lanes()
    }

    /// The five parts of a vector of unknowns.
    pub(super) fn parts<'a>(&self, all: &'a [Lane]) -> Parts<&'a [Lane]> {
        let grid = self.layout.grid();
        let (wages, rest) = all.split_at(self.wage_lanes());
        let (prices, rest) = rest.split_at(grid);
        let (spending, rest) = rest.split_at(grid);
        let (scale, supply) = rest.split_at(self.scale_lanes());
        Parts { wages, prices, spending, scale, supply }
    }

    /// The five parts of a vector of unknowns, to be changed.
    pub(super) fn parts_mut<'a>(&self, all: &'a mut [Lane]) -> Parts<&'a mut [Lane]> {
        let grid = self.layout.grid();
        let (wages, rest) = all.split_at_mut(self.wage_lanes());
        let (prices, rest) = rest.split_at_mut(grid);
        let (spending, rest) = rest.split_at_mut(grid);
        let (scale, supply) = rest.split_at_mut(self.scale_lanes());
        Parts { wages, prices, spending, scale, supply }
    }

    /// The base: nothing has changed.
    pub(super) fn start(&self, fabric: &Fabric, all: &mut [Lane]) {
        all.fill([0.0; LANES]);
        let spending = self.parts_mut(all).spending;
        for (hat, inverse) in spending.iter_mut().zip(&fabric.inverse_spending) {
            *hat = lane(|l| if inverse[l] > 0.0 { 1.0 } else { 0.0 });
        }
    }
}

/// A vector of unknowns, taken apart.
pub(super) struct Parts<T> {
    pub(super) wages: T,
    pub(super) prices: T,
    pub(super) spending: T,
    pub(super) scale: T,
    pub(super) supply: T,
}

/// Room for what a sweep computes on its way; what stands here after a sweep belongs to its input.
#[derive(Debug, Clone)]
pub(super) struct Scratch {
    /// Log unit cost, scale economies and productivity included, `[j][i]`.
    log_cost: Vec<Lane>,
    /// Unit cost to the power -theta, `[j][i]`.
    pub(super) attraction: Vec<Lane>,
    /// Sum of the weighted shares, price index to the power -theta, `[j][n]`; one where nothing is bought.
    pub(super) denominator: Vec<Lane>,
    /// Output at factory prices, `[j][i]`.
    pub(super) output: Vec<Lane>,
    /// Wages paid in a sector, overhead at home included, `[j][i]`.
    payroll: Vec<Lane>,
    /// What is earned by selling, `[j][n]`; zeros without overhead.
    overhead_pay: Vec<Lane>,
    /// Income by country.
    pub(super) income: Vec<Lane>,
    /// Exports and domestic sales before tariff of one sector; used only with export taxes or subsidies.
    sales: Vec<Lane>,
    /// One lane of countries by sector.
    by_sector: Vec<Lane>,
    /// Another.
    by_sector_too: Vec<Lane>,
    /// What employers would pay for labour, by country.
    labour_demand: Vec<Lane>,
    /// Wage bill by country.
    wage_bill: Vec<Lane>,
}

impl Scratch {
    pub(super) fn new(layout: Layout) -> Self {
        let grid = vec![[0.0; LANES]; layout.grid()];
        let row = vec![[0.0; LANES]; layout.lanes];
        let column = vec![[0.0; LANES]; layout.sectors];
        Self {
            log_cost: grid.clone(),
            attraction: grid.clone(),
            denominator: grid.clone(),
            payroll: grid.clone(),
            overhead_pay: grid.clone(),
            output: grid,
            income: row.clone(),
            sales: row.clone(),
            by_sector: column.clone(),
            by_sector_too: column,
            labour_demand: row.clone(),
            wage_bill: row,
        }
    }
}

/// One problem: the base, the policy and the unknowns.
#[derive(Clone, Copy)]
pub(super) struct Problem<'a> {
    pub(super) fabric: &'a Fabric,
    pub(super) wedges: &'a Wedges,
    pub(super) unknowns: Unknowns,
}

/// Computes what the unknowns in `from` imply, into `to`: at an equilibrium the two are equal.
pub(super) fn sweep(problem: Problem<'_>, from: &[Lane], to: &mut [Lane], scratch: &mut Scratch) {
    #[cfg(target_arch = "x86_64")]
    if let Some(wide) = Avx2::detect() {
        // SAFETY: the processor has the instructions that the function is compiled for.
        #[allow(unsafe_code)]
        unsafe {
            return sweep_avx2(wide, problem, from, to, scratch);
        }
    }
    sweep_with(Portable, problem, from, to, scratch);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn sweep_avx2(wide: Avx2, problem: Problem<'_>, from: &[Lane], to: &mut [Lane], scratch: &mut Scratch) {
    sweep_with(wide, problem, from, to, scratch);
}

#[inline(always)]
fn sweep_with(dots: impl Dots, problem: Problem<'_>, from: &[Lane], to: &mut [Lane], scratch: &mut Scratch) {
    let from = problem.unknowns.parts(from);
    let to = problem.unknowns.parts_mut(to);
    costs(problem, &from, scratch);
    sales(dots, problem, from.spending, scratch);
    prices(problem.fabric, scratch, to.prices);
    payroll(problem.fabric, scratch);
    wage_bill(problem, from.wages, from.supply, &mut scratch.wage_bill);
    if problem.unknowns.supply {
        supply(problem.fabric, &from, scratch, to.supply);
    }
    wages(dots, problem, &from, scratch, to.wages);
    wage_bill(problem, to.wages, from.supply, &mut scratch.wage_bill);
    income(problem.fabric, scratch);
    spending(problem.fabric, from.spending, scratch, to.spending);
    if problem.unknowns.scale {
        sector_labour(problem.fabric, from.wages, &scratch.payroll, to.scale);
    }
}

/// Unit costs, in logs and to the power -theta: `(w^beta prod P^gamma L^-psi / A)^-theta`, the home loop closed.
#[inline(always)]
fn costs(problem: Problem<'_>, from: &Parts<&[Lane]>, scratch: &mut Scratch) {
    let Problem { fabric, wedges, unknowns } = problem;
    let Layout { sectors, lanes, .. } = fabric.layout;
    // what moves costs beside prices and a common wage: wages by sector, less productivity, less scale
    let shifts = &mut scratch.log_cost;
    shifts.fill([0.0; LANES]);
    if let Some(productivity) = &wedges.productivity {
        subtract(shifts, productivity, 1.0);
    }
    if unknowns.scale {
        for j in 0..sectors {
            let row = j * lanes..(j + 1) * lanes;
            subtract(&mut shifts[row.clone()], &from.scale[row], fabric.psi[j]);
        }
    }
    if unknowns.labour == Labour::Fixed {
        for ((shift, beta), wage) in shifts.iter_mut().zip(&fabric.beta).zip(from.wages) {
            for l in 0..LANES {
                shift[l] += beta[l] * wage[l];
            }
        }
    }
    for at in 0..lanes {
        let wage = match unknowns.labour {
            Labour::Mobile => from.wages[at],
            Labour::Fixed => [0.0; LANES],
        };
        if !fabric.inputs {
            for j in 0..sectors {
                let cell = j * lanes + at;
                let beta = fabric.deep_beta[cell];
                for l in 0..LANES {
                    shifts[cell][l] += beta[l] * wage[l];
                }
            }
            continue;
        }
        let beyond_home = &mut scratch.by_sector;
        for (k, beyond) in beyond_home.iter_mut().enumerate() {
            let cell = k * lanes + at;
            let (price, home, shift) = (from.prices[cell], fabric.home[cell], shifts[cell]);
            *beyond = lane(|l| price[l] + home[l] * shift[l]);
        }
        let size = sectors * sectors;
        let gamma = &fabric.deep_gamma[at * size..(at + 1) * size];
        times(gamma, beyond_home, |j, inputs| {
            let cell = j * lanes + at;
            let beta = fabric.deep_beta[cell];
            for l in 0..LANES {
                shifts[cell][l] += beta[l] * wage[l] + inputs[l];
            }
        });
    }
    for j in 0..sectors {
        let row = j * lanes..(j + 1) * lanes;
        let theta = fabric.theta[j];
        for (attraction, log_cost) in scratch.attraction[row.clone()].iter_mut().zip(&scratch.log_cost[row]) {
            *attraction = lane(|l| exp(-theta * log_cost[l]));
        }
    }
}

/// Who buys what from whom: denominators of the shares, output, and the revenue from tariffs, export taxes and (less)
/// subsidies, which begins `income`.
#[inline(always)]
fn sales(dots: impl Dots, problem: Problem<'_>, spending: &[Lane], scratch: &mut Scratch) {
    let Problem { fabric, wedges, .. } = problem;
    let layout = fabric.layout;
    let Layout { sectors, lanes, .. } = layout;
    scratch.output.fill([0.0; LANES]);
    scratch.income.fill([0.0; LANES]);
    for j in 0..sectors {
        let row = j * lanes..(j + 1) * lanes;
        let attraction = &scratch.attraction[row.clone()];
        let output = &mut scratch.output[row.clone()];
        scratch.sales.fill([0.0; LANES]);
        for at in 0..lanes {
            let cell = j * lanes + at;
            let start = layout.row(j, at * LANES);
            let importers = start..start + LANES * lanes;
            let weights = dots.rows(&wedges.with_tariff[importers.clone()], attraction);
            let denominator = weights.map(|w| if w > 0.0 { w } else { 1.0 });
            let (base, hat) = (fabric.spending[cell], spending[cell]);
            let spent: Lane = lane(|l| base[l] * hat[l]);
            let per_weight: Lane = lane(|l| spent[l] / denominator[l]);
            scratch.denominator[cell] = denominator;
            let border = if wedges.tariffed[j] { &wedges.at_border } else { &wedges.with_tariff };
            let border = &border[importers.clone()];
            let mut bought = spent;
            if wedges.tariffed[j] {
                let crossing = dots.rows(border, attraction);
                bought = lane(|l| per_weight[l] * crossing[l]);
                for l in 0..LANES {
                    scratch.income[at][l] += spent[l] - bought[l];
                }
            }
            let mut sold_per_weight = per_weight;
            if fabric.rules.has_overhead {
                let (overhead, kept) = (fabric.rules.overhead[at], fabric.rules.kept[at]);
                scratch.overhead_pay[cell] = lane(|l| overhead[l] * bought[l]);
                sold_per_weight = lane(|l| kept[l] * per_weight[l]);
            }
            if wedges.producer_wedges {
                add_scaled_rows(&mut scratch.sales, border, sold_per_weight);
            }
            let factory = if wedges.at_factory.is_empty() { border } else { &wedges.at_factory[importers] };
            add_scaled_rows(output, factory, sold_per_weight);
        }
        for ((output, attraction), cost) in output.iter_mut().zip(attraction).zip(&wedges.cost_per_sale[row])
        {
            for l in 0..LANES {
                output[l] *= attraction[l] * cost[l];
            }
        }
        if wedges.producer_wedges {
            // what buyers pay at the border less what production costs: export taxes less subsidies
            for (income, ((sales, attraction), output)) in
                scratch.income.iter_mut().zip(scratch.sales.iter().zip(attraction).zip(output.iter()))
            {
                for l in 0..LANES {
                    income[l] += sales[l] * attraction[l] - output[l];
                }
            }
        }
    }
}

/// Price indices, `denominator^(-1/theta)`, in logs, less the home share of the cost at home.
#[inline(always)]
fn prices(fabric: &Fabric, scratch: &Scratch, to: &mut [Lane]) {
    let lanes = fabric.layout.lanes;
    for (cell, price) in to.iter_mut().enumerate() {
        let factor = -1.0 / fabric.theta[cell / lanes];
        let (denominator, home, cost) =
            (scratch.denominator[cell], fabric.home[cell], scratch.log_cost[cell]);
        *price = lane(|l| factor * ln(denominator[l]) - home[l] * cost[l]);
    }
}

/// What a country works: `kappa (ln w - ln P - ln (1 - cut))` in logs, with P the price index of final spending and cut the
/// part of wages that is not taxed any more.
#[inline(always)]
fn supply(fabric: &Fabric, from: &Parts<&[Lane]>, scratch: &Scratch, to: &mut [Lane]) {
    let Layout { sectors, lanes, .. } = fabric.layout;
    let kappa = fabric.rules.labour_supply;
    for (at, supply) in to.iter_mut().enumerate() {
        let (wage, by_size) = (from.wages[at], fabric.rules.by_size[at]);
        let mut pay = wage;
        for j in 0..sectors {
            let cell = j * lanes + at;
            let (alpha, power) = (fabric.rules.alpha[cell], -1.0 / fabric.theta[j]);
            let (denominator, hat) = (scratch.denominator[cell], from.spending[cell]);
            let size: Lane = lane(|l| if hat[l] > 0.0 { ln(hat[l]) - wage[l] } else { 0.0 });
            pay = lane(|l| pay[l] - alpha[l] * (power * ln(denominator[l]) + by_size[l] * size[l]));
        }
        if let Some(rates) = &fabric.rules.revenue_rate {
            let (revenue, bill, rate) = (scratch.income[at], scratch.wage_bill[at], rates[at]);
            let cut: Lane = lane(|l| if bill[l] > 0.0 { revenue[l] / bill[l] - rate[l] } else { 0.0 });
            pay = lane(|l| pay[l] - ln((1.0 - cut[l]).max(LEAST_TAXED)));
        }
        *supply = lane(|l| kappa * pay[l]);
    }
}

/// On its way the iteration may come by a point where revenue is more than all wages; no equilibrium is there.
const LEAST_TAXED: f64 = 0.01;

/// Wage bill by country at the current wages.
#[inline(always)]
fn wage_bill(problem: Problem<'_>, wages: &[Lane], supply: &[Lane], bill: &mut [Lane]) {
    let Problem { fabric, unknowns, .. } = problem;
    match unknowns.labour {
        Labour::Mobile if unknowns.supply => {
            for (at, (bill, labour)) in bill.iter_mut().zip(&fabric.labour).enumerate() {
                *bill = lane(|l| labour[l] * exp(wages[at][l] + supply[at][l]));
            }
        }
        Labour::Mobile => {
            for (bill, (wage, labour)) in bill.iter_mut().zip(wages.iter().zip(&fabric.labour)) {
                *bill = lane(|l| labour[l] * exp(wage[l]));
            }
        }
        Labour::Fixed => {
            bill.fill([0.0; LANES]);
            let lanes = fabric.layout.lanes;
            for (cell, (wage, labour_income)) in wages.iter().zip(&fabric.labour_income).enumerate() {
                for l in 0..LANES {
                    bill[cell % lanes][l] += labour_income[l] * exp(wage[l]);
                }
            }
        }
    }
}

/// Income: wages, profits and the transfer from abroad join the revenues.
#[inline(always)]
fn income(fabric: &Fabric, scratch: &mut Scratch) {
    let lanes = fabric.layout.lanes;
    for (j, cost_share) in fabric.cost_share.iter().enumerate().filter(|(_, share)| **share != 1.0) {
        let output = &scratch.output[j * lanes..(j + 1) * lanes];
        for (income, output) in scratch.income.iter_mut().zip(output) {
            for l in 0..LANES {
                income[l] += (1.0 - cost_share) * output[l];
            }
        }
    }
    for (income, (bill, deficit)) in
        scratch.income.iter_mut().zip(scratch.wage_bill.iter().zip(&fabric.deficits))
    {
        for l in 0..LANES {
            income[l] += bill[l] + deficit[l];
        }
    }
}

/// Spending, as a hat: final shares of income and what production uses, the home loop closed.
#[inline(always)]
fn spending(fabric: &Fabric, from: &[Lane], scratch: &mut Scratch, to: &mut [Lane]) {
    let Layout { sectors, lanes, .. } = fabric.layout;
    for at in 0..lanes {
        let (beyond_home, spent) = (&mut scratch.by_sector, &mut scratch.by_sector_too);
        let income = scratch.income[at];
        for j in 0..sectors {
            let cell = j * lanes + at;
            let (output, home, base, hat, alpha) = (
                scratch.output[cell],
                fabric.home[cell],
                fabric.spending[cell],
                from[cell],
                fabric.deep_alpha[cell],
            );
            let cost_share = fabric.cost_share[j];
            beyond_home[j] = lane(|l| cost_share * output[l] - home[l] * base[l] * hat[l]);
            spent[j] = lane(|l| alpha[l] * income[l]);
        }
        let size = sectors * sectors;
        if fabric.inputs {
            add_transposed_times(&fabric.deep_gamma[at * size..(at + 1) * size], beyond_home, spent);
        }
        for (k, spent) in spent.iter().enumerate() {
            let inverse = fabric.inverse_spending[k * lanes + at];
            to[k * lanes + at] = lane(|l| spent[l] * inverse[l]);
        }
    }
}

/// Wages: raised where labour is asked for beyond what there is, and scaled so that world value added stays.
#[inline(always)]
fn wages(
    dots: impl Dots,
    problem: Problem<'_>,
    from: &Parts<&[Lane]>,
    scratch: &mut Scratch,
    to: &mut [Lane],
) {
    let Problem { fabric, unknowns, .. } = problem;
    match unknowns.labour {
        Labour::Fixed => sector_wages(fabric, from.wages, &scratch.payroll, to),
        Labour::Mobile => {
            labour_demand(fabric, &scratch.payroll, &mut scratch.labour_demand);
            let excess = &mut scratch.labour_demand;
            for (cell, excess) in excess.iter_mut().enumerate() {
                let (demand, bill, labour) = (*excess, scratch.wage_bill[cell], fabric.labour[cell]);
                *excess = lane(|l| ln(if labour[l] > 0.0 { demand[l] / bill[l] } else { 1.0 }));
            }
            let lanes = fabric.layout.lanes;
            for (at, wage) in to.iter_mut().enumerate() {
                let step =
                    dots.rows(&fabric.wage_steps[at * LANES * lanes..(at + 1) * LANES * lanes], excess);
                *wage = lane(|l| from.wages[at][l] + step[l]);
            }
        }
    }
    wage_bill(problem, to, from.supply, &mut scratch.wage_bill);
    let world: f64 = scratch.wage_bill.as_flattened().iter().sum();
    let level = ln(world / fabric.world);
    for wage in to.as_flattened_mut() {
        *wage -= level;
    }
}

/// What employers pay for labour in each sector and country at current output.
#[inline(always)]
fn payroll(fabric: &Fabric, scratch: &mut Scratch) {
    let lanes = fabric.layout.lanes;
    for (cell, (pay, (beta, output))) in
        scratch.payroll.iter_mut().zip(fabric.beta.iter().zip(&scratch.output)).enumerate()
    {
        let cost_share = fabric.cost_share[cell / lanes];
        *pay = lane(|l| beta[l] * cost_share * output[l]);
    }
    if fabric.rules.has_overhead {
        for (pay, overhead) in scratch.payroll.iter_mut().zip(&scratch.overhead_pay) {
            *pay = lane(|l| pay[l] + overhead[l]);
        }
    }
}

/// The same by country.
#[inline(always)]
fn labour_demand(fabric: &Fabric, payroll: &[Lane], to: &mut [Lane]) {
    to.fill([0.0; LANES]);
    let lanes = fabric.layout.lanes;
    for (cell, pay) in payroll.iter().enumerate() {
        for l in 0..LANES {
            to[cell % lanes][l] += pay[l];
        }
    }
}

/// Wages by sector where labour does not move.
#[inline(always)]
fn sector_wages(fabric: &Fabric, from: &[Lane], payroll: &[Lane], to: &mut [Lane]) {
    for (cell, wage) in to.iter_mut().enumerate() {
        let (pay, base, step) = (payroll[cell], fabric.labour_income[cell], fabric.sector_wage_step[cell]);
        *wage = lane(|l| {
            let made = base[l] > 0.0;
            let ratio = if made { pay[l] / base[l] } else { 1.0 };
            let excess = ln(ratio) - from[cell][l];
            if made { from[cell][l] + step[l] * excess } else { 0.0 }
        });
    }
}

/// Employment by sector: its wage bill over the wage, against the base.
#[inline(always)]
fn sector_labour(fabric: &Fabric, wages: &[Lane], payroll: &[Lane], to: &mut [Lane]) {
    let lanes = fabric.layout.lanes;
    for (cell, labour) in to.iter_mut().enumerate() {
        let (pay, base, wage) = (payroll[cell], fabric.labour_income[cell], wages[cell % lanes]);
        *labour = lane(|l| {
            let made = base[l] > 0.0;
            let ratio = if made { pay[l] / base[l] } else { 1.0 };
            if made { ln(ratio) - wage[l] } else { 0.0 }
        });
    }
}
