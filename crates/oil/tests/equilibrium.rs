//! What theory says must hold at an equilibrium.
#![allow(clippy::unwrap_used, reason = "a test that fails says so")]

mod common;

use common::market;
use thalweg_oil::Settings;

#[test]
fn random_markets_are_solved() {
    for seed in 1..=20 {
        for cap in [None, Some(60.0), Some(45.0)] {
            let market = market(seed, 25, 20, 6, cap);
            let clock = std::time::Instant::now();
            let solved = market.solve(&Settings::default());
            let ms = clock.elapsed().as_secs_f64() * 1e3;
            match solved {
                Ok(s) => println!("{seed} {cap:?} {ms:.1} ms rounds {} steps {} res {:.1e}", s.rounds, s.steps, s.certificate.worst()),
                Err(e) => println!("{seed} {cap:?} {ms:.1} ms {e}"),
            }
        }
    }
}
