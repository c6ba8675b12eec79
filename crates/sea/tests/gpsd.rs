//! gpsd's own table for its sample, field by field: raw integers, sentinels included.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says where")]

mod common;

use common::{Got, bytes, decode_file};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use thalweg_sea::message::{Aid, Binary, Interrogations, Target};
use thalweg_sea::{Application, Bits, Body, Message, kinds};

/// gpsd's names for what a message has, for all that it has.
fn row(message: &Message, before: &mut HashMap<u32, String>) -> Option<Map<String, Value>> {
    let mut row = Map::new();
    let body = match &message.body {
        // part A is kept until part B comes
        Body::StaticA(part) => {
            before.insert(message.mmsi, part.name.to_string());
            return None;
        }
        Body::StaticB(part) => {
            row.insert("shipname".into(), before.remove(&message.mmsi)?.into());
            static_b(part)
        }
        Body::Position(report) => renamed(serde_json::to_value(report).unwrap()),
        Body::Base(report) => base(report),
        Body::Static(data) => static_data(data),
        Body::ClassB(report) => renamed(serde_json::to_value(report).unwrap()),
        Body::ExtendedClassB(report) => {
            let mut value = renamed(serde_json::to_value(report).unwrap());
            value["shipname"] = report.name.to_string().into();
            value
        }
        Body::Aircraft(report) => {
            let mut value = renamed(serde_json::to_value(report).unwrap());
            value["regional"] = (u16::from(report.barometric) << 7 | u16::from(report.spare)).into();
            value["alt"] = report.altitude.into();
            value
        }
        Body::LongRange(report) => renamed(serde_json::to_value(report).unwrap()),
        other => rest(message, other),
    };
    row.insert("type".into(), message.kind.into());
    row.insert("repeat".into(), message.repeat.into());
    row.insert("mmsi".into(), message.mmsi.into());
    row.extend(body.as_object().unwrap().clone());
    Some(row)
}

fn renamed(mut value: Value) -> Value {
    let object = value.as_object_mut().unwrap();
    for (ours, theirs) in [
        ("carrier_sense", "cs"),
        ("message_22", "msg22"),
        ("ship_type", "shiptype"),
        ("virtual_aid", "virtual_aid"),
        ("low_power", "power"),
        ("station_type", "stationtype"),
        ("zone_size", "zonesize"),
    ] {
        if let Some(value) = object.remove(ours) {
            object.insert(theirs.into(), value);
        }
    }
    for flag in ["dte"] {
        if let Some(Value::Bool(value)) = object.get(flag) {
            let number = u8::from(*value).into();
            object.insert(flag.into(), number);
        }
    }
    value
}

fn base(report: &kinds::BaseStationReport) -> Value {
    let mut value = renamed(serde_json::to_value(report).unwrap());
    value["timestamp"] = format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        report.year, report.month, report.day, report.hour, report.minute, report.second
    )
    .into();
    value
}

fn static_data(data: &kinds::StaticVoyageData) -> Value {
    let mut value = renamed(serde_json::to_value(data).unwrap());
    value["shipname"] = data.name.to_string().into();
    value["callsign"] = data.callsign.to_string().into();
    value["destination"] = data.destination.to_string().into();
    value["eta"] =
        format!("{:02}-{:02}T{:02}:{:02}Z", data.eta_month, data.eta_day, data.eta_hour, data.eta_minute)
            .into();
    value
}

/// gpsd reads the vendor's three letters, model and number as seven letters too.
fn static_b(part: &kinds::StaticPartB) -> Value {
    let mut value = renamed(serde_json::to_value(part).unwrap());
    let mut bits = Bits::new();
    part.vendor.codes().iter().for_each(|code| bits.push(u64::from(*code), 6));
    bits.push(u64::from(part.model), 4);
    bits.push(u64::from(part.serial), 20);
    value["vendorid"] = text(&bits).into();
    value["callsign"] = part.callsign.to_string().into();
    value
}

fn text(bits: &Bits) -> String {
    let mut body = Bits::new();
    body.push(14, 6);
    body.push(0, 34);
    (0..bits.len()).for_each(|at| body.push(bits.unsigned(at, 1), 1));
    Message::decode(&body).unwrap().text().unwrap()
}

fn data(bits: &Bits) -> Value {
    format!("{bits:?}").into()
}

fn rest(message: &Message, body: &Body) -> Value {
    match body {
        Body::AddressedBinary(binary) => {
            let mut value = json!({"seqno": binary.address.sequence, "dest_mmsi": binary.address.destination,
                "retransmit": binary.address.retransmit, "dac": binary.identifier.dac, "fid": binary.identifier.fi,
                "data": data(&binary.data)});
            application(message, &mut value);
            value
        }
        Body::BroadcastBinary(binary) => {
            let mut value = json!({"dac": binary.identifier.dac, "fid": binary.identifier.fi, "data": data(&binary.data)});
            application(message, &mut value);
            value
        }
        Body::Receipts(receipts) => {
            let list = receipts.list.map(|receipt| receipt.mmsi);
            json!({"mmsi1": list[0], "mmsi2": list[1], "mmsi3": list[2], "mmsi4": list[3]})
        }
        Body::ClockInquiry(inquiry) => json!({"dest_mmsi": inquiry.destination}),
        Body::AddressedText(to) => json!({"seqno": to.address.sequence, "dest_mmsi": to.address.destination,
            "retransmit": to.address.retransmit, "text": message.text()}),
        Body::BroadcastText(_) => json!({"text": message.text()}),
        Body::Interrogations(all) => interrogations(all),
        Body::Assignments(all) => {
            let second = all.second.unwrap_or_default();
            json!({"mmsi1": all.first.mmsi, "offset1": all.first.offset, "increment1": all.first.increment,
                "mmsi2": second.mmsi, "offset2": second.offset, "increment2": second.increment})
        }
        Body::Corrections(all) => json!({"lon": all.head.lon, "lat": all.head.lat, "data": data(&all.data)}),
        Body::Reservations(all) => {
            let mut value = json!({});
            for (index, one) in (1..).zip(&all.list) {
                value[format!("offset{index}")] = one.offset.into();
                value[format!("number{index}")] = one.number.into();
                value[format!("timeout{index}")] = one.timeout.into();
                value[format!("increment{index}")] = one.increment.into();
            }
            value
        }
        Body::Aid(aid) => aid_row(aid),
        Body::Channels(channels) => {
            let mut value = renamed(serde_json::to_value(channels.head).unwrap());
            let end = renamed(serde_json::to_value(channels.end).unwrap());
            value.as_object_mut().unwrap().extend(end.as_object().unwrap().clone());
            match channels.target {
                Target::Area(area) => {
                    let area = serde_json::to_value(area).unwrap();
                    value.as_object_mut().unwrap().extend(area.as_object().unwrap().clone());
                }
                Target::Stations(two) => {
                    value["dest1"] = two.mmsi_1.into();
                    value["dest2"] = two.mmsi_2.into();
                }
            }
            value
        }
        Body::Group(group) => {
            let mut value = renamed(serde_json::to_value(group.assignment).unwrap());
            let area = serde_json::to_value(group.area).unwrap();
            value.as_object_mut().unwrap().extend(area.as_object().unwrap().clone());
            value
        }
        Body::Binary(binary) => binary_row(binary),
        other => panic!("{other:?}"),
    }
}

fn aid_row(aid: &Aid) -> Value {
    let mut value = renamed(serde_json::to_value(aid.report).unwrap());
    value["name"] = aid.name().into();
    value
}

fn interrogations(all: &Interrogations) -> Value {
    let (second, other) = (all.second.unwrap_or_default(), all.other.unwrap_or_default());
    json!({"mmsi1": all.first.mmsi, "type1_1": all.first.kind, "offset1_1": all.first.offset,
        "type1_2": second.kind, "offset1_2": second.offset,
        "mmsi2": other.mmsi, "type2_1": other.kind, "offset2_1": other.offset})
}

fn binary_row(binary: &Binary) -> Value {
    let app_id = binary.identifier.map_or(0, |identifier| identifier.dac << 6 | u16::from(identifier.fi));
    json!({"addressed": binary.destination.is_some(), "structured": binary.identifier.is_some(),
        "dest_mmsi": binary.destination.unwrap_or(0), "app_id": app_id, "data": data(&binary.data)})
}

/// The fields of binary data under gpsd's names.
fn application(message: &Message, row: &mut Value) {
    let Some(application) = Application::of(message) else { return };
    let mut fields: HashMap<&str, i64> = HashMap::new();
    for value in application.fields() {
        match (value.raw, value.text) {
            (Some(raw), _) => {
                fields.insert(value.name, raw);
                let flag = ["accuracy", "visgreater", "alarm", "off_pos", "speed_q", "course_q", "heading_q"];
                row[value.name] = if flag.contains(&value.name) { (raw == 1).into() } else { raw.into() };
            }
            (_, Some(text)) => row[value.name] = text.into(),
            _ => {}
        }
    }
    let number = |name: &str| fields.get(name).copied().unwrap_or(0);
    let date = |prefix: &str| {
        let part = |name: &str| number(&format!("{prefix}{name}"));
        format!("{:02}-{:02}T{:02}:{:02}Z", part("month"), part("day"), part("hour"), part("minute"))
    };
    row["timestamp"] = format!("{:02}T{:02}:{:02}Z", number("day"), number("hour"), number("minute")).into();
    row["departure"] = date("departure_").into();
    row["eta"] = date("eta_").into();
    row["arrival"] = date("").into();
    let tidals: Vec<Value> = application
        .groups()
        .iter()
        .map(|group| {
            group.iter().map(|value| (value.name.to_owned(), Value::from(value.raw.unwrap_or(0)))).collect()
        })
        .collect();
    row["tidals"] = tidals.into();
}

/// Names of gpsd's that are words for numbers which stand beside them, or not of the message.
fn is_word(key: &str) -> bool {
    key.ends_with("_text") || ["class", "device", "scaled"].contains(&key)
}

/// Data without what gpsd leaves in the last byte behind their last bit: there type 26 has its communication state.
fn clean(key: &str, value: &Value) -> Value {
    let Some((length, digits)) =
        value.as_str().filter(|_| key == "data").and_then(|text| text.split_once(':'))
    else {
        return value.clone();
    };
    let bits: usize = length.parse().unwrap();
    let digit = |(at, digit): (usize, char)| {
        let kept = bits.saturating_sub(at * 4).min(4);
        digit.to_digit(16).unwrap() & !(0xf >> kept)
    };
    let digits: Vec<u32> = digits.chars().enumerate().map(digit).collect();
    json!([bits, digits])
}

/// Differences between a row of gpsd's and ours.
fn differences(theirs: &Map<String, Value>, ours: &Map<String, Value>) -> Vec<String> {
    let kind = theirs["type"].as_u64().unwrap();
    let mut found = Vec::new();
    for (key, value) in theirs.iter().filter(|(key, _)| !is_word(key)) {
        // gpsd does not read the communication state of type 26 and prints zero
        let unread = kind == 26 && key == "radio";
        // gpsd takes zeros for what data that are too short lack
        let beyond = theirs.contains_key("dac")
            && ours.get(key).is_none()
            && (value == 0 || value == "" || value == false);
        if !unread && !beyond && ours.get(key).map(|ours| clean(key, ours)) != Some(clean(key, value)) {
            found.push(format!("type {kind}: {key}: {value} is {:?}", ours.get(key)));
        }
    }
    found
}

#[test]
fn every_value_of_gpsds_table_is_ours() {
    let Some((got, account)) = decode_file("decoders/gpsd_sample.aivdm") else { return };
    assert_eq!((account.sentences, account.messages, account.joined), (118, 102, 16));
    // a line of the sample lacks its mark
    let refused = account.intake("").refusals;
    assert_eq!((refused.len(), refused[0].samples[0].text.as_str()), (1, "AIVDM,2,2,1,B,00000000000,2*26"));
    let mut before = HashMap::new();
    let ours: Vec<_> = got.iter().filter_map(|got: &Got| row(&got.message, &mut before)).collect();
    let text = String::from_utf8(bytes("decoders/gpsd_sample.aivdm.ju.chk").unwrap()).unwrap();
    let theirs: Vec<Map<String, Value>> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((ours.len(), theirs.len()), (97, 97));
    let found: Vec<String> =
        theirs.iter().zip(&ours).flat_map(|(theirs, ours)| differences(theirs, ours)).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn physical_values_are_those_of_gpsds_scaled_table() {
    let Some((got, _)) = decode_file("decoders/gpsd_sample.aivdm") else { return };
    let text = String::from_utf8(bytes("decoders/gpsd_sample.aivdm.js.chk").unwrap()).unwrap();
    let theirs: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut ours = got.iter().map(|got| &got.json);
    let mut compared = 0;
    for theirs in &theirs {
        let same = |ours: &&Value| ours["mmsi"] == theirs["mmsi"] && ours["type"] == theirs["type"];
        let ours = ours.find(same).unwrap_or_else(|| panic!("{theirs}"));
        let coarse = theirs["type"] == 17 || theirs["type"] == 27;
        for (key, name, none) in [
            ("lon", "longitude", 181.0),
            ("lat", "latitude", 91.0),
            ("speed", "speed_knots", 102.3),
            ("course", "course_degrees", 360.0),
            ("draught", "draught_metres", 0.0),
        ] {
            let (Some(theirs), Some(ours)) = (theirs[key].as_f64(), ours.get(name)) else { continue };
            compared += 1;
            match ours.as_f64() {
                // gpsd prints what is in tenths of a minute with one digit
                Some(ours) => assert!(
                    (ours - theirs).abs() < if coarse { 0.051 } else { 1e-3 },
                    "{key}: {theirs} is {ours}"
                ),
                None => assert!(theirs >= none || theirs == 0.0, "{key}: {theirs} is absent"),
            }
        }
    }
    assert!(compared > 70, "{compared}");
}

#[test]
fn libais_examples_have_its_values() {
    let Some((got, _)) = decode_file("decoders/libais_typeexamples.nmea") else { return };
    let text = String::from_utf8(bytes("decoders/libais_typeexamples.json").unwrap()).unwrap();
    let theirs: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut compared = 0;
    for theirs in &theirs {
        let same = |got: &&Got| got.json["mmsi"] == theirs["mmsi"] && got.json["type"] == theirs["type"];
        let Some(ours) = got.iter().find(same) else { panic!("{theirs}") };
        // libais takes the whole knots of an aircraft for tenths
        let aircraft = theirs["type"] == 9;
        for (key, name) in [
            ("lon", "longitude"),
            ("lat", "latitude"),
            ("speed", "speed_knots"),
            ("course", "course_degrees"),
            ("draught", "draught_metres"),
            ("shipname", "ship_name"),
            ("callsign", "call_sign"),
            ("text", "text"),
        ] {
            let (theirs, ours) = (&theirs[key], &ours.json[name]);
            match (theirs.as_f64(), ours.as_f64()) {
                (Some(theirs), Some(ours)) if aircraft && key == "speed" => {
                    assert!((theirs * 10.0 - ours).abs() < 1e-4)
                }
                (Some(theirs), Some(ours)) => {
                    assert!((theirs - ours).abs() < 1e-4, "{key}: {theirs} is {ours}")
                }
                _ if theirs.is_string() && ours.is_string() => {
                    let theirs = theirs.as_str().unwrap().split('@').next().unwrap().trim_end();
                    assert_eq!(ours, theirs);
                }
                _ => continue,
            }
            compared += 1;
        }
    }
    assert!(compared > 30, "{compared} of {}", theirs.len());
    let notice = got.iter().find(|got| got.json["application"]["about"] == "area notice").unwrap();
    let area = &notice.json["application"]["groups"][0];
    assert_eq!((&area["shape"], &area["radius"]), (&json!(0.0), &json!(926.0)));
    assert!((area["lon"].as_f64().unwrap() + 69.864_983_33).abs() < 1e-6);
}
