//! Ossa (2014), "Trade Wars and Trade Talks with Data", American Economic Review 104(12): the trade war of table 4b.
#![allow(clippy::unwrap_used)]

mod common;

use common::shared_data;
use std::collections::HashMap;
use std::path::Path;
use thalweg_trade::{Base, Baseline, Equilibrium, Scenario, Settings};

/// A CSV file as rows of cells by the name of their column.
fn rows(path: &Path) -> Vec<HashMap<String, String>> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let row =
        |line: &str| head.iter().map(|h| (*h).to_owned()).zip(line.split(',').map(str::to_owned)).collect();
    lines.map(row).collect()
}

/// A scenario that sets the tariffs of one of the published files.
fn tariffs(folder: &Path, file: &str) -> Scenario {
    let text = std::fs::read_to_string(folder.join("published").join(file)).unwrap();
    let scratch = tempfile::tempdir().unwrap();
    let table = scratch.path().join("tariffs.csv");
    std::fs::write(&table, text.replacen(",tariff", ",set", 1)).unwrap();
    let scenario = format!(
        "name = 'war'\n[[tariff]]\nimporter = '*'\nexporter = '*'\ntable = '{}'\n[model]\ncompetition = 'monopolistic'\n",
        table.display()
    );
    Scenario::parse("war.toml", &scenario).unwrap()
}

/// What a government counts: sales before tariff and its tariff revenue, allotted by wage bills, weighted by sector.
fn counted(baseline: &Baseline, weights: &[Vec<f64>], at: &Equilibrium, n: usize) -> f64 {
    let sectors = baseline.sectors.len();
    let revenue: f64 = (0..sectors)
        .map(|j| {
            let flows = at.flows.row(j, n).iter().zip(at.policy.tariffs.row(j, n));
            flows.map(|(value, tariff)| value * tariff).sum::<f64>()
        })
        .sum();
    let bill = |j: usize| at.output.get(j, n) * (1.0 - 1.0 / (baseline.sectors[j].elasticity + 1.0));
    let bills: f64 = (0..sectors).map(bill).sum();
    (0..sectors).map(|j| weights[j][n] * (at.output.get(j, n) + revenue * bill(j) / bills)).sum()
}

/// Hat of the price index of final spending; without inputs all spending is final.
fn price(at: &Equilibrium, before: &Equilibrium, n: usize) -> f64 {
    let sectors = at.prices.sectors();
    let total: f64 = (0..sectors).map(|j| before.spending.get(j, n)).sum();
    (0..sectors).map(|j| before.spending.get(j, n) / total * at.prices.get(j, n).ln()).sum::<f64>().exp()
}

#[test]
fn the_trade_war_of_table_4b() {
    let Some(shared) = shared_data() else { return };
    let folder = shared.join("baselines/trade-wars-2014");
    let (baseline, _) = Baseline::read_folder(&folder).unwrap();
    let resolved = tariffs(&folder, "published_NASHTARIFFPOLs.csv").resolve(&baseline).unwrap();
    let base = Base::new(&baseline, &resolved.elasticities, &resolved.model, Settings::default()).unwrap();
    let war = base.solve(resolved.policy).unwrap();
    let before = base.equilibrium();
    let (sectors, countries) = (baseline.sectors.len(), baseline.countries.len());
    let mut weights = vec![vec![0.0; countries]; sectors];
    for row in rows(&folder.join("political_weights.csv")) {
        let place = (baseline.sector(&row["sector"]).unwrap(), baseline.country(&row["country"]).unwrap());
        weights[place.0][place.1] = row["weight"].parse().unwrap();
    }
    let ones = vec![vec![1.0; countries]; sectors];
    let welfare = |weights: &[Vec<f64>], n: usize| {
        let counted = |at: &Equilibrium| counted(&baseline, weights, at, n);
        100.0 * (counted(&war) / counted(before) / price(&war, before, n) - 1.0)
    };
    let mean_wage: f64 = (0..countries).map(|n| war.wage(0, n)).sum::<f64>() / countries as f64;
    let near = |what: &str, computed: f64, published: &str| {
        let printed: f64 = published.parse().unwrap();
        assert!(
            ((computed * 10.0).round() / 10.0 - printed).abs() < 1e-9,
            "{what}: {computed}, printed {printed}"
        );
    };
    let mut means = [0.0; 3];
    for row in rows(&folder.join("published/published_table_4b.csv")) {
        if row["country"] == "mean" {
            near("mean G", means[0], &row["G"]);
            near("mean V", means[1], &row["V"]);
            near("mean profit", means[2], &row["profit"]);
            continue;
        }
        let n = baseline.country(&row["country"]).unwrap();
        let (g, v) = (welfare(&weights, n), welfare(&ones, n));
        // profits are reported against the country's own wage
        let profit = 100.0 * (war.profits[n] / before.profits[n] / war.wage(0, n) - 1.0);
        near("G", g, &row["G"]);
        near("V", v, &row["V"]);
        near("w", 100.0 * (war.wage(0, n) - mean_wage), &row["w"]);
        near("profit", profit, &row["profit"]);
        let mut own: Vec<f64> = (0..sectors)
            .flat_map(|j| (0..countries).filter(move |i| *i != n).map(move |i| (j, i)))
            .map(|(j, i)| war.policy.tariffs.get(j, n, i))
            .collect();
        own.sort_by(f64::total_cmp);
        let median = (own[(own.len() - 1) / 2] + own[own.len() / 2]) / 2.0;
        near("median tariff", 100.0 * median, &row["median_tariff"]);
        for (mean, value) in means.iter_mut().zip([g, v, profit]) {
            *mean += value / countries as f64;
        }
    }
}

#[test]
fn a_markup_that_leaves_nothing_for_labour_is_refused() {
    let baseline = Baseline::embedded("world-2022").unwrap();
    let scenario = Scenario::parse("m.toml", "name = 'm'\n[model]\ncompetition = 'monopolistic'\n").unwrap();
    let resolved = scenario.resolve(&baseline).unwrap();
    let refused =
        Base::new(&baseline, &resolved.elasticities, &resolved.model, Settings::default()).unwrap_err();
    assert!(refused.to_string().contains("1/sigma"), "{refused}");
    // 39 cells: ten are shown, the others are counted
    assert!(refused.to_string().contains("and 29 more"), "{refused}");
}
