//! Both reports of a flow side by side, groups merged from their members.

use crate::complete::{Incomplete, Short};
use crate::country::{Code, Countries, EU27};
use crate::error::{Error, ErrorKind};
use crate::ledger::{Basis, Flow, Mixed};
use crate::said::{Book, Heading, Said};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::BuildHasherDefault;

/// One side's report of a flow in a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Side {
    pub(crate) value: Option<f64>,
    pub(crate) quantity: Option<f64>,
    pub(crate) fob: bool,
    /// Statements that it is the sum of.
    pub(crate) statements: usize,
}

impl Side {
    fn of(said: &Said) -> Self {
        Self { value: said.value, quantity: said.quantity, fob: said.basis == Basis::Fob, statements: 1 }
    }

    fn add(&mut self, said: &Said) {
        let sum = |a: Option<f64>, b: Option<f64>| Some(a? + b?);
        self.value = sum(self.value, said.value);
        self.quantity = sum(self.quantity, said.quantity);
        self.fob &= said.basis == Basis::Fob;
        self.statements += 1;
    }
}

/// Which parties a flow is between, what it is and when: numbers of parties and products are their places among all, sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Way {
    pub(crate) exporter: u16,
    pub(crate) importer: u16,
    pub(crate) product: u32,
    pub(crate) year: u16,
}

/// What both say.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Both {
    pub(crate) importer: Option<Side>,
    pub(crate) exporter: Option<Side>,
}

/// Economies that are taken as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What they are called together.
    pub name: String,
    /// Their codes.
    pub members: Vec<String>,
}

impl Group {
    /// Reads `EU27`, or `NAME=CODE,CODE,...`.
    ///
    /// # Errors
    /// [`ErrorKind::Settings`]: a name that is no group, or a code that is no economy.
    pub fn parse(text: &str, countries: &Countries) -> Result<Self, Error> {
        if text == "EU27" {
            return Ok(Self {
                name: text.to_owned(),
                members: EU27.iter().map(|code| (*code).to_owned()).collect(),
            });
        }
        let wrong = |message: String| {
            Err(Error::one(
                ErrorKind::Settings,
                message,
                "write `EU27`, or `NAME=CODE,CODE` with codes of ISO 3166",
            ))
        };
        let Some((name, codes)) = text.split_once('=').filter(|(name, _)| !name.trim().is_empty()) else {
            return wrong(format!("`{text}` is no group"));
        };
        let members: Vec<String> = codes.split(',').map(|code| code.trim().to_owned()).collect();
        if let Some(code) = members.iter().find(|code| !countries.is_economy(code)) {
            return wrong(format!("`{code}` is no economy that we know"));
        }
        if countries.is_economy(name.trim()) {
            return wrong(format!("`{}` is an economy already", name.trim()));
        }
        Ok(Self { name: name.trim().to_owned(), members })
    }
}

/// All flows with both reports, and what reporters say of the whole world.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pairs {
    pub(crate) parties: Vec<String>,
    pub(crate) products: Vec<String>,
    /// Sorted by way.
    pub(crate) flows: Vec<(Way, Both)>,
    /// What a party says of all its partners, where it says it: by party, flow, product, year.
    pub(crate) world: BTreeMap<(u16, Flow, u32, u16), Side>,
    /// Totals that stand beside their products, and so were not compared.
    pub(crate) nested: usize,
}

impl Pairs {
    pub(crate) fn of(book: &Book, groups: &[Group], incomplete: &[Incomplete]) -> Self {
        let labels = Labels::new(book, groups);
        let out = labels.left_out(incomplete);
        let mut pairs =
            Self { parties: labels.names.clone(), products: book.products.clone(), ..Self::default() };
        let mut told = Vec::with_capacity(book.said.len());
        for (heading, said) in &book.said {
            let reporter = labels.number(heading.reporter);
            let short = out.get(&(reporter, heading.flow, heading.year));
            // what a group lacks of one member it lacks of the whole
            let in_group = labels.groups.contains(&reporter);
            if short.is_none_or(|short| !in_group && !short.leaves_out(said)) {
                told.extend(pairs.enter(heading, said, reporter, &labels));
            }
        }
        pairs.flows = joined(told);
        pairs.drop_nested();
        pairs
    }

    /// Which way a statement is about; none where it is about the world, which is kept here, or about trade within a group.
    fn enter<'a>(
        &mut self,
        heading: &Heading,
        said: &'a Said,
        reporter: u16,
        labels: &Labels,
    ) -> Option<(Way, Flow, &'a Said)> {
        let Heading { flow, product, year, .. } = *heading;
        let Some(partner) = heading.partner.map(|partner| labels.number(partner)) else {
            // the world of a group would hold the trade among its members
            if !labels.groups.contains(&reporter) {
                self.world.insert((reporter, flow, product, year), Side::of(said));
            }
            return None;
        };
        let import = flow == Flow::Import;
        let (exporter, importer) = if import { (partner, reporter) } else { (reporter, partner) };
        (partner != reporter).then_some((Way { exporter, importer, product, year }, flow, said))
    }

    /// Takes away totals of products beside their products, where both sides tell some of these: who adds both counts twice.
    fn drop_nested(&mut self) {
        if self.products.len() < 2 {
            return;
        }
        let mut flows = self.flows.clone();
        let year = |way: &Way| (way.exporter, way.importer, way.year);
        flows.sort_unstable_by_key(|(way, _)| (year(way), way.product));
        let mut nested: BTreeSet<Way> = BTreeSet::new();
        for of_year in flows.chunk_by(|a, b| year(&a.0) == year(&b.0)).filter(|flows| flows.len() > 1) {
            let places = (0..of_year.len()).filter(|place| self.is_total_beside_parts(*place, of_year));
            nested.extend(places.map(|place| of_year[place].0));
        }
        self.nested = nested.len();
        self.flows.retain(|(way, _)| !nested.contains(way));
    }

    fn is_total_beside_parts(&self, place: usize, products: &[(Way, Both)]) -> bool {
        let product = products[place].0.product;
        let code = self.code(product);
        let tells = |mut parts: &mut dyn Iterator<Item = &(Way, Both)>| {
            let (mut importer, mut exporter) = (false, false);
            Iterator::any(&mut parts, |(_, both)| {
                importer |= both.importer.is_some();
                exporter |= both.exporter.is_some();
                importer && exporter
            })
        };
        if code == "TOTAL" {
            return tells(&mut products.iter().filter(|(other, _)| other.product != product));
        }
        let is_code = code.bytes().all(|byte| byte.is_ascii_digit());
        // codes are sorted, so the parts of one follow it
        is_code
            && tells(
                &mut products[place + 1..]
                    .iter()
                    .take_while(|(other, _)| self.code(other.product).starts_with(code)),
            )
    }

    pub(crate) fn code(&self, product: u32) -> &str {
        self.products.get(product as usize).map_or("", String::as_str)
    }

    pub(crate) fn party(&self, number: u16) -> &str {
        self.parties.get(usize::from(number)).map_or("", String::as_str)
    }

    pub(crate) fn number(&self, name: &str) -> Option<u16> {
        self.parties.binary_search_by(|party| party.as_str().cmp(name)).ok().map(|place| place as u16)
    }
}

/// Statements about the same way side by side; those of members of a group are added in the order in which they come.
fn joined(mut told: Vec<(Way, Flow, &Said)>) -> Vec<(Way, Both)> {
    told.sort_by_key(|(way, ..)| *way);
    let both = |same: &[(Way, Flow, &Said)]| {
        let mut both = Both::default();
        for (_, flow, said) in same {
            let side = if *flow == Flow::Import { &mut both.importer } else { &mut both.exporter };
            match side {
                Some(side) => side.add(said),
                None => *side = Some(Side::of(said)),
            }
        }
        both
    };
    told.chunk_by(|a, b| a.0 == b.0).map(|same| (same[0].0, both(same))).collect()
}

/// What each economy counts as.
struct Labels {
    names: Vec<String>,
    numbers: HashMap<u128, u16, BuildHasherDefault<Mixed>>,
    groups: BTreeSet<u16>,
}

impl Labels {
    fn new(book: &Book, groups: &[Group]) -> Self {
        let codes: BTreeSet<Code> =
            book.said.iter().flat_map(|(h, _)| [Some(h.reporter), h.partner]).flatten().collect();
        let label = |code: Code| {
            let group =
                groups.iter().find(|group| group.members.iter().any(|member| member == code.as_str()));
            group.map_or_else(|| code.to_string(), |group| group.name.clone())
        };
        let labels: BTreeMap<Code, String> = codes.into_iter().map(|code| (code, label(code))).collect();
        let names: Vec<String> = labels.values().cloned().collect::<BTreeSet<String>>().into_iter().collect();
        let number = |name: &String| names.binary_search(name).unwrap_or_default() as u16;
        let numbers = labels.iter().map(|(code, name)| (u128::from(code.number()), number(name))).collect();
        let of_group = groups.iter().filter_map(|group| names.binary_search(&group.name).ok());
        Self { groups: of_group.map(|place| place as u16).collect(), numbers, names }
    }

    fn number(&self, code: Code) -> u16 {
        self.numbers.get(&u128::from(code.number())).copied().unwrap_or_default()
    }

    /// A year that lacks a member lacks the group.
    fn left_out(&self, incomplete: &[Incomplete]) -> BTreeMap<(u16, Flow, u16), Short> {
        let key = |one: &Incomplete| {
            let flow = if one.flow == "imports" { Flow::Import } else { Flow::Export };
            let short = if one.months.is_some() { Short::Months } else { Short::Partners };
            Some(((self.number(Code::parse(&one.reporter)?), flow, one.year), short))
        };
        incomplete.iter().filter_map(key).collect()
    }
}
