//! Embargoes: trade that stops, and countries that would be left without a good.

use super::lexicon::Remarks;
use super::overlay::{Names, Outcome};
use crate::baseline::Baseline;
use crate::cube::Cube;
use crate::policy::Policy;
use thalweg_core::{Place, Problem};

/// The trade that scenarios forbid. An embargo of one stays in those that extend it, whatever they say of trade costs.
#[derive(Default)]
pub(super) struct Embargoes<'a> {
    places: Vec<Option<&'a Place>>,
    /// Cells of which a part is forbidden, with the part that is left, in (0, 1).
    parts: Vec<(usize, f64)>,
    /// By cell of a cube: the first embargo that forbids it, counted from one; 0 if none does. Empty without embargoes.
    marks: Vec<u32>,
}

impl<'a> Embargoes<'a> {
    /// Forbids the trade of some cells.
    pub(super) fn impose(
        &mut self,
        place: Option<&'a Place>,
        cells: impl Iterator<Item = usize>,
        flows: &Cube,
    ) -> Outcome {
        self.places.push(place);
        self.marks.resize(flows.values().len(), 0);
        let id = self.places.len() as u32;
        let mut outcome = Outcome::default();
        for cell in cells {
            let trades = flows.values()[cell] > 0.0;
            let new = self.marks[cell] == 0;
            self.marks[cell] = if new { id } else { self.marks[cell] };
            outcome += Outcome { cells: 1, live: trades.into(), changed: (trades && new).into() };
        }
        outcome
    }

    /// Forbids a part of the trade of a cell; `left` of it stays.
    pub(super) fn impose_part(&mut self, cell: usize, left: f64) {
        self.parts.push((cell, left));
    }

    /// Cells of which a part is forbidden, with the part that is left.
    pub(super) fn parts(&self) -> &[(usize, f64)] {
        &self.parts
    }

    /// Reports every country that would have no supplier left of a good that it buys, for use or as an input.
    pub(super) fn check_supply(&self, baseline: &Baseline, names: &Names<'_>, remarks: &mut Remarks) {
        for (row, marks) in self.marks.chunks(names.size.max(1)).enumerate() {
            let (sector, importer) = (row / names.size, row % names.size);
            let flows = baseline.flows.row(sector, importer);
            let supplies = flows.iter().zip(marks).filter(|(flow, _)| **flow > 0.0);
            let lost = supplies.clone().map(|(_, mark)| *mark).find(|mark| *mark != 0);
            if let Some(id) = lost.filter(|_| supplies.clone().all(|(_, mark)| *mark != 0)) {
                let mut problem = cut_off(baseline, sector, importer);
                problem.place = self.places[id as usize - 1].cloned();
                remarks.problems.push(problem);
            }
        }
    }

    /// Makes what is forbidden infinitely costly; of what is forbidden in part, so costly that the part that is left is
    /// bought at unchanged prices: `left = d^-theta`.
    pub(super) fn close(&self, policy: &mut Policy, baseline: &Baseline, elasticities: &[f64]) {
        if self.marks.is_empty() && self.parts.is_empty() {
            return;
        }
        let countries = baseline.countries.len();
        let open = || Cube::filled(baseline.sectors.len(), countries, 1.0);
        let costs = policy.trade_costs.get_or_insert_with(open);
        for (cell, left) in &self.parts {
            let sector = cell / (countries * countries);
            costs.values_mut()[*cell] *= left.powf(-1.0 / elasticities[sector]);
        }
        let forbidden = costs.values_mut().iter_mut().zip(&self.marks).filter(|(_, mark)| **mark != 0);
        forbidden.for_each(|(cost, _)| *cost = f64::INFINITY);
    }
}

fn cut_off(baseline: &Baseline, sector: usize, importer: usize) -> Problem {
    let (country, good) = (&baseline.countries[importer].code, &baseline.sectors[sector].code);
    let mut uses = (0..baseline.sectors.len()).map(|user| baseline.inputs.get(sector, user, importer));
    let need = if uses.any(|share| share > 0.0) { "its sectors use" } else { "it buys" };
    Problem::new(format!("this leaves {country} without any supplier of {good}, which {need}"))
        .help(format!("leave a supplier open, or leave out the country: \"!{country}\""))
}
