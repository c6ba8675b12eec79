//! How the model would have done: what it says of the years after a policy, beside what came.

mod block;
mod forecast;
mod score;
mod tables;

pub(crate) use tables::{cases_table, scores_table};

use crate::error::{Error, ErrorKind};
use crate::question::{Data, Question, Ready};
use block::{Block, Net};
use forecast::Forecast;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use thalweg_core::Problem;

/// The model judged by what happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Backtest {
    /// The year before the policy.
    pub base_year: i32,
    /// The year that is judged.
    pub year: i32,
    /// How well each forecast does on each question.
    pub scores: Vec<ScoreRow>,
    /// What every forecast that is shown says of every case, and what came: a scatter.
    pub cases: Vec<CaseRow>,
}

/// How well one forecast does on one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreRow {
    /// What is judged: `direct`, `replaced` (who took the exporter's place) or `flooded` (where its goods went).
    pub question: String,
    /// Who raised tariffs.
    pub importer: String,
    /// On whose goods.
    pub exporter: String,
    /// The forecast: an elasticity set solved in general equilibrium, or a naive one.
    pub forecast: String,
    /// Cases.
    pub cases: usize,
    /// Slope of what came on what was said; 1 is right. Absent where the same is said of all.
    pub slope: Option<f64>,
    /// Part of the variance of what came that a line on what was said explains.
    pub r_squared: Option<f64>,
    /// Mean absolute error, in log points times 100.
    pub mean_error: f64,
    /// The same for the forecast that nothing changes.
    pub mean_error_of_nothing: f64,
    /// Correlation of ranks.
    pub rank_correlation: Option<f64>,
    /// What the same numbers moved in as many years before, without tariffs: their mean size, in log points times 100.
    pub usual: Option<f64>,
    /// In words.
    pub verdict: String,
}

/// One case: a sector, a supplier or a market.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseRow {
    /// What is judged, as in [`ScoreRow`].
    pub question: String,
    /// Who raised tariffs.
    pub importer: String,
    /// On whose goods.
    pub exporter: String,
    /// The sector, or the third country.
    pub case: String,
    /// The flow of the base year, in the panel's unit.
    pub flow: f64,
    /// What came, net, in log points times 100.
    pub actual: f64,
    /// What the model says with observed elasticities that were estimated without this case.
    pub observed: Option<f64>,
    /// What the model says with the baseline's own elasticities.
    pub own: f64,
    /// How far the same number usually moves in as many years, without tariffs.
    pub usual: Option<f64>,
    /// `as said`, `more than said`, `less than said`: beyond twice the usual movement or not.
    pub verdict: String,
}

impl Backtest {
    /// Solves the world before under the policy with every set of elasticities, and compares.
    ///
    /// Net changes: of a treated flow, its log change less importer-sector and exporter-sector effects that are estimated
    /// without it, as in the estimation. Of a supplier that may have taken a place, its log exports to the importer over
    /// its log exports to others, less the same of all such suppliers together. Of a market, its imports from the exporter
    /// over its imports from others, likewise.
    ///
    /// # Errors
    /// If there is no baseline, if the panel lacks the year, or if the model cannot be solved.
    pub fn new(data: &Data<'_>, question: &Question, year: i32) -> Result<Self, Error> {
        let Some(baseline) = data.baseline else {
            let problem = Problem::new("a backtest needs the world before the policy");
            return Err(Error::one(ErrorKind::Question, problem.help("name it with --baseline FOLDER")));
        };
        data.panel.year(year)?;
        if year <= question.base_year {
            let problem = Problem::new(format!("{year} is not after the base year {}", question.base_year));
            return Err(Error::one(ErrorKind::Question, problem));
        }
        let ready = Ready::new(data, question)?;
        let forecasts = Forecast::all(data, baseline, &ready, year)?;
        let net = Net::new(data, &ready, year)?;
        let blocks = net.blocks();
        let judged: Vec<(Vec<ScoreRow>, Vec<CaseRow>)> =
            blocks.par_iter().map(|block| judge(&net, block, &forecasts)).collect();
        let (scores, cases): (Vec<_>, Vec<_>) = judged.into_iter().unzip();
        Ok(Self { base_year: question.base_year, year, scores: scores.concat(), cases: cases.concat() })
    }

    /// What it comes to, in two plain sentences.
    pub fn sentences(&self) -> [String; 2] {
        sentences(&self.scores, self.base_year, self.year)
    }
}

/// One question put to every forecast.
fn judge(net: &Net<'_>, block: &Block, forecasts: &[Forecast]) -> (Vec<ScoreRow>, Vec<CaseRow>) {
    let actual = net.actual(block);
    let usual = net.usual(block);
    let said: Vec<Vec<f64>> = forecasts.iter().map(|forecast| net.said(block, forecast)).collect();
    let weights: Vec<f64> = block.flows.iter().map(|flow| flow.sqrt()).collect();
    let scores = forecasts.iter().zip(&said).filter(|(forecast, _)| forecast.answers(block.kind));
    let scores = scores.map(|(forecast, said)| {
        let (importer, exporter) = net.pair(block);
        score::row(
            block.kind,
            importer,
            exporter,
            forecast,
            &score::Cases { actual: &actual, said, weights: &weights, usual: usual.as_deref() },
        )
    });
    let of = |name: &str| forecasts.iter().position(|forecast| forecast.name == name).map(|at| &said[at]);
    let (observed, own) = (of(forecast::OBSERVED), of(forecast::OWN));
    let cases = (0..actual.len()).map(|at| {
        let (importer, exporter) = net.pair(block);
        let observed = observed.map(|said| said[at]);
        let own = own.map_or(0.0, |said| said[at]);
        let usual = usual.as_ref().and_then(|usual| score::size(usual, &weights));
        CaseRow {
            question: block.kind.name().to_owned(),
            importer,
            exporter,
            case: block.names[at].clone(),
            flow: block.flows[at],
            actual: actual[at],
            observed,
            own,
            usual,
            verdict: score::of_case(actual[at], observed.unwrap_or(own), usual).to_owned(),
        }
    });
    (scores.collect(), cases.collect())
}

/// The two sentences, from scores alone, so that an embedded record can say them too.
pub(crate) fn sentences(scores: &[ScoreRow], base_year: i32, year: i32) -> [String; 2] {
    let observed = scores.iter().filter(|row| row.forecast == forecast::OBSERVED);
    let (direct, third): (Vec<&ScoreRow>, Vec<&ScoreRow>) =
        observed.partition(|row| row.question == block::Kind::Direct.name());
    if direct.is_empty() {
        return [
            "The data give no elasticity above zero, so that there is nothing to judge.".into(),
            String::new(),
        ];
    }
    let parts: Vec<String> = direct
        .iter()
        .map(|row| format!("of what {} bought from {} {}", row.importer, row.exporter, gain(&[row])))
        .collect();
    let first = format!(
        "From {base_year} to {year} the model with observed elasticities, beside a forecast that nothing changes, {}.",
        parts.join(", and ")
    );
    let ranks = third.iter().filter_map(|row| row.rank_correlation);
    let ranks: f64 = ranks.sum::<f64>() / third.len().max(1) as f64;
    let second = format!(
        "Of who took the place of whom it {}, and ranks third countries with a correlation of {ranks:.2}: do not rely on it \
         for a single third country.",
        gain(&third)
    );
    [first, second].map(|text| text.replace('-', "\u{2212}"))
}

/// How much of the error of saying nothing is taken away, or added, in words.
fn gain(rows: &[&ScoreRow]) -> String {
    let sum = |of: fn(&ScoreRow) -> f64| rows.iter().map(|row| of(row)).sum::<f64>();
    let share = 100.0 * (1.0 - sum(|row| row.mean_error) / sum(|row| row.mean_error_of_nothing));
    match share {
        share if share >= 0.0 => format!("takes away {share:.0} % of the error"),
        share => format!("adds {:.0} % to the error", -share),
    }
}
