//! What a policy does, as results that serialise and have a table form.

mod burden;
mod countries;
mod diversion;
mod row;
mod tables;
mod trade;

pub use burden::BurdenRow;
pub use countries::CountryRow;
pub use diversion::{Diversion, DivertedSectorRow, MarketRow, MarketSectorRow, ReplacementRow, SupplierRow};
pub use row::Row;
pub use trade::{BalanceRow, FlowRow, SectorRow};

use crate::base::Base;
use crate::baseline::Baseline;
use crate::certificate::Certificate;
use crate::cube::Grid;
use crate::equilibrium::Equilibrium;
use crate::policy::Policy;
use crate::scenario::{Competition, Deficits, Labour};
use crate::solver::PriceWedges;
use crate::uncertainty::Uncertainty;
use serde::Serialize;
use std::collections::BTreeSet;
use thalweg_core::Problem;

/// What a scenario does to a baseline: the answer of `thalweg simulate`.
///
/// Values are in the unit of the baseline, before tariff, with world value added held at its base. Changes are against
/// the balanced base, in percent.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Outcome {
    /// The scenario as the user called it.
    pub scenario: String,
    /// The scenario's own name, for readers.
    pub title: String,
    /// What it asks.
    pub question: Option<String>,
    /// The baseline.
    pub baseline: String,
    /// The year of the baseline.
    pub year: i32,
    /// The unit of all values.
    pub unit: String,
    /// The elasticity set; absent for the baseline's own column.
    pub elasticities: Option<String>,
    /// What becomes of deficits.
    pub deficits: Deficits,
    /// Whether labour moves.
    pub labour: Labour,
    /// Whether firms have a markup.
    pub competition: Competition,
    /// How well the result satisfies the equations.
    pub certificate: Certificate,
    /// Every country.
    pub countries: Vec<CountryRow>,
    /// Every pair of countries, all sectors together.
    pub flows: Vec<FlowRow>,
    /// Every sector of every country.
    pub sectors: Vec<SectorRow>,
    /// Bilateral balances of the countries that the policy names.
    pub balances: Vec<BalanceRow>,
    /// Who pays: the pairs whose tariffs changed.
    pub burdens: Vec<BurdenRow>,
    /// Where displaced goods go: the pairs asked for, or those that the policy hits hardest.
    pub diversions: Vec<Diversion>,
    /// What is allowed but may not be meant.
    pub notes: Vec<Problem>,
    /// Medians and intervals over draws of the elasticities, when asked for.
    pub uncertainty: Option<Uncertainty>,
}

/// Two equilibria of one base side by side, with what every account of them needs.
struct Comparison<'a> {
    baseline: &'a Baseline,
    base: &'a Base,
    before: &'a Equilibrium,
    after: &'a Equilibrium,
    /// Hat of the unit cost, `[j, i]`.
    unit_costs: Grid,
    /// Flows of all sectors together, `[n * countries + i]`.
    bilateral_before: Vec<f64>,
    bilateral_after: Vec<f64>,
    /// The same after, at the exporters' border prices of the base: quantities, measured in base money.
    bilateral_volume: Vec<f64>,
}

impl<'a> Comparison<'a> {
    fn new(baseline: &'a Baseline, base: &'a Base, after: &'a Equilibrium) -> Self {
        let before = base.equilibrium();
        let unit_costs = base.economy().unit_costs(after);
        let mut comparison = Self {
            baseline,
            base,
            before,
            after,
            unit_costs,
            bilateral_before: trade::bilateral(before),
            bilateral_after: trade::bilateral(after),
            bilateral_volume: Vec::new(),
        };
        comparison.bilateral_volume = comparison.volumes();
        comparison
    }

    /// The exporter's price at the border of one market, as a hat: unit cost, subsidy and export tax.
    fn border_price(&self, j: usize, n: usize, i: usize) -> f64 {
        let wedge = self.after.policy.border_wedge(&self.before.policy, j, n, i);
        self.unit_costs.get(j, i) * wedge
    }

    /// One flow after the policy, at the exporter's border price of the base.
    fn volume(&self, j: usize, n: usize, i: usize) -> f64 {
        self.after.flows.get(j, n, i) / self.border_price(j, n, i)
    }

    fn volumes(&self) -> Vec<f64> {
        let countries = self.countries();
        let mut volumes = vec![0.0; countries * countries];
        for j in 0..self.sectors() {
            for n in 0..countries {
                for i in 0..countries {
                    volumes[n * countries + i] += self.volume(j, n, i);
                }
            }
        }
        volumes
    }

    fn countries(&self) -> usize {
        self.baseline.countries.len()
    }

    fn sectors(&self) -> usize {
        self.baseline.sectors.len()
    }

    fn code(&self, country: usize) -> String {
        self.baseline.countries[country].code.clone()
    }

    /// What n buys from i before and after, at the prices of the time.
    fn bilateral(&self, n: usize, i: usize) -> (f64, f64) {
        let index = n * self.countries() + i;
        (self.bilateral_before[index], self.bilateral_after[index])
    }

    /// By how much n buys more from i, at base border prices.
    fn change(&self, n: usize, i: usize) -> f64 {
        let index = n * self.countries() + i;
        self.bilateral_volume[index] - self.bilateral_before[index]
    }

    /// Whether the first-order measure of welfare holds: only tariffs change, on a world that nothing else distorts.
    fn only_tariffs_change(&self) -> bool {
        let (old, new) = (&self.before.policy, &self.after.policy);
        let taxed = |policy: &Policy| {
            let taxes = policy.export_taxes.as_ref().is_some_and(|t| t.values().iter().any(|t| *t != 0.0));
            taxes || policy.subsidies.values().iter().any(|s| *s != 0.0)
        };
        let economy = self.base.economy();
        let scaled =
            economy.psi.iter().any(|psi| *psi != 0.0) || economy.cost_share.iter().any(|c| *c != 1.0);
        let moved = new.trade_costs.as_ref().is_some_and(|d| d.values().iter().any(|d| *d != 1.0))
            || new.productivity.as_ref().is_some_and(|a| a.values().iter().any(|a| *a != 1.0));
        !taxed(old) && !taxed(new) && !scaled && !moved && economy.rules.usual
    }

    /// Pairs on whose trade the policy changes what buyers pay, other things equal.
    fn hit_pairs(&self) -> Vec<HitPair> {
        let countries = self.countries();
        let changes = PriceWedges::new(self.base.economy(), &self.after.policy);
        let mut raised = vec![None; countries * countries];
        for j in 0..self.sectors() {
            for n in 0..countries {
                let wedges = changes.row(j, n);
                let flows = self.before.flows.row(j, n);
                for (i, wedge) in wedges.into_iter().flatten().enumerate() {
                    if i != n && wedge != 1.0 && flows[i] > 0.0 {
                        // an embargo raises the price beyond every bound; any large number ranks it so
                        *raised[n * countries + i].get_or_insert(0.0) += flows[i] * wedge.ln().min(10.0);
                    }
                }
            }
        }
        let pair = |(place, raised): (usize, Option<f64>)| {
            raised.map(|by| HitPair {
                importer: place / countries,
                exporter: place % countries,
                up: by > 0.0,
            })
        };
        raised.into_iter().enumerate().filter_map(pair).collect()
    }

    /// Countries that the policy names: importers and exporters whose trade it hits, as long as either side is few; and
    /// countries whose subsidies it changes.
    fn parties(&self, hit: &[HitPair]) -> Vec<usize> {
        let sides = [hit.iter().map(|p| p.importer).collect(), hit.iter().map(|p| p.exporter).collect()];
        let few = sides.into_iter().filter(|side: &BTreeSet<usize>| side.len() <= MANY);
        let mut parties: BTreeSet<usize> = few.flatten().collect();
        let (old, new) = (&self.before.policy.subsidies, &self.after.policy.subsidies);
        let subsidised = |i: usize| (0..self.sectors()).any(|j| old.get(j, i) != new.get(j, i));
        parties.extend((0..self.countries()).filter(|i| subsidised(*i)));
        parties.into_iter().collect()
    }

    /// All importers that the policy moves against an exporter in the same direction as the given pair, that pair's first:
    /// goods that one of them shuts out do not find a market with another.
    fn group(&self, hit: &[HitPair], importer: usize, exporter: usize) -> Group {
        let direction = hit.iter().find(|p| p.importer == importer && p.exporter == exporter).map(|p| p.up);
        let mut importers = vec![importer];
        if let Some(up) = direction {
            let others =
                hit.iter().filter(|p| p.exporter == exporter && p.up == up && p.importer != importer);
            importers.extend(others.map(|p| p.importer));
        }
        Group { importers, exporter, detailed: None }
    }

    /// The exporters that the policy hits hardest, each with those who hit it, the largest of them first.
    fn hardest_hit(&self, hit: &[HitPair]) -> Vec<Group> {
        let size = |pair: &HitPair| self.change(pair.importer, pair.exporter).abs();
        let mut pairs = hit.to_vec();
        pairs.sort_by(|a, b| size(b).total_cmp(&size(a)));
        let mut groups: Vec<Group> = Vec::new();
        for pair in pairs {
            let covered =
                groups.iter().any(|g| g.exporter == pair.exporter && g.importers.contains(&pair.importer));
            if !covered {
                groups.push(self.group(hit, pair.importer, pair.exporter));
            }
        }
        let displaced = |group: &Group| -> f64 {
            group.importers.iter().map(|n| self.change(*n, group.exporter)).sum::<f64>().abs()
        };
        groups.sort_by(|a, b| displaced(b).total_cmp(&displaced(a)));
        groups.truncate(DIVERSIONS);
        groups
    }
}

/// A pair of countries on whose trade the policy changes what buyers pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct HitPair {
    importer: usize,
    exporter: usize,
    /// Whether they pay more.
    up: bool,
}

/// Sides with more members than this are "everybody", not parties.
const MANY: usize = 8;

/// Diversions that are shown when none is asked for.
const DIVERSIONS: usize = 4;

/// An exporter and the importers that shut it out, whose diversion is accounted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// The first is the one that was asked for, or that matters most.
    importers: Vec<usize>,
    exporter: usize,
    /// Markets whose suppliers are listed one by one; absent: those that take most.
    detailed: Option<Vec<usize>>,
}

/// Which diversions are accounted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pairs {
    /// Those of the pairs that the policy hits hardest.
    Hardest,
    /// Those of these pairs, (importer, exporter).
    Asked(Vec<(usize, usize)>),
    /// Exactly these.
    Same(Vec<Group>),
}

/// What a result is called, and what to say beside it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Labels {
    pub(crate) scenario: String,
    pub(crate) title: String,
    pub(crate) question: Option<String>,
    pub(crate) elasticities: Option<String>,
    pub(crate) notes: Vec<Problem>,
}

impl Outcome {
    /// The accounts of an equilibrium against its base.
    pub(crate) fn of(
        baseline: &Baseline,
        base: &Base,
        after: &Equilibrium,
        labels: Labels,
        pairs: &Pairs,
    ) -> Self {
        let at = Comparison::new(baseline, base, after);
        let hit = at.hit_pairs();
        let groups = match pairs {
            Pairs::Hardest => at.hardest_hit(&hit),
            Pairs::Asked(pairs) => pairs.iter().map(|(n, i)| at.group(&hit, *n, *i)).collect(),
            Pairs::Same(groups) => groups.clone(),
        };
        Self {
            scenario: labels.scenario,
            title: labels.title,
            question: labels.question,
            baseline: baseline.about.name.clone(),
            year: baseline.about.year,
            unit: baseline.about.unit.to_string(),
            elasticities: labels.elasticities,
            deficits: base.deficits(),
            labour: base.labour(),
            competition: base.competition(),
            certificate: after.certificate,
            countries: countries::countries(&at),
            flows: trade::flows(&at),
            sectors: trade::sectors(&at),
            balances: trade::balances(&at, &at.parties(&hit)),
            burdens: burden::burdens(&at, &hit),
            diversions: groups.iter().map(|group| diversion::diversion(&at, group)).collect(),
            notes: labels.notes,
            uncertainty: None,
        }
    }

    /// The diversions that it shows, with the same markets in detail, so that another outcome can be laid beside it.
    pub(crate) fn pairs(&self, baseline: &Baseline) -> Pairs {
        let places = |codes: &mut dyn Iterator<Item = &String>| {
            let mut places: Vec<usize> = codes.filter_map(|code| baseline.country(code)).collect();
            places.dedup();
            places
        };
        let group = |diversion: &Diversion| {
            let importers = std::iter::once(&diversion.importer).chain(&diversion.also_importers);
            Some(Group {
                importers: places(&mut importers.into_iter()),
                exporter: baseline.country(&diversion.exporter)?,
                detailed: Some(places(&mut diversion.suppliers.iter().map(|row| &row.market))),
            })
        };
        Pairs::Same(self.diversions.iter().filter_map(group).collect())
    }

    /// The row of a country.
    pub fn country(&self, code: &str) -> Option<&CountryRow> {
        self.countries.iter().find(|row| row.country == code)
    }

    /// The row of a flow.
    pub fn flow(&self, importer: &str, exporter: &str) -> Option<&FlowRow> {
        self.flows.iter().find(|row| row.importer == importer && row.exporter == exporter)
    }
}
