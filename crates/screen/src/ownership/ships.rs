//! Ships of a fleet in a graph: who owns and who manages them.

use super::entities::{company_key, ship_key};
use super::{Class, Graph, NewHolding, NodeId, Stake};
use crate::fleet::{Fleet, Role, Ship};
use crate::{EntityKind, SourceId};
use thalweg_core::CompanyImo;

impl Graph {
    /// Adds the ships of a fleet and the companies behind them, with their dates.
    ///
    /// A registered owner owns the ship as a whole: a table that names two at one time tells of one holding or of two, and each is
    /// between nothing and all. Managers control and own nothing. Ships stand under `IMO 1234567`, companies under
    /// `COMPANY IMO 1234567`; both are also found by name. The traces are those of the fleet.
    pub fn add_fleet(&mut self, fleet: &Fleet) {
        if self.sources.is_empty() {
            self.first_source = fleet.first_source;
        }
        if self.next_source() == SourceId(fleet.first_source) {
            self.sources.extend(fleet.sources.iter().cloned());
        }
        for ship in fleet.ships() {
            let node = self.ship(ship);
            for spell in &ship.companies {
                let company = self.company(fleet, spell.value.company);
                let owners = ship.companies.iter().filter(|other| {
                    let owner = other.value.role == Role::RegisteredOwner;
                    owner && other.value.company != spell.value.company && overlap(other, spell)
                });
                let (class, stake) = match spell.value.role {
                    Role::RegisteredOwner if owners.count() > 0 => (Class::Shares, Stake::UNKNOWN),
                    Role::RegisteredOwner => (Class::Shares, Stake::percent(100)),
                    Role::SafetyManager | Role::Manager => (Class::Control, Stake::UNKNOWN),
                };
                let new = NewHolding {
                    stake,
                    class,
                    label: spell.value.role.words(),
                    from: spell.from,
                    to: spell.to,
                    source: "fleet",
                    joint: "",
                    trace: spell.trace,
                };
                self.hold(company, node, new);
            }
        }
    }

    fn ship(&mut self, ship: &Ship) -> NodeId {
        let key = ship_key(&ship.imo.to_string());
        let node = self.node(&key);
        self.call(node, &format!("{} ({key})", ship.title()));
        self.describe(node, EntityKind::Ship, None);
        self.also_called(node, &ship.title());
        node
    }

    fn company(&mut self, fleet: &Fleet, number: CompanyImo) -> NodeId {
        let node = self.node(&company_key(&number.to_string()));
        let company = fleet.company(number);
        self.describe(node, EntityKind::Company, company.and_then(|company| company.jurisdiction.as_deref()));
        if let Some(name) = company.and_then(|company| company.name.as_deref()) {
            self.call(node, name);
            self.also_called(node, name);
        }
        node
    }

    fn next_source(&self) -> SourceId {
        SourceId(self.first_source.saturating_add(u16::try_from(self.sources.len()).unwrap_or(u16::MAX)))
    }
}

fn overlap<T>(a: &crate::fleet::Spell<T>, b: &crate::fleet::Spell<T>) -> bool {
    let start = a.from.max(b.from);
    [a.to, b.to].into_iter().flatten().all(|end| start.is_none_or(|start| start < end))
}
