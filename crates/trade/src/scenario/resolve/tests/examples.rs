//! The embedded scenarios, and the examples of the reference.

use super::close;
use super::worlds::large_world;
use crate::scenario::{OilAnswer, Scenario, embedded_scenarios};

#[test]
fn every_embedded_scenario_fits_the_codes_of_its_baseline() {
    let world = large_world();
    assert_eq!((world.countries.len(), world.sectors.len()), (81, 28));
    for entry in embedded_scenarios() {
        let resolved = Scenario::embedded(entry.name).unwrap().with_oil(OilAnswer::default()).resolve(&world);
        let resolved = resolved.unwrap_or_else(|error| panic!("{}: {error}", entry.name));
        assert!(resolved.notes.is_empty(), "{}: {:?}", entry.name, resolved.notes);
    }
}

#[test]
fn the_embedded_rates_are_those_that_were_announced() {
    let world = large_world();
    let added = |name: &str, sector: &str, importer: &str, exporter: &str| {
        let policy = Scenario::embedded(name).unwrap().resolve(&world).unwrap().policy;
        let at = |code: &str| world.country(code).unwrap();
        policy.tariffs.get(world.sector(sector).unwrap(), at(importer), at(exporter)) - 0.3
    };
    for (name, sector, importer, exporter, expected) in [
        ("truce", "steel", "USA", "CHN", 0.30),
        ("truce", "steel", "CHN", "USA", 0.10),
        ("truce", "services", "USA", "CHN", 0.0),
        ("breakdown", "steel", "USA", "CHN", 1.45),
        ("breakdown", "steel", "CHN", "USA", 1.25),
        ("rollback", "steel", "USA", "CHN", -0.1109),
        ("rollback", "steel", "CHN", "USA", -0.1908),
        ("rollback", "vehicles", "CHN", "USA", 0.0),
        ("sixty-points", "steel", "USA", "CHN", 0.60),
        ("diverted", "steel", "USA", "CHN", 0.60),
        ("diverted", "steel", "FRA", "CHN", 0.25),
        ("diverted", "steel", "CAN", "CHN", 0.25),
        ("april-2025", "steel", "USA", "CHN", 0.54),
        ("april-2025", "steel", "USA", "FRA", 0.20),
        ("april-2025", "steel", "USA", "ROW", 0.10),
        ("april-2025", "steel", "USA", "MEX", 0.0),
        ("blanket", "steel", "USA", "CHN", 0.10),
        ("blanket", "steel", "USA", "CAN", 0.0),
    ] {
        close(added(name, sector, importer, exporter), expected);
    }
}

#[test]
fn the_embedded_embargoes_and_costs_are_where_they_should_be() {
    let world = large_world();
    let resolved = |name: &str| Scenario::embedded(name).unwrap().resolve(&world).unwrap();
    let forbidden = |name: &str| {
        let costs = resolved(name).policy.trade_costs.unwrap();
        costs.values().iter().filter(|cost| cost.is_infinite()).count()
    };
    assert_eq!(forbidden("materials"), 3);
    assert_eq!(forbidden("oil"), 28 * 2, "the United States and 27 members, two sectors");
    let materials = resolved("materials").elasticities;
    assert!(materials.iter().all(|theta| (1.0..=2.0).contains(theta)));
    let costs = resolved("fragmentation").policy.trade_costs.unwrap();
    let between = costs.values().iter().filter(|cost| **cost == 1.5).count();
    assert_eq!(between, 2 * 28 * 5 * (13 + 27), "both directions, all sectors, 5 and 40 economies");
}

/// The TOML blocks of a page, each with what its fence says of it.
fn toml_blocks(page: &str) -> Vec<(&str, &str)> {
    let parts = page.split("```toml").skip(1);
    parts.filter_map(|part| part.split("```").next()?.split_once('\n')).collect()
}

#[test]
fn every_example_of_the_reference_does_what_it_says() {
    let blocks = toml_blocks(include_str!("../../../../../../docs/scenarios.md"));
    assert!(blocks.len() >= 10);
    let world = large_world();
    for (fence, text) in blocks {
        // The name places the tables of the page beside the examples.
        let scenario =
            Scenario::parse("../../examples/page.toml", text).unwrap_or_else(|e| panic!("{e}\n{text}"));
        let resolved = scenario.with_oil(OilAnswer::default()).resolve(&world);
        match fence {
            ",refused" => assert!(resolved.is_err(), "{text}"),
            _ => assert!(resolved.is_ok(), "{}\n{text}", resolved.unwrap_err()),
        }
    }
}
