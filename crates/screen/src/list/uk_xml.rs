//! The UK Sanctions List of the Foreign, Commonwealth and Development Office.

use std::io::BufRead;

use super::label::gender;
use super::measure::all_of_words;
use super::sink::Sink;
use super::xml::{Broken, Node, Piece, Xml};
use crate::{
    Authority, CountryLink, DateSpan, Entity, EntityKind, IdentifierKind, Listing, Measure, Name, NameKind,
    NamePart, NameStrength, Record, RelationKind, Trace,
};

/// Reads the list.
pub(super) fn read<B: BufRead>(xml: &mut Xml<B>, sink: &mut Sink<'_>) -> Result<(), Broken> {
    sink.file.source.list = "UK Sanctions List".to_owned();
    let is_record = |name: &str| matches!(name, "Designation" | "DateGenerated");
    loop {
        match xml.next(&is_record)? {
            Piece::Open(_) => {}
            Piece::Record(node) if &*node.name == "DateGenerated" => {
                sink.file.source.version = node.words().map(str::to_owned);
            }
            Piece::Record(node) => {
                let entity = entity(&node, sink.trace(node.line));
                sink.accept(entity);
            }
            Piece::Refused { line, reason } => sink.refuse(reason, line, ""),
            Piece::End => return Ok(()),
        }
    }
}

/// What the UK calls a kind.
pub(super) fn kind(word: &str) -> EntityKind {
    match word.trim().to_lowercase().as_str() {
        "individual" => EntityKind::Person,
        "entity" => EntityKind::Company,
        "ship" => EntityKind::Ship,
        _ => EntityKind::Other,
    }
}

fn entity(node: &Node, trace: Trace) -> Entity {
    let id = node.text_of("UniqueID").unwrap_or_default().to_owned();
    let kind = kind(node.text_of("IndividualEntityShip").unwrap_or_default());
    let mut entity = Entity::new(Record { source: trace.source, id }, kind, "", trace);
    entity.names.clear();
    node.below(&["Names", "Name"]).into_iter().for_each(|name| add_name(&mut entity, name, trace));
    for name in node.below(&["NonLatinNames", "NonLatinName"]) {
        if let Some(text) = name.text_of("NameNonLatinScript") {
            let language = name.text_of("NonLatinScriptLanguage").or(name.text_of("NonLatinScriptType"));
            let name = Name { language: language.map(str::to_owned), ..Name::new(text, trace) };
            entity.add_name(name.of_kind(NameKind::Spelling));
        }
    }
    for (name, label) in [("UNReferenceNumber", "United Nations reference"), ("OFSIGroupID", "OFSI group")] {
        if let Some(key) = node.text_of(name) {
            entity.identify(IdentifierKind::ListKey, key, Some(label), None, trace);
        }
    }
    node.below(&["Addresses", "Address"]).into_iter().for_each(|address| {
        let lines = (1..=6).filter_map(|n| address.text_of(&format!("AddressLine{n}")));
        let lines: Vec<&str> = lines.chain(address.text_of("AddressPostalCode")).collect();
        entity.address(&lines, address.text_of("AddressCountry"), trace);
    });
    let contacts =
        [("PhoneNumbers", "PhoneNumber"), ("EmailAddresses", "EmailAddress"), ("Websites", "Website")];
    for (all, one) in contacts {
        for contact in node.texts(&[all, one]) {
            entity.identify(IdentifierKind::Contact, contact, Some(one), None, trace);
        }
    }
    node.texts(&["Titles", "Title"]).iter().for_each(|title| entity.entitle(title));
    node.below(&["IndividualDetails", "Individual"]).into_iter().for_each(|n| person(&mut entity, n, trace));
    node.below(&["EntityDetails", "Entity"]).into_iter().for_each(|n| company(&mut entity, n, trace));
    node.below(&["ShipDetails", "Ship"]).into_iter().for_each(|n| ship(&mut entity, n, trace));
    entity.remark_on("Reasons", node.text_of("UKStatementofReasons"), trace);
    entity.remark_on("Information", node.text_of("OtherInformation"), trace);
    entity.listings.push(listing(node, trace));
    entity
}

/// The first five parts are given names, the sixth is the family name, or the whole name of a company or a ship.
fn add_name(entity: &mut Entity, node: &Node, trace: Trace) {
    let part = |n: usize| node.text_of(&format!("Name{n}"));
    let pieces: Vec<&str> = (1..=6).filter_map(part).collect();
    let whole = pieces.join(" ");
    let (text, outer) = match within_quotes(&whole) {
        Some(inner) => (inner, Some(whole.as_str())),
        None => (whole.as_str(), None),
    };
    let mut name = Name::new(text, trace);
    if entity.kind == EntityKind::Person {
        let kinds = [
            NamePart::Given,
            NamePart::Middle,
            NamePart::Middle,
            NamePart::Middle,
            NamePart::Middle,
            NamePart::Family,
        ];
        name.parts = (1..=6).zip(kinds).filter_map(|(n, kind)| Some((kind, part(n)?.to_owned()))).collect();
    }
    let word = node.text_of("NameType").unwrap_or_default();
    name.kind = name_kind(word);
    name.strength = strength(node.text_of("AliasStrength").unwrap_or_default());
    entity.remark_on("Name as listed", outer, trace);
    entity.add_name(name);
}

/// `Primary Name`, `Primary name variation`, `Alias`, in any case.
pub(super) fn name_kind(word: &str) -> NameKind {
    let word = word.to_lowercase();
    match word.trim() {
        "primary name" | "primary" => NameKind::Primary,
        word if word.contains("variation") => NameKind::Spelling,
        word if word.contains("previous") || word.contains("former") => NameKind::Former,
        _ => NameKind::Alias,
    }
}

/// `Low quality a.k.a` is weak.
pub(super) fn strength(word: &str) -> NameStrength {
    if word.to_lowercase().contains("low") { NameStrength::Weak } else { NameStrength::Strong }
}

/// A ship that is listed by its number, with its name in quotes behind: `IMO 9274082 ("TM HAI HA 568")`.
fn within_quotes(text: &str) -> Option<&str> {
    let rest = text.trim().strip_prefix("IMO")?.trim_start();
    let (number, behind) = rest.split_once(' ')?;
    let numeric = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let inner = behind.trim().strip_prefix('(')?.strip_suffix(')')?;
    let bare = inner.trim_matches(|c| matches!(c, '"' | '“' | '”' | '\'' | '‘' | '’'));
    (numeric && !bare.trim().is_empty()).then_some(bare.trim())
}

fn person(entity: &mut Entity, node: &Node, trace: Trace) {
    node.texts(&["DOBs", "DOB"]).iter().for_each(|birth| entity.born(birth, trace));
    node.texts(&["Nationalities", "Nationality"])
        .iter()
        .for_each(|country| entity.country(CountryLink::Nationality, country));
    node.texts(&["Positions", "Position"]).iter().for_each(|position| entity.entitle(position));
    node.texts(&["Genders", "Gender"]).iter().for_each(|word| entity.gender = gender(word));
    for place in node.below(&["BirthDetails", "Location"]) {
        let parts = [place.text_of("TownOfBirth"), place.text_of("CountryOfBirth")];
        entity.born_at(&parts.into_iter().flatten().collect::<Vec<_>>().join(", "));
    }
    let documents = [
        (
            ["PassportDetails", "Passport"],
            "PassportNumber",
            "PassportAdditionalInformation",
            IdentifierKind::Passport,
        ),
        (
            ["NationalIdentifierDetails", "NationalIdentifier"],
            "NationalIdentifierNumber",
            "NationalIdentifierAdditionalInformation",
            IdentifierKind::NationalId,
        ),
    ];
    for (path, number, more, kind) in documents {
        for document in node.below(&path) {
            if let Some(text) = document.text_of(number) {
                entity.identify(kind, text, document.text_of(more), None, trace);
            }
        }
    }
}

fn company(entity: &mut Entity, node: &Node, trace: Trace) {
    for number in node.texts(&["BusinessRegistrationNumbers", "BusinessRegistrationNumber"]) {
        entity.identify(
            IdentifierKind::RegisterNumber,
            number,
            Some("Business registration number"),
            None,
            trace,
        );
    }
    node.texts(&["TypeOfEntities", "TypeOfEntity"])
        .iter()
        .for_each(|kind| entity.remark_on("Type", Some(kind), trace));
    for parent in node.texts(&["ParentCompanies", "ParentCompany"]) {
        entity.relate_to_name(RelationKind::OwnedOrControlledBy, parent, trace);
    }
    for subsidiary in node.texts(&["Subsidiaries", "Subsidiary"]) {
        entity.relate_to_name(RelationKind::Owns, subsidiary, trace);
    }
}

fn ship(entity: &mut Entity, node: &Node, trace: Trace) {
    for number in node.texts(&["IMONumbers", "IMONumber"]) {
        entity.identify(IdentifierKind::ShipImo, number, Some("IMO number"), None, trace);
    }
    for owner in node.texts(&["CurrentOwnerOperators", "CurrentOwnerOperator"]) {
        entity.relate_to_name(RelationKind::OwnedOrControlledBy, owner, trace);
    }
    for flag in node.texts(&["CurrentBelievedFlagOfShips", "CurrentBelievedFlagOfShip"]) {
        entity.country(CountryLink::Flag, flag);
    }
    for flag in node.texts(&["PreviousFlags", "PreviousFlag"]) {
        entity.country(CountryLink::FormerFlag, flag);
    }
    node.texts(&["YearsBuilt", "YearBuilt"]).iter().for_each(|year| entity.born(year, trace));
    let remarks = [
        (["TypeOfShipDetails", "TypeOfShip"], "Vessel type"),
        (["TonnageOfShipDetails", "TonnageOfShip"], "Tonnage"),
        (["LengthOfShipDetails", "LengthOfShip"], "Length"),
        (["PreviousOwnerOperators", "PreviousOwnerOperator"], "Previous owner or operator"),
        (["HullIdentificationNumbers", "HullIdentificationNumber"], "Hull identification number"),
    ];
    for (path, label) in remarks {
        node.texts(&path).iter().for_each(|text| entity.remark_on(label, Some(text), trace));
    }
}

/// What is imposed; where the list does not say, it is not taken for a freeze.
fn listing(node: &Node, trace: Trace) -> Listing {
    let day = |name: &str| node.text_of(name)?.parse::<DateSpan>().ok()?.exact();
    let imposed = node.text_of("SanctionsImposed").unwrap_or_default();
    let mut measures = all_of_words(imposed);
    if measures.is_empty() {
        measures.push(Measure::Other);
    }
    let words = node.texts(&["RegimeName"]).into_iter().chain(imposed.split('|').map(str::trim));
    Listing {
        authority: Authority::Uk,
        measures,
        programs: words.filter(|word| !word.is_empty()).map(str::to_owned).collect(),
        from: day("DateDesignated"),
        to: None,
        trace,
    }
}
