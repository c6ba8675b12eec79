//! One sweep over the equations of the model: from wages, prices and spending to what they imply.

use super::fabric::Fabric;
use super::layout::{LANES, Lane, Layout};
use super::vector_math::{exp, ln};
use super::wedges::Wedges;
use crate::model::Labour;

/// Which unknowns there are, one after another in one vector of lanes.
///
/// `wages` (log hats; one row, or one per sector where labour is fixed), `prices` (log hats, `[j][n]`), `spending`
/// (hats, `[j][n]`), `labour` (log hats by sector, `[j][i]`; only with scale economies and mobile labour).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unknowns {
    pub(super) layout: Layout,
    pub(super) labour: Labour,
    pub(super) scale: bool,
}

impl Unknowns {
    pub(super) fn of(fabric: &Fabric, labour: Labour) -> Self {
        let scale = labour == Labour::Mobile && fabric.psi.iter().any(|psi| *psi != 0.0);
        Self { layout: fabric.layout, labour, scale }
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

    /// Lanes of the whole vector.
    pub(super) fn lanes(&self) -> usize {
        self.wage_lanes() + 2 * self.layout.grid() + self.scale_lanes()
    }

    /// The four parts of a vector of unknowns.
    pub(super) fn parts<'a>(&self, all: &'a [Lane]) -> Parts<&'a [Lane]> {
        let grid = self.layout.grid();
        let (wages, rest) = all.split_at(self.wage_lanes());
        let (prices, rest) = rest.split_at(grid);
        let (spending, scale) = rest.split_at(grid);
        Parts { wages, prices, spending, scale }
    }

    /// The four parts of a vector of unknowns, to be changed.
    pub(super) fn parts_mut<'a>(&self, all: &'a mut [Lane]) -> Parts<&'a mut [Lane]> {
        let grid = self.layout.grid();
        let (wages, rest) = all.split_at_mut(self.wage_lanes());
        let (prices, rest) = rest.split_at_mut(grid);
        let (spending, scale) = rest.split_at_mut(grid);
        Parts { wages, prices, spending, scale }
    }

    /// The base: nothing has changed.
    pub(super) fn start(&self, fabric: &Fabric, all: &mut [Lane]) {
        all.fill([0.0; LANES]);
        let spending = self.parts_mut(all).spending;
        for (hat, inverse) in spending.iter_mut().zip(&fabric.inverse_spending) {
            *hat = std::array::from_fn(|l| if inverse[l] > 0.0 { 1.0 } else { 0.0 });
        }
    }
}

/// A vector of unknowns, taken apart.
pub(super) struct Parts<T> {
    pub(super) wages: T,
    pub(super) prices: T,
    pub(super) spending: T,
    pub(super) scale: T,
}

/// Room for what a sweep computes on its way; what stands here after a sweep belongs to its input.
#[derive(Debug, Clone)]
pub(super) struct Scratch {
    /// Cost to the power -theta, `[j][i]`.
    pub(super) attraction: Vec<Lane>,
    /// Sum of the weighted shares, price index to the power -theta, `[j][n]`.
    pub(super) denominator: Vec<Lane>,
    /// Output at cost, `[j][i]`.
    pub(super) output: Vec<Lane>,
    /// Exports and domestic sales before tariff, `[j][i]`; used only with export taxes or subsidies.
    sales: Vec<Lane>,
    /// Income by country.
    pub(super) income: Vec<f64>,
    /// What employers would pay for labour, by country.
    labour_demand: Vec<f64>,
    /// Wage bill by country.
    wage_bill: Vec<f64>,
}

impl Scratch {
    pub(super) fn new(layout: Layout) -> Self {
        let grid = vec![[0.0; LANES]; layout.grid()];
        Self {
            attraction: grid.clone(),
            denominator: grid.clone(),
            output: grid.clone(),
            sales: grid,
            income: vec![0.0; layout.lanes * LANES],
            labour_demand: vec![0.0; layout.lanes * LANES],
            wage_bill: vec![0.0; layout.lanes * LANES],
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
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has the instructions that the function is compiled for.
        #[allow(unsafe_code)]
        unsafe {
            return sweep_avx2(problem, from, to, scratch);
        }
    }
    sweep_any(problem, from, to, scratch);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn sweep_avx2(problem: Problem<'_>, from: &[Lane], to: &mut [Lane], scratch: &mut Scratch) {
    sweep_any(problem, from, to, scratch);
}

#[inline(always)]
fn sweep_any(problem: Problem<'_>, from: &[Lane], to: &mut [Lane], scratch: &mut Scratch) {
    let from = problem.unknowns.parts(from);
    let to = problem.unknowns.parts_mut(to);
    costs(problem, &from, &mut scratch.attraction);
    sales(problem, from.spending, scratch);
    prices(problem.fabric, &scratch.denominator, to.prices);
    wage_bill(problem, from.wages, &mut scratch.wage_bill);
    income(problem.fabric, scratch);
    spending(problem.fabric, scratch, to.spending);
    wages(problem, from.wages, scratch, to.wages);
    if problem.unknowns.scale {
        sector_labour(problem.fabric, from.wages, &scratch.output, to.scale);
    }
}

/// Unit costs to the power -theta: `(w^beta prod P^gamma L^-psi / A)^-theta`.
#[inline(always)]
fn costs(problem: Problem<'_>, from: &Parts<&[Lane]>, attraction: &mut [Lane]) {
    let Problem { fabric, wedges, unknowns } = problem;
    let (sectors, lanes) = (fabric.layout.sectors, fabric.layout.lanes);
    for j in 0..sectors {
        let row = j * lanes..(j + 1) * lanes;
        let wages = match unknowns.labour {
            Labour::Mobile => from.wages,
            Labour::Fixed => &from.wages[row.clone()],
        };
        for ((log_cost, beta), wage) in attraction[row.clone()].iter_mut().zip(&fabric.beta[row.clone()]).zip(wages) {
            *log_cost = std::array::from_fn(|l| beta[l] * wage[l]);
        }
        if let Some(productivity) = &wedges.productivity {
            subtract(&mut attraction[row.clone()], &productivity[row.clone()], 1.0);
        }
        if unknowns.scale {
            subtract(&mut attraction[row.clone()], &from.scale[row], fabric.psi[j]);
        }
    }
    for k in 0..sectors {
        let price = &from.prices[k * lanes..(k + 1) * lanes];
        for j in 0..sectors {
            if fabric.used[k * sectors + j] {
                let start = (k * sectors + j) * lanes;
                add_product(&mut attraction[j * lanes..(j + 1) * lanes], &fabric.gamma[start..start + lanes], price);
            }
        }
    }
    for j in 0..sectors {
        let theta = fabric.theta[j];
        for log_cost in &mut attraction[j * lanes..(j + 1) * lanes] {
            for l in 0..LANES {
                log_cost[l] = exp(-theta * log_cost[l]);
            }
        }
    }
}

#[inline(always)]
fn subtract(from: &mut [Lane], what: &[Lane], factor: f64) {
    for (f, w) in from.iter_mut().zip(what) {
        for l in 0..LANES {
            f[l] -= factor * w[l];
        }
    }
}

#[inline(always)]
fn add_product(to: &mut [Lane], a: &[Lane], b: &[Lane]) {
    for ((t, a), b) in to.iter_mut().zip(a).zip(b) {
        for l in 0..LANES {
            t[l] += a[l] * b[l];
        }
    }
}

#[inline(always)]
fn add_scaled(to: &mut [Lane], a: &[Lane], factor: f64) {
    for (t, a) in to.iter_mut().zip(a) {
        for l in 0..LANES {
            t[l] += a[l] * factor;
        }
    }
}

#[inline(always)]
fn dot(a: &[Lane], b: &[Lane]) -> f64 {
    let mut even = [0.0; LANES];
    let mut odd = [0.0; LANES];
    let pairs = a.len() / 2 * 2;
    let (a, a_last) = a.split_at(pairs);
    let (b, b_last) = b.split_at(pairs);
    for (a, b) in a.chunks_exact(2).zip(b.chunks_exact(2)) {
        for l in 0..LANES {
            even[l] += a[0][l] * b[0][l];
            odd[l] += a[1][l] * b[1][l];
        }
    }
    for (a, b) in a_last.iter().zip(b_last) {
        for l in 0..LANES {
            even[l] += a[l] * b[l];
        }
    }
    let sums: Lane = std::array::from_fn(|l| even[l] + odd[l]);
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}

/// Who buys what from whom: denominators of the shares, output, and tariff revenue (in `income`).
#[inline(always)]
fn sales(problem: Problem<'_>, spending: &[Lane], scratch: &mut Scratch) {
    let Problem { fabric, wedges, .. } = problem;
    let Layout { sectors, countries, lanes } = fabric.layout;
    scratch.output.fill([0.0; LANES]);
    scratch.sales.fill([0.0; LANES]);
    scratch.income.fill(0.0);
    for j in 0..sectors {
        let row = j * lanes..(j + 1) * lanes;
        let attraction = &scratch.attraction[row.clone()];
        let hats = spending[row.clone()].as_flattened();
        let base = fabric.spending[row.clone()].as_flattened();
        let denominators = scratch.denominator[row.clone()].as_flattened_mut();
        denominators.fill(1.0);
        let output = &mut scratch.output[row.clone()];
        let all_sales = &mut scratch.sales[row.clone()];
        for n in 0..countries {
            let start = (j * countries + n) * lanes;
            let cells = start..start + lanes;
            let denominator = dot(&wedges.with_tariff[cells.clone()], attraction);
            if denominator <= 0.0 {
                continue;
            }
            let spent = base[n] * hats[n];
            let per_weight = spent / denominator;
            denominators[n] = denominator;
            let border =
                if wedges.tariffed[j] { &wedges.at_border[cells.clone()] } else { &wedges.with_tariff[cells.clone()] };
            if wedges.tariffed[j] {
                scratch.income[n] += spent - per_weight * dot(border, attraction);
            }
            if wedges.producer_wedges {
                add_scaled(all_sales, border, per_weight);
            }
            let factory = if wedges.at_factory.is_empty() { border } else { &wedges.at_factory[cells] };
            add_scaled(output, factory, per_weight);
        }
        let cost_per_sale = &wedges.cost_per_sale[row];
        for ((output, attraction), cost) in output.iter_mut().zip(attraction).zip(cost_per_sale) {
            for l in 0..LANES {
                output[l] *= attraction[l] * cost[l];
            }
        }
        if wedges.producer_wedges {
            // export-tax revenue less subsidies: what buyers pay at the border less what production costs
            for (lane, ((sales, attraction), output)) in all_sales.iter().zip(attraction).zip(output.iter()).enumerate() {
                for l in 0..LANES {
                    scratch.income[lane * LANES + l] += sales[l] * attraction[l] - output[l];
                }
            }
        }
    }
}

/// Price indices: `P = denominator^(-1/theta)`, in logs.
#[inline(always)]
fn prices(fabric: &Fabric, denominators: &[Lane], to: &mut [Lane]) {
    let lanes = fabric.layout.lanes;
    for j in 0..fabric.layout.sectors {
        let factor = -1.0 / fabric.theta[j];
        let row = j * lanes..(j + 1) * lanes;
        for (price, denominator) in to[row.clone()].iter_mut().zip(&denominators[row]) {
            *price = std::array::from_fn(|l| factor * ln(denominator[l]));
        }
    }
}

/// Wage bill by country at the current wages.
#[inline(always)]
fn wage_bill(problem: Problem<'_>, wages: &[Lane], bill: &mut [f64]) {
    let Problem { fabric, unknowns, .. } = problem;
    match unknowns.labour {
        Labour::Mobile => {
            for (bill, (wage, labour)) in bill.iter_mut().zip(wages.as_flattened().iter().zip(&fabric.labour)) {
                *bill = labour * exp(*wage);
            }
        }
        Labour::Fixed => {
            bill.fill(0.0);
            let rows = wages.chunks_exact(fabric.layout.lanes).zip(fabric.value_added.chunks_exact(fabric.layout.lanes));
            for (wages, value_added) in rows {
                let cells = wages.as_flattened().iter().zip(value_added.as_flattened());
                for (bill, (wage, value_added)) in bill.iter_mut().zip(cells) {
                    *bill += value_added * exp(*wage);
                }
            }
        }
    }
}

/// Income: wages, tariffs and the transfer from abroad. Producer wedges and tariffs are already in `income`.
#[inline(always)]
fn income(fabric: &Fabric, scratch: &mut Scratch) {
    for (n, deficit) in fabric.deficits.iter().enumerate() {
        scratch.income[n] += scratch.wage_bill[n] + deficit;
    }
}

/// Spending: final shares of income and what production uses, against the base.
#[inline(always)]
fn spending(fabric: &Fabric, scratch: &Scratch, to: &mut [Lane]) {
    let (sectors, lanes) = (fabric.layout.sectors, fabric.layout.lanes);
    let (income, _) = scratch.income.as_chunks::<LANES>();
    for k in 0..sectors {
        let row = k * lanes..(k + 1) * lanes;
        let to = &mut to[row.clone()];
        for (lane, (spent, alpha)) in to.iter_mut().zip(&fabric.alpha[row.clone()]).enumerate() {
            *spent = std::array::from_fn(|l| alpha[l] * income[lane][l]);
        }
        for j in 0..sectors {
            if fabric.used[k * sectors + j] {
                let start = (k * sectors + j) * lanes;
                add_product(to, &fabric.gamma[start..start + lanes], &scratch.output[j * lanes..(j + 1) * lanes]);
            }
        }
        for (spent, inverse) in to.iter_mut().zip(&fabric.inverse_spending[row]) {
            for l in 0..LANES {
                spent[l] *= inverse[l];
            }
        }
    }
}

/// Wages: raised where labour is asked for beyond what there is, and scaled so that world value added stays.
#[inline(always)]
fn wages(problem: Problem<'_>, from: &[Lane], scratch: &mut Scratch, to: &mut [Lane]) {
    let Problem { fabric, unknowns, .. } = problem;
    let Layout { sectors, countries, lanes } = fabric.layout;
    if unknowns.labour == Labour::Fixed {
        sector_wages(fabric, from, &scratch.output, to);
    } else {
        let demand = &mut scratch.labour_demand;
        demand.fill(0.0);
        for j in 0..sectors {
            let row = j * lanes..(j + 1) * lanes;
            for (lane, (beta, output)) in fabric.beta[row.clone()].iter().zip(&scratch.output[row]).enumerate() {
                for l in 0..LANES {
                    demand[lane * LANES + l] += beta[l] * output[l];
                }
            }
        }
        let (from, to) = (from.as_flattened(), to.as_flattened_mut());
        for i in 0..countries {
            let excess = if fabric.labour[i] > 0.0 { ln(demand[i] / scratch.wage_bill[i]) } else { 0.0 };
            to[i] = from[i] + fabric.wage_step[i] * excess;
        }
    }
    wage_bill(problem, to, &mut scratch.wage_bill);
    let world: f64 = scratch.wage_bill[..countries].iter().sum();
    let level = ln(world / fabric.world);
    for wage in to.as_flattened_mut() {
        *wage -= level;
    }
}

/// Wages by sector where labour does not move.
#[inline(always)]
fn sector_wages(fabric: &Fabric, from: &[Lane], output: &[Lane], to: &mut [Lane]) {
    for cell in 0..to.len() {
        let (beta, base, step) = (fabric.beta[cell], fabric.value_added[cell], fabric.sector_wage_step[cell]);
        to[cell] = std::array::from_fn(|l| {
            let made = base[l] > 0.0;
            let ratio = if made { beta[l] * output[cell][l] / base[l] } else { 1.0 };
            let excess = ln(ratio) - from[cell][l];
            if made { from[cell][l] + step[l] * excess } else { 0.0 }
        });
    }
}

/// Labour by sector: its wage bill over the wage, against the base.
#[inline(always)]
fn sector_labour(fabric: &Fabric, wages: &[Lane], output: &[Lane], to: &mut [Lane]) {
    let lanes = fabric.layout.lanes;
    for cell in 0..to.len() {
        let (beta, base, wage) = (fabric.beta[cell], fabric.value_added[cell], wages[cell % lanes]);
        to[cell] = std::array::from_fn(|l| {
            let made = base[l] > 0.0;
            let ratio = if made { beta[l] * output[cell][l] / base[l] } else { 1.0 };
            if made { ln(ratio) - wage[l] } else { 0.0 }
        });
    }
}
