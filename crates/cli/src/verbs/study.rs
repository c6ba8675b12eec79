//! What is simulated, and how: the arguments that `simulate` and `brief` share, and the calls of the engine.

use crate::diagnose::Failure;
use crate::progress::Progress;
use clap::value_parser;
use std::time::Instant;
use thalweg_core::Problem;
use thalweg_trade::{Baseline, Draws, Error, Options, Outcome, Scenario, Settings, Simulator};

/// The word that asks for every set of elasticities.
const ALL: &str = "all";

/// How scenarios are simulated.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Study {
    /// Baseline to use instead of the scenario's: an embedded one, a folder, a packed file
    #[arg(long, value_name = "BASELINE")]
    baseline: Option<String>,
    /// Set of trade elasticities, or `all` for the range over every set of the baseline
    #[arg(long, value_name = "SET")]
    elasticities: Option<String>,
    /// Draw the elasticities N times and give 90 % intervals
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(2..=1_000_000))]
    draws: Option<u32>,
    /// Seed of the draws; the same seed gives the same numbers
    #[arg(long, value_name = "S", default_value_t = 1, requires = "draws")]
    seed: u64,
    /// Whose goods to follow: importer that changed its policy, exporter that was hit
    #[arg(long, value_name = "IMPORTER:EXPORTER", value_parser = pair)]
    diversion: Vec<(String, String)>,
}

/// A scenario that was simulated.
pub(crate) struct Simulated {
    /// Under the elasticities that were chosen, or the baseline's own where all were asked for.
    pub(crate) outcome: Outcome,
    /// Under every further set, where all were asked for.
    pub(crate) under_sets: Vec<Outcome>,
}

impl Simulated {
    /// What stands above its columns: the name of an embedded scenario, or that of a file without its folder.
    pub(crate) fn label(&self) -> &str {
        let name = self.outcome.scenario.as_str();
        let file = name.rsplit(std::path::is_separator).next().unwrap_or(name);
        file.strip_suffix(".toml").unwrap_or(file)
    }

    /// Every outcome.
    pub(crate) fn outcomes(&self) -> impl Iterator<Item = &Outcome> {
        std::iter::once(&self.outcome).chain(&self.under_sets)
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let sides =
        text.split_once(':').filter(|(importer, exporter)| !importer.is_empty() && !exporter.is_empty());
    let (importer, exporter) = sides.ok_or("write two codes with a colon between them, such as USA:CHN")?;
    Ok((importer.to_owned(), exporter.to_owned()))
}

impl Study {
    /// Simulates scenarios, all or none; everything that is wrong with any of them is said at once.
    pub(crate) fn run(&self, names: &[String]) -> Result<Vec<Simulated>, Failure> {
        if self.draws.is_some() && self.wants_all_sets() {
            let problem = Problem::new("draws have one set of elasticities as their centre, not all");
            return Err(Failure::Arguments(problem.help("give only one of --draws and --elasticities all")));
        }
        let scenarios = every(names.iter().map(|name| self.open(name)))?;
        let worlds = Worlds::open(scenarios.iter().map(|scenario| self.world(scenario)))?;
        let simulators = worlds.simulators();
        let progress = Progress::new(self.draws.map_or(0, |draws| u64::from(draws) * names.len() as u64));
        let runs = names.iter().zip(&scenarios).enumerate().map(|(at, (name, scenario))| {
            let simulator = &simulators[worlds.position(self.world(scenario))];
            let told = self.simulate(simulator, name, scenario, &progress.part(at, names.len()));
            told.map_err(|error| if names.len() > 1 { named(name, &error) } else { error })
        });
        every(runs)
    }

    fn wants_all_sets(&self) -> bool {
        self.elasticities.as_deref() == Some(ALL)
    }

    fn open(&self, name: &str) -> Result<Scenario, Error> {
        let mut scenario = Scenario::open(name)?;
        if let Some(set) = self.elasticities.as_ref().filter(|_| !self.wants_all_sets()) {
            scenario.model.elasticities = Some(set.clone());
        }
        Ok(scenario)
    }

    /// The baseline that a scenario is simulated on.
    fn world<'a>(&'a self, scenario: &'a Scenario) -> &'a str {
        self.baseline.as_deref().or(scenario.baseline.as_deref()).unwrap_or(Baseline::DEFAULT)
    }

    fn simulate(
        &self,
        simulator: &Simulator<'_>,
        name: &str,
        scenario: &Scenario,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Simulated, Error> {
        let draws = self.draws.map(|count| Draws { count: count as usize, seed: self.seed });
        let options = Options { diversions: self.diversion.clone(), draws };
        let mut outcomes = if self.wants_all_sets() {
            simulator.simulate_sets(name, scenario, &options)?
        } else {
            vec![timed(|| simulator.simulate_with(name, scenario, &options, progress))?]
        };
        let outcome = outcomes.remove(0);
        Ok(Simulated { outcome, under_sets: outcomes })
    }
}

/// The outcome with the seconds that it took. Not with draws: there the same seed gives the same bytes.
fn timed(simulate: impl FnOnce() -> Result<Outcome, Error>) -> Result<Outcome, Error> {
    let begun = Instant::now();
    let mut outcome = simulate()?;
    if outcome.uncertainty.is_none() {
        outcome.certificate.seconds = Some(begun.elapsed().as_secs_f64());
    }
    Ok(outcome)
}

/// The baselines that are needed, each opened once.
struct Worlds {
    names: Vec<String>,
    baselines: Vec<Baseline>,
}

impl Worlds {
    fn open<'a>(wanted: impl Iterator<Item = &'a str>) -> Result<Self, Failure> {
        let mut names: Vec<String> = Vec::new();
        for name in wanted {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        let baselines = every(names.iter().map(|name| Baseline::open(name)))?;
        Ok(Self { names, baselines })
    }

    fn simulators(&self) -> Vec<Simulator<'_>> {
        self.baselines.iter().map(|baseline| Simulator::new(baseline, Settings::default())).collect()
    }

    fn position(&self, name: &str) -> usize {
        self.names.iter().position(|known| known == name).unwrap_or_default()
    }
}

/// All of them, or everything that is wrong with any.
fn every<T>(results: impl Iterator<Item = Result<T, Error>>) -> Result<Vec<T>, Failure> {
    let mut all = Vec::new();
    let mut problems: Vec<Problem> = Vec::new();
    for result in results {
        match result {
            Ok(one) => all.push(one),
            Err(error) => problems.extend(error.problems().iter().cloned()),
        }
    }
    if problems.is_empty() { Ok(all) } else { Err(Failure::Refused(problems)) }
}

/// The error with the scenario named where no place tells which one it is about.
fn named(name: &str, error: &Error) -> Error {
    let named = |problem: &Problem| match problem.place {
        Some(_) => problem.clone(),
        None => Problem { message: format!("{name}: {}", problem.message), ..problem.clone() },
    };
    Error::new(error.kind(), error.problems().iter().map(named).collect())
}
