//! The rules that everybody begins with: a detector that is no better than these is not worth its code.

use super::Claim;
use crate::sphere::Point;
use crate::track::Track;
use std::collections::BTreeMap;

/// Milliseconds between the looks at pairs.
const LOOK: i64 = 600_000;

/// Milliseconds between two positions that are still joined by a line, when pairs are looked at.
const JOINED: f64 = 3600.0;

/// Every silence of so many hours.
pub fn long_gaps(tracks: &[Track], hours: f64) -> Vec<Claim> {
    let of = |track: &Track| {
        let silences = track.fixes.windows(2).filter(|pair| pair[0].seconds_to(&pair[1]) >= hours * 3600.0);
        silences.map(|pair| Claim::new(&[track.id.mmsi], pair[0].time, pair[1].time)).collect::<Vec<_>>()
    };
    tracks.iter().flat_map(of).collect()
}

/// Every two ships within so many metres of each other for so many hours, at looks every ten minutes.
pub fn close_pairs(tracks: &[Track], metres: f64, hours: f64) -> Vec<Claim> {
    let mut looks: BTreeMap<i64, Vec<(u32, Point)>> = BTreeMap::new();
    for (index, track) in (0u32..).zip(tracks) {
        let mut at = track.start().div_euclid(LOOK) * LOOK + LOOK;
        while at <= track.end() {
            if let Some(between) = track.at(at).filter(|between| between.apart <= JOINED) {
                looks.entry(at).or_default().push((index, between.point));
            }
            at += LOOK;
        }
    }
    // by pair: since when they are near, and when last
    let mut near: BTreeMap<(u32, u32), (i64, i64)> = BTreeMap::new();
    let mut claims = Vec::new();
    let mut end = |(first, second): (u32, u32), (from, to): (i64, i64)| {
        let number = |index: u32| tracks.get(index as usize).map_or(0, |track| track.id.mmsi);
        if (to - from) as f64 >= hours * 3.6e6 {
            claims.push(Claim::new(&[number(first), number(second)], from, to));
        }
    };
    for (at, ships) in looks {
        for pair in within(ships, metres) {
            let span = near.entry(pair).or_insert((at, at));
            if at - span.1 > LOOK {
                end(pair, *span);
                *span = (at, at);
            }
            span.1 = at;
        }
    }
    near.into_iter().for_each(|(pair, span)| end(pair, span));
    claims.sort();
    claims
}

/// The pairs of ships within some metres of each other.
fn within(mut ships: Vec<(u32, Point)>, metres: f64) -> Vec<(u32, u32)> {
    ships.sort_by(|a, b| a.1.lat.total_cmp(&b.1.lat).then(a.0.cmp(&b.0)));
    let degrees = metres / crate::sphere::RADIUS.to_radians();
    let mut pairs = Vec::new();
    for (index, (first, here)) in ships.iter().enumerate() {
        let others = ships.iter().skip(index + 1).take_while(|(_, there)| there.lat - here.lat <= degrees);
        for (second, there) in others {
            if (there.lon - here.lon).abs() < 1.0 && here.distance(*there) <= metres {
                pairs.push((*first.min(second), *first.max(second)));
            }
        }
    }
    pairs
}

/// Every place where a ship would have gone faster than so many knots; those of one ship within twelve hours are one.
pub fn jumps(tracks: &[Track], knots: f64) -> Vec<Claim> {
    const TOGETHER: i64 = 12 * 3_600_000;
    let mut claims: Vec<Claim> = Vec::new();
    for track in tracks {
        let begin = claims.len();
        for pair in track.fixes.windows(2) {
            let (from, to) = (pair[0].point(), pair[1].point());
            // a second at least, and more than the error of a position
            let seconds = pair[0].seconds_to(&pair[1]).max(1.0);
            if from.distance(to) < 500.0 || from.distance(to) / seconds / crate::sphere::KNOT <= knots {
                continue;
            }
            match claims.get_mut(begin..).and_then(<[Claim]>::last_mut) {
                Some(last) if pair[0].time - last.end <= TOGETHER => last.end = pair[1].time,
                _ => claims.push(Claim::new(&[track.id.mmsi], pair[0].time, pair[1].time)),
            }
        }
    }
    claims
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::TrackId;
    use crate::fix::Fix;

    fn track(mmsi: u32, fixes: &[(i64, f64, f64)]) -> Track {
        let fixes = fixes
            .iter()
            .map(|(minute, lat, lon)| Fix::new(minute * 60_000, Point::new(*lat, *lon)))
            .collect();
        Track { id: TrackId { mmsi, segment: 0 }, fixes, sayings: Vec::new() }
    }

    #[test]
    fn simple_rules_find_what_they_say() {
        let still: Vec<(i64, f64, f64)> = (0..40).map(|step| (step * 10, 40.0, 5.0)).collect();
        let beside: Vec<(i64, f64, f64)> =
            (0..40).map(|step| (step * 10, 40.0 + if step < 20 { 0.001 } else { 0.1 }, 5.0)).collect();
        let tracks = [track(1, &still), track(2, &beside)];
        let pairs = close_pairs(&tracks, 500.0, 2.0);
        assert_eq!(pairs, [Claim::new(&[1, 2], 600_000, 19 * 600_000)]);
        assert_eq!(long_gaps(&[track(3, &[(0, 1.0, 1.0), (361, 1.0, 1.0), (400, 1.0, 1.0)])], 6.0).len(), 1);
        let jumping = track(4, &[(0, 1.0, 1.0), (10, 2.0, 1.0), (20, 1.0, 1.0), (30, 1.0, 1.0)]);
        assert_eq!(jumps(&[jumping], 50.0), [Claim::new(&[4], 0, 20 * 60_000)]);
    }
}
