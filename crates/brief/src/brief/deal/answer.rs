//! What the answer at the top of the page says of the deal.

use super::talk::{Talk, change, mean, moved, rate, years};
use crate::brief::facts::{capital, list};
use crate::page::Prose;
use thalweg_talks::{Deal, Threat, Verdict};

pub(super) fn sentences(talk: &Talk<'_>) -> Vec<Prose> {
    match talk.deal() {
        Some(deal) => vec![format!("{}{}", signed(talk, deal), holds(talk)).into()],
        None => nothing(talk).into_iter().collect(),
    }
}

fn signed(talk: &Talk<'_>, deal: &Deal) -> String {
    let cuts: Vec<String> = deal
        .parties
        .iter()
        .filter_map(|party| {
            let (before, after) =
                (mean(&party.instruments, &party.before)?, mean(&party.instruments, &party.rates)?);
            Some(format!("{} from {} to **{}**", talk.the(&party.player), rate(before), rate(after)))
        })
        .collect();
    let changes: Vec<(f64, String)> =
        deal.parties.iter().map(|party| (talk.in_deal(party), talk.the(&party.player))).collect();
    let terms =
        if cuts.is_empty() { String::new() } else { format!(" takes mean tariffs of {};", list(&cuts)) };
    format!(
        "The deal that {} would sign{terms} against today {} {}.[^deal]",
        talk.sides(),
        talk.measure(),
        moved(&changes)
    )
}

/// How long it would hold, in a sentence of its own.
fn holds(talk: &Talk<'_>) -> String {
    let Some(patience) = &talk.played.patience else { return String::new() };
    let never: Vec<String> = patience
        .players
        .iter()
        .filter(|player| player.verdict == Verdict::Never)
        .map(|player| talk.the(&player.player))
        .collect();
    if !never.is_empty() {
        return format!(" No war could hold {} to it.[^patience]", list(&never));
    }
    match patience.answer_within_years {
        Some(time) => {
            format!(" It holds as long as a breach is answered within **{}**.[^patience]", years(time))
        }
        None => " Nobody would gain by breaking it.[^patience]".to_owned(),
    }
}

/// Where there is no deal: why, if the game says so.
fn nothing(talk: &Talk<'_>) -> Option<Prose> {
    talk.played.nothing_to_sign.as_ref()?;
    let effects: Vec<String> = talk
        .parties()
        .into_iter()
        .filter_map(|p| Some(format!("{} in {}", change(talk.at(Threat::War, p)?), talk.the(talk.code(p)))))
        .collect();
    let war = match effects.as_slice() {
        [] => String::new(),
        some => format!(" The tariff war would do this to {}: {}.[^war]", talk.measure(), list(some)),
    };
    let sides = capital(&talk.sides());
    Some(
        format!(
            "{sides} have nothing to sign: no deal is better for {} than {}.[^deal]{war}",
            talk.both(),
            super::signed::fallback(talk)
        )
        .into(),
    )
}
