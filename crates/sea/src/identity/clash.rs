//! What several tracks say that cannot all be: one number with two ships, one hull with two numbers, flags that come and go.

use super::{IdentityRules, Oddity, sure};
use crate::event::{Event, Fact, Finding};
use crate::track::Track;
use std::collections::BTreeMap;
use thalweg_core::{Imo, Mmsi};

/// One number with several ships: those of its tracks that were heard in turn. All tracks are of that number.
pub fn shared(tracks: &[Track], rules: &IdentityRules) -> Vec<Event> {
    let tracks: Vec<&Track> = tracks.iter().collect();
    let told = |(a, b): (&Track, &Track)| shared_number(a, b, rules).map(|odd| odd.event(a));
    let mut events: Vec<Event> = each_two(&tracks).filter_map(told).collect();
    events.sort_by_key(Event::order);
    events
}

/// What cannot be between tracks of one hull: those that were heard at once and apart, or follow one another under many flags, or have
/// other sizes. Tracks may come in any order; events come in theirs.
pub fn clashes(tracks: &[Track], rules: &IdentityRules) -> Vec<Event> {
    let mut by_hull: BTreeMap<Imo, Vec<&Track>> = BTreeMap::new();
    for track in tracks {
        if let Some(hull) = track.hull() {
            by_hull.entry(hull).or_default().push(track);
        }
    }
    let mut events = Vec::new();
    for (hull, tracks) in &mut by_hull {
        tracks.sort_by_key(|track| (track.start(), track.id));
        events.extend(one_hull(*hull, tracks, rules));
    }
    events.sort_by_key(Event::order);
    events
}

fn one_hull(hull: Imo, tracks: &[&Track], rules: &IdentityRules) -> Vec<Event> {
    let other_number = |pair: &(&Track, &Track)| pair.0.id.mmsi != pair.1.id.mmsi;
    let mut events = Vec::new();
    for (a, b) in each_two(tracks).filter(other_number) {
        events.extend(two_numbers(hull, a, b, rules).map(|odd| odd.event(a)));
        events.extend(other_size(hull, a, b, rules).map(|odd| odd.event(a)));
    }
    for pair in tracks.windows(2) {
        if let [a, b] = pair
            && a.end() < b.start()
        {
            events.extend(new_flag(hull, a, b).map(|odd| odd.event(b)));
        }
    }
    events.extend(hopping(hull, tracks, rules));
    events
}

fn each_two<'a>(tracks: &[&'a Track]) -> impl Iterator<Item = (&'a Track, &'a Track)> {
    let pairs = tracks.iter().enumerate().flat_map(|(i, a)| tracks[i + 1..].iter().map(move |b| (*a, *b)));
    pairs.collect::<Vec<_>>().into_iter()
}

/// How often two tracks take turns: stretches of one between fixes of the other, both ways.
fn turns(a: &Track, b: &Track) -> usize {
    let (mut i, mut j, mut turns, mut last) = (0, 0, 0, None);
    while i < a.fixes.len() && j < b.fixes.len() {
        let first = a.fixes[i].time <= b.fixes[j].time;
        let (index, fixes, other) =
            if first { (&mut i, &a.fixes, b.fixes[j].time) } else { (&mut j, &b.fixes, a.fixes[i].time) };
        *index += 1;
        while *index < fixes.len() && fixes[*index].time <= other {
            *index += 1;
        }
        turns += usize::from(last.is_some_and(|last| last != first));
        last = Some(first);
    }
    turns
}

fn shared_number(a: &Track, b: &Track, rules: &IdentityRules) -> Option<Oddity> {
    let turns = turns(a, b);
    let found = Finding::at_least("turns that two ships take", turns as f64, rules.turns as f64, "turns");
    let (start, end) = (a.start().max(b.start()), a.end().min(b.end()));
    let apart = apart(a, b, start, end)?;
    let far = Finding::at_least("farthest apart at one time", apart / 1000.0, rules.apart_kilometres, "km");
    (found.holds() && far.holds() && start <= end).then(|| Oddity {
        verdict: "shared_number",
        confidence: sure(turns as u32 / 2),
        start,
        end,
        partner: Some(b.id),
        findings: vec![found, far],
        facts: names([a, b]).collect(),
        innocent: vec![
            "a number of the factory, or of another ship of the owner, was entered by mistake",
            "one ship whose position is false part of the time looks like two",
        ],
    })
}

fn two_numbers(hull: Imo, a: &Track, b: &Track, rules: &IdentityRules) -> Option<Oddity> {
    let (start, end) = (a.start().max(b.start()), a.end().min(b.end()));
    let apart = apart(a, b, start, end)?;
    let found = Finding::at_least("farthest apart at one time", apart / 1000.0, rules.apart_kilometres, "km");
    found.holds().then(|| Oddity {
        verdict: "hull_with_two_numbers",
        confidence: sure(common(a, b, start, end)),
        start,
        end,
        partner: Some(b.id),
        findings: vec![found],
        facts: [Fact::text("hull", format!("IMO {hull}"))].into_iter().chain(names([a, b])).collect(),
        innocent: vec![
            "one of the two crews mistyped the number, and its check digit is right by chance (one in ten)",
        ],
    })
}

fn other_size(hull: Imo, a: &Track, b: &Track, rules: &IdentityRules) -> Option<Oddity> {
    let (one, other) = (f64::from(a.length()?), f64::from(b.length()?));
    let apart = (one - other).abs();
    let found = Finding::at_least("difference of length", apart, rules.length_tolerance_metres, "m");
    (found.holds() && apart > 0.1 * one.max(other)).then(|| Oddity {
        verdict: "hull_of_another_size",
        confidence: 0.75,
        start: a.start().min(b.start()),
        end: a.end().max(b.end()),
        partner: Some(b.id),
        findings: vec![found],
        facts: vec![
            Fact::text("hull", format!("IMO {hull}")),
            Fact::number("length", one, "m"),
            Fact::number("length of the other", other, "m"),
        ],
        innocent: vec!["dimensions or hull number were entered wrongly on one of the two"],
    })
}

/// A hull that comes back under a number of another country.
fn new_flag(hull: Imo, a: &Track, b: &Track) -> Option<Oddity> {
    let (old, new) = (flag(a)?, flag(b)?);
    (old != new).then(|| Oddity {
        verdict: "reflagged",
        confidence: sure((a.fixes.len().min(b.fixes.len())) as u32),
        start: a.end(),
        end: b.start(),
        partner: Some(a.id),
        findings: Vec::new(),
        facts: vec![
            Fact::text("hull", format!("IMO {hull}")),
            Fact::text("before", old),
            Fact::text("after", new),
            Fact::number("days between", (b.start() - a.end()) as f64 / crate::civil::DAY as f64, "days"),
        ],
        innocent: vec!["ships change their flag when they are sold, and for taxes and crews"],
    })
}

/// Too many flags in too short a time.
fn hopping(hull: Imo, tracks: &[&Track], rules: &IdentityRules) -> Option<Event> {
    let reach = (rules.hop_days * crate::civil::DAY as f64) as i64;
    let flags_until = |last: usize| {
        let recent = tracks[..=last].iter().filter(|track| tracks[last].start() - track.end() <= reach);
        recent.filter_map(|track| flag(track)).collect::<std::collections::BTreeSet<_>>()
    };
    let most = (0..tracks.len()).max_by_key(|last| (flags_until(*last).len(), usize::MAX - last))?;
    let flags = flags_until(most);
    let found = Finding::at_least("flags", flags.len() as f64, rules.hop_flags as f64, "flags");
    let first = tracks.iter().find(|track| tracks[most].start() - track.end() <= reach)?;
    found.holds().then(|| {
        let odd = Oddity {
            verdict: "flag_hopping",
            confidence: 0.9,
            start: first.start(),
            end: tracks[most].start(),
            partner: None,
            findings: vec![found],
            facts: vec![
                Fact::text("hull", format!("IMO {hull}")),
                Fact::text("flags", flags.into_iter().collect::<Vec<_>>().join(", ")),
            ],
            innocent: vec!["a ship that is sold twice has three flags"],
        };
        odd.event(tracks[most])
    })
}

fn flag(track: &Track) -> Option<&'static str> {
    Mmsi::new(track.id.mmsi).and_then(Mmsi::country)
}

fn names<'a>(tracks: impl IntoIterator<Item = &'a Track>) -> impl Iterator<Item = Fact> {
    let names: Vec<_> = tracks.into_iter().filter_map(Track::name).collect();
    (!names.is_empty()).then(|| Fact::text("names", names.join(", "))).into_iter()
}

/// Metres between two ships where they are farthest apart at one time; none where they were never heard within an hour of each other.
fn apart(a: &Track, b: &Track, start: i64, end: i64) -> Option<f64> {
    const STEPS: usize = 200;
    let times = a.during(start, end);
    let some = times.iter().step_by(times.len() / STEPS + 1);
    let distance = |fix: &crate::fix::Fix| {
        let other = b.at(fix.time).filter(|other| other.apart <= 3600.0)?;
        Some(fix.point().distance(other.point))
    };
    some.filter_map(distance).reduce(f64::max)
}

/// How many hours both were heard in.
fn common(a: &Track, b: &Track, start: i64, end: i64) -> u32 {
    let hours = |track: &Track| {
        track
            .during(start, end)
            .iter()
            .map(|fix| fix.time.div_euclid(3_600_000))
            .collect::<std::collections::BTreeSet<_>>()
    };
    hours(a).intersection(&hours(b)).count() as u32
}
