//! The best package of rates under conditions: an augmented Lagrangian.
//!
//! What is to be the greatest (the least gain, a product of gains, the payoff of one) is smooth but for the least of
//! several; that one, and every floor, gets a multiplier and a quadratic term (Hestenes 1969, Powell 1969; Rockafellar
//! 1973, Math. Programming 5, for inequalities). For given multipliers the search is [`crate::descent`], whose gradient
//! needs one adjoint solve, of the weighted sum of payoffs. The multipliers at the end are the prices of concessions.

use super::rounds::Rounds;
use super::table::{Table, Weighed};
use crate::descent::Effort;

/// What a package is to make the greatest.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Aim {
    /// The least of the parties' gains, each measured in units of its own.
    Least(Vec<f64>),
    /// The product of the parties' gains.
    Product,
    /// The payoff of one party.
    Most(usize),
}

/// A package wanted: gains are counted from `threat`, and nobody falls below `floors`; both are log payoffs of
/// everybody who is counted. A floor that is minus infinity binds nobody.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wanted {
    pub(crate) aim: Aim,
    pub(crate) threat: Vec<f64>,
    pub(crate) floors: Vec<f64>,
}

/// A package found.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Package {
    pub(crate) rates: Vec<f64>,
    /// Log payoffs of everybody who is counted.
    pub(crate) payoffs: Vec<f64>,
    /// What is aimed at, as a fraction.
    pub(crate) reached: f64,
    /// Derivative of what is aimed at by each log payoff, plus the multiplier of its floor.
    pub(crate) weights: Vec<f64>,
    /// Largest entry of the projected gradient of the Lagrangian.
    pub(crate) slope: f64,
    /// By how much the worst floor is missed, or the worst of those who should gain the same does not, as a fraction.
    pub(crate) violation: f64,
    pub(crate) evaluations: usize,
    /// What a search nearby may begin with.
    pub(crate) multipliers: Multipliers,
}

impl Package {
    /// Whether nothing about it is infinite or not a number.
    pub(super) fn is_a_number(&self) -> bool {
        let told = [self.reached, self.slope, self.violation];
        told.iter().chain(&self.weights).all(|number| number.is_finite())
    }

    /// Multipliers for the same package seen as the most for one party: prices in units of that party's payoff.
    pub(crate) fn multipliers_for(&self, party: usize) -> Multipliers {
        let own = self.weights[party].max(f64::MIN_POSITIVE);
        let mut floors: Vec<f64> = self.weights.iter().map(|weight| (weight / own).min(DEAREST)).collect();
        floors[party] = 0.0;
        Multipliers { floors, ..self.multipliers.clone() }
    }

    /// Multipliers for the same search with so many floors: those that are new have none yet.
    pub(crate) fn multipliers_of(&self, floors: usize) -> Multipliers {
        let mut multipliers = self.multipliers.clone();
        multipliers.floors.resize(floors, 0.0);
        multipliers
    }
}

/// Weight of the quadratic terms at the beginning, against curvatures of the payoffs near one.
const PENALTY: f64 = 20.0;
/// Least length of a gradient that a floor is measured by.
const SHORTEST: f64 = 1e-4;
/// Highest price with which a search begins.
const DEAREST: f64 = 1e3;
/// Slope to which the first round goes; each further round asks for more.
const ROUGH: f64 = 1e-3;
/// The same where a package nearby is known.
const NEAR: f64 = 1e-5;

/// Multipliers of one round.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Multipliers {
    /// Of the parties whose least gain is to be raised; they sum to one.
    shares: Vec<f64>,
    /// Of the floors of everybody who is counted.
    floors: Vec<f64>,
    pub(super) penalty: f64,
}

/// Lengths of gradients by the variables of the search: of what has a floor, and of the parties' gains together.
pub(super) struct Reach {
    floors: Vec<f64>,
    gains: f64,
}

/// The Lagrangian at some payoffs.
pub(super) struct Read {
    pub(super) value: f64,
    /// Derivative by each log payoff.
    pub(super) weights: Vec<f64>,
    /// What the multipliers of the next round would be.
    pub(super) next: Multipliers,
    pub(super) reached: f64,
    pub(super) violation: f64,
}

impl Wanted {
    /// The best package that is found from given rates; none where there is no equilibrium there, or where the aim is
    /// not defined.
    pub(crate) fn seek(&self, table: &Table<'_>, start: &[f64], effort: Effort) -> Option<Package> {
        let parties = table.size();
        let multipliers = Multipliers {
            shares: vec![1.0 / parties as f64; parties],
            floors: vec![0.0; self.floors.len()],
            penalty: PENALTY,
        };
        Rounds::begin(self, table, start, multipliers, ROUGH, effort)?.run()
    }

    /// The same from a package nearby, with the multipliers that it had.
    pub(crate) fn seek_near(
        &self,
        table: &Table<'_>,
        near: &Package,
        with: Multipliers,
        effort: Effort,
    ) -> Option<Package> {
        Rounds::begin(self, table, &near.rates, with, NEAR, effort)?.run()
    }

    /// What the aim is multiplied with, so that its curvature is that of a payoff: a product of gains is counted in logs,
    /// and those are steep where gains are small. The payoffs are those of the parties.
    pub(super) fn unit(&self, payoffs: &[f64]) -> f64 {
        match &self.aim {
            Aim::Product => {
                let gains = self.gains(payoffs);
                gains.iter().sum::<f64>() / gains.len() as f64
            }
            Aim::Least(units) => units.iter().sum::<f64>() / units.len() as f64,
            Aim::Most(_) => 1.0,
        }
    }

    /// How far the rates move payoffs here. With variables whose curvatures are near one, a payoff with short gradients is
    /// decided by short steps, and a condition on it needs a stiff penalty.
    pub(super) fn reach(&self, table: &Table<'_>, here: &Weighed) -> Option<Reach> {
        let length = |c: usize| {
            let mut weights = vec![0.0; self.floors.len()];
            weights[c] = 1.0;
            let slopes = table.slopes(here, &weights).ok()?;
            let slopes = table.variables.slopes(&slopes, &here.rates);
            Some(slopes.iter().map(|slope| slope * slope).sum::<f64>().sqrt().max(SHORTEST))
        };
        let finite = |c: usize| if self.floors[c].is_finite() { length(c) } else { Some(1.0) };
        let floors: Vec<f64> = (0..self.floors.len()).map(finite).collect::<Option<_>>()?;
        let parties = table.size();
        let gains = match self.aim {
            Aim::Least(_) => {
                let squares = (0..parties).map(|p| length(p).map(|length| length * length));
                (squares.sum::<Option<f64>>()? / parties as f64).sqrt()
            }
            Aim::Most(_) | Aim::Product => 1.0,
        };
        Some(Reach { floors, gains: gains.min(1.0) })
    }

    /// What everybody gains over the threat, as fractions.
    fn gains(&self, payoffs: &[f64]) -> Vec<f64> {
        payoffs.iter().zip(&self.threat).map(|(payoff, threat)| (payoff - threat).exp_m1()).collect()
    }

    pub(super) fn read(&self, payoffs: &[f64], with: &Multipliers, unit: f64, reach: &Reach) -> Option<Read> {
        let gains = self.gains(payoffs);
        let parties = with.shares.len();
        let mut read = Read {
            value: 0.0,
            weights: vec![0.0; payoffs.len()],
            next: with.clone(),
            reached: 0.0,
            violation: 0.0,
        };
        match &self.aim {
            Aim::Most(party) => {
                read.reached = gains[*party];
                read.value = -gains[*party];
                read.weights[*party] = -(1.0 + gains[*party]);
            }
            Aim::Product => {
                if gains[..parties].iter().any(|gain| *gain <= 0.0) {
                    return None;
                }
                let logs: f64 = gains[..parties].iter().map(|gain| gain.ln()).sum();
                read.reached = (logs / parties as f64).exp();
                read.value = -unit * logs;
                for (weight, gain) in read.weights.iter_mut().zip(&gains[..parties]) {
                    *weight = -unit * (1.0 + gain) / gain;
                }
            }
            Aim::Least(units) => read.least(&gains, units, with, unit, reach.gains),
        }
        read.floors(payoffs, &self.floors, with, &reach.floors);
        read.value.is_finite().then_some(read)
    }
}

impl Reach {
    pub(super) fn shortest(&self) -> f64 {
        self.floors.iter().copied().fold(self.gains, f64::min)
    }
}

impl Read {
    /// The least of the gains, as the level up to which those who gain less are weighted.
    fn least(&mut self, gains: &[f64], units: &[f64], with: &Multipliers, unit: f64, reach: f64) {
        let penalty = with.penalty / (reach * reach);
        // gains in a common unit, so that curvatures stay near one
        let reached: Vec<f64> = gains.iter().zip(units).map(|(gain, own)| gain / own * unit).collect();
        let thresholds: Vec<f64> =
            reached.iter().zip(&with.shares).map(|(gain, share)| gain - share / penalty).collect();
        let level = level(&thresholds, penalty);
        self.value -= level;
        for (p, threshold) in thresholds.iter().enumerate() {
            let share = penalty * (level - threshold).max(0.0);
            self.value += (share * share - with.shares[p] * with.shares[p]) / (2.0 * penalty);
            self.weights[p] -= share * (1.0 + gains[p]) * unit / units[p];
            self.next.shares[p] = share;
        }
        let least = reached.iter().copied().fold(f64::INFINITY, f64::min);
        let held = reached.iter().zip(&self.next.shares).filter(|(_, share)| **share > 0.0);
        let most = held.map(|(gain, _)| *gain).fold(least, f64::max);
        self.violation = self.violation.max((most - least).max((level - least).abs()));
        self.reached = least / unit;
    }

    fn floors(&mut self, payoffs: &[f64], floors: &[f64], with: &Multipliers, reach: &[f64]) {
        for (c, floor) in floors.iter().enumerate().filter(|(_, floor)| floor.is_finite()) {
            let above = (payoffs[c] - floor).exp_m1();
            let penalty = with.penalty / (reach[c] * reach[c]);
            let price = (with.floors[c] - penalty * above).max(0.0);
            self.value += (price * price - with.floors[c] * with.floors[c]) / (2.0 * penalty);
            self.weights[c] -= price * (1.0 + above);
            self.next.floors[c] = price;
            let slack = if price > 0.0 { above.abs() } else { (-above).max(0.0) };
            self.violation = self.violation.max(slack);
        }
    }
}

/// The level `s` with `penalty * sum max(0, s - threshold) = 1`.
fn level(thresholds: &[f64], penalty: f64) -> f64 {
    let mut sorted = thresholds.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (mut sum, mut level) = (0.0, f64::INFINITY);
    for (count, threshold) in sorted.iter().enumerate() {
        if level <= *threshold {
            break;
        }
        sum += threshold;
        level = (1.0 / penalty + sum) / (count + 1) as f64;
    }
    level
}

#[cfg(test)]
mod tests {
    use super::level;

    #[test]
    fn the_level_fills_the_lowest_first() {
        for thresholds in [vec![0.0], vec![0.3, 0.1, 5.0], vec![1.0, 1.0, 1.0], vec![-2.0, 0.4, 0.5]] {
            for penalty in [0.5, 2.0, 40.0] {
                let level = level(&thresholds, penalty);
                let filled: f64 = thresholds.iter().map(|t| (level - t).max(0.0)).sum::<f64>() * penalty;
                assert!((filled - 1.0).abs() < 1e-12, "{thresholds:?} {penalty}: {filled}");
            }
        }
    }
}
