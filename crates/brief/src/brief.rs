//! The brief: what scenarios do, on one page, from their outcomes.

mod answer;
mod balances;
mod deal;
mod diversion;
mod facts;
mod horizon;
mod income;
mod method;
mod oil;
mod payers;
mod record;
mod sectors;
mod statistics;
mod trust;

use crate::page::{Page, PageError};
use facts::Facts;
pub use facts::{possessive, the};
pub use oil::OilStudy;
pub use statistics::Statistics;
use thalweg_evidence::Record;
use thalweg_talks::Negotiation;
use thalweg_trade::Outcome;
use thalweg_trade::baseline::About;

/// What a brief is made from; everything in it has been computed.
#[derive(Debug, Clone)]
pub struct Brief {
    /// What the baseline is and where it comes from.
    pub about: About,
    /// The scenarios, side by side, in the order in which the reader asked for them; at least one, all on one baseline.
    pub outcomes: Vec<Outcome>,
    /// The same scenarios under each elasticity set of the baseline, in the same order; empty where it has no sets.
    pub sets: Vec<Vec<Outcome>>,
    /// The same scenarios with elasticities as observed three years after a tariff, in the same order; none for a scenario that
    /// chooses its own, or that has no equilibrium under them; empty where the baseline has no such set.
    pub three_years: Vec<Option<Outcome>>,
    /// How the model would have done in a trade war that happened.
    pub record: Option<Record>,
    /// A game that was played, for the section on the deal.
    pub negotiation: Option<Negotiation>,
    /// A scenario of the oil market, for the section on the oil.
    pub oil: Option<OilStudy>,
    /// Both reports of trade statistics, for the section on what they say.
    pub statistics: Option<Statistics>,
    /// The command that makes this page again.
    pub command: String,
}

impl Brief {
    /// The page.
    ///
    /// # Errors
    /// When there is no outcome, or a figure's numbers do not fit together.
    pub fn page(&self) -> Result<String, PageError> {
        let facts = Facts::of(self)?;
        let mut sections = vec![income::section(&facts)];
        sections.extend(diversion::section(&facts));
        sections.extend(payers::section(&facts));
        sections.extend(balances::section(&facts));
        sections.extend(sectors::section(&facts));
        sections.extend(deal::section(&facts));
        sections.extend(oil::section(&facts));
        sections.extend(statistics::section(&facts));
        sections.extend(horizon::section(&facts));
        sections.push(trust::section(&facts));
        sections.extend(record::section(&facts));
        sections.push(method::section(&facts));
        let page = Page {
            title: answer::title(&facts),
            question: answer::question(&facts),
            answer: answer::sentences(&facts),
            lead: Some(income::lead(&facts)),
            further: answer::further(&facts),
            sections,
            footnotes: method::footnotes(&facts),
            colophon: method::colophon(&facts),
            palette: facts.palette(),
        };
        page.render()
    }

    /// The answer in a few sentences, for a terminal.
    ///
    /// # Errors
    /// When there is no outcome.
    pub fn answer(&self) -> Result<Vec<String>, PageError> {
        let facts = Facts::of(self)?;
        let sentences = answer::sentences(&facts).into_iter().chain(answer::further(&facts));
        Ok(sentences.map(|sentence| sentence.plain()).collect())
    }
}
