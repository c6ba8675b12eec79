//! Cuts that answer each other.

use super::super::crossing::{Point, crossing};
use super::super::world::{Route, World};
use crate::error::Error;
use thalweg_trade::row;

row! {
    /// A cut of all tariffs of one side on goods of the other, and the cut by the other that answers it reciprocally: the
    /// one under which both import more from each other by the same value at the border prices of the base (reciprocity in
    /// the sense of Bagwell and Staiger 1999: changes of imports that are equal at initial world prices). Both cuts hold in one equilibrium.
    ///
    /// Where no cut of the other's tariffs is an answer, the changes are those with the end that comes nearer: all its tariffs
    /// abolished, which is the rule where they are too low, or none cut. Between two countries alone whose trade balances, a
    /// reciprocal answer is the one that leaves the terms of trade as they are.
    CutRow {
        /// Code of the side that cuts first.
        side: String, Text, "Side";
        /// Code of the side that answers.
        partner: String, Text, "Partner";
        /// The first cut: percent of each tariff.
        cut_pct: f64, Rate, "Cut";
        /// The answer: percent of each tariff of the partner; absent where no cut of its tariffs is one.
        answer_pct: Option<f64>, Rate, "Answer";
        /// By how much the side imports more goods from the partner, at the border prices of the base.
        imports_change: f64, Amount, "Imports, change";
        /// By how much the partner imports more goods from the side, likewise.
        partner_imports_change: f64, Amount, "Imports of partner, change";
    }
}

/// Difference between the changes, relative to the larger flow of the base, at which they are equal: above the residuals of
/// equilibria, far below any change.
const TOLERANCE: f64 = 1e-10;

pub(super) fn cuts(world: &World<'_>, cuts: &[f64]) -> Result<Vec<CutRow>, Error> {
    let mut rows = Vec::new();
    for (a, b) in [(0, 1), (1, 0)] {
        let (side, partner) = (&world.sides[a], &world.sides[b]);
        let bargain = Bargain {
            world,
            first: world.route(&side.members, &partner.members),
            second: world.route(&partner.members, &side.members),
        };
        for cut in cuts {
            let (answer, changes) = bargain.answer(*cut)?;
            rows.push(CutRow {
                side: side.code.clone(),
                partner: partner.code.clone(),
                cut_pct: 100.0 * cut,
                answer_pct: answer.map(|answer| 100.0 * answer),
                imports_change: changes.0,
                partner_imports_change: changes.1,
            });
        }
    }
    Ok(rows)
}

/// Tariffs on two routes that are cut together.
struct Bargain<'a> {
    world: &'a World<'a>,
    first: Route,
    second: Route,
}

impl Bargain<'_> {
    /// By how much either route carries more if its tariffs are cut by these parts.
    fn changes(&self, cuts: (f64, f64)) -> Result<(f64, f64), Error> {
        let mut policy = self.world.base.policy().clone();
        for (route, cut) in [(&self.first, cuts.0), (&self.second, cuts.1)] {
            route.cells.iter().for_each(|(j, n, i)| *policy.tariffs.get_mut(*j, *n, *i) *= 1.0 - cut);
        }
        let at = self.world.solve(policy)?;
        let change = |route: &Route| self.world.volume(route, &at) - self.world.trade(route);
        Ok((change(&self.first), change(&self.second)))
    }

    /// The answer to a cut, and the changes under both; or no answer, and the changes under the end that comes nearer.
    fn answer(&self, cut: f64) -> Result<(Option<f64>, (f64, f64)), Error> {
        let scale = self.world.trade(&self.first).max(self.world.trade(&self.second));
        if scale <= 0.0 {
            return Ok((None, (0.0, 0.0)));
        }
        let point = |at: f64, changes: (f64, f64)| Point { at, value: (changes.1 - changes.0) / scale };
        let none = self.changes((cut, 0.0))?;
        let all = self.changes((cut, 1.0))?;
        let ends = (point(0.0, none), point(1.0, all));
        if (ends.0.value > 0.0) == (ends.1.value > 0.0) {
            // both too much, or both too little: unless an end is an answer there is none
            let (end, changes) =
                if ends.0.value.abs() <= ends.1.value.abs() { (ends.0, none) } else { (ends.1, all) };
            return Ok(((end.value.abs() <= TOLERANCE).then_some(end.at), changes));
        }
        let gap = |answer: f64| Ok::<_, Error>(point(answer, self.changes((cut, answer))?).value);
        let answer = crossing(gap, ends, TOLERANCE)?;
        Ok((Some(answer), self.changes((cut, answer))?))
    }
}
