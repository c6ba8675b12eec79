//! The answer: who the ship is, what it carried from where, and what there is to look at; times in words.

use super::marks;
use crate::page::Prose;
use thalweg_sea::dossier::Dossier;
use thalweg_sea::event::{Event, Kind};
use thalweg_sea::timestamp;

/// `FRIO (MMSI 538004030)`.
pub(super) fn name(dossier: &Dossier) -> String {
    match &dossier.name {
        Some(name) => format!("{name} ({})", dossier.subject),
        None => dossier.subject.clone(),
    }
}

pub(super) fn question(dossier: &Dossier) -> String {
    let name = dossier.name.as_deref().unwrap_or(&dossier.subject);
    if dossier.cargoes.is_empty() {
        format!("What does the record show of {name}?")
    } else {
        format!("What did {name} carry, and where did it come from?")
    }
}

/// Three sentences: the cargo, the claims, how much of the time was heard.
pub(super) fn sentences(dossier: &Dossier) -> Vec<Prose> {
    vec![cargo(dossier).into(), claims(dossier).into(), caution(dossier).into()]
}

fn cargo(dossier: &Dossier) -> String {
    let surest = dossier.cargoes.iter().max_by(|a, b| {
        (a.discharged * (1.0 - a.origin.unknown)).total_cmp(&(b.discharged * (1.0 - b.origin.unknown)))
    });
    let Some(cargo) = surest else {
        return format!(
            "The record shows no cargo that {} discharged {}.[^cargo]",
            subject(dossier),
            period(dossier)
        );
    };
    let places = cargo.origin.places();
    let from = match places.first() {
        Some((place, share)) => format!("loaded at **{place}** with probability **{}**", percent(*share)),
        None => "of an origin that the record does not show".to_owned(),
    };
    let chain = cargo.origin.loadings.first().map_or(0, |loading| loading.way.len().saturating_sub(1));
    let through = match chain {
        0 => String::new(),
        1 => ", through one other ship".to_owned(),
        ships => format!(", through {ships} other ships"),
    };
    let several = dossier.cargoes.len();
    let first = if several == 1 {
        "Its cargo".to_owned()
    } else {
        format!("Of {several} cargoes, the one best known")
    };
    format!(
        "{first} was handed over {} on **{}** and {from}{through}; for {} nobody can tell.[^cargo]",
        at(&cargo.port.name),
        day(cargo.end),
        percent(cargo.origin.unknown)
    )
}

/// `at Rotterdam`, but `at sea`.
fn at(place: &str) -> String {
    if place.starts_with("at ") { place.to_owned() } else { format!("at **{place}**") }
}

pub(super) fn claims(dossier: &Dossier) -> String {
    let numbered = marks::numbered(&dossier.events);
    let Some(surest) = numbered.iter().max_by(|a, b| a.confidence.total_cmp(&b.confidence)) else {
        return "No detector claims anything of it beside calls at ports and anchorages.[^claims]".to_owned();
    };
    let count = dossier.events.iter().filter(|event| !is_call(event)).count();
    let claims = if count == 1 { "one claim".to_owned() } else { format!("**{count}** claims") };
    let else_ =
        surest.innocent.first().map_or_else(String::new, |words| format!(" It may be innocent: {words}."));
    format!(
        "Detectors make {claims}; the surest is \u{201c}{}\u{201d} on **{}**, with confidence **{}**.[^claims]{else_}",
        marks::words(surest.kind),
        day(surest.start),
        percent(surest.confidence)
    )
}

fn is_call(event: &Event) -> bool {
    matches!(event.kind, Kind::PortCall | Kind::Anchorage)
}

fn caution(dossier: &Dossier) -> String {
    let risk = &dossier.risk;
    let grounds = risk.parts.iter().filter(|part| part.evidence > 0).count();
    format!(
        "Reasons to look closer add up to **{:.1}** of {:.0} points, from {grounds} of {} reasons; they say what to read first, and nothing of guilt.[^points]",
        risk.total,
        risk.most,
        risk.parts.len()
    )
}

pub(super) fn map_title(dossier: &Dossier) -> String {
    let silences = dossier.events.iter().filter(|event| event.kind == Kind::Gap).count();
    let meetings = dossier.events.iter().filter(|event| event.kind == Kind::Encounter).count();
    let count = |number: usize, one: &str, more: &str| match number {
        0 => None,
        1 => Some(format!("one {one}")),
        _ => Some(format!("{number} {more}")),
    };
    let parts: Vec<String> = [count(silences, "silence", "silences"), count(meetings, "meeting", "meetings")]
        .into_iter()
        .flatten()
        .collect();
    let with = if parts.is_empty() { String::new() } else { format!(", with {}", parts.join(" and ")) };
    format!("The way of {}{with}", dossier.name.as_deref().unwrap_or(&dossier.subject))
}

/// How well the ship was heard.
pub(super) fn heard(dossier: &Dossier) -> String {
    let hours = (dossier.end - dossier.start) as f64 / 3_600_000.0;
    let rate = dossier.positions as f64 / hours.max(1.0 / 60.0);
    format!(
        "**{}** positions were heard {}, {} an hour on average.",
        dossier.positions,
        period(dossier),
        if rate >= 10.0 { format!("{rate:.0}") } else { format!("{rate:.1}") }
    )
}

pub(super) fn identity(dossier: &Dossier) -> String {
    let values = |what: &str| {
        let mut values: Vec<&str> = dossier
            .identity
            .iter()
            .filter(|called| called.what == what)
            .map(|called| called.value.as_str())
            .collect();
        values.sort_unstable();
        values.dedup();
        values
    };
    let part = |what: &str, none: &str| match values(what)[..] {
        [] => none.to_owned(),
        [only] => format!("one {what} ({only})"),
        ref several => format!("**{}** values of {what} ({})", several.len(), several.join(", ")),
    };
    let parts = [
        part("flag", "no flag"),
        part("name", "no name"),
        part("IMO number", "no IMO number"),
        part("call sign", "no call sign"),
    ];
    format!("The record shows {}, {}, {} and {}.", parts[0], parts[1], parts[2], parts[3])
}

fn subject(dossier: &Dossier) -> &str {
    dossier.name.as_deref().unwrap_or("the ship")
}

/// `on 15 March 2022`, `from 1 to 3 November 2025` in full words.
pub(super) fn period(dossier: &Dossier) -> String {
    let (from, until) = (day(dossier.start), day(dossier.end));
    if from == until { format!("on {from}") } else { format!("from {from} to {until}") }
}

/// `12 %`, with a space that does not break.
pub(super) fn percent(share: f64) -> String {
    match 100.0 * share {
        percent if percent > 99.5 && share < 1.0 => "more than 99 %".into(),
        percent if percent < 0.5 && share > 0.0 => "less than 1 %".into(),
        percent => format!("{percent:.0} %"),
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Year, month and day of a time, as numbers.
fn civil(time: i64) -> (i64, usize, u32) {
    let text = timestamp(time);
    let mut parts = text.split(['-', 'T']);
    let mut next = || parts.next().and_then(|part| part.parse::<u32>().ok()).unwrap_or(1);
    (i64::from(next()), next() as usize, next())
}

/// `15 March 2022`.
pub(super) fn day(time: i64) -> String {
    let (year, month, day) = civil(time);
    format!("{day} {} {year}", MONTHS[(month - 1).min(11)])
}

/// `2022-03-15 19:33`, UTC.
pub(super) fn moment(time: i64) -> String {
    timestamp(time).chars().take(16).map(|letter| if letter == 'T' { ' ' } else { letter }).collect()
}

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Round times between two, about as many as wanted, with their names.
pub(super) fn ticks(start: i64, end: i64, wanted: i64) -> Vec<(i64, String)> {
    let rough = (end - start) / wanted;
    if rough > 20 * DAY {
        return months(start, end, rough);
    }
    let steps = [
        MINUTE,
        5 * MINUTE,
        15 * MINUTE,
        30 * MINUTE,
        HOUR,
        3 * HOUR,
        6 * HOUR,
        12 * HOUR,
        DAY,
        2 * DAY,
        5 * DAY,
        10 * DAY,
    ];
    let step = steps.into_iter().find(|step| *step >= rough).unwrap_or(20 * DAY);
    let first = start.div_euclid(step) + 1;
    let times = (first..first + 2 * wanted + 2).map(|number| number * step).take_while(|time| *time <= end);
    times.map(|time| (time, if step < DAY { hour(time) } else { short(time) })).collect()
}

/// `14:30`; at midnight the day.
fn hour(time: i64) -> String {
    if time.rem_euclid(DAY) == 0 { short(time) } else { timestamp(time).chars().skip(11).take(5).collect() }
}

/// `15 Mar`.
fn short(time: i64) -> String {
    let (_, month, day) = civil(time);
    format!("{day} {}", &MONTHS[(month - 1).min(11)][..3])
}

/// First days of months.
fn months(start: i64, end: i64, rough: i64) -> Vec<(i64, String)> {
    let every = [1, 2, 3, 6, 12].into_iter().find(|months| months * 30 * DAY >= rough).unwrap_or(24);
    let days = (start.div_euclid(DAY) + 1..=end.div_euclid(DAY)).map(|day| day * DAY);
    let firsts = days.filter_map(|time| {
        let (year, month, day) = civil(time);
        let counts = day == 1 && (year * 12 + month as i64 - 1) % every == 0;
        counts.then(|| (time, format!("{} {year}", &MONTHS[(month - 1).min(11)][..3])))
    });
    firsts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_in_words() {
        assert_eq!(day(1_641_168_009_000), "3 January 2022");
        assert_eq!(moment(1_641_168_009_000), "2022-01-03 00:00");
        let names = |start, end| ticks(start, end, 5).into_iter().map(|tick| tick.1).collect::<Vec<_>>();
        assert_eq!(
            names(1_641_168_009_000, 1_641_168_009_000 + 12 * HOUR),
            ["03:00", "06:00", "09:00", "12:00"]
        );
        assert_eq!(names(1_641_168_009_000, 1_641_168_009_000 + 200 * DAY)[..2], ["Mar 2022", "May 2022"]);
    }

    #[test]
    fn shares_in_words() {
        assert_eq!(
            [percent(0.0), percent(1e-3), percent(0.5), percent(0.999), percent(1.0)],
            ["0 %", "less than 1 %", "50 %", "more than 99 %", "100 %"]
        );
    }
}
