//! Shares that must sum to one.

use super::sum::exact_sum;

/// How far the sum of given shares may be from one: the rounding of figures with four digits.
pub(super) const SHARE_TOLERANCE: f64 = 1e-3;

/// How far a sum may be from one and still count as one: the rounding of doubles.
pub(super) const ROUNDING: f64 = 1e-14;

/// What became of shares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Normalised {
    /// They summed to one and stay as they were.
    Kept,
    /// They missed one by this much, and were divided by their sum.
    Scaled(f64),
    /// Their sum is this, too far from one to be the rounding of figures: they stay as they were.
    Wrong(f64),
}

/// Divides shares by their sum where that misses one by no more than [`SHARE_TOLERANCE`].
///
/// Shares whose sum is one within [`ROUNDING`] stay bit for bit, so that doing it twice changes nothing.
pub(super) fn normalise(shares: &mut [f64]) -> Normalised {
    let sum = exact_sum(shares.iter().copied());
    let off = (sum - 1.0).abs();
    if off <= ROUNDING {
        return Normalised::Kept;
    }
    if off > SHARE_TOLERANCE {
        return Normalised::Wrong(sum);
    }
    shares.iter_mut().for_each(|share| *share /= sum);
    Normalised::Scaled(off)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounded_shares_are_scaled_once() {
        let mut shares = [0.3333, 0.3333, 0.3333];
        assert!(matches!(normalise(&mut shares), Normalised::Scaled(off) if (off - 1e-4).abs() < 1e-12));
        let once = shares;
        assert_eq!(normalise(&mut shares), Normalised::Kept);
        assert_eq!(once, shares);
    }

    #[test]
    fn shares_far_from_one_are_wrong() {
        let mut shares = [0.3, 0.3];
        assert_eq!(normalise(&mut shares), Normalised::Wrong(0.6));
    }
}
