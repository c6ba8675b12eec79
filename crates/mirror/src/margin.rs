use crate::country::Countries;
use crate::error::{Error, ErrorKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What freight and insurance add to a value on the way: imports with freight are `1 + margin` times the same goods free on board.
///
/// Quantities need no margin, and imports that are free on board already get none, whatever is set.
///
/// The fixed margin of 6 percent is that of the IMF (*Direction of Trade Statistics Yearbook* 2017: "A CIF/FOB factor of 1.06 is currently used").
/// By distance and product, `margin = at * (km / km_at)^elasticity`, with `at` by product where one is given:
///
/// ```
/// use thalweg_mirror::{Countries, Margin};
/// let margin = Margin::parse("at = 0.06\nkm_at = 8000\nelasticity = 0.3\n[products]\n\"27\" = 0.03\n")?;
/// let countries = Countries::embedded();
/// let near = margin.of("DEU", "FRA", "84", &countries);
/// let far = margin.of("DEU", "NZL", "84", &countries);
/// assert!(near < 0.06 && 0.06 < far);
/// assert_eq!(margin.of("DEU", "NZL", "2709", &countries), far / 2.0);
/// # Ok::<(), thalweg_mirror::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Margin {
    /// The margin, as a fraction of the value free on board, at the distance `km_at`.
    pub at: f64,
    /// The distance for which `at` is, in km.
    #[serde(default = "somewhere")]
    pub km_at: f64,
    /// By how many percent the margin grows with one percent of distance; 0: the same everywhere.
    #[serde(default)]
    pub elasticity: f64,
    /// Other values of `at`, by the beginning of a product's code; the longest that fits counts.
    #[serde(default)]
    pub products: BTreeMap<String, f64>,
}

fn somewhere() -> f64 {
    8000.0
}

/// Of the value free on board: as the IMF assumes.
pub const IMF_MARGIN: f64 = 0.06;
/// No freight costs more than five times what it carries.
const LARGEST: f64 = 5.0;

impl Margin {
    /// The same everywhere.
    pub fn fixed(at: f64) -> Self {
        Self { at, km_at: somewhere(), elasticity: 0.0, products: BTreeMap::new() }
    }

    /// Reads margins in TOML.
    ///
    /// # Errors
    /// [`ErrorKind::Settings`]: a key that is none, or a number that no margin can be.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let margin: Self = toml::from_str(text).map_err(|error| {
            let keys = "keys are `at`, `km_at`, `elasticity` and `[products]`";
            Error::one(ErrorKind::Settings, error.to_string().trim_end(), keys)
        })?;
        margin.check()?;
        Ok(margin)
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        let fits = |margin: f64| (0.0..=LARGEST).contains(&margin);
        let wrong = |what: &str, number: f64, right: &str| {
            Err(Error::one(ErrorKind::Settings, format!("{what} cannot be {number}"), right))
        };
        if let Some(at) = std::iter::once(&self.at).chain(self.products.values()).find(|at| !fits(**at)) {
            return wrong("a margin", *at, "a fraction from 0 to 5: 0.06 is 6 percent");
        }
        if !(self.km_at > 0.0 && self.km_at < 1e5) {
            return wrong("`km_at`", self.km_at, "a distance in km");
        }
        if !(0.0..=2.0).contains(&self.elasticity) {
            return wrong("`elasticity`", self.elasticity, "from 0 to 2");
        }
        Ok(())
    }

    /// The margin for a product between two economies. Where a distance is not known, that of `km_at` stands in.
    pub fn of(&self, exporter: &str, importer: &str, product: &str, countries: &Countries) -> f64 {
        let fitting = self.products.iter().filter(|(prefix, _)| product.starts_with(prefix.as_str()));
        let at = fitting.max_by_key(|(prefix, _)| prefix.len()).map_or(self.at, |(_, at)| *at);
        if self.elasticity == 0.0 {
            return at;
        }
        let km = countries.distance(exporter, importer).unwrap_or(self.km_at).max(100.0);
        (at * (km / self.km_at).powf(self.elasticity)).min(LARGEST)
    }

    /// What is assumed, in words.
    pub fn words(&self) -> String {
        let percent = |at: f64| format!("{} percent", crate::words::digits(100.0 * at, 2));
        let by = match self.elasticity {
            0.0 => "at every distance".to_owned(),
            elasticity => format!("at {} km, growing with distance to the power of {elasticity}", self.km_at),
        };
        let products = if self.products.is_empty() { "" } else { ", other margins for some products" };
        if self.at == 0.0 && self.products.is_empty() {
            return "imports are compared as they were reported, freight and insurance not taken off"
                .to_owned();
        }
        format!("freight and insurance are taken as {} of the value {by}{products}", percent(self.at))
    }
}
