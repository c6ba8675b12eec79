//! FollowTheMoney entities, one a line, as OpenSanctions publishes them, and the changes to them.

use serde::Deserialize;
use std::collections::HashMap;
use std::io::{self, BufRead};

use jiff::civil::Date;

use super::ListFile;
use super::dataset::dataset;
use super::label::gender;
use super::rows::bounded_line;
use super::sink::{Sink, note, tidy};
use crate::{
    CountryLink, DateSpan, Entity, EntityKind, IdentifierKind, Listing, Measure, Name, NameKind,
    NameStrength, Record, RelationKind, SourceId, Target, Trace,
};

/// Longest line, in bytes; the longest of the whole collection have some hundred thousand.
const LONGEST: usize = 16 << 20;

#[derive(Deserialize)]
struct Line {
    id: String,
    #[serde(default)]
    caption: String,
    #[serde(default)]
    schema: String,
    #[serde(default)]
    properties: HashMap<String, Vec<serde_json::Value>>,
    #[serde(default)]
    datasets: Vec<String>,
    #[serde(default)]
    last_seen: Option<String>,
}

#[derive(Deserialize)]
struct Change {
    op: String,
    entity: Line,
}

impl Line {
    fn all(&self, property: &str) -> impl Iterator<Item = &str> {
        let values = self.properties.get(property).into_iter().flatten();
        // an entity that stands within another is known by its key
        values.filter_map(|value| value.as_str().or_else(|| value.get("id")?.as_str()))
    }

    fn one(&self, property: &str) -> Option<&str> {
        self.all(property).next()
    }

    fn day(&self, property: &str) -> Option<Date> {
        self.all(property).filter_map(|text| text.parse::<DateSpan>().ok()).map(|span| span.from).min()
    }
}

/// What a line is.
enum Item {
    Entity(Box<Entity>),
    /// Something that says something about entities.
    Fact(Fact),
    /// Nothing that has a place among records.
    Aside,
}

enum Fact {
    Relation {
        of: Vec<String>,
        kind: RelationKind,
        to: Vec<String>,
        percent: Option<f64>,
        trace: Trace,
    },
    Sanction {
        of: Vec<String>,
        datasets: Vec<String>,
        program: Vec<String>,
        from: Option<Date>,
        to: Option<Date>,
    },
    Identifier {
        of: Vec<String>,
        kind: IdentifierKind,
        number: String,
        label: Option<String>,
        country: Option<String>,
        trace: Trace,
    },
    Address {
        id: String,
        text: String,
    },
}

/// Entities by their keys, while changes to them may come.
#[derive(Default)]
pub(super) struct Store {
    order: Vec<Option<Item>>,
    by_id: HashMap<String, usize>,
}

/// What a schema of FollowTheMoney is; none for what is no entity that could be listed.
pub(super) fn schema_kind(schema: &str) -> Option<EntityKind> {
    let kind = match schema {
        "Person" => EntityKind::Person,
        "Company" | "Organization" | "LegalEntity" | "PublicBody" => EntityKind::Company,
        "Vessel" => EntityKind::Ship,
        "Airplane" => EntityKind::Aircraft,
        "Thing" | "Asset" | "Vehicle" | "CryptoWallet" | "Security" | "Position" => EntityKind::Other,
        _ => return None,
    };
    Some(kind)
}

/// What an edge is: its schema, the property of the entity that has the relation, that of the other, and what it is to the other.
const EDGES: [(&str, &str, &str, RelationKind); 7] = [
    ("Ownership", "asset", "owner", RelationKind::OwnedBy),
    ("Directorship", "director", "organization", RelationKind::Leads),
    ("Family", "person", "relative", RelationKind::Family),
    ("Representation", "agent", "client", RelationKind::ActsFor),
    ("UnknownLink", "subject", "object", RelationKind::LinkedTo),
    ("Associate", "person", "associate", RelationKind::LinkedTo),
    ("Membership", "member", "organization", RelationKind::LinkedTo),
];

impl Store {
    pub(super) fn lines(&mut self, bytes: impl BufRead, sink: &mut Sink<'_>) -> io::Result<()> {
        sink.file.source.list = "FollowTheMoney entities".to_owned();
        self.each(bytes, sink, &mut |store, text, line, sink| match serde_json::from_str::<Line>(text) {
            Ok(read) => store.put(read, "ADD", line, text, sink),
            Err(_) => sink.refuse("no entity of FollowTheMoney", line, text),
        })
    }

    /// Reads changes: entities that are new, changed or gone.
    pub(super) fn delta(&mut self, bytes: impl BufRead, sink: &mut Sink<'_>) -> io::Result<()> {
        sink.file.source.list = "FollowTheMoney delta".to_owned();
        self.each(bytes, sink, &mut |store, text, line, sink| match serde_json::from_str::<Change>(text) {
            Ok(change) => store.put(change.entity, &change.op, line, text, sink),
            Err(_) => sink.refuse("no change of an entity of FollowTheMoney", line, text),
        })
    }

    fn each(
        &mut self,
        mut bytes: impl BufRead,
        sink: &mut Sink<'_>,
        take: &mut dyn FnMut(&mut Self, &str, u32, &mut Sink<'_>),
    ) -> io::Result<()> {
        let mut line = 0_u32;
        while let Some((text, overlong)) = bounded_line(&mut bytes, LONGEST)? {
            line = line.saturating_add(1);
            sink.file.held = sink.file.held.max(text.len());
            if overlong {
                sink.refuse("a line longer than 16 MiB", line, &text);
            } else if !text.trim().is_empty() {
                take(self, &text, line, sink);
            }
        }
        Ok(())
    }

    fn put(&mut self, read: Line, op: &str, line: u32, text: &str, sink: &mut Sink<'_>) {
        if read.id.is_empty() {
            return sink.refuse("an entity without a key", line, text);
        }
        let known = self.by_id.get(&read.id).copied().filter(|at| self.order[*at].is_some());
        if let Some(seen) = &read.last_seen {
            let newest = sink.file.source.version.take().unwrap_or_default().max(seen.clone());
            sink.file.source.version = Some(newest);
        }
        match (op, known) {
            ("DEL", Some(at)) => {
                self.order[at] = None;
                sink.file.intake.accept();
            }
            ("DEL", None) => sink.refuse("an entity is to go that is not there", line, &read.id),
            ("ADD" | "MOD", _) => {
                if op == "MOD" && known.is_none() {
                    sink.note("an entity was to change that was not there: it was added", line);
                }
                if op == "ADD" && known.is_some() {
                    sink.note("an entity was to be added that was there: it was replaced", line);
                }
                let id = read.id.clone();
                match item(&read, sink.trace(line)) {
                    Some(item) => {
                        sink.file.intake.accept();
                        self.set(id, known, item);
                    }
                    None => sink.refuse("no name", line, text),
                }
            }
            _ => sink.refuse("neither ADD, MOD nor DEL", line, text),
        }
    }

    fn set(&mut self, id: String, known: Option<usize>, item: Item) {
        match known {
            Some(at) => self.order[at] = Some(item),
            None => {
                self.by_id.insert(id, self.order.len());
                self.order.push(Some(item));
            }
        }
    }

    /// All entities, with what is said of them.
    pub(super) fn finish(mut self, entities: &mut Vec<Entity>, files: &mut [ListFile]) {
        let facts: Vec<Fact> = self
            .order
            .iter_mut()
            .filter(|item| matches!(item, Some(Item::Fact(_))))
            .filter_map(Option::take)
            .filter_map(|item| if let Item::Fact(fact) = item { Some(fact) } else { None })
            .collect();
        let addresses: HashMap<&str, &str> = facts
            .iter()
            .filter_map(
                |fact| if let Fact::Address { id, text } = fact { Some((&**id, &**text)) } else { None },
            )
            .collect();
        for fact in &facts {
            self.apply(fact);
        }
        let sanctions = sanctions(&facts);
        for item in self.order.into_iter().flatten() {
            let Item::Entity(mut entity) = item else { continue };
            for listing in &mut entity.listings {
                let dataset = listing.programs.first().cloned().unwrap_or_default();
                if let Some(said) = sanctions.get(&(entity.record.id.as_str(), dataset.as_str())) {
                    date(listing, said);
                }
            }
            for address in &mut entity.addresses {
                if let Some(text) = addresses.get(address.text.as_str()) {
                    address.text = (*text).to_owned();
                }
            }
            if let Some(file) = files.get_mut(usize::from(entity.record.source.0)) {
                tidy(&mut entity, file);
                entities.push(*entity);
            }
        }
    }

    fn entity(&mut self, id: &str) -> Option<&mut Entity> {
        match self.order.get_mut(*self.by_id.get(id)?)? {
            Some(Item::Entity(entity)) => Some(entity),
            _ => None,
        }
    }

    fn apply(&mut self, fact: &Fact) {
        match fact {
            Fact::Relation { of, kind, to, percent, trace } => {
                for (one, other) in of.iter().flat_map(|one| to.iter().map(move |other| (one, other))) {
                    if let Some(entity) = self.entity(one) {
                        entity.relate(kind.clone(), Target::Record(other.clone()), *percent, *trace);
                    }
                }
            }
            Fact::Identifier { of, kind, number, label, country, trace } => {
                for one in of {
                    if let Some(entity) = self.entity(one) {
                        entity.identify(*kind, number, label.as_deref(), country.as_deref(), *trace);
                    }
                }
            }
            Fact::Sanction { .. } | Fact::Address { .. } => {}
        }
    }
}

/// What one sanction says: its programmes, its first day, the day of its end.
type Said<'a> = (&'a [String], Option<Date>, Option<Date>);

/// Sanctions by entity and dataset.
fn sanctions(facts: &[Fact]) -> HashMap<(&str, &str), Vec<Said<'_>>> {
    let mut found: HashMap<(&str, &str), Vec<Said<'_>>> = HashMap::new();
    for fact in facts {
        let Fact::Sanction { of, datasets, program, from, to } = fact else { continue };
        for (one, dataset) in of.iter().flat_map(|one| datasets.iter().map(move |dataset| (one, dataset))) {
            found.entry((one, dataset)).or_default().push((program, *from, *to));
        }
    }
    found
}

/// Gives a listing the days and the programmes of its sanctions: the first day of all, and an end only where all have ended.
fn date(listing: &mut Listing, said: &[Said<'_>]) {
    listing.from = said.iter().filter_map(|(_, from, _)| *from).min();
    listing.to =
        said.iter().map(|(_, _, to)| *to).collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().max());
    for program in said.iter().flat_map(|(programs, ..)| *programs) {
        if !listing.programs.contains(program) {
            listing.programs.push(program.clone());
        }
    }
}

fn owned<'a>(values: impl Iterator<Item = &'a str>) -> Vec<String> {
    values.map(str::to_owned).collect()
}

/// What a line is; none for an entity without a name.
fn item(line: &Line, trace: Trace) -> Option<Item> {
    if let Some(kind) = schema_kind(&line.schema) {
        return entity(line, kind, trace).map(|entity| Item::Entity(Box::new(entity)));
    }
    let of = |property: &str| owned(line.all(property));
    if let Some((_, of_property, to_property, kind)) =
        EDGES.iter().find(|(schema, ..)| *schema == line.schema)
    {
        let percent =
            line.one("percentage").and_then(|text| text.trim().trim_end_matches('%').trim().parse().ok());
        let percent = percent.filter(|percent: &f64| (0.0..=100.0).contains(percent));
        let ended = line.one("endDate").is_some();
        let kind =
            if ended { RelationKind::Other(format!("formerly: {}", line.schema)) } else { kind.clone() };
        return Some(Item::Fact(Fact::Relation {
            of: of(of_property),
            kind,
            to: of(to_property),
            percent,
            trace,
        }));
    }
    Some(match line.schema.as_str() {
        "Sanction" => Item::Fact(Fact::Sanction {
            of: of("entity"),
            datasets: line.datasets.clone(),
            program: of("program"),
            from: line.day("listingDate").or(line.day("startDate")),
            to: line.day("endDate"),
        }),
        "Passport" | "Identification" => match line.one("number").or(line.one("passportNumber")) {
            Some(number) => {
                let passport = line.schema == "Passport";
                let kind = if passport { IdentifierKind::Passport } else { IdentifierKind::Other };
                let (label, country) = (line.one("type"), line.one("country"));
                let (label, country) = (label.map(str::to_owned), country.map(str::to_owned));
                Item::Fact(Fact::Identifier {
                    of: of("holder"),
                    kind,
                    number: number.to_owned(),
                    label,
                    country,
                    trace,
                })
            }
            None => Item::Aside,
        },
        "Address" => {
            let text = line.one("full").unwrap_or(&line.caption).to_owned();
            Item::Fact(Fact::Address { id: line.id.clone(), text })
        }
        _ => Item::Aside,
    })
}

/// Which property holds identifiers of which kind.
const IDENTIFIERS: [(&str, IdentifierKind); 24] = [
    ("imoNumber", IdentifierKind::ShipImo),
    ("mmsi", IdentifierKind::Mmsi),
    ("callSign", IdentifierKind::CallSign),
    ("leiCode", IdentifierKind::Lei),
    ("innCode", IdentifierKind::Inn),
    ("ogrnCode", IdentifierKind::Ogrn),
    ("uscCode", IdentifierKind::Uscc),
    ("swiftBic", IdentifierKind::Bic),
    ("taxNumber", IdentifierKind::TaxNumber),
    ("vatCode", IdentifierKind::TaxNumber),
    ("registrationNumber", IdentifierKind::RegisterNumber),
    ("okpoCode", IdentifierKind::RegisterNumber),
    ("dunsCode", IdentifierKind::RegisterNumber),
    ("uniqueEntityId", IdentifierKind::RegisterNumber),
    ("passportNumber", IdentifierKind::Passport),
    ("idNumber", IdentifierKind::NationalId),
    ("socialSecurityNumber", IdentifierKind::NationalId),
    ("kppCode", IdentifierKind::Other),
    ("publicKey", IdentifierKind::CryptoAddress),
    ("serialNumber", IdentifierKind::Aircraft),
    ("email", IdentifierKind::Contact),
    ("phone", IdentifierKind::Contact),
    ("website", IdentifierKind::Contact),
    ("wikidataId", IdentifierKind::ListKey),
];

fn entity(line: &Line, kind: EntityKind, trace: Trace) -> Option<Entity> {
    let record = Record { source: trace.source, id: line.id.clone() };
    let mut entity = Entity::new(record, kind, line.caption.trim(), trace);
    entity.names.retain(|name| name.text.chars().any(char::is_alphanumeric));
    let kinds = [
        ("name", NameKind::Alias, NameStrength::Strong),
        ("alias", NameKind::Alias, NameStrength::Strong),
        ("previousName", NameKind::Former, NameStrength::Strong),
        ("pastNames", NameKind::Former, NameStrength::Strong),
        ("weakAlias", NameKind::Alias, NameStrength::Weak),
        ("abbreviation", NameKind::Alias, NameStrength::Strong),
    ];
    for (property, kind, strength) in kinds {
        for text in line.all(property) {
            let kind = if entity.names.is_empty() { NameKind::Primary } else { kind };
            if entity.names.iter().all(|name| name.text != text) || kind == NameKind::Former {
                entity.add_name(Name { kind, strength, ..Name::new(text.trim(), trace) });
            }
        }
    }
    for (property, kind) in IDENTIFIERS {
        let company = kind == IdentifierKind::ShipImo && entity.kind == EntityKind::Company;
        let kind = if company { IdentifierKind::CompanyImo } else { kind };
        line.all(property).for_each(|value| entity.identify(kind, value, Some(property), None, trace));
    }
    for property in ["birthDate", "incorporationDate", "buildDate"] {
        line.all(property).for_each(|date| entity.born(date, trace));
    }
    line.all("birthPlace").for_each(|place| entity.born_at(place));
    entity.gender = line.all("gender").find_map(gender);
    for property in ["title", "position"] {
        line.all(property).for_each(|title| entity.entitle(title));
    }
    let countries = [
        ("nationality", CountryLink::Nationality),
        ("citizenship", CountryLink::Nationality),
        ("jurisdiction", CountryLink::Registration),
        ("country", CountryLink::Location),
        ("mainCountry", CountryLink::Location),
        ("birthCountry", CountryLink::Birth),
        ("flag", CountryLink::Flag),
        ("pastFlags", CountryLink::FormerFlag),
    ];
    for (property, link) in countries {
        line.all(property).for_each(|country| entity.country(link, country));
    }
    for property in ["address", "addressEntity"] {
        line.all(property).for_each(|address| entity.address(&[address], None, trace));
    }
    for (property, label) in
        [("notes", "Notes"), ("type", "Type"), ("topics", "Topic"), ("legalForm", "Legal form")]
    {
        line.all(property).for_each(|text| entity.remark_on(label, Some(text), trace));
    }
    entity.listings = listings(line, trace);
    (!entity.names.is_empty()).then_some(entity)
}

/// A listing for every list of sanctions among the datasets, if the entity itself is a target: of others, somebody near to it is.
fn listings(line: &Line, trace: Trace) -> Vec<Listing> {
    let listed = |topic: &str| {
        matches!(topic, "sanction" | "export.control" | "debarment" | "invest.risk")
            || topic.starts_with("sanction.counter")
    };
    if !line.all("topics").any(listed) {
        return Vec::new();
    }
    let sanctioned = line.all("topics").any(|topic| topic == "sanction");
    let known = line.datasets.iter().filter_map(|name| Some((name, dataset(name)?)));
    let listing = |(name, (authority, measure)): (&String, _)| Listing {
        authority,
        // only who is sanctioned is blocked
        measures: vec![if measure == Measure::AssetFreeze && !sanctioned { Measure::Other } else { measure }],
        programs: vec![name.clone()],
        from: None,
        to: None,
        trace,
    };
    known.map(listing).collect()
}

/// Counts deltas that were read without the list that they change.
pub(super) fn check(files: &mut [ListFile], sources: &[(SourceId, bool)]) {
    let first_list = sources.iter().position(|(_, delta)| !delta);
    for (at, (source, delta)) in sources.iter().enumerate() {
        if *delta
            && first_list.is_none_or(|first| at < first)
            && let Some(file) = files.get_mut(usize::from(source.0))
        {
            note(file, "a delta without the list before it that it changes", 1);
        }
    }
}
