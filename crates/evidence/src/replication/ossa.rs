//! Ossa (2014), "Trade Wars and Trade Talks with Data", American Economic Review 104(12): tables 3b, 4b and 5b.
//!
//! Which tariffs governments choose is computed elsewhere and comes as plain numbers by country; here they are laid out
//! as the paper prints them: wages less their mean over regions, profits against the country's own wage, plain means.

use super::{ComparedRow, Published, Source, missing, rates};
use crate::error::{Error, ErrorKind};
use crate::table_file::{Layout, TableFile};
use std::path::Path;
use thalweg_trade::{Base, Baseline, Competition, Equilibrium, Model, Policy, Scenario, Settings};

/// What was computed, and what it is to be laid beside.
#[derive(Debug, Clone, PartialEq)]
pub struct OssaRun {
    /// The table.
    pub table: OssaTable,
    /// Every country, each against what the table measures from.
    pub countries: Vec<OssaCountry>,
}

/// A table of the paper, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OssaTable {
    /// 3b, the row of a country: its optimal tariffs, if nobody answers.
    Optimal(String),
    /// 4b at the tariffs that were published.
    War,
    /// 4b with the war found anew.
    WarAgain,
    /// 5b: talks from war.
    TalksFromWar,
    /// 5b: talks from the tariffs in force.
    TalksFromFactual,
    /// 5b: talks from free trade.
    TalksFromFree,
}

/// One country of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct OssaCountry {
    /// Its code.
    pub code: String,
    /// What its government counts, change in percent.
    pub government_pct: f64,
    /// Real income, change in percent.
    pub real_income_pct: f64,
    /// Hat of the wage.
    pub wage: f64,
    /// Hat of profits.
    pub profit: f64,
    /// Median of its tariffs over sectors and partners, percent; none where the table prints none.
    pub median_tariff_pct: Option<f64>,
}

impl OssaTable {
    fn file(&self) -> &'static str {
        match self {
            Self::Optimal(_) => "published/published_table_3b.csv",
            Self::War | Self::WarAgain => "published/published_table_4b.csv",
            _ => "published/published_table_5b.csv",
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Optimal(_) => "3b",
            Self::War => "4b, at the published tariffs",
            Self::WarAgain => "4b, the war found anew",
            _ => "5b",
        }
    }

    /// Why a number of it may differ from the printed one.
    fn why(&self, what: &str) -> &'static str {
        let flat = what.starts_with("median");
        match self {
            Self::WarAgain => {
                "at the published tariffs a region could still gain 0.00016 percent by moving, here none 0.000001"
            }
            Self::Optimal(_) if flat => "the payoff is flat in some tariffs; gains agree",
            Self::TalksFromWar => "the tariffs that the paper found are not among its files",
            _ => "",
        }
    }
}

/// Columns of a table, as its file names them; not all files have all.
const LAYOUTS: [Layout; 3] = [
    Layout {
        required: &[
            "country",
            "G_own",
            "G_other",
            "V_own",
            "V_other",
            "w_own",
            "w_other",
            "profit_own",
            "profit_other",
            "median_tariff",
        ],
        optional: &[],
    },
    Layout { required: &["country", "G", "V", "w", "profit", "median_tariff"], optional: &[] },
    Layout {
        required: &[
            "country",
            "G_nash",
            "G_factual",
            "G_free",
            "V_nash",
            "V_factual",
            "V_free",
            "w_nash",
            "w_factual",
            "w_free",
            "profit_nash",
            "profit_factual",
            "profit_free",
        ],
        optional: &[],
    },
];

pub(super) fn compare(folder: &Path, runs: &[OssaRun]) -> Result<Vec<ComparedRow>, Error> {
    let mut rows = Vec::new();
    for layout in &LAYOUTS {
        let of_table = |run: &&OssaRun| layout_of(&run.table).required == layout.required;
        let runs: Vec<&OssaRun> = runs.iter().filter(of_table).collect();
        if let Some(first) = runs.first() {
            let printed = printed(&folder.join(first.table.file()), layout)?;
            rows.extend(printed.iter().flat_map(|cell| beside(cell, &runs)));
        }
    }
    Ok(rows)
}

fn layout_of(table: &OssaTable) -> &'static Layout {
    match table {
        OssaTable::Optimal(_) => &LAYOUTS[0],
        OssaTable::War | OssaTable::WarAgain => &LAYOUTS[1],
        _ => &LAYOUTS[2],
    }
}

/// A printed cell: country or `mean`, column, as printed.
type Printed = (String, &'static str, String);

fn printed(path: &Path, layout: &'static Layout) -> Result<Vec<Printed>, Error> {
    let mut cells = Vec::new();
    let read = TableFile::open(path).map_err(|problem| vec![problem]).and_then(|file| {
        file.all_rows(layout, |row| {
            let country = row.code(0)?.to_owned();
            for (at, column) in layout.required.iter().enumerate().skip(1) {
                row.number(at)?;
                cells.push((country.clone(), *column, row.text(at).to_owned()));
            }
            Ok(())
        })
    });
    read.map(|_| cells).map_err(|problems| Error::new(ErrorKind::File, problems))
}

/// A printed cell beside every run that has its number. A row of table 3b has a run of its own; its means are over them.
fn beside(cell: &Printed, runs: &[&OssaRun]) -> Vec<ComparedRow> {
    let (who, what, printed) = cell;
    let own = |run: &&&OssaRun| match &run.table {
        OssaTable::Optimal(player) => player == who,
        _ => true,
    };
    if who == "mean" && matches!(runs[0].table, OssaTable::Optimal(_)) {
        let values: Vec<f64> = runs.iter().filter_map(|run| number(run, player(run), what)).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        return vec![row(runs[0], cell, mean)];
    }
    let found = runs.iter().filter(own).filter_map(|run| Some((run, number(run, who, what)?)));
    found.map(|(run, computed)| row(run, &(who.clone(), what, printed.clone()), computed)).collect()
}

fn player(run: &OssaRun) -> &str {
    match &run.table {
        OssaTable::Optimal(player) => player,
        _ => "",
    }
}

fn row(run: &OssaRun, (who, what, printed): &Printed, computed: f64) -> ComparedRow {
    let cell = Published { table: run.table.name(), who, what, printed };
    cell.beside(Source::Ossa, computed, run.table.why(what))
}

/// The number of a column: of one country, of the mean of all, or of the mean of all others.
fn number(run: &OssaRun, who: &str, column: &str) -> Option<f64> {
    let (what, which) = column.split_once('_').unwrap_or((column, ""));
    let fits = match (&run.table, which) {
        (OssaTable::TalksFromWar, which) => which == "nash",
        (OssaTable::TalksFromFactual, which) => which == "factual",
        (OssaTable::TalksFromFree, which) => which == "free",
        _ => true,
    };
    let wanted = |country: &&OssaCountry| match (who, which) {
        ("mean", _) => true,
        (who, "other") => country.code != who,
        (who, _) => country.code == who,
    };
    let mean_wage = run.countries.iter().map(|c| c.wage).sum::<f64>() / run.countries.len() as f64;
    let values: Vec<f64> = run
        .countries
        .iter()
        .filter(wanted)
        .map(|country| match what {
            "G" => Some(country.government_pct),
            "V" => Some(country.real_income_pct),
            "w" => Some(100.0 * (country.wage - mean_wage)),
            "profit" => Some(100.0 * (country.profit / country.wage - 1.0)),
            _ => country.median_tariff_pct,
        })
        .collect::<Option<Vec<f64>>>()?;
    (fits && !values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The world of the paper: seven regions, 33 industries, constant markups, political weights, and what was published with it.
#[derive(Debug)]
pub struct OssaWorld {
    /// Its data.
    pub baseline: Baseline,
    /// Ready to be solved on, under monopolistic competition.
    pub base: Base,
    /// Political weights of every country by sector.
    pub weights: Vec<Vec<f64>>,
    /// The trade war that table 4b tells of.
    pub war: Policy,
    /// The same war as the threat of the talks.
    pub threat: Policy,
    /// The outcome of talks from the tariffs in force.
    pub talks: Policy,
}

impl OssaWorld {
    /// Reads its folder.
    ///
    /// # Errors
    /// If a file is missing or cannot be understood.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let (baseline, _) = Baseline::read_folder(folder)?;
        let model = Model { competition: Competition::Monopolistic, ..Model::default() };
        let elasticities: Vec<f64> = baseline.sectors.iter().map(|sector| sector.elasticity).collect();
        let base = Base::new(&baseline, &elasticities, &model, Settings::default())?;
        let weights = weights(&baseline, &folder.join("political_weights.csv"))?;
        let tariffs = |file: &str| -> Result<Policy, Error> {
            let table = rates::tariffs(&folder.join("published").join(file), "tariff")?;
            let scenario = Scenario::new(file).with(rates::measure(table, ["*"]));
            Ok(scenario.resolve(&baseline)?.policy)
        };
        let war = tariffs("published_NASHTARIFFPOLs.csv")?;
        let threat = tariffs("nash_POL.csv")?;
        let talks = tariffs("talks_POL_factual.csv")?;
        Ok(Self { baseline, base, weights, war, threat, talks })
    }

    /// What a policy does to every country, measured from another.
    ///
    /// # Errors
    /// If either has no equilibrium.
    pub fn run(&self, table: OssaTable, from: &Policy, to: &Policy) -> Result<OssaRun, Error> {
        let (before, after) = (self.base.solve(from.clone())?, self.base.solve(to.clone())?);
        let ones = vec![1.0; self.baseline.sectors.len()];
        let change = |weights: &[f64], n: usize| {
            let counted = |at: &Equilibrium| counted(&self.base, weights, at, n) / price(&self.base, at, n);
            100.0 * (counted(&after) / counted(&before) - 1.0)
        };
        let country = |n: usize| OssaCountry {
            code: self.baseline.countries[n].code.clone(),
            government_pct: change(&self.weights[n], n),
            real_income_pct: change(&ones, n),
            wage: after.wage(0, n) / before.wage(0, n),
            profit: after.profits[n] / before.profits[n],
            median_tariff_pct: Some(median_tariff(&after, n)),
        };
        Ok(OssaRun { table, countries: (0..self.baseline.countries.len()).map(country).collect() })
    }

    /// Table 4b at the tariffs that were published: a matter of the trade engine alone.
    pub(super) fn published_war(&self) -> Result<OssaRun, Error> {
        self.run(OssaTable::War, self.base.policy(), &self.war)
    }
}

/// Political weights, by country and sector.
fn weights(baseline: &Baseline, path: &Path) -> Result<Vec<Vec<f64>>, Error> {
    const LAYOUT: Layout = Layout { required: &["country", "sector", "weight"], optional: &[] };
    let mut weights = vec![vec![f64::NAN; baseline.sectors.len()]; baseline.countries.len()];
    let read = TableFile::open(path).map_err(|problem| vec![problem]).and_then(|file| {
        file.all_rows(&LAYOUT, |row| {
            let place = (baseline.country(row.code(0)?), baseline.sector(row.code(1)?));
            let (Some(n), Some(j)) = place else { return Err("no such country or sector".to_owned()) };
            weights[n][j] = row.number(2)?;
            Ok(())
        })
    });
    read.map_err(|problems| Error::new(ErrorKind::File, problems))?;
    let whole = weights.iter().flatten().all(|weight| weight.is_finite());
    if whole { Ok(weights) } else { Err(missing("political weight of every country and sector")) }
}

/// What a government counts (equation 7): sales of every sector, and tariff revenue allotted by wage bills, weighted.
fn counted(base: &Base, weights: &[f64], at: &Equilibrium, n: usize) -> f64 {
    let revenue: f64 = (0..weights.len())
        .map(|j| {
            let flows = at.flows.row(j, n).iter().zip(at.policy.tariffs.row(j, n));
            flows.map(|(value, tariff)| value * tariff).sum::<f64>()
        })
        .sum();
    let bill = |j: usize| at.output.get(j, n) * base.labour_share(j, n);
    let bills: f64 = (0..weights.len()).map(bill).sum();
    weights.iter().enumerate().map(|(j, w)| w * (at.output.get(j, n) + revenue * bill(j) / bills)).sum()
}

/// Hat of the price index of final spending.
fn price(base: &Base, at: &Equilibrium, n: usize) -> f64 {
    let log = |j: usize| match base.final_share(j, n) {
        0.0 => 0.0,
        share => share * at.prices.get(j, n).ln(),
    };
    (0..at.prices.sectors()).map(log).sum::<f64>().exp()
}

/// The median of a country's tariffs over sectors and partners, percent.
fn median_tariff(at: &Equilibrium, n: usize) -> f64 {
    let countries = at.income.len();
    let of_sector = |j: usize| {
        let partners = (0..countries).filter(move |i| *i != n);
        partners.map(move |i| at.policy.tariffs.get(j, n, i))
    };
    let mut rates: Vec<f64> = (0..at.prices.sectors()).flat_map(of_sector).collect();
    rates.sort_by(f64::total_cmp);
    100.0 * (rates[(rates.len() - 1) / 2] + rates[rates.len() / 2]) / 2.0
}
