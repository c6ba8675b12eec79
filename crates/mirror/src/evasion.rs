//! The evasion regression of Fisman and Wei (2004).

mod least_squares;
mod taxes;

use crate::error::{Error, ErrorKind};
use crate::gap::{Gap, Measure};
use least_squares::{Fit, Row};
use serde::Serialize;
use std::collections::BTreeMap;
pub use taxes::Taxes;

/// One coefficient of a regression.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Estimate {
    /// What gaps are of: values or quantities.
    pub measure: Measure,
    /// `tax`, or `tax and similar`.
    pub regression: &'static str,
    /// `tax`: that of the product; `tax_on_similar`: the mean of the other products of its heading, weighted by exports.
    pub term: &'static str,
    /// By how much the log gap grows with a tax that is higher by 1 (100 percentage points): 3 means that one percentage point more of tax goes with a gap
    /// larger by 3 percent.
    pub coefficient: f64,
    /// Clustered by heading (four digits).
    pub standard_error: f64,
    /// Lower end of the 95 percent interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Coefficient over standard error.
    pub t: f64,
    /// Products and years.
    pub observations: usize,
    /// Headings.
    pub clusters: usize,
    /// Share of the variance within years that taxes explain.
    pub r_squared: f64,
}

/// Whether imports hide from taxes: the gap between what the exporter and the importer report, on the tax of the product and on that of similar products.
///
/// R. Fisman and S.-J. Wei (2004), *Tax Rates and Tax Evasion: Evidence from "Missing Imports" in China*, Journal of Political Economy 112(2), 471-500:
///
/// `ln(exports_k) - ln(imports_k) = a_year + b1 tax_k + b2 tax_on_similar_k + e_k`
///
/// over products k of six digits. The gap has the opposite sign of [`Gap::gap`]: it is what is missing. `tax_on_similar` is the mean tax of the *other* products of the same
/// heading (four digits), weighted by what the exporter reports. b1 > 0: higher taxes, more missing imports; b2 < 0: goods are declared as their
/// less taxed neighbours. They found a gap larger by about 3 percent for each percentage point of tax.
///
/// Standard errors are clustered by heading: `V = c (X'X)^-1 (sum_g X_g' u_g u_g' X_g) (X'X)^-1` with `c = G/(G-1) (N-1)/(N-K)`, intervals by Student's t with G - 1
/// degrees of freedom. With few headings they are too narrow: the result says so below 30.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Evasion {
    /// Who sold.
    pub exporter: String,
    /// Who bought and taxes.
    pub importer: String,
    /// Years with products in the regression.
    pub years: Vec<u16>,
    /// The coefficients, regression by regression.
    pub estimates: Vec<Estimate>,
    /// What was left out, in sentences.
    pub notes: Vec<String>,
}

/// A product in a year.
struct Product {
    year: u16,
    heading: String,
    gap: Option<f64>,
    exports: f64,
    tax: f64,
}

const FEW_CLUSTERS: usize = 30;

impl Evasion {
    /// The regressions on the gaps of one exporter and one importer, measure by measure: on the tax alone, and on both taxes.
    ///
    /// # Errors
    /// [`ErrorKind::Data`]: gaps of several pairs, too few products, or taxes that do not vary.
    pub fn of(gaps: &[Gap], taxes: &Taxes) -> Result<Self, Error> {
        let wrong = |message: &str, help: &str| Err(Error::one(ErrorKind::Data, message, help));
        let of_products = || gaps.iter().filter(|gap| taxes::is_hs6(&gap.product));
        let pair = |gap: &Gap| (gap.exporter.clone(), gap.importer.clone());
        let mut both = of_products().filter(|gap| gap.gap.is_some());
        let Some(first) = both.next() else {
            return wrong("there is no gap to explain", "give both sides' reports of products of six digits");
        };
        let chosen = pair(first);
        if both.any(|gap| pair(gap) != chosen) {
            return wrong("gaps of several pairs", "choose one pair with --exporter and --importer");
        }
        // what only the exporter tells still weighs in the tax on similar products
        let gaps: Vec<&Gap> = of_products().filter(|gap| pair(gap) == chosen).collect();
        let (exporter, importer) = chosen;
        let mut evasion =
            Self { exporter, importer, years: Vec::new(), estimates: Vec::new(), notes: Vec::new() };
        for measure in [Measure::Value, Measure::Quantity] {
            let of_measure: Vec<&Gap> = gaps.iter().copied().filter(|gap| gap.measure == measure).collect();
            if of_measure.iter().any(|gap| gap.gap.is_some()) {
                evasion.add(&of_measure, taxes, measure)?;
            }
        }
        if evasion.estimates.is_empty() {
            return wrong(
                "no product has both reports and a tax",
                "products and taxes need codes of six digits",
            );
        }
        evasion.years.sort_unstable();
        evasion.years.dedup();
        Ok(evasion)
    }

    /// The answer in a sentence: what the best regression on values says, or that on quantities where there is none.
    pub fn sentence(&self) -> String {
        let of = |term: &str| {
            self.estimates.iter().rfind(|one| one.term == term && one.measure == self.estimates[0].measure)
        };
        let Some(tax) = of("tax") else { return "Nothing can be said.".to_owned() };
        let digits = |number: f64| crate::words::digits(number, 2);
        let sure = if tax.low > 0.0 {
            "Imports hide from taxes"
        } else if tax.high < 0.0 {
            "Higher taxes go with smaller gaps, which is no sign of evasion"
        } else {
            "These data do not show whether imports hide from taxes"
        };
        let similar = of("tax_on_similar").map_or_else(String::new, |one| {
            format!(
                " One more on similar products changes it by {} percent ({} to {}).",
                digits(one.coefficient),
                digits(one.low),
                digits(one.high)
            )
        });
        format!(
            "{sure}: of what {} says it sold to {}, one percentage point more of tax goes with {} percent more missing (95 percent interval {} to {}).{similar}",
            self.exporter,
            self.importer,
            digits(tax.coefficient),
            digits(tax.low),
            digits(tax.high)
        )
    }

    fn add(&mut self, gaps: &[&Gap], taxes: &Taxes, measure: Measure) -> Result<(), Error> {
        let (products, untaxed) = products(gaps, taxes);
        let similar = similar(&products);
        let (mut alone, mut both) = (Vec::new(), Vec::new());
        for (product, similar) in products.iter().zip(&similar) {
            let Some(gap) = product.gap else { continue };
            let row =
                |taxes: Vec<f64>| Row { year: product.year, cluster: product.heading.clone(), gap, taxes };
            alone.push(row(vec![product.tax]));
            both.extend(similar.map(|similar| row(vec![product.tax, similar])));
            self.years.push(product.year);
        }
        let single = alone.len() - both.len();
        if alone.is_empty() {
            return Ok(());
        }
        self.estimates.extend(estimates(&alone, measure, "tax", &["tax"])?);
        if both.is_empty() {
            self.notes.push(format!(
                "{}: no heading has two products, so there is no tax on similar ones.",
                word(measure)
            ));
        } else {
            self.estimates.extend(estimates(&both, measure, "tax and similar", &["tax", "tax_on_similar"])?);
        }
        let mut note = |count: usize, what: &str| {
            if count > 0 {
                self.notes.push(format!("{}: {count} {what}.", word(measure)));
            }
        };
        note(untaxed, "products are left out because no tax is given for them");
        note(single, "products have no other in their heading and are left out of the second regression");
        if self.estimates.iter().any(|one| one.measure == measure && one.clusters < FEW_CLUSTERS) {
            self.notes.push(format!(
                "{}: fewer than {FEW_CLUSTERS} headings: intervals are too narrow.",
                word(measure)
            ));
        }
        Ok(())
    }
}

fn word(measure: Measure) -> &'static str {
    if measure == Measure::Value { "Values" } else { "Quantities" }
}

/// Products of six digits with a tax, and how many have none.
fn products(gaps: &[&Gap], taxes: &Taxes) -> (Vec<Product>, usize) {
    let mut untaxed = 0;
    let mut products = Vec::new();
    for gap in gaps {
        let Some(tax) = taxes.of(&gap.product) else {
            untaxed += 1;
            continue;
        };
        products.push(Product {
            year: gap.year,
            heading: gap.product[..4].to_owned(),
            gap: gap.gap.map(|gap| -gap),
            exports: gap.exporter_said.unwrap_or(0.0),
            tax,
        });
    }
    (products, untaxed)
}

/// The mean tax of the other products of each one's heading and year, weighted by exports.
fn similar(products: &[Product]) -> Vec<Option<f64>> {
    let mut headings: BTreeMap<(u16, &str), Vec<usize>> = BTreeMap::new();
    for (place, product) in products.iter().enumerate() {
        headings.entry((product.year, product.heading.as_str())).or_default().push(place);
    }
    let mut similar = vec![None; products.len()];
    for places in headings.values() {
        for place in places {
            // summed anew without the product: taking it off a sum would leave rounding behind
            let others = || places.iter().filter(|other| *other != place).map(|other| &products[*other]);
            let weight: f64 = others().map(|other| other.exports).sum();
            let taxes: f64 = others().map(|other| other.exports * other.tax).sum();
            similar[*place] = (weight > 0.0).then(|| taxes / weight);
        }
    }
    similar
}

fn estimates(
    rows: &[Row],
    measure: Measure,
    regression: &'static str,
    terms: &[&'static str],
) -> Result<Vec<Estimate>, Error> {
    let fit = Fit::of(rows, terms.len())?;
    let estimate = |(place, term): (usize, &&'static str)| {
        let (coefficient, standard_error) = (fit.coefficients[place], fit.standard_errors[place]);
        let reach = fit.critical * standard_error;
        Estimate {
            measure,
            regression,
            term,
            coefficient,
            standard_error,
            low: coefficient - reach,
            high: coefficient + reach,
            t: coefficient / standard_error,
            observations: rows.len(),
            clusters: fit.clusters,
            r_squared: fit.r_squared,
        }
    };
    Ok(terms.iter().enumerate().map(estimate).collect())
}
