//! What reporters said, one statement for each reporter, partner, flow, product, period and breakdown.

use crate::country::Code;
use crate::error::{Error, ErrorKind};
use crate::period::Period;
use crate::unit::{Money, Quantity};
use rayon::slice::ParallelSliceMut;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hasher};

/// Which way goods went, as the reporter sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flow {
    /// The reporter bought.
    Import,
    /// The reporter sold.
    Export,
}

/// How values at the importer's border are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// Cost, insurance and freight included.
    Cif,
    /// Free on board: as exports are counted.
    Fob,
}

/// Along what a row is a part of a larger row: a bit for each.
pub(crate) mod breakdown {
    /// By mode of transport.
    pub(crate) const MODE: u8 = 1;
    /// By customs procedure.
    pub(crate) const CUSTOMS: u8 = 2;
    /// By second partner.
    pub(crate) const SECOND: u8 = 4;
    /// By mode of supply, or anything else.
    pub(crate) const OTHER: u8 = 8;
}

/// One row of a table, understood.
#[derive(Debug, Clone)]
pub(crate) struct Statement<'a> {
    pub(crate) reporter: Code,
    /// None: the world.
    pub(crate) partner: Option<Code>,
    pub(crate) flow: Flow,
    pub(crate) basis: Basis,
    pub(crate) period: Period,
    pub(crate) product: &'a [u8],
    /// What of [`breakdown`] the row is a part by, and which part.
    pub(crate) split: u8,
    pub(crate) part: &'a [u8],
    pub(crate) value: Option<f64>,
    pub(crate) quantity: Option<f64>,
    /// Whether rows that say the same of the same are parts to be added.
    pub(crate) additive: bool,
}

/// What a statement is about. The order is that of the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key {
    pub(crate) reporter: Code,
    pub(crate) partner: Option<Code>,
    pub(crate) flow: Flow,
    pub(crate) product: u32,
    pub(crate) year: u16,
    pub(crate) basis: Basis,
    pub(crate) part_of_year: u8,
    pub(crate) split: u8,
    pub(crate) part: u32,
}

/// Bits of a packed key below those of its heading: basis, part of the year, split, part.
const BELOW_HEADING: u32 = 1 + 5 + 4 + 24;

impl Key {
    /// The key as one number in the same order, so that one step hashes it and one compares it.
    fn packed(&self) -> u128 {
        let mut number = u128::from(self.reporter.number());
        let mut put = |value: u32, bits: u32| number = number << bits | u128::from(value);
        put(self.partner.map_or(0, Code::number), 24);
        put(self.flow as u32, 1);
        put(self.product, 24);
        put(u32::from(self.year - 1900), 8);
        put(self.basis as u32, 1);
        put(u32::from(self.part_of_year), 5);
        put(u32::from(self.split), 4);
        put(self.part, 24);
        number
    }

    /// The key of a packed one.
    pub(crate) fn unpacked(mut number: u128) -> Option<Self> {
        let mut take = |bits: u32| {
            let low = (number & ((1 << bits) - 1)) as u32;
            number >>= bits;
            low
        };
        let part = take(24);
        let split = take(4) as u8;
        let part_of_year = take(5) as u8;
        let basis = if take(1) == 1 { Basis::Fob } else { Basis::Cif };
        let year = 1900 + take(8) as u16;
        let product = take(24);
        let flow = if take(1) == 1 { Flow::Export } else { Flow::Import };
        let partner = Code::of_number(take(24));
        let reporter = Code::of_number(take(24))?;
        Some(Self { reporter, partner, flow, product, year, basis, part_of_year, split, part })
    }

    /// Whether two packed keys are of one reporter, partner, flow, product and year.
    pub(crate) fn same_heading(one: u128, other: u128) -> bool {
        one >> BELOW_HEADING == other >> BELOW_HEADING
    }
}

/// What is kept of the rows that say something of one key: the least and the most that they say of each amount. Absent amounts are not numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    value: [f64; 2],
    quantity: [f64; 2],
    full: bool,
}

/// What became of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entered {
    /// It is new, or was added to what it is a part of.
    New,
    /// It was there already.
    Again,
    /// Another row says something else of the same.
    Contradicted,
    /// There are more products or parts than can be told apart.
    Full,
}

/// Mixes the bits of a packed key: keys are numbers already, so that nothing stronger is needed. The order of a map never reaches a result.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn write_u128(&mut self, number: u128) {
        // the two multiplications and shifts of MurmurHash3's end
        let mut bits = (number as u64) ^ ((number >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        bits = (bits ^ (bits >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        bits = (bits ^ (bits >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        self.0 = bits ^ (bits >> 33);
    }
}

/// Short texts by number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    numbers: HashMap<Vec<u8>, u32>,
    pub(crate) texts: Vec<String>,
    /// The one that was asked for last: rows come in runs.
    last: Option<(Vec<u8>, u32)>,
}

impl Texts {
    const MOST: usize = 1 << 24;

    fn number(&mut self, text: &[u8]) -> Option<u32> {
        if let Some((last, number)) = &self.last
            && last.len() == text.len()
            && last.iter().eq(text)
        {
            return Some(*number);
        }
        let number = match self.numbers.get(text) {
            Some(number) => *number,
            None => self.add(text)?,
        };
        self.last = Some((text.to_vec(), number));
        Some(number)
    }

    fn add(&mut self, text: &[u8]) -> Option<u32> {
        let number = u32::try_from(self.texts.len()).ok().filter(|_| self.texts.len() < Self::MOST)?;
        self.texts.push(String::from_utf8_lossy(text).into_owned());
        self.numbers.insert(text.to_vec(), number);
        Some(number)
    }

    /// The place of each text among all, sorted: numbers depend on the order of rows, places do not.
    pub(crate) fn places(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.texts.len() as u32).collect();
        order.sort_by_key(|number| &self.texts[*number as usize]);
        let mut places = vec![0; order.len()];
        for (place, number) in order.into_iter().enumerate() {
            places[number as usize] = place as u32;
        }
        places
    }

    pub(crate) fn sorted(&self) -> Vec<String> {
        let mut texts = self.texts.clone();
        texts.sort();
        texts
    }
}

/// All that reporters said, of every table that was read.
///
/// Memory grows with what is said and not with the rows that say it: 64 bytes for each statement, up to three times as many while the table grows. A
/// statement is entered once; a row that says the same again, to a millionth or 20 units, is counted and dropped, and rows that contradict each other make
/// their statement void.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    cells: HashMap<u128, Cell, BuildHasherDefault<Mixed>>,
    products: Texts,
    parts: Texts,
    currency: Option<(String, String)>,
    quantity: Option<(String, String)>,
}

/// Additive rows are kept in steps of this, so that their sum does not depend on their order.
const STEP: f64 = 1.0 / 1024.0;
/// Up to this the sum of steps is exact.
const EXACT: f64 = 8.0e12;

impl Ledger {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many different statements there are.
    pub fn statements(&self) -> usize {
        self.cells.len()
    }

    /// The currency of all values, if a value was read.
    pub fn currency(&self) -> Option<&str> {
        self.currency.as_ref().map(|(unit, _)| unit.as_str())
    }

    /// The unit of all quantities (`kg` for any mass), if a quantity was read.
    pub fn quantity_unit(&self) -> Option<&str> {
        self.quantity.as_ref().map(|(unit, _)| unit.as_str())
    }

    /// Holds the ledger to one currency.
    pub(crate) fn agree_money(&mut self, money: &Money, file: &str) -> Result<(), Error> {
        agree(
            &mut self.currency,
            &money.currency,
            file,
            "values",
            "convert one of them, or ask about each alone",
        )
    }

    /// Holds the ledger to one unit of quantity.
    pub(crate) fn agree_quantity(&mut self, unit: &Quantity, file: &str) -> Result<(), Error> {
        let help = "tonnes and barrels are told apart by a unit, never converted: convert one of them";
        agree(&mut self.quantity, &unit.base, file, "quantities", help)
    }

    pub(crate) fn enter(&mut self, said: &Statement<'_>) -> Entered {
        let (Some(product), Some(part)) = (self.products.number(said.product), self.parts.number(said.part))
        else {
            return Entered::Full;
        };
        let key = Key {
            reporter: said.reporter,
            partner: said.partner,
            flow: said.flow,
            product,
            year: said.period.year,
            basis: said.basis,
            part_of_year: said.period.part,
            split: said.split,
            part,
        };
        let new = Cell::new(said.value, said.quantity, said.additive);
        match self.cells.entry(key.packed()) {
            Entry::Occupied(mut cell) => cell.get_mut().meet(new, said.additive),
            Entry::Vacant(place) => {
                place.insert(new);
                Entered::New
            }
        }
    }

    /// Every statement by its packed key, in an order that does not depend on that of the rows; products and parts are numbered by their place among all,
    /// sorted.
    pub(crate) fn sorted(&self) -> (Vec<(u128, Cell)>, Vec<String>) {
        let (products, parts) = (self.products.places(), self.parts.places());
        let place = |places: &[u32], number: u32| places.get(number as usize).copied().unwrap_or(number);
        let mut cells = Vec::with_capacity(self.cells.len());
        cells.extend(self.cells.iter().filter_map(|(packed, cell)| {
            let key = Key::unpacked(*packed)?;
            let (product, part) = (place(&products, key.product), place(&parts, key.part));
            Some((Key { product, part, ..key }.packed(), *cell))
        }));
        cells.par_sort_unstable_by_key(|(key, _)| *key);
        (cells, self.products.sorted())
    }
}

fn agree(
    known: &mut Option<(String, String)>,
    unit: &str,
    file: &str,
    what: &str,
    help: &str,
) -> Result<(), Error> {
    match known {
        Some((before, whose)) if before != unit => {
            let message = format!("{what} are in {before} in `{whose}` and in {unit} in `{file}`");
            Err(Error::one(ErrorKind::Units, message, help))
        }
        Some(_) => Ok(()),
        None => {
            *known = Some((unit.to_owned(), file.to_owned()));
            Ok(())
        }
    }
}

/// Rows whose amounts differ by no more than this part say the same: tables round.
const ROUNDING: f64 = 1e-6;
/// The same in whole units (dollars, kilograms): small flows are rounded most, and matter least.
const TRIFLE: f64 = 20.0;

impl Cell {
    fn new(value: Option<f64>, quantity: Option<f64>, additive: bool) -> Self {
        let kept = |amount: Option<f64>| match amount {
            Some(amount) if additive => (amount / STEP).round() * STEP,
            Some(amount) => amount,
            None => f64::NAN,
        };
        Self { value: [kept(value); 2], quantity: [kept(quantity); 2], full: false }
    }

    pub(crate) fn value(&self) -> f64 {
        self.value[0]
    }

    pub(crate) fn quantity(&self) -> f64 {
        self.quantity[0]
    }

    /// Whether rows say different things of the same, or too much to be added exactly.
    pub(crate) fn is_void(&self) -> bool {
        let apart = |[least, most]: [f64; 2]| most - least > (least * ROUNDING).max(TRIFLE);
        self.full || apart(self.value) || apart(self.quantity)
    }

    fn meet(&mut self, new: Self, additive: bool) -> Entered {
        if additive {
            let plus = |sum: &mut [f64; 2], new: [f64; 2]| *sum = [sum[0] + new[0]; 2];
            plus(&mut self.value, new.value);
            plus(&mut self.quantity, new.quantity);
            self.full |= self.value() > EXACT || self.quantity() > EXACT;
            return if self.full { Entered::Full } else { Entered::New };
        }
        // one row may tell the value, another the quantity
        let adds = |known: [f64; 2], new: [f64; 2]| known[0].is_nan() && !new[0].is_nan();
        let is_new = adds(self.value, new.value) || adds(self.quantity, new.quantity);
        widen(&mut self.value, new.value);
        widen(&mut self.quantity, new.quantity);
        match (self.is_void(), is_new) {
            (true, _) => Entered::Contradicted,
            (false, true) => Entered::New,
            (false, false) => Entered::Again,
        }
    }
}

/// Takes another statement of an amount in. One that says nothing says no different.
fn widen(range: &mut [f64; 2], new: [f64; 2]) {
    // the minimum of a number and none is the number
    *range = [range[0].min(new[0]), range[1].max(new[1])];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back() {
        let key = Key {
            reporter: Code::parse("CHN").unwrap(),
            partner: Some(Code::parse("MYS").unwrap()),
            flow: Flow::Export,
            product: 16_777_215,
            year: 2155,
            basis: Basis::Fob,
            part_of_year: 16,
            split: 15,
            part: 16_777_215,
        };
        assert_eq!(Key::unpacked(key.packed()), Some(key));
        let world = Key { partner: None, year: 1900, part_of_year: 0, split: 0, flow: Flow::Import, ..key };
        assert_eq!(Key::unpacked(world.packed()), Some(world));
    }
}
