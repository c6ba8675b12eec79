//! The Advanced XML of the OFAC: reference values, places, documents, parties, relations and entries, each in a part of the file, tied by
//! numbers. Read in one pass; of what comes before the parties only places and documents are kept, and given up at the end.

use std::collections::HashMap;
use std::io::BufRead;
use std::rc::Rc;

use jiff::civil::Date;

use super::measure::{non_sdn, of_us_list};
use super::sink::Sink;
use super::xml::{Broken, Node, Piece, Xml};
use crate::{
    Authority, CountryLink, DateSpan, Entity, EntityKind, Listing, Measure, Name, NameKind, NamePart,
    NameStrength, Record, RelationKind, Target, Trace,
};

/// What the numbers of a file stand for, by the name of the element that defines them.
#[derive(Default)]
struct References(HashMap<(Rc<str>, String), (String, HashMap<String, String>)>);

impl References {
    fn take(&mut self, node: &Node) {
        for value in &node.children {
            if let Some(id) = value.attribute("ID") {
                let more =
                    value.attributes.iter().map(|(key, text)| (key.to_string(), text.clone())).collect();
                self.0.insert((value.name.clone(), id.to_owned()), (value.text.trim().to_owned(), more));
            }
        }
    }

    fn get(&self, set: &str, id: Option<&str>) -> Option<&(String, HashMap<String, String>)> {
        self.0.get(&(Rc::from(set), id?.to_owned()))
    }

    /// The words for a number.
    fn text(&self, set: &str, id: Option<&str>) -> Option<&str> {
        self.get(set, id).map(|(text, _)| text.as_str()).filter(|text| !text.is_empty())
    }

    /// The name of a country: what its area code describes where the set of countries has none.
    fn country(&self, id: Option<&str>) -> Option<&str> {
        self.text("Country", id)
    }

    fn area(&self, id: Option<&str>) -> Option<&str> {
        let (text, more) = self.get("AreaCode", id)?;
        Some(more.get("Description").unwrap_or(text).as_str()).filter(|text| !text.is_empty())
    }
}

/// A place: its parts, and its country.
#[derive(Default)]
struct Place {
    parts: Vec<String>,
    country: Option<String>,
}

impl Place {
    fn words(&self) -> String {
        let parts = self.parts.iter().map(String::as_str).chain(self.country.as_deref());
        parts.collect::<Vec<_>>().join(", ")
    }
}

/// A document that identifies somebody.
struct Document {
    label: String,
    number: String,
    country: Option<String>,
    valid: Option<String>,
    dates: Vec<String>,
    line: u32,
}

/// A file on the way.
#[derive(Default)]
struct File {
    references: References,
    places: HashMap<String, Place>,
    documents: HashMap<String, Vec<Document>>,
    /// The place among the entities, by the number of the profile.
    profiles: HashMap<String, usize>,
}

/// Reads the file.
pub(super) fn read<B: BufRead>(xml: &mut Xml<B>, sink: &mut Sink<'_>) -> Result<(), Broken> {
    sink.file.source.list = "OFAC Advanced XML".to_owned();
    let mut file = File::default();
    let is_record = |name: &str| {
        let known = [
            "Location",
            "IDRegDocument",
            "DistinctParty",
            "ProfileRelationship",
            "SanctionsEntry",
            "DateOfIssue",
        ];
        known.contains(&name) || (name.ends_with("Values") && name != "ReferenceValueSets")
    };
    loop {
        match xml.next(&is_record)? {
            Piece::Open(_) => {}
            Piece::Record(node) => file.take(&node, sink),
            Piece::Refused { line, reason } => sink.refuse(reason, line, ""),
            Piece::End => break,
        }
    }
    let lists = sink.file.source.list.clone();
    sink.file.source.list = lists.trim_end_matches(':').to_owned();
    Ok(())
}

impl File {
    fn take(&mut self, node: &Node, sink: &mut Sink<'_>) {
        match &*node.name {
            "DateOfIssue" => sink.file.source.version = day(node).map(|day| day.to_string()),
            "Location" => self.place(node),
            "IDRegDocument" => self.document(node),
            "DistinctParty" => self.party(node, sink),
            "ProfileRelationship" => self.relation(node, sink),
            "SanctionsEntry" => self.entry(node, sink),
            _ => self.references.take(node),
        }
    }

    fn place(&mut self, node: &Node) {
        let mut place = Place::default();
        for part in node.all("LocationPart") {
            place.parts.extend(part.texts(&["LocationPartValue", "Value"]).into_iter().map(str::to_owned));
        }
        let country =
            node.child("LocationCountry").and_then(|c| self.references.country(c.attribute("CountryID")));
        let area =
            node.child("LocationAreaCode").and_then(|c| self.references.area(c.attribute("AreaCodeID")));
        place.country = country.or(area).map(str::to_owned);
        if let Some(id) = node.attribute("ID") {
            self.places.insert(id.to_owned(), place);
        }
    }

    fn document(&mut self, node: &Node) {
        let Some(number) = node.text_of("IDRegistrationNo") else { return };
        let label =
            self.references.text("IDRegDocType", node.attribute("IDRegDocTypeID")).unwrap_or("Document");
        let valid =
            self.references.text("Validity", node.attribute("ValidityID")).filter(|valid| *valid != "Valid");
        let dates = node.all("DocumentDate").filter_map(|date| {
            let what = self.references.text("IDRegDocDateType", date.attribute("IDRegDocDateTypeID"))?;
            Some(format!("{what} {}", period(date.child("DatePeriod")?)?))
        });
        let document = Document {
            label: label.to_owned(),
            number: number.to_owned(),
            country: self.references.country(node.attribute("IssuedBy-CountryID")).map(str::to_owned),
            valid: valid.map(str::to_owned),
            dates: dates.collect(),
            line: node.line,
        };
        let identity = node.attribute("IdentityID").unwrap_or_default().to_owned();
        self.documents.entry(identity).or_default().push(document);
    }

    fn party(&mut self, node: &Node, sink: &mut Sink<'_>) {
        let trace = sink.trace(node.line);
        let profiles: Vec<&Node> = node.all("Profile").collect();
        let first = profiles.first().and_then(|profile| profile.attribute("ID"));
        let id = node.attribute("FixedRef").or(first).unwrap_or_default().to_owned();
        let kind = profiles.first().map_or(EntityKind::Other, |profile| self.kind(profile));
        let mut entity = Entity::new(Record { source: trace.source, id }, kind, "", trace);
        entity.names.clear();
        for comment in node.texts(&["Comment"]) {
            entity.remark(comment, trace);
        }
        for profile in &profiles {
            for identity in profile.all("Identity") {
                self.identity(&mut entity, identity, sink);
            }
            for feature in profile.all("Feature") {
                self.feature(&mut entity, feature, sink.trace(feature.line));
            }
        }
        let place = sink.entities.len();
        sink.accept(entity);
        if sink.entities.len() > place {
            let ids = profiles.iter().filter_map(|profile| profile.attribute("ID"));
            self.profiles.extend(ids.map(|id| (id.to_owned(), place)));
        }
    }

    /// What a party is: by its subtype, or, where that is not known, by its type.
    fn kind(&self, profile: &Node) -> EntityKind {
        let Some((sub, more)) = self.references.get("PartySubType", profile.attribute("PartySubTypeID"))
        else {
            return EntityKind::Other;
        };
        let main = self.references.text("PartyType", more.get("PartyTypeID").map(String::as_str));
        let of = |word: &str| match word.to_lowercase().as_str() {
            "individual" => Some(EntityKind::Person),
            "entity" => Some(EntityKind::Company),
            "vessel" => Some(EntityKind::Ship),
            "aircraft" => Some(EntityKind::Aircraft),
            _ => None,
        };
        of(sub).or_else(|| of(main?)).unwrap_or(EntityKind::Other)
    }

    fn identity(&self, entity: &mut Entity, identity: &Node, sink: &Sink<'_>) {
        let groups = identity.below(&["NamePartGroups", "MasterNamePartGroup", "NamePartGroup"]);
        let types: HashMap<&str, &str> = groups
            .iter()
            .filter_map(|group| Some((group.attribute("ID")?, group.attribute("NamePartTypeID")?)))
            .collect();
        for alias in identity.all("Alias") {
            for documented in alias.all("DocumentedName") {
                if let Some(name) = self.name(entity, alias, documented, &types, sink.trace(documented.line))
                {
                    entity.add_name(name);
                }
            }
        }
        let id = identity.attribute("ID").unwrap_or_default();
        for document in self.documents.get(id).into_iter().flatten() {
            let trace = sink.trace(document.line);
            entity.labelled(&document.label, &document.number, document.country.as_deref(), trace);
            let about = format!("{} {}", document.label, document.number);
            let dates = (!document.dates.is_empty()).then(|| document.dates.join(", "));
            entity.remark_on(&about, dates.as_deref(), trace);
            entity.remark_on(&about, document.valid.as_deref(), trace);
        }
    }

    /// A name put together as the OFAC writes it: the family names first, a comma, the others.
    fn name(
        &self,
        entity: &Entity,
        alias: &Node,
        documented: &Node,
        types: &HashMap<&str, &str>,
        trace: Trace,
    ) -> Option<Name> {
        let mut parts: Vec<(NamePart, String)> = Vec::new();
        let mut script = None;
        for value in documented.below(&["DocumentedNamePart", "NamePartValue"]) {
            let kind = value.attribute("NamePartGroupID").and_then(|group| types.get(group)).copied();
            let kind = self.references.text("NamePartType", kind).map_or(NamePart::Other, part);
            parts.push((kind, value.words()?.to_owned()));
            script = script.or(self.script(value.attribute("ScriptID")));
        }
        let is_family = |kind: &NamePart| matches!(kind, NamePart::Family | NamePart::Matronymic);
        let join = |family: bool| {
            let chosen =
                parts.iter().filter(|(kind, _)| is_family(kind) == family).map(|(_, text)| text.as_str());
            chosen.collect::<Vec<_>>().join(" ")
        };
        let (family, given) = (join(true), join(false));
        let text = match (family.is_empty(), given.is_empty()) {
            (true, true) => return None,
            (false, false) => format!("{family}, {given}"),
            _ => family + &given,
        };
        let word = self.references.text("AliasType", alias.attribute("AliasTypeID")).unwrap_or_default();
        let low = alias.attribute("LowQuality") == Some("true");
        let foreign = script.filter(|script| *script != "Latin" && *script != "Latn");
        let kind = match word.to_uppercase().as_str() {
            "F.K.A." => NameKind::Former,
            "N.K.A." => NameKind::Now,
            _ if foreign.is_some() => NameKind::Spelling,
            _ if alias.attribute("Primary") == Some("true") && !has_primary(entity) => NameKind::Primary,
            _ => NameKind::Alias,
        };
        Some(Name {
            kind,
            strength: if low { NameStrength::Weak } else { NameStrength::Strong },
            language: foreign.map(str::to_owned),
            parts: parts.into_iter().filter(|(kind, _)| *kind != NamePart::Other).collect(),
            ..Name::new(text, trace)
        })
    }

    fn script(&self, id: Option<&str>) -> Option<&str> {
        self.references.text("Script", id)
    }

    /// A fact: a day, a place, words, or a word of a list of words.
    fn feature(&self, entity: &mut Entity, feature: &Node, trace: Trace) {
        let label =
            self.references.text("FeatureType", feature.attribute("FeatureTypeID")).unwrap_or("Feature");
        for version in feature.all("FeatureVersion") {
            for location in version.all("VersionLocation") {
                let place = location.attribute("LocationID").and_then(|id| self.places.get(id));
                place.into_iter().for_each(|place| located(entity, label, place, trace));
            }
            for detail in version.all("VersionDetail") {
                let word = self.references.text("DetailReference", detail.attribute("DetailReferenceID"));
                if let Some(value) = detail.words().or(word) {
                    entity.labelled(label, value, None, trace);
                }
            }
            let period = version.child("DatePeriod").and_then(period);
            period.into_iter().for_each(|period| entity.labelled(label, &period, None, trace));
            entity.remark_on(label, version.text_of("Comment"), trace);
        }
    }

    /// A relation. 15003 says `Owned or Controlled By`, so the owned party is the one that it comes from; 92019 says `Owns, controls, or
    /// operates`, so it is the one that it goes to. It stands with the owned party either way.
    fn relation(&self, node: &Node, sink: &mut Sink<'_>) {
        let trace = sink.trace(node.line);
        let profile = |name: &str| node.attribute(name).unwrap_or_default().to_owned();
        let (from, to) = (profile("From-ProfileID"), profile("To-ProfileID"));
        let id = node.attribute("RelationTypeID").unwrap_or_default();
        let word = self.references.text("RelationType", Some(id)).unwrap_or_default();
        let former = node.attribute("Former") == Some("true");
        let record = |profile: &str, sink: &Sink<'_>| {
            let known = self.profiles.get(profile).and_then(|at| sink.entities.get(*at));
            known.map_or_else(|| profile.to_owned(), |entity| entity.record.id.clone())
        };
        let owns = id == "92019" || word.to_lowercase().starts_with("owns");
        let (of, other, kind) = match owns && self.profiles.contains_key(&to) {
            true => (to, from, RelationKind::OwnedOrControlledBy),
            false => (from, to, relation_kind(id, word, owns)),
        };
        let kind = if former { RelationKind::Other(format!("formerly: {word}")) } else { kind };
        let other = record(&other, sink);
        match self.profiles.get(&of).and_then(|at| sink.entities.get_mut(*at)) {
            Some(entity) => {
                entity.relate(kind, Target::Record(other), None, trace);
                entity.remark_on(word, node.text_of("Comment"), trace);
            }
            None => sink.refuse("a relation of a party that is not there", node.line, &of),
        }
    }

    fn entry(&self, node: &Node, sink: &mut Sink<'_>) {
        let trace = sink.trace(node.line);
        let list = self.references.text("List", node.attribute("ListID")).unwrap_or_default();
        let mut programs: Vec<String> = Vec::new();
        for measure in node.all("SanctionsMeasure") {
            let words = self.references.text("SanctionsType", measure.attribute("SanctionsTypeID"));
            let program = measure.text_of("Comment").or(words.filter(|words| *words != "Program"));
            let id = measure.attribute("SanctionsProgramID");
            let program = program.or(self.references.text("SanctionsProgram", id)).map(str::to_owned);
            programs.extend(
                program.filter(|program| !programs.contains(program)).into_iter().collect::<Vec<_>>(),
            );
        }
        let from = node.all("EntryEvent").filter_map(|event| day(event.child("Date")?)).min();
        let mut measures = match of_us_list(list) {
            Measure::Other => programs.iter().filter_map(|program| non_sdn(program)).collect(),
            measure => vec![measure],
        };
        measures.sort_unstable();
        measures.dedup();
        if measures.is_empty() {
            measures.push(Measure::Other);
        }
        if !list.is_empty() {
            programs.insert(0, list.to_owned());
        }
        let profile = node.attribute("ProfileID").unwrap_or_default();
        let listing = Listing { authority: Authority::Us, measures, programs, from, to: None, trace };
        match self.profiles.get(profile).and_then(|at| sink.entities.get_mut(*at)) {
            Some(entity) => entity.listings.push(listing),
            None => sink.refuse("an entry of a party that is not there", node.line, profile),
        }
    }
}

fn has_primary(entity: &Entity) -> bool {
    entity.names.iter().any(|name| name.kind == NameKind::Primary)
}

fn part(word: &str) -> NamePart {
    match word.to_lowercase().as_str() {
        "last name" | "maiden name" => NamePart::Family,
        "first name" => NamePart::Given,
        "middle name" => NamePart::Middle,
        "patronymic" => NamePart::Patronymic,
        "matronymic" => NamePart::Matronymic,
        _ => NamePart::Other,
    }
}

/// What a place is to somebody, by the label of its feature.
fn located(entity: &mut Entity, label: &str, place: &Place, trace: Trace) {
    let lower = label.to_lowercase();
    let parts: Vec<&str> = place.parts.iter().map(String::as_str).collect();
    let country = place.country.as_deref().unwrap_or_default();
    if lower.contains("birth") {
        entity.born_at(&place.words());
    } else if lower == "location" {
        entity.address(&parts, place.country.as_deref(), trace);
    } else if lower.contains("nationality of registration") {
        entity.country(CountryLink::Registration, country);
    } else if lower.contains("nationality") || lower.contains("citizenship") {
        entity.country(CountryLink::Nationality, country);
    } else if lower.contains("flag") {
        let former = lower.contains("other") || lower.contains("former");
        entity.country(if former { CountryLink::FormerFlag } else { CountryLink::Flag }, country);
    } else {
        entity.remark_on(label, Some(&place.words()), trace);
    }
}

fn relation_kind(id: &str, word: &str, owns: bool) -> RelationKind {
    let lower = word.to_lowercase();
    match id {
        _ if owns => RelationKind::Owns,
        "15003" => RelationKind::OwnedOrControlledBy,
        "15002" => RelationKind::ActsFor,
        _ if lower.starts_with("owned or controlled") => RelationKind::OwnedOrControlledBy,
        _ if lower.starts_with("acting for") => RelationKind::ActsFor,
        _ if lower.starts_with("family") => RelationKind::Family,
        _ if lower.starts_with("leader") || lower.starts_with("principal executive") => RelationKind::Leads,
        _ if word.is_empty() => RelationKind::Other(format!("relation {id}")),
        _ => RelationKind::Other(word.to_owned()),
    }
}

/// Year, month and day below an element.
fn day(node: &Node) -> Option<Date> {
    let number = |name: &str| node.text_of(name)?.parse::<i16>().ok();
    let small = |name: &str| number(name).and_then(|n| i8::try_from(n).ok());
    Date::new(number("Year")?, small("Month").unwrap_or(1), small("Day").unwrap_or(1))
        .ok()
        .filter(|d| d.year() > 0)
}

/// A period in words that are read as a date: from the first day of its start to the last of its end.
fn period(node: &Node) -> Option<String> {
    let at = |outer: &str, inner: &str| node.child(outer).and_then(|part| part.child(inner)).and_then(day);
    let (start, end) = (node.child("Start")?, node.child("End"));
    let from = at("Start", "From").or(at("Start", "To"))?;
    let to = at("End", "To").or(at("End", "From")).or(at("Start", "To")).unwrap_or(from).max(from);
    let approximate = |part: &Node| part.attribute("Approximate") == Some("true");
    let span = DateSpan::new(from, to)?;
    let circa = approximate(start) || end.is_some_and(approximate);
    Some(if circa { format!("circa {}", span.to_string().replace(" to ", "-")) } else { span.to_string() })
}
