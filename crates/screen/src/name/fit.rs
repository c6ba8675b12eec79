//! Fitting a [`NameModel`]: boosting of small trees on the logistic loss, with the directions of the evidence kept.
//!
//! Source of the method: Friedman (2001), *Greedy function approximation: a gradient boosting machine*; Newton steps and bounds
//! for monotone trees as in Chen and Guestrin (2016), *XGBoost*, and its documentation on monotonic constraints.

use super::evidence::COUNT;
use super::lexicon::Lexicon;
use super::model::{LEAVES, NameModel, SPLITS, Tree, probability};
use super::prepared::Prepared;

/// A pair of names with a label.
#[derive(Debug, Clone)]
pub struct NameSample {
    values: [f32; COUNT],
    /// Whether they name the same.
    pub same: bool,
    /// What the pair counts in the fit.
    pub weight: f64,
}

/// In which direction each number of the evidence moves the score: 1 up, -1 down, 0 either.
const DIRECTIONS: [i8; COUNT] = [
    1, 1, 1, -1, -1, 1, -1, -1, -1, -1, 1, 1, 0, 0, -1, 0, 0, 0, -1, -1, -1, 1, -1, -1, -1, 0, 0, 1, 1, -1,
    -1, -1, -1, -1, -1, -1, 1,
];

const ROUNDS: usize = 160;
const STEP: f64 = 0.06;
const BINS: usize = 32;
/// The least weight of the second derivatives in a leaf, and what is added to them: small samples must not decide.
const LEAST: f64 = 1.5;
const RIDGE: f64 = 2.0;

impl Lexicon {
    /// The evidence of a pair of names with a label, to fit a model on.
    pub fn sample(&self, a: &Prepared, b: &Prepared, same: bool, weight: f64) -> NameSample {
        NameSample { values: self.values(a, b), same, weight }
    }

    /// The same tables with another model.
    #[must_use]
    pub fn with_model(mut self, model: NameModel) -> Self {
        self.model = model;
        self
    }
}

impl NameModel {
    /// Fits a model to labelled pairs. The same pairs in the same order give the same model.
    pub fn fit(samples: &[NameSample]) -> Self {
        let weight: f64 = samples.iter().map(|sample| sample.weight).sum::<f64>().max(1e-9);
        let same: f64 = samples.iter().filter(|sample| sample.same).map(|sample| sample.weight).sum();
        let share = (same / weight).clamp(0.01, 0.99);
        let mut model =
            Self { bias: (share / (1.0 - share)).ln(), trees: Vec::new(), calibration: (1.0, 0.0) };
        let bins = Bins::new(samples);
        let mut logits = vec![model.bias; samples.len()];
        let mut draw = Draw(0x9E37_79B9_7F4A_7C15);
        for _ in 0..ROUNDS {
            let tree = grow(samples, &bins, &logits, &mut draw);
            for (logit, sample) in logits.iter_mut().zip(samples) {
                *logit += f64::from(tree.value(&sample.values));
            }
            model.trees.push(tree);
        }
        model
    }

    /// The same model with logits stretched and moved so that they are the log odds of `held_out` labels (Platt 1999): pairs of
    /// a logit of a model that did not see the pair, and its label.
    #[must_use]
    pub fn calibrated(mut self, held_out: &[(f64, bool)]) -> Self {
        let (mut slope, mut moved) = (1.0, 0.0);
        for _ in 0..50 {
            let (mut g, mut h) = ([0.0; 2], [[1e-6, 0.0], [0.0, 1e-6]]);
            for &(logit, same) in held_out {
                let p = probability(slope * logit + moved);
                let (error, curve) = (f64::from(u8::from(same)) - p, p * (1.0 - p));
                for (i, x) in [logit, 1.0].into_iter().enumerate() {
                    g[i] += error * x;
                    h[i][0] += curve * x * logit;
                    h[i][1] += curve * x;
                }
            }
            let determinant = h[0][0] * h[1][1] - h[0][1] * h[1][0];
            slope += (g[0] * h[1][1] - g[1] * h[0][1]) / determinant;
            moved += (g[1] * h[0][0] - g[0] * h[1][0]) / determinant;
        }
        self.calibration = (slope, moved);
        self
    }

    /// The logit before calibration, for [`NameModel::calibrated`].
    pub fn logit(&self, sample: &NameSample) -> f64 {
        self.raw(&sample.values)
    }
}

/// Thresholds of each number, and in which bin each sample is.
struct Bins {
    edges: Vec<Vec<f32>>,
    of: Vec<[u8; COUNT]>,
}

impl Bins {
    fn new(samples: &[NameSample]) -> Self {
        let edges: Vec<Vec<f32>> = (0..COUNT).map(|feature| edges(samples, feature)).collect();
        let bin = |sample: &NameSample| {
            let mut bins = [0; COUNT];
            for (feature, bin) in bins.iter_mut().enumerate() {
                *bin = edges[feature].iter().filter(|edge| sample.values[feature] > **edge).count() as u8;
            }
            bins
        };
        let of = samples.iter().map(bin).collect();
        Self { edges, of }
    }
}

fn edges(samples: &[NameSample], feature: usize) -> Vec<f32> {
    let mut values: Vec<f32> = samples.iter().map(|sample| sample.values[feature]).collect();
    values.sort_by(f32::total_cmp);
    let mut edges: Vec<f32> = Vec::new();
    for part in 1..BINS {
        let at = part * values.len() / BINS;
        let Some((&low, &high)) = values
            .get(at.saturating_sub(1))
            .zip(values[at..].iter().find(|value| Some(*value) > values.get(at.saturating_sub(1))))
        else {
            continue;
        };
        let edge = 0.5 * (low + high);
        if edges.last().is_none_or(|last| edge > *last) {
            edges.push(edge);
        }
    }
    edges
}

/// Numbers that look drawn, the same in every run (Steele, Lea and Flood 2014, SplitMix).
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A node while a tree grows: its samples and the bounds of its values.
#[derive(Clone)]
struct Node {
    samples: Vec<u32>,
    low: f64,
    high: f64,
}

struct Gradients {
    first: Vec<f64>,
    second: Vec<f64>,
}

fn grow(samples: &[NameSample], bins: &Bins, logits: &[f64], draw: &mut Draw) -> Tree {
    let mut gradients =
        Gradients { first: Vec::with_capacity(samples.len()), second: Vec::with_capacity(samples.len()) };
    for (sample, logit) in samples.iter().zip(logits) {
        let p = probability(*logit);
        gradients.first.push(sample.weight * (f64::from(u8::from(sample.same)) - p));
        gradients.second.push(sample.weight * p * (1.0 - p));
    }
    let drawn = (0..samples.len() as u32).filter(|_| draw.share() < 0.7).collect();
    let used: Vec<usize> = (0..COUNT).filter(|_| draw.share() < 0.5).collect();
    let mut tree = Tree { splits: [(0, f32::MAX); SPLITS], leaves: [0.0; LEAVES] };
    let mut nodes = vec![Node { samples: drawn, low: f64::NEG_INFINITY, high: f64::INFINITY }];
    for at in 0..SPLITS {
        let node = nodes[at].clone();
        let best = best_split(&node, &used, bins, &gradients);
        let (left, right) = match best {
            Some(split) => {
                tree.splits[at] = (split.feature as u8, bins.edges[split.feature][split.bin]);
                node.split(&split, bins)
            }
            // everything goes left
            None => (node.clone(), Node { samples: Vec::new(), ..node }),
        };
        nodes.push(left);
        nodes.push(right);
    }
    for (leaf, node) in tree.leaves.iter_mut().zip(&nodes[SPLITS..]) {
        let (first, second) = sums(&node.samples, &gradients);
        *leaf = (STEP * (first / (second + RIDGE)).clamp(node.low, node.high)) as f32;
    }
    tree
}

fn sums(samples: &[u32], gradients: &Gradients) -> (f64, f64) {
    samples.iter().fold((0.0, 0.0), |(first, second), &at| {
        (first + gradients.first[at as usize], second + gradients.second[at as usize])
    })
}

struct Split {
    feature: usize,
    bin: usize,
    gain: f64,
    left: f64,
    right: f64,
}

fn best_split(node: &Node, used: &[usize], bins: &Bins, gradients: &Gradients) -> Option<Split> {
    let (all_first, all_second) = sums(&node.samples, gradients);
    let value = |first: f64, second: f64| (first / (second + RIDGE)).clamp(node.low, node.high);
    let score = |first: f64, second: f64| {
        let value = value(first, second);
        value * (2.0 * first - value * (second + RIDGE))
    };
    let whole = score(all_first, all_second);
    let mut best: Option<Split> = None;
    for &feature in used {
        let mut histogram = [(0.0_f64, 0.0_f64); BINS];
        for &at in &node.samples {
            let bin = &mut histogram[usize::from(bins.of[at as usize][feature])];
            bin.0 += gradients.first[at as usize];
            bin.1 += gradients.second[at as usize];
        }
        let (mut first, mut second) = (0.0, 0.0);
        for (bin, sums) in histogram.iter().enumerate().take(bins.edges[feature].len()) {
            first += sums.0;
            second += sums.1;
            let (rest_first, rest_second) = (all_first - first, all_second - second);
            if second < LEAST || rest_second < LEAST {
                continue;
            }
            let (left, right) = (value(first, second), value(rest_first, rest_second));
            let wrong = match DIRECTIONS[feature] {
                0 => false,
                direction => f64::from(direction) * (right - left) < 0.0,
            };
            let gain = score(first, second) + score(rest_first, rest_second) - whole;
            if !wrong && gain > best.as_ref().map_or(1e-6, |best| best.gain) {
                best = Some(Split { feature, bin, gain, left, right });
            }
        }
    }
    best
}

impl Node {
    fn split(&self, split: &Split, bins: &Bins) -> (Self, Self) {
        let (left, right) = self
            .samples
            .iter()
            .partition(|at| usize::from(bins.of[**at as usize][split.feature]) <= split.bin);
        let middle = 0.5 * (split.left + split.right);
        let (mut a, mut b) =
            (Self { samples: left, ..self.clone() }, Self { samples: right, ..self.clone() });
        match DIRECTIONS[split.feature] {
            1 => (a.high, b.low) = (middle.min(self.high), middle.max(self.low)),
            -1 => (a.low, b.high) = (middle.max(self.low), middle.min(self.high)),
            _ => {}
        }
        (a, b)
    }
}
