//! `thalweg sea`: one file per verb below it.

mod decode;
mod events;
pub(crate) mod gather;
mod input;
mod reading;
mod ship;
mod simulate;
mod summary;
mod voyages;

use crate::console::Console;
use crate::diagnose::Failure;
use clap::Subcommand;

const EXAMPLES: &str = "\
Examples:
  thalweg sea decode '!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A'
  thalweg sea decode 'H7OfcLPt<D4r1L5HD0000000000'";

/// What to ask of ships' radio.
#[derive(Subcommand)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs", after_help = EXAMPLES)]
pub(crate) enum Verb {
    /// Read messages and positions, every line accounted for
    Decode(decode::Arguments),
    /// Tell what ships did: gaps, meetings, loitering, false positions, identities
    Events(events::Arguments),
    /// Tell what tankers carried from where to where, and where cargoes were loaded
    Voyages(voyages::Arguments),
    /// Tell all that the record shows of one ship, as text or as a page with a map
    Ship(ship::Arguments),
    /// Make traffic with known truth, to try detectors on
    Simulate(simulate::Arguments),
}

impl Verb {
    pub(crate) fn run(self, console: &Console) -> Result<(), Failure> {
        match self {
            Self::Decode(arguments) => arguments.run(console),
            Self::Events(arguments) => arguments.run(console),
            Self::Voyages(arguments) => arguments.run(console),
            Self::Ship(arguments) => arguments.run(console),
            Self::Simulate(arguments) => arguments.run(console),
        }
    }
}

/// A time to the minute, as people read it.
fn minute(milliseconds: i64) -> String {
    let text = thalweg_sea::Time::text_of(milliseconds);
    text.get(..16).unwrap_or(&text).replace('T', " ")
}
