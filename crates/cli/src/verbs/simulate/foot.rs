//! What stands below the tables.

use crate::verbs::study::Simulated;
use thalweg_trade::{BaseMovement, Certificate, Outcome, Uncertainty};

/// What stands below the tables: intervals, the base, and in the last line the certificate.
pub(super) fn lines(simulated: &[Simulated]) -> Vec<String> {
    let Some(first) = simulated.first() else { return Vec::new() };
    let drawn = first.outcome.uncertainty.as_ref().map(intervals);
    let sets = first.sets.len();
    let ranges = (sets > 0).then(|| {
        format!(
            "Lowest and highest: over the {sets} sets of elasticities of the baseline, its own among them."
        )
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
