//! `thalweg talks menu`.

use super::play::{Asked, Bargaining};
use crate::console::Console;
use crate::diagnose::{self, Failure};
use crate::file;
use crate::output::{Answer, Output, json_lines};
use std::path::PathBuf;
use thalweg_core::{Cell, Column, Measure, Table};
use thalweg_talks::{ErrorKind, GameFile, Stage, Strategy, Table as Payoffs, Threat};

const EXAMPLES: &str = "\
Examples:
  thalweg talks menu majors -o payoffs.csv
  thalweg talks menu usa-china --nfg usa-china.nfg";

/// Which game, and where the file for Gambit goes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    bargaining: Bargaining,
    /// Write the table of payoffs to FILE, for Gambit (.nfg)
    #[arg(long, value_name = "FILE")]
    nfg: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.clone().target()?;
        if let Some(nfg) = &self.nfg {
            file::check(nfg)?;
        }
        let game = self.asked.file(&self.bargaining)?;
        let stage = game.stage(self.asked.baseline())?;
        diagnose::notes(&stage.notes, console);
        let payoffs = payoffs(&game, &stage)?;
        if let Some(nfg) = &self.nfg {
            file::write(nfg, payoffs.nfg(&game.name).as_bytes())?;
        }
        target.write(&Menu(payoffs), console)
    }
}

/// What every combination of four policies is worth: the status quo, no rates, those of the war, those of the deal.
fn payoffs(game: &GameFile, stage: &Stage) -> Result<Payoffs, Failure> {
    let contest = stage.contest()?;
    let war = contest.threat(Threat::War, &[], &game.search)?;
    let free = contest.threat(Threat::FreeTrade, &[], &game.search)?;
    let threat = match game.threat {
        Threat::War => war.clone(),
        threat => contest.threat(threat, &[], &game.search)?,
    };
    let mut policies =
        vec![("status quo", contest.status_quo().clone()), ("none", free.policy), ("war", war.policy)];
    match contest.deal(&[], &threat, game.rule, &game.search) {
        Ok(deal) => policies.push(("deal", deal.policy)),
        Err(error) if matches!(error.kind(), ErrorKind::NothingToSign) => {}
        Err(error) => return Err(error.into()),
    }
    let menu = |player: usize| -> Vec<Strategy> {
        let own = contest.instruments(player);
        policies.iter().map(|(name, policy)| Strategy::of(*name, own, policy)).collect()
    };
    let menus: Vec<Vec<Strategy>> = (0..contest.players()).map(menu).collect();
    Ok(contest.menu(contest.status_quo(), &menus, &|_, _| {})?)
}

/// A table of payoffs.
struct Menu(Payoffs);

impl Answer for Menu {
    const MAIN: &'static str = "payoffs";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([&self.0])
    }

    fn tables(&self) -> Vec<Table> {
        let payoffs = &self.0;
        let equilibria = payoffs.pure_equilibria();
        let mut columns: Vec<Column> =
            payoffs.players.iter().map(|code| Column::new(code, code, Measure::Text)).collect();
        columns.extend(
            payoffs.players.iter().map(|code| Column::new(&format!("{code}_pct"), code, Measure::Percent)),
        );
        columns.push(Column::new("equilibrium", "Equilibrium", Measure::Text));
        let rows = (0..payoffs.payoffs.len()).map(|number| {
            let combination = payoffs.combination(number);
            let names =
                combination.iter().zip(&payoffs.strategies).map(|(s, all)| Cell::from(all[*s].as_str()));
            let mut row: Vec<Cell> = names.collect();
            row.extend(payoffs.payoffs[number].iter().map(|payoff| Cell::from(*payoff)));
            row.push(Cell::from(if equilibria.contains(&combination) { "yes" } else { "no" }));
            row
        });
        vec![Table {
            name: Self::MAIN.to_owned(),
            title: "Welfare of each player, percent, by what each does".to_owned(),
            columns,
            rows: rows.collect(),
        }]
    }
}
