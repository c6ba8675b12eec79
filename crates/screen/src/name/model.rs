use super::evidence::COUNT;

const TABLE: &str = include_str!("../../../../data/screen/name_model.csv");

/// Splits of a tree: three levels.
pub(super) const SPLITS: usize = 7;
/// Leaves of a tree.
pub(super) const LEAVES: usize = 8;

/// A decision tree of three levels: numbers above a threshold go right.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tree {
    pub(super) splits: [(u8, f32); SPLITS],
    pub(super) leaves: [f32; LEAVES],
}

/// What turns the evidence for a pair of names into a probability: a sum of small trees, monotone in every number whose
/// direction is known, so that more agreement never lowers a score.
///
/// The embedded one was fitted by `cargo run --release -p thalweg-screen --example fit_names`; `docs/names.md` says on what.
#[derive(Debug, Clone, PartialEq)]
pub struct NameModel {
    pub(super) bias: f64,
    pub(super) trees: Vec<Tree>,
    /// The logit is stretched by the first and moved by the second, so that scores are probabilities (Platt 1999).
    pub(super) calibration: (f64, f64),
}

impl NameModel {
    /// The embedded model.
    pub(super) fn embedded() -> Self {
        let mut model = Self { bias: 0.0, trees: Vec::new(), calibration: (1.0, 0.0) };
        for row in TABLE.lines().filter(|row| !row.starts_with('#')) {
            let numbers: Vec<f32> =
                row.split(',').skip(1).filter_map(|number| number.trim().parse().ok()).collect();
            match (row.split(',').next(), numbers.as_slice()) {
                (Some("bias"), [bias]) => model.bias = f64::from(*bias),
                (Some("calibration"), [slope, move_by]) => {
                    model.calibration = (f64::from(*slope), f64::from(*move_by))
                }
                (Some("tree"), numbers) if numbers.len() == 2 * SPLITS + LEAVES => {
                    model.trees.push(Tree::from_numbers(numbers))
                }
                _ => {}
            }
        }
        model
    }

    /// The table that is embedded, one tree a row.
    pub fn to_table(&self) -> String {
        let mut table = format!(
            "bias,{}\ncalibration,{},{}\n",
            self.bias as f32, self.calibration.0 as f32, self.calibration.1 as f32
        );
        for tree in &self.trees {
            table.push_str("tree");
            tree.splits
                .iter()
                .for_each(|(feature, threshold)| table.push_str(&format!(",{feature},{threshold}")));
            tree.leaves.iter().for_each(|leaf| table.push_str(&format!(",{leaf}")));
            table.push('\n');
        }
        table
    }

    /// The probability for evidence.
    pub(super) fn probability(&self, values: &[f32; COUNT]) -> f64 {
        probability(self.raw(values) * self.calibration.0 + self.calibration.1)
    }

    /// The logit before calibration.
    pub(super) fn raw(&self, values: &[f32; COUNT]) -> f64 {
        self.bias + fine(values) + self.trees.iter().map(|tree| f64::from(tree.value(values))).sum::<f64>()
    }
}

impl Tree {
    fn from_numbers(numbers: &[f32]) -> Self {
        let mut tree = Self { splits: [(0, 0.0); SPLITS], leaves: [0.0; LEAVES] };
        for (split, pair) in tree.splits.iter_mut().zip(numbers.chunks(2)) {
            *split = ((pair[0] as usize).min(COUNT - 1) as u8, pair[1]);
        }
        tree.leaves.copy_from_slice(&numbers[2 * SPLITS..]);
        tree
    }

    pub(super) fn value(&self, values: &[f32; COUNT]) -> f32 {
        let mut node = 0;
        for _ in 0..3 {
            let (feature, threshold) = self.splits[node];
            node = 2 * node + 1 + usize::from(values[usize::from(feature)] > threshold);
        }
        self.leaves[node - SPLITS]
    }
}

/// Trees have steps: within a step pairs are ranked by how much of the names is covered, by how few sounds differ, and by how
/// much the words that agree say. The labelled pairs hardly differ in the last, so that trees cannot learn it; each further rare
/// word that agrees is further evidence all the same. At most half a logit unit, so that it orders and does not decide.
pub(super) fn fine(values: &[f32; COUNT]) -> f64 {
    let value = |at: usize| f64::from(values[at]);
    let agreed = 0.4 * (value(5).min(2.5) - 1.25);
    agreed + 0.3 * (value(0) - 0.8) + 0.2 * (value(2) - 0.8)
        - 0.02 * value(7)
        - 0.05 * value(8)
        - 0.03 * value(4)
        + 0.05 * (value(10) - 0.9)
}

/// The logistic function.
pub(super) fn probability(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// A score as it would be at another base rate: the odds are multiplied by the ratio of the odds of the base rates.
///
/// Scores hold where `fitted` of the compared pairs match ([`BASE_RATE`]); where one in a thousand does, the same evidence is
/// worth less.
///
/// ```
/// use thalweg_screen::{BASE_RATE, at_base_rate};
/// assert!((at_base_rate(0.8, BASE_RATE) - 0.8).abs() < 1e-12);
/// assert!(at_base_rate(0.8, 0.001) < 0.01);
/// ```
pub fn at_base_rate(score: f64, rate: f64) -> f64 {
    let odds = |share: f64| share / (1.0 - share);
    if score >= 1.0 || score <= 0.0 {
        return score.clamp(0.0, 1.0);
    }
    let rate = rate.clamp(1e-9, 1.0 - 1e-9);
    let moved = odds(score) * odds(rate) / odds(BASE_RATE);
    moved / (1.0 + moved)
}

/// The share of pairs that match among those on which scores were calibrated: 222 of 407.
pub const BASE_RATE: f64 = 222.0 / 407.0;
