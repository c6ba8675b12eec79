//! Ships and companies that have a company or an address in common.

use super::{Fleet, Role, address_key, building_key};
use crate::Trace;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use thalweg_core::{CompanyImo, Imo};

/// What two have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// One company, in these roles for the one and for the other; at the same time or not.
    Company {
        /// The company.
        company: CompanyImo,
        /// Its roles for the first.
        here: Vec<Role>,
        /// Its roles for the second.
        there: Vec<Role>,
        /// Whether some of these times overlap.
        same_time: bool,
    },
    /// A company that manages a ship of each.
    Manager {
        /// The company that manages.
        company: CompanyImo,
        /// A ship of the first.
        ship: Imo,
        /// A ship of the second.
        other: Imo,
    },
    /// One address, of a company of the first and a company of the second.
    Address {
        /// The address as it is compared.
        address: String,
        /// Whether door and all are the same; else only the building is.
        same_door: bool,
        /// How many companies of the fleet are there: an address of hundreds tells of an agent, not of a tie.
        companies_there: usize,
    },
}

/// A ship that has something in common with another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Kin {
    /// The other ship.
    pub ship: Imo,
    /// What they have in common.
    pub link: Link,
    /// Where that is said of the other.
    pub trace: Trace,
}

/// A company that has something in common with a listed one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Shared {
    /// The company.
    pub company: CompanyImo,
    /// The listed one.
    pub listed: CompanyImo,
    /// What they have in common.
    pub link: Link,
}

/// Companies by address.
struct Places {
    doors: BTreeMap<String, Vec<CompanyImo>>,
    buildings: BTreeMap<String, Vec<CompanyImo>>,
}

impl Places {
    fn of(fleet: &Fleet) -> Self {
        let mut places = Self { doors: BTreeMap::new(), buildings: BTreeMap::new() };
        for company in fleet.companies() {
            let Some(address) = &company.address else { continue };
            let keys =
                [(&mut places.doors, address_key(address)), (&mut places.buildings, building_key(address))];
            for (map, key) in keys {
                if !key.is_empty() {
                    map.entry(key).or_default().push(company.number);
                }
            }
        }
        places
    }

    /// Companies at the address of one, the door first.
    fn beside(&self, fleet: &Fleet, number: CompanyImo) -> Vec<(CompanyImo, Link)> {
        let Some(address) = fleet.company(number).and_then(|company| company.address.as_deref()) else {
            return Vec::new();
        };
        let (door, building) = (address_key(address), building_key(address));
        let at =
            |map: &BTreeMap<String, Vec<CompanyImo>>, key: &str| map.get(key).cloned().unwrap_or_default();
        let (doors, buildings) = (at(&self.doors, &door), at(&self.buildings, &building));
        let link = |key: &str, same_door, companies_there| Link::Address {
            address: key.to_owned(),
            same_door,
            companies_there,
        };
        let near = doors.iter().map(|other| (*other, link(&door, true, doors.len())));
        let far = buildings.iter().filter(|other| !doors.contains(other));
        let far = far.map(|other| (*other, link(&building, false, buildings.len())));
        near.chain(far).filter(|(other, _)| *other != number).collect()
    }
}

impl Fleet {
    /// The ships of each company.
    fn ships_of(&self) -> BTreeMap<CompanyImo, BTreeSet<Imo>> {
        let mut ships: BTreeMap<CompanyImo, BTreeSet<Imo>> = BTreeMap::new();
        for ship in self.ships() {
            for spell in &ship.companies {
                ships.entry(spell.value.company).or_default().insert(ship.imo);
            }
        }
        ships
    }

    /// Ships that ever had a company of this ship, or a company at an address of one of its companies.
    pub fn related(&self, imo: Imo) -> Vec<Kin> {
        let Some(ship) = self.ship(imo) else { return Vec::new() };
        let (places, ships) = (Places::of(self), self.ships_of());
        let companies: BTreeSet<CompanyImo> =
            ship.companies.iter().map(|spell| spell.value.company).collect();
        let mut kin = BTreeSet::new();
        for company in &companies {
            for other in ships.get(company).into_iter().flatten().filter(|other| **other != imo) {
                kin.extend(self.by_company(imo, *other, *company));
            }
            for (neighbour, link) in places.beside(self, *company) {
                if companies.contains(&neighbour) {
                    continue;
                }
                for other in ships.get(&neighbour).into_iter().flatten().filter(|other| **other != imo) {
                    let trace = self.company(neighbour).and_then(|company| company.trace).unwrap_or_default();
                    kin.insert(Kin { ship: *other, link: link.clone(), trace });
                }
            }
        }
        kin.into_iter().collect()
    }

    fn by_company(&self, here: Imo, there: Imo, company: CompanyImo) -> Option<Kin> {
        let of = |imo| {
            let spells = self.ship(imo)?.companies.iter().filter(|spell| spell.value.company == company);
            Some(spells.collect::<Vec<_>>())
        };
        let (mine, theirs) = (of(here)?, of(there)?);
        let same_time = mine.iter().any(|a| {
            theirs.iter().any(|b| {
                let starts = a.from.max(b.from);
                [a.to, b.to].into_iter().flatten().all(|end| starts.is_none_or(|start| start < end))
            })
        });
        let roles = |spells: &[&super::Spell<super::Service>]| {
            spells.iter().map(|spell| spell.value.role).collect::<BTreeSet<_>>().into_iter().collect()
        };
        let link = Link::Company { company, here: roles(&mine), there: roles(&theirs), same_time };
        Some(Kin { ship: there, link, trace: theirs.first()?.trace })
    }

    /// Companies that share an address or a manager with one of these, the listed ones themselves left out.
    pub fn shared_with(&self, listed: &BTreeSet<CompanyImo>) -> Vec<Shared> {
        let places = Places::of(self);
        let mut shared = BTreeSet::new();
        for one in listed {
            for (company, link) in places.beside(self, *one) {
                shared.insert(Shared { company, listed: *one, link });
            }
        }
        shared.extend(self.shared_managers(listed));
        shared.into_iter().filter(|one| !listed.contains(&one.company)).collect()
    }

    /// Owners whose ships are managed by a company that manages a ship of a listed owner.
    fn shared_managers(&self, listed: &BTreeSet<CompanyImo>) -> Vec<Shared> {
        let mut owned: BTreeMap<CompanyImo, Vec<(CompanyImo, Imo)>> = BTreeMap::new();
        for ship in self.ships() {
            let of = |owner: bool| {
                let is = move |role| (role == Role::RegisteredOwner) == owner;
                ship.companies.iter().filter(move |spell| is(spell.value.role))
            };
            for (manager, owner) in of(false).flat_map(|manager| of(true).map(move |owner| (manager, owner)))
            {
                let entry = owned.entry(manager.value.company).or_default();
                if !entry.contains(&(owner.value.company, ship.imo)) {
                    entry.push((owner.value.company, ship.imo));
                }
            }
        }
        let mut shared = Vec::new();
        for (manager, owners) in &owned {
            for (one, other) in owners.iter().filter(|(owner, _)| listed.contains(owner)) {
                for (company, ship) in owners.iter().filter(|(owner, _)| !listed.contains(owner)) {
                    let link = Link::Manager { company: *manager, ship: *ship, other: *other };
                    shared.push(Shared { company: *company, listed: *one, link });
                }
            }
        }
        shared
    }
}
