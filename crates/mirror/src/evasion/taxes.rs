use crate::error::{Error, ErrorKind};
use crate::table::{cells, delimiter};
use std::collections::BTreeMap;
use thalweg_core::{Intake, Place};

/// The tax on imports of each product of six digits, as a fraction of its value: tariff, and value-added tax where it is evaded with it.
///
/// A table with a column `product` (or `hs6`, `cmdCode`) and one of `tax` (a fraction) or `tax_pct` (percent).
///
/// ```
/// use thalweg_mirror::Taxes;
/// let (taxes, intake) = Taxes::read("product,tax_pct\n850440,17.5\n850450,5\n", "taxes.csv")?;
/// assert_eq!((taxes.of("850440"), taxes.of("010121"), intake.accepted), (Some(0.175), None, 2));
/// # Ok::<(), thalweg_mirror::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Taxes {
    taxes: BTreeMap<String, f64>,
}

const PRODUCTS: [&str; 5] = ["product", "hs6", "hs", "cmdcode", "hscode"];
const FRACTIONS: [&str; 3] = ["tax", "rate", "tariff"];
const PERCENTS: [&str; 6] =
    ["tax_pct", "rate_pct", "tariff_pct", "tax_percent", "rate_percent", "tariff_percent"];
/// No tax is larger, as a fraction: percents under the name of a fraction would be.
const LARGEST: f64 = 10.0;

/// Whether a code has six digits.
pub(super) fn is_hs6(code: &str) -> bool {
    code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit())
}

impl Taxes {
    /// Reads the table.
    ///
    /// # Errors
    /// [`ErrorKind::File`]: a column is missing. [`ErrorKind::Units`]: fractions that must be percents.
    pub fn read(text: &str, file: &str) -> Result<(Self, Intake), Error> {
        let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
        let mut lines = lines.filter(|(_, line)| !line.starts_with('#'));
        let head = lines.next().map(|(_, line)| line).unwrap_or_default();
        let sign = delimiter(head.as_bytes());
        let names: Vec<String> =
            cells(head.as_bytes(), sign).map(|name| name.trim().to_lowercase()).collect();
        let find =
            |known: &[&str]| known.iter().find_map(|name| names.iter().position(|column| column == name));
        let percent = find(&PERCENTS);
        let (Some(product), Some(tax)) = (find(&PRODUCTS), percent.or_else(|| find(&FRACTIONS))) else {
            let message = format!("`{file}` is no table of taxes");
            let help = "it needs the columns `product` and `tax` (a fraction) or `tax_pct` (percent)";
            return Err(Error::one(ErrorKind::File, message, help));
        };
        let scale = if percent.is_some() { 100.0 } else { 1.0 };
        let mut taxes = Self::default();
        let mut intake = Intake::new(file);
        for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let row: Vec<String> = cells(line.as_bytes(), sign).collect();
            let cell = |at: usize| row.get(at).map_or("", |cell| cell.trim());
            match taxes.take(cell(product), cell(tax), scale) {
                Ok(()) => intake.accept(),
                Err(reason) => intake.refuse(reason, Place::new(file, number + 1, line)),
            }
        }
        // a fraction of 10 would be a tax of 1,000 percent: the column holds percents
        if percent.is_none()
            && taxes.taxes.values().filter(|tax| **tax > 3.0).count() * 10 > taxes.taxes.len()
        {
            let message =
                format!("many taxes of `{file}` are above 3, which as fractions is above 300 percent");
            return Err(Error::one(
                ErrorKind::Units,
                message,
                "name the column `tax_pct` if they are percents",
            ));
        }
        Ok((taxes, intake))
    }

    fn take(&mut self, product: &str, tax: &str, scale: f64) -> Result<(), &'static str> {
        if !is_hs6(product) {
            return Err("the product has no code of six digits (zeros at its beginning count)");
        }
        let tax = tax.parse::<f64>().map_err(|_| "the tax is no number")? / scale;
        if !(0.0..=LARGEST).contains(&tax) {
            return Err("the tax is below zero or above 1,000 percent");
        }
        if self.taxes.contains_key(product) {
            return Err("this product has a tax already");
        }
        self.taxes.insert(product.to_owned(), tax);
        Ok(())
    }

    /// The tax on a product.
    pub fn of(&self, product: &str) -> Option<f64> {
        self.taxes.get(product).copied()
    }
}
