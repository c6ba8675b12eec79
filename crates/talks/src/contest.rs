//! A game put on a world: every player with its payoff and its instruments.

use crate::error::{Error, ErrorKind};
use crate::game::{Conditions, Game, Player};
use crate::instruments::Instruments;
use crate::payoff::Payoff;
use thalweg_core::Problem;
use thalweg_trade::{Base, Baseline, Equilibrium, Policy};

/// A game on a world. Everything that is played is asked of it: [`Contest::respond`], [`Contest::war`].
///
/// ```
/// use thalweg_talks::{Contest, Game, Player, Scheme, Search};
/// use thalweg_trade::{Base, Baseline, Model, Settings};
///
/// let world = Baseline::embedded("world-2011")?;
/// let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
/// let base = Base::new(&world, &elasticities, &Model::default(), Settings::default())?;
/// let usa = Player::new("USA").scheme(Scheme::Uniform).against(["CHN"]).bounds(0.0, 1.0);
/// let contest = Contest::new(&world, &base, &Game { players: vec![usa], ..Game::default() })?;
/// let best = contest.respond(0, base.policy(), &Search { random_starts: 0, ..Search::default() })?;
/// assert!(best.gain_pct > 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Contest<'a> {
    pub(crate) base: &'a Base,
    pub(crate) seats: Vec<Seat>,
    /// The policy before anybody moves.
    pub(crate) status_quo: Policy,
    /// Every country of the baseline by its code, with its real income as a payoff.
    pub(crate) countries: Vec<(String, Payoff)>,
    /// The third countries that no deal may harm.
    pub(crate) protected: Protected,
}

/// Third countries that no deal may harm.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Protected {
    /// Their positions.
    pub(crate) countries: Vec<usize>,
    /// Whether they are looked at together.
    pub(crate) together: bool,
}

/// One player on a world.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Seat {
    pub(crate) code: String,
    pub(crate) payoff: Payoff,
    pub(crate) instruments: Instruments,
    /// What is left of its instruments under the conditions of a deal.
    pub(crate) negotiable: Instruments,
}

impl<'a> Contest<'a> {
    /// Puts a game on a baseline and the base made of it; the status quo is the policy of the baseline.
    ///
    /// # Errors
    /// Everything that is wrong with the game: no players, one country twice, unknown codes, bounds that cross, weights
    /// that are not one per sector, positive or negative, one on average.
    pub fn new(baseline: &Baseline, base: &'a Base, game: &Game) -> Result<Self, Error> {
        Self::from(baseline, base, game, base.policy().clone())
    }

    /// Puts a game on a baseline with another policy as the status quo.
    ///
    /// # Errors
    /// As [`Contest::new`].
    pub fn from(baseline: &Baseline, base: &'a Base, game: &Game, status_quo: Policy) -> Result<Self, Error> {
        let mut problems = Vec::new();
        let mut seats: Vec<Seat> = Vec::new();
        if game.players.is_empty() {
            problems.push(Problem::new("the game has no players").help("name at least one"));
        }
        for player in &game.players {
            if seats.iter().any(|seat| seat.code == player.country) {
                problems.push(Problem::new(format!("{} plays twice", player.country)));
            }
            match seat(baseline, base, player, &game.conditions, &status_quo) {
                Ok(seat) => seats.push(seat),
                Err(found) => problems.extend(found),
            }
        }
        let protected = game.conditions.no_harm.as_ref().map_or(Ok(Protected::default()), |no_harm| {
            let found = baseline.select_countries(&no_harm.countries);
            found.map(|countries| Protected { countries, together: no_harm.together })
        });
        let mut protected = protected.unwrap_or_else(|found| {
            problems.extend(found);
            Protected::default()
        });
        if !problems.is_empty() {
            return Err(Error::new(ErrorKind::Game, problems));
        }
        protected.countries.retain(|n| seats.iter().all(|seat| seat.instruments.country() != *n));
        let ones = vec![1.0; baseline.sectors.len()];
        let country = |(n, c): (usize, &thalweg_trade::baseline::Country)| {
            (c.code.clone(), Payoff::new(base, n, &ones))
        };
        let countries = baseline.countries.iter().enumerate().map(country).collect();
        Ok(Self { base, seats, status_quo, countries, protected })
    }

    /// The same contest in which these third countries are protected and no others.
    pub(crate) fn protecting(&self, protected: Protected) -> Contest<'a> {
        let everybody: Vec<usize> = (0..self.seats.len()).collect();
        Contest { protected, ..self.only(&everybody) }
    }

    /// The same world with only some of the players; the others stand still.
    pub(crate) fn only(&self, players: &[usize]) -> Contest<'a> {
        Contest {
            base: self.base,
            seats: players.iter().map(|p| self.seats[*p].clone()).collect(),
            status_quo: self.status_quo.clone(),
            countries: self.countries.clone(),
            protected: self.protected.clone(),
        }
    }

    /// The same game on the same world with another base, of other elasticities.
    pub(crate) fn on<'b>(&self, base: &'b Base) -> Contest<'b> {
        let seat = |seat: &Seat| Seat { payoff: seat.payoff.on(base), ..seat.clone() };
        let country = |(code, payoff): &(String, Payoff)| (code.clone(), payoff.on(base));
        Contest {
            base,
            seats: self.seats.iter().map(seat).collect(),
            status_quo: self.status_quo.clone(),
            countries: self.countries.iter().map(country).collect(),
            protected: self.protected.clone(),
        }
    }

    /// The policy before anybody moves.
    pub fn status_quo(&self) -> &Policy {
        &self.status_quo
    }

    /// The base of the world on which it is played.
    pub fn base(&self) -> &Base {
        self.base
    }

    /// Number of players.
    pub fn players(&self) -> usize {
        self.seats.len()
    }

    /// The code of a player.
    pub fn code(&self, player: usize) -> &str {
        &self.seats[player].code
    }

    /// What a player counts.
    pub fn payoff(&self, player: usize) -> &Payoff {
        &self.seats[player].payoff
    }

    /// What a player sets.
    pub fn instruments(&self, player: usize) -> &Instruments {
        &self.seats[player].instruments
    }

    /// The payoff of a player (log of government welfare over its base) and its gradient by that player's own rates, at
    /// a policy.
    ///
    /// # Errors
    /// If there is no equilibrium, or no gradient at it.
    pub fn slopes(&self, player: usize, policy: Policy) -> Result<(f64, Vec<f64>), Error> {
        let at = self.base.solve(policy)?;
        Ok((self.seats[player].payoff.value(&at), self.seats[player].slopes(self.base, &at)?))
    }
}

impl Seat {
    /// The gradient of its payoff by its own rates.
    pub(crate) fn slopes(&self, base: &Base, at: &Equilibrium) -> Result<Vec<f64>, Error> {
        let gradient = base.gradient(at, &self.payoff.objective(at))?;
        Ok(self.instruments.gradient(&gradient))
    }
}

fn seat(
    baseline: &Baseline,
    base: &Base,
    player: &Player,
    conditions: &Conditions,
    status_quo: &Policy,
) -> Result<Seat, Vec<Problem>> {
    let sectors = baseline.sectors.len();
    let weights = player.weights.clone().unwrap_or_else(|| vec![1.0; sectors]);
    let wrong = wrong_weights(&player.country, &weights, sectors);
    let free = Instruments::new(baseline, player);
    let negotiable = free
        .as_ref()
        .map_or(Ok(None), |_| Instruments::under(baseline, player, conditions, status_quo).map(Some));
    match (free, negotiable, wrong) {
        (Ok(free), Ok(Some(negotiable)), None) => {
            let payoff = Payoff::new(base, free.country(), &weights);
            let instruments = if conditions.in_war { negotiable.clone() } else { free };
            Ok(Seat { code: player.country.clone(), payoff, instruments, negotiable })
        }
        (free, negotiable, wrong) => {
            let found = [free.err(), negotiable.err()].into_iter().flatten().flatten();
            Err(found.chain(wrong).collect())
        }
    }
}

/// How far from one the mean of political weights may be.
const MEAN_WITHIN: f64 = 1e-6;

fn wrong_weights(code: &str, weights: &[f64], sectors: usize) -> Option<Problem> {
    let mean = weights.iter().sum::<f64>() / weights.len() as f64;
    let wrong = if weights.len() != sectors {
        format!("{code} has {} political weights for {sectors} sectors", weights.len())
    } else if let Some(weight) = weights.iter().find(|weight| !weight.is_finite() || **weight < 0.0) {
        format!("{code} has a political weight of {weight}")
    } else if (mean - 1.0).abs() > MEAN_WITHIN {
        format!("the political weights of {code} are {mean:.6} on average")
    } else {
        return None;
    };
    Some(Problem::new(wrong).help("give one weight per sector, none below zero, one on average"))
}
