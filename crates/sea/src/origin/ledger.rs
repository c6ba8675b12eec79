//! Who took what from where, in order of time.

use super::{Loading, Origin, Step};
use crate::event::TrackId;
use crate::fix::Record;
use crate::voyage::{Call, Fortunes, Outcome, Port, What};
use std::collections::BTreeMap;

/// Cargo came aboard a ship.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Onto which ship.
    pub ship: TrackId,
    /// When it was aboard, milliseconds since 1970, UTC.
    pub time: i64,
    /// Where, in words.
    pub place: String,
    /// From where, and which share of what is aboard afterwards is expected to have come so: 0 to 1 together. The rest was aboard before.
    pub from: Vec<(Source, f64)>,
    /// The records that it rests on.
    pub records: Vec<Record>,
}

/// From where cargo comes aboard.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// From the shore at a place.
    Shore(Port),
    /// From another ship.
    Ship(TrackId),
    /// From where nobody knows.
    Unknown,
}

/// All that came aboard all ships.
///
/// ```
/// use thalweg_sea::origin::{Entry, Ledger, Source};
/// use thalweg_sea::voyage::{Port, Trade};
/// use thalweg_sea::TrackId;
/// let (a, b) = (TrackId { mmsi: 1, segment: 0 }, TrackId { mmsi: 2, segment: 0 });
/// let entry = |ship, time, place: &str, source, share| Entry {
///     ship, time, place: place.into(), from: vec![(source, share)], records: Vec::new(),
/// };
/// let ledger = Ledger::new(vec![
///     entry(a, 1, "Kozmino", Source::Shore(Port::new("Kozmino", "Russia", Trade::Export)), 1.0),
///     entry(b, 2, "at sea", Source::Ship(a), 0.6),
/// ]);
/// let origin = ledger.origin(b, 3, 0.0);
/// assert_eq!((origin.from_place("Kozmino"), origin.unknown), (0.6, 0.4));
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ledger {
    entries: Vec<Entry>,
}

/// What a ship holds: the share of each loading, named by entry and place in its sources, and the best way from there.
type Mixture = BTreeMap<(usize, usize), Grain>;

#[derive(Debug, Clone, PartialEq)]
struct Grain {
    share: f64,
    /// Share along the best way.
    best: f64,
    /// The best way: entries and which of their sources.
    way: Vec<(usize, usize)>,
}

impl Ledger {
    /// From entries in any order. Shares of an entry that add up to more than one are scaled down to one; what a ship would take from itself was
    /// aboard before.
    pub fn new(mut entries: Vec<Entry>) -> Self {
        for entry in &mut entries {
            let itself = Source::Ship(entry.ship);
            entry.from.retain(|(source, _)| *source != itself);
            entry.from.iter_mut().for_each(|(_, share)| *share = share.max(0.0));
            let sum: f64 = entry.from.iter().map(|(_, share)| share).sum();
            if sum > 1.0 {
                entry.from.iter_mut().for_each(|(_, share)| *share /= sum);
            }
        }
        entries.sort_by(|a, b| {
            (a.time, a.ship, &a.place).cmp(&(b.time, b.ship, &b.place)).then_with(|| order(a).cmp(&order(b)))
        });
        Self { entries }
    }

    /// From what ships did with cargo.
    pub fn of(fortunes: &[Fortunes]) -> Self {
        let entries =
            fortunes.iter().flat_map(|ship| ship.calls.iter().map(move |call| (ship.ship.id, call)));
        let entry = |(ship, call): (TrackId, &Call)| {
            let mut from = sources(call);
            from.push((Source::Unknown, call.taken_elsewhere));
            from.retain(|(_, share)| *share > 0.0);
            Entry { ship, time: call.end, place: call.port.name.clone(), from, records: call.records.clone() }
        };
        Self::new(entries.map(entry).filter(|entry| !entry.from.is_empty()).collect())
    }

    /// The entries, in order of time.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Where the cargo came from that a ship had aboard at a time: all that came aboard up to then counts, that moment included.
    ///
    /// Origins less probable than `least` are counted as unknown.
    pub fn origin(&self, ship: TrackId, time: i64, least: f64) -> Origin {
        self.origins(&[(ship, time)], least).remove(0)
    }

    /// The same for several ships and times, in one pass over all entries.
    pub fn origins(&self, wanted: &[(TrackId, i64)], least: f64) -> Vec<Origin> {
        let mut order: Vec<usize> = (0..wanted.len()).collect();
        order.sort_by_key(|place| (wanted[*place].1, *place));
        let mut found: Vec<Option<Origin>> = vec![None; wanted.len()];
        let (mut holds, mut done) = (BTreeMap::new(), 0);
        for place in order {
            let (ship, time) = wanted[place];
            let until = self.entries.partition_point(|entry| entry.time <= time);
            self.mix(&mut holds, done, until, least);
            done = done.max(until);
            found[place] = Some(self.read(ship, time, holds.get(&ship)));
        }
        found.into_iter().flatten().collect()
    }

    /// Mixes in the entries from one place to another. Entries of one moment all take from what ships held before it.
    fn mix(&self, holds: &mut BTreeMap<TrackId, Mixture>, from: usize, until: usize, least: f64) {
        let mut first = from;
        while first < until {
            let moment = self.entries[first].time;
            let next = first + self.entries[first..until].partition_point(|entry| entry.time == moment);
            // what a ship held before this moment is needed only where another entry of the moment may take from it
            let others = if next > first + 1 { &self.entries[first..next] } else { &[] };
            let held =
                |entry: &Entry| Some((entry.ship, holds.get(&entry.ship).cloned().unwrap_or_default()));
            let before: BTreeMap<TrackId, Mixture> = others.iter().filter_map(held).collect();
            for number in first..next {
                let ship = self.entries[number].ship;
                let held = holds.remove(&ship).unwrap_or_default();
                let giver = |other: &TrackId| before.get(other).or_else(|| holds.get(other));
                let mixed = self.after(number, held, &giver, least);
                holds.insert(ship, mixed);
            }
            first = next;
        }
    }

    /// What a ship holds after an entry.
    fn after<'a>(
        &self,
        number: usize,
        held: Mixture,
        giver: &dyn Fn(&TrackId) -> Option<&'a Mixture>,
        least: f64,
    ) -> Mixture {
        let entry = &self.entries[number];
        let taken: f64 = entry.from.iter().map(|(_, share)| share).sum();
        let mut mixture = held;
        mixture.values_mut().for_each(|grain| grain.thin(1.0 - taken));
        for (place, (source, share)) in entry.from.iter().enumerate() {
            let step = (number, place);
            match source {
                Source::Shore(_) => {
                    add(&mut mixture, step, Grain { share: *share, best: *share, way: vec![step] })
                }
                Source::Ship(other) => {
                    for (loading, grain) in giver(other).into_iter().flatten() {
                        let mut grain = grain.clone();
                        grain.thin(*share);
                        grain.way.push(step);
                        add(&mut mixture, *loading, grain);
                    }
                }
                Source::Unknown => {}
            }
        }
        mixture.retain(|_, grain| grain.share > 0.0 && grain.share >= least);
        mixture
    }

    fn read(&self, ship: TrackId, time: i64, held: Option<&Mixture>) -> Origin {
        let loading = |((number, place), grain): (&(usize, usize), &Grain)| {
            let entry = &self.entries[*number];
            let (name, country) = match &entry.from[*place].0 {
                Source::Shore(port) => (port.name.clone(), port.country.clone()),
                _ => (entry.place.clone(), String::new()),
            };
            let way = grain.way.iter().map(|step| self.step(*step)).collect();
            Loading {
                place: name,
                country,
                ship: entry.ship,
                time: entry.time,
                probability: grain.share,
                way,
            }
        };
        let mut loadings: Vec<Loading> = held.into_iter().flatten().map(loading).collect();
        loadings.sort_by(|a, b| {
            b.probability.total_cmp(&a.probability).then_with(|| (a.time, a.ship).cmp(&(b.time, b.ship)))
        });
        let known: f64 = loadings.iter().map(|loading| loading.probability).sum();
        Origin { ship, time, loadings, unknown: (1.0 - known).max(0.0) }
    }

    fn step(&self, (number, place): (usize, usize)) -> Step {
        let entry = &self.entries[number];
        let (source, share) = &entry.from[place];
        let (from, name) = match source {
            Source::Ship(other) => (Some(*other), entry.place.clone()),
            Source::Shore(port) => (None, port.name.clone()),
            Source::Unknown => (None, entry.place.clone()),
        };
        let records = entry.records.clone();
        Step { ship: entry.ship, from, place: name, time: entry.time, share: *share, records }
    }
}

impl Grain {
    fn thin(&mut self, factor: f64) {
        self.share *= factor.max(0.0);
        self.best *= factor.max(0.0);
    }
}

/// Adds a grain; the better of two ways is kept, of equal ones the first.
fn add(mixture: &mut Mixture, loading: (usize, usize), grain: Grain) {
    match mixture.entry(loading) {
        std::collections::btree_map::Entry::Vacant(place) => drop(place.insert(grain)),
        std::collections::btree_map::Entry::Occupied(mut place) => {
            let held = place.get_mut();
            held.share += grain.share;
            if grain.best > held.best {
                (held.best, held.way) = (grain.best, grain.way);
            }
        }
    }
}

/// For a total order of entries: sources and shares.
fn order(entry: &Entry) -> Vec<(&Source, u64)> {
    entry.from.iter().map(|(source, share)| (source, share.to_bits())).collect()
}

/// From where the cargo came that was taken at a call.
fn sources(call: &Call) -> Vec<(Source, f64)> {
    match &call.what {
        What::Stay => vec![(Source::Shore(call.port.clone()), call.taken)],
        What::Absence(places) => {
            places.iter().map(|(port, share)| (Source::Shore(port.clone()), call.taken * share)).collect()
        }
        What::Handover(outcomes) => {
            let took = outcomes.iter().filter_map(|(outcome, probability)| match *outcome {
                Outcome::Took(Some(other)) => Some((Source::Ship(other), *probability)),
                Outcome::Took(None) => Some((Source::Unknown, *probability)),
                _ => None,
            });
            let took: Vec<(Source, f64)> = took.collect();
            let sum: f64 = took.iter().map(|(_, share)| share).sum();
            took.into_iter()
                .map(|(source, share)| (source, call.taken * share / sum.max(f64::MIN_POSITIVE)))
                .collect()
        }
    }
}
