//! For how long the deal would hold.

use super::talk::{Talk, size, years};
use crate::brief::facts::{capital, list};
use crate::page::{Block, Prose};
use thalweg_core::{Cell, Column, Measure, Table};
use thalweg_talks::{Keeping, Patience, Verdict};

pub(super) fn blocks(talk: &Talk<'_>) -> Vec<Block> {
    let Some(patience) = talk.played.patience.as_ref().filter(|patience| !patience.players.is_empty()) else {
        return Vec::new();
    };
    let mut blocks = vec![Block::Heading("For how long it would hold".into())];
    blocks
        .extend(patience.players.iter().map(|player| Block::Paragraph(player_keeps(talk, patience, player))));
    blocks.push(Block::Paragraph(all_keep(talk, patience)));
    blocks.push(Block::Table(table(talk, patience), None));
    blocks
}

fn player_keeps(talk: &Talk<'_>, patience: &Patience, player: &Keeping) -> Prose {
    let who = capital(&talk.the(&player.player));
    let (gain, loss) = (player.breach_pct - player.deal_pct, player.deal_pct - player.war_pct);
    let breach = format!(
        "{who} could gain **{} %** of {} by breaking it, for as long as nobody answers",
        digits(gain),
        talk.measure()
    );
    match player.verdict {
        Verdict::NotTempted => format!("{who} would gain nothing by breaking it: its own tariffs serve it best as agreed.[^patience]"),
        Verdict::Never => format!(
            "{breach}. No war can hold it to the deal: the war would leave it no worse off than the deal does.[^patience]"
        ),
        Verdict::IfPatient => format!(
            "{breach}; the war that answers costs it **{} %** against the deal. {}{}",
            digits(loss),
            needs(patience, player),
            others(talk, patience, player)
        ),
    }
    .into()
}

/// What a player's patience must be, in words.
fn needs(patience: &Patience, player: &Keeping) -> String {
    let Some(delta) = player.delta else { return String::new() };
    let late = player.answer_within_years.map_or(String::new(), |time| {
        format!(
            " At {} % interest a year that is so if the answer comes within **{}**.",
            trimmed(100.0 * patience.terms.discount_rate),
            years(time)
        )
    });
    format!(
        "It keeps the deal if what comes after the answer counts for at least **{:.2}** of what comes before it \
         (its discount factor).[^patience]{late}",
        delta
    )
}

/// A shorter war, or one that only takes back as much.
fn others(talk: &Talk<'_>, patience: &Patience, player: &Keeping) -> String {
    let who = talk.others();
    let periods = patience.terms.periods;
    let span = if periods == 1 { "one period".to_owned() } else { format!("{periods} periods") };
    let short = match (player.delta_of_periods, player.shortest_war) {
        (Some(delta), _) => format!(" With a war of only {span} the factor must be at least {delta:.2}."),
        (None, Some(least)) => {
            format!(" A war of only {span} would not hold it: at least {least} are needed.")
        }
        (None, None) => String::new(),
    };
    let mild = match (&player.withdrawal, player.delta_equivalent) {
        (None, _) => String::new(),
        (Some(_), Some(delta)) => {
            format!(" If {who} only took back as much trade as was taken, it must be at least {delta:.2}.")
        }
        (Some(_), None) => {
            format!(" If {who} only took back as much trade as was taken, nothing would hold it.")
        }
    };
    format!("{short}{mild}")
}

fn all_keep(talk: &Talk<'_>, patience: &Patience) -> Prose {
    let asked = talk.played.delta;
    let keeps = |player: &&Keeping| player.delta.is_some_and(|delta| delta <= asked);
    let keepers: Vec<String> =
        patience.players.iter().filter(keeps).map(|player| talk.the(&player.player)).collect();
    let at = match (keepers.len(), keepers.len() == patience.players.len()) {
        (_, true) => "everybody keeps it".to_owned(),
        (0, _) => "nobody keeps it".to_owned(),
        (1, _) => format!("only {} keeps it", keepers[0]),
        _ => format!("only {} keep it", list(&keepers)),
    };
    let first = match (patience.delta, patience.answer_within_years) {
        (None, _) => "So the deal would not hold, however soon a breach is answered".to_owned(),
        (Some(_), None) => "So the deal holds by itself".to_owned(),
        (Some(delta), Some(time)) => format!(
            "So the deal holds as long as a breach is answered within **{}** (a discount factor of {delta:.2} for \
             all)",
            years(time)
        ),
    };
    format!("{first}. At a factor of {}, {at}.", trimmed(asked)).into()
}

/// Small gains need more digits than two.
fn digits(percent: f64) -> String {
    if percent.abs() >= 0.1 { size(percent) } else { format!("{:.3}", percent.abs()) }
}

/// A number without zeros that say nothing.
fn trimmed(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn table(talk: &Talk<'_>, patience: &Patience) -> Table {
    let columns = [
        ("player", "Player", Measure::Text),
        ("deal_pct", "Deal", Measure::Percent),
        ("breach_pct", "Best breach", Measure::Percent),
        ("war_pct", "War", Measure::Percent),
        ("delta", "Least discount factor", Measure::Number),
        ("answer_within_years", "Answer within, years", Measure::Number),
        ("delta_equivalent", "Factor, if only as much is taken back", Measure::Number),
    ];
    let row = |player: &Keeping| {
        let place = talk.position(&player.player);
        let level = |pct: f64| Cell::from(talk.over_today(place, pct));
        vec![
            talk.name(&player.player).into(),
            level(player.deal_pct),
            level(player.breach_pct),
            level(player.war_pct),
            player.delta.into(),
            player.answer_within_years.into(),
            player.delta_equivalent.into(),
        ]
    };
    Table {
        name: "deal_patience".into(),
        title: format!("What breaking the deal brings and costs: {}, over today", talk.measure()),
        columns: columns
            .into_iter()
            .map(|(name, title, measure)| Column::new(name, title, measure))
            .collect(),
        rows: patience.players.iter().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_digits_that_say_nothing() {
        assert_eq!([trimmed(5.0), trimmed(0.95), trimmed(2.5)], ["5", "0.95", "2.5"]);
        assert_eq!([digits(0.0276), digits(-0.1175), digits(f64::NAN)], ["0.028", "0.12", "NaN"]);
    }
}
