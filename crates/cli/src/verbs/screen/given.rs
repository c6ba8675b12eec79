//! Tables about a fleet, what their traces refer to beside those of lists, and the day that is meant.

use crate::console::Console;
use crate::diagnose::{self, Failure};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::path::Path;
use thalweg_core::{Intake, Problem};
use thalweg_screen::fleet::Fleet;
use thalweg_screen::{Lists, Source, SourceId};

/// Reads tables about a fleet. Their sources are numbered after those of the lists.
pub(crate) fn fleet(folder: &Path, first: usize, console: &Console) -> Result<Fleet, Failure> {
    let first = u16::try_from(first).map_err(|_| Problem::new("there are too many lists"))?;
    let read = Fleet::read(folder, SourceId(first)).map_err(|error| Problem::new(error.to_string()))?;
    let notes: Vec<Problem> = read.intakes.iter().flat_map(Intake::notes).collect();
    diagnose::notes(&notes, console);
    Ok(read.fleet)
}

/// What traces of both refer to.
pub(crate) fn sources(lists: &Lists, fleet: Option<&Fleet>) -> Vec<Source> {
    let of_lists = lists.files.iter().map(|file| file.source.clone());
    of_lists.chain(fleet.into_iter().flat_map(|fleet| fleet.sources.iter().cloned())).collect()
}

/// The day of today, UTC.
pub(crate) fn today() -> Date {
    jiff::Timestamp::now().to_zoned(TimeZone::UTC).date()
}

/// A day on the command line.
pub(crate) fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("`{text}` is no day: write it as 2024-08-31"))
}
