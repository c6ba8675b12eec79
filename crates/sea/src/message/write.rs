//! From a message to bits: the way back, for simulators and for tests of the way here.

use super::kinds::*;
use super::*;
use crate::bits::Bits;

impl Message {
    /// The bits of the message; `decode` of them is the message again, as long as every field fits into its bits and the data into
    /// [`crate::bits::LONGEST`].
    pub fn encode(&self) -> Bits {
        let mut out = Bits::new();
        out.push(u64::from(self.kind), 6);
        out.push(u64::from(self.repeat), 2);
        out.push(u64::from(self.mmsi), 30);
        self.body.write(self.kind, &mut out);
        out
    }
}

impl Body {
    fn write(&self, kind: u8, out: &mut Bits) {
        match self {
            Self::Position(report) => report.write(out),
            Self::Base(report) => report.write(out),
            Self::Static(data) => data.write(out),
            Self::AddressedBinary(binary) => {
                binary.address.write(out);
                binary.identifier.write(out);
                append(&binary.data, out);
            }
            Self::Receipts(receipts) => write_receipts(receipts, out),
            Self::BroadcastBinary(binary) => {
                out.push(u64::from(binary.spare), 2);
                binary.identifier.write(out);
                append(&binary.data, out);
            }
            Self::Aircraft(report) => report.write(out),
            Self::ClockInquiry(inquiry) => inquiry.write(out),
            Self::AddressedText(text) => {
                text.address.write(out);
                append(&text.text, out);
            }
            Self::BroadcastText(text) => {
                out.push(u64::from(text.spare), 2);
                append(&text.text, out);
            }
            Self::Interrogations(interrogations) => write_interrogations(interrogations, out),
            Self::Assignments(assignments) => write_assignments(assignments, out),
            Self::Corrections(corrections) => {
                corrections.head.write(out);
                append(&corrections.data, out);
            }
            Self::ClassB(report) => report.write(out),
            Self::ExtendedClassB(report) => report.write(out),
            Self::Reservations(reservations) => write_reservations(reservations, out),
            Self::Aid(aid) => {
                aid.report.write(out);
                append(&aid.extension, out);
            }
            Self::Channels(channels) => write_channels(channels, out),
            Self::Group(group) => {
                out.push(u64::from(group.spare), 2);
                group.area.write(out);
                group.assignment.write(out);
            }
            Self::StaticA(part) => {
                out.push(0, 2);
                part.write(out);
            }
            Self::StaticB(part) => {
                out.push(1, 2);
                part.write(out);
            }
            Self::Binary(binary) => write_binary(kind, binary, out),
            Self::LongRange(report) => report.write(out),
        }
    }
}

/// Appends all of some bits.
fn append(bits: &Bits, out: &mut Bits) {
    let mut at = 0;
    while at < bits.len() {
        let width = (bits.len() - at).min(48);
        out.push(bits.unsigned(at, width), width);
        at += width;
    }
}

/// Zeros up to the next whole byte: the radio sends bytes.
fn fill(out: &mut Bits) {
    out.push(0, out.len().next_multiple_of(8) - out.len());
}

fn write_receipts(receipts: &Receipts, out: &mut Bits) {
    out.push(u64::from(receipts.spare), 2);
    let count = usize::from(receipts.count).clamp(1, 4);
    receipts.list.iter().take(count).for_each(|receipt| receipt.write(out));
}

fn write_interrogations(interrogations: &Interrogations, out: &mut Bits) {
    interrogations.first.write(out);
    match (interrogations.second, interrogations.other) {
        (second, Some(other)) => {
            second.unwrap_or_default().write(out);
            other.write(out);
        }
        (Some(second), None) => second.write(out),
        (None, None) => {}
    }
    fill(out);
}

fn write_assignments(assignments: &Assignments, out: &mut Bits) {
    out.push(u64::from(assignments.spare), 2);
    assignments.first.write(out);
    if let Some(second) = assignments.second {
        second.write(out);
    }
    fill(out);
}

fn write_reservations(reservations: &Reservations, out: &mut Bits) {
    out.push(u64::from(reservations.spare), 2);
    let count = usize::from(reservations.count).clamp(1, 4);
    reservations.list.iter().take(count).for_each(|reservation| reservation.write(out));
    fill(out);
}

fn write_channels(channels: &ChannelManagement, out: &mut Bits) {
    channels.head.write(out);
    match channels.target {
        Target::Area(area) => area.write(out),
        Target::Stations(stations) => stations.write(out),
    }
    let addressed = matches!(channels.target, Target::Stations(_));
    ChannelsEnd { addressed, ..channels.end }.write(out);
}

fn write_binary(kind: u8, binary: &Binary, out: &mut Bits) {
    let (addressed, structured) = (binary.destination.is_some(), binary.identifier.is_some());
    BinaryFlags { addressed, structured }.write(out);
    if let Some(destination) = binary.destination {
        out.push(u64::from(destination), 30);
    }
    if let Some(identifier) = binary.identifier {
        identifier.write(out);
    }
    append(&binary.data, out);
    if kind == 26 {
        out.push(u64::from(binary.radio.unwrap_or(0)), 20);
    }
}
