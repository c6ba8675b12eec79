/// A linear scale from numbers to drawing units.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Axis {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Axis {
    /// A scale that shows all numbers, and zero, between two places.
    pub(crate) fn with_zero(numbers: impl IntoIterator<Item = f64>, from: f64, to: f64) -> Self {
        let finite = numbers.into_iter().filter(|number| number.is_finite());
        let (low, high) = finite.fold((0.0f64, 0.0f64), |(low, high), n| (low.min(n), high.max(n)));
        Self { low, high, from, to: to.max(from) }
    }

    /// Where a number is; always between the two places.
    pub(crate) fn at(self, number: f64) -> f64 {
        let span = self.high - self.low;
        if span <= 0.0 || !span.is_finite() || !number.is_finite() {
            return self.from;
        }
        let part = ((number - self.low) / span).clamp(0.0, 1.0);
        self.from + part * (self.to - self.from)
    }

    /// Round numbers along the scale, about as many as wanted.
    pub(crate) fn ticks(self, wanted: usize) -> Vec<f64> {
        let span = self.high - self.low;
        if span <= 0.0 || !span.is_finite() {
            return vec![0.0];
        }
        let step = round_step(span / wanted.max(1) as f64);
        let first = (self.low / step).ceil() as i64;
        let last = (self.high / step).floor() as i64;
        (first..=last).map(|n| n as f64 * step).collect()
    }
}

/// The next number of the form 1, 2 or 5 times a power of ten.
pub(crate) fn round_step(rough: f64) -> f64 {
    let power = 10f64.powi(rough.log10().floor() as i32);
    let lead = rough / power;
    let nice = [1.0, 2.0, 5.0, 10.0].into_iter().find(|n| lead <= n * 1.000_001).unwrap_or(10.0);
    nice * power
}

/// A round number without digits that say nothing.
pub(crate) fn tick_label(tick: f64) -> String {
    let text = format!("{tick:.6}");
    text.trim_end_matches('0').trim_end_matches('.').replace('-', "\u{2212}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_between_the_ends() {
        let axis = Axis::with_zero([-2.0, 6.0, f64::NAN, f64::INFINITY], 100.0, 180.0);
        assert_eq!([axis.at(-2.0), axis.at(0.0), axis.at(6.0), axis.at(1e9)], [100.0, 120.0, 180.0, 180.0]);
        assert_eq!(Axis::with_zero([0.0, 0.0], 10.0, 20.0).at(0.0), 10.0);
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(Axis::with_zero([-0.41, 0.1], 0.0, 1.0).ticks(5), [-0.4, -0.2, 0.0]);
        assert_eq!(round_step(30.0), 50.0);
    }
}
