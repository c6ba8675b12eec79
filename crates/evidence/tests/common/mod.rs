//! What the integration tests share: the development data.
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

use thalweg_evidence::{Panel, Policy};
use thalweg_trade::Baseline;

/// The panel of 2011 to 2022, the world of 2017, and the tariffs of 2018 and 2019.
pub(crate) struct TradeWar {
    pub(crate) panel: Panel,
    pub(crate) baseline: Baseline,
    pub(crate) policy: Policy,
}

impl TradeWar {
    pub(crate) fn read(shared: &Path) -> Self {
        let world = shared.join("baselines/world-2017");
        let files = ["USA_on_CHN", "CHN_on_USA"].map(|pair| world.join(format!("tariffs_2018_{pair}.csv")));
        Self {
            panel: Panel::read_folder(&shared.join("panel")).unwrap(),
            baseline: Baseline::read_folder(&world).unwrap().0,
            policy: Policy::read(files).unwrap(),
        }
    }
}
