//! Whether a deal would be kept: how much each side must care about tomorrow.

use crate::contest::Contest;
use crate::error::{Error, ErrorKind};
use crate::response::{Response, Search};
use crate::withdrawal::{Withdrawal, withdraw};
use serde::{Deserialize, Serialize};
use thalweg_core::Problem;
use thalweg_trade::{Equilibrium, Policy};

/// On which terms a breach is answered.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Punishment {
    /// Periods that a limited war lasts before everybody returns to the deal; default 1.
    pub periods: u32,
    /// What a year's delay takes of a payoff, continuously compounded: 0.05 is five percent; default 0.05.
    pub discount_rate: f64,
}

impl Default for Punishment {
    fn default() -> Self {
        Self { periods: 1, discount_rate: 0.05 }
    }
}

/// Whether a deal would be kept, player by player.
///
/// Time goes on without end, and a payoff of the next period counts `delta` of one today. In the **deal** a player has
/// government welfare C; by a **breach**, its best response while the others still keep the deal, D for one period; in the
/// **war** that answers it, N. It keeps the deal if what the breach gains at once is not more than what the war costs
/// later. With war for ever (Friedman 1971, Review of Economic Studies 38(1)) that is `delta >= (D - C)/(D - N)`; with war
/// for k periods and the deal again afterwards, `D - C <= (C - N)(delta + ... + delta^k)`. All are levels, not logs; where
/// they are counted from does not matter.
///
/// ```
/// use thalweg_talks::{Contest, Game, Player, Scheme, Search, Punishment};
/// use thalweg_trade::{Base, Baseline, Model, Settings};
///
/// let world = Baseline::embedded("world-2011")?;
/// let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
/// let base = Base::new(&world, &elasticities, &Model::default(), Settings::default())?;
/// let against = |who: &str, whom: &str| Player::new(who).scheme(Scheme::Uniform).against([whom]).bounds(0.0, 2.0);
/// let game = Game { players: vec![against("USA", "CHN"), against("CHN", "USA")], ..Game::default() };
/// let contest = Contest::new(&world, &base, &game)?;
///
/// let search = Search { random_starts: 0, ..Search::default() };
/// let war = contest.war(base.policy(), &search)?;
/// let patience = contest.patience(base.policy(), &war.policy, &Punishment::default(), &search)?;
/// // each would rather tax, and each can be held to the status quo by the threat of war
/// assert!(patience.players.iter().all(|player| player.breach_pct > player.deal_pct));
/// assert_eq!(patience.kept_at(0.95)?, ["USA", "CHN"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Patience {
    /// Every player, in the order of the game.
    pub players: Vec<Keeping>,
    /// Smallest discount factor at which all players keep the deal under the threat of war for ever; absent where
    /// somebody never does.
    pub delta: Option<f64>,
    /// Longest time between a breach and the answer to it at which all still keep the deal, years; absent where any
    /// delay is bearable (then `delta` is zero) and where none is (then `delta` is absent).
    pub answer_within_years: Option<f64>,
    /// The terms that were asked.
    pub terms: Punishment,
}

/// Whether one player would keep a deal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Keeping {
    /// The player.
    pub player: String,
    /// What decides.
    pub verdict: Verdict,
    /// Government welfare in the deal, percent over the base: C.
    pub deal_pct: f64,
    /// Government welfare at its best breach while the others keep the deal, percent over the base: D.
    pub breach_pct: f64,
    /// Government welfare in the war, percent over the base: N.
    pub war_pct: f64,
    /// Smallest discount factor at which it keeps the deal under the threat of war for ever, in [0, 1): `(D - C)/(D - N)`;
    /// absent where it never does.
    pub delta: Option<f64>,
    /// The same with war for the periods of the terms; absent where so short a war deters at no discount factor.
    pub delta_of_periods: Option<f64>,
    /// Fewest periods of war that can deter at all, for the most patient; absent where none are needed or none are enough.
    pub shortest_war: Option<u64>,
    /// What the others take back where they only withdraw equivalent concessions, and what the player is left with: W.
    /// Absent where there is no gainful breach to answer.
    pub withdrawal: Option<Withdrawal>,
    /// The discount factor with W for ever in place of war; absent where W is not below C, so that it never deters.
    pub delta_equivalent: Option<f64>,
    /// Longest time between the breach and the answer at which it still keeps the deal, years: `-ln(delta)` over the
    /// discount rate. Absent where it is never tempted and where it never keeps the deal: the verdict says which.
    pub answer_within_years: Option<f64>,
    /// The same in months.
    pub answer_within_months: Option<f64>,
    /// The rates of the best breach, one per instrument, as fractions.
    pub breach_rates: Vec<f64>,
    /// Searches for the best breach that ended.
    pub starts: usize,
}

/// What decides whether a player keeps a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// No breach gains anything: it keeps the deal whatever tomorrow is worth to it, and however late the answer comes.
    NotTempted,
    /// It keeps the deal if it is patient enough.
    IfPatient,
    /// War is no worse for it than the deal: nothing that the others can threaten with holds it.
    Never,
}

/// Government welfare of one player in percent over the base: three levels, up to scale and origin.
#[derive(Debug, Clone, Copy)]
struct Stakes {
    deal: f64,
    breach: f64,
    war: f64,
}

impl Patience {
    /// Percentage points that a breach must gain before a player counts as tempted: below that it is rounding.
    pub const TEMPTED: f64 = 1e-6;

    /// The players that keep the deal at a discount factor, under the threat of war for ever, in the order of the game.
    ///
    /// # Errors
    /// If the factor is not in [0, 1).
    pub fn kept_at(&self, delta: f64) -> Result<Vec<&str>, Error> {
        refuse_factor(delta)?;
        let keeps = |player: &&Keeping| player.delta.is_some_and(|needed| needed <= delta);
        Ok(self.players.iter().filter(keeps).map(|player| player.player.as_str()).collect())
    }
}

impl Verdict {
    /// Its name in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotTempted => "not-tempted",
            Self::IfPatient => "if-patient",
            Self::Never => "never",
        }
    }
}

/// Refuses what is no discount factor.
pub(crate) fn refuse_factor(delta: f64) -> Result<(), Error> {
    if (0.0..1.0).contains(&delta) {
        return Ok(());
    }
    let problem = Problem::new(format!("a discount factor of {delta} is not in [0, 1)"));
    let help = "it says what one unit of the next period is worth today: 0.95, say";
    Err(Error::new(ErrorKind::Game, vec![problem.help(help)]))
}

impl Keeping {
    /// Smallest discount factor at which it keeps the deal under the threat of `periods` of war, in [0, 1); none where that
    /// deters at no factor.
    pub fn delta_of(&self, periods: u32) -> Option<f64> {
        self.stakes().delta_of(periods)
    }

    fn stakes(&self) -> Stakes {
        Stakes { deal: self.deal_pct, breach: self.breach_pct, war: self.war_pct }
    }
}

impl Punishment {
    fn check(&self) -> Result<(), Error> {
        let mut problems = Vec::new();
        if self.periods == 0 {
            let problem = Problem::new("a war of 0 periods is no answer to a breach");
            problems.push(problem.help("say for how many periods it lasts, at least 1"));
        }
        if !(self.discount_rate > 0.0 && self.discount_rate.is_finite()) {
            let problem =
                Problem::new(format!("a discount rate of {} is not above zero", self.discount_rate));
            problems.push(problem.help("it is a fraction per year: 0.05 for five percent"));
        }
        if problems.is_empty() { Ok(()) } else { Err(Error::new(ErrorKind::Game, problems)) }
    }
}

impl Stakes {
    fn verdict(self) -> Verdict {
        if self.breach - self.deal <= Patience::TEMPTED {
            Verdict::NotTempted
        } else if self.war < self.deal {
            Verdict::IfPatient
        } else {
            Verdict::Never
        }
    }

    fn delta(self) -> Option<f64> {
        match self.verdict() {
            Verdict::NotTempted => Some(0.0),
            Verdict::IfPatient => Some((self.breach - self.deal) / (self.breach - self.war)),
            Verdict::Never => None,
        }
    }

    /// Least delta with `breach - deal <= (deal - war)(delta + ... + delta^periods)`: the sum rises in delta, so by halving
    /// the interval that holds it.
    fn delta_of(self, periods: u32) -> Option<f64> {
        let wanted = match self.verdict() {
            Verdict::NotTempted => return Some(0.0),
            Verdict::IfPatient => (self.breach - self.deal) / (self.deal - self.war),
            Verdict::Never => return None,
        };
        if f64::from(periods) <= wanted {
            return None;
        }
        let sum = |delta: f64| delta * (1.0 - delta.powf(f64::from(periods))) / (1.0 - delta);
        let (mut low, mut high) = (0.0, 1.0);
        loop {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                return Some(high).filter(|delta| *delta < 1.0);
            }
            if sum(middle) < wanted { low = middle } else { high = middle }
        }
    }

    /// Fewest periods whose losses, all counted in full, are more than the gain.
    fn shortest_war(self) -> Option<u64> {
        let periods = || ((self.breach - self.deal) / (self.deal - self.war)).floor() as u64;
        (self.verdict() == Verdict::IfPatient).then(|| periods().saturating_add(1))
    }
}

/// A deal, and what answers a breach of it.
struct Trial<'a> {
    contest: &'a Contest<'a>,
    deal: Equilibrium,
    war: Equilibrium,
    terms: &'a Punishment,
    search: &'a Search,
}

impl Contest<'_> {
    /// Whether each player would keep a deal if a breach were answered by a war.
    ///
    /// # Errors
    /// If the terms are no terms (no period of war, a discount rate that is not above zero), or if there is no equilibrium
    /// at the deal, in the war, or wherever a player might go.
    pub fn patience(
        &self,
        deal: &Policy,
        war: &Policy,
        terms: &Punishment,
        search: &Search,
    ) -> Result<Patience, Error> {
        terms.check()?;
        let solve = |policy: &Policy| self.base().solve(policy.clone());
        let trial = Trial { contest: self, deal: solve(deal)?, war: solve(war)?, terms, search };
        let players: Vec<Keeping> =
            (0..self.players()).map(|player| trial.keeping(player)).collect::<Result<_, _>>()?;
        let delta = players.iter().map(|player| player.delta).try_fold(0.0f64, |m, d| Some(m.max(d?)));
        let answer_within_years = delta.and_then(|delta| terms.years(delta));
        Ok(Patience { players, delta, answer_within_years, terms: *terms })
    }
}

impl Contest<'_> {
    /// The best response to a deal: from all the usual starts, and once more from what the player would do in the war.
    /// Which markets are best shut is the same question in both, and a search from the deal may miss the answer.
    pub(crate) fn best_breach(
        &self,
        player: usize,
        deal: &Policy,
        war: &Policy,
        search: &Search,
    ) -> Result<Response, Error> {
        let instruments = self.instruments(player);
        let mut armed = deal.clone();
        instruments.set(&instruments.rates(war), &mut armed);
        let from_war = Search { random_starts: 0, ..*search };
        let one = self.respond(player, deal, search)?;
        let two = self.respond(player, &armed, &from_war)?;
        let (starts, evaluations) = (one.starts + two.starts, one.evaluations + two.evaluations);
        let best = if two.welfare_pct > one.welfare_pct { two } else { one };
        Ok(Response { starts, evaluations, ..best })
    }
}

impl Punishment {
    /// After how long a payoff counts `delta` of what it does today; none for zero: after no time.
    fn years(&self, delta: f64) -> Option<f64> {
        (delta > 0.0).then(|| -delta.ln() / self.discount_rate)
    }
}

impl Trial<'_> {
    fn keeping(&self, player: usize) -> Result<Keeping, Error> {
        let payoff = self.contest.payoff(player);
        let best = self.contest.best_breach(player, &self.deal.policy, &self.war.policy, self.search)?;
        let deal = payoff.percent(&self.deal);
        let stakes = Stakes { deal, breach: best.welfare_pct.max(deal), war: payoff.percent(&self.war) };
        let delta = stakes.delta();
        let mut keeping = Keeping {
            player: best.player,
            verdict: stakes.verdict(),
            deal_pct: stakes.deal,
            breach_pct: stakes.breach,
            war_pct: stakes.war,
            delta,
            delta_of_periods: stakes.delta_of(self.terms.periods),
            shortest_war: stakes.shortest_war(),
            withdrawal: None,
            delta_equivalent: Some(0.0),
            answer_within_years: delta.and_then(|delta| self.terms.years(delta)),
            answer_within_months: delta.and_then(|delta| self.terms.years(delta)).map(|years| 12.0 * years),
            breach_rates: best.rates,
            starts: best.starts,
        };
        if keeping.verdict != Verdict::NotTempted {
            let withdrawal = self.withdrawal(player, &keeping.breach_rates)?;
            keeping.delta_equivalent = Stakes { war: withdrawal.welfare_pct, ..stakes }.delta();
            keeping.withdrawal = Some(withdrawal);
        }
        Ok(keeping)
    }

    fn withdrawal(&self, player: usize, breach: &[f64]) -> Result<Withdrawal, Error> {
        let mut policy = self.deal.policy.clone();
        self.contest.instruments(player).set(breach, &mut policy);
        let breach = self.contest.base().solve(policy)?;
        withdraw(self.contest, player, &self.deal, &breach, &self.war.policy)
    }
}
