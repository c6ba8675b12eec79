use crate::arrival::Arrival;
use crate::country::Countries;
use crate::mirror::Mirror;
use crate::rank::{Ranked, Verdict};
use crate::read::Source;
use serde::Serialize;
use std::collections::BTreeSet;

/// The most telling gaps, ready for a page: sentences, the numbers under them, and where they are from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Findings {
    /// The gaps in order, each with its sentence and all its numbers.
    pub findings: Vec<Ranked>,
    /// One sentence for each hub and for additional exports that never arrive.
    pub more: Vec<String>,
    /// What was assumed and left out.
    pub notes: Vec<String>,
    /// The tables that were read.
    pub sources: Vec<SourceLine>,
}

/// A table that was read, in one line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceLine {
    /// The file.
    pub file: String,
    /// Which kind of table it is.
    pub layout: String,
    /// Statements that were accepted.
    pub accepted: usize,
    /// Rows that were refused.
    pub refused: usize,
    /// Rows that were right and must not count.
    pub set_aside: usize,
}

/// Hubs that are told.
const HUBS: usize = 5;
/// Losses on the way that are told.
const ARRIVALS: usize = 6;

impl Mirror {
    /// The most telling gaps, at most `most`; what is usual is left out.
    ///
    /// ```
    /// use thalweg_mirror::{Countries, Ledger, Mirror, Options, Question, read};
    /// let countries = Countries::embedded();
    /// let mut ledger = Ledger::new();
    /// let table = "year,reporter,partner,flow,hs,kg\n2020,XBB,XAA,import,2709,9e9\n2020,XAA,XBB,export,2709,1e9\n";
    /// let source = read(table.as_bytes(), "invented.csv", &Options::new(&countries), &mut ledger)?;
    /// let findings = Mirror::of(&ledger, &countries, &Question::default())?.findings(10, &[source], &countries);
    /// assert!(findings.findings[0].sentence.contains("9 times as much"));
    /// assert_eq!(findings.sources[0].accepted, 2);
    /// # Ok::<(), thalweg_mirror::Error>(())
    /// ```
    pub fn findings(&self, most: usize, sources: &[Source], countries: &Countries) -> Findings {
        let telling = self.flows.iter().filter(|one| one.verdict != Verdict::Usual);
        Findings {
            findings: telling.take(most).cloned().collect(),
            more: self.hub_sentences(countries).chain(self.arrival_sentences(countries)).collect(),
            notes: self.notes.clone(),
            sources: sources.iter().map(Source::line).collect(),
        }
    }

    fn hub_sentences(&self, countries: &Countries) -> impl Iterator<Item = String> {
        self.hubs.iter().take(HUBS).map(|hub| {
            format!(
                "{} is a hub: its buyers book {} percent of what it says it sold to them as coming from it.",
                countries.name(&hub.country),
                crate::words::digits(100.0 * hub.booked, 0)
            )
        })
    }

    /// All years together, for each importer and for all of them; the largest losses, where several exporters have them.
    fn arrival_sentences(&self, countries: &Countries) -> impl Iterator<Item = String> {
        let lost = |one: &Arrival| one.additional_exports - one.additional_imports;
        let mut told: Vec<&Arrival> =
            self.arrivals.iter().filter(|one| one.years.len() > 1 && lost(one) > 0.0).collect();
        told.sort_by(|a, b| lost(b).total_cmp(&lost(a)));
        told.truncate(ARRIVALS);
        told.into_iter().map(|one| {
            let importers: Vec<&str> =
                one.importers.iter().map(|importer| countries.name(importer)).collect();
            let years: BTreeSet<&str> = one.years.iter().filter_map(|year| year.split(' ').nth(1)).collect();
            let fate = if one.additional_imports < 0.0 {
                "none arrived: less was reported than before".to_owned()
            } else {
                format!("{} percent never arrived", crate::words::digits(100.0 * one.never_arrived, 0))
            };
            format!(
                "Of what {} sold to {} beyond {} in {}, {fate}.",
                countries.name(&one.exporter),
                importers.join(", "),
                one.base,
                years.into_iter().collect::<Vec<_>>().join(" and "),
            )
        })
    }
}

impl Source {
    fn line(&self) -> SourceLine {
        SourceLine {
            file: self.intake.file.clone(),
            layout: self.layout.to_owned(),
            accepted: self.intake.accepted,
            refused: self.intake.refused(),
            set_aside: self.set_aside.values().sum(),
        }
    }
}
