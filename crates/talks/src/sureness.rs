//! How sure it is that a deal is signed and kept, if trade elasticities are not known.
//!
//! The draws are those of the trade engine ([`thalweg_trade::uncertainty::Spread`]): a common factor and noise by sector,
//! a stream of random numbers for each. In each draw the world is prepared with the drawn elasticities and the same
//! policies are solved on it: the parties have agreed on rates, not on what these bring. Only a breach is not agreed on:
//! in each draw a party breaks the deal as is best for it there.

use crate::contest::Contest;
use crate::deal::solution::NOTHING;
use crate::deal::temptation::Tempting;
use crate::descent::{Effort, Memory};
use crate::error::{Error, ErrorKind};
use crate::kept::MISSED;
use crate::patience::refuse_factor;
use crate::response::{Path, Search, Stand};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicUsize, Ordering};
use thalweg_core::Problem;
use thalweg_trade::uncertainty::{Spread, quantile};
use thalweg_trade::{Baseline, Draws, Equilibrium, Policy};

/// The policies that are looked at: the same in every draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreed<'a> {
    /// What the parties sign.
    pub deal: &'a Policy,
    /// What happens if they do not.
    pub threat: &'a Policy,
    /// What answers a breach.
    pub war: &'a Policy,
}

/// How sure it is that a deal is signed and kept: medians, 90 percent intervals and shares of draws.
///
/// ```
/// use thalweg_talks::{Agreed, Contest, Game, Player, Rule, Scheme, Search, Threat};
/// use thalweg_trade::{Base, Baseline, Draws, Model, Settings};
///
/// let mut world = Baseline::embedded("world-2011")?;
/// for sector in &mut world.sectors {
///     sector.elasticity_se = Some(0.2 * sector.elasticity);
/// }
/// let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
/// let base = Base::new(&world, &elasticities, &Model::default(), Settings::default())?;
/// let against = |who: &str, whom: &str| Player::new(who).scheme(Scheme::Uniform).against([whom]).bounds(0.0, 2.0);
/// let game = Game { players: vec![against("USA", "CHN"), against("CHN", "USA")], ..Game::default() };
/// let contest = Contest::new(&world, &base, &game)?;
///
/// let search = Search { random_starts: 0, ..Search::default() };
/// let war = contest.threat(Threat::War, &[], &search)?.policy;
/// let peace = base.policy();
/// let agreed = Agreed { deal: peace, threat: &war, war: &war };
/// let sure = contest.sureness(&world, &[], agreed, 0.9, Draws { count: 4, seed: 1 }, &search, &|_| {})?;
/// // peace is better than war for both, whatever the elasticities
/// assert_eq!((sure.signable, sure.kept), (1.0, 1.0));
/// assert!(sure.parties[0].gain_pct.low > 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sureness {
    /// Number of draws.
    pub draws: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// Draws in which some equilibrium was not found; they are left out.
    pub failed: usize,
    /// What one unit of the next period is worth today, in [0, 1).
    pub delta: f64,
    /// Share of draws in which every party gains over the threat, in [0, 1].
    pub signable: f64,
    /// Share of draws in which every party keeps the deal, in [0, 1].
    pub kept: f64,
    /// Share of draws in which the deal is signed and kept, in [0, 1].
    pub both: f64,
    /// The parties, in their order.
    pub parties: Vec<Sure>,
}

/// How sure it is for one party.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sure {
    /// The party.
    pub player: String,
    /// What the deal is worth to it, percent of government welfare over the threat.
    pub gain_pct: Band,
    /// What the deal is worth to it, percent of government welfare over the status quo.
    pub over_status_quo_pct: Band,
    /// What keeping the deal is worth over breaking it, percent of what it would have by breaking, see
    /// [`crate::Holding::margin_pct`].
    pub margin_pct: Band,
    /// Share of draws in which it gains over the threat, in [0, 1].
    pub gains: f64,
    /// Share of draws in which it keeps the deal, in [0, 1].
    pub keeps: f64,
}

/// A median and a 90 percent interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// Five percent of draws lie below.
    pub low: f64,
    /// Half of them do.
    pub median: f64,
    /// Ninety-five percent do.
    pub high: f64,
}

/// The share of draws that may fail before intervals are worth nothing.
const MAY_FAIL: f64 = 0.1;
/// Slope to which a breach is sought in each draw, from where it is best at the medians, and steps after which it is good
/// enough: what is left to gain is about half the square of the slope.
const ROUGH: Effort = Effort { tolerance: 1e-4, steps: 60 };

/// One party in one draw: logs of welfare over the threat, over the status quo, and over breaking the deal.
#[derive(Debug, Clone, Copy)]
struct Seen {
    over_threat: f64,
    over_status_quo: f64,
    over_breach: f64,
}

impl Seen {
    fn gains(&self) -> bool {
        self.over_threat > NOTHING
    }

    fn keeps(&self) -> bool {
        self.over_breach >= -MISSED
    }
}

impl Contest<'_> {
    /// How sure it is that a deal between some parties (positions of players; none means all) is better than the threat
    /// for all of them and that they keep it at a discount factor. `baseline` is the one that the contest was made of;
    /// `progress` is told how many draws are done, maybe from several threads. The same seed gives the same answer with
    /// any number of threads.
    ///
    /// # Errors
    /// A factor that is not in [0, 1), fewer than two parties, fewer than two draws, a baseline that says nothing of how
    /// uncertain its elasticities are, or no equilibrium at the medians or in more than a tenth of the draws.
    #[expect(clippy::too_many_arguments, reason = "each is one thing that is asked")]
    pub fn sureness(
        &self,
        baseline: &Baseline,
        parties: &[usize],
        agreed: Agreed<'_>,
        delta: f64,
        draws: Draws,
        search: &Search,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Sureness, Error> {
        refuse_factor(delta)?;
        let parties = self.seated(parties)?;
        refuse_few(draws)?;
        let medians: Vec<f64> = (0..baseline.sectors.len()).map(|j| self.base.elasticity(j)).collect();
        let spread = Spread::of(baseline, &self.base.touched_trade(agreed.war))?;
        let breach = |party: &usize| self.best_breach(*party, agreed.deal, agreed.war, search);
        let breaches: Vec<Vec<f64>> =
            parties.par_iter().map(|party| Ok(breach(party)?.rates)).collect::<Result<_, Error>>()?;
        let done = AtomicUsize::new(0);
        let look = |draw: usize| {
            let elasticities = spread.draw(&medians, draws.seed, draw as u64);
            let seen = self
                .base
                .redrawn(baseline, &elasticities)
                .map_err(Error::from)
                .and_then(|base| self.on(&base).seen(&parties, agreed, &breaches, delta));
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
            seen
        };
        let all: Vec<Result<Vec<Seen>, Error>> = (0..draws.count).into_par_iter().map(look).collect();
        let found = enough(all)?;
        let codes = parties.iter().map(|party| self.seats[*party].code.clone());
        Ok(Sureness::of(codes, draws, delta, &found))
    }

    /// What each party has of a deal on the world of this contest.
    fn seen(
        &self,
        parties: &[usize],
        agreed: Agreed<'_>,
        breaches: &[Vec<f64>],
        delta: f64,
    ) -> Result<Vec<Seen>, Error> {
        let solve = |policy: &Policy| self.base.solve(policy.clone());
        let (deal, threat, war) = (solve(agreed.deal)?, solve(agreed.threat)?, solve(agreed.war)?);
        let before = solve(&self.status_quo)?;
        let of = |(party, rates): (&usize, &Vec<f64>)| {
            let value = |at: &Equilibrium| self.seats[*party].payoff.value(at);
            let breach = self.breach_near(*party, &deal, rates)?.max(value(&deal));
            let seen = Seen {
                over_threat: value(&deal) - value(&threat),
                over_status_quo: value(&deal) - value(&before),
                over_breach: value(&deal) - Tempting::of(breach, value(&war), delta).without,
            };
            let all = [seen.over_threat, seen.over_status_quo, seen.over_breach];
            all.iter().all(|log| log.is_finite()).then_some(seen).ok_or_else(nothing_left)
        };
        parties.iter().zip(breaches).map(of).collect()
    }

    /// Log payoff of a party's best breach of a deal, from one that is about the best.
    fn breach_near(&self, party: usize, deal: &Equilibrium, rates: &[f64]) -> Result<f64, Error> {
        let seat = &self.seats[party];
        let stand = Stand::new(self.base, seat, &deal.policy, seat.instruments.scales(self.base, deal));
        let mut path = Path { walk: self.base.walk_from(deal), position: 0 };
        let end = stand.descend(rates, ROUGH, &mut Memory::default(), &mut path);
        end.map(|end| -end.value).filter(|payoff| payoff.is_finite()).ok_or_else(nothing_left)
    }
}

impl Sureness {
    fn of(codes: impl Iterator<Item = String>, draws: Draws, delta: f64, found: &[Vec<Seen>]) -> Self {
        let share = |is_so: &dyn Fn(&Vec<Seen>) -> bool| {
            found.iter().filter(|seen| is_so(seen)).count() as f64 / found.len() as f64
        };
        let party = |(p, player): (usize, String)| Sure {
            player,
            gain_pct: Band::of(found.iter().map(|seen| seen[p].over_threat)),
            over_status_quo_pct: Band::of(found.iter().map(|seen| seen[p].over_status_quo)),
            margin_pct: Band::of(found.iter().map(|seen| seen[p].over_breach)),
            gains: share(&|seen| seen[p].gains()),
            keeps: share(&|seen| seen[p].keeps()),
        };
        Self {
            draws: draws.count,
            seed: draws.seed,
            failed: draws.count - found.len(),
            delta,
            signable: share(&|seen| seen.iter().all(Seen::gains)),
            kept: share(&|seen| seen.iter().all(Seen::keeps)),
            both: share(&|seen| seen.iter().all(|party| party.gains() && party.keeps())),
            parties: codes.enumerate().map(party).collect(),
        }
    }
}

impl Band {
    /// In percent, from logs.
    fn of(logs: impl Iterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = logs.map(|log| 100.0 * log.exp_m1()).collect();
        values.sort_by(f64::total_cmp);
        // there is at least one draw
        let at = |part: f64| quantile(&values, part).unwrap_or_default();
        Self { low: at(0.05), median: at(0.5), high: at(0.95) }
    }
}

fn refuse_few(draws: Draws) -> Result<(), Error> {
    if draws.count >= 2 {
        return Ok(());
    }
    let problem = Problem::new("intervals need at least 2 draws").help("200 are a good number");
    Err(Error::new(ErrorKind::Game, vec![problem]))
}

/// What was found, if enough was.
fn enough(all: Vec<Result<Vec<Seen>, Error>>) -> Result<Vec<Vec<Seen>>, Error> {
    let count = all.len();
    let (found, lost): (Vec<_>, Vec<_>) = all.into_iter().partition(Result::is_ok);
    if lost.len() as f64 > MAY_FAIL * count as f64 {
        let failed = lost.len();
        let first =
            lost.into_iter().find_map(Result::err).map_or_else(String::new, |error| error.to_string());
        let message = format!(
            "no equilibrium for {failed} of {count} draws, so that no interval is given; the first: {first}"
        );
        return Err(Error::new(ErrorKind::Unsolved, vec![Problem::new(message)]));
    }
    Ok(found.into_iter().filter_map(Result::ok).collect())
}

fn nothing_left() -> Error {
    Error::new(ErrorKind::Unsolved, vec![Problem::new("a party has nothing left to count")])
}
