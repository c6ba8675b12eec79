//! A row of any table as statements.

use super::amounts::number;
use super::head::{Head, Pair};
use super::words::{Way, is_total, way};
use super::{Options, Source};
use crate::country::{Code, Party};
use crate::error::{Error, ErrorKind};
use crate::ledger::{Basis, Entered, Flow, Ledger, Statement};
use crate::period::Period;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use thalweg_core::{Intake, Place};

/// Why a row makes no statement.
pub(super) enum Out {
    /// It is wrong.
    Refused(&'static str),
    /// It is right and must not count.
    Aside(&'static str),
    /// The whole table cannot be used.
    Stop(Error),
}

impl From<Error> for Out {
    fn from(error: Error) -> Self {
        Self::Stop(error)
    }
}

/// Names that are remembered; a table of damage has more.
const REMEMBERED: usize = 1 << 14;
/// Unknown names that are told.
const TOLD: usize = 100;
/// Longest code of a product, in bytes.
const LONGEST_CODE: usize = 40;
/// Characters of a refused line that are shown.
const SHOWN: usize = 200;

/// Takes rows into a ledger and remembers what became of each.
pub(super) struct Rows<'a> {
    pub(super) file: &'a str,
    pub(super) options: &'a Options<'a>,
    pub(super) ledger: &'a mut Ledger,
    layout: &'static str,
    intake: Intake,
    set_aside: BTreeMap<&'static str, usize>,
    parties: HashMap<Vec<u8>, Option<Party>>,
    unknown: BTreeMap<String, usize>,
    last_way: (Vec<u8>, Way),
}

pub(super) type Cells<'c, 'l> = &'c dyn Fn(usize) -> Cow<'l, [u8]>;

/// What a row says apart from its amounts.
pub(super) struct About {
    reporter: Code,
    partner: Option<Code>,
    flow: Flow,
    basis: Basis,
    pub(super) dollars: bool,
}

impl<'a> Rows<'a> {
    pub(super) fn new(file: &'a str, options: &'a Options<'a>, ledger: &'a mut Ledger) -> Self {
        Self {
            file,
            options,
            ledger,
            layout: "",
            intake: Intake::new(file),
            set_aside: BTreeMap::new(),
            parties: HashMap::new(),
            unknown: BTreeMap::new(),
            last_way: (Vec::new(), Way::Unknown),
        }
    }

    pub(super) fn finish(self) -> Source {
        let mut unknown: Vec<(String, usize)> = self.unknown.into_iter().collect();
        unknown.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Source {
            layout: self.layout,
            intake: self.intake,
            set_aside: self.set_aside,
            unknown: unknown.into_iter().map(|(name, _)| name).collect(),
        }
    }

    pub(super) fn refuse(&mut self, reason: &str, line: usize, text: &[u8]) {
        let text: String =
            String::from_utf8_lossy(&text[..text.len().min(4 * SHOWN)]).chars().take(SHOWN).collect();
        self.intake.refuse(reason, Place::new(self.file, line, &text));
    }

    /// Takes a row in, or says why not.
    pub(super) fn row<'l>(
        &mut self,
        head: &Head,
        cell: Cells<'_, 'l>,
        line: usize,
        text: &[u8],
    ) -> Result<(), Error> {
        self.layout = head.layout;
        match self.take(head, cell, line, text) {
            Ok(()) => Ok(()),
            Err(Out::Refused(reason)) => {
                self.refuse(reason, line, text);
                Ok(())
            }
            Err(Out::Aside(reason)) => {
                *self.set_aside.entry(reason).or_default() += 1;
                Ok(())
            }
            Err(Out::Stop(error)) => Err(error),
        }
    }

    fn take<'l>(&mut self, head: &Head, cell: Cells<'_, 'l>, line: usize, text: &[u8]) -> Result<(), Out> {
        if head.attribute.is_some_and(|column| !cell(column).eq_ignore_ascii_case(b"value")) {
            return Err(Out::Aside("a row of signs and not of values"));
        }
        let product = product(head, cell)?;
        if !self.is_asked_for(&product) {
            return Err(Out::Aside("another product"));
        }
        if let Some(pair) = &head.pair {
            return self.take_pair(head, pair, cell, &product, line, text);
        }
        let about = self.about(head, cell)?;
        let (split, part) = parts(head, cell);
        let mut statement = Statement {
            reporter: about.reporter,
            partner: about.partner,
            flow: about.flow,
            basis: about.basis,
            period: Period { year: 1900, part: 0 },
            product: &product,
            split,
            part: &part,
            value: None,
            quantity: None,
            additive: self.options.mapping.as_ref().is_some_and(|mapping| mapping.additive),
        };
        if head.wide.is_empty() {
            statement.period = period(head, cell)?;
            self.amounts(head, cell, &about, &mut statement)?;
            return self.enter(&statement, line, text);
        }
        self.take_wide(head, cell, &about, statement, line, text)
    }

    fn take_wide<'l>(
        &mut self,
        head: &Head,
        cell: Cells<'_, 'l>,
        about: &About,
        mut statement: Statement<'_>,
        line: usize,
        text: &[u8],
    ) -> Result<(), Out> {
        let mut empty = true;
        for (column, period) in &head.wide {
            statement.period = *period;
            (statement.value, statement.quantity) = (None, None);
            self.measured(head, cell, *column, about, &mut statement)?;
            if statement.value.is_some() || statement.quantity.is_some() {
                empty = false;
                self.enter(&statement, line, text)?;
            }
        }
        if empty { Err(Out::Aside("no amount is told")) } else { Ok(()) }
    }

    fn take_pair<'l>(
        &mut self,
        head: &Head,
        pair: &Pair,
        cell: Cells<'_, 'l>,
        product: &[u8],
        line: usize,
        text: &[u8],
    ) -> Result<(), Out> {
        let importer = self.country(&cell(pair.importer), "the importer")?;
        let exporter = self.country(&cell(pair.exporter), "the exporter")?;
        if importer == exporter {
            return Err(Out::Aside("a country with itself"));
        }
        let period = period(head, cell)?;
        let mut empty = true;
        for (flow, amounts, basis) in &pair.sides {
            let Some(value) = number(&cell(amounts.column), b'.')? else { continue };
            let money = self.money(head, cell, amounts, false)?;
            let (reporter, partner) =
                if *flow == Flow::Import { (importer, exporter) } else { (exporter, importer) };
            empty = false;
            let statement = Statement {
                reporter,
                partner: Some(partner),
                flow: *flow,
                basis: *basis,
                period,
                product,
                split: 0,
                part: b"",
                value: Some(value * money),
                quantity: None,
                additive: false,
            };
            self.enter(&statement, line, text)?;
        }
        if empty { Err(Out::Aside("no amount is told")) } else { Ok(()) }
    }

    fn enter(&mut self, statement: &Statement<'_>, line: usize, text: &[u8]) -> Result<(), Out> {
        match self.ledger.enter(statement) {
            Entered::New => self.intake.accept(),
            Entered::Again => self.refuse("said already, by a row that says the same", line, text),
            Entered::Contradicted => {
                self.refuse("contradicts another row about the same: neither counts", line, text);
            }
            Entered::Full => {
                self.refuse("more different products, parts or amounts than can be told apart", line, text)
            }
        }
        Ok(())
    }

    fn about<'l>(&mut self, head: &Head, cell: Cells<'_, 'l>) -> Result<About, Out> {
        let reporter = self.country(&first(&head.reporter, cell), "the reporter")?;
        let partner = match self.party(&first(&head.partner, cell)) {
            Some(Party::Country(code)) => Some(code),
            Some(Party::World) => None,
            Some(Party::Group) => {
                return Err(Out::Aside("a group of countries as partner, beside its members"));
            }
            None => return Err(Out::Refused("the partner is no country that we know")),
        };
        if partner == Some(reporter) {
            return Err(Out::Aside("a country with itself"));
        }
        let told = self.options.mapping.as_ref().and_then(|mapping| mapping.imports);
        let (flow, basis, dollars) = match (self.options.flow, head.flow.is_empty()) {
            (Some(flow), _) => (flow, None, false),
            (None, true) => return Err(Out::Stop(no_flow(self.file))),
            (None, false) => match self.way(&first(&head.flow, cell)) {
                Way::Flow(flow, basis, dollars) => (flow, basis, dollars),
                Way::Part => return Err(Out::Aside("a part of a flow beside the whole, such as re-exports")),
                Way::Aside => {
                    return Err(Out::Aside("a balance, or a value in another currency beside dollars"));
                }
                Way::Unknown => return Err(Out::Refused("the flow is neither imports nor exports")),
            },
        };
        let plain = if flow == Flow::Export { Basis::Fob } else { Basis::Cif };
        let basis = if flow == Flow::Export { plain } else { told.or(basis).unwrap_or(plain) };
        Ok(About { reporter, partner, flow, basis, dollars })
    }

    fn way(&mut self, cell: &[u8]) -> Way {
        if self.last_way.0 != cell || cell.is_empty() {
            self.last_way = (cell.to_vec(), way(&String::from_utf8_lossy(cell)));
        }
        self.last_way.1
    }

    fn country(&mut self, name: &[u8], whose: &str) -> Result<Code, Out> {
        match self.party(name) {
            Some(Party::Country(code)) => Ok(code),
            Some(_) => Err(Out::Aside("a group of countries as reporter, beside its members")),
            None if whose == "the importer" => Err(Out::Refused("the importer is no country that we know")),
            None if whose == "the exporter" => Err(Out::Refused("the exporter is no country that we know")),
            None => Err(Out::Refused("the reporter is no country that we know")),
        }
    }

    fn party(&mut self, name: &[u8]) -> Option<Party> {
        let known = self.parties.get(name).copied();
        let party = known.unwrap_or_else(|| self.options.countries.party(&String::from_utf8_lossy(name)));
        if known.is_none() && self.parties.len() < REMEMBERED {
            self.parties.insert(name.to_vec(), party);
        }
        if party.is_none() {
            self.remember_unknown(name);
        }
        party
    }

    fn remember_unknown(&mut self, name: &[u8]) {
        let name: String = String::from_utf8_lossy(&name[..name.len().min(200)]).chars().take(50).collect();
        if self.unknown.len() < TOLD || self.unknown.contains_key(&name) {
            *self.unknown.entry(name).or_default() += 1;
        }
    }

    fn is_asked_for(&self, product: &[u8]) -> bool {
        let asked = &self.options.products;
        asked.is_empty() || asked.iter().any(|prefix| product.starts_with(prefix.as_bytes()))
    }
}

fn no_flow(file: &str) -> Error {
    Error::one(
        ErrorKind::File,
        format!("no column of `{file}` tells imports from exports"),
        "say what it holds: give it with --exports or with --imports",
    )
}

/// The first cell that is not empty.
fn first<'l>(columns: &[usize], cell: Cells<'_, 'l>) -> Cow<'l, [u8]> {
    let mut cells = columns.iter().map(|column| cell(*column));
    cells.find(|cell| !cell.is_empty()).unwrap_or_default()
}

fn product<'l>(head: &Head, cell: Cells<'_, 'l>) -> Result<Cow<'l, [u8]>, Out> {
    let code = first(&head.product, cell);
    if code.len() > LONGEST_CODE {
        return Err(Out::Refused("the code of the product is too long"));
    }
    let all: [&[u8]; 4] = [b"", b"TOTAL", b"AG0", b"ALL"];
    if all.iter().any(|word| code.eq_ignore_ascii_case(word)) {
        Ok(Cow::Borrowed(b"TOTAL"))
    } else {
        Ok(code)
    }
}

fn period<'l>(head: &Head, cell: Cells<'_, 'l>) -> Result<Period, Out> {
    Period::parse(&first(&head.period, cell)).ok_or(Out::Refused("the period is no year, quarter or month"))
}

/// Along what the row is a part, and which part.
fn parts<'l>(head: &Head, cell: Cells<'_, 'l>) -> (u8, Vec<u8>) {
    let mut split = 0;
    let mut part = Vec::new();
    for (bit, column) in &head.splits {
        let word = cell(*column);
        if !is_total(&word) {
            split |= bit;
            part.extend_from_slice(&word[..word.len().min(LONGEST_CODE)]);
            part.push(b'|');
        }
    }
    (split, part)
}
