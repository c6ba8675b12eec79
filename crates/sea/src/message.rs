//! A message: what stands in the bits, raw and as physical values.

pub(crate) mod field;
mod json;
pub mod kinds;
mod physical;
mod read;
mod write;

use crate::bits::Bits;
use kinds::*;
use thalweg_core::Mmsi;

/// One AIS message (ITU-R M.1371-5, annex 8).
///
/// Raw values are the numbers that were sent, sentinels included; the physical ones are methods of the bodies, absent where the
/// sender says "not available" or no ship could have such a value. As JSON both stand side by side.
///
/// ```
/// use thalweg_sea::{Bits, Body, Message};
/// let bits = Bits::from_armor(b"KCQ9r=hrFUnH7P00", 0).ok_or("letters")?;
/// let message = Message::decode(&bits)?;
/// let Body::LongRange(report) = message.body else { return Err("type".into()) };
/// assert_eq!((message.mmsi, report.lon, report.lat), (236_091_959, -92_521, 52_239));
/// assert_eq!(report.speed_knots(), Some(0.0));
/// assert_eq!(message.encode(), bits);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Message {
    /// Type, 1 to 27.
    pub kind: u8,
    /// How often it was repeated, 0 to 3.
    pub repeat: u8,
    /// MMSI of the sender, as sent: 30 bits, so that it may have ten digits.
    pub mmsi: u32,
    /// The rest, by type.
    pub body: Body,
}

/// The fields of a message behind its type and sender.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "a box would be an allocation for each message")]
pub enum Body {
    /// Types 1, 2, 3.
    Position(PositionReport),
    /// Types 4, 11.
    Base(BaseStationReport),
    /// Type 5.
    Static(StaticVoyageData),
    /// Type 6.
    AddressedBinary(AddressedBinary),
    /// Types 7, 13.
    Receipts(Receipts),
    /// Type 8.
    BroadcastBinary(BroadcastBinary),
    /// Type 9.
    Aircraft(AircraftReport),
    /// Type 10.
    ClockInquiry(ClockInquiry),
    /// Type 12.
    AddressedText(AddressedText),
    /// Type 14.
    BroadcastText(BroadcastText),
    /// Type 15.
    Interrogations(Interrogations),
    /// Type 16.
    Assignments(Assignments),
    /// Type 17.
    Corrections(CorrectionData),
    /// Type 18.
    ClassB(ClassBReport),
    /// Type 19.
    ExtendedClassB(ExtendedClassBReport),
    /// Type 20.
    Reservations(Reservations),
    /// Type 21.
    Aid(Aid),
    /// Type 22.
    Channels(ChannelManagement),
    /// Type 23.
    Group(Group),
    /// Type 24, part A.
    StaticA(StaticPartA),
    /// Type 24, part B.
    StaticB(StaticPartB),
    /// Types 25, 26.
    Binary(Binary),
    /// Type 27.
    LongRange(LongRangeReport),
}

/// Type 6: binary data for one station.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AddressedBinary {
    /// For whom.
    pub address: Address,
    /// About what.
    pub identifier: Identifier,
    /// The data.
    pub data: Bits,
}

/// Type 8: binary data for all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BroadcastBinary {
    /// Not used.
    pub spare: u8,
    /// About what.
    pub identifier: Identifier,
    /// The data.
    pub data: Bits,
}

/// Types 7 and 13: up to four receipts.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Receipts {
    /// Not used.
    pub spare: u8,
    /// How many of the four are meant, 1 to 4.
    pub count: u8,
    /// The receipts; those beyond `count` are zero.
    pub list: [Receipt; 4],
}

/// Type 12: words for one station.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AddressedText {
    /// For whom.
    pub address: Address,
    /// The words, six bits a letter.
    pub text: Bits,
}

/// Type 14: words for all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BroadcastText {
    /// Not used.
    pub spare: u8,
    /// The words, six bits a letter.
    pub text: Bits,
}

/// Type 15: which stations should send which messages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interrogations {
    /// A first message of the first station.
    pub first: Interrogation,
    /// A second message of it; always there where a second station is asked.
    pub second: Option<SecondRequest>,
    /// A message of a second station.
    pub other: Option<Interrogation>,
}

/// Type 16: when one or two stations should send.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assignments {
    /// Not used.
    pub spare: u8,
    /// The first station.
    pub first: Assignment,
    /// The second.
    pub second: Option<Assignment>,
}

/// Type 17: corrections to satellite positions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CorrectionData {
    /// From where.
    pub head: Corrections,
    /// The corrections (ITU-R M.823).
    pub data: Bits,
}

/// Type 20: up to four reservations of slots.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Reservations {
    /// Not used.
    pub spare: u8,
    /// How many of the four are meant, 1 to 4.
    pub count: u8,
    /// The reservations; those beyond `count` are zero.
    pub list: [Reservation; 4],
}

/// Type 21: an aid to navigation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aid {
    /// What it is and where.
    pub report: AidReport,
    /// Letters of the name beyond the first twenty, six bits each.
    pub extension: Bits,
}

impl Aid {
    /// The whole name.
    pub fn name(&self) -> String {
        let first = self.report.name.to_string();
        if self.extension.is_empty() { first } else { first + &words(&self.extension) }
    }
}

/// Type 22: which channels to use, where or for whom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChannelManagement {
    /// Which channels.
    pub head: Channels,
    /// Where, or for whom.
    pub target: Target,
    /// The rest.
    pub end: ChannelsEnd,
}

/// Where channels are to be used, or by whom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// By all in an area.
    Area(Area),
    /// By two stations.
    Stations(TwoStations),
}

/// Type 23: how often ships in an area should report.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// Not used.
    pub spare: u8,
    /// Where.
    pub area: Area,
    /// Who, and how often.
    pub assignment: GroupAssignment,
}

/// Types 25 and 26: binary data of one slot, or of several.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Binary {
    /// For one station where there is one.
    pub destination: Option<u32>,
    /// About what, where it says so.
    pub identifier: Option<Identifier>,
    /// The data.
    pub data: Bits,
    /// Type 26: the communication state with the flag that says of which kind.
    pub radio: Option<u32>,
}

impl Message {
    /// The number of the sender; none where it has ten digits.
    pub fn sender(&self) -> Option<Mmsi> {
        Mmsi::new(self.mmsi)
    }

    /// What binary data are about, and the data.
    pub fn binary(&self) -> Option<(Identifier, &Bits)> {
        match &self.body {
            Body::AddressedBinary(binary) => Some((binary.identifier, &binary.data)),
            Body::BroadcastBinary(binary) => Some((binary.identifier, &binary.data)),
            Body::Binary(binary) => binary.identifier.map(|identifier| (identifier, &binary.data)),
            _ => None,
        }
    }

    /// The words of a message of type 12 or 14.
    pub fn text(&self) -> Option<String> {
        match &self.body {
            Body::AddressedText(text) => Some(words(&text.text)),
            Body::BroadcastText(text) => Some(words(&text.text)),
            _ => None,
        }
    }
}

/// Letters of six bits up to the first `@`, without spaces at the end.
pub(crate) fn words(bits: &Bits) -> String {
    let codes = (0..bits.len() / 6).map(|index| bits.unsigned(index * 6, 6) as u8);
    let letters: String =
        codes.take_while(|code| *code != 0).map(|code| char::from(field::ascii(code))).collect();
    letters.trim_end_matches(' ').to_owned()
}
