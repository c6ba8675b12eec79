use crate::report::Class;
use crate::sphere::Point;

/// Stations that are heard alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Class A, its long-range message, and what a table does not tell: 12.5 watts.
    Strong = 0,
    /// Class B: 2 watts, and it waits for a free slot.
    Weak = 1,
}

impl Band {
    /// That of a class.
    pub fn of(class: Class) -> Self {
        if class == Class::B { Self::Weak } else { Self::Strong }
    }
}

/// A piece of the sea, about as wide as high, for stations of one band: row, column and band in 32 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell(u32);

const COLUMN_BITS: u32 = 12;

impl Cell {
    /// The cell of a place; rows are `degrees` high.
    pub fn of(point: Point, band: Band, degrees: f64) -> Self {
        let rows = (180.0 / degrees).ceil();
        let row = ((point.lat + 90.0) / degrees).floor().clamp(0.0, rows - 1.0);
        let width = 360.0 / columns(row, degrees);
        let column = ((point.lon + 180.0) / width).floor().clamp(0.0, columns(row, degrees) - 1.0);
        Self((row as u32) << (COLUMN_BITS + 1) | (column as u32) << 1 | band as u32)
    }

    /// The cells around that of a place, each once, itself left out.
    pub fn around(point: Point, band: Band, degrees: f64) -> Vec<Self> {
        let own = Self::of(point, band, degrees);
        let wide = degrees / point.lat.to_radians().cos().max(0.01);
        let mut cells: Vec<Self> = Vec::with_capacity(8);
        for north in [-1.0, 0.0, 1.0] {
            for east in [-1.0, 0.0, 1.0] {
                let lat = (point.lat + north * degrees).clamp(-90.0, 90.0);
                let cell = Self::of(Point::new(lat, point.lon + east * wide), band, degrees);
                if cell != own && !cells.contains(&cell) {
                    cells.push(cell);
                }
            }
        }
        cells
    }
}

/// Columns of a row.
fn columns(row: f64, degrees: f64) -> f64 {
    let lat = ((row + 0.5) * degrees - 90.0).to_radians();
    (360.0 / degrees * lat.cos()).round().clamp(1.0, 4095.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_about_square_and_have_neighbours() {
        for (lat, lon) in
            [(0.0, 0.0), (57.3, 11.1), (-33.0, 179.99), (89.9, 20.0), (-90.0, 0.0), (45.0, 180.0)]
        {
            let here = Point::new(lat, lon);
            let around = Cell::around(here, Band::Strong, 0.5);
            assert!((1..=8).contains(&around.len()), "{lat} {lon}");
            assert!(!around.contains(&Cell::of(here, Band::Strong, 0.5)));
        }
        let apart = |a: Point, b: Point| Cell::of(a, Band::Strong, 0.5) != Cell::of(b, Band::Strong, 0.5);
        // at 60 degrees a cell is twice as wide in degrees
        assert!(!apart(Point::new(60.2, 9.7), Point::new(60.2, 10.5)));
        assert!(apart(Point::new(60.2, 9.7), Point::new(60.2, 11.2)));
        assert!(
            Cell::of(Point::new(0.0, 0.0), Band::Strong, 0.5)
                != Cell::of(Point::new(0.0, 0.0), Band::Weak, 0.5)
        );
    }
}
