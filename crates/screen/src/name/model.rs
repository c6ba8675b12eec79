//! From evidence to a probability.

use super::evidence::{COUNT, Evidence};

/// The weight of each number of the evidence, by hand, until the fit.
pub(super) fn logit(evidence: &Evidence) -> f64 {
    let v = |at: usize| f64::from(evidence.values[at]);
    debug_assert_eq!(evidence.values.len(), COUNT);
    -3.0 + 5.0 * v(0) + 3.0 * v(2) - 6.0 * v(3) - 1.0 * v(4) + 0.5 * v(5)
        - 0.5 * v(6)
        - 4.0 * v(18)
        - 1.0 * v(19)
        - 2.0 * v(20)
        - 1.0 * v(23)
}

/// The logistic function.
pub(super) fn probability(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}
