//! What happens if everybody does what is best for them against all others.

use crate::contest::Contest;
use crate::descent::{Effort, Memory};
use crate::error::{Error, ErrorKind};
use crate::response::{Path, Response, Search, Stand};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use thalweg_core::Problem;
use thalweg_trade::Policy;

/// A Nash equilibrium: no player gains by moving alone, as far as a search from several starts can tell.
///
/// There may be others; the one that is found is reached from the policy at which the war began.
///
/// ```
/// use thalweg_talks::{Contest, Game, Player, Scheme, Search, War};
/// use thalweg_trade::{Base, Baseline, Model, Settings};
///
/// let world = Baseline::embedded("world-2011")?;
/// let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
/// let base = Base::new(&world, &elasticities, &Model::default(), Settings::default())?;
/// let against = |who: &str, whom: &str| Player::new(who).scheme(Scheme::Uniform).against([whom]).bounds(0.0, 2.0);
/// let game = Game { players: vec![against("USA", "CHN"), against("CHN", "USA")], ..Game::default() };
/// let contest = Contest::new(&world, &base, &game)?;
/// let war = contest.war(base.policy(), &Search { random_starts: 1, ..Search::default() })?;
/// assert!(war.regret_pct <= War::REGRET);
/// // both sides tax
/// assert!(war.players.iter().all(|player| player.rates[0] > 0.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct War {
    /// Every player's rates in the war and its welfare, in the order of the game, with what its best response to it was
    /// found to be: here [`Response::gain_pct`] is the **regret**, what it could still gain.
    pub players: Vec<Response>,
    /// The largest regret, percent.
    pub regret_pct: f64,
    /// The largest entry of any player's projected gradient.
    pub slope: f64,
    /// Rounds in which everybody moved.
    pub rounds: usize,
    /// The rates of all countries.
    #[serde(skip)]
    pub policy: Policy,
}

impl War {
    /// Regret, in percent of welfare, up to which the war is an equilibrium.
    pub const REGRET: f64 = 1e-6;
}

/// Rounds of moves after which a war is given up.
const ROUNDS: usize = 60;
/// Times that everybody may look for something better, far from where they stand.
const LOOKS: usize = 8;
/// Slope to which players go in the first round; each round asks for more.
const ROUGH: f64 = 1e-4;

/// A war under way.
struct Campaign<'a> {
    contest: &'a Contest<'a>,
    search: &'a Search,
    policy: Policy,
    /// By player, the scales of the variables and what is known of the payoff.
    scales: Vec<Vec<f64>>,
    memories: Vec<Memory>,
    path: Path<'a>,
    rounds: usize,
}

impl Contest<'_> {
    /// The trade war that a policy ends in if everybody answers everybody: best responses in turn, from where each
    /// stands, until nobody moves; then everybody looks for something better from several starts, and the war goes on if
    /// anybody finds it.
    ///
    /// # Errors
    /// If some policy on the way has no equilibrium, if players never stop moving, or if somebody always finds something
    /// better: then there may be no equilibrium in pure strategies.
    pub fn war(&self, from: &Policy, search: &Search) -> Result<War, Error> {
        let mut campaign = Campaign::new(self, from, search)?;
        for _ in 0..LOOKS {
            campaign.settle()?;
            let players = campaign.look()?;
            let regret_pct = players.iter().fold(0.0f64, |largest, player| largest.max(player.gain_pct));
            if regret_pct <= War::REGRET {
                let slope = players.iter().fold(0.0f64, |largest, player| largest.max(player.slope));
                let players = players.into_iter().enumerate().map(|(p, r)| campaign.staying(p, r)).collect();
                let (rounds, policy) = (campaign.rounds, campaign.policy);
                return Ok(War { players, regret_pct, slope, rounds, policy });
            }
            campaign.move_to(&players);
        }
        Err(unsettled(format!("after {LOOKS} looks at other strategies somebody still gains by another one")))
    }
}

fn unsettled(message: String) -> Error {
    let problem = Problem::new(format!("the war does not end: {message}"));
    Error::new(ErrorKind::Unsolved, vec![problem.help("begin at another policy, or narrow the bounds")])
}

impl<'a> Campaign<'a> {
    fn new(contest: &'a Contest<'a>, from: &Policy, search: &'a Search) -> Result<Self, Error> {
        let mut policy = from.clone();
        for seat in &contest.seats {
            let rates = seat.instruments.rates(&policy);
            seat.instruments.set(&rates, &mut policy);
        }
        let at = contest.base.solve(policy)?;
        let scales = contest.seats.iter().map(|seat| seat.instruments.scales(contest.base, &at)).collect();
        let memories = vec![Memory::default(); contest.seats.len()];
        let path = Path { walk: contest.base.walk_from(&at), position: 0 };
        Ok(Self { contest, search, policy: at.policy, scales, memories, path, rounds: 0 })
    }

    /// Players move in turn until a round in which nobody does.
    fn settle(&mut self) -> Result<(), Error> {
        let mut tolerance = ROUGH.max(self.search.tolerance);
        for _ in 0..ROUNDS {
            self.rounds += 1;
            let moved = self.round(tolerance)?;
            if !moved && tolerance <= self.search.tolerance {
                return Ok(());
            }
            tolerance = (0.1 * tolerance).max(self.search.tolerance);
        }
        Err(unsettled(format!("after {ROUNDS} rounds somebody still moves")))
    }

    /// One move of each player; whether anybody moved.
    fn round(&mut self, tolerance: f64) -> Result<bool, Error> {
        let effort = Effort { tolerance, steps: self.search.steps };
        let mut moved = false;
        for (player, seat) in self.contest.seats.iter().enumerate() {
            let stand = Stand::new(self.contest.base, seat, &self.policy, self.scales[player].clone());
            let rates = seat.instruments.rates(&self.policy);
            self.path.position = player;
            let end = stand.descend(&rates, effort, &mut self.memories[player], &mut self.path);
            let end = end.ok_or_else(|| {
                unsettled(format!("no equilibrium was found where {} would move from", seat.code))
            })?;
            if end.evaluations > 1 {
                moved = true;
                let rates = stand.rates(&end.point);
                seat.instruments.set(&rates, &mut self.policy);
            }
        }
        Ok(moved)
    }

    /// What each could still gain, from several starts.
    fn look(&self) -> Result<Vec<Response>, Error> {
        let at = self.contest.base.solve(self.policy.clone())?;
        let players = (0..self.contest.seats.len()).into_par_iter();
        players.map(|player| self.contest.respond_at(player, &at, self.search)).collect()
    }

    /// A player who found nothing better, at the rates where it stays.
    fn staying(&self, player: usize, response: Response) -> Response {
        let instruments = &self.contest.seats[player].instruments;
        let rates = instruments.rates(&self.policy);
        Response { at_bound: instruments.at_bound(&rates), rates, ..response }
    }

    /// Those who found something better go there.
    fn move_to(&mut self, found: &[Response]) {
        for (player, response) in found.iter().enumerate().filter(|(_, r)| r.gain_pct > War::REGRET) {
            self.contest.seats[player].instruments.set(&response.rates, &mut self.policy);
            self.memories[player] = Memory::default();
        }
    }
}
