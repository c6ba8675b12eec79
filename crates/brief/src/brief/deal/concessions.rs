//! The price of the main concessions: what each costs its owner, and what it gives the other side.

use super::talk::{Talk, rate};
use crate::brief::facts::{capital, list, possessive};
use crate::chart::{BarRow, Bars, Figure, Subject};
use crate::number::{Format, Kind};
use crate::page::{Block, Prose};
use thalweg_talks::{Concession, Instrument, Kind as Tax};

/// Concessions in the picture.
const SHOWN: usize = 10;
/// Percent of welfare below which a concession costs nothing.
const FREE: f64 = 1e-6;
/// How many of the page's units are a percent: numbers are so small that they are told in hundredths.
const HUNDREDTHS: f64 = 100.0;

pub(super) fn blocks(talk: &Talk<'_>) -> Vec<Block> {
    let mut dear: Vec<&Concession> =
        talk.played.concessions.iter().filter(|c| own(talk, c).is_some_and(|worth| worth < -FREE)).collect();
    if talk.played.concessions.is_empty() {
        return Vec::new();
    }
    let text = sentences(talk, &dear);
    dear.truncate(SHOWN);
    let mut blocks = vec![Block::Heading("What each concession costs".into()), Block::Paragraph(text)];
    blocks.extend(figure(talk, &dear).map(Block::Figure));
    blocks
}

/// What a concession is worth to its owner, percent; a cost is below zero.
fn own(talk: &Talk<'_>, concession: &Concession) -> Option<f64> {
    let parties = &talk.deal()?.parties;
    let place = parties.iter().position(|party| party.player == concession.owner)?;
    concession.worth_pct.get(place).copied()
}

/// What a concession gives the party that it gives most, other than its owner, percent.
pub(super) fn to_others(talk: &Talk<'_>, owner: &str, worths: &[f64]) -> f64 {
    let parties = talk.deal().map(|deal| deal.parties.as_slice()).unwrap_or_default();
    let others = parties.iter().zip(worths).filter(|(party, _)| party.player != owner);
    others.map(|(_, worth)| *worth).fold(f64::NEG_INFINITY, f64::max)
}

fn sentences(talk: &Talk<'_>, dear: &[&Concession]) -> Prose {
    let all = talk.played.concessions.len();
    let mut text = match dear.first() {
        Some(first) => {
            let (cost, gift) =
                (own(talk, first).unwrap_or(f64::NAN), to_others(talk, &first.owner, &first.worth_pct));
            format!(
                "The dearest concession is {}: it costs its owner **{}** hundredths of a percent of {}, and gives {} **{}**.[^concession]",
                told(talk, first),
                number(-cost),
                talk.measure(),
                receiver(talk),
                number(gift)
            )
        }
        None => "No concession costs its owner anything, given all the others.[^concession]".to_owned(),
    };
    let free = all - dear.len();
    if free > 0 && !dear.is_empty() {
        text.push_str(&format!(
            " {free} of the {all} changes cost their owner nothing: given the rest of the deal, it would make them in its \
             own interest{}.",
            whose(talk)
        ));
    }
    text.into()
}

/// Whose changes cost nothing: ` (25 of the United States’ 27)`.
fn whose(talk: &Talk<'_>) -> String {
    let parties = talk.deal().map(|deal| deal.parties.as_slice()).unwrap_or_default();
    let counts: Vec<String> = parties
        .iter()
        .filter_map(|party| {
            let own_ones = || talk.played.concessions.iter().filter(|c| c.owner == party.player);
            let free = own_ones().filter(|c| own(talk, c).is_some_and(|worth| worth >= -FREE)).count();
            let all = own_ones().count();
            (free > 0).then(|| format!("{free} of {} {all}", possessive(&talk.the(&party.player))))
        })
        .collect();
    if counts.is_empty() { String::new() } else { format!(" ({})", list(&counts)) }
}

/// A percentage in hundredths of a percent.
fn number(percent: f64) -> String {
    Format::from(Kind::Amount).text(HUNDREDTHS * percent)
}

/// `China's tariff on agriculture, from 24.5 % to 0.0 %`.
fn told(talk: &Talk<'_>, concession: &Concession) -> String {
    let owner = possessive(&talk.the(&concession.owner));
    let what = words(talk, &concession.instrument);
    format!("{owner} {what}, from {} to {}", rate(100.0 * concession.before), rate(100.0 * concession.rate))
}

fn words(talk: &Talk<'_>, instrument: &Instrument) -> String {
    let kind = match instrument.kind {
        Tax::Tariff => "tariff",
        Tax::ExportTax => "export tax",
        Tax::Subsidy => "subsidy",
    };
    match &instrument.sector {
        Some(sector) => format!("{kind} on {}", talk.sector(sector).to_lowercase()),
        None => kind.to_owned(),
    }
}

/// The dearest side by side.
fn figure(talk: &Talk<'_>, dear: &[&Concession]) -> Option<Figure> {
    if dear.len() < 2 {
        return None;
    }
    let row = |concession: &&Concession| {
        let cost = own(talk, concession).unwrap_or(f64::NAN);
        let gift = to_others(talk, &concession.owner, &concession.worth_pct);
        let sector = concession.instrument.sector.as_deref().map(|sector| talk.sector(sector));
        let name = sector.unwrap_or_else(|| capital(&words(talk, &concession.instrument)));
        let name = format!("{}: {name}", talk.name(&concession.owner));
        let subject = Subject { code: concession.owner.clone(), name };
        BarRow::new(subject, [cost, gift].map(|value| (HUNDREDTHS * value).into()))
    };
    let bars = Bars {
        series: vec!["its owner".into(), receiver(talk).into()],
        rows: dear.iter().map(row).collect(),
        format: Kind::Move.into(),
    };
    let subtitle = format!(
        "What each change does to {} of its owner and of {}, in hundredths of a percent, the rest of the deal given",
        talk.measure(),
        receiver(talk)
    );
    Some(Figure::new("deal-concessions", talk.caption(finding(talk, dear), subtitle), bars))
}

/// Who gets what a concession gives: with several others, the one that gets most.
fn receiver(talk: &Talk<'_>) -> &'static str {
    if talk.parties().len() > 2 { "one of the others" } else { "the other side" }
}

/// Whose the dearest concessions are.
fn finding(talk: &Talk<'_>, dear: &[&Concession]) -> String {
    let count = |code: &str| dear.iter().filter(|concession| concession.owner == code).count();
    let parties = talk.deal().map(|deal| deal.parties.as_slice()).unwrap_or_default();
    let most =
        parties.iter().map(|party| (count(&party.player), &party.player)).max_by_key(|(count, _)| *count);
    match most {
        Some((some, owner)) if some == dear.len() => {
            format!("The {some} dearest concessions are all {}", possessive(&talk.the(owner)))
        }
        Some((some, owner)) if 2 * some > dear.len() => {
            format!("{some} of the {} dearest concessions are {}", dear.len(), possessive(&talk.the(owner)))
        }
        _ => "The dearest concessions, and what they give".to_owned(),
    }
}
