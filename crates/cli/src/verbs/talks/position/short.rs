//! The tables that a terminal shows: fewer columns and rows than the whole answer has.

use thalweg_core::{Cell, Column, Measure, Table};
use thalweg_talks::{MarketRow, PairRow, Position, RelianceRow, Side, SurplusRow};

/// Sectors of each side that are shown.
const SECTORS: usize = 6;
/// Pairs of sectors of each side that are shown.
const PAIRS: usize = 4;
/// Markets of each subsidised sector that are shown.
const MARKETS: usize = 8;

pub(super) fn tables(position: &Position) -> Vec<Table> {
    let mut tables = vec![balances(position)];
    tables.extend(position.sides.iter().map(|side| dependence(position, side)));
    tables.extend([pairs(position), tariffs(position), cuts(position)]);
    if !position.overcapacity.sectors.is_empty() {
        tables.extend([overcapacity(position), surplus(position)]);
    }
    tables
}

fn table(name: &str, title: String, columns: &[(&str, Measure)], rows: Vec<Vec<Cell>>) -> Table {
    let columns = columns.iter().map(|(title, measure)| Column::new(title, title, *measure)).collect();
    Table { name: name.to_owned(), title, columns, rows }
}

/// The name of a side by its code; of all others `all others`.
fn name<'a>(position: &'a Position, code: &'a str) -> &'a str {
    let side = position.sides.iter().find(|side| side.code == code);
    if code == "*" { "all others" } else { side.map_or(code, |side| side.name.as_str()) }
}

fn balances(position: &Position) -> Table {
    let columns = [
        ("Side", Measure::Text),
        ("Partner", Measure::Text),
        ("Sectors", Measure::Text),
        ("Exports", Measure::Amount),
        ("Imports", Measure::Amount),
        ("Balance", Measure::Amount),
        ("in value added", Measure::Amount),
    ];
    let [first, second] = &position.sides;
    let told = |code: &str, partner: &str| code == first.code || (code == second.code && partner == "*");
    let rows = position.balances.totals.iter().filter(|row| told(&row.side, &row.partner)).map(|row| {
        let partner = if row.partner == "*" { "all others" } else { &row.partner };
        let sectors = if row.sectors == "*" { "all" } else { "goods" };
        let numbers = [row.exports, row.imports, row.balance, row.value_added_balance];
        let words = [row.side.as_str(), partner, sectors].map(Cell::from);
        words.into_iter().chain(numbers.map(Cell::from)).collect()
    });
    table("balances", "Trade, gross and in value added".to_owned(), &columns, rows.collect())
}

/// Inputs and sales of a side, the sectors that rely most on the other first.
fn dependence(position: &Position, side: &Side) -> Table {
    let columns = [
        ("Sector", Measure::Text),
        ("Inputs", Measure::Rate),
        ("look-through", Measure::Rate),
        ("Sales", Measure::Rate),
        ("look-through", Measure::Rate),
    ];
    let reliance = position.exposure.reliance.iter().filter(|row| row.side == side.code);
    let markets = position.exposure.markets.iter().filter(|row| row.side == side.code);
    let mut both: Vec<(&RelianceRow, &MarketRow)> = reliance.zip(markets).collect();
    let totals = both.split_off(both.len().saturating_sub(2));
    let share = |row: &RelianceRow| row.look_through_pct.unwrap_or_default();
    both.sort_by(|a, b| share(b.0).total_cmp(&share(a.0)));
    let shown = both.iter().take(SECTORS).chain(&totals).map(|(inputs, sales)| {
        let numbers = [inputs.direct_pct, inputs.look_through_pct, sales.direct_pct, sales.look_through_pct];
        std::iter::once(inputs.name.as_str().into()).chain(numbers.map(Cell::from)).collect()
    });
    let title = format!("Part of inputs and of sales that hangs on the other side: {}", side.name);
    table("dependence", title, &columns, shown.collect())
}

fn pairs(position: &Position) -> Table {
    let columns = [
        ("Buys", Measure::Text),
        ("from", Measure::Text),
        ("Direct", Measure::Rate),
        ("Look-through", Measure::Rate),
        ("Value", Measure::Amount),
    ];
    let of = |side: &Side| -> Vec<&PairRow> {
        position.exposure.pairs.iter().filter(|row| row.side == side.code).take(PAIRS).collect()
    };
    let rows = position.sides.iter().flat_map(of).map(|row| {
        let end = |code: &str, sector: &str| Cell::from(format!("{code} {sector}"));
        vec![
            end(&row.side, &row.sector),
            end(&row.partner, &row.partner_sector),
            row.direct_pct.into(),
            row.look_through_pct.into(),
            row.value.into(),
        ]
    });
    table(
        "pairs",
        "Most exposed pairs of sectors, of all inputs of the buyer".to_owned(),
        &columns,
        rows.collect(),
    )
}

fn tariffs(position: &Position) -> Table {
    let columns = [
        ("Importer", Measure::Text),
        ("Exporter", Measure::Text),
        ("Imports", Measure::Amount),
        ("Mean tariff", Measure::Rate),
        ("Uniform tariff", Measure::Rate),
    ];
    let rows = position.access.tariffs.iter().map(|row| {
        let mut cells: Vec<Cell> =
            [&row.importer, &row.exporter].map(|code| name(position, code).into()).to_vec();
        cells.extend([row.imports.into(), row.mean_tariff_pct.into(), row.uniform_tariff_pct.into()]);
        cells
    });
    let title = "Tariffs on goods, and the one tariff that lets in as much".to_owned();
    table("tariffs", title, &columns, rows.collect())
}

fn cuts(position: &Position) -> Table {
    let columns = [
        ("Cut by", Measure::Text),
        ("Cut", Measure::Rate),
        ("Answer", Measure::Rate),
        ("Its imports rise by", Measure::Amount),
        ("Other\u{2019}s rise by", Measure::Amount),
    ];
    let rows = position.access.cuts.iter().map(|row| {
        let changes = [row.imports_change, row.partner_imports_change].map(Cell::from);
        let answer = row.answer_pct.map_or_else(|| Cell::Absent, Cell::from);
        let mut cells = vec![name(position, &row.side).into(), row.cut_pct.into(), answer];
        cells.extend(changes);
        cells
    });
    let title = "Cuts of tariffs on each other, and the cut that answers".to_owned();
    table("cuts", title, &columns, rows.collect())
}

fn overcapacity(position: &Position) -> Table {
    let columns = [
        ("Sector", Measure::Text),
        ("Subsidy", Measure::Rate),
        ("Excess", Measure::Percent),
        ("Excess", Measure::Amount),
        ("at home", Measure::Amount),
        ("in the other", Measure::Amount),
        ("elsewhere", Measure::Amount),
    ];
    let rows = position.overcapacity.sectors.iter().map(|row| {
        let mut cells = vec![format!("{} {}", row.side, row.sector).into()];
        cells.extend([row.subsidy_pct, row.excess_pct].map(Cell::from));
        cells.extend([row.excess, row.at_home, row.to_partner, row.to_others].map(Cell::from));
        cells
    });
    let title = "What is made and sold beyond what would be without subsidies".to_owned();
    table("overcapacity", title, &columns, rows.collect())
}

fn surplus(position: &Position) -> Table {
    let columns = [
        ("Sector", Measure::Text),
        ("Market", Measure::Text),
        ("Sales", Measure::Amount),
        ("of it excess", Measure::Amount),
        ("Excess", Measure::Percent),
    ];
    let markets = &position.overcapacity.markets;
    let same = |a: &SurplusRow, b: &SurplusRow| a.side == b.side && a.sector == b.sector;
    let shown = markets.chunk_by(same).flat_map(|rows| rows.iter().take(MARKETS));
    let rows = shown.map(|row| {
        vec![
            format!("{} {}", row.side, row.sector).into(),
            row.name.as_str().into(),
            row.sales.into(),
            row.excess.into(),
            row.excess_pct.into(),
        ]
    });
    table("surplus", "Where the excess goes: the largest markets".to_owned(), &columns, rows.collect())
}
