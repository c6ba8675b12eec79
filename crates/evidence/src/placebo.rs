//! Who else could have been treated: the same policy given to other countries.

use crate::panel::Panel;
use crate::regressor::Regressor;
use crate::sample::Sample;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use thalweg_trade::Cube;

/// How placebo policies are drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placebo {
    /// At most so many; where there are no more assignments than that, each is taken once.
    pub draws: usize,
    /// From which all chance comes.
    pub seed: u64,
    /// Pairs are comparable if both flows of the base year, over the pooled sectors, are above this (panel's unit).
    pub comparable: f64,
}

impl Default for Placebo {
    fn default() -> Self {
        Self { draws: 5000, seed: 1, comparable: 5000.0 }
    }
}

/// Assignments of the treated countries' parts to countries. The first is the true one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Assignments {
    /// The treated countries, sorted.
    treated: Vec<usize>,
    /// For each assignment, who plays the part of each treated country.
    players: Vec<Vec<usize>>,
    /// Whether these are all that there are.
    pub(crate) exhaustive: bool,
}

/// Random tries for one assignment that is eligible.
const TRIES: usize = 200;

impl Assignments {
    /// Assignments under which every treated pair is `eligible`. Countries in `fixed` play themselves, and nobody else.
    pub(crate) fn draw(
        regressor: &Regressor,
        countries: usize,
        fixed: &[usize],
        placebo: &Placebo,
        eligible: &dyn Fn(usize, usize) -> bool,
    ) -> Self {
        let treated: Vec<usize> =
            regressor.countries().into_iter().filter(|country| !fixed.contains(country)).collect();
        let pairs = regressor.pairs();
        let fits = |players: &[usize]| {
            let rename = |country: usize| renamed(&treated, players, country);
            pairs.iter().all(|(n, i)| eligible(rename(*n), rename(*i)))
        };
        let others: Vec<usize> = (0..countries).filter(|country| !fixed.contains(country)).collect();
        let mut players = match treated.len() {
            0 => Vec::new(),
            1 => others.iter().map(|one| vec![*one]).collect(),
            2 => ordered_pairs(&others),
            _ => random(&others, treated.len(), placebo, &fits),
        };
        let mut exhaustive = treated.len() <= 2;
        players.retain(|one| *one != treated && fits(one));
        let wanted = placebo.draws.saturating_sub(1);
        if players.len() > wanted {
            exhaustive = false;
            thin(&mut players, wanted, placebo.seed);
        }
        players.insert(0, treated.clone());
        Self { treated, players, exhaustive }
    }

    /// Pairs of which both flows were above a size in the base year.
    pub(crate) fn comparable(
        panel: &Panel,
        base: &Cube,
        sample: &Sample,
        regressor: &Regressor,
        placebo: &Placebo,
    ) -> Self {
        let flow = |n: usize, i: usize| Panel::total(base, &sample.sectors, n, i);
        let eligible =
            |n: usize, i: usize| n != i && flow(n, i) > placebo.comparable && flow(i, n) > placebo.comparable;
        Self::draw(regressor, panel.countries.len(), &[], placebo, &eligible)
    }

    /// All pairs.
    pub(crate) fn all(panel: &Panel, regressor: &Regressor, placebo: &Placebo) -> Self {
        Self::draw(regressor, panel.countries.len(), &[], placebo, &|n, i| n != i)
    }

    pub(crate) fn len(&self) -> usize {
        self.players.len()
    }

    /// Whether it gives the parts to others than those who were treated, in whatever order.
    pub(crate) fn is_placebo(&self, assignment: usize) -> bool {
        !self.players[assignment].iter().all(|player| self.treated.contains(player))
    }

    /// Who plays the part of a country in an assignment.
    pub(crate) fn rename(&self, assignment: usize, country: usize) -> usize {
        renamed(&self.treated, &self.players[assignment], country)
    }
}

fn renamed(treated: &[usize], players: &[usize], country: usize) -> usize {
    treated.binary_search(&country).map_or(country, |at| players[at])
}

fn ordered_pairs(others: &[usize]) -> Vec<Vec<usize>> {
    let pairs = others.iter().flat_map(|one| others.iter().map(move |other| vec![*one, *other]));
    pairs.filter(|pair| pair[0] != pair[1]).collect()
}

/// Keeps `wanted` of them, each as likely as any other, in their order.
fn thin(players: &mut Vec<Vec<usize>>, wanted: usize, seed: u64) {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut left = players.len();
    let mut needed = wanted;
    players.retain(|_| {
        let keep = below(&mut random, left) < needed;
        left -= 1;
        needed -= usize::from(keep);
        keep
    });
}

/// Casts of more than two parts, drawn at random, each once.
fn random(
    others: &[usize],
    parts: usize,
    placebo: &Placebo,
    fits: &dyn Fn(&[usize]) -> bool,
) -> Vec<Vec<usize>> {
    let mut random = ChaCha8Rng::seed_from_u64(placebo.seed);
    let mut found = std::collections::BTreeSet::new();
    if parts > others.len() {
        return Vec::new();
    }
    let mut failures = 0;
    while found.len() < placebo.draws && failures < TRIES * (found.len() + 10) {
        let mut pool = others.to_vec();
        for at in 0..parts {
            let pick = at + below(&mut random, pool.len() - at);
            pool.swap(at, pick);
        }
        pool.truncate(parts);
        if !(fits(&pool) && found.insert(pool)) {
            failures += 1;
        }
    }
    found.into_iter().collect()
}

/// A number below `limit`, each as likely as any other to far below what matters here.
fn below(random: &mut ChaCha8Rng, limit: usize) -> usize {
    usize::try_from((u128::from(random.next_u64()) * limit as u128) >> 64).unwrap_or_default()
}

/// The values of a statistic under all assignments.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Distribution {
    sorted: Vec<f64>,
}

impl Distribution {
    pub(crate) fn new(values: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = values.into_iter().filter(|value| value.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        Self { sorted }
    }

    pub(crate) fn len(&self) -> usize {
        self.sorted.len()
    }

    /// The part of assignments, the true one among them, that give at least as much in either direction.
    pub(crate) fn p(&self, actual: f64) -> f64 {
        let limit = actual.abs() * (1.0 - 1e-9);
        let beyond = self.sorted.iter().filter(|value| value.abs() >= limit).count();
        beyond as f64 / self.len().max(1) as f64
    }

    /// A quantile, between neighbours by their distance.
    pub(crate) fn quantile(&self, level: f64) -> Option<f64> {
        let last = self.sorted.len().checked_sub(1)?;
        let at = level * last as f64;
        let (below, above) = (at.floor() as usize, at.ceil() as usize);
        Some(self.sorted[below] + (at - at.floor()) * (self.sorted[above] - self.sorted[below]))
    }

    /// A standard deviation that a few wild values do not move: the middle 90 % over that of a normal distribution.
    pub(crate) fn spread(&self) -> Option<f64> {
        if self.len() < FEWEST {
            return None;
        }
        Some((self.quantile(0.95)? - self.quantile(0.05)?) / (2.0 * NORMAL_95))
    }
}

/// Fewest placebo values that make a distribution.
pub(crate) const FEWEST: usize = 20;

/// The 95 % quantile of the standard normal distribution.
pub(crate) const NORMAL_95: f64 = 1.644_853_626_951_472_2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_keeps_as_many_as_are_wanted_and_depends_on_the_seed_alone() {
        let all: Vec<Vec<usize>> = (0..1000).map(|k| vec![k]).collect();
        let kept = |seed| {
            let mut players = all.clone();
            thin(&mut players, 100, seed);
            players
        };
        assert_eq!(kept(1).len(), 100);
        assert_eq!(kept(1), kept(1));
        assert_ne!(kept(1), kept(2));
    }

    #[test]
    fn a_distribution_by_hand() {
        let values = Distribution::new([-2.0, 1.0, 0.0, 3.0, f64::NAN]);
        assert_eq!((values.len(), values.p(2.0), values.quantile(0.5)), (4, 0.5, Some(0.5)));
        assert_eq!(values.spread(), None);
    }
}
