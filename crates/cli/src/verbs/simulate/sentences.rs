//! The answer in words, and what stands below it.

use super::income::{Ranged, name, real_income};
use crate::verbs::study::Simulated;
use thalweg_brief::number::{Format, Kind};
use thalweg_core::Unit;
use thalweg_trade::outcome::Diversion;
use thalweg_trade::{BaseMovement, Certificate, Outcome, Uncertainty};

/// Countries that the sentences name where no pair stands out.
const TOUCHED: usize = 3;
/// Scenarios that a sentence lists one by one; of more it says from where to where they reach.
const LISTED: usize = 3;

/// The codes of the countries that the first scenario is about: the pair whose trade it hits hardest or, where there is
/// none, those that it touches most.
pub(super) fn parties(simulated: &[Simulated]) -> Vec<&str> {
    let Some(outcome) = simulated.first().map(|one| &one.outcome) else { return Vec::new() };
    match outcome.diversions.first() {
        Some(diversion) => vec![&diversion.importer, &diversion.exporter],
        None => most_touched(outcome).take(TOUCHED).collect(),
    }
}

fn most_touched(outcome: &Outcome) -> impl Iterator<Item = &str> {
    let mut rows: Vec<_> = outcome.countries.iter().collect();
    rows.sort_by(|a, b| b.real_income_pct.abs().total_cmp(&a.real_income_pct.abs()));
    rows.into_iter().map(|row| row.country.as_str())
}

/// The answer: what it does to real income, and where the goods go.
pub(super) fn answer(simulated: &[Simulated]) -> Vec<String> {
    let Some(first) = simulated.first() else { return Vec::new() };
    let of_party = |code: &str| format!("{} {}", name(&first.outcome, code), incomes(simulated, code));
    let incomes: Vec<String> = parties(simulated).into_iter().map(of_party).collect();
    let title = if simulated.len() == 1 { format!("{}. ", first.outcome.title) } else { String::new() };
    let incomes = format!("{title}Real income changes: {}.", incomes.join("; "));
    let goods = first.outcome.diversions.first().filter(|_| simulated.len() == 1);
    let goods = goods.and_then(|diversion| goods_sentence(&first.outcome, diversion));
    std::iter::once(incomes).chain(goods).collect()
}

fn incomes(simulated: &[Simulated], code: &str) -> String {
    let found: Vec<(&str, Ranged)> = simulated
        .iter()
        .filter_map(|one| real_income(one, code).map(|income| (one.label(), income)))
        .collect();
    let with_name = |(scenario, income): &(&str, Ranged)| format!("{} ({scenario})", change(income.value));
    match found.as_slice() {
        [(_, Ranged { value, range: Some((low, high)) })] => {
            format!("{} %", Format::from(Kind::Change).interval(*value, *low, *high))
        }
        [(_, income)] => change(income.value),
        several if several.len() <= LISTED => several.iter().map(with_name).collect::<Vec<_>>().join(", "),
        several => {
            let order = |a: &&(&str, Ranged), b: &&(&str, Ranged)| a.1.value.total_cmp(&b.1.value);
            let ends = (several.iter().min_by(order), several.iter().max_by(order));
            match ends {
                (Some(low), Some(high)) => format!("from {} to {}", with_name(low), with_name(high)),
                _ => String::new(),
            }
        }
    }
}

fn change(percent: f64) -> String {
    Format::from(Kind::Change).sentence(percent)
}

fn goods_sentence(outcome: &Outcome, diversion: &Diversion) -> Option<String> {
    let unit: Unit = outcome.unit.parse().ok()?;
    let (importer, exporter) = (name(outcome, &diversion.importer), name(outcome, &diversion.exporter));
    let others = match diversion.also_importers.len() {
        0 => String::new(),
        others => format!(" and {others} others"),
    };
    if diversion.displaced <= 0.0 {
        let more = unit.amount(-diversion.displaced);
        return Some(format!("{exporter} sells {more} more to {importer}{others}."));
    }
    let part = |amount: f64, more: &str, less: &str| {
        format!("{} {}", unit.amount(amount.abs()), if amount < 0.0 { less } else { more })
    };
    Some(format!(
        "{exporter} sells {} less to {importer}{others}: {}, {}, {}.",
        unit.amount(diversion.displaced),
        part(diversion.diverted, "go to other countries", "less go to other countries too"),
        part(diversion.sold_at_home, "stay at home", "less are sold at home"),
        part(diversion.not_produced, "are no longer made", "more are made"),
    ))
}

/// What stands below the tables: intervals, the base, and in the last line the certificate.
pub(super) fn foot(simulated: &[Simulated]) -> Vec<String> {
    let Some(first) = simulated.first() else { return Vec::new() };
    let drawn = first.outcome.uncertainty.as_ref().map(intervals);
    let sets = first.under_sets.len();
    let ranges = (sets > 0).then(|| {
        format!("Lowest and highest: over the baseline's own elasticities and its {sets} other sets.")
    });
    let several = simulated.iter().find_map(|one| one.outcome.certificate.several_equilibria_possible);
    let several = several.map(|product| {
        format!("Scale times trade elasticity reaches {product:.2}: this need not be the only equilibrium.")
    });
    let lines = [drawn, ranges, several, Some(base(&first.outcome)), Some(certificate(simulated))];
    lines.into_iter().flatten().collect()
}

fn intervals(uncertainty: &Uncertainty) -> String {
    let draws = uncertainty.draws;
    let capped: Vec<String> = uncertainty
        .spread
        .capped
        .iter()
        .map(|c| format!("{} of {} ({} taken as {})", c.sector, c.set, c.value, c.taken_as))
        .collect();
    let capped = if capped.is_empty() { String::new() } else { format!("; cut: {}", capped.join(", ")) };
    let failed = match uncertainty.failed {
        0 => String::new(),
        failed => format!("; {failed} draws without an equilibrium left out"),
    };
    format!(
        "Intervals: 90 % of {} draws of the elasticities (seed {}), fitted to {}{capped}{failed}.",
        draws.count,
        draws.seed,
        uncertainty.spread.fitted_to.join(", ")
    )
}

fn base(outcome: &Outcome) -> String {
    let set = outcome
        .elasticities
        .as_deref()
        .map_or("its own elasticities".to_owned(), |set| format!("elasticities {set}"));
    let BaseMovement { solved, wages_pct, .. } = outcome.certificate.base;
    let moved = match solved {
        true => format!("; solved once without policy, which moves wages by up to {wages_pct:.2} %"),
        false => String::new(),
    };
    let (deficits, labour) = (outcome.deficits, outcome.labour);
    let rules = format!("deficits {deficits:?}, labour {labour:?}").to_lowercase();
    format!("Base: {} ({}), {set}, {rules}{moved}.", outcome.baseline, outcome.year)
}

fn certificate(simulated: &[Simulated]) -> String {
    let certificates: Vec<Certificate> =
        simulated.iter().flat_map(Simulated::outcomes).map(|outcome| outcome.certificate).collect();
    let residual = certificates.iter().map(|c| c.max_residual).fold(0.0, f64::max);
    let whose = match certificates.len() {
        1 => String::new(),
        many => format!(" in all {many} equilibria"),
    };
    format!("Certificate: every equation holds to {residual:.0e}{whose}, recomputed from the result.")
}
