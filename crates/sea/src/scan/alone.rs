//! Tankers that lay alone, and silent ones that may have lain beside them.

use super::{Scan, World, chart};
use crate::encounter::{NextCall, OneSided, Silence, alone, one_sided};
use crate::event::TrackId;
use crate::gap::{Gap, GapVerdict};
use crate::loitering::Stay;
use crate::rules::Rules;
use crate::stop::Mooring;
use crate::track::Track;
use std::collections::BTreeMap;

/// A stay of a tanker, with the number of its card.
pub(super) type Lain = (u32, Stay);

/// Looks at stays without a partner. `excerpts` has every ship of the stays and of the silences.
pub(super) fn one_sided_of(
    lain: &[Lain],
    excerpts: &BTreeMap<TrackId, Track>,
    scan: &Scan,
    world: World<'_>,
    rules: &Rules,
) -> Vec<OneSided> {
    let book = Book::new(excerpts);
    let alone = alone(lain, &scan.encounters).into_iter().filter_map(|(number, stay)| {
        let id = scan.ships.get(number as usize)?.id;
        Some((book.number(id)?, stay))
    });
    let alone: Vec<(u32, Stay)> = alone.collect();
    let silences: Vec<Silence> = scan.gaps.iter().filter_map(|gap| silence(gap, &book)).collect();
    let place = |point| chart::surroundings(world.geography, point);
    let calls = calls(scan, &book);
    let next_call = |number: u32, time: i64| next_call(&calls, number, time);
    one_sided(&alone, &silences, &book.tracks, &rules.one_sided, &rules.encounter, place, next_call)
}

/// The calls at berths of every track, in order of time.
fn calls(scan: &Scan, book: &Book) -> BTreeMap<u32, Vec<NextCall>> {
    let mut calls: BTreeMap<u32, Vec<NextCall>> = BTreeMap::new();
    for call in scan.port_calls.iter().filter(|call| call.mooring == Mooring::Berth) {
        if let Some(number) = book.number(call.ship) {
            calls.entry(number).or_default().push(NextCall { time: call.start, point: call.point });
        }
    }
    calls.values_mut().for_each(|calls| calls.sort_by_key(|call| call.time));
    calls
}

/// The first call after a time, or that began within the hour before: ends of stays and starts of calls are seen by different rules.
fn next_call(calls: &BTreeMap<u32, Vec<NextCall>>, number: u32, time: i64) -> Option<NextCall> {
    const HOUR: i64 = 3_600_000;
    calls.get(&number)?.iter().find(|call| call.time >= time.saturating_sub(HOUR)).copied()
}

/// Whether a silence may hide a meeting.
pub(super) fn may_hide(gap: &Gap) -> bool {
    gap.verdict != GapVerdict::Coverage
}

fn silence(gap: &Gap, book: &Book) -> Option<Silence> {
    may_hide(gap).then_some(())?;
    Some(Silence {
        track: book.number(gap.ship)?,
        start: gap.last.time,
        end: gap.next.map(|next| next.time),
        from: gap.last.point(),
        to: gap.next.map(|next| next.point()),
        deliberate: gap.probability,
        knots: gap.usual_knots,
    })
}

/// Tracks by numbers.
struct Book {
    tracks: Vec<Track>,
}

impl Book {
    fn new(excerpts: &BTreeMap<TrackId, Track>) -> Self {
        Self { tracks: excerpts.values().filter(|track| track.is_tanker()).cloned().collect() }
    }

    fn number(&self, id: TrackId) -> Option<u32> {
        let at = self.tracks.binary_search_by_key(&id, |track| track.id).ok()?;
        u32::try_from(at).ok()
    }
}
