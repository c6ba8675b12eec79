use crate::civil::timestamp;
use crate::report::{Class, Report};
use crate::sphere::Point;
use serde::Serialize;
use std::cmp::Ordering;

/// One position of one transmitter, packed: 32 bytes, for days of the whole world.
///
/// Fixes have a total order: time, then latitude, longitude and the rest. Sorted fixes are the same bytes whatever came first.
///
/// ```
/// use thalweg_sea::{Class, Fix, Point};
/// let fix = Fix::new(1_641_168_009_000, Point::new(54.5, 10.25)).with_speed(12.3).with_course(224.0);
/// assert_eq!((fix.speed(), fix.course(), fix.heading()), (Some(12.3), Some(224.0), None));
/// assert_eq!(fix.point(), Point::new(54.5, 10.25));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fix {
    /// Milliseconds since 1970, UTC.
    pub time: i64,
    /// Degrees north, in ten millionths: a centimetre.
    lat: i32,
    /// Degrees east, in ten millionths.
    lon: i32,
    /// Tenths of a knot.
    speed: u16,
    /// Tenths of a degree.
    course: u16,
    /// Whole degrees.
    heading: u16,
    /// How far the clock may be off, tenths of a second.
    clock: u16,
    /// Navigational status.
    status: u8,
    class: Class,
    /// Number of the file that says so.
    file: u16,
    /// Line in it.
    line: u32,
}

/// What a number is where there is none.
const ABSENT: u16 = u16::MAX;

/// Ten millionths of a degree in one.
const UNITS: f64 = 1e7;

impl Fix {
    /// A position of a sender that says no more.
    pub fn new(time: i64, point: Point) -> Self {
        Self {
            time,
            lat: (point.lat * UNITS).round() as i32,
            lon: (point.lon * UNITS).round() as i32,
            speed: ABSENT,
            course: ABSENT,
            heading: ABSENT,
            clock: 0,
            status: u8::MAX,
            class: Class::Unknown,
            file: 0,
            line: 0,
        }
    }

    /// The position in a report; none where it has no position, or no time.
    pub fn of(report: &Report, file: u16) -> Option<Self> {
        let (time, lat, lon) = (report.time?, report.lat?, report.lon?);
        let tenths = |value: Option<f64>| value.map_or(ABSENT, |value| (value * 10.0).round() as u16);
        Some(Self {
            speed: tenths(report.speed),
            course: tenths(report.course),
            heading: report.heading.map_or(ABSENT, |degrees| degrees.round() as u16),
            clock: u16::try_from(time.error.div_ceil(100)).unwrap_or(u16::MAX),
            status: report.status.unwrap_or(u8::MAX),
            class: report.class,
            file,
            line: u32::try_from(report.line).unwrap_or(u32::MAX),
            ..Self::new(time.milliseconds, Point::new(lat, lon))
        })
    }

    /// With a speed over ground, knots.
    #[must_use]
    pub fn with_speed(self, knots: f64) -> Self {
        Self { speed: (knots * 10.0).round() as u16, ..self }
    }

    /// With a course over ground, degrees from true north.
    #[must_use]
    pub fn with_course(self, degrees: f64) -> Self {
        Self { course: (degrees.rem_euclid(360.0) * 10.0).round() as u16, ..self }
    }

    /// From a station of a class.
    #[must_use]
    pub fn with_class(self, class: Class) -> Self {
        Self { class, ..self }
    }

    /// With a navigational status.
    #[must_use]
    pub fn with_status(self, status: u8) -> Self {
        Self { status, ..self }
    }

    /// By a clock that may be so many milliseconds off.
    #[must_use]
    pub fn with_clock_error(self, milliseconds: u32) -> Self {
        Self { clock: u16::try_from(milliseconds.div_ceil(100)).unwrap_or(u16::MAX), ..self }
    }

    /// Where.
    #[inline]
    pub fn point(&self) -> Point {
        Point { lat: f64::from(self.lat) / UNITS, lon: f64::from(self.lon) / UNITS }
    }

    /// Speed over ground, knots.
    #[inline]
    pub fn speed(&self) -> Option<f64> {
        (self.speed != ABSENT).then(|| f64::from(self.speed) / 10.0)
    }

    /// Course over ground, degrees from true north.
    #[inline]
    pub fn course(&self) -> Option<f64> {
        (self.course != ABSENT).then(|| f64::from(self.course) / 10.0)
    }

    /// Heading, degrees from true north.
    pub fn heading(&self) -> Option<f64> {
        (self.heading != ABSENT).then(|| f64::from(self.heading))
    }

    /// Navigational status (ITU-R M.1371-5, table 45).
    pub fn status(&self) -> Option<u8> {
        (self.status != u8::MAX).then_some(self.status)
    }

    /// What kind of station it is from.
    pub fn class(&self) -> Class {
        self.class
    }

    /// How far the clock may be off, milliseconds; 6,553 seconds stand for more too.
    pub fn clock_error(&self) -> i64 {
        i64::from(self.clock) * 100
    }

    /// The record that says so.
    pub fn record(&self) -> Record {
        Record { time: self.time, point: self.point(), file: self.file, line: self.line }
    }

    /// Seconds to a later fix.
    #[inline]
    pub fn seconds_to(&self, later: &Self) -> f64 {
        (later.time - self.time) as f64 / 1000.0
    }

    /// Whether two fixes say the same of where and how, at whatever time.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let told = |fix: &Self| (fix.lat, fix.lon, fix.speed, fix.course, fix.heading, fix.status, fix.class);
        told(self) == told(other)
    }
}

impl Fix {
    /// Bytes of a fix on disk.
    pub(crate) const BYTES: usize = 32;

    /// As bytes, smallest first.
    pub(crate) fn bytes(&self) -> [u8; Self::BYTES] {
        let mut out = [0; Self::BYTES];
        out[..8].copy_from_slice(&self.time.to_le_bytes());
        out[8..12].copy_from_slice(&self.lat.to_le_bytes());
        out[12..16].copy_from_slice(&self.lon.to_le_bytes());
        let pairs = [self.speed, self.course, self.heading, self.clock, self.file].map(u16::to_le_bytes);
        out[16..26].copy_from_slice(pairs.as_flattened());
        out[26..30].copy_from_slice(&self.line.to_le_bytes());
        out[30..].copy_from_slice(&[self.status, self.class.code()]);
        out
    }

    /// From the bytes of a fix.
    pub(crate) fn from_bytes(bytes: &[u8; Self::BYTES]) -> Self {
        let four = |at: usize| [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
        let two = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let [low, high] = [four(0), four(4)].map(u32::from_le_bytes);
        Self {
            time: (u64::from(high) << 32 | u64::from(low)).cast_signed(),
            lat: i32::from_le_bytes(four(8)),
            lon: i32::from_le_bytes(four(12)),
            speed: two(16),
            course: two(18),
            heading: two(20),
            clock: two(22),
            file: two(24),
            line: u32::from_le_bytes(four(26)),
            status: bytes[30],
            class: Class::of_code(bytes[31]),
        }
    }
}

/// What a claim rests on: one record of the input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Record {
    /// When, milliseconds since 1970, UTC.
    pub time: i64,
    /// Where.
    pub point: Point,
    /// Number of the file, see [`crate::Fleet::files`].
    pub file: u16,
    /// Line in it, from 1.
    pub line: u32,
}

impl Record {
    /// The total order of records.
    pub fn compare(&self, other: &Self) -> Ordering {
        (self.time, self.file, self.line).cmp(&(other.time, other.file, other.line))
    }
}

impl Serialize for Record {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut record = serializer.serialize_struct("Record", 5)?;
        record.serialize_field("time", &timestamp(self.time))?;
        record.serialize_field("lat", &self.point.lat)?;
        record.serialize_field("lon", &self.point.lon)?;
        record.serialize_field("file", &self.file)?;
        record.serialize_field("line", &self.line)?;
        record.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fix_is_small() {
        assert_eq!(std::mem::size_of::<Fix>(), 32);
    }

    #[test]
    fn the_order_is_total() {
        let at = |time, lat, lon| Fix::new(time, Point::new(lat, lon));
        let mut fixes =
            [at(2, 0.0, 0.0), at(1, 1.0, 0.0), at(1, 0.0, 1.0), at(1, 0.0, 0.0), at(1, 0.0, -1.0)];
        fixes.sort_unstable();
        let order = [at(1, 0.0, -1.0), at(1, 0.0, 0.0), at(1, 0.0, 1.0), at(1, 1.0, 0.0), at(2, 0.0, 0.0)];
        assert_eq!(fixes, order);
    }
}
