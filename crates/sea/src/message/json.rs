//! A message as an object: type and sender, the physical values by name, and all raw fields under `raw`.

use super::kinds::*;
use super::*;
use crate::application::Application;
use crate::bits::{Bits, hexadecimal};
use serde::ser::{Serialize, SerializeMap, Serializer};

impl Serialize for Bits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{}:{}", self.len(), hexadecimal(self.used())))
    }
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.entries(&mut map)?;
        map.end()
    }
}

impl Message {
    /// The entries of the object, for a larger object that has them too.
    pub(crate) fn entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("type", &self.kind)?;
        map.serialize_entry("repeat", &self.repeat)?;
        map.serialize_entry("mmsi", &self.mmsi)?;
        map.serialize_entry("station", &self.sender().map(|sender| sender.kind()))?;
        map.serialize_entry("country", &self.sender().and_then(|sender| sender.country()))?;
        self.physical(map)?;
        if let Some(text) = self.text() {
            map.serialize_entry("text", &text)?;
        }
        if let Some(application) = Application::of(self) {
            map.serialize_entry("application", &application)?;
        }
        map.serialize_entry("raw", &Raw(&self.body))
    }

    fn physical<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        match &self.body {
            Body::Position(report) => report.physical(map),
            Body::Base(report) => report.physical(map),
            Body::Static(data) => data.physical(map),
            Body::Aircraft(report) => report.physical(map),
            Body::Corrections(corrections) => corrections.head.physical(map),
            Body::ClassB(report) => report.physical(map),
            Body::ExtendedClassB(report) => report.physical(map),
            Body::Aid(aid) => {
                map.serialize_entry("name", &aid.name())?;
                aid.report.physical(map)
            }
            Body::Channels(ChannelManagement { target: Target::Area(area), .. }) => area.physical(map),
            Body::Group(group) => {
                group.area.physical(map)?;
                group.assignment.physical(map)
            }
            Body::StaticA(part) => part.physical(map),
            Body::StaticB(part) => part.physical(map),
            Body::LongRange(report) => report.physical(map),
            _ => Ok(()),
        }
    }
}

/// The raw fields of a body.
struct Raw<'a>(&'a Body);

impl Serialize for Raw<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Body::Position(raw) => raw.serialize(serializer),
            Body::Base(raw) => raw.serialize(serializer),
            Body::Static(raw) => raw.serialize(serializer),
            Body::Aircraft(raw) => raw.serialize(serializer),
            Body::ClockInquiry(raw) => raw.serialize(serializer),
            Body::ClassB(raw) => raw.serialize(serializer),
            Body::ExtendedClassB(raw) => raw.serialize(serializer),
            Body::StaticA(raw) => raw.serialize(serializer),
            Body::StaticB(raw) => raw.serialize(serializer),
            Body::LongRange(raw) => raw.serialize(serializer),
            other => {
                let mut map = serializer.serialize_map(None)?;
                composed(other, &mut map)?;
                map.end()
            }
        }
    }
}

/// The raw fields of those bodies that are made of several runs.
fn composed<M: SerializeMap>(body: &Body, map: &mut M) -> Result<(), M::Error> {
    match body {
        Body::AddressedBinary(raw) => {
            address(&raw.address, map)?;
            identified(Some(raw.identifier), &raw.data, map)
        }
        Body::BroadcastBinary(raw) => {
            map.serialize_entry("spare", &raw.spare)?;
            identified(Some(raw.identifier), &raw.data, map)
        }
        Body::AddressedText(raw) => {
            address(&raw.address, map)?;
            map.serialize_entry("text", &raw.text)
        }
        Body::BroadcastText(raw) => {
            map.serialize_entry("spare", &raw.spare)?;
            map.serialize_entry("text", &raw.text)
        }
        Body::Corrections(raw) => {
            map.serialize_entry("head", &raw.head)?;
            map.serialize_entry("data", &raw.data)
        }
        Body::Binary(raw) => {
            map.serialize_entry("destination", &raw.destination)?;
            identified(raw.identifier, &raw.data, map)?;
            map.serialize_entry("radio", &raw.radio)
        }
        other => lists(other, map),
    }
}

fn address<M: SerializeMap>(raw: &Address, map: &mut M) -> Result<(), M::Error> {
    map.serialize_entry("sequence", &raw.sequence)?;
    map.serialize_entry("destination", &raw.destination)?;
    map.serialize_entry("retransmit", &raw.retransmit)
}

fn identified<M: SerializeMap>(
    identifier: Option<Identifier>,
    data: &Bits,
    map: &mut M,
) -> Result<(), M::Error> {
    if let Some(Identifier { dac, fi }) = identifier {
        map.serialize_entry("dac", &dac)?;
        map.serialize_entry("fi", &fi)?;
    }
    map.serialize_entry("data", data)
}

/// The raw fields of those bodies that repeat a run, or have one for an area.
fn lists<M: SerializeMap>(body: &Body, map: &mut M) -> Result<(), M::Error> {
    match body {
        Body::Receipts(raw) => map.serialize_entry("receipts", &raw.list[..usize::from(raw.count)]),
        Body::Reservations(raw) => map.serialize_entry("reservations", &raw.list[..usize::from(raw.count)]),
        Body::Interrogations(raw) => {
            map.serialize_entry("first", &raw.first)?;
            map.serialize_entry("second", &raw.second)?;
            map.serialize_entry("other", &raw.other)
        }
        Body::Assignments(raw) => {
            map.serialize_entry("first", &raw.first)?;
            map.serialize_entry("second", &raw.second)
        }
        Body::Aid(raw) => {
            map.serialize_entry("report", &raw.report)?;
            map.serialize_entry("extension", &raw.extension)
        }
        Body::Channels(raw) => {
            map.serialize_entry("channels", &raw.head)?;
            match &raw.target {
                Target::Area(area) => map.serialize_entry("area", area)?,
                Target::Stations(stations) => map.serialize_entry("stations", stations)?,
            }
            map.serialize_entry("end", &raw.end)
        }
        Body::Group(raw) => {
            map.serialize_entry("area", &raw.area)?;
            map.serialize_entry("assignment", &raw.assignment)
        }
        _ => Ok(()),
    }
}
