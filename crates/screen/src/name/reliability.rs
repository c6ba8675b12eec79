use serde::Serialize;

/// Pairs whose scores lie between two bounds, and how many of them match: a point of a reliability chart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ReliabilityBin {
    /// The lower bound of the scores.
    pub from: f64,
    /// The upper bound; of the last bin it belongs to the bin.
    pub to: f64,
    /// How many pairs.
    pub pairs: usize,
    /// Their mean score.
    pub mean_score: f64,
    /// The share of them that match.
    pub share: f64,
}

/// How often pairs of a score match, in bins of equal width; bins without a pair are left out.
///
/// `scores` are pairs of a score in [0, 1] and whether the names name the same. A calibrated score has a share near the mean
/// score in every bin.
///
/// ```
/// use thalweg_screen::reliability;
/// let bins = reliability(&[(0.1, false), (0.9, true), (0.95, true), (0.92, false)], 2);
/// assert_eq!((bins[1].pairs, bins[1].share), (3, 2.0 / 3.0));
/// ```
pub fn reliability(scores: &[(f64, bool)], bins: usize) -> Vec<ReliabilityBin> {
    let bins = bins.max(1);
    let bin = |score: f64| ((score * bins as f64) as usize).min(bins - 1);
    let count = |at: usize| {
        let inside: Vec<&(f64, bool)> = scores.iter().filter(|(score, _)| bin(*score) == at).collect();
        let pairs = inside.len();
        let mean = |sum: f64| sum / pairs as f64;
        (pairs > 0).then(|| ReliabilityBin {
            from: at as f64 / bins as f64,
            to: (at + 1) as f64 / bins as f64,
            pairs,
            mean_score: mean(inside.iter().map(|(score, _)| score).sum()),
            share: mean(inside.iter().filter(|(_, same)| *same).count() as f64),
        })
    };
    (0..bins).filter_map(count).collect()
}
