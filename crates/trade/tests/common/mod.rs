//! What the integration tests share: the development data, and a small world to break.
#![allow(dead_code, reason = "every test file takes a part")]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails or is skipped says so")]

use std::path::{Path, PathBuf};

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

/// A folder with a small valid baseline of two countries and two sectors, to be broken by a test.
pub(crate) struct SmallWorld(tempfile::TempDir);

impl SmallWorld {
    /// Writes it.
    pub(crate) fn new() -> Self {
        let world = Self(tempfile::tempdir().unwrap());
        world.write(
            "baseline.toml",
            "name = \"small\"\nyear = 2020\nunit = \"million USD\"\nsource = \"made up\"\n",
        );
        world.write("countries.csv", "country,name\nUSA,United States\nCHN,China\n");
        world.write("sectors.csv", "sector,name,elasticity\nsteel,Steel,5\nfood,Food,3\n");
        world.write("flows.csv", FLOWS);
        world.write(
            "production.csv",
            "country,sector,value_added_share\nUSA,steel,0.4\nUSA,food,0.5\nCHN,steel,0.3\nCHN,food,0.6\n",
        );
        world.write("inputs.csv", INPUTS);
        world
    }

    /// Its folder.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path().join(name), content).unwrap();
    }

    /// Removes a file.
    pub(crate) fn remove(&self, name: &str) {
        std::fs::remove_file(self.path().join(name)).unwrap();
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

/// The input shares of the small world.
pub(crate) const INPUTS: &str = "\
country,sector,input,share
USA,steel,steel,0.7
USA,steel,food,0.3
USA,food,steel,0.2
USA,food,food,0.8
CHN,steel,steel,0.75
CHN,steel,food,0.25
CHN,food,steel,0.1
CHN,food,food,0.9
";
