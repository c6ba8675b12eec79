//! From a baseline and scenarios to outcomes.

use crate::base::Base;
use crate::baseline::Baseline;
use crate::equilibrium::Equilibrium;
use crate::error::{Error, ErrorKind};
use crate::outcome::{Labels, Outcome, Pairs};
use crate::scenario::{Model, Scenario};
use crate::solver::Settings;
use crate::uncertainty::{Draws, Spread, Uncertainty};
use std::sync::{Arc, Mutex};
use thalweg_core::{Problem, nearest};

/// The equilibrium of a scenario on a baseline. Pure: the same input gives the same bits.
///
/// # Errors
/// If the scenario does not fit the baseline, or if no equilibrium is found that satisfies the equations.
///
/// ```
/// use thalweg_trade::{Baseline, Scenario, solve};
/// # fn main() -> Result<(), thalweg_trade::Error> {
/// let baseline = Baseline::embedded("world-2011")?;
/// let scenario = Scenario::parse(
///     "sixty.toml",
///     "name = 'Sixty points'\n[[tariff]]\nimporter = 'USA'\nexporter = 'CHN'\nsectors = 'tradable'\nadd = 0.60\n",
/// )?;
/// let equilibrium = solve(&baseline, &scenario)?;
/// assert!(equilibrium.certificate.max_residual <= 1e-10);
/// # Ok(())
/// # }
/// ```
pub fn solve(baseline: &Baseline, scenario: &Scenario) -> Result<Equilibrium, Error> {
    let resolved = scenario.resolve(baseline)?;
    Base::new(baseline, &resolved.elasticities, &resolved.model, Settings::default())?.solve(resolved.policy)
}

/// What is asked beside the scenario itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Pairs (importer, exporter) whose diversion is shown; none: those that the policy hits hardest.
    pub diversions: Vec<(String, String)>,
    /// Draws of the elasticities; none: no intervals.
    pub draws: Option<Draws>,
}

/// Bases that are kept; an older one is prepared again when it is asked for.
const KEPT: usize = 8;

/// A base, and for which elasticities and rules it was prepared.
type Prepared = (Vec<f64>, Model, Arc<Base>);

/// Simulates scenarios on one baseline; bases that several of them share are prepared once.
#[derive(Debug)]
pub struct Simulator<'a> {
    baseline: &'a Baseline,
    settings: Settings,
    bases: Mutex<Vec<Prepared>>,
}

impl<'a> Simulator<'a> {
    /// A simulator on a baseline.
    pub fn new(baseline: &'a Baseline, settings: Settings) -> Self {
        Self { baseline, settings, bases: Mutex::default() }
    }

    /// The outcome of one scenario; `name` is what the user called it.
    ///
    /// # Errors
    /// As [`solve`]; and for a diversion between countries that the baseline does not have.
    pub fn simulate(&self, name: &str, scenario: &Scenario, options: &Options) -> Result<Outcome, Error> {
        self.simulate_with(name, scenario, options, &|_| {})
    }

    /// The same, telling `progress` how many draws are done; it may be called from several threads.
    ///
    /// # Errors
    /// As [`Simulator::simulate`].
    pub fn simulate_with(
        &self,
        name: &str,
        scenario: &Scenario,
        options: &Options,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Outcome, Error> {
        let resolved = scenario.resolve(self.baseline)?;
        let pairs = self.pairs(&options.diversions)?;
        let base = self.base(&resolved.elasticities, &resolved.model)?;
        let equilibrium = base.solve(resolved.policy.clone())?;
        let labels = Labels {
            scenario: name.to_owned(),
            title: scenario.name.clone(),
            question: scenario.question.clone(),
            elasticities: resolved.model.elasticities.clone(),
            notes: resolved.notes.clone(),
        };
        let mut outcome = Outcome::of(self.baseline, &base, &equilibrium, labels, &pairs);
        if let Some(draws) = options.draws {
            let spread = Spread::of(self.baseline, &base.touched_trade(&equilibrium.policy))?;
            let pairs = outcome.pairs(self.baseline);
            let solve = |elasticities: &[f64]| {
                let base = base.redrawn(self.baseline, elasticities)?;
                let equilibrium = base.solve(resolved.policy_at(elasticities))?;
                Ok(Outcome::of(self.baseline, &base, &equilibrium, Labels::default(), &pairs))
            };
            let intervals =
                Uncertainty::run(spread, &outcome, &resolved.elasticities, draws, solve, progress)?;
            outcome.uncertainty = Some(intervals);
        }
        Ok(outcome)
    }

    /// The outcome under the baseline's own elasticities, then under each further set that it has.
    ///
    /// # Errors
    /// As [`Simulator::simulate`].
    pub fn simulate_sets(
        &self,
        name: &str,
        scenario: &Scenario,
        options: &Options,
    ) -> Result<Vec<Outcome>, Error> {
        let sets = std::iter::once(None).chain(self.baseline.elasticity_sets().into_iter().map(Some));
        sets.map(|set| {
            let mut scenario = scenario.clone();
            scenario.model.elasticities = set.map(str::to_owned);
            self.simulate(name, &scenario, options)
        })
        .collect()
    }

    /// The base for these elasticities and rules, prepared if it is not yet.
    fn base(&self, elasticities: &[f64], model: &Model) -> Result<Arc<Base>, Error> {
        let is_it = |(e, m, _): &&Prepared| e == elasticities && m.same_rules(model);
        if let Ok(bases) = self.bases.lock()
            && let Some((_, _, base)) = bases.iter().find(is_it)
        {
            return Ok(Arc::clone(base));
        }
        let base = Arc::new(Base::new(self.baseline, elasticities, model, self.settings)?);
        if let Ok(mut bases) = self.bases.lock() {
            if bases.len() >= KEPT {
                bases.remove(0);
            }
            bases.push((elasticities.to_vec(), model.clone(), Arc::clone(&base)));
        }
        Ok(base)
    }

    fn pairs(&self, asked: &[(String, String)]) -> Result<Pairs, Error> {
        if asked.is_empty() {
            return Ok(Pairs::Hardest);
        }
        let mut problems = Vec::new();
        let mut pairs = Vec::new();
        for (importer, exporter) in asked {
            let sides = [importer, exporter].map(|code| {
                let known = self.baseline.country(code);
                if known.is_none() {
                    let problem = Problem::new(format!(
                        "diversion of {importer}:{exporter}: baseline `{}` has no country `{code}`",
                        self.baseline.about.name
                    ));
                    let codes = self.baseline.countries.iter().map(|c| c.code.as_str());
                    problems.push(match nearest(code, codes) {
                        Some(word) => problem.help(format!("the nearest code is `{word}`")),
                        None => problem,
                    });
                }
                known
            });
            match sides {
                [Some(n), Some(i)] if n == i => problems.push(
                    Problem::new(format!("diversion of {importer}:{exporter}: importer and exporter are the same"))
                        .help("name the country that changed its policy first, then the one that was hit: `USA:CHN`"),
                ),
                [Some(n), Some(i)] if pairs.contains(&(n, i)) => {}
                [Some(n), Some(i)] => pairs.push((n, i)),
                _ => {}
            }
        }
        if problems.is_empty() {
            Ok(Pairs::Asked(pairs))
        } else {
            Err(Error::new(ErrorKind::Scenario, problems))
        }
    }
}
