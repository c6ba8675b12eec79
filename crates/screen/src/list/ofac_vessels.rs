//! Vessels of the SDN list as JSON, as a public converter writes them. Its `designation_date` is the day of the list and not that of a
//! listing: it becomes the version of the list.

use serde::Deserialize;
use std::io::{BufRead, Read};

use super::sink::Sink;
use super::xml::Broken;
use crate::{Authority, CountryLink, Entity, EntityKind, IdentifierKind, Listing, Measure, Name, Record};

/// Most bytes of such a file; real ones have half a megabyte.
const LARGEST: u64 = 256 << 20;

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    generated_at: Option<String>,
    vessels: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Vessel {
    imo: Option<serde_json::Value>,
    #[serde(default)]
    name: String,
    #[serde(default)]
    programs: Vec<String>,
    #[serde(default)]
    vessel_info: serde_json::Map<String, serde_json::Value>,
    #[serde(default)]
    addresses: Vec<serde_json::Value>,
}

/// Reads the file.
pub(super) fn read(bytes: impl BufRead, sink: &mut Sink<'_>) -> Result<(), Broken> {
    sink.file.source.list = "OFAC SDN, vessels".to_owned();
    let mut text = String::new();
    let broken = |words: String, line: usize| Broken { line: line as u32, words };
    bytes.take(LARGEST).read_to_string(&mut text).map_err(|error| broken(error.to_string(), 0))?;
    sink.file.held = text.len();
    let file: File = serde_json::from_str(&text)
        .map_err(|error| broken(format!("no JSON of this form: {error}"), error.line()))?;
    sink.file.source.version = file.generated_at;
    for value in file.vessels {
        let shown = value.to_string();
        match serde_json::from_value::<Vessel>(value) {
            Ok(vessel) => {
                let entity = entity(&vessel, sink);
                sink.accept(entity);
            }
            Err(_) => sink.refuse("no vessel of this form", 0, &shown),
        }
    }
    Ok(())
}

/// A number or a text as text.
fn plain(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn entity(vessel: &Vessel, sink: &Sink<'_>) -> Entity {
    let trace = sink.trace(0);
    let imo = vessel.imo.as_ref().filter(|imo| !imo.is_null()).map(plain);
    let id = imo.as_ref().map_or_else(|| vessel.name.clone(), |imo| format!("IMO {imo}"));
    let mut entity = Entity::new(Record { source: trace.source, id }, EntityKind::Ship, "", trace);
    entity.names.clear();
    entity.add_name(Name::new(vessel.name.trim(), trace));
    if let Some(imo) = imo {
        entity.identify(IdentifierKind::ShipImo, &imo, None, None, trace);
    }
    for (key, value) in &vessel.vessel_info {
        let value = plain(value);
        match key.as_str() {
            "call_sign" => entity.identify(IdentifierKind::CallSign, &value, None, None, trace),
            "flag" => entity.country(CountryLink::Flag, &value),
            "vessel_type" => entity.remark_on("Vessel type", Some(&value), trace),
            "dwt" => entity.remark_on("Deadweight", Some(&value), trace),
            "gross_tonnage" => entity.remark_on("Gross tonnage", Some(&value), trace),
            other => entity.remark_on(other, Some(&value), trace),
        }
    }
    for address in &vessel.addresses {
        entity.address(&[&plain(address)], None, trace);
    }
    entity.listings.push(Listing {
        authority: Authority::Us,
        measures: vec![Measure::AssetFreeze],
        programs: vessel.programs.clone(),
        from: None,
        to: None,
        trace,
    });
    entity
}
