use super::filed_under;
use std::collections::BTreeMap;

/// Where an arrow starts and a label stands: about the middle of each country's land, to half a degree.
#[derive(Debug, Clone, Default)]
pub struct Positions(BTreeMap<String, (f64, f64)>);

impl Positions {
    /// The table in `data/geography/centroids.csv`: 208 economies, all that the embedded baselines name.
    ///
    /// ```
    /// let positions = thalweg_brief::geography::Positions::embedded();
    /// assert_eq!(positions.of("SGP"), Some((104.0, 1.5)));
    /// assert_eq!(positions.of("ROW"), None);
    /// ```
    pub fn embedded() -> Self {
        let lines = include_str!("../../../../data/geography/centroids.csv").lines().skip(1);
        Self(lines.filter_map(position).collect())
    }

    /// Longitude and latitude of a country, in degrees; `None` for a region without a place, such as `ROW`.
    pub fn of(&self, code: &str) -> Option<(f64, f64)> {
        self.0.get(filed_under(code)).copied()
    }

    /// Every code that has a place, in order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

fn position(line: &str) -> Option<(String, (f64, f64))> {
    let mut cells = line.split(',');
    let code = cells.next()?.to_owned();
    Some((code, (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        let positions = Positions::embedded();
        assert_eq!(positions.0.len(), 208);
        for (longitude, latitude) in positions.0.values() {
            assert!((-180.0..=180.0).contains(longitude) && (-57.0..=84.0).contains(latitude));
        }
    }
}
