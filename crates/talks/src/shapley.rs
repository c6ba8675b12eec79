//! The Shapley value: what each player adds on average, over all orders in which they could come together.

/// The Shapley value of every player (Shapley 1953, Contributions to the Theory of Games II). `worth[s]` is what coalition
/// s is worth, where bit k of s says whether player k is in it; the number of coalitions is a power of two.
///
/// `phi_k = sum over s without k of |s|! (n - |s| - 1)! / n! (worth(s with k) - worth(s))`, from all coalitions, not from a
/// sample. The values sum to what all are worth together, less what nobody is worth.
///
/// ```
/// // two players who need each other, and one who adds nothing
/// let worth = [0.0, 0.0, 0.0, 6.0, 0.0, 0.0, 0.0, 6.0];
/// assert_eq!(thalweg_talks::shapley(&worth), [3.0, 3.0, 0.0]);
/// ```
pub fn shapley(worth: &[f64]) -> Vec<f64> {
    let players = worth.len().max(1).ilog2() as usize;
    let weights = weights(players);
    let value = |k: usize| {
        let without = (0..worth.len()).filter(|s| s & (1 << k) == 0);
        without.map(|s| weights[s.count_ones() as usize] * (worth[s | (1 << k)] - worth[s])).sum::<f64>()
    };
    (0..players).map(value).collect()
}

/// By size of a coalition, the part of all orders in which a given player comes right after a given coalition of that
/// size: `1 / (n binomial(n - 1, size))`.
pub(crate) fn weights(players: usize) -> Vec<f64> {
    let mut orders = players as f64;
    let mut weights = Vec::with_capacity(players);
    for size in 0..players {
        weights.push(1.0 / orders);
        orders *= (players - 1 - size) as f64 / (size + 1) as f64;
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_of_all_coalitions_sum_to_one() {
        for players in 1..=12 {
            let weights = weights(players);
            let binomial =
                |size: usize| (0..size).fold(1.0, |b, k| b * (players - 1 - k) as f64 / (k + 1) as f64);
            let sum: f64 = weights.iter().enumerate().map(|(size, w)| w * binomial(size)).sum();
            assert!((sum - 1.0).abs() < 1e-14, "{players}: {sum}");
        }
    }

    #[test]
    fn a_glove_game() {
        // one left glove, two right gloves: 2/3 for the left, 1/6 for each right
        let worth: Vec<f64> = (0..8usize).map(|s| f64::from(u8::from(s & 1 == 1 && s > 1))).collect();
        let values = shapley(&worth);
        for (value, wanted) in values.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
            assert!((value - wanted).abs() < 1e-15);
        }
        assert_eq!(shapley(&[0.0]), Vec::<f64>::new());
        assert_eq!(shapley(&[]), Vec::<f64>::new());
    }
}
