//! Why a package cannot be kept, in the words of its terms.

use super::clause::Clause;
use super::newton::{Failed, Point};
use super::row::Row;
use super::settle::{ENOUGH, MOST_SUBSIDY, Terms};
use crate::error::{Error, ErrorKind};
use thalweg_core::Problem;
use thalweg_trade::{Base, Policy};

impl Terms {
    /// A search that failed, in the words of the terms.
    pub(super) fn failed(&self, base: &Base, policy: &Policy, failed: Failed<Error>) -> Error {
        let (at, beyond) = match failed {
            Failed::Undefined(error) => return error,
            Failed::Stuck { at, beyond } => (at, beyond),
        };
        let held: Vec<usize> = (0..self.len()).filter(|k| self.clauses[*k].row().is_some()).collect();
        let far = |k: &usize| at.x[*k] >= 0.5 * MOST_SUBSIDY || beyond.is_some() || at.gaps[*k].is_infinite();
        let unmet: Vec<usize> =
            (0..held.len()).filter(|k| self.clauses[held[*k]].wants(at.gaps[*k]) && far(k)).collect();
        let alone = held.len() == 1;
        let problems: Vec<Problem> = match alone {
            true => {
                unmet.iter().map(|k| self.clauses[held[*k]].out_of_reach(base, &at, *k, &beyond)).collect()
            }
            false => unmet.iter().flat_map(|k| self.hopeless(base, policy, held[*k])).collect(),
        };
        if !problems.is_empty() {
            return Error::new(ErrorKind::OutOfReach, problems);
        }
        let texts: Vec<String> = held.iter().map(|k| format!("`{}`", self.clauses[*k].text)).collect();
        let (kind, help) = match unmet.is_empty() {
            true => (ErrorKind::Unsolved, "leave out terms that bind the same trade"),
            false => (ErrorKind::OutOfReach, "each could be met alone: ask for less of some"),
        };
        let problem = Problem::new(format!(
            "the levels of {} cannot be met together: the complementarity residual stays at {:.1e}",
            texts.join(", "),
            at.residual()
        ));
        Error::new(kind, vec![problem.help(help)])
    }

    /// What is wrong with one level even if no other term has one.
    fn hopeless(&self, base: &Base, policy: &Policy, term: usize) -> Vec<Problem> {
        let mut alone = self.clone();
        let mut at = 0;
        alone.clauses.retain(|clause| {
            at += 1;
            at == term + 1 || clause.row().is_none()
        });
        match alone.solve(base, policy.clone()) {
            Err(error) if error.kind() == ErrorKind::OutOfReach => error.problems().to_vec(),
            _ => Vec::new(),
        }
    }
}

impl Clause {
    /// Whether it asks for more than there is.
    fn wants(&self, gap: f64) -> bool {
        self.row().is_some_and(Row::at_least) && gap < -ENOUGH
    }

    fn out_of_reach(&self, base: &Base, at: &Point, k: usize, beyond: &Option<Error>) -> Problem {
        let world = base.equilibrium();
        let made: f64 = self.sectors.iter().map(|j| world.output.get(*j, self.exporter)).sum();
        let bought: f64 = self.sectors.iter().map(|j| world.spending.get(*j, self.importer)).sum();
        let level = self.row().map_or(0.0, |row| row.level);
        let end = match beyond {
            Some(_) => "beyond that no equilibrium of the world was found",
            None => "and more would not do",
        };
        let problem = Problem::new(format!(
            "`{}` is beyond any price: at a subsidy of {:.1} % it is {:.0} of {level:.0}, {end}",
            self.text,
            -100.0 * (-at.x[k]).exp_m1(),
            level * at.gaps[k].exp(),
        ));
        problem.help(format!(
            "in the base the seller makes {made:.0} of these goods for the whole world, and the buyer spends {bought:.0} \
             on them, whoever sells"
        ))
    }
}
