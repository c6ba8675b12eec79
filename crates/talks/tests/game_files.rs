//! Game files: the embedded ones, Ossa's own, and files that are wrong.
#![allow(clippy::unwrap_used)]

mod common;

use common::shared_data;
use std::sync::atomic::AtomicBool;
use thalweg_core::Measure;
use thalweg_talks::{Agenda, GameFile, Negotiation, Rule, Threat, embedded_games};

#[test]
fn every_embedded_game_fits_its_world() {
    let games = embedded_games();
    assert_eq!(
        games.iter().map(|game| game.name).collect::<Vec<_>>(),
        ["usa-china", "majors", "russian-oil"]
    );
    for (game, (countries, instruments)) in games.iter().zip([(81, 27), (7, 1), (81, 1)]) {
        assert!(!game.question.is_empty());
        let stage = GameFile::open(game.name).unwrap().stage(None).unwrap();
        let contest = stage.contest().unwrap();
        assert_eq!(stage.baseline.countries.len(), countries, "{}", game.name);
        assert!((0..contest.players()).all(|player| contest.instruments(player).len() == instruments));
    }
}

/// The example that reads the folder of Ossa's data: the same payoffs as the game that the tests build by hand.
#[test]
fn the_game_of_a_folder() {
    let Some(shared) = shared_data() else { return };
    let text = include_str!("../../../examples/games/trade-wars-2014.toml");
    let folder = shared.join("baselines/trade-wars-2014");
    let file = folder.join("game.toml");
    let game = GameFile::parse(&file.to_string_lossy(), text).unwrap();
    let stage = game.stage(Some(&folder.to_string_lossy())).unwrap();
    let ossa = common::Ossa::open().unwrap();
    assert_eq!(stage.game, ossa.game());
    assert_eq!(stage.model.competition, thalweg_trade::Competition::Monopolistic);
    assert_eq!(stage.base.equilibrium(), ossa.base.equilibrium());
}

#[test]
fn what_a_file_leaves_out_is_the_usual() {
    let text = "[[player]]\ncountry = 'USA'\ntool = [{ by = 'uniform' }]\n";
    let game = GameFile::parse("mine.toml", text).unwrap();
    assert_eq!((game.threat, game.rule), (Threat::War, Rule::EqualGains));
    assert_eq!((game.name.as_str(), game.baseline), ("mine", None));
    assert_eq!(game.punishment.periods, 1);
}

/// What is said of a file: where, and what would be right.
fn refused(text: &str) -> String {
    match GameFile::parse("bad.toml", text) {
        Ok(game) => game.stage(Some("world-2011")).and_then(|stage| stage.contest().map(drop)).unwrap_err(),
        Err(error) => error,
    }
    .to_string()
}

#[test]
fn files_that_are_wrong() {
    let player = |rest: &str| format!("[[player]]\ncountry = \"USA\"\n{rest}\n");
    let tool = |keys: &str| player(&format!("[[player.tool]]\nby = \"sector\"\n{keys}"));
    for (text, said) in [
        ("nam = 1".to_owned(), "bad.toml:1:1: unknown field `nam`"),
        ("nam = 1".to_owned(), "the nearest known word is `name`"),
        ("name = \"x".to_owned(), "bad.toml:1:"),
        (String::new(), "the game has no players"),
        (player(""), "USA has no instrument"),
        (tool("kind = \"tarif\""), "unknown variant `tarif`"),
        (tool("kind = \"tarif\""), "the nearest known word is `tariff`"),
        (
            tool("partners = \"CHM\""),
            "bad.toml:5:12: unknown country `CHM` (the nearest known word is `CHN`)",
        ),
        (tool("partners = \"USA\""), "USA cannot set rates against itself"),
        (tool("sectors = [\"c1\", \"c99\"]"), "bad.toml:5:11: unknown sector `c99`"),
        (tool("low = 0.5\nhigh = 0.1"), "the bounds of USA, 0.5 and 0.1, hold no rate"),
        (tool("kind = \"subsidy\"\nhigh = 1.0"), "hold no rate"),
        (tool("") + "[[player.tool]]\nby = \"uniform\"", "two tools of USA set the same rate"),
        (player("weights = { c1 = 40.0 }\ntool = [{ by = \"uniform\" }]"), "a political weight of -"),
        (
            player("weights = { steel = 2.0 }\ntool = [{ by = \"uniform\" }]"),
            "unknown sector `steel` in the weights of USA",
        ),
        (
            player("weights = \"none.csv\"\ntool = [{ by = \"uniform\" }]"),
            "cannot read `none.csv`: there is no such file",
        ),
        (tool("") + "[deal]\nthreat = \"wart\"", "unknown variant `wart`"),
        (tool("") + "[deal]\nparties = [\"DEU\"]", "`DEU` is to sign but does not play"),
        (tool("") + "[patience]\ndelta = 1.0", "`delta` is 1"),
        (tool("") + "[search]\ntolerance = 0.0", "`tolerance` is 0"),
        (tool("") + "[search]\nrandom_starts = 1000000", "at most 10000 starts"),
        (tool("") + "[conditions]\nno_harm = \"VMN\"", "unknown country `VMN`"),
        (
            tool("low = 0.1") + "[[conditions.binding]]\nimporter = \"USA\"\nat_most = 0.05",
            "the conditions allow at most 0.05 for the tariff of USA on c1 from all partners, whose lowest rate is 0.1",
        ),
        (
            tool("") + "[[conditions.binding]]\nimporter = \"USA\"\nat_most = -2.0",
            "a binding at -2 binds nothing",
        ),
        ("scenario = \"trice\"\n".to_owned() + &tool(""), "no scenario is called `trice`"),
        ("baseline = \"world-2032\"\n".to_owned() + &tool("low = 2.0\nhigh = 1.0"), "hold no rate"),
        ("[merge.countries]\nEU = \"DEUTSCH\"\n".to_owned() + &tool(""), "unknown country `DEUTSCH`"),
    ] {
        let message = refused(&text);
        assert!(message.contains(said), "{text}\n said {message}\n not {said}");
    }
}

/// A small game with a term, played to the end: what is written is read back, and the reference names every table and
/// column.
#[test]
fn a_result_is_read_back_and_its_reference_is_whole() {
    let text = r#"
        baseline = "world-2011"
        [[player]]
        country = "USA"
        tool = [{ by = "uniform", partners = "CHN", high = 1.0 }]
        [[player]]
        country = "CHN"
        tool = [{ by = "uniform", partners = "USA", high = 1.0 }]
        [search]
        random_starts = 0
        [[term]]
        kind = "purchase"
        importer = "CHN"
        exporter = "USA"
        sectors = ["c1"]
        at_least = { share = 1.2 }
    "#;
    let game = GameFile::parse("small.toml", text).unwrap();
    let stage = game.stage(None).unwrap();
    let never = AtomicBool::new(false);
    let played = Negotiation::play(&game, &stage, Agenda::all(5), &|_, _| {}, &never).unwrap();
    assert!(!played.stopped && played.deals.len() == 3 && played.terms.is_some());
    let written = serde_json::to_string(&played).unwrap();
    let read: Negotiation = serde_json::from_str(&written).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), written);
    assert_eq!(read.tables(), played.tables());

    let reference = include_str!("../../../docs/games.md");
    for table in played.tables() {
        assert!(reference.contains(&format!("| `{}` |", table.name)), "docs/games.md lacks `{}`", table.name);
        for column in table.columns.iter().filter(|column| column.measure != Measure::Text) {
            assert!(
                reference.contains(&format!("`{}`", column.name)) || table.name == "rates",
                "{}",
                column.name
            );
        }
    }
}

/// Whoever stops a game gets what was found so far.
#[test]
fn a_game_that_is_stopped() {
    let text = r#"
        baseline = "world-2011"
        player = [
            { country = "USA", tool = [{ by = "uniform", partners = "CHN", high = 1.0 }] },
            { country = "CHN", tool = [{ by = "uniform", partners = "USA", high = 1.0 }] },
        ]
    "#;
    let game = GameFile::parse("small.toml", text).unwrap();
    let stage = game.stage(None).unwrap();
    let stop = AtomicBool::new(true);
    let played = Negotiation::play(&game, &stage, Agenda::all(5), &|_, _| {}, &stop).unwrap();
    assert!(played.stopped && played.deals.is_empty() && played.frontier.is_none());
    assert!(played.standing(Threat::StatusQuo).is_some());
}
