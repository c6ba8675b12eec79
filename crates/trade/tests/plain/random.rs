//! Random small worlds, consistent by construction, and random policies for them.

use super::{Bilateral, BySector, Change, Deficits, Labour, World, table, table3};

/// What a random world has.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    /// Imports equal exports in every country.
    pub(crate) balanced: bool,
    /// Sectors use each other's goods.
    pub(crate) inputs: bool,
    /// The base has tariffs.
    pub(crate) tariffs: bool,
    /// The base has production subsidies.
    pub(crate) subsidies: bool,
    /// The base has export taxes.
    pub(crate) export_taxes: bool,
    /// Some flows are zero; with two or more sectors, some countries do not make, or do not buy, some goods.
    pub(crate) zeros: bool,
    /// Sectors have scale economies, too weak for several equilibria.
    pub(crate) scale: bool,
}

impl Options {
    /// Every option by the bits of a number: 128 kinds of world.
    pub(crate) fn from_bits(bits: u64) -> Options {
        let bit = |place: u64| bits >> place & 1 == 1;
        Options {
            balanced: bit(0),
            inputs: bit(1),
            tariffs: bit(2),
            subsidies: bit(3),
            export_taxes: bit(4),
            zeros: bit(5),
            scale: bit(6),
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Uniform between `low` and `high`.
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True with this probability.
    fn chance(&mut self, probability: f64) -> bool {
        self.between(0.0, 1.0) < probability
    }

    /// A rate up to `most`, zero in one case of three.
    fn rate(&mut self, most: f64) -> f64 {
        if self.chance(1.0 / 3.0) { 0.0 } else { self.between(0.0, most) }
    }
}

/// A world of `n` countries and `j` sectors whose final demand is nowhere negative. The same arguments give the same world.
pub(crate) fn random_world(seed: u64, n: usize, j: usize, options: Options) -> World {
    let mut random = Random(seed);
    let theta: Vec<f64> = (0..j).map(|_| random.between(1.5, 8.0)).collect();
    let mut flows = random_flows(&mut random, n, j, options.zeros);
    if options.balanced {
        balance(&mut flows);
    }
    let tariff = foreign_rates(&mut random, n, j, if options.tariffs { 0.4 } else { 0.0 });
    let export_tax = foreign_rates(&mut random, n, j, if options.export_taxes { 0.15 } else { 0.0 });
    let mut subsidy = vec![vec![0.0; n]; j];
    for rate in subsidy.iter_mut().flatten().filter(|_| options.subsidies) {
        *rate = random.rate(0.15);
    }
    let beta = vec![vec![1.0; n]; j];
    let gamma = vec![vec![vec![0.0; n]; j]; j];
    let psi = vec![0.0; j];
    let mut world = World { n, j, flows, tariff, export_tax, subsidy, beta, gamma, theta, psi };
    if options.inputs {
        add_inputs(&mut random, &mut world);
    }
    if options.scale {
        add_scale(&mut random, &mut world);
    }
    world
}

/// A policy of every kind at once, moderate, with random rules.
pub(crate) fn random_change(seed: u64, world: &World) -> Change {
    let mut random = Random(seed ^ 0xC0FF_EE00_0000_0000);
    let mut change = Change::none(world);
    for j in 0..world.j {
        for n in 0..world.n {
            for i in 0..world.n {
                if n != i && random.chance(0.4) {
                    change.tariff[j][n][i] = random.rate(0.6);
                }
                if n != i && random.chance(0.2) {
                    change.export_tax[j][n][i] = random.rate(0.2);
                }
                if n != i && random.chance(0.2) {
                    change.trade_cost[j][n][i] = random.between(0.85, 1.4);
                }
            }
            if random.chance(0.2) {
                change.subsidy[j][n] = random.rate(0.15);
            }
            if random.chance(0.2) {
                change.productivity[j][n] = random.between(0.9, 1.2);
            }
        }
    }
    if random.chance(0.5) {
        change.deficits = Deficits::Balanced;
    }
    if random.chance(0.3) {
        change.labour = Labour::Fixed;
    }
    change
}

/// Countries of different size that buy much from themselves.
fn random_flows(random: &mut Random, n: usize, j: usize, zeros: bool) -> Bilateral {
    let size: Vec<f64> = (0..n).map(|_| 10.0_f64.powf(random.between(1.0, 3.0))).collect();
    let mut flows = table3(j, n, n, |_, _, _| 0.0);
    for sector in 0..j {
        let weight = random.between(0.3, 1.0);
        for buyer in 0..n {
            for seller in 0..n {
                let near = if buyer == seller { 1.0 } else { random.between(0.02, 0.3) / n as f64 };
                let size = (size[buyer] * size[seller]).sqrt();
                flows[sector][buyer][seller] = weight * near * size * random.between(0.5, 1.5);
            }
        }
    }
    if zeros {
        punch_holes(random, &mut flows);
    }
    flows
}

/// Sets some flows to zero, but leaves a ring of trade in the first sector, so that every country sells and buys.
fn punch_holes(random: &mut Random, flows: &mut Bilateral) {
    let n = flows[0].len();
    for sector in 0..flows.len() {
        for buyer in 0..n {
            for seller in 0..n {
                let ring = buyer == seller || (buyer + 1) % n == seller || (seller + 1) % n == buyer;
                if random.chance(0.25) && !(sector == 0 && ring) {
                    flows[sector][buyer][seller] = 0.0;
                }
            }
        }
        if sector > 0 && random.chance(0.3) {
            let idle = random.bits() as usize % n;
            flows[sector].iter_mut().for_each(|row| row[idle] = 0.0);
        }
        if sector > 0 && random.chance(0.3) {
            let ascetic = random.bits() as usize % n;
            flows[sector][ascetic].fill(0.0);
        }
    }
}

/// Scales imports up and exports down, country by country, until they are equal everywhere (Osborne 1960).
fn balance(flows: &mut Bilateral) {
    let n = flows[0].len();
    for _ in 0..20_000 {
        let mut gap = 0.0_f64;
        for country in 0..n {
            let (mut imports, mut exports) = (0.0, 0.0);
            for sector in flows.iter() {
                for other in (0..n).filter(|&other| other != country) {
                    imports += sector[country][other];
                    exports += sector[other][country];
                }
            }
            if imports == 0.0 && exports == 0.0 {
                continue; // the only country
            }
            gap = gap.max((imports / exports - 1.0).abs());
            let factor = (exports / imports).sqrt();
            for sector in flows.iter_mut() {
                for other in (0..n).filter(|&other| other != country) {
                    sector[country][other] *= factor;
                    sector[other][country] /= factor;
                }
            }
        }
        if gap < 1e-15 {
            return;
        }
    }
}

/// Rates up to `most` on what crosses a border.
fn foreign_rates(random: &mut Random, n: usize, j: usize, most: f64) -> Bilateral {
    let mut rates = table3(j, n, n, |_, _, _| 0.0);
    for sector in &mut rates {
        for (buyer, row) in sector.iter_mut().enumerate() {
            for (seller, rate) in row.iter_mut().enumerate() {
                if buyer != seller && most > 0.0 {
                    *rate = random.rate(most);
                }
            }
        }
    }
    rates
}

/// Draws cost shares of inputs, and lowers those that would use up more of a good than the country buys.
fn add_inputs(random: &mut Random, world: &mut World) {
    let (n, j) = (world.n, world.j);
    let (spending, output): (BySector, BySector) = (world.spending(), world.output());
    for country in 0..n {
        for sector in 0..j {
            let total = random.between(0.2, 0.7);
            let weights: Vec<f64> = (0..j).map(|_| random.between(0.05, 1.0)).collect();
            let sum: f64 = weights.iter().sum();
            for input in 0..j {
                world.gamma[input][sector][country] = total * weights[input] / sum;
            }
        }
        for input in 0..j {
            let used: f64 =
                (0..j).map(|sector| world.gamma[input][sector][country] * output[sector][country]).sum();
            let most = 0.8 * spending[input][country];
            if used > most {
                for sector in 0..j {
                    world.gamma[input][sector][country] *= most / used;
                }
            }
        }
    }
    world.beta = table(j, n, |sector, country| {
        1.0 - (0..j).map(|input| world.gamma[input][sector][country]).sum::<f64>()
    });
}

/// Draws scale elasticities with theta * psi below 0.6 times the smallest share of value added: inputs carry the gains of
/// one sector into the costs of the next, and near one there are several equilibria.
fn add_scale(random: &mut Random, world: &mut World) {
    let smallest = world.beta.iter().flatten().copied().fold(1.0, f64::min);
    world.psi = world.theta.iter().map(|theta| random.between(0.0, 0.6) * smallest / theta).collect();
}
