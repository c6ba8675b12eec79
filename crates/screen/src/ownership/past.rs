//! Sales: what was blocked before, and who sold shortly before a listing.

use super::answer::{Note, NoteKind};
use super::judge::Court;
use super::local::Local;
use super::{Graph, Law, NodeId, Seeds};
use jiff::ToSpan;
use jiff::civil::Date;

/// At most so many days of sales are looked at for one node, the latest ones.
const MOST_DAYS: usize = 64;

/// The days on which a holding behind a node ended, up to a day; the latest first.
fn ends(graph: &Graph, local: &Local, until: Date) -> Vec<Date> {
    let ends = local.records.iter().filter_map(|record| graph.holdings.get(*record as usize)?.to);
    let mut ends: Vec<Date> = ends.filter(|end| *end <= until).collect();
    ends.sort_unstable_by(|a, b| b.cmp(a));
    ends.dedup();
    ends
}

/// What sales mean for a node that is not blocked on the day of the question.
pub(super) fn notes(graph: &Graph, seeds: &Seeds, court: &Court, local: &Local, node: NodeId) -> Vec<Note> {
    let ends = ends(graph, local, court.day);
    let mut notes = Vec::new();
    if ends.len() > MOST_DAYS {
        let text =
            format!("only the latest {MOST_DAYS} days on which a holding behind it ended were looked at");
        notes.push(Note { kind: NoteKind::Limit, text });
    }
    for end in ends.into_iter().take(MOST_DAYS) {
        let Ok(eve) = end.yesterday() else { continue };
        let before = Court { day: eve, ..*court };
        if local.grade(graph, seeds, &before, node, (eve, eve)) > 0 {
            notes.push(Note { kind: NoteKind::SoldBefore, text: sold(court.law, end) });
            break;
        }
        if let Some(note) = shortly_before(graph, seeds, court, local, node, end) {
            notes.push(note);
            break;
        }
    }
    notes
}

fn sold(law: Law, end: Date) -> String {
    let then = format!("blocked until {end}, when a holding ended");
    match law {
        Law::Us => format!(
            "{then}: a sale wholly outside US jurisdiction ends it for new dealings, and property blocked before stays blocked (OFAC FAQ 402)"
        ),
        Law::Eu => format!(
            "{then}: make sure that the sale is real and ends all control; what was frozen before needs the authority's word to be released"
        ),
        Law::Uk => format!(
            "{then}: make sure that the sale is real and ends all control (regulation 7(4)); what was frozen before needs a licence to be released"
        ),
    }
}

/// A sale within some days before a listing, without which the node would have been blocked on the day of the listing.
fn shortly_before(
    graph: &Graph,
    seeds: &Seeds,
    court: &Court,
    local: &Local,
    node: NodeId,
    end: Date,
) -> Option<Note> {
    let eve = end.yesterday().ok()?;
    let last = end.saturating_add(i32::from(court.rules.days_before_listing).days());
    let listings = seeds.first_days(court.law, court.day);
    let listed = listings.into_iter().filter(|day| end <= *day && *day <= last).find(|day| {
        let then = Court { day: *day, ..*court };
        local.grade(graph, seeds, &then, node, (eve, *day)) > 0
            && local.grade(graph, seeds, &then, node, (*day, *day)) == 0
    })?;
    let days = end.until(listed).map_or(0, |span| span.get_days());
    let text = format!(
        "a holding ended on {end}, {days} days before the listing of {listed}: with it, it would be blocked. Look whether the sale was real"
    );
    Some(Note { kind: NoteKind::SoldShortlyBeforeListing, text })
}
