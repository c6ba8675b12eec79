//! `thalweg dossier`.

use super::screen::ship::{Case, imo};
use super::sea::gather::Gathering;
use crate::console::Console;
use crate::diagnose::Failure;
use crate::wrap::wrap;
use crate::{file, output};
use std::path::{Path, PathBuf};
use thalweg_brief::{DossierPage, ShipPage};
use thalweg_core::{Imo, Problem};
use thalweg_screen::ShipFile;
use thalweg_sea::Track;
use thalweg_sea::dossier::{Dossier, Findings, Subject};

const EXAMPLES: &str = "\
Examples:
  thalweg screen sample
  thalweg dossier 9999917 --list list.csv
  thalweg dossier 9999917 --list list.csv --on 2024-06-20 -o ship.html";

/// Which ship, what is read, and where the page goes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// IMO number: seven digits
    #[arg(value_parser = imo)]
    ship: Imo,
    #[command(flatten)]
    case: Case,
    /// Logs and tables of positions, in any form that `thalweg sea ship` reads
    #[arg(long, value_name = "FILE", num_args = 1.., help_heading = "Reading")]
    ais: Vec<String>,
    /// What the columns of tables of positions are, in TOML
    #[arg(long, value_name = "FILE", help_heading = "Reading", requires = "ais")]
    mapping: Option<PathBuf>,
    /// The page to write; - for standard output [default: dossier-IMO.html]
    #[arg(short = 'o', long = "output", value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
}

impl Arguments {
    pub(crate) fn run(self, console: &Console) -> Result<(), Failure> {
        let path = self.output.clone().unwrap_or_else(|| format!("dossier-{}.html", self.ship).into());
        let to_stdout = path == Path::new("-");
        if !to_stdout {
            file::check(&path)?;
        }
        let record = self.case.file(self.ship, console)?;
        let seen = if self.ais.is_empty() { None } else { self.seen(console)? };
        let command = self.command();
        let sea =
            seen.as_ref().map(|(dossier, tracks)| ShipPage { dossier, tracks, command: command.clone() });
        let page = DossierPage { file: &record, sea, command };
        let html = page.page().map_err(|error| Problem::new(error.to_string()))?;
        if to_stdout {
            return output::print(html.as_bytes());
        }
        file::write(&path, html.as_bytes())?;
        say(&record, &path, console)
    }

    /// What it did at sea; none where it was not heard, which is said.
    fn seen(&self, console: &Console) -> Result<Option<(Dossier, Vec<Track>)>, Failure> {
        let subject = Subject::Hull(self.ship);
        let gathered = Gathering::of(self.ais.clone(), self.mapping.clone()).gather(Some(subject))?;
        let voyages = gathered.scan.voyages(gathered.world(), &gathered.rules);
        let events = gathered.scan.events(&gathered.rules);
        let findings = Findings {
            fortunes: &voyages.fortunes,
            cargoes: &voyages.cargoes,
            judgements: &[],
            events: &events,
            files: &gathered.files,
        };
        let tracks = gathered.scan.tracks.clone();
        let dossier = Dossier::of(subject, &tracks, findings, &gathered.rules.risk);
        gathered.close(console)?;
        if dossier.is_none() {
            let note =
                Problem::new(format!("IMO {} was not heard in the positions that were given", self.ship));
            crate::diagnose::notes(&[note], console);
        }
        Ok(dossier.map(|dossier| (dossier, tracks)))
    }

    fn command(&self) -> String {
        let mut words = format!("thalweg dossier {}{}", self.ship, self.case.words());
        for file in &self.ais {
            words += &format!(" --ais {file}");
        }
        self.mapping.as_ref().map_or(words.clone(), |path| format!("{words} --mapping {}", path.display()))
    }
}

/// The answer, and where the page is.
fn say(file: &ShipFile, path: &Path, console: &Console) -> Result<(), Failure> {
    let width = usize::from(console.page().width);
    let sentences = thalweg_brief::ship_in_words(file);
    let text: String = sentences.iter().map(|sentence| wrap(sentence, width)).collect();
    output::print(format!("{text}\nThe page: {}\n", path.display()).as_bytes())
}
