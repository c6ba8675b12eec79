//! Numbers by chance that depend on nothing but their keys, so that any ship can be made alone, in any order, on any thread.

use std::f64::consts::TAU;

/// A name for a stream of numbers: what was drawn under other keys does not touch it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key(u64);

impl Key {
    pub(super) fn new(seed: u64) -> Self {
        Self(mix(seed ^ 0x6a09_e667_f3bc_c909))
    }

    /// A key below this one.
    #[inline]
    pub(super) fn with(self, part: u64) -> Self {
        Self(mix(self.0.wrapping_add(part.wrapping_mul(0x9e37_79b9_7f4a_7c15)).rotate_left(23)))
    }

    /// A number from 0 to below 1.
    #[inline]
    pub(super) fn unit(self) -> f64 {
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Numbers one after another.
    pub(super) fn stream(self) -> Random {
        Random(self.0)
    }

    /// A curve from -1 to 1 that takes a new value at each whole number and is smooth between.
    #[inline]
    pub(super) fn curve(self, at: f64) -> f64 {
        let whole = at.floor();
        let share = at - whole;
        let value = |index: i64| self.with(index as u64).unit() * 2.0 - 1.0;
        let (from, to) = (value(whole as i64), value(whole as i64 + 1));
        from + (to - from) * share * share * (3.0 - 2.0 * share)
    }
}

/// The output function of SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").
#[inline]
fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// Numbers by chance, one after another.
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// From 0 to below 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// From one number to below another.
    pub(super) fn between(&mut self, least: f64, most: f64) -> f64 {
        least + (most - least) * self.unit()
    }

    /// A whole number below another one, which is above 0.
    pub(super) fn below(&mut self, count: usize) -> usize {
        ((self.unit() * count as f64) as usize).min(count.saturating_sub(1))
    }

    /// True with a probability.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// One of some things; the first where there is only one.
    pub(super) fn pick<T: Copy>(&mut self, things: &[T], otherwise: T) -> T {
        let index = self.below(things.len());
        things.get(index).copied().unwrap_or(otherwise)
    }

    /// Which of some weights, in proportion to them.
    pub(super) fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let mut left = self.unit() * weights.clone().sum::<f64>();
        let mut last = 0;
        for (index, weight) in weights.enumerate() {
            if weight > 0.0 {
                last = index;
                if left < weight {
                    return index;
                }
            }
            left -= weight;
        }
        last
    }

    /// From the normal distribution (Box and Muller 1958).
    pub(super) fn normal(&mut self) -> f64 {
        let (radius, angle) = ((1.0 - self.unit()).ln() * -2.0, self.unit() * TAU);
        radius.sqrt() * angle.cos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_even_and_apart() {
        let mut random = Key::new(1).with(2).stream();
        let count = 100_000;
        let (mut sum, mut square, mut normal) = (0.0, 0.0, 0.0);
        for _ in 0..count {
            let unit = random.unit();
            sum += unit;
            square += unit * unit;
            normal += random.normal().powi(2);
        }
        let mean = |sum: f64| sum / f64::from(count);
        assert!((mean(sum) - 0.5).abs() < 0.005 && (mean(square) - 1.0 / 3.0).abs() < 0.005);
        assert!((mean(normal) - 1.0).abs() < 0.03);
        let keys: std::collections::BTreeSet<_> = (0..1000).map(|part| Key::new(7).with(part).0).collect();
        assert_eq!(keys.len(), 1000);
    }

    #[test]
    fn a_curve_has_no_steps() {
        let key = Key::new(3);
        for step in 0..1000 {
            let at = f64::from(step) * 0.01;
            assert!((key.curve(at + 0.01) - key.curve(at)).abs() < 0.05);
        }
    }
}
