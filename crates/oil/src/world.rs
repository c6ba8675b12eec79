//! A baseline made ready: premiums of pairs found so that the baseline is an equilibrium, to the last digit.

mod ways;

use crate::baseline::Baseline;
use crate::equilibrium::Point;
use crate::error::{Error, ErrorKind};
use crate::market::{Buyer, Carries, Market, Origin, Pair, Way};
use crate::policy::Policy;
use crate::scenario::Horizon;
use crate::solver::{Settings, Solved};
use thalweg_core::Problem;
use ways::Ways;
pub(crate) use ways::{CarrierInfo, WayInfo, work_of_ship};

/// κ while premiums are sought, dollars a barrel for a million barrels a day in parts of the world price: so stiff that
/// flows stay where they are.
const STIFF: f64 = 50.0;

/// Tolerance of that search.
const ROUGH: f64 = 1e-6;

/// A baseline whose market is an equilibrium.
#[derive(Debug, Clone)]
pub struct World {
    /// The baseline.
    pub baseline: Baseline,
    /// The baseline as a market.
    pub(crate) base: Built,
    /// Its equilibrium.
    pub(crate) solved: Solved,
    calibrated: Calibrated,
    /// How equilibria are sought.
    pub settings: Settings,
}

/// A market with what its indices mean in the baseline.
#[derive(Debug, Clone)]
pub(crate) struct Built {
    pub(crate) market: Market,
    /// Index in the market of each origin of the baseline; none where nothing can leave it.
    pub(crate) place: Vec<Option<usize>>,
    pub(crate) ways: Vec<WayInfo>,
    pub(crate) carriers: Vec<CarrierInfo>,
}

/// What was found from the baseline alone.
#[derive(Debug, Clone)]
struct Calibrated {
    origin_prices: Vec<f64>,
    outputs: Vec<f64>,
    buyer_prices: Vec<f64>,
    demands: Vec<f64>,
    usual: Vec<Vec<f64>>,
    premium: Vec<Vec<f64>>,
    curvature: Vec<f64>,
}

impl World {
    /// Makes a baseline ready.
    ///
    /// # Errors
    /// Flows that no ship or pipe of the baseline can carry, and a market without an equilibrium.
    pub fn new(baseline: Baseline) -> Result<Self, Error> {
        let settings = Settings::default();
        let policy = Policy::of(&baseline);
        let ways = Ways::new(&baseline, &policy);
        ways.carry(&baseline)?;
        let mut calibrated = guess(&baseline, &ways);
        let stiff = baseline.parameters.price * STIFF;
        calibrated.curvature.iter_mut().for_each(|curvature| *curvature = stiff);
        let sought = build(&baseline, &policy, &ways, &calibrated, true)?;
        // only a start for premiums: the market that they make is solved below, to the full tolerance
        let rough = Settings { tolerance: ROUGH, ..settings.clone() };
        let found = sought.market.solve(&rough)?;
        settle(&baseline, &policy, &ways, &sought, &found.point, stiff, &mut calibrated);
        let base = build(&baseline, &policy, &ways, &calibrated, false)?;
        let solved = base.market.solve(&settings)?;
        Ok(Self { baseline, base, solved, calibrated, settings })
    }

    /// The market under a policy.
    ///
    /// # Errors
    /// A buyer that nobody can supply.
    pub(crate) fn under(&self, policy: &Policy) -> Result<Built, Error> {
        let ways = Ways::new(&self.baseline, policy);
        build(&self.baseline, policy, &ways, &self.calibrated, false)
    }
}

/// Prices that follow from the world price and freight, with premiums that make every pair with flows worth its while.
fn guess(baseline: &Baseline, ways: &Ways) -> Calibrated {
    let (origins, buyers) = (baseline.origins.len(), baseline.buyers.len());
    let origin_prices: Vec<f64> =
        baseline.origins.iter().map(|origin| baseline.parameters.price + origin.differential).collect();
    let landed = |o: usize, b: usize| origin_prices[o] + ways.cheapest(o, b, |_| 0.0).unwrap_or(0.0);
    let demands: Vec<f64> = (0..buyers).map(|b| baseline.imports(b)).collect();
    let buyer_prices: Vec<f64> = (0..buyers)
        .map(|b| (0..origins).map(|o| baseline.flows[o][b] * landed(o, b)).sum::<f64>() / demands[b])
        .collect();
    let premium =
        (0..origins).map(|o| (0..buyers).map(|b| landed(o, b) - buyer_prices[b]).collect()).collect();
    Calibrated {
        outputs: (0..origins).map(|o| baseline.exports(o)).collect(),
        usual: baseline.flows.clone(),
        curvature: vec![0.0; buyers],
        origin_prices,
        buyer_prices,
        demands,
        premium,
    }
}

/// Takes over what the stiff market found.
fn settle(
    baseline: &Baseline,
    policy: &Policy,
    ways: &Ways,
    sought: &Built,
    found: &Point,
    stiff: f64,
    calibrated: &mut Calibrated,
) {
    for pair in &sought.market.pairs {
        let quantity: f64 = found.flows[pair.ways.clone()].iter().sum();
        calibrated.premium[pair.origin][pair.buyer] -= stiff * (quantity - pair.usual);
        calibrated.usual[pair.origin][pair.buyer] = quantity;
    }
    calibrated.origin_prices = found.costs.clone();
    calibrated.buyer_prices = found.prices.clone();
    calibrated.outputs = calibrated.usual.iter().map(|row| row.iter().sum()).collect();
    let buyers = baseline.buyers.len();
    calibrated.demands = (0..buyers).map(|b| calibrated.usual.iter().map(|row| row[b]).sum()).collect();
    for b in 0..buyers {
        let column = calibrated.usual.iter().map(|row| row[b]);
        let spread: f64 = column.map(|quantity| quantity * quantity).sum::<f64>() / calibrated.demands[b];
        calibrated.curvature[b] = found.prices[b] / (baseline.parameters.substitution * spread);
        for o in 0..baseline.origins.len() {
            if calibrated.usual[o][b] <= 0.0 {
                let asked = found.free_on_board(o)
                    + found.refinery[b]
                    + policy.power[o][b]
                    + ways.cheapest(o, b, |carrier| found.rents[carrier]).unwrap_or(0.0);
                calibrated.premium[o][b] = asked - baseline.parameters.entry - found.prices[b];
            }
        }
    }
}

/// Puts a policy's ways on the calibrated numbers; `trading` leaves out pairs without usual flows.
fn build(
    baseline: &Baseline,
    policy: &Policy,
    ways: &Ways,
    calibrated: &Calibrated,
    trading: bool,
) -> Result<Built, Error> {
    let long = policy.horizon == Horizon::Long;
    let mut market = Market {
        price: baseline.parameters.price,
        origins: Vec::new(),
        buyers: Vec::new(),
        carriers: ways.carriers(),
        pairs: Vec::new(),
        ways: Vec::new(),
    };
    let mut built_ways = Vec::new();
    let mut place = Vec::new();
    for (o, source) in baseline.origins.iter().enumerate() {
        let mut leaves = false;
        for b in 0..baseline.buyers.len() {
            if trading && calibrated.usual[o][b] <= 0.0 {
                continue;
            }
            let start = market.ways.len();
            for info in ways.of(o, b).iter().filter(|info| policy.allows(o, b, info.kind)) {
                market.ways.push(Way {
                    carrier: info.carrier,
                    use_of_carrier: info.use_of_carrier,
                    freight: info.freight + policy.risk(o, info.kind),
                    discount: if info.kind == Carries::Shadow { source.shadow_discount } else { 0.0 },
                    cap: policy.cap[o].filter(|_| info.kind == Carries::Mainstream),
                });
                built_ways.push(info.clone());
            }
            if market.ways.len() > start {
                leaves = true;
                market.pairs.push(Pair {
                    origin: market.origins.len(),
                    buyer: b,
                    usual: calibrated.usual[o][b],
                    premium: calibrated.premium[o][b],
                    power: policy.power[o][b],
                    curvature: calibrated.curvature[b],
                    ways: start..market.ways.len(),
                });
            }
        }
        place.push(leaves.then_some(market.origins.len()));
        if leaves {
            let price = calibrated.origin_prices[o];
            let elasticity = if long { source.supply_long } else { source.supply_short };
            market.origins.push(Origin {
                code: source.code.clone(),
                output: calibrated.outputs[o],
                price,
                elasticity,
                first_cost: source.first_cost.filter(|first| *first < price),
                throughput: policy.terminals[o],
            });
        }
    }
    let mut problems = Vec::new();
    for (b, refiner) in baseline.buyers.iter().enumerate() {
        if !market.pairs.iter().any(|pair| pair.buyer == b) {
            let message = format!("buyer `{}` has no way to be supplied", refiner.code);
            problems.push(Problem::new(message).help("no ship, pipe or passage to it is left open"));
        }
        market.buyers.push(Buyer {
            code: refiner.code.clone(),
            demand: calibrated.demands[b],
            price: calibrated.buyer_prices[b],
            elasticity: if long { refiner.demand_long } else { refiner.demand_short },
            capacity: policy.refineries[b],
        });
    }
    match problems.is_empty() {
        true => Ok(Built { market, place, ways: built_ways, carriers: ways.infos() }),
        false => Err(Error::new(ErrorKind::Market, problems)),
    }
}
