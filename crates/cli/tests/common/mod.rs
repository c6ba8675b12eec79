//! What the tests of the command line share.
#![allow(dead_code, reason = "every test file takes a part")]
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

use assert_cmd::Command;
use std::path::Path;
use tempfile::TempDir;

/// The program, as somebody without colours and without a terminal calls it.
pub(crate) fn thalweg() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thalweg"));
    command.env_remove("NO_COLOR").env("COLUMNS", "80").env("TERM", "xterm-256color");
    command
}

/// What came of a call.
pub(crate) struct Done {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Calls the program with words separated by spaces, in a folder.
pub(crate) fn call_in(folder: &Path, line: &str) -> Done {
    done(thalweg().current_dir(folder).args(line.split_whitespace()))
}

/// Calls the program with words separated by spaces.
pub(crate) fn call(line: &str) -> Done {
    done(thalweg().args(line.split_whitespace()))
}

/// Runs a command to its end.
pub(crate) fn done(command: &mut Command) -> Done {
    let output = command.output().unwrap();
    Done {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder with a small valid baseline of two countries and two sectors, `world`, to be broken by a test.
pub(crate) struct SmallWorld(TempDir);

impl SmallWorld {
    /// Writes it.
    pub(crate) fn new() -> Self {
        let world = Self(tempfile::tempdir().unwrap());
        std::fs::create_dir(world.path().join("world")).unwrap();
        world.write(
            "world/baseline.toml",
            "name = \"small\"\nyear = 2020\nunit = \"million USD\"\nsource = \"made up\"\n",
        );
        world.write("world/countries.csv", "country,name\nUSA,United States\nCHN,China\n");
        world.write("world/sectors.csv", "sector,name,elasticity\nsteel,Steel,5\nfood,Food,3\n");
        world.write("world/flows.csv", FLOWS);
        world.write("scenario.toml", SCENARIO);
        world
    }

    /// The folder that holds `world` and `scenario.toml`.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path().join(name), content).unwrap();
    }

    /// Calls the program there.
    pub(crate) fn call(&self, line: &str) -> Done {
        call_in(self.path(), line)
    }
}

/// The flows of the small world.
pub(crate) const FLOWS: &str = "\
importer,exporter,sector,value,tariff
USA,USA,steel,100,
USA,CHN,steel,20,0.25
USA,USA,food,80,0
USA,CHN,food,5.5,0.1
CHN,CHN,steel,150,
CHN,USA,steel,4,0.05
CHN,CHN,food,90,
CHN,USA,food,12,0.12
";

/// A scenario for the small world.
pub(crate) const SCENARIO: &str = "\
name     = \"Ten points\"
baseline = \"./world\"

[[tariff]]
importer = \"USA\"
exporter = \"CHN\"
sectors  = \"steel\"
add      = 0.10
";

/// A game for the small world.
pub(crate) const GAME: &str = "\
name     = \"Steel for food\"
baseline = \"./world\"

[[player]]
country = \"USA\"
tool    = [{ by = \"sector\", partners = \"CHN\", high = 1.0 }]

[[player]]
country = \"CHN\"
tool    = [{ by = \"sector\", partners = \"USA\", high = 1.0 }]

[search]
random_starts = 0
";

/// A stored result of a game that was stopped after the war, on another baseline.
pub(crate) const TALKS: &str = r#"{
"game":"Stored","question":null,"baseline":"large","year":2020,"source":"made up","elasticities":null,
"players":[{"code":"USA","name":"United States"},{"code":"CHN","name":"China"}],"instruments":[[],[]],
"countries":[{"code":"USA","name":"United States"},{"code":"CHN","name":"China"}],
"sectors":[{"code":"steel","name":"Steel"}],"parties":[0,1],"standings":[
{"at":"status-quo","welfare_pct":[0.0,0.0],"real_income_pct":[0.0,0.0],"rates":[[],[]],"countries_pct":[0.0,0.0]},
{"at":"war","welfare_pct":[-0.2,-0.1],"real_income_pct":[-0.2,-0.1],"rates":[[],[]],"countries_pct":[-0.2,-0.1]}],
"war":null,"threat":"war","deals":[],"nothing_to_sign":null,"concessions":[],"frontier":null,"frontier_no_harm":null,
"patience":null,"delta":0.95,"terms":null,"certificate":{"equilibria":2,"max_residual":1e-12},"stopped":true}"#;
