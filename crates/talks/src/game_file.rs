//! Game files (TOML): who plays on which world, and what is asked.

mod embedded;
mod keys;
mod weights;

pub use embedded::{EmbeddedGame, embedded_game_text, embedded_games};

use crate::contest::Contest;
use crate::deal::{Rule, Threat};
use crate::error::{Error, ErrorKind};
use crate::game::{Conditions, Game, Player, Tool};
use crate::patience::Punishment;
use crate::response::Search;
use crate::term::Term;
use std::path::{Path, PathBuf};
use thalweg_core::{Problem, Text};
use thalweg_trade::baseline::{Map, aggregate};
use thalweg_trade::scenario::Selector;
use thalweg_trade::{Base, Baseline, Model, Policy, Scenario, Settings};
use weights::Weights;

/// A game as its file has it: plain data that knows no world yet. `docs/games.md` lists every key.
///
/// ```
/// use thalweg_talks::GameFile;
/// let game = GameFile::open("usa-china")?;
/// assert_eq!(game.baseline.as_deref(), Some("world-2022"));
/// assert_eq!(game.players(), ["USA", "CHN"]);
/// let slip = GameFile::open("usa-chine").unwrap_err();
/// assert_eq!(slip.to_string(), "no game is called `usa-chine` (the nearest known word is `usa-china`)");
/// # Ok::<(), thalweg_talks::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct GameFile {
    /// What a reader sees above its results.
    pub name: String,
    /// What it asks, in one line.
    pub question: Option<String>,
    /// The baseline that it is meant for: the name of an embedded one, or a folder.
    pub baseline: Option<String>,
    /// The scenario that is the status quo; none: the baseline as it is.
    pub scenario: Option<Scenario>,
    /// The rules of the model.
    pub model: Model,
    /// Countries and sectors that are merged first.
    pub merge: Option<Map>,
    /// What happens without a deal.
    pub threat: Threat,
    /// Which deal is picked.
    pub rule: Rule,
    /// Codes of those who sign; empty means all players.
    pub parties: Vec<String>,
    /// How a breach is answered.
    pub punishment: Punishment,
    /// Discount factor at which it is asked who keeps the deal.
    pub delta: f64,
    /// How searches are made.
    pub search: Search,
    /// What else is in the deal.
    pub terms: Vec<Term>,
    players: Vec<(String, Vec<Tool>, Weights)>,
    conditions: Conditions,
    text: Text,
}

/// A game with its world: what a [`Contest`] needs.
#[derive(Debug)]
pub struct Stage {
    /// The world.
    pub baseline: Baseline,
    /// The same, made ready.
    pub base: Base,
    /// Who plays.
    pub game: Game,
    /// The policy before anybody moves.
    pub status_quo: Policy,
    /// The rules of the model.
    pub model: Model,
    /// Trade elasticity of each sector.
    pub elasticities: Vec<f64>,
    /// What is allowed in the scenario of the status quo but may not be meant.
    pub notes: Vec<Problem>,
}

impl GameFile {
    /// Reads an embedded game by its name, or a file by its path. The name of an embedded game comes first.
    ///
    /// # Errors
    /// A name that no game has, a file that cannot be read, and everything that is wrong in it, with line and column.
    pub fn open(name_or_path: &str) -> Result<Self, Error> {
        if let Some(text) = embedded_game_text(name_or_path) {
            return Self::parse(&format!("examples/games/{name_or_path}.toml"), text);
        }
        let path = Path::new(name_or_path);
        if !name_or_path.contains(['/', '\\']) && !name_or_path.ends_with(".toml") && !path.exists() {
            let problem = Problem::new(format!("no game is called `{name_or_path}`"));
            return Err(Error::new(ErrorKind::File, vec![problem.help(embedded::advice(name_or_path))]));
        }
        let bytes = read(path).map_err(|problem| Error::new(ErrorKind::File, vec![problem]))?;
        let text = Text::from_bytes(name_or_path, &bytes)
            .map_err(|problem| Error::new(ErrorKind::File, vec![problem]))?;
        keys::parse(text).map_err(|problems| Error::new(ErrorKind::Game, problems))
    }

    /// Reads a game from text; `file` is its name in errors, and files that it refers to stand beside it.
    ///
    /// # Errors
    /// Everything that is wrong in it, with line and column.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        keys::parse(Text::new(file, text)).map_err(|problems| Error::new(ErrorKind::Game, problems))
    }

    /// Codes of the players, in the order in which they move.
    pub fn players(&self) -> Vec<&str> {
        self.players.iter().map(|(code, ..)| code.as_str()).collect()
    }

    /// Puts the game on its world; `baseline` takes the place of the baseline that it names.
    ///
    /// # Errors
    /// A baseline that is not there, and everything of the game that does not fit it.
    pub fn stage(&self, baseline: Option<&str>) -> Result<Stage, Error> {
        let named = baseline.map(str::to_owned).or_else(|| self.baseline.clone());
        let named = named.unwrap_or_else(|| Baseline::DEFAULT.to_owned());
        let world = Baseline::open(&named).map_err(Error::of_the_world)?;
        let world = match &self.merge {
            Some(map) => aggregate(&world, map).map_err(Error::of_the_world)?,
            None => world,
        };
        let mut scenario = self.scenario.clone().unwrap_or_else(|| Scenario::new(&self.name));
        scenario.model = self.model.clone();
        let resolved = scenario.resolve(&world).map_err(Error::of_the_world)?;
        self.terms_on_oil(&scenario, &world)?;
        let base = Base::new(&world, &resolved.elasticities, &resolved.model, Settings::default())
            .map_err(Error::of_the_world)?;
        let game = self.game(&world)?;
        Ok(Stage {
            base,
            game,
            status_quo: resolved.policy,
            model: resolved.model,
            elasticities: resolved.elasticities,
            notes: resolved.notes,
            baseline: world,
        })
    }

    /// Refuses terms on sectors whose discounts come from a section `[oil]`: discounts answer who buys, and those of the
    /// status quo would not. Russia would seem to gain where a buyer whom it grants a discount stops buying.
    fn terms_on_oil(&self, scenario: &Scenario, world: &Baseline) -> Result<(), Error> {
        let Some(section) = scenario.oil() else { return Ok(()) };
        let known = |words: &Selector| world.select_sectors(words).unwrap_or_default();
        let mut oil = known(&section.crude);
        oil.extend(section.products.iter().flat_map(known));
        let touches =
            |term: &&Term| known(&Selector::from(term.sectors().to_vec())).iter().any(|j| oil.contains(j));
        let problem = |term: &Term| {
            let message = format!("`{term}` cannot be priced where the status quo has a section [oil]");
            Problem::new(message).help(
                "the discounts would not answer; lay two scenarios side by side, the second with [[oil.embargo]], as \
                 `thalweg simulate oil-embargo oil-india-stops` does",
            )
        };
        let problems: Vec<Problem> = self.terms.iter().filter(touches).map(problem).collect();
        if problems.is_empty() { Ok(()) } else { Err(Error::new(ErrorKind::Terms, problems)) }
    }

    /// The game on a baseline: political weights find their sectors.
    fn game(&self, baseline: &Baseline) -> Result<Game, Error> {
        let (mut players, mut problems) = (Vec::new(), Vec::new());
        for (country, tools, weights) in &self.players {
            match weights.of(country, baseline, &self.folder()) {
                Ok(weights) => {
                    players.push(Player { country: country.clone(), tools: tools.clone(), weights });
                }
                Err(found) => problems.extend(found),
            }
        }
        let known = |code: &&String| self.players.iter().any(|(player, ..)| player == *code);
        for stranger in self.parties.iter().filter(|code| !known(code)) {
            let problem = Problem::new(format!("`{stranger}` is to sign but does not play"));
            problems.push(problem.help(format!("players are {}", self.players().join(", "))));
        }
        if problems.is_empty() {
            Ok(Game { players, conditions: self.conditions.clone() })
        } else {
            Err(Error::new(ErrorKind::Game, problems))
        }
    }

    fn folder(&self) -> PathBuf {
        Path::new(self.text.file()).parent().unwrap_or(Path::new("")).to_owned()
    }
}

impl Stage {
    /// The game as a contest on its world.
    ///
    /// # Errors
    /// Everything of the game that does not fit the world.
    pub fn contest(&self) -> Result<Contest<'_>, Error> {
        Contest::from(&self.baseline, &self.base, &self.game, self.status_quo.clone())
    }

    /// The same world with other trade elasticities.
    ///
    /// # Errors
    /// If no balanced base is found.
    pub fn redrawn(&self, elasticities: &[f64]) -> Result<Base, Error> {
        self.base.redrawn(&self.baseline, elasticities).map_err(Error::of_the_world)
    }
}

/// Largest file that is read.
const LARGEST: u64 = 4 << 20;

/// The bytes of a regular file of a sensible size.
fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    let label = path.display();
    let unreadable = |error: std::io::Error| {
        let why = match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
            std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            _ => error.to_string(),
        };
        Problem::new(format!("cannot read `{label}`: {why}"))
    };
    let about = std::fs::metadata(path).map_err(unreadable)?;
    if !about.is_file() {
        return Err(Problem::new(format!("cannot read `{label}`: it is not a file")));
    }
    if about.len() > LARGEST {
        return Err(Problem::new(format!("`{label}` is larger than {} MiB", LARGEST >> 20)));
    }
    std::fs::read(path).map_err(unreadable)
}
