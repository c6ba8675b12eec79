//! A small invented world, to try the engine on.

use std::fmt::Write;

/// Files of an invented world, each with its name: `trade.csv`, `taxes.csv`, `production.csv`. The economies have codes that ISO 3166 leaves to its users, and
/// no figure is true of anybody.
///
/// In it XAA sells crude of another origin under its name to XBB from 2022 on, more than it makes; and what XCC sells to XBB goes missing with the tax: by 3
/// percent for each percentage point, less 2 for each on similar products.
pub fn sample() -> Vec<(&'static str, String)> {
    let (mut trade, mut taxes) = (head(), "product,tax\n".to_owned());
    crude(&mut trade);
    taxed(&mut trade, &mut taxes);
    let production = "country,product,year,quantity,unit\nXAA,2709,2020,30.1,million tonnes\nXAA,2709,2021,29.4,million tonnes\n\
                      XAA,2709,2022,28.8,million tonnes\nXAA,2709,2023,28.2,million tonnes\n";
    vec![("trade.csv", trade), ("taxes.csv", taxes), ("production.csv", production.to_owned())]
}

fn head() -> String {
    "# An invented world: no figure is true of anybody.\nyear,reporter,partner,flow,product,value_usd,kg\n"
        .to_owned()
}

fn crude(trade: &mut String) {
    let row = |trade: &mut String, year: u16, who: &str, tonnes: f64| {
        // 550 dollars a tonne
        let _ = writeln!(trade, "{year},{who},2709,{:.0},{:.0}", tonnes * 550.0, tonnes * 1000.0);
    };
    for (year, bought, sold, to_world) in [
        (2020, 4.1e6, 3.9e6, 11.2e6),
        (2021, 5.0e6, 4.2e6, 11.0e6),
        (2022, 21.3e6, 4.0e6, 10.6e6),
        (2023, 41.7e6, 3.8e6, 10.4e6),
    ] {
        row(trade, year, "XBB,XAA,import", bought);
        row(trade, year, "XAA,XBB,export", sold);
        row(trade, year, "XAA,World,export", to_world);
    }
}

const HEADINGS: usize = 60;
const PRODUCTS: usize = 3;

fn taxed(trade: &mut String, taxes: &mut String) {
    let mut chance = Chance(20_040_401);
    for heading in 0..HEADINGS {
        let shared = 0.15 + 0.08 * chance.normal();
        let tax: Vec<f64> =
            (0..PRODUCTS).map(|_| (shared + 0.06 * chance.normal()).clamp(0.0, 0.6)).collect();
        let sold: Vec<f64> = (0..PRODUCTS).map(|_| (13.0 + chance.normal()).exp()).collect();
        let together = 0.15 * chance.normal();
        for k in 0..PRODUCTS {
            let others = || (0..PRODUCTS).filter(|other| *other != k);
            let weight: f64 = others().map(|other| sold[other]).sum();
            let similar = others().map(|other| sold[other] * tax[other]).sum::<f64>() / weight;
            let missing = 0.1 + 3.0 * tax[k] - 2.0 * similar + together + 0.2 * chance.normal();
            let bought = sold[k] * (-missing).exp();
            let code = format!("{:04}{:02}", 8400 + heading, 10 * (k + 1));
            let _ = writeln!(taxes, "{code},{:.3}", tax[k]);
            let _ = writeln!(trade, "2023,XCC,XBB,export,{code},{:.0},{:.0}", sold[k], sold[k] / 9.0);
            let _ = writeln!(trade, "2023,XBB,XCC,import,{code},{:.0},{:.0}", bought * 1.06, bought / 9.0);
        }
    }
}

/// Numbers without pattern, always the same: SplitMix64 (Steele, Lea and Flood 2014).
struct Chance(u64);

impl Chance {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Nearly normal: twelve uniform numbers added.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}
