//! Numbers and gaps in sentences.

use crate::country::Countries;
use crate::gap::{Gap, Measure};
use crate::rank::{Ranked, Verdict};
use thalweg_core::Unit;

/// A number with at most some decimals, none of them zeros at the end.
pub(crate) fn digits(number: f64, most: usize) -> String {
    let text = format!("{number:.most$}").replace('-', "\u{2212}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// An amount with its unit, such as `46.940 million tonnes` or `285.9 billion USD`.
pub(crate) fn amount(number: f64, measure: Measure, unit: &str) -> String {
    if measure == Measure::Value {
        return Unit { power: 0, currency: unit.to_owned() }.amount(number);
    }
    if unit != "kg" {
        return format!("{} {unit}", digits(number, 1));
    }
    match number.abs() / 1000.0 {
        tonnes if tonnes >= 1e6 => format!("{:.3} million tonnes", tonnes / 1e6),
        tonnes if tonnes >= 1e3 => format!("{:.3} thousand tonnes", tonnes / 1e3),
        tonnes => format!("{tonnes:.3} tonnes"),
    }
}

fn of(gap: &Gap, number: f64) -> String {
    amount(number, gap.measure, &gap.unit)
}

/// What is said of a flow, and what it looks like.
pub(crate) fn sentence(one: &Ranked, countries: &Countries) -> String {
    let gap = &one.gap;
    let product =
        if gap.product == "TOTAL" { "all goods".to_owned() } else { format!("product {}", gap.product) };
    let (importer, exporter) = (countries.name(&gap.importer), countries.name(&gap.exporter));
    let subject = format!("{importer} from {exporter}, {product}, {}", gap.year);
    let said = match (gap.importer_said, gap.exporter_said) {
        (Some(importer), Some(exporter)) => format!(
            "the importer says {}, the exporter {}{}",
            of(gap, importer),
            of(gap, exporter),
            gap.ratio.map_or_else(String::new, times)
        ),
        (Some(importer), None) => format!("the importer says {}, the exporter nothing", of(gap, importer)),
        (None, Some(exporter)) => format!("the exporter says {}, the importer nothing", of(gap, exporter)),
        (None, None) => "nobody says anything".to_owned(),
    };
    format!("{subject}: {said}. {}", reading(one, countries))
}

/// What is possible and what is not in the other years whose production is known.
pub(crate) fn other_years(told: &Gap, years: &[&Gap]) -> String {
    let of_year = |gap: &&&Gap| {
        let made = weight(gap, gap.production?);
        let bought = weight(gap, gap.importer_quantity?);
        let (sold, ratio) = match (gap.exporter_said, gap.ratio) {
            (Some(sold), Some(ratio)) => (of(gap, sold), times(ratio)),
            _ => ("nothing".to_owned(), String::new()),
        };
        let possible = if gap.is_impossible()? { "impossible too" } else { "possible" };
        Some(format!(
            " In {} the importer said {bought}, the exporter {sold}{ratio}, and made {made}: {possible}.",
            gap.year
        ))
    };
    years.iter().filter(|gap| gap.year != told.year).filter_map(|gap| of_year(&gap)).collect()
}

fn times(ratio: f64) -> String {
    if ratio >= 1e4 {
        " (more than ten thousand times as much)".to_owned()
    } else if ratio >= 1.0 {
        format!(" ({} times as much)", digits(ratio, 2))
    } else if ratio > 0.0 {
        format!(" (1 in {})", digits(1.0 / ratio, 1))
    } else {
        String::new()
    }
}

fn reading(one: &Ranked, countries: &Countries) -> String {
    let gap = &one.gap;
    match one.verdict {
        Verdict::Impossible => impossible(gap),
        Verdict::MoreThanWorld => format!(
            "The exporter says it sold {} to the whole world: the importer alone says {} times that.{}",
            of(gap, gap.exporter_to_world.unwrap_or(0.0)),
            digits(gap.times_world().unwrap_or(0.0), 2),
            possible(gap)
        ),
        Verdict::ImporterSaysMore => {
            let through = one.through.as_ref().zip(one.through_at_most).map_or_else(String::new, |(hub, most)| {
                format!(" At most {} can have passed the hub {}.", of(gap, most), countries.name(hub))
            });
            format!(
                "Goods of another origin under this name, or goods that the exporter booked to a third country.{through}{}",
                possible(gap)
            )
        }
        Verdict::ExporterSaysMore => {
            "Goods that never arrived, went elsewhere, or were declared for less.".to_owned()
        }
        Verdict::Hub => {
            "The exporter is a hub: most of its buyers book its goods as coming from where they were made. No sign of evasion."
                .to_owned()
        }
        Verdict::Usual => "No further apart than these reporters usually are, or less than a half.".to_owned(),
    }
}

fn weight(gap: &Gap, number: f64) -> String {
    let unit = if gap.measure == Measure::Quantity { &gap.unit } else { "kg" };
    amount(number, Measure::Quantity, unit)
}

fn impossible(gap: &Gap) -> String {
    let made = weight(gap, gap.production.unwrap_or(0.0));
    let world = gap.times_world().map_or_else(String::new, |times| {
        let sold = of(gap, gap.exporter_to_world.unwrap_or(0.0));
        format!(
            " It says it sold {sold} to the whole world: the importer alone says {} times that.",
            digits(times, 2)
        )
    });
    let bought = weight(gap, gap.importer_quantity.unwrap_or(0.0));
    let needed = weight(gap, gap.imports_needed().unwrap_or(0.0));
    let imports = match gap.exporter_imports {
        Some(imports) => {
            format!("made {made} and imported {}, and {bought} is more than both", weight(gap, imports))
        }
        None => format!(
            "made {made}, less than the {bought} that this importer says it bought; its imports are not in the data, and it would have \
             had to import {needed} and sell all of that, and all that it made, to this one buyer"
        ),
    };
    format!("Physically impossible as told: the exporter {imports}.{world}")
}

/// Where production is known and suffices, that is said too.
fn possible(gap: &Gap) -> String {
    match (gap.is_impossible(), gap.production) {
        (Some(false), Some(made)) => {
            format!(" It is not physically impossible: the exporter made {}.", weight(gap, made))
        }
        _ => String::new(),
    }
}
