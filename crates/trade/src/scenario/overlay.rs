//! What one scenario does to one lever, cell by cell: changes are applied, and contradictions and rates out of bounds
//! are found.

use super::lexicon::{Lexicon, Remarks};
use super::measure::Change;
use std::collections::{BTreeMap, BTreeSet};
use thalweg_core::{Place, Problem};

/// A rate of the model that scenarios change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lever {
    Tariff,
    ExportTax,
    TradeCost,
    Subsidy,
    Productivity,
    Elasticity,
}

/// The words for countries and sectors, and with them the sizes of the world.
pub(super) struct Names<'a> {
    pub(super) countries: Lexicon<'a>,
    pub(super) sectors: Lexicon<'a>,
    pub(super) size: usize,
}

/// A change and where the scenario states it.
struct Entry<'a> {
    change: Change,
    place: Option<&'a Place>,
}

/// The changes of one scenario to one lever.
pub(super) struct Overlay<'a> {
    lever: Lever,
    /// By cell: the latest entry that touched it, counted from one; 0 if none did.
    marks: Vec<u32>,
    entries: Vec<Entry<'a>>,
    /// Pairs of entries that were found to contradict each other.
    clashes: BTreeSet<(u32, u32)>,
}

/// What became of the cells that a change selected.
#[derive(Default, Clone, Copy)]
pub(super) struct Outcome {
    /// How many there are.
    pub(super) cells: usize,
    /// In how many of them the baseline trades or produces.
    pub(super) live: usize,
    /// How many of those have another rate now.
    pub(super) changed: usize,
}

impl std::ops::AddAssign for Outcome {
    fn add_assign(&mut self, other: Self) {
        self.cells += other.cells;
        self.live += other.live;
        self.changed += other.changed;
    }
}

impl<'a> Overlay<'a> {
    pub(super) fn new(lever: Lever, cells: usize) -> Self {
        Self { lever, marks: vec![0; cells], entries: Vec::new(), clashes: BTreeSet::new() }
    }

    /// Applies a change to cells; `live` says where the baseline trades or produces.
    pub(super) fn apply(
        &mut self,
        change: Change,
        place: Option<&'a Place>,
        cells: impl Iterator<Item = usize>,
        live: impl Fn(usize) -> bool,
        values: &mut [f64],
        (names, remarks): (&Names<'_>, &mut Remarks),
    ) -> Outcome {
        self.entries.push(Entry { change, place });
        let id = self.entries.len() as u32;
        let mut outcome = Outcome::default();
        for cell in cells {
            outcome.cells += 1;
            outcome.live += usize::from(live(cell));
            let earlier = std::mem::replace(&mut self.marks[cell], id);
            if earlier != 0 && !self.entry(earlier).change.agrees_with(change) {
                self.marks[cell] = earlier;
                self.clash(earlier, id, cell, names, remarks);
                continue;
            }
            let before = values[cell];
            values[cell] = change.of(before);
            outcome.changed += usize::from(before != values[cell] && live(cell));
        }
        outcome
    }

    fn entry(&self, id: u32) -> &Entry<'a> {
        &self.entries[id as usize - 1]
    }

    /// Reports that two entries contradict each other, once for the two.
    fn clash(&mut self, earlier: u32, later: u32, cell: usize, names: &Names<'_>, remarks: &mut Remarks) {
        if !self.clashes.insert((earlier, later)) {
            return;
        }
        let (one, two) = (self.entry(earlier), self.entry(later));
        let what = self.lever.describe(cell, names);
        let message = format!("`{}` contradicts `{}` for {what}", two.change, one.change);
        let at = one.place.map_or_else(String::new, |place| format!(" at {place}"));
        let mut problem = Problem::new(message).help(format!(
            "the other stands{at}; leave out of one what the other is about, such as \"!CAN\""
        ));
        problem.place = two.place.cloned();
        remarks.problems.push(problem);
    }

    /// Reports every entry that left a rate out of its bounds, with the first cell of each.
    pub(super) fn check_bounds(&self, values: &[f64], names: &Names<'_>, remarks: &mut Remarks) {
        let mut faults: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
        for (cell, id) in self.marks.iter().enumerate() {
            if *id != 0 && !self.lever.allows(values[cell]) {
                faults.entry(*id).or_insert((cell, 0)).1 += 1;
            }
        }
        for (id, (cell, count)) in faults {
            let what = self.lever.describe(cell, names);
            let value = self.lever.write(values[cell]);
            let bound = self.lever.bound();
            let mut problem = Problem::new(format!("{what} would be {value}; it must {bound}"));
            if count > 1 {
                let cells = if count == 2 { "cell" } else { "cells" };
                problem = problem.help(format!("and so in {} more {cells}", count - 1));
            }
            problem.place = self.entry(id).place.cloned();
            remarks.problems.push(problem);
        }
    }
}

impl Lever {
    fn allows(self, value: f64) -> bool {
        value.is_finite()
            && match self {
                Self::Tariff | Self::ExportTax | Self::TradeCost | Self::Productivity => value > -1.0,
                Self::Subsidy => value < 1.0,
                Self::Elasticity => value > 0.0,
            }
    }

    fn bound(self) -> &'static str {
        match self {
            Self::Tariff | Self::ExportTax | Self::TradeCost | Self::Productivity => "stay above -100 %",
            Self::Subsidy => "stay below 100 %",
            Self::Elasticity => "stay above 0",
        }
    }

    fn write(self, value: f64) -> String {
        match self {
            Self::Elasticity => value.to_string(),
            _ => format!("{} %", (value * 1e8).round() / 1e6),
        }
    }

    /// The rate of one cell in words, such as `the tariff of USA on steel from CHN`.
    fn describe(self, cell: usize, names: &Names<'_>) -> String {
        let country = |at: usize| names.countries.code(at % names.size);
        let sector = |at: usize| names.sectors.code(at);
        let (pair_sector, home_sector) = (cell / (names.size * names.size), cell / names.size);
        let (importer, exporter) = (country(cell / names.size), country(cell));
        match self {
            Self::Tariff => format!("the tariff of {importer} on {} from {exporter}", sector(pair_sector)),
            Self::ExportTax => {
                format!("the export tax of {exporter} on {} to {importer}", sector(pair_sector))
            }
            Self::TradeCost => {
                format!("the trade cost of {} from {exporter} to {importer}", sector(pair_sector))
            }
            Self::Subsidy => format!("the subsidy for {} in {exporter}", sector(home_sector)),
            Self::Productivity => format!("the productivity of {} in {exporter}", sector(home_sector)),
            Self::Elasticity => format!("the trade elasticity of {}", sector(cell)),
        }
    }
}
