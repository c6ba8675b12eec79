//! The world of Ossa (2014) as a contest, for the tests of its published numbers.
#![allow(dead_code, reason = "every test file takes a part")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails or is skipped says so")]

pub(crate) mod worlds;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use thalweg_talks::{Game, Player};
use thalweg_trade::{Base, Baseline, Competition, Model, Settings};

/// The folder of development data: `$THALWEG_SHARED`, or `../shared/data` beside the repository.
///
/// Where it is absent the test that asks for it should return, and a line says that it was skipped; where `CI` is
/// `true` it must be there.
pub(crate) fn shared_data() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("THALWEG_SHARED").map_or_else(beside, PathBuf::from);
    if folder.join("baselines").is_dir() {
        return Some(folder);
    }
    let absent = "the development data are absent: set THALWEG_SHARED to their folder";
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{absent}");
    println!("skipped: {absent}");
    None
}

/// A CSV file as rows of cells by the name of their column.
pub(crate) fn rows(path: &Path) -> Vec<HashMap<String, String>> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let row =
        |line: &str| head.iter().map(|h| (*h).to_owned()).zip(line.split(',').map(str::to_owned)).collect();
    lines.map(row).collect()
}

/// Seven regions and 33 industries with constant markups, and political weights.
pub(crate) struct Ossa {
    pub(crate) folder: PathBuf,
    pub(crate) baseline: Baseline,
    pub(crate) base: Base,
}

impl Ossa {
    pub(crate) fn open() -> Option<Self> {
        let folder = shared_data()?.join("baselines/trade-wars-2014");
        let (baseline, _) = Baseline::read_folder(&folder).unwrap();
        let elasticities: Vec<f64> = baseline.sectors.iter().map(|s| s.elasticity).collect();
        let model = Model { competition: Competition::Monopolistic, ..Model::default() };
        let base = Base::new(&baseline, &elasticities, &model, Settings::default()).unwrap();
        Some(Self { folder, baseline, base })
    }

    /// Political weights of a country by sector.
    pub(crate) fn weights(&self, country: &str) -> Vec<f64> {
        let mut weights = vec![0.0; self.baseline.sectors.len()];
        let rows = rows(&self.folder.join("political_weights.csv"));
        for row in rows.iter().filter(|row| row["country"] == country) {
            weights[self.baseline.sector(&row["sector"]).unwrap()] = row["weight"].parse().unwrap();
        }
        weights
    }

    /// Every region sets tariffs by sector and partner, with its political weights.
    pub(crate) fn game(&self) -> Game {
        let player = |code: &String| Player::new(code).weights(self.weights(code));
        Game { players: self.baseline.countries.iter().map(|c| player(&c.code)).collect(), ..Game::default() }
    }
}

/// The median of some numbers: the mean of the two in the middle.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    (values[(values.len() - 1) / 2] + values[values.len() / 2]) / 2.0
}
