//! Wedges on crude, spread over the cells of a baseline.

use super::OilWedge;
use crate::baseline::Baseline;
use std::collections::{BTreeMap, BTreeSet};
use thalweg_core::Problem;

/// Volumes that are larger by more than this part of what was sold are told.
const APART: f64 = 0.05;

/// Sellers whose volumes are compared: those who sell most.
const SELLERS: usize = 2;

/// What is left of a cell below this part is nothing.
const NOTHING: f64 = 1e-9;

/// One cell: what wedges do to it, scaled to the part of its trade that is crude.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::scenario) struct Cell {
    /// Part of the trade that is left.
    pub(in crate::scenario) left: f64,
    /// Iceberg cost of what is left.
    pub(in crate::scenario) cost: f64,
    /// Export tax on what is left.
    pub(in crate::scenario) tax: f64,
}

/// Wedges on the cells of some sectors.
#[derive(Debug, Default)]
pub(in crate::scenario) struct Spread {
    /// By position in a cube.
    pub(in crate::scenario) cells: BTreeMap<usize, Cell>,
    /// Codes that the baseline does not have.
    pub(in crate::scenario) strangers: BTreeSet<String>,
    /// Pairs of codes between which the baseline trades nothing of it.
    pub(in crate::scenario) idle: BTreeSet<String>,
    /// Trade of all these cells, and what of it is crude, in the unit of the baseline.
    trade: f64,
    crude: f64,
    /// What that crude is worth in the oil engine, in the same unit.
    value: f64,
    /// By sellers, where the oil engine says volumes: crude before, after by its volumes, and after by our elasticities.
    volumes: BTreeMap<String, [f64; 3]>,
}

/// Sums over the crude of one cell, in the unit of the baseline.
#[derive(Default, Clone, Copy)]
struct Sum {
    value: f64,
    embargoed: f64,
    cost: f64,
    tax: f64,
}

impl Sum {
    fn add(&mut self, value: f64, wedge: &OilWedge) {
        let kept = value * (1.0 - wedge.embargoed);
        self.value += value;
        self.embargoed += value * wedge.embargoed;
        self.cost += kept * wedge.trade_cost;
        self.tax += kept * wedge.export_tax;
    }

    /// The cell, where wedges cover so much of its trade.
    fn cell(&self, trade: f64) -> Cell {
        let left = 1.0 - self.embargoed / trade;
        if left < NOTHING {
            return Cell { left: 0.0, cost: 0.0, tax: 0.0 };
        }
        // without an embargo exactly one is left, whatever the rounding
        let left = if self.embargoed == 0.0 { 1.0 } else { left };
        Cell { left, cost: self.cost / trade / left, tax: self.tax / trade / left }
    }
}

impl Spread {
    /// Wedges on sectors of which crude is a part (at most all), or on all trade of sectors that go the way of crude.
    ///
    /// # Errors
    /// Numbers without sense, and a baseline in another currency.
    pub(in crate::scenario) fn of(
        baseline: &Baseline,
        wedges: &[OilWedge],
        (sectors, elasticities): (&[usize], &[f64]),
        whole: bool,
    ) -> Result<Self, Vec<Problem>> {
        let problems: Vec<Problem> = wedges.iter().filter_map(OilWedge::problem).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        let dollars = in_dollars(baseline).map_err(|problem| vec![problem])?;
        let mut spread = Self::default();
        let mut sums: BTreeMap<usize, Sum> = BTreeMap::new();
        for wedge in wedges {
            let cells = spread.trade(baseline, wedge, sectors);
            let total: f64 = cells.iter().map(|(_, flow)| flow).sum();
            for (cell, flow) in cells {
                let value = wedge.value / dollars * (flow / total);
                sums.entry(cell).or_default().add(value, wedge);
                let theta = elasticities[cell / (baseline.countries.len() * baseline.countries.len())];
                spread.sold(wedge, value, theta);
            }
        }
        for (cell, sum) in sums.into_iter().filter(|(_, sum)| sum.value > 0.0) {
            let flow = baseline.flows.values()[cell];
            spread.crude += sum.value.min(flow);
            spread.trade += flow;
            spread.value += sum.value;
            spread.cells.insert(cell, sum.cell(if whole { sum.value } else { flow.max(sum.value) }));
        }
        Ok(spread)
    }

    /// Counts what a wedge makes of some crude, by the oil engine and at unchanged prices of everything else by us.
    fn sold(&mut self, wedge: &OilWedge, value: f64, theta: f64) {
        let Some(volume) = wedge.volume else { return };
        let price = (1.0 + wedge.trade_cost) * (1.0 + wedge.export_tax);
        let ours = (1.0 - wedge.embargoed) * price.powf(-theta);
        let sums = self.volumes.entry(wedge.exporters.join("+")).or_default();
        for (sum, part) in sums.iter_mut().zip([1.0, volume, ours]) {
            *sum += value * part;
        }
    }

    /// Sellers whose discounts sell more here than in the oil engine. Where they sell less, their prices fall here until
    /// they do: that is this engine's own answer.
    fn oversold(&self) -> Vec<String> {
        let note = |(sellers, [before, theirs, ours]): (&String, &[f64; 3])| {
            let (theirs, ours) = (theirs / before, ours / before);
            (ours - theirs >= APART).then(|| {
                format!(
                    "crude of {sellers} over these pairs: {theirs:.2} times what it was in the oil engine, {ours:.2} times by the \
                     trade elasticities at these prices; what discounts move is too large by as much"
                )
            })
        };
        let mut sellers: Vec<_> = self.volumes.iter().filter(|(_, sums)| sums[0] > 0.0).collect();
        sellers.sort_by(|(_, a), (_, b)| b[0].total_cmp(&a[0]));
        sellers.into_iter().take(SELLERS).filter_map(note).collect()
    }

    /// What a reader should know of it.
    pub(in crate::scenario) fn notes(&self) -> Vec<String> {
        let list = |words: &BTreeSet<String>| words.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        let mut notes = Vec::new();
        if !self.cells.is_empty() {
            let part = |of: f64| (100.0 * self.crude / of).round();
            let (pairs, s) = (self.cells.len(), if self.cells.len() == 1 { "" } else { "s" });
            notes.push(format!(
                "crude is {} % of the trade of the {pairs} pair{s} that oil touches; it is {} % of what the oil baseline has \
                 there in value",
                part(self.trade),
                part(self.value)
            ));
        }
        notes.extend(self.oversold());
        if !self.strangers.is_empty() {
            let strangers = list(&self.strangers);
            notes.push(format!("oil of countries that the baseline does not have is left out: {strangers}"));
        }
        if !self.idle.is_empty() {
            notes.push(format!("the baseline has no such trade, and oil changes none: {}", list(&self.idle)));
        }
        notes
    }

    /// The cells of a wedge in which the baseline trades, with their flows.
    fn trade(&mut self, baseline: &Baseline, wedge: &OilWedge, sectors: &[usize]) -> Vec<(usize, f64)> {
        let importers = self.places(baseline, &wedge.importers);
        let exporters = self.places(baseline, &wedge.exporters);
        let size = baseline.countries.len();
        let mut cells = Vec::new();
        for j in sectors {
            for n in &importers {
                for i in exporters.iter().filter(|i| *i != n) {
                    let cell = (j * size + n) * size + i;
                    let flow = baseline.flows.values()[cell];
                    if flow > 0.0 {
                        cells.push((cell, flow));
                    }
                }
            }
        }
        if cells.is_empty() && !importers.is_empty() && !exporters.is_empty() {
            let pair = format!("{} to {}", wedge.exporters.join("+"), wedge.importers.join("+"));
            self.idle.insert(pair);
        }
        cells
    }

    fn places(&mut self, baseline: &Baseline, codes: &[String]) -> BTreeSet<usize> {
        let mut places = BTreeSet::new();
        for code in codes {
            match baseline.country(code) {
                Some(place) => {
                    places.insert(place);
                }
                None => {
                    self.strangers.insert(code.clone());
                }
            }
        }
        places
    }
}

/// How many million US dollars the unit of the baseline is.
fn in_dollars(baseline: &Baseline) -> Result<f64, Problem> {
    let unit = &baseline.about.unit;
    if unit.currency != "USD" {
        let message =
            format!("oil is counted in US dollars, and the baseline `{}` in {unit}", baseline.about.name);
        return Err(Problem::new(message).help("state the baseline in dollars, or leave out [oil]"));
    }
    Ok(10f64.powi(unit.power as i32 - 6))
}
