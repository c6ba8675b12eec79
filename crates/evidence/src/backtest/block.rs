//! What is judged: net changes of the treated flows, of those who took their place, and of where they went.

use super::forecast::{Forecast, Says};
use crate::error::Error;
use crate::panel::Panel;
use crate::question::{Data, Ready};
use crate::regressor::Touched;
use crate::sample::Residuals;
use thalweg_trade::Cube;

/// Suppliers and markets are judged if their flow of the base year was above this, in the panel's unit.
const LEAST: f64 = 1000.0;

/// Log points times 100.
const POINTS: f64 = 100.0;

/// Of a treated flow, the part that effects must leave for a change to be told without it.
const FREE: f64 = 1e-6;

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The treated flows themselves, by sector.
    Direct,
    /// Third countries' sales to the importer.
    Replaced,
    /// The exporter's sales to third countries.
    Flooded,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Replaced => "replaced",
            Self::Flooded => "flooded",
        }
    }
}

/// A question about one treated pair, and its cases.
pub(super) struct Block {
    pub(super) kind: Kind,
    importer: usize,
    exporter: usize,
    /// Positions: of a sector among the pooled ones, or of a third country.
    cases: Vec<usize>,
    pub(super) names: Vec<String>,
    pub(super) flows: Vec<f64>,
}

/// The data that net changes are made of.
pub(super) struct Net<'a> {
    panel: &'a Panel,
    ready: &'a Ready,
    /// Flows of the base year, of the year that is judged, and of as many years before.
    base: &'a Cube,
    now: &'a Cube,
    earlier: Option<&'a Cube>,
    residuals: Residuals,
    /// What moved in as many years before, as residuals of the same kind.
    past: Option<Residuals>,
}

impl<'a> Net<'a> {
    pub(super) fn new(data: &Data<'a>, ready: &'a Ready, year: i32) -> Result<Self, Error> {
        let sample = &ready.sample;
        let mirrored = 2 * sample.base_year - year;
        let past = data.panel.flows.contains_key(&mirrored);
        let past = past.then(|| Residuals::of_changes(data.panel, sample, mirrored)).transpose()?;
        Ok(Self {
            panel: data.panel,
            ready,
            base: data.panel.year(sample.base_year)?,
            now: data.panel.year(year)?,
            earlier: data.panel.flows.get(&mirrored),
            residuals: Residuals::of_changes(data.panel, sample, year)?,
            past,
        })
    }

    pub(super) fn blocks(&self) -> Vec<Block> {
        let pairs = self.ready.regressor.pairs();
        let kinds = [Kind::Direct, Kind::Replaced, Kind::Flooded];
        let all = kinds.iter().flat_map(|kind| pairs.iter().map(move |(n, i)| self.block(*kind, *n, *i)));
        all.filter(|block| block.cases.len() > 2).collect()
    }

    pub(super) fn pair(&self, block: &Block) -> (String, String) {
        let code = |at: usize| self.panel.countries[at].clone();
        (code(block.importer), code(block.exporter))
    }

    fn block(&self, kind: Kind, importer: usize, exporter: usize) -> Block {
        let cases: Vec<usize> = match kind {
            Kind::Direct => {
                (0..self.residuals.sectors.len()).filter(|at| self.counts(*at, importer, exporter)).collect()
            }
            _ => {
                let third = (0..self.panel.countries.len()).filter(|c| *c != importer && *c != exporter);
                third
                    .filter(|c| self.between(self.base, kind, importer, exporter, *c) > LEAST)
                    .filter(|c| self.between(self.now, kind, importer, exporter, *c) > 0.0)
                    .collect()
            }
        };
        let name = |case: &usize| match kind {
            Kind::Direct => self.panel.sectors[self.residuals.sectors[*case]].clone(),
            _ => self.panel.countries[*case].clone(),
        };
        let flow = |case: &usize| match kind {
            Kind::Direct => self.base.get(self.residuals.sectors[*case], importer, exporter),
            _ => self.between(self.base, kind, importer, exporter, *case),
        };
        let (names, flows) = (cases.iter().map(name).collect(), cases.iter().map(flow).collect());
        Block { kind, importer, exporter, names, flows, cases }
    }

    /// Whether a treated flow counts, and can be told without itself.
    fn counts(&self, at: usize, n: usize, i: usize) -> bool {
        let touched = self.dose(at, n, i).is_some_and(|touched| touched.dose != 0.0);
        touched && self.residuals.absorbers[at].weight(n, i) > 0.0 && free(&self.residuals, at, n, i) > FREE
    }

    fn dose(&self, at: usize, n: usize, i: usize) -> Option<&Touched> {
        let cells = &self.ready.regressor.sectors[self.residuals.sectors[at]];
        cells.iter().find(|touched| touched.importer == n && touched.exporter == i)
    }

    /// The flow of a third country to the importer, or from the exporter, over the pooled sectors.
    fn between(&self, flows: &Cube, kind: Kind, importer: usize, exporter: usize, third: usize) -> f64 {
        let (n, i) = if kind == Kind::Replaced { (importer, third) } else { (third, exporter) };
        Panel::total(flows, &self.ready.sample.sectors, n, i)
    }

    /// The trade of a third country with everybody else, in the same direction.
    fn elsewhere(&self, flows: &Cube, kind: Kind, importer: usize, exporter: usize, third: usize) -> f64 {
        let others = (0..self.panel.countries.len()).filter(|c| ![importer, exporter, third].contains(c));
        let flow = |other: usize| match kind {
            Kind::Replaced => Panel::total(flows, &self.ready.sample.sectors, other, third),
            _ => Panel::total(flows, &self.ready.sample.sectors, third, other),
        };
        others.map(flow).sum()
    }

    /// What came.
    pub(super) fn actual(&self, block: &Block) -> Vec<f64> {
        match block.kind {
            Kind::Direct => without_itself(&self.residuals, &self.residuals, block),
            _ => self.shifts(block, self.base, self.now),
        }
    }

    /// What the same numbers moved in as many years before; none where a case is not in these data.
    pub(super) fn usual(&self, block: &Block) -> Option<Vec<f64>> {
        let moved = match block.kind {
            Kind::Direct => without_itself(self.past.as_ref()?, self.past.as_ref()?, block),
            _ => self.shifts(block, self.earlier?, self.base),
        };
        Some(moved).filter(|moved| moved.iter().all(|value| value.is_finite()))
    }

    /// What a forecast says of the same numbers.
    pub(super) fn said(&self, block: &Block, forecast: &Forecast) -> Vec<f64> {
        match (&forecast.says, block.kind) {
            (Says::Responses(sides), Kind::Direct) => {
                let response =
                    sides.iter().find(|(side, _)| *side == block.importer).map_or(0.0, |(_, r)| *r);
                let dose =
                    |at: &usize| self.dose(*at, block.importer, block.exporter).map_or(0.0, |t| t.dose);
                block.cases.iter().map(|at| -POINTS * response * dose(at)).collect()
            }
            (Says::Flows(before, after), Kind::Direct) => {
                let size = before.countries();
                let change = |j: usize| {
                    let cells = (0..size).flat_map(|n| before.row(j, n).iter().zip(after.row(j, n)));
                    cells.map(|(b, a)| if *b > 0.0 && *a > 0.0 { (a / b).ln() } else { 0.0 }).collect()
                };
                let mut said = self.residuals.clone();
                for (at, absorber) in self.residuals.absorbers.iter().enumerate() {
                    said.outcomes[at] = absorber.residual(change(self.residuals.sectors[at]));
                }
                without_itself(&said, &self.residuals, block)
            }
            (Says::Flows(before, after), _) => self.shifts(block, before, after),
            (Says::Nothing | Says::Responses(_), _) => vec![0.0; block.cases.len()],
        }
    }

    /// How much more a third country's trade with one of the two grew than its trade elsewhere, less the same of all the
    /// block's countries together.
    fn shifts(&self, block: &Block, before: &Cube, after: &Cube) -> Vec<f64> {
        let (n, i, kind) = (block.importer, block.exporter, block.kind);
        let pair = |flows: &Cube, case: usize| {
            (self.between(flows, kind, n, i, case), self.elsewhere(flows, kind, n, i, case))
        };
        let sums = |flows: &Cube| {
            let parts = block.cases.iter().map(|case| pair(flows, *case));
            parts.fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
        };
        let ratio = |old: (f64, f64), new: (f64, f64)| (new.0 / old.0).ln() - (new.1 / old.1).ln();
        let common = ratio(sums(before), sums(after));
        let one = |case: &usize| POINTS * (ratio(pair(before, *case), pair(after, *case)) - common);
        block.cases.iter().map(one).collect()
    }
}

/// One less the leverage of a flow.
fn free(residuals: &Residuals, at: usize, n: usize, i: usize) -> f64 {
    let absorber = &residuals.absorbers[at];
    1.0 - absorber.weight(n, i) * absorber.shared((n, i), (n, i))
}

/// Residuals of treated flows from effects that are fitted without each of them; NaN where one is left out.
fn without_itself(values: &Residuals, weights: &Residuals, block: &Block) -> Vec<f64> {
    let (n, i) = (block.importer, block.exporter);
    let one = |at: &usize| {
        let counts = weights.absorbers[*at].weight(n, i) > 0.0;
        let left = values.outcomes[*at][n * values.size + i] / free(weights, *at, n, i);
        if counts { POINTS * left } else { f64::NAN }
    };
    block.cases.iter().map(one).collect()
}
