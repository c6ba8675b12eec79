//! How the solver lays its arrays out in memory: sector by sector, countries innermost and padded to whole vectors.

use crate::cube::Cube;

/// Countries that one vector instruction treats at once; rows are padded to a multiple of it.
pub(super) const LANES: usize = 4;

/// One group of countries.
pub(super) type Lane = [f64; LANES];

/// The sizes of a world as the solver stores it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) sectors: usize,
    pub(super) countries: usize,
    /// Lanes in a row of countries.
    pub(super) lanes: usize,
}

impl Layout {
    pub(super) fn new(sectors: usize, countries: usize) -> Self {
        Self { sectors, countries, lanes: countries.div_ceil(LANES) }
    }

    /// Lanes of a sector-by-country array.
    pub(super) fn grid(&self) -> usize {
        self.sectors * self.lanes
    }

    /// Lanes of one sector's importer-by-exporter matrix; rows too are padded to whole lanes.
    pub(super) fn matrix(&self) -> usize {
        self.lanes * LANES * self.lanes
    }

    /// Where the row of one importer in one sector's matrix begins.
    pub(super) fn row(&self, sector: usize, importer: usize) -> usize {
        sector * self.matrix() + importer * self.lanes
    }

    /// Lanes of a sector-by-importer-by-exporter array.
    pub(super) fn cube(&self) -> usize {
        self.sectors * self.matrix()
    }

    /// Copies rows of countries into padded rows; padding is `padding`.
    pub(super) fn pad(&self, values: &[f64], padding: f64, into: &mut [Lane]) {
        for (row, padded) in values.chunks_exact(self.countries).zip(into.chunks_exact_mut(self.lanes)) {
            let padded = padded.as_flattened_mut();
            padded[..self.countries].copy_from_slice(row);
            padded[self.countries..].fill(padding);
        }
    }

    /// Rows of countries, padded with `padding`.
    pub(super) fn padded(&self, values: &[f64], padding: f64) -> Vec<Lane> {
        let mut into = vec![[padding; LANES]; values.len() / self.countries * self.lanes];
        self.pad(values, padding, &mut into);
        into
    }

    /// A sector-by-importer-by-exporter array, both sides padded with zeros.
    pub(super) fn padded_cube(&self, cube: &Cube) -> Vec<Lane> {
        let mut into = vec![[0.0; LANES]; self.cube()];
        for j in 0..self.sectors {
            for n in 0..self.countries {
                let start = self.row(j, n);
                into[start..start + self.lanes].as_flattened_mut()[..self.countries]
                    .copy_from_slice(cube.row(j, n));
            }
        }
        into
    }

    /// The rows without their padding.
    pub(super) fn unpadded(&self, padded: &[Lane]) -> Vec<f64> {
        padded
            .chunks_exact(self.lanes)
            .flat_map(|row| row.as_flattened()[..self.countries].iter().copied())
            .collect()
    }
}
