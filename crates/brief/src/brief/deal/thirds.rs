//! Who else is touched: countries that do not sign.

use super::talk::{Talk, change};
use crate::brief::facts::{list, moves};
use crate::chart::{BarRow, Bars, Figure};
use crate::number::Kind;
use crate::page::{Block, Prose};
use thalweg_talks::{Deal, Third};

/// Countries in the picture at each end.
const SHOWN: usize = 10;

pub(super) fn blocks(talk: &Talk<'_>) -> Vec<Block> {
    let Some(deal) = talk.deal().filter(|deal| !deal.thirds.is_empty()) else { return Vec::new() };
    let mut thirds: Vec<&Third> = deal.thirds.iter().collect();
    thirds.sort_by(|a, b| a.deal_pct.total_cmp(&b.deal_pct));
    let mut blocks =
        vec![Block::Heading("Who else is touched".into()), Block::Paragraph(sentences(talk, deal, &thirds))];
    if thirds.len() > 2 {
        blocks.push(Block::Figure(figure(talk, &thirds)));
    }
    blocks
}

fn sentences(talk: &Talk<'_>, deal: &Deal, sorted: &[&Third]) -> Prose {
    let losing: Vec<&&Third> = sorted.iter().filter(|t| moves(t.deal_pct) && t.deal_pct < 0.0).collect();
    let gaining = sorted.iter().filter(|t| moves(t.deal_pct) && t.deal_pct > 0.0).count();
    let hardly = sorted.len() - losing.len() - gaining;
    let worst: Vec<String> = losing
        .iter()
        .take(3)
        .map(|t| format!("{} (**{}**)", talk.the(&t.country), change(t.deal_pct)))
        .collect();
    let most = if worst.is_empty() { String::new() } else { format!(", most of all {}", list(&worst)) };
    let without = losing.iter().filter(|t| t.threat_pct < 0.0 && moves(t.threat_pct)).count();
    let anyway = if losing.is_empty() || talk.played.threat == thalweg_talks::Threat::StatusQuo {
        String::new()
    } else {
        format!(
            " {without} of those who lose would also lose without the deal, from {}.",
            super::signed::fallback(talk)
        )
    };
    format!(
        "Against today real income falls in **{}** of {} other economies{most}; it rises in {gaining} and hardly changes in \
         {hardly}.{}{anyway}{}",
        losing.len(),
        deal.thirds.len(),
        together(talk),
        protected(deal)
    )
    .into()
}

/// What all others have together along the frontier.
fn together(talk: &Talk<'_>) -> String {
    let points = talk.played.frontier.as_ref().map(|f| f.points.as_slice()).unwrap_or_default();
    let sums = || points.iter().map(|point| point.thirds_pct);
    let (low, high) = (sums().fold(f64::INFINITY, f64::min), sums().fold(f64::NEG_INFINITY, f64::max));
    if points.is_empty() {
        return String::new();
    }
    let both = if change(low) == change(high) {
        change(low)
    } else {
        format!("between {} and {}", change(low), change(high))
    };
    format!(" All of them together: {both} of real income, over all deals that could be signed.[^thirds]")
}

fn protected(deal: &Deal) -> String {
    match deal.thirds.iter().filter(|third| third.protected).count() {
        0 => String::new(),
        count => format!(" {count} of them are protected: no deal may leave them worse off than today."),
    }
}

/// The worst and the best.
fn figure(talk: &Talk<'_>, sorted: &[&Third]) -> Figure {
    let count = sorted.len();
    let shown = sorted.iter().enumerate().filter(|(place, _)| *place < SHOWN || place + SHOWN >= count);
    let rows = shown.map(|(_, third)| BarRow::new(talk.subject(&third.country), [third.deal_pct.into()]));
    let bars = Bars { series: vec!["deal".into()], rows: rows.collect(), format: Kind::Change.into() };
    let losing = sorted.iter().filter(|t| moves(t.deal_pct) && t.deal_pct < 0.0).count();
    let title = match losing {
        0 => "No third country loses".to_owned(),
        n if 2 * n > count => "Most third countries lose, most of them little".to_owned(),
        n => format!("{n} of {count} third countries lose"),
    };
    let which = if count > 2 * SHOWN { "; the ten worst and the ten best" } else { "" };
    let subtitle = format!("Real income under the deal, change in percent against today{which}");
    Figure::new("deal-thirds", talk.caption(title, subtitle), bars.sorted())
}
