//! Ships with their calls in order of time, as chains that tell each other what they know.

use super::chain::{Beliefs, Chain, LEVEL, Stated, Step};
use super::exchange::Exchange;
use super::{Absence, Handover, Outcome, Port, Ship, Stay, Trade, VoyageRules};
use crate::event::TrackId;
use crate::fix::Record;
use crate::sphere::Point;
use serde::Serialize;
use std::collections::BTreeMap;

/// What one ship did with cargo.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fortunes {
    /// The ship.
    pub ship: Ship,
    /// Its calls, in order of their ends.
    pub calls: Vec<Call>,
    /// What it carried: before the first call, between them, after the last; one more than calls.
    pub legs: Vec<Leg>,
}

/// What a ship did at a call.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Call {
    /// Where: the port, or words for what is none.
    pub port: Port,
    /// What it is.
    pub what: What,
    /// Where.
    pub point: Point,
    /// From when, milliseconds since 1970, UTC.
    #[serde(serialize_with = "crate::event::as_timestamp")]
    pub start: i64,
    /// Until when.
    #[serde(serialize_with = "crate::event::as_timestamp")]
    pub end: i64,
    /// Probability that it loaded there.
    pub loaded: f64,
    /// Probability that it discharged there.
    pub discharged: f64,
    /// Probability that it loaded somewhere about this time, and no record shows where.
    pub unrecorded: f64,
    /// Of what is aboard afterwards, the share expected to have come aboard here.
    pub taken: f64,
    /// Of what is aboard afterwards, the share expected to have come aboard about this time, and no record shows where.
    pub taken_elsewhere: f64,
    /// Draught stated before, metres.
    pub draught_before: Option<f64>,
    /// Draught stated afterwards, metres.
    pub draught_after: Option<f64>,
    /// What the change of draught weighs, tonnes: more than nothing for loading; cargo weighs more where ballast water goes the other way.
    pub tonnes: Option<f64>,
    /// The records that it rests on.
    pub records: Vec<Record>,
}

/// What a call is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A stay at a place.
    Stay,
    /// A meeting with other ships, and how probable each outcome is, from this ship's point of view.
    Handover(Vec<(Outcome, f64)>),
    /// Nobody heard it; if it loaded then, it did so at one of these, with these probabilities.
    Absence(Vec<(Port, f64)>),
}

/// What a ship carried between two calls.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Leg {
    /// From when, milliseconds since 1970, UTC; none before the first call.
    pub start: Option<i64>,
    /// Until when; none after the last one.
    pub end: Option<i64>,
    /// Probability that it carried no cargo.
    pub ballast: f64,
    /// Probability that it was laden in part.
    pub part: f64,
    /// Probability that it was fully laden.
    pub laden: f64,
    /// Draught last stated on it, metres.
    pub draught: Option<f64>,
}

impl Leg {
    /// In one word: what is more probable than all else together; `unclear` where nothing is.
    pub fn word(&self) -> &'static str {
        match (self.ballast, self.laden) {
            (ballast, _) if ballast > 0.5 => "ballast",
            (_, laden) if laden > 0.5 => "laden",
            (ballast, _) if ballast < 0.25 => "laden in part or fully",
            _ => "unclear",
        }
    }

    /// Probability that there was cargo aboard.
    pub fn cargo(&self) -> f64 {
        self.part + self.laden
    }
}

/// A call before its chain was asked.
struct Draft {
    call: Call,
    expected: [f64; 3],
    /// Which handover, and which ship of it.
    exchange: Option<(usize, usize)>,
}

/// How often chains tell each other what they know, at most. What they say changes by less than 1e-9 long before, unless several ships met in rings.
const ROUNDS: usize = 60;

/// What each ship did with cargo: one result per ship, in the order of their numbers.
///
/// A ship that is only met and not in `ships` is known by its calls alone.
///
/// ```
/// use thalweg_sea::voyage::{Draught, Port, Ship, Stay, Trade, VoyageRules, fortunes};
/// use thalweg_sea::{Point, TrackId};
/// let id = TrackId { mmsi: 636_000_001, segment: 0 };
/// let day = |day: i64| day * 86_400_000;
/// let stated = |first, last, metres| Draught { first: day(first), last: day(last), metres };
/// let ship = Ship::new(id, vec![stated(0, 9, 8.5), stated(11, 29, 14.5), stated(31, 40, 8.6)], Some(250.0), Some(44.0));
/// let stay = |port, start| Stay {
///     ship: id, port, point: Point::new(0.0, 0.0),
///     start: day(start), end: day(start + 1), known: None, records: Vec::new(),
/// };
/// let stays = [
///     stay(Port::new("Primorsk", "Russia", Trade::Export), 10),
///     stay(Port::new("Rotterdam", "Netherlands", Trade::Both), 30),
/// ];
/// let found = fortunes(&[ship], &stays, &[], &[], &VoyageRules::default());
/// assert_eq!(found[0].legs.iter().map(|leg| leg.word()).collect::<Vec<_>>(), ["ballast", "laden", "ballast"]);
/// assert!(found[0].calls[0].loaded > 0.98 && found[0].calls[1].discharged > 0.98);
/// ```
pub fn fortunes(
    ships: &[Ship],
    stays: &[Stay],
    handovers: &[Handover],
    absences: &[Absence],
    rules: &VoyageRules,
) -> Vec<Fortunes> {
    let exchanges: Vec<Exchange> =
        handovers.iter().map(|met| Exchange::new(met.ship, &met.partners, met.confidence)).collect();
    let mut fleet = Fleet::gather(ships);
    stays.iter().for_each(|stay| fleet.stay(stay, rules));
    absences.iter().for_each(|absence| fleet.absence(absence, rules));
    for (number, (met, exchange)) in handovers.iter().zip(&exchanges).enumerate() {
        fleet.handover(number, met, exchange);
    }
    fleet.settle(&exchanges, rules)
}

/// Words for where there is no port.
fn at_sea(words: &str) -> Port {
    Port::new(words, "", Trade::Neither)
}

struct Fleet {
    ships: BTreeMap<TrackId, (Ship, Vec<Draft>)>,
}

impl Fleet {
    fn gather(ships: &[Ship]) -> Self {
        Self { ships: ships.iter().map(|ship| (ship.id, (ship.clone(), Vec::new()))).collect() }
    }

    fn add(&mut self, ship: TrackId, draft: Draft) {
        let nothing = || (Ship { id: ship, particulars: None, draughts: Vec::new() }, Vec::new());
        self.ships.entry(ship).or_insert_with(nothing).1.push(draft);
    }

    fn stay(&mut self, stay: &Stay, rules: &VoyageRules) {
        let call =
            Call::new(stay.port.clone(), What::Stay, stay.point, (stay.start, stay.end), &stay.records);
        self.add(stay.ship, Draft { call, expected: rules.expected(stay), exchange: None });
    }

    /// What may have happened is weighed by the terminals that were within reach.
    fn absence(&mut self, absence: &Absence, rules: &VoyageRules) {
        let confidence = absence.confidence.clamp(0.0, 1.0);
        let all = absence.reachable.iter().map(|(_, share)| share.max(0.0)).sum::<f64>().max(1.0);
        let mut expected = [0.0, 0.0, 1.0];
        let mut loading = Vec::new();
        for (port, share) in &absence.reachable {
            let there = confidence * share.max(0.0) / all;
            let [load, discharge, _] = rules.expected_by(port.trade);
            expected = [expected[0] + there * load, expected[1] + there * discharge, 0.0];
            loading.push((port.clone(), there * load));
        }
        expected[2] = 1.0 - expected[0] - expected[1];
        let sum: f64 = loading.iter().map(|(_, weight)| weight).sum::<f64>().max(f64::MIN_POSITIVE);
        loading.iter_mut().for_each(|(_, weight)| *weight /= sum);
        let times = (absence.start, absence.end);
        let call =
            Call::new(at_sea("not heard"), What::Absence(loading), absence.point, times, &absence.records);
        self.add(absence.ship, Draft { call, expected, exchange: None });
    }

    fn handover(&mut self, number: usize, met: &Handover, exchange: &Exchange) {
        for (place, ship) in exchange.ships.iter().enumerate() {
            let times = (met.start, met.end);
            let call =
                Call::new(at_sea("at sea"), What::Handover(Vec::new()), met.point, times, &met.records);
            self.add(*ship, Draft { call, expected: [1.0 / 3.0; 3], exchange: Some((number, place)) });
        }
    }

    /// Asks all chains again and again until what they tell each other stays the same.
    fn settle(mut self, exchanges: &[Exchange], rules: &VoyageRules) -> Vec<Fortunes> {
        let mut chains: Vec<Chain> =
            self.ships.values_mut().map(|(ship, drafts)| chain(ship, drafts, rules)).collect();
        let mut messages: Vec<Vec<[f64; 3]>> =
            exchanges.iter().map(|exchange| vec![[1.0 / 3.0; 3]; exchange.ships.len()]).collect();
        let mut beliefs: Vec<Beliefs> = Vec::new();
        for _ in 0..ROUNDS {
            self.tell(&mut chains, exchanges, &messages);
            beliefs = chains.iter().map(|chain| chain.beliefs(rules)).collect();
            let news = self.heard(&beliefs, &messages);
            let change = news.iter().flatten().flatten().zip(messages.iter().flatten().flatten());
            let still = change.map(|(new, old)| (new - old).abs()).fold(0.0, f64::max) < 1e-9;
            messages = news;
            if still {
                break;
            }
        }
        let ships = self.ships.into_values().zip(&beliefs);
        ships.map(|((ship, drafts), beliefs)| finish(ship, drafts, beliefs, exchanges, &messages)).collect()
    }

    fn tell(&self, chains: &mut [Chain], exchanges: &[Exchange], messages: &[Vec<[f64; 3]>]) {
        for ((_, drafts), chain) in self.ships.values().zip(chains) {
            for (draft, step) in drafts.iter().zip(&mut chain.steps) {
                if let Some((number, ship)) = draft.exchange {
                    step.expected = exchanges[number].told(ship, &messages[number]);
                }
            }
        }
    }

    fn heard(&self, beliefs: &[Beliefs], messages: &[Vec<[f64; 3]>]) -> Vec<Vec<[f64; 3]>> {
        let mut news = messages.to_vec();
        for ((_, drafts), beliefs) in self.ships.values().zip(beliefs) {
            for (draft, message) in drafts.iter().zip(&beliefs.message) {
                if let Some((number, ship)) = draft.exchange {
                    news[number][ship] = *message;
                }
            }
        }
        news
    }
}

/// Puts calls in order of time, and finds what was stated between them.
fn chain(ship: &Ship, drafts: &mut [Draft], rules: &VoyageRules) -> Chain {
    drafts.sort_by(|a, b| {
        let key = |draft: &Draft| (draft.call.end, draft.call.start, draft.exchange);
        key(a).cmp(&key(b)).then_with(|| a.call.port.cmp(&b.call.port))
    });
    let ends = drafts.iter().map(|draft| Some(draft.call.end));
    let starts = drafts.iter().map(|draft| Some(draft.call.start));
    let between = std::iter::once(None).chain(ends).zip(starts.chain([None]));
    let mut stated: Vec<Option<f64>> = between.map(|(from, to)| stated(ship, from, to)).collect();
    if let [before @ None, after, ..] = &mut stated[..] {
        *before = drafts.first().and_then(|first| on_arrival(ship, first.call.end, *after));
    }
    for (draft, sides) in drafts.iter_mut().zip(stated.windows(2)) {
        (draft.call.draught_before, draft.call.draught_after) = (sides[0], sides[1]);
    }
    let steps = drafts.iter().map(|draft| Step { expected: draft.expected, unrecorded: rules.unrecorded });
    Chain { steps: steps.collect(), stated: compared(ship, &stated, rules) }
}

/// The draught that a ship stated last between two times, if it stated one between them.
fn stated(ship: &Ship, from: Option<i64>, to: Option<i64>) -> Option<f64> {
    let until = ship.draughts.partition_point(|draught| to.is_none_or(|to| draught.first <= to));
    let last = ship.draughts[..until].last()?;
    from.is_none_or(|from| last.last >= from).then_some(last.metres)
}

/// Where the record begins in the first call: what the ship still stated of its way there, if it stated something else before it left.
fn on_arrival(ship: &Ship, until: i64, after: Option<f64>) -> Option<f64> {
    let first = ship.draughts.first().filter(|draught| draught.first < until)?;
    after.filter(|after| (after - first.metres).abs() >= 0.05).map(|_| first.metres)
}

/// Draughts as a chain takes them: on the ship's own scale, and whether they are new.
fn compared(ship: &Ship, stated: &[Option<f64>], rules: &VoyageRules) -> Vec<Stated> {
    let mut before: Option<f64> = None;
    let compare = |metres: &Option<f64>| {
        let (Some(metres), Some(particulars)) = (metres, ship.particulars) else { return Stated::Nothing };
        let again = before.is_some_and(|before| (before - metres).abs() < 0.05);
        before = Some(*metres);
        let depth = particulars.depth(*metres);
        if again { Stated::Again } else { Stated::Anew { depth, spread: particulars.spread(rules.spread) } }
    };
    stated.iter().map(compare).collect()
}

fn finish(
    ship: Ship,
    drafts: Vec<Draft>,
    beliefs: &Beliefs,
    exchanges: &[Exchange],
    messages: &[Vec<[f64; 3]>],
) -> Fortunes {
    let mut calls: Vec<Call> = Vec::with_capacity(drafts.len());
    for (place, draft) in drafts.into_iter().enumerate() {
        let mut call = draft.call;
        call.judge(&ship, beliefs, place);
        if let Some((number, member)) = draft.exchange {
            call.what = What::Handover(seen_from(&exchanges[number], member, &messages[number]));
        }
        calls.push(call);
    }
    let leg = |(place, loads): (usize, &[f64; 3])| {
        let (before, after) = (place.checked_sub(1).and_then(|place| calls.get(place)), calls.get(place));
        let stated =
            before.map_or_else(|| after.and_then(|call| call.draught_before), |call| call.draught_after);
        Leg {
            start: before.map(|call| call.end),
            end: after.map(|call| call.start),
            ballast: loads[0],
            part: loads[1],
            laden: loads[2],
            draught: stated,
        }
    };
    let legs = beliefs.legs.iter().enumerate().map(leg).collect();
    Fortunes { ship, calls, legs }
}

/// The outcomes of an exchange as one of its ships sees them.
fn seen_from(exchange: &Exchange, member: usize, messages: &[[f64; 3]]) -> Vec<(Outcome, f64)> {
    let judged = exchange.judged(messages);
    if member == 0 {
        return judged;
    }
    let (me, other) = (Some(exchange.ships[member]), Some(exchange.ships[0]));
    let share =
        |wanted: Outcome| judged.iter().find(|(outcome, _)| *outcome == wanted).map_or(0.0, |found| found.1);
    let (gave, took) = (share(Outcome::Took(me)), share(Outcome::Gave(me)));
    vec![(Outcome::Nothing, 1.0 - gave - took), (Outcome::Took(other), took), (Outcome::Gave(other), gave)]
}

impl Call {
    /// Whether it was at a place, and not at sea.
    pub fn is_stay(&self) -> bool {
        self.what == What::Stay
    }

    fn new(port: Port, what: What, point: Point, (start, end): (i64, i64), records: &[Record]) -> Self {
        Self {
            port,
            what,
            point,
            start,
            end,
            loaded: 0.0,
            discharged: 0.0,
            unrecorded: 0.0,
            taken: 0.0,
            taken_elsewhere: 0.0,
            draught_before: None,
            draught_after: None,
            tonnes: None,
            records: records.to_vec(),
        }
    }

    /// Takes over what a chain says of the step.
    fn judge(&mut self, ship: &Ship, beliefs: &Beliefs, place: usize) {
        let sum = |square: &[[f64; 3]; 3]| square.iter().flatten().sum::<f64>();
        let (recorded, unrecorded) = (&beliefs.recorded[place], &beliefs.unrecorded[place]);
        (self.loaded, self.discharged) = (sum(&recorded[0]), sum(&recorded[1]));
        self.unrecorded = sum(&unrecorded[0]);
        let aboard: f64 = beliefs.legs[place + 1].iter().zip(LEVEL).map(|(p, level)| p * level).sum();
        let rise = self.rise(ship);
        let came = |joint: &[[f64; 3]; 3]| {
            // only where there is cargo afterwards
            let cells = (0..9).map(|cell| (cell / 3, cell % 3)).filter(|(_, after)| *after > 0);
            let tonnes = cells.map(|(s, t)| joint[s][t] * LEVEL[t] * came_aboard(s, t, rise)).sum::<f64>();
            if aboard > 0.0 { (tonnes / aboard).min(1.0) } else { 0.0 }
        };
        self.taken = came(&recorded[0]);
        self.taken_elsewhere = came(&unrecorded[0]).min(1.0 - self.taken);
        if let (Some(before), Some(after), Some(particulars)) =
            (self.draught_before, self.draught_after, ship.particulars)
        {
            self.tonnes = particulars.tonnes(before, after);
        }
    }

    /// Of the cargo aboard afterwards the share that a rise of the stated draught stands for; none where no rise is stated.
    fn rise(&self, ship: &Ship) -> Option<f64> {
        let particulars = ship.particulars?;
        let before = particulars.depth(self.draught_before?).max(0.0);
        let after = particulars.depth(self.draught_after?);
        (after > before + 0.05).then(|| (after - before) / after)
    }
}

/// Of the cargo aboard after loading, the share that came aboard: by the stated draughts where they rose, else by the loads.
fn came_aboard(before: usize, after: usize, rise: Option<f64>) -> f64 {
    match (before, rise) {
        (0, _) => 1.0,
        (_, Some(rise)) => rise,
        // a ship that loads and stays laden in part: one half more, as for all that is not known
        _ if before == after => 0.5,
        _ => (LEVEL[after] - LEVEL[before]) / LEVEL[after],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::voyage::Draught;
    use proptest::prelude::*;

    fn id(mmsi: u32) -> TrackId {
        TrackId { mmsi, segment: 0 }
    }

    /// Every outcome of every handover, weighed by the chains of all ships.
    fn by_worlds(
        ships: &[Ship],
        stays: &[Stay],
        met: &[Handover],
        rules: &VoyageRules,
    ) -> Vec<BTreeMap<Outcome, f64>> {
        let exchanges: Vec<Exchange> =
            met.iter().map(|met| Exchange::new(met.ship, &met.partners, met.confidence)).collect();
        let mut fleet = Fleet::gather(ships);
        stays.iter().for_each(|stay| fleet.stay(stay, rules));
        for (number, (met, exchange)) in met.iter().zip(&exchanges).enumerate() {
            fleet.handover(number, met, exchange);
        }
        let mut chains: Vec<Chain> =
            fleet.ships.values_mut().map(|(ship, drafts)| chain(ship, drafts, rules)).collect();
        let mut sums: Vec<BTreeMap<Outcome, f64>> = vec![BTreeMap::new(); met.len()];
        let worlds: Vec<_> = exchanges.iter().map(Exchange::worlds).collect();
        let count: usize = worlds.iter().map(Vec::len).product();
        for mut number in 0..count {
            let chosen: Vec<_> = worlds
                .iter()
                .map(|worlds| {
                    let world = &worlds[number % worlds.len()];
                    number /= worlds.len();
                    world
                })
                .collect();
            let mut weight: f64 = chosen.iter().map(|(_, prior, _)| prior).product();
            for ((_, drafts), chain) in fleet.ships.values().zip(&mut chains) {
                for (draft, step) in drafts.iter().zip(&mut chain.steps) {
                    if let Some((exchange, ship)) = draft.exchange {
                        let action = chosen[exchange].2[ship];
                        step.expected = [0, 1, 2].map(|other| f64::from(u8::from(other == action)));
                    }
                }
                weight *= chain.weight(rules);
            }
            for (sums, (outcome, ..)) in sums.iter_mut().zip(&chosen) {
                *sums.entry(*outcome).or_insert(0.0) += weight;
            }
        }
        for sums in &mut sums {
            let all: f64 = sums.values().sum();
            sums.values_mut().for_each(|weight| *weight /= all);
        }
        sums
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn ships_that_tell_each_other_know_what_all_worlds_say(
            metres in prop::collection::vec(8.0f64..15.0, 16),
            (first, second) in (0.05f64..0.95, 0.05f64..0.95),
            share in 0.1f64..0.9,
        ) {
            // a chain of meetings: 1 with 2, 2 with 3 or 4; every ship loads somewhere before or after
            let draughts = |mmsi: u32| {
                let at = |place: i64| Draught { first: 10 * place + 1, last: 10 * place + 8, metres: metres[(4 * (mmsi as usize - 1)) + place as usize] };
                Ship::new(id(mmsi), (0..4).map(at).collect(), Some(250.0), None)
            };
            let ships: Vec<Ship> = (1..5).map(draughts).collect();
            let stay = |mmsi, trade, start| Stay {
                ship: id(mmsi), port: Port::new("x", "", trade), point: Point::new(0.0, 0.0), start, end: start + 1, known: None, records: Vec::new(),
            };
            let stays = [stay(1, Trade::Export, 9), stay(2, Trade::Both, 9), stay(3, Trade::Neither, 29), stay(4, Trade::Import, 29)];
            let met = |ship, partners: &[(u32, f64)], start, confidence| Handover {
                ship: id(ship), partners: partners.iter().map(|(mmsi, share)| (id(*mmsi), *share)).collect(),
                point: Point::new(0.0, 0.0), start, end: start + 1, confidence, records: Vec::new(),
            };
            let met = [met(1, &[(2, 1.0)], 19, first), met(2, &[(3, share), (4, 0.9 - share)], 29, second)];
            let rules = VoyageRules::default();
            let right = by_worlds(&ships, &stays, &met, &rules);
            let found = fortunes(&ships, &stays, &met, &[], &rules);
            for (number, ship) in [(0, 0), (1, 1)] {
                let call = found[ship].calls.iter().find(|call| {
                    matches!(call.what, What::Handover(_)) && call.start == met[number].start
                }).unwrap();
                let What::Handover(outcomes) = &call.what else { unreachable!() };
                for (outcome, probability) in outcomes {
                    let right = right[number].get(outcome).copied().unwrap_or(0.0);
                    prop_assert!((probability - right).abs() < 1e-6, "{outcome:?}: {probability} is not {right}");
                }
            }
        }
    }
}
