//! The embedded worlds: numbers of a second program that shares no code with this one.

use super::{ComparedRow, Published, Source, Verdict, country, missing, rates, simulate};
use crate::error::Error;
use std::path::Path;
use thalweg_trade::scenario::{Change, Measure};
use thalweg_trade::{Baseline, Outcome, Scenario};

/// A case: baseline, embedded scenario (none: sixty points on China), real incomes in percent.
type Case = (&'static str, &'static str, Option<&'static str>, &'static [(&'static str, &'static str)]);

const INCOMES: [Case; 5] = [
    (
        "truce, 2022",
        "world-2022",
        Some("truce"),
        &[
            ("USA", "-0.2860"),
            ("CHN", "-0.3170"),
            ("CAN", "0.0600"),
            ("MEX", "0.1936"),
            ("DEU", "0.0247"),
            ("VNM", "0.3260"),
        ],
    ),
    (
        "breakdown, 2022",
        "world-2022",
        Some("breakdown"),
        &[("USA", "-0.7729"), ("CHN", "-0.6863"), ("CAN", "0.0780"), ("MEX", "0.3038"), ("VNM", "0.5725")],
    ),
    (
        "sixty points, 2022",
        "world-2022",
        Some("sixty-points"),
        &[
            ("USA", "-0.4799"),
            ("CHN", "-0.3849"),
            ("CAN", "0.0988"),
            ("MEX", "0.2997"),
            ("DEU", "0.0379"),
            ("VNM", "0.4976"),
        ],
    ),
    (
        "rollback, 2022",
        "world-2022",
        Some("rollback"),
        &[("USA", "0.0908"), ("CHN", "0.4603"), ("CAN", "-0.0619"), ("MEX", "-0.2481"), ("VNM", "-0.3171")],
    ),
    (
        "sixty points, 2011",
        "world-2011",
        None,
        &[("USA", "-0.2467"), ("CHN", "-0.4455"), ("CAN", "0.0492"), ("MEX", "0.2026"), ("DEU", "0.0384")],
    ),
];

/// What countries import from China after the policy, in the unit of the baseline.
const IMPORTS: [(&str, &[(&str, &str)]); 2] = [
    (
        "truce, 2022",
        &[("USA", "257825"), ("CAN", "87502"), ("MEX", "136517"), ("DEU", "176749"), ("VNM", "129546")],
    ),
    ("sixty points, 2011", &[("USA", "88258"), ("CAN", "64488"), ("MEX", "56374"), ("DEU", "133146")]),
];

/// The US tariffs that were announced in April 2025, on the world of 2023; and the same answered in kind.
const APRIL: [(&str, bool, [&str; 8]); 2] = [
    (
        "April 2025, 2023",
        false,
        ["0.3587", "-0.6606", "-0.3989", "-1.3447", "-0.3831", "-0.1548", "-7.6525", "0.1375"],
    ),
    (
        "answered in kind, 2023",
        true,
        ["-0.1146", "-0.5179", "-0.3812", "-1.3981", "-0.2990", "-0.1812", "-7.5567", "0.0182"],
    ),
];
const APRIL_COUNTRIES: [&str; 8] = ["USA", "CHN", "CAN", "MEX", "DEU", "JPN", "VNM", "IND"];
const APRIL_FILE: &str = "baselines/world-2023/us_tariffs_april_2025.csv";

/// All of them; those of April 2025 only if the announced tariffs are among the data.
pub(super) fn compare(data: Option<&Path>) -> Result<Vec<ComparedRow>, Error> {
    let mut rows = embedded()?;
    match data.map(|data| data.join(APRIL_FILE)).filter(|file| file.is_file()) {
        Some(file) => rows.extend(april(&file)?),
        None => rows.extend(april_not_run()),
    }
    Ok(rows)
}

fn april(file: &Path) -> Result<Vec<ComparedRow>, Error> {
    let baseline = Baseline::embedded("world-2023")?;
    let announced = rates::tariffs(file, "set")?;
    let mut both = announced.clone();
    for mut row in announced.iter().cloned() {
        std::mem::swap(&mut row.importer, &mut row.exporter);
        both.push(row);
    }
    let mut rows = Vec::new();
    for (table, answered, printed) in APRIL {
        let tariffs = if answered { both.clone() } else { announced.clone() };
        let outcome = simulate(&baseline, &Scenario::new(table).with(rates::measure(tariffs, ["*"])))?;
        for (who, printed) in APRIL_COUNTRIES.into_iter().zip(printed) {
            let cell = Published { table, who, what: "real income", printed };
            rows.push(cell.beside(Source::Worlds, country(&outcome, who)?.real_income_pct, ""));
        }
    }
    Ok(rows)
}

fn april_not_run() -> Vec<ComparedRow> {
    let why = format!("needs the file `{APRIL_FILE}` of the data; name their folder with --data FOLDER");
    let not_run = |table: &str, who: &str, printed: &str| {
        let row =
            Published { table, who, what: "real income", printed }.beside(Source::Worlds, f64::NAN, &why);
        ComparedRow { verdict: Verdict::NotRun.to_string(), ..row }
    };
    let cells = APRIL.iter().flat_map(|(table, _, printed)| {
        APRIL_COUNTRIES.iter().zip(printed).map(move |(who, printed)| (*table, *who, *printed))
    });
    cells.map(|(table, who, printed)| not_run(table, who, printed)).collect()
}

fn embedded() -> Result<Vec<ComparedRow>, Error> {
    let mut rows = Vec::new();
    for (table, world, scenario, incomes) in INCOMES {
        let baseline = Baseline::embedded(world)?;
        let outcome = simulate(&baseline, &named(scenario)?)?;
        for (who, printed) in incomes {
            let cell = Published { table, who, what: "real income", printed };
            rows.push(cell.beside(Source::Worlds, country(&outcome, who)?.real_income_pct, ""));
        }
        for (_, imports) in IMPORTS.iter().filter(|(of, _)| *of == table) {
            for (who, printed) in *imports {
                let cell = Published { table, who, what: "imports from China", printed };
                rows.push(cell.beside(Source::Worlds, imports_from_china(&outcome, who)?, ""));
            }
        }
    }
    Ok(rows)
}

fn named(scenario: Option<&str>) -> Result<Scenario, Error> {
    match scenario {
        Some(name) => Scenario::embedded(name).ok_or_else(|| missing(&format!("scenario `{name}`"))),
        None => {
            let tariff = Measure::tariff("USA", "CHN", "tradable", Change::Add(0.60));
            Ok(Scenario::new("sixty points").with(tariff))
        }
    }
}

fn imports_from_china(outcome: &Outcome, who: &str) -> Result<f64, Error> {
    let flow = outcome.flow(who, "CHN").ok_or_else(|| missing(&format!("flow from CHN to {who}")))?;
    Ok(flow.after)
}
