mod rows;

use crate::decoder::Received;
use crate::message::field::Letters;
use crate::message::{Body, kinds::*};
use crate::time::Time;
use serde::Serialize;
use thalweg_core::{Imo, Mmsi};

/// What tracks are made of: what one message, or one row of a table, says of where a transmitter was and what it is.
///
/// Nothing is made up: what is not stated, or cannot be, is absent. Positions and static data come in different messages of class A, so
/// that most reports have either.
///
/// ```
/// use thalweg_sea::{Class, Decoder, Options, Report};
/// let mut decoder = Decoder::new("example", Options::default());
/// decoder.line(b"!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A", &mut |received| {
///     let Some(report) = Report::of(received) else { return };
///     assert_eq!((report.class, report.speed, report.heading), (Class::A, Some(12.3), Some(215.0)));
/// });
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Report {
    /// When.
    pub time: Option<Time>,
    /// Who: the number as sent, which may be no number that anybody has.
    pub mmsi: u32,
    /// What kind of station says so.
    pub class: Class,
    /// Degrees north, -90 to 90.
    pub lat: Option<f64>,
    /// Degrees east, -180 to 180.
    pub lon: Option<f64>,
    /// Speed over ground, knots.
    pub speed: Option<f64>,
    /// Course over ground, degrees from true north.
    pub course: Option<f64>,
    /// Heading, degrees from true north.
    pub heading: Option<f64>,
    /// Navigational status, 0 to 14 (ITU-R M.1371-5, table 45).
    pub status: Option<u8>,
    /// IMO number as entered, without one of zero; see [`Report::hull`].
    pub imo: Option<u32>,
    /// Name.
    pub name: Option<Letters<20>>,
    /// Call sign.
    pub call_sign: Option<Letters<7>>,
    /// Type of ship and cargo (ITU-R M.1371-5, table 53).
    pub ship_type: Option<u8>,
    /// Metres from the antenna to bow, stern, port and starboard; in tables that have only length and width, those to bow and to port.
    pub dimensions: Option<[u16; 4]>,
    /// Draught, metres.
    pub draught: Option<f64>,
    /// Destination as entered.
    pub destination: Option<Letters<20>>,
    /// Month, day, hour and minute of arrival as entered; 0, 0, 24, 60 where not.
    pub arrival: Option<[u8; 4]>,
    /// Line in its file, from 1.
    pub line: u64,
}

/// What kind of station a report is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Class {
    /// A ship with a class A station.
    A,
    /// A ship with a class B station.
    B,
    /// A class A ship heard by satellite through its long-range message.
    LongRange,
    /// An aircraft that searches and rescues.
    Aircraft,
    /// A base station.
    Base,
    /// An aid to navigation.
    Aid,
    /// Not told by the table.
    Unknown,
}

impl Class {
    const ALL: [Self; 7] =
        [Self::A, Self::B, Self::LongRange, Self::Aircraft, Self::Base, Self::Aid, Self::Unknown];

    /// As a small number.
    pub(crate) fn code(self) -> u8 {
        self as u8
    }

    /// Of a small number.
    pub(crate) fn of_code(code: u8) -> Self {
        Self::ALL.get(usize::from(code)).copied().unwrap_or(Self::Unknown)
    }

    /// In one word.
    pub fn word(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::LongRange => "long-range",
            Self::Aircraft => "aircraft",
            Self::Base => "base station",
            Self::Aid => "aid",
            Self::Unknown => "unknown",
        }
    }
}

impl Report {
    /// A report of a sender that says nothing yet.
    pub fn new(mmsi: u32, class: Class, time: Option<Time>, line: u64) -> Self {
        Self {
            time,
            mmsi,
            class,
            lat: None,
            lon: None,
            speed: None,
            course: None,
            heading: None,
            status: None,
            imo: None,
            name: None,
            call_sign: None,
            ship_type: None,
            dimensions: None,
            draught: None,
            destination: None,
            arrival: None,
            line,
        }
    }

    /// What a message says of its sender; none for messages that say neither where nor what it is.
    pub fn of(received: &Received<'_>) -> Option<Self> {
        let message = &received.message;
        let class = class(&message.body)?;
        let mut report = Self::new(message.mmsi, class, received.time.ok(), received.line);
        report.add(&message.body);
        Some(report)
    }

    /// The IMO number, where its check digit is right.
    pub fn hull(&self) -> Option<Imo> {
        self.imo.and_then(Imo::new)
    }

    /// The number of the sender, where it has at most nine digits.
    pub fn sender(&self) -> Option<Mmsi> {
        Mmsi::new(self.mmsi)
    }

    /// Length, metres.
    pub fn length(&self) -> Option<u16> {
        self.dimensions.map(|[bow, stern, _, _]| bow + stern).filter(|length| *length > 0)
    }

    /// Width, metres.
    pub fn width(&self) -> Option<u16> {
        self.dimensions.map(|[_, _, port, starboard]| port + starboard).filter(|width| *width > 0)
    }

    /// Arrival as `05-15T14:00`; none where neither month nor day was entered.
    pub fn arrival_text(&self) -> Option<String> {
        let [month, day, hour, minute] = self.arrival?;
        let entered = (1..=12).contains(&month) && (1..=31).contains(&day);
        entered.then(|| format!("{month:02}-{day:02}T{hour:02}:{minute:02}"))
    }

    fn add(&mut self, body: &Body) {
        match body {
            Body::Position(report) => self.position(report),
            Body::Base(report) => self.place(report.longitude(), report.latitude()),
            Body::Static(data) => self.static_data(data),
            Body::Aircraft(report) => {
                self.place(report.longitude(), report.latitude());
                self.motion(report.speed_knots(), report.course_degrees(), None);
            }
            Body::ClassB(report) => {
                self.place(report.longitude(), report.latitude());
                self.motion(report.speed_knots(), report.course_degrees(), report.heading_degrees());
            }
            Body::ExtendedClassB(report) => self.extended(report),
            Body::Aid(aid) => {
                self.place(aid.report.longitude(), aid.report.latitude());
                self.name = entered(aid.report.name);
            }
            Body::StaticA(part) => self.name = entered(part.name),
            Body::StaticB(part) => self.part_b(part),
            Body::LongRange(report) => {
                self.place(report.longitude(), report.latitude());
                self.motion(report.speed_knots(), report.course_degrees(), None);
                self.status = (report.status < 15).then_some(report.status);
            }
            _ => {}
        }
    }

    /// A position counts only whole.
    fn place(&mut self, lon: Option<f64>, lat: Option<f64>) {
        if let (Some(lon), Some(lat)) = (lon, lat) {
            (self.lon, self.lat) = (Some(lon), Some(lat));
        }
    }

    fn motion(&mut self, speed: Option<f64>, course: Option<f64>, heading: Option<f64>) {
        (self.speed, self.course, self.heading) = (speed, course, heading);
    }

    fn position(&mut self, report: &PositionReport) {
        self.place(report.longitude(), report.latitude());
        self.motion(report.speed_knots(), report.course_degrees(), report.heading_degrees());
        self.status = (report.status < 15).then_some(report.status);
    }

    fn extended(&mut self, report: &ExtendedClassBReport) {
        self.place(report.longitude(), report.latitude());
        self.motion(report.speed_knots(), report.course_degrees(), report.heading_degrees());
        self.name = entered(report.name);
        self.ship_type = (report.ship_type > 0).then_some(report.ship_type);
        self.size(report.to_bow, report.to_stern, report.to_port, report.to_starboard);
    }

    fn static_data(&mut self, data: &StaticVoyageData) {
        self.imo = (data.imo > 0).then_some(data.imo);
        self.name = entered(data.name);
        self.call_sign = entered(data.callsign);
        self.ship_type = (data.ship_type > 0).then_some(data.ship_type);
        self.size(data.to_bow, data.to_stern, data.to_port, data.to_starboard);
        self.draught = data.draught_metres();
        self.destination = entered(data.destination);
        self.arrival = Some([data.eta_month, data.eta_day, data.eta_hour, data.eta_minute]);
    }

    fn part_b(&mut self, part: &StaticPartB) {
        self.call_sign = entered(part.callsign);
        self.ship_type = (part.ship_type > 0).then_some(part.ship_type);
        // a craft of a mother ship has that ship's number where others have dimensions
        if !(980_000_000..990_000_000).contains(&self.mmsi) {
            self.size(part.to_bow, part.to_stern, part.to_port, part.to_starboard);
        }
    }

    fn size(&mut self, bow: u16, stern: u16, port: u8, starboard: u8) {
        let dimensions = [bow, stern, port.into(), starboard.into()];
        self.dimensions = dimensions.iter().any(|metres| *metres > 0).then_some(dimensions);
    }
}

fn class(body: &Body) -> Option<Class> {
    Some(match body {
        Body::Position(_) | Body::Static(_) => Class::A,
        Body::ClassB(_) | Body::ExtendedClassB(_) | Body::StaticA(_) | Body::StaticB(_) => Class::B,
        Body::LongRange(_) => Class::LongRange,
        Body::Aircraft(_) => Class::Aircraft,
        Body::Base(_) => Class::Base,
        Body::Aid(_) => Class::Aid,
        _ => return None,
    })
}

fn entered<const N: usize>(letters: Letters<N>) -> Option<Letters<N>> {
    (!letters.is_blank()).then_some(letters)
}
