//! Writing a baseline as a folder of CSV files.

use super::Baseline;
use super::sectors_file::SET_PREFIX;
use crate::error::{Error, ErrorKind};
use std::path::Path;
use thalweg_core::Problem;

/// A table to be written: its name, its header and its rows.
struct Sheet {
    name: &'static str,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Baseline {
    /// Writes the baseline as a folder of CSV files that [`Baseline::read_folder`] reads back bit for bit.
    ///
    /// The form is canonical: rows in the order of countries and sectors, cells of zero left out of flows and inputs,
    /// columns without content left out, every number in its shortest form that reads back exactly. The folder is
    /// made if there is none.
    ///
    /// # Errors
    /// [`ErrorKind::Baseline`] when this is no valid baseline, since it could not be read back; [`ErrorKind::File`]
    /// when the folder holds files of a baseline already, or a file cannot be written.
    ///
    /// ```
    /// use thalweg_trade::Baseline;
    /// let folder = tempfile::tempdir()?;
    /// let world = Baseline::embedded("world-2023")?;
    /// world.write_folder(folder.path())?;
    /// let (again, _) = Baseline::read_folder(folder.path())?;
    /// assert_eq!(world, again);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_folder(&self, folder: &Path) -> Result<(), Error> {
        let problems = self.problems();
        if !problems.is_empty() {
            return Err(Error::new(ErrorKind::Baseline, problems));
        }
        std::fs::create_dir_all(folder).map_err(|e| unwritable(folder, &e))?;
        nothing_there(folder)?;
        let toml = folder.join("baseline.toml");
        std::fs::write(&toml, self.toml()).map_err(|e| unwritable(&toml, &e))?;
        let sheets = [self.countries_sheet(), self.sectors_sheet(), self.flows_sheet()];
        let others = [self.production_sheet(), self.inputs_sheet(), self.final_sheet()];
        sheets.into_iter().chain(others.into_iter().flatten()).try_for_each(|sheet| sheet.write(folder))
    }

    fn toml(&self) -> String {
        let about = &self.about;
        let mut document = toml_edit::DocumentMut::new();
        document["name"] = toml_edit::value(&about.name);
        document["year"] = toml_edit::value(i64::from(about.year));
        document["unit"] = toml_edit::value(about.unit.to_string());
        document["source"] = toml_edit::value(&about.source);
        for (key, text) in [("licence", &about.licence), ("note", &about.note)] {
            if let Some(text) = text {
                document[key] = toml_edit::value(text);
            }
        }
        document.to_string()
    }

    fn countries_sheet(&self) -> Sheet {
        let mut sheet = Sheet::new("countries", &["country", "name"]);
        sheet.rows = self.countries.iter().map(|c| vec![c.code.clone(), c.name.clone()]).collect();
        sheet.column("group", self.countries.iter().map(|c| c.group.clone()));
        sheet.column("gdp", self.countries.iter().map(|c| c.gdp.map(number)));
        sheet.column("population", self.countries.iter().map(|c| c.population.map(number)));
        sheet
    }

    fn sectors_sheet(&self) -> Sheet {
        let sectors = || self.sectors.iter();
        let mut sheet = Sheet::new("sectors", &["sector", "name"]);
        sheet.rows = sectors().map(|s| vec![s.code.clone(), s.name.clone()]).collect();
        sheet.column(
            "elasticity",
            sectors().map(|s| {
                let told = s.substitution.is_some_and(|sigma| sigma - 1.0 == s.elasticity);
                (!told).then(|| number(s.elasticity))
            }),
        );
        sheet.column("substitution", sectors().map(|s| s.substitution.map(number)));
        sheet.column("scale", sectors().map(|s| (s.scale != 0.0).then(|| number(s.scale))));
        sheet.column("tradable", sectors().map(|s| Some(s.tradable.to_string())));
        sheet.column("group", sectors().map(|s| s.group.clone()));
        for (index, name) in self.elasticity_sets().iter().enumerate() {
            let set = sectors().map(|s| Some(number(s.elasticity_sets[index].1)));
            sheet.column(&format!("{SET_PREFIX}{name}"), set);
        }
        sheet.column("elasticity_se", sectors().map(|s| s.elasticity_se.map(number)));
        sheet
    }

    fn flows_sheet(&self) -> Sheet {
        let mut sheet = Sheet::new("flows", &["importer", "exporter", "sector", "value"]);
        let tariffs = self.tariffs.values().iter().any(|t| *t != 0.0);
        sheet.head.extend(tariffs.then(|| "tariff".to_owned()));
        sheet.head.extend(self.export_taxes.as_ref().map(|_| "export_tax".to_owned()));
        for (n, importer) in self.countries.iter().enumerate() {
            for (i, exporter) in self.countries.iter().enumerate() {
                for (j, sector) in self.sectors.iter().enumerate() {
                    let value = self.flows.get(j, n, i);
                    let tariff = self.tariffs.get(j, n, i);
                    let tax = self.export_taxes.as_ref().map(|taxes| taxes.get(j, n, i));
                    if value == 0.0 && tariff == 0.0 && tax.unwrap_or(0.0) == 0.0 {
                        continue;
                    }
                    let codes = [&importer.code, &exporter.code, &sector.code].map(String::clone);
                    let rates = tariffs.then_some(tariff).into_iter().chain(tax).map(number);
                    sheet.rows.push(codes.into_iter().chain([number(value)]).chain(rates).collect());
                }
            }
        }
        sheet
    }

    fn production_sheet(&self) -> Option<Sheet> {
        let inputs = self.inputs.values().iter().any(|share| *share != 0.0);
        let subsidies = self.subsidies.values().iter().any(|rate| *rate != 0.0);
        if !inputs && !subsidies {
            return None;
        }
        let mut sheet = Sheet::new("production", &["country", "sector", "value_added_share"]);
        sheet.head.extend(subsidies.then(|| "subsidy".to_owned()));
        self.each_cell(|i, j, codes| {
            let subsidy = subsidies.then(|| number(self.subsidies.get(j, i)));
            let share = number(self.value_added_shares.get(j, i));
            sheet.rows.push(codes.into_iter().chain([share]).chain(subsidy).collect());
        });
        Some(sheet)
    }

    fn inputs_sheet(&self) -> Option<Sheet> {
        let mut sheet = Sheet::new("inputs", &["country", "sector", "input", "share"]);
        self.each_cell(|i, j, codes| {
            for (k, input) in self.sectors.iter().enumerate() {
                let share = self.inputs.get(k, j, i);
                if share != 0.0 {
                    let [country, sector] = codes.clone();
                    sheet.rows.push(vec![country, sector, input.code.clone(), number(share)]);
                }
            }
        });
        (!sheet.rows.is_empty()).then_some(sheet)
    }

    fn final_sheet(&self) -> Option<Sheet> {
        let shares = self.final_shares.as_ref()?;
        let mut sheet = Sheet::new("final", &["country", "sector", "share"]);
        self.each_cell(|i, j, codes| {
            sheet.rows.push(codes.into_iter().chain([number(shares.get(j, i))]).collect());
        });
        Some(sheet)
    }

    /// Every sector of every country: the two positions and the two codes.
    fn each_cell(&self, mut visit: impl FnMut(usize, usize, [String; 2])) {
        for (i, country) in self.countries.iter().enumerate() {
            for (j, sector) in self.sectors.iter().enumerate() {
                visit(i, j, [country.code.clone(), sector.code.clone()]);
            }
        }
    }
}

impl Sheet {
    fn new(name: &'static str, head: &[&str]) -> Self {
        Self { name, head: head.iter().map(|&name| name.to_owned()).collect(), rows: Vec::new() }
    }

    /// Adds a column, unless all of its cells are empty.
    fn column(&mut self, name: &str, cells: impl Iterator<Item = Option<String>>) {
        let cells: Vec<Option<String>> = cells.collect();
        if cells.iter().any(Option::is_some) {
            self.head.push(name.to_owned());
            self.rows.iter_mut().zip(cells).for_each(|(row, cell)| row.push(cell.unwrap_or_default()));
        }
    }

    fn write(&self, folder: &Path) -> Result<(), Error> {
        let path = folder.join(format!("{}.csv", self.name));
        let failed = |error: csv::Error| {
            Error::one(ErrorKind::File, format!("`{}` cannot be written: {error}", path.display()))
        };
        let mut writer = csv::Writer::from_path(&path).map_err(failed)?;
        for row in std::iter::once(&self.head).chain(&self.rows) {
            writer.write_record(row).map_err(failed)?;
        }
        writer.flush().map_err(|e| unwritable(&path, &e))
    }
}

/// The shortest digits that read back as the same number.
fn number(value: f64) -> String {
    value.to_string()
}

fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    Error::one(ErrorKind::File, format!("`{}` cannot be written: {error}", path.display()))
}

/// Refuses to write into a folder that holds a file of a baseline: half of one and half of another would be neither.
fn nothing_there(folder: &Path) -> Result<(), Error> {
    let tables = super::folder::TABLES.iter().flat_map(|t| [format!("{t}.csv"), format!("{t}.csv.gz")]);
    let taken =
        std::iter::once("baseline.toml".to_owned()).chain(tables).find(|name| folder.join(name).exists());
    taken.map_or(Ok(()), |name| {
        let message = format!("`{}` exists already", folder.join(name).display());
        Err(Error::new(ErrorKind::File, vec![Problem::new(message).help("write into a new or empty folder")]))
    })
}
