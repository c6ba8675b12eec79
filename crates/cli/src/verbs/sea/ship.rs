//! `thalweg sea ship`.

use super::gather::Gathering;
use super::minute;
use super::voyages::judged;
use crate::console::Console;
use crate::diagnose::Failure;
use crate::file;
use crate::output::{Answer, Format, Output, drawn, json_lines};
use crate::wrap::wrap;
use std::path::PathBuf;
use thalweg_brief::ShipPage;
use thalweg_brief::output::Terminal;
use thalweg_core::{Cell, Column, Imo, Measure, Problem, Table};
use thalweg_sea::Track;
use thalweg_sea::dossier::{Dossier, Findings, Subject};
use thalweg_sea::geojson::collection;

const EXAMPLES: &str = "\
Examples:
  thalweg sea simulate -o traffic.csv
  thalweg sea ship 636877358 traffic.csv
  thalweg sea ship 636877358 traffic.csv --page ship.html --map ship.geojson
  thalweg sea ship 636877358 traffic.csv --table events --format csv";

/// Which ship, what is looked at, and in which form the answer comes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// IMO number (seven digits) or MMSI (nine)
    #[arg(value_parser = subject)]
    ship: Subject,
    #[command(flatten)]
    gathering: Gathering,
    /// Declared origins in CSV: imo or mmsi, discharged, place, origin
    #[arg(long, value_name = "FILE")]
    declared: Option<PathBuf>,
    /// Write one self-contained page with a map to FILE
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    page: Option<PathBuf>,
    /// Write tracks and events as GeoJSON to FILE
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    map: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

fn subject(text: &str) -> Result<Subject, String> {
    let digits = text.trim().trim_start_matches("IMO").trim();
    match digits.len() {
        9 => {
            digits.parse().map(Subject::Radio).map_err(|_| format!("`{text}` is no MMSI: it has nine digits"))
        }
        _ => digits.parse::<Imo>().map(Subject::Hull).map_err(|error| error.to_string()),
    }
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> Result<(), Failure> {
        let target = self.output.target()?;
        for path in [&self.page, &self.map].into_iter().flatten() {
            file::check(path)?;
        }
        let mut gathered = self.gathering.gather(Some(self.ship))?;
        let voyages = gathered.scan.voyages(gathered.world(), &gathered.rules);
        let judgements = match &self.declared {
            Some(path) => judged(path, &voyages, &mut gathered)?,
            None => Vec::new(),
        };
        let events = gathered.scan.events(&gathered.rules);
        let findings = Findings {
            fortunes: &voyages.fortunes,
            cargoes: &voyages.cargoes,
            judgements: &judgements,
            events: &events,
            files: &gathered.files,
        };
        let tracks = &gathered.scan.tracks;
        let Some(dossier) = Dossier::of(self.ship, tracks, findings, &gathered.rules.risk) else {
            let problem = Problem::new(format!("{} was not heard in the input", self.ship.words()));
            let _ = gathered.close(console);
            return Err(problem.help("`thalweg sea events ... --table ships` lists all that were").into());
        };
        if let Some(path) = &self.page {
            write_page(path, &dossier, tracks, self.ship)?;
        }
        if let Some(path) = &self.map {
            let json = serde_json::to_string(&collection(tracks, &dossier.events));
            file::write(path, json.map_err(|error| Problem::new(error.to_string()))?.as_bytes())?;
        }
        // where only a page or a map is asked for, nothing else is said in a pipe
        let asked = target.names_file()
            || target.format() == Format::Table
            || (self.page.is_none() && self.map.is_none());
        if asked {
            target.write(&Told { dossier }, console)?;
        }
        gathered.close(console)
    }
}

fn write_page(
    path: &std::path::Path,
    dossier: &Dossier,
    tracks: &[Track],
    ship: Subject,
) -> Result<(), Failure> {
    let number = ship.words();
    let number = number.rsplit(' ').next().unwrap_or_default();
    let command = format!("thalweg sea ship {number} {}", dossier.files.join(" "));
    let page =
        ShipPage { dossier, tracks, command }.page().map_err(|error| Problem::new(error.to_string()))?;
    Ok(file::write(path, page.as_bytes())?)
}

/// The dossier.
struct Told {
    dossier: Dossier,
}

impl Answer for Told {
    const MAIN: &'static str = "events";

    fn json(&self) -> serde_json::Result<String> {
        json_lines([&self.dossier])
    }

    fn tables(&self) -> Vec<Table> {
        self.dossier.tables()
    }

    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        let width = usize::from(page.width);
        let tables = [events_table(&self.dossier), legs_table(&self.dossier)];
        let mut text: String = self.sentences().iter().map(|sentence| wrap(sentence, width)).collect();
        text.push('\n');
        text.push_str(&drawn(tables.iter().filter(|table| !table.rows.is_empty()), page)?);
        text.push('\n');
        text.push_str(&wrap(
            "Records, identities, calls and cargoes: --format json, --table NAME, or --page FILE.",
            width,
        ));
        Ok(text)
    }
}

impl Told {
    /// Who it is, and what to look closer at.
    fn sentences(&self) -> Vec<String> {
        let dossier = &self.dossier;
        let name = dossier.name.as_deref().unwrap_or("A ship without a name");
        let (from, to) = (minute(dossier.start), minute(dossier.end));
        let mut sentences = vec![format!("{name}, {}, heard from {from} to {to}.", dossier.subject)];
        let (told, silent): (Vec<_>, Vec<_>) = dossier.risk.parts.iter().partition(|part| part.points > 0.0);
        sentences.extend(told.iter().map(|part| {
            let (words, innocent) = (part.sentence.trim_end_matches('.'), part.innocent.join("; "));
            let points = format!("{:.1} of {:.0} points", part.points, part.weight);
            if innocent.is_empty() {
                format!("{words} ({points}).")
            } else {
                format!("{words} ({points}). It can be: {innocent}.")
            }
        }));
        if !silent.is_empty() {
            let names: Vec<&str> = silent.iter().map(|part| part.what).collect();
            sentences.push(format!("Nothing on: {}.", names.join(", ")));
        }
        sentences
    }
}

/// The events in a few columns.
fn events_table(dossier: &Dossier) -> Table {
    let row = |event: &thalweg_sea::Event| {
        let partner = event.partner.map_or(Cell::Absent, |partner| partner.to_string().into());
        vec![
            minute(event.start).into(),
            event.hours().into(),
            event.kind.word().into(),
            event.verdict.into(),
            event.confidence.into(),
            partner,
        ]
    };
    Table {
        name: "events".to_owned(),
        title: "What it did".to_owned(),
        columns: vec![
            Column::new("start", "From (UTC)", Measure::Text),
            Column::new("hours", "Hours", Measure::Number),
            Column::new("kind", "Event", Measure::Text),
            Column::new("verdict", "Verdict", Measure::Text),
            Column::new("confidence", "Sure", Measure::Number),
            Column::new("partner", "With", Measure::Text),
        ],
        rows: dossier.events.iter().map(row).collect(),
    }
}

/// What it carried, in a few columns.
fn legs_table(dossier: &Dossier) -> Table {
    let time = |time: Option<i64>| time.map_or(Cell::Absent, |time| minute(time).into());
    let row = |leg: &thalweg_sea::voyage::Leg| {
        vec![
            time(leg.start),
            time(leg.end),
            leg.word().into(),
            (100.0 * leg.cargo()).into(),
            leg.draught.into(),
        ]
    };
    Table {
        name: "legs".to_owned(),
        title: "What it carried between calls".to_owned(),
        columns: vec![
            Column::new("start", "From (UTC)", Measure::Text),
            Column::new("end", "Until", Measure::Text),
            Column::new("state", "State", Measure::Text),
            Column::new("cargo_pct", "Cargo aboard", Measure::Rate),
            Column::new("draught", "Draught", Measure::Number),
        ],
        rows: dossier.fortunes.iter().flat_map(|fortunes| &fortunes.legs).map(row).collect(),
    }
}
