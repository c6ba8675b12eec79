//! Small worlds to try scenarios on.

use crate::baseline::{About, Baseline, Country, Sector};
use crate::cube::{Cube, Grid, InputShares};

/// The countries and the sectors of [`world`], by position.
pub(super) const USA: usize = 0;
pub(super) const CAN: usize = 1;
pub(super) const CHN: usize = 2;
pub(super) const DEU: usize = 3;
pub(super) const FRA: usize = 4;
pub(super) const RUS: usize = 5;
pub(super) const FORESTRY: usize = 1;
pub(super) const STEEL: usize = 2;
pub(super) const SERVICES: usize = 3;

const COUNTRIES: [(&str, &str, Option<&str>); 6] = [
    ("USA", "United States", None),
    ("CAN", "Canada", None),
    ("CHN", "China", None),
    ("DEU", "Germany", Some("EU")),
    ("FRA", "France", Some("EU")),
    ("RUS", "Russia", None),
];

/// Code, name, tradable, group: `agriculture` is a code and a group, as in the default baseline.
const SECTORS: [(&str, &str, bool, Option<&str>); 4] = [
    ("agriculture", "Agriculture", true, Some("agriculture")),
    ("forestry", "Forestry", true, Some("agriculture")),
    ("steel", "Iron and steel", true, None),
    ("services", "Services", false, None),
];

/// Everybody buys 10 from everybody, tariffs are 4 %. But France makes no steel and buys it only from Russia and
/// Germany, and Canada buys no steel from Russia.
pub(super) fn world() -> Baseline {
    let (n, j) = (COUNTRIES.len(), SECTORS.len());
    let mut flows = Cube::filled(j, n, 10.0);
    for exporter in [USA, CAN, CHN, FRA] {
        *flows.get_mut(STEEL, FRA, exporter) = 0.0;
    }
    *flows.get_mut(STEEL, CAN, RUS) = 0.0;
    let mut tariffs = Cube::filled(j, n, 0.04);
    for at in 0..n * j {
        *tariffs.get_mut(at / n, at % n, at % n) = 0.0;
    }
    Baseline {
        about: about(),
        countries: COUNTRIES.map(country).to_vec(),
        sectors: SECTORS.map(sector).to_vec(),
        flows,
        tariffs,
        export_taxes: None,
        value_added_shares: Grid::filled(j, n, 1.0),
        subsidies: Grid::filled(j, n, 0.0),
        inputs: InputShares::none(j, n),
        final_shares: None,
    }
}

/// A world with the codes of the default baseline, in which everybody trades everything at tariffs of 30 %.
pub(super) fn large_world() -> Baseline {
    let countries = "AGO ARE ARG AUS AUT BEL BGD BGR BLR BRA BRN CAN CHE CHL CHN CIV CMR COD COL CRI CYP CZE DEU DNK \
                     EGY ESP EST FIN FRA GBR GRC HKG HRV HUN IDN IND IRL ISL ISR ITA JOR JPN KAZ KHM KOR LAO LTU LUX \
                     LVA MAR MEX MLT MMR MYS NGA NLD NOR NZL PAK PER PHL POL PRT ROU RUS SAU SEN SGP STP SVK SVN SWE \
                     THA TUN TUR TWN UKR USA VNM ZAF ROW";
    let sectors = "agriculture forestry fishing coal oil-gas metal-ores other-mining mining-support food textiles wood \
                   paper petroleum chemicals pharma plastics minerals steel nonferrous fabricated-metal electronics \
                   electrical machinery vehicles ships other-transport other-manufacturing services";
    let countries: Vec<Country> =
        countries.split_whitespace().map(|code| country((code, code, None))).collect();
    let sectors = sectors.split_whitespace().map(|code| sector((code, code, code != "services", None)));
    let sectors: Vec<Sector> = sectors.collect();
    let (n, j) = (countries.len(), sectors.len());
    Baseline {
        flows: Cube::filled(j, n, 1.0),
        tariffs: Cube::filled(j, n, 0.3),
        value_added_shares: Grid::filled(j, n, 1.0),
        subsidies: Grid::filled(j, n, 0.0),
        inputs: InputShares::none(j, n),
        countries,
        sectors,
        ..world()
    }
}

fn about() -> About {
    About {
        name: "small".to_owned(),
        year: 2022,
        unit: "million USD".parse().unwrap(),
        source: String::new(),
        licence: None,
        note: None,
    }
}

fn country((code, name, group): (&str, &str, Option<&str>)) -> Country {
    let group = group.map(str::to_owned);
    Country { code: code.to_owned(), name: name.to_owned(), group, gdp: None, population: None }
}

fn sector((code, name, tradable, group): (&str, &str, bool, Option<&str>)) -> Sector {
    Sector {
        code: code.to_owned(),
        name: name.to_owned(),
        elasticity: 4.0,
        substitution: None,
        scale: 0.0,
        tradable,
        group: group.map(str::to_owned),
        elasticity_sets: vec![("cp2015".to_owned(), 9.0), ("3y".to_owned(), 2.0)],
        elasticity_se: None,
    }
}
