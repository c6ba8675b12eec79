//! The encounters that a published pipeline finds in published series: the same, by rules with that pipeline's settings.
//!
//! The series and what was expected of them are in the development data (`sea/encounters`): literals in Python, read here as data.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says where")]

mod common;

use std::collections::BTreeMap;
use thalweg_sea::encounter::{EncounterRules, Meeting, Run, contacts, meetings, points, runs};
use thalweg_sea::{Fix, Point, Rules, Track, TrackId, Vessel};

const SERIES: &str = "encounters/gfw_encounters_series_data.py.txt";
const EXPECTED: &str = "encounters/gfw_encounters_expected.py.txt";

/// The settings of the published tests; what they do not have is switched off.
const PUBLISHED: &str = "[encounter]
step_minutes = 10
interpolate_minutes = 70
interpolate_slow_minutes = 0
extrapolate_minutes = 0
distance_metres = 500
clock_slack_metres = 0
harbour_ships = 1000
under_way_knots = 1000
apart_minutes = 0
silence_hours = 24
run_minutes = 30
merge_hours = 24
";

fn rules() -> EncounterRules {
    Rules::parse(PUBLISHED).unwrap().encounter
}

/// `2011-01-01 15:40:00` or `2011-01-01T15:40:00`, in milliseconds.
fn time(text: &str) -> i64 {
    let number = |range: std::ops::Range<usize>| text[range].parse::<i64>().unwrap();
    let (year, month, day) = (number(0..4), number(5..7), number(8..10));
    // days since 1970 (Howard Hinnant's days_from_civil)
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let of_era = (year % 400) * 365 + (year % 400) / 4 - (year % 400) / 100 + of_year;
    let days = year / 400 * 146_097 + of_era - 719_468;
    ((days * 24 + number(11..13)) * 60 + number(14..16)) * 60_000 + number(17..19) * 1000
}

/// The part of a text from one mark to another.
fn part<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap_or_else(|| panic!("no `{from}`"));
    let rest = &text[start..];
    &rest[..rest[from.len()..].find(to).map_or(rest.len(), |end| end + from.len())]
}

/// The tracks in a list of records: `Record("time UTC", lat, lon, id="1")`.
fn listed(text: &str, names: &[&str]) -> Vec<Track> {
    let mut fixes: BTreeMap<u32, Vec<Fix>> = BTreeMap::new();
    for name in names {
        for line in part(text, &format!("{name} = ["), "]").lines().filter(|line| line.contains("Record(")) {
            let fields: Vec<&str> = part(line, "(", ")").trim_start_matches('(').split(',').collect();
            let id = fields[3].trim().trim_start_matches("id=").trim_matches('"').parse().unwrap();
            let place = Point::new(fields[1].trim().parse().unwrap(), fields[2].trim().parse().unwrap());
            fixes.entry(id).or_default().push(Fix::new(time(fields[0].trim_matches('"')), place));
        }
    }
    tracks(fixes)
}

/// The tracks in lines of `seconds,lat,lon,distance`.
fn lines(text: &str) -> Vec<Track> {
    let mut fixes: BTreeMap<u32, Vec<Fix>> = BTreeMap::new();
    for (name, id) in [("series1", 441_910_000), ("series2", 563_418_000)] {
        let literal = part(text, &format!("{name} = text_to_records"), "\"\"\",\n)");
        let rows = literal.split("\"\"\"").nth(1).unwrap().lines();
        for row in rows {
            let fields: Vec<f64> = row.split(',').map(|field| field.parse().unwrap()).collect();
            let fix = Fix::new((fields[0] * 1000.0).round() as i64, Point::new(fields[1], fields[2]));
            fixes.entry(id).or_default().push(fix);
        }
    }
    tracks(fixes)
}

fn tracks(fixes: BTreeMap<u32, Vec<Fix>>) -> Vec<Track> {
    let vessel = |(mmsi, mut fixes): (u32, Vec<Fix>)| {
        fixes.sort_unstable();
        fixes.dedup_by_key(|fix| fix.time);
        Vessel { mmsi, fixes, sayings: Vec::new(), duplicates: 0 }
    };
    // every number is one ship here, and `fastsep` flies: the number is not taken apart
    let track = |vessel: Vessel| Track {
        id: TrackId { mmsi: vessel.mmsi, segment: 0 },
        fixes: vessel.fixes,
        sayings: vessel.sayings,
    };
    fixes.into_iter().map(vessel).map(track).collect()
}

fn found(tracks: &[Track]) -> (Vec<Run>, Vec<Meeting>) {
    let rules = rules();
    let looks = |(number, track): (usize, &Track)| points(track, number as u32, &rules, |_| false);
    let points: Vec<_> = tracks.iter().enumerate().flat_map(looks).collect();
    let runs = runs(&contacts(&points, &rules), &rules);
    let meetings = meetings(&runs, &rules);
    (runs, meetings)
}

/// A published encounter, as one of its ships saw it.
#[derive(Debug)]
struct Published {
    ships: [u32; 2],
    times: [i64; 2],
    mean: Point,
    ends: [Point; 2],
    kilometres: f64,
    knots: f64,
    fixes: [u32; 2],
}

/// The arguments of `RawEncounter(...)`: the first ten may go without a name.
fn published(expected: &str, function: &str) -> Vec<Published> {
    let body = part(expected, &format!("def {function}(self)"), "\n    def ");
    body.split("encounter.RawEncounter(").skip(1).map(arguments).collect()
}

const NAMES: [&str; 10] = [
    "vessel_1_seg_id",
    "vessel_2_seg_id",
    "start_time",
    "end_time",
    "mean_latitude",
    "mean_longitude",
    "median_distance_km",
    "median_speed_knots",
    "vessel_1_point_count",
    "vessel_2_point_count",
];

fn arguments(text: &str) -> Published {
    let mut values = BTreeMap::new();
    let fields =
        text.lines().map(str::trim).take_while(|line| !line.starts_with(')')).filter(|line| !line.is_empty());
    for (index, line) in fields.enumerate() {
        let line = line.trim_end_matches(',');
        let named =
            line.split_once('=').filter(|(name, _)| name.chars().all(|c| c.is_alphanumeric() || c == '_'));
        let (name, value) = named.unwrap_or_else(|| (NAMES[index], line));
        values.insert(name.to_owned(), value.to_owned());
    }
    let number = |name: &str| values[name].parse::<f64>().unwrap();
    let when = |name: &str| {
        let value = &values[name];
        if let Some(text) = value.strip_prefix("ts(\"") {
            return time(text);
        }
        let parts: Vec<i64> =
            part(value, "(", ", tzinfo")[1..].split(',').map(|n| n.trim().parse().unwrap()).collect();
        let text =
            format!("{:04}-{:02}-{:02}T{:02}:{:02}:00", parts[0], parts[1], parts[2], parts[3], parts[4]);
        time(&text)
    };
    Published {
        ships: ["vessel_1_seg_id", "vessel_2_seg_id"]
            .map(|name| values[name].trim_start_matches('b').trim_matches('"').parse().unwrap()),
        times: ["start_time", "end_time"].map(when),
        mean: Point { lat: number("mean_latitude"), lon: number("mean_longitude") },
        ends: ["start", "end"]
            .map(|end| Point { lat: number(&format!("{end}_lat")), lon: number(&format!("{end}_lon")) }),
        kilometres: number("median_distance_km"),
        knots: number("median_speed_knots"),
        fixes: ["vessel_1_point_count", "vessel_2_point_count"].map(|name| number(name) as u32),
    }
}

/// Places are kept to a centimetre, and way is made on the sphere: metres and knots differ in what is below that.
fn same(run: &Run, tracks: &[Track], published: &Published) {
    let rules = rules();
    let ships = [run.by, 1 - run.by].map(|side| tracks[run.pair[side] as usize].id.mmsi);
    assert_eq!(ships, published.ships);
    let times = run.buckets.map(|bucket| i64::from(bucket) * (rules.step_minutes * 60_000.0) as i64);
    assert_eq!(times, published.times, "{ships:?}");
    assert_eq!(run.fixes, published.fixes, "{ships:?}");
    let near = |a: Point, b: Point| assert!(a.distance(b) < 0.05, "{a:?} {b:?} {}", a.distance(b));
    near(run.mean, published.mean);
    near(run.ends[0], published.ends[0]);
    near(run.ends[1], published.ends[1]);
    assert!(
        (run.metres / 1000.0 - published.kilometres).abs() < 5e-5,
        "{} {}",
        run.metres,
        published.kilometres
    );
    assert!((run.knots - published.knots).abs() < 1e-3, "{} {}", run.knots, published.knots);
}

fn check(tracks: &[Track], mut expected: Vec<Published>) -> Vec<Meeting> {
    let (mut runs, meetings) = found(tracks);
    assert_eq!(runs.len(), expected.len(), "{runs:?}");
    runs.sort_by_key(|run| [run.by, 1 - run.by].map(|side| tracks[run.pair[side] as usize].id.mmsi));
    expected.sort_by_key(|published| published.ships);
    runs.iter().zip(&expected).for_each(|(run, published)| same(run, tracks, published));
    meetings
}

fn texts() -> Option<(String, String)> {
    let text = |name: &str| common::bytes(name).map(|bytes| String::from_utf8(bytes).unwrap());
    Some((text(SERIES)?, text(EXPECTED)?))
}

#[test]
fn simple_series() {
    let Some((series, expected)) = texts() else { return };
    check(&listed(&series, &["path_1", "path_2"]), published(&expected, "_get_simple_expected"));
}

#[test]
fn three_ships_at_once() {
    let Some((series, expected)) = texts() else { return };
    let tracks = listed(&series, &["multi_path_1", "multi_path_2", "multi_path_3"]);
    let meetings = check(&tracks, published(&expected, "_get_multi_expected"));
    assert_eq!(meetings.len(), 3);
}

#[test]
fn across_the_antimeridian() {
    let Some((series, expected)) = texts() else { return };
    let tracks = listed(&series, &["dl_path_1", "dl_path_2"]);
    let meetings = check(&tracks, published(&expected, "_get_dateline_expected"));
    merged(&meetings, part(&expected, "def _get_merged_dateline_expected", "\n    def "));
}

#[test]
fn ships_that_part_fast_and_come_back_do_not_meet() {
    let Some((series, _)) = texts() else { return };
    let (runs, meetings) = found(&listed(&series, &["fs_path_1", "fs_path_2"]));
    assert_eq!((runs.len(), meetings.len()), (0, 0));
}

#[test]
fn two_real_ships() {
    let Some((series, expected)) = texts() else { return };
    let tracks = lines(&series);
    let meetings = check(&tracks, published(&expected, "_get_real_expected"));
    merged(&meetings, part(&expected, "def _get_merged_expected", "\n    def "));
}

/// The one meeting is the published merged encounter, all its values.
fn merged(meetings: &[Meeting], expected: &str) {
    let [meeting] = meetings else { panic!("{meetings:?}") };
    let number = |name: &str| {
        let value = part(expected, &format!("\"{name}\": "), ",");
        value.split(": ").nth(1).unwrap().parse::<f64>().unwrap()
    };
    let place = |kind: [&str; 2]| Point { lat: number(kind[0]), lon: number(kind[1]) };
    assert_eq!(meeting.start as f64 / 1000.0, number("start_time"));
    assert_eq!(meeting.end as f64 / 1000.0, number("end_time"));
    assert!(meeting.mean.distance(place(["mean_latitude", "mean_longitude"])) < 0.05, "{meeting:?}");
    assert!(meeting.ends[0].distance(place(["start_lat", "start_lon"])) < 0.05);
    assert!(meeting.ends[1].distance(place(["end_lat", "end_lon"])) < 0.05);
    assert!((meeting.metres / 1000.0 - number("median_distance_km")).abs() < 5e-5);
    assert!((meeting.knots - number("median_speed_knots")).abs() < 1e-3);
    let fixes = ["vessel_1_point_count", "vessel_2_point_count"].map(|name| number(name) as u32);
    assert_eq!(meeting.fixes, fixes);
}
