//! What theory says must hold at an equilibrium.
#![allow(clippy::unwrap_used, reason = "a test that fails says so")]

mod common;

use common::market;
use thalweg_oil::{Limit, Market, Method, Point, Settings};

fn by(method: Method) -> Settings {
    Settings { method, ..Settings::default() }
}

fn solve(market: &Market) -> Point {
    market.solve(&Settings::default()).unwrap().point
}

fn near(a: &[f64], b: &[f64], tolerance: f64, what: &str) {
    for (i, (x, y)) in a.iter().zip(b).enumerate() {
        assert!((x - y).abs() <= tolerance * (1.0 + x.abs()), "{what} {i}: {x} and {y}");
    }
}

#[test]
fn every_answer_carries_a_small_residual() {
    for seed in 1..=12 {
        for cap in [None, Some(60.0), Some(45.0)] {
            let market = market(seed, 25, 20, 6, cap);
            let solved = market.solve(&by(Method::Interior)).unwrap();
            assert!(solved.certificate.worst() <= 1e-8, "{seed} {cap:?}");
        }
    }
}

#[test]
fn two_methods_agree() {
    // prices are unique without a cap; flows over ways of equal cost are not
    for seed in 30..36 {
        let market = market(seed, 5, 4, 3, None);
        let a = market.solve(&by(Method::Interior)).unwrap().point;
        let b = market.solve(&by(Method::Proximal)).unwrap().point;
        near(&a.prices, &b.prices, 1e-6, "price");
        near(&a.departures(&market), &b.departures(&market), 1e-6, "departures");
        near(&a.arrivals(&market), &b.arrivals(&market), 1e-6, "arrivals");
    }
}

#[test]
fn with_a_cap_two_methods_agree() {
    for seed in 40..44 {
        let market = market(seed, 5, 4, 3, Some(60.0));
        let a = market.solve(&by(Method::Interior)).unwrap().point;
        let b = market.solve(&by(Method::Proximal)).unwrap().point;
        near(&a.prices, &b.prices, 1e-5, "price");
    }
}

#[test]
fn prices_in_another_unit_change_nothing() {
    for cap in [None, Some(55.0)] {
        let market = market(3, 8, 6, 3, cap);
        let (one, other) = (solve(&market), solve(&market.scaled(7.3)));
        let scaled: Vec<f64> = one.prices.iter().map(|p| p * 7.3).collect();
        near(&scaled, &other.prices, 1e-7, "price");
        near(&one.departures(&market), &other.departures(&market), 1e-7, "departures");
        for o in 0..8 {
            let (a, b) = (one.revenue(&market, o) * 7.3, other.revenue(&market.scaled(7.3), o));
            assert!((a - b).abs() < 1e-6 * a.abs().max(1.0));
        }
    }
}

#[test]
fn what_is_paid_is_what_is_received_and_what_it_costs() {
    // adding up: Σ x (price − discount − freight − rents − power) is the revenue of the origins
    let market = market(5, 10, 8, 4, Some(60.0));
    let point = solve(&market);
    for o in 0..10 {
        let mut received = 0.0;
        for pair in market.pairs.iter().filter(|pair| pair.origin == o) {
            let quantity: f64 = point.flows[pair.ways.clone()].iter().sum();
            let worth = point.prices[pair.buyer] + pair.premium - pair.curvature * (quantity - pair.usual);
            for way in pair.ways.clone() {
                let one = &market.ways[way];
                // a thousandth of what a buyer would pay above a cap is paid: it breaks ties
                let ceiling = one.cap.map_or(f64::INFINITY, |cap| cap + one.freight);
                let paid = worth.min(ceiling) + 1e-3 * (worth - ceiling).max(0.0);
                let costs = one.discount + one.freight + one.use_of_carrier * point.rents[one.carrier];
                received += point.flows[way] * (paid - costs - pair.power - point.refinery[pair.buyer]);
            }
        }
        let revenue = point.revenue(&market, o);
        assert!((received - revenue).abs() < 1e-6 * revenue, "{o}: {received} and {revenue}");
    }
}

#[test]
fn under_a_cap_nobody_receives_more_in_the_mainstream() {
    let market = market(7, 10, 8, 4, Some(50.0));
    let point = solve(&market);
    let mainstream: f64 =
        market.ways.iter().zip(&point.flows).filter(|(way, _)| way.cap.is_some()).map(|(_, x)| x).sum();
    if mainstream > 1e-6 {
        assert!(point.free_on_board(0) <= 50.0 + 0.1, "{}", point.free_on_board(0));
    }
}

#[test]
fn slopes_are_those_of_differences() {
    let market = market(2, 8, 6, 3, None);
    let solved = market.solve(&Settings::default()).unwrap();
    let mut tight = 0;
    for r in 0..market.carriers.len() {
        let slope = solved.slopes(&market, &[Limit::Carrier(r)]).unwrap().remove(0).unwrap();
        let step = 1e-6 * market.carriers[r].capacity;
        let mut moved = [market.clone(), market.clone()];
        moved[0].carriers[r].capacity += step;
        moved[1].carriers[r].capacity -= step;
        let [up, down] =
            moved.map(|market| market.solve_from(Some(&solved), &Settings::default()).unwrap().point);
        for o in 0..2 {
            let difference = (up.revenue(&market, o) - down.revenue(&market, o)) / (2.0 * step);
            let want = solved.point.revenue_slope(&market, o, &slope);
            assert!(
                (difference - want).abs() < 1e-4 * (1e-3 + want.abs()),
                "{r} {o}: {difference} and {want}"
            );
        }
        tight += usize::from(solved.point.rents[r] > 0.0);
    }
    assert!(tight > 0, "no carrier is short: the test shows nothing");
}

#[test]
fn more_of_anything_helps_whom_it_should() {
    let market = market(9, 8, 6, 3, None);
    let base = solve(&market);
    let mean = |p: &Point| p.prices.iter().sum::<f64>();
    let mut ships = market.clone();
    ships.carriers.iter_mut().for_each(|carrier| carrier.capacity *= 0.8);
    assert!(mean(&solve(&ships)) >= mean(&base) - 1e-9, "fewer ships, dearer oil");
    let mut oil = market.clone();
    oil.origins.iter_mut().for_each(|origin| origin.output *= 1.05);
    assert!(mean(&solve(&oil)) < mean(&base), "more oil, cheaper oil");
    let mut power = market.clone();
    power.pairs.iter_mut().filter(|pair| pair.origin == 0).for_each(|pair| pair.power += 5.0);
    assert!(solve(&power).free_on_board(0) < base.free_on_board(0), "buyers' power takes from the seller");
}

#[test]
fn one_seller_one_buyer_and_a_narrow_pipe_by_hand() {
    use thalweg_oil::{Buyer, Carrier, Carries, Origin, Pair, Way};
    let market = Market {
        price: 80.0,
        origins: vec![Origin {
            code: "o".into(),
            output: 2.0,
            price: 60.0,
            elasticity: 0.5,
            first_cost: None,
            throughput: None,
        }],
        buyers: vec![Buyer { code: "b".into(), demand: 2.0, price: 80.0, elasticity: 0.25, capacity: None }],
        carriers: vec![Carrier { name: "pipe".into(), kind: Carries::Pipeline, capacity: 1.0 }],
        pairs: vec![Pair {
            origin: 0,
            buyer: 0,
            usual: 1.0,
            premium: 0.0,
            power: 3.0,
            curvature: 4.0,
            ways: 0..1,
        }],
        ways: vec![Way { carrier: 0, use_of_carrier: 1.0, freight: 2.0, discount: 0.0, cap: None }],
    };
    let point = solve(&market);
    // a million barrels a day go through: demand 2 (p/80)^(−1/4) = 1, supply 2 (1 + (m/60 − 1)/2) = 1
    let (price, cost) = (80.0 * 16.0, 0.0);
    assert!((point.prices[0] / price - 1.0).abs() < 1e-7, "{}", point.prices[0]);
    assert!((point.costs[0] - cost).abs() < 1e-5, "{}", point.costs[0]);
    assert!((point.rents[0] - (price - cost - 5.0)).abs() < 1e-4, "{}", point.rents[0]);
}

#[test]
fn an_answer_does_not_depend_on_where_the_search_begins() {
    let market = market(11, 8, 6, 3, None);
    let cold = market.solve(&Settings::default()).unwrap();
    let mut other = market.clone();
    other.carriers.iter_mut().for_each(|carrier| carrier.capacity *= 0.7);
    let start = other.solve(&Settings::default()).unwrap();
    let warm = market.solve_from(Some(&start), &Settings::default()).unwrap();
    near(&cold.point.prices, &warm.point.prices, 1e-7, "price");
    assert_eq!(market.solve(&Settings::default()).unwrap(), cold, "the same bits");
}

#[test]
fn a_market_without_sense_is_refused() {
    let refused = |change: &dyn Fn(&mut Market)| {
        let mut market = market(1, 4, 3, 2, None);
        change(&mut market);
        market.solve(&Settings::default()).unwrap_err().to_string()
    };
    assert!(refused(&|m| m.carriers[0].capacity = 0.0).contains("carrier `Mainstream 0`"));
    assert!(refused(&|m| m.carriers[1].capacity = -5.0).contains("above zero"));
    assert!(refused(&|m| m.buyers[0].capacity = Some(-1.0)).contains("buyer `b0`"));
    assert!(refused(&|m| m.origins[0].throughput = Some(f64::NAN)).contains("origin `o0`"));
    assert!(refused(&|m| m.ways[0].freight = f64::NAN).contains("way 0"));
    assert!(refused(&|m| m.ways[0].carrier = 99).contains("way 0"));
    assert!(refused(&|m| m.pairs[0].ways = 0..0).contains("pair 0"));
    assert!(refused(&|m| m.pairs[1].ways = 0..9999).contains("pair 1"));
    assert!(
        refused(&|m| m.pairs.retain(|pair| pair.buyer != 1)).contains("buyer `b1` has no way to be supplied")
    );
}

#[test]
fn rather_than_sell_below_cost_wells_are_shut() {
    let mut market = market(4, 6, 4, 2, None);
    // the first origin can reach one buyer only, who takes little
    let ways = market.pairs.iter().filter(|pair| pair.origin != 0 || pair.buyer == 0).cloned().collect();
    market.pairs = ways;
    market.buyers[0].demand *= 0.05;
    market.pairs.iter_mut().filter(|pair| pair.buyer == 0).for_each(|pair| pair.usual *= 0.05);
    market.origins[0].elasticity = 0.05;
    let point = solve(&market);
    assert!(
        (point.costs[0] - 15.0).abs() < 1e-5 && point.shut[0] > 0.1,
        "{} {}",
        point.costs[0],
        point.shut[0]
    );
    let sold: f64 =
        market.pairs.iter().filter(|p| p.origin == 0).flat_map(|p| &point.flows[p.ways.clone()]).sum();
    assert!((point.sold(&market, 0) - sold).abs() < 1e-6);
}
