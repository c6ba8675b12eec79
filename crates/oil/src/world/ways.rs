//! All ways from every origin to every buyer, with freight and the use of ships.

use crate::baseline::{Baseline, Parameters};
use crate::class::Class;
use crate::error::{Error, ErrorKind};
use crate::market::{Carrier, Carries};
use crate::policy::{Forbidden, Policy};
use crate::sea_ways::{SeaWay, SeaWays, place};
use thalweg_core::Problem;

/// A carrier with what it is.
#[derive(Debug, Clone)]
pub(crate) struct CarrierInfo {
    pub(crate) kind: Carries,
    /// Class of ships; none for a pipe.
    pub(crate) class: Option<Class>,
    /// Million tonne-miles a day, or million barrels a day of a pipe.
    pub(crate) capacity: f64,
    /// Ships.
    pub(crate) ships: f64,
    name: String,
}

/// A way with what it is.
#[derive(Debug, Clone)]
pub(crate) struct WayInfo {
    pub(crate) carrier: usize,
    pub(crate) kind: Carries,
    pub(crate) use_of_carrier: f64,
    pub(crate) freight: f64,
    discount: f64,
}

/// Ways by pair, whatever a policy allows.
pub(crate) struct Ways {
    carriers: Vec<CarrierInfo>,
    by_pair: Vec<Vec<Vec<WayInfo>>>,
}

impl Policy {
    /// What a carrier wants more for cargoes of an origin under a cap, dollars a barrel.
    pub(crate) fn risk(&self, o: usize, kind: Carries) -> f64 {
        if kind == Carries::Mainstream && self.cap[o].is_some() { self.risk[o] } else { 0.0 }
    }

    /// Whether a pair may use a kind of carrier.
    pub(crate) fn allows(&self, o: usize, b: usize, kind: Carries) -> bool {
        let forbidden = self.embargo[o][b];
        match kind {
            Carries::Pipeline => forbidden < Forbidden::All,
            Carries::Mainstream => forbidden < Forbidden::Sea && self.mainstream[o],
            Carries::Shadow => forbidden < Forbidden::Sea && self.shadow[o],
        }
    }
}

/// Million tonne-miles a day of one ship.
pub(crate) fn work_of_ship(parameters: &Parameters, deadweight: f64, used: f64) -> f64 {
    deadweight * parameters.loaded * parameters.speed * 24.0 * used / 1e6
}

impl Ways {
    pub(crate) fn new(baseline: &Baseline, policy: &Policy) -> Self {
        let mut ways = Self { carriers: fleets(baseline, policy), by_pair: Vec::new() };
        let networks: Vec<(Class, SeaWays)> =
            Class::ALL.iter().map(|class| (*class, SeaWays::new(*class, &policy.closed))).collect();
        let ports: Vec<Option<usize>> = baseline.buyers.iter().map(|buyer| place(&buyer.port)).collect();
        for origin in &baseline.origins {
            let from: Vec<Vec<Option<SeaWay>>> = networks
                .iter()
                .map(
                    |(class, network)| {
                        if *class <= origin.largest { network.from(&origin.port) } else { Vec::new() }
                    },
                )
                .collect();
            let row = baseline.buyers.iter().zip(&ports).map(|(buyer, port)| {
                let mut found = Vec::new();
                for (r, carrier) in ways.carriers.iter().enumerate() {
                    let Some(class) = carrier.class else { continue };
                    let shadow = carrier.kind == Carries::Shadow;
                    let at = Class::ALL.iter().position(|one| *one == class).unwrap_or(0);
                    let way = port.and_then(|port| from[at].get(port).copied().flatten());
                    if let Some(way) = way.filter(|_| !shadow || buyer.takes_shadow) {
                        let parameters = &baseline.parameters;
                        let discount = if shadow { origin.shadow_discount } else { 0.0 };
                        let voyage = Voyage { parameters, class, way, barrels: origin.barrels_per_tonne };
                        found.push(voyage.over(r, carrier.kind, discount));
                    }
                }
                found
            });
            let row = row.collect();
            ways.by_pair.push(row);
        }
        ways.pipes(baseline);
        ways
    }

    fn pipes(&mut self, baseline: &Baseline) {
        for pipe in baseline.pipelines.iter().filter(|pipe| pipe.capacity > 0.0) {
            let (o, b) = (pipe.origin, pipe.buyer);
            self.by_pair[o][b].push(WayInfo {
                carrier: self.carriers.len(),
                kind: Carries::Pipeline,
                use_of_carrier: 1.0,
                freight: pipe.tariff,
                discount: 0.0,
            });
            self.carriers.push(CarrierInfo {
                kind: Carries::Pipeline,
                class: None,
                capacity: pipe.capacity,
                ships: 0.0,
                name: format!("pipe {} to {}", baseline.origins[o].code, baseline.buyers[b].code),
            });
        }
    }

    pub(crate) fn of(&self, o: usize, b: usize) -> &[WayInfo] {
        &self.by_pair[o][b]
    }

    pub(crate) fn infos(&self) -> Vec<CarrierInfo> {
        self.carriers.clone()
    }

    pub(crate) fn carriers(&self) -> Vec<Carrier> {
        let one = |info: &CarrierInfo| Carrier {
            name: info.name.clone(),
            kind: info.kind,
            capacity: info.capacity,
        };
        self.carriers.iter().map(one).collect()
    }

    /// The least that any way of a pair costs, dollars a barrel.
    pub(crate) fn cheapest(&self, o: usize, b: usize, rent: impl Fn(usize) -> f64) -> Option<f64> {
        let cost = |way: &WayInfo| way.freight + way.discount + way.use_of_carrier * rent(way.carrier);
        self.by_pair[o][b].iter().map(cost).reduce(f64::min)
    }

    /// Whether every flow of the baseline has a way.
    pub(crate) fn carry(&self, baseline: &Baseline) -> Result<(), Error> {
        let policy = Policy::of(baseline);
        let mut problems = Vec::new();
        for (o, origin) in baseline.origins.iter().enumerate() {
            for (b, buyer) in baseline.buyers.iter().enumerate().filter(|(b, _)| baseline.flows[o][*b] > 0.0)
            {
                if !self.of(o, b).iter().any(|way| policy.allows(o, b, way.kind)) {
                    let message =
                        format!("the flow from `{}` to `{}` has no ship or pipe", origin.code, buyer.code);
                    problems
                        .push(Problem::new(message).help("check `service`, `takes_shadow` and the fleets"));
                }
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(Error::new(ErrorKind::Baseline, problems)) }
    }
}

/// One voyage there and back.
struct Voyage<'a> {
    parameters: &'a Parameters,
    class: Class,
    way: SeaWay,
    /// Barrels of the grade in a tonne.
    barrels: f64,
}

impl Voyage<'_> {
    fn over(&self, carrier: usize, kind: Carries, discount: f64) -> WayInfo {
        let parameters = self.parameters;
        let day = parameters.speed * 24.0;
        let there_and_back = self.way.miles * (1.0 + parameters.ballast);
        let days = there_and_back / day + parameters.port_days;
        let deadweight = self.class.deadweight();
        let cost = days * self.class.day_cost() + self.way.tolls * deadweight;
        WayInfo {
            carrier,
            kind,
            use_of_carrier: (there_and_back + parameters.port_days * day) / self.barrels,
            freight: cost / (deadweight * parameters.loaded * self.barrels),
            discount,
        }
    }
}

/// Ships by channel and class; a class without ships is no carrier.
fn fleets(baseline: &Baseline, policy: &Policy) -> Vec<CarrierInfo> {
    let mut carriers = Vec::new();
    for shadow in [false, true] {
        for class in Class::ALL {
            let rows = policy.fleets.iter().filter(|row| row.shadow == shadow && row.class == class);
            let (mut capacity, mut ships) = (0.0, 0.0);
            for row in rows {
                capacity += row.ships * work_of_ship(&baseline.parameters, row.deadweight, row.used);
                ships += row.ships;
            }
            if capacity > 0.0 {
                let (kind, channel) =
                    if shadow { (Carries::Shadow, "shadow") } else { (Carries::Mainstream, "mainstream") };
                let name = format!("{channel} {}", class.word());
                carriers.push(CarrierInfo { kind, class: Some(class), capacity, ships, name });
            }
        }
    }
    carriers
}
