//! All that the record shows of one ship: what it called itself, where it called, what it carried and from where, what detectors claim, and how much of
//! that is a reason to look closer.

mod identity;
mod risk;
mod table;

pub use identity::{Called, called};
pub use risk::{Part, Risk, RiskRules};

use crate::event::{Event, TrackId, as_timestamp};
use crate::origin::{Cargo, Judgement};
use crate::track::Track;
use crate::voyage::Fortunes;
use serde::Serialize;
use thalweg_core::{Imo, Table};

/// Whom a dossier is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A hull: all tracks that stated its number.
    Hull(Imo),
    /// A radio: all tracks of its number.
    Radio(u32),
}

impl Subject {
    /// Whether a track is one of its.
    pub fn is(self, track: &Track) -> bool {
        match self {
            Self::Hull(imo) => track.hull() == Some(imo),
            Self::Radio(mmsi) => track.id.mmsi == mmsi,
        }
    }

    /// As people say it: `IMO 9776755`, `MMSI 249857000`.
    pub fn words(self) -> String {
        match self {
            Self::Hull(imo) => format!("IMO {imo}"),
            Self::Radio(mmsi) => format!("MMSI {mmsi:09}"),
        }
    }
}

/// All that the record shows of one ship.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dossier {
    /// Whom it is about: `IMO 9776755`.
    pub subject: String,
    /// Its name: the one that it stated most often.
    pub name: Option<String>,
    /// Its tracks.
    pub tracks: Vec<TrackId>,
    /// When it was first heard, milliseconds since 1970, UTC.
    #[serde(serialize_with = "as_timestamp")]
    pub start: i64,
    /// When it was last heard.
    #[serde(serialize_with = "as_timestamp")]
    pub end: i64,
    /// Positions heard.
    pub positions: usize,
    /// What it called itself, in order of time.
    pub identity: Vec<Called>,
    /// Where it called and what it carried.
    pub fortunes: Vec<Fortunes>,
    /// What it discharged, and where that came from.
    pub cargoes: Vec<Cargo>,
    /// Declared origins of its cargoes beside inferred ones.
    pub judgements: Vec<Judgement>,
    /// What detectors claim, in order of time.
    pub events: Vec<Event>,
    /// Reasons to look closer, part by part.
    pub risk: Risk,
    /// The files that records refer to, by their numbers.
    pub files: Vec<String>,
}

/// What a dossier is made from, beside the tracks of the ship: results for any ships; those of others are left out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Findings<'a> {
    /// What ships did with cargo.
    pub fortunes: &'a [Fortunes],
    /// What they discharged.
    pub cargoes: &'a [Cargo],
    /// Declared origins beside inferred ones.
    pub judgements: &'a [Judgement],
    /// What detectors claim.
    pub events: &'a [Event],
    /// The files that records refer to.
    pub files: &'a [String],
}

impl Dossier {
    /// The dossier of a ship from all tracks; none where no track is one of its.
    ///
    /// ```
    /// use thalweg_sea::dossier::{Dossier, Findings, RiskRules, Subject};
    /// use thalweg_sea::{Fix, Point, Track, TrackId};
    /// let fixes = vec![Fix::new(0, Point::new(57.0, 10.0)), Fix::new(60_000, Point::new(57.0, 10.1))];
    /// let track = Track { id: TrackId { mmsi: 538_004_030, segment: 0 }, fixes, sayings: Vec::new() };
    /// let subject = Subject::Radio(538_004_030);
    /// let dossier = Dossier::of(subject, &[track], Findings::default(), &RiskRules::default()).unwrap();
    /// assert_eq!((dossier.positions, dossier.risk.total), (2, 0.0));
    /// assert_eq!(dossier.identity[0].value, "Marshall Islands");
    /// ```
    pub fn of(subject: Subject, tracks: &[Track], findings: Findings<'_>, rules: &RiskRules) -> Option<Self> {
        let own: Vec<&Track> = tracks.iter().filter(|track| subject.is(track)).collect();
        let ids: Vec<TrackId> = own.iter().map(|track| track.id).collect();
        let is = |ship: TrackId| ids.contains(&ship);
        let mut events: Vec<Event> = findings.events.iter().filter(|event| is(event.ship)).cloned().collect();
        events.sort_by_key(Event::order);
        let about = |judged: &&Judgement| judged.origin.as_ref().is_some_and(|origin| is(origin.ship));
        let cargoes: Vec<Cargo> = findings.cargoes.iter().filter(|cargo| is(cargo.ship)).cloned().collect();
        let judgements: Vec<Judgement> = findings.judgements.iter().filter(about).cloned().collect();
        let name = own.iter().max_by_key(|track| track.fixes.len()).and_then(|track| track.name());
        Some(Self {
            subject: subject.words(),
            name,
            start: own.iter().map(|track| track.start()).min()?,
            end: own.iter().map(|track| track.end()).max()?,
            positions: own.iter().map(|track| track.fixes.len()).sum(),
            identity: called(&own),
            fortunes: findings.fortunes.iter().filter(|ship| is(ship.ship.id)).cloned().collect(),
            risk: Risk::of(&events, &cargoes, &judgements, rules),
            files: findings.files.to_vec(),
            tracks: ids,
            cargoes,
            judgements,
            events,
        })
    }

    /// Identity, legs, calls, cargoes, declared origins, events, risk: as tables.
    pub fn tables(&self) -> Vec<Table> {
        table::tables(self)
    }

    /// A record as people find it: file and line.
    pub fn place(&self, record: &crate::fix::Record) -> String {
        table::place(&self.files, record.file, record.line)
    }
}
