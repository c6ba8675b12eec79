use crate::country::{Countries, Party};
use crate::error::{Error, ErrorKind};
use crate::table::{cells, delimiter};
use crate::unit::Quantity;
use std::collections::BTreeMap;
use thalweg_core::{Intake, Place};

/// What economies make, to hold against what others say they bought from them.
///
/// A table with the columns `country, product, year, quantity, unit`. A mass is kept in kilograms. `kbd` (thousand barrels a day) becomes a mass
/// only where a column `barrels_per_tonne` says how heavy they are: crude oil has about 7.33 barrels in a tonne (Energy Institute, *Statistical Review of World
/// Energy*, approximate conversion factors).
///
/// ```
/// use thalweg_mirror::{Countries, Production};
/// let table = "country,product,year,quantity,unit\nMalaysia,2709,2023,28.1,million tonnes\n";
/// let (production, intake) = Production::read(table, "made.csv", &Countries::embedded())?;
/// assert_eq!(production.of("MYS", "2709", 2023), Some(28.1e9));
/// assert_eq!(intake.refused(), 0);
/// # Ok::<(), thalweg_mirror::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Production {
    made: BTreeMap<(String, String, u16), f64>,
    unit: Option<String>,
}

const COLUMNS: [&str; 5] = ["country", "product", "year", "quantity", "unit"];

impl Production {
    /// Reads the table.
    ///
    /// # Errors
    /// [`ErrorKind::File`]: a column is missing. [`ErrorKind::Units`]: quantities in different units.
    pub fn read(text: &str, file: &str, countries: &Countries) -> Result<(Self, Intake), Error> {
        let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
        let head = lines.next().map(|(_, line)| line).unwrap_or_default();
        let sign = delimiter(head.as_bytes());
        let names: Vec<String> =
            cells(head.as_bytes(), sign).map(|name| name.trim().to_lowercase()).collect();
        let at = |name: &str| names.iter().position(|column| column == name);
        if let Some(missing) = COLUMNS.iter().find(|name| at(name).is_none()) {
            let message = format!("`{file}` has no column `{missing}`");
            let help = "a table of production has the columns country, product, year, quantity, unit";
            return Err(Error::one(ErrorKind::File, message, help));
        }
        let mut production = Self::default();
        let mut intake = Intake::new(file);
        for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let row: Vec<String> = cells(line.as_bytes(), sign).collect();
            let cell = |name: &str| at(name).and_then(|at| row.get(at)).map_or("", |cell| cell.trim());
            match production.take(&cell, countries, file)? {
                Ok(()) => intake.accept(),
                Err(reason) => intake.refuse(reason, Place::new(file, number + 1, line)),
            }
        }
        Ok((production, intake))
    }

    fn take<'c>(
        &mut self,
        cell: &impl Fn(&str) -> &'c str,
        countries: &Countries,
        file: &str,
    ) -> Result<Result<(), &'static str>, Error> {
        let Some(Party::Country(code)) = countries.party(cell("country")) else {
            return Ok(Err("the country is none that we know"));
        };
        let Ok(year @ 1900..=2155) = cell("year").parse::<u16>() else { return Ok(Err("the year is none")) };
        let quantity = cell("quantity").parse::<f64>().ok().filter(|made| made.is_finite() && *made >= 0.0);
        let Some(quantity) = quantity else { return Ok(Err("the quantity is no number of zero or more")) };
        let Some(unit) = unit(cell("unit"), cell("barrels_per_tonne"), year) else {
            return Ok(Err("the unit is not told; `kbd` needs `barrels_per_tonne`"));
        };
        if self.unit.as_ref().is_some_and(|before| *before != unit.base) {
            let before = self.unit.clone().unwrap_or_default();
            let message = format!("`{file}` has quantities in {before} and in {}", unit.base);
            return Err(Error::one(ErrorKind::Units, message, "convert one of them: a table has one unit"));
        }
        self.unit = Some(unit.base);
        let key = (code.to_string(), cell("product").to_owned(), year);
        if self.made.contains_key(&key) {
            return Ok(Err("this country, product and year has a row already"));
        }
        self.made.insert(key, quantity * unit.scale);
        Ok(Ok(()))
    }

    /// What a country made of a product in a year, in kilograms, or in the unit of the table where that is no mass.
    pub fn of(&self, country: &str, product: &str, year: u16) -> Option<f64> {
        self.made.get(&(country.to_owned(), product.to_owned(), year)).copied()
    }

    /// The unit of all quantities: `kg` for any mass.
    pub fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }
}

fn unit(word: &str, barrels_per_tonne: &str, year: u16) -> Option<Quantity> {
    if !word.eq_ignore_ascii_case("kbd") {
        return Quantity::parse(word);
    }
    let weight = barrels_per_tonne.parse::<f64>().ok().filter(|weight| (5.0..=15.0).contains(weight))?;
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = if leap { 366.0 } else { 365.0 };
    Some(Quantity::kilograms(1000.0 * days * 1000.0 / weight))
}
