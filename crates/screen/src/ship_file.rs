//! The file of one ship: who lists it, what it was called, under which flags, who was behind it, and who else is near.

mod behind;
mod near;
mod table;

pub use behind::{Behind, CompanyHit};
pub use near::Near;

use crate::fleet::{Change, Fleet, Inspection, Insurance, Role, Uninsured};
use crate::{CountryLink, Entity, IdentifierKind, Listing, Name, NameKind, Record, Source, Trace};
use jiff::civil::Date;
use serde::Serialize;
use thalweg_core::{CompanyImo, Imo, Table};

/// What a file is made from: records of lists, and tables about a fleet.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// Records of lists.
    pub entities: &'a [Entity],
    /// The sources that the traces of those records and of the fleet refer to, by their numbers.
    pub sources: &'a [Source],
    /// The tables, where there are any.
    pub fleet: Option<&'a Fleet>,
}

/// One record of a list that has the ship.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedAs {
    /// The record.
    pub record: Record,
    /// The list, with its version.
    pub list: String,
    /// The name under which it has the ship.
    pub name: String,
    /// All listings in it.
    pub listings: Vec<Listing>,
    /// Relations, remarks and addresses are in the list itself: this is where the record begins.
    pub trace: Trace,
}

/// What somebody says of the ship for some time: a name, a flag, a radio number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Said {
    /// The first day; none where nobody says.
    pub from: Option<Date>,
    /// The day on which it ended; none while it lasts, or where nobody says.
    pub to: Option<Date>,
    /// What.
    pub value: String,
    /// Whether it is said to be of the past.
    pub former: bool,
    /// Who says so.
    pub by: String,
    /// Where.
    pub trace: Trace,
}

/// How the ship stood on one day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OnDay {
    /// The day.
    pub day: Date,
    /// Its name.
    pub name: Option<String>,
    /// Its flag, as written.
    pub flag: Option<String>,
    /// Its companies: role and name.
    pub companies: Vec<(Role, String)>,
    /// What is known of its insurance; none without tables about the ship.
    pub insurance: Option<Insurance>,
    /// Listings that were in force: authority and measures, in words.
    pub listings: Vec<String>,
    /// Listings without a first day: whether they were in force nobody can tell.
    pub undated: Vec<String>,
}

/// The file of one ship.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShipFile {
    /// Its number.
    pub imo: Imo,
    /// A name to call it by.
    pub name: String,
    /// Records of lists that have its number.
    pub listed: Vec<ListedAs>,
    /// Names.
    pub names: Vec<Said>,
    /// Flags.
    pub flags: Vec<Said>,
    /// Radio numbers.
    pub radios: Vec<Said>,
    /// Owners and managers, each with what lists have of it.
    pub companies: Vec<Behind>,
    /// When it was known to be uninsured.
    pub uninsured: Vec<Uninsured>,
    /// Inspections.
    pub inspections: Vec<Inspection>,
    /// Owners or managers that came shortly before a listing.
    pub changes: Vec<Change>,
    /// Ships that share a company or an address with it.
    pub near: Vec<Near>,
    /// How it stood on the day asked for.
    pub on_day: OnDay,
    /// The lists that were looked through, with their versions.
    pub lists: Vec<String>,
    /// What traces refer to.
    pub sources: Vec<Source>,
}

/// Days before a listing within which a new owner is told. Ours.
pub const BEFORE_LISTING: u16 = 90;

impl ShipFile {
    /// The file of a ship as of a day; none where neither a list nor a table has its number.
    ///
    /// `hits` says what lists have of a company, by its name and number.
    ///
    /// ```
    /// use thalweg_core::Imo;
    /// use thalweg_screen::ship_file::{Evidence, ShipFile};
    /// use thalweg_screen::{Entity, EntityKind, Identifier, IdentifierKind, Record, SourceId, Trace};
    /// let (trace, record) = (Trace::default(), Record { source: SourceId(0), id: "7".into() });
    /// let mut entity = Entity::new(record, EntityKind::Ship, "EXAMPLE STAR", trace);
    /// entity.identifiers.push(Identifier::checked(IdentifierKind::ShipImo, "9134270", None, None, trace));
    /// let evidence = Evidence { entities: &[entity], sources: &[], fleet: None };
    /// let imo: Imo = "9134270".parse()?;
    /// let file = ShipFile::of(imo, jiff::civil::date(2024, 5, 1), evidence, &|_, _| Vec::new()).ok_or("a file")?;
    /// assert_eq!((file.name.as_str(), file.listed.len()), ("EXAMPLE STAR", 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(
        imo: Imo,
        day: Date,
        evidence: Evidence<'_>,
        hits: &dyn Fn(&str, CompanyImo) -> Vec<CompanyHit>,
    ) -> Option<Self> {
        let records: Vec<&Entity> = evidence.entities.iter().filter(|entity| bears(entity, imo)).collect();
        let ship = evidence.fleet.and_then(|fleet| fleet.ship(imo));
        if records.is_empty() && ship.is_none() {
            return None;
        }
        let by = |trace: Trace| named(evidence.sources, trace);
        let mut listed: Vec<ListedAs> = records.iter().map(|entity| listed_as(entity, &by)).collect();
        listed.extend(ship.into_iter().flat_map(|ship| first_designations(ship, &by)));
        let current = records.iter().map(|entity| entity.name().to_owned()).next();
        let name = ship.map(crate::fleet::Ship::title).or(current).unwrap_or_else(|| format!("IMO {imo}"));
        let (mut names, mut flags, mut radios) = (Vec::new(), Vec::new(), Vec::new());
        if let Some(ship) = ship {
            names.extend(ship.names.iter().map(|spell| said(spell, spell.value.clone(), &by)));
            flags.extend(ship.flags.iter().map(|spell| said(spell, spell.value.clone(), &by)));
            radios.extend(ship.radios.iter().map(|spell| said(spell, spell.value.to_string(), &by)));
        }
        for entity in &records {
            names.extend(entity.names.iter().map(|name| name_said(name, &by)));
            flags.extend(flags_said(entity, &by));
            radios.extend(radios_said(entity, &by));
        }
        for said in [&mut names, &mut flags, &mut radios] {
            said.sort();
            said.dedup();
        }
        let companies = behind::behind(ship, evidence.fleet, day, hits);
        let changed = evidence.fleet.map(|fleet| fleet.changed_before_listing(BEFORE_LISTING));
        let changes = changed.unwrap_or_default().into_iter().filter(|change| change.ship == imo).collect();
        Some(Self {
            imo,
            name,
            on_day: on_day(day, ship, &records, &companies, evidence.fleet),
            near: near::near(imo, evidence),
            uninsured: ship.map(|ship| ship.uninsured.clone()).unwrap_or_default(),
            inspections: ship.map(|ship| ship.inspections.clone()).unwrap_or_default(),
            listed,
            names,
            flags,
            radios,
            companies,
            changes,
            lists: lists(evidence, &by),
            sources: evidence.sources.to_vec(),
        })
    }

    /// Listings, names, flags, radio numbers, companies, hits, insurance, inspections, changes of hands and ships near by, as tables.
    pub fn tables(&self) -> Vec<Table> {
        table::tables(self)
    }

    /// `vessel_flags.csv:12`: where something is said.
    pub fn place(&self, trace: Trace) -> String {
        place(&self.sources, trace)
    }

    /// The first day of any listing, with who listed it.
    pub fn first_listed(&self) -> Option<(Date, String)> {
        let listings = self.listed.iter().flat_map(|listed| &listed.listings);
        listings.filter_map(|listing| Some((listing.from?, listing.authority.to_string()))).min()
    }

    /// Who lists it now, each once.
    pub fn authorities(&self) -> Vec<String> {
        let listings = self.listed.iter().flat_map(|listed| &listed.listings);
        let mut names: Vec<String> =
            listings.filter(|one| one.to.is_none()).map(|one| one.authority.to_string()).collect();
        names.sort();
        names.dedup();
        names
    }
}

/// Whether a record is of the hull with a number.
fn bears(entity: &Entity, imo: Imo) -> bool {
    let number = imo.to_string();
    entity.identifiers.iter().any(|one| one.kind == IdentifierKind::ShipImo && one.value == number)
}

/// The lists that records came from, each once.
fn lists(evidence: Evidence<'_>, by: &dyn Fn(Trace) -> String) -> Vec<String> {
    let mut sources: Vec<Trace> = Vec::new();
    for entity in evidence.entities {
        if sources.iter().all(|known| known.source != entity.trace.source) {
            sources.push(entity.trace);
        }
    }
    let mut lists: Vec<String> = sources.into_iter().map(by).collect();
    lists.sort();
    lists.dedup();
    lists
}

/// The list or file that a trace is of, in a few words.
fn named(sources: &[Source], trace: Trace) -> String {
    let Some(source) = sources.get(usize::from(trace.source.0)) else { return String::new() };
    match (&source.list, &source.version) {
        (list, Some(version)) if !list.is_empty() => format!("{list} of {version}"),
        (list, None) if !list.is_empty() => list.clone(),
        _ => source.file.clone(),
    }
}

fn place(sources: &[Source], trace: Trace) -> String {
    let file = sources.get(usize::from(trace.source.0)).map_or("", |source| source.file.as_str());
    let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
    if trace.line == 0 { file.to_owned() } else { format!("{file}:{}", trace.line) }
}

fn listed_as(entity: &Entity, by: &dyn Fn(Trace) -> String) -> ListedAs {
    ListedAs {
        record: entity.record.clone(),
        list: by(entity.trace),
        name: entity.name().to_owned(),
        listings: entity.listings.clone(),
        trace: entity.trace,
    }
}

/// What tables about a fleet say of a ship's first listing: not by which measure.
fn first_designations(ship: &crate::fleet::Ship, by: &dyn Fn(Trace) -> String) -> Vec<ListedAs> {
    let one = |sanction: &crate::fleet::Sanction| {
        let listing = |authority: &crate::Authority| Listing {
            authority: authority.clone(),
            measures: vec![crate::Measure::Other],
            programs: Vec::new(),
            from: Some(sanction.day),
            to: None,
            trace: sanction.trace,
        };
        ListedAs {
            record: Record { source: sanction.trace.source, id: ship.imo.to_string() },
            list: by(sanction.trace),
            name: ship.title(),
            listings: sanction.authorities.iter().map(listing).collect(),
            trace: sanction.trace,
        }
    };
    ship.sanctions.iter().map(one).collect()
}

fn said<T>(spell: &crate::fleet::Spell<T>, value: String, by: &dyn Fn(Trace) -> String) -> Said {
    Said {
        from: spell.from,
        to: spell.to,
        value,
        former: spell.to.is_some(),
        by: by(spell.trace),
        trace: spell.trace,
    }
}

fn name_said(name: &Name, by: &dyn Fn(Trace) -> String) -> Said {
    Said {
        from: name.from.map(|span| span.from),
        to: name.to.map(|span| span.to),
        value: name.text.clone(),
        former: name.kind == NameKind::Former,
        by: by(name.trace),
        trace: name.trace,
    }
}

fn flags_said(entity: &Entity, by: &dyn Fn(Trace) -> String) -> Vec<Said> {
    let flag = |link: &CountryLink| matches!(link, CountryLink::Flag | CountryLink::FormerFlag);
    let flags = entity.countries.iter().filter(|(link, _)| flag(link));
    let said = flags.map(|(link, country)| Said {
        from: None,
        to: None,
        value: country.written.clone(),
        former: *link == CountryLink::FormerFlag,
        by: by(entity.trace),
        trace: entity.trace,
    });
    said.collect()
}

fn radios_said(entity: &Entity, by: &dyn Fn(Trace) -> String) -> Vec<Said> {
    let radios = entity.identifiers.iter().filter(|one| one.kind == IdentifierKind::Mmsi);
    let said = radios.map(|one| Said {
        from: None,
        to: None,
        value: one.value.clone(),
        former: false,
        by: by(one.trace),
        trace: one.trace,
    });
    said.collect()
}

fn on_day(
    day: Date,
    ship: Option<&crate::fleet::Ship>,
    records: &[&Entity],
    companies: &[Behind],
    fleet: Option<&Fleet>,
) -> OnDay {
    let listings = || records.iter().flat_map(|entity| &entity.listings);
    let words = |listing: &Listing| {
        let measures: Vec<&str> = listing.measures.iter().map(|measure| measure.words()).collect();
        format!("{}: {}", listing.authority, measures.join(", "))
    };
    let mut in_force: Vec<String> =
        listings().filter(|one| one.from.is_some() && one.in_force(day)).map(words).collect();
    let mut undated: Vec<String> =
        listings().filter(|one| one.from.is_none() && one.in_force(day)).map(words).collect();
    for list in [&mut in_force, &mut undated] {
        list.sort();
        list.dedup();
    }
    OnDay {
        day,
        name: ship.and_then(|ship| ship.name_on(day)).map(str::to_owned),
        flag: ship.and_then(|ship| ship.flag_on(day)).map(str::to_owned),
        companies: companies
            .iter()
            .filter(|one| one.on_day)
            .map(|one| (one.role, one.name.clone()))
            .collect(),
        insurance: ship.and(fleet).zip(ship).map(|(fleet, ship)| fleet.insurance(ship.imo, day)),
        listings: in_force,
        undated,
    }
}
