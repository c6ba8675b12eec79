//! What each reporter said of each year: one amount, whatever rows told it.

use crate::country::Code;
use crate::ledger::{Basis, Cell, Flow, Key, Ledger};

/// Whose statement it is, and about what. The order is that of the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Heading {
    pub(crate) reporter: Code,
    pub(crate) partner: Option<Code>,
    pub(crate) flow: Flow,
    pub(crate) product: u32,
    pub(crate) year: u16,
}

/// What was said of a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Said {
    pub(crate) value: Option<f64>,
    pub(crate) quantity: Option<f64>,
    pub(crate) basis: Basis,
    /// Which months it holds, a bit for each; 0 where the year was told as one.
    pub(crate) months: u16,
}

/// All of it, sorted by heading.
#[derive(Debug, Clone, Default)]
pub(crate) struct Book {
    pub(crate) said: Vec<(Heading, Said)>,
    pub(crate) products: Vec<String>,
    /// Statements that rows contradict.
    pub(crate) contradicted: usize,
}

impl Book {
    /// Reads the ledger: totals where they are given, sums of their parts where they are not, and never both. So imports free on board rather
    /// than with freight, the year rather than its months or quarters, all modes of transport rather than each.
    pub(crate) fn of(ledger: &Ledger) -> Self {
        let (cells, products) = ledger.sorted();
        let mut book = Self { products, said: Vec::with_capacity(cells.len()), contradicted: 0 };
        let mut of_year: Vec<(Key, Cell)> = Vec::new();
        for group in cells.chunk_by(|a, b| Key::same_heading(a.0, b.0)) {
            of_year.clear();
            of_year.extend(group.iter().filter_map(|(packed, cell)| Some((Key::unpacked(*packed)?, *cell))));
            if let Some((key, _)) = of_year.first()
                && let Some(said) = year(&of_year, &mut book.contradicted)
            {
                book.said.push((heading(key), said));
            }
        }
        book.said.shrink_to_fit();
        book
    }
}

fn heading(key: &Key) -> Heading {
    let Key { reporter, partner, flow, product, year, .. } = *key;
    Heading { reporter, partner, flow, product, year }
}

/// What the cells of one year come to.
fn year(cells: &[(Key, Cell)], contradicted: &mut usize) -> Option<Said> {
    // cells are sorted, so those free on board come last
    let basis = cells.last()?.0.basis;
    let of_basis = || cells.iter().filter(|(key, _)| key.basis == basis);
    let has = |part: fn(u8) -> bool| of_basis().any(|(key, _)| part(key.part_of_year));
    let wanted: fn(u8) -> bool = if has(|part| part == 0) {
        |part| part == 0
    } else if has(|part| part <= 12) {
        |part| (1..=12).contains(&part)
    } else {
        |part| part > 12
    };
    let mut said = Said { value: Some(0.0), quantity: Some(0.0), basis, months: 0 };
    // cells of one basis and period stand together
    let periods = cells.chunk_by(|a, b| (a.0.basis, a.0.part_of_year) == (b.0.basis, b.0.part_of_year));
    for period in periods.filter(|of| of[0].0.basis == basis && wanted(of[0].0.part_of_year)) {
        if !add_period(period, &mut said) {
            *contradicted += 1;
            return None;
        }
    }
    (said.value.is_some() || said.quantity.is_some()).then_some(said)
}

/// Adds one year, quarter or month; whether its rows agree.
fn add_period(cells: &[(Key, Cell)], said: &mut Said) -> bool {
    let fewest = |split: u8| (split.count_ones(), split);
    let Some(split) = cells.iter().map(|(key, _)| key.split).min_by_key(|split| fewest(*split)) else {
        return true;
    };
    for (key, cell) in cells.iter().filter(|(key, _)| key.split == split) {
        if cell.is_void() {
            return false;
        }
        said.value = plus(said.value, cell.value());
        said.quantity = plus(said.quantity, cell.quantity());
        said.months |= months(key.part_of_year);
    }
    true
}

fn plus(sum: Option<f64>, amount: f64) -> Option<f64> {
    sum.filter(|_| !amount.is_nan()).map(|sum| sum + amount)
}

fn months(part: u8) -> u16 {
    match part {
        1..=12 => 1 << (part - 1),
        13..=16 => 0b111 << (3 * (part - 13)),
        _ => 0,
    }
}
