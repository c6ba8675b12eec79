//! The Consolidated Screening List of the United States: lists of the Treasury, of Commerce and of State in one table.

use std::collections::HashMap;
use std::io::{self, BufRead};

use super::measure::of_us_list;
use super::remarks;
use super::rows::Rows;
use super::sink::Sink;
use crate::{
    Authority, Country, CountryLink, DateSpan, Entity, EntityKind, IdentifierKind, Listing, NameKind,
    NameStrength, Record, RelationKind, Trace,
};

/// A row by the names of its columns.
struct Row<'a> {
    columns: &'a HashMap<String, usize>,
    cells: &'a [String],
}

impl<'a> Row<'a> {
    fn one(&self, column: &str) -> Option<&'a str> {
        let cell = self.cells.get(*self.columns.get(column)?)?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    /// The values of a cell, between semicolons.
    fn several(&self, column: &str) -> impl Iterator<Item = &'a str> {
        let cell = self.one(column).unwrap_or_default();
        cell.split(';').map(str::trim).filter(|value| !value.is_empty())
    }
}

/// Reads the list.
pub(super) fn read(bytes: impl BufRead, sink: &mut Sink<'_>) -> io::Result<()> {
    sink.file.source.list = "US Consolidated Screening List".to_owned();
    let mut rows = Rows::new(bytes, b',');
    let Some(head) = rows.next()?.and_then(|row| row.cells.ok()) else { return Ok(()) };
    let columns: HashMap<String, usize> =
        head.iter().enumerate().map(|(at, name)| (name.trim().to_owned(), at)).collect();
    while let Some(row) = rows.next()? {
        match row.cells {
            Ok(cells) if cells.len() == head.len() => {
                let entity = entity(&Row { columns: &columns, cells: &cells }, sink.trace(row.line));
                sink.accept(entity);
            }
            Ok(_) => sink.refuse("not the columns of the head", row.line, &row.text),
            Err(reason) => sink.refuse(reason, row.line, &row.text),
        }
    }
    sink.file.held = rows.held;
    Ok(())
}

fn entity(row: &Row<'_>, trace: Trace) -> Entity {
    let kind = match row.one("type") {
        Some(word) => remarks::kind(word),
        None => EntityKind::Other,
    };
    let list = row.one("source").unwrap_or_default();
    // lists of Commerce and State number nobody
    let id = row
        .one("entity_number")
        .or(row.one("_id"))
        .map_or_else(|| format!("{}: {}", short(list), row.one("name").unwrap_or_default()), str::to_owned);
    let mut entity = Entity::new(Record { source: trace.source, id }, kind, "", trace);
    entity.names.clear();
    entity.alias(row.one("name").unwrap_or_default(), NameKind::Primary, NameStrength::Strong, trace);
    for alias in row.several("alt_names") {
        let alias = alias.strip_prefix("and ").unwrap_or(alias);
        entity.alias(alias, NameKind::Alias, NameStrength::Strong, trace);
    }
    row.several("title").for_each(|title| entity.entitle(title));
    row.several("addresses").for_each(|address| add_address(&mut entity, address, trace));
    row.several("dates_of_birth").for_each(|birth| entity.born(birth, trace));
    row.several("places_of_birth").for_each(|place| entity.born_at(place));
    row.several("nationalities").for_each(|c| entity.country(CountryLink::Nationality, c));
    row.several("citizenships").for_each(|c| entity.country(CountryLink::Nationality, c));
    row.several("vessel_flag").for_each(|c| entity.country(CountryLink::Flag, c));
    if let Some(sign) = row.one("call_sign") {
        entity.identify(IdentifierKind::CallSign, sign, None, None, trace);
    }
    row.several("vessel_owner").for_each(|owner| entity.relate_to_name(RelationKind::OwnedBy, owner, trace));
    row.several("ids").for_each(|id| add_identifier(&mut entity, id, trace));
    remarks::read(&mut entity, row.one("remarks").unwrap_or_default(), trace);
    let kept = [
        ("vessel_type", "Vessel type"),
        ("gross_tonnage", "Gross tonnage"),
        ("gross_registered_tonnage", "Gross register tonnage"),
        ("federal_register_notice", "Federal Register"),
        ("standard_order", "Standard order"),
        ("license_requirement", "License requirement"),
        ("license_policy", "License policy"),
    ];
    kept.iter().for_each(|(column, label)| entity.remark_on(label, row.one(column), trace));
    entity.listings.push(listing(row, list, trace));
    entity
}

/// The letters by which a list is called: `EL` of `Entity List (EL) - Bureau of Industry and Security`.
fn short(list: &str) -> &str {
    let inside = list.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    inside.map_or(list, |(inside, _)| inside)
}

/// An address, of which the last part is a code of two letters.
fn add_address(entity: &mut Entity, text: &str, trace: Trace) {
    let (street, last) = text.rsplit_once(',').map_or(("", text), |(street, last)| (street, last.trim()));
    let code = last.len() == 2 && Country::read(last).code.is_some();
    if code { entity.address(&[street], Some(last), trace) } else { entity.address(&[text], None, trace) }
}

/// `US, 80-0890696, Tax ID No.`, without a country where there is none.
fn add_identifier(entity: &mut Entity, text: &str, trace: Trace) {
    let Some((rest, label)) = text.rsplit_once(',') else { return entity.remark(text, trace) };
    let (label, rest) = (label.trim(), rest.trim());
    let country =
        rest.split_once(',').filter(|(code, _)| code.trim().len() == 2 && Country::read(code).code.is_some());
    let (country, value) = country.map_or((None, rest), |(code, value)| (Some(code.trim()), value.trim()));
    let worded =
        ["risk", "information", "determination"].iter().any(|word| label.to_lowercase().contains(word));
    if worded {
        return entity.remark(&format!("{label} {value}"), trace);
    }
    entity.labelled(label, value, country, trace);
}

fn listing(row: &Row<'_>, list: &str, trace: Trace) -> Listing {
    let day = |column: &str| row.one(column)?.parse::<DateSpan>().ok()?.exact();
    let programs = row.several("programs").map(str::to_owned);
    Listing {
        authority: Authority::Us,
        measures: vec![of_us_list(list)],
        programs: std::iter::once(list.to_owned()).chain(programs).collect(),
        from: day("start_date"),
        to: day("end_date"),
        trace,
    }
}
