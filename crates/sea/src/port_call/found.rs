//! Which stops and silences make one call, and at which place.

use super::{CargoChange, PortCall, PortCallRules, Step};
use crate::fix::{Fix, Record};
use crate::geography::{Geography, Place, PlaceKind};
use crate::sphere::Point;
use crate::stop::{Mooring, Stop};
use crate::track::Track;

/// A stop, or a silence that begins and ends within reach of one place.
struct Presence {
    /// The first and the last fix of it.
    first: usize,
    last: usize,
    /// Which stop; none for a silence.
    stop: Option<usize>,
    /// Which place, by its number in the geography.
    place: Option<usize>,
}

/// Presences at one place without leaving it.
pub(super) struct Visit {
    place: Option<usize>,
    parts: Vec<Presence>,
    /// Fixes that belong to the visits before and after: no walk goes there.
    before: usize,
    after: usize,
}

pub(super) fn visits(
    track: &Track,
    stops: &[Stop],
    geography: &Geography,
    rules: &PortCallRules,
) -> Vec<Visit> {
    let chooser = Chooser { tanker: track.ship_type().map(|_| track.is_tanker()), geography, rules };
    let mut presences: Vec<Presence> =
        stops.iter().enumerate().filter_map(|(i, stop)| chooser.stop(i, stop)).collect();
    presences.extend(silences(track, stops, &chooser));
    presences.sort_by_key(|presence| (presence.first, presence.last));
    let mut visits: Vec<Visit> = Vec::new();
    for presence in presences {
        match visits.last_mut() {
            Some(visit) if visit.goes_on(&presence, track, geography, rules) => visit.parts.push(presence),
            _ => visits.push(Visit {
                place: presence.place,
                parts: vec![presence],
                before: 0,
                after: track.fixes.len(),
            }),
        }
    }
    for i in 1..visits.len() {
        visits[i].before = visits[i - 1].last() + 1;
        visits[i - 1].after = visits[i].first();
    }
    visits
}

/// Long silences outside stops whose both ends are within reach of one place.
fn silences(track: &Track, stops: &[Stop], chooser: &Chooser<'_>) -> Vec<Presence> {
    let hours = |pair: &[Fix]| pair[0].seconds_to(&pair[1]) / 3600.0;
    let inside = |i: usize| stops.iter().any(|stop| stop.range.0 <= i && i + 1 < stop.range.1);
    let long = track.fixes.windows(2).enumerate();
    let long = long.filter(|(i, pair)| hours(pair) >= chooser.rules.gap_hours && !inside(*i));
    long.filter_map(|(i, pair)| {
        let (from, to) = (pair[0].point(), pair[1].point());
        let place = chooser
            .choose(from, Mooring::Unknown, |place| place.point.distance(to) <= chooser.rules.reach(place))?;
        Some(Presence { first: i, last: i + 1, stop: None, place: Some(place) })
    })
    .collect()
}

/// Chooses the place of a stop.
struct Chooser<'a> {
    /// Whether the ship is a tanker; none where it does not say.
    tanker: Option<bool>,
    geography: &'a Geography,
    rules: &'a PortCallRules,
}

impl Chooser<'_> {
    /// A stop at a place; or one at anchor away from any, where a ship can anchor.
    fn stop(&self, number: usize, stop: &Stop) -> Option<Presence> {
        let place = self.choose(stop.point, stop.mooring(), |_| true);
        let anchored = || stop.mooring() == Mooring::Anchor && self.geography.depth(stop.point).can_anchor();
        (place.is_some() || anchored()).then_some(Presence {
            first: stop.range.0,
            last: stop.range.1 - 1,
            stop: Some(number),
            place,
        })
    }

    /// The place within reach that suits best, and of those the nearest.
    fn choose(&self, point: Point, mooring: Mooring, may_be: impl Fn(&Place) -> bool) -> Option<usize> {
        let near = self.geography.around_numbered(point, self.rules.enter_metres);
        near.into_iter()
            .map(|number| (number, &self.geography.places()[number]))
            .filter(|(_, place)| place.kind != PlaceKind::TransferArea && may_be(place))
            .map(|(number, place)| {
                (self.rank(place.kind, mooring), place.point.distance(point), number, place)
            })
            .filter(|(_, metres, _, place)| *metres <= self.rules.reach(place))
            .min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)))
            .map(|(_, _, number, _)| number)
    }

    /// Ships at anchor lie in roads, tankers at terminals, other ships in ports; the rest follows by distance.
    fn rank(&self, kind: PlaceKind, mooring: Mooring) -> u8 {
        match (kind, mooring, self.tanker) {
            (PlaceKind::Anchorage, Mooring::Anchor, _) => 0,
            (PlaceKind::Anchorage, _, _) => 3,
            (PlaceKind::Terminal, _, Some(false)) => 2,
            (PlaceKind::Port, _, Some(true)) => 2,
            _ => 1,
        }
    }
}

impl Visit {
    fn first(&self) -> usize {
        self.parts.first().map_or(0, |part| part.first)
    }

    fn last(&self) -> usize {
        self.parts.iter().map(|part| part.last).max().unwrap_or(0)
    }

    /// Whether a later presence is at the same place, and the ship did not leave in between.
    fn goes_on(&self, next: &Presence, track: &Track, geography: &Geography, rules: &PortCallRules) -> bool {
        let Some(place) = self.place.filter(|_| next.place == self.place) else { return false };
        let between = track.fixes.get(self.last()..next.first).unwrap_or(&[]);
        between.iter().all(|fix| is_within(&geography.places()[place], fix, rules))
    }

    /// The fixes from the first to the last within reach, and whether the ship came and went.
    fn span(&self, track: &Track, place: Option<&Place>, rules: &PortCallRules) -> Span {
        let (mut first, mut last) = (self.first(), self.last());
        let Some(place) = place else { return Span { first, last, came: false, went: false } };
        let fixes = &track.fixes;
        while first > self.before && is_within(place, &fixes[first - 1], rules) {
            first -= 1;
        }
        while last + 1 < self.after && is_within(place, &fixes[last + 1], rules) {
            last += 1;
        }
        let (came, went) = (first > 0, last + 1 < fixes.len());
        // the way in begins within reach, not where the way out would end
        let near = |i: &usize| place.point.distance(fixes[*i].point()) <= rules.reach(place);
        let first = (first..=self.first()).find(near).unwrap_or(self.first());
        let last = (self.last()..=last).rev().find(near).unwrap_or(self.last());
        Span { first, last, came, went }
    }

    pub(super) fn call(
        &self,
        track: &Track,
        stops: &[Stop],
        geography: &Geography,
        rules: &PortCallRules,
    ) -> PortCall {
        let place = self.place.map(|number| &geography.places()[number]);
        let span = self.span(track, place, rules);
        let steps = self.steps(track, &span);
        let own: Vec<Stop> = self.parts.iter().filter_map(|part| part.stop).map(|i| stops[i]).collect();
        let longest = own.iter().max_by(|a, b| a.hours().total_cmp(&b.hours()).then(b.start.cmp(&a.start)));
        let clocks = [span.first, span.last].map(|i| track.fixes[i].clock_error());
        PortCall {
            ship: track.id,
            place: place.cloned(),
            point: longest.map_or(track.fixes[self.first()].point(), |stop| stop.point),
            start: steps.first().map_or(0, |(_, record)| record.time),
            end: steps.last().map_or(0, |(_, record)| record.time),
            steps,
            mooring: mooring(&own),
            stops: own,
            before: None,
            after: None,
            cargo: CargoChange::Unknown,
            clock_error_ms: clocks[0].max(clocks[1]),
        }
    }

    /// The steps in order of time.
    fn steps(&self, track: &Track, span: &Span) -> Vec<(Step, Record)> {
        let record = |i: usize| track.fixes[i].record();
        let mut steps = Vec::new();
        if span.came {
            steps.push((Step::Entry, record(span.first)));
        }
        for part in &self.parts {
            let (begin, end) = match part.stop {
                Some(_) => (Step::StopBegin, Step::StopEnd),
                None => (Step::GapBegin, Step::GapEnd),
            };
            steps.extend([(begin, record(part.first)), (end, record(part.last))]);
        }
        if span.went {
            steps.push((Step::Exit, record(span.last)));
        }
        steps.sort_by_key(|(_, record)| record.time);
        steps
    }
}

/// From where to where a ship was within reach.
struct Span {
    first: usize,
    last: usize,
    came: bool,
    went: bool,
}

fn is_within(place: &Place, fix: &Fix, rules: &PortCallRules) -> bool {
    place.point.distance(fix.point()) <= rules.reach(place) + rules.leave_further_metres
}

fn mooring(stops: &[Stop]) -> Mooring {
    let are = |mooring: Mooring| stops.iter().filter(|stop| stop.mooring() == mooring).count();
    match (are(Mooring::Berth), are(Mooring::Anchor)) {
        (1.., _) => Mooring::Berth,
        (0, anchored) if anchored > 0 && anchored == stops.len() => Mooring::Anchor,
        _ => Mooring::Unknown,
    }
}
