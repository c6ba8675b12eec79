//! A finite menu: a few named policies for each player, and what every combination of them is worth to everybody.

use crate::contest::Contest;
use crate::error::{Error, ErrorKind};
use crate::instruments::Instruments;
use rayon::prelude::*;
use serde::Serialize;
use std::sync::atomic::{AtomicUsize, Ordering};
use thalweg_core::Problem;
use thalweg_trade::Policy;

/// One policy on a player's menu.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Strategy {
    /// What readers call it.
    pub name: String,
    /// The player's rates, one per instrument, as fractions.
    pub rates: Vec<f64>,
}

/// A game in normal form: what every combination of strategies is worth to every player.
///
/// ```
/// use thalweg_talks::{Contest, Game, Player, Scheme, Strategy};
/// use thalweg_trade::{Base, Baseline, Model, Settings};
///
/// let world = Baseline::embedded("world-2011")?;
/// let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
/// let base = Base::new(&world, &elasticities, &Model::default(), Settings::default())?;
/// let against = |who: &str, whom: &str| Player::new(who).scheme(Scheme::Uniform).against([whom]).bounds(0.0, 2.0);
/// let game = Game { players: vec![against("USA", "CHN"), against("CHN", "USA")], ..Game::default() };
/// let contest = Contest::new(&world, &base, &game)?;
///
/// let menu = || vec![Strategy::new("open", vec![0.0]), Strategy::new("ten percent", vec![0.1])];
/// let table = contest.menu(base.policy(), &[menu(), menu()], &|_, _| {})?;
/// // each taxes, whatever the other does
/// assert_eq!(table.pure_equilibria(), [[1, 1]]);
/// assert!(table.nfg("two uniform tariffs").starts_with("NFG 1 R \"two uniform tariffs\""));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// The players, in the order of the game.
    pub players: Vec<String>,
    /// By player, the names of its strategies.
    pub strategies: Vec<Vec<String>>,
    /// By combination, government welfare of every player, percent over the base, rounded to [`Table::PLACES`] decimals.
    /// The first player's strategy changes fastest: [`Table::number`].
    pub payoffs: Vec<Vec<f64>>,
}

impl Strategy {
    /// A strategy by its rates.
    pub fn new(name: impl Into<String>, rates: Vec<f64>) -> Self {
        Self { name: name.into(), rates }
    }

    /// What a policy means for one player, whose instruments are given: its part of a deal, of a war, of the status quo.
    pub fn of(name: impl Into<String>, instruments: &Instruments, policy: &Policy) -> Self {
        Self::new(name, instruments.rates(policy))
    }
}

impl Table {
    /// Decimals that payoffs are rounded to. An equilibrium of the world is known no better, and equal payoffs must be
    /// equal numbers for whoever looks for best replies.
    pub const PLACES: i32 = 7;
    /// Most combinations.
    pub const COMBINATIONS: usize = 100_000;

    /// The position of a combination, one strategy per player, in [`Table::payoffs`].
    pub fn number(&self, combination: &[usize]) -> usize {
        let places = combination.iter().zip(&self.strategies).rev();
        places.fold(0, |number, (strategy, all)| number * all.len() + strategy)
    }

    /// The combination at a position.
    pub fn combination(&self, number: usize) -> Vec<usize> {
        combination(self.strategies.iter().map(Vec::len), number)
    }

    /// The combinations in which every player's strategy is a best reply to those of the others, if only one among
    /// equals: the Nash equilibria in pure strategies, in the order of their positions.
    pub fn pure_equilibria(&self) -> Vec<Vec<usize>> {
        let all = (0..self.payoffs.len()).map(|number| self.combination(number));
        all.filter(|combination| self.is_equilibrium(combination)).collect()
    }

    fn is_equilibrium(&self, combination: &[usize]) -> bool {
        let here = &self.payoffs[self.number(combination)];
        let gains = |player: usize, other: usize| {
            let mut moved = combination.to_vec();
            moved[player] = other;
            self.payoffs[self.number(&moved)][player] > here[player]
        };
        let mut players = self.strategies.iter().enumerate();
        players.all(|(player, own)| (0..own.len()).all(|other| !gains(player, other)))
    }
}

/// The combination at a position where players have so many strategies.
fn combination(sizes: impl Iterator<Item = usize>, number: usize) -> Vec<usize> {
    let digit = |rest: &mut usize, size: usize| {
        let size = size.max(1);
        let strategy = *rest % size;
        *rest /= size;
        Some(strategy)
    };
    sizes.scan(number, digit).collect()
}

impl Contest<'_> {
    /// What every combination of strategies is worth to every player, on top of a policy that holds for all else: one
    /// equilibrium each, on all threads. `menus` has the strategies of each player, in the order of the game. `progress`
    /// is told how many are done, of how many; it may be called from several threads.
    ///
    /// # Errors
    /// If there is not one menu per player, if a menu is empty or has a name twice or none, if a strategy has not one rate
    /// per instrument, if there are more than [`Table::COMBINATIONS`] combinations, or if one has no equilibrium.
    pub fn menu(
        &self,
        policy: &Policy,
        menus: &[Vec<Strategy>],
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Table, Error> {
        let problems = self.wrong_menus(menus);
        if !problems.is_empty() {
            return Err(Error::new(ErrorKind::Game, problems));
        }
        let total = menus.iter().map(Vec::len).product();
        let done = AtomicUsize::new(0);
        let solve = |number: usize| {
            let payoffs = self.worth(policy, menus, number);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
            payoffs
        };
        // all are gathered before the first error is looked for: which one it is does not depend on threads
        let solved: Vec<Result<Vec<f64>, Error>> = (0..total).into_par_iter().map(solve).collect();
        let names = |menu: &Vec<Strategy>| menu.iter().map(|strategy| strategy.name.clone()).collect();
        Ok(Table {
            players: (0..self.players()).map(|player| self.code(player).to_owned()).collect(),
            strategies: menus.iter().map(names).collect(),
            payoffs: solved.into_iter().collect::<Result<_, _>>()?,
        })
    }

    fn worth(&self, policy: &Policy, menus: &[Vec<Strategy>], number: usize) -> Result<Vec<f64>, Error> {
        let chosen = combination(menus.iter().map(Vec::len), number);
        let mut policy = policy.clone();
        for (player, strategy) in chosen.iter().enumerate() {
            self.instruments(player).set(&menus[player][*strategy].rates, &mut policy);
        }
        let at = self.base().solve(policy).map_err(|error| {
            let names = menus.iter().zip(&chosen).map(|(menu, k)| format!("`{}`", menu[*k].name));
            let who = names.collect::<Vec<_>>().join(", ");
            let told = |problem: &Problem| Problem {
                message: format!("if the players choose {who}: {}", problem.message),
                ..problem.clone()
            };
            Error::new(ErrorKind::Unsolved, error.problems().iter().map(told).collect())
        })?;
        let scale = 10f64.powi(Table::PLACES);
        // adding zero makes a negative zero a plain one
        let rounded = |player: usize| (scale * self.payoff(player).percent(&at)).round() / scale + 0.0;
        Ok((0..self.players()).map(rounded).collect())
    }

    fn wrong_menus(&self, menus: &[Vec<Strategy>]) -> Vec<Problem> {
        if menus.len() != self.players() {
            let message = format!("there are {} menus for {} players", menus.len(), self.players());
            return vec![Problem::new(message).help("give each player one, in the order of the game")];
        }
        let mut problems: Vec<Problem> =
            menus.iter().enumerate().flat_map(|(player, menu)| self.wrong_menu(player, menu)).collect();
        let total = menus.iter().try_fold(1usize, |total, menu| total.checked_mul(menu.len()));
        if total.is_none_or(|total| total > Table::COMBINATIONS) {
            let message = format!("there are more than {} combinations of policies", Table::COMBINATIONS);
            problems
                .push(Problem::new(message).help("shorten the menus: every combination is an equilibrium"));
        }
        problems
    }

    fn wrong_menu(&self, player: usize, menu: &[Strategy]) -> Vec<Problem> {
        let code = self.code(player);
        let wanted = self.instruments(player).len();
        let mut problems = Vec::new();
        if menu.is_empty() {
            problems
                .push(Problem::new(format!("the menu of {code} has no policies")).help("name at least one"));
        }
        for (k, strategy) in menu.iter().enumerate() {
            let Strategy { name, rates } = strategy;
            if name.trim().is_empty() {
                problems.push(Problem::new(format!("policy {} of {code} has no name", k + 1)));
            } else if menu[..k].iter().any(|other| other.name == *name) {
                let problem = Problem::new(format!("two policies of {code} are called `{name}`"));
                problems.push(problem.help("give each a name of its own"));
            }
            if rates.len() != wanted {
                let message = format!("policy `{name}` of {code} has {} rates", rates.len());
                let help = format!("give one for each of its {wanted} instruments");
                problems.push(Problem::new(message).help(help));
            }
        }
        problems
    }
}
