//! The consolidated list of the Security Council of the United Nations.

use std::io::BufRead;

use super::label::gender;
use super::sink::Sink;
use super::xml::{Broken, Node, Piece, Xml};
use crate::{
    Authority, CountryLink, DateSpan, Entity, EntityKind, IdentifierKind, Listing, Measure, Name, NameKind,
    NameStrength, Record, Trace,
};

/// Reads the list. All its regimes freeze assets.
pub(super) fn read<B: BufRead>(xml: &mut Xml<B>, sink: &mut Sink<'_>) -> Result<(), Broken> {
    sink.file.source.list = "UN consolidated list".to_owned();
    let is_record = |name: &str| matches!(name, "INDIVIDUAL" | "ENTITY");
    loop {
        match xml.next(&is_record)? {
            Piece::Open(node) if &*node.name == "CONSOLIDATED_LIST" => {
                sink.file.source.version = node.attribute("dateGenerated").map(str::to_owned);
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
    let person = &*node.name == "INDIVIDUAL";
    let kind = if person { EntityKind::Person } else { EntityKind::Company };
    let id = node.text_of("REFERENCE_NUMBER").or(node.text_of("DATAID")).unwrap_or_default().to_owned();
    let mut entity = Entity::new(Record { source: trace.source, id }, kind, "", trace);
    entity.names.clear();
    let parts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"];
    let whole: Vec<&str> = parts.iter().filter_map(|part| node.text_of(part)).collect();
    entity.add_name(Name::new(whole.join(" "), trace));
    if let Some(original) = node.text_of("NAME_ORIGINAL_SCRIPT") {
        entity.alias(original, NameKind::Spelling, NameStrength::Strong, trace);
    }
    let prefix = if person { "INDIVIDUAL" } else { "ENTITY" };
    let below = |what: &str| format!("{prefix}_{what}");
    node.all(&below("ALIAS")).for_each(|alias| add_alias(&mut entity, alias, trace));
    node.all(&below("ADDRESS")).for_each(|address| add_address(&mut entity, address, trace));
    node.all(&below("DATE_OF_BIRTH")).for_each(|birth| add_birth(&mut entity, birth, trace));
    node.all(&below("PLACE_OF_BIRTH")).for_each(|place| add_place(&mut entity, place, trace));
    node.all(&below("DOCUMENT")).for_each(|document| add_document(&mut entity, document, trace));
    node.texts(&["NATIONALITY", "VALUE"]).iter().for_each(|c| entity.country(CountryLink::Nationality, c));
    for path in [["TITLE", "VALUE"], ["DESIGNATION", "VALUE"]] {
        node.texts(&path).iter().for_each(|title| entity.entitle(title));
    }
    entity.gender = node.text_of("GENDER").and_then(gender);
    node.texts(&["COMMENTS1"]).iter().for_each(|text| entity.remark(text, trace));
    entity.remark_on("Nationality", node.text_of("NATIONALITY2"), trace);
    entity.listings.push(listing(node, trace));
    entity
}

fn listing(node: &Node, trace: Trace) -> Listing {
    let day = |name: &str| node.text_of(name)?.parse::<DateSpan>().ok()?.exact();
    Listing {
        authority: Authority::Un,
        measures: vec![Measure::AssetFreeze],
        programs: node.texts(&["UN_LIST_TYPE"]).into_iter().map(str::to_owned).collect(),
        from: day("LISTED_ON"),
        to: day("DELISTED_ON"),
        trace,
    }
}

fn add_alias(entity: &mut Entity, node: &Node, trace: Trace) {
    let quality = node.text_of("QUALITY").unwrap_or_default().to_lowercase();
    let kind = if quality.starts_with("f.k.a") { NameKind::Former } else { NameKind::Alias };
    let strength = if quality == "low" { NameStrength::Weak } else { NameStrength::Strong };
    if let Some(name) = node.text_of("ALIAS_NAME") {
        entity.alias(name, kind, strength, trace);
    }
    node.text_of("DATE_OF_BIRTH").into_iter().for_each(|birth| entity.born(birth, trace));
    let place = [node.text_of("CITY_OF_BIRTH"), node.text_of("COUNTRY_OF_BIRTH")];
    entity.born_at(&place.into_iter().flatten().collect::<Vec<_>>().join(", "));
    entity.remark_on("Alias", node.text_of("NOTE"), trace);
}

fn add_address(entity: &mut Entity, node: &Node, trace: Trace) {
    let parts = ["STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE"];
    let parts: Vec<&str> = parts.iter().filter_map(|part| node.text_of(part)).collect();
    entity.address(&parts, node.text_of("COUNTRY"), trace);
    entity.remark_on("Address", node.text_of("NOTE"), trace);
}

fn add_birth(entity: &mut Entity, node: &Node, trace: Trace) {
    let approximate = node.text_of("TYPE_OF_DATE") == Some("APPROXIMATELY");
    let circa = |text: &str| if approximate { format!("circa {text}") } else { text.to_owned() };
    if let (Some(from), Some(to)) = (node.text_of("FROM_YEAR"), node.text_of("TO_YEAR")) {
        entity.born(&format!("{from} to {to}"), trace);
    } else if let Some(date) = node.text_of("DATE").or(node.text_of("YEAR")) {
        entity.born(&circa(date), trace);
    }
    entity.remark_on("Date of birth", node.text_of("NOTE"), trace);
}

fn add_place(entity: &mut Entity, node: &Node, trace: Trace) {
    let parts = ["STREET", "CITY", "STATE_PROVINCE", "COUNTRY"];
    let parts: Vec<&str> = parts.iter().filter_map(|part| node.text_of(part)).collect();
    entity.born_at(&parts.join(", "));
    entity.remark_on("Place of birth", node.text_of("NOTE"), trace);
}

fn add_document(entity: &mut Entity, node: &Node, trace: Trace) {
    let label = node.text_of("TYPE_OF_DOCUMENT2").or(node.text_of("TYPE_OF_DOCUMENT")).unwrap_or("Document");
    let kind = match node.text_of("TYPE_OF_DOCUMENT").unwrap_or(label).to_lowercase() {
        word if word.contains("pas") && word.contains("port") => IdentifierKind::Passport,
        word if word.contains("national") || word.contains("identi") => IdentifierKind::NationalId,
        _ => IdentifierKind::Other,
    };
    let country = node.text_of("ISSUING_COUNTRY").or(node.text_of("COUNTRY_OF_ISSUE"));
    if let Some(number) = node.text_of("NUMBER") {
        entity.identify(kind, number, Some(label), country, trace);
    }
    let issue = [node.text_of("DATE_OF_ISSUE"), node.text_of("CITY_OF_ISSUE"), node.text_of("NOTE")];
    let issue: Vec<&str> = issue.into_iter().flatten().collect();
    entity.remark_on(label, Some(issue.join(", ").as_str()), trace);
}
