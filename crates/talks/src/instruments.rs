//! The instruments of a player: which tariffs move together.

use crate::game::{Player, Scheme};
use thalweg_core::Problem;
use thalweg_trade::{Baseline, Gradient, Policy};

/// Instruments of one country as groups of tariffs, each group at one rate.
#[derive(Debug, Clone, PartialEq)]
pub struct Instruments {
    country: usize,
    bounds: (f64, f64),
    /// By instrument, the tariffs that it sets: (sector, exporter).
    cells: Vec<Vec<(usize, usize)>>,
}

impl Instruments {
    /// The instruments of a player on a baseline.
    ///
    /// # Errors
    /// Everything that is wrong with them: unknown codes, bounds that cross or reach -1, no tariff to set.
    pub fn new(baseline: &Baseline, player: &Player) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let code = player.country.as_str();
        let country = baseline.country(code);
        if country.is_none() {
            problems.push(unknown("country", code, baseline.countries.iter().map(|c| c.code.as_str())));
        }
        let partners = exporters(baseline, player, &mut problems);
        let sectors = sectors(baseline, player, &mut problems);
        let (low, high) = player.bounds;
        if !(low > -1.0 && low <= high && high.is_finite()) {
            let message = format!("the bounds of {code}, {low} and {high}, hold no tariff");
            problems
                .push(Problem::new(message).help("tariffs are fractions above -1, the lower bound first"));
        }
        let cells = cells(player.scheme, &sectors, &partners);
        if cells.is_empty() && problems.is_empty() {
            let message = format!("{code} has no instrument: no sector or no partner is left");
            problems.push(Problem::new(message).help("name other countries, and sectors of the baseline"));
        }
        match country {
            Some(country) if problems.is_empty() => Ok(Self { country, bounds: player.bounds, cells }),
            _ => Err(problems),
        }
    }

    /// Number of instruments.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Position of the country that sets them.
    pub fn country(&self) -> usize {
        self.country
    }

    /// Lowest and highest rate, as fractions.
    pub fn bounds(&self) -> (f64, f64) {
        self.bounds
    }

    /// The tariffs that an instrument sets: (sector, exporter).
    pub fn cells(&self, instrument: usize) -> &[(usize, usize)] {
        &self.cells[instrument]
    }

    /// The rates that a policy has, within bounds; of a group the plain mean.
    pub fn rates(&self, policy: &Policy) -> Vec<f64> {
        let rate = |&(j, i): &(usize, usize)| policy.tariffs.get(j, self.country, i);
        let mean = |cells: &Vec<(usize, usize)>| cells.iter().map(rate).sum::<f64>() / cells.len() as f64;
        self.cells.iter().map(|cells| mean(cells).clamp(self.bounds.0, self.bounds.1)).collect()
    }

    /// The instruments whose rate is at a bound.
    pub fn at_bound(&self, rates: &[f64]) -> Vec<usize> {
        let (low, high) = self.bounds;
        (0..rates.len()).filter(|k| rates[*k] <= low || rates[*k] >= high).collect()
    }

    /// Sets the rates, one per instrument, in a policy.
    pub fn set(&self, rates: &[f64], policy: &mut Policy) {
        for (cells, rate) in self.cells.iter().zip(rates) {
            for (j, i) in cells {
                *policy.tariffs.get_mut(*j, self.country, *i) = *rate;
            }
        }
    }

    /// The gradient by rate of each instrument: the sum over the tariffs that it sets.
    pub fn gradient(&self, gradient: &Gradient) -> Vec<f64> {
        let slope = |&(j, i): &(usize, usize)| gradient.tariffs.get(j, self.country, i);
        self.cells.iter().map(|cells| cells.iter().map(slope).sum()).collect()
    }
}

fn unknown<'a>(what: &str, word: &str, known: impl Iterator<Item = &'a str>) -> Problem {
    let problem = Problem::new(format!("the baseline has no {what} `{word}`"));
    match thalweg_core::nearest(word, known) {
        Some(near) => problem.help(format!("the nearest known word is `{near}`")),
        None => problem,
    }
}

/// Positions of the exporters that a player's tariffs hit: those named, or all others.
fn exporters(baseline: &Baseline, player: &Player, problems: &mut Vec<Problem>) -> Vec<usize> {
    let codes = || baseline.countries.iter().map(|c| c.code.as_str());
    if player.partners.is_empty() {
        return (0..baseline.countries.len())
            .filter(|i| baseline.countries[*i].code != player.country)
            .collect();
    }
    let mut found = Vec::new();
    for code in &player.partners {
        match baseline.country(code) {
            Some(_) if *code == player.country => {
                problems.push(Problem::new(format!("{code} cannot set tariffs against itself")));
            }
            Some(i) => found.push(i),
            None => problems.push(unknown("country", code, codes())),
        }
    }
    found
}

/// Positions of the sectors that a player's tariffs hit: those named, or all that are tradable.
fn sectors(baseline: &Baseline, player: &Player, problems: &mut Vec<Problem>) -> Vec<usize> {
    if player.sectors.is_empty() {
        return (0..baseline.sectors.len()).filter(|j| baseline.sectors[*j].tradable).collect();
    }
    let mut found = Vec::new();
    for code in &player.sectors {
        match baseline.sector(code) {
            Some(j) => found.push(j),
            None => problems.push(unknown("sector", code, baseline.sectors.iter().map(|s| s.code.as_str()))),
        }
    }
    found
}

fn cells(scheme: Scheme, sectors: &[usize], partners: &[usize]) -> Vec<Vec<(usize, usize)>> {
    let of = |j: usize| partners.iter().map(move |i| (j, *i));
    let groups: Vec<Vec<(usize, usize)>> = match scheme {
        Scheme::BySectorAndPartner => sectors.iter().flat_map(|j| of(*j)).map(|cell| vec![cell]).collect(),
        Scheme::BySector => sectors.iter().map(|j| of(*j).collect()).collect(),
        Scheme::ByPartner => partners.iter().map(|i| sectors.iter().map(|j| (*j, *i)).collect()).collect(),
        Scheme::Uniform => vec![sectors.iter().flat_map(|j| of(*j)).collect()],
    };
    groups.into_iter().filter(|cells| !cells.is_empty()).collect()
}
