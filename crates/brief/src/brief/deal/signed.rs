//! What would be signed: the deal, the others beside it, and the tariffs before and after.

use super::talk::{Talk, change, mean, moved, rate, rule_name};
use crate::brief::facts::{capital, list, moves, possessive};
use crate::chart::{Dumbbell, Figure, Pair, Subject};
use crate::number::Kind;
use crate::page::{Block, Prose};
use thalweg_core::{Cell, Column, Measure, Table};
use thalweg_talks::{Deal, Kind as Tax, Party, Rule, Threat};

/// Sectors in a picture of tariffs before and after.
const SHOWN: usize = 12;

pub(super) fn blocks(talk: &Talk<'_>) -> Vec<Block> {
    let frontier = super::frontier::figure(talk).map(Block::Figure);
    let Some(deal) = talk.deal() else {
        return nothing(talk).map(Block::Paragraph).into_iter().chain(frontier).collect();
    };
    let mut blocks = vec![
        Block::Heading("What they would sign".into()),
        Block::Paragraph(terms(talk, deal)),
        Block::Paragraph(worth(talk, deal)),
    ];
    blocks.extend(frontier);
    if let Some(text) = super::frontier::without_harm(talk) {
        blocks.push(Block::Paragraph(text));
    }
    if talk.played.deals.len() > 1 {
        blocks.push(Block::Table(rules(talk), None));
    }
    let figures: Vec<Figure> = deal.parties.iter().filter_map(|party| tariffs(talk, party)).collect();
    if !figures.is_empty() {
        blocks.push(Block::Multiples(figures));
    }
    blocks
}

/// What the sides have without a deal, in words.
pub(super) fn fallback(talk: &Talk<'_>) -> &'static str {
    match talk.played.threat {
        Threat::StatusQuo => "today",
        Threat::War => "the war",
        Threat::WarOfParties => "a war between them",
        Threat::FreeTrade => "having no tariffs at all",
    }
}

fn nothing(talk: &Talk<'_>) -> Option<Prose> {
    talk.played.nothing_to_sign.as_ref()?;
    let text = format!(
        "There is nothing to sign: whatever {} could agree on within the game, for at least one of them it is no better \
         than {}.[^deal]",
        talk.sides(),
        fallback(talk)
    );
    Some(text.into())
}

/// How the deal is picked, and its tariffs.
fn terms(talk: &Talk<'_>, deal: &Deal) -> Prose {
    let than = fallback(talk);
    let picked = match deal.rule {
        Rule::EqualGains => format!("in which {} gain the same over {than}, as much as can be", talk.both()),
        Rule::Nash => format!("in which the product of the gains over {than} is the greatest (Nash 1950)"),
        Rule::KalaiSmorodinsky => format!(
            "in which {} gain the same part of the most that each could gain over {than} (Kalai and Smorodinsky 1975)",
            talk.both()
        ),
    };
    let tariffs: Vec<String> = deal.parties.iter().filter_map(|party| cut(talk, party)).collect();
    let tariffs = if tariffs.is_empty() { String::new() } else { format!(" In it {}.", list(&tariffs)) };
    format!("Of all packages that leave nobody worse off than {than}, take the one {picked}.[^rule]{tariffs}")
        .into()
}

/// `the mean tariff of China goes from 22.2 % to 0.0 % (all to zero)`.
fn cut(talk: &Talk<'_>, party: &Party) -> Option<String> {
    let (before, after) = (mean(&party.instruments, &party.before)?, mean(&party.instruments, &party.rates)?);
    let zero = party.rates.iter().all(|rate| rate.abs() < 5e-4);
    let aside = if zero { ", every one of them to zero" } else { "" };
    let name = possessive(&talk.the(&party.player));
    Some(format!("{name} mean tariff goes from **{}** to **{}**{aside}", rate(before), rate(after)))
}

/// What it is worth to each, over today and over what it would have otherwise.
fn worth(talk: &Talk<'_>, deal: &Deal) -> Prose {
    let than = fallback(talk);
    let measure = talk.measure();
    let today = talk.played.threat == Threat::StatusQuo;
    let changes: Vec<(f64, String)> = deal
        .parties
        .iter()
        .map(|party| {
            let over =
                if today { String::new() } else { format!(" ({} over {than})", change(party.gain_pct)) };
            (talk.in_deal(party), format!("{}{over}", talk.the(&party.player)))
        })
        .collect();
    let losers: Vec<String> = deal
        .parties
        .iter()
        .filter(|party| moves(talk.in_deal(party)) && talk.in_deal(party) < 0.0)
        .map(|party| talk.the(&party.player))
        .collect();
    let still = if losers.is_empty() {
        String::new()
    } else {
        format!(
            " Against today {} would lose even so, and sign only because {than} would cost more.",
            list(&losers)
        )
    };
    format!("Against today {measure} {}.{still}", moved(&changes)).into()
}

/// The deals of all rules side by side.
fn rules(talk: &Talk<'_>) -> Table {
    let parties = talk.deal().map(|deal| deal.parties.as_slice()).unwrap_or_default();
    let mut columns = vec![Column::new("rule", "Rule", Measure::Text)];
    for party in parties {
        let (code, name) = (party.player.to_lowercase(), talk.name(&party.player));
        columns.push(Column::new(&format!("{code}_pct"), &format!("{name}, over today"), Measure::Percent));
        columns.push(Column::new(&format!("{code}_tariff"), &format!("{name}, mean tariff"), Measure::Rate));
    }
    let row = |deal: &Deal| {
        let mut cells = vec![Cell::from(told(deal.rule))];
        for place in 0..parties.len() {
            let party = deal.parties.get(place);
            cells.push(party.map(|party| talk.in_deal(party)).into());
            cells.push(party.and_then(|party| mean(&party.instruments, &party.rates)).into());
        }
        cells
    };
    Table {
        name: "deals".into(),
        title: format!("{} under each rule for picking a deal", capital(talk.measure())),
        columns,
        rows: talk.played.deals.iter().map(row).collect(),
    }
}

/// A rule in a few words.
fn told(rule: Rule) -> String {
    let words = match rule {
        Rule::EqualGains => "the same percentage for each",
        Rule::Nash => "the greatest product of gains",
        Rule::KalaiSmorodinsky => "the same part of the most that each could gain",
    };
    format!("{}: {words}", rule_name(rule))
}

/// Tariffs of one side before and after, those first whose change gives the other side most.
fn tariffs(talk: &Talk<'_>, party: &Party) -> Option<Figure> {
    let own = |owner: &str| owner == party.player;
    let mut changed: Vec<_> = talk
        .played
        .concessions
        .iter()
        .filter(|c| own(&c.owner) && c.instrument.kind == Tax::Tariff && c.instrument.sector.is_some())
        .collect();
    let gives = |worths: &[f64]| super::concessions::to_others(talk, &party.player, worths);
    changed.sort_by(|a, b| gives(&b.worth_pct).total_cmp(&gives(&a.worth_pct)));
    changed.truncate(SHOWN);
    if changed.len() < 2 {
        return None;
    }
    let row = |c: &&thalweg_talks::Concession| {
        let sector = c.instrument.sector.as_deref().unwrap_or_default();
        let subject = Subject { code: party.player.clone(), name: talk.sector(sector) };
        Pair::new(subject, 100.0 * c.before, 100.0 * c.rate)
    };
    let rows: Vec<Pair> = changed.iter().map(row).collect();
    let lowest = rows.iter().map(|row| row.after).fold(f64::INFINITY, f64::min);
    let highest = rows.iter().map(|row| row.after).fold(f64::NEG_INFINITY, f64::max);
    let name = capital(&talk.the(&party.player));
    let title = match (highest < 0.05, rows.iter().all(|row| row.after < row.before)) {
        (true, _) => format!("{name}: all to zero"),
        (false, true) => format!("{name}: down to between {} and {}", rate(lowest), rate(highest)),
        (false, false) => format!("{name}: some up, some down"),
    };
    let subtitle = "Tariffs in percent; the sectors whose change gives the other side most";
    let id = format!("deal-tariffs-{}", party.player.to_lowercase());
    let title = title.replace(" %", "\u{202f}%");
    let picture = Dumbbell { before: "today".into(), after: "deal".into(), rows, format: Kind::Rate.into() };
    Some(Figure::new(&id, talk.caption(title, subtitle), picture))
}
