//! What is asked of a position, and the world that it is asked of.

use super::Side;
use crate::error::{Error, ErrorKind};
use thalweg_core::Problem;
use thalweg_trade::scenario::{Measure, Scenario};
use thalweg_trade::{Baseline, Model};

/// Who stands against whom, and what is assumed.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The two sides: each a country code or a group of the baseline.
    pub sides: [String; 2],
    /// Subsidies that the data contain but do not record; only measures on subsidies. Flows are what buyers paid, so a sector
    /// with an assumed subsidy s had costs of its sales over 1 - s: output, inputs and value added of the base are that much
    /// larger, taxes pay the difference, and final demand is what then remains. Overcapacity is the way back to no subsidy.
    pub subsidies: Vec<Measure>,
    /// Cuts of tariffs for which a reciprocal answer is sought, each a part in (0, 1].
    pub cuts: Vec<f64>,
    /// The rules of the model, and the set of elasticities.
    pub model: Model,
}

/// A question on a baseline, checked.
pub(super) struct Asked {
    pub(super) sides: [Side; 2],
    /// The world as the data saw it, with the subsidies that it is assumed to contain.
    pub(super) baseline: Baseline,
    pub(super) elasticities: Vec<f64>,
    pub(super) model: Model,
    pub(super) notes: Vec<Problem>,
}

impl Question {
    /// The position of two sides, without assumptions, with cuts of 10, 25, 50 and 100 percent.
    pub fn between(first: impl Into<String>, second: impl Into<String>) -> Self {
        Self {
            sides: [first.into(), second.into()],
            subsidies: Vec::new(),
            cuts: vec![0.1, 0.25, 0.5, 1.0],
            model: Model::default(),
        }
    }

    /// The same under another set of elasticities.
    pub fn with_elasticities(mut self, set: impl Into<String>) -> Self {
        self.model.elasticities = Some(set.into());
        self
    }

    /// The same where one more subsidy is assumed.
    ///
    /// ```
    /// use thalweg_talks::Question;
    /// use thalweg_trade::scenario::{Change, Measure};
    /// let question = Question::between("USA", "CHN").assuming(Measure::subsidy("CHN", "tradable", Change::Set(0.02)));
    /// assert_eq!(question.subsidies.len(), 1);
    /// ```
    pub fn assuming(mut self, subsidy: Measure) -> Self {
        self.subsidies.push(subsidy);
        self
    }

    /// The question on a baseline: everything that is wrong with it is found at once.
    pub(super) fn on(&self, baseline: &Baseline) -> Result<Asked, Error> {
        let mut problems: Vec<Problem> = self.cuts.iter().filter_map(wrong_cut).collect();
        problems.extend(self.subsidies.iter().filter_map(wrong_measure));
        problems.extend(self.model.uncommon().map(|key| {
            Problem::new(format!("a position does not know `{key}`")).help("leave it out of the model")
        }));
        let scenario = Scenario::new("position").under(self.model.clone());
        let resolved = self.subsidies.iter().cloned().fold(scenario, Scenario::with).resolve(baseline);
        match (Side::both(baseline, &self.sides), resolved) {
            (Ok(sides), Ok(resolved)) => {
                let subsidies = resolved.policy.subsidies;
                problems.extend(strangers(baseline, &sides, |j, i| {
                    subsidies.get(j, i) != baseline.subsidies.get(j, i)
                }));
                if problems.is_empty() {
                    let (model, elasticities) = (resolved.model, resolved.elasticities);
                    let baseline = Baseline { subsidies, ..baseline.clone() };
                    return Ok(Asked { sides, baseline, elasticities, model, notes: resolved.notes });
                }
            }
            (sides, resolved) => {
                problems.extend(sides.err().into_iter().flat_map(|error| error.problems().to_vec()));
                problems.extend(resolved.err().into_iter().flat_map(|error| error.problems().to_vec()));
            }
        }
        Err(Error::new(ErrorKind::Question, problems))
    }
}

fn wrong_cut(cut: &f64) -> Option<Problem> {
    let right = *cut > 0.0 && *cut <= 1.0;
    let wrong = || Problem::new(format!("{} percent is no cut of a tariff", 100.0 * cut));
    (!right).then(|| wrong().help("cuts are parts above 0, and 1 (100 percent) at most"))
}

fn wrong_measure(measure: &Measure) -> Option<Problem> {
    let wrong = || Problem::new(format!("a position assumes subsidies only, and no {}", measure.key()));
    (measure.key() != "subsidy").then(|| wrong().help("simulate a scenario for other measures"))
}

/// Subsidies of countries that are on neither side: they would change the base without a word in the answer.
fn strangers(baseline: &Baseline, sides: &[Side; 2], assumed: impl Fn(usize, usize) -> bool) -> Vec<Problem> {
    let on_a_side = |i: &usize| sides.iter().any(|side| side.members.contains(i));
    let strangers = (0..baseline.countries.len()).filter(|i| !on_a_side(i));
    let subsidised = strangers.filter(|i| (0..baseline.sectors.len()).any(|j| assumed(j, *i)));
    let problem = |i: usize| {
        let (code, [first, second]) = (&baseline.countries[i].code, sides);
        Problem::new(format!("a subsidy is assumed for {code}, which is on neither side"))
            .help(format!("name {} or {}", first.code, second.code))
    };
    subsidised.map(problem).collect()
}
