//! The signed distance to the coast, on a grid that is finer where it has to be; `examples/derive_geography/coast.rs` writes it.

use super::bytes::Bytes;

/// Cells of half a degree around a parallel, and from the south pole to the north pole.
const CELLS: (usize, usize) = (720, 360);
/// Metres per step.
const STEP: f64 = 500.0;

/// Distances in steps; below zero inland.
pub(super) struct Coast {
    /// At the corners of cells, rows from the south pole, west to east from -180.
    corners: Vec<i16>,
    cells: Vec<Cell>,
    /// At the points of divided cells, edges included.
    points: Vec<i16>,
}

/// Where the points of a cell begin, and by which power of two it is divided in latitude.
#[derive(Clone, Copy)]
struct Cell {
    start: u32,
    level: u8,
}

/// By how many powers of two less a row of cells is divided in longitude than in latitude: meridians run together.
fn narrower(row: usize) -> u8 {
    let middle = (row as f64 + 0.5) * 180.0 / CELLS.1 as f64 - 90.0;
    match middle.abs() {
        lat if lat > 80.0 => 2,
        lat if lat > 60.0 => 1,
        _ => 0,
    }
}

/// Into how many parts a cell is divided in latitude, and in longitude.
fn parts(row: usize, level: u8) -> (usize, usize) {
    (1 << level, 1 << level.saturating_sub(narrower(row)))
}

impl Coast {
    pub(super) fn decode(packed: &[u8]) -> Self {
        Self::read(&mut Bytes::inflate(packed))
    }

    fn read(bytes: &mut Bytes) -> Self {
        let corners = corners(bytes);
        let levels = bytes.runs(CELLS.0 * CELLS.1);
        let mut coast = Self { corners, cells: Vec::with_capacity(levels.len()), points: Vec::new() };
        for (i, level) in levels.into_iter().enumerate() {
            coast.cells.push(Cell { start: coast.points.len() as u32, level });
            if level > 0 {
                coast.read_cell(bytes, i / CELLS.0, i % CELLS.0, level);
            }
        }
        (0..coast.cells.len()).for_each(|i| coast.close(i / CELLS.0, i % CELLS.0));
        coast
    }

    /// Each point is written less what its western and southern neighbours in the cell make likely. Eastern and northern edges are left
    /// out: they are the edges of other cells.
    fn read_cell(&mut self, bytes: &mut Bytes, row: usize, column: usize, level: u8) {
        let (high, wide) = parts(row, level);
        let (start, width) = (self.points.len(), wide + 1);
        self.points.resize(start + (high + 1) * width, 0);
        self.points[start] = self.corner(row, column);
        for y in 0..high {
            for x in (0..wide).filter(|x| (y, *x) != (0, 0)) {
                let point = |y: usize, x: usize| i32::from(self.points[start + y * width + x]);
                let guess = match (y, x) {
                    (0, _) => point(0, x - 1),
                    (_, 0) => point(y - 1, 0),
                    _ => point(y, x - 1) + point(y - 1, x) - point(y - 1, x - 1),
                };
                self.points[start + y * width + x] = (guess + bytes.signed()) as i16;
            }
        }
    }

    /// Fills in the eastern and the northern edge of a divided cell from those of its neighbours.
    fn close(&mut self, row: usize, column: usize) {
        let cell = self.cells[row * CELLS.0 + column];
        if cell.level == 0 {
            return;
        }
        let (high, wide) = parts(row, cell.level);
        let (start, width) = (cell.start as usize, wide + 1);
        for y in 0..=high {
            self.points[start + y * width + wide] = self.western(row, (column + 1) % CELLS.0, y, high);
        }
        for x in 0..wide {
            self.points[start + high * width + x] = self.southern(row + 1, column, x, wide);
        }
    }

    /// The distance on the western edge of a cell at `part` of `of` parts from the south.
    fn western(&self, row: usize, column: usize, part: usize, of: usize) -> i16 {
        let cell = self.cells[row * CELLS.0 + column];
        let (high, wide) = parts(row, cell.level);
        let at = |i: usize| match i {
            0 => self.corner(row, column),
            i if i >= high => self.corner(row + 1, column),
            i => self.points[cell.start as usize + i * (wide + 1)],
        };
        along(at, part * high, of)
    }

    /// The distance on the southern edge of a cell, or at the north pole, at `part` of `of` parts from the west.
    fn southern(&self, row: usize, column: usize, part: usize, of: usize) -> i16 {
        let cell = self.cells.get(row * CELLS.0 + column).copied().unwrap_or(Cell { start: 0, level: 0 });
        let (_, wide) = parts(row, cell.level);
        let at = |i: usize| match i {
            0 => self.corner(row, column),
            i if i >= wide => self.corner(row, column + 1),
            i => self.points[cell.start as usize + i],
        };
        along(at, part * wide, of)
    }

    fn corner(&self, row: usize, column: usize) -> i16 {
        self.corners[row * CELLS.0 + column % CELLS.0]
    }

    /// Metres to the coast, by bilinear interpolation.
    #[inline]
    pub(super) fn metres(&self, lat: f64, lon: f64) -> f64 {
        let y = ((lat + 90.0) * CELLS.1 as f64 / 180.0).clamp(0.0, CELLS.1 as f64);
        let x = ((lon + 180.0) * CELLS.0 as f64 / 360.0).rem_euclid(CELLS.0 as f64);
        let (row, column) = ((y as usize).min(CELLS.1 - 1), (x as usize).min(CELLS.0 - 1));
        let (v, u) = (y - row as f64, x - column as f64);
        let cell = self.cells[row * CELLS.0 + column];
        if cell.level == 0 {
            let point = |j: usize, i: usize| f64::from(self.corner(row + j, column + i));
            return bilinear(point, v, u);
        }
        let (high, wide) = parts(row, cell.level);
        let (v, u) = (v * high as f64, u * wide as f64);
        let (j, i) = ((v as usize).min(high - 1), (u as usize).min(wide - 1));
        let first = cell.start as usize + j * (wide + 1) + i;
        let point = |j: usize, i: usize| f64::from(self.points[first + j * (wide + 1) + i]);
        bilinear(point, v - j as f64, u - i as f64)
    }
}

/// Between four points, `v` of the way north and `u` of the way east; in metres.
#[inline]
fn bilinear(point: impl Fn(usize, usize) -> f64, v: f64, u: f64) -> f64 {
    let south = point(0, 0) * (1.0 - u) + point(0, 1) * u;
    let north = point(1, 0) * (1.0 - u) + point(1, 1) * u;
    (south * (1.0 - v) + north * v) * STEP
}

/// The value at `place / of` along a row of values, rounded.
fn along(at: impl Fn(usize) -> i16, place: usize, of: usize) -> i16 {
    let (first, rest) = (place / of, place % of);
    let (here, next) = (f64::from(at(first)), f64::from(at(first + 1)));
    (here + (next - here) * rest as f64 / of as f64).round() as i16
}

fn corners(bytes: &mut Bytes) -> Vec<i16> {
    let mut corners = vec![0i16; CELLS.0 * (CELLS.1 + 1)];
    for i in 0..corners.len() {
        let corner = |back: usize| i32::from(corners[i - back]);
        let guess = match (i / CELLS.0, i % CELLS.0) {
            (0, 0) => 0,
            (0, _) => corner(1),
            (_, 0) => corner(CELLS.0),
            _ => corner(1) + corner(CELLS.0) - corner(CELLS.0 + 1),
        };
        corners[i] = (guess + bytes.signed()) as i16;
    }
    corners
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_grid_is_whole() {
        let mut bytes = Bytes::inflate(super::super::COAST);
        let coast = Coast::read(&mut bytes);
        assert!(bytes.is_spent());
        assert!(coast.cells.iter().any(|cell| cell.level == 3));
    }
}
