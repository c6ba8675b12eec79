//! Stays and sightings from tables, every row counted.

use super::{Sighting, Stay};
use crate::sphere::Point;
use crate::time::Day;
use thalweg_core::{Imo, Intake, Place};

/// Why a table of stays could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StaysError {
    /// A column that is needed is not there.
    #[error("{file}: no column `{missing}`; the columns are {}", columns.join(", "))]
    Column {
        /// The file.
        file: String,
        /// The first that is missing.
        missing: &'static str,
        /// Those that are there.
        columns: Vec<String>,
    },
    /// Its first line cannot be read.
    #[error("{file}: {reason}")]
    Head {
        /// The file.
        file: String,
        /// Why.
        reason: String,
    },
}

/// Reads stays from a table with the columns `vessel_imo`, `start_date`, `end_date`, `duration_hrs`, `lat` and `lon`.
///
/// # Errors
/// A column is missing. Rows that mean nothing are refused one by one, and counted.
///
/// ```
/// let table = "vessel_imo,start_date,end_date,duration_hrs,lat,lon\n8727965,2022-05-29,2022-06-15,410.4,36.88,20.23\n1,,,,,\n";
/// let (stays, intake) = thalweg_sea::stays::read_stays("loitering.csv", table.as_bytes())?;
/// assert_eq!((stays.len(), intake.refused()), (1, 1));
/// assert_eq!(intake.refusals[0].reason, "no IMO number with a right check digit");
/// # Ok::<(), thalweg_sea::stays::StaysError>(())
/// ```
pub fn read_stays(file: &str, bytes: &[u8]) -> Result<(Vec<Stay>, Intake), StaysError> {
    const COLUMNS: [&str; 6] = ["vessel_imo", "start_date", "end_date", "duration_hrs", "lat", "lon"];
    read(file, bytes, COLUMNS, |[imo, start, end, hours, lat, lon], line| {
        let imo = hull(imo)?;
        let (start, end) = (day(start)?, day(end)?);
        let (lat, lon) = (number(lat)?, number(lon)?);
        let stay = Stay { imo, start, end, hours: number(hours)?, point: Point { lat, lon }, line };
        if end < start {
            Err("it ends before it begins")
        } else if !(-90.0..=90.0).contains(&lat) || !(-180.0..=180.0).contains(&lon) {
            Err("no place on earth")
        } else {
            Ok(stay)
        }
    })
}

/// Reads sightings from a table of port state inspections with the columns `vessel_imo`, `port` and `date`.
///
/// # Errors
/// A column is missing. Rows that mean nothing are refused one by one, and counted.
pub fn read_inspections(file: &str, bytes: &[u8]) -> Result<(Vec<Sighting>, Intake), StaysError> {
    read(file, bytes, ["vessel_imo", "port", "date"], |[imo, port, date], line| {
        Ok(Sighting { imo: hull(imo)?, day: day(date)?, port: port.to_owned(), line })
    })
}

fn read<T, const N: usize>(
    file: &str,
    bytes: &[u8],
    names: [&'static str; N],
    row: impl Fn([&str; N], usize) -> Result<T, &'static str>,
) -> Result<(Vec<T>, Intake), StaysError> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let head = reader
        .headers()
        .map_err(|error| StaysError::Head { file: file.to_owned(), reason: error.to_string() })?;
    let head: Vec<String> = head.iter().map(|name| name.trim_start_matches('\u{feff}').to_owned()).collect();
    let mut columns = [0; N];
    for (column, name) in columns.iter_mut().zip(names) {
        let missing = || StaysError::Column { file: file.to_owned(), missing: name, columns: head.clone() };
        *column = head.iter().position(|here| here == name).ok_or_else(missing)?;
    }
    let (mut rows, mut intake) = (Vec::new(), Intake::new(file));
    for (record, number) in reader.records().zip(2..) {
        let taken = match &record {
            Ok(record) => {
                let line = record.position().map_or(number, |position| position.line() as usize);
                row(columns.map(|column| record.get(column).unwrap_or("").trim()), line)
            }
            Err(_) => Err("not a row of text"),
        };
        match taken {
            Ok(taken) => {
                intake.accept();
                rows.push(taken);
            }
            Err(reason) => {
                let text =
                    record.map(|record| record.iter().collect::<Vec<_>>().join(",")).unwrap_or_default();
                intake.refuse(reason, Place::new(file, number, &text));
            }
        }
    }
    Ok((rows, intake))
}

fn hull(text: &str) -> Result<Imo, &'static str> {
    text.parse().map_err(|_| "no IMO number with a right check digit")
}

fn number(text: &str) -> Result<f64, &'static str> {
    text.parse().ok().filter(|number: &f64| number.is_finite()).ok_or("a number is missing or none")
}

/// Days since 1970, of a day that begins the text.
fn day(text: &str) -> Result<i32, &'static str> {
    let day = text.get(..10).and_then(|text| text.parse::<Day>().ok());
    day.map(|day| (day.milliseconds() / crate::civil::DAY) as i32).ok_or("a date is missing or none")
}
