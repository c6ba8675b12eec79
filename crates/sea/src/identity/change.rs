//! What one track says of itself that changes, or cannot be.

use super::{IdentityRules, Oddity, Spell, spells, sure};
use crate::event::{Event, Fact, Finding};
use crate::message::field::Letters;
use crate::track::Track;
use crate::vessel::Trait;
use thalweg_core::{Imo, ImoError, Mmsi, MmsiKind};

/// Changes of name, call sign, hull and size within one track; hull numbers that are none; flags that nobody gave.
///
/// `silences` are the stretches in which the ship was not heard, from and to in milliseconds since 1970: a change next to one of them is
/// told together with it.
///
/// ```
/// use thalweg_sea::{Fix, Point, Rules, Saying, Track, Trait, TrackId, Letters};
/// use thalweg_sea::identity::changes;
/// let name = |name: &str, first| Saying { trait_: Trait::Name(Letters::new(name)), first, last: first + 60_000, count: 5, record: (0, 1) };
/// let track = Track {
///     id: TrackId { mmsi: 273_456_000, segment: 0 },
///     fixes: vec![Fix::new(0, Point::new(44.0, 37.0)), Fix::new(9_000_000, Point::new(44.0, 37.1))],
///     sayings: vec![name("OLD LADY", 0), name("FRESH START", 8_000_000)],
/// };
/// let events = changes(&track, &[], &Rules::default().identity);
/// assert_eq!(events.iter().map(|event| event.verdict).collect::<Vec<_>>(), ["renamed"]);
/// ```
pub fn changes(track: &Track, silences: &[(i64, i64)], rules: &IdentityRules) -> Vec<Event> {
    let mut odd = Vec::new();
    odd.extend(names(track, rules));
    odd.extend(call_signs(track, rules));
    odd.extend(hulls(track, rules));
    odd.extend(sizes(track, rules));
    odd.extend(wrong_hulls(track, rules));
    odd.extend(no_flag(track));
    let mut events: Vec<Event> =
        odd.into_iter().map(|odd| near_gap(odd, silences, rules).event(track)).collect();
    events.sort_by_key(Event::order);
    events
}

/// The values of one trait of a track as stretches.
macro_rules! spells_of {
    ($track:expr, $rules:expr, $trait:ident) => {
        spells(
            $track
                .said(|said| if let Trait::$trait(value) = said { Some(*value) } else { None })
                .map(|(value, saying)| (value, *saying)),
            $rules.fewest_sayings,
        )
    };
}

fn names(track: &Track, rules: &IdentityRules) -> Vec<Oddity> {
    let spells = spells_of!(track, rules, Name);
    let changed = |pair: &[Spell<Letters<20>>; 2]| {
        let [old, new] = pair.each_ref().map(|spell| spell.value.to_string());
        let respelled = is_respelled(&old, &new);
        let innocent: &[_] = match respelled {
            true => &["the name was typed again, or a receiver garbled it"],
            false => &["ships are renamed when they are sold or chartered"],
        };
        change(pair, if respelled { "respelled" } else { "renamed" }, (old, new), innocent)
    };
    pairs(&spells).map(changed).collect()
}

/// Whether two names differ as one name typed twice does: in signs between words, or in one letter of five.
fn is_respelled(old: &str, new: &str) -> bool {
    let plain = |name: &str| name.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let (old, new) = (plain(old), plain(new));
    let longest = old.len().max(new.len());
    strsim::levenshtein(&old, &new) * 5 <= longest
        || (old.len().min(new.len()) >= 5 && (old.starts_with(&new) || new.starts_with(&old)))
}

fn call_signs(track: &Track, rules: &IdentityRules) -> Vec<Oddity> {
    let spells = spells_of!(track, rules, CallSign);
    let innocent = ["a new call sign comes with a new flag or owner", "a garbled or mistyped entry"];
    let words = |pair: &[Spell<Letters<7>>; 2]| pair.each_ref().map(|spell| spell.value.to_string()).into();
    pairs(&spells).map(|pair| change(pair, "call_sign_changed", words(pair), &innocent)).collect()
}

fn hulls(track: &Track, rules: &IdentityRules) -> Vec<Oddity> {
    let right = track.said(|said| if let Trait::Imo(number) = said { Imo::new(*number) } else { None });
    let spells = spells(right.map(|(imo, saying)| (imo, *saying)), rules.fewest_sayings);
    let innocent = [
        "a mistyped number whose check digit is right by chance (one in ten)",
        "the radio was moved to another ship",
    ];
    let words = |pair: &[Spell<Imo>; 2]| pair.each_ref().map(|spell| spell.value.to_string()).into();
    pairs(&spells).map(|pair| change(pair, "hull_changed", words(pair), &innocent)).collect()
}

fn sizes(track: &Track, rules: &IdentityRules) -> Vec<Oddity> {
    let lengths = track.said(|said| match said {
        Trait::Dimensions([bow, stern, _, _]) if bow + stern > 0 => Some(bow + stern),
        _ => None,
    });
    let spells = spells(lengths.map(|(length, saying)| (length, *saying)), rules.fewest_sayings);
    let other = |[old, new]: &&[Spell<u16>; 2]| {
        let apart = f64::from(old.value.abs_diff(new.value));
        apart > rules.length_tolerance_metres && apart > 0.1 * f64::from(old.value.max(new.value))
    };
    let changed = |pair: &[Spell<u16>; 2]| {
        let words = pair.each_ref().map(|spell| format!("{} m", spell.value)).into();
        let mut odd =
            change(pair, "size_changed", words, &["dimensions were entered wrongly, and then corrected"]);
        let apart = f64::from(pair[0].value.abs_diff(pair[1].value));
        odd.findings.push(Finding::at_least(
            "difference of length",
            apart,
            rules.length_tolerance_metres,
            "m",
        ));
        odd
    };
    pairs(&spells).filter(other).map(changed).collect()
}

/// Hull numbers whose check digit is wrong.
fn wrong_hulls(track: &Track, rules: &IdentityRules) -> Vec<Oddity> {
    let stated = spells_of!(track, rules, Imo);
    let wrong = stated.iter().filter_map(|spell| match Imo::check(spell.value) {
        Err(error @ (ImoError::CheckDigit { .. } | ImoError::Form)) => Some((spell, error)),
        _ => None,
    });
    let oddity = |(spell, error): (&Spell<u32>, ImoError)| Oddity {
        verdict: "hull_number_wrong",
        confidence: sure(spell.count),
        start: spell.first,
        end: spell.last,
        partner: None,
        findings: vec![Finding::at_least(
            "times heard",
            f64::from(spell.count),
            f64::from(rules.fewest_sayings),
            "messages",
        )],
        facts: vec![
            Fact::text("stated", format!("{:07}", spell.value)),
            Fact::text("wrong", error.to_string()),
        ],
        innocent: vec![
            "the number was mistyped: on a day in American waters one report of seventy has a wrong check digit",
            "craft without an IMO number enter their national number",
        ],
    };
    wrong.map(oddity).collect()
}

/// A number whose country digits nobody was given.
fn no_flag(track: &Track) -> Option<Oddity> {
    let number = Mmsi::new(track.id.mmsi);
    let none = number.is_none_or(|number| number.is_unallocated() || number.kind() == MmsiKind::None);
    none.then(|| Oddity {
        verdict: "flag_unallocated",
        confidence: sure(track.fixes.len() as u32),
        start: track.start(),
        end: track.end(),
        partner: None,
        findings: Vec::new(),
        facts: vec![Fact::text("stated", format!("{:09}", track.id.mmsi))],
        innocent: vec!["a number of the factory or of a test was never replaced"],
    })
}

/// A value that gave way to another one.
fn change<T>(
    pair: &[Spell<T>; 2],
    verdict: &'static str,
    words: (String, String),
    innocent: &[&'static str],
) -> Oddity {
    let [old, new] = pair;
    Oddity {
        verdict,
        confidence: sure(old.count.min(new.count)),
        start: old.last.min(new.first),
        end: new.first.max(old.last),
        partner: None,
        findings: Vec::new(),
        facts: vec![
            Fact::text("before", words.0),
            Fact::text("after", words.1),
            Fact::number("heard before", f64::from(old.count), "messages"),
            Fact::number("heard after", f64::from(new.count), "messages"),
        ],
        innocent: innocent.to_vec(),
    }
}

fn pairs<T>(spells: &[Spell<T>]) -> impl Iterator<Item = &[Spell<T>; 2]> {
    spells.windows(2).filter_map(|pair| <&[Spell<T>; 2]>::try_from(pair).ok())
}

/// Adds how many days a silence is away, where one is near.
fn near_gap(mut odd: Oddity, silences: &[(i64, i64)], rules: &IdentityRules) -> Oddity {
    let apart = |&(from, to): &(i64, i64)| (from - odd.end).max(odd.start - to).max(0);
    let nearest = silences.iter().map(apart).min();
    if let Some(apart) = nearest {
        let days = apart as f64 / crate::civil::DAY as f64;
        let near = Finding::at_most("days from a silence", days, rules.days_from_gap, "days");
        if near.holds() {
            odd.findings.push(near);
        }
    }
    odd
}
