//! Ships that share a company or an address with a ship.

use super::{Evidence, bears};
use crate::Trace;
use crate::fleet::{Fleet, Kin, Link};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use thalweg_core::Imo;

/// A ship that shares something with the one that a file is about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Near {
    /// Its number.
    pub imo: Imo,
    /// Its name.
    pub name: String,
    /// What they share, each in a sentence without its full stop.
    pub shares: Vec<String>,
    /// Whether a company is shared: an address alone says less.
    pub by_company: bool,
    /// Whether a company served both at the same time.
    pub same_time: bool,
    /// Who lists it: `US since 2024-01-18`.
    pub listed: Vec<String>,
    /// Where what they share is said.
    pub traces: Vec<Trace>,
}

/// An address with more companies than this is an agent's, and says nothing of a tie. Ours.
const CROWDED: usize = 25;

pub(super) fn near(imo: Imo, evidence: Evidence<'_>) -> Vec<Near> {
    let Some(fleet) = evidence.fleet else { return Vec::new() };
    let mut ships: BTreeMap<Imo, Vec<Kin>> = BTreeMap::new();
    for kin in fleet.related(imo).into_iter().filter(tells) {
        ships.entry(kin.ship).or_default().push(kin);
    }
    let mut near: Vec<Near> = ships.into_iter().map(|(imo, kin)| one(imo, &kin, fleet, evidence)).collect();
    near.sort_by_key(|near| (!near.same_time, !near.by_company, near.listed.is_empty(), near.imo));
    near
}

fn tells(kin: &Kin) -> bool {
    match &kin.link {
        Link::Address { companies_there, same_door, .. } => *companies_there <= CROWDED && *same_door,
        _ => true,
    }
}

fn one(imo: Imo, kin: &[Kin], fleet: &Fleet, evidence: Evidence<'_>) -> Near {
    let ship = fleet.ship(imo);
    let mut listed: Vec<String> = Vec::new();
    for entity in evidence.entities.iter().filter(|entity| bears(entity, imo)) {
        listed.extend(entity.listings.iter().map(|one| since(&one.authority.to_string(), one.from)));
    }
    if listed.is_empty() {
        let sanctions = ship.into_iter().flat_map(|ship| &ship.sanctions);
        listed.extend(sanctions.flat_map(|one| {
            one.authorities.iter().map(|authority| since(&authority.to_string(), Some(one.day)))
        }));
    }
    listed.sort();
    listed.dedup();
    let by_company = |kin: &&Kin| matches!(kin.link, Link::Company { .. });
    Near {
        imo,
        name: ship.map_or_else(|| format!("IMO {imo}"), crate::fleet::Ship::title),
        shares: kin.iter().map(|kin| words(&kin.link, fleet)).collect(),
        by_company: kin.iter().any(|kin| by_company(&kin)),
        same_time: kin.iter().any(|kin| matches!(kin.link, Link::Company { same_time: true, .. })),
        listed,
        traces: kin.iter().map(|kin| kin.trace).collect(),
    }
}

fn since(authority: &str, from: Option<Date>) -> String {
    from.map_or_else(|| authority.to_owned(), |day| format!("{authority} since {day}"))
}

fn words(link: &Link, fleet: &Fleet) -> String {
    match link {
        Link::Company { company, here, there, same_time } => {
            let roles = |roles: &[crate::fleet::Role]| {
                roles.iter().map(|role| role.words()).collect::<Vec<_>>().join(" and ")
            };
            let when = if *same_time { "at the same time" } else { "at another time" };
            let name = fleet.company_name(*company);
            format!("{name}: {} here, {} there, {when}", roles(here), roles(there))
        }
        Link::Manager { company, .. } => format!("both managed by {}", fleet.company_name(*company)),
        Link::Address { address, companies_there, .. } => {
            format!("one address, {address}, with {companies_there} companies")
        }
    }
}
