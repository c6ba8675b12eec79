//! The same scenarios three years on and in the long run, side by side.

use super::facts::{Facts, capital, list, moves};
use crate::chart::{Dumbbell, Figure, Pair, Subject};
use crate::number::{Format, Kind};
use crate::page::{Block, Footnote, Section};
use thalweg_trade::Outcome;
use thalweg_trade::outcome::Diversion;

/// A scenario in the long run, and three years on.
type Both<'a> = (&'a Outcome, &'a Outcome);

fn pairs<'a>(facts: &Facts<'a>) -> Vec<Both<'a>> {
    let sooner = facts.brief.three_years.iter();
    facts.outcomes().iter().zip(sooner).filter_map(|(long, three)| Some((long, three.as_ref()?))).collect()
}

pub(super) fn section(facts: &Facts<'_>) -> Option<Section> {
    let pairs = pairs(facts);
    let set = pairs.first()?.1.elasticities.as_deref().unwrap_or_default();
    let mut body = Vec::new();
    body.extend(income(facts, &pairs).map(Block::Figure));
    body.extend(goods(facts, &pairs).map(Block::Figure));
    body.extend(absent(facts).map(|text| Block::Caveat("Not shown here.".into(), text.into())));
    Some(Section {
        id: "horizon".into(),
        heading: "In three years, and in the long run".into(),
        lead: format!(
            "Buyers need time to turn to others. Everywhere else this page shows the **long run**, when all have adapted; it \
             has no date, and stays what \u{201c}thalweg simulate\u{201d} gives. Beside it stand the same scenarios about **three years** on, with \
             elasticities as they were observed ({set}): take these for about three years, and no longer.[^horizon]"
        )
        .into(),
        body,
    })
}

/// Scenarios that have no second column, and why.
fn absent(facts: &Facts<'_>) -> Option<String> {
    let missing = facts.outcomes().iter().zip(&facts.brief.three_years).filter(|(_, three)| three.is_none());
    let said: Vec<String> = missing
        .map(|(outcome, _)| match &outcome.elasticities {
            Some(set) => format!("{} chooses its own elasticities ({set})", facts.quoted(outcome)),
            None => format!("{} has no equilibrium under these elasticities", facts.quoted(outcome)),
        })
        .collect();
    (!said.is_empty()).then(|| capital(&format!("{}.", list(&said))))
}

/// A row's name: the scenario is named where there are several.
fn named(facts: &Facts<'_>, outcome: &Outcome, words: &str) -> String {
    if facts.outcomes().len() > 1 { format!("{}: {words}", facts.short(outcome)) } else { capital(words) }
}

fn dumbbell(rows: Vec<Pair>, kind: Kind) -> Dumbbell {
    Dumbbell { before: "in three years".into(), after: "in the long run".into(), rows, format: kind.into() }
}

fn real_income(outcome: &Outcome, code: &str) -> f64 {
    outcome.country(code).map_or(f64::NAN, |row| row.real_income_pct)
}

fn income(facts: &Facts<'_>, pairs: &[Both<'_>]) -> Option<Figure> {
    let rows: Vec<Pair> = pairs
        .iter()
        .flat_map(|(long, three)| facts.parties_of(long).into_iter().map(move |code| (long, three, code)))
        .map(|(long, three, code)| {
            let subject = Subject::new(&code, named(facts, long, &facts.name(&code)));
            Pair::new(subject, real_income(three, &code), real_income(long, &code))
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let (long, three) = pairs.first()?;
    let parts: Vec<String> = facts
        .parties_of(long)
        .iter()
        .map(|code| compared(&facts.the(code), real_income(three, code), real_income(long, code)))
        .collect();
    let under = if facts.outcomes().len() > 1 { format!("{}: ", facts.short(long)) } else { String::new() };
    let caption = facts.caption(
        format!("{under}three years on, against the long run, {}", list(&parts)),
        "Real income, change in percent; no draws are made for three years, so that no interval is shown",
    );
    Some(Figure::new("income-by-horizon", caption, dumbbell(rows, Kind::Change)))
}

/// Part of a change below which two horizons are called the same: no more is known of either.
const ABOUT: f64 = 0.1;

/// `the United States loses less`: three years on, against the long run.
fn compared(name: &str, three: f64, long: f64) -> String {
    let verb = if three < 0.0 { "loses" } else { "gains" };
    match (moves(three), moves(long)) {
        (false, false) => format!("{name} notices neither"),
        (false, true) => format!("{name} hardly notices"),
        (true, true) if three * long < 0.0 => format!("{name} {verb} instead"),
        (true, true) if (three - long).abs() < ABOUT * long.abs() => format!("{name} {verb} about as much"),
        _ if three.abs() < long.abs() => format!("{name} {verb} less"),
        _ => format!("{name} {verb} more"),
    }
}

/// The diversion that the page tells, in an outcome, or else its own.
fn diversion<'a>(facts: &Facts<'_>, outcome: &'a Outcome) -> Option<&'a Diversion> {
    let main = facts.main_diversion()?;
    outcome.diversions.iter().find(|d| same(d, main)).or(outcome.diversions.first())
}

fn same(one: &Diversion, other: &Diversion) -> bool {
    one.importer == other.importer && one.exporter == other.exporter
}

/// What is displaced, and what of it other countries take, under both.
fn goods(facts: &Facts<'_>, pairs: &[Both<'_>]) -> Option<Figure> {
    let found: Vec<(&Outcome, &Diversion, &Diversion)> = pairs
        .iter()
        .filter_map(|(long, three)| {
            let later = diversion(facts, long)?;
            Some((*long, three.diversions.iter().find(|d| same(d, later))?, later))
        })
        .collect();
    let (_, sooner, later) = *found.first()?;
    let rows = found.iter().flat_map(|(outcome, sooner, later)| {
        let row = |words: &str, code: &str, of: fn(&Diversion) -> f64| {
            let subject = Subject::new(code, named(facts, outcome, words));
            Pair::new(subject, facts.billions(of(sooner)), facts.billions(of(later)))
        };
        [row("displaced", &later.exporter, |d| d.displaced), row("taken by others", "", |d| d.diverted)]
    });
    let caption = facts.caption(
        capital(&format!(
            "{}{} are displaced in three years, {} in the long run{}",
            facts.under_first(),
            facts.amount(sooner.displaced),
            facts.amount(later.displaced),
            taken(sooner, later)
        )),
        format!(
            "Exports of {} to {} that are displaced, and what of it other countries take, {}, at base prices; negative: exports \
             that come back",
            facts.the(&later.exporter),
            facts.importers(later),
            facts.billion_unit()
        ),
    );
    Some(Figure::new("diverted-by-horizon", caption, dumbbell(rows.collect(), Kind::Amount)))
}

/// `; other countries take 54 % and 12 % of it`, where they take any.
fn taken(sooner: &Diversion, later: &Diversion) -> String {
    let share = |d: &Diversion| {
        let any = d.displaced > 0.0 && d.diverted >= 0.0;
        any.then(|| format!("{:.0} %", 100.0 * d.diverted / d.displaced))
    };
    match (share(sooner), share(later)) {
        (Some(sooner), Some(later)) => {
            format!("; other countries take {sooner} and {later} of it").replace(" %", "\u{202f}%")
        }
        _ => String::new(),
    }
}

/// What the answer adds: that it is for the long run, and what it would be three years on.
pub(super) fn answer(facts: &Facts<'_>) -> Option<String> {
    let three = facts.brief.three_years.first()?.as_ref()?;
    let format = Format::from(Kind::Change);
    let say = |code: &String| format!("{} **{} %**", facts.the(code), format.text(real_income(three, code)));
    let parts: Vec<String> = facts.parties.iter().map(say).collect();
    let when = match facts.outcomes() {
        [_] => "about three years on".to_owned(),
        _ => format!("about three years into {}", facts.quoted(facts.first)),
    };
    let told = || format!(" All this is the long run; {when}: {}.[^horizon]", list(&parts));
    (!parts.is_empty()).then(told)
}

pub(super) fn footnote(facts: &Facts<'_>) -> Option<Footnote> {
    let pairs = pairs(facts);
    let (long, three) = pairs.first()?;
    let set = three.elasticities.as_deref().unwrap_or_default();
    let notes: Vec<String> =
        three.notes.iter().filter(|note| !long.notes.contains(note)).map(ToString::to_string).collect();
    let notes = if notes.is_empty() { String::new() } else { format!("{}. ", capital(&notes.join("; "))) };
    let largest = pairs.iter().map(|(_, three)| three.certificate.max_residual).fold(0.0, f64::max);
    Some(Footnote {
        id: "horizon".into(),
        text: format!(
            "The long run has the baseline\u{2019}s own elasticities; three years on has the set {set}, in the same equations: \
             largest residual {largest:.0e}. {notes}In a scenario, horizon = \"3y\" chooses it (\"1y\" one year, \"long\" or nothing \
             the long run). Both compare two states of the world; the elasticities alone are of another horizon.",
        )
        .into(),
    })
}
