//! What a baseline holds, on one page.

use super::check::table;
use super::sum::exact_sum;
use super::totals::Totals;
use super::{About, Baseline, Country, Sector};
use serde::Serialize;
use thalweg_core::{Cell, Measure, Table, Unit};

/// A baseline at a glance.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Summary {
    /// Its name.
    pub name: String,
    /// The year that it describes.
    pub year: i32,
    /// The unit of all amounts.
    pub unit: Unit,
    /// Where the data come from.
    pub source: String,
    /// Under which licence.
    pub licence: Option<String>,
    /// What a user should know about them.
    pub note: Option<String>,
    /// Sums over the world.
    pub world: World,
    /// The economies.
    pub countries: Vec<CountrySummary>,
    /// The sectors.
    pub sectors: Vec<SectorSummary>,
    /// The largest bilateral balances, at most [`Summary::BALANCES`], the largest first.
    pub balances: Vec<Balance>,
}

/// Sums over the world, in the baseline's unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, schemars::JsonSchema)]
pub struct World {
    /// Cost value of output.
    pub output: f64,
    /// Value added.
    pub value_added: f64,
    /// International trade before tariff.
    pub trade: f64,
    /// Tariff revenue.
    pub tariff_revenue: f64,
    /// Mean tariff on international trade in tradable sectors, weighted by trade, in percent.
    pub mean_tariff_pct: Option<f64>,
}

/// An economy in a summary; amounts in the baseline's unit.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct CountrySummary {
    /// Code.
    pub country: String,
    /// Name.
    pub name: String,
    /// Group.
    pub group: Option<String>,
    /// Value added.
    pub value_added: f64,
    /// Exports before tariff.
    pub exports: f64,
    /// Imports before tariff.
    pub imports: f64,
    /// Exports less imports.
    pub balance: f64,
    /// Mean tariff on its imports in tradable sectors, weighted by trade, in percent; absent without such imports.
    pub mean_tariff_pct: Option<f64>,
    /// Plain mean of its tariffs over exporters and tradable sectors from which it imports, in percent.
    pub simple_tariff_pct: Option<f64>,
}

/// A sector in a summary; amounts in the baseline's unit.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct SectorSummary {
    /// Code.
    pub sector: String,
    /// Name.
    pub name: String,
    /// Group.
    pub group: Option<String>,
    /// Whether it is tradable.
    pub tradable: bool,
    /// Trade elasticity.
    pub elasticity: f64,
    /// Cost value of the world's output.
    pub output: f64,
    /// International trade before tariff.
    pub trade: f64,
}

/// What one country sells to another less what it buys there, before tariff.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Balance {
    /// The country with the surplus.
    pub surplus: String,
    /// The country with the deficit.
    pub deficit: String,
    /// What the first sells to the second.
    pub exports: f64,
    /// What it buys there.
    pub imports: f64,
    /// The difference, at least zero.
    pub balance: f64,
}

impl Summary {
    /// Bilateral balances that are listed.
    pub const BALANCES: usize = 10;

    /// Summarises a baseline.
    ///
    /// ```
    /// use thalweg_trade::{Baseline, baseline::Summary};
    /// let summary = Summary::of(&Baseline::embedded("world-2022")?);
    /// let first = &summary.balances[0];
    /// assert_eq!((first.surplus.as_str(), first.deficit.as_str()), ("CHN", "USA"));
    /// # Ok::<(), thalweg_trade::Error>(())
    /// ```
    pub fn of(baseline: &Baseline) -> Self {
        let About { name, year, unit, source, licence, note } = baseline.about.clone();
        let totals = Totals::of(baseline);
        Self {
            name,
            year,
            unit,
            source,
            licence,
            note,
            world: world(baseline, &totals),
            countries: countries(baseline, &totals),
            sectors: sectors(baseline, &totals),
            balances: balances(baseline),
        }
    }

    /// The summary as tables: `about`, `world`, `countries`, `sectors`, `balances`.
    pub fn tables(&self) -> Vec<Table> {
        let tables = [
            self.about_table(),
            self.world_table(),
            self.countries_table(),
            self.sectors_table(),
            self.balances_table(),
        ];
        tables.into()
    }

    fn about_table(&self) -> Table {
        let texts = [
            ("name", Some(self.name.clone())),
            ("year", Some(self.year.to_string())),
            ("unit", Some(self.unit.to_string())),
            ("source", Some(self.source.clone())),
            ("licence", self.licence.clone()),
            ("note", self.note.clone()),
        ];
        let rows = texts.into_iter().filter_map(|(key, text)| Some(vec![Cell::from(key), Cell::from(text?)]));
        let columns = [("key", "What", Measure::Text), ("text", "", Measure::Text)];
        table("about", &self.name, &columns, rows.collect())
    }

    fn world_table(&self) -> Table {
        let world = &self.world;
        let columns = [
            ("output", "Output", Measure::Amount),
            ("value_added", "Value added", Measure::Amount),
            ("trade", "Trade", Measure::Amount),
            ("tariff_revenue", "Tariff revenue", Measure::Amount),
            ("mean_tariff_pct", "Mean tariff", Measure::Rate),
        ];
        let amounts = [world.output, world.value_added, world.trade, world.tariff_revenue].map(Cell::from);
        let row = amounts.into_iter().chain([world.mean_tariff_pct.into()]).collect();
        table("world", &format!("The world, {}", self.unit), &columns, vec![row])
    }

    fn countries_table(&self) -> Table {
        let columns = [
            ("country", "Code", Measure::Text),
            ("name", "Country", Measure::Text),
            ("value_added", "Value added", Measure::Amount),
            ("exports", "Exports", Measure::Amount),
            ("imports", "Imports", Measure::Amount),
            ("balance", "Balance", Measure::Amount),
            ("mean_tariff_pct", "Tariff by trade", Measure::Rate),
            ("simple_tariff_pct", "Plain tariff", Measure::Rate),
        ];
        let row = |c: &CountrySummary| {
            let amounts = [c.value_added, c.exports, c.imports, c.balance].map(Cell::from);
            let words = [c.country.as_str(), c.name.as_str()].map(Cell::from);
            words
                .into_iter()
                .chain(amounts)
                .chain([c.mean_tariff_pct.into(), c.simple_tariff_pct.into()])
                .collect()
        };
        let title = format!("Countries, {}", self.unit);
        table("countries", &title, &columns, self.countries.iter().map(row).collect())
    }

    fn sectors_table(&self) -> Table {
        let columns = [
            ("sector", "Code", Measure::Text),
            ("name", "Sector", Measure::Text),
            ("elasticity", "Elasticity", Measure::Number),
            ("output", "Output", Measure::Amount),
            ("trade", "Trade", Measure::Amount),
        ];
        let row = |s: &SectorSummary| {
            let words = [s.sector.as_str(), s.name.as_str()].map(Cell::from);
            words.into_iter().chain([s.elasticity, s.output, s.trade].map(Cell::from)).collect()
        };
        let title = format!("Sectors, {}", self.unit);
        table("sectors", &title, &columns, self.sectors.iter().map(row).collect())
    }

    fn balances_table(&self) -> Table {
        let columns = [
            ("surplus", "Surplus", Measure::Text),
            ("deficit", "Deficit", Measure::Text),
            ("exports", "Exports", Measure::Amount),
            ("imports", "Imports", Measure::Amount),
            ("balance", "Balance", Measure::Amount),
        ];
        let row = |b: &Balance| {
            let words = [b.surplus.as_str(), b.deficit.as_str()].map(Cell::from);
            words.into_iter().chain([b.exports, b.imports, b.balance].map(Cell::from)).collect()
        };
        let title = format!("Largest bilateral balances, {}", self.unit);
        table("balances", &title, &columns, self.balances.iter().map(row).collect())
    }
}

fn world(baseline: &Baseline, totals: &Totals) -> World {
    let total = |values: &[f64]| exact_sum(values.iter().copied());
    World {
        output: total(totals.output.values()),
        value_added: total(&totals.value_added),
        trade: total(&totals.imports),
        tariff_revenue: total(&totals.tariff_revenue),
        mean_tariff_pct: mean_tariffs(baseline, 0..baseline.countries.len()).0,
    }
}

fn countries(baseline: &Baseline, totals: &Totals) -> Vec<CountrySummary> {
    let one = |(n, country): (usize, &Country)| {
        let (mean_tariff_pct, simple_tariff_pct) = mean_tariffs(baseline, n..n + 1);
        CountrySummary {
            country: country.code.clone(),
            name: country.name.clone(),
            group: country.group.clone(),
            value_added: totals.value_added[n],
            exports: totals.exports[n],
            imports: totals.imports[n],
            balance: -totals.deficit(n),
            mean_tariff_pct,
            simple_tariff_pct,
        }
    };
    baseline.countries.iter().enumerate().map(one).collect()
}

/// The mean tariffs in percent of some importers on tradable goods, weighted by trade and plain.
fn mean_tariffs(baseline: &Baseline, importers: std::ops::Range<usize>) -> (Option<f64>, Option<f64>) {
    let (mut values, mut revenues, mut rates) = (Vec::new(), Vec::new(), Vec::new());
    for j in (0..baseline.sectors.len()).filter(|j| baseline.sectors[*j].tradable) {
        for n in importers.clone() {
            for i in (0..baseline.countries.len()).filter(|i| *i != n) {
                let (value, rate) = (baseline.flows.get(j, n, i), baseline.tariffs.get(j, n, i));
                if value > 0.0 {
                    values.push(value);
                    revenues.push(value * rate);
                    rates.push(rate);
                }
            }
        }
    }
    let count = rates.len() as f64;
    let mean = |parts: Vec<f64>, of: f64| (of > 0.0).then(|| 100.0 * exact_sum(parts) / of);
    (mean(revenues, exact_sum(values)), mean(rates, count))
}

fn sectors(baseline: &Baseline, totals: &Totals) -> Vec<SectorSummary> {
    let n = baseline.countries.len();
    let trade = |j: usize| {
        let pairs = (0..n).flat_map(|n_| (0..n).filter(move |i| *i != n_).map(move |i| (n_, i)));
        exact_sum(pairs.map(|(importer, exporter)| baseline.flows.get(j, importer, exporter)))
    };
    let one = |(j, sector): (usize, &Sector)| SectorSummary {
        sector: sector.code.clone(),
        name: sector.name.clone(),
        group: sector.group.clone(),
        tradable: sector.tradable,
        elasticity: sector.elasticity,
        output: exact_sum(totals.output.row(j).iter().copied()),
        trade: trade(j),
    };
    baseline.sectors.iter().enumerate().map(one).collect()
}

fn balances(baseline: &Baseline) -> Vec<Balance> {
    let sold = |from: usize, to: usize| {
        exact_sum((0..baseline.sectors.len()).map(|j| baseline.flows.get(j, to, from)))
    };
    let mut all = Vec::new();
    for a in 0..baseline.countries.len() {
        for b in 0..a {
            let (from_a, from_b) = (sold(a, b), sold(b, a));
            let (surplus, deficit, exports, imports) =
                if from_a > from_b { (a, b, from_a, from_b) } else { (b, a, from_b, from_a) };
            all.push((surplus, deficit, exports, imports));
        }
    }
    all.sort_by(|x, y| (y.2 - y.3).total_cmp(&(x.2 - x.3)).then((x.0, x.1).cmp(&(y.0, y.1))));
    let code = |country: usize| baseline.countries[country].code.clone();
    let largest = all.into_iter().take(Summary::BALANCES);
    largest
        .map(|(surplus, deficit, exports, imports)| Balance {
            surplus: code(surplus),
            deficit: code(deficit),
            exports,
            imports,
            balance: exports - imports,
        })
        .collect()
}
