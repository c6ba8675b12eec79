//! A small world with known elasticities, to try estimators on.

use crate::error::Error;
use crate::panel::Panel;
use crate::policy::Policy;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, StandardNormal};
use std::collections::BTreeMap;
use thalweg_core::Unit;
use thalweg_trade::baseline::{About, Country, Sector};
use thalweg_trade::{Base, Baseline, Cube, Grid, InputShares, Model, Policy as Rates, Settings};

/// What a sample world is like.
#[derive(Debug, Clone, PartialEq)]
pub struct SampleWorld {
    /// Economies; the first two tax each other.
    pub countries: usize,
    /// Sectors.
    pub sectors: usize,
    /// The trade elasticity of every sector.
    pub elasticity: f64,
    /// Standard deviation of what moves each flow for no reason, in logs.
    pub noise: f64,
    /// Years before and after 2017.
    pub years: i32,
    /// From which all chance comes.
    pub seed: u64,
}

impl Default for SampleWorld {
    fn default() -> Self {
        Self { countries: 14, sectors: 5, elasticity: 4.0, noise: 0.1, years: 3, seed: 1 }
    }
}

/// A world, a policy, and what came of it.
#[derive(Debug, Clone)]
pub struct SampleData {
    /// The world before.
    pub baseline: Baseline,
    /// The same world with the tariffs after.
    pub after: Baseline,
    /// The tariffs that came.
    pub policy: Policy,
    /// The flows of all years: the base with noise before, the equilibrium under the policy with noise after.
    pub panel: Panel,
}

/// The base year of sample worlds.
const BASE_YEAR: i32 = 2017;

impl SampleWorld {
    /// Makes it: the flows after the policy are an equilibrium of the trade engine.
    ///
    /// # Errors
    /// If the trade engine refuses the world; there must be two countries and one sector at least.
    pub fn make(&self) -> Result<SampleData, Error> {
        let mut random = Random(ChaCha8Rng::seed_from_u64(self.seed));
        let baseline = self.baseline(&mut random);
        let additions = self.additions(&baseline, &mut random);
        let mut rates = Rates::of(&baseline);
        for (j, n, i, add) in &additions {
            *rates.tariffs.get_mut(*j, *n, *i) += add;
        }
        let elasticities = vec![self.elasticity; self.sectors];
        let tariffs = rates.tariffs.clone();
        let base = Base::new(&baseline, &elasticities, &Model::default(), Settings::default())?;
        let before = &base.equilibrium().flows;
        let flows = base.solve(rates)?.flows;
        let panel = self.panel(&baseline, before, &flows, &mut random);
        let after = Baseline { tariffs, ..baseline.clone() };
        Ok(SampleData { policy: policy(&baseline, &additions), panel, after, baseline })
    }

    fn baseline(&self, random: &mut Random) -> Baseline {
        let (size, depth) = (self.countries, self.sectors);
        let wealth: Vec<f64> = (0..size).map(|_| 1.5e6 * (0.4 * random.normal()).exp()).collect();
        let (mut flows, mut tariffs) = (Cube::filled(depth, size, 0.0), Cube::filled(depth, size, 0.0));
        for j in 0..depth {
            for n in 0..size {
                for i in 0..size {
                    let share = wealth[i] / wealth.iter().sum::<f64>() * (0.3 * random.normal()).exp();
                    let home = if n == i { 8.0 } else { 1.0 };
                    *flows.get_mut(j, n, i) = home * share * wealth[n] / depth as f64;
                    *tariffs.get_mut(j, n, i) =
                        if n == i { 0.0 } else { (0.05 + 0.02 * random.normal()).max(0.0) };
                }
            }
        }
        Baseline {
            about: about(),
            countries: (0..size).map(country).collect(),
            sectors: (0..depth).map(|j| sector(j, self.elasticity)).collect(),
            flows,
            tariffs,
            export_taxes: None,
            value_added_shares: Grid::filled(depth, size, 1.0),
            subsidies: Grid::filled(depth, size, 0.0),
            inputs: InputShares::none(depth, size),
            final_shares: None,
        }
    }

    /// Ten to thirty points by each of the first two countries on the other.
    fn additions(&self, baseline: &Baseline, random: &mut Random) -> Vec<(usize, usize, usize, f64)> {
        let sides = [(0, 1), (1, 0)];
        let cells = (0..baseline.sectors.len()).flat_map(|j| sides.map(|(n, i)| (j, n, i)));
        cells.map(|(j, n, i)| (j, n, i, (0.2 + 0.05 * random.normal()).clamp(0.1, 0.3))).collect()
    }

    fn panel(&self, baseline: &Baseline, before: &Cube, after: &Cube, random: &mut Random) -> Panel {
        let mut flows = BTreeMap::from([(BASE_YEAR, before.clone())]);
        for since in (-self.years..=self.years).filter(|since| *since != 0) {
            let mut cube = if since < 0 { before.clone() } else { after.clone() };
            cube.values_mut().iter_mut().for_each(|flow| *flow *= (self.noise * random.normal()).exp());
            flows.insert(BASE_YEAR + since, cube);
        }
        Panel {
            countries: baseline.countries.iter().map(|country| country.code.clone()).collect(),
            sectors: baseline.sectors.iter().map(|sector| sector.code.clone()).collect(),
            flows,
            intakes: Vec::new(),
        }
    }
}

struct Random(ChaCha8Rng);

impl Random {
    fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }
}

fn about() -> About {
    About {
        name: "sample".to_owned(),
        year: BASE_YEAR,
        unit: Unit { power: 6, currency: "USD".to_owned() },
        source: "made up by `thalweg evidence sample`".to_owned(),
        licence: None,
        note: None,
    }
}

fn country(at: usize) -> Country {
    let code = format!("C{:02}", at + 1);
    Country { name: format!("Country {}", at + 1), code, group: None, gdp: None, population: None }
}

fn sector(at: usize, elasticity: f64) -> Sector {
    Sector {
        code: format!("goods-{}", at + 1),
        name: format!("Goods {}", at + 1),
        elasticity,
        substitution: None,
        scale: 0.0,
        tradable: true,
        group: Some("goods".to_owned()),
        elasticity_sets: Vec::new(),
        elasticity_se: None,
    }
}

fn policy(baseline: &Baseline, additions: &[(usize, usize, usize, f64)]) -> Policy {
    let code = |at: usize| baseline.countries[at].code.clone();
    let row = |(j, n, i, add): &(usize, usize, usize, f64)| {
        ((code(*n), code(*i), baseline.sectors[*j].code.clone()), *add)
    };
    Policy { additions: additions.iter().map(row).collect(), intakes: Vec::new() }
}
