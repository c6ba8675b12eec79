//! Everything that could be signed, as a picture.

use super::talk::{Talk, change, rule_name};
use crate::brief::facts::moves;
use crate::chart::{Figure, Frontier as Picture, Mark, Reach, Style};
use crate::page::Prose;
use thalweg_talks::{Frontier, Threat};

/// The picture, where there are deals that could be signed, and two who could.
pub(super) fn figure(talk: &Talk<'_>) -> Option<Figure> {
    let [first, second] = talk.parties().try_into().ok()?;
    let frontier = talk.played.frontier.as_ref().filter(|frontier| !frontier.points.is_empty())?;
    let level = |pair: [f64; 2]| (talk.over_today(first, pair[0]), talk.over_today(second, pair[1]));
    let line = |name: &str, frontier: &Frontier| {
        Reach::new(name, frontier.points.iter().map(|point| level(point.welfare_pct)))
    };
    let mut reach = vec![line("The most for one, given what the other has", frontier)];
    let guarded = talk.played.frontier_no_harm.as_ref().filter(|guarded| !guarded.points.is_empty());
    reach.extend(guarded.map(|guarded| line("The same without harm to third countries", guarded)));
    let picture = Picture {
        sides: [first, second].map(|player| talk.subject(talk.code(player))),
        measure: format!("{}, % over today", talk.measure()),
        reach,
        floor: Some(level(frontier.threat_pct)),
        marks: marks(talk, first, second),
    };
    let subtitle = format!(
        "{}, change in percent against today; dotted: what each has without a deal ({})",
        crate::brief::facts::capital(talk.measure()),
        super::signed::fallback(talk)
    );
    Some(Figure::new("deal-frontier", talk.caption(finding(talk, first, second), subtitle), picture))
}

fn marks(talk: &Talk<'_>, first: usize, second: usize) -> Vec<Mark> {
    let deals = talk.played.deals.iter().enumerate().filter_map(|(place, deal)| {
        let [a, b] = deal.parties.as_slice() else { return None };
        let style = if place == 0 { Style::Chosen } else { Style::Full };
        Some(Mark::new(rule_name(deal.rule), (talk.in_deal(a), talk.in_deal(b)), style))
    });
    let named = [
        (Threat::StatusQuo, "Today", Style::Hollow),
        (Threat::War, "War", Style::Full),
        (Threat::WarOfParties, "War between them", Style::Full),
        (Threat::FreeTrade, "No tariffs", Style::Hollow),
    ];
    let standings = named.into_iter().filter_map(|(at, name, style)| {
        Some(Mark::new(name, (talk.at(at, first)?, talk.at(at, second)?), style))
    });
    deals.chain(standings).collect()
}

/// What the picture shows: the words follow the signs.
fn finding(talk: &Talk<'_>, first: usize, second: usize) -> String {
    let war = [first, second].map(|player| talk.at(Threat::War, player).unwrap_or(0.0));
    let deal = talk
        .deal()
        .map(|deal| deal.parties.iter().map(|party| talk.in_deal(party)).fold(f64::INFINITY, f64::min));
    let better = deal.is_some_and(|least| moves(least) && least > 0.0);
    let gains = war.iter().filter(|effect| moves(**effect) && **effect > 0.0).count();
    let loses = war.iter().filter(|effect| moves(**effect) && **effect < 0.0).count();
    match (better, gains, loses) {
        (true, 2, _) => "Even the war is better for both than today, and a deal is better still",
        (true, _, 2) => "The war costs both; a deal leaves both better off than today",
        (true, _, _) => "A deal leaves both better off than today",
        (false, _, 2) => "The war costs both, and a deal spares them that",
        (false, _, _) => "What both could sign",
    }
    .to_owned()
}

/// What protecting third countries would do to the choice.
pub(super) fn without_harm(talk: &Talk<'_>) -> Option<Prose> {
    let guarded = talk.played.frontier_no_harm.as_ref()?;
    let than = super::signed::fallback(talk);
    if guarded.points.is_empty() {
        let text = format!(
            "If no deal may leave third countries worse off than today, nothing was found that {} would rather have than \
             {than}: what the sides gain is in part what others lose.",
            talk.both()
        );
        return Some(text.into());
    }
    let open = talk.played.frontier.as_ref()?;
    let most = |frontier: &Frontier, side: usize| {
        frontier.points.iter().map(|point| point.welfare_pct[side]).fold(f64::NEG_INFINITY, f64::max)
    };
    let sides = talk.parties().into_iter().enumerate().take(2).map(|(side, player)| {
        let [free, bound] = [open, guarded].map(|f| talk.over_today(player, most(f, side)));
        format!("{} at most {} instead of {}", talk.the(talk.code(player)), change(bound), change(free))
    });
    let sides: Vec<String> = sides.collect();
    Some(
        format!(
            "If no deal may leave third countries worse off than today, there is less to share: {} (broken line).",
            crate::brief::facts::list(&sides)
        )
        .into(),
    )
}
