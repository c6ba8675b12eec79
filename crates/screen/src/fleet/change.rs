//! Ships that changed hands shortly before they were listed.

use super::{Fleet, Role, Ship};
use crate::Trace;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use thalweg_core::{CompanyImo, Imo};

/// A ship that got another owner or manager within some days before a listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The ship.
    pub ship: Imo,
    /// In which role.
    pub role: Role,
    /// Who went.
    pub before: CompanyImo,
    /// Who came.
    pub after: CompanyImo,
    /// On which day.
    pub day: Date,
    /// The day of the listing.
    pub listed: Date,
    /// Days from the one to the other.
    pub days: i32,
    /// Where the change is said, and where the listing.
    pub traces: (Trace, Trace),
}

impl Fleet {
    /// Ships that changed hands on the day of a listing or within so many days before it, in the order of their numbers.
    ///
    /// The first company that a table has in a role is no change: nobody is known to have gone.
    pub fn changed_before_listing(&self, within_days: u16) -> Vec<Change> {
        self.ships.values().flat_map(|ship| ship.changed_before_listing(within_days)).collect()
    }
}

impl Ship {
    fn changed_before_listing(&self, within_days: u16) -> Vec<Change> {
        let mut changes = Vec::new();
        for (at, spell) in self.companies.iter().enumerate() {
            let Some(day) = spell.from else { continue };
            let service = spell.value;
            let others = self.companies[..at]
                .iter()
                .filter(|other| other.value.role == service.role && other.value.company != service.company);
            let Some(before) = others.max_by_key(|other| (other.to.unwrap_or(Date::MAX), other.from)) else {
                continue;
            };
            for sanction in &self.sanctions {
                let days = day.until(sanction.day).map_or(-1, |span| span.get_days());
                let first = sanction.day.saturating_sub(i32::from(within_days).days());
                if first <= day && day <= sanction.day {
                    changes.push(Change {
                        ship: self.imo,
                        role: service.role,
                        before: before.value.company,
                        after: service.company,
                        day,
                        listed: sanction.day,
                        days,
                        traces: (spell.trace, sanction.trace),
                    });
                }
            }
        }
        changes
    }
}
