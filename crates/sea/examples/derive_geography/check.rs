//! How far the embedded distances to the coast err.

use crate::land::Land;
use rayon::prelude::*;
use thalweg_sea::{Geography, Point};

/// Points that are drawn, over the whole globe and near coasts.
const DRAWS: u64 = 300_000;
/// Points of each band that are measured.
const EACH: usize = 1500;
/// Bands of distance, metres, below zero inland.
const BANDS: [(f64, f64); 8] = [
    (-3e6, -50e3),
    (-50e3, -10e3),
    (-10e3, 0.0),
    (0.0, 10e3),
    (10e3, 40e3),
    (40e3, 100e3),
    (100e3, 500e3),
    (500e3, 3e6),
];

/// For each band of distance: the median, the 95th and the 99th percentile and the greatest error between 60 south and 78 north, and how many
/// points are on the wrong side of the coast.
pub(crate) fn errors(land: &Land) -> Vec<String> {
    let geography = Geography::embedded();
    let drawn: Vec<(Point, f64)> =
        (0..DRAWS).map(draw).map(|point| (point, geography.coast(point))).collect();
    let band = |(from, to): (f64, f64)| {
        let inside = drawn.iter().filter(|(_, metres)| (from..to).contains(metres)).take(EACH);
        let chosen: Vec<_> = inside.collect();
        let pairs: Vec<(f64, f64)> =
            chosen.par_iter().map(|(point, metres)| (*metres, land.exact(point.lat, point.lon))).collect();
        line(from, to, &pairs)
    };
    BANDS.into_iter().map(band).collect()
}

fn line(from: f64, to: f64, pairs: &[(f64, f64)]) -> String {
    let mut errors: Vec<f64> = pairs.iter().map(|(found, truth)| (found - truth).abs()).collect();
    errors.sort_by(f64::total_cmp);
    let at =
        |share: f64| errors.get((share * (errors.len() as f64 - 1.0)) as usize).copied().unwrap_or(f64::NAN);
    let wrong = pairs.iter().filter(|(found, truth)| (*found < 0.0) != (*truth < 0.0)).count();
    format!(
        "{from:>9} to {to:>8} m: {} points, median {:.0}, 95 % {:.0}, 99 % {:.0}, most {:.0}, wrong side {wrong}",
        errors.len(),
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    )
}

/// The points of a Weyl sequence: even over the globe, and the same every time.
fn draw(i: u64) -> Point {
    let part = |step: f64| (i as f64 * step).fract();
    let (south, north) = ((-60f64).to_radians().sin(), 78f64.to_radians().sin());
    let sine = south + (north - south) * part(0.754_877_666_246_692_7);
    Point::new(sine.asin().to_degrees(), 360.0 * part(0.569_840_290_998_053_2) - 180.0)
}
