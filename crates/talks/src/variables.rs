//! Rates as the variables of a search: scaled logs, so that curvatures are near one.

use crate::descent::Range;
use crate::instruments::Instruments;
use crate::response::Search;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// How rates become the variables of a search, `s ln(1 + rate)`, and back.
#[derive(Debug, Clone)]
pub(crate) struct Variables {
    scales: Vec<f64>,
    bounds: Vec<(f64, f64)>,
    ranges: Vec<Range>,
}

/// Highest rate at which a search for a deal begins at random.
const HIGHEST: f64 = 0.5;

/// Longest step of the log of one plus a rate.
const REACH: f64 = 1.0;

impl Variables {
    /// The variables of some instruments, each with its scale.
    pub(crate) fn new<'a>(instruments: impl IntoIterator<Item = &'a Instruments>, scales: Vec<f64>) -> Self {
        let bounds: Vec<(f64, f64)> =
            instruments.into_iter().flat_map(|own| own.all().iter().map(|one| one.bounds)).collect();
        let range = |(s, (low, high)): (&f64, &(f64, f64))| Range {
            low: s * low.ln_1p(),
            high: s * high.ln_1p(),
            reach: s * REACH,
        };
        Self { ranges: scales.iter().zip(&bounds).map(range).collect(), bounds, scales }
    }

    /// How far each may go.
    pub(crate) fn ranges(&self) -> &[Range] {
        &self.ranges
    }

    /// Rates of zero, or as near as bounds let them.
    pub(crate) fn none(&self) -> Vec<f64> {
        self.bounds.iter().map(|(low, high)| 0.0f64.clamp(*low, *high)).collect()
    }

    /// Packages of rates at random, between the lower bounds and [`HIGHEST`], as many as the search asks for.
    pub(crate) fn random(&self, search: &Search) -> Vec<Vec<f64>> {
        let mut random = ChaCha8Rng::seed_from_u64(search.seed);
        let mut rate = |(low, high): &(f64, f64)| {
            let unit = (random.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
            low + unit * (high.min(HIGHEST).max(*low) - low)
        };
        (0..search.random_starts).map(|_| self.bounds.iter().map(&mut rate).collect()).collect()
    }

    /// The point of a search at which rates are these.
    pub(crate) fn point(&self, rates: &[f64]) -> Vec<f64> {
        rates.iter().zip(&self.scales).map(|(rate, s)| s * rate.ln_1p()).collect()
    }

    /// Rates at a point of the search, held to the bounds exactly.
    pub(crate) fn rates(&self, point: &[f64]) -> Vec<f64> {
        let cells = point.iter().zip(&self.scales).zip(self.ranges.iter().zip(&self.bounds));
        let rate = |((x, s), (range, (low, high))): ((&f64, &f64), (&Range, &(f64, f64)))| match *x {
            x if x <= range.low => *low,
            x if x >= range.high => *high,
            x => (x / s).exp_m1().clamp(*low, *high),
        };
        cells.map(rate).collect()
    }

    /// A gradient by the variables from one by rates.
    pub(crate) fn slopes(&self, by_rate: &[f64], rates: &[f64]) -> Vec<f64> {
        let cells = by_rate.iter().zip(rates).zip(&self.scales);
        cells.map(|((slope, rate), s)| slope * (1.0 + rate) / s).collect()
    }
}
