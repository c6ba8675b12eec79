//! Laden and ballast legs: what a ship did with cargo where it stayed, and what it carried in between.
//!
//! What it carried is never seen. Seen are draughts, typed in by hand, late and sometimes never, and where the ship lay. So each leg has
//! probabilities: a hidden Markov chain (Rabiner 1989) whose states are the load ([`Load`]), whose steps are the calls ([`Stay`],
//! [`Handover`], [`Absence`]) and whose observations are the draughts stated between them; forwards and backwards gives the probability of each
//! load on each leg and of each [`Action`] at each call, given all of the record. Chains of ships that may have handed cargo to one another
//! tell each other what they know (belief propagation, Pearl 1988: exact where no two ships can be joined in two ways).

mod chain;
mod draughts;
mod exchange;
mod fleet;
mod found;
mod table;
mod trade;

pub use chain::{Action, Load};
pub use draughts::{How, Particulars};
pub use exchange::Outcome;
pub use fleet::{Call, Fortunes, Leg, What, fortunes};
pub use table::tables;
pub(crate) use table::{text, when};

use crate::event::TrackId;
use crate::fix::Record;
use crate::rules::{RuleError, within};
use crate::sphere::Point;
use crate::track::Track;
use crate::vessel::Trait;
use serde::{Deserialize, Serialize};

/// A ship as far as voyages need it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ship {
    /// Which.
    pub id: TrackId,
    /// How deep it lies laden and in ballast, where that can be told.
    pub particulars: Option<Particulars>,
    /// What it stated, in order of time.
    pub draughts: Vec<Draught>,
}

/// A draught that a ship stated over some time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Draught {
    /// When it first stated so, milliseconds since 1970, UTC.
    pub first: i64,
    /// When it last did.
    pub last: i64,
    /// Metres.
    pub metres: f64,
}

impl Ship {
    /// What a track says of its ship.
    pub fn of(track: &Track) -> Self {
        let stated = track
            .said(|said| if let Trait::Draught(tenths) = said { Some(f64::from(*tenths)) } else { None });
        let draughts: Vec<Draught> = stated
            .map(|(tenths, saying)| Draught { first: saying.first, last: saying.last, metres: tenths / 10.0 })
            .collect();
        let length = track.length().map(f64::from);
        let beam = track.beam().map(f64::from);
        Self::new(track.id, draughts, length, beam)
    }

    /// A ship with what it stated; its particulars come from there and from its length and beam, metres.
    pub fn new(id: TrackId, mut draughts: Vec<Draught>, length: Option<f64>, beam: Option<f64>) -> Self {
        draughts
            .sort_by(|a, b| (a.first, a.last).cmp(&(b.first, b.last)).then(a.metres.total_cmp(&b.metres)));
        let metres: Vec<f64> = draughts.iter().map(|draught| draught.metres).collect();
        Self { id, particulars: Particulars::of(&metres, length, beam), draughts }
    }
}

/// What tankers do with cargo at a place, as a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trade {
    /// They load.
    Export,
    /// They discharge.
    Import,
    /// Some load, some discharge, or nobody knows.
    Both,
    /// They wait.
    Neither,
}

/// A place where ships call.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Port {
    /// Its name, as people call it.
    pub name: String,
    /// Its country, as the source of the name writes it; empty at sea.
    pub country: String,
    /// What tankers do there.
    pub trade: Trade,
}

impl Port {
    /// A place.
    pub fn new(name: impl Into<String>, country: impl Into<String>, trade: Trade) -> Self {
        Self { name: name.into(), country: country.into(), trade }
    }
}

/// A ship was at a place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stay {
    /// Which.
    pub ship: TrackId,
    /// At which place.
    pub port: Port,
    /// Where.
    pub point: Point,
    /// From when, milliseconds since 1970, UTC.
    pub start: i64,
    /// Until when.
    pub end: i64,
    /// What is known from elsewhere of what it did there, and how surely, 0 to 1.
    pub known: Option<(Action, f64)>,
    /// The records that say it was there.
    pub records: Vec<Record>,
}

/// Two ships may have handed cargo to one another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Handover {
    /// The ship that lay there.
    pub ship: TrackId,
    /// With whom: one ship where both were heard; several where the partner was silent and more than one could have been there. The
    /// probabilities add up to 1 at most; the rest is a ship that nobody knows.
    pub partners: Vec<(TrackId, f64)>,
    /// Where.
    pub point: Point,
    /// From when, milliseconds since 1970, UTC.
    pub start: i64,
    /// Until when.
    pub end: i64,
    /// Probability that cargo was handed over at all, before either draught is looked at.
    pub confidence: f64,
    /// The records that it rests on.
    pub records: Vec<Record>,
}

/// A ship was not heard, and could have been at a terminal meanwhile.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Absence {
    /// Which.
    pub ship: TrackId,
    /// From when, milliseconds since 1970, UTC.
    pub start: i64,
    /// Until when.
    pub end: i64,
    /// Where it was last heard.
    pub point: Point,
    /// Probability that it went to one of the terminals within reach.
    pub confidence: f64,
    /// Terminals within reach, and which share of the confidence each has; together 1 at most.
    pub reachable: Vec<(Port, f64)>,
    /// The last record before and the first one after.
    pub records: Vec<Record>,
}

/// How draughts and places are read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VoyageRules {
    /// Probability that a tanker loads at an export terminal where it stopped, before any draught is looked at; the same for discharging at an
    /// import terminal. Of 2,900 departures of tankers from Russian ports in winter 2021/22, 2,371 had loaded: 0.82.
    pub as_is_the_rule: f64,
    /// Probability that it does the opposite there. In the same list 21 had discharged: 0.007; a little more, for terminals whose kind is wrong.
    pub against_the_rule: f64,
    /// Probability that it handles cargo where it usually only waits: an anchorage, a stop at sea. Ours: such places are many, so it is small.
    pub while_waiting: f64,
    /// Probability that between two calls something happened that no record shows. Ours.
    pub unrecorded: f64,
    /// Probability that a ship that fell silent on purpose with a terminal within reach called there. Ours: half of what nobody knows.
    pub unseen_call: f64,
    /// Probability that a crew does not change the stated draught though the load changed. Ours, on the careful side: Jia, Prakash and Smith (2015)
    /// find draughts of bulk carriers too often late or wrong to follow single cargoes by them alone.
    pub forgotten: f64,
    /// Probability that a draught stated anew is simply wrong. Ours, for the same reason.
    pub mistyped: f64,
    /// Spread of stated draughts about a ship's own ballast and laden draught, as a share of the way between them. At Westridge the middle 80
    /// percent of stated arrival draughts of tankers of 240 to 259 m are within 0.5 m of their median, of some 6.5 m between empty and full.
    pub spread: f64,
    /// Probability that a ship that loads does not become full, and that one that discharges does not become empty. In the list of departures
    /// 229 of 2,371 that loaded left part laden: 0.10.
    pub in_part: f64,
}

impl Default for VoyageRules {
    fn default() -> Self {
        Self {
            as_is_the_rule: 0.82,
            against_the_rule: 0.02,
            while_waiting: 0.04,
            unrecorded: 0.01,
            unseen_call: 0.5,
            forgotten: 0.15,
            mistyped: 0.05,
            spread: 0.12,
            in_part: 0.10,
        }
    }
}

impl VoyageRules {
    /// Whether every number is in its range.
    ///
    /// # Errors
    /// [`RuleError::Range`] names the first that is not.
    pub fn check(&self) -> Result<(), RuleError> {
        let share = "a probability from 0 to 1";
        within("voyage.as_is_the_rule", self.as_is_the_rule, 0.0, 1.0, share)?;
        within("voyage.against_the_rule", self.against_the_rule, 0.0, 1.0 - self.as_is_the_rule, share)?;
        within("voyage.while_waiting", self.while_waiting, 0.0, 0.5, "a probability from 0 to 0.5")?;
        within("voyage.unrecorded", self.unrecorded, 1e-6, 0.5, "a probability from 0.000001 to 0.5")?;
        within("voyage.unseen_call", self.unseen_call, 0.0, 1.0, share)?;
        within("voyage.forgotten", self.forgotten, 1e-6, 1.0, "a probability from 0.000001 to 1")?;
        within("voyage.mistyped", self.mistyped, 1e-6, 1.0, "a probability from 0.000001 to 1")?;
        within("voyage.spread", self.spread, 0.01, 1.0, "a share from 0.01 to 1")?;
        within("voyage.in_part", self.in_part, 1e-6, 1.0 - 1e-6, "a probability between 0 and 1")
    }

    /// Before any draught is looked at: the probabilities of the actions at a stay.
    fn expected(&self, stay: &Stay) -> [f64; 3] {
        if let Some((action, sure)) = stay.known {
            // nothing is so sure that a contradiction could not overturn it
            let sure = sure.clamp(0.0, 0.999);
            let mut expected = [(1.0 - sure) / 2.0; 3];
            expected[action as usize] = sure;
            return expected;
        }
        self.expected_by(stay.port.trade)
    }

    /// The same for what tankers do at a place.
    fn expected_by(&self, trade: Trade) -> [f64; 3] {
        let (rule, against) = (self.as_is_the_rule, self.against_the_rule);
        match trade {
            Trade::Export => [rule, against, 1.0 - rule - against],
            Trade::Import => [against, rule, 1.0 - rule - against],
            Trade::Both => [rule / 2.0, rule / 2.0, 1.0 - rule],
            Trade::Neither => [self.while_waiting, self.while_waiting, 1.0 - 2.0 * self.while_waiting],
        }
    }
}
