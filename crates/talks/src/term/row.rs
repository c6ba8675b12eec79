//! A complementarity row: a level that must be kept, and the wedge that keeps it.

use super::{Measured, volume};
use serde::{Deserialize, Serialize};
use thalweg_trade::{Base, Cube, Equilibrium, Policy};

/// What keeps a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// A lower tariff on the flow, paid by the importer.
    ImportSubsidy,
    /// A subsidy on the flow, paid by the exporter.
    ExportSubsidy,
    /// A tariff on the flow: the importer earns it.
    ImportTax,
    /// An export tax on the flow: the exporter earns it.
    ExportTax,
    /// A tax on production, earned at home.
    ProductionTax,
    /// A lower subsidy on production.
    SubsidyCut,
    /// No trade at all.
    Ban,
}

/// `0 <= x _|_ gap >= 0`: `x` is the log of the wedge, and the gap is the log of what is over the level that must be
/// reached, or of that level over what is where it must not be passed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) means: Means,
    /// Who buys; of a production tax the country itself.
    pub(super) importer: usize,
    /// Who sells or makes.
    pub(super) exporter: usize,
    pub(super) sectors: Vec<usize>,
    /// In the unit of the baseline.
    pub(super) level: f64,
    pub(super) measured: Measured,
}

impl Row {
    /// Whether the level is a least one, called forth by a subsidy.
    pub(super) fn at_least(&self) -> bool {
        matches!(self.means, Means::ImportSubsidy | Means::ExportSubsidy)
    }

    /// The country whose budget the wedge is in.
    pub(super) fn payer(&self) -> usize {
        match self.means {
            Means::ImportSubsidy | Means::ImportTax => self.importer,
            _ => self.exporter,
        }
    }

    /// What the level is compared with.
    pub(super) fn amount(&self, base: &Base, at: &Equilibrium) -> f64 {
        let (n, i) = (self.importer, self.exporter);
        let of = |j: &usize| match (self.means, self.measured) {
            (Means::ProductionTax, _) => volume::output(base, at, *j, i),
            (_, Measured::Value) => at.flows.get(*j, n, i),
            (_, Measured::Volume) => volume::flow(base, at, *j, n, i),
        };
        self.sectors.iter().map(of).sum()
    }

    /// How far inside the level an amount is, in logs; below zero: outside. Nothing is always enough of nothing.
    pub(super) fn gap(&self, amount: f64) -> f64 {
        match (self.at_least(), self.level > 0.0) {
            (true, false) => f64::INFINITY,
            (true, true) => (amount / self.level).ln(),
            (false, _) => (self.level / amount).ln(),
        }
    }

    /// Adds the wedge to a policy. None leaves the rates as they are, to the last bit.
    pub(super) fn set(&self, x: f64, policy: &mut Policy) {
        if x == 0.0 {
            return;
        }
        let factor = if self.at_least() { (-x).exp() } else { x.exp() };
        let wider = |rate: f64| (1.0 + rate) * factor - 1.0;
        let (n, i) = (self.importer, self.exporter);
        let (sectors, countries) = (policy.tariffs.sectors(), policy.tariffs.countries());
        for j in self.sectors.iter().copied() {
            let rate = match self.means {
                Means::ImportSubsidy | Means::ImportTax => policy.tariffs.get_mut(j, n, i),
                Means::ExportSubsidy | Means::ExportTax => {
                    let none = || Cube::filled(sectors, countries, 0.0);
                    policy.export_taxes.get_or_insert_with(none).get_mut(j, n, i)
                }
                _ => {
                    let subsidy = policy.subsidies.get_mut(j, i);
                    *subsidy = 1.0 - (1.0 - *subsidy) * factor;
                    continue;
                }
            };
            *rate = wider(*rate);
        }
    }

    /// The wedge as a rate: a subsidy in [0, 1), or a tax.
    pub(super) fn rate(&self, x: f64) -> f64 {
        if self.at_least() { -(-x).exp_m1() } else { x.exp_m1() }
    }

    /// What the wedge costs whose budget it is in, at an equilibrium that holds it; below zero where it earns.
    ///
    /// With `F` the flow before tariff: an import subsidy costs `(t - t') F = (1 + t')(e^x - 1) F`, an export subsidy
    /// `(e^x - 1) F`; taxes earn the same with `1 - e^-x`; a production tax `(1 - s')(1 - e^-x)` of output.
    pub(super) fn cost(&self, x: f64, at: &Equilibrium) -> f64 {
        let (n, i) = (self.importer, self.exporter);
        let part = if self.at_least() { x.exp_m1() } else { (-x).exp_m1() };
        let of = |j: &usize| match self.means {
            Means::ImportSubsidy | Means::ImportTax => {
                (1.0 + at.policy.tariffs.get(*j, n, i)) * at.flows.get(*j, n, i)
            }
            Means::ExportSubsidy | Means::ExportTax => at.flows.get(*j, n, i),
            _ => (1.0 - at.policy.subsidies.get(*j, i)) * at.output.get(*j, i),
        };
        part * self.sectors.iter().map(of).sum::<f64>()
    }
}
