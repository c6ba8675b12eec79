//! The agreement of 15 January 2020 between the United States and China on the world of 2017.
//!
//! Economic and Trade Agreement, chapter 6 (Expanding Trade), article 6.2 and annex 6.1: China buys at least 200 billion
//! dollars more than in 2017, over 2020 and 2021 together. The numbers below are those of annex 6.1, in billions.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::{rows, shared_data};
use thalweg_talks::{Level, Purchase, Term, Terms};
use thalweg_trade::{Base, Baseline, Model, Policy, Settings};

/// Category, sectors of the baseline, more than in 2017 in 2020 and in 2021, billions.
const ANNEX: [(&str, &[&str], [f64; 2]); 4] = [
    ("manufactured goods", MANUFACTURED, [32.9, 44.8]),
    ("agriculture", &["agriculture", "fishing", "food"], [12.5, 19.5]),
    ("energy", &["coal", "oil-gas", "petroleum"], [18.5, 33.9]),
    ("services", &["services"], [12.8, 25.1]),
];
const MANUFACTURED: &[&str] = &[
    "wood",
    "paper",
    "textiles",
    "chemicals",
    "pharma",
    "plastics",
    "minerals",
    "steel",
    "nonferrous",
    "fabricated-metal",
    "electronics",
    "electrical",
    "machinery",
    "vehicles",
    "ships",
    "other-transport",
    "other-manufacturing",
];

#[test]
fn probe() {
    let folder = shared_data().unwrap().join("baselines/world-2017");
    let (world, _) = Baseline::read_folder(&folder).unwrap();
    let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
    let base = Base::new(&world, &elasticities, &Model::default(), Settings::default()).unwrap();
    let mut war = base.policy().clone();
    for file in ["tariffs_2018_CHN_on_USA.csv", "tariffs_2018_USA_on_CHN.csv"] {
        for row in rows(&folder.join(file)) {
            let (n, i) = (world.country(&row["importer"]).unwrap(), world.country(&row["exporter"]).unwrap());
            let j = world.sector(&row["sector"]).unwrap();
            *war.tariffs.get_mut(j, n, i) += row["add"].parse::<f64>().unwrap();
        }
    }
    for (name, policy) in [("before", base.policy().clone()), ("war", war)] {
        for year in 0..2 {
            let terms: Vec<Term> = ANNEX
                .iter()
                .map(|(_, s, more)| {
                    Term::Purchase(Purchase::new("CHN", "USA", s.to_vec(), Level::Extra(1000.0 * more[year])))
                })
                .collect();
            let terms = Terms::new(&world, &base, &terms).unwrap();
            let start = std::time::Instant::now();
            let package = terms.worth(&base, &policy).unwrap();
            let settled = &package.settled;
            println!(
                "{name} {year} {:?} residual {:.1e} {:?}",
                start.elapsed(),
                settled.residual,
                settled.equilibrium.certificate.max_residual
            );
            for (worth, shadow) in package.worths.iter().zip(terms.shadows(&base, settled).unwrap()) {
                let i = &worth.implied;
                println!(
                    "  {:.40}: rate {:?} cost {:.0} before {:.0} level {:?} amount {:.0}",
                    i.term, i.rate, i.cost, i.before, i.level, i.amount
                );
                println!(
                    "    owner {:?}\n    other {:?}\n world {:.1}",
                    worth.owner, worth.beneficiary, worth.world
                );
                println!("    worst {:?}", &worth.others[..3]);
                println!("    sellers {:#?}", &worth.sellers[..3]);
                println!("    markets {:#?}", &worth.markets[..3]);
                println!(
                    "    shadow chn {} usa {}",
                    shadow.per_unit[world.country("CHN").unwrap()],
                    shadow.per_unit[world.country("USA").unwrap()]
                );
            }
            for c in ["CHN", "USA"] {
                println!("  all {:?}", package.countries[world.country(c).unwrap()]);
            }
        }
    }
}
