//! Sectors that win and lose.

use super::facts::{Facts, capital};
use super::income::plain;
use crate::chart::{BarRow, Bars, Figure, Subject};
use crate::number::Kind;
use crate::page::{Block, Section};
use thalweg_trade::outcome::SectorRow;

/// Winners, and losers, in a picture.
const EACH: usize = 6;

pub(super) fn section(facts: &Facts<'_>) -> Option<Section> {
    let figures: Vec<Figure> = facts.parties.iter().filter_map(|code| figure(facts, code)).collect();
    (!figures.is_empty()).then(|| Section {
        id: "sectors".into(),
        heading: "Sectors that win and lose".into(),
        lead:
            "Changes of output at base prices: quantities, so that a general rise of prices is not taken for \
               growth.[^model]"
                .into(),
        body: vec![Block::Multiples(figures)],
    })
}

/// Change of output at base prices.
fn volume(row: &SectorRow) -> Option<f64> {
    row.output_quantity_pct.map(|percent| row.output_before * percent / 100.0)
}

fn figure(facts: &Facts<'_>, code: &str) -> Option<Figure> {
    let name = |sector: &str| {
        let known = facts.first.diversions.iter().flat_map(|d| &d.sectors).find(|row| row.sector == sector);
        known.map_or_else(|| sector.to_owned(), |row| row.name.clone())
    };
    let mut rows: Vec<(f64, &SectorRow)> = facts
        .first
        .sectors
        .iter()
        .filter(|row| row.country == code)
        .filter_map(|row| Some((volume(row)?, row)))
        .collect();
    if rows.len() < 2 || rows.iter().all(|(value, _)| *value == 0.0) {
        return None;
    }
    rows.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let best = rows.first().map(|(_, row)| name(&row.sector))?;
    let worst = rows.last().map(|(_, row)| name(&row.sector))?;
    let (gain, loss) = (rows.iter().filter(|(v, _)| *v > 0.0), rows.iter().filter(|(v, _)| *v < 0.0));
    let losers = loss.clone().count();
    let shown = gain.take(EACH).chain(loss.skip(losers.saturating_sub(EACH)));
    let bars = shown.map(|(value, row)| {
        BarRow::new(Subject::new(code, name(&row.sector)), [plain(facts.billions(*value))])
    });
    let caption = facts.caption(
        capital(&format!("{}: most gained in {best}, most lost in {worst}", facts.the(code))),
        format!("Output at base prices, change in {}", facts.billion_unit()),
    );
    let drawing =
        Bars { series: vec![facts.short(facts.first)], rows: bars.collect(), format: Kind::Move.into() };
    Some(Figure::new(&format!("sectors-{}", code.to_lowercase()), caption, drawing))
}
