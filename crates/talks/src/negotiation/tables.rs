//! What a game came to, as tables.

use super::{Negotiation, Standing, Termed};
use crate::deal::{Deal, Threat};
use crate::instruments::Instrument;
use crate::kept::Kept;
use crate::sureness::Sureness;
use crate::term::{Gain, Worth};
use thalweg_core::{Cell, Column, Measure, Table};

/// A column: machine name, title, what it measures.
type Head = (&'static str, &'static str, Measure);

fn table(name: &str, title: &str, columns: &[Head], rows: Vec<Vec<Cell>>) -> Table {
    let columns = columns.iter().map(|(name, title, measure)| Column::new(name, title, *measure)).collect();
    Table { name: name.to_owned(), title: title.to_owned(), columns, rows }
}

/// A fraction in percent.
fn percent(rate: f64) -> Cell {
    Cell::from(100.0 * rate)
}

impl Negotiation {
    /// Every part that was reached, as tables: `players`, `rates`, `deals`, `concessions`, `thirds`, `frontier`,
    /// `patience`, `terms`, `worth`; the reference is `docs/games.md`.
    pub fn tables(&self) -> Vec<Table> {
        let mut tables = vec![self.players_table(), self.rates_table(), self.countries_table()];
        if !self.deals.is_empty() {
            tables.extend([self.deals_table(), self.concessions_table()]);
        }
        tables.extend(self.frontier.as_ref().map(|_| self.frontier_table()));
        tables.extend(self.patience.as_ref().map(|_| self.patience_table()));
        tables.extend(self.kept.as_ref().map(kept_table));
        tables.extend(self.sureness.as_ref().map(sureness_table));
        tables.extend(self.terms.as_ref().map(|_| self.terms_table()));
        tables.extend(self.terms.as_ref().map(worth_table));
        tables
    }

    /// What everybody has at a policy that is named.
    pub fn standing(&self, at: Threat) -> Option<&Standing> {
        self.standings.iter().find(|standing| standing.at == at)
    }

    fn players_table(&self) -> Table {
        let columns = [
            ("player", "Player", Measure::Text),
            ("at", "At", Measure::Text),
            ("welfare_pct", "Welfare", Measure::Percent),
            ("real_income_pct", "Real income", Measure::Percent),
            ("mean_rate_pct", "Mean rate", Measure::Rate),
            ("median_rate_pct", "Median rate", Measure::Rate),
            ("regret_pct", "Could still gain", Measure::Number),
        ];
        let mut rows = Vec::new();
        for (p, player) in self.players.iter().enumerate() {
            for standing in &self.standings {
                let regret = self.war.as_ref().filter(|_| standing.at == Threat::War);
                rows.push(vec![
                    Cell::from(player.code.as_str()),
                    Cell::from(standing.at.name()),
                    Cell::from(standing.welfare_pct[p]),
                    Cell::from(standing.real_income_pct[p]),
                    percent(mean(&standing.rates[p])),
                    percent(median(&standing.rates[p])),
                    Cell::from(regret.map(|war| war.players[p].gain_pct)),
                ]);
            }
        }
        table("players", "What each player has", &columns, rows)
    }

    fn rates_table(&self) -> Table {
        let mut columns = vec![
            ("player", "Player", Measure::Text),
            ("kind", "Kind", Measure::Text),
            ("sector", "Sector", Measure::Text),
            ("partner", "Partner", Measure::Text),
            ("status_quo_pct", "Status quo", Measure::Rate),
            ("war_pct", "War", Measure::Rate),
        ];
        const DEALS: [Head; 3] = [
            ("equal_gains_pct", "Equal gains", Measure::Rate),
            ("nash_pct", "Nash", Measure::Rate),
            ("kalai_smorodinsky_pct", "Kalai-Smorodinsky", Measure::Rate),
        ];
        columns.extend(DEALS);
        let rows = self.instruments.iter().enumerate().flat_map(|(p, own)| {
            own.iter().enumerate().map(move |(k, instrument)| self.rates_row(p, k, instrument))
        });
        table("rates", "What each player sets", &columns, rows.collect())
    }

    fn rates_row(&self, p: usize, k: usize, instrument: &Instrument) -> Vec<Cell> {
        let at = |threat: Threat| self.standing(threat).map(|standing| 100.0 * standing.rates[p][k]);
        let code = self.players[p].code.as_str();
        let agreed = |rule: crate::Rule| {
            let deal = self.deals.iter().find(|deal| deal.rule == rule)?;
            let party = deal.parties.iter().find(|party| party.player == code)?;
            // conditions may have merged instruments: then rates are those of others
            party.rates.get(k).filter(|_| party.rates.len() == self.instruments[p].len()).map(|r| 100.0 * r)
        };
        let [kind, sector, partner] = words(instrument);
        let mut row = vec![Cell::from(code), kind, sector, partner];
        row.extend([Cell::from(at(Threat::StatusQuo)), Cell::from(at(Threat::War))]);
        row.extend(crate::Rule::ALL.map(|rule| Cell::from(agreed(rule))));
        row
    }

    fn deals_table(&self) -> Table {
        let columns = [
            ("rule", "Rule", Measure::Text),
            ("party", "Party", Measure::Text),
            ("without_pct", "Without", Measure::Percent),
            ("deal_pct", "With", Measure::Percent),
            ("gain_pct", "Gain", Measure::Percent),
            ("real_income_pct", "Real income", Measure::Percent),
            ("weight", "Weight", Measure::Number),
            ("mean_rate_pct", "Mean rate", Measure::Rate),
        ];
        let rows = self.deals.iter().flat_map(|deal| {
            deal.parties.iter().map(|party| {
                vec![
                    Cell::from(deal.rule.name()),
                    Cell::from(party.player.as_str()),
                    Cell::from(party.threat_pct),
                    Cell::from(party.deal_pct),
                    Cell::from(party.gain_pct),
                    Cell::from(party.real_income_pct),
                    Cell::from(party.weight),
                    percent(mean(&party.rates)),
                ]
            })
        });
        let title = format!("Deals, against {}", self.threat.told());
        table("deals", &title, &columns, rows.collect())
    }

    fn concessions_table(&self) -> Table {
        let columns = [
            ("owner", "Owner", Measure::Text),
            ("kind", "Kind", Measure::Text),
            ("sector", "Sector", Measure::Text),
            ("partner", "Partner", Measure::Text),
            ("before_pct", "Before", Measure::Rate),
            ("rate_pct", "Deal", Measure::Rate),
            ("party", "Party", Measure::Text),
            ("worth_pct", "Worth", Measure::Number),
            ("point_pct", "A point more", Measure::Number),
        ];
        let parties = self.deals.first().map_or(&[][..], |deal| deal.parties.as_slice());
        let rows = self.concessions.iter().flat_map(|concession| {
            parties.iter().enumerate().map(|(p, party)| {
                let [kind, sector, partner] = words(&concession.instrument);
                vec![
                    Cell::from(concession.owner.as_str()),
                    kind,
                    sector,
                    partner,
                    percent(concession.before),
                    percent(concession.rate),
                    Cell::from(party.player.as_str()),
                    Cell::from(concession.worth_pct[p]),
                    Cell::from(concession.point_pct[p]),
                ]
            })
        });
        table("concessions", "What each concession is worth, percent of welfare", &columns, rows.collect())
    }

    fn countries_table(&self) -> Table {
        let columns = [
            ("country", "Country", Measure::Text),
            ("name", "Name", Measure::Text),
            ("war_pct", "War", Measure::Percent),
            ("deal_pct", "Deal", Measure::Percent),
        ];
        let war = self.standing(Threat::War);
        let rows = self.countries.iter().enumerate().map(|(n, country)| {
            vec![
                Cell::from(country.code.as_str()),
                Cell::from(country.name.as_str()),
                Cell::from(war.map(|war| war.countries_pct[n])),
                Cell::from(self.deals.first().and_then(|deal| third(deal, &country.code))),
            ]
        });
        table("countries", "Real income over the status quo", &columns, rows.collect())
    }

    fn frontier_table(&self) -> Table {
        let columns = [
            ("no_harm", "Third countries", Measure::Text),
            ("first_pct", "First party", Measure::Percent),
            ("second_pct", "Second party", Measure::Percent),
            ("price", "Price", Measure::Number),
            ("thirds_pct", "Third countries", Measure::Percent),
            ("worst", "Worst", Measure::Text),
            ("worst_pct", "Its loss", Measure::Percent),
            ("losers", "Losers", Measure::Count),
        ];
        let both = [&self.frontier, &self.frontier_no_harm].into_iter().flatten();
        let rows = both.flat_map(|frontier| {
            frontier.points.iter().map(|point| {
                vec![
                    Cell::from(if frontier.no_harm { "protected" } else { "free" }),
                    Cell::from(point.welfare_pct[0]),
                    Cell::from(point.welfare_pct[1]),
                    Cell::from(point.price),
                    Cell::from(point.thirds_pct),
                    point.worst.as_ref().map_or(Cell::Absent, |(code, _)| Cell::from(code.as_str())),
                    Cell::from(point.worst.as_ref().map(|(_, loss)| *loss)),
                    Cell::Number(point.losers as f64),
                ]
            })
        });
        table("frontier", "All deals that could be signed", &columns, rows.collect())
    }

    fn patience_table(&self) -> Table {
        let columns = [
            ("player", "Player", Measure::Text),
            ("verdict", "Verdict", Measure::Text),
            ("deal_pct", "Deal", Measure::Percent),
            ("breach_pct", "Breach", Measure::Percent),
            ("war_pct", "War", Measure::Percent),
            ("delta", "Delta", Measure::Number),
            ("delta_of_periods", "Limited war", Measure::Number),
            ("delta_equivalent", "Withdrawal", Measure::Number),
            ("answer_within_years", "Answer within", Measure::Number),
        ];
        let players = self.patience.iter().flat_map(|patience| &patience.players);
        let rows = players.map(|player| {
            vec![
                Cell::from(player.player.as_str()),
                Cell::from(player.verdict.name()),
                Cell::from(player.deal_pct),
                Cell::from(player.breach_pct),
                Cell::from(player.war_pct),
                Cell::from(player.delta),
                Cell::from(player.delta_of_periods),
                Cell::from(player.delta_equivalent),
                Cell::from(player.answer_within_years),
            ]
        });
        table("patience", "Would it be kept?", &columns, rows.collect())
    }

    fn terms_table(&self) -> Table {
        let columns = [
            ("term", "Term", Measure::Text),
            ("owner", "Owner", Measure::Text),
            ("rate_pct", "Implied rate", Measure::Rate),
            ("cost", "Cost", Measure::Amount),
            ("owner_pct", "Owner", Measure::Percent),
            ("other", "Other", Measure::Text),
            ("other_pct", "Other", Measure::Percent),
            ("others", "Third countries", Measure::Amount),
        ];
        let worths = self.terms.iter().flat_map(|terms| &terms.worths);
        let rows = worths.map(|worth| {
            let other = worth.beneficiary.as_ref();
            vec![
                Cell::from(worth.implied.term.as_str()),
                Cell::from(worth.owner.country.as_str()),
                Cell::from(worth.implied.rate.map(|rate| 100.0 * rate)),
                Cell::from(worth.implied.cost),
                Cell::from(worth.owner.real_income_pct),
                other.map_or(Cell::Absent, |gain| Cell::from(gain.country.as_str())),
                Cell::from(other.map(|gain| gain.real_income_pct)),
                Cell::from(worth.others.iter().map(|gain| gain.real_income).sum::<f64>()),
            ]
        });
        table("terms", "Terms beyond tariffs", &columns, rows.collect())
    }
}

/// What each term is worth to every country: who promises, who is promised, who is no longer bought from, then all others,
/// the one that loses most first.
fn worth_table(terms: &Termed) -> Table {
    let columns = [
        ("term", "Term", Measure::Text),
        ("side", "Side", Measure::Text),
        ("country", "Country", Measure::Text),
        ("real_income_pct", "Real income", Measure::Percent),
        ("real_income", "Real income", Measure::Amount),
    ];
    let row = |worth: &Worth, (side, gain): (&str, &Gain)| {
        vec![
            Cell::from(worth.implied.term.as_str()),
            Cell::from(side),
            Cell::from(gain.country.as_str()),
            Cell::from(gain.real_income_pct),
            Cell::from(gain.real_income),
        ]
    };
    let rows = terms.worths.iter().flat_map(|worth| sides(worth).map(|one| row(worth, one)));
    table("worth", "What each term is worth to whom", &columns, rows.collect())
}

/// Every country with its side in a term.
fn sides(worth: &Worth) -> impl Iterator<Item = (&'static str, &Gain)> {
    let is_target = |gain: &&Gain| Some(&gain.country) == worth.target.as_ref();
    let named = std::iter::once(("owner", &worth.owner))
        .chain(worth.beneficiary.iter().map(|gain| ("other", gain)))
        .chain(worth.others.iter().find(is_target).map(|gain| ("target", gain)));
    named.chain(worth.others.iter().filter(move |gain| !is_target(gain)).map(|gain| ("third", gain)))
}

fn kept_table(kept: &Kept) -> Table {
    let columns = [
        ("player", "Player", Measure::Text),
        ("hold", "Holds", Measure::Text),
        ("deal_pct", "Deal", Measure::Percent),
        ("breach_pct", "Breach", Measure::Percent),
        ("war_pct", "War", Measure::Percent),
        ("margin_pct", "Keeping over breaking", Measure::Number),
        ("mean_rate_pct", "Mean rate", Measure::Rate),
    ];
    let rows = kept.parties.iter().enumerate().map(|(p, party)| {
        let rates = kept.deal.as_ref().and_then(|deal| deal.parties.get(p)).map(|own| mean(&own.rates));
        vec![
            Cell::from(party.player.as_str()),
            Cell::from(kept.hold.name()),
            Cell::from(party.deal_pct),
            Cell::from(party.breach_pct),
            Cell::from(party.war_pct),
            Cell::from(party.margin_pct),
            Cell::from(rates.map(|rate| 100.0 * rate)),
        ]
    });
    let title = format!("The best deal that is kept at a discount factor of {}", kept.delta);
    table("kept", &title, &columns, rows.collect())
}

fn sureness_table(sure: &Sureness) -> Table {
    let columns = [
        ("player", "Player", Measure::Text),
        ("gain_low_pct", "Gain, low", Measure::Percent),
        ("gain_median_pct", "median", Measure::Percent),
        ("gain_high_pct", "high", Measure::Percent),
        ("gains_share_pct", "Gains in", Measure::Rate),
        ("keeps_share_pct", "Keeps in", Measure::Rate),
    ];
    let rows = sure.parties.iter().map(|party| {
        vec![
            Cell::from(party.player.as_str()),
            Cell::from(party.gain_pct.low),
            Cell::from(party.gain_pct.median),
            Cell::from(party.gain_pct.high),
            percent(party.gains),
            percent(party.keeps),
        ]
    });
    let title = format!("How sure it is, over {} draws of the elasticities", sure.draws);
    table("sureness", &title, &columns, rows.collect())
}

/// Real income of a country under a deal, over the status quo, if it does not sign.
fn third(deal: &Deal, code: &str) -> Option<f64> {
    deal.thirds.iter().find(|third| third.country == code).map(|third| third.deal_pct)
}

/// Kind, sector and partner of an instrument.
fn words(instrument: &Instrument) -> [Cell; 3] {
    let word = |word: &Option<String>| Cell::from(word.as_deref().unwrap_or("all"));
    [Cell::from(instrument.kind.name()), word(&instrument.sector), word(&instrument.partner)]
}

pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The median: the mean of the two in the middle.
fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        count => (sorted[(count - 1) / 2] + sorted[count / 2]) / 2.0,
    }
}
