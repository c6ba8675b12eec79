//! Several ships carried to one place at one time: somebody disturbs their receivers, and none of them lies.

use super::{FalsePosition, FalsePositionRules};
use crate::sphere::Point;

/// Hours by which the stretches of different ships may be apart.
const HOURS: i64 = 6;

/// Marks those stretches in which other ships were carried to the same place: of all ships of a region and time, in any order.
pub fn mark_interference(found: &mut [FalsePosition], rules: &FalsePositionRules) {
    // by a jump: a way that a ship can go carries nobody
    let carried = |stretch: &FalsePosition| stretch.before.is_some();
    let mut places: Vec<(i64, i64, u32, Point)> = found
        .iter()
        .filter(|stretch| carried(stretch))
        .map(|stretch| (stretch.first.time, stretch.last.time, stretch.ship.mmsi, stretch.first.point()))
        .collect();
    places.sort_by_key(|(first, last, mmsi, _)| (*first, *last, *mmsi));
    for stretch in found.iter_mut().filter(|stretch| carried(stretch)) {
        let here = stretch.first.point();
        let until = places.partition_point(|(first, ..)| *first <= stretch.last.time + HOURS * 3_600_000);
        let with = places[..until].iter().filter(|(_, last, _, point)| {
            *last + HOURS * 3_600_000 >= stretch.first.time && point.distance(here) <= rules.interfered_metres
        });
        let mut ships: Vec<u32> = with.map(|(_, _, mmsi, _)| *mmsi).collect();
        ships.sort_unstable();
        ships.dedup();
        stretch.interference = ships.len() >= rules.interfered_ships;
    }
}
