//! How long answers take: `cargo bench -p thalweg-oil`.

use thalweg_oil::path::{Game, Policy};
use thalweg_oil::{Baseline, Draws, ListingsQuestion, Question, Scenario, Settings, World};

#[path = "../tests/common/mod.rs"]
mod common;

fn main() {
    divan::main();
}

fn world() -> Option<World> {
    Baseline::open("oil-2022").and_then(World::new).ok()
}

/// 25 origins, 20 buyers, 2 channels, 6 classes, from nothing.
#[divan::bench(args = [1, 2, 3])]
fn static_solve(seed: u64) -> bool {
    common::market(seed, 25, 20, 6, Some(60.0)).solve(&Settings::default()).is_ok()
}

/// A scenario on a baseline that is ready.
#[divan::bench(args = ["embargo", "price-cap", "listings"])]
fn scenario(bencher: divan::Bencher<'_, '_>, name: &str) {
    let world = world();
    bencher
        .bench(|| world.as_ref().map(|world| Scenario::open(name).and_then(|one| world.solve(&one)).is_ok()));
}

/// The curve of listings over the shadow fleet, with 20 draws.
#[divan::bench(sample_count = 3)]
fn listings(bencher: divan::Bencher<'_, '_>) {
    let world = world();
    let question = ListingsQuestion {
        seller: "RUS".into(),
        ships: vec![],
        most: None,
        points: 10,
        draws: Draws::new(20, 1),
    };
    bencher.bench(|| {
        world
            .as_ref()
            .map(|world| Scenario::open("price-cap").and_then(|one| world.listings(&one, &question)).is_ok())
    });
}

/// The ranking of the shadow fleet by class, with 20 draws.
#[divan::bench(sample_count = 3)]
fn worth(bencher: divan::Bencher<'_, '_>) {
    let world = world();
    let question = Question { seller: "RUS".into(), ships: vec![], step: 0.1, draws: Draws::new(20, 1) };
    bencher.bench(|| {
        world
            .as_ref()
            .map(|world| Scenario::open("price-cap").and_then(|one| world.worth(&one, &question)).is_ok())
    });
}

/// Twenty quarters.
#[divan::bench]
fn path() -> bool {
    Game::default().solve(Policy::Cap(60.0)).is_ok()
}
