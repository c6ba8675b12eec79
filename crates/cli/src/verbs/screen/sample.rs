//! `thalweg screen sample`.

use crate::console::Console;
use crate::diagnose::Failure;
use crate::file;
use crate::output::print;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  thalweg screen sample
  thalweg screen sample try/
  thalweg screen lists try/list.csv --entities";

/// Where the files go.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The folder that they are written to
    #[arg(default_value = ".", value_name = "FOLDER")]
    folder: PathBuf,
}

/// Ships, persons and companies that do not exist; two versions of one list, names to look for, and who owns what.
const FILES: [(&str, &str); 4] = [
    ("list.csv", include_str!("../../../../../examples/screen/sample/list.csv")),
    ("list-old.csv", include_str!("../../../../../examples/screen/sample/list-old.csv")),
    ("names.csv", include_str!("../../../../../examples/screen/sample/names.csv")),
    ("owners.csv", include_str!("../../../../../examples/screen/sample/owners.csv")),
];

impl Arguments {
    pub(super) fn run(self, _: &Console) -> Result<(), Failure> {
        for (name, text) in FILES {
            let path = self.folder.join(name);
            file::write(&path, text.as_bytes())?;
            print(format!("{}\n", path.display()).as_bytes())?;
        }
        Ok(())
    }
}
