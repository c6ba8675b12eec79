//! Sums without rounding on the way.

/// A sum of finite numbers that is rounded once, at the end, so that it does not depend on the order of its parts.
///
/// Shewchuk (1997), *Adaptive precision floating-point arithmetic*, section 2: the parts that do not overlap are kept.
#[derive(Debug, Clone, Default)]
pub(crate) struct ExactSum {
    parts: Vec<f64>,
}

impl ExactSum {
    /// Adds a number.
    pub(crate) fn add(&mut self, value: f64) {
        let mut carry = value;
        let mut kept = 0;
        for index in 0..self.parts.len() {
            let (large, small) = two_sum(carry, self.parts[index]);
            if small != 0.0 {
                self.parts[kept] = small;
                kept += 1;
            }
            carry = large;
        }
        self.parts.truncate(kept);
        self.parts.push(carry);
    }

    /// The sum, rounded to the nearest number.
    pub(crate) fn value(&self) -> f64 {
        let mut parts = self.parts.iter().rev().copied();
        let mut total = parts.next().unwrap_or(0.0);
        let mut rest = 0.0;
        for part in parts.by_ref() {
            (total, rest) = two_sum(total, part);
            if rest != 0.0 {
                break;
            }
        }
        round_half_even(total, rest, parts.next())
    }
}

/// Mends the one case in which adding the largest rest to the total rounds a tie the wrong way.
fn round_half_even(total: f64, rest: f64, below: Option<f64>) -> f64 {
    let same_side = below.is_some_and(|b| (rest < 0.0 && b < 0.0) || (rest > 0.0 && b > 0.0));
    if same_side {
        let doubled = rest * 2.0;
        let up = total + doubled;
        if up - total == doubled {
            return up;
        }
    }
    total
}

/// The sum of two numbers and the rounding error of it (Knuth).
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let virtual_b = sum - a;
    (sum, (a - (sum - virtual_b)) + (b - virtual_b))
}

/// The sum of some numbers, rounded once.
pub(crate) fn exact_sum(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut sum = ExactSum::default();
    for value in values {
        sum.add(value);
    }
    sum.value()
}

#[cfg(test)]
mod tests {
    use super::exact_sum;

    #[test]
    fn nothing_is_rounded_on_the_way() {
        assert_eq!(exact_sum([1e30, 1.0, -1e30]), 1.0);
        assert_eq!(exact_sum([0.1; 10]), 1.0);
        assert_eq!(exact_sum([]), 0.0);
        assert_eq!(exact_sum([1e-16, 1.0, 1e16]), 10_000_000_000_000_002.0);
    }

    #[test]
    fn the_order_does_not_matter() {
        let values: Vec<f64> = (1..2000).map(|i| (f64::from(i) * 1e7).sin() * 10f64.powi(i % 25)).collect();
        let backwards = exact_sum(values.iter().rev().copied());
        assert_eq!(exact_sum(values.iter().copied()).to_bits(), backwards.to_bits());
    }
}
