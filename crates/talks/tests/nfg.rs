//! Finite menus: their table, their equilibria in pure strategies, and the file that Gambit reads.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails or is skipped says so")]

use std::io::Write;
use std::process::{Command, Stdio};
use thalweg_talks::{Contest, ErrorKind, Game, Player, Scheme, Search, Strategy, Table};
use thalweg_trade::{Base, Baseline, Model, Settings};

fn world() -> (Baseline, Base, Game) {
    let baseline = Baseline::embedded("world-2011").unwrap();
    let elasticities: Vec<f64> = baseline.sectors.iter().map(|s| s.elasticity).collect();
    let base = Base::new(&baseline, &elasticities, &Model::default(), Settings::default()).unwrap();
    let player = |who: &str, whom: [&str; 2]| {
        Player::new(who).scheme(Scheme::ByPartner).against(whom).bounds(0.0, 2.0)
    };
    let players =
        vec![player("USA", ["CHN", "JPN"]), player("CHN", ["USA", "JPN"]), player("JPN", ["USA", "CHN"])];
    (baseline, base, Game { players, ..Game::default() })
}

/// Two, three and two policies.
fn menus(contest: &Contest<'_>, base: &Base) -> Vec<Vec<Strategy>> {
    let as_it_is = |player: usize| Strategy::of("status quo", contest.instruments(player), base.policy());
    let high = |name: &str, one: f64, two: f64| Strategy::new(name, vec![one, two]);
    vec![
        vec![as_it_is(0), high("\"reciprocal\" tariffs", 0.3, 0.1)],
        vec![as_it_is(1), high("all at 0.2", 0.2, 0.2), high("only the U.S.", 0.4, 0.0)],
        vec![as_it_is(2), high("Zölle", 0.1, 0.1)],
    ]
}

fn table() -> Table {
    let (baseline, base, game) = world();
    let contest = Contest::new(&baseline, &base, &game).unwrap();
    contest.menu(base.policy(), &menus(&contest, &base), &|_, _| {}).unwrap()
}

#[test]
fn a_table_holds_every_combination() {
    let (baseline, base, game) = world();
    let contest = Contest::new(&baseline, &base, &game).unwrap();
    let menus = menus(&contest, &base);
    let table = table();
    assert_eq!(table.payoffs.len(), 12);
    for number in 0..12 {
        let combination = table.combination(number);
        assert_eq!(table.number(&combination), number);
        let mut policy = base.policy().clone();
        for (player, strategy) in combination.iter().enumerate() {
            contest.instruments(player).set(&menus[player][*strategy].rates, &mut policy);
        }
        let at = base.solve(policy).unwrap();
        for player in 0..3 {
            let gap = table.payoffs[number][player] - contest.payoff(player).percent(&at);
            assert!(gap.abs() <= 0.5000001e-7, "{number} {player}: {gap}");
        }
    }
    // the first player's strategy changes fastest
    assert_eq!(table.combination(1), [1, 0, 0]);
    assert_eq!(table.combination(2), [0, 1, 0]);
}

#[test]
fn equilibria_are_best_replies_and_ties_count() {
    let strategies = vec![vec!["a".to_owned(), "b".to_owned()]; 2];
    let players = vec!["ONE".to_owned(), "TWO".to_owned()];
    let game = |payoffs: [[f64; 2]; 4]| Table {
        players: players.clone(),
        strategies: strategies.clone(),
        payoffs: payoffs.map(Vec::from).into(),
    };
    let prisoners = game([[-1.0, -1.0], [0.0, -3.0], [-3.0, 0.0], [-2.0, -2.0]]);
    assert_eq!(prisoners.pure_equilibria(), [[1, 1]]);
    let pennies = game([[1.0, -1.0], [-1.0, 1.0], [-1.0, 1.0], [1.0, -1.0]]);
    assert!(pennies.pure_equilibria().is_empty());
    let all_the_same = game([[0.0, 0.0]; 4]);
    assert_eq!(all_the_same.pure_equilibria().len(), 4);
}

/// Best replies of a search are the best of a menu that has them.
#[test]
fn a_war_on_the_menu_is_an_equilibrium() {
    let (baseline, base, game) = world();
    let contest = Contest::new(&baseline, &base, &game).unwrap();
    let war = contest.war(base.policy(), &Search { random_starts: 0, ..Search::default() }).unwrap();
    let mut menus = menus(&contest, &base);
    for (player, menu) in menus.iter_mut().enumerate() {
        menu.push(Strategy::of("war", contest.instruments(player), &war.policy));
    }
    let table = contest.menu(base.policy(), &menus, &|_, _| {}).unwrap();
    let found = table.pure_equilibria();
    assert!(found.contains(&vec![2, 3, 2]), "{found:?}");
}

#[test]
fn the_file_as_it_is_written() {
    let table = Table {
        players: vec!["USA".into(), "CHN".into()],
        strategies: vec![vec!["open".into(), "so-called \"deal\"".into()], vec!["open".into()]],
        payoffs: vec![vec![0.0, -0.25], vec![1.5, -1e-7]],
    };
    let wanted = "NFG 1 R \"a title\" { \"USA\" \"CHN\" }\n\n{\n  { \"open\" \"so-called \\\"deal\\\"\" }\n  { \"open\" }\n}\n\
                  \"Government welfare, percent over the base\"\n\n0 -0.25\n1.5 -0.0000001\n";
    assert_eq!(table.nfg("a title"), wanted);
}

/// Loads games that are parted by zero bytes and prints their equilibria in pure strategies: a line for each game, in it the
/// positions of the strategies played, equilibria parted by commas. Leaves with 9 where the package is absent.
const GAMBIT: &str = r#"
import io, sys
try:
    import pygambit
except ImportError:
    sys.exit(9)
def told(game, found):
    return " ".join(str([found[s] == 1 for s in p.strategies].index(True)) for p in game.players)
for text in sys.stdin.buffer.read().split(b"\0"):
    game = pygambit.read_nfg(io.BytesIO(text))
    print(",".join(told(game, found) for found in pygambit.nash.enumpure_solve(game).equilibria))
"#;

/// What Gambit finds in some games, each sorted; nothing where it is not installed.
fn gambit(texts: &[String]) -> Option<Vec<Vec<Vec<usize>>>> {
    let mut python = Command::new("python3");
    python.args(["-c", GAMBIT]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = python.spawn().ok()?;
    // it does not read where the package is absent
    let _ = running.stdin.take().unwrap().write_all(texts.join("\0").as_bytes());
    let output = running.wait_with_output().unwrap();
    if output.status.code() == Some(9) {
        return None;
    }
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let combination = |text: &str| text.split(' ').map(|word| word.parse().unwrap()).collect();
    let game = |line: &str| {
        let each = line.split(',').filter(|text| !text.is_empty());
        let mut found: Vec<Vec<usize>> = each.map(combination).collect();
        found.sort();
        found
    };
    Some(String::from_utf8(output.stdout).unwrap().lines().map(game).collect())
}

/// The second opinion, where it can be had (`pip install pygambit`).
#[test]
fn gambit_finds_the_same_equilibria() {
    let random = |seed: usize| Table {
        players: vec!["ONE".into(), "TWO".into(), "THREE".into()],
        strategies: [2, 3, 2].map(|n| (0..n).map(|k| format!("s{k}")).collect()).into(),
        // few values, so that there are ties
        payoffs: (0..12)
            .map(|c| (0..3).map(|p| ((seed * 7 + c * 13 + p * 29) * 31 % 97 % 4) as f64).collect())
            .collect(),
    };
    let tables: Vec<Table> = std::iter::once(table()).chain((0..12).map(random)).collect();
    let texts: Vec<String> = tables.iter().map(|table| table.nfg("USA, CHN \"and\" JPN")).collect();
    let Some(found) = gambit(&texts) else {
        println!("skipped: python3 with pygambit is absent");
        return;
    };
    assert_eq!(found.len(), tables.len());
    for (table, found) in tables.iter().zip(&found) {
        let mut ours = table.pure_equilibria();
        ours.sort();
        assert_eq!(ours, *found);
    }
    let several = found.iter().filter(|found| found.len() != 1).count();
    assert!(several > 3, "games with one equilibrium only prove little: {several}");
}

#[test]
fn menus_that_make_no_sense() {
    let (baseline, base, game) = world();
    let contest = Contest::new(&baseline, &base, &game).unwrap();
    let good = || menus(&contest, &base);
    let with = |change: &dyn Fn(&mut Vec<Vec<Strategy>>)| {
        let mut menus = good();
        change(&mut menus);
        let error = contest.menu(base.policy(), &menus, &|_, _| {}).unwrap_err();
        (error.kind(), error.to_string())
    };
    let refused = |said: &str, change: &dyn Fn(&mut Vec<Vec<Strategy>>)| {
        let (kind, message) = with(change);
        assert_eq!(kind, ErrorKind::Game);
        assert!(message.contains(said), "{message}");
    };
    refused("2 menus for 3 players", &|menus| drop(menus.pop()));
    refused("the menu of CHN has no policies", &|menus| menus[1].clear());
    refused("two policies of USA are called `status quo`", &|menus| menus[0][1].name = "status quo".into());
    refused("policy 2 of USA has no name", &|menus| menus[0][1].name = " ".into());
    refused("policy `Zölle` of JPN has 1 rates", &|menus| menus[2][1].rates.truncate(1));
    refused("more than 100000 combinations", &|menus| {
        for menu in menus {
            *menu = (0..50).map(|k| Strategy::new(format!("{k}"), vec![0.0, 0.0])).collect();
        }
    });
    // a rate that no price can bear has no equilibrium, and it is said whose choice it was
    let (kind, message) = with(&|menus| menus[0][1].rates[0] = -1.0);
    assert_eq!(kind, ErrorKind::Unsolved);
    assert!(message.contains("if the players choose `\"reciprocal\" tariffs`"), "{message}");
}
