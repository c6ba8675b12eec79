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
        let [gross, added] = [all.balance, all.value_added_balance].map(|balance| sign * balance);
        let turned = if added < 0.0 { " the other way" } else { "" };
        format!(
            "{} buys {} more from {} than it sells there; in value added, which goes to its final buyer through \
             whatever country, the gap is {}{turned}. In goods alone it is {} gross and {} in value added.",
            capital(&self.the(buyer)),
            self.amount(gross),
            self.the(seller),
            self.amount(added.abs()),
            self.amount(sign * goods.balance),
            self.amount(sign * goods.value_added_balance),
        )
    }

    /// Who depends on whom.
    fn dependence(&self) -> String {
        let inputs = |side: usize| {
            let rows = &self.position.exposure.reliance;
            let row = rows.iter().find(|row| row.side == self.code(side) && row.sector == "tradable");
            row.and_then(|row| Some((row.direct_pct?, row.look_through_pct?)))
        };
        let sales = |side: usize| {
            let rows = &self.position.exposure.markets;
            rows.iter().find(|row| row.side == self.code(side) && row.sector == "tradable")?.look_through_pct
        };
        let uses = |side: usize| match inputs(side) {
            Some((direct, through)) => format!(
                "{} of the inputs of goods producers in {} come from {}, and {} with all that stands behind \
                 their suppliers",
                rate(direct),
                self.the(side),
                self.the(1 - side),
                rate(through)
            ),
            None => format!("goods producers in {} use no inputs", self.the(side)),
        };
        let sells = match (sales(0), sales(1)) {
            (Some(first), Some(second)) => format!(
                " Of the goods that they make, {} and {} end with buyers in the other.",
                rate(first),
                rate(second)
            ),
            _ => String::new(),
        };
        format!("{}; {}.{sells}", capital(&uses(0)), uses(1))
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

    /// What would answer the smallest cut of the first side, and the largest that has no answer.
    fn cut(&self) -> Option<String> {
        let rows: Vec<&CutRow> =
            self.position.access.cuts.iter().filter(|cut| cut.side == self.code(0)).collect();
        let moved = |cut: &&&CutRow| cut.imports_change.abs() > 0.0;
        let answered = rows.iter().filter(moved).find_map(|cut| Some((cut.cut_pct, cut.answer_pct?)));
        let open = rows.iter().filter(moved).find(|cut| cut.answer_pct.is_none());
        let answered = answered.map(|(cut, answer)| {
            format!(
                "A cut of all these tariffs of {} by {} would be answered reciprocally by one of {} by {}.",
                self.the(0),
                percent(cut),
                self.the(1),
                rate(answer)
            )
        });
        let open = open.map(|cut| {
            format!(
                "To one by {} no cut of {} is an answer: at the nearest, {} buys {} more and {} {} more.",
                percent(cut.cut_pct),
                self.the(1),
                self.the(0),
                self.amount(cut.imports_change),
                self.the(1),
                self.amount(cut.partner_imports_change)
            )
        });
        let sentences: Vec<String> = [answered, open].into_iter().flatten().collect();
        (!sentences.is_empty()).then(|| sentences.join(" "))
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
