//! Who was near whom.

use super::cell::{Cell, Rows};
use super::point::PairPoint;
use super::rules::EncounterRules;
use crate::sphere::Point;

/// Two ships near each other at one look.
///
/// The order is that of pairs, and of time within a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contact {
    /// Numbers of the two tracks, the lesser first.
    pub pair: [u32; 2],
    /// Which look: steps since 1970.
    pub bucket: i32,
    /// Centimetres between them.
    pub centimetres: u32,
    /// Degrees north of both, in ten millionths.
    pub lat: [i32; 2],
    /// Degrees east of both.
    pub lon: [i32; 2],
    /// See [`PairPoint::since`].
    pub since: [u16; 2],
    /// See [`PairPoint::speed`].
    pub speed: [u16; 2],
    /// See [`PairPoint::weight`].
    pub weight: [u8; 2],
    /// They are together only if a clock is off: farther from each other than the rule says, but not by more than clocks allow.
    pub widened: bool,
}

impl Contact {
    /// The cell that it belongs to: that of its first ship. Where the search is divided by cells, a contact is that worker's who has this
    /// cell, and the others leave it.
    pub fn cell(&self, rules: &EncounterRules) -> Cell {
        let [lat, lon] = [self.lat[0], self.lon[0]].map(|units| f64::from(units) / 1e7);
        Cell::of(Point { lat, lon }, rules)
    }

    fn of(one: &PairPoint, other: &PairPoint, rules: &EncounterRules) -> Option<Self> {
        let (a, b) = if one.track < other.track { (one, other) } else { (other, one) };
        let metres = a.point().distance(b.point());
        let slack = f64::from(a.slack) + f64::from(b.slack);
        let limit = rules.distance_metres + slack.min(rules.clock_slack_metres);
        (metres <= limit && a.track != b.track).then(|| Self {
            pair: [a.track, b.track],
            bucket: a.bucket,
            centimetres: (metres * 100.0).round() as u32,
            lat: [a.lat, b.lat],
            lon: [a.lon, b.lon],
            since: [a.since, b.since],
            speed: [a.speed, b.speed],
            weight: [a.weight, b.weight],
            widened: metres > rules.distance_metres,
        })
    }
}

/// All pairs of ships near each other, in order of pair and time. The points may be in any order and of any number of looks.
///
/// Two ships that lie at berths are not compared, nor two that lie still in a crowd as no anchorage has it (see
/// [`EncounterRules::harbour_ships`]): they lie side by side all day, and say nothing by that. What is handed over at a berth is
/// not found here.
///
/// Points of one look are sorted by row and longitude; each is compared with those after it in its row, and with those
/// of the next row, as far as the distance reaches in degrees there. The time grows with the number of points and of pairs.
pub fn contacts(points: &[PairPoint], rules: &EncounterRules) -> Vec<Contact> {
    let rows = Rows::new(rules);
    let mut placed: Vec<Placed<'_>> = points.iter().map(|point| Placed::new(point, &rows)).collect();
    placed.sort_unstable_by_key(|placed| {
        (placed.point.bucket, placed.row, placed.point.lon, placed.point.track)
    });
    let mut contacts = Vec::new();
    for look in placed.chunk_by_mut(|a, b| a.point.bucket == b.point.bucket) {
        look.chunk_by_mut(|a, b| a.row == b.row).for_each(|row| crowd(row, &rows, rules.harbour_ships));
        let mut search = Search { rules, rows: &rows, contacts: &mut contacts };
        let look: &[Placed<'_>] = look;
        let mut before: &[Placed<'_>] = &[];
        for row in look.chunk_by(|a, b| a.row == b.row) {
            search.within(row);
            if before.first().is_some_and(|first| first.row + 1 == row[0].row) {
                search.across(before, row);
            }
            before = row;
        }
    }
    contacts.sort_unstable();
    contacts.dedup();
    contacts
}

/// A point with its row.
#[derive(Clone, Copy)]
struct Placed<'a> {
    point: &'a PairPoint,
    row: i32,
    /// It lies at a berth, or still in a crowd.
    harboured: bool,
}

impl<'a> Placed<'a> {
    fn new(point: &'a PairPoint, rows: &Rows) -> Self {
        Self { point, row: rows.row(point.point().lat), harboured: point.berthed }
    }
}

/// Marks those of a row that lie still in a cell with so many that do.
fn crowd(row: &mut [Placed<'_>], rows: &Rows, many: usize) {
    let columns = row.first().map_or(1, |first| rows.columns(first.row));
    let column = |placed: &Placed<'_>| Rows::column(columns, placed.point.point().lon);
    for cell in row.chunk_by_mut(|a, b| column(a) == column(b)) {
        if cell.iter().filter(|placed| placed.point.still).count() >= many {
            cell.iter_mut().for_each(|placed| placed.harboured |= placed.point.still);
        }
    }
}

/// A whole turn in ten millionths of a degree.
const TURN: i64 = 3_600_000_000;

struct Search<'a> {
    rules: &'a EncounterRules,
    rows: &'a Rows,
    contacts: &'a mut Vec<Contact>,
}

impl Search<'_> {
    /// Compares the points of one row with those east of them, round the earth.
    fn within(&mut self, row: &[Placed<'_>]) {
        let span = self.span(row[0].row, row[0].row);
        for (index, one) in row.iter().enumerate() {
            let from = i64::from(one.point.lon);
            let east =
                (index + 1..index + row.len()).map(|other| (longitude(row, other as i64), other % row.len()));
            for (_, other) in east.take_while(|(lon, _)| lon - from <= span) {
                self.compare(one, &row[other]);
            }
        }
    }

    /// Compares the points of one row with those of the next.
    fn across(&mut self, row: &[Placed<'_>], next: &[Placed<'_>]) {
        let span = self.span(row[0].row, next[0].row);
        let count = next.len() as i64;
        let mut start = -count;
        for one in row {
            let from = i64::from(one.point.lon);
            while longitude(next, start) < from - span {
                start += 1;
            }
            for other in start..start + count {
                if longitude(next, other) > from + span {
                    break;
                }
                self.compare(one, &next[other.rem_euclid(count) as usize]);
            }
        }
    }

    /// In ten millionths of a degree.
    fn span(&self, row: i32, next: i32) -> i64 {
        (self.rows.span(row, next) * 1e7).ceil() as i64 + 1
    }

    fn compare(&mut self, one: &Placed<'_>, other: &Placed<'_>) {
        if !(one.harboured && other.harboured) {
            self.contacts.extend(Contact::of(one.point, other.point, self.rules));
        }
    }
}

/// The longitude of a point of a row that goes on round the earth: before the first comes the last, a turn west of where it is.
fn longitude(row: &[Placed<'_>], index: i64) -> i64 {
    let count = row.len() as i64;
    i64::from(row[index.rem_euclid(count) as usize].point.lon) + index.div_euclid(count) * TURN
}
