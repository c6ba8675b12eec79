//! The model where goods are made of labour alone: wages and incomes are all that is unknown.
//!
//! Given wages, costs and shares follow without iteration, and given incomes too, flows. What is left is one market for
//! labour and one balance of payments by country (the last of these follows from the others, and the numéraire takes
//! its place): a system so small that it is solved by elimination, forwards in Newton steps and transposed for the adjoint.

use super::fabric::Fabric;
use super::kernels::{Dots, Routine, lane, widest};
use super::layout::{LANES, Lane, Layout};
use super::sweep::Unknowns;
use super::tangent::{Tangent, Worth};
use crate::scenario::Labour;

/// More countries than this, and elimination costs more than iteration.
const COUNTRIES: usize = 4 * LANES;

/// The linearised system: rows are labour markets (relative to wage bills), then balances of payments (relative to
/// incomes), the last of them the numéraire; columns are log wages, then log incomes.
#[derive(Debug, Clone)]
pub(super) struct Reduced {
    countries: usize,
    sums: Sums,
    matrix: Vec<f64>,
    pivots: Vec<usize>,
    /// Right-hand side, then solution.
    vector: Vec<f64>,
    /// What each row is relative to.
    scale: Vec<f64>,
    /// Wage bill and income by country.
    bill: Vec<f64>,
    income: Vec<f64>,
}

/// Sums over sectors of what the system is made of; by two countries, the second innermost and padded.
#[derive(Debug, Clone)]
struct Sums {
    /// How the demand for labour in i answers the price index where it sells, by the k whose wage moves that index.
    labour: Vec<Lane>,
    /// The same of all exports of i.
    exports: Vec<Lane>,
    /// How the purchases of n answer the wage of k.
    imports: Vec<Lane>,
    /// Labour of i in what n buys, and what n buys from i: `[n][i]`.
    labour_in_purchases: Vec<Lane>,
    purchases: Vec<Lane>,
    /// Demand for labour, exports (home sales included) and purchases by country; the first two also times elasticities.
    demand: Vec<Lane>,
    sold: Vec<Lane>,
    bought: Vec<Lane>,
    elastic_demand: Vec<Lane>,
    elastic_sold: Vec<Lane>,
}

impl Reduced {
    /// The system for worlds like this, if it holds for them and is small.
    pub(super) fn fitting(fabric: &Fabric, unknowns: Unknowns) -> Option<Self> {
        let layout = fabric.layout;
        let countries = layout.countries;
        let labour_alone = !fabric.inputs && layout.unpadded(&fabric.beta).iter().all(|beta| *beta == 1.0);
        let mobile = unknowns.labour == Labour::Mobile && !unknowns.scale && fabric.rules.usual;
        let paid = layout.unpadded(&fabric.labour).iter().all(|bill| *bill > 0.0);
        (labour_alone && mobile && paid && countries <= COUNTRIES).then(|| Self {
            countries,
            sums: Sums::new(layout),
            matrix: vec![0.0; 4 * countries * countries],
            pivots: vec![0; 2 * countries],
            vector: vec![0.0; 2 * countries],
            scale: vec![0.0; 2 * countries],
            bill: vec![0.0; countries],
            income: vec![0.0; countries],
        })
    }

    /// Adds up flows into the system, at the wage bills and incomes of the last [`Reduced::residual`].
    pub(super) fn assemble(&mut self, fabric: &Fabric, tangent: &Tangent) {
        let sums = &mut self.sums;
        match fabric.layout.lanes {
            1 => widest(Assembly::<1> { fabric, tangent, sums }),
            2 => widest(Assembly::<2> { fabric, tangent, sums }),
            3 => widest(Assembly::<3> { fabric, tangent, sums }),
            _ => widest(Assembly::<4> { fabric, tangent, sums }),
        }
        self.fill(fabric.layout.lanes, fabric.world);
    }

    fn fill(&mut self, lanes: usize, world: f64) {
        let (countries, size, sums) = (self.countries, 2 * self.countries, &self.sums);
        let row = |matrix: &[Lane], i: usize| -> [f64; COUNTRIES] {
            let mut row = [0.0; COUNTRIES];
            let padded = matrix[i * lanes..(i + 1) * lanes].as_flattened();
            row[..padded.len()].copy_from_slice(padded);
            row
        };
        for i in 0..countries {
            let labour = row(&sums.labour, i);
            let (imports, exports) = (row(&sums.imports, i), row(&sums.exports, i));
            let balance = countries + i;
            (self.scale[i], self.scale[balance]) = (1.0 / self.bill[i], 1.0 / self.income[i]);
            let (per_bill, per_income) = (self.scale[i], self.scale[balance]);
            for k in 0..countries {
                self.matrix[i * size + k] = labour[k] * per_bill;
                self.matrix[balance * size + k] = (imports[k] - exports[k]) * per_income;
            }
            for n in 0..countries {
                let content = sums.labour_in_purchases[n * lanes..(n + 1) * lanes].as_flattened();
                let purchases = sums.purchases[n * lanes..(n + 1) * lanes].as_flattened();
                self.matrix[i * size + countries + n] = content[i] * per_bill;
                self.matrix[balance * size + countries + n] = -purchases[i] * per_income;
            }
            self.matrix[i * size + i] -= (sums.elastic_demand.as_flattened()[i] + self.bill[i]) * per_bill;
            self.matrix[balance * size + i] += sums.elastic_sold.as_flattened()[i] * per_income;
            self.matrix[balance * size + balance] += sums.bought.as_flattened()[i] * per_income;
        }
        let last = &mut self.matrix[(size - 1) * size..];
        last.fill(0.0);
        last.iter_mut().zip(&self.bill).for_each(|(cell, bill)| *cell = bill / world);
    }

    /// By how much the equations fail: the largest of them, each relative. Also the right-hand side of the next step.
    pub(super) fn residual(
        &mut self,
        fabric: &Fabric,
        tangent: &Tangent,
        bill: &[Lane],
        income: &[f64],
    ) -> f64 {
        self.bill.copy_from_slice(&bill.as_flattened()[..self.countries]);
        self.income.copy_from_slice(&income[..self.countries]);
        widest(Totals { fabric, tangent, sums: &mut self.sums });
        let (countries, sums) = (self.countries, &self.sums);
        let deficits = fabric.deficits.as_flattened();
        for (i, deficit) in deficits.iter().take(countries).enumerate() {
            let gap = sums.demand.as_flattened()[i] - self.bill[i];
            let balance = sums.bought.as_flattened()[i] - sums.sold.as_flattened()[i] - deficit;
            self.vector[i] = gap / self.bill[i];
            self.vector[countries + i] = balance / self.income[i];
        }
        let largest = self.vector.iter().fold(0.0f64, |largest, gap| worse(largest, gap.abs()));
        let level = self.bill.iter().sum::<f64>() / fabric.world - 1.0;
        self.vector[2 * countries - 1] = level;
        worse(largest, level.abs())
    }

    /// The Newton step of log wages and log incomes, none longer than `reach`; false where there is none.
    pub(super) fn step(&mut self, reach: f64, wages: &mut [f64], incomes: &mut [f64]) -> bool {
        self.factorise();
        self.solve();
        let largest = self.vector.iter().fold(0.0f64, |largest, step| worse(largest, step.abs()));
        if !largest.is_finite() {
            return false;
        }
        let length = if largest > reach { reach / largest } else { 1.0 };
        let (by_wage, by_income) = self.vector.split_at(self.countries);
        wages.iter_mut().zip(by_wage).for_each(|(wage, step)| *wage -= length * step);
        incomes.iter_mut().zip(by_income).for_each(|(income, step)| *income *= (-length * step).exp());
        true
    }

    /// The multipliers of the equations for what log wages and log incomes are worth at given wages and incomes: into the
    /// vector; false where there are none.
    pub(super) fn multiply(
        &mut self,
        fabric: &Fabric,
        worth: &Worth,
        wages: &[Lane],
        income: &[Lane],
    ) -> bool {
        let (countries, lanes) = (self.countries, fabric.layout.lanes);
        let owed = income.as_flattened().iter().zip(worth.revenue.as_flattened());
        for (i, (wage, (income, revenue))) in
            wages.as_flattened().iter().zip(owed).take(countries).enumerate()
        {
            self.vector[i] = *wage;
            self.vector[countries + i] = self.income[i] * (income + revenue);
        }
        let (by_wage, by_income) = self.vector.split_at_mut(countries);
        for (costs, purchases) in worth.costs.chunks_exact(lanes).zip(worth.purchases.chunks_exact(lanes)) {
            by_wage.iter_mut().zip(costs.as_flattened()).for_each(|(sum, cost)| *sum += cost);
            by_income.iter_mut().zip(purchases.as_flattened()).for_each(|(sum, bar)| *sum += bar);
        }
        self.solve_transposed();
        self.vector.iter().all(|multiplier| multiplier.is_finite())
    }

    /// Adds what the multipliers make of each thing to what it is worth directly.
    pub(super) fn add_worth(&self, fabric: &Fabric, worth: &mut Worth) {
        let (countries, lanes) = (self.countries, fabric.layout.lanes);
        let (mut labour, mut balance) = ([0.0; COUNTRIES], [0.0; COUNTRIES]);
        for i in 0..countries {
            labour[i] = -self.vector[i] * self.scale[i];
            balance[i] = -self.vector[countries + i] * self.scale[countries + i];
        }
        // the numéraire stands in the place of the last balance, and no flow is in it
        balance[countries - 1] = 0.0;
        for (output, cost_share) in worth.output.chunks_exact_mut(lanes).zip(&fabric.cost_share) {
            let output = output.as_flattened_mut().iter_mut();
            output.zip(&labour).for_each(|(output, labour)| *output += cost_share * labour);
        }
        let income = worth.income.as_flattened_mut().iter_mut();
        income.zip(&balance).for_each(|(income, balance)| *income -= balance);
        let revenue = worth.revenue.as_flattened_mut().iter_mut();
        revenue.zip(&balance).for_each(|(revenue, balance)| *revenue -= balance);
    }

    /// LU with pivots from the column. A pivot of zero makes what is solved with it not finite.
    pub(super) fn factorise(&mut self) {
        let size = 2 * self.countries;
        for column in 0..size {
            let magnitude = |row: usize| self.matrix[row * size + column].abs();
            let mut best = column;
            for row in column + 1..size {
                best = if magnitude(row) > magnitude(best) { row } else { best };
            }
            self.pivots[column] = best;
            if best != column {
                (0..size).for_each(|k| self.matrix.swap(column * size + k, best * size + k));
            }
            let (above, below) = self.matrix.split_at_mut((column + 1) * size);
            let pivot = &above[column * size..];
            let inverse = 1.0 / pivot[column];
            for row in below.chunks_exact_mut(size) {
                let factor = row[column] * inverse;
                row[column] = factor;
                let rest = row[column + 1..].iter_mut().zip(&pivot[column + 1..]);
                rest.for_each(|(cell, above)| *cell -= factor * above);
            }
        }
    }

    fn solve(&mut self) {
        let size = 2 * self.countries;
        for column in 0..size {
            self.vector.swap(column, self.pivots[column]);
        }
        for row in 1..size {
            let known: f64 = (0..row).map(|k| self.matrix[row * size + k] * self.vector[k]).sum();
            self.vector[row] -= known;
        }
        for row in (0..size).rev() {
            let known: f64 = (row + 1..size).map(|k| self.matrix[row * size + k] * self.vector[k]).sum();
            self.vector[row] = (self.vector[row] - known) / self.matrix[row * size + row];
        }
    }

    fn solve_transposed(&mut self) {
        let size = 2 * self.countries;
        for row in 0..size {
            let value = self.vector[row] / self.matrix[row * size + row];
            self.vector[row] = value;
            for k in row + 1..size {
                self.vector[k] -= self.matrix[row * size + k] * value;
            }
        }
        for row in (1..size).rev() {
            let value = self.vector[row];
            for k in 0..row {
                self.vector[k] -= self.matrix[row * size + k] * value;
            }
        }
        for column in (0..size).rev() {
            self.vector.swap(column, self.pivots[column]);
        }
    }
}

/// The larger of two; one that is no number stays so.
fn worse(a: f64, b: f64) -> f64 {
    if b > a || b.is_nan() { b } else { a }
}

impl Sums {
    fn new(layout: Layout) -> Self {
        let square = vec![[0.0; LANES]; layout.countries * layout.lanes];
        let row = vec![[0.0; LANES]; layout.lanes];
        Self {
            labour: square.clone(),
            exports: square.clone(),
            imports: square.clone(),
            labour_in_purchases: square.clone(),
            purchases: square,
            demand: row.clone(),
            sold: row.clone(),
            bought: row.clone(),
            elastic_demand: row.clone(),
            elastic_sold: row,
        }
    }
}

/// Adds up the sums for worlds whose rows are `L` lanes.
struct Assembly<'a, const L: usize> {
    fabric: &'a Fabric,
    tangent: &'a Tangent,
    sums: &'a mut Sums,
}

impl<const L: usize> Routine for Assembly<'_, L> {
    type Output = ();

    #[inline(always)]
    fn run(self, _: impl Dots) {
        let Self { fabric, tangent, sums } = self;
        let Sums { labour, exports, imports, labour_in_purchases, purchases, .. } = sums;
        for square in [labour, exports, imports, labour_in_purchases, purchases] {
            square.fill([0.0; LANES]);
        }
        for j in 0..tangent.layout.sectors {
            sums.add_products::<L>(fabric, tangent, j);
            sums.add_purchases::<L>(fabric, tangent, j);
        }
    }
}

/// Adds up the sums by country.
struct Totals<'a> {
    fabric: &'a Fabric,
    tangent: &'a Tangent,
    sums: &'a mut Sums,
}

impl Routine for Totals<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self, _: impl Dots) {
        let Self { fabric, tangent, sums } = self;
        let rows = [&mut sums.demand, &mut sums.sold, &mut sums.bought];
        rows.into_iter().for_each(|row| row.fill([0.0; LANES]));
        sums.elastic_demand.fill([0.0; LANES]);
        sums.elastic_sold.fill([0.0; LANES]);
        for j in 0..tangent.layout.sectors {
            sums.add_rows(fabric, tangent, j);
        }
    }
}

impl Sums {
    /// What one sector adds to the sums by country.
    #[inline(always)]
    fn add_rows(&mut self, fabric: &Fabric, tangent: &Tangent, j: usize) {
        let (theta, cost_share) = (fabric.theta[j], fabric.cost_share[j]);
        let lanes = tangent.layout.lanes;
        for at in 0..lanes {
            let cell = j * lanes + at;
            let (made, sold, bought) = (tangent.made[cell], tangent.sold[cell], tangent.bought[cell]);
            for l in 0..LANES {
                let demand = cost_share * made[l];
                self.demand[at][l] += demand;
                self.elastic_demand[at][l] += theta * demand;
                self.sold[at][l] += sold[l];
                self.elastic_sold[at][l] += theta * sold[l];
                self.bought[at][l] += bought[l];
            }
        }
    }

    /// What one sector adds to how labour and exports answer wages: products of flows and shares over the importers.
    #[inline(always)]
    fn add_products<const L: usize>(&mut self, fabric: &Fabric, tangent: &Tangent, j: usize) {
        let (theta, cost_share) = (fabric.theta[j], fabric.cost_share[j]);
        let layout = tangent.layout;
        let matrix = layout.row(j, 0)..layout.row(j, layout.countries);
        let shares = tangent.shares[matrix.clone()].as_chunks::<L>().0;
        let (flows, made) = (&tangent.flows[matrix.clone()], &tangent.factory()[matrix]);
        let by_exporter = self.labour.as_chunks_mut::<L>().0.iter_mut();
        let by_exporter = by_exporter.zip(self.exports.as_chunks_mut::<L>().0.iter_mut()).enumerate();
        let alike = tangent.at_factory.is_empty();
        for (i, (labour, exports)) in by_exporter {
            let sold = product::<L>(flows.as_flattened(), shares, i);
            let made = if alike { sold } else { product::<L>(made.as_flattened(), shares, i) };
            for at in 0..L {
                for l in 0..LANES {
                    labour[at][l] += theta * cost_share * made[at][l];
                    exports[at][l] += theta * sold[at][l];
                }
            }
        }
    }

    /// What one sector adds to what purchases are made of and how they answer wages.
    #[inline(always)]
    fn add_purchases<const L: usize>(&mut self, fabric: &Fabric, tangent: &Tangent, j: usize) {
        let (theta, cost_share) = (fabric.theta[j], fabric.cost_share[j]);
        let layout = tangent.layout;
        for n in 0..layout.countries {
            let start = layout.row(j, n);
            let bought = tangent.bought[j * L + n / LANES][n % LANES];
            for at in 0..L {
                let (share, flow) = (tangent.shares[start + at], tangent.flows[start + at]);
                let made = tangent.factory()[start + at];
                let cell = n * L + at;
                let imports = self.imports[cell];
                let (content, purchases) = (self.labour_in_purchases[cell], self.purchases[cell]);
                self.imports[cell] = lane(|l| imports[l] + theta * (bought * share[l] - flow[l]));
                self.labour_in_purchases[cell] = lane(|l| content[l] + cost_share * made[l]);
                self.purchases[cell] = lane(|l| purchases[l] + flow[l]);
            }
        }
    }
}

/// The sum over importers of what each buys from exporter i times its shares.
#[inline(always)]
fn product<const L: usize>(flows: &[f64], shares: &[[Lane; L]], i: usize) -> [Lane; L] {
    let mut sums = [[0.0; LANES]; L];
    for (flow, shares) in flows.chunks_exact(L * LANES).zip(shares) {
        for at in 0..L {
            for l in 0..LANES {
                sums[at][l] += flow[i] * shares[at][l];
            }
        }
    }
    sums
}
