use super::clock::{Pattern, Zone};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each is the field of a report of that name")]
pub enum Field {
    Time,
    Mmsi,
    Lat,
    Lon,
    Speed,
    Course,
    Heading,
    Status,
    Imo,
    Name,
    CallSign,
    ShipType,
    Length,
    Width,
    ToBow,
    ToStern,
    ToPort,
    ToStarboard,
    Draught,
    Destination,
    Class,
}

/// How many there are.
pub(super) const FIELDS: usize = Field::Class as usize + 1;

/// Which column of a table is what, and how its numbers and times are written.
///
/// ```
/// use thalweg_sea::table::Mapping;
/// let mapping = Mapping::parse(r#"
///     delimiter = ";"
///     decimal = ","
///     time_format = "%d.%m.%Y %H:%M:%S"
///     zone = "+02:00"
///     [columns]
///     time = "Zeit"
///     mmsi = "MMSI"
///     lat = "Breite"
///     lon = "Laenge"
/// "#)?;
/// let table = "Zeit;MMSI;Breite;Laenge\n03.01.2022 02:00:09;211378120;54,5;10,25\n";
/// let mut reports = Vec::new();
/// thalweg_sea::table::read_csv(table.as_bytes(), "table.csv", Some(&mapping), &mut |report| reports.push(*report))?;
/// assert_eq!(reports[0].time.map(|time| time.timestamp()).as_deref(), Some("2022-01-03T00:00:09Z"));
/// assert_eq!((reports[0].lat, reports[0].lon), (Some(54.5), Some(10.25)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    /// What stands between columns.
    pub(super) delimiter: u8,
    /// What stands before the decimals.
    pub(super) decimal: u8,
    /// How times are written.
    pub(super) pattern: Pattern,
    /// In which zone they are where they do not say so.
    pub(super) zone: Zone,
    /// What one of the column's speed is in knots.
    pub(super) knots: f64,
    /// Whether a row may have no time: this program writes a row for every report, timed or not.
    pub(super) untimed: bool,
    /// Names of columns, in any case; of several the first that is there.
    pub(super) columns: BTreeMap<Field, Vec<String>>,
}

/// Why a mapping is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MappingError {
    /// Not TOML, or a key that no mapping has.
    #[error("{0}")]
    Toml(String),
    /// A value that means nothing.
    #[error("`{key}` cannot be `{value}`: {right}")]
    Value {
        /// The key.
        key: &'static str,
        /// Its value.
        value: String,
        /// What would be right.
        right: &'static str,
    },
    /// A column that every table needs.
    #[error("`[columns]` needs `{0}`")]
    Missing(&'static str),
}

/// A mapping as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default = "comma")]
    delimiter: String,
    #[serde(default = "point")]
    decimal: String,
    time_format: Option<String>,
    zone: Option<String>,
    speed_unit: Option<String>,
    columns: BTreeMap<Field, String>,
}

fn comma() -> String {
    ",".to_owned()
}

fn point() -> String {
    ".".to_owned()
}

impl Mapping {
    /// Reads a mapping in TOML: `delimiter`, `decimal`, `time_format` (`iso`, `unix`, `unix_ms`, or a pattern of `%Y %m %d %H %M %S %f
    /// %z`), `zone`, `speed_unit` (`knots`, `m/s`, `km/h`), and `[columns]` with a name for each field that the table has. `time`, `mmsi`, `lat` and `lon` are needed.
    ///
    /// # Errors
    /// [`MappingError`]: what is wrong, and what would be right.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        let written: Written = toml::from_str(text).map_err(|error| MappingError::Toml(error.to_string()))?;
        for (field, name) in
            [(Field::Time, "time"), (Field::Mmsi, "mmsi"), (Field::Lat, "lat"), (Field::Lon, "lon")]
        {
            if !written.columns.contains_key(&field) {
                return Err(MappingError::Missing(name));
            }
        }
        let delimiter = byte("delimiter", &written.delimiter)?;
        let decimal = byte("decimal", &written.decimal)?;
        if delimiter == decimal {
            let right = "it stands between columns too";
            return Err(MappingError::Value { key: "decimal", value: written.decimal, right });
        }
        let pattern = pattern(written.time_format)?;
        let zone = zone(written.zone)?;
        let knots = knots(written.speed_unit)?;
        let columns = written.columns.into_iter().map(|(field, name)| (field, vec![name])).collect();
        Ok(Self { delimiter, decimal, pattern, zone, knots, untimed: false, columns })
    }

    /// NOAA MarineCadastre: US waters, UTC.
    pub fn noaa() -> Self {
        Self::preset(
            Pattern::Iso,
            &[
                (Field::Mmsi, &["MMSI"]),
                (Field::Time, &["BaseDateTime", "base_date_time"]),
                (Field::Lat, &["LAT", "latitude"]),
                (Field::Lon, &["LON", "longitude"]),
                (Field::Speed, &["SOG"]),
                (Field::Course, &["COG"]),
                (Field::Heading, &["Heading"]),
                (Field::Name, &["VesselName", "vessel_name"]),
                (Field::Imo, &["IMO"]),
                (Field::CallSign, &["CallSign", "call_sign"]),
                (Field::ShipType, &["VesselType", "vessel_type"]),
                (Field::Status, &["Status"]),
                (Field::Length, &["Length"]),
                (Field::Width, &["Width"]),
                (Field::Draught, &["Draft"]),
                (Field::Class, &["TransceiverClass", "TranscieverClass", "transceiver"]),
            ],
        )
    }

    /// Danish Maritime Authority: day first, UTC, words for numbers.
    pub fn dma() -> Self {
        Self::preset(
            Pattern::written("%d/%m/%Y %H:%M:%S"),
            &[
                (Field::Time, &["# Timestamp", "Timestamp"]),
                (Field::Class, &["Type of mobile"]),
                (Field::Mmsi, &["MMSI"]),
                (Field::Lat, &["Latitude"]),
                (Field::Lon, &["Longitude"]),
                (Field::Status, &["Navigational status"]),
                (Field::Speed, &["SOG"]),
                (Field::Course, &["COG"]),
                (Field::Heading, &["Heading"]),
                (Field::Imo, &["IMO"]),
                (Field::CallSign, &["Callsign"]),
                (Field::Name, &["Name"]),
                (Field::ShipType, &["Ship type"]),
                (Field::Width, &["Width"]),
                (Field::Length, &["Length"]),
                (Field::Draught, &["Draught"]),
                (Field::Destination, &["Destination"]),
                (Field::ToBow, &["A"]),
                (Field::ToStern, &["B"]),
                (Field::ToPort, &["C"]),
                (Field::ToStarboard, &["D"]),
            ],
        )
    }

    /// The columns that this program writes itself. A row without a time is kept: so are reports whose time nobody told.
    pub fn own() -> Self {
        let own = Self::preset(
            Pattern::Iso,
            &[
                (Field::Time, &["time"]),
                (Field::Mmsi, &["mmsi"]),
                (Field::Class, &["class"]),
                (Field::Lat, &["lat"]),
                (Field::Lon, &["lon"]),
                (Field::Speed, &["speed_knots"]),
                (Field::Course, &["course_degrees"]),
                (Field::Heading, &["heading_degrees"]),
                (Field::Status, &["status"]),
                (Field::Imo, &["imo"]),
                (Field::Name, &["name"]),
                (Field::CallSign, &["call_sign"]),
                (Field::ShipType, &["ship_type"]),
                (Field::Length, &["length_metres"]),
                (Field::Width, &["width_metres"]),
                (Field::Draught, &["draught_metres"]),
                (Field::Destination, &["destination"]),
            ],
        );
        Self { untimed: true, ..own }
    }

    /// The preset for a table with such columns, if there is one.
    pub fn of_columns(columns: &[String]) -> Option<Self> {
        let has = |name: &str| columns.iter().any(|column| column.eq_ignore_ascii_case(name));
        if has("BaseDateTime") || has("base_date_time") {
            Some(Self::noaa())
        } else if has("Type of mobile") {
            Some(Self::dma())
        } else if has("time") && has("mmsi") && has("lat") && has("lon") {
            Some(Self::own())
        } else {
            None
        }
    }

    fn preset(pattern: Pattern, columns: &[(Field, &[&str])]) -> Self {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let columns = columns.iter().map(|(field, names)| (*field, owned(names))).collect();
        Self { delimiter: b',', decimal: b'.', pattern, zone: Zone::UTC, knots: 1.0, untimed: false, columns }
    }

    /// Where each field stands in a row with such columns; the first needed one that is missing.
    pub(super) fn places(&self, columns: &[String]) -> Result<[Option<usize>; FIELDS], String> {
        let mut places = [None; FIELDS];
        for (field, names) in &self.columns {
            let position = |name: &String| {
                columns.iter().position(|column| column.trim().eq_ignore_ascii_case(name.trim()))
            };
            places[*field as usize] = names.iter().find_map(position);
            let needed = matches!(field, Field::Time | Field::Mmsi | Field::Lat | Field::Lon);
            if needed && places[*field as usize].is_none() {
                return Err(names.first().cloned().unwrap_or_default());
            }
        }
        Ok(places)
    }
}

fn byte(key: &'static str, value: &str) -> Result<u8, MappingError> {
    match value.as_bytes() {
        [byte] if byte.is_ascii_punctuation() || *byte == b'\t' => Ok(*byte),
        _ => Err(MappingError::Value { key, value: value.to_owned(), right: "one sign, such as `,` or `;`" }),
    }
}

fn pattern(value: Option<String>) -> Result<Pattern, MappingError> {
    let Some(value) = value else { return Ok(Pattern::Iso) };
    let right = "`iso`, `unix`, `unix_ms`, or a pattern such as `%d/%m/%Y %H:%M:%S`";
    Pattern::parse(&value).ok_or(MappingError::Value { key: "time_format", value, right })
}

fn knots(value: Option<String>) -> Result<f64, MappingError> {
    match value.as_deref() {
        None | Some("knots") => Ok(1.0),
        Some("m/s") => Ok(1.0 / crate::sphere::KNOT),
        Some("km/h") => Ok(1000.0 / crate::sphere::NAUTICAL_MILE),
        Some(other) => {
            let (key, right) = ("speed_unit", "`knots`, `m/s` or `km/h`");
            Err(MappingError::Value { key, value: other.to_owned(), right })
        }
    }
}

fn zone(value: Option<String>) -> Result<Zone, MappingError> {
    let Some(value) = value else { return Ok(Zone::UTC) };
    let right = "`UTC`, or hours and minutes east of it, such as `+02:00`";
    Zone::parse(&value).ok_or(MappingError::Value { key: "zone", value, right })
}
