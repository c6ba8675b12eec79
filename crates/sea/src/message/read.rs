//! From bits to a message.

use super::kinds::*;
use super::*;
use crate::bits::Bits;
use crate::reason::Reason;

/// Bits of type, repeat and sender.
const HEAD: usize = 38;

/// Fewest bits of each type. Longer messages are taken and what is beyond is left out. Some
/// stations leave out the end of a few types, which then counts as zeros: the last five bits of 1 to 3, two flags of 5, four of 21.
const LEAST: [u16; 28] = [
    0, 163, 163, 163, 168, 422, 88, 70, 56, 168, 70, 168, 72, 70, 40, 88, 92, 80, 168, 312, 70, 268, 145,
    154, 160, 40, 60, 94,
];

/// Fewest bits of part B of type 24.
const LEAST_B: u16 = 162;

impl Message {
    /// The message that stands in some bits.
    ///
    /// # Errors
    /// [`Reason::Empty`], [`Reason::Type`], [`Reason::Short`] and [`Reason::StaticPart`]. Too many bits are no error: a type 1 of 204 bits
    /// is its first 168.
    pub fn decode(bits: &Bits) -> Result<Self, Reason> {
        if bits.len() < 6 {
            return Err(Reason::Empty);
        }
        let kind = bits.unsigned(0, 6) as u8;
        let least = match LEAST.get(usize::from(kind)) {
            Some(least) if *least > 0 => *least,
            _ => return Err(Reason::Type(kind)),
        };
        need(kind, bits, least)?;
        let body = body(kind, bits)?;
        Ok(Self { kind, repeat: bits.unsigned(6, 2) as u8, mmsi: bits.unsigned(8, 30) as u32, body })
    }
}

fn need(kind: u8, bits: &Bits, least: u16) -> Result<(), Reason> {
    let have = bits.len() as u16;
    if have < least { Err(Reason::Short { kind, bits: have, least }) } else { Ok(()) }
}

fn body(kind: u8, bits: &Bits) -> Result<Body, Reason> {
    Ok(match kind {
        1..=3 => Body::Position(position(bits)),
        4 | 11 => Body::Base(BaseStationReport::read(bits, HEAD)),
        5 => Body::Static(StaticVoyageData::read(bits, HEAD)),
        6 => Body::AddressedBinary(addressed_binary(bits)),
        7 | 13 => Body::Receipts(receipts(bits)),
        8 => Body::BroadcastBinary(broadcast_binary(bits)),
        9 => Body::Aircraft(AircraftReport::read(bits, HEAD)),
        10 => Body::ClockInquiry(ClockInquiry::read(bits, HEAD)),
        12 => Body::AddressedText(addressed_text(bits)),
        14 => Body::BroadcastText(BroadcastText { spare: spare(bits), text: rest(bits, HEAD + 2) }),
        15 => Body::Interrogations(interrogations(bits)),
        16 => Body::Assignments(assignments(bits)),
        17 => Body::Corrections(corrections(bits)),
        18 => Body::ClassB(ClassBReport::read(bits, HEAD)),
        19 => Body::ExtendedClassB(ExtendedClassBReport::read(bits, HEAD)),
        20 => Body::Reservations(reservations(bits)),
        21 => Body::Aid(aid(bits)),
        22 => Body::Channels(channels(bits)),
        23 => Body::Group(group(bits)),
        24 => return static_part(bits),
        25 | 26 => return binary(kind, bits),
        _ => Body::LongRange(LongRangeReport::read(bits, HEAD)),
    })
}

/// The two bits behind the sender.
fn spare(bits: &Bits) -> u8 {
    bits.unsigned(HEAD, 2) as u8
}

/// Everything from a bit on.
fn rest(bits: &Bits, from: usize) -> Bits {
    bits.slice(from, bits.len())
}

fn position(bits: &Bits) -> PositionReport {
    let report = PositionReport::read(bits, HEAD);
    // of a communication state cut short only the bits that were sent are a number, as gpsd has it
    let missing = (HEAD + PositionReport::BITS).saturating_sub(bits.len());
    PositionReport { radio: report.radio >> missing, ..report }
}

fn addressed_binary(bits: &Bits) -> AddressedBinary {
    let identifier = Identifier::read(bits, HEAD + Address::BITS);
    let data = rest(bits, HEAD + Address::BITS + Identifier::BITS);
    AddressedBinary { address: Address::read(bits, HEAD), identifier, data }
}

fn broadcast_binary(bits: &Bits) -> BroadcastBinary {
    let data = rest(bits, HEAD + 2 + Identifier::BITS);
    BroadcastBinary { spare: spare(bits), identifier: Identifier::read(bits, HEAD + 2), data }
}

fn receipts(bits: &Bits) -> Receipts {
    // stations cut the last receipt short; it counts, with zeros at its end, where half of it is there
    let count = ((bits.len() - HEAD - 2 + Receipt::BITS / 2) / Receipt::BITS).clamp(1, 4);
    let mut list = [Receipt::default(); 4];
    for (index, receipt) in list.iter_mut().take(count).enumerate() {
        *receipt = Receipt::read(bits, HEAD + 2 + index * Receipt::BITS);
    }
    Receipts { spare: spare(bits), count: count as u8, list }
}

fn addressed_text(bits: &Bits) -> AddressedText {
    AddressedText { address: Address::read(bits, HEAD), text: rest(bits, HEAD + Address::BITS) }
}

fn interrogations(bits: &Bits) -> Interrogations {
    let second_at = HEAD + Interrogation::BITS;
    let other_at = second_at + SecondRequest::BITS;
    let has = |end: usize| bits.len() >= end;
    let second = has(other_at).then(|| SecondRequest::read(bits, second_at));
    let other = has(other_at + Interrogation::BITS).then(|| Interrogation::read(bits, other_at));
    Interrogations { first: Interrogation::read(bits, HEAD), second, other }
}

fn assignments(bits: &Bits) -> Assignments {
    let second_at = HEAD + 2 + Assignment::BITS;
    let second = bits.len() >= second_at + Assignment::BITS;
    Assignments {
        spare: spare(bits),
        first: Assignment::read(bits, HEAD + 2),
        second: second.then(|| Assignment::read(bits, second_at)),
    }
}

fn corrections(bits: &Bits) -> CorrectionData {
    CorrectionData { head: Corrections::read(bits, HEAD), data: rest(bits, HEAD + Corrections::BITS) }
}

fn reservations(bits: &Bits) -> Reservations {
    let count = ((bits.len() - HEAD - 2) / Reservation::BITS).clamp(1, 4);
    let mut list = [Reservation::default(); 4];
    for (index, reservation) in list.iter_mut().take(count).enumerate() {
        *reservation = Reservation::read(bits, HEAD + 2 + index * Reservation::BITS);
    }
    Reservations { spare: spare(bits), count: count as u8, list }
}

fn aid(bits: &Bits) -> Aid {
    Aid { report: AidReport::read(bits, HEAD), extension: rest(bits, HEAD + AidReport::BITS) }
}

fn channels(bits: &Bits) -> ChannelManagement {
    let target_at = HEAD + Channels::BITS;
    let end = ChannelsEnd::read(bits, target_at + TwoStations::BITS);
    let target = if end.addressed {
        Target::Stations(TwoStations::read(bits, target_at))
    } else {
        Target::Area(Area::read(bits, target_at))
    };
    ChannelManagement { head: Channels::read(bits, HEAD), target, end }
}

fn group(bits: &Bits) -> Group {
    let assignment = GroupAssignment::read(bits, HEAD + 2 + Area::BITS);
    Group { spare: spare(bits), area: Area::read(bits, HEAD + 2), assignment }
}

fn static_part(bits: &Bits) -> Result<Body, Reason> {
    match spare(bits) {
        0 => Ok(Body::StaticA(StaticPartA::read(bits, HEAD + 2))),
        1 => {
            need(24, bits, LEAST_B)?;
            Ok(Body::StaticB(StaticPartB::read(bits, HEAD + 2)))
        }
        part => Err(Reason::StaticPart(part)),
    }
}

fn binary(kind: u8, bits: &Bits) -> Result<Body, Reason> {
    let flags = BinaryFlags::read(bits, HEAD);
    let destination_at = HEAD + BinaryFlags::BITS;
    let identifier_at = destination_at + if flags.addressed { 30 } else { 0 };
    let data_at = identifier_at + if flags.structured { Identifier::BITS } else { 0 };
    let state = if kind == 26 { 20 } else { 0 };
    need(kind, bits, (data_at + state) as u16)?;
    let end = bits.len() - state;
    Ok(Body::Binary(Binary {
        destination: flags.addressed.then(|| bits.unsigned(destination_at, 30) as u32),
        identifier: flags.structured.then(|| Identifier::read(bits, identifier_at)),
        data: bits.slice(data_at, end),
        radio: (kind == 26).then(|| bits.unsigned(end, state) as u32),
    }))
}
