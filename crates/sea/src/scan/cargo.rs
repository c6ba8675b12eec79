//! What was found as voyages and cargoes.

use super::{Scan, World};
use crate::origin::{Cargo, Ledger, cargoes};
use crate::rules::Rules;
use crate::voyage::{Absence, Fortunes, Handover, Stay, fortunes};
use serde::Serialize;

/// What ships did with cargo, and where it came from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Voyages {
    /// What each tanker did, in order of their numbers.
    pub fortunes: Vec<Fortunes>,
    /// What they discharged, with its origin.
    pub cargoes: Vec<Cargo>,
    /// Who took what from where.
    #[serde(skip)]
    pub ledger: Ledger,
}

impl Scan {
    /// The voyages of all tankers, and where their cargoes came from.
    pub fn voyages(&self, world: World<'_>, rules: &Rules) -> Voyages {
        let tanker = |ship| self.tankers.binary_search_by_key(&ship, |tanker| tanker.id).is_ok();
        let stays: Vec<Stay> =
            self.port_calls.iter().filter(|call| tanker(call.ship)).map(Stay::from).collect();
        let met = self.encounters.iter().filter(|met| met.sides.iter().all(|side| tanker(side.id)));
        let mut handovers: Vec<Handover> = met.filter_map(Handover::of_encounter).collect();
        let alone = self.one_sided.iter().map(|met| Handover::of_one_sided(met, &rules.encounter));
        handovers.extend(alone);
        let silences = self.gaps.iter().filter(|gap| tanker(gap.ship));
        let absences: Vec<Absence> =
            silences.filter_map(|gap| Absence::of(gap, world.geography, &rules.voyage)).collect();
        let fortunes = fortunes(&self.tankers, &stays, &handovers, &absences, &rules.voyage);
        let ledger = Ledger::of(&fortunes);
        let cargoes = cargoes(&fortunes, &ledger, &rules.origin);
        Voyages { fortunes, cargoes, ledger }
    }
}
