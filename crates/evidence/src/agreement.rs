//! Agreements: tariffs that fell between two years, and whether trade shows it beyond what other partners show.

use crate::error::{Error, ErrorKind};
use crate::estimate::{count, table};
use crate::panel::Panel;
use crate::placebo::{Assignments, Distribution, FEWEST, Placebo};
use crate::regressor::{Regressor, Touched, tariffs_of};
use crate::sample::{Residuals, Sample};
use serde::Serialize;
use thalweg_core::{Measure, Problem, Table};
use thalweg_trade::{Baseline, Cube};

/// The response that a trade elasticity of four gives: what the data must be able to tell from nothing.
const EXPECTED: f64 = 5.0;

/// What an agreement did to trade, with what the same tariff cuts would seem to have done for other partners.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// One side, as it was named.
    pub one: String,
    /// The other side, whose place other countries take for comparison.
    pub other: String,
    /// The year of the tariffs before.
    pub base_year: i32,
    /// The year that is looked at.
    pub year: i32,
    /// Mean tariff before less after, over touched flows, weighted by flow, in points.
    pub cut_points: f64,
    /// Flows whose tariff changed.
    pub flows: usize,
    /// Minus the coefficient: `1 + theta` if the cuts alone moved trade.
    pub response: f64,
    /// The 5 % quantile of placebo responses.
    pub band_low: Option<f64>,
    /// The 95 % quantile.
    pub band_high: Option<f64>,
    /// Part of partners, the true one among them, with at least such a response in either direction.
    pub p: Option<f64>,
    /// Partners, the true one among them.
    pub partners: usize,
    /// Half the width of the placebo band: a response below it cannot be told from nothing.
    pub detectable: Option<f64>,
    /// Whether the data could tell an elasticity of four from nothing.
    pub has_power: bool,
}

/// Which agreement.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreementQuestion {
    /// A country, or a group of the baseline.
    pub one: String,
    /// A country.
    pub other: String,
    /// The year that is looked at.
    pub year: i32,
    /// Sectors that are pooled, by code or group.
    pub sectors: Vec<String>,
}

impl Agreement {
    /// Compares the tariffs of two worlds among two sides, and asks the panel. Other partners are countries outside the first
    /// side, each with the same tariff cuts.
    ///
    /// # Errors
    /// If codes do not match or no tariff among them changed.
    pub fn new(
        panel: &Panel,
        before: &Baseline,
        after: &Baseline,
        question: &AgreementQuestion,
    ) -> Result<Self, Error> {
        let base_year = before.about.year;
        panel.check_years(base_year)?;
        let one = members(panel, before, &question.one)?;
        let other = panel.country(&question.other).map_err(|p| Error::one(ErrorKind::Question, p))?;
        let sectors = sectors(panel, before, &question.sectors)?;
        let (old, new) = (tariffs_of(panel, before)?, tariffs_of(panel, after)?);
        let regressor = changes(&old, &new, &one, other);
        if regressor.sectors.iter().all(Vec::is_empty) {
            let problem =
                Problem::new(format!("no tariff between {} and {} changed", question.one, question.other));
            return Err(Error::one(ErrorKind::Question, problem));
        }
        let sample = Sample { base_year, sectors, floor: 1.0 };
        let residuals = Residuals::of_changes(panel, &sample, question.year)?;
        let Some(coefficient) = residuals.pooled(&regressor, &|c| c).coefficient() else {
            let problem = Problem::new("effects explain all of these tariffs, so that nothing can be said");
            return Err(Error::one(ErrorKind::Unidentified, problem));
        };
        let assignments =
            Assignments::draw(&regressor, panel.countries.len(), &one, &Placebo::default(), &|n, i| n != i);
        let responses = (0..assignments.len()).map(|at| {
            let moments = residuals.pooled(&regressor, &|country| assignments.rename(at, country));
            moments.coefficient().map_or(f64::NAN, |coefficient| -coefficient)
        });
        let responses: Vec<f64> = responses.collect();
        let placebo = Distribution::new(responses.iter().skip(1).copied());
        let enough = placebo.len() >= FEWEST;
        let band = |level: f64| placebo.quantile(level).filter(|_| enough);
        let detectable = band(0.95).zip(band(0.05)).map(|(high, low)| (high - low) / 2.0);
        let base = panel.year(base_year)?;
        Ok(Self {
            one: question.one.clone(),
            other: question.other.clone(),
            base_year,
            year: question.year,
            cut_points: cut(base, &old, &new, &regressor, &sample.sectors),
            flows: residuals.treated(&regressor),
            response: -coefficient,
            band_low: band(0.05),
            band_high: band(0.95),
            p: enough.then(|| Distribution::new(responses.iter().copied()).p(-coefficient)),
            partners: assignments.len(),
            detectable,
            has_power: detectable.is_some_and(|detectable| detectable < EXPECTED),
        })
    }

    /// What it says, in one sentence.
    pub fn sentence(&self) -> String {
        let pair = format!("{} and {}", self.one, self.other);
        let cut = format!("Tariffs between {pair} fell by {:.1} points", self.cut_points);
        let band = self.band_low.zip(self.band_high);
        let text = match (band, self.detectable) {
            (Some((low, high)), _) if self.has_power && (low..=high).contains(&self.response) => format!(
                "{cut}; the response, {:.1}, is within what other partners show without any agreement ({low:.1} to {high:.1}), and \
                 an elasticity of 4 would give 5.",
                self.response
            ),
            (Some((low, high)), _) if self.has_power => format!(
                "{cut}; the response, {:.1}, is outside what other partners show without any agreement ({low:.1} to {high:.1}).",
                self.response
            ),
            (Some(_), Some(detectable)) => format!(
                "{cut}: too little to tell. Other partners move by up to {detectable:.1} for each percent without any \
                 agreement, and an elasticity of 4 would give 5."
            ),
            _ => format!("There are too few other partners to judge {pair} by."),
        };
        text.replace('-', "\u{2212}")
    }

    /// Agreements as a table.
    pub fn table(agreements: &[Self]) -> Table {
        let columns = [
            ("one", "Between", Measure::Text),
            ("other", "And", Measure::Text),
            ("year", "Year", Measure::Text),
            ("cut_points", "Cut (points)", Measure::Number),
            ("flows", "Flows", Measure::Count),
            ("response", "Response", Measure::Number),
            ("band_low", "Placebo 5 %", Measure::Number),
            ("band_high", "Placebo 95 %", Measure::Number),
            ("p", "p", Measure::Number),
            ("partners", "Partners", Measure::Count),
            ("has_power", "Power", Measure::Text),
        ];
        let rows = agreements.iter().map(|one| {
            vec![
                one.one.as_str().into(),
                one.other.as_str().into(),
                one.year.to_string().into(),
                one.cut_points.into(),
                count(one.flows),
                one.response.into(),
                one.band_low.into(),
                one.band_high.into(),
                one.p.into(),
                count(one.partners),
                if one.has_power { "yes" } else { "no" }.into(),
            ]
        });
        table("agreements", "Tariff cuts and trade", &columns, rows)
    }
}

/// The countries that a word means: one by its code, or a group.
fn members(panel: &Panel, before: &Baseline, word: &str) -> Result<Vec<usize>, Error> {
    let group = before.countries.iter().filter(|country| country.group.as_deref() == Some(word));
    let mut members: Vec<usize> = group.filter_map(|country| panel.country(&country.code).ok()).collect();
    if members.is_empty() {
        members.push(panel.country(word).map_err(|problem| Error::one(ErrorKind::Question, problem))?);
    }
    members.sort_unstable();
    Ok(members)
}

fn sectors(panel: &Panel, before: &Baseline, words: &[String]) -> Result<Vec<usize>, Error> {
    if words.is_empty() {
        return Ok((0..panel.sectors.len()).collect());
    }
    let mut chosen = std::collections::BTreeSet::new();
    for word in words {
        let group = before.sectors.iter().filter(|sector| sector.group.as_deref() == Some(word));
        let found: Vec<usize> = group.filter_map(|sector| panel.sector(&sector.code).ok()).collect();
        match found.is_empty() {
            true => {
                chosen
                    .insert(panel.sector(word).map_err(|problem| Error::one(ErrorKind::Question, problem))?);
            }
            false => chosen.extend(found),
        }
    }
    Ok(chosen.into_iter().collect())
}

/// The flows among two sides whose tariff changed.
fn changes(old: &Cube, new: &Cube, one: &[usize], other: usize) -> Regressor {
    let of_sector = |j: usize| {
        let pairs = one.iter().flat_map(|member| [(*member, other), (other, *member)]);
        let doses = pairs.filter(|(n, i)| n != i).map(|(n, i)| Touched {
            importer: n,
            exporter: i,
            dose: ((1.0 + new.get(j, n, i)) / (1.0 + old.get(j, n, i))).ln(),
        });
        doses.filter(|touched| touched.dose != 0.0).collect()
    };
    Regressor { sectors: (0..old.sectors()).map(of_sector).collect() }
}

/// The mean tariff cut over touched flows of some sectors, weighted by flow, in points.
fn cut(base: &Cube, old: &Cube, new: &Cube, regressor: &Regressor, sectors: &[usize]) -> f64 {
    let (mut sum, mut weight) = (0.0, 0.0);
    for j in sectors {
        for touched in &regressor.sectors[*j] {
            let (n, i) = (touched.importer, touched.exporter);
            let flow = base.get(*j, n, i);
            sum += flow * (old.get(*j, n, i) - new.get(*j, n, i));
            weight += flow;
        }
    }
    if weight > 0.0 { 100.0 * sum / weight } else { 0.0 }
}
