//! Ossa (2014): the engine for talks finds what governments choose; what it says is laid beside the paper elsewhere.

use crate::diagnose::Failure;
use std::path::Path;
use thalweg_evidence::replication::{ComparedRow, OssaRun, OssaTable, OssaWorld, Source};
use thalweg_talks::{Contest, Game, Player, Rule, Search, Threat, ThreatPoint};
use thalweg_trade::Policy;

pub(super) fn compare(folder: &Path) -> Result<Vec<ComparedRow>, Failure> {
    let world = OssaWorld::read(folder)?;
    let countries = world.baseline.countries.iter().zip(&world.weights);
    let players = countries.map(|(country, weights)| Player::new(&country.code).weights(weights.clone()));
    let game = Game { players: players.collect(), ..Game::default() };
    let contest = Contest::new(&world.baseline, &world.base, &game)?;
    let mut runs = alone(&world, &contest)?;
    let factual = world.base.policy();
    let war = contest.war(factual, &Search::default())?;
    runs.push(world.run(OssaTable::WarAgain, factual, &war.policy)?);
    runs.extend(talks(&world, &contest)?);
    Ok(Source::compare_ossa(folder, &world, runs)?)
}

/// Table 3b: what each would do if nobody answered.
fn alone(world: &OssaWorld, contest: &Contest<'_>) -> Result<Vec<OssaRun>, Failure> {
    let factual = world.base.policy();
    let run = |player: usize| {
        let best = contest.respond(player, factual, &Search::default())?;
        let mut policy = factual.clone();
        contest.instruments(player).set(&best.rates, &mut policy);
        Ok(world.run(OssaTable::Optimal(best.player), factual, &policy)?)
    };
    (0..contest.players()).map(run).collect()
}

/// Table 5b: equal gains, from three threats. There are several packages of equal gains that no small step makes better;
/// the search begins where the paper's is known to have ended, else at the threat.
fn talks(world: &OssaWorld, contest: &Contest<'_>) -> Result<Vec<OssaRun>, Failure> {
    let search = Search { random_starts: 0, ..Search::default() };
    let free = contest.threat(Threat::FreeTrade, &[], &search)?;
    let factual = contest.threat(Threat::StatusQuo, &[], &search)?;
    let war = ThreatPoint { threat: Threat::War, policy: world.threat.clone() };
    let run = |table: OssaTable, threat: &ThreatPoint, near: &Policy| -> Result<OssaRun, Failure> {
        let deal = contest.deal_near(&[], threat, Rule::EqualGains, near, &search)?;
        Ok(world.run(table, &threat.policy, &deal.policy)?)
    };
    Ok(vec![
        run(OssaTable::TalksFromWar, &war, &war.policy)?,
        run(OssaTable::TalksFromFactual, &factual, &world.talks)?,
        run(OssaTable::TalksFromFree, &free, &free.policy)?,
    ])
}
