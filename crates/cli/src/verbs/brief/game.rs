//! The game of a page: played, read from a stored result, or left out.

use crate::diagnose::Failure;
use crate::progress::Steps;
use crate::verbs::compose;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use thalweg_core::Problem;
use thalweg_talks::{Agenda, Error, GameFile, Negotiation, Step};

/// Which game, if any.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Game {
    /// Game over tariffs to play: an embedded one, or a file
    #[arg(long, value_name = "GAME", default_value = "usa-china")]
    game: String,
    /// Play no game, and leave the section on the deal out
    #[arg(long, conflicts_with = "game")]
    no_game: bool,
    /// Read the game's result, as `thalweg talks deal GAME --everything -o FILE.json` writes it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["game", "no_game"])]
    talks: Option<PathBuf>,
}

/// A game that is known to be there, but was not played yet.
pub(super) enum Ready {
    None,
    Stored(Box<Negotiation>),
    ToPlay(Box<GameFile>),
}

impl Game {
    /// Opens what is needed, so that errors come before any work.
    pub(super) fn open(&self) -> Result<Ready, Failure> {
        match &self.talks {
            _ if self.no_game => Ok(Ready::None),
            Some(file) => Ok(Ready::Stored(Box::new(read(file)?))),
            None => {
                let mut game = GameFile::open(&self.game).map_err(refused)?;
                game.scenario = game.scenario.take().map(compose::with_oil).transpose()?;
                Ok(Ready::ToPlay(Box::new(game)))
            }
        }
    }

    /// The arguments that ask for the same again.
    pub(super) fn arguments(&self) -> Vec<String> {
        match &self.talks {
            _ if self.no_game => vec!["--no-game".to_owned()],
            Some(file) => vec!["--talks".to_owned(), file.display().to_string()],
            None => vec!["--game".to_owned(), self.game.clone()],
        }
    }
}

impl Ready {
    /// The result; a game is played to its end.
    pub(super) fn result(self) -> Result<Option<Negotiation>, Failure> {
        match self {
            Self::None => Ok(None),
            Self::Stored(negotiation) => Ok(Some(*negotiation)),
            Self::ToPlay(game) => play(&game).map(Some).map_err(refused),
        }
    }
}

fn play(game: &GameFile) -> Result<Negotiation, Error> {
    let stage = game.stage(None)?;
    let steps = Steps::new();
    let tell = |step: Step, of: usize| steps.begin(step, of);
    Negotiation::play(game, &stage, Agenda::all(Agenda::POINTS), &tell, &AtomicBool::new(false))
}

fn refused(error: Error) -> Failure {
    Failure::Refused(error.problems().to_vec())
}

/// A stored result, with what is wrong with a file that is none.
fn read(file: &std::path::Path) -> Result<Negotiation, Failure> {
    let name = file.display();
    let help = "write one with: thalweg talks deal usa-china --everything -o FILE.json";
    let text = std::fs::read_to_string(file)
        .map_err(|error| Problem::new(format!("cannot read `{name}`: {error}")).help(help))?;
    let negotiation: Negotiation = serde_json::from_str(&text).map_err(|error| {
        Problem::new(format!("`{name}` holds no result of `thalweg talks`: {error}")).help(help)
    })?;
    match amiss(&negotiation) {
        None => Ok(negotiation),
        Some(what) => Err(Problem::new(format!("`{name}` holds no result of `thalweg talks`: {what}"))
            .help(help)
            .into()),
    }
}

/// What does not fit together in a stored result.
fn amiss(negotiation: &Negotiation) -> Option<String> {
    let players = negotiation.players.len();
    if players == 0 {
        return Some("nobody plays".to_owned());
    }
    if let Some(party) = negotiation.parties.iter().find(|party| **party >= players) {
        return Some(format!("a party is player {party}, counted from 0, but there are {players} players"));
    }
    let short =
        negotiation.standings.iter().find(|s| s.welfare_pct.len() != players || s.rates.len() != players);
    short.map(|standing| format!("the standing at `{}` has not one number per player", standing.at.name()))
}
