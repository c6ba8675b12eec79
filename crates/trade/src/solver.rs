//! Finds the equilibrium of a policy on a base: all unknowns in one vector, one accelerated fixed-point loop.

mod adjoint;
mod anderson;
mod fabric;
mod kernels;
mod layout;
mod newton;
mod reduced;
mod sweep;
mod tangent;
mod vector_math;
mod wedges;

pub(crate) use adjoint::{Adjoint, Bars};
pub(crate) use fabric::Fabric;
pub(crate) use wedges::PriceWedges;

use crate::cube::{Cube, Grid};
use crate::economy::Economy;
use crate::equilibrium::Equilibrium;
use crate::policy::Policy;
use crate::scenario::Labour;
use anderson::Anderson;
use kernels::lane;
use layout::{LANES, Lane};
use newton::Newton;
use sweep::{Problem, Scratch, Unknowns, sweep};
use wedges::Wedges;

/// How hard the solver tries.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Largest relative residual that the certificate of an equilibrium may have, in [1e-14, 1e-4]; default 1e-10.
    pub tolerance: f64,
    /// Sweeps after which the solver gives up, in [1, 1000000]; default 5000.
    pub max_iterations: usize,
    /// Past sweeps that the acceleration combines, in [1, 50]; default 6.
    pub memory: usize,
}

impl Settings {
    /// What is wrong with them, if anything is: field, value and range.
    pub(crate) fn problem(&self) -> Option<String> {
        if !(1e-14..=1e-4).contains(&self.tolerance) {
            return Some(format!("tolerance is {}, and must be in [1e-14, 1e-4]", self.tolerance));
        }
        if !(1..=1_000_000).contains(&self.max_iterations) {
            return Some(format!("max_iterations is {}, and must be in [1, 1000000]", self.max_iterations));
        }
        if !(1..=50).contains(&self.memory) {
            return Some(format!("memory is {}, and must be in [1, 50]", self.memory));
        }
        None
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self { tolerance: 1e-10, max_iterations: 5000, memory: 6 }
    }
}

/// What a solve found, before anyone has checked it.
#[derive(Debug, Clone)]
pub(crate) struct Solution {
    /// Wage hats: one row of countries, or one per sector where labour is fixed.
    pub(crate) wages: Grid,
    /// Price hats, `[j, n]`.
    pub(crate) prices: Grid,
    /// Labour hats, `[j, i]`; ones without scale economies.
    pub(crate) labour: Grid,
    /// Hats of what each country works; ones unless labour supply is elastic.
    pub(crate) employment: Vec<f64>,
    /// Spending, `[j, n]`, in the unit of the baseline.
    pub(crate) spending: Grid,
    /// Output at cost, `[j, i]`.
    pub(crate) output: Grid,
    /// Flows before tariff, `[j, n, i]`.
    pub(crate) flows: Cube,
    /// Income by country.
    pub(crate) income: Vec<f64>,
}

/// The room that a solve on one fabric needs; kept from scenario to scenario so that nothing is allocated inside the iteration.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    unknowns: Unknowns,
    wedges: Wedges,
    scratch: Scratch,
    anderson: Anderson,
    point: Vec<Lane>,
    image: Vec<Lane>,
    /// What finds the equilibrium without sweeps, where that is possible; and whether it did.
    newton: Option<Newton>,
    by_newton: bool,
    /// Whether the next solve begins at the base.
    at_base: bool,
}

impl Workspace {
    pub(crate) fn new(fabric: &Fabric, labour: Labour, settings: &Settings) -> Self {
        let unknowns = Unknowns::of(fabric, labour);
        let lanes = unknowns.lanes();
        Self {
            unknowns,
            wedges: Wedges::of(fabric),
            scratch: Scratch::new(fabric.layout),
            anderson: Anderson::new(lanes, settings.memory),
            point: vec![[0.0; LANES]; lanes],
            image: vec![[0.0; LANES]; lanes],
            newton: Newton::fitting(fabric, unknowns),
            by_newton: false,
            at_base: false,
        }
    }

    /// Whether the room is of the right size for worlds like this.
    pub(crate) fn fits(&self, fabric: &Fabric, labour: Labour) -> bool {
        self.unknowns == Unknowns::of(fabric, labour)
    }

    /// Takes up a policy, beginning where the last one ended or where it was told to start.
    pub(crate) fn begin(&mut self, fabric: &Fabric, economy: &Economy, policy: &Policy) {
        self.wedges.set(fabric, economy, policy);
        self.anderson.restart();
        self.by_newton = false;
    }

    /// Goes to the base, where nothing has changed.
    pub(crate) fn start(&mut self, fabric: &Fabric) {
        self.at_base = true;
        self.unknowns.start(fabric, &mut self.point);
        if let Some(newton) = &mut self.newton {
            newton.start(fabric);
        }
    }

    /// Whether the next solve begins at the base.
    pub(crate) fn is_at_base(&self) -> bool {
        self.at_base
    }

    /// Goes to an equilibrium.
    pub(crate) fn start_at(&mut self, fabric: &Fabric, economy: &Economy, at: &Equilibrium) {
        self.at_base = false;
        self.unknowns.start(fabric, &mut self.point);
        if let Some(newton) = &mut self.newton {
            newton.start_at(at);
            return;
        }
        let layout = fabric.layout;
        let logs = |hats: &[f64]| hats.iter().map(|hat| hat.ln()).collect::<Vec<f64>>();
        let mut prices = logs(at.prices.values());
        for (cell, price) in prices.iter_mut().enumerate() {
            *price -= economy.log_market_size(at, cell / layout.countries, cell % layout.countries);
        }
        let costs = layout.padded(&economy.log_unit_costs(at), 0.0);
        let parts = self.unknowns.parts_mut(&mut self.point);
        layout.pad(&logs(at.wages.values()), 0.0, parts.wages);
        layout.pad(&prices, 0.0, parts.prices);
        for (price, (home, cost)) in parts.prices.iter_mut().zip(fabric.home.iter().zip(&costs)) {
            *price = lane(|l| price[l] - home[l] * cost[l]);
        }
        layout.pad(at.spending.values(), 0.0, parts.spending);
        for (hat, inverse) in parts.spending.iter_mut().zip(&fabric.inverse_spending) {
            *hat = lane(|l| hat[l] * inverse[l]);
        }
        if !parts.scale.is_empty() {
            layout.pad(&logs(at.labour.values()), 0.0, parts.scale);
        }
        if !parts.supply.is_empty() {
            layout.pad(&logs(&at.employment), 0.0, parts.supply);
        }
    }

    /// Goes on until a sweep changes nothing by more than `tolerance`, or until `max_iterations` sweeps are done.
    pub(crate) fn iterate(&mut self, fabric: &Fabric, tolerance: f64, max_iterations: usize) -> Progress {
        self.at_base = false;
        let solved = self.newton.as_mut().and_then(|newton| newton.solve(fabric, &self.wedges, tolerance));
        self.by_newton = solved.is_some();
        if let Some(progress) = solved {
            return progress;
        }
        let mut progress = Progress { iterations: 0, change: f64::INFINITY };
        while progress.iterations < max_iterations {
            let problem = Problem { fabric, wedges: &self.wedges, unknowns: self.unknowns };
            sweep(problem, &self.point, &mut self.image, &mut self.scratch);
            progress.iterations += 1;
            progress.change = largest_change(&self.point, &self.image);
            if progress.change <= tolerance || !progress.change.is_finite() {
                break;
            }
            self.anderson.advance(&mut self.point, &self.image);
            if !self.is_sensible() {
                self.point.copy_from_slice(&self.image);
                self.anderson.restart();
            }
        }
        progress
    }

    /// Whether the point could be an economy at all: spending positive, no price or wage out of all proportion.
    fn is_sensible(&self) -> bool {
        let parts = self.unknowns.parts(&self.point);
        let finite = |lanes: &[Lane]| lanes.as_flattened().iter().all(|v| v.abs() < 50.0);
        let image = self.unknowns.parts(&self.image);
        let cells = parts.spending.as_flattened().iter().zip(image.spending.as_flattened());
        let positive = { cells }.all(|(spent, image)| *spent > 0.0 || *image == 0.0);
        let rest = [parts.wages, parts.prices, parts.scale, parts.supply];
        positive && rest.into_iter().all(finite)
    }

    /// The economy at the last image: one more sweep fills in everything that follows from the unknowns.
    pub(crate) fn solution(&mut self, fabric: &Fabric) -> Solution {
        if let (true, Some(newton)) = (self.by_newton, &self.newton) {
            return newton.solution(fabric);
        }
        let layout = fabric.layout;
        self.point.copy_from_slice(&self.image);
        let problem = Problem { fabric, wedges: &self.wedges, unknowns: self.unknowns };
        sweep(problem, &self.point, &mut self.image, &mut self.scratch);
        let parts = self.unknowns.parts(&self.point);
        let grid = |lanes: &[Lane]| Grid::from_values(layout.countries, layout.unpadded(lanes));
        let hats = |lanes: &[Lane]| {
            let logs = layout.unpadded(lanes);
            Grid::from_values(layout.countries, logs.into_iter().map(vector_math::exp).collect())
        };
        let mut spending = grid(parts.spending);
        for (hat, base) in spending.values_mut().iter_mut().zip(layout.unpadded(&fabric.spending)) {
            *hat *= base;
        }
        let labour = match parts.scale {
            [] => Grid::filled(layout.sectors, layout.countries, 1.0),
            scale => hats(scale),
        };
        let wages = hats(parts.wages);
        let employment = match parts.supply {
            [] => vec![1.0; layout.countries],
            supply => layout.unpadded(supply).into_iter().map(vector_math::exp).collect(),
        };
        Solution {
            prices: self.prices(fabric, &wages),
            wages,
            employment,
            labour,
            output: grid(&self.scratch.output),
            flows: self.flows(fabric, &spending),
            spending,
            income: layout.unpadded(&self.scratch.income),
        }
    }

    /// Price hats that belong to the last sweep's input.
    fn prices(&self, fabric: &Fabric, wages: &Grid) -> Grid {
        let layout = fabric.layout;
        let mut prices = layout.unpadded(&self.scratch.denominator);
        for (cell, price) in prices.iter_mut().enumerate() {
            *price = price.powf(-1.0 / fabric.theta[cell / layout.countries]);
        }
        if !fabric.rules.usual {
            let hats = layout.unpadded(self.unknowns.parts(&self.point).spending);
            let by_size = layout.unpadded(&fabric.rules.by_size);
            for (cell, (price, hat)) in prices.iter_mut().zip(hats).enumerate() {
                let wage = wages.values()[cell % wages.values().len()];
                let power = by_size[cell % layout.countries];
                *price *= if power != 0.0 && hat > 0.0 { (hat / wage).powf(power) } else { 1.0 };
            }
        }
        Grid::from_values(layout.countries, prices)
    }

    /// Flows before tariff that belong to the last sweep's input.
    fn flows(&self, fabric: &Fabric, spending: &Grid) -> Cube {
        let layout = fabric.layout;
        let mut flows = Cube::filled(layout.sectors, layout.countries, 0.0);
        for j in 0..layout.sectors {
            let row = j * layout.lanes..(j + 1) * layout.lanes;
            let attraction = self.scratch.attraction[row.clone()].as_flattened();
            let denominators = self.scratch.denominator[row].as_flattened();
            for (n, (spent, denominator)) in spending.row(j).iter().zip(denominators).enumerate() {
                let start = layout.row(j, n);
                let border = self.wedges.at_border[start..start + layout.lanes].as_flattened();
                let per_weight = spent / denominator;
                for ((flow, border), attraction) in flows.row_mut(j, n).iter_mut().zip(border).zip(attraction)
                {
                    *flow = border * attraction * per_weight;
                }
            }
        }
        flows
    }
}

/// How far an iteration came.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Progress {
    /// Sweeps that were done.
    pub(crate) iterations: usize,
    /// The largest change that the last of them made.
    pub(crate) change: f64,
}

/// The largest change between a point and its image; not a number if any part of it is not.
fn largest_change(point: &[Lane], image: &[Lane]) -> f64 {
    let mut largest = [0.0f64; LANES];
    let mut sum = 0.0;
    for (p, g) in point.iter().zip(image) {
        for l in 0..LANES {
            let change = (g[l] - p[l]).abs();
            largest[l] = if change > largest[l] { change } else { largest[l] };
            sum += change;
        }
    }
    let largest = largest.iter().copied().fold(0.0, f64::max);
    if sum.is_finite() { largest } else { f64::NAN }
}
