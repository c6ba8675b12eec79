//! The wedges that an oil scenario means for an engine of the whole economy.
#![allow(clippy::unwrap_used, reason = "a test")]

use thalweg_oil::{Baseline, Scenario, Wedges, World};

fn wedges(scenario: &str) -> Wedges {
    let world = World::new(Baseline::open("oil-2022").unwrap()).unwrap();
    world.wedges(&Scenario::open(scenario).unwrap()).unwrap()
}

#[test]
fn zz() {
    for s in ["embargo", "price-cap", "march-2023", "suez-closed", "november-2025"] {
        println!("{s}");
        for r in wedges(s).rows {
            println!("{} {} v {:.0} emb {:.3} tr {:.4} disc {:.4} tax {:.4}", r.seller, r.buyer, r.value, r.embargoed, r.transport, r.discount, r.export_tax());
        }
    }
}
