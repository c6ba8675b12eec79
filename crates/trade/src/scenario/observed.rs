//! Elasticities as they were observed after a trade war: embedded, for every baseline with the same sectors.

use crate::baseline::Baseline;

/// Sets by name, with for how long after a tariff a reader may take them; made by `thalweg evidence estimate` (see
/// `data/PROVENANCE.md`).
const SETS: [(&str, &str, &str); 2] = [
    ("observed-1y", "about one year", include_str!("../../../../data/evidence/observed-1y.csv")),
    ("observed-3y", "about three years", include_str!("../../../../data/evidence/observed-3y.csv")),
];

/// A set that fits a baseline.
pub(super) struct Observed {
    pub(super) name: &'static str,
    pub(super) horizon: &'static str,
    /// `elasticities[j]`: of every sector of the baseline.
    pub(super) elasticities: Vec<f64>,
}

impl Observed {
    /// The set that a word means, `observed-3y` or the horizon `3y`; none if there is none, or if the baseline has other
    /// sectors.
    pub(super) fn find(word: &str, baseline: &Baseline) -> Option<Self> {
        let means = |name: &str| name == word || name.strip_prefix("observed-") == Some(word);
        let (name, horizon, text) = SETS.into_iter().find(|(name, _, _)| means(name))?;
        // one code means another thing among other sectors
        if text.lines().skip(1).count() != baseline.sectors.len() {
            return None;
        }
        let of_sector = |code: &str| text.lines().find_map(|line| value(line, code));
        let elasticities: Option<Vec<f64>> = baseline.sectors.iter().map(|s| of_sector(&s.code)).collect();
        Some(Self { name, horizon, elasticities: elasticities? })
    }

    /// The names of all sets that fit a baseline.
    pub(super) fn names(baseline: &Baseline) -> Vec<&'static str> {
        SETS.into_iter()
            .map(|(name, _, _)| name)
            .filter(|name| Self::find(name, baseline).is_some())
            .collect()
    }
}

/// The elasticity on the line of a sector.
fn value(line: &str, sector: &str) -> Option<f64> {
    let mut cells = line.split(',');
    (cells.next() == Some(sector)).then(|| cells.next()?.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_set_serves_the_default_world_and_no_other() {
        let world = Baseline::embedded("world-2022").unwrap();
        assert_eq!(Observed::names(&world), ["observed-1y", "observed-3y"]);
        let [one, three] = ["1y", "observed-3y"].map(|word| Observed::find(word, &world).unwrap());
        assert_eq!((one.name, three.name), ("observed-1y", "observed-3y"));
        let below =
            one.elasticities.iter().zip(&three.elasticities).all(|(one, three)| 0.0 < *one && one < three);
        assert!(below, "trade answers more after three years than after one, in every sector");
        assert!(Observed::names(&Baseline::embedded("world-2011").unwrap()).is_empty());
    }
}
