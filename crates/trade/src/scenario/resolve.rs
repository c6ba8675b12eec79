//! A scenario applied to a baseline.

mod wedges;

use super::embargo::Embargoes;
use super::lexicon::{Lexicon, Remarks, Selection};
use super::measure::{Action, Change, Measure, OnProduction, OnTrade, Pairs, Rate, RateRow, RateTable};
use super::observed::Observed;
use super::oil::OilSection;
use super::overlay::{Lever, Names, Outcome, Overlay};
use super::{Model, Scenario, Selector};
use crate::baseline::Baseline;
use crate::cube::{Cube, Grid};
use crate::error::{Error, ErrorKind};
use crate::policy::Policy;
use std::collections::BTreeMap;
use thalweg_core::{Place, Problem};

/// A rate of ten is 1,000 percent: who writes it may have meant ten percent.
const SUSPICIOUS: f64 = 10.0;

/// A scenario applied to a baseline: what the solver needs to know of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// The rates that hold then.
    pub policy: Policy,
    /// The rules of the model.
    pub model: Model,
    /// `elasticities[j]`: trade elasticity theta of each sector, above 0, after the choice of a set and all changes.
    pub elasticities: Vec<f64>,
    /// What is allowed but may not be meant: measures that touch no trade, words with two meanings.
    pub notes: Vec<Problem>,
    /// Cells of which a part is forbidden, with the part that is left: their cost hangs on the elasticities.
    parts: Vec<(usize, f64)>,
}

impl Resolved {
    /// The rates that hold under other elasticities: an embargo on a part of some trade leaves the same part of it.
    pub fn policy_at(&self, elasticities: &[f64]) -> Policy {
        let mut policy = self.policy.clone();
        if let Some(costs) = &mut policy.trade_costs {
            let cells = costs.countries() * costs.countries();
            for (cell, left) in &self.parts {
                let sector = cell / cells;
                let power = 1.0 / self.elasticities[sector] - 1.0 / elasticities[sector];
                costs.values_mut()[*cell] *= left.powf(power);
            }
        }
        policy
    }
}

impl Scenario {
    /// Applies the scenario to a baseline.
    ///
    /// What it extends comes first, then its own measures on top of that result. Within one scenario the order does not
    /// matter: additions to one rate add up, and everything else that would depend on the order is an error.
    ///
    /// # Errors
    /// Every word that the baseline does not know, contradiction, rate out of bounds, and embargo that leaves a country
    /// without any supplier of a good, each with its place.
    pub fn resolve(&self, baseline: &Baseline) -> Result<Resolved, Error> {
        let mut resolver = Resolver::new(baseline);
        resolver.choose_elasticities(self);
        let layers = self.layers();
        let with_oil = layers.iter().rposition(|layer| layer.oil.is_some());
        for (at, layer) in layers.into_iter().enumerate() {
            // a section takes the place of those that it builds on
            resolver.layer(layer, layer.oil.as_ref().filter(|_| Some(at) == with_oil));
        }
        resolver.finish(self.model.clone())
    }
}

/// Rates while they change. Trade costs and productivity are kept as differences from the base, 0 for unchanged, until
/// all is applied.
struct Rates {
    policy: Policy,
    elasticities: Vec<f64>,
}

struct Resolver<'a> {
    baseline: &'a Baseline,
    names: Names<'a>,
    rates: Rates,
    embargoes: Embargoes<'a>,
    remarks: Remarks,
    /// The observed set that was taken.
    observed: Option<&'static str>,
}

type Overlays<'a> = BTreeMap<Lever, Overlay<'a>>;

/// The trade that a measure touches.
struct Trade {
    importers: Selection,
    exporters: Selection,
    sectors: Selection,
}

impl<'a> Resolver<'a> {
    fn new(baseline: &'a Baseline) -> Self {
        let (countries, sectors) = (Lexicon::countries(baseline), Lexicon::sectors(baseline));
        let elasticities = baseline.sectors.iter().map(|s| s.elasticity).collect();
        Self {
            baseline,
            names: Names { countries, sectors, size: baseline.countries.len() },
            rates: Rates { policy: Policy::of(baseline), elasticities },
            embargoes: Embargoes::default(),
            remarks: Remarks::default(),
            observed: None,
        }
    }

    fn choose_elasticities(&mut self, scenario: &Scenario) {
        let Some(set) = &scenario.model.elasticities else { return };
        let of_sector =
            |sets: &[(String, f64)]| sets.iter().find(|(name, _)| name == set).map(|(_, value)| *value);
        let chosen: Option<Vec<f64>> =
            self.baseline.sectors.iter().map(|s| of_sector(&s.elasticity_sets)).collect();
        if let Some(chosen) = chosen {
            self.rates.elasticities = chosen;
            return;
        }
        if let Some(observed) = Observed::find(set, self.baseline) {
            self.take_observed(observed, scenario);
            return;
        }
        let mut known = self.baseline.elasticity_sets();
        known.extend(Observed::names(self.baseline));
        let advice = match known.is_empty() {
            true => "it has only its own; leave the choice out".to_owned(),
            false => super::near_or_all(set, &known, "it has"),
        };
        let about = &self.baseline.about.name;
        let mut problem =
            Problem::new(format!("the baseline `{about}` has no elasticities `{set}`")).help(advice);
        let chosen_at = scenario.set_chosen_at.as_ref().filter(|(name, _)| name == set);
        problem.place = chosen_at.map(|(_, place)| place.clone());
        self.remarks.problems.push(problem);
    }

    fn take_observed(&mut self, observed: Observed, scenario: &Scenario) {
        let message = format!(
            "elasticities `{}`: what trade made of the tariffs of 2018 and 2019; take the result for {}, and no longer",
            observed.name, observed.horizon
        );
        let place = scenario.set_chosen_at.as_ref().map(|(_, place)| place);
        self.note(message, place);
        self.rates.elasticities = observed.elasticities;
        self.observed = Some(observed.name);
    }

    /// One scenario of the chain.
    fn layer(&mut self, scenario: &'a Scenario, section: Option<&'a OilSection>) {
        let mut overlays = Overlays::new();
        for measure in &scenario.measures {
            self.measure(measure, &mut overlays);
        }
        if let Some(section) = section {
            self.oil(section, &mut overlays);
        }
        for (lever, overlay) in &overlays {
            overlay.check_bounds(self.rates.of(*lever), &self.names, &mut self.remarks);
        }
    }

    fn measure(&mut self, measure: &'a Measure, overlays: &mut Overlays<'a>) {
        let place = measure.place.as_ref();
        match &measure.action {
            Action::Tariff(on) => self.on_trade(Lever::Tariff, on, place, overlays),
            Action::ExportTax(on) => self.on_trade(Lever::ExportTax, on, place, overlays),
            Action::TradeCost(on) => self.on_trade(Lever::TradeCost, on, place, overlays),
            Action::Embargo(pairs) => self.embargo(pairs, place),
            Action::Subsidy(on) => self.on_production(Lever::Subsidy, on, place, overlays),
            Action::Productivity(on) => self.on_production(Lever::Productivity, on, place, overlays),
            Action::Elasticity(on) => {
                if let Some(sectors) = self.names.sectors.select(&on.sectors, &mut self.remarks) {
                    let cells = sectors.chosen.iter().copied();
                    self.apply(Lever::Elasticity, on.change, place, cells, |_| true, overlays);
                }
            }
        }
    }

    fn on_trade(
        &mut self,
        lever: Lever,
        on: &'a OnTrade,
        place: Option<&'a Place>,
        overlays: &mut Overlays<'a>,
    ) {
        let Some(trade) = self.trade(&on.pairs, place) else { return };
        let outcome = match &on.rate {
            Rate::Uniform(change) => {
                self.note_suspicious(*change, place);
                self.apply_to_trade(lever, *change, place, &trade, overlays)
            }
            Rate::Table(table) => self.apply_table(lever, table, &trade, place, overlays),
        };
        self.note_outcome(outcome, "trade", place);
    }

    /// The trade that a measure names; nothing if there is a problem with it.
    fn trade(&mut self, pairs: &Pairs, place: Option<&Place>) -> Option<Trade> {
        let importers = self.names.countries.select(&pairs.importer, &mut self.remarks);
        let exporters = self.names.countries.select(&pairs.exporter, &mut self.remarks);
        let sectors = self.names.sectors.select(&pairs.sectors, &mut self.remarks);
        let trade = Trade { importers: importers?, exporters: exporters?, sectors: sectors? };
        let Some(at) = trade.with_itself() else { return Some(trade) };
        let code = self.names.countries.code(at);
        let problem = Problem::new(format!("`{code}` stands on both sides, as importer and as exporter"));
        self.report(problem.help("sales within a country are not trade: leave it out on one side"), place);
        None
    }

    fn apply_to_trade(
        &mut self,
        lever: Lever,
        change: Change,
        place: Option<&'a Place>,
        trade: &Trade,
        overlays: &mut Overlays<'a>,
    ) -> Outcome {
        let flows = self.baseline.flows.values();
        self.apply(lever, change, place, trade.cells(self.names.size), |cell| flows[cell] > 0.0, overlays)
    }

    /// Every row of a table, as far as it lies within the block's own selectors.
    fn apply_table(
        &mut self,
        lever: Lever,
        table: &'a RateTable,
        within: &Trade,
        place: Option<&Place>,
        overlays: &mut Overlays<'a>,
    ) -> Outcome {
        let mut total = Outcome::default();
        let (mut aside, mut idle) = (0, 0);
        for row in &table.rows {
            let Some(trade) = self.row_trade(row, within) else { continue };
            if trade.is_empty() {
                aside += 1;
                continue;
            }
            self.note_suspicious(row.change, row.place.as_ref());
            let outcome = self.apply_to_trade(lever, row.change, row.place.as_ref(), &trade, overlays);
            idle += usize::from(outcome.live == 0);
            total += outcome;
        }
        let rows = table.rows.len();
        if aside > 0 {
            let outside = "lie outside what its block selects";
            self.note(format!("{aside} of {rows} rows of `{}` {outside}", table.file), place);
        }
        if idle > 0 && total.live > 0 {
            self.note(format!("{idle} of {rows} rows of `{}` touch no trade", table.file), place);
        }
        total
    }

    fn row_trade(&mut self, row: &RateRow, within: &Trade) -> Option<Trade> {
        let sectors = row.sector.clone().map_or_else(Selector::all, Selector::from);
        let pairs = Pairs::new(row.importer.clone(), row.exporter.clone(), sectors);
        // the words of a table are codes first; that one may also name a group needs no note there
        let notes = self.remarks.notes.len();
        let trade = self.trade(&pairs, row.place.as_ref());
        self.remarks.notes.truncate(notes);
        let mut trade = trade?;
        trade.confine(within);
        Some(trade)
    }

    fn on_production(
        &mut self,
        lever: Lever,
        on: &'a OnProduction,
        place: Option<&'a Place>,
        overlays: &mut Overlays<'a>,
    ) {
        let countries = self.names.countries.select(&on.country, &mut self.remarks);
        let sectors = self.names.sectors.select(&on.sectors, &mut self.remarks);
        let (Some(countries), Some(sectors)) = (countries, sectors) else { return };
        self.note_suspicious(on.change, place);
        let (size, flows) = (self.names.size, &self.baseline.flows);
        let produces = |cell: usize| (0..size).any(|buyer| flows.get(cell / size, buyer, cell % size) > 0.0);
        let home = |sector: usize| countries.chosen.iter().map(move |country| sector * size + country);
        let cells = sectors.chosen.iter().flat_map(|sector| home(*sector));
        let outcome = self.apply(lever, on.change, place, cells, produces, overlays);
        self.note_outcome(outcome, "production", place);
    }

    fn embargo(&mut self, pairs: &Pairs, place: Option<&'a Place>) {
        let Some(trade) = self.trade(pairs, place) else { return };
        let outcome = self.embargoes.impose(place, trade.cells(self.names.size), &self.baseline.flows);
        self.note_outcome(outcome, "trade", place);
    }

    fn apply(
        &mut self,
        lever: Lever,
        change: Change,
        place: Option<&'a Place>,
        cells: impl Iterator<Item = usize>,
        live: impl Fn(usize) -> bool,
        overlays: &mut Overlays<'a>,
    ) -> Outcome {
        let values = self.rates.of_mut(lever);
        let overlay = overlays.entry(lever).or_insert_with(|| Overlay::new(lever, values.len()));
        overlay.apply(change, place, cells, live, values, (&self.names, &mut self.remarks))
    }

    fn note_outcome(&mut self, outcome: Outcome, of: &str, place: Option<&Place>) {
        let message = match outcome {
            Outcome { cells: 0, .. } => "this selects nothing".to_owned(),
            Outcome { live: 0, .. } => format!("this touches no {of} of the baseline"),
            Outcome { changed: 0, .. } => "this leaves every rate as it was".to_owned(),
            _ => return,
        };
        // A measure that was refused has been reported already.
        if self.remarks.problems.is_empty() {
            self.note(message, place);
        }
    }

    fn note_suspicious(&mut self, change: Change, place: Option<&Place>) {
        if let Change::Set(value) | Change::Add(value) = change
            && value.abs() >= SUSPICIOUS
        {
            let percent = value * 100.0;
            let mut note = Problem::new(format!("`{change}` means {percent} %: rates are fractions"))
                .help(format!("{value} % is {}", value / 100.0));
            note.place = place.cloned();
            self.remarks.note(note);
        }
    }

    fn note(&mut self, message: String, place: Option<&Place>) {
        let mut note = Problem::new(message);
        note.place = place.cloned();
        self.remarks.notes.push(note);
    }

    fn report(&mut self, mut problem: Problem, place: Option<&Place>) {
        problem.place = place.cloned();
        self.remarks.problems.push(problem);
    }

    fn finish(mut self, mut model: Model) -> Result<Resolved, Error> {
        self.embargoes.check_supply(self.baseline, &self.names, &mut self.remarks);
        for (key, rule) in [("overhead", &model.overhead), ("pass_through", &model.pass_through)] {
            self.remarks.problems.extend(rule.values(self.baseline, key).err().into_iter().flatten());
        }
        if let Some(rules) = model.uncommon_rules() {
            self.remarks.notes.push(Problem::new(format!("the model has rules of its own: {rules}")));
        }
        if !self.remarks.problems.is_empty() {
            return Err(Error::new(ErrorKind::Scenario, self.remarks.problems));
        }
        let Rates { mut policy, elasticities } = self.rates;
        if let Some(costs) = &mut policy.trade_costs {
            costs.values_mut().iter_mut().for_each(|cost| *cost += 1.0);
        }
        if let Some(productivity) = &mut policy.productivity {
            productivity.values_mut().iter_mut().for_each(|factor| *factor += 1.0);
        }
        self.embargoes.close(&mut policy, self.baseline, &elasticities);
        if let Some(name) = self.observed {
            model.elasticities = Some(name.to_owned());
        }
        let parts = self.embargoes.parts().to_vec();
        Ok(Resolved { policy, model, elasticities, notes: self.remarks.notes, parts })
    }
}

impl Rates {
    fn of(&self, lever: Lever) -> &[f64] {
        match lever {
            Lever::Tariff => self.policy.tariffs.values(),
            Lever::ExportTax => self.policy.export_taxes.as_ref().map_or(&[], Cube::values),
            Lever::TradeCost => self.policy.trade_costs.as_ref().map_or(&[], Cube::values),
            Lever::Subsidy => self.policy.subsidies.values(),
            Lever::Productivity => self.policy.productivity.as_ref().map_or(&[], Grid::values),
            Lever::Elasticity => &self.elasticities,
        }
    }

    fn of_mut(&mut self, lever: Lever) -> &mut [f64] {
        let policy = &mut self.policy;
        let (sectors, countries) = (policy.tariffs.sectors(), policy.tariffs.countries());
        let cube = || Cube::filled(sectors, countries, 0.0);
        match lever {
            Lever::Tariff => policy.tariffs.values_mut(),
            Lever::ExportTax => policy.export_taxes.get_or_insert_with(cube).values_mut(),
            Lever::TradeCost => policy.trade_costs.get_or_insert_with(cube).values_mut(),
            Lever::Subsidy => policy.subsidies.values_mut(),
            Lever::Productivity => {
                policy.productivity.get_or_insert_with(|| Grid::filled(sectors, countries, 0.0)).values_mut()
            }
            Lever::Elasticity => &mut self.elasticities,
        }
    }
}

impl Trade {
    /// Positions in a cube; never those of a country's sales to itself.
    fn cells(&self, size: usize) -> impl Iterator<Item = usize> {
        let from = move |row: usize, importer: usize| {
            let abroad = self.exporters.chosen.iter().filter(move |exporter| **exporter != importer);
            abroad.map(move |exporter| row * size + exporter)
        };
        let of_sector = move |sector: usize| {
            self.importers.chosen.iter().flat_map(move |importer| from(sector * size + importer, *importer))
        };
        self.sectors.chosen.iter().flat_map(move |sector| of_sector(*sector))
    }

    /// A country that is named by its code on both sides, where one side is that country alone: surely a slip. In two
    /// lists it is not: they mean the trade among their members.
    fn with_itself(&self) -> Option<usize> {
        let lists = self.importers.chosen.len() > 1 && self.exporters.chosen.len() > 1;
        let both = |at: &&usize| self.exporters.named.contains(at);
        if lists { None } else { self.importers.named.iter().find(both).copied() }
    }

    fn confine(&mut self, within: &Self) {
        self.importers.chosen.retain(|at| within.importers.chosen.binary_search(at).is_ok());
        self.exporters.chosen.retain(|at| within.exporters.chosen.binary_search(at).is_ok());
        self.sectors.chosen.retain(|at| within.sectors.chosen.binary_search(at).is_ok());
    }

    fn is_empty(&self) -> bool {
        [&self.importers, &self.exporters, &self.sectors].iter().any(|s| s.chosen.is_empty())
    }
}

#[cfg(test)]
mod tests;
