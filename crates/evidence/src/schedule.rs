//! Lists of tariffs by product and date, and what they came to by sector in each year.

use crate::error::{Error, ErrorKind};
use crate::policy::Policy;
use crate::table_file::{Layout, Row, TableFile};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::Path;
use thalweg_core::{Intake, Problem};

const LIST: Layout = Layout { required: &["hs6", "time_of_tariff", "tariff"], optional: &["description"] };
const CROSSWALK: Layout = Layout { required: &["hs6_code", "gtap_code"], optional: &[] };
const GROUPS: Layout = Layout { required: &["gtap", "sector"], optional: &[] };

/// The groups of the crosswalk in the sectors of `world-2017` and `world-2022`.
const GTAP_SECTORS: &str = include_str!("../../../data/evidence/gtap_sectors.csv");

/// Which products belong to which sector: `hs6 -> group -> sectors`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Crosswalk {
    groups: BTreeMap<String, String>,
    sectors: BTreeMap<String, Vec<String>>,
}

impl Crosswalk {
    /// Reads a crosswalk of products (`hs6_code, gtap_code`); its groups are put into the sectors of `world-2017` and
    /// `world-2022` by the embedded table. Of a product that stands twice the first line holds; groups are told without
    /// regard to case.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let wrong = |problems| Error::new(ErrorKind::Policy, problems);
        let file = TableFile::open(path).map_err(|problem| wrong(vec![problem]))?;
        let mut crosswalk = Self::default();
        file.all_rows(&CROSSWALK, |row| {
            let (product, group) = (row.code(0)?.to_owned(), row.code(1)?.to_uppercase());
            crosswalk.groups.entry(product).or_insert(group);
            Ok(())
        })
        .map_err(wrong)?;
        TableFile::new("gtap_sectors.csv", GTAP_SECTORS)
            .all_rows(&GROUPS, |row| {
                let sectors = crosswalk.sectors.entry(row.code(0)?.to_owned()).or_default();
                sectors.push(row.code(1)?.to_owned());
                Ok(())
            })
            .map_err(wrong)?;
        Ok(crosswalk)
    }
}

/// The tariff of one importer on one exporter by product: the rate from each date on, in percent.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// Who taxes.
    pub importer: String,
    /// Whose goods.
    pub exporter: String,
    /// Product to rates by date.
    rates: BTreeMap<String, BTreeMap<Date, f64>>,
    /// What was read; rows without a rate are refused, and counted.
    pub intake: Intake,
}

impl Schedule {
    /// Reads a list with the columns `hs6, time_of_tariff, tariff`. A product with a row without a rate is left out, and
    /// the row counted as refused.
    ///
    /// # Errors
    /// If the file cannot be read or holds no product with rates.
    pub fn read(importer: &str, exporter: &str, path: &Path) -> Result<Self, Error> {
        let wrong = |problems| Error::new(ErrorKind::Policy, problems);
        let file = TableFile::open(path).map_err(|problem| wrong(vec![problem]))?;
        let mut rates: BTreeMap<String, BTreeMap<Date, f64>> = BTreeMap::new();
        let mut holes = Vec::new();
        let intake = file
            .rows(&LIST, |row| {
                let (product, date) = (row.code(0)?.to_owned(), date(row)?);
                let rate = row.number(2).inspect_err(|_| holes.push(product.clone()))?;
                match rates.entry(product).or_default().insert(date, rate) {
                    Some(_) => Err("a product and date that stand twice".to_owned()),
                    None => Ok(()),
                }
            })
            .map_err(wrong)?;
        for product in &holes {
            rates.remove(product);
        }
        if rates.is_empty() {
            let problem = Problem::new(format!("`{}` has no product with rates", intake.file));
            return Err(Error::one(ErrorKind::Policy, problem));
        }
        Ok(Self { importer: importer.to_owned(), exporter: exporter.to_owned(), rates, intake })
    }

    /// The addition to the first rate of each product, weighted by the days of a year on which each rate was in force, as a
    /// fraction; by sector: the plain mean over products within a group of the crosswalk, then over the groups of a
    /// sector. Flows by product would be better weights; the baselines have none. A mean below zero (a cut) counts as no addition.
    fn by_sector(&self, year: i16, crosswalk: &Crosswalk) -> BTreeMap<String, f64> {
        let mut groups: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
        for (product, rates) in &self.rates {
            let Some(group) = crosswalk.groups.get(product) else { continue };
            let sum = groups.entry(group).or_default();
            *sum = (sum.0 + addition(rates, year), sum.1 + 1.0);
        }
        let mut sectors: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
        for (group, (sum, products)) in groups {
            for sector in crosswalk.sectors.get(group).into_iter().flatten() {
                let mean = sectors.entry(sector).or_default();
                *mean = (mean.0 + sum / products, mean.1 + 1.0);
            }
        }
        let mean = |(sector, (sum, groups)): (&str, (f64, f64))| (sector.to_owned(), (sum / groups).max(0.0));
        sectors.into_iter().map(mean).collect()
    }
}

fn date(row: &Row<'_>) -> Result<Date, String> {
    row.code(1)?.parse().map_err(|_| "not a date: write 2018-07-06".to_owned())
}

/// What a product bears in a year beyond its first rate, on average over the days, as a fraction.
fn addition(rates: &BTreeMap<Date, f64>, year: i16) -> f64 {
    let Some(first) = rates.values().next() else { return 0.0 };
    let (Ok(start), Ok(end)) = (Date::new(year, 1, 1), Date::new(year + 1, 1, 1)) else { return 0.0 };
    let days = |from: Date, to: Date| f64::from((to - from).get_days());
    let ends = rates.keys().skip(1).copied().chain([Date::MAX]);
    let in_force = rates.iter().zip(ends).map(|((from, rate), to)| {
        let (from, to) = ((*from).max(start), to.min(end));
        if to > from { days(from, to) * (rate - first) } else { 0.0 }
    });
    in_force.sum::<f64>() / days(start, end) / 100.0
}

/// The additions of one year, of all lists.
///
/// # Errors
/// If two lists name the same pair of countries.
pub fn in_force(schedules: &[Schedule], crosswalk: &Crosswalk, year: i32) -> Result<Policy, Error> {
    let mut policy = Policy::default();
    for schedule in schedules {
        let year = i16::try_from(year).unwrap_or(i16::MAX - 1);
        for (sector, add) in schedule.by_sector(year, crosswalk) {
            let key = (schedule.importer.clone(), schedule.exporter.clone(), sector);
            if policy.additions.insert(key, add).is_some() {
                let pair = format!("{}:{}", schedule.importer, schedule.exporter);
                let problem = Problem::new(format!("there are two lists of {pair}"));
                return Err(Error::one(ErrorKind::Policy, problem.help("join them into one")));
            }
        }
    }
    Ok(policy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_counts_by_its_days() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let rates = BTreeMap::from([(day("2018-01-01"), 5.0), (day("2018-07-02"), 30.0)]);
        // 183 of the 365 days of 2018 are from the second of July on
        assert!((addition(&rates, 2018) - 0.25 * 183.0 / 365.0).abs() < 1e-15);
        assert_eq!(addition(&rates, 2019), 0.25);
        assert_eq!(addition(&rates, 2017), 0.0);
    }
}
