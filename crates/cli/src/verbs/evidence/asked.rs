//! The arguments that estimation and backtest share, and the data that they mean.

use crate::diagnose::Failure;
use std::path::PathBuf;
use thalweg_core::Problem;
use thalweg_evidence::{Crosswalk, Data, Panel, Placebo, Policy, Question, Schedule};
use thalweg_trade::Baseline;

/// Flows, tariffs that came, and which of them count.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Asked {
    /// A folder with one file a year: flows_YYYY.csv or flows_YYYY.csv.gz
    #[arg(value_name = "PANEL")]
    panel: PathBuf,
    /// The tariffs that came: importer, exporter, sector, add
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    policy: Vec<PathBuf>,
    /// The world before, with its tariffs: a folder or a name
    #[arg(long, value_name = "BASELINE")]
    baseline: Option<String>,
    /// The year before the policy [default: that of the baseline]
    #[arg(long, value_name = "YEAR")]
    base_year: Option<i32>,
    /// Sectors to pool, or groups of the baseline [default: all that the policy touches]
    #[arg(long, value_name = "SECTOR", value_delimiter = ',')]
    sectors: Vec<String>,
    /// Sectors to leave out of these
    #[arg(long, value_name = "SECTOR", value_delimiter = ',')]
    without: Vec<String>,
    /// Flows count if above this in both years, in million USD
    #[arg(long, value_name = "AMOUNT", default_value_t = 1.0)]
    floor: f64,
}

/// What the files hold.
pub(super) struct Read {
    pub(super) panel: Panel,
    pub(super) policy: Policy,
    pub(super) baseline: Option<Baseline>,
}

impl Asked {
    pub(super) fn read(&self) -> Result<Read, Failure> {
        let baseline = self.baseline.as_deref().map(Baseline::open).transpose()?;
        Ok(Read { baseline, policy: Policy::read(&self.policy)?, panel: Panel::read_folder(&self.panel)? })
    }

    /// The question, without placebo policies of its own.
    pub(super) fn question(&self, read: &Read) -> Result<Question, Failure> {
        let of_baseline = || read.baseline.as_ref().map(|baseline| baseline.about.year);
        let Some(base_year) = self.base_year.or_else(of_baseline) else {
            let problem = Problem::new("the year before the policy is not known");
            return Err(Failure::Arguments(problem.help("give --base-year YEAR, or --baseline BASELINE")));
        };
        Ok(Question {
            sectors: self.sectors.clone(),
            without: self.without.clone(),
            floor: self.floor,
            ..Question::new(base_year)
        })
    }
}

impl Read {
    pub(super) fn data<'a>(&'a self, lists: Option<&'a Lists>) -> Data<'a> {
        Data {
            panel: &self.panel,
            policy: &self.policy,
            baseline: self.baseline.as_ref(),
            lists: lists.map(|lists| (lists.schedules.as_slice(), &lists.crosswalk)),
        }
    }
}

/// Tariffs by product and date.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Dated {
    /// A list by product and date: USA:CHN=FILE (hs6, time_of_tariff, tariff)
    #[arg(long, value_name = "PAIR=FILE", requires = "crosswalk")]
    list: Vec<String>,
    /// Which product is of which group: hs6_code, gtap_code
    #[arg(long, value_name = "FILE", requires = "list")]
    crosswalk: Option<PathBuf>,
}

/// Lists that were read.
pub(super) struct Lists {
    pub(super) schedules: Vec<Schedule>,
    crosswalk: Crosswalk,
}

impl Dated {
    pub(super) fn read(&self) -> Result<Option<Lists>, Failure> {
        let Some(crosswalk) = &self.crosswalk else { return Ok(None) };
        let schedules: Result<Vec<Schedule>, Failure> = self.list.iter().map(|word| schedule(word)).collect();
        Ok(Some(Lists { schedules: schedules?, crosswalk: Crosswalk::read(crosswalk)? }))
    }
}

fn schedule(word: &str) -> Result<Schedule, Failure> {
    let parts = word.split_once('=').and_then(|(pair, file)| Some((pair.split_once(':')?, file)));
    let Some(((importer, exporter), file)) = parts else {
        let problem = Problem::new(format!("`{word}` names no pair and file"));
        return Err(Failure::Arguments(problem.help("write --list USA:CHN=FILE, the importer first")));
    };
    Ok(Schedule::read(importer, exporter, file.as_ref())?)
}

/// How placebo policies are drawn.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Chance {
    /// Placebo policies, at most; fewer where there are no more
    #[arg(long, value_name = "NUMBER", default_value_t = 5000)]
    draws: usize,
    /// From which all chance comes
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Pairs compare if both flows were above this, in million USD
    #[arg(long, value_name = "AMOUNT", default_value_t = 5000.0)]
    comparable: f64,
}

impl Chance {
    pub(super) fn placebo(&self) -> Placebo {
        Placebo { draws: self.draws, seed: self.seed, comparable: self.comparable }
    }
}
