use super::{Claim, Purity, Score, Tally, close_pairs, jumps, long_gaps, purity, score};
use crate::event::{Event, Kind};
use crate::geography::Geography;
use crate::identity::Registry;
use crate::report::Report;
use crate::rules::Rules;
use crate::scan::{World, scan};
use crate::simulate::{Difficulty, Planted, PlantedKind, Simulated};
use crate::store::Store;
use crate::track::{Split, Track};
use crate::vessel::{Fleet, Vessel};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

/// How right the detectors are on traffic whose truth is known, beside the simple rules.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// By question and rule.
    pub rows: Vec<Row>,
    /// Of the tracks of shared numbers, by difficulty: of ours, and of those that silences of a day alone would make.
    pub purity: BTreeMap<Difficulty, (Purity, Purity)>,
}

/// How right one rule is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// What is asked.
    pub question: &'static str,
    /// Who answers.
    pub rule: &'static str,
    /// All together.
    pub tally: Tally,
    /// Found and all, by difficulty.
    pub by_difficulty: BTreeMap<Difficulty, (usize, usize)>,
    /// Found and all, by how it was done.
    pub by_how: BTreeMap<&'static str, (usize, usize)>,
    /// How many wrong claims were about what else was planted, or about nothing.
    pub wrong_about: BTreeMap<&'static str, usize>,
}

/// Silences of so many hours divide a number, where nothing but time does.
const APART: f64 = 24.0;

/// Runs all detectors, and the simple rules, on simulated traffic.
///
/// What nobody could see is left out, and claims of it are neither right nor wrong: a transfer or a false track of which a ship with its
/// transponder on was heard in less than half of the hours, a silence of a ship that was not heard within three hours before it or after
/// it, and one of less than six hours.
///
/// # Errors
/// None that can happen: the traffic is in memory, and no scratch file is written.
pub fn evaluate(made: &Simulated, rules: &Rules) -> io::Result<Evaluation> {
    let events = events(&made.reports, rules)?;
    let vessels = vessels(&made.reports);
    let plain: Vec<Track> = vessels.iter().flat_map(whole).collect();
    let planted = &made.truth.planted;
    let heard = heard(made);
    let ask =
        |question, rule, kind, claims: Vec<Claim>| Row::of(question, rule, kind, &claims, planted, &heard);
    let of = |takes: &dyn Fn(&Event) -> bool| -> Vec<Claim> {
        events.iter().filter(|event| takes(event)).map(Claim::of).collect()
    };
    let is = |kind: Kind, verdicts: &'static [&'static str]| {
        move |event: &Event| event.kind == kind && (verdicts.is_empty() || verdicts.contains(&event.verdict))
    };
    let (likely, any) = (&["transfer_likely"][..], &["transfer_likely", "transfer_possible"][..]);
    let (gap, two, one, lie) = (
        PlantedKind::DeliberateGap,
        PlantedKind::TwoSidedTransfer,
        PlantedKind::OneSidedTransfer,
        PlantedKind::FalsePosition,
    );
    let pairs = close_pairs(&plain, 500.0, 2.0);
    let rows = vec![
        ask("deliberate gap", "gap", gap, of(&is(Kind::Gap, &["deliberate"]))),
        ask("deliberate gap", "6 h of silence", gap, long_gaps(&plain, 6.0)),
        ask("deliberate gap", "12 h of silence", gap, long_gaps(&plain, 12.0)),
        ask("transfer, both heard", "encounter, likely", two, of(&is(Kind::Encounter, likely))),
        ask("transfer, both heard", "encounter, possible", two, of(&is(Kind::Encounter, any))),
        ask("transfer, both heard", "500 m for 2 h", two, pairs),
        ask("transfer, one heard", "one-sided, likely", one, of(&is(Kind::OneSidedEncounter, likely))),
        ask("transfer, one heard", "one-sided, possible", one, of(&is(Kind::OneSidedEncounter, any))),
        ask(
            "false position",
            "false position, sure",
            lie,
            of(&is(Kind::FalsePosition, &["false", "interference"])),
        ),
        ask("false position", "false position, unclear too", lie, of(&is(Kind::FalsePosition, &[]))),
        ask("false position", "faster than 50 kn", lie, jumps(&plain, 50.0)),
    ];
    Ok(Evaluation { rows, purity: purities(made, vessels, rules) })
}

/// Part of the hours of a transfer, or of a false track, in which a ship has to be heard for it to count as heard.
const HEARD: f64 = 0.5;

/// Whether each planted event could be seen at all: every ship that took part with its transponder on was heard in half of the hours. A
/// silence can be seen if the ship was heard within three hours before and after it.
fn heard(made: &Simulated) -> Vec<bool> {
    let mut times: BTreeMap<u32, Vec<i64>> = BTreeMap::new();
    for (report, ship) in made.reports.iter().zip(&made.senders) {
        if let (Some(time), Some(_)) = (report.time, report.lat) {
            times.entry(*ship).or_default().push(time.milliseconds);
        }
    }
    let none = Vec::new();
    let of = |ship: u32| times.get(&ship).unwrap_or(&none);
    let hourly = |ship: u32, planted: &Planted| {
        let hours = ((planted.end - planted.start) / HOUR).max(1);
        let heard =
            |hour: &i64| between(of(ship), planted.start + hour * HOUR, planted.start + (hour + 1) * HOUR);
        (0..hours).filter(heard).count() as f64 >= HEARD * hours as f64
    };
    let seen = |planted: &Planted| match planted.kind {
        PlantedKind::DeliberateGap => planted.ships.iter().all(|who| {
            let (from, to) = (planted.start, planted.end);
            (to - from) as f64 >= SILENT * HOUR as f64
                && between(of(who.ship), from - 3 * HOUR, from)
                && between(of(who.ship), to, to + 3 * HOUR)
        }),
        PlantedKind::TwoSidedTransfer | PlantedKind::FalsePosition => {
            planted.ships.iter().all(|who| hourly(who.ship, planted))
        }
        PlantedKind::OneSidedTransfer => planted.ships.first().is_some_and(|who| hourly(who.ship, planted)),
        _ => true,
    };
    made.truth.planted.iter().map(seen).collect()
}

const HOUR: i64 = 3_600_000;

/// Hours from which on a silence is asked for: the shortest in the tables of Global Fishing Watch. Shorter ones that were planted, before a
/// false track, are neither truth nor error.
const SILENT: f64 = 6.0;

/// Whether one of some times is between two others.
fn between(times: &[i64], from: i64, to: i64) -> bool {
    times.get(times.partition_point(|time| *time < from)).is_some_and(|time| *time < to)
}

/// What all detectors say.
fn events(reports: &[Report], rules: &Rules) -> io::Result<Vec<Event>> {
    let mut store = Store::new(Path::new(""), usize::MAX);
    let file = store.file("simulated");
    reports.iter().try_for_each(|report| store.add(report, file))?;
    let mut parts = store.finish(&rules.segment)?;
    let world = World { geography: Geography::embedded(), registry: &Registry::default() };
    Ok(scan(&mut parts, world, None, rules, &mut |_| {})?.events(rules))
}

fn vessels(reports: &[Report]) -> Vec<Vessel> {
    let mut fleet = Fleet::default();
    let file = fleet.file("simulated");
    reports.iter().for_each(|report| fleet.add(report, file));
    fleet.vessels()
}

/// All of a number as one ship.
fn whole(vessel: &Vessel) -> Option<Track> {
    let id = crate::event::TrackId { mmsi: vessel.mmsi, segment: 0 };
    (!vessel.fixes.is_empty()).then(|| Track { id, fixes: vessel.fixes.clone(), sayings: Vec::new() })
}

/// The purity of shared numbers by our rule, and by time alone.
fn purities(made: &Simulated, vessels: Vec<Vessel>, rules: &Rules) -> BTreeMap<Difficulty, (Purity, Purity)> {
    let is_shared = |planted: &&Planted| planted.kind == PlantedKind::SharedNumber;
    let shared = made.truth.planted.iter().filter(is_shared);
    let shared: BTreeMap<u32, Difficulty> =
        shared.filter_map(|planted| Some((planted.ships.first()?.mmsi, planted.difficulty))).collect();
    let sender = |line: u32| made.senders.get((line as usize).checked_sub(1)?).copied();
    let mut sums: BTreeMap<Difficulty, (Purity, Purity)> = BTreeMap::new();
    for vessel in vessels {
        let Some(difficulty) = shared.get(&vessel.mmsi) else { continue };
        let sum = sums.entry(*difficulty).or_default();
        sum.1 = sum.1.and(purity(&by_time(&vessel), sender));
        let Split { tracks, .. } = vessel.split(&rules.segment);
        sum.0 = sum.0.and(purity(&tracks, sender));
    }
    sums
}

/// A number split at long silences.
fn by_time(vessel: &Vessel) -> Vec<Track> {
    let mut tracks: Vec<Track> = Vec::new();
    for fix in &vessel.fixes {
        let segment = tracks.len() as u16;
        match tracks.last_mut() {
            Some(track) if track.fixes.last().is_some_and(|last| last.seconds_to(fix) < APART * 3600.0) => {
                track.fixes.push(*fix);
            }
            _ => {
                let id = crate::event::TrackId { mmsi: vessel.mmsi, segment };
                tracks.push(Track { id, fixes: vec![*fix], sayings: Vec::new() });
            }
        }
    }
    tracks
}

impl Row {
    fn of(
        question: &'static str,
        rule: &'static str,
        kind: PlantedKind,
        claims: &[Claim],
        planted: &[Planted],
        heard: &[bool],
    ) -> Self {
        let of_kind = |wanted: bool| {
            let all = planted.iter().zip(heard);
            all.filter(move |(planted, heard)| planted.kind == kind && **heard == wanted)
                .map(|(planted, _)| planted)
        };
        let (truth, unheard): (Vec<&Planted>, Vec<&Planted>) =
            (of_kind(true).collect(), of_kind(false).collect());
        let mut claims = claims.to_vec();
        // of what could not be seen it is neither right nor wrong to speak
        let silent: BTreeSet<usize> = score(&claims, &unheard).wrong.into_iter().collect();
        let mut index = 0..;
        claims.retain(|_| index.next().is_some_and(|index| silent.contains(&index)));
        let Score { tally, by_difficulty, missed, wrong } = score(&claims, &truth);
        let mut by_how: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
        for (index, event) in truth.iter().enumerate() {
            let (found, all) = by_how.entry(event.how).or_default();
            *found += usize::from(!missed.contains(&index));
            *all += 1;
        }
        let mut wrong_about: BTreeMap<&'static str, usize> = BTreeMap::new();
        for claim in wrong.iter().filter_map(|index| claims.get(*index)) {
            *wrong_about.entry(about(claim, planted)).or_default() += 1;
        }
        Self { question, rule, tally, by_difficulty, by_how, wrong_about }
    }

    fn and(&mut self, other: &Self) {
        self.tally = self.tally.and(other.tally);
        add(&mut self.by_difficulty, &other.by_difficulty);
        add(&mut self.by_how, &other.by_how);
        for (what, count) in &other.wrong_about {
            *self.wrong_about.entry(what).or_default() += count;
        }
    }
}

fn add<K: Ord + Copy>(sums: &mut BTreeMap<K, (usize, usize)>, more: &BTreeMap<K, (usize, usize)>) {
    for (key, (found, all)) in more {
        let sum = sums.entry(*key).or_default();
        *sum = (sum.0 + found, sum.1 + all);
    }
}

/// What was planted of a claim's ships at its time.
fn about(claim: &Claim, planted: &[Planted]) -> &'static str {
    let touches = |planted: &&Planted| {
        planted.start <= claim.end
            && claim.start <= planted.end
            && planted.ships.iter().any(|who| claim.ships.contains(&who.mmsi))
    };
    planted
        .iter()
        .filter(touches)
        .min_by_key(|planted| planted.end - planted.start)
        .map_or("nothing", |planted| planted.kind.word())
}

impl Evaluation {
    /// That of several worlds together; both have the same rows.
    pub fn and(&mut self, other: &Self) {
        self.rows.iter_mut().zip(&other.rows).for_each(|(row, other)| row.and(other));
        for (difficulty, (ours, simple)) in &other.purity {
            let sum = self.purity.entry(*difficulty).or_default();
            *sum = (sum.0.and(*ours), sum.1.and(*simple));
        }
    }

    /// The row of a question and a rule.
    pub fn row(&self, question: &str, rule: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.question == question && row.rule == rule)
    }
}
