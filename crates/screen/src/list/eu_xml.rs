//! The consolidated financial sanctions list of the European Union, version 1.1 of its form.

use std::io::BufRead;

use jiff::civil::Date;

use super::label::gender;
use super::sink::Sink;
use super::xml::{Broken, Node, Piece, Xml};
use crate::{
    Authority, CountryLink, DateSpan, Entity, EntityKind, IdentifierKind, Listing, Measure, Name, NameKind,
    NamePart, NameStrength, Record, Trace,
};

/// Reads the list. It holds those whose funds are frozen.
pub(super) fn read<B: BufRead>(xml: &mut Xml<B>, sink: &mut Sink<'_>) -> Result<(), Broken> {
    sink.file.source.list = "EU consolidated financial sanctions list".to_owned();
    loop {
        match xml.next(&|name| name == "sanctionEntity")? {
            Piece::Open(node) if &*node.name == "export" => {
                sink.file.source.version = node.attribute("generationDate").map(str::to_owned);
            }
            Piece::Open(_) => {}
            Piece::Record(node) => {
                let entity = entity(&node, sink.trace(node.line));
                sink.accept(entity);
            }
            Piece::Refused { line, reason } => sink.refuse(reason, line, ""),
            Piece::End => return Ok(()),
        }
    }
}

fn entity(node: &Node, trace: Trace) -> Entity {
    let id = node.attribute("euReferenceNumber").or(node.attribute("logicalId")).unwrap_or_default();
    let kind = match node.child("subjectType").and_then(|subject| subject.attribute("code")) {
        Some("person") => EntityKind::Person,
        Some("enterprise") => EntityKind::Company,
        _ => EntityKind::Other,
    };
    let record = Record { source: trace.source, id: id.to_owned() };
    let mut entity = Entity::new(record, kind, "", trace);
    entity.names.clear();
    node.all("nameAlias").for_each(|alias| add_name(&mut entity, alias, trace));
    for link in node.all("citizenship") {
        entity.country(CountryLink::Nationality, country(link).unwrap_or_default());
    }
    node.all("birthdate").for_each(|birth| add_birth(&mut entity, birth, trace));
    node.all("address").for_each(|address| add_address(&mut entity, address, trace));
    node.all("identification").for_each(|document| add_identification(&mut entity, document, trace));
    entity.remark_on("Designation", node.attribute("designationDetails"), trace);
    node.texts(&["remark"]).iter().for_each(|remark| entity.remark(remark, trace));
    if let Some(reference) = node.attribute("unitedNationId") {
        let label = Some("United Nations reference");
        entity.identify(IdentifierKind::ListKey, reference, label, None, trace);
    }
    entity.listings.push(listing(node, trace));
    entity
}

/// A country: its name, unless the list says that it is not known.
fn country(node: &Node) -> Option<&str> {
    let known = |text: &&str| !matches!(*text, "UNKNOWN" | "00");
    node.attribute("countryDescription").or(node.attribute("countryIso2Code")).filter(known)
}

fn add_name(entity: &mut Entity, node: &Node, trace: Trace) {
    let part = |name: &str| node.attribute(name);
    let parts = [part("firstName"), part("middleName"), part("lastName")];
    let joined = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let kind = if entity.names.is_empty() { NameKind::Primary } else { NameKind::Alias };
    let weak = part("strong") == Some("false");
    let kinds = [NamePart::Given, NamePart::Middle, NamePart::Family];
    let parts = kinds.into_iter().zip(parts).filter_map(|(kind, text)| Some((kind, text?.to_owned())));
    entity.add_name(Name {
        kind,
        strength: if weak { NameStrength::Weak } else { NameStrength::Strong },
        language: part("nameLanguage").map(str::to_owned),
        parts: parts.collect(),
        ..Name::new(part("wholeName").unwrap_or(&joined), trace)
    });
    part("title").into_iter().chain(part("function")).for_each(|title| entity.entitle(title));
    entity.gender = entity.gender.take().or(part("gender").and_then(gender));
    node.texts(&["remark"]).iter().for_each(|remark| entity.remark(remark, trace));
}

fn add_birth(entity: &mut Entity, node: &Node, trace: Trace) {
    let part = |name: &str| node.attribute(name);
    let circa = part("circa") == Some("true");
    let other_calendar = part("calendarType").is_some_and(|calendar| calendar != "GREGORIAN");
    let years = part("yearRangeFrom").zip(part("yearRangeTo")).map(|(from, to)| format!("{from} to {to}"));
    let year = part("year").filter(|year| *year != "0");
    let month =
        year.zip(part("monthOfYear").filter(|month| *month != "0")).map(|(y, m)| format!("{y}-{m:0>2}"));
    let text = years.or(part("birthdate").map(str::to_owned)).or(month).or(year.map(str::to_owned));
    match text {
        Some(text) if other_calendar => {
            entity.remark(&format!("Date of birth, in another calendar: {text}"), trace)
        }
        Some(text) if circa => entity.born(&format!("circa {text}"), trace),
        Some(text) => entity.born(&text, trace),
        None => {}
    }
    let place = [part("city"), part("place"), part("region"), country(node)];
    entity.born_at(&place.into_iter().flatten().collect::<Vec<_>>().join(", "));
    node.texts(&["remark"]).iter().for_each(|remark| entity.remark(remark, trace));
}

fn add_address(entity: &mut Entity, node: &Node, trace: Trace) {
    let parts = ["street", "poBox", "zipCode", "city", "place", "region"];
    let parts: Vec<&str> = parts.iter().filter_map(|part| node.attribute(part)).collect();
    entity.address(&parts, country(node), trace);
    node.texts(&["remark"]).iter().for_each(|remark| entity.remark(remark, trace));
}

fn add_identification(entity: &mut Entity, node: &Node, trace: Trace) {
    let code = node.attribute("identificationTypeCode").unwrap_or_default();
    let label = node.attribute("identificationTypeDescription").or(Some(code));
    let kind = match code {
        "passport" | "diplomatic" | "travelDoc" => IdentifierKind::Passport,
        "id" | "birthcert" | "socialSec" | "electionid" => IdentifierKind::NationalId,
        "regnumber" | "tradelic" | "chamber" => IdentifierKind::RegisterNumber,
        "fiscalcode" | "tax" => IdentifierKind::TaxNumber,
        "swiftbic" => IdentifierKind::Bic,
        "imo" => IdentifierKind::CompanyImo,
        "iban" => IdentifierKind::Account,
        _ => IdentifierKind::Other,
    };
    if let Some(number) = node.attribute("number").or(node.attribute("latinNumber")) {
        entity.identify(kind, number, label, country(node), trace);
    }
    node.texts(&["remark"]).iter().for_each(|remark| entity.remark(remark, trace));
}

/// The listing: since the day of designation where the list gives it, or else since the first of its regulations came into force.
fn listing(node: &Node, trace: Trace) -> Listing {
    let day = |text: &str| -> Option<Date> { text.parse::<DateSpan>().ok()?.exact() };
    let regulations: Vec<&Node> = node.all("regulation").collect();
    let in_force = regulations.iter().filter_map(|r| day(r.attribute("entryIntoForceDate")?)).min();
    let mut programs: Vec<String> = Vec::new();
    for regulation in &regulations {
        let words = [regulation.attribute("programme"), regulation.attribute("numberTitle")];
        for word in words
            .into_iter()
            .flatten()
            .filter(|word| !programs.iter().any(|known| known == word))
            .collect::<Vec<_>>()
        {
            programs.push(word.to_owned());
        }
    }
    Listing {
        authority: Authority::Eu,
        measures: vec![Measure::AssetFreeze],
        programs,
        from: node.attribute("designationDate").and_then(day).or(in_force),
        to: None,
        trace,
    }
}
