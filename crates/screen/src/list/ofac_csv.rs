//! The legacy files of the OFAC: entries, aliases, addresses and the ends of long remarks, joined by the number of the entry.

use std::collections::{HashMap, HashSet};
use std::io::{self, BufRead};

use super::format::is_alias_type;
use super::measure::{is_only_non_sdn, non_sdn, of_program};
use super::rows::{Row, Rows};
use super::sink::{Sink, note, refuse};
use super::{ListFile, remarks};
use crate::{
    Authority, CountryLink, Entity, EntityKind, IdentifierKind, Listing, Name, NameKind, NamePart,
    NameStrength, Record, Relation, RelationKind, SourceId, Target, Trace,
};

/// What waits for the entry that it belongs to, because files come in any order.
#[derive(Default)]
pub(super) struct Waiting {
    /// Files of entries.
    entries: Vec<SourceId>,
    /// The remark of each entry, by its place among the entities.
    remarks: Vec<(usize, String)>,
    comments: Vec<Part>,
    aliases: Vec<Part>,
    addresses: Vec<Part>,
}

/// A row that belongs to an entry.
struct Part {
    number: u32,
    trace: Trace,
    cells: Vec<String>,
}

/// A cell, if there is something in it: `-0-`, with blanks or without, stands for nothing.
fn filled(cells: &[String], at: usize) -> Option<&str> {
    cells.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty() && *cell != "-0-")
}

fn number(cell: &str) -> Option<u32> {
    Some(cell.trim()).filter(|cell| cell.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()
}

/// The number and the cells of a row of so many columns, or why it is none.
fn numbered(
    row: Row,
    columns: usize,
    reason: &'static str,
) -> Result<(u32, u32, Vec<String>), (Row, &'static str)> {
    match &row.cells {
        Err(why) => {
            let why = *why;
            Err((row, why))
        }
        Ok(cells) if cells.len() != columns => Err((row, reason)),
        Ok(cells) => match (cells.first().and_then(|cell| number(cell)), row.cells) {
            (Some(number), Ok(cells)) => Ok((number, row.line, cells)),
            (_, cells) => Err((Row { cells, ..row }, "no number of an entry in the first column")),
        },
    }
}

/// Reads `SDN.CSV` or `CONS_PRIM.CSV`: entry number, name, type, programmes, title, call sign, type, tonnage, gross register tonnage, flag
/// and owner of a vessel, remarks.
pub(super) fn entries(bytes: impl BufRead, sink: &mut Sink<'_>, waiting: &mut Waiting) -> io::Result<()> {
    let mut rows = Rows::new(bytes, b',');
    let (first, mut seen) = (sink.entities.len(), HashSet::new());
    let mut outcome = Ok(());
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => break,
            Err(error) => {
                outcome = Err(error);
                break;
            }
        };
        match numbered(row, 12, "not the twelve columns of an entry") {
            Ok((number, line, _)) if !seen.insert(number) => {
                sink.refuse("the number of an entry that was there already", line, &number.to_string());
            }
            Ok((number, line, cells)) => {
                let taken = sink.entities.len();
                sink.accept(entry(number, &cells, sink.trace(line)));
                if sink.entities.len() > taken {
                    waiting.remarks.push((taken, filled(&cells, 11).unwrap_or_default().to_owned()));
                }
            }
            Err((row, reason)) => sink.refuse(reason, row.line, &row.text),
        }
    }
    sink.file.held = rows.held;
    let consolidated = is_consolidated(&sink.entities[first..]);
    sink.file.source.list = if consolidated { "OFAC consolidated (non-SDN)" } else { "OFAC SDN" }.to_owned();
    for listing in sink.entities[first..].iter_mut().flat_map(|entity| &mut entity.listings) {
        listing.measures = measures(&listing.programs, consolidated);
    }
    waiting.entries.push(sink.source);
    outcome
}

fn measures(programs: &[String], consolidated: bool) -> Vec<crate::Measure> {
    let mut found: Vec<_> = programs.iter().map(|program| of_program(program, consolidated)).collect();
    if found.is_empty() {
        found.push(if consolidated { crate::Measure::Other } else { crate::Measure::AssetFreeze });
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether entries are of the lists besides the SDN list: next to all have only their programmes, and some one that is on no other. In
/// doubt it is the SDN list, which freezes.
fn is_consolidated(entities: &[Entity]) -> bool {
    let programs =
        |entity: &Entity| entity.listings.iter().flat_map(|l| l.programs.clone()).collect::<Vec<_>>();
    let (mut fitting, mut telling) = (0, 0);
    for entity in entities {
        let programs = programs(entity);
        fitting +=
            usize::from(!programs.is_empty() && programs.iter().all(|program| non_sdn(program).is_some()));
        telling += usize::from(programs.iter().any(|program| is_only_non_sdn(program)));
    }
    telling > 0 && fitting * 100 >= entities.len() * 98
}

fn entry(number: u32, cells: &[String], trace: Trace) -> Entity {
    let kind = filled(cells, 2).map_or(EntityKind::Company, remarks::kind);
    let record = Record { source: trace.source, id: number.to_string() };
    let mut entity = Entity::new(record, kind, "", trace);
    entity.names.clear();
    if let Some(name) = filled(cells, 1) {
        entity.add_name(named(name, kind, trace));
    }
    let programs = filled(cells, 3).unwrap_or_default();
    entity.listings.push(Listing {
        authority: Authority::Us,
        measures: vec![crate::Measure::AssetFreeze],
        programs: split_programs(programs),
        from: None,
        to: None,
        trace,
    });
    filled(cells, 4).into_iter().for_each(|title| entity.entitle(title));
    if let Some(sign) = filled(cells, 5) {
        entity.identify(IdentifierKind::CallSign, sign, None, None, trace);
    }
    entity.remark_on("Vessel type", filled(cells, 6), trace);
    entity.remark_on("Tonnage", filled(cells, 7), trace);
    entity.remark_on("Gross register tonnage", filled(cells, 8), trace);
    filled(cells, 9).into_iter().for_each(|flag| entity.country(CountryLink::Flag, flag));
    if let Some(owner) = filled(cells, 10) {
        entity.relate_to_name(RelationKind::OwnedBy, owner, trace);
    }
    entity
}

/// `SDGT] [IFSR` is two programmes.
fn split_programs(text: &str) -> Vec<String> {
    let split = text.split(['[', ']']).map(str::trim).filter(|program| !program.is_empty());
    split.map(str::to_owned).collect()
}

/// A name of the OFAC; a person's has the family name first.
pub(super) fn named(text: &str, kind: EntityKind, trace: Trace) -> Name {
    let mut name = Name::new(text.trim(), trace);
    if let (EntityKind::Person, Some((family, given))) = (kind, text.split_once(", ")) {
        name.parts =
            vec![(NamePart::Family, family.trim().to_owned()), (NamePart::Given, given.trim().to_owned())];
    }
    name
}

/// Reads `ALT.CSV`: entry number, number of the alias, `aka`, `fka` or `nka`, name, remarks.
pub(super) fn aliases(bytes: impl BufRead, sink: &mut Sink<'_>, waiting: &mut Waiting) -> io::Result<()> {
    sink.file.source.list = "OFAC aliases".to_owned();
    parts(bytes, sink, &mut waiting.aliases, 5, "not the five columns of an alias", |cells| {
        match (filled(cells, 3), filled(cells, 2).is_some_and(is_alias_type)) {
            (None, _) => Some("an alias without a name"),
            (_, false) => Some("an alias that is neither aka, fka nor nka"),
            _ => None,
        }
    })
}

/// Reads `ADD.CSV`: entry number, number of the address, street, city with state and postal code, country, remarks.
pub(super) fn addresses(bytes: impl BufRead, sink: &mut Sink<'_>, waiting: &mut Waiting) -> io::Result<()> {
    sink.file.source.list = "OFAC addresses".to_owned();
    parts(bytes, sink, &mut waiting.addresses, 6, "not the six columns of an address", |_| None)
}

/// Reads `SDN_COMMENTS.CSV`: entry number, and how its remark goes on.
pub(super) fn comments(bytes: impl BufRead, sink: &mut Sink<'_>, waiting: &mut Waiting) -> io::Result<()> {
    sink.file.source.list = "OFAC comments".to_owned();
    parts(bytes, sink, &mut waiting.comments, 2, "not the two columns of a comment", |_| None)
}

fn parts(
    bytes: impl BufRead,
    sink: &mut Sink<'_>,
    into: &mut Vec<Part>,
    columns: usize,
    reason: &'static str,
    wrong: impl Fn(&[String]) -> Option<&'static str>,
) -> io::Result<()> {
    let mut rows = Rows::new(bytes, b',');
    while let Some(row) = rows.next()? {
        let text = row.text.clone();
        match numbered(row, columns, reason) {
            Ok((number, line, cells)) => match wrong(&cells) {
                Some(reason) => sink.refuse(reason, line, &text),
                None => into.push(Part { number, trace: sink.trace(line), cells }),
            },
            Err((row, reason)) => sink.refuse(reason, row.line, &row.text),
        }
    }
    sink.file.held = rows.held;
    Ok(())
}

/// Joins what waits to the entries. A row belongs to the entries of the nearest file before its own that has its number, or else to those
/// of the first one behind it.
pub(super) fn join(waiting: Waiting, entities: &mut [Entity], files: &mut [ListFile]) {
    let mut places: HashMap<u32, Vec<(SourceId, usize)>> = HashMap::new();
    for (at, entity) in
        entities.iter().enumerate().filter(|(_, e)| waiting.entries.contains(&e.record.source))
    {
        if let Some(number) = number(&entity.record.id) {
            places.entry(number).or_default().push((entity.record.source, at));
        }
    }
    let alone = waiting.entries.is_empty();
    let place = |part: &Part, files: &mut [ListFile]| -> Option<usize> {
        let found = places.get(&part.number).and_then(|all| {
            let before = all.iter().rev().find(|(source, _)| *source < part.trace.source);
            before.or(all.first()).map(|(_, at)| *at)
        });
        let file = files.get_mut(usize::from(part.trace.source.0))?;
        match found {
            Some(_) => file.intake.accept(),
            None if alone => {
                file.intake.accept();
                note(
                    file,
                    "rows wait for their entries: read SDN.CSV (or CONS_PRIM.CSV) with them",
                    part.trace.line,
                );
            }
            None => {
                let text = part.cells.join(",");
                refuse(file, "no entry has this number in the files read", part.trace.line, &text);
            }
        }
        found
    };
    let mut texts: HashMap<usize, String> = HashMap::new();
    for part in &waiting.comments {
        if let (Some(at), Some(text)) = (place(part, files), part.cells.get(1)) {
            texts.entry(at).or_default().push_str(text);
        }
    }
    for (at, remark) in &waiting.remarks {
        if let Some(entity) = entities.get_mut(*at) {
            // the remark is cut wherever its column ends, within a word too
            let whole = format!("{remark}{}", texts.get(at).map_or("", String::as_str));
            let trace = entity.trace;
            remarks::read(entity, &whole, trace);
        }
    }
    for part in &waiting.aliases {
        if let Some(entity) = place(part, files).and_then(|at| entities.get_mut(at)) {
            add_alias(entity, part);
        }
    }
    for part in &waiting.addresses {
        if let Some(entity) = place(part, files).and_then(|at| entities.get_mut(at)) {
            let street = [filled(&part.cells, 2), filled(&part.cells, 3)];
            let street: Vec<&str> = street.into_iter().flatten().collect();
            entity.address(&street, filled(&part.cells, 4), part.trace);
            entity.remark_on("Address", filled(&part.cells, 5), part.trace);
        }
    }
    for source in waiting.entries {
        link(source, entities);
    }
}

fn add_alias(entity: &mut Entity, part: &Part) {
    let kind =
        match filled(&part.cells, 2).unwrap_or_default().trim_matches('.').to_ascii_lowercase().as_str() {
            "fka" | "f.k.a" => NameKind::Former,
            "nka" | "n.k.a" => NameKind::Now,
            _ => NameKind::Alias,
        };
    if let Some(text) = filled(&part.cells, 3) {
        let strength = NameStrength::Strong;
        entity.add_name(Name { kind, strength, ..named(text, entity.kind, part.trace) });
    }
    entity.remark_on("Alias", filled(&part.cells, 4), part.trace);
}

/// Makes relations with names relations with records, where exactly one record of the list has that primary name. Remarks end in a stop, so
/// a name is looked for with one as well.
fn link(source: SourceId, entities: &mut [Entity]) {
    let mut by_name: HashMap<String, Option<String>> = HashMap::new();
    for entity in entities.iter().filter(|entity| entity.record.source == source) {
        let id = entity.record.id.clone();
        by_name.entry(entity.name().to_owned()).and_modify(|known| *known = None).or_insert(Some(id));
    }
    let find = |name: &str| by_name.get(name).or_else(|| by_name.get(&format!("{name}."))).cloned().flatten();
    let relinked = |relation: &mut Relation| {
        if let Target::Name(name) = &relation.target
            && let Some(id) = find(name)
        {
            relation.target = Target::Record(id);
        }
    };
    let own = entities.iter_mut().filter(|entity| entity.record.source == source);
    own.flat_map(|entity| &mut entity.relations).for_each(relinked);
}
