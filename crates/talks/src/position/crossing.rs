//! Where a function crosses zero.

/// A point of a function.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    pub(super) at: f64,
    pub(super) value: f64,
}

const STEPS: usize = 100;

/// Where a function crosses zero between two points at which its signs differ, by the secant rule that halves the weight of
/// an end which stays (Illinois). It ends where the function is within `tolerance` of zero, or where rounding lets the
/// interval shrink no more.
///
/// # Errors
/// Those of the function.
pub(super) fn crossing<E>(
    mut function: impl FnMut(f64) -> Result<f64, E>,
    (mut a, mut b): (Point, Point),
    tolerance: f64,
) -> Result<f64, E> {
    if let Some(end) = [a, b].iter().find(|end| end.value.abs() <= tolerance) {
        return Ok(end.at);
    }
    for _ in 0..STEPS {
        let at = (a.at * b.value - b.at * a.value) / (b.value - a.value);
        if !at.is_finite() || at == a.at || at == b.at {
            break;
        }
        let value = function(at)?;
        if value.abs() <= tolerance {
            return Ok(at);
        }
        if (value > 0.0) != (b.value > 0.0) {
            a = b;
        } else {
            a.value *= 0.5;
        }
        b = Point { at, value };
    }
    Ok(b.at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(function: fn(f64) -> f64, low: f64, high: f64, want: f64) {
        let point = |at: f64| Point { at, value: function(at) };
        let mut calls = 0;
        let counted = |at: f64| {
            calls += 1;
            Ok::<f64, ()>(function(at))
        };
        let found = crossing(counted, (point(low), point(high)), 1e-13).unwrap();
        assert!((found - want).abs() < 1e-12, "{found}");
        assert!(calls < 20, "{calls}");
    }

    #[test]
    fn crossings_are_found() {
        check(|x| x * x - 2.0, 0.0, 2.0, std::f64::consts::SQRT_2);
        check(|x| 3.0 - x.exp(), -1.0, 4.0, 3.0f64.ln());
        check(|x| x.powi(3), -1.0, 1.0, 0.0);
        check(|x| x - 1.0, 1.0, 2.0, 1.0);
    }

    #[test]
    fn an_error_of_the_function_ends_the_search() {
        let ends = (Point { at: 0.0, value: -1.0 }, Point { at: 1.0, value: 1.0 });
        assert_eq!(crossing(|_| Err("none"), ends, 1e-12), Err("none"));
    }
}
