//! The arguments, defined once: parser, help, completions and man pages all come from here and from the verbs.

use crate::console::Console;
use crate::diagnose::Failure;
use crate::verbs::{
    baseline, brief, completions, dossier, evidence, man, mirror, oil, scenario, screen, sea, simulate, talks,
};
use clap::{ColorChoice, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;

/// Where does trade go when policy blocks its way? Which deal would hold? Who
/// carries sanctioned oil, who is behind it, and how sure is each answer?
#[derive(Parser)]
#[command(name = "thalweg", version, after_help = EXAMPLES)]
#[command(disable_help_subcommand = true, max_term_width = 80)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs")]
pub(crate) struct Arguments {
    /// Use colours: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    color: ColorChoice,
    /// The question.
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

const EXAMPLES: &str = "\
Examples:
  thalweg brief
  thalweg simulate truce breakdown rollback";

/// The verbs: one for each kind of question.
#[derive(Subcommand)]
#[allow(clippy::large_enum_variant, reason = "there is one, once")]
pub(crate) enum Verb {
    /// Write a page that answers, with charts, and how far to trust it
    Brief(brief::Arguments),
    /// Solve scenarios: who gains, who loses, where the goods go
    Simulate(simulate::Arguments),
    /// Ask what each side would do alone, would sign and would keep
    #[command(subcommand)]
    Talks(talks::Verb),
    /// Ask what enforcement does to oil: volumes, discounts, revenue
    #[command(subcommand)]
    Oil(oil::Verb),
    /// Say what an elasticity is, and how the model would have done
    #[command(subcommand)]
    Evidence(evidence::Verb),
    /// Tell where exporter and importer disagree about the same flow
    Mirror(mirror::Arguments),
    /// Tell what ships did, and where their cargoes were loaded
    #[command(subcommand)]
    Sea(sea::Verb),
    /// Tell who is behind a ship or a name: lists, search, owners
    #[command(subcommand)]
    Screen(screen::Verb),
    /// Write a page on one ship: lists, owners, and what it did
    Dossier(dossier::Arguments),
    /// List, show, check, pack and merge baselines: the world as it is
    #[command(subcommand)]
    Baseline(baseline::Verb),
    /// List scenarios, and print one to start from
    #[command(subcommand)]
    Scenario(scenario::Verb),
    /// Write the completions of a shell
    Completions(completions::Arguments),
    /// Write the manual pages
    Man(man::Arguments),
}

impl Verb {
    /// Answers.
    pub(crate) fn run(self, console: &Console) -> Result<(), Failure> {
        match self {
            Self::Brief(arguments) => arguments.run(console),
            Self::Simulate(arguments) => arguments.run(console),
            Self::Talks(verb) => verb.run(console),
            Self::Oil(verb) => verb.run(console),
            Self::Evidence(verb) => verb.run(console),
            Self::Mirror(arguments) => arguments.run(console),
            Self::Sea(verb) => verb.run(console),
            Self::Screen(verb) => verb.run(console),
            Self::Dossier(arguments) => arguments.run(console),
            Self::Baseline(verb) => verb.run(console),
            Self::Scenario(verb) => verb.run(console),
            Self::Completions(arguments) => arguments.run(),
            Self::Man(arguments) => arguments.run(),
        }
    }
}

/// What `--color` says. Looked up before parsing, because errors of the parser have colours too.
pub(crate) fn color(arguments: impl IntoIterator<Item = OsString>) -> ColorChoice {
    let words: Vec<String> = arguments.into_iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let after = |word: &str| words.iter().position(|w| w == word).and_then(|at| words.get(at + 1));
    let joined = words.iter().find_map(|word| word.strip_prefix("--color="));
    let choice = joined.or_else(|| after("--color").map(String::as_str));
    choice.and_then(|word| ColorChoice::from_str(word, false).ok()).unwrap_or(ColorChoice::Auto)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definitions_are_consistent() {
        <Arguments as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn color_is_found_in_both_forms() {
        let find = |line: &str| color(line.split(' ').map(OsString::from));
        assert_eq!(find("thalweg --color never x"), ColorChoice::Never);
        assert_eq!(find("thalweg x --color=always"), ColorChoice::Always);
        assert_eq!(find("thalweg x --color"), ColorChoice::Auto);
        assert_eq!(find("thalweg x --color blue"), ColorChoice::Auto);
    }
}
