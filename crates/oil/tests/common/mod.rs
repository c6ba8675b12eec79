//! What the tests of the oil engine share: random markets of any size, and where the development data are.
#![allow(dead_code, reason = "every test file takes a part")]
#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]

use std::path::{Path, PathBuf};
use thalweg_oil::{Buyer, Carrier, Carries, Market, Origin, Pair, Way};

/// Numbers in [0, 1), the same for the same seed.
pub(crate) struct Draws(u64);

impl Draws {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(crate) fn within(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.next()
    }
}

/// A market of `origins` by `buyers` with two channels of `classes` each. The first origin is under a cap; the first two
/// may use the shadow fleet.
pub(crate) fn market(seed: u64, origins: usize, buyers: usize, classes: usize, cap: Option<f64>) -> Market {
    let mut draws = Draws::new(seed);
    let tight = 1.5;
    let mut market = Market {
        price: 80.0,
        origins: Vec::new(),
        buyers: Vec::new(),
        carriers: Vec::new(),
        pairs: Vec::new(),
        ways: Vec::new(),
    };
    for o in 0..origins {
        let output = draws.within(0.3, 4.0);
        market.origins.push(Origin {
            code: format!("o{o}"),
            output,
            price: draws.within(70.0, 80.0),
            elasticity: draws.within(0.05, 1.0),
            first_cost: (o < 2).then_some(15.0),
            throughput: (draws.next() < 0.5).then(|| output * draws.within(0.9, 1.5)),
        });
    }
    let total: f64 = market.origins.iter().map(|o| o.output).sum();
    for b in 0..buyers {
        let demand = total / buyers as f64;
        market.buyers.push(Buyer {
            code: format!("b{b}"),
            demand,
            price: 80.0,
            elasticity: draws.within(0.1, 0.5),
            capacity: (draws.next() < 0.5).then(|| demand * draws.within(0.9, 1.5)),
        });
    }
    for channel in [Carries::Mainstream, Carries::Shadow] {
        for c in 0..classes {
            let share = if channel == Carries::Shadow { 0.1 } else { tight };
            let capacity = total * 1000.0 * share / classes as f64 * draws.within(0.5, 1.5);
            market.carriers.push(Carrier { name: format!("{channel:?} {c}"), kind: channel, capacity });
        }
    }
    for o in 0..origins {
        for b in 0..buyers {
            let start = market.ways.len();
            let distance = draws.within(500.0, 12_000.0);
            for (r, carrier) in market.carriers.iter().enumerate() {
                let shadow = carrier.kind == Carries::Shadow;
                if shadow && o > 1 {
                    continue;
                }
                market.ways.push(Way {
                    carrier: r,
                    use_of_carrier: 0.14 * (2.0 * distance + 1800.0),
                    freight: distance / 2000.0 * (1.3 - 0.1 * (r % classes) as f64),
                    discount: if shadow { 5.0 } else { 0.0 },
                    cap: if o == 0 && !shadow { cap } else { None },
                });
            }
            market.pairs.push(Pair {
                origin: o,
                buyer: b,
                usual: market.origins[o].output * market.buyers[b].demand / total,
                premium: draws.within(-3.0, 3.0),
                power: draws.within(0.0, 2.0),
                curvature: draws.within(2.0, 20.0),
                ways: start..market.ways.len(),
            });
        }
    }
    market
}

/// A folder of the development data: below `$THALWEG_SHARED`, or `../shared/data` beside the repository.
///
/// Where it is absent the test that asks for it should return, and a line says that it was skipped; where `CI` is
/// `true` it must be there.
pub(crate) fn shared(folder: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let found = std::env::var_os("THALWEG_SHARED").map_or_else(beside, PathBuf::from).join(folder);
    if found.is_dir() {
        return Some(found);
    }
    let absent = "the development data are absent: set THALWEG_SHARED to their folder";
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{absent}");
    println!("skipped: {absent}");
    None
}
