//! A table of assumed subsidies.

use crate::error::{Error, ErrorKind};
use thalweg_core::{Place, Problem};
use thalweg_trade::scenario::{Action, Change, Measure, OnProduction, Word};

const HEADER: &str = "country,sector,subsidy";

/// Reads assumed subsidies from the text of a CSV file with the columns `country,sector,subsidy`: a code or a group, a
/// code, a group or `tradable`, and a fraction of cost. `file` is what errors call it.
///
/// # Errors
/// [`ErrorKind::Question`] with every line that is wrong. Whether a baseline knows the words is found when the question is
/// put, with the same places.
///
/// ```
/// use thalweg_talks::read_subsidies;
/// let measures = read_subsidies("assumed.csv", "country,sector,subsidy\nCHN,steel,0.05\n")?;
/// assert_eq!(measures.len(), 1);
/// let error = read_subsidies("assumed.csv", "country,sector,subsidy\nCHN,steel,five\n").unwrap_err();
/// assert!(error.to_string().starts_with("assumed.csv:2:11: `five` is not a finite number"));
/// # Ok::<(), thalweg_talks::Error>(())
/// ```
pub fn read_subsidies(file: &str, text: &str) -> Result<Vec<Measure>, Error> {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let mut problems = Vec::new();
    match lines.next() {
        Some((_, line)) if cells(line).iter().map(|cell| cell.text).eq(HEADER.split(',')) => {}
        found => {
            let (number, line) = found.unwrap_or_default();
            let problem = Problem::new(format!("`{file}` does not begin with the names of its columns"));
            let place = Place::new(file, number + 1, line);
            problems.push(problem.at(place).help(format!("the first line is `{HEADER}`")));
        }
    }
    let mut measures = Vec::new();
    if problems.is_empty() {
        for (number, line) in lines {
            match measure(file, number + 1, line) {
                Ok(measure) => measures.push(measure),
                Err(problem) => problems.push(problem),
            }
        }
    }
    if measures.is_empty() && problems.is_empty() {
        problems.push(Problem::new(format!("`{file}` has no rows")).at(Place::new(file, 1, HEADER)));
    }
    if problems.is_empty() { Ok(measures) } else { Err(Error::new(ErrorKind::Question, problems)) }
}

/// A part of a line.
struct Cell<'a> {
    text: &'a str,
    /// First character, counted from one.
    column: usize,
}

fn cells(line: &str) -> Vec<Cell<'_>> {
    let mut column = 1;
    let cell = |raw: &'_ str| {
        let blanks = raw.chars().take_while(|c| c.is_whitespace()).count();
        let start = column + blanks;
        column += raw.chars().count() + 1;
        start
    };
    let starts: Vec<usize> = line.split(',').map(cell).collect();
    line.split(',').zip(starts).map(|(raw, column)| Cell { text: raw.trim(), column }).collect()
}

fn measure(file: &str, number: usize, line: &str) -> Result<Measure, Problem> {
    let place = |cell: &Cell<'_>| Place::new(file, number, line).at(cell.column, cell.text.chars().count());
    let found = cells(line);
    let [country, sector, rate] = found.as_slice() else {
        let message = format!("{} columns, but there are 3: {HEADER}", found.len());
        return Err(Problem::new(message).at(Place::new(file, number, line)));
    };
    let Some(value) = rate.text.parse::<f64>().ok().filter(|value| value.is_finite()) else {
        let problem = Problem::new(format!("`{}` is not a finite number", rate.text)).at(place(rate));
        return Err(problem.help("write a fraction of cost, such as 0.05"));
    };
    let word = |cell: &Cell<'_>| Word { text: cell.text.to_owned(), place: Some(place(cell)) };
    let production = OnProduction {
        country: word(country).into(),
        sectors: word(sector).into(),
        change: Change::Set(value),
    };
    Ok(Measure { action: Action::Subsidy(production), place: Some(place(rate)) })
}
