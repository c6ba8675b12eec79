//! Seven economies of 2017 with scale economies: the tariffs of 2018, of one side and of both.

use super::{ComparedRow, Published, Source, country, rates, simulate};
use crate::error::Error;
use std::path::Path;
use thalweg_trade::{Baseline, Scenario};

/// Real income of the United States and China in percent: with scale and without; of the tariffs of one side and of both.
const PRINTED: [(&str, bool, bool, [&str; 2]); 4] = [
    ("US tariffs, scale economies", true, false, ["0.0396", "-1.0180"]),
    ("both sides, scale economies", true, true, ["-0.0379", "-0.9972"]),
    ("US tariffs, constant returns", false, false, ["-0.0556", "-0.1951"]),
    ("both sides, constant returns", false, true, ["-0.0745", "-0.2021"]),
];

pub(super) fn compare(folder: &Path) -> Result<Vec<ComparedRow>, Error> {
    let (scaled, _) = Baseline::read_folder(folder)?;
    let mut plain = scaled.clone();
    plain.sectors.iter_mut().for_each(|sector| sector.scale = 0.0);
    let file = |name: &str| rates::tariffs(&folder.join(name), "add").map(|rows| rates::measure(rows, ["*"]));
    let us_side = file("tariffs_2018_us_on_china.csv")?;
    let china_side = file("tariffs_2018_china_on_us.csv")?;
    let mut rows = Vec::new();
    for (table, scale, both, printed) in PRINTED {
        let mut scenario = Scenario::new(table).with(us_side.clone());
        if both {
            scenario = scenario.with(china_side.clone());
        }
        let outcome = simulate(if scale { &scaled } else { &plain }, &scenario)?;
        for (who, printed) in ["USA", "CHN"].into_iter().zip(printed) {
            let cell = Published { table, who, what: "real income", printed };
            rows.push(cell.beside(Source::Majors, country(&outcome, who)?.real_income_pct, ""));
        }
    }
    Ok(rows)
}
