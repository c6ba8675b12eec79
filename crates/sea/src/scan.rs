//! All detectors over all ships: from the tracks of any number of ships to what they did.
//!
//! Two passes over the ships, part by part: the first gathers what must be known of all of them before one can be judged (who was heard
//! where, who was near whom), the second judges. In between stands the search for meetings, day by day. Memory holds one part of the
//! ships, one day of looks, and what was found.

mod alone;
mod card;
mod cargo;
mod chart;
mod pairs;
mod scratch;

pub use card::{Card, ships_table};
pub use cargo::Voyages;

use crate::dossier::Subject;
use crate::encounter::{Encounter, Meeting, OneSided, PairPoint, points};
use crate::event::{Event, TrackId};
use crate::false_position::{FalsePosition, false_positions, mark_interference};
use crate::gap::{Gap, gaps_of_number};
use crate::geography::Geography;
use crate::identity::{Registry, changes, clashes, shared};
use crate::loitering::{Loitering, Stay, loitering, stays};
use crate::port_call::{PortCall, port_calls};
use crate::reception::Reception;
use crate::rules::Rules;
use crate::stop::stops;
use crate::store::Parts;
use crate::track::{Split, Track};
use crate::voyage::Ship;
use alone::{Lain, may_hide, one_sided_of};
use pairs::{Looks, Pairs};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use thalweg_core::Imo;

/// What all ships did.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    /// The ships, in order of their numbers.
    pub ships: Vec<Card>,
    /// What was read.
    pub counts: Counts,
    /// Silences.
    pub gaps: Vec<Gap>,
    /// Meetings of two ships that were both heard.
    pub encounters: Vec<Encounter>,
    /// Meetings of which only one ship was heard.
    pub one_sided: Vec<OneSided>,
    /// Ships that went nowhere, far from the coast.
    pub loitering: Vec<Loitering>,
    /// Calls at ports, terminals and anchorages.
    pub port_calls: Vec<PortCall>,
    /// Positions that cannot be true.
    pub false_positions: Vec<FalsePosition>,
    /// Tracks that are copies of others.
    pub copied: Vec<Event>,
    /// Changes of identity, and identities that cannot be.
    pub identities: Vec<Event>,
    /// Tankers as far as voyages need them.
    pub tankers: Vec<Ship>,
    /// The tracks that were asked for.
    pub tracks: Vec<Track>,
}

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Numbers that were heard.
    pub numbers: u64,
    /// Ships, since several may use one number.
    pub ships: u64,
    /// Positions in tracks.
    pub positions: u64,
    /// Positions that were heard more than once, and count once.
    pub duplicates: u64,
    /// Positions that fit to no ship.
    pub strays: u64,
    /// Reports without a time.
    pub untimed: u64,
    /// Reports of base stations, aids to navigation and aircraft.
    pub not_ships: u64,
}

/// What is known beside what ships say.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    /// Land, depth and places.
    pub geography: &'a Geography,
    /// Lists of the user's own.
    pub registry: &'a Registry,
}

/// Steps of a scan, of which progress tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Tracks are looked at one by one: parts done, of all.
    Ships(usize, usize),
    /// Ships are compared with each other.
    Pairs,
    /// Silences are judged: parts done, of all.
    Silences(usize, usize),
}

/// Looks for everything that the rules know. The ship that is `wanted` is given with all its positions.
///
/// The same ships give the same findings, whatever the order of their reports, the number of threads, and the parts that they come in.
///
/// # Errors
/// When scratch files cannot be written or read.
pub fn scan(
    parts: &mut Parts,
    world: World<'_>,
    wanted: Option<Subject>,
    rules: &Rules,
    told: &mut dyn FnMut(Step),
) -> io::Result<Scan> {
    let mut first = First::new(parts, rules);
    let count = parts.count();
    let mut done = 0;
    let mut failed = Ok(());
    parts.each(&mut |splits| {
        told(Step::Ships(done, count));
        done += 1;
        if failed.is_ok() {
            failed = first.part(splits, world, rules);
        }
    })?;
    failed?;
    told(Step::Pairs);
    let First { mut scan, reception, looks, hulls, mut lain, until } = first;
    let ranks = scan.rank();
    for (number, _) in &mut lain {
        *number = ranks.get(*number as usize).copied().unwrap_or(*number);
    }
    lain.sort_by_key(|(number, stay)| (*number, stay.start, stay.end));
    let pairs = looks.pairs(&ranks, &rules.encounter, &rules.copied)?;
    let contested =
        hulls.into_iter().filter(|(_, numbers)| numbers.len() > 1).map(|(hull, _)| hull).collect();
    let mut second = Second { contested, until, wanted, ..Second::new(&pairs, &lain, &scan.ships) };
    let mut done = 0;
    parts.each(&mut |splits| {
        told(Step::Silences(done, count));
        done += 1;
        second.part(splits, &reception, world, rules, &mut scan);
    })?;
    second.finish(&pairs, &lain, world, rules, &mut scan);
    Ok(scan)
}

/// What the first pass gathers.
struct First {
    scan: Scan,
    reception: Reception,
    looks: Looks,
    /// The numbers that each hull was heard with.
    hulls: BTreeMap<Imo, BTreeSet<u32>>,
    /// Where tankers lay.
    lain: Vec<Lain>,
    /// When the data end.
    until: i64,
}

/// What is found in one track alone.
struct Alone {
    card: Card,
    looks: Vec<PairPoint>,
    stays: Vec<Stay>,
    loitering: Vec<Loitering>,
    port_calls: Vec<PortCall>,
    identities: Vec<Event>,
    tanker: Option<Ship>,
}

impl First {
    fn new(parts: &Parts, rules: &Rules) -> Self {
        let counts = Counts { untimed: parts.untimed(), not_ships: parts.not_ships(), ..Counts::default() };
        Self {
            scan: Scan { counts, ..Scan::default() },
            reception: Reception::of::<Track>(&[], rules.reception),
            looks: Looks::new(parts.folder()),
            hulls: BTreeMap::new(),
            lain: Vec::new(),
            until: i64::MIN,
        }
    }

    fn part(&mut self, splits: &[Split], world: World<'_>, rules: &Rules) -> io::Result<()> {
        self.count(splits);
        let tracks: Vec<&Track> = splits.iter().flat_map(|split| &split.tracks).collect();
        let before = self.scan.ships.len();
        let numbered: Vec<(u32, &Track)> = (before as u32..).zip(tracks.iter().copied()).collect();
        let found: Vec<Alone> =
            numbered.into_par_iter().map(|(number, track)| alone(track, number, world, rules)).collect();
        for (number, alone) in (before as u32..).zip(found) {
            let long = |stay: &Stay| stay.hours() >= rules.one_sided.stay_hours;
            self.lain.extend(alone.stays.into_iter().filter(long).map(|stay| (number, stay)));
            if let Some(hull) = alone.card.imo {
                self.hulls.entry(hull).or_default().insert(alone.card.id.mmsi);
            }
            self.until = self.until.max(alone.card.end);
            self.scan.ships.push(alone.card);
            self.scan.loitering.extend(alone.loitering);
            self.scan.port_calls.extend(alone.port_calls);
            self.scan.tankers.extend(alone.tanker);
            self.scan.identities.extend(alone.identities);
            self.looks.add(alone.looks, &rules.encounter)?;
        }
        let of_number = |split: &Split| {
            let lies = false_positions(split, world.geography, &rules.false_position);
            (lies, shared(&split.tracks, &rules.identity))
        };
        let found: Vec<(Vec<FalsePosition>, Vec<Event>)> = splits.par_iter().map(of_number).collect();
        for (lies, sharing) in found {
            self.scan.false_positions.extend(lies);
            self.scan.identities.extend(sharing);
        }
        let reception = std::mem::replace(&mut self.reception, Reception::of::<Track>(&[], rules.reception));
        self.reception = reception.merge(Reception::of(&tracks, rules.reception));
        Ok(())
    }

    fn count(&mut self, splits: &[Split]) {
        let counts = &mut self.scan.counts;
        counts.numbers += splits.len() as u64;
        for split in splits {
            counts.ships += split.tracks.len() as u64;
            counts.positions += split.tracks.iter().map(|track| track.fixes.len() as u64).sum::<u64>();
            counts.strays += split.strays.len() as u64;
            counts.duplicates += split.duplicates;
        }
    }
}

fn alone(track: &Track, number: u32, world: World<'_>, rules: &Rules) -> Alone {
    let geography = world.geography;
    let silences = silences(track, rules.gap.told_hours);
    let mut identities = changes(track, &silences, &rules.identity);
    identities.extend(world.registry.check(track));
    let looks = points(track, number, &rules.encounter, |point| chart::berthed(geography, point));
    let stays = stays(&looks, &rules.loitering, &rules.encounter);
    Alone {
        card: Card::of(track),
        loitering: loitering(track, &stays, &rules.loitering, |point| geography.coast(point)),
        port_calls: port_calls(track, &stops(track, &rules.stop), geography, &rules.port_call),
        identities,
        tanker: track.is_tanker().then(|| Ship::of(track)),
        looks,
        stays: if track.is_tanker() { stays } else { Vec::new() },
    }
}

/// The stretches of a track without a fix for so many hours.
fn silences(track: &Track, hours: f64) -> Vec<(i64, i64)> {
    let long = |pair: &&[crate::fix::Fix]| pair[0].seconds_to(&pair[1]) >= hours * 3600.0;
    track.fixes.windows(2).filter(long).map(|pair| (pair[0].time, pair[1].time)).collect()
}

/// What the second pass needs, and gathers.
struct Second {
    contested: BTreeSet<Imo>,
    until: i64,
    wanted: Option<Subject>,
    /// When each ship met another one, from and to, with room around.
    met: BTreeMap<TrackId, Vec<(i64, i64)>>,
    /// What is needed of those ships.
    excerpts: BTreeMap<TrackId, Track>,
    /// The tracks of hulls that more than one number claims.
    claims: Vec<Track>,
}

/// Milliseconds before and after a meeting in which a ship's positions are looked at; what it said is looked at whenever.
const AROUND: i64 = 2 * crate::civil::DAY;

impl Second {
    fn new(pairs: &Pairs, lain: &[Lain], ships: &[Card]) -> Self {
        let met = pairs.meetings.iter().map(|met| (met.pair, met.start - AROUND, met.end + AROUND));
        let copied = pairs.copied.iter().map(|copy| (copy.pair, copy.start, copy.end));
        let of_pairs = met.chain(copied).flat_map(|(pair, from, to)| pair.map(|number| (number, from, to)));
        let alone = lain.iter().map(|(number, stay)| (*number, stay.start - AROUND, stay.end + AROUND));
        let mut met: BTreeMap<TrackId, Vec<(i64, i64)>> = BTreeMap::new();
        for (number, from, to) in of_pairs.chain(alone) {
            if let Some(card) = ships.get(number as usize) {
                met.entry(card.id).or_default().push((from, to));
            }
        }
        Self {
            contested: BTreeSet::new(),
            until: 0,
            wanted: None,
            met,
            excerpts: BTreeMap::new(),
            claims: Vec::new(),
        }
    }

    fn part(
        &mut self,
        splits: &[Split],
        reception: &Reception,
        world: World<'_>,
        rules: &Rules,
        scan: &mut Scan,
    ) {
        let tracks: Vec<&Track> = splits.iter().flat_map(|split| &split.tracks).collect();
        let of = |split: &Split| gaps_of_number(split, reception, self.until, world.geography, &rules.gap);
        let found: Vec<Vec<Gap>> = splits.par_iter().flat_map_iter(of).collect();
        for (track, gaps) in tracks.iter().zip(&found) {
            let mut times = self.met.remove(&track.id).unwrap_or_default();
            if track.is_tanker() {
                let hidden = gaps.iter().filter(|gap| may_hide(gap));
                times.extend(hidden.map(|gap| {
                    let end = gap.next.map_or(gap.last.time, |next| next.time);
                    (gap.last.time - AROUND, end + AROUND)
                }));
            }
            if !times.is_empty() {
                self.excerpts.insert(track.id, excerpt(track, times));
            }
        }
        scan.gaps.extend(found.into_iter().flatten());
        for track in tracks {
            if track.hull().is_some_and(|hull| self.contested.contains(&hull)) {
                self.claims.push(track.clone());
            }
            if self.wanted.is_some_and(|wanted| wanted.is(track)) {
                scan.tracks.push(track.clone());
            }
        }
    }

    fn finish(self, pairs: &Pairs, lain: &[Lain], world: World<'_>, rules: &Rules, scan: &mut Scan) {
        let track = |number: u32| self.excerpts.get(&scan.ships.get(number as usize)?.id);
        let both = |pair: [u32; 2]| Some([track(pair[0])?, track(pair[1])?]);
        let of_pair = |meeting: &Meeting| {
            let tracks = both(meeting.pair)?;
            let place = chart::surroundings(world.geography, meeting.mean);
            Encounter::of(meeting, tracks, place, &rules.encounter, &rules.encounter_under_way)
        };
        let encounters = pairs.meetings.par_iter().filter_map(of_pair).collect();
        let copied = pairs.copied.iter().filter_map(|copy| copy.event(both(copy.pair)?, &rules.copied));
        let copied = copied.collect();
        (scan.encounters, scan.copied) = (encounters, copied);
        scan.identities.extend(clashes(&self.claims, &rules.identity));
        scan.settle();
        mark_interference(&mut scan.false_positions, &rules.false_position);
        scan.one_sided = one_sided_of(lain, &self.excerpts, scan, world, rules);
    }
}

/// The part of a track around some times, and all that it said.
fn excerpt(track: &Track, mut times: Vec<(i64, i64)>) -> Track {
    times.sort_unstable();
    let mut fixes = Vec::new();
    let mut until = i64::MIN;
    for (from, to) in times {
        fixes.extend_from_slice(track.during(from.max(until.saturating_add(1)), to));
        until = until.max(to);
    }
    Track { id: track.id, fixes, sayings: track.sayings.clone() }
}

impl Scan {
    /// Puts the ships in order, and tells where each went.
    fn rank(&mut self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.ships.len() as u32).collect();
        order.sort_by_key(|number| self.ships[*number as usize].id);
        let mut ranks = vec![0; order.len()];
        for (rank, number) in (0..).zip(&order) {
            ranks[*number as usize] = rank;
        }
        self.ships.sort_by_key(|card| card.id);
        ranks
    }

    /// Puts everything in order.
    fn settle(&mut self) {
        self.tankers.sort_by_key(|tanker| tanker.id);
        self.tracks.sort_by_key(|track| track.id);
        self.gaps.sort_by_key(|gap| (gap.ship, gap.last.time));
        self.loitering.sort_by_key(|loitering| (loitering.ship, loitering.stay.start));
        self.port_calls.sort_by_key(|call| (call.ship, call.start));
        self.false_positions.sort_by_key(|lie| (lie.ship, lie.first.time, lie.pattern));
        self.identities.sort_by_key(Event::order);
    }

    /// Everything as events, in order of time.
    pub fn events(&self, rules: &Rules) -> Vec<Event> {
        let mut events = self.identities.clone();
        events.extend_from_slice(&self.copied);
        events.extend(self.gaps.iter().map(|gap| gap.event(&rules.gap)));
        events.extend(self.encounters.iter().map(|met| met.event(&rules.encounter)));
        events.extend(self.one_sided.iter().map(|met| met.event(&rules.one_sided)));
        events.extend(self.loitering.iter().map(|stay| stay.event()));
        events.extend(self.port_calls.iter().map(|call| call.event(&rules.port_call)));
        events.extend(self.false_positions.iter().map(|lie| lie.event()));
        events.sort_by_key(Event::order);
        events
    }
}
