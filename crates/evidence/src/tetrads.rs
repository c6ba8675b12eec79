//! The triple difference of Caliendo and Parro (2015): no effects are needed.

use crate::error::Error;
use crate::panel::Panel;
use crate::regressor::Regressor;
use crate::sample::{Moments, Sample};
use std::collections::{BTreeMap, BTreeSet};

/// Log changes of flows, by sector of a sample; NaN where a flow is left out.
#[derive(Debug, Clone)]
pub(crate) struct Tetrads {
    sectors: Vec<usize>,
    changes: Vec<Vec<f64>>,
    size: usize,
}

impl Tetrads {
    pub(crate) fn new(panel: &Panel, sample: &Sample, year: i32) -> Result<Self, Error> {
        let (base, now) = (panel.year(sample.base_year)?, panel.year(year)?);
        let size = panel.countries.len();
        let changes = |j: &usize| {
            let cells = (0..size * size).map(|at| {
                let (n, i) = (at / size, at % size);
                let (before, after) = (base.get(*j, n, i), now.get(*j, n, i));
                let counts = n != i && before > sample.floor && after > sample.floor;
                if counts { (after / before).ln() } else { f64::NAN }
            });
            cells.collect()
        };
        let sectors = sample.sectors.clone();
        let changes = sectors.iter().map(changes).collect();
        Ok(Self { sectors, changes, size })
    }

    /// `x_ni + x_ih + x_hn - x_nh - x_hi - x_in` of flows on the same of doses, least squares without weights or constant
    /// over all triples of countries that a policy touches and whose six flows count. Whatever is of an importer, of an
    /// exporter, or of a pair in both directions drops out.
    pub(crate) fn moments(&self, regressor: &Regressor, rename: &dyn Fn(usize) -> usize) -> Moments {
        let mut moments = Moments::default();
        for (j, changes) in self.sectors.iter().zip(&self.changes) {
            let cells = regressor.sectors[*j].iter();
            let doses: BTreeMap<(usize, usize), f64> =
                cells.map(|t| ((rename(t.importer), rename(t.exporter)), t.dose)).collect();
            let dose = |n: usize, i: usize| doses.get(&(n, i)).copied().unwrap_or(0.0);
            let change = |n: usize, i: usize| changes[n * self.size + i];
            for triple in self.triples(doses.keys()) {
                let (z, y) = (around(triple, &dose), around(triple, &change));
                if y.is_finite() {
                    moments.score += z * y;
                    moments.information += z * z;
                }
            }
        }
        moments
    }

    /// Triples in which a touched pair stands, each once.
    fn triples<'a>(&self, pairs: impl Iterator<Item = &'a (usize, usize)>) -> BTreeSet<[usize; 3]> {
        let mut triples = BTreeSet::new();
        for (n, i) in pairs {
            for h in (0..self.size).filter(|h| h != n && h != i) {
                let mut triple = [*n, *i, h];
                triple.sort_unstable();
                triples.insert(triple);
            }
        }
        triples
    }
}

fn around([n, i, h]: [usize; 3], of: &dyn Fn(usize, usize) -> f64) -> f64 {
    of(n, i) + of(i, h) + of(h, n) - of(n, h) - of(h, i) - of(i, n)
}
