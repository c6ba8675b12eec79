//! The engine against `benches/numpy`, a solver of the same model that shares no code with it: ten digits of each number.
//!
//! Where nothing is published (instruments, closures), this is the yardstick. The numbers are relative to the balanced
//! base, in the conventions that `benches/numpy/README.md` writes down.
#![allow(clippy::unwrap_used)]

mod common;

use common::shared_data;
use std::path::Path;
use thalweg_trade::{Base, Baseline, Deficits, Equilibrium, Options, Scenario, Settings, Simulator};

/// How far two solvers may be apart, relatively, that both print ten digits.
const NEAR: f64 = 1e-8;

/// What numpy found for one country.
struct Numpy {
    country: &'static str,
    /// Wage hats of the first two sectors: the same where labour moves.
    wages: [f64; 2],
    real_income: f64,
    /// In the unit of the baseline.
    income: f64,
    /// Price hat of the first sector.
    price: f64,
}

fn of(country: &'static str, wages: [f64; 2], real_income: f64, income: f64, price: f64) -> Numpy {
    Numpy { country, wages, real_income, income, price }
}

#[track_caller]
fn assert_near(country: &str, what: &str, engine: f64, numpy: f64) {
    assert!(
        (engine / numpy - 1.0).abs() < NEAR,
        "{what} of {country}: the engine has {engine}, numpy {numpy}"
    );
}

/// An equilibrium and the hats of real income that the outcome shows for it.
struct Solved<'a> {
    baseline: &'a Baseline,
    base: Base,
    after: Equilibrium,
    real_income: Vec<f64>,
}

impl<'a> Solved<'a> {
    fn new(baseline: &'a Baseline, scenario: &Scenario) -> Self {
        let resolved = scenario.resolve(baseline).unwrap();
        let base = Base::new(baseline, &resolved.elasticities, &resolved.model, Settings::default()).unwrap();
        let after = base.solve(resolved.policy).unwrap();
        let simulator = Simulator::new(baseline, Settings::default());
        let outcome = simulator.simulate("test", scenario, &Options::default()).unwrap();
        let real_income = outcome.countries.iter().map(|row| 1.0 + row.real_income_pct / 100.0).collect();
        Self { baseline, base, after, real_income }
    }

    #[track_caller]
    fn check(&self, expected: &[Numpy]) {
        for numpy in expected {
            let n = self.baseline.country(numpy.country).unwrap();
            for (sector, wage) in numpy.wages.into_iter().enumerate() {
                assert_near(numpy.country, "wage", self.after.wage(sector, n), wage);
            }
            assert_near(numpy.country, "real income", self.real_income[n], numpy.real_income);
            assert_near(numpy.country, "income", self.after.income[n], numpy.income);
            assert_near(numpy.country, "price", self.after.prices.get(0, n), numpy.price);
        }
    }

    /// Wages and real income alone.
    #[track_caller]
    fn check_short(&self, expected: &[(&str, f64, f64)]) {
        for (country, wage, real_income) in expected {
            let n = self.baseline.country(country).unwrap();
            assert_near(country, "wage", self.after.wage(0, n), *wage);
            assert_near(country, "real income", self.real_income[n], *real_income);
        }
    }
}

fn scenario(text: &str) -> Scenario {
    Scenario::parse("test.toml", &format!("name = 'test'\n{text}")).unwrap()
}

#[track_caller]
fn check(baseline: &str, text: &str, expected: &[Numpy]) {
    Solved::new(&Baseline::embedded(baseline).unwrap(), &scenario(text)).check(expected);
}

const SIXTY: &str = "[[tariff]]\nimporter = 'USA'\nexporter = 'CHN'\nsectors = 'tradable'\nadd = 0.60\n";
const SUBSIDY: &str = "[[subsidy]]\ncountry = 'CHN'\nsectors = ['c14', 'c15']\nset = 0.05\n";
const EXPORT_TAX: &str = "[[export_tax]]\nexporter = 'CHN'\nimporter = '*'\nset = 0.10\n";
const TRADE_COST: &str = "[[trade_cost]]\nimporter = 'USA'\nexporter = '*'\nset = 0.20\n";

/// The first sixteen sectors of `world-2011`: goods.
fn goods(block: &str) -> String {
    let codes: Vec<String> = (1..=16).map(|sector| format!("'c{sector}'")).collect();
    format!("{block}sectors = [{}]\n", codes.join(", "))
}

#[test]
fn a_subsidy() {
    let expected = [
        of("USA", [0.9950531565, 0.9950531565], 1.0005284493, 15677030.0480, 0.9957567924),
        of("CHN", [1.0317092658, 1.0317092658], 0.9932088248, 7217519.0530, 1.0251476307),
        of("BRA", [0.9974760324, 0.9974760324], 1.0009388445, 2271170.5711, 0.9975679444),
        of("MEX", [0.9961247798, 0.9961247798], 1.0011245216, 1154312.8153, 0.9962393048),
        of("DEU", [0.9941104074, 0.9941104074], 0.9994985283, 3179860.8870, 0.9957691412),
    ];
    check("world-2011", SUBSIDY, &expected);
}

#[test]
fn an_export_tax() {
    let expected = [
        of("USA", [1.0052305171, 1.0052305171], 0.9986602162, 15830093.6909, 1.0055341695),
        of("CHN", [0.9653461701, 0.9653461701], 1.0052109137, 7016783.2954, 0.9698248713),
        of("BRA", [1.0041776663, 1.0041776663], 0.9984853054, 2284569.4237, 1.0045296932),
        of("MEX", [1.0049760059, 1.0049760059], 0.9975979646, 1163684.3831, 1.0054856299),
        of("DEU", [1.0053439031, 1.0053439031], 0.9990582026, 3218341.1509, 1.0055761201),
    ];
    check("world-2011", &goods(EXPORT_TAX), &expected);
}

#[test]
fn a_trade_cost() {
    let expected = [
        of("USA", [1.0394294213, 1.0394294213], 0.9871907286, 16339180.5408, 1.0608610470),
        of("CHN", [0.9885433798, 0.9885433798], 0.9978404340, 7090609.1356, 0.9894839055),
        of("BRA", [0.9886957876, 0.9886957876], 0.9987333150, 2249974.6156, 0.9893884985),
        of("MEX", [0.9718700747, 0.9718700747], 0.9907495247, 1126001.3427, 0.9829750030),
        of("DEU", [0.9910212034, 0.9910212034], 0.9981198725, 3168705.0273, 0.9918427321),
    ];
    check("world-2011", &goods(TRADE_COST), &expected);
}

#[test]
fn productivity() {
    let expected = [
        of("USA", [0.9884197500, 0.9884197500], 1.0005928811, 15577096.5083, 0.9883514314),
        of("CHN", [0.9887601624, 0.9887601624], 1.0001251256, 7096605.2084, 0.9886752979),
        of("BRA", [0.9900942406, 0.9900942406], 1.0004008063, 2254021.8667, 0.9898794074),
        of("MEX", [0.9880170619, 0.9880170619], 1.0002206647, 1144917.0447, 0.9880634357),
        of("DEU", [1.2160773894, 1.2160773894], 1.2152280845, 3955920.2708, 0.9915686404),
    ];
    check("world-2011", "[[productivity]]\ncountry = 'DEU'\nsectors = '*'\nset = 0.10\n", &expected);
}

#[test]
fn three_instruments_together() {
    let expected = [
        of("USA", [1.0049437586, 1.0049437586], 0.9969759544, 15836369.1691, 1.0066977477),
        of("CHN", [0.9823151011, 0.9823151011], 0.9984001547, 6976261.3567, 0.9830939722),
        of("BRA", [1.0021547844, 1.0021547844], 0.9992131752, 2280611.7885, 1.0025946708),
        of("MEX", [1.0077649340, 1.0077649340], 1.0001607376, 1168068.8041, 1.0076192900),
        of("DEU", [1.0009729408, 1.0009729408], 0.9987899700, 3203209.6258, 1.0023922629),
    ];
    check("world-2011", &format!("{SIXTY}{SUBSIDY}{}", goods(EXPORT_TAX)), &expected);
}

#[test]
fn labour_that_stays_in_its_sector() {
    let expected = [
        of("USA", [1.0000618117, 0.9945311210], 0.9974827287, 15837653.9647, 1.0035690219),
        of("CHN", [0.9883100648, 0.9998996086], 0.9948393034, 7060125.7945, 0.9893701271),
        of("BRA", [0.9972755504, 0.9962418592], 1.0001293999, 2277269.0673, 0.9982685110),
        of("MEX", [1.0038013297, 0.9987417209], 1.0032370182, 1171011.5861, 1.0040457870),
        of("DEU", [0.9992055929, 0.9967077729], 1.0005062095, 3203696.1413, 0.9997242439),
    ];
    check("world-2011", &format!("{SIXTY}[model]\nlabour = 'fixed'\n"), &expected);
}

/// numpy keeps the deficits in its base; the engine takes them out of it. So only levels and wages over those of the base
/// with deficits can be compared.
#[test]
fn balanced_trade() {
    let expected = [
        of("USA", [0.9881330220, 0.9881330220], 0.9598047342, 15021469.1616, 0.9932423376),
        of("CHN", [1.0024377125, 1.0024377125], 1.0406307733, 7490993.7903, 1.0022054089),
        of("BRA", [1.0006355936, 1.0006355936], 0.9975845832, 2272580.6306, 1.0005908713),
        of("MEX", [1.0003253830, 1.0003253830], 1.0015892658, 1160644.2111, 0.9990176122),
        of("DEU", [1.0254062211, 1.0254062211], 1.1002130954, 3588782.6078, 1.0134118278),
    ];
    let baseline = Baseline::embedded("world-2011").unwrap();
    let with_deficits = Solved::new(&baseline, &scenario(""));
    let balanced = Solved::new(&baseline, &scenario(&format!("{SIXTY}[model]\ndeficits = 'balanced'\n")));
    assert_eq!(balanced.base.deficits(), Deficits::Balanced);
    for numpy in expected {
        let n = baseline.country(numpy.country).unwrap();
        let wage = balanced.after.labour_income[n] / with_deficits.after.labour_income[n];
        assert_near(numpy.country, "wage", wage, numpy.wages[0]);
        assert_near(numpy.country, "income", balanced.after.income[n], numpy.income);
    }
}

#[test]
fn sixty_points_on_the_world_of_2011() {
    let expected = [
        ("USA", 1.0047687685, 0.9975328083),
        ("CHN", 0.9857378919, 0.9955450744),
        ("CAN", 1.0041328480, 1.0004916224),
        ("MEX", 1.0072792565, 1.0020262165),
        ("DEU", 1.0007514896, 1.0003840201),
    ];
    Solved::new(&Baseline::embedded("world-2011").unwrap(), &scenario(SIXTY)).check_short(&expected);
}

#[test]
fn four_scenarios_on_the_world_of_2022() {
    let truce = [
        ("USA", 1.0049528423, 0.9971402614),
        ("CHN", 0.9883452470, 0.9968302698),
        ("CAN", 1.0044862829, 1.0006004758),
        ("MEX", 1.0073592786, 1.0019360523),
        ("DEU", 1.0009526275, 1.0002470031),
        ("VNM", 1.0054927906, 1.0032598876),
    ];
    let breakdown = [
        ("USA", 1.0048314058, 0.9922711358),
        ("CHN", 0.9836976459, 0.9931372929),
        ("CAN", 1.0062095540, 1.0007798332),
        ("MEX", 1.0114362615, 1.0030382180),
        ("DEU", 1.0022338175, 1.0004208949),
        ("VNM", 1.0114412496, 1.0057251881),
    ];
    let sixty_points = [
        ("USA", 1.0081646914, 0.9952007056),
        ("CHN", 0.9824893723, 0.9961512501),
        ("CAN", 1.0068642199, 1.0009882196),
        ("MEX", 1.0110275642, 1.0029971356),
        ("DEU", 1.0010873009, 1.0003785457),
        ("VNM", 1.0078053309, 1.0049762056),
    ];
    let rollback = [
        ("USA", 0.9937732552, 1.0009081173),
        ("CHN", 1.0159287700, 1.0046031716),
        ("CAN", 0.9939751615, 0.9993814474),
        ("MEX", 0.9895970920, 0.9975189649),
        ("DEU", 0.9983504067, 0.9997184967),
        ("VNM", 0.9945972298, 0.9968285242),
    ];
    let baseline = Baseline::embedded("world-2022").unwrap();
    for (name, expected) in
        [("truce", truce), ("breakdown", breakdown), ("sixty-points", sixty_points), ("rollback", rollback)]
    {
        Solved::new(&baseline, &Scenario::embedded(name).unwrap()).check_short(&expected);
    }
}

fn table(folder: &Path, file: &str) -> String {
    format!("[[tariff]]\ntable = '{}'\n", folder.join(file).display())
}

#[test]
fn the_tariffs_of_2018_with_and_without_scale_economies() {
    let Some(shared) = shared_data() else { return };
    let folder = shared.join("baselines/majors-2017");
    let (mut baseline, _) = Baseline::read_folder(&folder).unwrap();
    let us_side = table(&folder, "tariffs_2018_us_on_china.csv");
    let both = format!("{us_side}{}", table(&folder, "tariffs_2018_china_on_us.csv"));
    let with_scale = [
        ("USA", 1.0071664216, 1.0003964460),
        ("CHN", 0.9808275874, 0.9898202210),
        ("BRA", 0.9995014657, 0.9990631995),
    ];
    let with_scale_both = [
        ("USA", 1.0052251243, 0.9996211296),
        ("CHN", 0.9824086835, 0.9900277477),
        ("BRA", 1.0000259542, 0.9992010109),
    ];
    Solved::new(&baseline, &scenario(&us_side)).check_short(&with_scale);
    Solved::new(&baseline, &scenario(&both)).check_short(&with_scale_both);
    baseline.sectors.iter_mut().for_each(|sector| sector.scale = 0.0);
    let without = [
        ("USA", 1.0038465903, 0.9994436203),
        ("CHN", 0.9908202339, 0.9980485689),
        ("BRA", 1.0001642216, 0.9999739492),
    ];
    let without_both = [
        ("USA", 1.0026775460, 0.9992550640),
        ("CHN", 0.9922106149, 0.9979788466),
        ("BRA", 1.0004028242, 0.9999791961),
    ];
    Solved::new(&baseline, &scenario(&us_side)).check_short(&without);
    Solved::new(&baseline, &scenario(&both)).check_short(&without_both);
}

#[test]
fn a_subsidy_with_scale_economies() {
    let Some(shared) = shared_data() else { return };
    let (baseline, _) = Baseline::read_folder(&shared.join("baselines/majors-2017")).unwrap();
    let text = "[[subsidy]]\ncountry = 'CHN'\nsectors = ['s06', 's07', 's08']\nset = 0.10\n";
    let expected = [
        of("USA", [0.9931301420, 0.9931301420], 1.0022302192, 19271067.5447, 0.9951590248),
        of("CHN", [1.0336264552, 1.0336264552], 0.9859284128, 11123076.0493, 0.9593426289),
        of("BRA", [0.9956723782, 0.9956723782], 1.0040834543, 1781814.8496, 0.9942648002),
    ];
    Solved::new(&baseline, &scenario(text)).check(&expected);
}

#[test]
fn the_base_that_scale_economies_move() {
    let Some(shared) = shared_data() else { return };
    let (mut baseline, _) = Baseline::read_folder(&shared.join("baselines/majors-2017")).unwrap();
    // the largest movement of a wage, Brazil's: 1.0166313549 with scale economies
    for (scale, wages_pct) in [(true, 1.66313549), (false, 0.24595153)] {
        if !scale {
            baseline.sectors.iter_mut().for_each(|sector| sector.scale = 0.0);
        }
        let base = Solved::new(&baseline, &scenario("")).after.certificate.base;
        assert!(base.solved);
        assert!((base.wages_pct - wages_pct).abs() < 1e-6, "wages of the base moved by {} %", base.wages_pct);
    }
}

#[test]
fn a_tariff_in_a_world_without_inputs() {
    let Some(shared) = shared_data() else { return };
    let (baseline, _) = Baseline::read_folder(&shared.join("baselines/trade-wars-2014")).unwrap();
    let text = "[[tariff]]\nimporter = 'USA'\nexporter = '*'\nsectors = '*'\nset = 0.50\n";
    let expected = [
        of("USA", [1.1940672451, 1.1940672451], 1.0215315406, 7205677.5205, 1.2047052186),
        of("CHN", [0.9564135117, 0.9564135117], 0.9943301398, 6148658.0256, 0.9564625195),
        of("BRA", [0.9669324427, 0.9669324427], 0.9948848566, 885001.3579, 0.9665630961),
    ];
    let solved = Solved::new(&baseline, &scenario(text));
    solved.check(&expected);
}
