//! What the areas of a matrix of movements are in a market: origins with a port and a grade, buyers with a port and groups.

use crate::baseline::table_file::{Row, TableFile};
use crate::error::{Error, ErrorKind};
use std::collections::BTreeSet;
use thalweg_core::{Problem, Text, nearest};

const NEEDED: [&str; 5] = ["area", "side", "code", "name", "port"];

const ALLOWED: [&str; 19] = [
    "also",
    "seller",
    "grade",
    "benchmark",
    "largest",
    "barrels_per_tonne",
    "differential",
    "supply_short",
    "supply_long",
    "first_cost",
    "shadow_discount",
    "serves",
    "class",
    "groups",
    "demand_short",
    "demand_long",
    "takes_shadow",
    "countries",
    "source",
];

/// A table of areas; `docs/oil.md` lists its columns.
///
/// An area has one row as a buyer. As an origin it may have several: those with codes of buyers in `serves` sell to these alone, and
/// the one without to all others.
#[derive(Debug, Clone, PartialEq)]
pub struct Areas {
    pub(crate) rows: Vec<Area>,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Area {
    names: Vec<String>,
    pub(crate) is_origin: bool,
    pub(crate) code: String,
    pub(crate) benchmark: bool,
    serves: Vec<String>,
    cells: Vec<(&'static str, String)>,
}

impl Area {
    /// The cell of a column of the table.
    pub(crate) fn cell(&self, column: &str) -> &str {
        self.cells.iter().find(|(known, _)| *known == column).map_or("", |(_, text)| text.as_str())
    }

    fn read(row: &Row<'_>) -> Result<Self, Problem> {
        for column in NEEDED {
            if row.text(column).is_empty() {
                return Err(row.problem(format!("column `{column}` is empty")));
            }
        }
        let also = row.text("also").split(';').filter(|name| !name.trim().is_empty());
        let columns = NEEDED.into_iter().chain(ALLOWED);
        Ok(Self {
            names: std::iter::once(row.text("area")).chain(also).map(plain).collect(),
            is_origin: row.word("side", &[("origin", true), ("buyer", false)])?,
            code: row.text("code").to_owned(),
            benchmark: row.word("benchmark", &[("", false), ("no", false), ("yes", true)])?,
            serves: row.text("serves").split_whitespace().map(str::to_owned).collect(),
            cells: columns.map(|column| (column, row.text(column).to_owned())).collect(),
        })
    }
}

/// A name as it is compared: `S. & Cent. America` is `s and cent america`.
fn plain(name: &str) -> String {
    let name = name.to_lowercase().replace('&', " and ").replace('.', " ");
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Areas {
    /// The table that comes along: the areas of the Statistical Review, with grades, ports and elasticities of `oil-2022` where an area
    /// has a counterpart there.
    ///
    /// # Errors
    /// None, unless the table itself is broken.
    pub fn embedded() -> Result<Self, Error> {
        Self::parse(&Text::new("data/oil/areas.csv", include_str!("../../../data/oil/areas.csv")))
    }

    /// Reads a table of areas.
    ///
    /// # Errors
    /// Columns that are missing or unknown, codes or areas that stand twice, no benchmark or several.
    pub fn parse(text: &Text) -> Result<Self, Error> {
        let mut file = TableFile::read(text, &NEEDED, &ALLOWED);
        let mut problems = std::mem::take(&mut file.problems);
        let (mut areas, mut seen) = (Self { rows: Vec::new() }, BTreeSet::new());
        if problems.is_empty() {
            for row in file.rows() {
                match Area::read(&row) {
                    Ok(area) => {
                        if !seen.insert((area.is_origin, area.code.clone())) {
                            problems.push(row.problem(format!("code `{}` stands twice", area.code)));
                        }
                        if let Some(word) = areas.same_place(&area) {
                            problems
                                .push(row.problem(format!("this area has `{word}` already on this side")));
                        }
                        areas.rows.push(area);
                    }
                    Err(problem) => problems.push(problem),
                }
            }
            if areas.rows.iter().filter(|area| area.benchmark && area.is_origin).count() != 1 {
                let problem = Problem::new(format!("`{}` must have one benchmark", text.file()));
                problems.push(problem.help("write `yes` into the column `benchmark` of one origin"));
            }
        }
        if problems.is_empty() { Ok(areas) } else { Err(Error::new(ErrorKind::File, problems)) }
    }

    /// The code of another row that would take the same flows.
    fn same_place(&self, new: &Area) -> Option<&str> {
        let shares_name = |area: &&Area| area.names.iter().any(|name| new.names.contains(name));
        let shares_buyers = |area: &&Area| {
            let both_rest = area.serves.is_empty() && new.serves.is_empty();
            both_rest || area.serves.iter().any(|code| new.serves.contains(code))
        };
        let same = self.rows.iter().filter(|area| area.is_origin == new.is_origin);
        same.filter(shares_name).find(shares_buyers).map(|area| area.code.as_str())
    }

    /// The buyer that an area is.
    pub(crate) fn buyer(&self, name: &str) -> Result<&Area, Problem> {
        let found = self.side(name, false).next();
        found.ok_or_else(|| self.unknown("destination", name, false))
    }

    /// The origin from which an area sells to a buyer.
    pub(crate) fn origin(&self, name: &str, buyer: &str) -> Result<&Area, Problem> {
        let serves = |area: &&Area| area.serves.iter().any(|code| code == buyer);
        let found = self.side(name, true).find(serves);
        let found = found.or_else(|| self.side(name, true).find(|area| area.serves.is_empty()));
        found.ok_or_else(|| self.unknown("origin", name, true))
    }

    fn side(&self, name: &str, is_origin: bool) -> impl Iterator<Item = &Area> {
        let name = plain(name);
        self.rows.iter().filter(move |area| area.is_origin == is_origin && area.names.contains(&name))
    }

    fn unknown(&self, side: &str, name: &str, is_origin: bool) -> Problem {
        let problem = Problem::new(format!("no {side} in the table of areas is called `{name}`"));
        let known = self.rows.iter().filter(|area| area.is_origin == is_origin).map(|area| area.cell("area"));
        match nearest(name, known) {
            Some(near) => problem.help(format!("the nearest known word is `{near}`")),
            None => problem.help("give a table of areas of your own that has it"),
        }
    }
}
