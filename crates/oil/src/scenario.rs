//! What changes: embargoes, caps, closed passages, ships listed. Plain data that knows no baseline yet.

mod embedded;

pub use embedded::{EmbeddedScenario, embedded_scenario_text, embedded_scenarios};

use crate::error::{Error, ErrorKind};
use crate::path::{Game, Policy as PathPolicy};
use serde::{Deserialize, Serialize};
use std::path::Path;
use thalweg_core::{Place, Problem, Text};

/// A scenario as its file has it. `docs/oil.md` lists every key.
///
/// ```
/// use thalweg_oil::Scenario;
/// let scenario = Scenario::open("price-cap")?;
/// assert_eq!(scenario.cap[0].price, 60.0);
/// let slip = Scenario::open("price-cup").unwrap_err();
/// assert_eq!(slip.to_string(), "no oil scenario is called `price-cup` (the nearest known word is `price-cap`)");
/// # Ok::<(), thalweg_oil::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What a reader sees above its results.
    #[serde(default)]
    pub name: String,
    /// What it asks, in one line.
    #[serde(default)]
    pub question: String,
    /// The baseline that it is meant for.
    #[serde(default)]
    pub baseline: Option<String>,
    /// A scenario that it builds on.
    #[serde(default)]
    pub extends: Option<String>,
    /// How long everybody has had to respond.
    #[serde(default)]
    pub horizon: Option<Horizon>,
    /// Who stops buying from whom.
    #[serde(default)]
    pub embargo: Vec<Embargo>,
    /// Whose oil mainstream ships carry only below a price.
    #[serde(default)]
    pub cap: Vec<Cap>,
    /// Whose oil mainstream ships carry no more.
    #[serde(default)]
    pub ban: Vec<Ban>,
    /// Passages that are shut.
    #[serde(default)]
    pub close: Vec<Close>,
    /// Ships that come or go.
    #[serde(default)]
    pub fleet: Vec<FleetChange>,
    /// What is listed.
    #[serde(default)]
    pub designate: Vec<Designation>,
    /// What buyers' power takes from a seller.
    #[serde(default)]
    pub power: Vec<Power>,
    /// The dynamic game.
    #[serde(default)]
    pub path: Option<PathBlock>,
    #[serde(skip)]
    text: Option<Text>,
}

/// How long everybody has had to respond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Horizon {
    /// Within about a year: wells and refineries are as they are.
    Short,
    /// After years.
    Long,
}

/// One word or several.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Words {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Words {
    /// All of them.
    pub fn all(&self) -> Vec<&str> {
        match self {
            Self::One(word) => vec![word.as_str()],
            Self::Many(words) => words.iter().map(String::as_str).collect(),
        }
    }
}

/// `[[embargo]]`
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Embargo {
    /// Sellers or origins.
    pub seller: Words,
    /// Buyers, groups of them, or `*`.
    pub buyers: Words,
    /// Whether oil through pipes is meant as well.
    #[serde(default)]
    pub pipelines: bool,
}

/// `[[cap]]`
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// Sellers or origins.
    pub seller: Words,
    /// Highest price at the port of loading, dollars a barrel.
    pub price: f64,
    /// What mainstream ships want more for such a cargo, dollars a barrel: attestations, insurance, the risk of a breach.
    #[serde(default)]
    pub risk: f64,
}

/// `[[ban]]`
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ban {
    /// Sellers or origins.
    pub seller: Words,
}

/// `[[close]]`
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Close {
    /// `suez`, `hormuz` ...
    pub passage: String,
}

/// `[[fleet]]`
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FleetChange {
    /// `mainstream` or `shadow`.
    pub channel: String,
    /// Class of ships.
    pub class: String,
    /// How many come (or go, below zero).
    pub add: f64,
    /// Deadweight of one, tonnes; absent: that of the class.
    #[serde(default)]
    pub deadweight: Option<f64>,
    /// Part of the year at work; absent: 0.7.
    #[serde(default)]
    pub used: Option<f64>,
}

/// `[[designate]]`: ships of a class, a refinery or a terminal.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Designation {
    /// Class of shadow ships.
    #[serde(default)]
    pub class: Option<String>,
    /// How many.
    #[serde(default)]
    pub ships: Option<f64>,
    /// Buyer whose refineries lose capacity.
    #[serde(default)]
    pub refinery: Option<String>,
    /// Origin whose terminals lose throughput.
    #[serde(default)]
    pub terminal: Option<String>,
    /// How much, million barrels a day.
    #[serde(default)]
    pub capacity: Option<f64>,
    /// Part of the work that ends; absent: the baseline's `designation_effect`.
    #[serde(default)]
    pub effect: Option<f64>,
}

/// `[[power]]`
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Power {
    /// Sellers or origins.
    pub seller: Words,
    /// Buyers, groups of them, or `*`.
    pub buyers: Words,
    /// ρ, dollars a barrel.
    pub value: f64,
}

/// `[path]`: a policy, and numbers of the game that differ from those of the paper.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathBlock {
    /// `free`, `ban` or `cap`.
    pub policy: String,
    /// The cap, dollars a barrel.
    #[serde(default)]
    pub cap: Option<f64>,
    /// Capacity that is taken from the shadow fleet before the first quarter, million barrels a day.
    #[serde(default)]
    pub removed: Option<f64>,
    /// Quarters.
    #[serde(default)]
    pub quarters: Option<usize>,
    /// Capacity of the first quarter, million barrels a day.
    #[serde(default)]
    pub first_capacity: Option<f64>,
    /// Discount of shadow barrels, dollars a barrel.
    #[serde(default)]
    pub shadow_discount: Option<f64>,
    /// g of the cost of building.
    #[serde(default)]
    pub building_cost: Option<f64>,
    /// Discount factor of a year.
    #[serde(default)]
    pub discount_factor: Option<f64>,
}

/// Scenarios that a scenario may build on, one on the other.
const DEEPEST: usize = 16;
/// Largest scenario file.
const LARGEST: u64 = 1 << 20;

/// What a text holds, or where it does not.
fn read<T: serde::de::DeserializeOwned>(text: &Text) -> Result<T, Error> {
    toml::from_str(text.content()).map_err(|error| {
        let problem = Problem::new(error.message().trim().to_owned());
        let place = text.place(error.span().unwrap_or(0..0));
        Error::one(ErrorKind::Scenario, problem.at(place))
    })
}

/// A path as a file means it: from where the file stands. The name of an embedded scenario is no path.
fn beside(file: &str, other: &str) -> String {
    let path = other.contains(['/', '\\']) || other.ends_with(".toml");
    match Path::new(file).parent().filter(|_| path) {
        Some(folder) => folder.join(other).to_string_lossy().into_owned(),
        None => other.to_owned(),
    }
}

impl Scenario {
    /// An embedded scenario by its name, or a file by its path.
    ///
    /// # Errors
    /// A name that no scenario has, a file that cannot be read, and everything that is wrong in it.
    pub fn open(name_or_path: &str) -> Result<Self, Error> {
        Self::open_below(name_or_path, DEEPEST)
    }

    fn open_below(name_or_path: &str, depth: usize) -> Result<Self, Error> {
        if depth == 0 {
            let problem = Problem::new(format!("`{name_or_path}` builds on itself, or on too many others"));
            return Err(Error::one(ErrorKind::Scenario, problem));
        }
        if let Some(text) = embedded_scenario_text(name_or_path) {
            return Self::parse_below(&format!("examples/oil/{name_or_path}.toml"), text, depth);
        }
        let path = Path::new(name_or_path);
        if !name_or_path.contains(['/', '\\']) && !name_or_path.ends_with(".toml") && !path.exists() {
            let problem = Problem::new(format!("no oil scenario is called `{name_or_path}`"));
            return Err(Error::one(ErrorKind::File, problem.help(embedded::advice(name_or_path))));
        }
        let unreadable = |error: std::io::Error| {
            Error::one(ErrorKind::File, Problem::new(format!("`{name_or_path}` cannot be read: {error}")))
        };
        if std::fs::metadata(path).map_err(unreadable)?.len() > LARGEST {
            let problem = Problem::new(format!("`{name_or_path}` is larger than 1 MiB"));
            return Err(Error::one(ErrorKind::File, problem));
        }
        let bytes = std::fs::read(path).map_err(unreadable)?;
        let text =
            Text::from_bytes(name_or_path, &bytes).map_err(|problem| Error::one(ErrorKind::File, problem))?;
        Self::parse_below(name_or_path, text.content(), depth)
    }

    /// Reads a scenario from text; `file` is its name in errors.
    ///
    /// # Errors
    /// Everything that is wrong in it.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        Self::parse_below(file, text, DEEPEST)
    }

    /// Reads the section `[oil]` of a larger file, such as a scenario of the trade engine, and nothing else of it; `name`
    /// is what the scenario is called where the section gives it no name.
    ///
    /// # Errors
    /// Everything that is wrong in the section, with line and column of the file.
    ///
    /// ```
    /// use thalweg_oil::Scenario;
    /// let text = "name = \"mine\"\n\n[oil]\nextends = \"price-cap\"\n\n[[oil.cap]]\nseller = \"RUS\"\nprice = 50\n";
    /// let scenario = Scenario::parse_section("mine.toml", text, "mine")?;
    /// assert_eq!(scenario.cap.last().unwrap().price, 50.0);
    /// let slip = text.replace("price =", "prize =");
    /// let slip = Scenario::parse_section("mine.toml", &slip, "mine").unwrap_err();
    /// assert!(slip.to_string().starts_with("mine.toml:8:1: unknown field `prize`"));
    /// # Ok::<(), thalweg_oil::Error>(())
    /// ```
    pub fn parse_section(file: &str, text: &str, name: &str) -> Result<Self, Error> {
        #[derive(Deserialize)]
        struct File {
            oil: Scenario,
        }
        let text = Text::new(file, text);
        let File { oil: mut scenario } = read(&text)?;
        if scenario.name.is_empty() {
            name.clone_into(&mut scenario.name);
        }
        scenario.complete(text, DEEPEST)
    }

    fn parse_below(file: &str, text: &str, depth: usize) -> Result<Self, Error> {
        let text = Text::new(file, text);
        let scenario: Self = read(&text)?;
        if scenario.name.is_empty() {
            let problem = Problem::new("missing field `name`").at(text.place(0..0));
            return Err(Error::one(ErrorKind::Scenario, problem));
        }
        scenario.complete(text, depth)
    }

    /// What was read, put on what it builds on.
    fn complete(mut self, text: Text, depth: usize) -> Result<Self, Error> {
        let Some(word) = self.extends.clone() else {
            self.text = Some(text);
            return Ok(self);
        };
        let other = beside(text.file(), &word);
        self.text = Some(text);
        match Self::open_below(&other, depth - 1) {
            Ok(other) => Ok(self.on(other)),
            Err(error) => Err(self.placed(&error, &word)),
        }
    }

    /// An error, with the place of a word where it has none.
    fn placed(&self, error: &Error, word: &str) -> Error {
        let place = |problem: &Problem| match problem.place {
            Some(_) => problem.clone(),
            None => Problem { place: self.place(word), ..problem.clone() },
        };
        Error::new(error.kind(), error.problems().iter().map(place).collect())
    }

    /// This scenario on top of another.
    fn on(mut self, other: Self) -> Self {
        self.baseline = self.baseline.or(other.baseline);
        self.horizon = self.horizon.or(other.horizon);
        self.path = self.path.or(other.path);
        fn both<T>(mine: &mut Vec<T>, mut theirs: Vec<T>) {
            theirs.append(mine);
            *mine = theirs;
        }
        both(&mut self.embargo, other.embargo);
        // a cap of this scenario takes the place of the other's
        both(&mut self.cap, other.cap);
        both(&mut self.ban, other.ban);
        both(&mut self.close, other.close);
        both(&mut self.fleet, other.fleet);
        both(&mut self.designate, other.designate);
        both(&mut self.power, other.power);
        self
    }

    /// Where a quoted word stands in the file.
    pub(crate) fn place(&self, word: &str) -> Option<Place> {
        let text = self.text.as_ref()?;
        let key = || {
            let mut at = 0;
            text.content().split_inclusive('\n').find_map(|line| {
                let start = at + line.len() - line.trim_start().len();
                at += line.len();
                let is_key = line.trim_start().strip_prefix(word)?.trim_start().starts_with('=');
                is_key.then(|| start..start + word.len())
            })
        };
        if let Some(range) = key() {
            return Some(text.place(range));
        }
        let quoted = format!("\"{word}\"");
        let start = text.content().find(&quoted).map(|start| start..start + quoted.len());
        start
            .or_else(|| text.content().find(word).map(|start| start..start + word.len()))
            .map(|range| text.place(range))
    }

    /// A problem with a word of the file.
    pub(crate) fn problem(&self, message: String, word: &str) -> Problem {
        let problem = Problem::new(message);
        match self.place(word) {
            Some(place) => problem.at(place),
            None => problem,
        }
    }

    /// The dynamic game that the scenario asks for, and its policy.
    ///
    /// # Errors
    /// No `[path]`, or one without sense.
    pub fn game(&self) -> Result<(Game, PathPolicy), Error> {
        let refuse = |problem: Problem| Err(Error::one(ErrorKind::Scenario, problem));
        let Some(block) = &self.path else {
            let problem = Problem::new(format!("the scenario `{}` has no table `[path]`", self.name));
            return refuse(problem.help("add `[path]` with `policy = \"ban\"`, or \"cap\" and `cap = 60`"));
        };
        let policy = match (block.policy.as_str(), block.cap) {
            ("free", None) => PathPolicy::Free,
            ("ban", None) => PathPolicy::Ban,
            ("cap", Some(cap)) => PathPolicy::Cap(cap),
            ("cap", None) => return refuse(self.problem("policy `cap` needs a `cap`".to_owned(), "cap")),
            ("free" | "ban", Some(_)) => {
                let message = format!("policy `{}` has no cap", block.policy);
                return refuse(self.problem(message, &block.policy));
            }
            (other, _) => {
                let problem = self.problem(format!("unknown policy `{other}`"), other);
                return refuse(problem.help("policies: free, ban, cap"));
            }
        };
        let paper = Game::default();
        if block.removed.is_some_and(|removed| !(0.0..=1e3).contains(&removed)) {
            let message = "what is removed must be zero or more million barrels a day";
            return refuse(self.problem(message.to_owned(), "removed"));
        }
        let first = block.first_capacity.unwrap_or(paper.first_capacity);
        let game = Game {
            quarters: block.quarters.unwrap_or(paper.quarters),
            first_capacity: first - block.removed.unwrap_or(0.0),
            shadow_discount: block.shadow_discount.unwrap_or(paper.shadow_discount),
            building_cost: block.building_cost.unwrap_or(paper.building_cost),
            discount_factor: block.discount_factor.unwrap_or(paper.discount_factor),
            ..paper
        };
        Ok((game, policy))
    }
}
