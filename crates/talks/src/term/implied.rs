//! What a term implies at the equilibrium that keeps it.

use super::clause::{Clause, Keeping};
use super::row::Means;
use super::settle::Terms;
use serde::{Deserialize, Serialize};
use thalweg_trade::{Base, Equilibrium, Policy};

/// What one term implies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Implied {
    /// The term in one line.
    pub term: String,
    /// Code of the country whose concession it is.
    pub owner: String,
    /// Code of the country that it is promised to, if that is said.
    pub beneficiary: Option<String>,
    /// What keeps it.
    pub means: Means,
    /// Its rate as a fraction: of a subsidy what is taken off the buyer's price, in [0, 1); of a tax what is put on it,
    /// from zero on; of a subsidy cap the largest cut. Absent for a ban, which no rate describes.
    pub rate: Option<f64>,
    /// Code of the country in whose budget it is.
    pub payer: String,
    /// What it costs that budget a year, in the unit of the baseline; below zero where it earns or saves.
    pub cost: f64,
    /// The level, in the unit of the baseline and as the term measures it; absent where there is none.
    pub level: Option<f64>,
    /// The same flow or output in the base.
    pub before: f64,
    /// The same flow or output with all terms kept.
    pub amount: f64,
    /// Whether anything would be otherwise without it, all other rates unchanged.
    pub binding: bool,
}

impl Terms {
    pub(super) fn implied(
        &self,
        base: &Base,
        policy: &Policy,
        clause: &Clause,
        x: f64,
        at: &Equilibrium,
    ) -> Implied {
        let code = |country: usize| self.codes[country].clone();
        let mut implied = Implied {
            term: clause.text.clone(),
            owner: code(clause.owner),
            beneficiary: clause.beneficiary.map(code),
            means: Means::Ban,
            rate: None,
            payer: code(clause.owner),
            cost: 0.0,
            level: None,
            before: clause.amount(base, base.equilibrium()),
            amount: clause.amount(base, at),
            binding: true,
        };
        match &clause.keeping {
            Keeping::Ban => {}
            Keeping::SubsidyCap(cap) => clause.describe_cap(*cap, policy, at, &mut implied),
            Keeping::Row(row) => {
                implied.means = row.means;
                implied.rate = Some(row.rate(x));
                implied.payer = code(row.payer());
                implied.cost = row.cost(x, at);
                implied.level = Some(row.level);
                implied.binding = x > 0.0;
            }
        }
        implied
    }
}

impl Clause {
    fn describe_cap(&self, cap: f64, policy: &Policy, at: &Equilibrium, implied: &mut Implied) {
        let cut = |j: &usize| (policy.subsidies.get(*j, self.exporter) - cap).max(0.0);
        let largest = self.sectors.iter().map(cut).fold(0.0, f64::max);
        implied.means = Means::SubsidyCut;
        implied.rate = Some(largest);
        implied.cost = -self.sectors.iter().map(|j| cut(j) * at.output.get(*j, self.exporter)).sum::<f64>();
        implied.binding = largest > 0.0;
    }
}
