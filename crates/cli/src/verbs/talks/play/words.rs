//! What a game came to, in sentences.

use thalweg_brief::number::{Format, Kind};
use thalweg_brief::the;
use thalweg_talks::{Hold, Keeping, Negotiation, Threat, Verdict};

/// A percentage with two digits, without a plus.
fn percent(value: f64) -> String {
    Format::from(Kind::Change).sentence(value).trim_start_matches('+').to_owned()
}

/// A rate with one digit.
fn rate(fraction: f64) -> String {
    Format::from(Kind::Rate).sentence(100.0 * fraction)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The name of a player within a sentence.
fn name(played: &Negotiation, p: usize) -> String {
    the(&played.players[p].name)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `gains 0.08 %`, `loses 2.01 %`.
fn moves(value: f64) -> String {
    match value {
        v if v.abs() < 0.005 => "neither gains nor loses 0.01 %".to_owned(),
        v if v > 0.0 => format!("gains {}", percent(v)),
        v => format!("loses {}", percent(-v)),
    }
}

/// What each would do alone, and what that does.
pub(crate) fn war(played: &Negotiation) -> Vec<String> {
    let (Some(war), Some(there), Some(now)) =
        (&played.war, played.standing(Threat::War), played.standing(Threat::StatusQuo))
    else {
        return Vec::new();
    };
    let mut sentences: Vec<String> = (0..played.players.len())
        .map(|p| {
            format!(
                "{} would set {} on average (today {}) and {} by the war.",
                capital(&name(played, p)),
                rate(mean(&there.rates[p])),
                rate(mean(&now.rates[p])),
                moves(there.welfare_pct[p] - now.welfare_pct[p]),
            )
        })
        .collect();
    let gains = there.welfare_pct.iter().zip(&now.welfare_pct).all(|(there, now)| there > now);
    if gains {
        sentences.push(
            "All of them gain: rates of today are above what anybody would set in its own interest, so such a war is no \
             threat to the status quo."
                .to_owned(),
        );
    }
    let starts = war.players.iter().map(|player| player.starts).min().unwrap_or(0);
    sentences.push(format!(
        "Nobody gains more than {:.0e} % by moving alone, as far as searches from {starts} or more starts can tell.",
        war.regret_pct.max(1e-16)
    ));
    sentences
}

/// What is signed.
pub(crate) fn deal(played: &Negotiation) -> Vec<String> {
    if let Some(nothing) = &played.nothing_to_sign {
        return vec![capital(nothing) + "."];
    }
    let Some(deal) = played.deals.first() else { return Vec::new() };
    let mut sentences = vec![format!("Without a deal, {}.", without(played))];
    for party in &deal.parties {
        let code = &party.player;
        let p = played.players.iter().position(|player| player.code == *code).unwrap_or(0);
        sentences.push(format!(
            "{} goes from {} to {} on average and {} against no deal, {} against today.",
            capital(&name(played, p)),
            rate(mean(&party.before)),
            rate(mean(&party.rates)),
            moves(party.gain_pct),
            moves(party.deal_pct - party.status_quo_pct),
        ));
    }
    let losers = deal.thirds.iter().filter(|third| third.deal_pct < -0.005).count();
    let worst = deal.thirds.iter().min_by(|a, b| a.deal_pct.total_cmp(&b.deal_pct));
    if let Some(worst) = worst.filter(|worst| worst.deal_pct < -0.005) {
        let full = played.countries.iter().find(|named| named.code == worst.country);
        let full = full.map_or(worst.country.clone(), |named| the(&named.name));
        let subject = if losers == 1 { "country loses" } else { "countries lose" };
        sentences.push(format!(
            "{losers} third {subject} real income against today, {full} most: {}.",
            percent(worst.deal_pct)
        ));
    }
    sentences
}

fn without(played: &Negotiation) -> &'static str {
    match played.threat {
        Threat::StatusQuo => "everything stays as it is",
        Threat::War => "each sets what is best for it against the others",
        Threat::WarOfParties => "the parties set what is best for each against the other",
        Threat::FreeTrade => "nobody sets more than it must",
    }
}

/// What could be signed at all.
pub(crate) fn frontier(played: &Negotiation) -> Vec<String> {
    let Some(frontier) = &played.frontier else { return Vec::new() };
    let Some((first, last)) = frontier.points.first().zip(frontier.points.last()) else {
        return vec![format!(
            "Without a deal, {}. No package is better for both: there is nothing to sign.",
            without(played)
        )];
    };
    let [a, b] = [0, 1].map(|k| name(played, played.parties[k]));
    let mut sentences = vec![format!(
        "Without a deal, {}. The deals that both would sign give {a} between {} and {}, and {b} between {} and {}, against \
         the world as it is in the baseline.",
        without(played),
        percent(last.welfare_pct[0]),
        percent(first.welfare_pct[0]),
        percent(first.welfare_pct[1]),
        percent(last.welfare_pct[1]),
    )];
    sentences.push(match played.frontier_no_harm.as_ref().map(|frontier| frontier.points.as_slice()) {
        Some([]) => "None of them leaves third countries where they are today.".to_owned(),
        Some([.., last]) => format!(
            "Where third countries must not lose, the most for {b} falls to {}.",
            percent(last.welfare_pct[1])
        ),
        None => String::new(),
    });
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// Whether it lasts.
pub(crate) fn patience(played: &Negotiation) -> Vec<String> {
    let Some(patience) = &played.patience else { return Vec::new() };
    let mut sentences: Vec<String> = patience.players.iter().map(|keeping| keeps(played, keeping)).collect();
    sentences.push(match (patience.delta, patience.answer_within_years) {
        (Some(_), Some(years)) => format!(
            "The deal lasts if a breach is answered within {} (a year's delay takes {} of a payoff).",
            time(years),
            rate(patience.terms.discount_rate)
        ),
        (Some(_), None) => "Nobody is tempted: the deal keeps itself.".to_owned(),
        (None, _) => "So the deal would not last on the threat of war alone.".to_owned(),
    });
    sentences
}

/// What would be kept where the deal is not, and how sure all that is.
pub(crate) fn sureness(played: &Negotiation) -> Vec<String> {
    let mut sentences = Vec::new();
    if let Some(kept) = &played.kept {
        let delta = kept.delta;
        sentences.push(match kept.hold {
            Hold::Free => format!("At a discount factor of {delta} the parties keep it."),
            Hold::Bound => format!(
                "At a discount factor of {delta} it is not kept. The best deal that is reaches {} instead of {}.",
                percent(kept.reached_pct),
                percent(kept.free_pct),
            ),
            Hold::War => {
                format!("At a discount factor of {delta} no deal was found that all would sign and keep.")
            }
        });
    }
    if let Some(sure) = &played.sureness {
        sentences.push(format!(
            "Over {} draws of the trade elasticities all parties gain by this deal in {:.0} % of them, and keep it at a discount \
             factor of {} in {:.0} %.",
            sure.draws,
            100.0 * sure.signable,
            sure.delta,
            100.0 * sure.kept,
        ));
    }
    sentences
}

fn keeps(played: &Negotiation, keeping: &Keeping) -> String {
    let p = played.players.iter().position(|player| player.code == keeping.player).unwrap_or(0);
    let who = capital(&name(played, p));
    let tempted = keeping.breach_pct - keeping.deal_pct;
    match (keeping.verdict, keeping.delta) {
        (Verdict::NotTempted, _) => format!("{who} gains nothing by a breach."),
        (Verdict::IfPatient, Some(delta)) => format!(
            "{who} would gain {} by a breach and lose {} in the war that answers it: it keeps the deal if tomorrow \
             counts at least {delta:.2} of today.",
            percent(tempted),
            percent(keeping.deal_pct - keeping.war_pct),
        ),
        _ => format!(
            "{who} would gain {} by a breach, and the war that answers it is no worse for it than the deal: nothing holds it.",
            percent(tempted)
        ),
    }
}

/// Years as people say them.
fn time(years: f64) -> String {
    match years {
        y if y < 2.0 => format!("{:.0} months", 12.0 * y),
        y => format!("{y:.0} years"),
    }
}

/// How far to trust it.
pub(crate) fn foot(played: &Negotiation) -> Vec<String> {
    let set = played.elasticities.as_deref().map_or("its own".to_owned(), |set| format!("set `{set}`"));
    let mut feet = vec![format!(
        "Baseline {}, elasticities {set}. {} equilibria looked at again: largest relative residual {:.0e}. Welfare is \
         real income unless the game has political weights.",
        played.baseline, played.certificate.equilibria, played.certificate.max_residual
    )];
    if played.stopped {
        feet.push("Stopped before everything was found: only what stands here is known.".to_owned());
    }
    feet
}
