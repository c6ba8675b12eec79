//! Noisy estimates of many sectors, drawn towards what they have in common.

/// One sector's deviation from the common value, after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shrunk {
    pub(crate) deviation: f64,
    /// Standard error of what is left: of the posterior.
    pub(crate) se: f64,
    /// Part of the deviation that is taken as noise, in [0, 1].
    pub(crate) shrinkage: f64,
}

/// Points at which the spread of true deviations is tried.
const POINTS: usize = 400;

/// Draws deviations towards zero, each by what its standard error and all deviations together say.
///
/// True deviations are normal with standard deviation `tau`, estimates normal around them with the standard errors `s`.
/// Given `tau`, the part `s^2/(s^2 + tau^2)` of a deviation is noise; this is averaged over the posterior of `tau` under a
/// flat prior (Morris 1983; Gelman et al., Bayesian Data Analysis, 5.4), up to three times the largest deviation. So noise
/// that would explain everything by itself leaves a little of each deviation, and never claims that all sectors are the same.
pub(crate) fn shrink(estimates: &[(f64, f64)]) -> Vec<Shrunk> {
    let largest = 3.0 * estimates.iter().map(|(d, _)| d.abs()).fold(0.0, f64::max);
    let taus: Vec<f64> = (0..POINTS).map(|k| largest * (k as f64 + 0.5) / POINTS as f64).collect();
    let logs: Vec<f64> = taus.iter().map(|tau| likelihood(estimates, *tau)).collect();
    let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logs.iter().map(|log| (log - highest).exp()).collect();
    let total: f64 = weights.iter().sum();
    let mean = |of: &dyn Fn(f64) -> f64| -> f64 {
        taus.iter().zip(&weights).map(|(tau, weight)| weight * of(*tau)).sum::<f64>() / total
    };
    let one = |(d, s): &(f64, f64)| {
        let noise = |tau: f64| if *s > 0.0 { s * s / (s * s + tau * tau) } else { 0.0 };
        let shrinkage = mean(&noise);
        let within = mean(&|tau| (1.0 - noise(tau)) * s * s);
        let between = mean(&|tau| ((1.0 - noise(tau)) * d).powi(2)) - ((1.0 - shrinkage) * d).powi(2);
        Shrunk { deviation: (1.0 - shrinkage) * d, se: (within + between.max(0.0)).sqrt(), shrinkage }
    };
    if largest > 0.0 { estimates.iter().map(one).collect() } else { estimates.iter().map(unmoved).collect() }
}

/// All deviations are zero: there is nothing to draw.
fn unmoved((_, se): &(f64, f64)) -> Shrunk {
    Shrunk { deviation: 0.0, se: *se, shrinkage: 1.0 }
}

/// Log likelihood of a spread, but for a constant.
fn likelihood(estimates: &[(f64, f64)], tau: f64) -> f64 {
    let part = |(d, s): &(f64, f64)| {
        let variance = s * s + tau * tau;
        -0.5 * (variance.ln() + d * d / variance)
    };
    estimates.iter().map(part).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clear_differences_stay_and_noise_goes() {
        let clear = shrink(&[(3.0, 0.1), (-3.0, 0.1), (2.0, 0.1), (-2.0, 0.1)]);
        assert!(clear.iter().all(|one| one.shrinkage < 0.01 && one.se < 0.11), "{clear:?}");
        let noise = shrink(&[(0.3, 1.0), (-0.2, 1.0), (0.1, 1.0), (-0.3, 1.0), (0.2, 1.0), (-0.1, 1.0)]);
        assert!(noise.iter().all(|one| one.shrinkage > 0.6), "{noise:?}");
    }

    #[test]
    fn the_noisier_estimate_is_drawn_further() {
        let drawn = shrink(&[(1.0, 0.2), (1.0, 2.0), (-1.0, 0.2), (-1.0, 2.0)]);
        assert!(drawn[1].deviation < drawn[0].deviation / 2.0, "{drawn:?}");
        assert_eq!(shrink(&[(0.0, 1.0)])[0].deviation, 0.0);
    }
}
