//! A position in words.

use thalweg_brief::number::{Format, Kind};
use thalweg_brief::{possessive, the};
use thalweg_core::Unit;
use thalweg_talks::{BalanceRow, CutRow, Position};

/// What stands above the tables.
pub(super) fn sentences(position: &Position, unit: &Unit) -> Vec<String> {
    let words = Words { position, unit };
    [Some(words.balance()), Some(words.dependence()), words.tariffs(), words.cut(), words.overcapacity()]
        .into_iter()
        .flatten()
        .collect()
}

/// A position, and how its numbers are written.
struct Words<'a> {
    position: &'a Position,
    unit: &'a Unit,
}

impl Words<'_> {
    fn the(&self, side: usize) -> String {
        the(&self.position.sides[side].name)
    }

    fn code(&self, side: usize) -> &str {
        &self.position.sides[side].code
    }

    fn amount(&self, value: f64) -> String {
        let billions = value * self.unit.in_billions();
        format!("{} billion {}", Format::from(Kind::Amount).text(billions), self.unit.currency)
    }

    /// The first side's trade with the second.
    fn trade(&self, sectors: &str) -> Option<&BalanceRow> {
        let pair = |row: &&BalanceRow| row.side == self.code(0) && row.partner == self.code(1);
        self.position.balances.totals.iter().filter(pair).find(|row| row.sectors == sectors)
    }

    /// What the gross balance hides.
    fn balance(&self) -> String {
        let (Some(all), Some(goods)) = (self.trade("*"), self.trade("tradable")) else {
            return String::new();
        };
        let (buyer, seller) = if all.balance < 0.0 { (0, 1) } else { (1, 0) };
        let sign = if all.balance < 0.0 { -1.0 } else { 1.0 };
        let gap = |balance: f64| self.amount(sign * balance);
        format!(
            "{} buys {} more from {} than it sells there, {} more in value added, which reaches its last buyer through \
             any country; in goods alone {} gross and {} in value added.",
            capital(&self.the(buyer)),
            gap(all.balance),
            self.the(seller),
            gap(all.value_added_balance),
            gap(goods.balance),
            gap(goods.value_added_balance),
        )
    }

    /// Who depends on whom.
    fn dependence(&self) -> String {
        let reliance = &self.position.exposure.reliance;
        let inputs = |side: usize| {
            let row = reliance.iter().find(|row| row.side == self.code(side) && row.sector == "tradable")?;
            Some((rate(row.direct_pct?), rate(row.look_through_pct?)))
        };
        let sales = |side: usize| {
            let rows = &self.position.exposure.markets;
            let row = rows.iter().find(|row| row.side == self.code(side) && row.sector == "tradable");
            rate(row.and_then(|row| row.look_through_pct).unwrap_or(f64::NAN))
        };
        let (first, second) = (self.the(0), self.the(1));
        let (there, back) = (sales(0), sales(1));
        let ends =
            format!("{there} of the goods of {first} end with buyers in {second}, {back} the other way");
        let (Some((direct, through)), Some((theirs, all_theirs))) = (inputs(0), inputs(1)) else {
            return capital(&format!("{ends}; there are no inputs in this baseline to look through."));
        };
        format!(
            "Goods producers in {first} take {direct} of their inputs from {second}, {through} with the suppliers of \
             their suppliers; those in {second} take {theirs} from {first}, {all_theirs} with theirs. {}.",
            capital(&ends)
        )
    }

    /// Whose tariffs are higher.
    fn tariffs(&self) -> Option<String> {
        let uniform = |side: usize| {
            let rows = &self.position.access.tariffs;
            let row =
                rows.iter().find(|r| r.importer == self.code(side) && r.exporter == self.code(1 - side));
            row.and_then(|row| row.uniform_tariff_pct)
        };
        let (first, second) = (uniform(0)?, uniform(1)?);
        if first.abs().max(second.abs()) < 0.005 {
            return Some("Neither puts tariffs on goods of the other.".to_owned());
        }
        let verdict = if (first - second).abs() < 0.05 {
            "both are as high".to_owned()
        } else {
            let higher = if first > second { 0 } else { 1 };
            format!("{} are the higher ones", possessive(&self.the(higher)))
        };
        Some(format!(
            "{} tariffs on goods of {} let in as much as one of {} on all of them would, {} on goods of {} as much as \
             one of {}: {verdict}.",
            capital(&possessive(&self.the(0))),
            self.the(1),
            rate(first),
            possessive(&self.the(1)),
            self.the(0),
            rate(second)
        ))
    }

    /// What would answer the first cut of the first side, and the first that has no answer.
    fn cut(&self) -> Option<String> {
        let rows: Vec<&CutRow> =
            self.position.access.cuts.iter().filter(|cut| cut.side == self.code(0)).collect();
        let moved = |cut: &&&CutRow| cut.imports_change.abs() > 0.0;
        let answered = rows.iter().filter(moved).find_map(|cut| Some((cut.cut_pct, cut.answer_pct?)));
        let open = rows.iter().filter(moved).find(|cut| cut.answer_pct.is_none());
        let answered = answered.map(|(cut, answer)| {
            let cut = format!("To a cut of its tariffs by {} by {}", percent(cut), self.the(0));
            format!("{cut}, the reciprocal answer of {} is one by {}", self.the(1), rate(answer))
        });
        let open = open.map(|cut| {
            let cut = percent(cut.cut_pct);
            if answered.is_some() {
                format!("to one by {cut} it has none")
            } else {
                format!(
                    "to a cut of its tariffs by {cut} by {}, {} has no reciprocal answer",
                    self.the(0),
                    self.the(1)
                )
            }
        });
        let parts: Vec<String> = [answered, open].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| capital(&parts.join("; ")) + ".")
    }

    /// The largest excess that subsidies make, and where it goes.
    fn overcapacity(&self) -> Option<String> {
        let largest =
            self.position.overcapacity.sectors.iter().max_by(|a, b| a.excess.total_cmp(&b.excess))?;
        let side = usize::from(largest.side == self.code(1));
        let part = |amount: f64| rate(100.0 * amount / largest.excess);
        let more = largest.excess_pct.map(|more| format!(" ({} more)", rate(more))).unwrap_or_default();
        Some(format!(
            "With its subsidies {} makes and sells {} more of \u{201c}{}\u{201d} than without{more}: {} of that at \
             home, {} in {} and {} elsewhere.",
            self.the(side),
            self.amount(largest.excess),
            largest.name,
            part(largest.at_home),
            part(largest.to_partner),
            self.the(1 - side),
            part(largest.to_others)
        ))
    }
}

fn rate(value: f64) -> String {
    Format::from(Kind::Rate).sentence(value)
}

/// A percentage as the user gave it.
fn percent(value: f64) -> String {
    format!("{}\u{202f}%", (1e9 * value).round() / 1e9)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What stands below the tables: what is not said, the base, and in the last line the certificate.
pub(super) fn foot(position: &Position) -> Vec<String> {
    let quiet = position.overcapacity.sectors.is_empty().then(|| {
        "The data record no subsidies of either side, and none was assumed (--subsidy): nothing is said of \
         overcapacity."
            .to_owned()
    });
    let set = position.elasticities.as_deref();
    let set = set.map_or("its own elasticities".to_owned(), |set| format!("elasticities {set}"));
    let moved = match position.trust.base.solved {
        true => format!(
            "; solved once as it is, which moves wages by up to {:.2} %",
            position.trust.base.wages_pct
        ),
        false => String::new(),
    };
    let base = format!(
        "Base: {} ({}), {set}{moved}. Value added and inputs follow the input shares of the baseline. More: --table \
         sector_balances, reliance, markets, suppliers, pairs, surplus.",
        position.baseline, position.year
    );
    let certificate = format!(
        "Certificate: every equation holds to {:.0e} in all {} equilibria, recomputed from the result.",
        position.trust.max_residual, position.trust.equilibria
    );
    [quiet, Some(base), Some(certificate)].into_iter().flatten().collect()
}
