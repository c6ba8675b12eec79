use super::evidence::{Evidence, Verdict, weight};

/// The logarithm of the odds of a probability, bounded: no name is sure.
fn log_odds(probability: f64) -> f64 {
    let bounded = probability.clamp(1e-4, 1.0 - 1e-4);
    (bounded / (1.0 - bounded)).ln()
}

fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// Log-odds of a hit of which no name is known on one side: a number that passes from hand to hand is not enough.
const NO_NAME: f64 = -1.0;

/// What a name and all other evidence say together: their log-odds add up. Without evidence the name speaks alone, to its last digit.
/// An equal unique number is a hit whatever the name; a veto is none.
pub(crate) fn combined(name: Option<f64>, evidence: &[Evidence]) -> f64 {
    let any = |verdict| evidence.iter().any(|evidence| evidence.verdict == verdict);
    if any(Verdict::Veto) {
        return 0.0;
    }
    let sum: f64 = evidence.iter().map(|evidence| evidence.log_odds).sum();
    let score = match name {
        Some(name) if sum == 0.0 => name,
        Some(name) => probability(log_odds(name) + sum),
        None if evidence.is_empty() => 0.0,
        None => probability(NO_NAME + sum),
    };
    if any(Verdict::Proof) { score.max(weight::PROVEN) } else { score }
}

/// What is left of the score of a name that its list calls weak.
pub(crate) fn of_strength(name: f64, weak: bool) -> f64 {
    if weak { probability(log_odds(name) + weight::WEAK_NAME) } else { name }
}

/// The least score of a name that the most favourable evidence, `most` in log-odds, could lift to a threshold.
pub(crate) fn least_name(threshold: f64, most: f64) -> f64 {
    if most <= 0.0 { threshold } else { probability(log_odds(threshold) - most).min(threshold) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::evidence::Feature;

    fn evidence(verdict: Verdict, log_odds: f64) -> Evidence {
        Evidence { feature: Feature::Birth, verdict, log_odds, said: String::new() }
    }

    #[test]
    fn a_name_alone_keeps_its_score() {
        assert_eq!(combined(Some(0.123_456_789), &[]), 0.123_456_789);
        assert_eq!(combined(Some(1.0), &[]), 1.0);
        assert_eq!(combined(None, &[]), 0.0);
    }

    #[test]
    fn evidence_moves_the_odds_and_proof_and_veto_decide() {
        let half = combined(Some(0.5), &[evidence(Verdict::For, 2.0)]);
        assert!((half - 1.0 / (1.0 + (-2.0f64).exp())).abs() < 1e-12);
        assert!(combined(Some(0.9), &[evidence(Verdict::Against, -5.0)]) < 0.1);
        assert!(combined(Some(0.0), &[evidence(Verdict::Proof, 7.0)]) >= 0.99);
        assert!(combined(Some(1.0), &[evidence(Verdict::Veto, 0.0), evidence(Verdict::For, 4.0)]) == 0.0);
    }

    #[test]
    fn the_least_name_reaches_the_threshold_with_the_best_evidence_and_no_less_does() {
        for (threshold, most) in [(0.5, 2.0), (0.9, 4.7), (0.3, 0.5)] {
            let least = least_name(threshold, most);
            let at = |name: f64| combined(Some(name), &[evidence(Verdict::For, most)]);
            assert!((at(least) - threshold).abs() < 1e-9);
            assert!(at(least * 0.99) < threshold);
        }
        assert_eq!(least_name(0.7, 0.0), 0.7);
    }
}
