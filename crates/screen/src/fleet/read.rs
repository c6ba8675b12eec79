//! A folder of tables, read into a [`Fleet`].

use super::row::{Fault, Row};
use super::{
    Company, Fleet, Gap, Inspection, Loitering, Role, Sanction, Service, Ship, Spell, Transfer, Uninsured,
};
use crate::{Authority, Source, SourceId, Trace};
use csv::{ByteRecord, ReaderBuilder, StringRecord};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::{Path, PathBuf};
use thalweg_core::{CompanyImo, ImoError, Intake, Mmsi, Place};

/// The tables of a folder, each as `NAME.csv` or `NAME.csv.gz`, and the columns that it must have. Only the first must be there.
pub const FILES: [(&str, &[&str]); 12] = [
    ("vessels", &["vessel_imo", "vessel_name"]),
    ("companies", &["company_imo", "company_name"]),
    ("vessel_company", &["vessel_imo", "company_imo", "role"]),
    ("vessel_names", &["vessel_imo", "vessel_name"]),
    ("vessel_flags", &["vessel_imo", "flag"]),
    ("vessel_mmsi", &["vessel_imo", "mmsi"]),
    ("uninsured", &["vessel_imo", "start_date", "end_date"]),
    ("sanctions", &["vessel_imo", "earliest_sanction_date", "sanction_country"]),
    ("vessel_inspections", &["vessel_imo", "date"]),
    ("ais", &["vessel_imo", "start", "end", "duration_hrs", "lat_off", "lon_off", "lat_on", "lon_on"]),
    ("loitering", &["vessel_imo", "start_date", "end_date", "duration_hrs", "lat", "lon"]),
    ("sts_events", &["imo", "date", "type"]),
];

/// The longest table that is read, bytes when unpacked: beyond it a packed file is a bomb, not a fleet.
const LONGEST: u64 = 1 << 30;

/// Why a folder cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FleetError {
    /// The table of ships is not there.
    #[error("`{0}` holds no vessels.csv: a fleet is a folder with that table, and others beside it")]
    NoShips(PathBuf),
    /// A file cannot be read.
    #[error("`{file}` cannot be read: {cause}")]
    File {
        /// The file.
        file: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A file is larger than a table can be.
    #[error("`{0}` unpacks to more than 1 GiB: no table of a fleet is that long")]
    TooLong(PathBuf),
    /// A column is missing.
    #[error("`{file}` has no column `{column}`; it needs {needed}")]
    Column {
        /// The file.
        file: PathBuf,
        /// The column.
        column: &'static str,
        /// All columns that it needs.
        needed: String,
    },
    /// More sources than can be numbered.
    #[error("more than 65,535 sources: a trace cannot number them")]
    TooManySources,
}

/// A fleet, and what became of every row.
#[derive(Debug, Clone, PartialEq)]
pub struct FleetRead {
    /// The fleet.
    pub fleet: Fleet,
    /// What was read and refused, file by file.
    pub intakes: Vec<Intake>,
    /// Tables that the folder does not have.
    pub absent: Vec<&'static str>,
}

impl Fleet {
    /// Reads the tables of a folder. Its sources are numbered from `first` on, so that they can stand beside those of lists.
    ///
    /// A ship that only a table of names, roles or events knows is a ship all the same. Rows whose numbers do not check are refused
    /// and counted.
    ///
    /// # Errors
    /// [`FleetError`]: no table of ships, a file that cannot be read, a column that is missing.
    pub fn read(folder: &Path, first: SourceId) -> Result<FleetRead, FleetError> {
        let mut fleet = Self { first_source: first.0, ..Self::default() };
        let (mut intakes, mut absent) = (Vec::new(), Vec::new());
        for (name, columns) in FILES {
            match find(folder, name) {
                Some(path) => intakes.push(fleet.table(&path, name, columns)?),
                None if name == "vessels" => return Err(FleetError::NoShips(folder.to_owned())),
                None => absent.push(name),
            }
        }
        fleet.ships.values_mut().for_each(Ship::sort);
        Ok(FleetRead { fleet, intakes, absent })
    }

    fn table(&mut self, path: &Path, name: &str, columns: &[&'static str]) -> Result<Intake, FleetError> {
        let bytes = bytes(path)?;
        let file = path.display().to_string();
        let number = usize::from(self.first_source) + self.sources.len();
        let source = SourceId(u16::try_from(number).map_err(|_| FleetError::TooManySources)?);
        self.sources.push(Source {
            file: file.clone(),
            list: format!("fleet, {name}"),
            version: None,
            fingerprint: fingerprint(&bytes),
        });
        let mut intake = Intake::new(&file);
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(&bytes[..]);
        let head = reader.byte_headers().ok().cloned().unwrap_or_default();
        let head = StringRecord::from_byte_record_lossy(head);
        check(&head, columns, path)?;
        let mut record = ByteRecord::new();
        // bytes in memory, rows of any length: there is nothing that this reader could fail at
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            let line = record.position().map_or(0, csv::Position::line);
            let trace = Trace::new(source, u32::try_from(line).unwrap_or(u32::MAX));
            let cells = StringRecord::from_byte_record_lossy(record.clone());
            let taken = match StringRecord::from_byte_record(record.clone()) {
                Ok(cells) => self.row(name, &Row { head: &head, cells: &cells, trace }),
                Err(_) => Err("a byte is not UTF-8"),
            };
            match taken {
                Ok(()) => intake.accept(),
                Err(reason) => {
                    let text = cells.iter().collect::<Vec<_>>().join(",");
                    intake.refuse(reason, Place::new(&file, line as usize, &text));
                }
            }
        }
        Ok(intake)
    }

    fn row(&mut self, table: &str, row: &Row<'_>) -> Result<(), Fault> {
        match table {
            "companies" => self.company_row(row),
            "sts_events" => {
                let imo = row.ship("imo")?;
                let (day, kind) = (row.sure_day("date")?, row.filled("type")?);
                let description = row.text("description").to_owned();
                let transfer = Transfer { day, kind, description, trace: row.trace };
                self.known(imo).transfers.push(transfer);
                Ok(())
            }
            "vessel_company" => self.role_row(row),
            _ => {
                let imo = row.ship("vessel_imo")?;
                let mut seen = Ship::new(imo);
                ship_row(table, row, &mut seen)?;
                self.known(imo).take(seen);
                Ok(())
            }
        }
    }

    fn known(&mut self, imo: thalweg_core::Imo) -> &mut Ship {
        self.ships.entry(imo).or_insert_with(|| Ship::new(imo))
    }

    fn company_row(&mut self, row: &Row<'_>) -> Result<(), Fault> {
        let (number, written) = company(row)?;
        let there = self.companies.get(&number).is_some_and(|company| company.trace.is_some());
        if there {
            return Err("a company that an earlier row has");
        }
        let company = Company {
            number,
            written,
            name: row.some("company_name"),
            address: row.some("address"),
            jurisdiction: row.some("jurisdiction"),
            trace: Some(row.trace),
        };
        self.companies.insert(number, company);
        Ok(())
    }

    fn role_row(&mut self, row: &Row<'_>) -> Result<(), Fault> {
        let imo = row.ship("vessel_imo")?;
        let (company, written) = company(row)?;
        let role = Role::of(row.text("role")).ok_or("a role that is not known: owner or manager")?;
        let (from, to) = row.span("start_date", "end_date")?;
        let known = self.companies.entry(company).or_insert_with(|| Company::new(company));
        known.written = known.written.take().or(written);
        let spell = Spell { value: Service { company, role }, from, to, trace: row.trace };
        self.known(imo).companies.push(spell);
        Ok(())
    }
}

impl Ship {
    /// Adds what one row said.
    fn take(&mut self, seen: Self) {
        self.name = self.name.take().or(seen.name);
        self.size = self.size.take().or(seen.size);
        self.built = self.built.or(seen.built);
        self.trace = self.trace.or(seen.trace);
        self.names.extend(seen.names);
        self.flags.extend(seen.flags);
        self.radios.extend(seen.radios);
        self.uninsured.extend(seen.uninsured);
        self.sanctions.extend(seen.sanctions);
        self.inspections.extend(seen.inspections);
        self.gaps.extend(seen.gaps);
        self.loitering.extend(seen.loitering);
    }
}

fn company(row: &Row<'_>) -> Result<(CompanyImo, Option<String>), Fault> {
    let text = row.text("company_imo");
    let number = text.parse().map_err(|error| match error {
        ImoError::Absent | ImoError::Form => "no company IMO number: up to seven digits",
        ImoError::CheckDigit { .. } => "a company IMO number whose last digit does not check",
    })?;
    Ok((number, (CompanyImo::digits_lost(text) > 0).then(|| text.to_owned())))
}

fn ship_row(table: &str, row: &Row<'_>, ship: &mut Ship) -> Result<(), Fault> {
    let trace = row.trace;
    match table {
        "vessels" => {
            ship.name = row.some("vessel_name");
            ship.size = row.some("tanker_size");
            ship.built = row.text("buildyear").parse().ok();
            ship.trace = Some(trace);
        }
        "vessel_names" => ship.names.push(spell(row, row.filled("vessel_name")?)?),
        "vessel_flags" => ship.flags.push(spell(row, row.filled("flag")?)?),
        "vessel_mmsi" => {
            let number = row.text("mmsi").parse().ok().and_then(Mmsi::new);
            ship.radios.push(spell(row, number.ok_or("no MMSI: nine digits")?)?);
        }
        "uninsured" => ship.uninsured.push(uninsured(row)?),
        "sanctions" => ship.sanctions.push(sanction(row)?),
        "vessel_inspections" => ship.inspections.push(inspection(row)?),
        "ais" => ship.gaps.push(gap(row)?),
        _ => ship.loitering.push(loitering(row)?),
    }
    Ok(())
}

fn spell<T>(row: &Row<'_>, value: T) -> Result<Spell<T>, Fault> {
    let (from, to) = row.span("start_date", "end_date")?;
    Ok(Spell { value, from, to, trace: row.trace })
}

fn days(row: &Row<'_>) -> Result<(Date, Date), Fault> {
    row.span("start_date", "end_date")?;
    Ok((row.sure_day("start_date")?, row.sure_day("end_date")?))
}

fn uninsured(row: &Row<'_>) -> Result<Uninsured, Fault> {
    let (from, through) = days(row)?;
    Ok(Uninsured { from, through, trace: row.trace })
}

fn sanction(row: &Row<'_>) -> Result<Sanction, Fault> {
    let authorities: Result<Vec<Authority>, _> =
        row.text("sanction_country").split(',').map(str::parse).collect();
    let authorities = authorities.map_err(|_| "no authority: who listed it")?;
    Ok(Sanction { day: row.sure_day("earliest_sanction_date")?, authorities, trace: row.trace })
}

fn inspection(row: &Row<'_>) -> Result<Inspection, Fault> {
    let detained = match row.text("detention").to_lowercase().as_str() {
        "y" | "yes" | "true" => true,
        "n" | "no" | "false" | "" => false,
        _ => return Err("detained or not: Y or N"),
    };
    Ok(Inspection {
        day: row.sure_day("date")?,
        country: row.text("country").to_owned(),
        port: row.text("port").to_owned(),
        kind: row.text("inspection_type").to_owned(),
        deficiencies: row.text("number_of_deficiencies").parse().map_err(|_| "no count of deficiencies")?,
        detained,
        trace: row.trace,
    })
}

fn gap(row: &Row<'_>) -> Result<Gap, Fault> {
    let (start, end) = (row.time("start")?, row.time("end")?);
    if end < start {
        return Err("it ends before it begins");
    }
    let (off, on) = (row.place("lat_off", "lon_off")?, row.place("lat_on", "lon_on")?);
    Ok(Gap { start, end, hours: row.hours("duration_hrs")?, off, on, trace: row.trace })
}

fn loitering(row: &Row<'_>) -> Result<Loitering, Fault> {
    let (start, end) = days(row)?;
    let place = row.place("lat", "lon")?;
    Ok(Loitering { start, end, hours: row.hours("duration_hrs")?, place, trace: row.trace })
}

fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    let paths = [folder.join(format!("{name}.csv")), folder.join(format!("{name}.csv.gz"))];
    paths.into_iter().find(|path| path.is_file())
}

fn check(head: &StringRecord, columns: &[&'static str], path: &Path) -> Result<(), FleetError> {
    let has = |column: &str| head.iter().any(|name| name.trim().eq_ignore_ascii_case(column));
    match columns.iter().find(|column| !has(column)) {
        None => Ok(()),
        Some(column) => Err(FleetError::Column { file: path.to_owned(), column, needed: columns.join(", ") }),
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, FleetError> {
    let wrong = |cause| FleetError::File { file: path.to_owned(), cause };
    let packed = std::fs::File::open(path).map_err(wrong)?;
    let mut plain = Vec::new();
    if path.extension().is_some_and(|ending| ending == "gz") {
        let unpacked = flate2::read::MultiGzDecoder::new(packed);
        unpacked.take(LONGEST + 1).read_to_end(&mut plain).map_err(wrong)?;
    } else {
        packed.take(LONGEST + 1).read_to_end(&mut plain).map_err(wrong)?;
    }
    if plain.len() as u64 > LONGEST {
        return Err(FleetError::TooLong(path.to_owned()));
    }
    if plain.starts_with(&[0xEF, 0xBB, 0xBF]) {
        plain.drain(..3);
    }
    Ok(plain)
}

/// The SHA-256 of a file.
pub(crate) fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
