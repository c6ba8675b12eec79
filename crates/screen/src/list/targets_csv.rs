//! `targets.simple.csv` of OpenSanctions: one entity of many lists a row.

use std::io::{self, BufRead};

use super::dataset::dataset;
use super::ftm::schema_kind;
use super::remarks::without_country;
use super::rows::Rows;
use super::sink::Sink;
use crate::{
    CountryLink, Entity, EntityKind, IdentifierKind, Listing, NameKind, NameStrength, Record, Trace,
};

/// Reads the table.
pub(super) fn read(bytes: impl BufRead, sink: &mut Sink<'_>) -> io::Result<()> {
    sink.file.source.list = "OpenSanctions targets".to_owned();
    let mut rows = Rows::new(bytes, b',');
    let Some(head) = rows.next()?.and_then(|row| row.cells.ok()) else { return Ok(()) };
    let mut newest = String::new();
    while let Some(row) = rows.next()? {
        let cells = match row.cells {
            Ok(cells) if cells.len() == head.len() => cells,
            Ok(_) => {
                sink.refuse("not the columns of the head", row.line, &row.text);
                continue;
            }
            Err(reason) => {
                sink.refuse(reason, row.line, &row.text);
                continue;
            }
        };
        let cell = |name: &str| {
            let at = head.iter().position(|column| column.trim() == name);
            at.and_then(|at| cells.get(at)).map_or("", |cell| cell.trim())
        };
        newest = newest.max(cell("last_seen").to_owned());
        let entity = entity(&cell, sink.trace(row.line));
        sink.accept(entity);
    }
    sink.file.source.version = Some(newest).filter(|newest| !newest.is_empty());
    sink.file.held = rows.held;
    Ok(())
}

/// The values of a cell: between semicolons, in quotes where a value has one itself.
fn values(cell: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).delimiter(b';').flexible(true).from_reader(cell.as_bytes());
    let row = reader.records().next().and_then(Result::ok);
    let values = row.iter().flat_map(|row| row.iter()).map(|value| value.trim().to_owned());
    values.filter(|value| !value.is_empty()).collect()
}

fn entity<'a>(cell: &dyn Fn(&str) -> &'a str, trace: Trace) -> Entity {
    let kind = schema_kind(cell("schema")).unwrap_or(EntityKind::Other);
    let record = Record { source: trace.source, id: cell("id").to_owned() };
    let mut entity = Entity::new(record, kind, "", trace);
    entity.names.clear();
    entity.alias(cell("name"), NameKind::Primary, NameStrength::Strong, trace);
    for alias in values(cell("aliases")) {
        entity.alias(&alias, NameKind::Alias, NameStrength::Strong, trace);
    }
    values(cell("birth_date")).iter().for_each(|birth| entity.born(birth, trace));
    let link = match kind {
        EntityKind::Person => CountryLink::Nationality,
        EntityKind::Ship => CountryLink::Flag,
        _ => CountryLink::Location,
    };
    values(cell("countries")).iter().for_each(|country| entity.country(link, country));
    values(cell("addresses")).iter().for_each(|address| entity.address(&[address], None, trace));
    for value in values(cell("identifiers")) {
        let (bare, country) = without_country(&value);
        let imo = bare.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("imo"));
        let kind = match (imo, kind) {
            (true, EntityKind::Ship) => IdentifierKind::ShipImo,
            (true, EntityKind::Company) => IdentifierKind::CompanyImo,
            _ => IdentifierKind::Other,
        };
        entity.identify(kind, bare, None, country, trace);
    }
    for contact in values(cell("phones")).iter().chain(&values(cell("emails"))) {
        entity.identify(IdentifierKind::Contact, contact, None, None, trace);
    }
    values(cell("sanctions")).iter().for_each(|text| entity.remark_on("Sanction", Some(text), trace));
    let programs = values(cell("program_ids"));
    for title in values(cell("dataset")) {
        if let Some((authority, measure)) = dataset(&title) {
            let programs = std::iter::once(title).chain(programs.iter().cloned()).collect();
            let measures = vec![measure];
            entity.listings.push(Listing { authority, measures, programs, from: None, to: None, trace });
        }
    }
    entity
}
