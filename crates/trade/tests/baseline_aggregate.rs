//! Merging countries and sectors merges nothing away.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{SmallWorld, shared_data};
use proptest::prelude::*;
use thalweg_trade::Baseline;
use thalweg_trade::baseline::{Map, Summary, aggregate};

fn map(text: &str) -> Map {
    Map::parse("map.toml", text).unwrap()
}

const ALL_TO_ONE: &str = "[countries]\nWLD = '*'\n[sectors]\nall = '*'\n";

/// Output, value added and tariff revenue must not change; the total of flows is summed here with integers.
fn check_totals(old: &Baseline, new: &Baseline) {
    let (before, after) = (Summary::of(old).world, Summary::of(new).world);
    let close = |a: f64, b: f64| (a - b).abs() <= 4e-15 * a.abs();
    assert!(close(before.output, after.output), "{before:?} {after:?}");
    assert!(close(before.value_added, after.value_added), "{before:?} {after:?}");
    assert!(close(before.tariff_revenue, after.tariff_revenue), "{before:?} {after:?}");
}

#[test]
fn everything_into_one_keeps_totals_to_the_last_digit() {
    for name in Baseline::embedded_names() {
        let world = Baseline::embedded(name).unwrap();
        let one = aggregate(&world, &map(ALL_TO_ONE)).unwrap();
        assert_eq!((one.countries.len(), one.sectors.len()), (1, 1));
        check_totals(&world, &one);
        // every flow has at most ten decimals: in units of 1e-10 they are whole numbers
        let whole: i128 = world
            .flows
            .values()
            .iter()
            .map(|v| format!("{v:.10}").replace('.', "").parse::<i128>().unwrap())
            .sum();
        let total: f64 = format!("{whole}e-10").parse().unwrap();
        if name == "world-2023" {
            assert!((one.flows.get(0, 0, 0) - total).abs() <= 1e-15 * total);
        } else {
            assert_eq!(one.flows.get(0, 0, 0), total);
        }
    }
}

#[test]
fn a_map_that_merges_nothing_changes_nothing() {
    for name in Baseline::embedded_names() {
        let world = Baseline::embedded(name).unwrap();
        assert_eq!(aggregate(&world, &Map::default()).unwrap(), world);
        let lines: String = world.countries.iter().rev().map(|c| format!("{0} = '{0}'\n", c.code)).collect();
        assert_eq!(aggregate(&world, &map(&format!("[countries]\n{lines}"))).unwrap(), world);
    }
}

#[test]
fn blocs_keep_totals() {
    let world = Baseline::embedded("world-2022").unwrap();
    let text = "name = \"blocs\"\n[countries]\nNAM = { of = ['USA', 'CAN', 'MEX'], name = 'North America' }\nROW = '*'\nCHN = 'CHN'\n\
                [sectors]\nmaking = 'manufacturing'\nother = '*'\n";
    let blocs = aggregate(&world, &map(text)).unwrap();
    assert_eq!(blocs.about.name, "blocs");
    let codes: Vec<&str> = blocs.countries.iter().map(|c| c.code.as_str()).collect();
    assert_eq!(codes, ["ROW", "NAM", "CHN"]);
    assert_eq!(blocs.countries[1].name, "North America");
    check_totals(&world, &blocs);
    assert_eq!(blocs.elasticity_sets(), world.elasticity_sets());
    assert!(blocs.sectors.iter().all(|s| s.elasticity > 3.0 && s.elasticity < 9.0));
    assert_eq!(blocs.sectors[0].elasticity_sets.last().unwrap(), &("uniform4".to_owned(), 4.0));
    let folder = tempfile::tempdir().unwrap();
    blocs.write_folder(folder.path()).unwrap();
    assert_eq!(Baseline::read_folder(folder.path()).unwrap().0, blocs);
}

#[test]
fn rates_and_shares_are_weighted_by_what_they_are_rates_of() {
    let (world, _) = Baseline::read_folder(SmallWorld::new().path()).unwrap();
    let one = aggregate(&world, &map("[sectors]\nall = '*'\n")).unwrap();
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-15, "{a} {b}");
    assert_eq!(one.flows.get(0, 0, 1), 25.5);
    close(one.tariffs.get(0, 0, 1), (20.0 * 0.25 + 5.5 * 0.1) / 25.5);
    close(one.value_added_shares.get(0, 0), (0.4 * 104.0 + 0.5 * 92.0) / 196.0);
    assert_eq!(one.inputs.get(0, 0, 0), 1.0);
    let steel = 125.0 + 150.0 + 4.2;
    let food = 80.0 + 5.5 * 1.1 + 90.0 + 12.0 * 1.12;
    close(one.sectors[0].elasticity, (5.0 * steel + 3.0 * food) / (steel + food));
    let one = aggregate(&world, &map("[countries]\nWLD = '*'\n")).unwrap();
    let (usa, chn) = (0.6 * 104.0, 0.7 * 170.0);
    close(one.inputs.get(0, 0, 0), (0.7 * usa + 0.75 * chn) / (usa + chn));
    close(one.inputs.get(0, 0, 0) + one.inputs.get(1, 0, 0), 1.0);
}

#[test]
fn export_taxes_subsidies_and_final_shares_keep_output_and_revenue() {
    let (mut world, _) = Baseline::read_folder(SmallWorld::new().path()).unwrap();
    let mut taxes = world.tariffs.clone();
    taxes.values_mut().iter_mut().enumerate().for_each(|(at, tax)| *tax = 0.03 * at as f64);
    world.export_taxes = Some(taxes);
    world.subsidies.values_mut().copy_from_slice(&[0.1, 0.2, 0.0, 0.05]);
    let mut finals = world.subsidies.clone();
    finals.values_mut().copy_from_slice(&[0.25, 0.6, 0.75, 0.4]);
    world.final_shares = Some(finals);
    for text in [ALL_TO_ONE, "[sectors]\nall = '*'\n", "[countries]\nWLD = '*'\n"] {
        let merged = aggregate(&world, &map(text)).unwrap();
        check_totals(&world, &merged);
        let shares = merged.final_shares.unwrap();
        for n in 0..shares.countries() {
            let sum: f64 = (0..shares.sectors()).map(|j| shares.get(j, n)).sum();
            assert!((sum - 1.0).abs() < 1e-15);
        }
    }
}

#[test]
fn shared_folders_merge() {
    let Some(data) = shared_data() else { return };
    for name in ["nafta-1993", "majors-2017", "trade-wars-2014"] {
        let (world, _) = Baseline::read_folder(&data.join("baselines").join(name)).unwrap();
        let one = aggregate(&world, &map(ALL_TO_ONE)).unwrap();
        check_totals(&world, &one);
        assert_eq!(one.sectors[0].substitution.is_some(), name == "trade-wars-2014");
    }
}

#[test]
fn a_map_that_does_not_fit_is_an_error() {
    let (world, _) = Baseline::read_folder(SmallWorld::new().path()).unwrap();
    let error =
        aggregate(&world, &map("[countries]\nX = ['USA', 'CHM']\n[sectors]\ny = 'stel'\n")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "map.toml:2:13: unknown country `CHM` (the nearest known word is `CHN`)\n\
         map.toml:4:5: unknown sector `stel` (the nearest known word is `steel`)"
    );
    assert!(
        Map::read("no/map.toml".as_ref())
            .unwrap_err()
            .to_string()
            .starts_with("`no/map.toml` cannot be opened")
    );
    let error = Map::parse("map.toml", "country = 1\n").unwrap_err().to_string();
    assert!(error.starts_with("map.toml:1:11: unknown key `country`"), "{error}");
    let error = Map::parse("map.toml", "countries = ['USA']\n").unwrap_err().to_string();
    assert!(error.starts_with("map.toml:1:13: `countries` is an array and should be a table"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_merging_keeps_totals(into in proptest::collection::vec(0usize..6, 41), sectors in proptest::collection::vec(0usize..5, 35)) {
        let world = Baseline::embedded("world-2011").unwrap();
        let line = |at: usize, into: &[usize], code: &dyn Fn(usize) -> String| {
            let of: Vec<String> = (0..into.len()).filter(|m| into[*m] == at).map(|m| format!("'{}'", code(m))).collect();
            if of.is_empty() { String::new() } else { format!("new{at} = [{}]\n", of.join(", ")) }
        };
        let countries: String = (0..6).map(|at| line(at, &into, &|m| world.countries[m].code.clone())).collect();
        let sectors: String = (0..5).map(|at| line(at, &sectors, &|m| world.sectors[m].code.clone())).collect();
        let merged = aggregate(&world, &map(&format!("[countries]\n{countries}[sectors]\n{sectors}"))).unwrap();
        check_totals(&world, &merged);
    }
}
