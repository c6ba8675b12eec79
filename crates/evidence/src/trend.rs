//! What was under way before the policy came.

/// The slope of a line through the base year, fitted to the responses of the years before: `sum t r / sum t^2`, with
/// `t` the years since the base year; none with fewer than two years before.
pub(crate) fn per_year(base_year: i32, responses: &[(i32, f64)]) -> Option<f64> {
    let before: Vec<(f64, f64)> = responses
        .iter()
        .filter(|(year, _)| *year < base_year)
        .map(|(year, r)| (f64::from(year - base_year), *r))
        .collect();
    let square: f64 = before.iter().map(|(t, _)| t * t).sum();
    (before.len() > 1).then(|| before.iter().map(|(t, r)| t * r).sum::<f64>() / square)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_line_is_found_and_later_years_do_not_count() {
        let responses = [(2014, -0.3), (2015, -0.2), (2016, -0.1), (2018, 9.0)];
        assert!((super::per_year(2017, &responses).unwrap() - 0.1).abs() < 1e-12);
        assert_eq!(super::per_year(2015, &responses), None);
    }
}
