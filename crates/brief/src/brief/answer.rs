//! The answer: the question, and a few sentences with the numbers that carry it.

use super::facts::{Facts, capital, list, possessive};
use crate::number::{Format, Kind};
use crate::page::Prose;
use thalweg_trade::Outcome;

pub(super) fn title(facts: &Facts<'_>) -> String {
    let names: Vec<String> = facts.outcomes().iter().map(|o| facts.short(o)).collect();
    format!("thalweg brief: {}", list(&names))
}

pub(super) fn question(facts: &Facts<'_>) -> String {
    match facts.outcomes() {
        [only] => {
            only.question.clone().unwrap_or_else(|| format!("What does \u{201c}{}\u{201d} do?", only.title))
        }
        several => {
            let names: Vec<String> = several.iter().map(|o| facts.short(o).to_lowercase()).collect();
            let parties: Vec<String> = facts.parties.iter().map(|code| facts.the(code)).collect();
            format!("What do {} do to {}, and where does the trade go?", list(&names), list(&parties))
        }
    }
}

pub(super) fn sentences(facts: &Facts<'_>) -> Vec<Prose> {
    let mut sentences = vec![costs(facts)];
    sentences.extend(goods(facts));
    sentences.extend(deficits(facts));
    sentences
}

/// What the other sections answer.
pub(super) fn further(facts: &Facts<'_>) -> Vec<Prose> {
    let mut sentences = super::deal::answer(facts);
    sentences.extend(super::oil::answer(facts));
    sentences.extend(super::statistics::answer(facts));
    sentences
}

/// Who wins and loses, under each scenario.
fn costs(facts: &Facts<'_>) -> Prose {
    let first = if facts.parties.is_empty() {
        let under = capital(&under(facts, facts.first));
        format!("{under}, nothing moves: real income stays what it is in every country.[^model]")
    } else {
        let moves = list(&all_moves(facts, facts.first));
        format!("{}, real income {moves}.[^model]", capital(&under(facts, facts.first)))
    };
    let others: Vec<String> = facts.outcomes()[1..].iter().map(|outcome| in_short(facts, outcome)).collect();
    let others = if others.is_empty() { String::new() } else { format!(" {}", others.join(" ")) };
    Prose::from(first + &others + &super::horizon::answer(facts).unwrap_or_default())
}

fn under(facts: &Facts<'_>, outcome: &Outcome) -> String {
    format!("under {}", facts.quoted(outcome))
}

/// What happens in each party; a verb is said once where it is the same for all.
fn all_moves(facts: &Facts<'_>, outcome: &Outcome) -> Vec<String> {
    // falls, rises, or hardly changes
    let way = |code: &String| {
        let value = facts.real_income(outcome, code).value;
        if super::facts::moves(value) { value.signum() } else { 0.0 }
    };
    let first = facts.parties.first();
    let same = first.is_some_and(|first| facts.parties.iter().all(|code| way(code) == way(first)));
    let parties = facts.parties.iter().enumerate();
    parties.map(|(place, code)| moves(facts, outcome, code, place > 0 && same)).collect()
}

/// `falls by 0.29 % (0.20 to 0.40) in the United States`.
fn moves(facts: &Facts<'_>, outcome: &Outcome, code: &str, again: bool) -> String {
    let estimate = facts.real_income(outcome, code);
    let verb = match (again, estimate.value < 0.0) {
        (true, _) => "by",
        (false, true) => "falls by",
        (false, false) => "rises by",
    };
    if !super::facts::moves(estimate.value) {
        return if again { facts.the(code) } else { format!("hardly changes in {}", facts.the(code)) };
    }
    let format = Format::from(Kind::Rate);
    let size = two_digits(estimate.value.abs());
    let place = facts.the(code);
    match estimate.interval {
        Some((low, high)) if low * high > 0.0 => {
            let (near, far) = (low.abs().min(high.abs()), low.abs().max(high.abs()));
            format!(
                "{verb} **{size} %** (90 % of draws: {} to {}) in {place}",
                two_digits(near),
                two_digits(far)
            )
        }
        Some(_) => format!("{verb} **{size} %** in {place} (the sign is not certain)"),
        None if estimate.value.is_finite() => format!("{verb} **{size} %** in {place}"),
        None => format!("has {} in {place}", format.text(f64::NAN)),
    }
}

fn two_digits(value: f64) -> String {
    format!("{value:.2}")
}

fn in_short(facts: &Facts<'_>, outcome: &Outcome) -> String {
    let change = |code: &String| {
        let estimate = facts.real_income(outcome, code);
        let format = Format::from(Kind::Change);
        let sure = estimate.interval.map_or_else(String::new, |(low, high)| {
            format!(" ({} to {})", format.text(low), format.text(high))
        });
        format!("{} **{} %**{sure}", facts.the(code), format.text(estimate.value))
    };
    let changes: Vec<String> = facts.parties_of(outcome).iter().map(change).collect();
    format!("{}: {}.", capital(&under(facts, outcome)), list(&changes))
}

/// Part of what is displaced above which a reader is told that others take more than all of it.
const ABOVE: f64 = 0.005;

/// Where the displaced goods go.
fn goods(facts: &Facts<'_>) -> Option<Prose> {
    let diversion = facts.main_diversion()?;
    if diversion.displaced <= 0.0 {
        return None;
    }
    let share = |part: f64| format!("{:.0} %", (100.0 * part / diversion.displaced).abs());
    let takers: Vec<String> = diversion
        .markets
        .iter()
        .filter(|row| row.change > 0.0 && row.market != "ROW")
        .take(3)
        .map(|row| format!("{} ({})", facts.the(&row.market), facts.amount(row.change)))
        .collect();
    let home = match diversion.sold_at_home {
        gained if gained >= 0.0 => format!("{} more are sold at home", facts.amount(gained)),
        lost => format!("sales at home shrink by {}", facts.amount(-lost)),
    };
    let made = match diversion.not_produced {
        lost if lost >= 0.0 => format!("{} less are produced", facts.amount(lost)),
        gained => format!("{} more are produced", facts.amount(-gained)),
    };
    let diverted = match diversion.diverted {
        taken if taken >= 0.0 => {
            let first = list(&takers);
            let who = if takers.is_empty() { String::new() } else { format!(", most of all to {first}") };
            let more = taken - diversion.displaced;
            if more > ABOVE * diversion.displaced {
                format!("all of it and **{}** more go to other countries{who}", facts.amount(more))
            } else {
                format!("**{}** go to other countries{who}", share(taken))
            }
        }
        lost => format!("other countries buy less too ({})", share(lost)),
    };
    Some(Prose::from(format!(
        "{} **{}** of {} exports that {} no longer {}, {diverted}; {home}, and {made}.[^diversion]",
        capital(&format!("{}of", facts.under_first())),
        facts.amount(diversion.displaced),
        possessive(&facts.the(&diversion.exporter)),
        facts.importers(diversion),
        if diversion.also_importers.is_empty() { "buys" } else { "buy" },
    )))
}

/// What becomes of the bilateral deficit, and of the overall one.
fn deficits(facts: &Facts<'_>) -> Option<Prose> {
    let (importer, exporter) = (facts.parties.first()?, facts.parties.get(1)?);
    let pair =
        facts.first.balances.iter().find(|row| row.country == *importer && row.partner == *exporter)?;
    let country = facts.first.country(importer)?;
    let word = |balance: f64| if balance < 0.0 { "deficit" } else { "surplus" };
    let overall_moves = country.trade_balance_after - country.trade_balance_before;
    let none = 1e-6 * pair.before.abs().max(pair.after.abs());
    let overall = if country.trade_balance_before.abs() < none && country.trade_balance_after.abs() < none {
        "its overall trade stays balanced, as the model holds it".to_owned()
    } else if overall_moves.abs() < 0.01 * country.trade_balance_before.abs() {
        format!(
            "its overall {} stays at {}, as the model holds it",
            word(country.trade_balance_before),
            facts.amount(country.trade_balance_before.abs())
        )
    } else {
        format!(
            "its overall {} goes from {} to {}",
            word(country.trade_balance_before),
            facts.amount(country.trade_balance_before.abs()),
            facts.amount(country.trade_balance_after.abs())
        )
    };
    let kept = word(pair.before) == word(pair.after);
    let turns = if kept { String::new() } else { format!("a {} of ", word(pair.after)) };
    Some(Prose::from(format!(
        "{} {} with {} goes from **{}** to {turns}**{}**, but {overall}.[^balances]",
        capital(&format!("{}{}", facts.under_first(), possessive(&facts.the(importer)))),
        word(pair.before),
        facts.the(exporter),
        facts.amount(pair.before.abs()),
        facts.amount(pair.after.abs()),
    )))
}
