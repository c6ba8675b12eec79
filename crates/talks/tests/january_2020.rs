//! The agreement of 15 January 2020 between the United States and China on the world of 2017.
//!
//! Economic and Trade Agreement, chapter 6 (Expanding Trade), article 6.2 and annex 6.1: in 2020 and 2021 together China
//! buys at least 200 billion dollars more than in 2017. The numbers below are those of annex 6.1, in billions.
//!
//! Sectors stand for the categories as well as sectors can: the annex lists tariff lines, and leaves out about a quarter
//! of goods trade. Forestry, ores and other mining are in no category.
#![allow(clippy::unwrap_used)]

mod common;

use common::{rows, shared_data};
use thalweg_talks::{Level, Package, Purchase, Term, Terms, Worth};
use thalweg_trade::{Base, Baseline, Model, Policy, Settings};

/// Category, sectors of the baseline, how much more than in 2017 in 2020 and in 2021, billions.
const ANNEX: [(&str, &[&str], [f64; 2]); 4] = [
    ("manufactured goods", MANUFACTURED, [32.9, 44.8]),
    ("agriculture", &["agriculture", "fishing", "food"], [12.5, 19.5]),
    ("energy", &["coal", "oil-gas", "petroleum"], [18.5, 33.9]),
    ("services", &["services"], [12.8, 25.1]),
];
const MANUFACTURED: &[&str] = &[
    "textiles",
    "wood",
    "paper",
    "chemicals",
    "pharma",
    "plastics",
    "minerals",
    "steel",
    "nonferrous",
    "fabricated-metal",
    "electronics",
    "electrical",
    "machinery",
    "vehicles",
    "ships",
    "other-transport",
    "other-manufacturing",
];

/// Subsidies that the second year implies, found here: no published source has them for all categories. Feenstra and Hong
/// (2020, NBER 27383) find 42 and 59 percent for the two years of agriculture, with demand that answers prices much
/// less in a year or two than the long-run elasticities of this baseline let it.
const SUBSIDIES_OF_2021: [(bool, [f64; 4]); 2] =
    [(false, [0.0869, 0.1643, 0.3184, 0.0565]), (true, [0.2016, 0.2765, 0.4511, 0.0751])];

struct Agreement {
    world: Baseline,
    base: Base,
    /// The rates of 2017, and those with the tariffs of 2018 of both sides on top.
    peace: Policy,
    war: Policy,
}

impl Agreement {
    fn open() -> Option<Self> {
        let folder = shared_data()?.join("baselines/world-2017");
        let (world, _) = Baseline::read_folder(&folder).unwrap();
        let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
        let base = Base::new(&world, &elasticities, &Model::default(), Settings::default()).unwrap();
        let (peace, mut war) = (base.policy().clone(), base.policy().clone());
        for file in ["tariffs_2018_CHN_on_USA.csv", "tariffs_2018_USA_on_CHN.csv"] {
            for row in rows(&folder.join(file)) {
                let country = |key: &str| world.country(&row[key]).unwrap();
                let sector = world.sector(&row["sector"]).unwrap();
                let add: f64 = row["add"].parse().unwrap();
                *war.tariffs.get_mut(sector, country("importer"), country("exporter")) += add;
            }
        }
        Some(Self { world, base, peace, war })
    }

    /// The four commitments of a year.
    fn terms(&self, year: usize) -> Terms {
        let purchase = |(_, sectors, more): &(&str, &[&str], [f64; 2])| {
            let level = Level::Extra(1000.0 * more[year]);
            Term::Purchase(Purchase::new("CHN", "USA", sectors.iter().copied(), level))
        };
        let terms: Vec<Term> = ANNEX.iter().map(purchase).collect();
        Terms::new(&self.world, &self.base, &terms).unwrap()
    }

    fn policy(&self, war: bool) -> &Policy {
        if war { &self.war } else { &self.peace }
    }

    fn package(&self, year: usize, war: bool) -> Package {
        self.terms(year).worth(&self.base, self.policy(war)).unwrap()
    }
}

/// Every commitment binds with equality, by a subsidy, and the two years make two hundred billion.
#[test]
fn two_hundred_billion_in_two_years() {
    let Some(agreement) = Agreement::open() else { return };
    let usa = agreement.world.country("USA").unwrap();
    let chn = agreement.world.country("CHN").unwrap();
    for war in [false, true] {
        let mut more = 0.0;
        for year in 0..2 {
            let terms = agreement.terms(year);
            let settled = terms.solve(&agreement.base, agreement.policy(war).clone()).unwrap();
            assert!(settled.residual <= 1e-8 && settled.equilibrium.certificate.converged);
            for ((name, sectors, added), implied) in ANNEX.iter().zip(&settled.implied) {
                assert!(implied.binding && implied.rate.unwrap() > 0.0 && implied.cost > 0.0, "{name}");
                let level = implied.before + 1000.0 * added[year];
                assert!((implied.amount / level - 1.0).abs() < 1e-8, "{name}: {}", implied.amount);
                // read off the flows themselves
                let sold = |sector: &&str| {
                    settled.equilibrium.flows.get(agreement.world.sector(sector).unwrap(), chn, usa)
                };
                let flow: f64 = sectors.iter().map(sold).sum();
                assert!((flow / level - 1.0).abs() < 1e-8, "{name}: {flow}");
                more += flow - implied.before;
            }
        }
        assert!((more - 200_000.0).abs() < 0.01, "{more}");
    }
}

/// The subsidies found here; tariffs in place ask for higher ones.
#[test]
fn the_subsidies() {
    let Some(agreement) = Agreement::open() else { return };
    for (war, known) in SUBSIDIES_OF_2021 {
        let terms = agreement.terms(1);
        let settled = terms.solve(&agreement.base, agreement.policy(war).clone()).unwrap();
        for (implied, known) in settled.implied.iter().zip(known) {
            let rate = implied.rate.unwrap();
            assert!((rate - known).abs() < 1e-4, "{}: {rate}, was {known}", implied.term);
        }
    }
    let [(_, peace), (_, war)] = SUBSIDIES_OF_2021;
    assert!(peace.iter().zip(war).all(|(peace, war)| *peace < war));
}

/// China pays, the United States gain, and other sellers lose their sales; who loses most is who others found to.
#[test]
fn what_it_costs_and_gives() {
    let Some(agreement) = Agreement::open() else { return };
    for war in [false, true] {
        let package = agreement.package(1, war);
        for worth in &package.worths {
            sides(worth);
            // what it calls forth comes on top of what tariffs have left
            assert!(worth.amount_without < worth.implied.amount);
        }
        // tariffs have left less of the trade in goods than there was
        let left = package.worths[..3].iter().map(|worth| worth.amount_without / worth.implied.before);
        assert!(
            left.clone().all(|left| if war { left < 0.85 } else { left > 0.95 }),
            "{:?}",
            left.collect::<Vec<_>>()
        );
        let gain = |code: &str| package.countries[agreement.world.country(code).unwrap()].real_income_pct;
        assert!(gain("CHN") < -0.2 && gain("USA") > 0.08, "{} {}", gain("CHN"), gain("USA"));
        // Cerutti, Deb, Gjonbalaj, Hannan and Mohommad (2019, IMF WP 19/251): exports of the European Union, Japan and
        // Korea are diverted by a deal on manufactures
        losers(&package.worths[0], 5, &["JPN", "KOR", "DEU", "TWN"]);
        // Feenstra and Hong (2020): of farm goods those of Australia and Canada, then Brazil, Indonesia, Malaysia,
        // Thailand and Vietnam
        losers(&package.worths[1], 10, &["AUS", "CAN", "BRA", "IDN", "THA", "VNM"]);
        losers(&package.worths[2], 6, &["SAU", "AGO", "RUS"]);
    }
}

fn sides(worth: &Worth) {
    let term = &worth.implied.term;
    let usa = worth.beneficiary.as_ref().unwrap();
    assert!(worth.owner.country == "CHN" && worth.owner.real_income < 0.0, "{term}: {:?}", worth.owner);
    assert!(usa.country == "USA" && usa.real_income > 0.0, "{term}: {usa:?}");
    // nobody else sells more of these goods to China, China least of all
    assert!(worth.sellers.iter().all(|seller| seller.change <= 0.0), "{term}");
    assert_eq!(worth.sellers[0].country, "CHN");
    // and every third market gets less of them
    let third = worth.markets.iter().filter(|market| market.country != "USA");
    assert!(third.map(|market| market.change).all(|change| change <= 0.0), "{term}");
}

/// The codes are among the third sellers that lose most sales.
fn losers(worth: &Worth, most: usize, codes: &[&str]) {
    let first: Vec<&str> = worth.sellers[..most].iter().map(|seller| seller.country.as_str()).collect();
    assert!(codes.iter().all(|code| first.contains(code)), "{}: {first:?}", worth.implied.term);
}

/// What a dollar more costs the world is the wedge between what it is worth to the buyer and what it costs the seller
/// (Harberger 1971), here the tariff less the subsidy; other tariffs move a little of it.
#[test]
fn a_dollar_more_costs_the_world_the_wedge() {
    let Some(agreement) = Agreement::open() else { return };
    let (chn, usa) = (agreement.world.country("CHN").unwrap(), agreement.world.country("USA").unwrap());
    for war in [false, true] {
        let terms = agreement.terms(1);
        let settled = terms.solve(&agreement.base, agreement.policy(war).clone()).unwrap();
        let at = &settled.equilibrium;
        let shadows = terms.shadows(&agreement.base, &settled).unwrap();
        for (shadow, (name, sectors, _)) in shadows.iter().zip(&ANNEX) {
            let of = |sector: &&str| {
                let sector = agreement.world.sector(sector).unwrap();
                let flow = at.flows.get(sector, chn, usa);
                (at.policy.tariffs.get(sector, chn, usa) * flow, flow)
            };
            let (revenue, flow) = sectors.iter().map(of).fold((0.0, 0.0), |(a, b), (x, y)| (a + x, b + y));
            let world: f64 = shadow.per_unit.iter().sum();
            assert!((world - revenue / flow).abs() < 0.015, "{name}: {world}, wedge {}", revenue / flow);
            assert!(shadow.per_unit[chn] < 0.0 && shadow.per_unit[usa] > 0.0, "{name}");
        }
    }
}
