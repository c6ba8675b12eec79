//! `thalweg sea voyages`.

use super::gather::{Gathered, Gathering};
use super::input::unreadable;
use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, drawn, json_lines};
use crate::wrap::wrap;
use std::path::PathBuf;
use thalweg_brief::output::Terminal;
use thalweg_core::{Problem, Table};
use thalweg_sea::origin::{Judgement, cargo_table, compare, judgement_table, read_declarations};
use thalweg_sea::scan::{Scan, Voyages};
use thalweg_sea::{Rules, voyage};

const EXAMPLES: &str = "\
Examples:
  thalweg sea simulate -o traffic.csv
  thalweg sea voyages traffic.csv --table cargoes
  printf 'mmsi,discharged,origin\\n636001234,2025-03-09,Malaysia\\n' > papers.csv
  thalweg sea voyages traffic.csv --declared papers.csv -o voyages.json";

/// What is looked at, what papers say, and in which form the answer comes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    gathering: Gathering,
    /// Declared origins in CSV: imo or mmsi, discharged, place, origin
    #[arg(long, value_name = "FILE")]
    declared: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.target()?;
        let mut gathered = self.gathering.gather(None)?;
        let voyages = gathered.scan.voyages(gathered.world(), &gathered.rules);
        let judgements = match &self.declared {
            Some(path) => judged(path, &voyages, &mut gathered)?,
            None => Vec::new(),
        };
        target.write(&Found { voyages, judgements }, console)?;
        gathered.close(console)
    }
}

/// Declared origins beside inferred ones.
pub(super) fn judged(
    path: &PathBuf,
    voyages: &Voyages,
    gathered: &mut Gathered,
) -> Result<Vec<Judgement>, Failure> {
    let name = path.display().to_string();
    let file = std::fs::File::open(path).map_err(|error| unreadable(&name, &error))?;
    let read = read_declarations(file, &name);
    let (declared, intake) = read.map_err(|error| Problem::new(format!("`{name}`: {error}")))?;
    gathered.refused(&intake);
    Ok(declared.iter().map(|one| judge(one, voyages, &gathered.scan, &gathered.rules)).collect())
}

/// The origin of what a ship had aboard when it is said to have discharged, beside what is declared.
fn judge(
    declared: &thalweg_sea::origin::Declaration,
    voyages: &Voyages,
    scan: &Scan,
    rules: &Rules,
) -> Judgement {
    let is = |card: &&thalweg_sea::scan::Card| {
        declared.imo.is_some_and(|imo| card.imo == Some(imo)) || declared.mmsi == Some(card.id.mmsi)
    };
    let heard = |card: &&thalweg_sea::scan::Card| card.start <= declared.time;
    let ship = scan.ships.iter().filter(is).filter(heard).max_by_key(|card| card.start);
    let origin = ship.map(|card| aboard(card.id, declared.time, voyages, rules));
    compare(declared, origin.as_ref(), &rules.origin)
}

/// What a ship had aboard before its last discharge up to a time; what it has aboard then, where it discharged nothing.
fn aboard(
    ship: thalweg_sea::TrackId,
    time: i64,
    voyages: &Voyages,
    rules: &Rules,
) -> thalweg_sea::origin::Origin {
    let last = voyages.cargoes.iter().rfind(|cargo| cargo.ship == ship && cargo.start <= time);
    match last {
        Some(cargo) => cargo.origin.clone(),
        None => voyages.ledger.origin(ship, time, rules.origin.least_share),
    }
}

/// The voyages, and what papers say of them.
struct Found {
    voyages: Voyages,
    judgements: Vec<Judgement>,
}

impl Found {
    fn sentence(&self) -> String {
        let legs: usize = self.voyages.fortunes.iter().map(|ship| ship.legs.len()).sum();
        let cargoes = &self.voyages.cargoes;
        let known = cargoes.iter().filter(|cargo| cargo.origin.unknown < 0.5).count();
        format!(
            "{} tankers, {legs} legs, {} cargoes discharged; the origin of {known} is more probably known than not.\n",
            self.voyages.fortunes.len(),
            cargoes.len()
        )
    }
}

impl Answer for Found {
    const MAIN: &'static str = "legs";

    fn json(&self) -> serde_json::Result<String> {
        let mut lines = json_lines(&self.voyages.fortunes)?;
        lines.push_str(&json_lines(&self.voyages.cargoes)?);
        lines.push_str(&json_lines(&self.judgements)?);
        Ok(lines)
    }

    fn tables(&self) -> Vec<Table> {
        let mut tables = voyage::tables(&self.voyages.fortunes);
        tables.push(cargo_table(&self.voyages.cargoes));
        tables.push(judgement_table(&self.judgements));
        tables
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let tables = [cargo_table(&self.voyages.cargoes), judgement_table(&self.judgements)];
        let shown = drawn(tables.iter().filter(|table| !table.rows.is_empty()), page)?;
        Ok(format!("{}\n{shown}", wrap(self.sentence().trim_end(), usize::from(page.width))))
    }
}
