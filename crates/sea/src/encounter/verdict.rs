//! What a meeting was: weighed, not decided by one limit.

use super::beside::{Beside, OVERLAP};
use super::meeting::Meeting;
use super::rules::EncounterRules;
use super::run::Mode;
use super::side::{Role, Side};
use super::surroundings::Surroundings;
use serde::Serialize;

/// What two ships that met did, as far as can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// They handed over cargo, in all likelihood.
    TransferLikely,
    /// They can have handed over cargo.
    TransferPossible,
    /// A small tanker gave fuel to a ship.
    Bunkering,
    /// A tug, a pilot, a tender, a ship of the state or small craft beside a ship.
    Service,
    /// Two that fish.
    Fishing,
    /// They lay or went near each other, and no more.
    SideBySide,
}

impl Verdict {
    /// In one word, as in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::TransferLikely => "transfer_likely",
            Self::TransferPossible => "transfer_possible",
            Self::Bunkering => "bunkering",
            Self::Service => "service",
            Self::Fishing => "fishing",
            Self::SideBySide => "side_by_side",
        }
    }

    /// Whether cargo can have changed ships.
    pub fn is_transfer(self) -> bool {
        matches!(self, Self::TransferLikely | Self::TransferPossible)
    }
}

/// One thing that speaks for or against a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Weight {
    /// What.
    pub what: &'static str,
    /// How much, in natural logarithms of odds: 0.7 doubles them, -0.7 halves them.
    pub weight: f64,
}

/// Probability from which on a transfer is likely: four to one.
const LIKELY: f64 = 0.8;

/// Probability from which on it is possible: more likely than not.
const POSSIBLE: f64 = 0.5;

/// Metres from a port within which ships do what ships do in ports.
const PORT: f64 = 5_000.0;

/// Metres from the coast within which ships lie at quays.
const QUAY: f64 = 1_500.0;

/// Metres that the antennas of two ships made fast are apart, where their lengths are not known.
const BESIDE: f64 = 200.0;

/// Metres within which the distances of ships made fast stay, positions' errors included.
const STEADY: f64 = 120.0;

/// A ship below this length is small craft, unless it is a tanker.
const SMALL: f64 = 50.0;

/// A tanker up to this length gives bunkers: the ships that do so are 40 to 120 metres long (their lists at Singapore and Rotterdam); a
/// tanker that trades oil by sea has 120 and more (handysize).
const BUNKER_TANKER: f64 = 120.0;

/// All that is known of a meeting.
pub(super) struct Case<'a> {
    pub(super) meeting: &'a Meeting,
    pub(super) sides: [&'a Side; 2],
    pub(super) beside: &'a Beside,
    pub(super) place: &'a Surroundings,
    pub(super) rules: &'a EncounterRules,
}

impl Case<'_> {
    /// What speaks for and against a transfer. The sum is the logarithm of its odds.
    ///
    /// The weights are judgement, not measurement: no public list of confirmed transfers with tracks exists to measure them on. They are
    /// set so that each fact alone leaves doubt, and kept in this one place.
    pub(super) fn weights(&self) -> Vec<Weight> {
        let parts = [
            self.kinds(),
            self.closeness(),
            self.draughts(),
            self.waters(),
            self.duration(),
            self.silence(),
            self.clocks(),
        ];
        parts.into_iter().filter(|part| part.weight != 0.0).collect()
    }

    fn kinds(&self) -> Weight {
        let mut roles = self.sides.map(|side| side.role);
        roles.sort_unstable();
        let (what, weight) = match roles {
            [Role::Tanker, Role::Tanker] => ("two tankers", 1.0),
            [Role::Tanker, Role::Unknown | Role::Other] => ("a tanker and a ship of unknown kind", 0.0),
            [Role::Cargo, Role::Cargo] => ("two cargo ships", -0.5),
            [Role::Tanker, Role::Cargo] => ("a tanker and a cargo ship", -2.5),
            [Role::Cargo, Role::Fishing] => ("a cargo ship and a fishing vessel", 0.0),
            [_, Role::Unknown] => ("kinds of ships unknown", -0.5),
            _ => ("ships that carry no common cargo", -2.0),
        };
        Weight { what, weight }
    }

    /// How near they lay: by hulls where headings and dimensions are known, else by antennas.
    fn closeness(&self) -> Weight {
        let steady = self.beside.spread <= STEADY;
        let (what, weight) = match self.beside.alongside {
            Some(share) if share >= 0.5 => ("hulls alongside", 2.0),
            Some(_) if self.beside.hull_gap.is_some_and(|metres| metres < -OVERLAP) => {
                ("hulls would overlap: positions or sizes are wrong", -1.5)
            }
            Some(share) if share < 0.2 && self.beside.moments >= 6 => ("hulls apart", -5.0),
            _ if self.beside.moments == 0 => ("distance known from few positions", -0.5),
            _ if self.beside.metres > self.beside_metres() => ("too far for hulls that touch", -4.0),
            _ if steady => ("near, and the distance steady", 1.5),
            _ => ("near, but the distance changes", -0.3),
        };
        Weight { what, weight }
    }

    /// Metres between antennas of two ships alongside, at most: half of both lengths.
    fn beside_metres(&self) -> f64 {
        match self.sides.map(Side::length) {
            [Some(one), Some(other)] => ((one + other) / 2.0).max(60.0),
            _ => BESIDE,
        }
    }

    fn draughts(&self) -> Weight {
        let least = self.rules.draught_metres;
        let [one, other] = self.sides.map(|side| side.draughts.change());
        let changed = |change: Option<f64>| change.is_some_and(|metres| metres.abs() >= least);
        let (what, weight) = match (one, other) {
            (Some(a), Some(b)) if changed(one) && changed(other) && a.signum() != b.signum() => {
                ("one lies deeper, the other higher afterwards", 2.5)
            }
            (Some(_), Some(_)) if changed(one) && changed(other) => {
                ("both draughts changed the same way", -0.5)
            }
            (Some(_), Some(_)) if !changed(one) && !changed(other) => ("neither draught changed", -0.8),
            _ if changed(one) || changed(other) => ("one draught changed", 0.7),
            _ => ("draughts unknown", 0.0),
        };
        Weight { what, weight }
    }

    fn waters(&self) -> Weight {
        let away = self.rules.anchorage_kilometres * 1000.0;
        let lying = self.lie_at_anchor();
        let moored = self.sides.iter().all(|side| side.is_moored());
        let (what, weight) = match self.place {
            place if moored && place.port_within(PORT) => ("both moored in a port, as at berths", -8.0),
            _ if moored => ("both moored", -2.0),
            place if place.transfer_area.is_some() => ("in known waters for transfers", 0.7),
            place if place.port_within(PORT) => ("in a port", -2.0),
            place if place.coast.is_some_and(|metres| metres < QUAY) => ("at the coast", -2.0),
            place if place.anchorage_within(away) && lying => ("both at anchor in roads", -1.0),
            place if place.anchorage_within(away) => ("near roads", -0.3),
            place if place.port_within(away) || place.coast.is_some_and(|metres| metres < PORT) => {
                ("near a coast or port", -0.5)
            }
            Surroundings { coast: None, port: None, anchorage: None, .. } => ("place not looked up", 0.0),
            _ => ("at sea, far from roads", 0.7),
        };
        Weight { what, weight }
    }

    fn lie_at_anchor(&self) -> bool {
        self.sides.iter().all(|side| side.anchored.is_some_and(|share| share >= 0.5))
    }

    fn duration(&self) -> Weight {
        let (what, weight) = match self.meeting.together {
            hours if hours < 4.0 => ("less than four hours", -0.4),
            hours if hours <= 72.0 => ("as long as transfers take", 0.3),
            _ => ("longer than transfers take", -0.5),
        };
        Weight { what, weight }
    }

    fn silence(&self) -> Weight {
        let fixes = self.meeting.fixes.map(f64::from);
        let few = fixes[0].min(fixes[1]) < 4.0 || self.meeting.known < 0.3;
        Weight { what: "few positions of the time itself", weight: if few { -0.7 } else { 0.0 } }
    }

    fn clocks(&self) -> Weight {
        let share = f64::from(self.meeting.widened) / f64::from(self.meeting.looks.max(1));
        Weight {
            what: "together only if a clock is off",
            weight: if share > 0.0 { -2.0 * share } else { 0.0 },
        }
    }

    /// The verdict on odds, and how sure it is.
    pub(super) fn verdict(&self, weights: &[Weight]) -> (Verdict, f64) {
        let odds: f64 = weights.iter().map(|part| part.weight).sum();
        let likely = 1.0 / (1.0 + (-odds).exp());
        if let Some(served) = self.served() {
            return served;
        }
        match likely {
            likely if likely >= LIKELY => (Verdict::TransferLikely, likely),
            likely if likely >= POSSIBLE => (Verdict::TransferPossible, likely),
            likely => (Verdict::SideBySide, 1.0 - likely),
        }
    }

    /// What the kinds of the ships say before anything else does. How sure: a type is stated by the ship itself.
    fn served(&self) -> Option<(Verdict, f64)> {
        let roles = self.sides.map(|side| side.role);
        let any = |role: Role| roles.contains(&role);
        let small =
            |side: &Side| side.role != Role::Tanker && side.length().is_some_and(|metres| metres < SMALL);
        if roles == [Role::Fishing; 2] {
            return Some((Verdict::Fishing, 0.9));
        }
        if any(Role::Service) || any(Role::Pleasure) || any(Role::Passenger) {
            return Some((Verdict::Service, 0.9));
        }
        if self.sides.into_iter().any(small) && !any(Role::Fishing) {
            return Some((Verdict::Service, 0.7));
        }
        self.bunkers().then_some((Verdict::Bunkering, 0.7))
    }

    /// Whether one is a tanker small enough to give bunkers, and the other large enough to take them. Draughts that both changed by a metre are
    /// more than bunkers.
    fn bunkers(&self) -> bool {
        let [one, other] = self.sides.map(|side| (side.role, side.length().unwrap_or(0.0)));
        let gives = |giver: (Role, f64), taker: (Role, f64)| {
            giver.0 == Role::Tanker && (1.0..BUNKER_TANKER).contains(&giver.1) && taker.1 >= 1.5 * giver.1
        };
        let cargo =
            self.sides.iter().all(|side| side.draughts.change().is_some_and(|metres| metres.abs() >= 1.0));
        (gives(one, other) || gives(other, one)) && !cargo
    }

    /// What else it can have been, and what is known does not rule out.
    pub(super) fn innocent(&self) -> Vec<&'static str> {
        let roles = self.sides.map(|side| side.role);
        let any = |role: Role| roles.contains(&role);
        let unknown = any(Role::Unknown) || any(Role::Other);
        let under_way = self.meeting.mode == Mode::UnderWay;
        let near_roads = self.place.anchorage_within(self.rules.anchorage_kilometres * 1000.0);
        let touching = self.beside.alongside.is_some_and(|share| share >= 0.5);
        let bunkers = any(Role::Tanker) && self.meeting.together <= 12.0;
        let list = [
            (bunkers, "bunkering"),
            (any(Role::Service) || unknown, "a tug, a pilot, a tender or a ship of the state"),
            (!under_way && !touching && (near_roads || self.lie_at_anchor()), "at anchor side by side"),
            (!under_way && !touching, "two ships adrift near each other"),
            (any(Role::Fishing), "fishing together"),
            (self.place.port_within(PORT), "service in a port"),
            (self.sides.iter().any(|side| side.hampered), "help for a ship that could not manoeuvre"),
            (under_way && !touching, "a convoy, or one way for both"),
            (under_way && (any(Role::Service) || unknown), "a tow"),
            (self.meeting.together < 6.0, "stores, spares or a change of crew"),
        ];
        list.into_iter().filter(|(open, _)| *open).map(|(_, what)| what).collect()
    }
}
