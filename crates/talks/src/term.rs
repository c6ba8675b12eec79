//! Terms of a deal beyond tariffs: purchase commitments, export controls, caps on output and subsidies, embargoes.
//!
//! [`Terms`] puts a list of [`Term`]s on a world, [`Terms::solve`] finds the equilibrium that keeps all of them with the
//! rates that they imply, [`Terms::worth`] says what each costs its owner and gives the other side, and
//! [`Terms::shadows`] what one unit more of each level is worth to whom.

mod check;
mod clause;
mod implied;
mod newton;
mod refusal;
mod row;
mod settle;
mod shadow;
mod volume;
mod words;
mod worth;

pub use implied::Implied;
pub use row::Means;
pub use settle::{Settled, Terms};
pub use shadow::Shadow;
pub use worth::{Gain, Market, Package, Seller, Worth};

use serde::{Deserialize, Serialize};
use std::fmt;

/// One term of a deal. In a file its `kind` is `purchase`, `export-control`, `output-cap`, `subsidy-cap` or `embargo`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Term {
    /// The importer buys at least so much.
    Purchase(Purchase),
    /// The exporter sells at most so much, or nothing.
    ExportControl(ExportControl),
    /// A country makes at most so much.
    OutputCap(OutputCap),
    /// A country subsidises by no more than this.
    SubsidyCap(SubsidyCap),
    /// The importer stops to buy.
    Embargo(Embargo),
}

/// An importer commits itself to buy at least so much from one exporter. What the market would not buy is called forth by
/// one ad-valorem subsidy on the whole group of sectors.
///
/// A sector that bears no tariffs, such as services, can be named where it is traded: the subsidy then goes to its buyers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purchase {
    /// Code of the country that buys; the promise is its own.
    pub importer: String,
    /// Code of the country that sells.
    pub exporter: String,
    /// Codes or groups of sectors, `tradable`, or `*`; together they are one commitment.
    pub sectors: Vec<String>,
    /// How much it buys at least.
    pub at_least: Level,
    /// At which prices that is measured: those of the time, unless said otherwise.
    #[serde(default)]
    pub measured: Measured,
    /// Which government pays the subsidy: the importer's, unless said otherwise.
    #[serde(default)]
    pub paid_by: PaidBy,
}

/// An exporter restricts what it sells to one importer: a quota, or a ban where no level is given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportControl {
    /// Code of the country that restricts its sales; the promise is its own.
    pub exporter: String,
    /// Code of the country that it sells to.
    pub importer: String,
    /// Codes or groups of sectors, `tradable`, or `*`; one quota for all together.
    pub sectors: Vec<String>,
    /// How much it sells at most; absent or zero: nothing.
    #[serde(default)]
    pub at_most: Option<Level>,
    /// At which prices that is measured: those of the base, unless said otherwise, for quotas count pieces.
    #[serde(default = "Measured::volume")]
    pub measured: Measured,
    /// Who earns the difference between what the scarce goods cost and what they fetch.
    #[serde(default)]
    pub rent: Rent,
}

/// A country limits what a group of sectors makes, measured at the producer prices of the base. One production tax on the
/// group keeps it there; its revenue stays at home.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutputCap {
    /// Code of the country; the promise is its own.
    pub country: String,
    /// Codes or groups of sectors, `tradable`, or `*`.
    pub sectors: Vec<String>,
    /// How much they make at most.
    pub at_most: Level,
    /// Code of the country that it is promised to.
    #[serde(default)]
    pub beneficiary: Option<String>,
}

/// A country subsidises production by no more than a cap: higher subsidies come down to it, lower ones stay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubsidyCap {
    /// Code of the country; the promise is its own.
    pub country: String,
    /// Codes or groups of sectors, `tradable`, or `*`.
    pub sectors: Vec<String>,
    /// Highest subsidy, as a fraction of cost in [0, 1).
    pub cap: f64,
    /// Code of the country that it is promised to.
    #[serde(default)]
    pub beneficiary: Option<String>,
}

/// An importer stops to buy from a country, which may be a third one: an infinite trade cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Embargo {
    /// Code of the country that stops to buy; the promise is its own.
    pub importer: String,
    /// Code of the country that it no longer buys from.
    pub exporter: String,
    /// Codes or groups of sectors, `tradable`, or `*`.
    pub sectors: Vec<String>,
    /// Code of the country that it is promised to.
    #[serde(default)]
    pub beneficiary: Option<String>,
}

/// How much: in a file `{ amount = 40000 }`, `{ extra = 12500 }` or `{ share = 1.5 }`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// So much a year, in the unit of the baseline.
    Amount(f64),
    /// So much more than in the baseline (or less, below zero), in its unit.
    Extra(f64),
    /// So many times what it is in the baseline.
    Share(f64),
}

/// At which prices trade is measured, always before tariff at the exporter's border.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measured {
    /// At the prices of the time, world value added held at its base: a value.
    #[default]
    Value,
    /// At the border prices of the base: a volume.
    Volume,
}

/// Which government pays for a purchase commitment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaidBy {
    /// The importer's, by a lower tariff on that flow, below zero if need be: `1 + t' = (1 + t)(1 - s)`.
    #[default]
    Importer,
    /// The exporter's, by an export subsidy on that flow: `1 + e' = (1 + e)(1 - s)`. It lowers the border price, and with
    /// it the value of what is bought, at the prices of the time.
    Exporter,
}

/// Who earns the rent of a quota.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rent {
    /// The exporter, as from an export tax: licences are its to give.
    #[default]
    Exporter,
    /// The importer, as from a tariff: it auctions the licences.
    Importer,
}

impl Purchase {
    /// A commitment at the prices of the time, paid for by the importer.
    pub fn new<S: Into<String>>(
        importer: impl Into<String>,
        exporter: impl Into<String>,
        sectors: impl IntoIterator<Item = S>,
        at_least: Level,
    ) -> Self {
        Self {
            importer: importer.into(),
            exporter: exporter.into(),
            sectors: sectors.into_iter().map(Into::into).collect(),
            at_least,
            measured: Measured::Value,
            paid_by: PaidBy::Importer,
        }
    }

    /// The same measured otherwise.
    pub fn measured(mut self, measured: Measured) -> Self {
        self.measured = measured;
        self
    }

    /// The same paid by another.
    pub fn paid_by(mut self, payer: PaidBy) -> Self {
        self.paid_by = payer;
        self
    }
}

impl Measured {
    fn volume() -> Self {
        Self::Volume
    }
}

impl Level {
    /// The amount that it means where there was so much in the baseline.
    pub fn of(self, before: f64) -> f64 {
        match self {
            Self::Amount(amount) => amount,
            Self::Extra(extra) => before + extra,
            Self::Share(share) => before * share,
        }
    }
}

impl Term {
    /// Code of the country whose concession it is.
    pub fn owner(&self) -> &str {
        match self {
            Self::Purchase(term) => &term.importer,
            Self::ExportControl(term) => &term.exporter,
            Self::OutputCap(term) => &term.country,
            Self::SubsidyCap(term) => &term.country,
            Self::Embargo(term) => &term.importer,
        }
    }

    /// Code of the country that it is promised to: the other side of the trade, or who is named.
    pub fn beneficiary(&self) -> Option<&str> {
        match self {
            Self::Purchase(term) => Some(&term.exporter),
            Self::ExportControl(term) => Some(&term.importer),
            Self::OutputCap(OutputCap { beneficiary, .. })
            | Self::SubsidyCap(SubsidyCap { beneficiary, .. })
            | Self::Embargo(Embargo { beneficiary, .. }) => beneficiary.as_deref(),
        }
    }

    /// The words for its sectors.
    pub fn sectors(&self) -> &[String] {
        match self {
            Self::Purchase(Purchase { sectors, .. })
            | Self::ExportControl(ExportControl { sectors, .. })
            | Self::OutputCap(OutputCap { sectors, .. })
            | Self::SubsidyCap(SubsidyCap { sectors, .. })
            | Self::Embargo(Embargo { sectors, .. }) => sectors,
        }
    }
}

/// A term in one line, as a report names it.
impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let goods = self.sectors().join(", ");
        match self {
            Self::Purchase(Purchase { importer, exporter, at_least, .. }) => {
                write!(f, "{importer} buys at least {at_least} of {goods} from {exporter}")
            }
            Self::ExportControl(ExportControl { exporter, importer, at_most: None, .. }) => {
                write!(f, "{exporter} sells no {goods} to {importer}")
            }
            Self::ExportControl(ExportControl { exporter, importer, at_most: Some(level), .. }) => {
                write!(f, "{exporter} sells at most {level} of {goods} to {importer}")
            }
            Self::OutputCap(OutputCap { country, at_most, .. }) => {
                write!(f, "{country} makes at most {at_most} of {goods}")
            }
            Self::SubsidyCap(SubsidyCap { country, cap, .. }) => {
                write!(f, "{country} subsidises {goods} by at most {} % of cost", 100.0 * cap)
            }
            Self::Embargo(Embargo { importer, exporter, .. }) => {
                write!(f, "{importer} buys no {goods} from {exporter}")
            }
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Amount(amount) => write!(f, "{amount}"),
            Self::Extra(extra) if *extra < 0.0 => write!(f, "{} less than in the baseline", -extra),
            Self::Extra(extra) => write!(f, "{extra} more than in the baseline"),
            Self::Share(share) => write!(f, "{share} times what is in the baseline"),
        }
    }
}
