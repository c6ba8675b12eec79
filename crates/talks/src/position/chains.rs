//! Who needs whom to produce: inputs, the inputs of inputs, and so on to the end of every chain.
//!
//! With `A[(k, i), (j, n)]` the output of sector k of country i, at factory prices, that goes into one unit of output of
//! sector j of country n, and `L = (I - A)^-1 = I + A + A A + ...` (Leontief), output is `x = L f` for final demand f,
//! and `w L` is what a unit of each output contains of anything (w) that is counted where it is made. Both are summed
//! term by term, with A never written down.

use crate::error::{Error, ErrorKind};
use thalweg_core::Problem;
use thalweg_trade::{Base, Cube, Grid};

/// Relative size of a term at which a series is summed.
const LAST_TERM: f64 = 1e-15;
/// Terms after which a series is given up: a chain that eats nine tenths of its value a step needs some 330.
const TERMS: usize = 5000;

/// The chains of production of a base.
pub(super) struct Chains {
    sectors: usize,
    countries: usize,
    /// `inputs[(k * sectors + j) * countries + n]`: spending on k, tariff included, for a unit of output of j in n.
    inputs: Vec<f64>,
    /// `suppliers[k, n, i]`: output of k of i, at factory prices, for a unit that n spends on k.
    suppliers: Cube,
}

impl Chains {
    pub(super) fn new(base: &Base) -> Self {
        let at = base.equilibrium();
        let (sectors, countries) = (at.prices.sectors(), at.prices.countries());
        let mut inputs = Vec::with_capacity(sectors * sectors * countries);
        for k in 0..sectors {
            for j in 0..sectors {
                inputs.extend((0..countries).map(|n| base.input_share(k, j, n)));
            }
        }
        let mut suppliers = at.flows.clone();
        for k in 0..sectors {
            for n in 0..countries {
                let spent = at.spending.get(k, n);
                for (i, value) in suppliers.row_mut(k, n).iter_mut().enumerate() {
                    *value = if spent > 0.0 { *value * factory(base, k, n, i) / spent } else { 0.0 };
                }
            }
        }
        Self { sectors, countries, inputs, suppliers }
    }

    /// `[k, n]`: what each country spends on each input to make some output, tariffs included.
    pub(super) fn spending(&self, output: &Grid) -> Grid {
        let mut spending = Grid::filled(self.sectors, self.countries, 0.0);
        for k in 0..self.sectors {
            for j in 0..self.sectors {
                let shares = self.shares(k, j).iter().zip(output.row(j));
                let row = spending.row_mut(k).iter_mut();
                row.zip(shares).for_each(|(spent, (share, made))| *spent += share * made);
            }
        }
        spending
    }

    /// `[k, i]`: the output, at factory prices, that meets some spending.
    pub(super) fn made_for(&self, spending: &Grid) -> Grid {
        let mut made = Grid::filled(self.sectors, self.countries, 0.0);
        for k in 0..self.sectors {
            for n in 0..self.countries {
                let spent = spending.get(k, n);
                let row = made.row_mut(k).iter_mut();
                row.zip(self.suppliers.row(k, n)).for_each(|(made, share)| *made += share * spent);
            }
        }
        made
    }

    /// `A x`: the output that goes directly into other output.
    pub(super) fn direct_inputs(&self, output: &Grid) -> Grid {
        self.made_for(&self.spending(output))
    }

    /// `w A`: what the direct inputs of a unit of each output contain of what is counted.
    pub(super) fn direct_content(&self, counted: &Grid) -> Grid {
        let mut content = Grid::filled(self.sectors, self.countries, 0.0);
        let mut per_spending = vec![0.0; self.countries];
        for k in 0..self.sectors {
            for (n, sum) in per_spending.iter_mut().enumerate() {
                let cells = self.suppliers.row(k, n).iter().zip(counted.row(k));
                *sum = cells.map(|(share, counted)| share * counted).sum();
            }
            for j in 0..self.sectors {
                let shares = self.shares(k, j).iter().zip(&per_spending);
                let row = content.row_mut(j).iter_mut();
                row.zip(shares).for_each(|(content, (share, sum))| *content += share * sum);
            }
        }
        content
    }

    /// `(L - I) x`: the output of all inputs, and inputs of inputs, of some output.
    ///
    /// # Errors
    /// If the chains do not end: techniques that use up more than they make.
    pub(super) fn all_inputs(&self, output: &Grid) -> Result<Grid, Error> {
        summed(self.direct_inputs(output), |term| self.direct_inputs(term))
    }

    /// `L f`: the output that some final spending calls for, its own and that of all inputs.
    ///
    /// # Errors
    /// As [`Chains::all_inputs`].
    pub(super) fn output_for(&self, spending: &Grid) -> Result<Grid, Error> {
        let last = self.made_for(spending);
        let mut output = self.all_inputs(&last)?;
        output.values_mut().iter_mut().zip(last.values()).for_each(|(all, last)| *all += last);
        Ok(output)
    }

    /// `w (L - I)`: what all inputs, and inputs of inputs, of a unit of each output contain of what is counted.
    ///
    /// # Errors
    /// As [`Chains::all_inputs`].
    pub(super) fn all_content(&self, counted: &Grid) -> Result<Grid, Error> {
        summed(self.direct_content(counted), |term| self.direct_content(term))
    }

    fn shares(&self, input: usize, sector: usize) -> &[f64] {
        let start = (input * self.sectors + sector) * self.countries;
        &self.inputs[start..start + self.countries]
    }
}

/// Value at factory prices of a unit of trade at border prices: without export tax, and with the subsidy that the buyer
/// does not pay.
pub(super) fn factory(base: &Base, k: usize, n: usize, i: usize) -> f64 {
    let policy = base.policy();
    let tax = policy.export_taxes.as_ref().map_or(0.0, |taxes| taxes.get(k, n, i));
    1.0 / ((1.0 + tax) * (1.0 - policy.subsidies.get(k, i)))
}

/// The sum of a first term and all that follow from it.
fn summed(first: Grid, next: impl Fn(&Grid) -> Grid) -> Result<Grid, Error> {
    let largest = |grid: &Grid| grid.values().iter().fold(0.0f64, |largest, value| largest.max(value.abs()));
    let (mut sum, mut term) = (first.clone(), first);
    for _ in 0..TERMS {
        if largest(&term) <= LAST_TERM * largest(&sum) {
            return Ok(sum);
        }
        term = next(&term);
        sum.values_mut().iter_mut().zip(term.values()).for_each(|(sum, term)| *sum += term);
    }
    let problem = Problem::new(format!("chains of inputs do not end: after {TERMS} steps they still grow"));
    let help = "some sector uses up more than it makes: look at subsidies, tariffs and value-added shares";
    Err(Error::new(ErrorKind::Unsolved, vec![problem.help(help)]))
}
