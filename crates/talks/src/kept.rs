//! The best deal that can be kept at a given discount factor.
//!
//! A party keeps a deal t if `C(t) >= (1 - delta) D(t) + delta N`: C its government welfare in the deal, D what its best
//! breach brings for one period, N the war that answers (Friedman 1971, see [`crate::Patience`]). D is itself a maximum over
//! breaches, so this is a semi-infinite program, solved by exchange (Blankenship and Falk 1976, J. Optim. Theory Appl.
//! 19): the best package against a few breaches, then the best breach of that package, and so on. A breach that was best
//! nearby has the right slope by the envelope theorem, so that a few rounds are enough. At the end every party looks for
//! better breaches from several starts.

use crate::contest::Contest;
use crate::deal::lagrangian::{Aim, Package, Wanted};
use crate::deal::solution::{Bargain, NOTHING, unsolved};
use crate::deal::table::Table;
use crate::deal::temptation::{Temptation, Tempting};
use crate::deal::{Deal, Rule, ThreatPoint};
use crate::descent::{Effort, Memory};
use crate::error::Error;
use crate::patience::refuse_factor;
use crate::response::{Path, Response, Search, Stand};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use thalweg_trade::Policy;

/// The best deal under a rule among those that every party keeps at a discount factor.
///
/// ```
/// use thalweg_talks::{Contest, Game, Hold, Player, Rule, Scheme, Search, Threat};
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
/// let war = contest.threat(Threat::War, &[], &search)?;
/// let kept = contest.deal_kept(&[], &war, Rule::EqualGains, 0.2, &war.policy, &search)?;
/// // so little patience holds less than the parties would sign otherwise
/// assert_eq!(kept.hold, Hold::Bound);
/// assert!(kept.reached_pct < kept.free_pct);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// What one unit of the next period is worth today, in [0, 1).
    pub delta: f64,
    /// Whether the deal is what it would be if promises were kept by themselves.
    pub hold: Hold,
    /// What the rule reaches, percent; zero where only the war is left.
    pub reached_pct: f64,
    /// What it would reach if promises were kept by themselves, percent.
    pub free_pct: f64,
    /// The deal; absent where only the war is left.
    pub deal: Option<Deal>,
    /// What holds each party, in the order of the parties; at the war where only that is left.
    pub parties: Vec<Holding>,
    /// By how much the worst party would rather break the deal, percent of its welfare, after a last search for breaches
    /// from several starts.
    pub violation_pct: f64,
    /// Rounds of packages and breaches.
    pub rounds: usize,
    /// Equilibria that were computed, for breaches too.
    pub evaluations: usize,
    /// The rates of all countries: those of the deal, or of the war.
    #[serde(skip)]
    pub policy: Policy,
}

/// What becomes of a deal where promises must be in everybody's interest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hold {
    /// The deal that the rule picks anyway is kept.
    Free,
    /// A lesser deal is kept.
    Bound,
    /// No deal that every party prefers to the threat is kept: the war goes on.
    War,
}

impl Hold {
    /// Its name in results.
    pub fn name(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Bound => "bound",
            Self::War => "war",
        }
    }
}

/// What holds one party to a deal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Holding {
    /// The party.
    pub player: String,
    /// Government welfare in the deal, percent over the base: C.
    pub deal_pct: f64,
    /// Government welfare at its best breach while the others keep the deal, percent over the base: D.
    pub breach_pct: f64,
    /// Government welfare in the war, percent over the base: N.
    pub war_pct: f64,
    /// What keeping is worth over breaking, percent of what it would have by breaking: `C / ((1 - delta) D + delta N) - 1`.
    pub margin_pct: f64,
    /// What the rule would reach more, in percent, if breaking were worth a percent less to this party: zero where it
    /// would keep more than it is asked. Under Nash of the log of the product of gains.
    pub price: f64,
    /// The rates of its best breach, one per instrument, as fractions.
    pub breach_rates: Vec<f64>,
}

/// Rounds of packages and breaches after which the search is given up.
const ROUNDS: usize = 25;
/// Rounds after which a breach no longer takes the place of the one that it was found from, so that the search must end.
const EXCHANGED: usize = 8;
/// How much better breaking may be, as a fraction of welfare.
pub(crate) const MISSED: f64 = 1e-7;
/// Slope to which a breach is followed from package to package.
const FOLLOWED: f64 = 1e-7;

/// The best breach of one party, as it was found.
#[derive(Debug, Clone)]
struct Breach {
    party: usize,
    rates: Vec<f64>,
    /// Log payoff.
    payoff: f64,
    evaluations: usize,
}

/// A search under way.
struct Pact<'p, 't, 'c> {
    bargain: &'p Bargain<'t, 'c>,
    war: &'p Policy,
    /// Log payoffs of the parties in the war.
    punished: Vec<f64>,
    delta: f64,
    search: &'p Search,
    temptations: Vec<Temptation>,
    rounds: usize,
    evaluations: usize,
}

impl Contest<'_> {
    /// The deal that a rule picks for some parties (positions of players; none means all) among those that each of them
    /// keeps at a discount factor because a breach is answered by a war.
    ///
    /// At a factor of zero only equilibria are kept; then the war itself is returned, though there may be others.
    ///
    /// # Errors
    /// A factor that is not in [0, 1), what [`Contest::deal`] refuses, no equilibrium on the way, or a search that does
    /// not end.
    pub fn deal_kept(
        &self,
        parties: &[usize],
        threat: &ThreatPoint,
        rule: Rule,
        delta: f64,
        war: &Policy,
        search: &Search,
    ) -> Result<Kept, Error> {
        refuse_factor(delta)?;
        let table = Table::new(self, self.seated(parties)?)?;
        let bargain = Bargain::new(&table, threat, search)?;
        let (free, all) = bargain.pick(rule, search)?;
        let mut pact = Pact::new(&bargain, war, delta, search)?;
        pact.evaluations = all.iter().map(|found| found.evaluations).sum();
        let breaches = pact.look(&free)?;
        if pact.worst(&free, &breaches) <= MISSED {
            return pact.kept(rule, Hold::Free, &free, &free, &breaches);
        }
        let held = if delta > 0.0 { pact.pick(rule, &free, breaches)? } else { None };
        match held {
            Some((package, breaches)) => pact.kept(rule, Hold::Bound, &free, &package, &breaches),
            None => pact.at_war(&free),
        }
    }
}

impl<'p, 't, 'c> Pact<'p, 't, 'c> {
    fn new(
        bargain: &'p Bargain<'t, 'c>,
        war: &'p Policy,
        delta: f64,
        search: &'p Search,
    ) -> Result<Self, Error> {
        let punished = bargain.table.payoffs(war.clone())?[..bargain.table.size()].to_vec();
        Ok(Self { bargain, war, punished, delta, search, temptations: Vec::new(), rounds: 0, evaluations: 0 })
    }

    /// The best package that is kept, with the best breaches of it; none where the parties would not sign it.
    fn pick(
        &mut self,
        rule: Rule,
        free: &Package,
        breaches: Vec<Breach>,
    ) -> Result<Option<(Package, Vec<Breach>)>, Error> {
        // the others may never be tempted; if they are later, the rounds will tell
        for breach in breaches {
            if self.margin(free, &breach) < 0.0 {
                self.beware(breach, true);
            }
        }
        let parties = self.bargain.table.size();
        let equal = self.bargain.wanted(Aim::Least(vec![1.0; parties]));
        let Some(first) = self.begin(&equal, free) else { return Ok(None) };
        let Some((fair, breaches)) = self.settle(&equal, first)? else { return Ok(None) };
        if fair.reached <= NOTHING {
            return Ok(None);
        }
        let wanted = match rule {
            Rule::EqualGains => return Ok(Some((fair, breaches))),
            Rule::Nash => self.bargain.wanted(Aim::Product),
            Rule::KalaiSmorodinsky => {
                let mut ideals = Vec::new();
                for party in 0..parties {
                    let most = self.bargain.most(party);
                    let ideal = self.after(&most, &fair)?.0.reached;
                    ideals.push(ideal.max(fair.reached));
                }
                self.bargain.wanted(Aim::Least(ideals))
            }
        };
        self.after(&wanted, &fair).map(Some)
    }

    /// The best of what is found from the deal without temptation, from the war, and, if need be, from between them.
    fn begin(&mut self, wanted: &Wanted, free: &Package) -> Option<Package> {
        let (table, wanted) = (self.bargain.table.tempted(&self.temptations), self.tempted(wanted));
        let war = table.rates(self.war);
        let between: Vec<f64> = free.rates.iter().zip(&war).map(|(a, b)| 0.5 * (a + b)).collect();
        let mut best: Option<Package> = None;
        for starts in [vec![&free.rates, &war], vec![&between]] {
            let seek = |start: &Vec<f64>| wanted.seek(&table, start, self.bargain.effort);
            let found: Vec<Package> = starts.into_par_iter().filter_map(seek).collect();
            for next in found {
                self.evaluations += next.evaluations * (1 + self.temptations.len());
                if next.is_kept() && best.as_ref().is_none_or(|best| next.is_better_than(best)) {
                    best = Some(next);
                }
            }
            if best.is_some() {
                break;
            }
        }
        best
    }

    /// The package for another aim, from one that is kept.
    fn after(&mut self, wanted: &Wanted, near: &Package) -> Result<(Package, Vec<Breach>), Error> {
        let (table, tempted) = (self.bargain.table.tempted(&self.temptations), self.tempted(wanted));
        let first = tempted.seek(&table, &near.rates, self.bargain.effort).ok_or_else(lost)?;
        self.evaluations += first.evaluations * (1 + self.temptations.len());
        self.settle(wanted, first)?.ok_or_else(lost)
    }

    /// Packages and breaches in turn until no breach pays; none where no package is found that keeps what must be kept.
    fn settle(&mut self, wanted: &Wanted, first: Package) -> Result<Option<(Package, Vec<Breach>)>, Error> {
        let mut package = first;
        for round in 0..ROUNDS {
            if !package.is_kept() {
                let Some(other) = self.begin(wanted, &package) else { return Ok(None) };
                package = other;
            }
            self.rounds += 1;
            let mut breaches = self.follow(&package)?;
            if self.worst(&package, &breaches) <= MISSED {
                breaches = self.look(&package)?;
                if self.worst(&package, &breaches) <= MISSED {
                    return Ok(Some((package, breaches)));
                }
            }
            for breach in breaches {
                if self.margin(&package, &breach) < -0.1 * MISSED {
                    self.beware(breach, round < EXCHANGED);
                }
            }
            let (table, tempted) = (self.bargain.table.tempted(&self.temptations), self.tempted(wanted));
            let with = package.multipliers_of(tempted.floors.len());
            package = tempted.seek_near(&table, &package, with, self.bargain.effort).ok_or_else(lost)?;
            self.evaluations += package.evaluations * (1 + self.temptations.len());
        }
        Err(unsolved("the search for a deal that is kept does not end"))
    }

    /// The same wish, where none of the known breaches may pay.
    fn tempted(&self, wanted: &Wanted) -> Wanted {
        let mut wanted = wanted.clone();
        wanted.floors.resize(wanted.floors.len() + self.temptations.len(), 0.0);
        wanted
    }

    /// One more breach to think of; it may take the place of the one that it grew out of.
    fn beware(&mut self, breach: Breach, exchange: bool) {
        let known =
            self.temptations.iter_mut().find(|known| known.party == breach.party && is_near(known, &breach));
        match known {
            Some(known) if exchange => known.rates = breach.rates,
            _ => self.temptations.push(Temptation {
                party: breach.party,
                rates: breach.rates,
                punished: self.punished[breach.party],
                delta: self.delta,
            }),
        }
    }

    /// Every known breach again, from where it was.
    fn follow(&mut self, package: &Package) -> Result<Vec<Breach>, Error> {
        let contest = self.bargain.table.contest;
        let at = contest.base.solve(self.bargain.table.policy(&package.rates))?;
        let effort = Effort { tolerance: FOLLOWED, steps: self.search.steps };
        let again = |known: &Temptation| {
            let seat = self.bargain.table.seat(known.party);
            let stand =
                Stand::new(contest.base, seat, &at.policy, seat.instruments.scales(contest.base, &at));
            let mut path = Path { walk: contest.base.walk_from(&at), position: 0 };
            let end = stand.descend(&known.rates, effort, &mut Memory::default(), &mut path)?;
            let (rates, evaluations) = (stand.rates(&end.point), end.evaluations);
            Some(Breach { party: known.party, rates, payoff: -end.value, evaluations })
        };
        let found: Vec<Breach> = self.temptations.par_iter().filter_map(again).collect();
        self.evaluations += found.iter().map(|breach| breach.evaluations).sum::<usize>();
        Ok(found)
    }

    /// The best breach of each party, from several starts.
    fn look(&mut self, package: &Package) -> Result<Vec<Breach>, Error> {
        let table = self.bargain.table;
        let policy = table.policy(&package.rates);
        let best = |party: usize| {
            let player = table.parties[party];
            let best = table.contest.best_breach(player, &policy, self.war, self.search)?;
            let payoff = (best.welfare_pct / 100.0).ln_1p();
            Ok(Breach { party, rates: best.rates, payoff, evaluations: best.evaluations })
        };
        let found: Vec<Breach> = (0..table.size()).into_par_iter().map(best).collect::<Result<_, Error>>()?;
        self.evaluations += found.iter().map(|breach| breach.evaluations).sum::<usize>();
        Ok(found)
    }

    /// Log of what keeping is worth over breaking.
    fn margin(&self, package: &Package, breach: &Breach) -> f64 {
        let tempting = Tempting::of(breach.payoff, self.punished[breach.party], self.delta);
        package.payoffs[breach.party] - tempting.without
    }

    /// By how much the worst party would rather break.
    fn worst(&self, package: &Package, breaches: &[Breach]) -> f64 {
        breaches.iter().fold(0.0, |worst, breach| worst.max(-self.margin(package, breach)))
    }

    fn kept(
        &self,
        rule: Rule,
        hold: Hold,
        free: &Package,
        package: &Package,
        breaches: &[Breach],
    ) -> Result<Kept, Error> {
        let violation_pct = 100.0 * self.worst(package, breaches).max(package.violation);
        let mut deal = self.bargain.deal(rule, package, std::slice::from_ref(package))?;
        (deal.violation_pct, deal.evaluations) = (violation_pct, self.evaluations);
        Ok(Kept {
            delta: self.delta,
            hold,
            reached_pct: deal.reached_pct,
            free_pct: 100.0 * free.reached,
            parties: breaches.iter().map(|breach| self.holding(package, breach)).collect(),
            violation_pct,
            rounds: self.rounds,
            evaluations: self.evaluations,
            policy: deal.policy.clone(),
            deal: Some(deal),
        })
    }

    fn holding(&self, package: &Package, breach: &Breach) -> Holding {
        let percent = |log: f64| 100.0 * log.exp_m1();
        let party = breach.party;
        let known = package.weights.len().saturating_sub(self.temptations.len());
        let priced = self.temptations.iter().zip(&package.weights[known..]);
        let price = priced.filter(|(known, _)| known.party == party).fold(0.0, |sum, (_, price)| sum + price);
        Holding {
            player: self.bargain.table.seat(party).code.clone(),
            deal_pct: percent(package.payoffs[party]),
            breach_pct: percent(breach.payoff.max(package.payoffs[party])),
            war_pct: percent(self.punished[party]),
            margin_pct: percent(self.margin(package, breach)),
            price,
            breach_rates: breach.rates.clone(),
        }
    }

    /// Nothing is kept but the war.
    fn at_war(&self, free: &Package) -> Result<Kept, Error> {
        let contest = self.bargain.table.contest;
        let respond =
            |party: usize| contest.respond(self.bargain.table.parties[party], self.war, self.search);
        let parties: Vec<Holding> = (0..self.bargain.table.size())
            .into_par_iter()
            .map(|party| Ok(self.warring(party, &respond(party)?)))
            .collect::<Result<_, Error>>()?;
        Ok(Kept {
            delta: self.delta,
            hold: Hold::War,
            reached_pct: 0.0,
            free_pct: 100.0 * free.reached,
            deal: None,
            violation_pct: parties.iter().fold(0.0, |worst, party| worst.max(-party.margin_pct)),
            parties,
            rounds: self.rounds,
            evaluations: self.evaluations,
            policy: self.war.clone(),
        })
    }
}

impl Pact<'_, '_, '_> {
    /// A party in the war, which it would leave for its best response alone.
    fn warring(&self, party: usize, response: &Response) -> Holding {
        let (war, breach) = (self.punished[party], (response.welfare_pct / 100.0).ln_1p());
        let breach = breach.max(war);
        let percent = |log: f64| 100.0 * log.exp_m1();
        Holding {
            player: response.player.clone(),
            deal_pct: percent(war),
            breach_pct: percent(breach),
            war_pct: percent(war),
            margin_pct: percent(war - Tempting::of(breach, war, self.delta).without),
            price: 0.0,
            breach_rates: response.rates.clone(),
        }
    }
}

/// Whether a breach is the one that was known, moved a little: no rate by much.
fn is_near(known: &Temptation, breach: &Breach) -> bool {
    known.rates.iter().zip(&breach.rates).all(|(a, b)| (a.ln_1p() - b.ln_1p()).abs() < NEAR)
}

/// Log of one plus a rate by which breaches must differ to be two.
const NEAR: f64 = 0.1;

fn lost() -> Error {
    unsolved("no equilibrium was found on the way to a deal that is kept")
}
