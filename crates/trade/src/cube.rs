/// Values by sector, importer and exporter.
///
/// One sector's importer-by-exporter matrix is contiguous: all that a price or sales step of that sector touches.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cube {
    countries: usize,
    values: Vec<f64>,
}

impl Cube {
    /// A cube of `sectors` square matrices, every cell `value`.
    pub fn filled(sectors: usize, countries: usize, value: f64) -> Self {
        Self { countries, values: vec![value; sectors * countries * countries] }
    }

    fn index(&self, sector: usize, importer: usize, exporter: usize) -> usize {
        debug_assert!(importer < self.countries && exporter < self.countries);
        (sector * self.countries + importer) * self.countries + exporter
    }

    /// The value of one cell.
    pub fn get(&self, sector: usize, importer: usize, exporter: usize) -> f64 {
        self.values[self.index(sector, importer, exporter)]
    }

    /// The place of one cell.
    pub fn get_mut(&mut self, sector: usize, importer: usize, exporter: usize) -> &mut f64 {
        let index = self.index(sector, importer, exporter);
        &mut self.values[index]
    }

    /// What one importer buys of one sector, by exporter.
    pub fn row(&self, sector: usize, importer: usize) -> &[f64] {
        let start = self.index(sector, importer, 0);
        &self.values[start..start + self.countries]
    }

    /// What one importer buys of one sector, by exporter, to be changed.
    pub fn row_mut(&mut self, sector: usize, importer: usize) -> &mut [f64] {
        let start = self.index(sector, importer, 0);
        &mut self.values[start..start + self.countries]
    }

    /// Number of countries.
    pub fn countries(&self) -> usize {
        self.countries
    }

    /// Number of sectors.
    pub fn sectors(&self) -> usize {
        self.values.len().checked_div(self.countries * self.countries).unwrap_or(0)
    }

    /// Every value, sectors outermost and exporters innermost.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Every value, to be changed.
    pub fn values_mut(&mut self) -> &mut [f64] {
        &mut self.values
    }
}

/// Values by sector and country.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    countries: usize,
    values: Vec<f64>,
}

impl Grid {
    /// A grid with every cell `value`.
    pub fn filled(sectors: usize, countries: usize, value: f64) -> Self {
        Self { countries, values: vec![value; sectors * countries] }
    }

    /// A grid of given values, sectors outermost; their number must be a multiple of `countries`.
    pub(crate) fn from_values(countries: usize, values: Vec<f64>) -> Self {
        debug_assert!(values.len().is_multiple_of(countries.max(1)));
        Self { countries, values }
    }

    /// The value of one cell.
    pub fn get(&self, sector: usize, country: usize) -> f64 {
        debug_assert!(country < self.countries);
        self.values[sector * self.countries + country]
    }

    /// The place of one cell.
    pub fn get_mut(&mut self, sector: usize, country: usize) -> &mut f64 {
        debug_assert!(country < self.countries);
        &mut self.values[sector * self.countries + country]
    }

    /// One sector, by country.
    pub fn row(&self, sector: usize) -> &[f64] {
        &self.values[sector * self.countries..(sector + 1) * self.countries]
    }

    /// One sector, by country, to be changed.
    pub fn row_mut(&mut self, sector: usize) -> &mut [f64] {
        &mut self.values[sector * self.countries..(sector + 1) * self.countries]
    }

    /// Number of countries.
    pub fn countries(&self) -> usize {
        self.countries
    }

    /// Number of sectors.
    pub fn sectors(&self) -> usize {
        self.values.len().checked_div(self.countries).unwrap_or(0)
    }

    /// Every value, sectors outermost.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Every value, to be changed.
    pub fn values_mut(&mut self) -> &mut [f64] {
        &mut self.values
    }
}

/// Shares of inputs in the intermediate cost of sectors, by input, buying sector and country.
///
/// Countries are innermost, so that the cost step and the spending step of the model both run over contiguous countries.
#[derive(Debug, Clone, PartialEq)]
pub struct InputShares {
    sectors: usize,
    countries: usize,
    values: Vec<f64>,
}

impl InputShares {
    /// No inputs anywhere.
    pub fn none(sectors: usize, countries: usize) -> Self {
        Self { sectors, countries, values: vec![0.0; sectors * sectors * countries] }
    }

    fn index(&self, input: usize, sector: usize, country: usize) -> usize {
        debug_assert!(input < self.sectors && sector < self.sectors && country < self.countries);
        (input * self.sectors + sector) * self.countries + country
    }

    /// The share of `input` in what `sector` of `country` spends on inputs, in [0, 1].
    pub fn get(&self, input: usize, sector: usize, country: usize) -> f64 {
        self.values[self.index(input, sector, country)]
    }

    /// The place of that share.
    pub fn get_mut(&mut self, input: usize, sector: usize, country: usize) -> &mut f64 {
        let index = self.index(input, sector, country);
        &mut self.values[index]
    }

    /// The shares of one input in one sector, by country.
    pub fn row(&self, input: usize, sector: usize) -> &[f64] {
        let start = self.index(input, sector, 0);
        &self.values[start..start + self.countries]
    }

    /// Number of sectors.
    pub fn sectors(&self) -> usize {
        self.sectors
    }

    /// Number of countries.
    pub fn countries(&self) -> usize {
        self.countries
    }

    /// Every value: inputs outermost, then buying sectors, then countries.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Every value, to be changed.
    pub fn values_mut(&mut self) -> &mut [f64] {
        &mut self.values
    }
}
