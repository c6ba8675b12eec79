//! Political weights: of a table, or of the few sectors that count more.

use std::collections::BTreeMap;
use std::path::Path;
use thalweg_core::{Place, Problem, nearest};
use thalweg_trade::Baseline;

/// Where political weights come from.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Weights {
    /// Every sector counts the same: real income.
    Ones,
    /// A CSV file with the columns country, sector, weight.
    File(String, Place),
    /// The weights of some sectors; all others share what is left, so that the mean is one.
    Sectors(BTreeMap<String, f64>, Place),
}

impl Weights {
    /// One weight per sector of a baseline; none for ones.
    pub(super) fn of(
        &self,
        country: &str,
        baseline: &Baseline,
        folder: &Path,
    ) -> Result<Option<Vec<f64>>, Vec<Problem>> {
        match self {
            Self::Ones => Ok(None),
            Self::Sectors(some, place) => {
                let located = |problem: Problem| problem.at(place.clone());
                let given: Vec<(String, f64)> = some.iter().map(|(s, w)| (s.clone(), *w)).collect();
                let found = placed(&given, country, baseline);
                let found = found.map_err(|found| found.into_iter().map(located).collect::<Vec<_>>())?;
                Ok(Some(with_rest(found)))
            }
            Self::File(file, place) => {
                let rows = rows(&folder.join(file), country);
                let rows = rows.map_err(|problem| vec![located(problem, place)])?;
                let found = placed(&rows, country, baseline)?;
                let missing: Vec<&str> = found
                    .iter()
                    .zip(&baseline.sectors)
                    .filter(|(weight, _)| weight.is_none())
                    .map(|(_, sector)| sector.code.as_str())
                    .collect();
                if missing.is_empty() {
                    return Ok(Some(found.into_iter().flatten().collect()));
                }
                let message = format!("`{file}` has no weight of {country} for {}", missing.join(", "));
                Err(vec![Problem::new(message).at(place.clone()).help("give one weight per sector")])
            }
        }
    }
}

fn located(problem: Problem, place: &Place) -> Problem {
    if problem.place.is_some() { problem } else { problem.at(place.clone()) }
}

/// Weights at the positions of their sectors.
fn placed(
    given: &[(String, f64)],
    country: &str,
    baseline: &Baseline,
) -> Result<Vec<Option<f64>>, Vec<Problem>> {
    let mut found = vec![None; baseline.sectors.len()];
    let mut problems = Vec::new();
    for (code, weight) in given {
        match baseline.sector(code) {
            Some(j) if found[j].is_some() => {
                problems.push(Problem::new(format!("{country} has two weights for `{code}`")));
            }
            Some(j) => found[j] = Some(*weight),
            None => {
                let problem = Problem::new(format!("unknown sector `{code}` in the weights of {country}"));
                problems.push(match nearest(code, baseline.sectors.iter().map(|s| s.code.as_str())) {
                    Some(near) => problem.help(format!("the nearest known word is `{near}`")),
                    None => problem,
                });
            }
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

/// All weights, where those not given share what is left to a mean of one.
fn with_rest(given: Vec<Option<f64>>) -> Vec<f64> {
    let sum: f64 = given.iter().flatten().sum();
    let rest = given.iter().filter(|weight| weight.is_none()).count();
    let each = (given.len() as f64 - sum) / rest.max(1) as f64;
    given.into_iter().map(|weight| weight.unwrap_or(each)).collect()
}

/// The rows of one country in a table of weights.
fn rows(path: &Path, country: &str) -> Result<Vec<(String, f64)>, Problem> {
    const HEAD: [&str; 3] = ["country", "sector", "weight"];
    let label = path.display().to_string();
    let bytes = super::read(path)?;
    let text = thalweg_core::Text::from_bytes(&label, &bytes)?;
    let mut rows = Vec::new();
    for (number, line) in text.lines().filter(|(_, line)| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let at = || Place::new(&label, number, line);
        if number == 1 {
            if cells != HEAD {
                let problem = Problem::new("a table of political weights has other columns").at(at());
                return Err(problem.help(format!("the first line is `{}`", HEAD.join(","))));
            }
            continue;
        }
        let [code, sector, weight] = cells[..] else {
            return Err(Problem::new(format!("{} cells where 3 should be", cells.len())).at(at()));
        };
        if code == country {
            let weight = weight.parse::<f64>();
            let weight = weight.map_err(|_| Problem::new("the weight is not a number").at(at()))?;
            rows.push((sector.to_owned(), weight));
        }
    }
    Ok(rows)
}
