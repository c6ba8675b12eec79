//! Scenarios: what changes, as data.
//!
//! A [`Scenario`] is read from TOML ([`Scenario::open`], [`Scenario::parse`]) or made in code, and knows nothing of any
//! world. [`Scenario::resolve`] applies it to a [`Baseline`](crate::Baseline) and gives a [`Resolved`]: the rates that
//! hold then, the rules of the model, and the trade elasticities.
//!
//! `docs/scenarios.md` is the reference of every key.

mod blocks;
mod embargo;
mod embedded;
mod lexicon;
mod load;
mod measure;
mod observed;
mod oil;
mod overlay;
mod parse;
mod resolve;
mod rules;
mod selector;
mod table;
mod values;

pub use embedded::{Embedded, embedded_scenarios, embedded_text};
pub use measure::{
    Action, Change, Measure, OnElasticity, OnProduction, OnTrade, Pairs, Rate, RateRow, RateTable,
};
pub use oil::{OilAnswer, OilSection, OilWedge};
pub use resolve::Resolved;
pub use rules::{ByCountry, NamedValue, Revenue};
pub use selector::{Selector, Word};

use serde::Serialize;
use thalweg_core::{Place, Problem, nearest};

/// What changes, and under which rules: plain data.
///
/// ```
/// use thalweg_trade::scenario::{Change, Measure, Scenario};
/// let scenario = Scenario::new("Sixty points on China")
///     .with(Measure::tariff("USA", "CHN", "tradable", Change::Add(0.60)));
/// assert_eq!(scenario.measures.len(), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[non_exhaustive]
pub struct Scenario {
    /// What a reader sees above its results.
    pub name: String,
    /// What it asks, in one line.
    pub question: Option<String>,
    /// What changes and why, at any length.
    pub description: Option<String>,
    /// The baseline that it is meant for: the name of an embedded one, or a folder.
    pub baseline: Option<String>,
    /// The scenario whose measures come first.
    pub extends: Option<Box<Scenario>>,
    /// What changes, in the order of the file.
    pub measures: Vec<Measure>,
    /// What happens to oil; the oil engine has to be asked before such a scenario can be solved.
    pub oil: Option<OilSection>,
    /// The rules of the model.
    pub model: Model,
    /// The elasticity set that a file chose, and where; for the error if there is no such set.
    #[serde(skip)]
    set_chosen_at: Option<(String, Place)>,
}

/// The rules of the model that a scenario chooses.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Model {
    /// What becomes of trade deficits.
    pub deficits: Deficits,
    /// Whether labour moves between sectors.
    pub labour: Labour,
    /// Whether firms have a markup.
    pub competition: Competition,
    /// The set of trade elasticities: the column `elasticity_SET` of the baseline's sectors, or an observed set that comes
    /// along; none: its own column.
    pub elasticities: Option<String>,
    /// Elasticity of labour supply to the real wage after tax, in [0, 10]; zero: labour is what it is.
    pub labour_supply: f64,
    /// Who gets what tariffs bring in. It matters where labour supply is elastic.
    pub revenue: Revenue,
    /// Part of what buyers in a country pay at its border that is earned there, by those who sell, in [0, 1): overhead. The
    /// transfer from abroad is what is held, and deficits answer.
    pub overhead: ByCountry,
    /// How much more trade answers a tariff than it answers a cost, in [0.05, 20]: the exponent of `1 + t` over the trade
    /// elasticity. One where a tariff is a cost like any other.
    pub pass_through: ByCountry,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            deficits: Deficits::default(),
            labour: Labour::default(),
            competition: Competition::default(),
            elasticities: None,
            labour_supply: 0.0,
            revenue: Revenue::default(),
            overhead: ByCountry::everywhere(0.0),
            pass_through: ByCountry::everywhere(1.0),
        }
    }
}

impl Model {
    /// Whether two models have the same rules; the choice of elasticities is none.
    pub(crate) fn same_rules(&self, other: &Self) -> bool {
        let same = Self { elasticities: other.elasticities.clone(), ..self.clone() };
        same == *other
    }

    /// The first of the rules that only some computations know, as a scenario writes it; none: it has none of them.
    pub fn uncommon(&self) -> Option<&'static str> {
        let rules = [
            (self.labour_supply != 0.0, "labour_supply"),
            (!self.overhead.is(0.0), "overhead"),
            (!self.pass_through.is(1.0), "pass_through"),
        ];
        rules.into_iter().find(|(has, _)| *has).map(|(_, key)| key)
    }

    /// The rules that are not as by default, deficits, labour and competition apart, as a reader should know them.
    pub(crate) fn uncommon_rules(&self) -> Option<String> {
        let mut rules = Vec::new();
        if self.labour_supply != 0.0 {
            let revenue = match self.revenue {
                Revenue::LumpSum => "is handed out",
                Revenue::IncomeTax => "lowers the tax on wages",
            };
            rules.push(format!("labour supply has elasticity {}", self.labour_supply));
            rules.push(format!("revenue {revenue}"));
        }
        if !self.overhead.is(0.0) {
            rules.push(format!("overhead is {} of what buyers pay", self.overhead));
        }
        if !self.pass_through.is(1.0) {
            rules.push(format!("a tariff weighs {} times as much as a cost", self.pass_through));
        }
        (!rules.is_empty()).then(|| rules.join("; "))
    }

    /// Everything that is wrong with its numbers, or with one rule beside another.
    pub(crate) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut say = |wrong: bool, message: &str, help: &str| {
            if wrong {
                problems.push(Problem::new(message).help(help));
            }
        };
        let elastic = self.labour_supply != 0.0;
        let message = format!("`labour_supply` is {}; it must be in [0, 10]", self.labour_supply);
        say(!(0.0..=10.0).contains(&self.labour_supply), &message, "published values lie between 0.1 and 1");
        say(
            elastic && self.labour == Labour::Fixed,
            "`labour_supply` is known for labour that moves between sectors only",
            "set `labour = \"mobile\"`, or leave out `labour_supply`",
        );
        problems.extend(self.overhead.check("overhead", |part| (0.0..1.0).contains(&part), "in [0, 1)"));
        let allowed = |power: f64| (0.05..=20.0).contains(&power);
        problems.extend(self.pass_through.check("pass_through", allowed, "in [0.05, 20]"));
        problems
    }
}

/// What becomes of trade deficits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Deficits {
    /// Each stays the share of world value added that it is in the baseline; with overhead, the transfer behind it does.
    #[default]
    Fixed,
    /// Trade is balanced, in the baseline too.
    Balanced,
}

/// Whether labour moves between the sectors of a country.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Labour {
    /// It moves until wages are equal.
    #[default]
    Mobile,
    /// It stays, and each sector has a wage of its own.
    Fixed,
}

/// Whether firms have a markup.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Competition {
    /// Prices are costs; what varies between countries is productivity (Eaton and Kortum 2002, Caliendo and Parro 2015).
    #[default]
    Perfect,
    /// A fixed number of firms with constant markups, whose profits, `1/sigma` of sales, are income (Ossa 2014);
    /// `sigma = theta + 1`.
    Monopolistic,
}

impl Scenario {
    /// A scenario in which nothing changes.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            question: None,
            description: None,
            baseline: None,
            extends: None,
            measures: Vec::new(),
            oil: None,
            model: Model::default(),
            set_chosen_at: None,
        }
    }

    /// The same with one more measure.
    pub fn with(mut self, measure: Measure) -> Self {
        self.measures.push(measure);
        self
    }

    /// The same under other rules.
    pub fn under(mut self, model: Model) -> Self {
        self.model = model;
        self
    }

    /// The same on top of another scenario, whose baseline and rules it takes over.
    pub fn extending(mut self, parent: Scenario) -> Self {
        self.inherit(Some(parent));
        self
    }

    fn inherit(&mut self, parent: Option<Scenario>) {
        let Some(parent) = parent else { return };
        self.baseline.clone_from(&parent.baseline);
        self.model.clone_from(&parent.model);
        self.set_chosen_at.clone_from(&parent.set_chosen_at);
        self.extends = Some(Box::new(parent));
    }

    /// The scenario and all that it builds on, the first of them first.
    fn layers(&self) -> Vec<&Scenario> {
        let mut layers = vec![self];
        let mut next = self;
        while let Some(parent) = &next.extends {
            layers.push(parent);
            next = parent;
        }
        layers.reverse();
        layers
    }
}

/// Help for a word that should be one of `known`, which are listed as `what` where none is near.
fn near_or_all(word: &str, known: &[&str], what: &str) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("the nearest known word is `{near}`"),
        None => format!("{what}: {}", known.join(", ")),
    }
}
