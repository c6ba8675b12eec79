//! Newton's method on wages and incomes, where goods are made of labour alone and countries are few.

use super::fabric::Fabric;
use super::kernels::{Dots, Routine, add_scaled_rows, lane, widest};
use super::layout::{LANES, Lane};
use super::reduced::Reduced;
use super::sweep::Unknowns;
use super::tangent::Tangent;
use super::vector_math::{exp, ln};
use super::wedges::Wedges;
use super::{Progress, Solution};
use crate::cube::{Cube, Grid};
use crate::equilibrium::Equilibrium;

/// Wages, incomes, and the flows that follow from them.
#[derive(Debug, Clone)]
pub(super) struct Newton {
    reduced: Reduced,
    tangent: Tangent,
    /// Log wage hats and wage bills by country.
    wages: Vec<Lane>,
    bill: Vec<Lane>,
    incomes: Vec<f64>,
    /// Cost to the power -theta, `[j][i]`, and the denominators of the shares, `[j][n]`.
    attraction: Vec<Lane>,
    denominator: Vec<Lane>,
    spending: Vec<Lane>,
}

/// Longest step of any logarithm.
const REACH: f64 = 1.0;
/// Steps after which iteration takes over.
const STEPS: usize = 25;

impl Newton {
    /// The method for worlds like this, if it holds for them.
    pub(super) fn fitting(fabric: &Fabric, unknowns: Unknowns) -> Option<Self> {
        let layout = fabric.layout;
        let grid = vec![[0.0; LANES]; layout.grid()];
        let row = vec![[0.0; LANES]; layout.lanes];
        Reduced::fitting(fabric, unknowns).map(|reduced| Self {
            reduced,
            tangent: Tangent::new(layout),
            wages: row.clone(),
            bill: row,
            incomes: vec![0.0; layout.countries],
            attraction: grid.clone(),
            denominator: grid.clone(),
            spending: grid,
        })
    }

    /// Goes to the base.
    pub(super) fn start(&mut self, fabric: &Fabric) {
        self.wages.fill([0.0; LANES]);
        self.incomes.fill(0.0);
        for spent in fabric.spending.chunks_exact(fabric.layout.lanes) {
            self.incomes.iter_mut().zip(spent.as_flattened()).for_each(|(income, spent)| *income += spent);
        }
    }

    /// Goes to an equilibrium.
    pub(super) fn start_at(&mut self, at: &Equilibrium) {
        let wages = self.wages.as_flattened_mut().iter_mut();
        wages.zip(at.wages.row(0)).for_each(|(wage, hat)| *wage = ln(*hat));
        self.incomes.copy_from_slice(&at.income);
    }

    /// Steps until the equations hold to a tolerance; none where they do not come to, and then it is at the base again.
    pub(super) fn solve(&mut self, fabric: &Fabric, wedges: &Wedges, tolerance: f64) -> Option<Progress> {
        let progress = self.steps(fabric, wedges, tolerance);
        if progress.is_none() {
            self.start(fabric);
        }
        progress
    }

    fn steps(&mut self, fabric: &Fabric, wedges: &Wedges, tolerance: f64) -> Option<Progress> {
        let mut last = f64::INFINITY;
        for iterations in 1..=STEPS {
            match fabric.layout.lanes {
                1 => self.evaluate::<1>(fabric, wedges),
                2 => self.evaluate::<2>(fabric, wedges),
                3 => self.evaluate::<3>(fabric, wedges),
                _ => self.evaluate::<4>(fabric, wedges),
            }
            let change = self.reduced.residual(fabric, &self.tangent, &self.bill, &self.incomes);
            // as precise as numbers allow, which is at most one step more
            if change <= FLOOR.min(tolerance) || (change <= tolerance && change > 0.1 * last) {
                return Some(Progress { iterations, change });
            }
            last = change;
            if !change.is_finite() {
                return None;
            }
            self.reduced.assemble(fabric, &self.tangent);
            if !self.reduced.step(REACH, self.wages.as_flattened_mut(), &mut self.incomes) {
                return None;
            }
        }
        None
    }

    /// What wages and incomes imply, for worlds whose rows are `L` lanes.
    fn evaluate<const L: usize>(&mut self, fabric: &Fabric, wedges: &Wedges) {
        let Self { tangent, wages, bill, incomes, attraction, denominator, spending, .. } = self;
        widest(Evaluation::<L> {
            fabric,
            wedges,
            wages,
            incomes,
            tangent,
            bill,
            attraction,
            denominator,
            spending,
        });
    }

    /// The economy where the steps ended.
    pub(super) fn solution(&self, fabric: &Fabric) -> Solution {
        let layout = fabric.layout;
        let grid = |lanes: &[Lane]| Grid::from_values(layout.countries, layout.unpadded(lanes));
        let mut flows = Cube::filled(layout.sectors, layout.countries, 0.0);
        for j in 0..layout.sectors {
            for n in 0..layout.countries {
                let start = layout.row(j, n);
                let padded = self.tangent.flows[start..start + layout.lanes].as_flattened();
                flows.row_mut(j, n).iter_mut().zip(padded).for_each(|(flow, value)| *flow = *value);
            }
        }
        let prices = self.denominator.iter().enumerate().map(|(cell, sum)| {
            let power = -1.0 / fabric.theta[cell / layout.lanes];
            lane(|l| exp(power * ln(sum[l])))
        });
        let wages = self.wages.iter().map(|wage| lane(|l| exp(wage[l]))).collect::<Vec<Lane>>();
        Solution {
            wages: grid(&wages),
            prices: grid(&prices.collect::<Vec<Lane>>()),
            labour: Grid::filled(layout.sectors, layout.countries, 1.0),
            employment: vec![1.0; layout.countries],
            spending: grid(&self.spending),
            output: grid(&self.tangent.made),
            flows,
            income: self.incomes.clone(),
        }
    }
}

/// Residual at which no step is worth taking.
const FLOOR: f64 = 1e-12;

/// What wages and incomes imply: shares, flows and their sums.
struct Evaluation<'a, const L: usize> {
    fabric: &'a Fabric,
    wedges: &'a Wedges,
    wages: &'a [Lane],
    incomes: &'a [f64],
    tangent: &'a mut Tangent,
    bill: &'a mut [Lane],
    attraction: &'a mut [Lane],
    denominator: &'a mut [Lane],
    spending: &'a mut [Lane],
}

impl<const L: usize> Routine for Evaluation<'_, L> {
    type Output = ();

    #[inline(always)]
    fn run(mut self, dots: impl Dots) {
        self.set_costs();
        let layout = self.tangent.layout;
        let factory = if self.wedges.producer_wedges { layout.cube() } else { 0 };
        self.tangent.at_factory.resize(factory, [0.0; LANES]);
        self.tangent.sold.fill([0.0; LANES]);
        self.tangent.made.fill([0.0; LANES]);
        for j in 0..layout.sectors {
            for at in 0..L {
                self.buy(dots, j, at);
            }
        }
        if !self.wedges.producer_wedges {
            self.tangent.made.copy_from_slice(&self.tangent.sold);
        }
    }
}

impl<const L: usize> Evaluation<'_, L> {
    /// Costs to the power -theta, wage bills, and spending.
    #[inline(always)]
    fn set_costs(&mut self) {
        let Self { fabric, wedges, wages, .. } = *self;
        let lanes = fabric.layout.lanes;
        for (bill, (wage, labour)) in self.bill.iter_mut().zip(wages.iter().zip(&fabric.labour)) {
            *bill = lane(|l| labour[l] * exp(wage[l]));
        }
        for (cell, attraction) in self.attraction.iter_mut().enumerate() {
            let (theta, wage) = (fabric.theta[cell / lanes], wages[cell % lanes]);
            *attraction = match &wedges.productivity {
                None => lane(|l| exp(-theta * wage[l])),
                Some(productivity) => lane(|l| exp(-theta * (wage[l] - productivity[cell][l]))),
            };
        }
        for (spending, shares) in
            self.spending.chunks_exact_mut(lanes).zip(fabric.deep_alpha.chunks_exact(lanes))
        {
            let cells = spending.as_flattened_mut().iter_mut().zip(shares.as_flattened());
            cells.zip(self.incomes).for_each(|((spent, share), income)| *spent = share * income);
        }
    }

    /// What a lane of importers buys of one sector.
    #[inline(always)]
    fn buy(&mut self, dots: impl Dots, j: usize, at: usize) {
        let (layout, wedges) = (self.tangent.layout, self.wedges);
        let row = j * L..j * L + L;
        let start = layout.row(j, at * LANES);
        let importers = start..start + LANES * L;
        let attraction = &self.attraction[row.clone()];
        let weights = dots.rows(&wedges.with_tariff[importers.clone()], attraction);
        let denominator = weights.map(|w| if w > 0.0 { w } else { 1.0 });
        self.denominator[j * L + at] = denominator;
        let inverse: Lane = lane(|l| 1.0 / denominator[l]);
        let spent = self.spending[j * L + at];
        let per_weight: Lane = lane(|l| spent[l] * inverse[l]);
        let border = if wedges.tariffed[j] { &wedges.at_border } else { &wedges.with_tariff };
        let (shares, flows) = (&mut self.tangent.shares[importers.clone()], &mut self.tangent.flows);
        scale::<L>(shares, &wedges.with_tariff[importers.clone()], attraction, inverse);
        scale::<L>(&mut flows[importers.clone()], &border[importers.clone()], attraction, per_weight);
        let flows = &flows[importers.clone()];
        self.tangent.bought[j * L + at] = dots.row_sums(flows, L);
        add_scaled_rows(&mut self.tangent.sold[row.clone()], flows, [1.0; LANES]);
        if wedges.producer_wedges {
            let factory = if wedges.at_factory.is_empty() { border } else { &wedges.at_factory };
            let made = &mut self.tangent.at_factory[importers.clone()];
            scale::<L>(made, &factory[importers], attraction, per_weight);
            for line in made.chunks_exact_mut(L) {
                for (made, cost) in line.iter_mut().zip(&wedges.cost_per_sale[row.clone()]) {
                    *made = lane(|l| made[l] * cost[l]);
                }
            }
            add_scaled_rows(&mut self.tangent.made[row], made, [1.0; LANES]);
        }
    }
}

/// Rows times attractions, each times a factor of its own.
#[inline(always)]
fn scale<const L: usize>(to: &mut [Lane], from: &[Lane], attraction: &[Lane], factors: Lane) {
    let rows = to.as_chunks_mut::<L>().0.iter_mut().zip(from.as_chunks::<L>().0);
    for ((to, from), factor) in rows.zip(factors) {
        for ((to, weight), attraction) in to.iter_mut().zip(from).zip(attraction) {
            *to = lane(|l| weight[l] * attraction[l] * factor);
        }
    }
}
