use crate::country::Code;
use crate::ledger::{Flow, Mixed};
use crate::said::{Book, Heading, Said};
use crate::spread::median;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::BuildHasherDefault;

/// A year of a reporter that is not whole, and so is left out.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Incomplete {
    /// Whose report.
    pub reporter: String,
    /// `imports` or `exports`.
    pub flow: &'static str,
    /// The year.
    pub year: u16,
    /// Months that are there, where the report is by month.
    pub months: Option<u32>,
    /// All that it told for the year, over what it told for the year that it is compared with.
    pub total_ratio: Option<f64>,
    /// The same for the middle partner.
    pub median_ratio: Option<f64>,
    /// The same as its partners tell it, where they do.
    pub partners_ratio: Option<f64>,
    /// The year that it is compared with.
    pub compared_with: Option<u16>,
}

/// Partners that a reporter must have before their collapse says something.
const PARTNERS: usize = 10;
/// Below this part of the year before, for all together and for the middle partner, a year is taken as incomplete.
const HALF: f64 = 0.5;
const ALL_MONTHS: u16 = 0xfff;

type Year = (Code, Flow, u16);

/// What a year lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Short {
    /// Months: what was told as a year is whole all the same.
    Months,
    /// Partners, or most of what was sold to each.
    Partners,
}

impl Short {
    /// Whether a statement of the year is left out.
    pub(crate) fn leaves_out(self, said: &Said) -> bool {
        self == Self::Partners || said.months > 0
    }
}

/// Finds the years that are not whole.
///
/// By month: where the table as a whole lacks months of the year, or where a reporter that otherwise tells all twelve does. By year: where the
/// total of at least ten partners and the middle one of them fall below half of the last whole year (the next one, for the first), and the partners' own
/// reports do not fall with them. A real collapse shows on both sides; a file that ends in January shows on one.
pub(crate) fn incomplete(book: &Book) -> (Vec<Incomplete>, BTreeMap<Year, Short>) {
    let mut found = by_month(book);
    let out: BTreeSet<Year> = found.iter().map(|(year, _)| *year).collect();
    found.extend(by_partner(book, &out));
    found.sort_by_key(|(year, _)| *year);
    let short = |note: &Incomplete| if note.months.is_some() { Short::Months } else { Short::Partners };
    let years = found.iter().map(|(year, note)| (*year, short(note))).collect();
    (found.into_iter().map(|(_, note)| note).collect(), years)
}

fn note(year: Year) -> Incomplete {
    Incomplete {
        reporter: year.0.to_string(),
        flow: word(year.1),
        year: year.2,
        months: None,
        total_ratio: None,
        median_ratio: None,
        partners_ratio: None,
        compared_with: None,
    }
}

pub(crate) fn word(flow: Flow) -> &'static str {
    if flow == Flow::Import { "imports" } else { "exports" }
}

fn by_month(book: &Book) -> Vec<(Year, Incomplete)> {
    let mut of_reporter: BTreeMap<Year, u16> = BTreeMap::new();
    let mut of_table: BTreeMap<(Flow, u16), u16> = BTreeMap::new();
    for (heading, said) in book.said.iter().filter(|(_, said)| said.months > 0) {
        *of_reporter.entry((heading.reporter, heading.flow, heading.year)).or_default() |= said.months;
        *of_table.entry((heading.flow, heading.year)).or_default() |= said.months;
    }
    let regular: BTreeSet<(Code, Flow)> = of_reporter
        .iter()
        .filter(|(_, months)| **months == ALL_MONTHS)
        .map(|((r, f, _), _)| (*r, *f))
        .collect();
    let is_short = |(year, months): &(&Year, &u16)| {
        let table = of_table.get(&(year.1, year.2)).copied().unwrap_or_default();
        table != ALL_MONTHS || (**months != ALL_MONTHS && regular.contains(&(year.0, year.1)))
    };
    let short = of_reporter.iter().filter(is_short);
    short
        .map(|(year, months)| (*year, Incomplete { months: Some(months.count_ones()), ..note(*year) }))
        .collect()
}

/// What a reporter told of each partner, sorted by partner, and all that partners told of it.
#[derive(Default)]
struct Told {
    own: Vec<(Code, f64)>,
    by_partners: f64,
}

impl Told {
    /// Statements come in the order of their partners.
    fn add(&mut self, partner: Code, amount: f64) {
        match self.own.last_mut().filter(|(last, _)| *last == partner) {
            Some((_, sum)) => *sum += amount,
            None => self.own.push((partner, amount)),
        }
    }

    fn of(&self, partner: Code) -> f64 {
        self.own.binary_search_by_key(&partner, |(code, _)| *code).map_or(0.0, |place| self.own[place].1)
    }
}

fn told(book: &Book, out: &BTreeSet<Year>) -> BTreeMap<Year, Told> {
    let mut told: HashMap<u128, (Year, Told), BuildHasherDefault<Mixed>> = HashMap::default();
    let mut of = |year: Year, add: &dyn Fn(&mut Told)| {
        let (code, flow, number) = year;
        let key = u128::from(code.number()) << 17 | (flow as u128) << 16 | u128::from(number);
        add(&mut told.entry(key).or_insert_with(|| (year, Told::default())).1);
    };
    for (heading, said) in &book.said {
        let Some(partner) = heading.partner else { continue };
        let Some(amount) = said.value.or(said.quantity) else { continue };
        let Heading { reporter, flow, year, .. } = *heading;
        if !out.contains(&(reporter, flow, year)) {
            of((reporter, flow, year), &|told| told.add(partner, amount));
            let other = if flow == Flow::Import { Flow::Export } else { Flow::Import };
            of((partner, other, year), &|told| told.by_partners += amount);
        }
    }
    told.into_values().filter(|(_, told)| !told.own.is_empty()).collect()
}

fn by_partner(book: &Book, out: &BTreeSet<Year>) -> Vec<(Year, Incomplete)> {
    let years: Vec<(Year, Told)> = told(book, out).into_iter().collect();
    let mut found = Vec::new();
    for of_reporter in years.chunk_by(|a, b| (a.0.0, a.0.1) == (b.0.0, b.0.1)) {
        let mut whole: Option<usize> = None;
        for (place, (year, told)) in of_reporter.iter().enumerate() {
            let other = whole.or_else(|| (place + 1 < of_reporter.len()).then_some(place + 1));
            let compared = other.map(|other| &of_reporter[other]);
            match compared.and_then(|(other, before)| collapse(told, before).map(|ratios| (other.2, ratios)))
            {
                Some((other, [total, middle, partners])) => {
                    let ratios = Incomplete {
                        total_ratio: Some(total),
                        median_ratio: Some(middle),
                        partners_ratio: Some(partners).filter(|ratio| ratio.is_finite()),
                        compared_with: Some(other),
                        ..note(*year)
                    };
                    found.push((*year, ratios));
                }
                None => whole = Some(place),
            }
        }
    }
    found
}

/// Whether one year is a stump of another: the ratios of all, of the middle partner, and of what partners tell.
fn collapse(year: &Told, other: &Told) -> Option<[f64; 3]> {
    let before: Vec<&(Code, f64)> = other.own.iter().filter(|(_, amount)| *amount > 0.0).collect();
    if before.len() < PARTNERS {
        return None;
    }
    let mut ratios: Vec<f64> = before.iter().map(|(partner, amount)| year.of(*partner) / amount).collect();
    let middle = median(&mut ratios)?;
    let total = before.iter().map(|(partner, _)| year.of(*partner)).sum::<f64>()
        / before.iter().map(|(_, amount)| amount).sum::<f64>();
    let partners = year.by_partners / other.by_partners;
    let real = partners.is_finite() && partners < HALF;
    (total < HALF && middle < HALF && !real).then_some([total, middle, partners])
}

/// Drops what was said of years that are not whole.
pub(crate) fn without(book: &mut Book, out: &BTreeMap<Year, Short>) {
    book.said.retain(|(heading, said): &(Heading, Said)| {
        let short = out.get(&(heading.reporter, heading.flow, heading.year));
        short.is_none_or(|short| !short.leaves_out(said))
    });
}
