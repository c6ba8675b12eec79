//! How the numbers of the section were made, and what they cannot say.

use super::talk::Talk;
use crate::page::{Block, Footnote};
use thalweg_talks::{Rule, Threat};

pub(super) fn caveats(talk: &Talk<'_>) -> Vec<Block> {
    let goal = match talk.measure() {
        "real income" => {
            "Governments here want real income and nothing else: not jobs in a sector, security or prestige. Whoever pays for \
             such aims with high tariffs, as both sides may do today, will sign less."
        }
        _ => "What a government counts is an assumption: sectors with political weights, and nothing else.",
    };
    let text = format!(
        "{goal} Nothing but what the game names can be traded: no money, no purchases, no security, unless it names terms. \
         Tariffs are set once and for good, everybody knows all of this, and trade answers by the elasticities of {}. A \
         frontier or a war that a search has found may not be the only one.",
        elasticities(talk)
    );
    vec![Block::Caveat("What this cannot say.".into(), text.into())]
}

fn elasticities(talk: &Talk<'_>) -> String {
    match &talk.played.elasticities {
        Some(set) => format!("the set {set}"),
        None => format!(
            "{} itself, which are long-run ones unless its source says otherwise",
            talk.played.baseline
        ),
    }
}

/// All that the section may refer to.
pub(super) fn footnotes(talk: &Talk<'_>) -> Vec<Footnote> {
    let note = |id: &str, text: String| Footnote { id: id.into(), text: text.into() };
    vec![
        note("deal", game(talk)),
        note("war", war(talk)),
        note("rule", rule(talk)),
        note("search", search(talk)),
        note(
            "concession",
            "A concession is a rate that the deal changes. Its price is what its owner and the other side would lose if \
             only this rate went back to what it is today and everything else stayed agreed. Prices of single concessions do \
             not add up to the worth of the deal. Means of tariffs are plain means over the rates, not weighted by trade."
                .to_owned(),
        ),
        note(
            "thirds",
            "Third countries change nothing themselves. Together they are weighted by what they spend.".to_owned(),
        ),
        note("patience", patience(talk)),
        note(
            "terms",
            "A term is kept by the smallest tax or subsidy that reaches its level, in the equilibrium itself. What it \
             does is the equilibrium with it against the one without it, the deal and all other terms given."
                .to_owned(),
        ),
    ]
}

fn game(talk: &Talk<'_>) -> String {
    let played = talk.played;
    let threat = match played.threat {
        Threat::StatusQuo => "everything stays as it is",
        Threat::War => "the war of all players",
        Threat::WarOfParties => "a war of those who would sign, all others staying as they are",
        Threat::FreeTrade => "all tariffs in the game at zero",
    };
    format!(
        "Game \u{201c}{}\u{201d} on baseline {} ({}), with the same model of the world economy as the rest of the page. Without \
         a deal: {threat}. A deal is any set of rates that leaves nobody who signs worse off than that. Data: {}.",
        played.game,
        played.baseline,
        played.year,
        played.source.trim_end_matches('.')
    )
}

fn war(talk: &Talk<'_>) -> String {
    let found = talk.played.war.as_ref().map_or(String::new(), |war| {
        format!(
            " It was reached after {} rounds; looking from several starts, nobody was found to gain more than {:.0e} percent by \
             moving alone.",
            war.rounds,
            war.regret_pct.max(1e-12)
        )
    });
    format!(
        "The war is a Nash equilibrium: every government sets the rates that are best for it, given those of all others, \
         in the equilibrium of the world economy.{found} It is reached from today\u{2019}s tariffs; there may be others."
    )
}

fn rule(talk: &Talk<'_>) -> String {
    let rule = talk.deal().map_or(Rule::EqualGains, |deal| deal.rule);
    let first = match rule {
        Rule::EqualGains => "Equal gains (Ossa 2014)",
        Rule::Nash => "the Nash product (1950)",
        Rule::KalaiSmorodinsky => "Kalai and Smorodinsky (1975)",
    };
    format!(
        "The rule of this game is {first}. Theory offers several: equal gains gives all the same percentage; Nash makes the \
         product of gains the greatest; Kalai and Smorodinsky give all the same part of the most that each could get. All pick \
         a deal on the frontier, so none leaves anything on the table."
    )
}

fn search(talk: &Talk<'_>) -> String {
    let played = talk.played;
    let deal = talk.deal().map_or(String::new(), |deal| {
        format!(
            " The deal was found from {} starts, which led to {} distinct local optima; its conditions are missed by at most \
             {:.0e} percent of welfare.",
            deal.starts,
            deal.optima_pct.len(),
            deal.violation_pct.max(1e-12)
        )
    });
    let points = played.frontier.as_ref().map_or(0, |frontier| frontier.points.len());
    let frontier = if points == 0 {
        String::new()
    } else {
        format!(
            " The frontier has {points} points, each the most for one side at a given level of the other."
        )
    };
    format!(
        "Gradients are exact (adjoint), and searches respect all bounds.{deal}{frontier} The {} equilibria that are reported \
         have a largest relative residual of {:.0e}.",
        played.certificate.equilibria, played.certificate.max_residual
    )
}

fn patience(talk: &Talk<'_>) -> String {
    let rate = talk.played.patience.as_ref().map_or(0.05, |patience| patience.terms.discount_rate);
    format!(
        "Friedman (1971): a player that breaks the deal has the best rates for itself until the others answer, and the war \
         ever after. It keeps the deal if the discount factor, what one unit after the answer is worth before it, is at \
         least (D \u{2212} C)/(D \u{2212} N), with C what it has in the deal, D at its best breach and N in the war. The longest bearable \
         time until the answer is \u{2212}ln(factor) over the discount rate, here {:.3} a year.",
        rate
    )
}
