//! The companies behind a ship, and what lists have of them.

use crate::fleet::{Fleet, Role, Ship};
use crate::{Listing, Record, Trace};
use jiff::civil::Date;
use serde::Serialize;
use thalweg_core::CompanyImo;

/// A record of a list that can be a company.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CompanyHit {
    /// The record.
    pub record: Record,
    /// The list, with its version.
    pub list: String,
    /// The name in the list that matched best.
    pub name: String,
    /// The probability that it is the company, from 0 to 1.
    pub score: f64,
    /// Why, in words.
    pub why: Vec<String>,
    /// What the listing does.
    pub listings: Vec<Listing>,
    /// Where the record begins.
    pub trace: Trace,
}

/// A company in one of its roles for the ship.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Behind {
    /// Its number.
    pub number: CompanyImo,
    /// Its name.
    pub name: String,
    /// What it was to the ship.
    pub role: Role,
    /// The first day; none where the table does not say.
    pub from: Option<Date>,
    /// The day on which it ended; none while it lasts.
    pub to: Option<Date>,
    /// Whether it was so on the day asked for.
    pub on_day: bool,
    /// Its address, as written.
    pub address: Option<String>,
    /// Where it is registered, as written.
    pub jurisdiction: Option<String>,
    /// What lists have of it; the same for each of its roles.
    pub hits: Vec<CompanyHit>,
    /// Where the role is said.
    pub trace: Trace,
}

pub(super) fn behind(
    ship: Option<&Ship>,
    fleet: Option<&Fleet>,
    day: Date,
    hits: &dyn Fn(&str, CompanyImo) -> Vec<CompanyHit>,
) -> Vec<Behind> {
    let (Some(ship), Some(fleet)) = (ship, fleet) else { return Vec::new() };
    let one = |spell: &crate::fleet::Spell<crate::fleet::Service>| {
        let (number, company) = (spell.value.company, fleet.company(spell.value.company));
        let name = fleet.company_name(number);
        Behind {
            hits: hits(&name, number),
            number,
            name,
            role: spell.value.role,
            from: spell.from,
            to: spell.to,
            on_day: spell.holds(day),
            address: company.and_then(|company| company.address.clone()),
            jurisdiction: company.and_then(|company| company.jurisdiction.clone()),
            trace: spell.trace,
        }
    };
    let mut behind: Vec<Behind> = ship.companies.iter().map(one).collect();
    // those of the day first, the latest first among the others
    behind.sort_by(|a, b| (b.on_day, b.from, a.role, a.number).cmp(&(a.on_day, a.from, b.role, b.number)));
    behind
}
