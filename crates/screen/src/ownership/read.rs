//! Holdings and listings in tables.

use super::{Class, Graph, Matched, NewHolding, Seed, Seeds, Stake, StakeError};
use crate::{Authority, EntityKind, Measure, Source, SourceId, Trace};
use csv::{ByteRecord, ReaderBuilder, StringRecord};
use jiff::civil::Date;
use thalweg_core::{Intake, Place};

/// Why a table of holdings or of listings cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OwnersError {
    /// A column is missing.
    #[error("`{file}` has no column `{column}`: {needed}")]
    Column {
        /// The file.
        file: String,
        /// The column.
        column: &'static str,
        /// What the table is made of.
        needed: &'static str,
    },
    /// It is no JSON of statements.
    #[error(
        "`{0}` holds no statements of the Beneficial Ownership Data Standard: an array of objects, or one object a line"
    )]
    Statements(String),
    /// More sources than can be numbered.
    #[error("more than 65,535 sources: a trace cannot number them")]
    TooManySources,
    /// More names than a graph can number.
    #[error("`{0}` has more than four billion rows")]
    TooLong(String),
}

const HOLDINGS: &str = "a table of holdings has the columns holder,held,share,class,from,to,source, and can have joint, \
     holder_kind, holder_country, holder_government and the same for held";
const LISTINGS: &str = "a table of listings has the columns name (or id), authority, measure, from, to";

/// Which cell of a row is which; 0-based, none where the column is absent.
struct Columns {
    at: Vec<Option<usize>>,
}

impl Columns {
    fn of(head: &StringRecord, names: &[&str]) -> Self {
        let place = |name: &&str| head.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
        Self { at: names.iter().map(place).collect() }
    }

    fn text<'a>(&self, row: &'a StringRecord, column: usize) -> &'a str {
        self.at.get(column).copied().flatten().and_then(|at| row.get(at)).map_or("", str::trim)
    }
}

const NAMES: [&str; 14] = [
    "holder",
    "held",
    "share",
    "class",
    "from",
    "to",
    "source",
    "joint",
    "holder_kind",
    "holder_country",
    "holder_government",
    "held_kind",
    "held_country",
    "held_government",
];

fn day(text: &str) -> Result<Option<Date>, &'static str> {
    match text {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| "no day: such as 2024-03-01"),
    }
}

fn span(from: &str, to: &str) -> Result<(Option<Date>, Option<Date>), &'static str> {
    let (from, to) = (day(from)?, day(to)?);
    let turned = from.zip(to).is_some_and(|(from, to)| to < from);
    if turned { Err("it ends before it begins") } else { Ok((from, to)) }
}

fn kind(text: &str) -> Result<EntityKind, &'static str> {
    Ok(match text.to_lowercase().as_str() {
        "" | "other" => EntityKind::Other,
        "person" | "individual" => EntityKind::Person,
        "company" | "entity" | "organisation" | "organization" | "government" => EntityKind::Company,
        "ship" | "vessel" => EntityKind::Ship,
        "aircraft" => EntityKind::Aircraft,
        _ => return Err("a kind that is not known: person, company, ship or aircraft"),
    })
}

fn government(text: &str) -> Result<Option<[u8; 2]>, &'static str> {
    match text.to_uppercase().as_bytes() {
        [] => Ok(None),
        [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => Ok(Some([*a, *b])),
        _ => Err("no government: a country in two letters, such as VE"),
    }
}

/// Reads the rows of a table, each of which is taken or refused with a reason.
fn rows(
    bytes: &[u8],
    file: &str,
    source: SourceId,
    check: impl FnOnce(&StringRecord) -> Result<Columns, OwnersError>,
    mut take: impl FnMut(&Columns, &StringRecord, Trace) -> Result<(), &'static str>,
) -> Result<Intake, OwnersError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut intake = Intake::new(file);
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(bytes);
    let head = reader.byte_headers().ok().cloned().unwrap_or_default();
    let columns = check(&StringRecord::from_byte_record_lossy(head))?;
    let mut record = ByteRecord::new();
    // bytes in memory, rows of any length: there is nothing that this reader could fail at
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let line = record.position().map_or(0, csv::Position::line);
        let trace = Trace::new(source, u32::try_from(line).unwrap_or(u32::MAX));
        let taken = match StringRecord::from_byte_record(std::mem::take(&mut record)) {
            Ok(row) => {
                let taken = take(&columns, &row, trace).map_err(|reason| (reason, words(&row)));
                record = row.into_byte_record();
                taken
            }
            Err(wrong) => {
                record = wrong.into_byte_record();
                Err(("a byte is not UTF-8", words(&StringRecord::from_byte_record_lossy(record.clone()))))
            }
        };
        match taken {
            Ok(()) => intake.accept(),
            Err((reason, text)) => intake.refuse(reason, Place::new(file, line as usize, &text)),
        }
    }
    Ok(intake)
}

fn words(row: &StringRecord) -> String {
    row.iter().collect::<Vec<_>>().join(",")
}

pub(super) fn fault(error: StakeError) -> &'static str {
    match error {
        StakeError::Form => {
            "no share: a number, a band such as 25-50, >75, 75+, or nothing where it is unknown"
        }
        StakeError::Negative => "a negative share",
        StakeError::AboveWhole => "a share above 100 percent",
        StakeError::Turned => "a band that ends below its beginning",
    }
}

impl Graph {
    /// Reads holdings from a table: `holder,held,share,class,from,to,source`.
    ///
    /// `share` is a number of percent, a band (`25-50`, `>75`, `75+`), or empty where nobody knows. `class` is `shares` (or nothing),
    /// `votes`, `board`, `control`, `owned or controlled by`, `signatory`. Columns that may be there: `joint` (holders of one
    /// arrangement), and for `holder_` and `held_`: `kind`, `country`, `government` (a country in two letters).
    ///
    /// # Errors
    /// [`OwnersError`]: `holder` or `held` is missing, or there are too many sources.
    ///
    /// ```
    /// use thalweg_screen::ownership::Graph;
    /// let table = "holder,held,share,class,from,to,source\nX,A,50,,2020-01-01,,register\nX,A,120,,,,register\n";
    /// let mut graph = Graph::default();
    /// let intake = graph.read_csv(table.as_bytes(), "owners.csv")?;
    /// assert_eq!((graph.len(), intake.refusals[0].reason.as_str()), (1, "a share above 100 percent"));
    /// # Ok::<(), thalweg_screen::ownership::OwnersError>(())
    /// ```
    pub fn read_csv(&mut self, bytes: &[u8], file: &str) -> Result<Intake, OwnersError> {
        let source = self.open(bytes, file, "holdings")?;
        let check = |head: &StringRecord| {
            let columns = Columns::of(head, &NAMES);
            let missing = NAMES[..2].iter().zip(&columns.at).find(|(_, at)| at.is_none());
            match missing {
                None => Ok(columns),
                Some((column, _)) => {
                    Err(OwnersError::Column { file: file.to_owned(), column, needed: HOLDINGS })
                }
            }
        };
        rows(bytes, file, source, check, |columns, row, trace| self.row(columns, row, trace))
    }

    fn row(&mut self, columns: &Columns, row: &StringRecord, trace: Trace) -> Result<(), &'static str> {
        let text = |at: usize| columns.text(row, at);
        if text(0).is_empty() || text(1).is_empty() {
            return Err("a holder or what is held is missing");
        }
        let class = Class::of(text(3)).ok_or(
            "a class that is not known: shares, votes, board, control, owned or controlled by, signatory",
        )?;
        let stake: Stake = text(2).parse().map_err(fault)?;
        let (from, to) = span(text(4), text(5))?;
        let describe =
            |k: usize| Ok::<_, &'static str>((kind(text(k))?, text(k + 1), government(text(k + 2))?));
        let described = [describe(8)?, describe(11)?];
        let (holder, held) = (self.node(text(0)), self.node(text(1)));
        if holder == held {
            return Err("somebody who holds itself");
        }
        for (node, (kind, country, government)) in [holder, held].into_iter().zip(described) {
            if kind != EntityKind::Other || !country.is_empty() {
                self.describe(node, kind, Some(country).filter(|country| !country.is_empty()));
            }
            if let Some(country) = government {
                self.govern(node, country);
            }
        }
        let (label, source, joint) = (text(3), text(6), text(7));
        self.hold(holder, held, NewHolding { stake, class, label, from, to, source, joint, trace });
        Ok(())
    }

    pub(super) fn open(&mut self, bytes: &[u8], file: &str, list: &str) -> Result<SourceId, OwnersError> {
        if bytes.len() as u64 > u64::from(u32::MAX) * 4 {
            return Err(OwnersError::TooLong(file.to_owned()));
        }
        let number = usize::from(self.first_source) + self.sources.len();
        let id = u16::try_from(number).map(SourceId).map_err(|_| OwnersError::TooManySources)?;
        self.sources.push(Source {
            file: file.to_owned(),
            list: list.to_owned(),
            version: None,
            fingerprint: crate::fleet::fingerprint(bytes),
        });
        Ok(id)
    }
}

/// What a cell says that a listing does; nothing means a freeze.
fn measure(text: &str) -> Result<Measure, &'static str> {
    match text {
        "" => Ok(Measure::AssetFreeze),
        text => text
            .parse()
            .map_err(|_| "a measure that is not known: asset freeze, port ban, sectoral or another"),
    }
}

impl Seeds {
    /// Reads listings from a table: `name` (or `id`), `authority`, `measure`, `from`, `to`.
    ///
    /// Only `asset freeze` blocks. A name that the graph does not have is kept in [`Seeds::elsewhere`]: it blocks nobody there.
    ///
    /// # Errors
    /// [`OwnersError`]: a column is missing, or there are too many sources.
    pub fn read_csv(&mut self, graph: &mut Graph, bytes: &[u8], file: &str) -> Result<Intake, OwnersError> {
        const NAMES: [&str; 6] = ["name", "id", "authority", "measure", "from", "to"];
        let source = graph.open(bytes, file, "listings")?;
        let check = |head: &StringRecord| {
            let columns = Columns::of(head, &NAMES);
            let has = |at: usize| columns.at[at].is_some();
            let missing = match (has(0) || has(1), has(2)) {
                (false, _) => Some("name"),
                (true, false) => Some("authority"),
                _ => None,
            };
            match missing {
                None => Ok(columns),
                Some(column) => Err(OwnersError::Column { file: file.to_owned(), column, needed: LISTINGS }),
            }
        };
        rows(bytes, file, source, check, |columns, row, trace| {
            let text = |at: usize| columns.text(row, at);
            let ids: Vec<&str> = [text(1), text(0)].into_iter().filter(|id| !id.is_empty()).collect();
            let Some(first) = ids.first() else { return Err("a name is missing") };
            let authority: Authority =
                text(2).parse().map_err(|_| "an authority is missing: us, eu, uk or another")?;
            let (from, to) = span(text(4), text(5))?;
            let measures = vec![measure(text(3))?];
            let found = ids.iter().map(|id| graph.find_all(id)).find(|found| !found.is_empty());
            let found = found.unwrap_or_default();
            if found.is_empty() {
                self.elsewhere.push((*first).to_owned());
            }
            // a name that several bear is no identity
            let matched = if found.len() > 1 { Matched::Name } else { Matched::Identity };
            for node in found {
                let (authority, measures) = (authority.clone(), measures.clone());
                self.add(node, Seed { authority, measures, from, to, list: file.to_owned(), matched, trace });
            }
            Ok(())
        })
    }
}
