//! The instruments of a player: which rates move together, and how far.

use crate::game::{Binding, Conditions, Kind, Player, Scheme, Tool};
use serde::{Deserialize, Serialize};
use thalweg_core::Problem;
use thalweg_trade::scenario::Selector;
use thalweg_trade::{Base, Baseline, Cube, Equilibrium, Gradient, Policy};

/// One rate in one cell of the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lever {
    /// What the country takes from an exporter in a sector.
    Tariff {
        /// Position of the sector.
        sector: usize,
        /// Position of the exporter.
        exporter: usize,
    },
    /// What the country takes of its sales to an importer in a sector.
    ExportTax {
        /// Position of the sector.
        sector: usize,
        /// Position of the importer.
        importer: usize,
    },
    /// What the country gives its producers of a sector.
    Subsidy {
        /// Position of the sector.
        sector: usize,
    },
}

/// Levers that move together, at one rate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Instrument {
    /// What is set.
    pub kind: Kind,
    /// Code of the sector or name of the group; absent for all sectors of the tool.
    pub sector: Option<String>,
    /// Code of the partner; absent for all partners of the tool.
    pub partner: Option<String>,
    /// Lowest and highest rate, as fractions.
    pub bounds: (f64, f64),
    /// The levers, each with what the rate comes on top of.
    #[serde(skip)]
    levers: Vec<(Lever, f64)>,
}

/// The instruments of one country.
#[derive(Debug, Clone, PartialEq)]
pub struct Instruments {
    country: usize,
    all: Vec<Instrument>,
}

impl Lever {
    /// Position of its sector.
    pub fn sector(self) -> usize {
        match self {
            Self::Tariff { sector, .. } | Self::ExportTax { sector, .. } | Self::Subsidy { sector } => sector,
        }
    }

    fn rate(self, country: usize, policy: &Policy) -> f64 {
        match self {
            Self::Tariff { sector, exporter } => policy.tariffs.get(sector, country, exporter),
            Self::ExportTax { sector, importer } => {
                policy.export_taxes.as_ref().map_or(0.0, |taxes| taxes.get(sector, importer, country))
            }
            Self::Subsidy { sector } => policy.subsidies.get(sector, country),
        }
    }

    fn set(self, country: usize, rate: f64, policy: &mut Policy) {
        match self {
            Self::Tariff { sector, exporter } => *policy.tariffs.get_mut(sector, country, exporter) = rate,
            Self::ExportTax { sector, importer } => {
                let size = (policy.tariffs.sectors(), policy.tariffs.countries());
                let taxes = policy.export_taxes.get_or_insert_with(|| Cube::filled(size.0, size.1, 0.0));
                *taxes.get_mut(sector, importer, country) = rate;
            }
            Self::Subsidy { sector } => *policy.subsidies.get_mut(sector, country) = rate,
        }
    }

    fn slope(self, country: usize, gradient: &Gradient) -> f64 {
        match self {
            Self::Tariff { sector, exporter } => gradient.tariffs.get(sector, country, exporter),
            Self::ExportTax { sector, importer } => gradient.export_taxes.get(sector, importer, country),
            Self::Subsidy { sector } => gradient.subsidies.get(sector, country),
        }
    }

    /// The part of the country's income that it touches, times the elasticity of what it touches at the border: about
    /// how strongly welfare is curved in its rate.
    fn curvature(self, country: usize, base: &Base, at: &Equilibrium) -> f64 {
        let touched = match self {
            Self::Tariff { sector, exporter } => at.flows.get(sector, country, exporter),
            Self::ExportTax { sector, importer } => at.flows.get(sector, importer, country),
            Self::Subsidy { sector } => at.output.get(sector, country),
        };
        (base.elasticity(self.sector()) + 1.0) * touched / at.income[country]
    }
}

impl Instrument {
    /// The sector of its first lever: what tells it from others of its kind.
    pub(crate) fn first_sector(&self) -> Option<usize> {
        self.levers.first().map(|(lever, _)| lever.sector())
    }

    /// The rates that it sets.
    pub fn levers(&self) -> impl Iterator<Item = Lever> {
        self.levers.iter().map(|(lever, _)| *lever)
    }
}

impl Instruments {
    /// The instruments of a player on a baseline.
    ///
    /// # Errors
    /// Everything that is wrong with them: unknown codes, bounds that cross or reach -1, no rate to set, a rate set twice.
    pub fn new(baseline: &Baseline, player: &Player) -> Result<Self, Vec<Problem>> {
        let code = player.country.as_str();
        let country = match baseline.select_countries(&Selector::from(code)) {
            Ok(found) if found.len() == 1 => found[0],
            Ok(_) => {
                let problem = Problem::new(format!("`{code}` is a group, and a player is one country"));
                return Err(vec![problem.help("merge the group in the baseline, or name its members")]);
            }
            Err(problems) => return Err(problems),
        };
        let mut problems = Vec::new();
        let mut all = Vec::new();
        for tool in &player.tools {
            let workshop = Workshop { baseline, country, tool };
            match workshop.instruments() {
                Ok(made) => all.extend(made),
                Err(found) => problems.extend(found),
            }
        }
        if problems.is_empty() && all.is_empty() {
            let message = format!("{code} has no instrument: no sector or no partner is left");
            problems.push(Problem::new(message).help("name other countries, and sectors of the baseline"));
        }
        problems.extend(set_twice(baseline, code, &all));
        if problems.is_empty() { Ok(Self { country, all }) } else { Err(problems) }
    }

    /// What is left of them under side conditions.
    ///
    /// # Errors
    /// Unknown codes in bindings, and instruments whose lowest rate is above what they may be.
    pub fn under(
        baseline: &Baseline,
        player: &Player,
        conditions: &Conditions,
        status_quo: &Policy,
    ) -> Result<Self, Vec<Problem>> {
        let mut player = player.clone();
        if conditions.mfn {
            player.tools.iter_mut().for_each(most_favoured);
        }
        let mut free = Self::new(baseline, &player)?;
        let country = free.country;
        let bindings = Bound::all(baseline, &conditions.bindings)?;
        let mut problems = Vec::new();
        for instrument in &mut free.all {
            let (low, mut high) = instrument.bounds;
            for (lever, on) in &instrument.levers {
                let bound = bindings.iter().map(|binding| binding.highest(country, *lever));
                high = bound.fold(high, |high, bound| high.min(bound - on));
                if conditions.liberalisation_only {
                    high = high.min(lever.rate(country, status_quo) - on);
                }
            }
            if high < low {
                let what = instrument.told(&player.country);
                let message =
                    format!("the conditions allow at most {high} for {what}, whose lowest rate is {low}");
                problems.push(Problem::new(message).help("lower its bound, or leave the condition out"));
            }
            instrument.bounds = (low, high);
        }
        if problems.is_empty() { Ok(free) } else { Err(problems) }
    }

    /// Number of instruments.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Position of the country that sets them.
    pub fn country(&self) -> usize {
        self.country
    }

    /// Each instrument, in order.
    pub fn all(&self) -> &[Instrument] {
        &self.all
    }

    /// Lowest and highest rate of an instrument, as fractions.
    pub fn bounds(&self, instrument: usize) -> (f64, f64) {
        self.all[instrument].bounds
    }

    /// The rates that a policy has, within bounds; of a group the plain mean.
    pub fn rates(&self, policy: &Policy) -> Vec<f64> {
        let within =
            |(rate, instrument): (f64, &Instrument)| rate.clamp(instrument.bounds.0, instrument.bounds.1);
        self.means(policy).into_iter().zip(&self.all).map(within).collect()
    }

    /// The same, whatever the bounds are.
    pub fn means(&self, policy: &Policy) -> Vec<f64> {
        let mean = |instrument: &Instrument| {
            let cells = instrument.levers.iter().map(|(lever, on)| lever.rate(self.country, policy) - on);
            cells.sum::<f64>() / instrument.levers.len() as f64
        };
        self.all.iter().map(mean).collect()
    }

    /// The instruments whose rate is at a bound.
    pub fn at_bound(&self, rates: &[f64]) -> Vec<usize> {
        let at = |k: &usize| rates[*k] <= self.all[*k].bounds.0 || rates[*k] >= self.all[*k].bounds.1;
        (0..rates.len()).filter(at).collect()
    }

    /// Sets the rates, one per instrument, in a policy.
    pub fn set(&self, rates: &[f64], policy: &mut Policy) {
        for (instrument, rate) in self.all.iter().zip(rates) {
            for (lever, on) in &instrument.levers {
                lever.set(self.country, on + rate, policy);
            }
        }
    }

    /// The gradient by rate of each instrument: the sum over the rates that it sets.
    pub fn gradient(&self, gradient: &Gradient) -> Vec<f64> {
        let slope = |instrument: &Instrument| {
            instrument.levers().map(|lever| lever.slope(self.country, gradient)).sum()
        };
        self.all.iter().map(slope).collect()
    }

    /// The same without the rates that other instruments of the country set.
    pub(crate) fn gradient_beyond(&self, gradient: &Gradient, set: &Self) -> Vec<f64> {
        let taken: std::collections::HashSet<Lever> = set.all.iter().flat_map(Instrument::levers).collect();
        let slope = |instrument: &Instrument| {
            let left = instrument.levers().filter(|lever| !taken.contains(lever));
            left.map(|lever| lever.slope(self.country, gradient)).sum()
        };
        self.all.iter().map(slope).collect()
    }

    /// By instrument, the root of about how strongly welfare of the country is curved in it: with `s ln(1 + rate)` as
    /// variables curvatures are near one.
    pub(crate) fn scales(&self, base: &Base, at: &Equilibrium) -> Vec<f64> {
        let scale = |instrument: &Instrument| {
            instrument.levers().map(|lever| lever.curvature(self.country, base, at)).sum::<f64>().sqrt()
        };
        let mut scales: Vec<f64> = self.all.iter().map(scale).collect();
        let largest = scales.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        scales.iter_mut().for_each(|s| *s = s.max(SMALLEST * largest));
        scales
    }
}

/// Part of the largest scale below which no scale falls.
const SMALLEST: f64 = 1e-7;

impl Instrument {
    /// It in words: `the tariff of USA on machinery from CHN`.
    pub(crate) fn told(&self, country: &str) -> String {
        let sector = self.sector.as_deref().unwrap_or("all sectors");
        let (kind, side) = match self.kind {
            Kind::Tariff => ("tariff", " from "),
            Kind::ExportTax => ("export tax", " to "),
            Kind::Subsidy => ("subsidy", ""),
        };
        let partner = match (self.kind, &self.partner) {
            (Kind::Subsidy, _) => "",
            (_, Some(partner)) => partner,
            (_, None) => "all partners",
        };
        format!("the {kind} of {country} on {sector}{side}{partner}")
    }
}

/// Makes the instruments of one tool.
struct Workshop<'a> {
    baseline: &'a Baseline,
    country: usize,
    tool: &'a Tool,
}

/// Rates that move together, by the words for them: (sector or group, partner).
type Group = (Option<String>, Option<String>, Vec<Lever>);

impl Workshop<'_> {
    fn instruments(&self) -> Result<Vec<Instrument>, Vec<Problem>> {
        let mut problems = Vec::new();
        let partners = self.partners().unwrap_or_else(|found| {
            problems.extend(found);
            Vec::new()
        });
        let every = Selector::tradable();
        let sectors = self.baseline.select_sectors(self.tool.sectors.as_ref().unwrap_or(&every));
        let sectors = sectors.unwrap_or_else(|found| {
            problems.extend(found);
            Vec::new()
        });
        problems.extend(self.wrong_bounds());
        if !problems.is_empty() {
            return Err(problems);
        }
        let policy = Policy::of(self.baseline);
        let on = |lever: Lever| if self.tool.on_top { lever.rate(self.country, &policy) } else { 0.0 };
        let made = self.groups(&sectors, &partners).into_iter().filter(|(.., levers)| !levers.is_empty());
        let instrument = |(sector, partner, levers): Group| Instrument {
            kind: self.tool.kind,
            sector,
            partner,
            bounds: self.tool.bounds,
            levers: levers.into_iter().map(|lever| (lever, on(lever))).collect(),
        };
        Ok(made.map(instrument).collect())
    }

    fn wrong_bounds(&self) -> Option<Problem> {
        let (low, high) = self.tool.bounds;
        let limit = if self.tool.kind == Kind::Subsidy { 1.0 } else { f64::INFINITY };
        if low > -1.0 && low <= high && high < limit {
            return None;
        }
        let code = &self.baseline.countries[self.country].code;
        let message = format!("the bounds of {code}, {low} and {high}, hold no rate");
        let help = "rates are fractions, the lower bound first: tariffs and export taxes above -1, subsidies \
                    between -1 and 1";
        Some(Problem::new(message).help(help))
    }

    /// Positions of the partners: those named, or all others.
    fn partners(&self) -> Result<Vec<usize>, Vec<Problem>> {
        if self.tool.kind == Kind::Subsidy {
            return Ok(vec![self.country]);
        }
        let others = |all: Vec<usize>| all.into_iter().filter(|i| *i != self.country).collect();
        let Some(named) = &self.tool.partners else {
            return Ok(others((0..self.baseline.countries.len()).collect()));
        };
        let found = self.baseline.select_countries(named)?;
        let code = &self.baseline.countries[self.country].code;
        if named.words.iter().any(|word| word.text == *code) {
            return Err(vec![Problem::new(format!("{code} cannot set rates against itself"))]);
        }
        Ok(others(found))
    }

    fn lever(&self, sector: usize, partner: usize) -> Lever {
        match self.tool.kind {
            Kind::Tariff => Lever::Tariff { sector, exporter: partner },
            Kind::ExportTax => Lever::ExportTax { sector, importer: partner },
            Kind::Subsidy => Lever::Subsidy { sector },
        }
    }

    fn groups(&self, sectors: &[usize], partners: &[usize]) -> Vec<Group> {
        let sector = |j: usize| Some(self.baseline.sectors[j].code.clone());
        let all = |sectors: &[usize]| -> Vec<Lever> {
            sectors.iter().flat_map(|j| partners.iter().map(|i| self.lever(*j, *i))).collect()
        };
        let only = match partners {
            [one] if self.tool.kind != Kind::Subsidy => Some(self.baseline.countries[*one].code.clone()),
            _ => None,
        };
        match self.tool.scheme {
            Scheme::BySectorAndPartner => {
                let pairs = sectors.iter().flat_map(|j| partners.iter().map(|i| (*j, *i)));
                let code = |i: usize| self.baseline.countries[i].code.clone();
                pairs.map(|(j, i)| (sector(j), Some(code(i)), vec![self.lever(j, i)])).collect()
            }
            Scheme::BySector => sectors.iter().map(|j| (sector(*j), only.clone(), all(&[*j]))).collect(),
            Scheme::ByGroup => {
                let groups = self.sector_groups(sectors);
                groups.into_iter().map(|(name, members)| (Some(name), only.clone(), all(&members))).collect()
            }
            Scheme::ByPartner => {
                let of = |i: usize| sectors.iter().map(|j| self.lever(*j, i)).collect();
                partners
                    .iter()
                    .map(|i| (None, Some(self.baseline.countries[*i].code.clone()), of(*i)))
                    .collect()
            }
            Scheme::Uniform => vec![(None, only, all(sectors))],
        }
    }

    /// Sectors by their group, in the order in which groups first occur.
    fn sector_groups(&self, sectors: &[usize]) -> Vec<(String, Vec<usize>)> {
        let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
        for j in sectors {
            let sector = &self.baseline.sectors[*j];
            let name = sector.group.as_ref().unwrap_or(&sector.code);
            match groups.iter_mut().find(|(known, _)| known == name) {
                Some((_, members)) => members.push(*j),
                None => groups.push((name.clone(), vec![*j])),
            }
        }
        groups
    }
}

/// A tool whose tariffs are the same for all partners.
fn most_favoured(tool: &mut Tool) {
    if tool.kind != Kind::Tariff {
        return;
    }
    tool.partners = None;
    tool.scheme = match tool.scheme {
        Scheme::BySectorAndPartner | Scheme::BySector => Scheme::BySector,
        Scheme::ByPartner | Scheme::Uniform => Scheme::Uniform,
        Scheme::ByGroup => Scheme::ByGroup,
    };
}

/// A rate that two instruments set has two values at once.
fn set_twice(baseline: &Baseline, code: &str, all: &[Instrument]) -> Option<Problem> {
    let mut seen = std::collections::HashSet::new();
    let mut levers = all.iter().flat_map(Instrument::levers);
    let twice = levers.find(|lever| !seen.insert(*lever))?;
    let sector = &baseline.sectors[twice.sector()].code;
    let message = format!("two tools of {code} set the same rate, in `{sector}`");
    Some(Problem::new(message).help("give each tool other sectors or other partners"))
}

/// A binding with the positions that it names.
struct Bound {
    importers: Vec<usize>,
    exporters: Vec<usize>,
    sectors: Vec<usize>,
    at_most: f64,
}

impl Bound {
    fn new(baseline: &Baseline, binding: &Binding) -> Result<Self, Vec<Problem>> {
        let at_most = binding.at_most;
        let mut problems = Vec::new();
        if !(at_most > -1.0 && at_most.is_finite()) {
            let message = format!("a binding at {at_most} binds nothing");
            problems.push(Problem::new(message).help("tariffs are fractions above -1"));
        }
        let mut found = |positions: Result<Vec<usize>, Vec<Problem>>| {
            positions.unwrap_or_else(|wrong| {
                problems.extend(wrong);
                Vec::new()
            })
        };
        let importers = found(baseline.select_countries(&binding.importer));
        let exporters = found(baseline.select_countries(&binding.exporter));
        let sectors = found(baseline.select_sectors(&binding.sectors));
        if problems.is_empty() { Ok(Self { importers, exporters, sectors, at_most }) } else { Err(problems) }
    }

    fn all(baseline: &Baseline, bindings: &[Binding]) -> Result<Vec<Self>, Vec<Problem>> {
        let (mut bounds, mut problems) = (Vec::new(), Vec::new());
        for binding in bindings {
            match Self::new(baseline, binding) {
                Ok(bound) => bounds.push(bound),
                Err(wrong) => problems.extend(wrong),
            }
        }
        if problems.is_empty() { Ok(bounds) } else { Err(problems) }
    }

    /// The highest rate that it lets a lever of a country have.
    fn highest(&self, country: usize, lever: Lever) -> f64 {
        match lever {
            Lever::Tariff { sector, exporter }
                if self.importers.contains(&country)
                    && self.exporters.contains(&exporter)
                    && self.sectors.contains(&sector) =>
            {
                self.at_most
            }
            _ => f64::INFINITY,
        }
    }
}
