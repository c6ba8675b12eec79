//! The signed distance to the coast on a grid that is finer where it has to be.
//!
//! Cells of half a degree. The distances at their corners are always kept; a cell is divided (by 2, 4, 8 in latitude, by as much or less in
//! longitude where meridians run together) until interpolation between its points errs by no more than [`tolerance`]. The reader
//! is `src/geography/coast.rs`; the constants stand there too.

use crate::land::Land;
use crate::pack::{put, put_signed};
use rayon::prelude::*;

/// Cells around a parallel, and from the south pole to the north pole.
const CELLS: (usize, usize) = (720, 360);
/// Finest division of a cell.
const FINEST: usize = 8;
/// Metres per step.
const STEP: f64 = 500.0;

/// How much interpolation may err at a distance, metres: near the coast little more than rounding does, and 2 percent far off. Inland,
/// where the answer is "on land" anyway, 15 percent; and 4 km where no merchant ship sails.
fn tolerance(lat: f64, distance: f64) -> f64 {
    let share = if distance < 0.0 { 0.15 } else { 0.02 };
    let least = if (-60.0..=78.0).contains(&lat) { 2.0 * STEP } else { 8.0 * STEP };
    (share * distance.abs()).max(least)
}

pub(crate) struct Grid {
    /// Distances in steps on the finest lattice, row by row from the south pole, west to east from -180.
    lattice: Vec<i16>,
    /// By cell, the power of two by which it is divided in latitude.
    levels: Vec<u8>,
}

const COLUMNS: usize = CELLS.0 * FINEST;
const ROWS: usize = CELLS.1 * FINEST + 1;

fn latitude(row: usize) -> f64 {
    row as f64 * 180.0 / (ROWS - 1) as f64 - 90.0
}

fn longitude(column: usize) -> f64 {
    column as f64 * 360.0 / COLUMNS as f64 - 180.0
}

/// By how many powers of two less a row of cells is divided in longitude than in latitude.
fn narrower(row: usize) -> u8 {
    let middle = (row as f64 + 0.5) * 180.0 / CELLS.1 as f64 - 90.0;
    match middle.abs() {
        lat if lat > 80.0 => 2,
        lat if lat > 60.0 => 1,
        _ => 0,
    }
}

impl Grid {
    pub(crate) fn of(land: &Land) -> Self {
        let crossings = land.crossings(COLUMNS as i64);
        let rows: Vec<Vec<i16>> =
            (0..ROWS).into_par_iter().map(|row| Self::row(land, &crossings, row)).collect();
        let mut grid = Self { lattice: rows.concat(), levels: Vec::new() };
        grid.levels =
            (0..CELLS.0 * CELLS.1).into_par_iter().map(|i| grid.level(i / CELLS.0, i % CELLS.0)).collect();
        grid
    }

    fn row(land: &Land, crossings: &[Vec<f64>], row: usize) -> Vec<i16> {
        let lat = latitude(row);
        let signed = |column: usize| {
            let north = crossings[column].iter().take_while(|crossing| **crossing > lat).count();
            let distance = land.near(lat, longitude(column));
            let steps = (distance / STEP).round() as i16;
            if north % 2 == 1 { -steps } else { steps }
        };
        (0..COLUMNS).map(signed).collect()
    }

    fn at(&self, row: usize, column: usize) -> i16 {
        self.lattice[row * COLUMNS + column % COLUMNS]
    }

    fn level(&self, row: usize, column: usize) -> u8 {
        (0..FINEST.ilog2() as u8)
            .find(|level| self.serves(row, column, *level))
            .unwrap_or(FINEST.ilog2() as u8)
    }

    /// Whether a division interpolates all points of a cell within tolerance.
    fn serves(&self, row: usize, column: usize, level: u8) -> bool {
        let (down, across) = (FINEST >> level, FINEST >> level.saturating_sub(narrower(row)));
        let point = |y: usize, x: usize| f64::from(self.at(row * FINEST + y, column * FINEST + x));
        let fits = |y: usize, x: usize| {
            let (south, west) =
                ((y / down * down).min(FINEST - down), (x / across * across).min(FINEST - across));
            let (v, u) = ((y - south) as f64 / down as f64, (x - west) as f64 / across as f64);
            let lower = point(south, west) * (1.0 - u) + point(south, west + across) * u;
            let upper = point(south + down, west) * (1.0 - u) + point(south + down, west + across) * u;
            let truth = point(y, x);
            (lower * (1.0 - v) + upper * v - truth).abs() * STEP
                <= tolerance(latitude(row * FINEST), truth * STEP)
        };
        (0..=FINEST).all(|y| (0..=FINEST).all(|x| fits(y, x)))
    }

    /// `TWSC1`, the corners, the levels as runs, then the points of every divided cell without its eastern and northern edge.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = b"TWSC1".to_vec();
        self.put_corners(&mut bytes);
        self.put_levels(&mut bytes);
        for (i, level) in self.levels.iter().enumerate().filter(|(_, level)| **level > 0) {
            self.put_cell(&mut bytes, i / CELLS.0, i % CELLS.0, *level);
        }
        bytes
    }

    fn put_corners(&self, bytes: &mut Vec<u8>) {
        let corner = |row: usize, column: usize| i32::from(self.at(row * FINEST, column * FINEST));
        for row in 0..=CELLS.1 {
            for column in 0..CELLS.0 {
                let guess = match (row, column) {
                    (0, 0) => 0,
                    (0, _) => corner(0, column - 1),
                    (_, 0) => corner(row - 1, 0),
                    _ => corner(row, column - 1) + corner(row - 1, column) - corner(row - 1, column - 1),
                };
                put_signed(bytes, corner(row, column) - guess);
            }
        }
    }

    fn put_levels(&self, bytes: &mut Vec<u8>) {
        for run in self.levels.chunk_by(|a, b| a == b) {
            put(bytes, u32::from(run[0]));
            put(bytes, run.len() as u32);
        }
    }

    /// Each point less what its western and southern neighbours in the cell make likely.
    fn put_cell(&self, bytes: &mut Vec<u8>, row: usize, column: usize, level: u8) {
        let (down, across) = (FINEST >> level, FINEST >> level.saturating_sub(narrower(row)));
        let point =
            |y: usize, x: usize| i32::from(self.at(row * FINEST + y * down, column * FINEST + x * across));
        let (high, wide) = (FINEST / down, FINEST / across);
        for y in 0..high {
            for x in (0..wide).filter(|x| (y, *x) != (0, 0)) {
                let guess = match (y, x) {
                    (0, _) => point(0, x - 1),
                    (_, 0) => point(y - 1, 0),
                    _ => point(y, x - 1) + point(y - 1, x) - point(y - 1, x - 1),
                };
                put_signed(bytes, point(y, x) - guess);
            }
        }
    }

    pub(crate) fn summary(&self) -> String {
        let count = |level: u8| self.levels.iter().filter(|own| **own == level).count();
        format!("cells by level: {:?}", [count(0), count(1), count(2), count(3)])
    }
}
