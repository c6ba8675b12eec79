//! Exponentials and logarithms of whole slices, written so that the compiler can use vector instructions.
//!
//! The operations and their order are the same with every instruction set and no multiplication is fused with an
//! addition, so that these functions give the same bits on every machine (the system's `exp` and `ln` do not promise
//! that; outside the sweep the engine uses those). Both are within 2 units in the last place on the range that the solver uses; tests hold them to it.

use super::kernels::{Dots, Routine, lane, widest};
use super::layout::LANES;

/// The largest argument of `exp` that is taken at its word; beyond it the result saturates near 1e307.
const EXP_LIMIT: f64 = 708.0;
const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// 1.5 * 2^52: adding and subtracting it rounds to the nearest integer, which then stands in the low bits.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// Bits of sqrt(1/2): splits a number into mantissa in [sqrt(1/2), sqrt(2)) and exponent.
const SQRT_HALF_BITS: u64 = 0x3FE6_A09E_667F_3BCD;
/// 2^52, whose low bits hold a small integer when it is added.
const TWO_52: f64 = 4_503_599_627_370_496.0;

/// e^x by reduction to |r| <= ln(2)/2 and a polynomial of degree 13.
#[inline(always)]
pub(super) fn exp(x: f64) -> f64 {
    let x = x.clamp(-EXP_LIMIT, EXP_LIMIT);
    let shifted = x * std::f64::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    let r = (x - whole * LN2_HIGH) - whole * LN2_LOW;
    let mut p = 1.0 / 6_227_020_800.0;
    for c in [
        1.0 / 479_001_600.0,
        1.0 / 39_916_800.0,
        1.0 / 3_628_800.0,
        1.0 / 362_880.0,
        1.0 / 40_320.0,
        1.0 / 5_040.0,
        1.0 / 720.0,
        1.0 / 120.0,
        1.0 / 24.0,
        1.0 / 6.0,
        0.5,
    ] {
        p = p * r + c;
    }
    let mantissa = 1.0 + (r + r * r * p);
    let power = (shifted.to_bits().wrapping_add(1023)) << 52;
    mantissa * f64::from_bits(power)
}

/// ln x for positive, normal x, by reduction to [sqrt(1/2), sqrt(2)) and the series of the inverse hyperbolic tangent.
#[inline(always)]
pub(super) fn ln(x: f64) -> f64 {
    let offset = x.to_bits().wrapping_sub(SQRT_HALF_BITS);
    // exponent plus 2048, so that it is not negative and fits the low bits of 2^52
    let biased = (offset.wrapping_add(2048 << 52) >> 52) & 0xFFF;
    let exponent = f64::from_bits(TWO_52.to_bits() | biased) - (TWO_52 + 2048.0);
    let mantissa = f64::from_bits(x.to_bits().wrapping_sub(biased.wrapping_sub(2048) << 52));
    let m1 = mantissa - 1.0;
    let f = m1 / (m1 + 2.0);
    let s = f * f;
    let mut p = 1.0 / 23.0;
    for c in [
        1.0 / 21.0,
        1.0 / 19.0,
        1.0 / 17.0,
        1.0 / 15.0,
        1.0 / 13.0,
        1.0 / 11.0,
        1.0 / 9.0,
        1.0 / 7.0,
        0.2,
        1.0 / 3.0,
    ] {
        p = p * s + c;
    }
    // ln m = 2 atanh f = m1 - f (m1 - 2 s p): the form that keeps the leading term exact
    let log_mantissa = m1 - f * (m1 - 2.0 * s * p);
    exponent * LN2_HIGH + (log_mantissa + exponent * LN2_LOW)
}

/// Raises positive factors to a power below zero, in place; an infinite one becomes zero.
pub(super) fn raise(factors: &mut [f64], power: f64) {
    widest(Raise { factors, power });
}

struct Raise<'a> {
    factors: &'a mut [f64],
    power: f64,
}

impl Routine for Raise<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self, _: impl Dots) {
        let power = self.power;
        let raised = |factor: f64| {
            let raised = exp(power * ln(factor.max(f64::MIN_POSITIVE)));
            if factor == f64::INFINITY { 0.0 } else { raised }
        };
        let (whole, rest) = self.factors.as_chunks_mut::<LANES>();
        for factors in whole {
            *factors = lane(|l| raised(factors[l]));
        }
        let mut last = [1.0; LANES];
        last.iter_mut().zip(rest.iter()).for_each(|(last, factor)| *last = *factor);
        let last = lane(|l| raised(last[l]));
        rest.iter_mut().zip(last).for_each(|(factor, raised)| *factor = raised);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_are_those_of_the_platform() {
        for count in 1..=9 {
            let factors: Vec<f64> = (0..count).map(|k| 0.2 + 0.7 * f64::from(k * k)).collect();
            let mut raised = factors.clone();
            raise(&mut raised, -6.3);
            for (factor, raised) in factors.iter().zip(raised) {
                assert!((raised / factor.powf(-6.3) - 1.0).abs() < 1e-14, "{factor}");
            }
        }
        let mut edges = [1.0, f64::INFINITY, 1e-320, 1e300, f64::MIN_POSITIVE];
        raise(&mut edges, -0.5);
        assert!(edges[0] == 1.0 && edges[1] == 0.0 && edges[2] > 1e150 && edges[3] < 1.1e-150, "{edges:?}");
    }

    fn ulps(a: f64, b: f64) -> u64 {
        a.to_bits().abs_diff(b.to_bits())
    }

    #[test]
    fn exp_is_within_two_units_of_the_last_place() {
        for step in -70_000..=70_000 {
            let x = f64::from(step) * 0.01;
            assert!(ulps(exp(x), x.exp()) <= 2, "exp({x})");
        }
        assert_eq!(exp(0.0), 1.0);
    }

    #[test]
    fn ln_is_within_two_units_of_the_last_place() {
        for step in -30_000..=30_000 {
            let x = (f64::from(step) * 0.0213).exp();
            let error = (ln(x) - x.ln()).abs();
            assert!(error <= 4.5e-16 * x.ln().abs().max(1e-3), "ln({x}): {error}");
        }
        assert_eq!(ln(1.0), 0.0);
        assert_eq!(ln(2.0), std::f64::consts::LN_2);
    }
}
