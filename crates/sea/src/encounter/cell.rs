//! The grid of the search.

use super::point::PairPoint;
use super::rules::EncounterRules;
use crate::sphere::{Point, RADIUS};

/// A cell of the search: a square at least as wide as the distance within which pairs are looked for, everywhere on earth. Rows run from
/// the south pole; a row has the more columns the nearer it is to the equator.
///
/// Points of a cell and of its neighbours are all that is needed to find each contact whose first ship is in the cell: so the search can be
/// divided.
///
/// ```
/// use thalweg_sea::Point;
/// use thalweg_sea::encounter::{Cell, EncounterRules};
/// let rules = EncounterRules::default();
/// let (west, east) = (Cell::of(Point::new(10.0, 180.0), &rules), Cell::of(Point::new(10.0, -179.999), &rules));
/// assert!(west.neighbours(&rules).contains(&east));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// From the south pole, from 0.
    pub row: i32,
    /// From 180 degrees west, from 0.
    pub column: i32,
}

/// What a row of cells is: latitudes, and how many columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rows {
    /// Degrees of latitude in a row.
    height: f64,
    /// Angle within which pairs are looked for, radians.
    reach: f64,
}

impl Rows {
    pub(super) fn new(rules: &EncounterRules) -> Self {
        // a little more than the reach: rounding must not hide a neighbour
        let reach = rules.reach() * 1.001 / RADIUS;
        Self { height: reach.to_degrees(), reach }
    }

    pub(super) fn row(&self, lat: f64) -> i32 {
        ((lat + 90.0) / self.height).floor().clamp(0.0, f64::from(self.last())) as i32
    }

    fn last(&self) -> i32 {
        (180.0 / self.height).ceil() as i32 - 1
    }

    /// Degrees of longitude beyond which no two points of two neighbouring rows are within reach: 180 where any may be.
    pub(super) fn span(&self, row: i32, next: i32) -> f64 {
        let edge = |row: i32| {
            let (south, north) =
                (f64::from(row) * self.height - 90.0, f64::from(row + 1) * self.height - 90.0);
            south.abs().max(north.abs()).min(90.0)
        };
        let widest = edge(row).max(edge(next)).to_radians().cos();
        let half = (self.reach / 2.0).sin() / widest.max(f64::MIN_POSITIVE);
        if half < 1.0 { (2.0 * half.asin()).to_degrees() } else { 180.0 }
    }

    pub(super) fn columns(&self, row: i32) -> i32 {
        (360.0 / self.span(row, row)).floor().max(1.0) as i32
    }

    /// The column of a longitude in a row of so many.
    pub(super) fn column(columns: i32, lon: f64) -> i32 {
        let column = ((lon + 180.0) / 360.0 * f64::from(columns)).floor() as i32;
        // 180 degrees east is 180 degrees west
        column.rem_euclid(columns)
    }
}

impl Cell {
    /// The cell of a place.
    pub fn of(place: Point, rules: &EncounterRules) -> Self {
        let rows = Rows::new(rules);
        let row = rows.row(place.lat);
        Self { row, column: Rows::column(rows.columns(row), place.lon) }
    }

    /// The cells whose points can be near to points of this one, in order, itself among them.
    pub fn neighbours(self, rules: &EncounterRules) -> Vec<Self> {
        let rows = Rows::new(rules);
        let mut cells = Vec::new();
        for row in (self.row - 1).max(0)..=(self.row + 1).min(rows.last()) {
            let (span, columns) = (rows.span(self.row, row), rows.columns(row));
            let width = 360.0 / f64::from(rows.columns(self.row));
            let (west, east) =
                (f64::from(self.column) * width - span, f64::from(self.column + 1) * width + span);
            let column = |lon: f64| (lon / 360.0 * f64::from(columns)).floor() as i32;
            let range = if east - west >= 360.0 { 0..=columns - 1 } else { column(west)..=column(east) };
            cells.extend(range.map(|column| Self { row, column: column.rem_euclid(columns) }));
        }
        cells.sort_unstable();
        cells.dedup();
        cells
    }
}

impl PairPoint {
    /// The cell that it is in.
    pub fn cell(&self, rules: &EncounterRules) -> Cell {
        Cell::of(self.point(), rules)
    }
}
