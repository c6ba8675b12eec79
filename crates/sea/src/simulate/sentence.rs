use crate::line::checksum;
use crate::message::kinds::{
    ClassBReport, LongRangeReport, PositionReport, StaticPartA, StaticPartB, StaticVoyageData,
};
use crate::message::{Body, Message};
use crate::report::{Class, Report};
use crate::time::Time;

/// Letters of one sentence at most: 82 characters less what is around them (IEC 61162-1).
const LETTERS: usize = 60;

/// The AIVDM sentences of a report, each behind a tag block with its time; none for a report that no message of types 1, 5, 18, 24 or 27
/// says. Decoding them gives the report again, but for its line.
///
/// `number` tells messages of several sentences apart: count it up.
///
/// ```
/// use thalweg_sea::simulate::{Scenario, World, sentences};
/// use thalweg_sea::{Decoder, Options, Report};
/// let log = World::new(&Scenario { ships: 2, days: 2.0, ..Scenario::default() })?.ship(0);
/// let mut decoder = Decoder::new("made", Options::default());
/// let mut read = Vec::new();
/// for (number, report) in log.reports.iter().enumerate() {
///     for line in sentences(report, number as u8) {
///         decoder.line(line.as_bytes(), &mut |received| read.extend(Report::of(received)));
///     }
/// }
/// assert_eq!(read.len(), log.reports.len());
/// # Ok::<(), thalweg_sea::simulate::ScenarioError>(())
/// ```
pub fn sentences(report: &Report, number: u8) -> Vec<String> {
    let Some(message) = message(report) else { return Vec::new() };
    let (letters, fill) = message.encode().armor();
    let total = letters.chunks(LETTERS).count();
    let channel = if number.is_multiple_of(2) { 'A' } else { 'B' };
    let tag = report.time.map_or_else(String::new, |time| tag_block(&time));
    let part = |(index, letters): (usize, &[u8])| {
        let last = index + 1 == total;
        let sequence = if total > 1 { (number % 10).to_string() } else { String::new() };
        let (letters, fill) = (String::from_utf8_lossy(letters), if last { fill } else { 0 });
        let body = format!("AIVDM,{total},{},{sequence},{channel},{letters},{fill}", index + 1);
        format!("{tag}!{body}*{:02X}", checksum(body.as_bytes()))
    };
    letters.chunks(LETTERS).enumerate().map(part).collect()
}

/// Seconds where the clock tells no more, thousandths otherwise.
fn tag_block(time: &Time) -> String {
    let whole = time.error >= 1000;
    let clock = if whole { time.milliseconds / 1000 } else { time.milliseconds };
    let block = format!("c:{clock}");
    format!("\\{block}*{:02X}\\", checksum(block.as_bytes()))
}

fn message(report: &Report) -> Option<Message> {
    let place = report.lat.zip(report.lon);
    let (kind, body) = match (report.class, place) {
        (Class::A, Some(place)) => (1, Body::Position(position(report, place))),
        (Class::A, None) => (5, Body::Static(static_a(report))),
        (Class::B, Some(place)) => (18, Body::ClassB(class_b(report, place))),
        (Class::B, None) if report.name.is_some() => {
            (24, Body::StaticA(StaticPartA { name: report.name.unwrap_or_default() }))
        }
        (Class::B, None) => (24, Body::StaticB(static_b(report))),
        (Class::LongRange, Some(place)) => (27, Body::LongRange(long_range(report, place))),
        _ => return None,
    };
    Some(Message { kind, repeat: 0, mmsi: report.mmsi, body })
}

fn minutes(degrees: f64, parts: f64) -> i32 {
    (degrees * parts).round() as i32
}

/// Tenths, or what stands for none.
fn tenths(value: Option<f64>, none: u16) -> u16 {
    value.map_or(none, |value| (value * 10.0).round() as u16)
}

fn whole(value: Option<f64>, none: u16) -> u16 {
    value.map_or(none, |value| value.round() as u16)
}

/// The second of the minute; 60 for none.
fn second(report: &Report) -> u8 {
    report.time.map_or(60, |time| (time.milliseconds.div_euclid(1000).rem_euclid(60)) as u8)
}

fn position(report: &Report, (lat, lon): (f64, f64)) -> PositionReport {
    PositionReport {
        status: report.status.unwrap_or(15),
        turn: -128,
        speed: tenths(report.speed, 1023),
        lon: minutes(lon, 6e5),
        lat: minutes(lat, 6e5),
        course: tenths(report.course, 3600),
        heading: whole(report.heading, 511),
        second: second(report),
        ..PositionReport::default()
    }
}

fn class_b(report: &Report, (lat, lon): (f64, f64)) -> ClassBReport {
    ClassBReport {
        speed: tenths(report.speed, 1023),
        lon: minutes(lon, 6e5),
        lat: minutes(lat, 6e5),
        course: tenths(report.course, 3600),
        heading: whole(report.heading, 511),
        second: second(report),
        carrier_sense: true,
        ..ClassBReport::default()
    }
}

fn long_range(report: &Report, (lat, lon): (f64, f64)) -> LongRangeReport {
    LongRangeReport {
        status: report.status.unwrap_or(15),
        lon: minutes(lon, 600.0),
        lat: minutes(lat, 600.0),
        speed: whole(report.speed, 63) as u8,
        course: whole(report.course, 511),
        ..LongRangeReport::default()
    }
}

fn static_a(report: &Report) -> StaticVoyageData {
    let [bow, stern, port, starboard] = report.dimensions.unwrap_or_default();
    let [month, day, hour, minute] = report.arrival.unwrap_or([0, 0, 24, 60]);
    StaticVoyageData {
        imo: report.imo.unwrap_or(0),
        callsign: report.call_sign.unwrap_or_default(),
        name: report.name.unwrap_or_default(),
        ship_type: report.ship_type.unwrap_or(0),
        to_bow: bow,
        to_stern: stern,
        to_port: port as u8,
        to_starboard: starboard as u8,
        epfd: 1,
        eta_month: month,
        eta_day: day,
        eta_hour: hour,
        eta_minute: minute,
        draught: tenths(report.draught, 0) as u8,
        destination: report.destination.unwrap_or_default(),
        ..StaticVoyageData::default()
    }
}

fn static_b(report: &Report) -> StaticPartB {
    let [bow, stern, port, starboard] = report.dimensions.unwrap_or_default();
    StaticPartB {
        ship_type: report.ship_type.unwrap_or(0),
        callsign: report.call_sign.unwrap_or_default(),
        to_bow: bow,
        to_stern: stern,
        to_port: port as u8,
        to_starboard: starboard as u8,
        ..StaticPartB::default()
    }
}
