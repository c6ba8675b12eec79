//! What the solver keeps of a base economy, padded and ready for the sweep; shared by all scenarios on that base.

use super::layout::{LANES, Lane, Layout};
use crate::cube::Cube;
use crate::economy::Economy;
use std::sync::Arc;

/// The part of the problem that no policy changes.
///
/// Prices and spending feed back on themselves mostly through inputs made at home. That loop is linear, so it is
/// closed once and for all here: with `H` the home shares of the base and `G` a country's matrix of input shares,
/// costs follow from what prices do *beyond* the home costs in them, and spending from what output is *beyond* home
/// sales, both through `G (I - H G)^-1`. The sweep needs no more work for it, and the iteration far fewer sweeps.
#[derive(Debug, Clone)]
pub(crate) struct Fabric {
    pub(super) layout: Layout,
    /// Base shares, `[j][n][i]`.
    pub(super) shares: Arc<Vec<Lane>>,
    /// Base shares over 1 + tariff, `[j][n][i]`.
    pub(super) at_border: Arc<Vec<Lane>>,
    /// By sector, whether the base levies any tariff.
    pub(super) tariffed: Vec<bool>,
    /// Trade elasticity by sector.
    pub(super) theta: Vec<f64>,
    /// Scale elasticity by sector.
    pub(super) psi: Vec<f64>,
    /// Part of sales that is cost, by sector.
    pub(super) cost_share: Vec<f64>,
    /// Labour share in cost, `[j][i]`.
    pub(super) beta: Vec<Lane>,
    /// Home share of spending in the base times the part of sales that is cost, `[j][i]`: the loop that is closed.
    pub(super) home: Vec<Lane>,
    /// Labour share in cost with the inputs made at home resolved into theirs, `[j][i]`.
    pub(super) deep_beta: Vec<Lane>,
    /// Whether anything is made of anything but labour.
    pub(super) inputs: bool,
    /// Input shares likewise, by lane of countries: `[lane][j][k]`.
    pub(super) deep_gamma: Arc<Vec<Lane>>,
    /// Spending by sector out of one unit of income, inputs made at home for it included, `[j][n]`.
    pub(super) deep_alpha: Vec<Lane>,
    /// Base spending, `[j][n]`.
    pub(super) spending: Vec<Lane>,
    /// Inverse of base spending, 0 where there is none.
    pub(super) inverse_spending: Vec<Lane>,
    /// Base wage bill by sector, `[j][i]`.
    pub(super) labour_income: Vec<Lane>,
    /// Base wage bill by country.
    pub(super) labour: Vec<Lane>,
    /// The world's wage bill, which every solution keeps.
    pub(super) world: f64,
    /// Transfers from abroad, by country.
    pub(super) deficits: Vec<Lane>,
    /// Rules that most worlds do without.
    pub(super) rules: Rules,
    /// Step of the wage update: by how much each wage (row) should move for excess demand for labour anywhere
    /// (column), in logs; rows padded too.
    pub(super) wage_steps: Arc<Vec<Lane>>,
    /// Step of the wage update by sector and country, for labour that does not move.
    pub(super) sector_wage_step: Vec<Lane>,
}

/// What a scenario may choose, as the sweep reads it; nothing of it is read where all is usual.
#[derive(Debug, Clone)]
pub(super) struct Rules {
    /// Whether all is as by default.
    pub(super) usual: bool,
    /// Whether anything is earned by selling.
    pub(super) has_overhead: bool,
    /// Part of what buyers pay at the border that is earned at home, and that goes to the seller, by country.
    pub(super) overhead: Vec<Lane>,
    pub(super) kept: Vec<Lane>,
    /// One less the pass-through, by country: how market size over the wage moves a price index.
    pub(super) by_size: Vec<Lane>,
    /// Elasticity of labour supply.
    pub(super) labour_supply: f64,
    /// Net revenue over the wage bill of the base where revenue is given back by lower taxes.
    pub(super) revenue_rate: Option<Vec<Lane>>,
    /// Shares in final spending, `[j][n]`.
    pub(super) alpha: Vec<Lane>,
}

impl Rules {
    fn of(layout: Layout, economy: &Economy) -> Self {
        let rules = &economy.rules;
        let row = |values: &dyn Fn(usize) -> f64, padding: f64| {
            layout.padded(&(0..layout.countries).map(values).collect::<Vec<f64>>(), padding)
        };
        Self {
            usual: rules.usual,
            has_overhead: rules.has_overhead(),
            overhead: row(&|n| rules.overhead[n], 0.0),
            kept: row(&|n| 1.0 - rules.overhead[n], 1.0),
            by_size: row(&|n| 1.0 - rules.pass_through[n], 0.0),
            labour_supply: rules.labour_supply,
            revenue_rate: rules.relief.then(|| layout.padded(&rules.revenue_rate, 0.0)),
            alpha: layout.padded(economy.alpha.values(), 0.0),
        }
    }
}

impl Fabric {
    pub(crate) fn new(economy: &Economy) -> Self {
        let layout = Layout::new(economy.sectors(), economy.countries());
        let (sectors, countries) = (layout.sectors, layout.countries);
        let labour_income: Vec<f64> = (0..sectors * countries)
            .map(|cell| economy.wage_bill(cell / countries, cell % countries))
            .collect();
        let inverse: Vec<f64> =
            economy.spending.values().iter().map(|x| if *x > 0.0 { 1.0 / x } else { 0.0 }).collect();
        let home: Vec<f64> = (0..sectors * countries)
            .map(|cell| (cell / countries, cell % countries))
            .map(|(j, i)| economy.cost_share[j] * economy.shares.get(j, i, i))
            .collect();
        let home = layout.padded(&home, 0.0);
        let deep = Deep::new(layout, economy, &home);
        let wage_steps = wage_steps(layout, economy, &layout.unpadded(&deep.beta));
        Self {
            layout,
            shares: Arc::new(layout.padded_cube(&economy.shares)),
            at_border: Arc::new(layout.padded_cube(&border_shares(economy))),
            tariffed: (0..sectors)
                .map(|j| (0..countries).any(|n| economy.tariffs.row(j, n).iter().any(|t| *t != 0.0)))
                .collect(),
            theta: economy.theta.clone(),
            psi: economy.psi.clone(),
            cost_share: economy.cost_share.clone(),
            beta: layout.padded(economy.beta.values(), 0.0),
            home,
            deep_beta: deep.beta,
            inputs: deep.gamma.iter().any(|shares| *shares != [0.0; LANES]),
            deep_gamma: Arc::new(deep.gamma),
            deep_alpha: deep.alpha,
            spending: layout.padded(economy.spending.values(), 0.0),
            inverse_spending: layout.padded(&inverse, 0.0),
            labour_income: layout.padded(&labour_income, 0.0),
            labour: layout.padded(&economy.labour_income, 0.0),
            world: economy.labour_income.iter().sum(),
            deficits: layout.padded(&economy.deficits, 0.0),
            rules: Rules::of(layout, economy),
            wage_steps: Arc::new(wage_steps),
            sector_wage_step: sector_wage_steps(layout, economy),
        }
    }

    /// The same for other elasticities. The wage steps stay: they only guide the iteration.
    pub(crate) fn with_elasticities(&self, economy: &Economy) -> Self {
        let sector_wage_step = sector_wage_steps(self.layout, economy);
        Self { theta: economy.theta.clone(), sector_wage_step, ..self.clone() }
    }
}

/// Base shares over 1 + tariff.
fn border_shares(economy: &Economy) -> Cube {
    let mut shares = economy.shares.clone();
    shares.values_mut().iter_mut().zip(economy.tariffs.values()).for_each(|(share, t)| *share /= 1.0 + t);
    shares
}

/// The closed home loop of every country.
struct Deep {
    beta: Vec<Lane>,
    gamma: Vec<Lane>,
    alpha: Vec<Lane>,
}

impl Deep {
    /// Solves for all countries of a lane at once, see [`close_home_loop`]. No pivoting: inputs made at home are less
    /// than all of a sector's cost.
    fn new(layout: Layout, economy: &Economy, home: &[Lane]) -> Self {
        let Layout { sectors, countries, lanes } = layout;
        let mut beta = layout.padded(economy.beta.values(), 0.0);
        let mut alpha = layout.padded(economy.alpha.values(), 0.0);
        let mut gamma = Vec::with_capacity(lanes * sectors * sectors);
        for lane in 0..lanes {
            // input shares of this lane, `[j][k]`
            let shares: Vec<Lane> = (0..sectors * sectors)
                .map(|jk| {
                    let (j, k) = (jk / sectors, jk % sectors);
                    std::array::from_fn(|l| {
                        let country = lane * LANES + l;
                        if country < countries { economy.gamma.get(k, j, country) } else { 0.0 }
                    })
                })
                .collect();
            if shares.iter().all(|share| *share == [0.0; LANES]) {
                // labour alone: there is no loop to close
                gamma.extend(shares);
                continue;
            }
            let home: Vec<Lane> = (0..sectors).map(|j| home[j * lanes + lane]).collect();
            let deep = close_home_loop(sectors, shares, &home);
            let column = |grid: &[Lane]| (0..sectors).map(|j| grid[j * lanes + lane]).collect::<Vec<Lane>>();
            let (shallow_beta, shallow_alpha) = (column(&beta), column(&alpha));
            for a in 0..sectors {
                for b in 0..sectors {
                    for l in 0..LANES {
                        beta[a * lanes + lane][l] +=
                            deep[a * sectors + b][l] * home[b][l] * shallow_beta[b][l];
                        alpha[a * lanes + lane][l] +=
                            deep[b * sectors + a][l] * home[b][l] * shallow_alpha[b][l];
                    }
                }
            }
            gamma.extend(deep);
        }
        Self { beta, gamma, alpha }
    }
}

/// `D = (I - G H)^-1 G` for `G` stored as `[j][k]` (input k in sector j) and the home shares `H` of the inputs: one
/// elimination step per sector resolves the home-made part of that input into its own inputs.
fn close_home_loop(sectors: usize, mut shares: Vec<Lane>, home: &[Lane]) -> Vec<Lane> {
    for m in 0..sectors {
        let used: Vec<Lane> = shares[m * sectors..(m + 1) * sectors].to_vec();
        let own: Lane = std::array::from_fn(|l| 1.0 / (1.0 - home[m][l] * used[m][l]));
        for j in 0..sectors {
            let through: Lane = std::array::from_fn(|l| shares[j * sectors + m][l] * home[m][l] * own[l]);
            for (share, used) in shares[j * sectors..(j + 1) * sectors].iter_mut().zip(&used) {
                for l in 0..LANES {
                    share[l] += through[l] * used[l];
                }
            }
        }
    }
    shares
}

/// Steps of the wages of labour that does not move: the inverse of one plus the answer of a sector's sales to its own
/// wage, all prices abroad held: theta times the part of its buyers' spending that others hold, weighted by sales, `[j][i]`.
fn sector_wage_steps(layout: Layout, economy: &Economy) -> Vec<Lane> {
    let mut steps = vec![1.0; layout.sectors * layout.countries];
    for (j, steps) in steps.chunks_exact_mut(layout.countries).enumerate() {
        let mut sales = vec![0.0; layout.countries];
        let mut others = vec![0.0; layout.countries];
        for n in 0..layout.countries {
            let spending = economy.spending.get(j, n);
            for (i, share) in economy.shares.row(j, n).iter().enumerate() {
                sales[i] += share * spending;
                others[i] += share * spending * (1.0 - share);
            }
        }
        for i in (0..layout.countries).filter(|i| sales[*i] > 0.0) {
            steps[i] = 1.0 / (1.0 + economy.theta[j] * economy.beta.get(j, i) * others[i] / sales[i]);
        }
    }
    layout.padded(&steps, 1.0)
}

/// Newton steps of the wages at the base, other feedbacks than those through home costs and income left out: the inverse
/// of `I - J`, `J[i, k]` the answer of labour demand in i to the wage of k. All wages of a part of the world that trades
/// only with itself can move together at no excess anywhere, so its level is tied down by each country's share in it.
fn wage_steps(layout: Layout, economy: &Economy, deep_beta: &[f64]) -> Vec<Lane> {
    let (sectors, countries) = (layout.sectors, layout.countries);
    let mut system = vec![0.0; countries * countries];
    let parts = trading_parts(economy);
    let mut totals = vec![0.0; countries];
    for (part, value) in parts.iter().zip(&economy.labour_income) {
        totals[*part] += value;
    }
    for i in 0..countries {
        system[i * countries + i] = 1.0;
        for k in (0..countries).filter(|k| parts[*k] == parts[i] && totals[parts[i]] > 0.0) {
            system[i * countries + k] += economy.labour_income[k] / totals[parts[i]];
        }
    }
    for (i, row) in system.chunks_exact_mut(countries).enumerate() {
        let own = economy.labour_income[i];
        if own <= 0.0 {
            continue;
        }
        // what is not sold abroad answers income at home
        row[i] -= 1.0;
        for j in 0..sectors {
            let (theta, beta) = (economy.theta[j], &deep_beta[j * countries..(j + 1) * countries]);
            for n in 0..countries {
                let sales = economy.cost_share[j] * economy.shares.get(j, n, i) * economy.spending.get(j, n);
                let content = beta[i] * sales / own;
                if content == 0.0 {
                    continue;
                }
                if n != i {
                    row[i] += content;
                    row[n] -= content;
                }
                row[i] += content * theta * beta[i];
                for ((cell, share), beta) in row.iter_mut().zip(economy.shares.row(j, n)).zip(beta) {
                    *cell -= content * theta * share * beta;
                }
            }
        }
    }
    let inverse = inverse(countries, system);
    let mut padded = vec![[0.0; LANES]; layout.matrix()];
    for i in 0..countries {
        let row = i * layout.lanes..(i + 1) * layout.lanes;
        padded[row].as_flattened_mut()[..countries]
            .copy_from_slice(&inverse[i * countries..(i + 1) * countries]);
    }
    padded
}

/// The parts of the world that do not trade with each other: for each country the first of its part.
fn trading_parts(economy: &Economy) -> Vec<usize> {
    let countries = economy.countries();
    let mut part: Vec<usize> = (0..countries).collect();
    for j in 0..economy.sectors() {
        for n in 0..countries {
            for (i, share) in economy.shares.row(j, n).iter().enumerate() {
                if *share > 0.0 && part[i] != part[n] {
                    let (keep, drop) = (part[i].min(part[n]), part[i].max(part[n]));
                    part.iter_mut().filter(|p| **p == drop).for_each(|p| *p = keep);
                }
            }
        }
    }
    part
}

/// The inverse of a square matrix by Gauss-Jordan elimination with pivots from the column; a pivot of zero becomes one,
/// which leaves that unknown alone.
fn inverse(size: usize, mut matrix: Vec<f64>) -> Vec<f64> {
    let mut inverse = vec![0.0; size * size];
    (0..size).for_each(|i| inverse[i * size + i] = 1.0);
    for column in 0..size {
        let largest = (column..size)
            .max_by(|a, b| matrix[a * size + column].abs().total_cmp(&matrix[b * size + column].abs()));
        let pivot_row = largest.unwrap_or(column);
        for k in 0..size {
            matrix.swap(column * size + k, pivot_row * size + k);
            inverse.swap(column * size + k, pivot_row * size + k);
        }
        let pivot = matrix[column * size + column];
        let scale = if pivot == 0.0 { 1.0 } else { 1.0 / pivot };
        for k in 0..size {
            matrix[column * size + k] *= scale;
            inverse[column * size + k] *= scale;
        }
        let (pivot_matrix, pivot_inverse) =
            (matrix[column * size..][..size].to_vec(), inverse[column * size..][..size].to_vec());
        for row in (0..size).filter(|row| *row != column) {
            let factor = matrix[row * size + column];
            for k in 0..size {
                matrix[row * size + k] -= factor * pivot_matrix[k];
                inverse[row * size + k] -= factor * pivot_inverse[k];
            }
        }
    }
    inverse
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_home_loop_is_the_inverse_that_it_claims_to_be() {
        let sectors = 3;
        let lane = |v: f64| [v; LANES];
        let shares: Vec<Lane> = [0.1, 0.2, 0.3, 0.0, 0.25, 0.1, 0.4, 0.05, 0.2].map(lane).to_vec();
        let home = [0.9, 0.5, 0.7].map(lane).to_vec();
        let deep = close_home_loop(sectors, shares.clone(), &home);
        // D = G + G H D
        for j in 0..sectors {
            for k in 0..sectors {
                let through: f64 =
                    (0..sectors).map(|m| shares[j * 3 + m][0] * home[m][0] * deep[m * 3 + k][0]).sum();
                let gap = deep[j * 3 + k][0] - shares[j * 3 + k][0] - through;
                assert!(gap.abs() < 1e-14, "{j} {k}: {gap}");
            }
        }
    }
}
