//! A CSV file as rows whose cells know their place and their column.

use thalweg_core::{Intake, Place, Problem, Text, nearest};

/// The rows of one file.
pub(crate) struct TableFile {
    header: Vec<String>,
    rows: Vec<(Vec<String>, Place)>,
    /// What is wrong, and how many rows were read.
    pub(crate) problems: Vec<Problem>,
    pub(crate) intake: Intake,
}

/// One row.
pub(crate) struct Row<'a> {
    header: &'a [String],
    cells: &'a [String],
    pub(crate) place: &'a Place,
}

impl TableFile {
    /// Reads a file that must have the `needed` columns and may have the `allowed` ones.
    pub(crate) fn read(text: &Text, needed: &[&str], allowed: &[&str]) -> Self {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.content().as_bytes());
        let lines: Vec<(usize, &str)> = text.lines().collect();
        let place = |line: usize| {
            let content = lines.get(line.saturating_sub(1)).map_or("", |(_, text)| *text);
            Place::new(text.file(), line.max(1), content)
        };
        let mut file = Self {
            header: Vec::new(),
            rows: Vec::new(),
            problems: Vec::new(),
            intake: Intake::new(text.file()),
        };
        match reader.headers() {
            Ok(header) => file.header = header.iter().map(str::to_owned).collect(),
            Err(error) => file.problems.push(Problem::new(error.to_string()).at(place(1))),
        }
        file.check_header(needed, allowed, &place(1));
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let at = place(record.position().map_or(1, |position| position.line() as usize));
                    file.take(record.iter().map(str::to_owned).collect(), at);
                }
                Err(error) => {
                    let line = error.position().map_or(1, |position| position.line() as usize);
                    file.problems.push(Problem::new(error.to_string()).at(place(line)));
                }
            }
        }
        file
    }

    fn check_header(&mut self, needed: &[&str], allowed: &[&str], place: &Place) {
        for column in needed.iter().filter(|column| !self.header.iter().any(|h| h == *column)) {
            let problem = Problem::new(format!("there is no column `{column}`")).at(place.clone());
            self.problems.push(problem.help(format!("columns: {}", needed.join(", "))));
        }
        for (index, column) in self.header.iter().enumerate() {
            let known = needed.iter().chain(allowed).copied();
            if !known.clone().any(|known| known == column) {
                let problem = Problem::new(format!("unknown column `{column}`")).at(place.clone());
                self.problems.push(match nearest(column, known) {
                    Some(near) => problem.help(format!("the nearest known word is `{near}`")),
                    None => problem,
                });
            }
            if self.header[..index].contains(column) {
                self.problems.push(Problem::new(format!("column `{column}` stands twice")).at(place.clone()));
            }
        }
    }

    fn take(&mut self, cells: Vec<String>, place: Place) {
        if cells.len() == self.header.len() {
            self.rows.push((cells, place));
            self.intake.accept();
            return;
        }
        let message = format!("{} cells, where the header has {}", cells.len(), self.header.len());
        self.intake.refuse("another number of cells than the header", place.clone());
        self.problems.push(Problem::new(message).at(place));
    }

    /// The rows; none where the header is wrong, since nothing could be said of them.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(cells, place)| Row { header: &self.header, cells, place })
    }
}

impl Row<'_> {
    /// The cell of a column; empty where there is none.
    pub(crate) fn text(&self, column: &str) -> &str {
        let at = self.header.iter().position(|header| header == column);
        at.and_then(|at| self.cells.get(at)).map_or("", String::as_str)
    }

    /// A number, where the cell is not empty.
    pub(crate) fn number(&self, column: &str) -> Result<Option<f64>, Problem> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(self.problem(format!("`{text}` in column `{column}` is no number"))),
        }
    }

    /// A number that must be there and within bounds.
    pub(crate) fn within(&self, column: &str, low: f64, high: f64) -> Result<f64, Problem> {
        let number = self.number(column)?;
        let number = number.ok_or_else(|| self.problem(format!("column `{column}` is empty")))?;
        if number >= low && number <= high {
            return Ok(number);
        }
        let range = if high == f64::INFINITY {
            format!("at least {low}")
        } else {
            format!("between {low} and {high}")
        };
        Err(self.problem(format!("`{column}` is {number}")).help(format!("it must be {range}")))
    }

    /// The same where the cell may be empty.
    pub(crate) fn within_or(&self, column: &str, low: f64, high: f64, other: f64) -> Result<f64, Problem> {
        if self.text(column).is_empty() { Ok(other) } else { self.within(column, low, high) }
    }

    /// A word out of several.
    pub(crate) fn word<T: Copy>(&self, column: &str, words: &[(&str, T)]) -> Result<T, Problem> {
        let text = self.text(column);
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Ok(*value);
        }
        let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let problem = self.problem(format!("`{text}` in column `{column}` is not understood"));
        Err(problem.help(match nearest(text, all.iter().copied()) {
            Some(near) => format!("the nearest known word is `{near}`"),
            None => format!("words: {}", all.join(", ")),
        }))
    }

    /// Which of the known codes a cell means.
    pub(crate) fn code<'a>(
        &self,
        column: &str,
        known: impl Iterator<Item = &'a str> + Clone,
    ) -> Result<usize, Problem> {
        let text = self.text(column);
        if let Some(at) = known.clone().position(|code| code == text) {
            return Ok(at);
        }
        let problem = self.problem(format!("unknown code `{text}` in column `{column}`"));
        Err(match nearest(text, known) {
            Some(near) => problem.help(format!("the nearest known word is `{near}`")),
            None => problem,
        })
    }

    /// Something that is wrong with this row.
    pub(crate) fn problem(&self, message: String) -> Problem {
        Problem::new(message).at(self.place.clone())
    }
}
