//! `thalweg sea events`.

use super::gather::{Gathered, Gathering};
use crate::console::Console;
use crate::diagnose::Failure;
use crate::output::{Answer, Output, drawn};
use crate::wrap::wrap;
use std::collections::BTreeMap;
use thalweg_brief::output::Terminal;
use thalweg_core::{Cell, Column, Measure, Problem, Table, nearest};
use thalweg_sea::Event;
use thalweg_sea::event::{Kind, Told};
use thalweg_sea::scan::ships_table;

const EXAMPLES: &str = "\
Examples:
  thalweg sea simulate -o traffic.csv
  thalweg sea events traffic.csv -o events.csv
  printf '[gap]\\ntold_hours = 12\\n' > rules.toml
  thalweg sea events traffic.csv --rules rules.toml --kind gap";

/// What is looked at, and in which form the answer comes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    #[command(flatten)]
    gathering: Gathering,
    /// Only events of these kinds: gap, encounter, false_position ...
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<String>,
    /// Only events at least as sure as this, 0 to 1
    #[arg(long, value_name = "SURE", default_value_t = 0.0)]
    sure: f64,
    #[command(flatten)]
    output: Output,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.target()?;
        kinds(&self.kind)?;
        let gathered = self.gathering.gather(None)?;
        let mut events = gathered.scan.events(&gathered.rules);
        events.retain(|event| self.kind.is_empty() || self.kind.iter().any(|kind| kind == event.kind.word()));
        events.retain(|event| event.confidence >= self.sure);
        let answer = Found { gathered: &gathered, events };
        target.write(&answer, console)?;
        gathered.close(console)
    }
}

/// Kinds of events must be some.
fn kinds(asked: &[String]) -> Result<(), Failure> {
    let known = || Kind::ALL.iter().map(|kind| kind.word());
    for word in asked {
        if !known().any(|kind| kind == word) {
            let problem = Problem::new(format!("there is no kind of event `{word}`"));
            let help = match nearest(word, known()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("kinds are {}", known().collect::<Vec<_>>().join(", ")),
            };
            return Err(Failure::Arguments(problem.help(help)));
        }
    }
    Ok(())
}

/// The events, and what they are of.
struct Found<'a> {
    gathered: &'a Gathered,
    events: Vec<Event>,
}

impl Found<'_> {
    fn told(&self) -> Told<'_> {
        Told { ships: &self.gathered.scan.ships, files: &self.gathered.files }
    }

    /// How many events of each kind and verdict.
    fn kinds(&self) -> Table {
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for event in &self.events {
            *counts.entry((event.kind.word(), event.verdict)).or_default() += 1;
        }
        let row = |((kind, verdict), count): (&(&str, &str), &usize)| {
            vec![(*kind).into(), (*verdict).into(), Cell::Number(*count as f64)]
        };
        Table {
            name: "kinds".to_owned(),
            title: "Events by kind".to_owned(),
            columns: vec![
                Column::new("kind", "Event", Measure::Text),
                Column::new("verdict", "Verdict", Measure::Text),
                Column::new("events", "Events", Measure::Count),
            ],
            rows: counts.iter().map(row).collect(),
        }
    }

    /// The surest events that say something against a ship, as a table that fits a terminal.
    fn surest(&self) -> Table {
        const SHOWN: usize = 20;
        let mut events: Vec<&Event> = self.events.iter().filter(|event| event.is_serious()).collect();
        events.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then_with(|| a.order().cmp(&b.order())));
        let told = self.told();
        let row = |event: &&Event| {
            let name = told.card(event.ship).and_then(|card| card.name.clone());
            vec![
                event.verdict.into(),
                event.confidence.into(),
                event.ship.to_string().into(),
                name.map_or(Cell::Absent, Cell::Text),
                super::minute(event.start).into(),
                event.hours().into(),
            ]
        };
        Table {
            name: "surest".to_owned(),
            title: "The surest that an innocent voyage does not explain".to_owned(),
            columns: vec![
                Column::new("verdict", "Verdict", Measure::Text),
                Column::new("confidence", "Sure", Measure::Number),
                Column::new("ship", "MMSI", Measure::Text),
                Column::new("name", "Name", Measure::Text),
                Column::new("start", "From (UTC)", Measure::Text),
                Column::new("hours", "Hours", Measure::Number),
            ],
            rows: events.iter().take(SHOWN).map(row).collect(),
        }
    }
}

impl Answer for Found<'_> {
    const MAIN: &'static str = "events";

    fn json(&self) -> serde_json::Result<String> {
        let told = self.told();
        let mut lines = String::new();
        for event in &self.events {
            lines.push_str(&serde_json::to_string(&told.object(event))?);
            lines.push('\n');
        }
        Ok(lines)
    }

    fn tables(&self) -> Vec<Table> {
        vec![self.told().table(&self.events), ships_table(&self.gathered.scan.ships), self.kinds()]
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let scan = &self.gathered.scan;
        let counts = &scan.counts;
        let head = format!(
            "{} events of {} ships in {} positions.\n",
            self.events.len(),
            counts.ships,
            counts.positions
        );
        let tables = [self.kinds(), self.surest()];
        let shown = drawn(tables.iter().filter(|table| !table.rows.is_empty()), page)?;
        let foot = "Each event has its records and what else it could be: --format json, or -o events.csv.";
        Ok(format!("{head}\n{shown}\n{}", wrap(foot, usize::from(page.width))))
    }
}
