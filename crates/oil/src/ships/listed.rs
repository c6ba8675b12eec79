//! Ships on sanctions lists, as plain data from whoever read the lists.

use super::ShipList;
use crate::class::Class;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A ship on a list of sanctions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// IMO number; none where the list has none, or one whose check digit is wrong.
    pub imo: Option<u32>,
    /// The list.
    pub list: String,
    /// Since when, as `2024-06-13`; none where the list does not say.
    pub from: Option<String>,
    /// Whether the list calls it a tanker; none where it does not say what it is.
    pub tanker: Option<bool>,
}

/// What a list has of a fleet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct OnList {
    /// The list.
    pub list: String,
    /// Ships on it with an IMO number.
    pub ships: usize,
    /// Ships on it without one, or with one whose check digit is wrong: whether they are of the fleet cannot be told.
    pub without_imo: usize,
    /// How many of them are in the fleet.
    pub in_fleet: usize,
    /// How many are not, and are tankers by the list's own word.
    pub tankers_not_in_fleet: usize,
    /// How many are not, and the list does not say what they are.
    pub unsaid_not_in_fleet: usize,
    /// How many of those in the fleet stand on it without a date: they count as listed on any day.
    pub in_fleet_undated: usize,
}

/// A ship of the fleet that is designated.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Designated {
    /// IMO number.
    pub imo: u32,
    /// Name, as the fleet has it.
    pub name: String,
    /// Class.
    pub class: Class,
    /// The earliest date of any list, where one tells it.
    pub from: Option<String>,
    /// The lists.
    pub lists: Vec<String>,
}

impl ShipList {
    /// Marks the ships that stand on lists as designated; says what each list has, in the order in which lists come first, and
    /// which ships are designated.
    pub fn designate(&mut self, listed: &[Listed]) -> (Vec<OnList>, Vec<Designated>) {
        let mut by_ship: BTreeMap<u32, Vec<&Listed>> = BTreeMap::new();
        for one in listed {
            if let Some(imo) = one.imo {
                by_ship.entry(imo).or_default().push(one);
            }
        }
        let mut designated = Vec::new();
        for ship in &mut self.ships {
            let Some(on) = by_ship.get(&ship.imo) else { continue };
            ship.designated = true;
            let mut lists: Vec<String> = on.iter().map(|one| one.list.clone()).collect();
            lists.dedup();
            designated.push(Designated {
                imo: ship.imo,
                name: ship.name.clone(),
                class: ship.class,
                // dates of this form sort as they follow each other
                from: on.iter().filter_map(|one| one.from.clone()).min(),
                lists,
            });
        }
        designated.sort_by(|a, b| (&a.from, a.imo).cmp(&(&b.from, b.imo)));
        (self.lists(listed), designated)
    }

    fn lists(&self, listed: &[Listed]) -> Vec<OnList> {
        let fleet: BTreeSet<u32> = self.ships.iter().map(|ship| ship.imo).collect();
        let mut names: Vec<&str> = Vec::new();
        for one in listed {
            if !names.contains(&one.list.as_str()) {
                names.push(&one.list);
            }
        }
        let of = |name: &str| {
            // a ship may have several listings on one list
            let mut ships: BTreeMap<u32, (Option<bool>, bool)> = BTreeMap::new();
            let mut without_imo = 0;
            for one in listed.iter().filter(|one| one.list == name) {
                let Some(imo) = one.imo else {
                    without_imo += 1;
                    continue;
                };
                let (tanker, dated) = ships.entry(imo).or_default();
                *tanker = tanker.or(one.tanker);
                *dated |= one.from.is_some();
            }
            let (inside, outside): (Vec<_>, Vec<_>) = ships.iter().partition(|(imo, _)| fleet.contains(imo));
            OnList {
                list: name.to_owned(),
                ships: ships.len(),
                without_imo,
                in_fleet: inside.len(),
                tankers_not_in_fleet: outside.iter().filter(|(_, (tanker, _))| *tanker == Some(true)).count(),
                unsaid_not_in_fleet: outside.iter().filter(|(_, (tanker, _))| tanker.is_none()).count(),
                in_fleet_undated: inside.iter().filter(|(_, (_, dated))| !dated).count(),
            }
        };
        names.into_iter().map(of).collect()
    }
}
