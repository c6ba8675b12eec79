//! Diversion: where the goods go that one importer shuts out, and who takes their place there.

use super::countries::ratio_pct;
use super::row::row;
use super::{Comparison, Group};
use serde::Serialize;

/// Where the exports of one country go that another displaced, and who replaces them there.
///
/// Changes are measured at the exporters' border prices of the base, before tariff, so that a fall of all prices in a
/// country is not taken for goods that vanish; `before` and `after` are values at the prices of the time. Every displaced
/// dollar is in some column: `displaced = diverted + sold_at_home + not_produced`.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Diversion {
    /// Who changed its trade policy.
    pub importer: String,
    /// Who did the same to this exporter at the same time; they are accounted for together.
    pub also_importers: Vec<String>,
    /// Whose goods were hit.
    pub exporter: String,
    /// Fall of the sales to the importers; negative when they grew.
    pub displaced: f64,
    /// What other countries take more.
    pub diverted: f64,
    /// What the exporter's own market takes more.
    pub sold_at_home: f64,
    /// Fall of all sales together.
    pub not_produced: f64,
    /// Every third market, the one that takes most first.
    pub markets: Vec<MarketRow>,
    /// The same sums by sector.
    pub sectors: Vec<DivertedSectorRow>,
    /// Every third market by sector.
    pub market_sectors: Vec<MarketSectorRow>,
    /// In the ten markets that take most: every supplier before and after.
    pub suppliers: Vec<SupplierRow>,
    /// In the importers' markets: every supplier that can replace the exporter, the one that gains most first.
    pub replacement: Vec<ReplacementRow>,
    /// By how much the importers buy less from everybody together, themselves included, at base prices.
    pub not_bought: f64,
}

row! {
    /// A third market that takes diverted goods.
    MarketRow {
        /// The market.
        market: String, Text, "Market";
        /// Its name.
        name: String, Text, "Name";
        /// What it buys from the exporter before.
        before: f64, Amount, "Before";
        /// And after.
        after: f64, Amount, "After";
        /// Change at base border prices.
        change: f64, Amount, "Change in volume";
        /// The change in percent of the displaced exports; absent when nothing is displaced.
        share_pct: Option<f64>, Rate, "Of the displaced";
        /// What its domestic producers sell there more (less, when negative), at base prices.
        domestic_change: f64, Amount, "Domestic producers";
        /// What domestic producers lose in the sectors where more comes from the exporter, at base prices: zero or negative.
        crowded_out: f64, Amount, "Crowded out";
        /// What all other suppliers sell there more, at base prices.
        others_change: f64, Amount, "Other suppliers";
        /// What the market buys more altogether: the sum of the three changes.
        purchases_change: f64, Amount, "All purchases";
    }
}

row! {
    /// The displaced exports of one sector.
    DivertedSectorRow {
        /// The sector.
        sector: String, Text, "Sector";
        /// Its name.
        name: String, Text, "Name";
        /// Sales to the importer before less after.
        displaced: f64, Amount, "Displaced";
        /// What other countries take more.
        diverted: f64, Amount, "Diverted";
        /// What the home market takes more.
        sold_at_home: f64, Amount, "Sold at home";
        /// By how much all sales fall.
        not_produced: f64, Amount, "Not produced";
    }
}

row! {
    /// A sector in a third market.
    MarketSectorRow {
        /// The market.
        market: String, Text, "Market";
        /// The sector.
        sector: String, Text, "Sector";
        /// What the market buys from the exporter before.
        before: f64, Amount, "Before";
        /// And after.
        after: f64, Amount, "After";
        /// Change at base border prices.
        change: f64, Amount, "Change in volume";
        /// What its domestic producers sell there more, at base prices.
        domestic_change: f64, Amount, "Domestic producers";
    }
}

row! {
    /// A supplier in a third market.
    SupplierRow {
        /// The market.
        market: String, Text, "Market";
        /// Who sells there.
        supplier: String, Text, "Supplier";
        /// Sales before.
        before: f64, Amount, "Before";
        /// Sales after.
        after: f64, Amount, "After";
        /// Change at base border prices.
        change: f64, Amount, "Change in volume";
    }
}

row! {
    /// A supplier of the importer's market who can replace the exporter.
    ReplacementRow {
        /// Who sells there; the importer itself stands for its domestic producers.
        supplier: String, Text, "Supplier";
        /// Its name.
        name: String, Text, "Name";
        /// Sales before.
        before: f64, Amount, "Before";
        /// Sales after.
        after: f64, Amount, "After";
        /// Change at base border prices.
        change: f64, Amount, "Change in volume";
        /// The change in percent of the displaced exports; absent when nothing is displaced.
        share_pct: Option<f64>, Rate, "Of the displaced";
    }
}

impl Diversion {
    /// The name of the table of one part (`markets`, `sectors`, `market_sectors`, `suppliers`, `replacement`).
    pub fn table_name(&self, part: &str) -> String {
        format!("diversion_{}_{}_{part}", self.importer, self.exporter).to_lowercase()
    }
}

/// Markets whose suppliers are listed one by one.
const DETAILED: usize = 10;

pub(super) fn diversion(at: &Comparison<'_>, group: &Group) -> Diversion {
    let (importers, exporter) = (&group.importers, group.exporter);
    let into = |i: usize| importers.iter().map(|n| at.change(*n, i)).sum::<f64>();
    let displaced = -into(exporter);
    let thirds: Vec<usize> =
        (0..at.countries()).filter(|n| !importers.contains(n) && *n != exporter).collect();
    let mut markets: Vec<(usize, MarketRow)> =
        thirds.iter().map(|market| (*market, market_row(at, *market, exporter, displaced))).collect();
    markets.sort_by(|(_, a), (_, b)| b.change.total_cmp(&a.change));
    let detailed = match &group.detailed {
        Some(markets) => markets.clone(),
        None => markets.iter().take(DETAILED).map(|(market, _)| *market).collect(),
    };
    let diverted = thirds.iter().map(|market| at.change(*market, exporter)).sum::<f64>();
    let sold_at_home = at.change(exporter, exporter);
    Diversion {
        importer: at.code(importers[0]),
        also_importers: importers[1..].iter().map(|n| at.code(*n)).collect(),
        exporter: at.code(exporter),
        displaced,
        diverted,
        sold_at_home,
        not_produced: displaced - diverted - sold_at_home,
        sectors: (0..at.sectors()).map(|j| sector_row(at, j, group)).collect(),
        market_sectors: thirds.iter().flat_map(|market| market_sectors(at, *market, exporter)).collect(),
        suppliers: detailed.iter().flat_map(|market| suppliers(at, *market)).collect(),
        replacement: replacement(at, group, displaced),
        not_bought: -(0..at.countries()).map(into).sum::<f64>(),
        markets: markets.into_iter().map(|(_, row)| row).collect(),
    }
}

fn market_row(at: &Comparison<'_>, market: usize, exporter: usize, displaced: f64) -> MarketRow {
    let (before, after) = at.bilateral(market, exporter);
    let change = at.change(market, exporter);
    let purchases_change: f64 = (0..at.countries()).map(|i| at.change(market, i)).sum();
    let domestic_change = at.change(market, market);
    let more = |j: usize, i: usize| at.volume(j, market, i) - at.before.flows.get(j, market, i);
    let flooded = (0..at.sectors()).filter(|j| more(*j, exporter) > 0.0);
    let crowded_out = flooded.map(|j| more(j, market).min(0.0)).sum();
    MarketRow {
        market: at.code(market),
        name: at.baseline.countries[market].name.clone(),
        before,
        after,
        change,
        share_pct: ratio_pct(change, displaced),
        domestic_change,
        crowded_out,
        others_change: purchases_change - domestic_change - change,
        purchases_change,
    }
}

fn suppliers<'a>(at: &'a Comparison<'_>, market: usize) -> impl Iterator<Item = SupplierRow> + 'a {
    (0..at.countries())
        .map(move |i| (i, at.bilateral(market, i)))
        .filter(|(_, (b, a))| *b != 0.0 || *a != 0.0)
        .map(move |(i, (before, after))| SupplierRow {
            market: at.code(market),
            supplier: at.code(i),
            before,
            after,
            change: at.change(market, i),
        })
}

fn sector_row(at: &Comparison<'_>, j: usize, group: &Group) -> DivertedSectorRow {
    let (importers, exporter) = (&group.importers, group.exporter);
    let change = |n: usize| at.volume(j, n, exporter) - at.before.flows.get(j, n, exporter);
    let displaced = -importers.iter().map(|n| change(*n)).sum::<f64>();
    let sold_at_home = change(exporter);
    let diverted: f64 =
        (0..at.countries()).filter(|n| !importers.contains(n) && *n != exporter).map(change).sum();
    let about = &at.baseline.sectors[j];
    DivertedSectorRow {
        sector: about.code.clone(),
        name: about.name.clone(),
        displaced,
        diverted,
        sold_at_home,
        not_produced: displaced - diverted - sold_at_home,
    }
}

fn market_sectors<'a>(
    at: &'a Comparison<'_>,
    market: usize,
    exporter: usize,
) -> impl Iterator<Item = MarketSectorRow> + 'a {
    (0..at.sectors()).map(move |j| {
        let change = |i: usize| at.volume(j, market, i) - at.before.flows.get(j, market, i);
        MarketSectorRow {
            market: at.code(market),
            sector: at.baseline.sectors[j].code.clone(),
            before: at.before.flows.get(j, market, exporter),
            after: at.after.flows.get(j, market, exporter),
            change: change(exporter),
            domestic_change: change(market),
        }
    })
}

fn replacement(at: &Comparison<'_>, group: &Group, displaced: f64) -> Vec<ReplacementRow> {
    let sum = |value: &dyn Fn(usize) -> f64| group.importers.iter().map(|n| value(*n)).sum::<f64>();
    let mut rows: Vec<ReplacementRow> = (0..at.countries())
        .filter(|i| *i != group.exporter)
        .map(|i| {
            let change = sum(&|n| at.change(n, i));
            ReplacementRow {
                supplier: at.code(i),
                name: at.baseline.countries[i].name.clone(),
                before: sum(&|n| at.bilateral(n, i).0),
                after: sum(&|n| at.bilateral(n, i).1),
                change,
                share_pct: ratio_pct(change, displaced),
            }
        })
        .collect();
    rows.sort_by(|a, b| b.change.total_cmp(&a.change));
    rows
}
