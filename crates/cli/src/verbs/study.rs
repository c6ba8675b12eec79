//! What is simulated, and how: the arguments that `simulate` and `brief` share, and the calls of the engine.

use super::compose;
use crate::diagnose::Failure;
use crate::progress::Progress;
use std::time::Instant;
use thalweg_core::Problem;
use thalweg_trade::baseline::About;
use thalweg_trade::{Baseline, Draws, Error, Options, Outcome, Scenario, Settings, Simulator};

/// The word that asks for every set of elasticities.
const ALL: &str = "all";

/// What trade made of tariffs within three years; every other number is for the long run.
const THREE_YEARS: &str = "observed-3y";

/// The most draws that are made.
const MOST_DRAWS: u32 = 1_000_000;

/// How scenarios are simulated.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Study {
    /// Baseline to use instead of the scenario's: an embedded one, a folder, a packed file
    #[arg(long, value_name = "BASELINE")]
    baseline: Option<String>,
    /// Set of trade elasticities, or `all` for the range over every set of the baseline
    #[arg(long, value_name = "SET")]
    elasticities: Option<String>,
    /// Draw the elasticities N times, for 90 % intervals; 0 for none [a page: 100]
    #[arg(long, value_name = "N", value_parser = draws)]
    draws: Option<u32>,
    /// Seed of the draws; the same seed gives the same numbers
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Whose goods to follow: importer that changed its policy, exporter that was hit
    #[arg(long, value_name = "IMPORTER:EXPORTER", value_parser = pair)]
    diversion: Vec<(String, String)>,
}

/// With how many elasticities a scenario is solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Breadth {
    /// Those that were chosen.
    Chosen,
    /// Those, and every set of the baseline.
    Sets,
    /// Those, every set, and three years on.
    Page,
}

/// A scenario that was simulated.
pub(crate) struct Simulated {
    /// The baseline that it was simulated on.
    pub(crate) about: About,
    /// Under the elasticities that were chosen, with intervals where draws were asked for.
    pub(crate) outcome: Outcome,
    /// Under the baseline's own elasticities and each of its sets, where all were asked for.
    pub(crate) sets: Vec<Outcome>,
    /// With elasticities as observed three years after a tariff: for a page, where the scenario has the baseline's own
    /// and the baseline has, or is given, such a set.
    pub(crate) three_years: Option<Outcome>,
}

impl Simulated {
    /// What stands above its columns: the name of an embedded scenario, or that of a file without its folder.
    pub(crate) fn label(&self) -> &str {
        let name = self.outcome.scenario.as_str();
        let file = name.rsplit(std::path::is_separator).next().unwrap_or(name);
        file.strip_suffix(".toml").unwrap_or(file)
    }

    /// Every outcome, each set of elasticities once.
    pub(crate) fn outcomes(&self) -> impl Iterator<Item = &Outcome> {
        let others = self.sets.iter().filter(|set| set.elasticities != self.outcome.elasticities);
        std::iter::once(&self.outcome).chain(others)
    }
}

fn draws(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(1) => Err("one draw makes no interval: give at least 2, or 0 for none".to_owned()),
        Ok(count) if count <= MOST_DRAWS => Ok(count),
        Ok(_) => Err(format!("at most {MOST_DRAWS}")),
        Err(_) => Err("not a whole number".to_owned()),
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let sides =
        text.split_once(':').filter(|(importer, exporter)| !importer.is_empty() && !exporter.is_empty());
    let (importer, exporter) = sides.ok_or("write two codes with a colon between them, such as USA:CHN")?;
    Ok((importer.to_owned(), exporter.to_owned()))
}

impl Study {
    /// The same with what was not asked for and a page needs: all sets and, where the baselines say how uncertain their
    /// elasticities are, draws.
    pub(crate) fn in_full(&self, names: &[String], draws: u32) -> Result<(Self, Vec<Simulated>), Failure> {
        let (scenarios, worlds) = self.open(names)?;
        let known = worlds.baselines.iter().all(says_how_uncertain);
        let asked = Self { draws: self.draws.or(known.then_some(draws)), ..self.clone() };
        let simulated = asked.simulate(names, &scenarios, &worlds, Breadth::Page)?;
        Ok((asked, simulated))
    }

    /// Simulates scenarios, all or none; everything that is wrong with any of them is said at once.
    pub(crate) fn run(&self, names: &[String]) -> Result<Vec<Simulated>, Failure> {
        let (scenarios, worlds) = self.open(names)?;
        let all = self.elasticities.as_deref() == Some(ALL);
        self.simulate(names, &scenarios, &worlds, if all { Breadth::Sets } else { Breadth::Chosen })
    }

    /// How many draws, where they are asked for or filled in, and their seed.
    pub(crate) fn draws(&self) -> (Option<u32>, u64) {
        (self.draws, self.seed)
    }

    /// The arguments that give the same answer again.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let mut words = Vec::new();
        let mut add = |option: &str, value: &str| words.extend([option.to_owned(), value.to_owned()]);
        self.baseline.iter().for_each(|baseline| add("--baseline", baseline));
        self.elasticities.iter().for_each(|set| add("--elasticities", set));
        if let Some(draws) = self.draws {
            add("--draws", &draws.to_string());
            add("--seed", &self.seed.to_string());
        }
        self.diversion.iter().for_each(|(n, i)| add("--diversion", &format!("{n}:{i}")));
        words
    }

    /// The scenarios, and the baselines that they need.
    fn open(&self, names: &[String]) -> Result<(Vec<Scenario>, Worlds), Failure> {
        let scenarios = every(names.iter().map(|name| self.scenario(name)))?;
        let worlds = Worlds::open(scenarios.iter().map(|scenario| self.world(scenario)))?;
        Ok((scenarios, worlds))
    }

    fn scenario(&self, name: &str) -> Result<Scenario, Error> {
        let mut scenario = compose::with_oil(Scenario::open(name)?)?;
        if let Some(set) = self.elasticities.as_ref().filter(|set| *set != ALL) {
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
        names: &[String],
        scenarios: &[Scenario],
        worlds: &Worlds,
        breadth: Breadth,
    ) -> Result<Vec<Simulated>, Failure> {
        let simulators = worlds.simulators();
        let steps = self.draws.map_or(0, |draws| u64::from(draws) * names.len() as u64);
        let progress = Progress::new(steps);
        let runs = names.iter().zip(scenarios).enumerate().map(|(at, (name, scenario))| {
            let world = worlds.position(self.world(scenario));
            let part = progress.part(at, names.len());
            let run = self.one(&simulators[world], name, scenario, breadth != Breadth::Chosen, &part);
            let run = run.map_err(|error| if names.len() > 1 { named(name, &error) } else { error });
            let (outcome, sets) = run?;
            let baseline = &worlds.baselines[world];
            let three_years = match breadth {
                Breadth::Page => self.three_years(&simulators[world], baseline, name, scenario)?,
                Breadth::Chosen | Breadth::Sets => None,
            };
            Ok(Simulated { about: baseline.about.clone(), outcome, sets, three_years })
        });
        every(runs)
    }

    /// The same scenario three years on; none if it chooses its elasticities itself, if there is no such set, or no
    /// equilibrium under it: the long run then stands alone.
    fn three_years(
        &self,
        simulator: &Simulator<'_>,
        baseline: &Baseline,
        name: &str,
        scenario: &Scenario,
    ) -> Result<Option<Outcome>, Error> {
        if scenario.model.elasticities.is_some() || !has_set(baseline, THREE_YEARS) {
            return Ok(None);
        }
        let mut scenario = scenario.clone();
        scenario.model.elasticities = Some(THREE_YEARS.to_owned());
        let options = Options { diversions: self.diversion.clone(), draws: None };
        match simulator.simulate(name, &scenario, &options) {
            Ok(outcome) => Ok(Some(outcome)),
            Err(error) if error.is_unsolved() => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn one(
        &self,
        simulator: &Simulator<'_>,
        name: &str,
        scenario: &Scenario,
        all_sets: bool,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<(Outcome, Vec<Outcome>), Error> {
        let draws = self.draws.filter(|count| *count > 0);
        let draws = draws.map(|count| Draws { count: count as usize, seed: self.seed });
        let options = Options { diversions: self.diversion.clone(), draws };
        let outcome = || simulator.simulate_with(name, scenario, &options, progress);
        if all_sets {
            let without = Options { draws: None, ..options.clone() };
            Ok((outcome()?, simulator.simulate_sets(name, scenario, &without)?))
        } else {
            Ok((timed(outcome)?, Vec::new()))
        }
    }
}

/// Whether a set of elasticities can be chosen on a baseline.
fn has_set(baseline: &Baseline, set: &str) -> bool {
    let mut scenario = Scenario::new(set);
    scenario.model.elasticities = Some(set.to_owned());
    scenario.resolve(baseline).is_ok()
}

/// Whether intervals can be given for results on a baseline.
fn says_how_uncertain(baseline: &Baseline) -> bool {
    !baseline.elasticity_sets().is_empty() || baseline.sectors.iter().any(|s| s.elasticity_se.is_some())
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
