//! A whole game played: the war, the deals, the frontier, and whether the deal would last; one result for all renderers.

mod tables;

use crate::contest::Contest;
use crate::deal::{Concession, Deal, Rule, Threat, ThreatPoint};
use crate::error::{Error, ErrorKind};
use crate::frontier::Frontier;
use crate::game_file::{GameFile, Stage};
use crate::instruments::Instrument;
use crate::kept::Kept;
use crate::patience::Patience;
use crate::sureness::{Agreed, Sureness};
use crate::term::{Gain, Terms, Worth};
use crate::war::War;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicBool, Ordering};
use thalweg_trade::{Certificate, Draws, Policy};

/// What is asked of a game; each part builds on those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agenda {
    /// The war of all players.
    pub war: bool,
    /// Deals by every rule, instead of by the game's own only.
    pub every_rule: bool,
    /// Whether a deal is sought at all.
    pub deal: bool,
    /// Points of the frontier; none: no frontier.
    pub frontier: Option<usize>,
    /// Whether the deal would be kept; where it is not, at the game's discount factor, the best that would be.
    pub patience: bool,
    /// How sure it is, over so many draws of the trade elasticities.
    pub draws: Option<Draws>,
}

impl Agenda {
    /// Points of a frontier that show its shape.
    pub const POINTS: usize = 25;

    /// Everything, with a frontier of so many points.
    pub fn all(points: usize) -> Self {
        Self { war: true, every_rule: true, deal: true, frontier: Some(points), patience: true, draws: None }
    }
}

/// What a game came to. Parts that were not asked for, or not reached before it was stopped, are absent.
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use thalweg_talks::{Agenda, GameFile, Negotiation};
///
/// let game = GameFile::parse("small.toml", r#"
/// baseline = "world-2011"
/// [[player]]
/// country = "USA"
/// tool = [{ by = "uniform", partners = "CHN", high = 1.0 }]
/// [[player]]
/// country = "CHN"
/// tool = [{ by = "uniform", partners = "USA", high = 1.0 }]
/// "#)?;
/// let stage = game.stage(None)?;
/// let agenda = Agenda { every_rule: false, frontier: None, patience: false, ..Agenda::all(3) };
/// let played = Negotiation::play(&game, &stage, agenda, &|_, _| {}, &AtomicBool::new(false))?;
/// let deal = &played.deals[0];
/// // both gain over the war, the same
/// assert!((deal.parties[0].gain_pct - deal.parties[1].gain_pct).abs() < 1e-5 && deal.reached_pct > 0.0);
/// # Ok::<(), thalweg_talks::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Negotiation {
    /// Name of the game.
    pub game: String,
    /// What it asks, in one line.
    pub question: Option<String>,
    /// Name of the baseline.
    pub baseline: String,
    /// The year that it describes.
    pub year: i32,
    /// Where the data come from.
    pub source: String,
    /// The set of trade elasticities; absent: the baseline's own.
    pub elasticities: Option<String>,
    /// Players by code, in the order in which they move.
    pub players: Vec<Named>,
    /// What each player can set, in a war, in the order of the rates of a standing.
    pub instruments: Vec<Vec<Instrument>>,
    /// All countries of the baseline.
    pub countries: Vec<Named>,
    /// All sectors of the baseline.
    pub sectors: Vec<Named>,
    /// Positions of those who sign among the players.
    pub parties: Vec<usize>,
    /// What everybody has at each policy that is named: the status quo, the war, no tariffs.
    pub standings: Vec<Standing>,
    /// The war of all players.
    pub war: Option<War>,
    /// What happens without a deal.
    pub threat: Threat,
    /// The deals, that of the game's own rule first.
    pub deals: Vec<Deal>,
    /// Why there is no deal, where there is nothing to sign.
    pub nothing_to_sign: Option<String>,
    /// Every rate that the first deal changes, the dearest to its owner first.
    pub concessions: Vec<Concession>,
    /// All deals that could be signed.
    pub frontier: Option<Frontier>,
    /// The same without harm to third countries.
    pub frontier_no_harm: Option<Frontier>,
    /// Whether the first deal would be kept.
    pub patience: Option<Patience>,
    /// Discount factor at which it is asked who keeps it.
    pub delta: f64,
    /// The best deal that is kept at this factor, where the first is not.
    pub kept: Option<Kept>,
    /// How sure it is that the first deal is signed and kept.
    pub sureness: Option<Sureness>,
    /// What the terms beyond tariffs do, on top of the first deal, or of the status quo where there is none.
    pub terms: Option<Termed>,
    /// The worst certificate of the equilibria that are reported.
    pub certificate: Certified,
    /// Whether it was stopped before everything that was asked was done.
    pub stopped: bool,
}

/// A code and a name for readers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The code.
    pub code: String,
    /// The name.
    pub name: String,
}

/// What everybody has at a policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Which policy it is.
    pub at: Threat,
    /// Government welfare of each player, percent over the base.
    pub welfare_pct: Vec<f64>,
    /// Real income of each player, percent over the base.
    pub real_income_pct: Vec<f64>,
    /// The rates of each player, one per instrument, as fractions.
    pub rates: Vec<Vec<f64>>,
    /// Real income of each country of the baseline, percent over the status quo.
    pub countries_pct: Vec<f64>,
}

/// What terms beyond tariffs do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Termed {
    /// What the whole package of terms does to each country.
    pub countries: Vec<Gain>,
    /// What each term costs its owner and gives the other, the rest given.
    pub worths: Vec<Worth>,
    /// Largest relative residual of the complementarity of any term.
    pub residual: f64,
}

/// How well the reported equilibria satisfy their equations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Certified {
    /// Equilibria that were looked at again.
    pub equilibria: usize,
    /// The largest relative residual of any block of equations of any of them.
    pub max_residual: f64,
}

/// How play goes on: which step has begun, and whether to stop.
type Telling<'t> = &'t (dyn Fn(Step, usize) + Sync);

/// A step of a negotiation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The war, or what else happens without a deal.
    Threat,
    /// The deals.
    Deal,
    /// The frontier.
    Frontier,
    /// The frontier without harm to third countries.
    NoHarm,
    /// Whether the deal would be kept.
    Patience,
    /// How sure it is.
    Sureness,
}

impl Negotiation {
    /// Plays a game on its world. `tell` is called at the beginning of each step with the number of steps in all; `stop` may be
    /// set by anybody: then what was found so far is the result.
    ///
    /// # Errors
    /// Everything of the game that does not fit its world, and worlds without an equilibrium. That there is nothing to
    /// sign is a result.
    pub fn play(
        game: &GameFile,
        stage: &Stage,
        agenda: Agenda,
        tell: Telling<'_>,
        stop: &AtomicBool,
    ) -> Result<Self, Error> {
        let contest = stage.contest()?;
        let mut play = Play { game, stage, contest: &contest, agenda, tell, stop };
        play.all()
    }
}

struct Play<'p> {
    game: &'p GameFile,
    stage: &'p Stage,
    contest: &'p Contest<'p>,
    agenda: Agenda,
    tell: Telling<'p>,
    stop: &'p AtomicBool,
}

impl Play<'_> {
    fn all(&mut self) -> Result<Negotiation, Error> {
        let parties = self.parties()?;
        let mut result = self.begun(parties.clone());
        self.stand(&mut result, Threat::StatusQuo, self.contest.status_quo())?;
        let threat = self.threat(&mut result, &parties)?;
        if self.agenda.deal && !self.is_stopped(&mut result) {
            self.tell(Step::Deal);
            self.deals(&mut result, &parties, &threat)?;
        }
        if let Some(points) = self.agenda.frontier.filter(|_| parties.len() == 2) {
            self.frontiers(&mut result, &parties, &threat, points)?;
        }
        if self.agenda.patience && !result.deals.is_empty() && !self.is_stopped(&mut result) {
            self.tell(Step::Patience);
            self.patience(&mut result, &parties, &threat)?;
        }
        if let Some(draws) = self.agenda.draws {
            self.sureness(&mut result, &parties, &threat, draws)?;
        }
        if !self.game.terms.is_empty() && !self.is_stopped(&mut result) {
            let terms = Terms::new(&self.stage.baseline, &self.stage.base, &self.game.terms)?;
            let policy = result.deals.first().map_or(self.contest.status_quo(), |deal| &deal.policy);
            let package = terms.worth(&self.stage.base, policy)?;
            let residual = package.settled.residual;
            result.terms = Some(Termed { countries: package.countries, worths: package.worths, residual });
        }
        Ok(result)
    }

    fn parties(&self) -> Result<Vec<usize>, Error> {
        let players = self.game.players();
        let named = self.game.parties.iter().filter_map(|code| players.iter().position(|p| p == code));
        let named: Vec<usize> = named.collect();
        match (self.agenda.deal, named.is_empty()) {
            (true, _) => self.contest.seated(&named),
            (false, true) => Ok((0..players.len()).collect()),
            (false, false) => Ok(named),
        }
    }

    fn begun(&self, parties: Vec<usize>) -> Negotiation {
        let world = &self.stage.baseline;
        let countries: Vec<Named> =
            world.countries.iter().map(|c| Named { code: c.code.clone(), name: c.name.clone() }).collect();
        let name = |code: &str| countries.iter().find(|named| named.code == code).cloned();
        Negotiation {
            game: self.game.name.clone(),
            question: self.game.question.clone(),
            baseline: world.about.name.clone(),
            year: world.about.year,
            source: world.about.source.clone(),
            elasticities: self.stage.model.elasticities.clone(),
            players: self.game.players().into_iter().filter_map(name).collect(),
            sectors: world
                .sectors
                .iter()
                .map(|s| Named { code: s.code.clone(), name: s.name.clone() })
                .collect(),
            countries,
            parties,
            instruments: self.contest.seats.iter().map(|seat| seat.instruments.all().to_vec()).collect(),
            standings: Vec::new(),
            war: None,
            threat: self.game.threat,
            deals: Vec::new(),
            nothing_to_sign: None,
            concessions: Vec::new(),
            frontier: None,
            frontier_no_harm: None,
            patience: None,
            delta: self.game.delta,
            kept: None,
            sureness: None,
            terms: None,
            certificate: Certified::default(),
            stopped: false,
        }
    }

    /// What everybody has at a policy, noted in the result.
    fn stand(&self, result: &mut Negotiation, at: Threat, policy: &Policy) -> Result<(), Error> {
        let there = self.contest.base().solve(policy.clone())?;
        let before = self.contest.base().solve(self.contest.status_quo().clone())?;
        result.certificate.seen(&there.certificate);
        let seats = &self.contest.seats;
        let income = |n: usize| &self.contest.countries[n].1;
        result.standings.push(Standing {
            at,
            welfare_pct: seats.iter().map(|seat| seat.payoff.percent(&there)).collect(),
            real_income_pct: seats.iter().map(|s| income(s.instruments.country()).percent(&there)).collect(),
            rates: seats.iter().map(|seat| seat.instruments.means(policy)).collect(),
            countries_pct: (0..self.contest.countries.len())
                .map(|n| 100.0 * (income(n).value(&there) - income(n).value(&before)).exp_m1())
                .collect(),
        });
        Ok(())
    }

    /// The war where it is asked for, and what happens without a deal.
    fn threat(&self, result: &mut Negotiation, parties: &[usize]) -> Result<ThreatPoint, Error> {
        self.tell(Step::Threat);
        let search = &self.game.search;
        if self.agenda.war
            || self.game.threat == Threat::War
            || self.agenda.patience
            || self.agenda.draws.is_some()
        {
            let war = self.contest.war(self.contest.status_quo(), search)?;
            self.stand(result, Threat::War, &war.policy)?;
            result.war = Some(war);
        }
        let threat = match (&result.war, self.game.threat) {
            (Some(war), Threat::War) => ThreatPoint { threat: Threat::War, policy: war.policy.clone() },
            (_, threat) => self.contest.threat(threat, parties, search)?,
        };
        if !matches!(threat.threat, Threat::War | Threat::StatusQuo) {
            self.stand(result, threat.threat, &threat.policy)?;
        }
        if threat.threat != Threat::FreeTrade {
            let free = self.contest.threat(Threat::FreeTrade, parties, search)?;
            self.stand(result, Threat::FreeTrade, &free.policy)?;
        }
        Ok(threat)
    }

    fn deals(&self, result: &mut Negotiation, parties: &[usize], threat: &ThreatPoint) -> Result<(), Error> {
        let others = Rule::ALL.into_iter().filter(|rule| *rule != self.game.rule && self.agenda.every_rule);
        for rule in std::iter::once(self.game.rule).chain(others) {
            if self.is_stopped(result) {
                return Ok(());
            }
            match self.contest.deal(parties, threat, rule, &self.game.search) {
                Ok(deal) => result.deals.push(deal),
                Err(error) if error.kind() == ErrorKind::NothingToSign => {
                    result.nothing_to_sign = Some(error.to_string());
                    return Ok(());
                }
                Err(error) => return Err(error),
            }
        }
        if let Some(deal) = result.deals.first() {
            result.certificate.seen(&self.contest.base().solve(deal.policy.clone())?.certificate);
            result.concessions = self.contest.concessions(parties, deal)?;
        }
        Ok(())
    }

    fn frontiers(
        &self,
        result: &mut Negotiation,
        parties: &[usize],
        threat: &ThreatPoint,
        points: usize,
    ) -> Result<(), Error> {
        for no_harm in [false, true] {
            if self.is_stopped(result) {
                return Ok(());
            }
            self.tell(if no_harm { Step::NoHarm } else { Step::Frontier });
            let frontier = self.contest.frontier(parties, threat, points, no_harm, &self.game.search)?;
            let place = if no_harm { &mut result.frontier_no_harm } else { &mut result.frontier };
            *place = Some(frontier);
        }
        Ok(())
    }

    fn patience(
        &self,
        result: &mut Negotiation,
        parties: &[usize],
        threat: &ThreatPoint,
    ) -> Result<(), Error> {
        let (Some(deal), Some(war)) = (result.deals.first(), &result.war) else { return Ok(()) };
        let (delta, search) = (self.game.delta, &self.game.search);
        let patience = self.contest.patience(&deal.policy, &war.policy, &self.game.punishment, search)?;
        let keep = patience.kept_at(delta)?;
        let kept = deal.parties.iter().all(|party| keep.contains(&party.player.as_str()));
        result.patience = Some(patience);
        if !kept {
            let kept = self.contest.deal_kept(parties, threat, deal.rule, delta, &war.policy, search)?;
            result.kept = Some(kept);
        }
        Ok(())
    }

    fn sureness(
        &self,
        result: &mut Negotiation,
        parties: &[usize],
        threat: &ThreatPoint,
        draws: Draws,
    ) -> Result<(), Error> {
        if result.deals.is_empty() || self.is_stopped(result) {
            return Ok(());
        }
        self.tell(Step::Sureness);
        if let (Some(deal), Some(war)) = (result.deals.first(), &result.war) {
            let agreed = Agreed { deal: &deal.policy, threat: &threat.policy, war: &war.policy };
            let (world, search) = (&self.stage.baseline, &self.game.search);
            let sure =
                self.contest.sureness(world, parties, agreed, self.game.delta, draws, search, &|_| {})?;
            result.sureness = Some(sure);
        }
        Ok(())
    }

    fn is_stopped(&self, result: &mut Negotiation) -> bool {
        result.stopped |= self.stop.load(Ordering::Relaxed);
        result.stopped
    }

    fn tell(&self, step: Step) {
        let asked = [
            true,
            self.agenda.deal,
            self.agenda.frontier.is_some(),
            self.agenda.frontier.is_some(),
            self.agenda.patience,
            self.agenda.draws.is_some(),
        ];
        (self.tell)(step, asked.into_iter().filter(|asked| *asked).count());
    }
}

impl Certified {
    fn seen(&mut self, certificate: &Certificate) {
        self.equilibria += 1;
        self.max_residual = self.max_residual.max(certificate.max_residual);
    }
}
