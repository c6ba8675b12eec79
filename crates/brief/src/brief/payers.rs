//! Who pays the tariff.

use super::facts::{Facts, capital, possessive};
use crate::chart::{Dumbbell, Figure, Pair, Step, Subject, Waterfall};
use crate::number::Kind;
use crate::page::{Block, Section};
use thalweg_trade::outcome::BurdenRow;

/// Pairs in the picture.
const PAIRS: usize = 10;

pub(super) fn section(facts: &Facts<'_>) -> Option<Section> {
    let main = facts.first.burdens.first()?;
    let share = main.exporter_share_pct.unwrap_or(f64::NAN);
    let border = main.border_price_pct.unwrap_or(f64::NAN);
    let direction = if border < 0.0 { "falls" } else { "rises" };
    let bears = if share.is_finite() && share >= 0.0 {
        format!("Sellers bear **{share:.0} %** of the change, buyers the rest.")
    } else {
        "Buyers bear all of it and more.".to_owned()
    };
    let buyer = main.buyer_price_pct.unwrap_or(f64::NAN);
    let moves = if buyer < 0.0 { "falls" } else { "rises" };
    Some(Section {
        id: "payers".into(),
        heading: "Who pays".into(),
        lead: format!(
            "{} price at the border {direction} by **{:.2} %** against world income, and what buyers in {} pay \
             {moves} by **{:.1} %**. {bears}[^burden]",
            capital(&possessive(&facts.the(&main.exporter))),
            border.abs(),
            facts.the(&main.importer),
            buyer.abs(),
        )
        .into(),
        body: vec![Block::Multiples(vec![rates(facts), revenue(facts, main)])],
    })
}

fn rates(facts: &Facts<'_>) -> Figure {
    let rows = facts.first.burdens.iter().take(PAIRS).map(|row| {
        let name = format!("{} on {}", facts.name(&row.importer), facts.name(&row.exporter));
        let rate = |value: Option<f64>| value.unwrap_or(f64::NAN);
        Pair::new(
            Subject::new(&row.importer, name),
            rate(row.effective_tariff_before_pct),
            rate(row.effective_tariff_after_pct),
        )
    });
    let caption = facts.caption(
        "What the tariff comes to on what is still bought",
        "Revenue over imports, percent, goods whose tariff changes",
    );
    let drawing = Dumbbell {
        before: facts.first.year.to_string(),
        after: facts.short(facts.first),
        rows: rows.collect(),
        format: Kind::Rate.into(),
    };
    Figure::new("effective-tariffs", caption, drawing)
}

/// From the revenue before to the revenue after: the rate on what is still bought, and what is no longer bought.
fn revenue(facts: &Facts<'_>, row: &BurdenRow) -> Figure {
    let rate = |value: Option<f64>| value.unwrap_or(0.0) / 100.0;
    let (before, after) = (rate(row.effective_tariff_before_pct), rate(row.effective_tariff_after_pct));
    let higher = (after - before) * row.imports_after;
    let lost = before * (row.imports_after - row.imports_before);
    let billions = |value: f64| facts.billions(value);
    let steps = vec![
        Step::total("Revenue before", billions(row.revenue_before)).of(&row.importer),
        Step::part("Higher rate on what is bought", billions(higher)),
        Step::part("What is no longer bought", billions(lost)),
        Step::total("Revenue after", billions(row.revenue_after)).of(&row.importer),
    ];
    let grows = row.revenue_after > row.revenue_before;
    let caption = facts.caption(
        format!(
            "Revenue {} from {} to {}",
            if grows { "grows" } else { "shrinks" },
            facts.amount(row.revenue_before),
            facts.amount(row.revenue_after)
        ),
        format!(
            "Tariff revenue of {} on goods of {} whose tariff changes, {}",
            facts.the(&row.importer),
            facts.the(&row.exporter),
            facts.billion_unit()
        ),
    );
    Figure::new("revenue", caption, Waterfall { steps, format: Kind::Amount.into() })
}
