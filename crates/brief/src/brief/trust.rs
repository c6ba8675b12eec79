//! How far each number can be trusted.

use super::facts::{Facts, capital};
use crate::chart::{Figure, IntervalRow, Intervals, Subject};
use crate::number::Kind;
use crate::page::{Block, Section};
use thalweg_trade::Outcome;
use thalweg_trade::Uncertainty;

pub(super) fn section(facts: &Facts<'_>) -> Section {
    let figures: Vec<Figure> = facts
        .outcomes()
        .iter()
        .enumerate()
        .flat_map(|(place, outcome)| facts.parties.iter().map(move |code| (place, outcome, code)))
        .filter_map(|(place, outcome, code)| figure(facts, place, outcome, code))
        .collect();
    let mut body = Vec::new();
    if !figures.is_empty() {
        body.push(Block::Multiples(figures));
    }
    if let Some(uncertainty) = &facts.first.uncertainty {
        body.push(Block::Paragraph(spread(uncertainty).into()));
    }
    let product = facts.outcomes().iter().filter_map(|o| o.certificate.several_equilibria_possible).next();
    if let Some(product) = product {
        body.push(Block::Caveat(
            "There may be other equilibria.".into(),
            format!(
                "The product of scale and trade elasticity reaches {product:.2}, near or above one: what is shown is one \
                 equilibrium, reached from the base, and need not be the only one."
            )
            .into(),
        ));
    }
    body.push(Block::Caveat("What the model does not say.".into(), LIMITS.into()));
    Section { id: "trust".into(), heading: "How sure is this".into(), lead: lead(facts).into(), body }
}

fn lead(facts: &Facts<'_>) -> String {
    let first =
        "The largest uncertainty is the trade elasticity: how readily buyers turn to another supplier.";
    let sets = facts.brief.sets.first().is_some_and(|sets| sets.len() > 1);
    match (sets, facts.first.uncertainty.is_some()) {
        (true, true) => format!(
            "{first} Each dot is the same scenario under another set of elasticities; the line covers 90 % of draws from \
             a distribution fitted to these sets. Few sets are known, and one can lie outside the line."
        ),
        (true, false) => format!("{first} Each dot is the same scenario under another set of elasticities."),
        (false, true) => format!("{first} The line covers 90 % of draws from their standard errors."),
        (false, false) => format!(
            "{first} This baseline says nothing of how uncertain its elasticities are, so that no interval is given: \
             take every number as one of several possible ones."
        ),
    }
}

/// The limits of the model in plain words.
const LIMITS: &str = "It compares two states of the world, before and after everybody has adapted, with no path between \
    them and no date; how long that takes is in the elasticities, which are long-run ones unless a scenario chooses \
    others. It holds overall trade balances, the number of workers and, \
    unless a scenario changes it, technology. It has no exchange rate, no interest rate, no inventories, no uncertainty about policy, and no foreign \
    direct investment, so that factories do not move; goods are not traced to their true origin.";

fn figure(facts: &Facts<'_>, place: usize, outcome: &Outcome, code: &str) -> Option<Figure> {
    let sets = facts.brief.sets.get(place).map(Vec::as_slice).unwrap_or_default();
    let estimate = facts.real_income(outcome, code);
    if sets.len() < 2 && estimate.interval.is_none() {
        return None;
    }
    let mut rows = Vec::new();
    if let Some(uncertainty) = &outcome.uncertainty {
        let name = format!("{} draws, 90 % of them", uncertainty.draws.count);
        rows.push(IntervalRow::new(Subject::new(code, name), estimate));
    }
    for set in sets {
        let name = set.elasticities.as_ref().map_or("Own column".to_owned(), |name| format!("Set {name}"));
        let value = set.country(code).map_or(f64::NAN, |row| row.real_income_pct);
        rows.push(IntervalRow::new(Subject::new(code, name), value.into()));
    }
    let values: Vec<f64> = rows.iter().map(|row| row.estimate.value).collect();
    let sign = |value: &f64| *value < 0.0;
    let title = if values.iter().all(sign) {
        format!("{} loses under every set", capital(&facts.the(code)))
    } else if values.iter().any(sign) {
        format!("{}: the sign depends on the set", capital(&facts.the(code)))
    } else {
        format!("{} gains under every set", capital(&facts.the(code)))
    };
    let caption = facts.caption(title, format!("{}: real income, change in percent", facts.short(outcome)));
    let id = format!("sure-{}-{}", place + 1, code.to_lowercase());
    Some(Figure::new(&id, caption, Intervals { rows, format: Kind::Change.into() }))
}

fn spread(uncertainty: &Uncertainty) -> String {
    let spread = &uncertainty.spread;
    let noise: Vec<f64> = spread.sectors.iter().map(|s| s.noise).collect();
    let mean = noise.iter().sum::<f64>() / noise.len().max(1) as f64;
    let mut text = format!(
        "Draws ({}, seed {}): log-normal around the baseline\u{2019}s own elasticities, with a common factor (standard \
         deviation {:.2} in logs) and noise by sector ({mean:.2} on average), both fitted to {}.",
        uncertainty.draws.count,
        uncertainty.draws.seed,
        spread.common,
        spread.fitted_to.join(", ")
    );
    for capped in &spread.capped {
        text.push_str(&format!(
            " The value {} of {} in {} was taken as {}.",
            capped.value, capped.sector, capped.set, capped.taken_as
        ));
    }
    if uncertainty.failed > 0 {
        text.push_str(&format!(" {} draws found no equilibrium and are left out.", uncertainty.failed));
    }
    text
}
