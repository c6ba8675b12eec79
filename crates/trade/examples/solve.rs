//! One policy on one world: what it does to real income and to trade, and how well the answer satisfies the model.
//!
//! ```sh
//! cargo run --release -p thalweg-trade --example solve
//! ```
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use thalweg_trade::scenario::{Change, Measure, Scenario};
use thalweg_trade::{Baseline, Error, solve};

fn main() -> Result<(), Error> {
    let baseline = Baseline::embedded("world-2022")?;
    let truce = Scenario::new("A truce between the United States and China")
        .with(Measure::tariff("USA", "CHN", "tradable", Change::Add(0.30)))
        .with(Measure::tariff("CHN", "USA", "tradable", Change::Add(0.10)));

    // the equilibrium itself: arrays in the order of the baseline's countries and sectors
    let after = solve(&baseline, &truce)?;
    for code in ["USA", "CHN", "MEX"] {
        if let Some(country) = baseline.country(code) {
            let wage = 100.0 * (after.wage(0, country) - 1.0);
            println!("{code}: wages against world value added {wage:+.2} %");
        }
    }

    let certificate = after.certificate;
    println!(
        "certificate: largest relative residual {:.1e} after {} sweeps; converged: {}",
        certificate.max_residual, certificate.iterations, certificate.converged
    );
    Ok(())
}
