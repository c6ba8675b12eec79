//! `thalweg completions`.

use crate::diagnose::Failure;
use crate::output;
use clap::CommandFactory;
use clap_complete::Shell;

const EXAMPLES: &str = "\
Examples:
  thalweg completions bash > thalweg.bash
  thalweg completions fish > thalweg.fish";

/// For which shell.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The shell
    shell: Shell,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut crate::args::Arguments::command(), "thalweg", &mut script);
        output::print(&script)
    }
}
