//! The games that thalweg brings along: the files of `examples/games`.

use super::GameFile;
use serde::Serialize;
use thalweg_core::nearest;

macro_rules! game {
    ($name:literal) => {
        ($name, include_str!(concat!("../../../../examples/games/", $name, ".toml")))
    };
}

/// In the order in which a reader should meet them.
const GAMES: [(&str, &str); 3] = [game!("usa-china"), game!("majors"), game!("russian-oil")];

/// An embedded game in a list of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EmbeddedGame {
    /// By which it is opened: `usa-china`.
    pub name: &'static str,
    /// What a reader sees above its results.
    pub title: String,
    /// One line on what it asks.
    pub question: String,
}

/// The games that thalweg brings along.
///
/// ```
/// let names: Vec<&str> = thalweg_talks::embedded_games().iter().map(|game| game.name).collect();
/// assert_eq!(names, ["usa-china", "majors", "russian-oil"]);
/// ```
pub fn embedded_games() -> Vec<EmbeddedGame> {
    let listed = GAMES.iter().filter_map(|(name, text)| {
        let game = GameFile::parse(&format!("examples/games/{name}.toml"), text).ok()?;
        Some(EmbeddedGame { name, title: game.name, question: game.question.unwrap_or_default() })
    });
    listed.collect()
}

/// The commented text of an embedded game, for a user who wants to write a game of their own.
pub fn embedded_game_text(name: &str) -> Option<&'static str> {
    GAMES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// Help for a name that no embedded game has.
pub(super) fn advice(name: &str) -> String {
    let names = GAMES.iter().map(|(name, _)| *name);
    match nearest(name, names.clone()) {
        Some(near) => format!("the nearest known word is `{near}`"),
        None => format!("embedded games: {}", names.collect::<Vec<_>>().join(", ")),
    }
}
