//! The output of `thalweg sea voyages`: JSON line by line, or one of its tables in CSV.

use super::super::header;
use super::{Cargoes, Loading};
use crate::baseline::table_file::{Row, TableFile};
use crate::error::{Error, ErrorKind};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use thalweg_core::{Intake, Place, Problem, Text};

/// The columns of the table of cargoes.
const CARGOES: [&str; 10] = [
    "ship",
    "discharged",
    "place",
    "discharged_pct",
    "origin",
    "country",
    "loaded",
    "by",
    "origin_pct",
    "way",
];
/// Those of the table of calls that are needed, and the others.
const CALLS: [&str; 4] = ["ship", "place", "country", "loaded_pct"];
const OF_CALLS: [&str; 8] = [
    "start",
    "end",
    "discharged_pct",
    "unrecorded_pct",
    "taken_pct",
    "draught_before_m",
    "draught_after_m",
    "tonnes",
];

pub(super) fn cargoes(text: &Text) -> Result<Cargoes, Error> {
    let header = header(text);
    let has = |column: &str| header.iter().any(|name| name == column);
    let mut reading =
        Reading { loadings: Vec::new(), cargoes: BTreeMap::new(), next: 0, intake: Intake::new(text.file()) };
    if text.content().trim_start().starts_with('{') {
        reading.lines(text);
    } else if has("origin_pct") {
        reading.table(&TableFile::read(text, &CARGOES, &[]), Reading::origin)?;
    } else if has("loaded_pct") {
        reading.table(&TableFile::read(text, &CALLS, &OF_CALLS), Reading::call)?;
    } else {
        let problem = Problem::new(format!("`{}` is no answer of `thalweg sea voyages`", text.file()));
        let help =
            "give its JSON, or its table `cargoes` or `calls` in CSV (`--table cargoes -o cargoes.csv`)";
        return Err(Error::one(ErrorKind::File, problem.help(help)));
    }
    let Reading { loadings, intake, .. } = reading;
    if intake.accepted == 0 {
        let mut problems: Vec<Problem> = intake.problems().collect();
        problems.insert(0, Problem::new(format!("`{}` has no cargo that is understood", text.file())));
        return Err(Error::new(ErrorKind::File, problems));
    }
    Ok(Cargoes { loadings, intake })
}

struct Reading {
    loadings: Vec<Loading>,
    /// Numbers of cargoes of which several rows tell, by ship and time.
    cargoes: BTreeMap<(String, String), usize>,
    /// The next number of a cargo.
    next: usize,
    intake: Intake,
}

impl Reading {
    /// The number of the cargo that a ship discharged at a time.
    fn cargo(&mut self, ship: &str, time: &str) -> usize {
        let key = (ship.to_owned(), time.to_owned());
        match self.cargoes.get(&key) {
            Some(known) => *known,
            None => {
                let number = self.another();
                self.cargoes.insert(key, number);
                number
            }
        }
    }

    /// The number of a cargo of which nothing else tells.
    fn another(&mut self) -> usize {
        self.next += 1;
        self.next
    }

    fn table(
        &mut self,
        file: &TableFile,
        take: fn(&mut Self, &Row<'_>) -> Result<(), Problem>,
    ) -> Result<(), Error> {
        if file.problems.iter().any(|problem| problem.message.contains("column")) {
            return Err(Error::new(ErrorKind::File, file.problems.clone()));
        }
        self.intake.refusals = file.intake.refusals.clone();
        for row in file.rows() {
            match take(self, &row) {
                Ok(()) => self.intake.accept(),
                Err(problem) => self.intake.refuse(problem.message, row.place.clone()),
            }
        }
        Ok(())
    }

    /// A row of the table of cargoes.
    fn origin(&mut self, row: &Row<'_>) -> Result<(), Problem> {
        let share = share(row, "origin_pct")?;
        let ship = row.text("ship");
        let cargo = self.cargo(ship, row.text("discharged"));
        let mut radios: BTreeSet<String> = row
            .text("way")
            .split('>')
            .chain([ship, row.text("by")])
            .map(|radio| radio.trim().to_owned())
            .collect();
        radios.remove("");
        let (place, country) = (row.text("origin").to_owned(), row.text("country").to_owned());
        // what is unknown is a row too, and stands at no place
        if !(place == "unknown" && country.is_empty()) {
            self.loadings.push(Loading { cargo, radios, place, country, share });
        }
        Ok(())
    }

    /// A row of the table of calls: what came aboard there.
    fn call(&mut self, row: &Row<'_>) -> Result<(), Problem> {
        let share = share(row, "loaded_pct")?;
        let cargo = self.another();
        self.loadings.push(Loading {
            cargo,
            radios: BTreeSet::from([row.text("ship").to_owned()]),
            place: row.text("place").to_owned(),
            country: row.text("country").to_owned(),
            share,
        });
        Ok(())
    }

    fn lines(&mut self, text: &Text) {
        for (number, line) in text.lines().filter(|(_, line)| !line.trim().is_empty()) {
            match serde_json::from_str::<Line>(line) {
                Ok(line) if line.is_sound() => {
                    self.line(line);
                    self.intake.accept();
                }
                _ => {
                    let shown: String = line.chars().take(80).collect();
                    self.intake.refuse("no line of voyages", Place::new(text.file(), number, &shown));
                }
            }
        }
    }

    fn line(&mut self, line: Line) {
        match line {
            Line::Cargo(cargo) => {
                let ship = cargo.ship.radio();
                let number = self.cargo(&ship, &cargo.end);
                for loading in cargo.origin.loadings {
                    let mut radios: BTreeSet<String> =
                        loading.way.iter().map(|step| step.ship.radio()).collect();
                    radios.extend([ship.clone(), loading.ship.radio()]);
                    let Loaded { place, country, probability, .. } = loading;
                    self.loadings.push(Loading { cargo: number, radios, place, country, share: probability });
                }
            }
            Line::Fortunes(fortunes) => {
                let ship = fortunes.ship.id.radio();
                for call in fortunes.calls {
                    let cargo = self.another();
                    self.loadings.push(Loading {
                        cargo,
                        radios: BTreeSet::from([ship.clone()]),
                        place: call.port.name,
                        country: call.port.country,
                        share: call.loaded,
                    });
                }
            }
            Line::Judgement(Judgement { .. }) => {}
        }
    }
}

fn share(row: &Row<'_>, column: &str) -> Result<f64, Problem> {
    if row.text("ship").is_empty() {
        return Err(row.problem("no ship".to_owned()));
    }
    // sums of many small parts may end a hair above the whole
    let percent = row.within(column, 0.0, 100.001);
    percent
        .map(|percent| percent / 100.0)
        .map_err(|_| row.problem(format!("`{column}` is not between 0 and 100")))
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Cargo(Cargo),
    Fortunes(Fortunes),
    Judgement(Judgement),
}

impl Line {
    /// Whether all probabilities are some.
    fn is_sound(&self) -> bool {
        // sums of many small parts may end a hair above the whole
        let sound = |share: f64| (0.0..=1.000_01).contains(&share);
        match self {
            Self::Cargo(cargo) => cargo.origin.loadings.iter().all(|one| sound(one.probability)),
            Self::Fortunes(fortunes) => fortunes.calls.iter().all(|call| sound(call.loaded)),
            Self::Judgement(_) => true,
        }
    }
}

#[derive(Deserialize)]
struct Id {
    mmsi: u32,
    #[serde(default)]
    segment: u32,
}

impl Id {
    fn radio(&self) -> String {
        match self.segment {
            0 => format!("{:09}", self.mmsi),
            segment => format!("{:09}/{segment}", self.mmsi),
        }
    }
}

#[derive(Deserialize)]
struct Cargo {
    ship: Id,
    end: String,
    origin: Origin,
}

#[derive(Deserialize)]
struct Origin {
    loadings: Vec<Loaded>,
}

#[derive(Deserialize)]
struct Loaded {
    place: String,
    country: String,
    ship: Id,
    probability: f64,
    #[serde(default)]
    way: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    ship: Id,
}

#[derive(Deserialize)]
struct Fortunes {
    ship: Named,
    calls: Vec<Call>,
}

#[derive(Deserialize)]
struct Named {
    id: Id,
}

#[derive(Deserialize)]
struct Call {
    port: Port,
    loaded: f64,
}

#[derive(Deserialize)]
struct Port {
    name: String,
    country: String,
}

/// What papers say of a cargo: nothing that is asked here.
#[derive(Deserialize)]
struct Judgement {
    #[serde(rename = "verdict")]
    _verdict: serde_json::Value,
}
