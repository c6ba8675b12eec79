//! Tables of places: our own of oil terminals, anchorages and transfer areas, and those of users.

use super::place::{Place, PlaceKind};
use crate::sphere::Point;
use thalweg_core::{Intake, Place as Line};

/// Why a table of places is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlacesError {
    /// A column that is needed is not there.
    #[error("{file}: no column `{missing}`; a table of places has the columns {}", COLUMNS.join(", "))]
    Column {
        /// The file.
        file: String,
        /// The column.
        missing: &'static str,
    },
}

/// The columns, in any order; others are left alone.
const COLUMNS: [&str; 9] =
    ["kind", "name", "country", "locode", "latitude", "longitude", "radius_km", "oil", "source"];

/// The widest place that is taken, metres.
const WIDEST: f64 = 500_000.0;

/// Reads a table of places; every row is accepted or refused.
pub(super) fn read(file: &str, bytes: &[u8]) -> Result<(Vec<Place>, Intake), PlacesError> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .comment(Some(b'#'))
        .from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let columns = columns(file, reader.byte_headers().cloned().unwrap_or_default())?;
    let (mut places, mut intake) = (Vec::new(), Intake::new(file));
    for (i, row) in reader.byte_records().enumerate() {
        match row {
            Ok(row) => match place(&columns, &row) {
                Ok(place) => {
                    intake.accept();
                    places.push(place);
                }
                Err(reason) => intake.refuse(reason, line(file, &row)),
            },
            Err(error) => intake.refuse(error.to_string(), Line::new(file, i + 2, "")),
        }
    }
    Ok((places, intake))
}

fn columns(file: &str, header: csv::ByteRecord) -> Result<[usize; 9], PlacesError> {
    let mut columns = [0; 9];
    for (column, name) in columns.iter_mut().zip(COLUMNS) {
        *column = header
            .iter()
            .position(|own| own.eq_ignore_ascii_case(name.as_bytes()))
            .ok_or_else(|| PlacesError::Column { file: file.to_owned(), missing: name })?;
    }
    Ok(columns)
}

fn line(file: &str, row: &csv::ByteRecord) -> Line {
    let number = row.position().map_or(0, csv::Position::line);
    let text: Vec<_> = row.iter().map(String::from_utf8_lossy).collect();
    Line::new(file, number as usize, &text.join(","))
}

fn place(columns: &[usize; 9], row: &csv::ByteRecord) -> Result<Place, &'static str> {
    let field = |i: usize| String::from_utf8_lossy(row.get(columns[i]).unwrap_or_default()).into_owned();
    let number = |i: usize| field(i).parse::<f64>().ok().filter(|number| number.is_finite());
    let between = |i: usize, limit: f64| number(i).filter(|degrees| degrees.abs() <= limit);
    let lat = between(4, 90.0).ok_or("the latitude is no number from -90 to 90")?;
    let lon = between(5, 180.0).ok_or("the longitude is no number from -180 to 180")?;
    let radius = number(6).map(|km| km * 1000.0).filter(|metres| *metres > 0.0 && *metres <= WIDEST);
    let kind = PlaceKind::named(&field(0));
    Ok(Place {
        kind: kind.ok_or("the kind is none of port, terminal, anchorage, transfer_area")?,
        name: Some(field(1)).filter(|name| !name.is_empty()).ok_or("no name")?,
        country: field(2),
        locode: Some(field(3)).filter(|code| !code.is_empty()),
        point: Point::new(lat, lon),
        radius: radius.ok_or("the radius is no number of kilometres above 0 and up to 500")?,
        oil: yes(&field(7)).ok_or("oil is neither yes nor no")?,
        size: None,
        source: Some(field(8)).filter(|source| !source.is_empty()).ok_or("no source is named")?,
    })
}

fn yes(word: &str) -> Option<bool> {
    match word {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}
