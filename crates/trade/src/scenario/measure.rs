use super::selector::{Selector, Word};
use serde::Serialize;
use std::fmt;
use thalweg_core::Place;

/// One block of a scenario: what is done, to which trade or production.
///
/// ```
/// use thalweg_trade::scenario::{Change, Measure};
/// let measure = Measure::tariff("USA", ["*", "!CAN", "!MEX"], "tradable", Change::Add(0.10));
/// assert_eq!(measure.key(), "tariff");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Measure {
    /// What is done.
    #[serde(flatten)]
    pub action: Action,
    /// Where it stands, if it was read from a file.
    #[serde(skip)]
    pub place: Option<Place>,
}

/// What a measure does.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Ad-valorem import tariff of the importer.
    Tariff(OnTrade),
    /// Ad-valorem tax of the exporter on what it sells to the importer.
    ExportTax(OnTrade),
    /// Iceberg cost relative to the base: 0.2 means that 20 % more must be shipped.
    TradeCost(OnTrade),
    /// The importer buys nothing of it from the exporter.
    Embargo(Pairs),
    /// Production subsidy, a fraction of cost.
    Subsidy(OnProduction),
    /// Productivity relative to the base: 0.05 means 5 % more from the same inputs.
    Productivity(OnProduction),
    /// Trade elasticity of sectors.
    Elasticity(OnElasticity),
}

/// Who buys what from whom.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Pairs {
    /// The countries that buy.
    pub importer: Selector,
    /// The countries that sell.
    pub exporter: Selector,
    /// The goods.
    pub sectors: Selector,
}

/// A rate on trade.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct OnTrade {
    /// Which trade. Beside a table: to which part of it the table is confined.
    #[serde(flatten)]
    pub pairs: Pairs,
    /// The rate.
    #[serde(flatten)]
    pub rate: Rate,
}

/// A rate on production.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct OnProduction {
    /// Where.
    pub country: Selector,
    /// Of what.
    pub sectors: Selector,
    /// The rate.
    #[serde(flatten)]
    pub change: Change,
}

/// Another trade elasticity.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct OnElasticity {
    /// Of which sectors.
    pub sectors: Selector,
    /// `Set` gives the elasticity itself, `Scale` multiplies it.
    #[serde(flatten)]
    pub change: Change,
}

/// One rate for all cells of a measure, or a table of rates.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Rate {
    /// The same for all.
    Uniform(Change),
    /// By row of a table.
    Table(RateTable),
}

/// What is done to a rate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The rate becomes this.
    Set(f64),
    /// This is added to the rate: 0.1 is ten percentage points.
    Add(f64),
    /// The rate is multiplied by this.
    Scale(f64),
}

/// Rates by importer, exporter and, if the table says so, sector.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct RateTable {
    /// The file, as the scenario names it.
    #[serde(rename = "table")]
    pub file: String,
    /// Its rows.
    pub rows: Vec<RateRow>,
}

/// A row of a table of rates.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct RateRow {
    /// A code, a group or `*`.
    pub importer: Word,
    /// A code, a group or `*`.
    pub exporter: Word,
    /// A code, a group, `tradable` or `*`; absent: the sectors of the block.
    pub sector: Option<Word>,
    /// The rate.
    #[serde(flatten)]
    pub change: Change,
    /// Where the rate stands.
    #[serde(skip)]
    pub place: Option<Place>,
}

impl Measure {
    /// A measure that was not read from a file.
    pub fn new(action: Action) -> Self {
        Self { action, place: None }
    }

    /// A tariff of importers on goods from exporters.
    pub fn tariff(
        importer: impl Into<Selector>,
        exporter: impl Into<Selector>,
        sectors: impl Into<Selector>,
        change: Change,
    ) -> Self {
        let pairs = Pairs::new(importer, exporter, sectors);
        Self::new(Action::Tariff(OnTrade { pairs, rate: Rate::Uniform(change) }))
    }

    /// A tax of exporters on goods that they sell to importers.
    pub fn export_tax(
        exporter: impl Into<Selector>,
        importer: impl Into<Selector>,
        sectors: impl Into<Selector>,
        change: Change,
    ) -> Self {
        let pairs = Pairs::new(importer, exporter, sectors);
        Self::new(Action::ExportTax(OnTrade { pairs, rate: Rate::Uniform(change) }))
    }

    /// Costs of trade: `Change::Set(0.2)` means that 20 % more must be shipped than in the base.
    pub fn trade_cost(
        importer: impl Into<Selector>,
        exporter: impl Into<Selector>,
        sectors: impl Into<Selector>,
        change: Change,
    ) -> Self {
        let pairs = Pairs::new(importer, exporter, sectors);
        Self::new(Action::TradeCost(OnTrade { pairs, rate: Rate::Uniform(change) }))
    }

    /// Importers buy none of these goods from exporters.
    pub fn embargo(
        importer: impl Into<Selector>,
        exporter: impl Into<Selector>,
        sectors: impl Into<Selector>,
    ) -> Self {
        Self::new(Action::Embargo(Pairs::new(importer, exporter, sectors)))
    }

    /// A production subsidy.
    pub fn subsidy(country: impl Into<Selector>, sectors: impl Into<Selector>, change: Change) -> Self {
        let (country, sectors) = (country.into(), sectors.into());
        Self::new(Action::Subsidy(OnProduction { country, sectors, change }))
    }

    /// Productivity: `Change::Set(0.05)` means 5 % more from the same inputs than in the base.
    pub fn productivity(country: impl Into<Selector>, sectors: impl Into<Selector>, change: Change) -> Self {
        let (country, sectors) = (country.into(), sectors.into());
        Self::new(Action::Productivity(OnProduction { country, sectors, change }))
    }

    /// Another trade elasticity.
    pub fn elasticity(sectors: impl Into<Selector>, change: Change) -> Self {
        Self::new(Action::Elasticity(OnElasticity { sectors: sectors.into(), change }))
    }

    /// The key of its block in a scenario file.
    pub fn key(&self) -> &'static str {
        match self.action {
            Action::Tariff(_) => "tariff",
            Action::ExportTax(_) => "export_tax",
            Action::TradeCost(_) => "trade_cost",
            Action::Embargo(_) => "embargo",
            Action::Subsidy(_) => "subsidy",
            Action::Productivity(_) => "productivity",
            Action::Elasticity(_) => "elasticity",
        }
    }
}

impl Pairs {
    /// What importers buy of sectors from exporters.
    pub fn new(
        importer: impl Into<Selector>,
        exporter: impl Into<Selector>,
        sectors: impl Into<Selector>,
    ) -> Self {
        Self { importer: importer.into(), exporter: exporter.into(), sectors: sectors.into() }
    }
}

impl Change {
    /// The rate after the change.
    pub fn of(self, rate: f64) -> f64 {
        match self {
            Self::Set(value) => value,
            Self::Add(value) => rate + value,
            Self::Scale(factor) => rate * factor,
        }
    }

    /// The number that the scenario states.
    pub fn value(self) -> f64 {
        match self {
            Self::Set(value) | Self::Add(value) | Self::Scale(value) => value,
        }
    }

    /// Its key in a scenario file.
    pub fn key(self) -> &'static str {
        match self {
            Self::Set(_) => "set",
            Self::Add(_) => "add",
            Self::Scale(_) => "scale",
        }
    }

    /// The change that a key and a number stand for.
    pub(super) fn from_key(key: &str, value: f64) -> Option<Self> {
        match key {
            "set" => Some(Self::Set(value)),
            "add" => Some(Self::Add(value)),
            "scale" => Some(Self::Scale(value)),
            _ => None,
        }
    }

    /// Whether both can hold for one cell of one scenario: additions add up and equal settings agree; everything else
    /// would depend on which is read first.
    pub(super) fn agrees_with(self, other: Self) -> bool {
        match (self, other) {
            (Self::Add(_), Self::Add(_)) => true,
            (Self::Set(one), Self::Set(two)) => one == two,
            _ => false,
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {}", self.key(), self.value())
    }
}
