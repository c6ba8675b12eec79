use crate::baseline::Baseline;
use crate::certificate::{BaseMovement, Certificate};
use crate::cube::Cube;
use crate::economy::Economy;
use crate::equilibrium::Equilibrium;
use crate::error::{Error, ErrorKind};
use crate::policy::Policy;
use crate::scenario::{Competition, Deficits, Labour, Model};
use crate::solver::{Adjoint, Fabric, PriceWedges, Settings, Workspace};
use std::sync::Mutex;
use thalweg_core::Problem;

/// A baseline made ready: balanced, with elasticities and closure chosen, so that many policies can be solved on it.
#[derive(Debug)]
pub struct Base {
    economy: Economy,
    fabric: Fabric,
    model: Model,
    settings: Settings,
    policy: Policy,
    equilibrium: Equilibrium,
    movement: BaseMovement,
    /// Codes of the countries, for errors.
    codes: Vec<String>,
    /// Rooms that solves have left, to be used again.
    rooms: Mutex<Vec<Workspace>>,
    /// The same of gradients.
    adjoints: Mutex<Vec<Adjoint>>,
}

/// Data whose accounts close to this are taken as balanced as they are.
const BALANCED: f64 = 1e-11;

impl Base {
    /// Prepares a baseline. `elasticities` has one trade elasticity per sector.
    ///
    /// # Errors
    /// If the baseline, the elasticities or the settings break their rules, if a country makes nothing or needs a good
    /// that nobody sells there, or if the accounts do not balance and no balanced base is found.
    pub fn new(
        baseline: &Baseline,
        elasticities: &[f64],
        model: &Model,
        settings: Settings,
    ) -> Result<Self, Error> {
        let mut problems = baseline.problems();
        problems.extend(settings.problem().map(Problem::new));
        problems.extend(model_problems(baseline, model));
        let usable = |theta: &f64| theta.is_finite() && *theta > 0.0;
        if elasticities.len() != baseline.sectors.len() || !elasticities.iter().all(usable) {
            problems.push(Problem::new(format!(
                "there must be one elasticity above zero for each of the {} sectors",
                baseline.sectors.len()
            )));
        }
        if problems.is_empty() {
            Self::prepare(baseline, elasticities, model, settings)
        } else {
            Err(Error::new(ErrorKind::Baseline, problems))
        }
    }

    /// Prepares a baseline that keeps its rules.
    fn prepare(
        baseline: &Baseline,
        elasticities: &[f64],
        model: &Model,
        settings: Settings,
    ) -> Result<Self, Error> {
        let economy = Economy::of(baseline, elasticities, model);
        refuse_unsupplied(baseline, &economy)?;
        refuse_idle(baseline, &economy)?;
        refuse_profitless(baseline, &economy)?;
        let policy = Policy::of(baseline);
        let as_is = Equilibrium::unchanged(&economy, policy.clone(), settings.tolerance);
        let residual = as_is.certificate.max_residual;
        let mut base = Self::ready(economy, policy, as_is, model.clone(), settings);
        base.codes = baseline.countries.iter().map(|country| country.code.clone()).collect();
        base.movement.clipped = base.economy.clipped;
        base.movement.residual = residual;
        if residual > BALANCED { base.balanced() } else { Ok(base) }
    }

    fn ready(
        economy: Economy,
        policy: Policy,
        equilibrium: Equilibrium,
        model: Model,
        settings: Settings,
    ) -> Self {
        let fabric = Fabric::new(&economy);
        Self {
            economy,
            fabric,
            model,
            settings,
            policy,
            equilibrium,
            movement: BaseMovement::default(),
            codes: Vec::new(),
            rooms: Mutex::default(),
            adjoints: Mutex::default(),
        }
    }

    /// The same world with its accounts closed: the equilibrium without any policy becomes the base. Labour moves,
    /// whatever the scenario's rule: the base is the world in which it has found its place.
    fn balanced(self) -> Result<Self, Error> {
        let mut room = self.room(Labour::Mobile);
        room.start(&self.fabric);
        let solved = self.find(&mut room, self.policy.clone()).map_err(|unfound| {
            let certificate = &unfound.certificate;
            Error::one(
                ErrorKind::Unsolved,
                format!(
                    "the accounts of this baseline do not balance (largest relative residual {:.1e}), and no balanced \
                     base was found: the iteration stopped at {:.1e} after {} sweeps",
                    self.movement.residual, certificate.max_residual, certificate.iterations
                ),
            )
        })?;
        let mut movement = BaseMovement { solved: true, ..self.movement };
        movement.measure(&self.economy, &solved);
        let economy = self.economy.moved_to(&solved);
        let equilibrium = Equilibrium::unchanged(&economy, self.policy.clone(), self.settings.tolerance);
        if !equilibrium.certificate.converged {
            return Err(self.not_found(&equilibrium.certificate));
        }
        let ready = Self::ready(economy, self.policy, equilibrium, self.model, self.settings);
        Ok(Self { movement, codes: self.codes, ..ready })
    }

    /// The balanced base itself.
    pub fn equilibrium(&self) -> &Equilibrium {
        &self.equilibrium
    }

    /// How far the base had to move from the data.
    pub fn movement(&self) -> BaseMovement {
        self.movement
    }

    /// The same world with other elasticities: prepared at once where the data balance as they are, else solved anew.
    ///
    /// # Errors
    /// As [`Base::new`].
    pub fn redrawn(&self, baseline: &Baseline, elasticities: &[f64]) -> Result<Self, Error> {
        if self.movement.solved || self.model.competition == Competition::Monopolistic {
            return Self::prepare(baseline, elasticities, &self.model, self.settings);
        }
        let economy = Economy { theta: elasticities.to_vec(), ..self.economy.clone() };
        Ok(Self {
            fabric: self.fabric.with_elasticities(&economy),
            economy,
            model: self.model.clone(),
            settings: self.settings,
            policy: self.policy.clone(),
            equilibrium: self.equilibrium.clone(),
            movement: self.movement,
            codes: self.codes.clone(),
            rooms: Mutex::default(),
            adjoints: Mutex::default(),
        })
    }

    /// By sector, the trade of the base between countries on which a policy changes a wedge.
    pub fn touched_trade(&self, policy: &Policy) -> Vec<f64> {
        let countries = self.economy.countries();
        let changes = PriceWedges::new(&self.economy, policy);
        let touched = |j: usize, n: usize| {
            let wedges = changes.row(j, n).into_iter().flatten().enumerate();
            let flows = self.equilibrium.flows.row(j, n);
            wedges.filter(|(i, wedge)| *i != n && *wedge != 1.0).map(|(i, _)| flows[i]).sum::<f64>()
        };
        (0..self.economy.sectors()).map(|j| (0..countries).map(|n| touched(j, n)).sum()).collect()
    }

    /// What becomes of deficits in it.
    pub fn deficits(&self) -> Deficits {
        self.model.deficits
    }

    /// Whether its firms have a markup.
    pub fn competition(&self) -> Competition {
        self.model.competition
    }

    /// Whether labour moves when a policy is solved on it.
    pub fn labour(&self) -> Labour {
        self.model.labour
    }

    /// Share of a sector in final spending of a country, the same in every equilibrium; over sectors they sum to one.
    pub fn final_share(&self, sector: usize, country: usize) -> f64 {
        self.economy.alpha.get(sector, country)
    }

    /// The rules that it was made ready under.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Part of a sector's sales at factory prices that is paid to labour, in [0, 1]; overhead is none of it.
    pub fn labour_share(&self, sector: usize, country: usize) -> f64 {
        self.economy.beta.get(sector, country) * self.economy.cost_share[sector]
    }

    /// Part of a sector's sales at factory prices that is profit: `1/sigma` under monopolistic competition, else zero.
    pub fn profit_share(&self, sector: usize) -> f64 {
        1.0 - self.economy.cost_share[sector]
    }

    /// Part of a sector's sales at factory prices that is spent on an input, tariff included, in [0, 1).
    pub fn input_share(&self, input: usize, sector: usize, country: usize) -> f64 {
        self.economy.gamma.get(input, sector, country) * self.economy.cost_share[sector]
    }

    /// `volumes[j, n, i]`: the flows of an equilibrium of this base at the exporters' border prices of the base:
    /// quantities, measured in base money. At the base itself they are its flows.
    pub fn volumes(&self, at: &Equilibrium) -> Cube {
        let unit_costs = self.economy.unit_costs(at);
        let mut volumes = at.flows.clone();
        for j in 0..volumes.sectors() {
            for n in 0..volumes.countries() {
                for (i, value) in volumes.row_mut(j, n).iter_mut().enumerate() {
                    *value /= unit_costs.get(j, i) * at.policy.border_wedge(&self.policy, j, n, i);
                }
            }
        }
        volumes
    }

    /// Trade elasticity of a sector.
    pub fn elasticity(&self, sector: usize) -> f64 {
        self.economy.theta[sector]
    }

    /// The rates of the baseline itself.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    pub(crate) fn economy(&self) -> &Economy {
        &self.economy
    }

    /// The equilibrium under a policy.
    ///
    /// # Errors
    /// If the policy is of another size or has rates out of bounds, if the iteration does not settle, or if what it settled on does not satisfy the equations to the tolerance.
    pub fn solve(&self, policy: Policy) -> Result<Equilibrium, Error> {
        let mut room = self.room(self.model.labour);
        room.start(&self.fabric);
        let solved = self.solve_in(&mut room, policy);
        self.leave(room);
        solved
    }

    /// The equilibrium under a policy, beginning where the last solve in a room ended; where that leads nowhere, at the
    /// base.
    pub(crate) fn solve_in(&self, room: &mut Workspace, policy: Policy) -> Result<Equilibrium, Error> {
        policy.check(&self.policy)?;
        let mut equilibrium = if policy.is_same(&self.policy) {
            if !self.equilibrium.certificate.converged {
                return Err(self.not_found(&self.equilibrium.certificate));
            }
            self.equilibrium.clone()
        } else {
            self.find(room, policy).map_err(|unfound| self.not_found(&unfound.certificate))?
        };
        equilibrium.certificate.base = self.movement;
        equilibrium.certificate.several_equilibria_possible = self.several_equilibria();
        Ok(equilibrium)
    }

    /// Iterates from where a room stands, and if nothing is found, from the base.
    fn find(&self, room: &mut Workspace, policy: Policy) -> Result<Equilibrium, Box<Equilibrium>> {
        let from_base = room.is_at_base();
        let found = self.iterate(room, policy);
        match found {
            Err(unfound) if !from_base => {
                room.start(&self.fabric);
                self.iterate(room, unfound.policy)
            }
            found => found,
        }
    }

    /// Iterates until the certificate is within tolerance; what is not comes back as the error.
    fn iterate(&self, room: &mut Workspace, mut policy: Policy) -> Result<Equilibrium, Box<Equilibrium>> {
        room.begin(&self.fabric, &self.economy, &policy);
        let mut tolerance = self.settings.tolerance * 0.7;
        let mut iterations = 0;
        loop {
            let progress = room.iterate(&self.fabric, tolerance, self.settings.max_iterations - iterations);
            iterations += progress.iterations;
            let solution = room.solution(&self.fabric);
            let mut equilibrium = Equilibrium::of(&self.economy, policy, solution, self.settings.tolerance);
            equilibrium.certificate.iterations = iterations;
            let stuck = progress.change > tolerance || progress.change.is_nan() || tolerance < 1e-15;
            if equilibrium.certificate.converged {
                return Ok(equilibrium);
            }
            if stuck || iterations >= self.settings.max_iterations {
                // what was found is no place to begin the next search at
                room.start(&self.fabric);
                return Err(Box::new(equilibrium));
            }
            policy = equilibrium.policy;
            tolerance *= 0.1;
        }
    }

    /// A room for one solve: one that is free, or a new one.
    pub(crate) fn room(&self, labour: Labour) -> Workspace {
        let free = self.rooms.lock().ok().and_then(|mut rooms| rooms.pop());
        let fits = free.filter(|room| room.fits(&self.fabric, labour));
        fits.unwrap_or_else(|| Workspace::new(&self.fabric, labour, &self.settings))
    }

    pub(crate) fn leave(&self, room: Workspace) {
        if let Ok(mut rooms) = self.rooms.lock() {
            rooms.push(room);
        }
    }

    /// A room for gradients: one that is free, or a new one.
    pub(crate) fn adjoint(&self) -> Adjoint {
        let free = self.adjoints.lock().ok().and_then(|mut rooms| rooms.pop());
        free.unwrap_or_else(|| Adjoint::new(&self.fabric))
    }

    pub(crate) fn leave_adjoint(&self, adjoint: Adjoint) {
        if let Ok(mut rooms) = self.adjoints.lock() {
            rooms.push(adjoint);
        }
    }

    pub(crate) fn fabric(&self) -> &Fabric {
        &self.fabric
    }

    fn several_equilibria(&self) -> Option<f64> {
        if self.model.labour == Labour::Fixed {
            // labour that does not move has no scale to gain
            return None;
        }
        let products = self.economy.theta.iter().zip(&self.economy.psi).map(|(theta, psi)| theta * psi);
        Some(products.fold(0.0, f64::max)).filter(|product| *product >= Certificate::SCALE_LIMIT)
    }

    fn not_found(&self, certificate: &Certificate) -> Error {
        if let Some(code) = certificate.negative.and_then(|n| self.codes.get(n)) {
            return Error::one(
                ErrorKind::Unsolved,
                format!(
                    "no equilibrium was found: the equations ask for less than nothing to be spent, made or sold in {code}, \
                     which happens where subsidies or a transfer abroad cost more than a country earns"
                ),
            );
        }
        let scale = match self.several_equilibria() {
            Some(product) => format!(
                "; the product of scale and trade elasticity reaches {product:.2}, where an equilibrium need not be \
                 the only one, nor stable"
            ),
            None => String::new(),
        };
        Error::one(
            ErrorKind::Unsolved,
            format!(
                "no equilibrium was found: after {} sweeps the largest relative residual is {:.1e}, above the \
                 tolerance of {:.0e} (prices {:.1e}, spending {:.1e}, labour {:.1e}, balance {:.1e}){scale}",
                certificate.iterations,
                certificate.max_residual,
                self.settings.tolerance,
                certificate.prices,
                certificate.spending,
                certificate.labour,
                certificate.balance,
            ),
        )
    }
}

/// Everything that is wrong with a model, on this baseline.
fn model_problems(baseline: &Baseline, model: &Model) -> Vec<Problem> {
    let mut problems = model.problems();
    for (key, rule) in [("overhead", &model.overhead), ("pass_through", &model.pass_through)] {
        problems.extend(rule.values(baseline, key).err().into_iter().flatten());
    }
    let inputs = baseline.inputs.values().iter().any(|share| *share != 0.0);
    if inputs && !model.pass_through.is(1.0) {
        problems.push(
            Problem::new(
                "`pass_through` is known for worlds without inputs only, and this baseline has input shares",
            )
            .help("leave it out, or use a baseline without inputs.csv"),
        );
    }
    problems
}

/// Under monopolistic competition profits are `1/sigma` of sales: value added must be more than that.
fn refuse_profitless(baseline: &Baseline, economy: &Economy) -> Result<(), Error> {
    const SHOWN: usize = 10;
    let cells = economy.profitless();
    let problem = |(j, i): &(usize, usize)| {
        let (sector, country) = (&baseline.sectors[*j].code, &baseline.countries[*i].code);
        Problem::new(format!(
            "value added of `{sector}` in {country} is {:.4} of its sales, but profits alone are 1/sigma = {:.4}, which \
             leaves nothing for labour",
            baseline.value_added_shares.get(*j, *i),
            1.0 - economy.cost_share[*j]
        ))
        .help("use perfect competition, another elasticity set, or merge the sector with another")
    };
    let mut problems: Vec<Problem> = cells.iter().take(SHOWN).map(problem).collect();
    if cells.len() > SHOWN {
        problems.push(Problem::new(format!("and {} more of this kind", cells.len() - SHOWN)));
    }
    if problems.is_empty() { Ok(()) } else { Err(Error::new(ErrorKind::Baseline, problems)) }
}

/// Data that ask for a good which nobody sells have no equilibrium.
fn refuse_unsupplied(baseline: &Baseline, economy: &Economy) -> Result<(), Error> {
    const SHOWN: usize = 10;
    let cells = economy.unsupplied();
    let problem = |(k, n): &(usize, usize)| {
        let (sector, country) = (&baseline.sectors[*k].code, &baseline.countries[*n].code);
        Problem::new(format!(
            "{country} uses `{sector}` as an input or in final demand, but no flow of it to {country} is above zero"
        ))
        .help("add the flow to flows.csv, or take the share out of inputs.csv or final.csv")
    };
    let mut problems: Vec<Problem> = cells.iter().take(SHOWN).map(problem).collect();
    if cells.len() > SHOWN {
        problems.push(Problem::new(format!("and {} more of this kind", cells.len() - SHOWN)));
    }
    if problems.is_empty() { Ok(()) } else { Err(Error::new(ErrorKind::Baseline, problems)) }
}

/// A country that makes nothing has no wage to compare.
fn refuse_idle(baseline: &Baseline, economy: &Economy) -> Result<(), Error> {
    let idle = baseline.countries.iter().zip(&economy.labour_income).filter(|(_, earned)| **earned <= 0.0);
    let problem = |code: &str| {
        Problem::new(format!("{code} has no value added: nothing that it makes stands in flows.csv"))
            .help("add its flows, domestic sales included, or leave the country out")
    };
    let problems: Vec<Problem> = idle.map(|(country, _)| problem(&country.code)).take(10).collect();
    if problems.is_empty() { Ok(()) } else { Err(Error::new(ErrorKind::Baseline, problems)) }
}

impl BaseMovement {
    fn measure(&mut self, before: &Economy, after: &Equilibrium) {
        for i in 0..before.countries() {
            self.wages_pct = self.wages_pct.max((after.wages.get(0, i) - 1.0).abs() * 100.0);
            let total: f64 = (0..before.sectors()).map(|j| before.output.get(j, i)).sum();
            for j in 0..before.sectors() {
                let moved = (after.output.get(j, i) - before.output.get(j, i)).abs();
                if total > 0.0 {
                    self.output_pct = self.output_pct.max(100.0 * moved / total);
                }
            }
        }
    }
}
