//! Stays, handovers and absences from what detectors found.

use super::{Absence, Handover, Port, Stay, Trade, VoyageRules};
use crate::encounter::{Encounter, EncounterRules, OneSided, draught_odds};
use crate::gap::Gap;
use crate::geography::Geography;
use crate::port_call::PortCall;
use crate::stop::Mooring;

impl From<&PortCall> for Stay {
    /// A call at a port, or at anchor. What its draughts say is left to the chain of the ship, which looks at all of them.
    fn from(call: &PortCall) -> Self {
        let port = call.place.as_ref().map_or_else(|| Port::new("at anchor", "", Trade::Neither), Port::of);
        // at anchor ships wait, at whatever place
        let trade = if call.mooring == Mooring::Anchor { Trade::Neither } else { port.trade };
        let records =
            [call.steps.first(), call.steps.last()].into_iter().flatten().map(|(_, record)| *record);
        Self {
            ship: call.ship,
            port: Port { trade, ..port },
            point: call.point,
            start: call.start,
            end: call.end,
            known: None,
            records: records.collect(),
        }
    }
}

impl Handover {
    /// A meeting of two ships that may have been a transfer; none where its verdict is that it was something else.
    ///
    /// What draughts said for or against it is taken out of its confidence: the chains of both ships look at them again.
    pub fn of_encounter(found: &Encounter) -> Option<Self> {
        let about_draughts = |what: &str| what.contains("draught") || what.contains("lies deeper");
        let odds: f64 =
            found.weights.iter().filter(|part| !about_draughts(part.what)).map(|part| part.weight).sum();
        let [one, other] = &found.sides;
        found.verdict.is_transfer().then(|| Self {
            ship: one.id,
            partners: vec![(other.id, 1.0)],
            point: found.meeting.mean,
            start: found.meeting.start,
            end: found.meeting.end,
            confidence: 1.0 / (1.0 + (-odds).exp()),
            records: one.records.iter().chain(&other.records).copied().collect(),
        })
    }

    /// A ship that lay alone, and the silent one that may have lain beside it. Again without what draughts said.
    pub fn of_one_sided(found: &OneSided, rules: &EncounterRules) -> Self {
        let odds = draught_odds(&found.side.draughts, &found.draughts, rules.draught_metres);
        let without = found.probability / odds;
        Self {
            ship: found.side.id,
            partners: vec![(found.silent, 1.0)],
            point: found.stay.middle,
            start: found.together[0],
            end: found.together[1],
            confidence: without / (without + 1.0 - found.probability).max(f64::MIN_POSITIVE),
            records: found.side.records.to_vec(),
        }
    }
}

impl Absence {
    /// A silence during which terminals were within reach; none where none was, or where the ship was not heard again.
    ///
    /// Each terminal within reach is as probable as any other: how near it lies to the straight way says little of where a ship goes that does not
    /// want to be seen.
    pub fn of(gap: &Gap, geography: &Geography, rules: &VoyageRules) -> Option<Self> {
        let next = gap.next?;
        let place = |name: &str, kind: &str| {
            geography.places().iter().find(|place| place.name == name && place.kind.word() == kind)
        };
        let ports =
            gap.reachable.iter().filter_map(|reached| place(&reached.name, reached.kind)).map(Port::of);
        let terminals: Vec<Port> =
            ports.filter(|port| matches!(port.trade, Trade::Export | Trade::Import)).collect();
        let share = 1.0 / terminals.len() as f64;
        (!terminals.is_empty()).then(|| Self {
            ship: gap.ship,
            start: gap.last.time,
            end: next.time,
            point: gap.last.point(),
            confidence: gap.probability * rules.unseen_call,
            reachable: terminals.into_iter().map(|port| (port, share)).collect(),
            records: vec![gap.last.record(), next.record()],
        })
    }
}
