//! Reading a panel from a folder.

use super::Panel;
use crate::error::{Error, ErrorKind};
use crate::table_file::{Layout, TableFile};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use thalweg_core::{Intake, Problem};
use thalweg_trade::Cube;

const LAYOUT: Layout = Layout { required: &["importer", "exporter", "sector", "value"], optional: &[] };

/// Largest panel, in cells of all years together: 2 GiB of memory.
const LARGEST: usize = 1 << 28;

/// The codes of one kind in the order in which they first occur.
#[derive(Default)]
struct Codes {
    list: Vec<String>,
    known: HashMap<String, usize>,
}

impl Codes {
    fn position(&mut self, code: &str) -> usize {
        if let Some(at) = self.known.get(code) {
            return *at;
        }
        self.list.push(code.to_owned());
        self.known.insert(code.to_owned(), self.list.len() - 1);
        self.list.len() - 1
    }
}

/// The rows of one file, by its own codes.
struct Year {
    countries: Codes,
    sectors: Codes,
    /// Sector, importer, exporter, value.
    rows: Vec<(usize, usize, usize, f64)>,
    intake: Intake,
}

impl Panel {
    /// Reads a folder of yearly files, several at a time.
    ///
    /// # Errors
    /// If there is no such folder or no file of a year in it, and for every row that cannot be understood: codes that are
    /// missing, values below zero, cells that stand twice.
    pub fn read_folder(folder: &Path) -> Result<Self, Error> {
        let files = files(folder).map_err(|problem| Error::one(ErrorKind::File, problem))?;
        let read: Vec<Result<Year, Vec<Problem>>> =
            files.par_iter().map(|(_, path)| read_year(path)).collect();
        let mut years = Vec::new();
        let mut problems = Vec::new();
        for ((year, _), read) in files.iter().zip(read) {
            match read {
                Ok(read) => years.push((*year, read)),
                Err(wrong) => problems.extend(wrong),
            }
        }
        if !problems.is_empty() {
            return Err(Error::new(ErrorKind::Panel, problems));
        }
        merged(years).map_err(|problems| Error::new(ErrorKind::Panel, problems))
    }
}

/// The files of a folder with the years of their names, in order.
fn files(folder: &Path) -> Result<Vec<(i32, PathBuf)>, Problem> {
    let shown = folder.display();
    let entries = std::fs::read_dir(folder).map_err(|error| {
        Problem::new(format!("`{shown}` cannot be opened as a folder: {error}"))
            .help("a panel is a folder with one file a year, such as flows_2017.csv.gz")
    })?;
    let mut files: Vec<(i32, PathBuf)> = Vec::new();
    for entry in entries.filter_map(Result::ok) {
        let Some(year) = year_of(&entry.file_name().to_string_lossy()) else { continue };
        files.push((year, entry.path()));
    }
    files.sort();
    if let Some(pair) = files.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        let [one, other] = [0, 1].map(|k| pair[k].1.display().to_string());
        return Err(Problem::new(format!("`{one}` and `{other}` are of the same year")).help("keep one"));
    }
    if files.is_empty() {
        return Err(Problem::new(format!("there is no file of a year in `{shown}`"))
            .help("a panel is a folder with one file a year, such as flows_2017.csv.gz"));
    }
    Ok(files)
}

/// The year of `flows_2017.csv` or `flows_2017.csv.gz`.
fn year_of(name: &str) -> Option<i32> {
    let plain = name.strip_suffix(".gz").unwrap_or(name);
    let digits = plain.strip_suffix(".csv")?.strip_prefix("flows_")?;
    let year = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    year.then(|| digits.parse().ok()).flatten()
}

fn read_year(path: &Path) -> Result<Year, Vec<Problem>> {
    let file = TableFile::open(path).map_err(|problem| vec![problem])?;
    let (mut countries, mut sectors, mut rows) = (Codes::default(), Codes::default(), Vec::new());
    let intake = file.all_rows(&LAYOUT, |row| {
        let (importer, exporter, sector) = (row.code(0)?, row.code(1)?, row.code(2)?);
        let value = row.number(3)?;
        if value < 0.0 {
            return Err("a flow below zero".to_owned());
        }
        let (n, i) = (countries.position(importer), countries.position(exporter));
        rows.push((sectors.position(sector), n, i, value));
        Ok(())
    })?;
    Ok(Year { countries, sectors, rows, intake })
}

/// The years in one order of codes: that of the first file, then what later ones add.
fn merged(years: Vec<(i32, Year)>) -> Result<Panel, Vec<Problem>> {
    let (mut countries, mut sectors) = (Codes::default(), Codes::default());
    let places: Vec<(Vec<usize>, Vec<usize>)> = years
        .iter()
        .map(|(_, year)| {
            let place =
                |all: &mut Codes, own: &Codes| own.list.iter().map(|code| all.position(code)).collect();
            (place(&mut countries, &year.countries), place(&mut sectors, &year.sectors))
        })
        .collect();
    let (size, depth) = (countries.list.len(), sectors.list.len());
    let cells = size.checked_mul(size).and_then(|s| s.checked_mul(depth)?.checked_mul(years.len()));
    if cells.is_none_or(|cells| cells > LARGEST) {
        let problem = Problem::new(format!(
            "{size} countries, {depth} sectors and {} years are more than is read at once",
            years.len()
        ));
        return Err(vec![problem.help("merge countries or sectors, or leave out years")]);
    }
    let (mut flows, mut intakes, mut problems) = (BTreeMap::new(), Vec::new(), Vec::new());
    for ((year, read), (country, sector)) in years.into_iter().zip(places) {
        let mut cube = Cube::filled(depth, size, 0.0);
        let mut seen = vec![false; depth * size * size];
        for (j, n, i, value) in read.rows {
            let (j, n, i) = (sector[j], country[n], country[i]);
            if std::mem::replace(&mut seen[(j * size + n) * size + i], true) {
                let cell =
                    [&countries.list[n], &countries.list[i], &sectors.list[j]].map(String::as_str).join(", ");
                problems.push(Problem::new(format!("`{}`: {cell} stands twice", read.intake.file)));
            }
            *cube.get_mut(j, n, i) = value;
        }
        flows.insert(year, cube);
        intakes.push(read.intake);
    }
    if problems.is_empty() {
        return Ok(Panel { countries: countries.list, sectors: sectors.list, flows, intakes });
    }
    let more = problems.len().saturating_sub(Intake::SAMPLES);
    problems.truncate(Intake::SAMPLES);
    if more > 0 {
        problems.push(Problem::new(format!("{more} more cells stand twice")));
    }
    Err(problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_tells_the_year() {
        assert_eq!(year_of("flows_2017.csv.gz"), Some(2017));
        assert_eq!(year_of("flows_2017.csv"), Some(2017));
        assert_eq!(year_of("flows_17.csv"), None);
        assert_eq!(year_of("other_2017.csv"), None);
    }
}
