//! Tables: rows of any columns by a mapping, joined by id within a file and across files that belong together.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, BufRead};

use jiff::civil::Date;

use super::label::gender;
use super::mapping::{Mapping, Role};
use super::measure::all_of_words;
use super::remarks::without_country;
use super::rows::Rows;
use super::sink::{Sink, note, refuse, tidy};
use super::{ListFile, uk_xml};
use crate::{
    Authority, CountryLink, DateSpan, Entity, EntityKind, Identifier, IdentifierKind, Listing, Measure, Name,
    NameKind, NameStrength, Record, RelationKind, Trace,
};

/// Records whose rows may still come.
#[derive(Default)]
pub(super) struct Store {
    groups: Vec<Group>,
    by_join: BTreeMap<String, usize>,
}

/// The records of one list.
#[derive(Default)]
struct Group {
    by_id: HashMap<String, usize>,
    records: Vec<Draft>,
}

/// A record, and the rows that made it.
struct Draft {
    entity: Entity,
    rows: Vec<Trace>,
}

/// The cells of a row by their roles.
struct Cells<'a> {
    mapping: &'a Mapping,
    places: &'a [(Role, Vec<usize>)],
    /// Words that stand for nothing, by column.
    absent: &'a [Vec<String>],
    cells: &'a [String],
}

impl Cells<'_> {
    /// A cell, if there is something in it.
    fn filled(&self, at: usize) -> Option<&str> {
        let cell = self.cells.get(at)?.trim();
        let absent = self.absent.get(at).is_some_and(|words| words.iter().any(|word| word == cell));
        (!cell.is_empty() && !absent).then_some(cell)
    }

    fn one(&self, role: Role) -> Option<String> {
        let found = self.each(role);
        (!found.is_empty()).then(|| found.join("/"))
    }

    /// The cells of a role, whole.
    fn each(&self, role: Role) -> Vec<&str> {
        let places =
            self.places.iter().find(|(known, _)| *known == role).map(|(_, places)| places.as_slice());
        places.unwrap_or_default().iter().filter_map(|at| self.filled(*at)).collect()
    }

    /// The values of a cell that may have several.
    fn several(&self, role: Role) -> Vec<String> {
        let cells = self.each(role).into_iter();
        let values = cells.flat_map(|cell| cell.split(self.mapping.separator.as_str()));
        values.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect()
    }
}

impl Store {
    /// Reads a table.
    pub(super) fn read(
        &mut self,
        bytes: impl BufRead,
        mapping: &Mapping,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        sink.file.source.list = mapping.list.clone().unwrap_or_else(|| "table".to_owned());
        for column in &mapping.unread {
            sink.note(&format!("the column `{column}` was not read: it is called as no role is"), 1);
        }
        let group = self.group(mapping);
        let mut rows = Rows::new(bytes, mapping.delimiter);
        let Some(head) = rows.next()?.and_then(|row| row.cells.ok()) else { return Ok(()) };
        let at = |name: &String| head.iter().position(|column| column.trim() == name.trim());
        let places: Vec<(Role, Vec<usize>)> =
            mapping.roles().map(|(role, names)| (role, names.iter().filter_map(at).collect())).collect();
        let absent: Vec<Vec<String>> = head
            .iter()
            .map(|column| mapping.absent.get(column.trim()).cloned().unwrap_or_default())
            .collect();
        let flags: Vec<usize> = mapping.flags.iter().filter_map(|flag| at(&flag.column)).collect();
        while let Some(row) = rows.next()? {
            let cells = match row.cells {
                Ok(cells) if cells.len() == head.len() => cells,
                Ok(cells) => {
                    let reason = format!("not the {} columns of the head", head.len());
                    // what is only a lack of commas at the end is none
                    if cells.len() < head.len()
                        || cells[head.len()..].iter().any(|cell| !cell.trim().is_empty())
                    {
                        sink.refuse(&reason, row.line, &row.text);
                        continue;
                    }
                    cells
                }
                Err(reason) => {
                    sink.refuse(reason, row.line, &row.text);
                    continue;
                }
            };
            count_absent(&cells, &head, &absent, row.line, sink);
            let cells = Cells { mapping, places: &places, absent: &absent, cells: &cells };
            let trace = sink.trace(row.line);
            let draft = self.groups[group].draft(&cells, trace);
            draft.rows.push(trace);
            fill(&mut draft.entity, &cells, trace, sink);
            for (flag, at) in mapping.flags.iter().zip(&flags) {
                if cells.filled(*at).is_some_and(|cell| flag.words.iter().any(|word| word == cell)) {
                    let listing = listing(&cells, flag.authority(), vec![flag.measure()], trace, sink);
                    draft.entity.listings.push(listing);
                }
            }
        }
        sink.file.held = rows.held;
        Ok(())
    }

    fn group(&mut self, mapping: &Mapping) -> usize {
        let new = self.groups.len();
        let at = match &mapping.join {
            Some(join) => *self.by_join.entry(join.clone()).or_insert(new),
            None => new,
        };
        if at == new {
            self.groups.push(Group::default());
        }
        at
    }

    /// All records; those that no row names are refused, row by row.
    pub(super) fn finish(self, entities: &mut Vec<Entity>, files: &mut [ListFile]) {
        for mut draft in self.groups.into_iter().flat_map(|group| group.records) {
            let Some(file) = files.get_mut(usize::from(draft.entity.record.source.0)) else { continue };
            tidy(&mut draft.entity, file);
            numbers_of_companies(&mut draft.entity);
            let named = !draft.entity.names.is_empty();
            for row in &draft.rows {
                let Some(file) = files.get_mut(usize::from(row.source.0)) else { continue };
                match named {
                    true => file.intake.accept(),
                    false => refuse(file, "no name", row.line, &draft.entity.record.id),
                }
            }
            if named {
                entities.push(draft.entity);
            }
        }
    }
}

/// Tables call the numbers of ships and of their companies the same; the check digit tells which it is.
fn numbers_of_companies(entity: &mut Entity) {
    let company = entity.kind == EntityKind::Company;
    for identifier in entity.identifiers.iter_mut().filter(|i| company && i.kind == IdentifierKind::ShipImo) {
        let (written, label) = (identifier.written.clone(), identifier.label.clone());
        let (country, trace) = (identifier.country.clone(), identifier.trace);
        let other = Identifier::checked(IdentifierKind::CompanyImo, written, label, country, trace);
        if other.is_sound() {
            *identifier = other;
        }
    }
}

/// Words that stand for nothing but look like something are counted.
fn count_absent(cells: &[String], head: &[String], absent: &[Vec<String>], line: u32, sink: &mut Sink<'_>) {
    for ((cell, column), words) in cells.iter().zip(head).zip(absent) {
        if words.iter().any(|word| word == cell.trim()) {
            let words = format!("`{}` in the column `{}` stands for nothing", cell.trim(), column.trim());
            note(sink.file, &words, line);
        }
    }
}

impl Group {
    /// The record that a row belongs to.
    fn draft(&mut self, cells: &Cells<'_>, trace: Trace) -> &mut Draft {
        let id = cells.one(Role::Id).or_else(|| cells.one(Role::Imo).map(|imo| format!("IMO {imo}")));
        let id = id.unwrap_or_else(|| format!("line {}", trace.line));
        let new = self.records.len();
        let at = *self.by_id.entry(id.clone()).or_insert(new);
        if at == new {
            let record = Record { source: trace.source, id };
            let mut entity = Entity::new(record, EntityKind::Other, "", trace);
            entity.names.clear();
            self.records.push(Draft { entity, rows: Vec::new() });
        }
        &mut self.records[at]
    }
}

/// Puts the cells of a row into its record.
fn fill(entity: &mut Entity, cells: &Cells<'_>, trace: Trace, sink: &mut Sink<'_>) {
    let mapping = cells.mapping;
    let word = cells.one(Role::Kind);
    match mapping.kind(word.as_deref()) {
        Some(kind) if entity.kind == EntityKind::Other => entity.kind = kind,
        Some(_) => {}
        None if word.is_some() => sink.note("a kind that is not known: taken as other", trace.line),
        None => {}
    }
    fill_names(entity, cells, trace);
    fill_identifiers(entity, cells, trace);
    fill_facts(entity, cells, trace);
    if let Some(authority) = cells.one(Role::Authority).or_else(|| mapping.authority.clone()) {
        let authority = authority.parse().unwrap_or(Authority::Other(authority));
        let measures = measures(entity.kind, cells, trace, sink);
        entity.listings.push(listing(cells, authority, measures, trace, sink));
    }
}

fn fill_names(entity: &mut Entity, cells: &Cells<'_>, trace: Trace) {
    let kind = cells.one(Role::NameKind).map(|word| uk_xml::name_kind(&word.replace('_', " ")));
    let weak =
        cells.one(Role::NameStrength).is_some_and(|word| uk_xml::strength(&word) == NameStrength::Weak);
    if let Some(text) = cells.one(Role::Name) {
        let has_primary = entity.names.iter().any(|name| name.kind == NameKind::Primary);
        let kind = match kind {
            Some(kind) => kind,
            // a second row that names the same record otherwise
            None if has_primary => NameKind::Alias,
            None => NameKind::Primary,
        };
        if !entity.names.iter().any(|name| name.text == text) {
            let name = Name::new(text, trace).of_kind(kind);
            entity.add_name(if weak { name.weak() } else { name });
        }
    }
    let kinds = [
        (Role::Aliases, NameKind::Alias, NameStrength::Strong),
        (Role::WeakAliases, NameKind::Alias, NameStrength::Weak),
        (Role::FormerNames, NameKind::Former, NameStrength::Strong),
    ];
    for (role, kind, strength) in kinds {
        cells.several(role).iter().for_each(|text| {
            entity.alias(text, kind, strength, trace);
        });
    }
    // a table of numbers only
    if entity.names.is_empty() && !cells.mapping.has(Role::Name) && cells.mapping.join.is_none() {
        if let Some(imo) = cells.one(Role::Imo) {
            entity.add_name(Name::new(format!("IMO {imo}"), trace).weak());
        }
    }
}

fn fill_identifiers(entity: &mut Entity, cells: &Cells<'_>, trace: Trace) {
    for (role, _) in cells.places {
        if let Some(kind) = role.identifier() {
            cells.several(*role).iter().for_each(|value| identify(entity, kind, value, None, trace));
        }
    }
    if let Some(value) = cells.one(Role::Identifier) {
        let kind =
            cells.one(Role::IdentifierKind).map_or(IdentifierKind::Other, |w| cells.mapping.identifier(&w));
        let label = cells.one(Role::IdentifierLabel);
        identify(entity, kind, &value, label.as_deref(), trace);
    }
}

/// `I0005159, issued in Iran` and `LL06889 (Malaysia)` name the country behind the number.
fn identify(entity: &mut Entity, kind: IdentifierKind, value: &str, label: Option<&str>, trace: Trace) {
    let (bare, issued) = match value.split_once(", issued in ") {
        Some((bare, country)) => (bare, Some(country)),
        None => without_country(value),
    };
    entity.identify(kind, bare, label, issued, trace);
}

fn fill_facts(entity: &mut Entity, cells: &Cells<'_>, trace: Trace) {
    cells.several(Role::Birth).iter().for_each(|birth| entity.born(birth, trace));
    cells.several(Role::BirthPlace).iter().for_each(|place| entity.born_at(place));
    entity.gender = entity.gender.take().or(cells.one(Role::Gender).and_then(|word| gender(&word)));
    cells.several(Role::Title).iter().for_each(|title| entity.entitle(title));
    let countries = [
        (Role::Nationality, CountryLink::Nationality),
        (Role::Registration, CountryLink::Registration),
        (Role::Country, CountryLink::Location),
        (Role::Flag, CountryLink::Flag),
        (Role::FormerFlags, CountryLink::FormerFlag),
    ];
    for (role, link) in countries {
        cells.several(role).iter().for_each(|country| entity.country(link, country));
    }
    cells.several(Role::Address).iter().for_each(|address| entity.address(&[address], None, trace));
    cells.several(Role::Owner).iter().for_each(|o| entity.relate_to_name(RelationKind::OwnedBy, o, trace));
    cells
        .several(Role::LinkedTo)
        .iter()
        .for_each(|o| entity.relate_to_name(RelationKind::LinkedTo, o, trace));
    cells.each(Role::Remark).iter().for_each(|remark| entity.remark(remark, trace));
}

/// What the listing of a row does.
fn measures(kind: EntityKind, cells: &Cells<'_>, trace: Trace, sink: &mut Sink<'_>) -> Vec<Measure> {
    let Some(words) = cells.one(Role::Measure) else {
        return vec![cells.mapping.measure(kind).unwrap_or(Measure::Other)];
    };
    let exact: Option<Vec<Measure>> = words.split(['|', ';']).map(|word| word.parse().ok()).collect();
    let found = exact.unwrap_or_else(|| all_of_words(&words));
    if found == [Measure::Other] && !words.trim().eq_ignore_ascii_case("other") {
        sink.note("a measure that is not known: taken as another", trace.line);
    }
    found
}

fn listing(
    cells: &Cells<'_>,
    authority: Authority,
    measures: Vec<Measure>,
    trace: Trace,
    sink: &mut Sink<'_>,
) -> Listing {
    let mut day = |role: Role| -> Option<Date> {
        let text = cells.one(role)?;
        let span = text.parse::<DateSpan>().ok();
        if span.is_none() {
            sink.note("a date of a listing that cannot be read was left out", trace.line);
        }
        // of a month or a year, the whole of it can be meant: a beginning is taken early, an end late
        span.map(|span| if role == Role::From { span.from } else { span.to })
    };
    let (from, to, last) = (day(Role::From), day(Role::To), day(Role::Last));
    let after_last = last.and_then(|day| day.tomorrow().ok());
    Listing {
        authority,
        measures,
        programs: cells.several(Role::Program),
        from,
        to: to.or(after_last),
        trace,
    }
}
