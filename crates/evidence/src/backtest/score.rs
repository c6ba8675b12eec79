//! How well what was said agrees with what came.

use super::ScoreRow;
use super::block::Kind;
use super::forecast::Forecast;
use crate::placebo::NORMAL_95;

/// Cases of one question under one forecast.
pub(super) struct Cases<'a> {
    pub(super) actual: &'a [f64],
    pub(super) said: &'a [f64],
    pub(super) weights: &'a [f64],
    pub(super) usual: Option<&'a [f64]>,
}

/// A forecast is no forecast if what it says varies by less than this, in log points times 100.
const FLAT: f64 = 1e-6;

/// An error that differs from that of saying nothing by less than this part is the same.
const GAIN: f64 = 0.05;

/// A slope this far from one, either way, is said to be wrong.
const NEAR: f64 = 0.5;

pub(super) fn row(
    kind: Kind,
    importer: String,
    exporter: String,
    forecast: &Forecast,
    cases: &Cases<'_>,
) -> ScoreRow {
    let (slope, r_squared) = line(cases);
    let nothing: Vec<f64> = vec![0.0; cases.actual.len()];
    let mean_error = error(cases.actual, cases.said, cases.weights);
    let mean_error_of_nothing = error(cases.actual, &nothing, cases.weights);
    let flat = slope.is_none();
    let mut row = ScoreRow {
        question: kind.name().to_owned(),
        importer,
        exporter,
        forecast: forecast.name.clone(),
        cases: cases.actual.len(),
        slope,
        r_squared,
        mean_error,
        mean_error_of_nothing,
        rank_correlation: if flat { None } else { ranks(cases.actual, cases.said) },
        usual: cases.usual.and_then(|usual| size(usual, cases.weights)),
        verdict: String::new(),
    };
    row.verdict = verdict(&row);
    row
}

/// In words, by rules that know no case: first whether it beats saying nothing, then whether it says anything of who moves
/// how much, and in which direction it errs.
fn verdict(row: &ScoreRow) -> String {
    let (Some(slope), Some(r_squared)) = (row.slope, row.r_squared) else {
        return "says the same of all".to_owned();
    };
    let help = match 1.0 - row.mean_error / row.mean_error_of_nothing {
        gain if gain > GAIN => "better than saying nothing",
        gain if gain < -GAIN => "worse than saying nothing",
        _ => "as good as saying nothing",
    };
    let size = match slope {
        _ if !is_clear(r_squared, row.cases) => "no clear relation",
        slope if slope < 0.0 => "the wrong way round",
        slope if slope < 1.0 - NEAR => "too strong",
        slope if slope > 1.0 + NEAR => "too weak",
        _ => "about the right size",
    };
    format!("{help}; {size}")
}

/// Whether a line would explain so much by chance in less than one of ten samples: `t^2` of its slope.
fn is_clear(r_squared: f64, cases: usize) -> bool {
    r_squared * (cases as f64 - 2.0) > NORMAL_95 * NORMAL_95 * (1.0 - r_squared)
}

/// What a case came to, beside what was said of it.
pub(super) fn of_case(actual: f64, said: f64, usual: Option<f64>) -> &'static str {
    match usual {
        None => "",
        Some(usual) if actual > said + 2.0 * usual => "more than said",
        Some(usual) if actual < said - 2.0 * usual => "less than said",
        Some(_) => "as said",
    }
}

/// Weighted mean of sizes.
pub(super) fn size(values: &[f64], weights: &[f64]) -> Option<f64> {
    let zero = vec![0.0; values.len()];
    (!values.is_empty()).then(|| error(values, &zero, weights)).filter(|size| size.is_finite())
}

fn error(actual: &[f64], said: &[f64], weights: &[f64]) -> f64 {
    let total: f64 = weights.iter().sum();
    actual.iter().zip(said).zip(weights).map(|((a, s), w)| w * (a - s).abs()).sum::<f64>() / total
}

/// Slope and R squared of the weighted line of what came on what was said.
fn line(cases: &Cases<'_>) -> (Option<f64>, Option<f64>) {
    let total: f64 = cases.weights.iter().sum();
    let mean = |values: &[f64]| values.iter().zip(cases.weights).map(|(v, w)| v * w).sum::<f64>() / total;
    let (actual, said) = (mean(cases.actual), mean(cases.said));
    let (mut both, mut across, mut up) = (0.0, 0.0, 0.0);
    for ((a, s), w) in cases.actual.iter().zip(cases.said).zip(cases.weights) {
        both += w * (a - actual) * (s - said);
        across += w * (s - said) * (s - said);
        up += w * (a - actual) * (a - actual);
    }
    if across <= FLAT * FLAT * total || up <= 0.0 {
        return (None, None);
    }
    (Some(both / across), Some(both * both / (across * up)))
}

/// Spearman's correlation; ties share their mean rank.
fn ranks(one: &[f64], other: &[f64]) -> Option<f64> {
    let (one, other) = (ranked(one), ranked(other));
    let mean = (one.len() as f64 + 1.0) / 2.0;
    let product =
        |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).map(|(a, b)| (a - mean) * (b - mean)).sum() };
    let scale = (product(&one, &one) * product(&other, &other)).sqrt();
    (scale > 0.0).then(|| product(&one, &other) / scale)
}

fn ranked(values: &[f64]) -> Vec<f64> {
    let below = |v: f64| values.iter().filter(|other| **other < v).count() as f64;
    let same = |v: f64| values.iter().filter(|other| **other == v).count() as f64;
    values.iter().map(|v| below(*v) + (same(*v) + 1.0) / 2.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_and_ranks_by_hand() {
        let cases =
            Cases { actual: &[1.0, 3.0, 5.0], said: &[0.0, 1.0, 2.0], weights: &[1.0; 3], usual: None };
        let (slope, r_squared) = line(&cases);
        assert!((slope.unwrap() - 2.0).abs() < 1e-12 && (r_squared.unwrap() - 1.0).abs() < 1e-12);
        assert!((ranks(&[1.0, 2.0, 2.0], &[5.0, 6.0, 6.0]).unwrap() - 1.0).abs() < 1e-12);
        assert!((ranks(&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0]).unwrap() + 1.0).abs() < 1e-12);
        assert_eq!(error(&[1.0, -1.0], &[0.0, 0.0], &[3.0, 1.0]), 1.0);
    }
}
