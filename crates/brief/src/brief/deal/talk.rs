//! What every part of the section asks of the game: who, how much over today, which tariffs.

use crate::brief::facts::{Facts, list, moves, the};
use crate::chart::{Caption, Subject};
use crate::number::{Format, Kind};
use thalweg_talks::{Deal, Instrument, Kind as Tax, Negotiation, Party, Rule, Standing, Threat};

/// A game that was played, on a page.
#[derive(Clone, Copy)]
pub(super) struct Talk<'a> {
    pub(super) facts: &'a Facts<'a>,
    pub(super) played: &'a Negotiation,
}

impl<'a> Talk<'a> {
    /// The game of the page, if it has one in which anybody plays.
    pub(super) fn of(facts: &'a Facts<'a>) -> Option<Self> {
        let played = facts.brief.negotiation.as_ref()?;
        (!played.players.is_empty() && !played.standings.is_empty()).then_some(Self { facts, played })
    }

    /// The deal of the game's own rule.
    pub(super) fn deal(&self) -> Option<&'a Deal> {
        self.played.deals.first()
    }

    pub(super) fn standing(&self, at: Threat) -> Option<&'a Standing> {
        self.played.standings.iter().find(|standing| standing.at == at)
    }

    /// Positions of those who sign among the players.
    pub(super) fn parties(&self) -> Vec<usize> {
        let known = |p: &usize| *p < self.played.players.len();
        self.played.parties.iter().copied().filter(known).collect()
    }

    /// Code of a player.
    pub(super) fn code(&self, player: usize) -> &'a str {
        self.played.players.get(player).map_or("", |named| named.code.as_str())
    }

    pub(super) fn name(&self, code: &str) -> String {
        let mut named = self.played.players.iter().chain(&self.played.countries);
        named.find(|named| named.code == code).map_or_else(|| code.to_owned(), |named| named.name.clone())
    }

    /// A country as it stands in a sentence.
    pub(super) fn the(&self, code: &str) -> String {
        the(&self.name(code))
    }

    pub(super) fn subject(&self, code: &str) -> Subject {
        Subject::new(code, self.name(code))
    }

    pub(super) fn sector(&self, code: &str) -> String {
        let named = self.played.sectors.iter().find(|named| named.code == code);
        named.map_or_else(|| code.to_owned(), |named| named.name.clone())
    }

    /// Those who sign, in words.
    pub(super) fn sides(&self) -> String {
        list(&self.parties().into_iter().map(|p| self.the(self.code(p))).collect::<Vec<_>>())
    }

    /// `both` where two sign, `all` where more do.
    pub(super) fn both(&self) -> &'static str {
        if self.parties().len() == 2 { "both" } else { "all" }
    }

    /// Those whom a player faces, in words.
    pub(super) fn others(&self) -> &'static str {
        if self.played.players.len() > 2 { "the others" } else { "the other side" }
    }

    /// What governments count: real income, unless weights make it something else.
    pub(super) fn measure(&self) -> &'static str {
        let same = |a: &f64, b: &f64| (a - b).abs() <= 1e-9;
        let plain = |s: &Standing| s.welfare_pct.iter().zip(&s.real_income_pct).all(|(a, b)| same(a, b));
        if self.played.standings.iter().all(plain) { "real income" } else { "what its government counts" }
    }

    /// What a player has today, percent over the base: nothing where today is the base.
    fn today(&self, player: usize) -> f64 {
        let today = self.standing(Threat::StatusQuo);
        today.and_then(|today| today.welfare_pct.get(player)).copied().unwrap_or(0.0)
    }

    /// A level in percent over the base, as percent over today.
    pub(super) fn over_today(&self, player: usize, level_pct: f64) -> f64 {
        100.0 * ((100.0 + level_pct) / (100.0 + self.today(player)) - 1.0)
    }

    /// What a player has at a policy, percent over today.
    pub(super) fn at(&self, at: Threat, player: usize) -> Option<f64> {
        let standing = self.standing(at)?;
        standing.welfare_pct.get(player).map(|level| self.over_today(player, *level))
    }

    /// What a party has in a deal, percent over today.
    pub(super) fn in_deal(&self, party: &Party) -> f64 {
        self.over_today(self.position(&party.player), party.deal_pct)
    }

    /// Position of a player by its code.
    pub(super) fn position(&self, code: &str) -> usize {
        self.played.players.iter().position(|named| named.code == code).unwrap_or(usize::MAX)
    }

    /// The plain mean of a player's tariffs at a policy, percent.
    pub(super) fn mean_tariff(&self, at: Threat, player: usize) -> Option<f64> {
        let rates = self.standing(at)?.rates.get(player)?;
        mean(self.played.instruments.get(player)?, rates)
    }

    /// The words around a figure of the section.
    pub(super) fn caption(&self, title: impl Into<String>, subtitle: impl Into<String>) -> Caption {
        let (baseline, residual) = (&self.played.baseline, self.played.certificate.max_residual);
        Caption {
            title: title.into(),
            subtitle: subtitle.into(),
            source: format!(
                "thalweg on {baseline}, game \u{201c}{}\u{201d}; largest residual {residual:.0e}",
                self.played.game
            ),
            notes: vec!["deal".into(), "search".into()],
        }
    }
}

/// The plain mean of the tariffs among some rates, percent.
pub(super) fn mean(instruments: &[Instrument], rates: &[f64]) -> Option<f64> {
    let tariffs: Vec<f64> = instruments
        .iter()
        .zip(rates)
        .filter(|(instrument, _)| instrument.kind == Tax::Tariff)
        .map(|(_, rate)| 100.0 * rate)
        .collect();
    (!tariffs.is_empty()).then(|| tariffs.iter().sum::<f64>() / tariffs.len() as f64)
}

/// What a rule is called on the page.
pub(super) fn rule_name(rule: Rule) -> &'static str {
    match rule {
        Rule::EqualGains => "Equal gains",
        Rule::Nash => "Nash",
        Rule::KalaiSmorodinsky => "Kalai-Smorodinsky",
    }
}

/// What moves by how much and where, the verb once where it is the same: `rises by **0.18 %** in the United States and
/// by **0.34 %** in China`. Each place may have words behind it.
pub(super) fn moved(changes: &[(f64, String)]) -> String {
    let mut said = "";
    let each = changes.iter().map(|(percent, place)| {
        let verb = match (moves(*percent), *percent < 0.0) {
            (false, _) => "hardly changes",
            (true, true) => "falls",
            (true, false) => "rises",
        };
        let again = std::mem::replace(&mut said, verb) == verb;
        let verb = if again { String::new() } else { format!("{verb} ") };
        let by = if moves(*percent) { format!("by **{} %** ", size(*percent)) } else { String::new() };
        format!("{verb}{by}in {place}")
    });
    list(&each.collect::<Vec<_>>())
}

/// A change with its sign and unit: `+0.18 %`.
pub(super) fn change(percent: f64) -> String {
    format!("{} %", Format::from(Kind::Change).text(percent))
}

/// A rate with its unit: `21.6 %`.
pub(super) fn rate(percent: f64) -> String {
    format!("{} %", Format::from(Kind::Rate).text(percent))
}

/// A size without a sign, two digits.
pub(super) fn size(percent: f64) -> String {
    Format::from(Kind::Change).text(percent.abs()).trim_start_matches('+').to_owned()
}

/// A time as people say it.
pub(super) fn years(years: f64) -> String {
    match (years, 12.0 * years) {
        (years, _) if years >= 100.0 => "more than a hundred years".to_owned(),
        (years, _) if years >= 9.5 => format!("{years:.0} years"),
        (years, _) if years >= 1.95 => format!("{years:.1} years"),
        (_, months) if months >= 1.5 => format!("{months:.0} months"),
        (_, months) if months >= 0.5 => "a month".to_owned(),
        (_, months) => format!("{:.0} days", (months * 30.4).max(1.0)),
    }
}
