//! The same deeds in real tracks: the noise, the receivers and the other ships are real, and yet it is known what was planted.

use super::path::{shift, shifted};
use super::random::Key;
use super::truth::{Difficulty, Planted, PlantedKind, Who};
use crate::report::{Class, Report};
use crate::sphere::{KNOT, NAUTICAL_MILE, Point};

/// Reports with something planted in them, and what that is.
#[derive(Debug, Clone, PartialEq)]
pub struct Replanted {
    /// The reports, in the order in which they were given; what is new is behind them.
    pub reports: Vec<Report>,
    /// What was planted.
    pub planted: Planted,
}

/// Switches a transponder off: takes out all that a number says from `start` to before `end`, milliseconds since 1970. None where it says
/// nothing then, or nothing before or after: a silence nobody could see.
pub fn plant_gap(
    reports: &[Report],
    mmsi: u32,
    (start, end): (i64, i64),
    difficulty: Difficulty,
) -> Option<Replanted> {
    let of = way(reports, mmsi);
    let inside = of.iter().filter(|fix| (start..end).contains(&fix.0)).count();
    let before = of.iter().rfind(|fix| fix.0 < start)?;
    if inside == 0 || of.last()?.0 < end {
        return None;
    }
    let off =
        |report: &&Report| report.mmsi == mmsi && time(report).is_some_and(|at| (start..end).contains(&at));
    let kept = reports.iter().filter(|report| !off(report)).copied().collect();
    let planted = planted(PlantedKind::DeliberateGap, "removed", &[mmsi], (start, end), before.1, difficulty);
    Some(Replanted { reports: kept, planted })
}

/// What a false track is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FalseTrack {
    /// The true way, moved by nautical miles north and east.
    Offset(f64, f64),
    /// Round a place: the radius in nautical miles.
    Circle(Point, f64),
    /// The position does not move, speed and course go on.
    Frozen,
}

/// Makes a number say that it is elsewhere from `start` to before `end`. None where it says nothing then.
pub fn plant_false_track(
    reports: &[Report],
    mmsi: u32,
    (start, end): (i64, i64),
    track: FalseTrack,
    difficulty: Difficulty,
) -> Option<Replanted> {
    let of = way(reports, mmsi);
    let first = *of.iter().find(|fix| (start..end).contains(&fix.0))?;
    let mut changed = reports.to_vec();
    for report in changed.iter_mut().filter(|report| report.mmsi == mmsi) {
        let Some(at) = time(report).filter(|at| (start..end).contains(at)) else { continue };
        if let Some(truly) = place(report) {
            mislead(report, truly, first, (at - start) as f64 / 1000.0, track);
        }
    }
    let how = match track {
        FalseTrack::Offset(..) => "offset",
        FalseTrack::Circle(..) => "circle",
        FalseTrack::Frozen => "frozen",
    };
    let planted = planted(PlantedKind::FalsePosition, how, &[mmsi], (start, end), first.1, difficulty);
    Some(Replanted { reports: changed, planted })
}

fn mislead(report: &mut Report, truly: Point, first: (i64, Point), seconds: f64, track: FalseTrack) {
    let told = match track {
        FalseTrack::Offset(north, east) => shifted(truly, (north * NAUTICAL_MILE, east * NAUTICAL_MILE)),
        FalseTrack::Circle(centre, miles) => {
            let (radius, knots) = (miles * NAUTICAL_MILE, 8.0);
            let angle = (seconds * knots * KNOT / radius.max(1.0)).to_degrees();
            (report.speed, report.course) =
                (Some(knots), Some(((angle + 90.0).rem_euclid(360.0) * 10.0).round() / 10.0 % 360.0));
            centre.destination(angle, radius)
        }
        FalseTrack::Frozen => first.1,
    };
    (report.lat, report.lon) = (Some(told.lat), Some(told.lon));
}

/// A ship that comes to lie alongside another one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Partner {
    /// Its number.
    pub mmsi: u32,
    /// Type of ship and cargo (ITU-R M.1371-5, table 53).
    pub ship_type: u8,
    /// Metres between the antennas.
    pub metres: f64,
    /// Draught before and after, metres.
    pub draughts: (f64, f64),
    /// Hours before and after during which it is silent, if it is silent at all.
    pub silent: Option<f64>,
}

/// Knots at which a partner comes and goes, and how many hours it is seen doing so.
const COMING: (f64, f64) = (9.0, 6.0);

/// Lays a partner alongside a number from `start` to `end`: it comes from afar, follows every move and every error of the real track, and
/// goes. It is heard when the real ship is. None where the real one says nothing then.
pub fn plant_partner(
    reports: &[Report],
    mmsi: u32,
    (start, end): (i64, i64),
    partner: Partner,
    difficulty: Difficulty,
) -> Option<Replanted> {
    let host = way(reports, mmsi);
    let met = host.iter().find(|fix| (start..=end).contains(&fix.0))?.1;
    let mut all = reports.to_vec();
    let mut line = reports.iter().map(|report| report.line).max().unwrap_or(0);
    for report in reports.iter().filter(|report| report.mmsi == mmsi && report.lat.is_some()) {
        let Some(mirrored) = mirrored(report, &host, (start, end), partner) else { continue };
        line += 1;
        all.push(Report { line, ..mirrored });
    }
    let kind =
        if partner.silent.is_some() { PlantedKind::OneSidedTransfer } else { PlantedKind::TwoSidedTransfer };
    let planted = planted(kind, "alongside", &[mmsi, partner.mmsi], (start, end), met, difficulty);
    Some(Replanted { reports: all, planted })
}

/// What the partner says when the real ship says something.
fn mirrored(
    report: &Report,
    host: &[(i64, Point)],
    (start, end): (i64, i64),
    partner: Partner,
) -> Option<Report> {
    let mut stamp = report.time?;
    stamp.milliseconds += 4_000;
    let at = stamp.milliseconds;
    let (knots, hours) = COMING;
    let away = if at < start { start - at } else { (at - end).max(0) } as f64 / 3.6e6;
    if away > hours || partner.silent.is_some_and(|silent| away < silent) {
        return None;
    }
    let side = Key::new(u64::from(partner.mmsi)).unit() * 360.0;
    let beside = between(host, at)?.destination(side, partner.metres);
    let bearing = if at < start { side } else { side + 70.0 };
    let mut said = Report::new(partner.mmsi, Class::A, Some(stamp), 0);
    // static data every tenth time
    if at.div_euclid(1000) % 10 == 0 {
        said.ship_type = Some(partner.ship_type);
        said.draught = Some(if at < end { partner.draughts.0 } else { partner.draughts.1 });
        said.dimensions = Some([200, 40, 16, 16]);
        return Some(said);
    }
    let point = beside.destination(bearing, away * knots * NAUTICAL_MILE);
    (said.lat, said.lon) = (Some(point.lat), Some(point.lon));
    let under_way = away > 0.0;
    said.speed = if under_way { Some(knots) } else { report.speed };
    said.course = if under_way {
        Some((bearing + if at < start { 180.0 } else { 0.0 }).rem_euclid(360.0).floor())
    } else {
        report.course
    };
    (said.heading, said.status) = (report.heading, Some(0));
    Some(said)
}

/// Where a real ship was between two of its positions.
fn between(host: &[(i64, Point)], at: i64) -> Option<Point> {
    let after = host.partition_point(|fix| fix.0 < at);
    let (next, last) = (host.get(after).or(host.last())?, host.get(after.max(1) - 1)?);
    let share = if next.0 > last.0 { (at - last.0) as f64 / (next.0 - last.0) as f64 } else { 0.0 };
    let (north, east) = shift(last.1, next.1);
    Some(shifted(last.1, (north * share.clamp(0.0, 1.0), east * share.clamp(0.0, 1.0))))
}

fn time(report: &Report) -> Option<i64> {
    report.time.map(|time| time.milliseconds)
}

fn place(report: &Report) -> Option<Point> {
    Some(Point::new(report.lat?, report.lon?))
}

/// The positions of a number in order of time.
fn way(reports: &[Report], mmsi: u32) -> Vec<(i64, Point)> {
    let of = reports.iter().filter(|report| report.mmsi == mmsi);
    let mut way: Vec<(i64, Point)> = of.filter_map(|report| Some((time(report)?, place(report)?))).collect();
    way.sort_by_key(|fix| fix.0);
    way
}

fn planted(
    kind: PlantedKind,
    how: &'static str,
    numbers: &[u32],
    (start, end): (i64, i64),
    place: Point,
    difficulty: Difficulty,
) -> Planted {
    let ships = numbers.iter().map(|mmsi| Who { ship: 0, mmsi: *mmsi }).collect();
    Planted { kind, how, ships, start, end, place, difficulty }
}
