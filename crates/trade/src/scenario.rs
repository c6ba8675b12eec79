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
mod overlay;
mod parse;
mod resolve;
mod selector;
mod table;
mod values;

pub use embedded::{Embedded, embedded_scenarios, embedded_text};
pub use measure::{
    Action, Change, Measure, OnElasticity, OnProduction, OnTrade, Pairs, Rate, RateRow, RateTable,
};
pub use resolve::Resolved;
pub use selector::{Selector, Word};

use serde::Serialize;
use thalweg_core::{Place, nearest};

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
    /// The rules of the model.
    pub model: Model,
    /// The elasticity set that a file chose, and where; for the error if there is no such set.
    #[serde(skip)]
    set_chosen_at: Option<(String, Place)>,
}

/// The rules of the model that a scenario chooses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
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
}

/// What becomes of trade deficits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Deficits {
    /// Each stays the share of world value added that it is in the baseline.
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
