//! The middle of numbers, and how far they stray from it, unmoved by the few that stray far.

/// The middle one, or the mean of the two in the middle. The numbers are put in order.
pub(crate) fn median(numbers: &mut [f64]) -> Option<f64> {
    let count = numbers.len();
    if count == 0 {
        return None;
    }
    let half = count / 2;
    numbers.sort_unstable_by(f64::total_cmp);
    Some(if count % 2 == 1 { numbers[half] } else { (numbers[half - 1] + numbers[half]) / 2.0 })
}

/// What is usual for a reporter: the middle of its gaps, and 1.4826 times the median distance from it, which for normal gaps is the standard deviation.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct Habit {
    /// Median of the log gaps.
    pub centre: f64,
    /// Normalised median absolute deviation of the log gaps.
    pub spread: f64,
    /// How many gaps.
    pub gaps: usize,
}

/// Gaps that are needed before a habit can be told.
pub(crate) const FEWEST: usize = 8;
/// No reporter is more regular than this: a spread below would make any gap a wonder.
const LEAST: f64 = 0.05;

impl Habit {
    pub(crate) fn of(mut gaps: Vec<f64>) -> Option<Self> {
        if gaps.len() < FEWEST {
            return None;
        }
        let centre = median(&mut gaps)?;
        let mut away: Vec<f64> = gaps.iter().map(|gap| (gap - centre).abs()).collect();
        let spread = (1.4826 * median(&mut away)?).max(LEAST);
        Some(Self { centre, spread, gaps: gaps.len() })
    }

    /// How many spreads a gap is from the usual one.
    pub(crate) fn surprise(&self, gap: f64) -> f64 {
        (gap - self.centre) / self.spread
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_stray_moves_nothing() {
        let mut gaps: Vec<f64> = (0..9).map(|i| f64::from(i) / 10.0).collect();
        let calm = Habit::of(gaps.clone()).unwrap();
        gaps[8] = 100.0;
        let moved = Habit::of(gaps).unwrap();
        assert_eq!((calm.centre, moved.centre), (0.4, 0.4));
        assert!((calm.spread - moved.spread).abs() < 1e-12);
        assert!((calm.spread - 0.29652).abs() < 1e-12, "{}", calm.spread);
        assert_eq!(Habit::of(vec![0.0; 7]), None);
        assert_eq!(Habit::of(vec![0.0; 8]).unwrap().spread, LEAST);
        assert_eq!(median(&mut [3.0, 1.0, 2.0, 10.0]), Some(2.5));
    }
}
