//! Holdings and listings from files.

use super::super::reading::unreadable;
use crate::console::Console;
use crate::diagnose::{self, Failure};
use std::path::Path;
use thalweg_core::{Intake, Problem};
use thalweg_screen::ownership::{Graph, OwnersError, Seeds};
use thalweg_screen::{Entity, Fleet, Lists, SourceId};

/// What was read.
#[derive(Default)]
pub(super) struct Holdings {
    pub(super) graph: Graph,
    pub(super) seeds: Seeds,
    pub(super) notes: Vec<Problem>,
}

impl Holdings {
    /// A table of holdings, or statements, told apart by how they begin.
    pub(super) fn file(&mut self, path: &Path) -> Result<(), Failure> {
        let (bytes, name) = read(path)?;
        let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace() && !b"\xef\xbb\xbf".contains(byte));
        let intake = match first {
            Some(b'[' | b'{') => self.graph.read_bods(&bytes, &name),
            _ => self.graph.read_csv(&bytes, &name),
        };
        self.took(&intake.map_err(wrong)?);
        Ok(())
    }

    /// A table of listings.
    pub(super) fn seeds(&mut self, path: &Path) -> Result<(), Failure> {
        let (bytes, name) = read(path)?;
        let intake = self.seeds.read_csv(&mut self.graph, &bytes, &name).map_err(wrong)?;
        self.took(&intake);
        Ok(())
    }

    /// Lists: what they say of owners, and whom they list.
    pub(super) fn lists(&mut self, lists: &Lists) {
        let list = |entity: &Entity| {
            lists.source(entity.record.source).map_or_else(String::new, |source| source.list.clone())
        };
        // only names that the holdings have: a list as a whole is no holding
        self.seeds.add_entities(&self.graph, &lists.entities, list);
        self.seeds.elsewhere.clear();
        let known: Vec<Entity> =
            lists.entities.iter().filter(|entity| self.graph.has(entity)).cloned().collect();
        self.graph.add_relations(&known, list);
    }

    /// Ships with their owners and managers.
    pub(super) fn fleet(&mut self, folder: &Path) -> Result<(), Failure> {
        let first = u16::try_from(self.graph.sources.len()).map(SourceId).unwrap_or_default();
        let read = Fleet::read(folder, first).map_err(|error| Problem::new(error.to_string()))?;
        self.graph.add_fleet(&read.fleet);
        read.intakes.iter().for_each(|intake| self.took(intake));
        Ok(())
    }

    fn took(&mut self, intake: &Intake) {
        self.notes.extend(intake.notes());
    }

    /// Says what was refused, and fails where nothing is left.
    pub(super) fn close(mut self, console: &Console) -> Result<(), Failure> {
        if let Some(first) = self.seeds.elsewhere.first() {
            let count = self.seeds.elsewhere.len();
            let note =
                Problem::new(format!("{count} listed names are not among the holdings, such as `{first}`"));
            self.notes.push(note.help("names are compared as they are written, but for case and spaces"));
        }
        if self.seeds.is_empty() {
            let note = Problem::new("nobody among the holdings is listed");
            self.notes.push(note.help("--list FILE or --seeds FILE says who is"));
        }
        diagnose::notes(&self.notes, console);
        if self.graph.is_empty() {
            return Err(Problem::new("there is no holding in the input that can be taken").into());
        }
        Ok(())
    }
}

fn read(path: &Path) -> Result<(Vec<u8>, String), Problem> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| unreadable(&name, &error))?;
    Ok((bytes, name))
}

fn wrong(error: OwnersError) -> Failure {
    Problem::new(error.to_string()).into()
}
