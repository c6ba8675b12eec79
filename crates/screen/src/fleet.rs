//! Ships with the companies behind them: a folder of tables about a fleet, every value with the line that it came from.

mod address;
mod change;
mod company;
mod kin;
mod read;
mod row;
mod ship;

pub use address::{address_key, building_key};
pub use change::Change;
pub use company::{Company, Role};
pub use kin::{Kin, Link, Shared};
pub(crate) use read::fingerprint;
pub use read::{FILES, FleetError, FleetRead};
pub use ship::{Gap, Inspection, Insurance, Loitering, Sanction, Service, Ship, Spell, Transfer, Uninsured};

use crate::Source;
use jiff::civil::Date;
use std::collections::BTreeMap;
use thalweg_core::{CompanyImo, Imo};

/// Ships by their IMO number, and the companies that own and manage them.
///
/// Read from a folder of tables ([`Fleet::read`]); made for the tables of a newsroom's study of tankers, and for any others with the
/// same columns ([`FILES`]).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fleet {
    /// The files that were read. The number of a [`Trace`](crate::Trace) less [`Fleet::first_source`] is a place in here.
    pub sources: Vec<Source>,
    /// The number of the first of these sources.
    pub first_source: u16,
    ships: BTreeMap<Imo, Ship>,
    companies: BTreeMap<CompanyImo, Company>,
}

impl Fleet {
    /// All ships, by number.
    pub fn ships(&self) -> impl Iterator<Item = &Ship> {
        self.ships.values()
    }

    /// One ship.
    pub fn ship(&self, imo: Imo) -> Option<&Ship> {
        self.ships.get(&imo)
    }

    /// All companies, by number.
    pub fn companies(&self) -> impl Iterator<Item = &Company> {
        self.companies.values()
    }

    /// One company.
    pub fn company(&self, number: CompanyImo) -> Option<&Company> {
        self.companies.get(&number)
    }

    /// The name of a company, or its number where no table names it.
    pub fn company_name(&self, number: CompanyImo) -> String {
        let name = self.companies.get(&number).and_then(|company| company.name.clone());
        name.unwrap_or_else(|| format!("company IMO {number}"))
    }

    /// The last day for which the tables tell of any ship whether it was uninsured.
    pub fn insurance_until(&self) -> Option<Date> {
        self.ships.values().flat_map(|ship| &ship.uninsured).map(|spell| spell.through).max()
    }

    /// Whether a ship was known to be uninsured on a day.
    pub fn insurance(&self, imo: Imo, day: Date) -> Insurance {
        let spells = self.ships.get(&imo).map_or(&[][..], |ship| &ship.uninsured);
        match spells.iter().find(|spell| spell.from <= day && day <= spell.through) {
            Some(spell) => Insurance::KnownUninsured(*spell),
            None if self.insurance_until().is_none_or(|last| last < day) => Insurance::BeyondTheRecord,
            None => Insurance::NotKnownUninsured,
        }
    }
}
