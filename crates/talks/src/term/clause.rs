//! One term on a world: who, what, and how it is kept.

use super::row::Row;
use thalweg_trade::{Base, Cube, Equilibrium, Policy};

/// One term on a world.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Clause {
    pub(super) text: String,
    pub(super) owner: usize,
    pub(super) beneficiary: Option<usize>,
    /// Who buys and who sells; of a term on production the country twice.
    pub(super) importer: usize,
    pub(super) exporter: usize,
    pub(super) sectors: Vec<usize>,
    pub(super) keeping: Keeping,
}

/// How a term is kept.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Keeping {
    Row(Row),
    Ban,
    SubsidyCap(f64),
}

impl Clause {
    pub(super) fn row(&self) -> Option<&Row> {
        match &self.keeping {
            Keeping::Row(row) => Some(row),
            _ => None,
        }
    }

    /// Whether both hold the same trade or production to the same side.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        let same_side = match (&self.keeping, &other.keeping) {
            (Keeping::Row(one), Keeping::Row(two)) => one.at_least() == two.at_least(),
            (Keeping::Ban, Keeping::Ban) | (Keeping::SubsidyCap(_), Keeping::SubsidyCap(_)) => true,
            _ => false,
        };
        let scope = |clause: &Self| (clause.importer, clause.exporter, clause.sectors.clone());
        same_side && scope(self) == scope(other)
    }

    /// Whether it forbids the trade of another in a sector.
    pub(super) fn forbids(&self, other: &Self, sector: usize) -> bool {
        let pair = (self.importer, self.exporter) == (other.importer, other.exporter);
        self.keeping == Keeping::Ban && pair && self.sectors.contains(&sector)
    }

    /// Whether it asks for more of some trade than another lets through of all that.
    pub(super) fn exceeds(&self, other: &Self) -> bool {
        let (Some(least), Some(most)) = (self.row(), other.row()) else { return false };
        let sides = least.at_least() && !most.at_least() && least.measured == most.measured;
        let pair = (least.importer, least.exporter) == (most.importer, most.exporter);
        let within = least.sectors.iter().all(|sector| most.sectors.contains(sector));
        sides && pair && within && least.level > most.level
    }

    /// The third country that is no longer bought from, of a term that forbids its trade.
    pub(super) fn target(&self) -> Option<usize> {
        let third = self.exporter != self.owner && Some(self.exporter) != self.beneficiary;
        (self.keeping == Keeping::Ban && third).then_some(self.exporter)
    }

    /// Adds to a policy what needs no search.
    pub(super) fn set_plain(&self, policy: &mut Policy) {
        match self.keeping {
            Keeping::Row(_) => {}
            Keeping::Ban => {
                let (sectors, countries) = (policy.tariffs.sectors(), policy.tariffs.countries());
                let costs = policy.trade_costs.get_or_insert_with(|| Cube::filled(sectors, countries, 1.0));
                for j in &self.sectors {
                    *costs.get_mut(*j, self.importer, self.exporter) = f64::INFINITY;
                }
            }
            Keeping::SubsidyCap(cap) => {
                for j in &self.sectors {
                    let subsidy = policy.subsidies.get_mut(*j, self.exporter);
                    *subsidy = subsidy.min(cap);
                }
            }
        }
    }

    /// What it measures: what its level is compared with, or else its trade or production at the prices of the time.
    pub(super) fn amount(&self, base: &Base, at: &Equilibrium) -> f64 {
        let of = |j: &usize| match self.importer == self.exporter {
            true => at.output.get(*j, self.exporter),
            false => at.flows.get(*j, self.importer, self.exporter),
        };
        match self.row() {
            Some(row) => row.amount(base, at),
            None => self.sectors.iter().map(of).sum(),
        }
    }
}
