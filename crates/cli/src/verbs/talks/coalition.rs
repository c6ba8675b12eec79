//! `thalweg talks coalition`.

use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, drawn, json_lines};
use crate::progress::Progress;
use crate::wrap::wrap;
use thalweg_brief::number::{Format, Kind};
use thalweg_brief::output::Terminal;
use thalweg_core::{Cell, Column, Measure, Problem, Table};
use thalweg_talks::{Act, Coalitions, Sanction};
use thalweg_trade::scenario::Selector;
use thalweg_trade::{Base, Baseline, Model, Scenario, Settings};

const EXAMPLES: &str = "\
Examples:
  thalweg talks coalition RUS --candidates EU,CHN,IND,JPN,KOR --embargo oil-gas
  thalweg talks coalition CHN --candidates USA,EU,JPN,MEX --tariff tradable=0.25";

/// Who might join whom against whom, and with what.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
#[command(override_usage = "thalweg talks coalition [OPTIONS] --candidates <CODES> <TARGET>")]
#[command(group = clap::ArgGroup::new("measure").required(true).multiple(true))]
pub(crate) struct Arguments {
    /// The country that the measure is aimed at
    #[arg(value_name = "TARGET")]
    target: String,
    /// Countries or groups that may take part, at most 12
    #[arg(long, value_name = "CODES", value_delimiter = ',', required = true)]
    candidates: Vec<String>,
    /// Members stop buying these sectors from the target: codes, groups
    #[arg(long, value_name = "SECTORS", value_delimiter = ',', group = "measure")]
    embargo: Vec<String>,
    /// Members stop selling these sectors to the target
    #[arg(long, value_name = "SECTORS", value_delimiter = ',', group = "measure")]
    export_embargo: Vec<String>,
    /// Members put this tariff on top, as a fraction: SECTORS=RATE
    #[arg(long, value_name = "SECTORS=RATE", value_parser = tariff, group = "measure")]
    tariff: Vec<(String, f64)>,
    /// An embedded baseline, a folder, a packed file
    #[arg(long, value_name = "BASELINE", default_value = Baseline::DEFAULT)]
    baseline: String,
    /// Set of trade elasticities, in place of the baseline's own
    #[arg(long, value_name = "SET")]
    elasticities: Option<String>,
    #[command(flatten)]
    output: Output,
}

fn tariff(text: &str) -> Result<(String, f64), String> {
    let form = "write sectors and rate such as tradable=0.25";
    let (sectors, rate) = text.split_once('=').filter(|(sectors, _)| !sectors.is_empty()).ok_or(form)?;
    let rate: f64 = rate.parse().map_err(|_| format!("`{rate}` is not a number; {form}"))?;
    if rate.is_finite() { Ok((sectors.to_owned(), rate)) } else { Err(form.to_owned()) }
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.clone().target()?;
        let baseline = Baseline::open(&self.baseline)?;
        let mut scenario = Scenario::new("as it is");
        scenario.model = Model { elasticities: self.elasticities.clone(), ..Model::default() };
        let resolved = scenario.resolve(&baseline)?;
        let base = Base::new(&baseline, &resolved.elasticities, &resolved.model, Settings::default())?;
        let candidates = self.candidates.len().min(62);
        let progress = Progress::of_solves((1u64 << candidates) - 1);
        let done = progress.part(0, 1);
        let coalitions = self.sanction().coalitions(&baseline, &base, &|at, _| done(at))?;
        target.write(&Answered { coalitions, of: baseline }, console)
    }

    fn sanction(&self) -> Sanction {
        let selector = |words: &[String]| Selector::from(words.to_vec());
        let mut sanction = Sanction::new(self.target.as_str(), self.candidates.iter().map(String::as_str));
        if !self.embargo.is_empty() {
            sanction = sanction.act(Act::ImportEmbargo { sectors: selector(&self.embargo) });
        }
        if !self.export_embargo.is_empty() {
            sanction = sanction.act(Act::ExportEmbargo { sectors: selector(&self.export_embargo) });
        }
        for (sectors, add) in &self.tariff {
            let sectors = Selector::from(sectors.as_str());
            sanction = sanction.act(Act::Tariff { sectors, add: *add });
        }
        sanction
    }
}

/// What every coalition does, on a baseline.
struct Answered {
    coalitions: Coalitions,
    of: Baseline,
}

/// Coalitions that a terminal shows.
const SHOWN: usize = 12;

impl Answer for Answered {
    const MAIN: &'static str = "candidates";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([&self.coalitions])
    }

    fn tables(&self) -> Vec<Table> {
        vec![candidates(&self.coalitions), all(&self.coalitions)]
    }

    /// What all together do, who does how much, and which coalitions hurt most.
    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let page = Terminal { unit: Some(self.of.about.unit.clone()), ..page.clone() };
        let mut ranked = all(&self.coalitions);
        ranked.title = format!("The coalitions that hurt {} most", self.coalitions.target);
        ranked.rows.truncate(SHOWN);
        let paragraphs = |sentences: Vec<String>| {
            sentences.iter().map(|sentence| wrap(sentence, page.width.into())).collect::<String>()
        };
        let tables = drawn(&[candidates(&self.coalitions), ranked], &page)?;
        let foot = format!(
            "Baseline {}. A coalition is stable if no member gains by leaving and no candidate by joining; real income \
             is all that counts.",
            self.of.about.name
        );
        Ok(format!("{}\n{tables}\n{}", paragraphs(self.sentences()), paragraphs(vec![foot])))
    }
}

impl Answered {
    fn amount(&self, value: f64) -> String {
        let unit = &self.of.about.unit;
        let billions = Format::from(Kind::Amount).text(value * unit.in_billions());
        format!("{billions} billion {}", unit.currency)
    }

    fn sentences(&self) -> Vec<String> {
        let all = &self.coalitions;
        let Some(grand) = all.grand() else { return Vec::new() };
        let mut sentences = vec![format!(
            "All {} together cost {} {} a year ({}), and themselves {}.",
            all.candidates.len(),
            all.target,
            self.amount(-grand.target.amount),
            Format::from(Kind::Change).sentence(grand.target.real_income_pct),
            self.amount(-grand.members_amount),
        )];
        sentences.push(format!(
            "{} would have to be paid so that no member is worse off than without the measure, {} of it from outside.",
            self.amount(all.to_accept),
            self.amount(all.from_outside),
        ));
        let stable = all.stable();
        sentences.push(match stable.as_slice() {
            [] => "No coalition is stable.".to_owned(),
            [0] => "Without payments only the empty coalition is stable: whoever is in gains by leaving."
                .to_owned(),
            some => {
                let names = some.iter().map(|s| name(&all.coalitions[*s].members));
                format!("Stable without payments: {}.", names.collect::<Vec<_>>().join("; "))
            }
        });
        sentences
    }
}

fn name(members: &[String]) -> String {
    if members.is_empty() { "nobody".to_owned() } else { members.join(" + ") }
}

fn candidates(all: &Coalitions) -> Table {
    let columns = vec![
        Column::new("candidate", "Candidate", Measure::Text),
        Column::new("shapley_loss", "Share of loss", Measure::Amount),
        Column::new("shapley_loss_pct", "of income", Measure::Percent),
        Column::new("shapley_cost", "Share of cost", Measure::Amount),
        Column::new("joining_mean", "Joining gives", Measure::Amount),
        Column::new("to_accept", "To accept", Measure::Amount),
        Column::new("to_stay", "To stay", Measure::Amount),
    ];
    let rows = all.candidates.iter().map(|one| {
        let numbers = [
            one.shapley_loss,
            one.shapley_loss_pct,
            one.shapley_cost,
            one.joining_mean,
            one.to_accept,
            one.to_stay,
        ];
        std::iter::once(Cell::from(one.name.as_str())).chain(numbers.map(Cell::from)).collect()
    });
    Table {
        name: "candidates".to_owned(),
        title: "Shapley values, and what each would have to be paid".to_owned(),
        columns,
        rows: rows.collect(),
    }
}

/// Every coalition, the one that hurts the target most first.
fn all(all: &Coalitions) -> Table {
    let columns = vec![
        Column::new("members", "Members", Measure::Text),
        Column::new("target_pct", "Target", Measure::Percent),
        Column::new("target_amount", "Target", Measure::Amount),
        Column::new("members_amount", "Members", Measure::Amount),
        Column::new("outsiders_amount", "Others", Measure::Amount),
        Column::new("cost_per_loss", "Cost per loss", Measure::Number),
        Column::new("stable", "Stable", Measure::Text),
    ];
    let mut order: Vec<usize> = (0..all.coalitions.len()).collect();
    order.sort_by(|a, b| {
        all.coalitions[*a].target.amount.total_cmp(&all.coalitions[*b].target.amount).then(a.cmp(b))
    });
    let rows = order.into_iter().map(|s| {
        let one = &all.coalitions[s];
        vec![
            Cell::from(name(&one.members)),
            Cell::from(one.target.real_income_pct),
            Cell::from(one.target.amount),
            Cell::from(one.members_amount),
            Cell::from(one.outsiders_amount),
            Cell::from(one.cost_per_loss),
            Cell::from(if one.is_stable() { "yes" } else { "no" }),
        ]
    });
    Table {
        name: "coalitions".to_owned(),
        title: "Every coalition".to_owned(),
        columns,
        rows: rows.collect(),
    }
}
