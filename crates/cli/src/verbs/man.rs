//! `thalweg man`.

use crate::diagnose::Failure;
use crate::{file, output};
use clap::CommandFactory;
use clap_mangen::Man;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  thalweg man > thalweg.1
  thalweg man man1";

/// Where to.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The folder for the pages of all verbs; without it, the first page goes to standard output
    folder: Option<PathBuf>,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let command = crate::args::Arguments::command();
        let Some(folder) = self.folder else {
            let mut page = Vec::new();
            let rendered = Man::new(command).render(&mut page);
            return rendered
                .map_err(|e| file::unwritable("the page", &e).into())
                .and_then(|()| output::print(&page));
        };
        let written =
            std::fs::create_dir_all(&folder).and_then(|()| clap_mangen::generate_to(command, &folder));
        Ok(written.map_err(|error| file::unwritable(&folder.display().to_string(), &error))?)
    }
}
