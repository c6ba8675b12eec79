//! Balances, bilateral and overall.

use super::facts::{Facts, capital};
use crate::chart::{Dumbbell, Figure, Pair, Subject};
use crate::number::Kind;
use crate::page::{Block, Section};
use thalweg_trade::outcome::BalanceRow;

/// Partners in a picture.
const PARTNERS: usize = 8;

pub(super) fn section(facts: &Facts<'_>) -> Option<Section> {
    let figures: Vec<Figure> = facts.parties.iter().filter_map(|code| figure(facts, code)).collect();
    (!figures.is_empty()).then(|| Section {
        id: "balances".into(),
        heading: "Balances".into(),
        lead: "Policy against one partner moves a deficit to others. The overall balance is held here: it follows saving \
               and investment, of which the model says nothing.[^balances]"
            .into(),
        body: vec![Block::Multiples(figures)],
    })
}

fn figure(facts: &Facts<'_>, code: &str) -> Option<Figure> {
    let country = facts.first.country(code)?;
    let mut partners: Vec<&BalanceRow> =
        facts.first.balances.iter().filter(|row| row.country == code && row.partner != "ROW").collect();
    partners.sort_by(|a, b| b.change.abs().total_cmp(&a.change.abs()));
    let most = Some(facts.the(&partners.first()?.partner));
    let billions = |value: f64| facts.billions(value);
    let overall = Pair::new(
        Subject::new(code, "All partners"),
        billions(country.trade_balance_before),
        billions(country.trade_balance_after),
    );
    let rows = partners
        .iter()
        .take(PARTNERS)
        .map(|row| Pair::new(facts.subject(&row.partner), billions(row.before), billions(row.after)));
    let title = match most {
        Some(partner) => {
            format!("{} balance moves most with {partner}", super::facts::possessive(&facts.the(code)))
        }
        None => format!("{} balance", super::facts::possessive(&facts.the(code))),
    };
    let caption = facts
        .caption(capital(&title), format!("Exports less imports before tariff, {}", facts.billion_unit()));
    let drawing = Dumbbell {
        before: facts.first.year.to_string(),
        after: facts.short(facts.first),
        rows: std::iter::once(overall).chain(rows).collect(),
        format: Kind::Move.into(),
    };
    Some(Figure::new(&format!("balance-{}", code.to_lowercase()), caption, drawing))
}
