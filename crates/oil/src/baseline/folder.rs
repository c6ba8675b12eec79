//! Reads the files of a baseline: all of them, with everything that is wrong.

use super::table_file::{Row, TableFile};
use super::unit::OneUnit;
use super::{Baseline, Fleet, Pipeline, Refiner, Source, about};
use crate::class::Class;
use crate::error::{Error, ErrorKind};
use crate::sea_ways;
use std::path::Path;
use thalweg_core::{Problem, Text};

/// Name and text of each file; no text where it is not there.
pub(super) type Files = Vec<(String, Option<String>)>;

const NEEDED: [&str; 5] = ["oil.toml", "origins.csv", "buyers.csv", "flows.csv", "fleets.csv"];
const OPTIONAL: [&str; 2] = ["capacities.csv", "prices.csv"];

/// Origins, or buyers, at most: a step of the solver grows with the cube of their number.
const MOST: usize = 200;

/// Largest file that is read.
const LARGEST: u64 = 64 << 20;

/// Loads a folder.
pub(super) fn load(folder: &Path) -> Result<Files, Error> {
    let (mut files, mut problems) = (Files::new(), Vec::new());
    for name in NEEDED.into_iter().chain(OPTIONAL) {
        let path = folder.join(name);
        let shown = path.display().to_string();
        if !path.exists() {
            if NEEDED.contains(&name) {
                let problem = Problem::new(format!("there is no file `{shown}`"));
                problems.push(problem.help("`docs/oil.md` lists the files of a baseline"));
            }
            files.push((shown, None));
            continue;
        }
        match load_one(&path, &shown) {
            Ok(text) => files.push((shown, Some(text))),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(files) } else { Err(Error::new(ErrorKind::File, problems)) }
}

fn load_one(path: &Path, shown: &str) -> Result<String, Problem> {
    let unreadable = |error: std::io::Error| Problem::new(format!("`{shown}` cannot be read: {error}"));
    if std::fs::metadata(path).map_err(unreadable)?.len() > LARGEST {
        return Err(Problem::new(format!("`{shown}` is larger than 64 MiB")));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    Ok(Text::from_bytes(shown, &bytes)?.content().to_owned())
}

/// What reading gathers.
struct Reading {
    baseline: Baseline,
    problems: Vec<Problem>,
}

/// Reads all files.
pub(super) fn read(files: &Files) -> Result<Baseline, Error> {
    let text = |name: &str| {
        let found = files.iter().find(|(file, _)| file.ends_with(name));
        found.and_then(|(file, text)| text.as_ref().map(|text| Text::new(file.as_str(), text)))
    };
    let empty = |name: &str| text(name).unwrap_or_else(|| Text::new(name, ""));
    let about =
        about::read(&empty("oil.toml")).map_err(|problems| Error::new(ErrorKind::Baseline, problems))?;
    let parameters = about.parameters.clone();
    let mut reading = Reading {
        baseline: Baseline {
            about,
            parameters,
            origins: Vec::new(),
            buyers: Vec::new(),
            flows: Vec::new(),
            pipelines: Vec::new(),
            fleets: Vec::new(),
            power: Vec::new(),
            intake: Vec::new(),
        },
        problems: Vec::new(),
    };
    reading.origins(&empty("origins.csv"));
    reading.buyers(&empty("buyers.csv"));
    reading.flows(&empty("flows.csv"));
    reading.fleets(&empty("fleets.csv"));
    if let Some(text) = text("capacities.csv") {
        reading.capacities(&text);
    }
    if let Some(text) = text("prices.csv") {
        reading.prices(&text);
    }
    reading.check();
    match reading.problems.is_empty() {
        true => Ok(reading.baseline),
        false => Err(Error::new(ErrorKind::Baseline, reading.problems)),
    }
}

impl Reading {
    /// Gives every row to `take`, and keeps what is wrong.
    fn each(
        &mut self,
        text: &Text,
        needed: &[&str],
        allowed: &[&str],
        mut take: impl FnMut(&mut Baseline, &Row<'_>) -> Result<(), Problem>,
    ) {
        let mut file = TableFile::read(text, needed, allowed);
        let sound = file.problems.is_empty();
        self.problems.append(&mut file.problems);
        if sound {
            for row in file.rows() {
                if let Err(problem) = take(&mut self.baseline, &row) {
                    self.problems.push(problem);
                }
            }
        }
        self.baseline.intake.push(file.intake);
    }

    fn origins(&mut self, text: &Text) {
        let needed = ["origin", "name", "seller", "port", "barrels_per_tonne", "supply_short", "supply_long"];
        let allowed = [
            "countries",
            "grade",
            "largest",
            "differential",
            "first_cost",
            "service",
            "shadow_discount",
            "source",
        ];
        self.each(text, &needed, &allowed, |baseline, row| {
            let origin = origin(row)?;
            if baseline.origin(&origin.code).is_some() {
                return Err(row.problem(format!("origin `{}` stands twice", origin.code)));
            }
            baseline.origins.push(origin);
            Ok(())
        });
    }

    fn buyers(&mut self, text: &Text) {
        let needed = ["buyer", "name", "port", "demand_short", "demand_long"];
        self.each(
            text,
            &needed,
            &["class", "countries", "groups", "takes_shadow", "source"],
            |baseline, row| {
                let buyer = refiner(row)?;
                if baseline.buyer(&buyer.code).is_some() {
                    return Err(row.problem(format!("buyer `{}` stands twice", buyer.code)));
                }
                baseline.buyers.push(buyer);
                Ok(())
            },
        );
    }

    fn flows(&mut self, text: &Text) {
        self.baseline.flows = vec![vec![0.0; self.baseline.buyers.len()]; self.baseline.origins.len()];
        let mut seen = vec![vec![false; self.baseline.buyers.len()]; self.baseline.origins.len()];
        let mut unit = OneUnit::default();
        self.each(text, &["origin", "buyer", "value", "unit"], &["source"], |baseline, row| {
            let (o, b) = pair(baseline, row, "origin", "buyer")?;
            let value = row.within("value", 0.0, f64::INFINITY)?;
            let per_tonne = baseline.origins[o].barrels_per_tonne;
            let barrels = unit.of(row)?.barrels(value, Some(per_tonne)).unwrap_or(value);
            if std::mem::replace(&mut seen[o][b], true) {
                return Err(row.problem("this pair stands twice".to_owned()));
            }
            baseline.flows[o][b] = barrels;
            Ok(())
        });
    }

    fn fleets(&mut self, text: &Text) {
        self.each(
            text,
            &["channel", "class", "ships"],
            &["deadweight", "used", "source"],
            |baseline, row| {
                let class = row.word("class", &Class::ALL.map(|class| (class.word(), class)))?;
                baseline.fleets.push(Fleet {
                    shadow: row.word("channel", &[("mainstream", false), ("shadow", true)])?,
                    class,
                    ships: row.within("ships", 0.0, 1e6)?,
                    deadweight: row.within_or("deadweight", 1000.0, 600_000.0, class.deadweight())?,
                    used: row.within_or("used", 0.0, 1.0, 0.7)?,
                });
                Ok(())
            },
        );
    }

    fn capacities(&mut self, text: &Text) {
        let mut unit = OneUnit::default();
        self.each(
            text,
            &["kind", "origin", "buyer", "value", "unit"],
            &["tariff", "source"],
            |baseline, row| {
                let value = row.within("value", 0.0, f64::INFINITY)?;
                let unit = unit.of(row)?;
                match row.word("kind", &[("refinery", 0), ("terminal", 1), ("pipeline", 2)])? {
                    0 => {
                        let b = row.code("buyer", baseline.buyers.iter().map(|buyer| buyer.code.as_str()))?;
                        let barrels = unit.barrels(value, None).ok_or_else(|| {
                            row.problem(
                                "a refinery takes many grades: its capacity in tonnes says no barrels"
                                    .to_owned(),
                            )
                            .help("give it in `mb/d` or `kb/d`")
                        })?;
                        baseline.buyers[b].capacity = Some(barrels);
                    }
                    1 => {
                        let o =
                            row.code("origin", baseline.origins.iter().map(|origin| origin.code.as_str()))?;
                        let per_tonne = baseline.origins[o].barrels_per_tonne;
                        baseline.origins[o].throughput = unit.barrels(value, Some(per_tonne));
                    }
                    _ => {
                        let (origin, buyer) = pair(baseline, row, "origin", "buyer")?;
                        let per_tonne = baseline.origins[origin].barrels_per_tonne;
                        let capacity = unit.barrels(value, Some(per_tonne)).unwrap_or(value);
                        let tariff = row.within_or("tariff", 0.0, 1e3, 3.0)?;
                        baseline.pipelines.push(Pipeline { origin, buyer, capacity, tariff });
                    }
                }
                Ok(())
            },
        );
    }

    fn prices(&mut self, text: &Text) {
        self.each(text, &["what", "origin", "buyer", "value", "unit"], &["source"], |baseline, row| {
            row.word("what", &[("power", ())])?;
            row.word("unit", &[("usd_bbl", ())])?;
            let (o, b) = pair(baseline, row, "origin", "buyer")?;
            baseline.power.push((o, b, row.within("value", 0.0, 1e3)?));
            Ok(())
        });
    }

    /// What no single row shows.
    fn check(&mut self) {
        if !self.problems.is_empty() {
            return;
        }
        let baseline = &self.baseline;
        let mut problems = Vec::new();
        if baseline.origins.len().max(baseline.buyers.len()) > MOST {
            let message = format!("{} origins and {} buyers", baseline.origins.len(), baseline.buyers.len());
            problems
                .push(Problem::new(message).help(format!("a market has at most {MOST} of each: merge some")));
        }
        for (at, pipe) in baseline.pipelines.iter().enumerate() {
            let same = |other: &Pipeline| (other.origin, other.buyer) == (pipe.origin, pipe.buyer);
            if baseline.pipelines[..at].iter().any(same) {
                let (origin, buyer) =
                    (&baseline.origins[pipe.origin].code, &baseline.buyers[pipe.buyer].code);
                problems.push(Problem::new(format!("the pipe from `{origin}` to `{buyer}` stands twice")));
            }
        }
        if baseline.origin(&baseline.parameters.benchmark).is_none() {
            let word = &baseline.parameters.benchmark;
            problems.push(Problem::new(format!("the benchmark `{word}` is no origin")));
        }
        for (o, origin) in baseline.origins.iter().enumerate().filter(|(o, _)| baseline.exports(*o) <= 0.0) {
            problems
                .push(Problem::new(format!("origin `{}` sells nothing", origin.code)).help("leave it out"));
            let _ = o;
        }
        for (o, origin) in baseline.origins.iter().enumerate() {
            let exports = baseline.exports(o);
            if let Some(most) = origin.throughput.filter(|most| *most < exports * (1.0 - 1e-9)) {
                let message =
                    format!("terminals of `{}` can load {most}, and its flows are {exports}", origin.code);
                problems.push(Problem::new(message));
            }
        }
        for (b, buyer) in baseline.buyers.iter().enumerate() {
            let imports = baseline.imports(b);
            if imports <= 0.0 {
                let problem = Problem::new(format!(
                    "buyer `{}` has no way to be supplied: it buys nothing",
                    buyer.code
                ));
                problems.push(problem.help("give it flows, or leave it out"));
            }
            if let Some(most) = buyer.capacity.filter(|most| *most < imports * (1.0 - 1e-9)) {
                let message =
                    format!("refineries of `{}` can take {most}, and its flows are {imports}", buyer.code);
                problems.push(Problem::new(message));
            }
        }
        if baseline.fleets.iter().filter(|fleet| !fleet.shadow).map(|fleet| fleet.ships).sum::<f64>() <= 0.0 {
            problems.push(Problem::new("the mainstream fleet has no ships"));
        }
        self.problems = problems;
    }
}

fn pair(baseline: &Baseline, row: &Row<'_>, from: &str, to: &str) -> Result<(usize, usize), Problem> {
    let o = row.code(from, baseline.origins.iter().map(|origin| origin.code.as_str()))?;
    let b = row.code(to, baseline.buyers.iter().map(|buyer| buyer.code.as_str()))?;
    Ok((o, b))
}

fn code(row: &Row<'_>, column: &str) -> Result<String, Problem> {
    match row.text(column) {
        "" => Err(row.problem(format!("column `{column}` is empty"))),
        text => Ok(text.to_owned()),
    }
}

/// The countries that a row stands for; the code in `own` where none is named.
fn countries(row: &Row<'_>, own: &str) -> Vec<String> {
    let named: Vec<String> = row.text("countries").split_whitespace().map(str::to_owned).collect();
    if named.is_empty() { vec![row.text(own).to_owned()] } else { named }
}

fn port(row: &Row<'_>) -> Result<String, Problem> {
    row.code("port", sea_ways::places())?;
    Ok(row.text("port").to_owned())
}

fn origin(row: &Row<'_>) -> Result<Source, Problem> {
    let services =
        [("", (true, false)), ("any", (true, false)), ("shadow", (false, true)), ("both", (true, true))];
    let (mainstream, shadow) = row.word("service", &services)?;
    let classes = Class::ALL.map(|class| (class.word(), class));
    let largest = if row.text("largest").is_empty() { Class::Vlcc } else { row.word("largest", &classes)? };
    let first_cost = match row.text("first_cost") {
        "" => None,
        _ => Some(row.within("first_cost", 0.0, 1e4)?),
    };
    Ok(Source {
        code: code(row, "origin")?,
        name: code(row, "name")?,
        seller: code(row, "seller")?,
        countries: countries(row, "seller"),
        grade: row.text("grade").to_owned(),
        port: port(row)?,
        largest,
        barrels_per_tonne: row.within("barrels_per_tonne", 5.0, 9.5)?,
        differential: row.within_or("differential", -80.0, 80.0, 0.0)?,
        supply_short: row.within("supply_short", 1e-3, 10.0)?,
        supply_long: row.within("supply_long", 1e-3, 10.0)?,
        first_cost,
        mainstream,
        shadow,
        shadow_discount: row.within_or("shadow_discount", 0.0, 80.0, 0.0)?,
        throughput: None,
    })
}

fn refiner(row: &Row<'_>) -> Result<Refiner, Problem> {
    let class = match row.text("class") {
        "" => "majors",
        _ => row.word("class", &[("majors", "majors"), ("independents", "independents")])?,
    };
    Ok(Refiner {
        code: code(row, "buyer")?,
        name: code(row, "name")?,
        class: class.to_owned(),
        groups: row.text("groups").split_whitespace().map(str::to_owned).collect(),
        countries: countries(row, "buyer"),
        port: port(row)?,
        demand_short: row.within("demand_short", 1e-3, 10.0)?,
        demand_long: row.within("demand_long", 1e-3, 10.0)?,
        takes_shadow: row.word("takes_shadow", &[("", false), ("no", false), ("yes", true)])?,
        capacity: None,
    })
}
