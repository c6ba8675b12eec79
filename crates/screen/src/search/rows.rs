use super::asked::{AskedError, country, identifier, kind};
use super::{Query, SearchError};
use crate::{Country, DateSpan, EntityKind, Identifier, IdentifierKind, Trace};
use serde::Serialize;
use std::io::Read;
use thalweg_core::{Intake, Place};

/// Which column of a name list is what; none where the list has no such column.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Columns {
    /// The name.
    pub name: Option<usize>,
    /// Person, company, ship.
    pub kind: Option<usize>,
    /// A country.
    pub country: Option<usize>,
    /// A date of birth.
    pub birth: Option<usize>,
    /// An IMO number of a ship or a company.
    pub imo: Option<usize>,
    /// Another identifier: `KIND:NUMBER`, or a number of any kind.
    pub id: Option<usize>,
}

/// Why the columns of a name list are not known.
#[derive(Debug, thiserror::Error)]
pub enum ColumnsError {
    /// No column with names and none with identifiers.
    #[error("no column is called name, imo or id among: {0}; say which is what, such as name=COLUMN")]
    None(String),
    /// A column that was named is not there.
    #[error("there is no column `{wanted}` among: {all}")]
    Missing {
        /// As named.
        wanted: String,
        /// Those that are there.
        all: String,
    },
    /// Something that no column can be.
    #[error(
        "`{0}` is nothing that a column can be: write name, kind, country, birth, imo or id, such as name=COLUMN"
    )]
    What(String),
    /// The file cannot be read.
    #[error("the first line cannot be read: {0}")]
    Unreadable(#[from] csv::Error),
}

/// What headers mean without being told.
const KNOWN: [(&str, &[&str]); 6] = [
    (
        "name",
        &[
            "name",
            "full_name",
            "fullname",
            "vessel_name",
            "company_name",
            "entity_name",
            "customer_name",
            "counterparty",
        ],
    ),
    ("kind", &["kind", "type", "schema", "entity_type"]),
    ("country", &["country", "nationality", "flag", "jurisdiction", "citizenship", "country_code"]),
    ("birth", &["birth", "born", "dob", "date_of_birth", "birth_date", "birthdate"]),
    ("imo", &["imo", "vessel_imo", "company_imo", "imo_number"]),
    ("id", &["id_number", "identifier", "id"]),
];

impl Columns {
    /// Finds them in a header: those that the user named (`name=Kunde`), then those with a name that we know.
    ///
    /// # Errors
    /// Where a column that was named is not there, or nothing is left to look for.
    pub fn find(header: &[String], named: &[String]) -> Result<Self, ColumnsError> {
        let all = || header.join(", ").chars().take(300).collect::<String>();
        let mut columns = Self::default();
        for words in named {
            let (what, wanted) = words.split_once('=').ok_or_else(|| ColumnsError::What(words.clone()))?;
            let at = header.iter().position(|column| column.trim() == wanted.trim());
            let at = at.ok_or_else(|| ColumnsError::Missing { wanted: wanted.to_owned(), all: all() })?;
            *columns.slot(what.trim()).ok_or_else(|| ColumnsError::What(what.to_owned()))? = Some(at);
        }
        for (what, words) in KNOWN {
            let plain = |column: &String| column.trim().to_lowercase().replace([' ', '-'], "_");
            let at = words.iter().find_map(|word| header.iter().position(|column| plain(column) == *word));
            if let Some(slot) = columns.slot(what) {
                *slot = slot.or(at);
            }
        }
        let any = columns.name.or(columns.imo).or(columns.id).is_some();
        if any { Ok(columns) } else { Err(ColumnsError::None(all())) }
    }

    fn slot(&mut self, what: &str) -> Option<&mut Option<usize>> {
        match what {
            "name" => Some(&mut self.name),
            "kind" => Some(&mut self.kind),
            "country" => Some(&mut self.country),
            "birth" => Some(&mut self.birth),
            "imo" => Some(&mut self.imo),
            "id" => Some(&mut self.id),
            _ => None,
        }
    }
}

/// A row of a name list that can be looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryRow {
    /// Its line, counted from one.
    pub line: u64,
    /// Whom to look for.
    pub query: Query,
}

/// Values that could not be read and were left out of a question, by reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Why.
    pub reason: String,
    /// How many.
    pub count: usize,
    /// The first.
    pub first: Place,
}

/// A name list in CSV, row by row: in bounded memory, however long it is.
#[derive(Debug)]
pub struct QueryRows<R> {
    rows: csv::Reader<R>,
    columns: Columns,
    record: csv::ByteRecord,
    file: String,
    intake: Intake,
    left_out: Vec<LeftOut>,
}

impl<R: Read> QueryRows<R> {
    /// Begins to read. `named` says which column is what: `name=Kunde`.
    ///
    /// # Errors
    /// [`ColumnsError`].
    pub fn new(file: &str, bytes: R, named: &[String]) -> Result<Self, ColumnsError> {
        let mut rows = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let header: Vec<String> = rows
            .byte_headers()?
            .iter()
            .map(|column| String::from_utf8_lossy(column).trim_start_matches('\u{feff}').to_owned())
            .collect();
        let columns = Columns::find(&header, named)?;
        Ok(Self {
            rows,
            columns,
            record: csv::ByteRecord::new(),
            file: file.to_owned(),
            intake: Intake::new(file),
            left_out: Vec::new(),
        })
    }

    /// Which column is what.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Rows that were taken, and those that were refused, by reason.
    pub fn intake(&self) -> &Intake {
        &self.intake
    }

    /// Values that were left out of rows that were taken.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// The next row that asks for somebody.
    fn take(&mut self) -> Option<QueryRow> {
        loop {
            let mut record = std::mem::take(&mut self.record);
            let read = self.rows.read_byte_record(&mut record);
            self.record = record;
            let line = self.record.position().map_or(0, csv::Position::line);
            match read {
                Ok(false) => return None,
                Ok(true) => {}
                Err(error) => {
                    let last = error.is_io_error();
                    self.refuse(&error.to_string(), line);
                    if last {
                        return None;
                    }
                    continue;
                }
            }
            match self.query(line) {
                Ok(query) => {
                    self.intake.accept();
                    return Some(QueryRow { line, query });
                }
                Err(reason) => self.refuse(&reason, line),
            }
        }
    }

    fn query(&mut self, line: u64) -> Result<Query, String> {
        let columns = self.columns.clone();
        let text = |at: Option<usize>| -> Result<String, String> {
            let bytes = at.and_then(|at| self.record.get(at)).unwrap_or_default();
            let text = std::str::from_utf8(bytes).map_err(|_| "not UTF-8".to_owned())?;
            Ok(text.trim().to_owned())
        };
        let (name, imo, id) = (text(columns.name)?, text(columns.imo)?, text(columns.id)?);
        let (what, place, birth) = (text(columns.kind)?, text(columns.country)?, text(columns.birth)?);
        let mut query = Query {
            names: Some(name).filter(|name| !name.is_empty()).into_iter().collect(),
            ..Query::default()
        };
        query.kind = self.value(&what, kind, line);
        query.countries.extend::<Option<Country>>(self.value(&place, country, line));
        query.births.extend::<Option<DateSpan>>(self.value(&birth, |text| Ok(text.parse()?), line));
        let of_kind = query.kind;
        query.identifiers.extend::<Option<Identifier>>(self.value(
            &imo,
            |text| imo_number(text, of_kind),
            line,
        ));
        query.identifiers.extend::<Option<Identifier>>(self.value(&id, identifier, line));
        match query.check() {
            Ok(()) => Ok(query),
            Err(SearchError::Empty) => Err("neither a name nor an identifier that can be read".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// A value, or none where there is none; one that cannot be read is left out, and that is counted.
    fn value<T>(
        &mut self,
        text: &str,
        read: impl FnOnce(&str) -> Result<T, AskedError>,
        line: u64,
    ) -> Option<T> {
        if text.is_empty() {
            return None;
        }
        match read(text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.leave_out(&error, line);
                None
            }
        }
    }

    fn leave_out(&mut self, error: &AskedError, line: u64) {
        let reason = match error {
            AskedError::Kind(_) => "a kind that is none of person, company, ship, aircraft",
            AskedError::Country(_) => "a country that we do not know",
            AskedError::Birth(_) => "a date of birth that cannot be read",
            AskedError::Identifier { .. } => "an identifier that fails its check",
            AskedError::IdentifierKind(_) => "an identifier of an unknown kind",
        };
        match self.left_out.iter_mut().find(|left| left.reason == reason) {
            Some(left) => left.count += 1,
            None => {
                let first = Place::new(&self.file, line as usize, &error.to_string());
                self.left_out.push(LeftOut { reason: reason.to_owned(), count: 1, first });
            }
        }
    }

    fn refuse(&mut self, reason: &str, line: u64) {
        let text: String = String::from_utf8_lossy(self.record.as_slice()).chars().take(120).collect();
        self.intake.refuse(reason, Place::new(&self.file, line as usize, &text));
    }
}

impl<R: Read> Iterator for QueryRows<R> {
    type Item = QueryRow;

    fn next(&mut self) -> Option<QueryRow> {
        self.take()
    }
}

/// An IMO number: of a company where the row is one, or where only that check digit fits and the row is no ship.
fn imo_number(text: &str, of_kind: Option<EntityKind>) -> Result<Identifier, AskedError> {
    let kind = if of_kind == Some(EntityKind::Company) {
        IdentifierKind::CompanyImo
    } else {
        IdentifierKind::ShipImo
    };
    let read = Identifier::checked(kind, text, None, None, Trace::default());
    let other = of_kind == Some(EntityKind::Ship) && read.kind != kind;
    let fault = read.fault.clone().or(other.then(|| "its check digit is that of a company".to_owned()));
    match fault {
        None => Ok(read),
        Some(fault) => Err(AskedError::Identifier {
            written: text.chars().take(60).collect(),
            kind: kind.words(),
            fault,
        }),
    }
}
