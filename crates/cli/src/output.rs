//! Where answers go, and in which form: `--format`, `--table`, `-o`, pipes.

mod rows;

use crate::console::Console;
use crate::diagnose::Failure;
use crate::file;
use clap::ValueEnum;
pub(crate) use rows::Rows;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use thalweg_brief::output::{OutputError, Terminal, csv, json, parquet, terminal};
use thalweg_core::{Problem, Table, nearest};

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading
    Table,
    /// Objects, one a line
    Json,
    /// Comma-separated values
    Csv,
    /// Columns, for data frames and databases
    Parquet,
}

/// Where the answer goes, and in which form.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct Output {
    /// table, json, csv or parquet [default: as FILE ends, or table on a terminal and json in a pipe]
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    format: Option<Format>,
    /// Write to FILE; FOLDER/ takes every table as csv (or parquet)
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    file: Option<PathBuf>,
    /// Only this table of the answer; csv and parquet take one in any case
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
}

/// An answer, in every form.
pub(crate) trait Answer {
    /// The table that CSV and Parquet hold where none is named.
    const MAIN: &'static str;

    /// Everything, one object a line.
    fn json(&self) -> serde_json::Result<String>;

    /// Everything as tables.
    fn tables(&self) -> Vec<Table>;

    /// What a reader sees on a terminal: all tables, if the answer has no better way.
    fn text(&self, page: &Terminal) -> Result<String, Problem> {
        drawn(&self.tables(), page)
    }
}

/// An output whose arguments make sense, made before any work is done.
pub(crate) struct Target {
    format: Format,
    file: Option<PathBuf>,
    table: Option<String>,
}

impl Output {
    /// Finds out what was meant, where the answer is rows of any number and nothing for reading: csv where nothing else is asked for.
    pub(crate) fn rows_target(self) -> Result<Target, Failure> {
        let target =
            Self { format: self.format.or(self.file.is_none().then_some(Format::Csv)), ..self }.target()?;
        if target.wants_rows() {
            return Ok(target);
        }
        let problem = Problem::new("rows of such a number are not for reading");
        Err(Failure::Arguments(problem.help("give --format csv, json or parquet, and no --table")))
    }

    /// Finds out what was meant.
    pub(crate) fn target(self) -> Result<Target, Failure> {
        let format = match (self.format, &self.file) {
            (Some(format), _) => format,
            (None, Some(file)) => format_of(file)?,
            (None, None) if io::stdout().is_terminal() => Format::Table,
            (None, None) => Format::Json,
        };
        let target = Target { format, file: self.file, table: self.table };
        target.check()?;
        Ok(target)
    }
}

/// The format that the name of a file stands for.
fn format_of(file: &Path) -> Result<Format, Failure> {
    if file::means_folder(file) {
        return Ok(Format::Csv);
    }
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("txt") => Ok(Format::Table),
        None | Some("json" | "jsonl" | "ndjson") => Ok(Format::Json),
        Some("csv") => Ok(Format::Csv),
        Some("parquet") => Ok(Format::Parquet),
        Some(other) => {
            let near = nearest(other, ["txt", "json", "jsonl", "csv", "parquet"]).unwrap_or("json");
            let problem = Problem::new(format!("`.{other}` is no ending that tells a format"));
            Err(Failure::Arguments(problem.help(format!("end FILE in `.{near}`, or give --format"))))
        }
    }
}

impl Target {
    fn check(&self) -> Result<(), Failure> {
        let one_table = matches!(self.format, Format::Csv | Format::Parquet);
        match &self.file {
            Some(file) if file::means_folder(file) && !one_table => {
                let problem = Problem::new("a folder takes only csv and parquet");
                Err(Failure::Arguments(problem.help("name a file, or give --format csv")))
            }
            Some(file) if file::means_folder(file) => Ok(()),
            Some(file) => Ok(file::check(file)?),
            None if self.format == Format::Parquet && io::stdout().is_terminal() => {
                let problem = Problem::new("parquet is not for reading on a terminal");
                Err(Failure::Arguments(problem.help("write it to a file with -o FILE")))
            }
            None => Ok(()),
        }
    }

    /// Writes an answer.
    pub(crate) fn write<A: Answer>(&self, answer: &A, console: &Console) -> Result<(), Failure> {
        let bytes = match (&self.table, self.format) {
            (None, Format::Json) => answer.json().map_err(|e| Problem::new(e.to_string()))?.into_bytes(),
            (None, Format::Table) => answer.text(&self.page(console))?.into_bytes(),
            (name, _) => return self.write_tables(&answer.tables(), name.as_deref(), A::MAIN, console),
        };
        self.put(&bytes)
    }

    /// The form of the answer.
    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Whether the answer goes to a file.
    pub(crate) fn names_file(&self) -> bool {
        self.file.is_some()
    }

    /// Whether rows should be written one after another, and not one table of a summary.
    pub(crate) fn wants_rows(&self) -> bool {
        self.table.is_none() && self.format != Format::Table
    }

    /// Begins an answer whose length nobody knows, of rows like those of `table`.
    pub(crate) fn rows(&self, table: Table) -> Result<Rows, Failure> {
        if let Some(folder) = self.file.as_deref().filter(|file| file::means_folder(file)) {
            let ending = if self.format == Format::Csv { "csv" } else { "parquet" };
            let file = folder.join(format!("{}.{ending}", table.name));
            return Rows::new(self.format, Some(&file), table);
        }
        Rows::new(self.format, self.file.as_deref(), table)
    }

    /// Writes one table or, to a folder, all.
    fn write_tables(
        &self,
        tables: &[Table],
        name: Option<&str>,
        main: &str,
        console: &Console,
    ) -> Result<(), Failure> {
        match &self.file {
            Some(folder) if file::means_folder(folder) => {
                let ending = if self.format == Format::Csv { "csv" } else { "parquet" };
                let wanted = name.map(|name| find(tables, name)).transpose()?;
                let all = wanted.map_or(tables, std::slice::from_ref);
                all.iter().try_for_each(|table| {
                    let file = folder.join(format!("{}.{ending}", table.name));
                    Ok(file::write(&file, &self.render(table, console)?)?)
                })
            }
            _ => self.put(&self.render(find(tables, name.unwrap_or(main))?, console)?),
        }
    }

    fn render(&self, table: &Table, console: &Console) -> Result<Vec<u8>, Failure> {
        let rendered = match self.format {
            Format::Table => terminal(table, &self.page(console)).map(String::into_bytes),
            Format::Json => json(table).map(|rows| (rows + "\n").into_bytes()),
            Format::Csv => csv(table).map(String::into_bytes),
            Format::Parquet => parquet(table),
        };
        Ok(rendered.map_err(unrendered)?)
    }

    /// How tables are drawn: a file has neither colours nor the width of a terminal.
    fn page(&self, console: &Console) -> Terminal {
        if self.file.is_some() { Terminal::default() } else { console.page() }
    }

    fn put(&self, bytes: &[u8]) -> Result<(), Failure> {
        match &self.file {
            Some(file) => Ok(file::write(file, bytes)?),
            None => print(bytes),
        }
    }
}

/// Tables one after the other.
pub(crate) fn drawn<'a>(
    tables: impl IntoIterator<Item = &'a Table>,
    page: &Terminal,
) -> Result<String, Problem> {
    let drawn: Result<Vec<String>, _> = tables.into_iter().map(|table| terminal(table, page)).collect();
    Ok(drawn.map_err(unrendered)?.join("\n"))
}

fn unrendered(error: OutputError) -> Problem {
    Problem::new(error.to_string())
}

fn find<'a>(tables: &'a [Table], name: &str) -> Result<&'a Table, Failure> {
    let names = || tables.iter().map(|table| table.name.as_str());
    tables.iter().find(|table| table.name == name).ok_or_else(|| {
        let all = format!("tables: {}", names().collect::<Vec<_>>().join(", "));
        let help = match nearest(name, names()) {
            Some(near) => format!("the nearest known word is `{near}`; {all}"),
            None => all,
        };
        Failure::Arguments(Problem::new(format!("this answer has no table `{name}`")).help(help))
    })
}

/// One object a line.
pub(crate) fn json_lines<T: serde::Serialize>(
    objects: impl IntoIterator<Item = T>,
) -> serde_json::Result<String> {
    objects.into_iter().map(|object| serde_json::to_string(&object).map(|line| line + "\n")).collect()
}

/// Writes to standard output.
pub(crate) fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Failure::Closed),
        Err(error) => Err(file::unwritable("standard output", &error).into()),
        Ok(()) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_tells_the_format() {
        let format = |name: &str| format_of(Path::new(name)).ok();
        assert_eq!(format("a.json"), Some(Format::Json));
        assert_eq!(format("a.JSONL"), Some(Format::Json));
        assert_eq!(format("b/a.csv"), Some(Format::Csv));
        assert_eq!(format("a.parquet"), Some(Format::Parquet));
        assert_eq!(format("a.txt"), Some(Format::Table));
        assert_eq!(format("tables/"), Some(Format::Csv));
        assert_eq!(format("answer"), Some(Format::Json));
        assert_eq!(format("a.xlsx"), None);
    }
}
