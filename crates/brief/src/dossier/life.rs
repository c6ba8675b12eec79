//! The life of the ship along one line of time.

use crate::chart::{Instant, Spell, SpellRow, Spells};
use jiff::Timestamp;
use jiff::civil::Date;
use thalweg_screen::ShipFile;
use thalweg_screen::fleet::Role;
use thalweg_screen::ship_file::{Behind, Said};
use thalweg_sea::dossier::Dossier;
use thalweg_sea::event::Kind;

pub(super) fn finding(file: &ShipFile) -> String {
    let names = dated(&file.names).count();
    let flags = dated(&file.flags).count();
    let owners = file.companies.iter().filter(|one| one.role == Role::RegisteredOwner).count();
    let count = |number: usize, one: &str, more: &str| match number {
        0 => None,
        1 => Some(format!("one {one}")),
        _ => Some(format!("{number} {more}")),
    };
    let parts: Vec<String> =
        [count(names, "name", "names"), count(flags, "flag", "flags"), count(owners, "owner", "owners")]
            .into_iter()
            .flatten()
            .collect();
    match (parts.is_empty(), file.first_listed()) {
        (true, None) => format!("What is known of {}", file.name),
        (true, Some((day, authority))) => format!("Listed by the {authority} on {day}"),
        (false, None) => format!("{} on record, and no listing", join(&parts)),
        (false, Some((day, authority))) => {
            format!("{} on record; first listed by the {authority} on {day}", join(&parts))
        }
    }
}

fn join(parts: &[String]) -> String {
    let text = match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Spells with a date: lists that give names without dates are in the table.
fn dated(said: &[Said]) -> impl Iterator<Item = &Said> {
    said.iter().filter(|one| one.from.is_some() || one.to.is_some())
}

pub(super) fn spells(file: &ShipFile, sea: Option<&Dossier>) -> Spells {
    let mut rows = vec![
        row("Name", dated(&file.names)),
        row("Flag", dated(&file.flags)),
        companies("Registered owner", file, &[Role::RegisteredOwner]),
        companies("Managers", file, &[Role::SafetyManager, Role::Manager]),
        uninsured(file),
    ];
    rows.extend(sea.map(claims));
    rows.push(listings(file));
    rows.retain(|row| !(row.spells.is_empty() && row.instants.is_empty()));
    Spells::new(rows, file.on_day.day)
}

fn row<'a>(head: &str, said: impl Iterator<Item = &'a Said>) -> SpellRow {
    let spell = |one: &Said| Spell { from: one.from, to: one.to, label: one.value.clone(), telling: false };
    let mut spells: Vec<Spell> = said.map(spell).collect();
    spells.dedup();
    SpellRow { head: head.to_owned(), spells, instants: Vec::new() }
}

fn companies(head: &str, file: &ShipFile, roles: &[Role]) -> SpellRow {
    let mut of: Vec<&Behind> = file.companies.iter().filter(|one| roles.contains(&one.role)).collect();
    of.sort_by_key(|one| (one.from, one.to, one.number));
    let mut spells: Vec<Spell> = Vec::new();
    for one in of {
        let spell =
            Spell { from: one.from, to: one.to, label: one.name.clone(), telling: !one.hits.is_empty() };
        // one company in two roles at the same time is one band
        if !spells.contains(&spell) {
            spells.push(spell);
        }
    }
    SpellRow { head: head.to_owned(), spells, instants: Vec::new() }
}

fn uninsured(file: &ShipFile) -> SpellRow {
    let spell = |one: &thalweg_screen::fleet::Uninsured| Spell {
        from: Some(one.from),
        to: one.through.tomorrow().ok(),
        label: "no known insurer".to_owned(),
        telling: true,
    };
    let mut spells: Vec<Spell> = file.uninsured.iter().map(spell).collect();
    spells.dedup();
    SpellRow { head: "Known to be uninsured".to_owned(), spells, instants: Vec::new() }
}

fn listings(file: &ShipFile) -> SpellRow {
    let all = file.listed.iter().flat_map(|listed| &listed.listings);
    let mut instants: Vec<Instant> = all
        .filter_map(|one| Some(Instant { day: one.from?, label: format!("listed: {}", one.authority) }))
        .collect();
    instants.sort_by(|a, b| (a.day, &a.label).cmp(&(b.day, &b.label)));
    instants.dedup();
    SpellRow { head: "Listings".to_owned(), spells: Vec::new(), instants }
}

/// Silences and meetings that detectors claim, as spells: short ones are thin lines.
fn claims(dossier: &Dossier) -> SpellRow {
    let day = |time: i64| -> Option<Date> {
        Timestamp::from_millisecond(time).ok().map(|time| time.to_zoned(jiff::tz::TimeZone::UTC).date())
    };
    let telling = |kind: Kind| matches!(kind, Kind::Gap | Kind::Encounter | Kind::FalsePosition);
    let events = dossier.events.iter().filter(|event| telling(event.kind));
    let spells = events.map(|event| Spell {
        from: day(event.start),
        to: day(event.end).and_then(|day| day.tomorrow().ok()),
        label: event.kind.word().replace('_', " "),
        telling: true,
    });
    SpellRow { head: "Claims of detectors at sea".to_owned(), spells: spells.collect(), instants: Vec::new() }
}
