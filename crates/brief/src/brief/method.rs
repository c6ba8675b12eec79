//! How each number was made.

use super::facts::{Facts, list};
use crate::page::{Block, Footnote, Prose, Section};
use thalweg_core::{Cell, Column, Measure, Table};
use thalweg_trade::{Deficits, Labour};

pub(super) fn section(facts: &Facts<'_>) -> Section {
    let about = &facts.brief.about;
    let mut terms: Vec<(String, Prose)> = vec![
        (
            "Baseline".into(),
            format!(
                "{}, year {}, {} economies and {} sectors, values in {}",
                about.name,
                about.year,
                facts.first.countries.len(),
                facts.first.sectors.len() / facts.first.countries.len().max(1),
                about.unit
            )
            .into(),
        ),
        ("Sources".into(), about.source.as_str().into()),
    ];
    if let Some(licence) = &about.licence {
        terms.push(("Licence of the data".into(), licence.as_str().into()));
    }
    if let Some(note) = &about.note {
        terms.push(("What to know about them".into(), note.as_str().into()));
    }
    terms.push(("Model".into(), model(facts).into()));
    terms.push(("Make this page again".into(), facts.brief.command.as_str().into()));
    let notes: Vec<String> =
        facts.outcomes().iter().flat_map(|o| o.notes.iter().map(ToString::to_string)).collect();
    let mut body = vec![Block::Definitions(terms), Block::Table(certificates(facts), None)];
    if !notes.is_empty() {
        body.push(Block::Caveat("Notes on the scenarios.".into(), notes.join("; ").into()));
    }
    Section {
        id: "method".into(),
        heading: "How each number was made".into(),
        lead: "Every number on this page follows from a scenario, a baseline and a model, all named here; the same \
               command gives the same page."
            .into(),
        body,
    }
}

fn model(facts: &Facts<'_>) -> String {
    let deficits = match facts.first.deficits {
        Deficits::Fixed => "each country keeps its overall deficit as a share of world value added",
        Deficits::Balanced => "trade of every country is balanced",
    };
    let labour = match facts.first.labour {
        Labour::Mobile => "labour moves between sectors, not between countries",
        Labour::Fixed => "labour stays in its sector",
    };
    let set = match &facts.first.elasticities {
        Some(set) => format!("the elasticity set {set}"),
        None => "the baseline\u{2019}s own elasticities".to_owned(),
    };
    let others = facts.outcomes().iter().any(|o| rules(o) != rules(facts.first));
    let differs = if others {
        " (for the first scenario; the table of certificates has the rules of each)"
    } else {
        ""
    };
    format!(
        "General equilibrium of Caliendo and Parro (2015), with input-output links where the baseline has inputs, in exact \
         changes; {deficits}; {labour}; \
         {set}; tariff revenue is handed back to households{differs}."
    )
}

/// The certificates side by side.
fn certificates(facts: &Facts<'_>) -> Table {
    let columns = [
        ("scenario", "Scenario", Measure::Text),
        ("title", "Title", Measure::Text),
        ("rules", "Deficits, labour, elasticities", Measure::Text),
        ("max_residual", "Largest residual", Measure::Text),
        ("iterations", "Sweeps", Measure::Count),
        ("base", "Base moved by, wages %", Measure::Text),
    ];
    let row = |outcome: &thalweg_trade::Outcome| -> Vec<Cell> {
        let certificate = &outcome.certificate;
        vec![
            facts.short(outcome).into(),
            outcome.title.as_str().into(),
            rules(outcome).into(),
            format!("{:.1e}", certificate.max_residual).into(),
            (certificate.iterations as f64).into(),
            if certificate.base.solved {
                format!("{:.2}", certificate.base.wages_pct)
            } else {
                "none".into()
            }
            .into(),
        ]
    };
    Table {
        name: "certificates".into(),
        title: "Certificates: every equation recomputed from the numbers of the result".into(),
        columns: columns
            .into_iter()
            .map(|(name, title, measure)| Column::new(name, title, measure))
            .collect(),
        rows: facts.outcomes().iter().map(row).collect(),
    }
}

/// The rules of one scenario in three words.
fn rules(outcome: &thalweg_trade::Outcome) -> String {
    let deficits = match outcome.deficits {
        Deficits::Fixed => "fixed",
        Deficits::Balanced => "balanced",
    };
    let labour = match outcome.labour {
        Labour::Mobile => "mobile",
        Labour::Fixed => "fixed",
    };
    format!("{deficits}, {labour}, {}", outcome.elasticities.as_deref().unwrap_or("own"))
}

pub(super) fn footnotes(facts: &Facts<'_>) -> Vec<Footnote> {
    let scenarios: Vec<String> = facts
        .outcomes()
        .iter()
        .map(|o| format!("{} (\u{201c}{}\u{201d})", facts.short(o), o.title))
        .collect();
    let note = |id: &str, text: String| Footnote { id: id.into(), text: text.into() };
    let mut notes = vec![
        note(
            "model",
            format!(
                "Scenarios {} on baseline {}. {} Real income is exact, not a first-order approximation.",
                list(&scenarios),
                facts.first.baseline,
                model(facts)
            ),
        ),
        note(
            "certificate",
            "After a solve, prices, flows, output, spending, income, labour and trade balances are recomputed from the \
             numbers that are returned. The figure is the largest relative residual of any of these equations; above \
             1e-10 there is no result."
                .to_owned(),
        ),
        note(
            "balances",
            "Exports less imports at border prices before tariff. The overall balance is an assumption, in units of world \
             value added; only its distribution over partners is a result."
                .to_owned(),
        ),
    ];
    if facts.main_diversion().is_some() {
        notes.push(note(
            "diversion",
            "Displaced exports are the fall of sales to the importers that the policy moves against the exporter, at \
             the exporter\u{2019}s border prices of the base. They equal what third markets take more, plus what the home market takes more, \
             plus the fall of all sales. Other importers that did the same at the same time are counted together."
                .to_owned(),
        ));
    }
    if !facts.first.burdens.is_empty() {
        notes.push(note(
            "burden",
            "Prices are weighted by imports of the base over the goods whose tariff changes, and measured against world \
             value added. The seller\u{2019}s part is the fall of the border price over the change of the tariff factor."
                .to_owned(),
        ));
    }
    notes.extend(super::horizon::footnote(facts));
    notes.extend(super::record::footnote(facts));
    notes.extend(super::deal::footnotes(facts));
    notes.extend(super::oil::footnotes(facts));
    notes.extend(super::statistics::footnotes(facts));
    notes
}

pub(super) fn colophon(facts: &Facts<'_>) -> Prose {
    format!(
        "Made by thalweg {} from baseline {} ({}). One file, no network, no scripts.",
        env!("CARGO_PKG_VERSION"),
        facts.brief.about.name,
        facts.brief.about.year
    )
    .into()
}
