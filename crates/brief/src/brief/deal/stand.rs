//! Where the sides stand today, and what each would set alone.

use super::talk::{Talk, change, rate};
use crate::brief::facts::{capital, list, moves, possessive};
use crate::page::Prose;
use thalweg_talks::{Kind as Tax, Threat};

pub(super) fn lead(talk: &Talk<'_>) -> Prose {
    let played = talk.played;
    let asks = match &played.question {
        Some(question) => question.clone(),
        None => format!("What would {} sign?", talk.sides()),
    };
    let wants = match talk.measure() {
        "real income" => "Each government is taken to want as much real income as it can have",
        _ => "Each government weighs its sectors by politics",
    };
    let elsewhere = if played.baseline == talk.facts.brief.about.name {
        String::new()
    } else {
        format!(
            " The game is played on the baseline {} ({}), the rest of this page on {}: their numbers are not to be \
             compared digit by digit.",
            played.baseline, played.year, talk.facts.brief.about.name
        )
    };
    format!("{asks} {wants}, and only what the game lets it set can change.[^deal]{elsewhere}").into()
}

pub(super) fn sentences(talk: &Talk<'_>) -> Vec<Prose> {
    let mut sentences: Vec<Prose> = today(talk).into_iter().collect();
    sentences.extend(war(talk));
    if talk.played.stopped {
        let text = "The game was stopped before it was played to its end; what follows is what was found until then.";
        sentences.push(text.into());
    }
    sentences
}

/// What each side levies today.
fn today(talk: &Talk<'_>) -> Option<Prose> {
    let players = 0..talk.played.players.len();
    let levied = players.filter_map(|player| {
        let mean = talk.mean_tariff(Threat::StatusQuo, player)?;
        Some(format!("{} levies **{}**{}", talk.the(talk.code(player)), rate(mean), on_whom(talk, player)))
    });
    let levied: Vec<String> = levied.collect();
    let by = "on average over the tariffs that it can set";
    (!levied.is_empty()).then(|| format!("Today, in {}, {}, {by}.", talk.played.year, list(&levied)).into())
}

/// ` on goods from China`, where all tariffs of a player are on one partner.
fn on_whom(talk: &Talk<'_>, player: usize) -> String {
    let tariffs = talk.played.instruments.get(player).into_iter().flatten().filter(|i| i.kind == Tax::Tariff);
    let mut partners = tariffs.map(|tariff| tariff.partner.as_deref());
    match partners.next().flatten() {
        Some(first) if partners.all(|other| other == Some(first)) => {
            format!(" on goods from {}", talk.the(first))
        }
        _ => String::new(),
    }
}

/// What each would set in its own interest, and what that would do to it.
fn war(talk: &Talk<'_>) -> Option<Prose> {
    let players: Vec<usize> = (0..talk.played.players.len()).collect();
    let effects: Vec<f64> = players.iter().filter_map(|p| talk.at(Threat::War, *p)).collect();
    if effects.is_empty() || effects.len() != players.len() {
        return None;
    }
    let set = players.iter().filter_map(|p| Some((*p, talk.mean_tariff(Threat::War, *p)?)));
    let set: Vec<String> = set
        .enumerate()
        .map(|(place, (p, mean))| {
            let verb = if place == 0 { " would then levy" } else { "" };
            format!("{}{verb} **{}**", talk.the(talk.code(p)), rate(mean))
        })
        .collect();
    let would_set =
        if set.is_empty() { String::new() } else { format!(" {} on average.", capital(&list(&set))) };
    let alone = match players.len() {
        1 => "Left alone, it would set what serves it best.".to_owned(),
        _ => "Left alone, each would set what serves it best, and answer the others, until nobody gains by moving; that is \
              what \u{201c}war\u{201d} means here.[^war]"
            .to_owned(),
    };
    Some(format!("{alone}{would_set} {}", verdict(talk, &effects)).into())
}

/// What the war does to whom: the words follow the signs.
fn verdict(talk: &Talk<'_>, effects: &[f64]) -> String {
    let measure = talk.measure();
    let each: Vec<String> = effects
        .iter()
        .enumerate()
        .map(|(player, effect)| format!("**{}** in {}", change(*effect), talk.the(talk.code(player))))
        .collect();
    let each = format!("{measure}, against today: {}", list(&each));
    let name = |wanted: &dyn Fn(f64) -> bool| {
        let some = effects.iter().enumerate().filter(|(_, effect)| wanted(**effect));
        list(&some.map(|(player, _)| talk.the(talk.code(player))).collect::<Vec<_>>())
    };
    let gains = |effect: f64| moves(effect) && effect > 0.0;
    let loses = |effect: f64| moves(effect) && effect < 0.0;

    if effects.iter().all(|effect| gains(*effect)) {
        let who = match effects.len() {
            1 => "It would be better off than today",
            2 => "Both would be better off than today",
            _ => "All would be better off than today",
        };
        format!("{who} ({each}).{}", no_threat(talk))
    } else if effects.iter().all(|effect| loses(*effect)) {
        match effects.len() {
            1 => format!("It would lose by that ({each})."),
            2 => format!("Both would lose by it ({each}): that is what they can threaten each other with."),
            _ => format!("All would lose by it ({each}): that is what they can threaten each other with."),
        }
    } else if effects.iter().any(|effect| gains(*effect)) && effects.iter().any(|effect| loses(*effect)) {
        let (winners, losers) = (name(&gains), name(&loses));
        let possessor = possessive(&winners);
        format!(
            "{} would gain by it, and {losers} would lose ({each}): it is {possessor} threat.",
            capital(&winners)
        )
    } else {
        format!("It would change little ({each}).")
    }
}

/// Why a war that is better than today for everybody threatens nobody.
fn no_threat(talk: &Talk<'_>) -> String {
    let mut players = 0..talk.played.players.len();
    let falls = players.all(|player| {
        let (before, war) =
            (talk.mean_tariff(Threat::StatusQuo, player), talk.mean_tariff(Threat::War, player));
        before.zip(war).is_some_and(|(before, war)| war < before)
    });
    let many = talk.played.players.len() > 1;
    let why = match (falls, many) {
        (true, true) => {
            " Today\u{2019}s tariffs are higher, on average, than what each would choose in its own interest alone."
        }
        (true, false) => " Today\u{2019}s tariffs are higher, on average, than what serves it best.",
        (false, _) => "",
    };
    let so = if many && talk.played.threat == Threat::War {
        " So the war threatens nobody; a deal must still offer more than it, because each side can have that much without one."
    } else {
        ""
    };
    format!("{why}{so}")
}
