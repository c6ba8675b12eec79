//! The regression of Fisman and Wei on data whose answer is known.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails says where")]

mod common;

use common::{mirror, text};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, LogNormal, Normal};
use std::fmt::Write;
use thalweg_mirror::{Estimate, Evasion, Gap, Measure, Question, Taxes};

/// What is true in the simulated world.
const TAX: f64 = 3.0;
const SIMILAR: f64 = -2.0;

struct World {
    gaps: Vec<Gap>,
    taxes: Taxes,
}

/// Products in headings; what is hidden depends on the tax and on the exact mean of the others, with errors that headings share.
fn world(seed: u64, headings: usize, products: usize, noise: f64) -> World {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let normal = Normal::new(0.0, 1.0).unwrap();
    let size = LogNormal::new(12.0, 1.5).unwrap();
    let mut table = "product,tax\n".to_owned();
    let mut gaps = Vec::new();
    for heading in 0..headings {
        let mut draw = || normal.sample(&mut chance);
        let (shared_tax, shared_error) = (draw(), draw());
        let own: Vec<(f64, f64)> = (0..products).map(|_| (draw(), draw())).collect();
        let taxes: Vec<f64> =
            own.iter().map(|(own, _)| (0.2 + 0.05 * shared_tax + 0.06 * own).clamp(0.0, 0.6)).collect();
        let exports: Vec<f64> = (0..products).map(|_| size.sample(&mut chance)).collect();
        for k in 0..products {
            let others = || (0..products).filter(|other| *other != k);
            let weight: f64 = others().map(|other| exports[other]).sum();
            let similar: f64 = others().map(|other| exports[other] * taxes[other]).sum::<f64>() / weight;
            let error = noise * (0.7 * shared_error + 0.7 * own[k].1);
            let missing = 0.1 + TAX * taxes[k] + SIMILAR * similar + error;
            let code = format!("{:04}{:02}", 1000 + heading, 10 + k);
            writeln!(table, "{code},{}", taxes[k]).unwrap();
            gaps.push(gap(code, exports[k], missing));
        }
    }
    World { gaps, taxes: Taxes::read(&table, "taxes.csv").unwrap().0 }
}

fn gap(product: String, exports: f64, missing: f64) -> Gap {
    let imports = exports * (-missing).exp();
    Gap {
        exporter: "XAA".to_owned(),
        importer: "XBB".to_owned(),
        product,
        year: 2000,
        measure: Measure::Value,
        unit: "USD".to_owned(),
        exporter_said: Some(exports),
        importer_said: Some(imports),
        margin: 0.0,
        ratio: Some(imports / exports),
        gap: Some(-missing),
        difference: imports - exports,
        exporter_to_world: None,
        importer_quantity: None,
        production: None,
        exporter_imports: None,
    }
}

fn term<'a>(evasion: &'a Evasion, regression: &str, term: &str) -> &'a Estimate {
    let is = |one: &&Estimate| one.regression == regression && one.term == term;
    evasion.estimates.iter().find(is).unwrap()
}

#[test]
fn without_errors_the_truth_comes_out_exactly() {
    let world = world(1, 100, 4, 0.0);
    let evasion = Evasion::of(&world.gaps, &world.taxes).unwrap();
    let tax = term(&evasion, "tax and similar", "tax");
    let similar = term(&evasion, "tax and similar", "tax_on_similar");
    assert!((tax.coefficient - TAX).abs() < 1e-9, "{tax:?}");
    assert!((similar.coefficient - SIMILAR).abs() < 1e-9, "{similar:?}");
    assert_eq!((tax.observations, tax.clusters), (400, 100));
    assert!(tax.r_squared > 1.0 - 1e-9);
}

/// No bias, and intervals of 95 percent that hold the truth in 95 of 100 worlds: over 1,000 worlds the share has a standard error of 0.7 points.
#[test]
fn coefficients_are_unbiased_and_intervals_cover() {
    const WORLDS: usize = 1000;
    let mut covered = [0usize; 2];
    let mut sums = [0.0; 2];
    for seed in 0..WORLDS {
        let world = world(seed as u64, 80, 3, 0.5);
        let evasion = Evasion::of(&world.gaps, &world.taxes).unwrap();
        for (k, (name, truth)) in [("tax", TAX), ("tax_on_similar", SIMILAR)].into_iter().enumerate() {
            let one = term(&evasion, "tax and similar", name);
            sums[k] += one.coefficient - truth;
            covered[k] += usize::from(one.low <= truth && truth <= one.high);
        }
    }
    for k in 0..2 {
        let (bias, coverage) = (sums[k] / WORLDS as f64, covered[k] as f64 / WORLDS as f64);
        assert!(bias.abs() < 0.08, "bias {bias}");
        assert!((0.925..=0.97).contains(&coverage), "coverage {coverage}");
    }
}

/// Where headings share errors, errors that are not clustered are too small: the clustered ones of the tax on similar products must be larger.
#[test]
fn leaving_out_similar_products_hides_part_of_evasion() {
    let world = world(7, 400, 4, 0.3);
    let evasion = Evasion::of(&world.gaps, &world.taxes).unwrap();
    let (alone, both) = (term(&evasion, "tax", "tax"), term(&evasion, "tax and similar", "tax"));
    // both taxes move together, and the second works the other way
    assert!(alone.coefficient < both.coefficient - 2.0 * both.standard_error, "{alone:?} {both:?}");
    assert!(both.low < TAX && TAX < both.high, "{both:?}");
}

#[test]
fn from_a_table_of_statistics_to_the_coefficient() {
    let world = world(3, 60, 3, 0.0);
    let mut table = "reporter,partner,flow,year,hs6,value_usd,kg\n".to_owned();
    for gap in &world.gaps {
        let (sold, bought) = (gap.exporter_said.unwrap(), gap.importer_said.unwrap());
        writeln!(table, "XAA,XBB,export,2000,{},{sold},{sold}", gap.product).unwrap();
        writeln!(table, "XBB,XAA,import,2000,{},{},{bought}", gap.product, bought * 1.06).unwrap();
    }
    let (ledger, source) = text(&table);
    assert_eq!(source.intake.refused(), 0, "{:?}", source.intake.refusals);
    for measure in [Measure::Value, Measure::Quantity] {
        let gaps = mirror(&ledger, &Question { measure: Some(measure), ..Question::default() }).gaps;
        let evasion = Evasion::of(&gaps, &world.taxes).unwrap();
        let tax = term(&evasion, "tax and similar", "tax");
        assert_eq!(tax.measure, measure);
        assert!((tax.coefficient - TAX).abs() < 1e-9, "{tax:?}");
    }
}

#[test]
fn what_cannot_be_estimated_is_an_error_with_words() {
    let world = world(1, 3, 1, 0.1);
    let none = Taxes::read("product,tax\n", "taxes.csv").unwrap().0;
    for (gaps, taxes, words) in [
        (&world.gaps[..], &none, "no product has both reports and a tax"),
        (&[], &world.taxes, "no gap to explain"),
        (&world.gaps[..2], &world.taxes, "too few"),
    ] {
        let error = Evasion::of(gaps, taxes).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
    let percents = Taxes::read("product,tax\n010121,17\n010129,5\n", "taxes.csv").unwrap_err().to_string();
    assert!(percents.contains("tax_pct"), "{percents}");
}
