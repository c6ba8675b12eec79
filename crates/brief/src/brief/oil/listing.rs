//! What one more designation is worth, and what many are.

use super::{Told, plain};
use crate::brief::facts::{capital, possessive};
use crate::chart::{Curve, CurvePoint, Estimate, Figure, IntervalRow, Intervals, Subject};
use crate::number::{Format, Kind};
use crate::page::{Block, Prose};
use thalweg_oil::{Listings, ListingsRow, WorthRow};

/// Candidates that are drawn.
const DRAWN: usize = 10;
/// Days of a year, for what a day is worth in a year.
const DAYS: f64 = 365.25;

pub(super) fn blocks(told: &Told<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(one_more(told))];
    blocks.extend(ranked(told).map(Block::Figure));
    blocks.extend(many(told).map(|text| Block::Paragraph(text.into())));
    blocks.push(Block::Figure(curve(told)));
    blocks
}

/// What many listings do, for the answer at the top of the page.
pub(super) fn in_short(told: &Told<'_>) -> Option<String> {
    let row = told.study.listings.rows.last().filter(|row| row.listed > 0)?;
    let change = Format::from(Kind::Change).supported_by(1.0);
    let sure = row.revenue_pct_interval.map_or(String::new(), |[low, high]| {
        format!(" (90 % of draws: {} to {} %)", change.text(low), change.text(high))
    });
    Some(format!(
        "with {} of the shadow fleet listed it changes by another **{} %**{sure}",
        match row.listed == told.study.listings.ships {
            true => format!("all {} tankers", row.listed),
            false => format!("{} tankers", row.listed),
        },
        change.text(row.revenue_pct)
    ))
}

fn one_more(told: &Told<'_>) -> Prose {
    let worth = &told.study.worth;
    let seller = told.the(&worth.seller);
    let ships: Vec<&WorthRow> = worth.rows.iter().filter(|row| row.kind == "ship").collect();
    let mut said = match ships.first() {
        None => "There is no ship that could be listed.".to_owned(),
        Some(first) if first.solved_again.revenue >= 0.0 => {
            let why = match (worth.ships_are_scarce, worth.capped) {
                (true, true) => {
                    "ships are scarce, but what one of them carries goes in mainstream ships at the cap"
                }
                (true, false) => "ships are scarce, but not for what it sells",
                (false, _) => "ships are not scarce in this scenario",
            };
            let drawn = first.revenue_interval.map_or(String::new(), |ends| {
                format!(" 90 % of draws: {} thousand dollars a day.", lost_or_gained(ends))
            });
            format!("No single ship costs {seller} anything: {why}.{drawn}")
        }
        Some(first) => {
            let lost = -first.solved_again.revenue;
            let sure = first
                .revenue_interval
                .map_or(String::new(), |ends| format!(" (90 % of draws: {})", lost_or_gained(ends)));
            format!(
                "Listing {} takes **{}** thousand dollars a day from {seller}{sure}: {} million a year.",
                ship(first),
                plain(lost),
                plain(lost * DAYS / 1000.0)
            )
        }
    };
    let others: Vec<&WorthRow> = worth.rows.iter().filter(|row| row.kind != "ship").collect();
    if !others.is_empty() && others.iter().all(|row| row.solved_again.revenue == 0.0) {
        said.push_str(
            " No refinery or terminal whose capacity the baseline knows is full, so that taking a little of it away moves nothing.",
        );
    }
    format!("{said}[^oil-draws]").into()
}

/// Both ends of an interval of revenue, in words.
fn lost_or_gained([low, high]: [f64; 2]) -> String {
    let of = |value: f64| format!("{} {}", plain(value.abs()), if value < 0.0 { "lost" } else { "gained" });
    format!("{} to {}", of(low), of(high))
}

fn ship(row: &WorthRow) -> String {
    match row.imo {
        Some(imo) => format!("the {} (IMO {imo})", row.name),
        None => row.name.clone(),
    }
}

/// The candidates that cost the seller most.
fn ranked(told: &Told<'_>) -> Option<Figure> {
    let costly = told.study.worth.rows.iter().filter(|row| row.solved_again.revenue < 0.0).take(DRAWN);
    let rows: Vec<IntervalRow> = costly
        .map(|row| {
            let interval = row.revenue_interval.map_or_else(
                || Estimate::from(row.solved_again.revenue),
                |[low, high]| Estimate::within(row.solved_again.revenue, low, high),
            );
            IntervalRow::new(Subject::plain(capital(&row.name)), interval)
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let caption = told.caption(
        format!("What one more listing takes from {}", told.the(&told.study.worth.seller)),
        match told.study.worth.draws[1] {
            0 => "Revenue, thousand dollars a day",
            _ => "Revenue, thousand dollars a day; lines: 90 % of draws",
        },
        &["oil-draws"],
    );
    Some(Figure::new("oil-worth", caption, Intervals { rows, format: Kind::Number.into() }))
}

fn many(told: &Told<'_>) -> Option<String> {
    let listings = &told.study.listings;
    let last = listings.rows.last().filter(|row| row.listed > 0)?;
    let half =
        listings.rows.iter().find(|row| 2 * row.listed >= last.listed).filter(|row| row.listed < last.listed);
    let so = |row: &ListingsRow| {
        let interval = row.revenue_pct_interval.unwrap_or([f64::NAN; 2]);
        Format::from(Kind::Change).interval(row.revenue_pct, interval[0], interval[1])
    };
    let at_half = half.map_or(String::new(), |row| {
        format!("With {} of them listed, revenue changes by **{} %**; with ", row.listed, so(row))
    });
    let with = if at_half.is_empty() { "With " } else { "" };
    Some(format!(
        "The shadow fleet of this scenario has {} ships that could be listed, and a listing ends {:.0} % of a ship\u{2019}s work. {at_half}{with}{} by \
         **{} %**.{} Those are listed first that cost it most for each ship.[^oil-draws]",
        listings.ships,
        100.0 * listings.effect,
        count(listings, last),
        so(last),
        cliff(listings).unwrap_or_default()
    ))
}

/// Where most of the fall comes at once, and why: until then other ships take over what a listed one carried.
fn cliff(listings: &Listings) -> Option<String> {
    let fall = |pair: &&[ListingsRow]| pair[0].revenue_pct - pair[1].revenue_pct;
    let steps = listings.rows.windows(2);
    let steepest = steps.max_by(|a, b| fall(a).total_cmp(&fall(b)))?;
    let all: f64 = listings.rows.windows(2).map(|pair| fall(&pair).max(0.0)).sum();
    let most = listings.rows.len() > 4 && fall(&steepest) > MOST * all && fall(&steepest) > 0.5;
    most.then(|| {
        format!(
            " Most of the fall comes between {} and {} ships: before, others take over what a listed ship carried.",
            steepest[0].listed, steepest[1].listed
        )
    })
}

/// Part of the whole fall that is most of it.
const MOST: f64 = 0.5;

fn count(listings: &Listings, row: &ListingsRow) -> String {
    if row.listed == listings.ships { "all of them".to_owned() } else { row.listed.to_string() }
}

fn curve(told: &Told<'_>) -> Figure {
    let listings = &told.study.listings;
    let point = |row: &ListingsRow| {
        let estimate = match row.revenue_pct_interval {
            Some([low, high]) => Estimate::within(row.revenue_pct, low, high),
            None => row.revenue_pct.into(),
        };
        CurvePoint::new(row.listed as f64, estimate)
    };
    let seller = told.the(&listings.seller);
    let caption = told.caption(
        format!("{} revenue against the number of tankers listed", capital(&possessive(&seller))),
        "Change against the scenario without further listings, percent; those first that cost it most for each ship",
        &["oil-draws"],
    );
    let curve = Curve {
        across: "tankers listed on top".into(),
        up: "revenue, change in percent".into(),
        band: "90 % of draws".into(),
        points: listings.rows.iter().map(point).collect(),
        format: Kind::Change.into(),
    };
    Figure::new("oil-listings", caption, curve)
}
