//! Back to one point at sea, again and again, to within metres.

use super::{FalsePosition, FalsePositionRules, Pattern};
use crate::chart::Chart;
use crate::event::Finding;
use crate::fix::Fix;
use crate::sphere::Point;
use crate::track::Track;
use std::collections::BTreeMap;

/// Side of the squares in which points are counted, degrees: 33 m.
const SQUARE: f64 = 3e-4;

/// The navigational status of a moored ship (ITU-R M.1371-5, table 45).
const MOORED: u8 = 5;

/// A visit holds so many fixes at least.
const FEWEST_IN_VISIT: usize = 2;

pub(super) fn returns(track: &Track, chart: &impl Chart, rules: &FalsePositionRules) -> Vec<FalsePosition> {
    let mut squares: BTreeMap<(i64, i64), u32> = BTreeMap::new();
    for fix in &track.fixes {
        *squares.entry(square(fix.point())).or_default() += 1;
    }
    // enough fixes in a square for all visits
    let enough = rules.fewest_returns * FEWEST_IN_VISIT as u32;
    let mut busy: Vec<_> = squares.into_iter().filter(|(_, count)| *count >= enough).collect();
    busy.sort_by_key(|(square, count)| (std::cmp::Reverse(*count), *square));
    let mut found: Vec<FalsePosition> = Vec::new();
    for ((north, east), _) in busy.into_iter().take(64) {
        let point = Point::new((north as f64 + 0.5) * SQUARE, (east as f64 + 0.5) * SQUARE);
        let near_one_found =
            found.iter().any(|found| found.first.point().distance(point) < rules.away_metres);
        let ashore =
            chart.coast(point).is_some_and(|metres| metres < rules.offshore_metres) || chart.berth(point);
        if !near_one_found && !ashore {
            found.extend(to(track, point, rules));
        }
    }
    found
}

/// Whether the ship says that it is a tug, dredger, pilot, tender or the like, whose trade brings it back to its station (ITU-R M.1371-5,
/// table 53).
fn has_station(track: &Track) -> bool {
    track.ship_type().is_some_and(|kind| matches!(kind, 31..=35 | 50..=59))
}

fn square(point: Point) -> (i64, i64) {
    ((point.lat / SQUARE).floor() as i64, (point.lon / SQUARE).floor() as i64)
}

/// The returns to one point, if they are enough.
fn to(track: &Track, point: Point, rules: &FalsePositionRules) -> Option<FalsePosition> {
    let mut visits: Vec<Vec<Fix>> = Vec::new();
    let mut away = true;
    let (mut inside, mut between) = (0u32, 0u32);
    for fix in &track.fixes {
        let metres = fix.point().distance(point);
        if metres <= rules.return_metres {
            inside += 1;
            if away {
                visits.push(Vec::new());
            }
            away = false;
            if let Some(visit) = visits.last_mut() {
                visit.push(*fix);
            }
        } else if metres > rules.away_metres {
            away = true;
        } else if metres < rules.away_metres / 4.0 {
            between += 1;
        }
    }
    visits.retain(|visit| visit.len() >= FEWEST_IN_VISIT);
    // a ship at anchor or on station has many fixes near the point that are not on it
    let exact = 2 * inside > between;
    // a ship that says it is moored has a berth there, which the map does not have
    let moored = |fix: &&Fix| fix.status() == Some(MOORED);
    let held = 2 * visits.iter().flatten().filter(moored).count() > visits.iter().map(Vec::len).sum();
    let (first, last) = (*visits.first()?.first()?, *visits.last()?.last()?);
    (visits.len() as u32 >= rules.fewest_returns && exact && !held).then(|| FalsePosition {
        ship: track.id,
        pattern: Pattern::Returns,
        also: Vec::new(),
        first,
        last,
        before: None,
        measures: vec![
            Finding::at_least("returns", visits.len() as f64, f64::from(rules.fewest_returns), "times"),
            Finding::at_most("from the point", rules.return_metres, rules.return_metres, "metres"),
        ],
        confidence: if has_station(track) { 0.5 } else { 0.75 },
        interference: false,
    })
}
