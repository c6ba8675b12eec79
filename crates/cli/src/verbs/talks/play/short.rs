//! The tables of a deal that a terminal shows: one row per concession, and the third countries at both ends.

use thalweg_core::{Cell, Column, Measure, Table};
use thalweg_talks::Negotiation;

/// Concessions that are shown.
const CONCESSIONS: usize = 12;
/// Third countries that are shown at each end.
const THIRDS: usize = 5;
/// The same beside a term.
const ENDS: usize = 2;

/// The dearest concessions, each in one row, where there are two parties.
pub(crate) fn concessions(played: &Negotiation) -> Option<Table> {
    let deal = played.deals.first().filter(|deal| deal.parties.len() == 2)?;
    let codes: Vec<&str> = deal.parties.iter().map(|party| party.player.as_str()).collect();
    let mut columns = vec![
        Column::new("owner", "Owner", Measure::Text),
        Column::new("sector", "Sector", Measure::Text),
        Column::new("before_pct", "Before", Measure::Rate),
        Column::new("rate_pct", "Deal", Measure::Rate),
    ];
    columns.extend(codes.iter().map(|code| Column::new(code, &format!("Worth to {code}"), Measure::Number)));
    let rows = played.concessions.iter().take(CONCESSIONS).map(|one| {
        let mut row = vec![
            Cell::from(one.owner.as_str()),
            Cell::from(one.instrument.sector.as_deref().unwrap_or("all")),
            Cell::from(100.0 * one.before),
            Cell::from(100.0 * one.rate),
        ];
        row.extend(one.worth_pct.iter().map(|worth| Cell::from(*worth)));
        row
    });
    Some(Table {
        name: "concessions".to_owned(),
        title: "The dearest concessions, percent of welfare".to_owned(),
        columns,
        rows: rows.collect(),
    })
}

/// The third countries that lose most and those that gain most.
pub(crate) fn thirds(played: &Negotiation) -> Option<Table> {
    let mut thirds = played.deals.first()?.thirds.clone();
    thirds.sort_by(|a, b| a.deal_pct.total_cmp(&b.deal_pct));
    let last = thirds.len().saturating_sub(THIRDS);
    let ends = thirds.iter().enumerate().filter(|(k, _)| *k < THIRDS || *k >= last);
    let name = |code: &str| {
        let named = played.countries.iter().find(|named| named.code == code);
        named.map_or(code.to_owned(), |named| named.name.clone())
    };
    let rows = ends.map(|(_, third)| {
        vec![Cell::from(name(&third.country)), Cell::from(third.threat_pct), Cell::from(third.deal_pct)]
    });
    let columns = vec![
        Column::new("name", "Third country", Measure::Text),
        Column::new("without_pct", "Without a deal", Measure::Percent),
        Column::new("deal_pct", "With it", Measure::Percent),
    ];
    Some(Table {
        name: "thirds".to_owned(),
        title: "Who is hurt and who gains: real income against today".to_owned(),
        columns,
        rows: rows.collect(),
    })
}

/// What each term is worth to those who are named in it, and the third countries that lose and gain most.
pub(crate) fn worth(played: &Negotiation) -> Option<Table> {
    let mut table = super::table(played, "worth")?;
    let text = |cell: &Cell| if let Cell::Text(text) = cell { text.clone() } else { String::new() };
    let mut kept = Vec::new();
    for term in table.rows.chunk_by(|a, b| text(&a[0]) == text(&b[0])) {
        let (thirds, named): (Vec<_>, Vec<_>) = term.iter().partition(|row| text(&row[1]) == "third");
        let last = thirds.len().saturating_sub(ENDS);
        let ends = thirds.into_iter().enumerate().filter(|(k, _)| *k < ENDS || *k >= last);
        kept.extend(named.into_iter().chain(ends.map(|(_, row)| row)).cloned());
    }
    table.rows = kept;
    Some(table)
}
