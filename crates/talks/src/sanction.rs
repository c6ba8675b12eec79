//! A measure against one country that some of several candidates take: who, against whom, and what each of them does.

use crate::error::{Error, ErrorKind};
use serde::Serialize;
use thalweg_core::Problem;
use thalweg_trade::scenario::{Change, Measure, Scenario, Selector};
use thalweg_trade::{Baseline, Cube, Policy};

/// A measure that any set of the candidates may take against the target. Plain data that knows no world; words are those
/// of scenarios, so that a candidate can be a group that moves as one.
///
/// ```
/// use thalweg_talks::{Act, Sanction};
///
/// let oil = Sanction::new("RUS", ["EU", "GBR", "USA"]).act(Act::ImportEmbargo { sectors: "oil-gas".into() });
/// assert_eq!(oil.candidates.len(), 3);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sanction {
    /// Whom it is meant to hurt: a country, or several counted as one.
    pub target: Selector,
    /// Who may take part: each a country, or several that move as one.
    pub candidates: Vec<Selector>,
    /// What each member does; several acts add up.
    pub acts: Vec<Act>,
}

/// What a member changes of its own policy toward the target.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// Adds to its tariffs on goods from the target.
    Tariff {
        /// On which goods.
        sectors: Selector,
        /// How much, as a fraction: 0.25 is 25 percentage points.
        add: f64,
    },
    /// Adds to its taxes on goods that it sells to the target.
    ExportTax {
        /// On which goods.
        sectors: Selector,
        /// How much, as a fraction.
        add: f64,
    },
    /// Buys none of these goods from the target.
    ImportEmbargo {
        /// Which goods.
        sectors: Selector,
    },
    /// Sells none of these goods to the target.
    ExportEmbargo {
        /// Which goods.
        sectors: Selector,
    },
}

/// A sanction on a world: positions instead of words, and the policy in which all candidates take part.
pub(crate) struct Plan {
    pub(crate) parties: Parties,
    /// What is allowed and may not be meant, such as an act that touches no trade.
    pub(crate) notes: Vec<Problem>,
    /// The policy of the baseline, and that of the grand coalition.
    none: Policy,
    all: Policy,
}

/// Positions of the countries of a sanction.
pub(crate) struct Parties {
    pub(crate) target: Vec<usize>,
    pub(crate) candidates: Vec<Vec<usize>>,
}

impl Sanction {
    /// Most candidates: 12 have 4095 coalitions, each an equilibrium.
    pub const CANDIDATES: usize = 12;

    /// A measure of which nothing is said yet but who may take it against whom.
    pub fn new<S: Into<Selector>>(
        target: impl Into<Selector>,
        candidates: impl IntoIterator<Item = S>,
    ) -> Self {
        let candidates = candidates.into_iter().map(Into::into).collect();
        Self { target: target.into(), candidates, acts: Vec::new() }
    }

    /// The same with one more act.
    pub fn act(mut self, act: Act) -> Self {
        self.acts.push(act);
        self
    }

    /// The scenario in which one candidate takes part.
    ///
    /// ```
    /// use thalweg_talks::{Act, Sanction};
    /// let sanction = Sanction::new("RUS", ["USA"]).act(Act::Tariff { sectors: "tradable".into(), add: 0.1 });
    /// assert_eq!(sanction.measures(&"USA".into()).len(), 1);
    /// ```
    pub fn measures(&self, candidate: &Selector) -> Vec<Measure> {
        let (member, target) = (candidate.clone(), self.target.clone());
        let measure = |act: &Act| match act.clone() {
            Act::Tariff { sectors, add } => {
                Measure::tariff(member.clone(), target.clone(), sectors, Change::Add(add))
            }
            Act::ExportTax { sectors, add } => {
                Measure::export_tax(member.clone(), target.clone(), sectors, Change::Add(add))
            }
            Act::ImportEmbargo { sectors } => Measure::embargo(member.clone(), target.clone(), sectors),
            Act::ExportEmbargo { sectors } => Measure::embargo(target.clone(), member.clone(), sectors),
        };
        self.acts.iter().map(measure).collect()
    }

    /// Puts it on a world.
    pub(crate) fn plan(&self, baseline: &Baseline) -> Result<Plan, Error> {
        let refuse = |problems| Error::new(ErrorKind::Game, problems);
        let parties = self.parties(baseline).map_err(refuse)?;
        let mut scenario = Scenario::new("the grand coalition");
        scenario.measures = self.candidates.iter().flat_map(|candidate| self.measures(candidate)).collect();
        let resolved = scenario.resolve(baseline).map_err(|error| refuse(error.problems().to_vec()))?;
        let none = Policy::of(baseline);
        Ok(Plan { parties, notes: resolved.notes, none, all: resolved.policy })
    }

    /// Positions of the target and of each candidate, or everything that is wrong with them.
    fn parties(&self, baseline: &Baseline) -> Result<Parties, Vec<Problem>> {
        let mut problems = self.wrong_numbers();
        let mut select = |selector: &Selector| {
            baseline.select_countries(selector).unwrap_or_else(|found| {
                problems.extend(found);
                Vec::new()
            })
        };
        let target = select(&self.target);
        let candidates: Vec<Vec<usize>> = self.candidates.iter().map(select).collect();
        let parties = Parties { target, candidates };
        problems.extend(self.overlaps(baseline, &parties));
        if problems.is_empty() { Ok(parties) } else { Err(problems) }
    }

    fn wrong_numbers(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let count = self.candidates.len();
        if count == 0 {
            problems.push(Problem::new("there are no candidates for a coalition").help("name at least one"));
        }
        if count > Self::CANDIDATES {
            let message =
                format!("there are {count} candidates, and at most {} are possible", Self::CANDIDATES);
            let help = "every set of them is an equilibrium: merge some that would move as one";
            problems.push(Problem::new(message).help(help));
        }
        if self.acts.is_empty() {
            problems.push(Problem::new("the measure has no act").help("say what each member does"));
        }
        problems
    }

    /// Countries that stand on both sides, or in two candidates.
    fn overlaps(&self, baseline: &Baseline, parties: &Parties) -> Vec<Problem> {
        let Parties { target, candidates } = parties;
        let code = |n: &usize| baseline.countries[*n].code.as_str();
        let mut problems = Vec::new();
        for (k, candidate) in candidates.iter().enumerate() {
            for n in candidate.iter().filter(|n| target.contains(n)) {
                let message = format!("{} is the target and among the candidates", code(n));
                problems.push(Problem::new(message).help("leave it out on one side"));
            }
            for (before, other) in candidates[..k].iter().enumerate() {
                for n in candidate.iter().filter(|n| other.contains(n)) {
                    let (one, two) = (&self.candidates[before], &self.candidates[k]);
                    let message = format!("{} is in two candidates, `{one}` and `{two}`", code(n));
                    problems.push(Problem::new(message).help("name each country once"));
                }
            }
        }
        problems
    }
}

impl Plan {
    /// The policy in which the candidates of a coalition (bit k: candidate k) take part: of the grand coalition's rates
    /// those between members and target.
    pub(crate) fn policy(&self, coalition: usize) -> Policy {
        let mut policy = self.none.clone();
        let sectors = policy.tariffs.sectors();
        let like = |value| Cube::filled(sectors, self.none.tariffs.countries(), value);
        policy.export_taxes =
            self.all.export_taxes.as_ref().map(|_| policy.export_taxes.take().unwrap_or_else(|| like(0.0)));
        policy.trade_costs = self.all.trade_costs.as_ref().map(|_| like(1.0));
        let members = self.parties.candidates.iter().enumerate().filter(|(k, _)| coalition & (1 << k) != 0);
        for member in members.flat_map(|(_, countries)| countries) {
            for target in &self.parties.target {
                for j in 0..sectors {
                    self.copy((j, *member, *target), &mut policy);
                    self.copy((j, *target, *member), &mut policy);
                }
            }
        }
        policy
    }

    /// Sets the rates of a cell (sector, importer, exporter) to those of the grand coalition.
    fn copy(&self, (j, n, i): (usize, usize, usize), policy: &mut Policy) {
        let set = |to: &mut Cube, from: &Cube| *to.get_mut(j, n, i) = from.get(j, n, i);
        set(&mut policy.tariffs, &self.all.tariffs);
        for (to, from) in [
            (&mut policy.export_taxes, &self.all.export_taxes),
            (&mut policy.trade_costs, &self.all.trade_costs),
        ] {
            if let (Some(to), Some(from)) = (to, from) {
                set(to, from);
            }
        }
    }
}
