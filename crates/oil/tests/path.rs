//! The game of building a shadow fleet, met to the printed digits.
#![allow(clippy::unwrap_used, reason = "a test that fails says so")]

use thalweg_oil::path::{Game, Policy, TOLERANCE};

fn game(first_capacity: f64) -> Game {
    Game { first_capacity, ..Game::default() }
}

#[test]
fn every_policy_meets_its_printed_numbers() {
    // present value of profit against no policy, price and exports of the first quarter
    let pins = [
        (Policy::Ban, "-22.20", "125.1", "2.00"),
        (Policy::Cap(70.0), "-26.25", "88.0", "6.23"),
        (Policy::Cap(60.0), "-24.95", "96.9", "5.05"),
        (Policy::Cap(50.0), "-23.64", "106.8", "3.88"),
        (Policy::Cap(45.0), "-23.06", "112.2", "3.29"),
        (Policy::Cap(40.0), "-22.58", "117.8", "2.70"),
        (Policy::Cap(30.0), "-22.20", "125.1", "2.00"),
    ];
    for (policy, profit, price, exports) in pins {
        let path = Game::default().solve(policy).unwrap();
        let first = path.quarters[0];
        let got = [
            format!("{:.2}", path.profit_change_pct),
            format!("{:.1}", first.price),
            format!("{:.2}", first.shadow + first.capped),
        ];
        assert_eq!(got, [profit, price, exports], "{policy:?}");
        assert!(path.residual <= TOLERANCE);
    }
}

#[test]
fn the_fleet_grows_as_printed() {
    let ban = Game::default().solve(Policy::Ban).unwrap();
    let fleet: Vec<String> = ban.quarters.iter().map(|q| format!("{:.2}", q.capacity)).collect();
    assert_eq!(fleet[..5], ["2.00", "2.76", "3.39", "3.91", "4.33"]);
    assert_eq!(fleet[19], "6.20");
    let cap = Game::default().solve(Policy::Cap(30.0)).unwrap();
    for (a, b) in ban.quarters.iter().zip(&cap.quarters) {
        assert!((a.capacity - b.capacity).abs() < 1e-9, "a cap of 30 equals the ban");
    }
}

#[test]
fn ships_taken_away_cost_what_is_printed() {
    let solve = |capacity: f64, policy| game(capacity).solve(policy).unwrap();
    let cap = |capacity| solve(capacity, Policy::Cap(60.0));
    assert_eq!(format!("{:.3}", cap(2.0).profit - cap(2.0 - 0.018).profit), "0.258");
    assert_eq!(format!("{:.1}", cap(2.0).profit - cap(1.0).profit), "15.7");
    assert!((cap(2.0).quarters[0].price - cap(1.0).quarters[0].price).abs() < 1e-12);
    let ban = |capacity| solve(capacity, Policy::Ban);
    assert_eq!(format!("{:.1}", ban(2.0).profit - ban(1.0).profit), "22.9");
    assert_eq!(format!("{:.0}", ban(1.0).quarters[0].price - ban(2.0).quarters[0].price), "11");
}

#[test]
fn without_policy_nothing_moves() {
    let free = Game::default().solve(Policy::Free).unwrap();
    for quarter in &free.quarters {
        assert!((quarter.price - 80.0).abs() < 1e-9 && (quarter.capped - 7.4).abs() < 1e-9);
    }
    let high = Game::default().solve(Policy::Cap(90.0)).unwrap();
    assert!(high.profit_change_pct.abs() < 1e-9, "a cap above the price binds nobody");
}

#[test]
fn published_order_holds_and_its_level_does_not() {
    // the paper: a cap of 60 costs slightly more than the ban, lower caps slightly less than a cap of 60; more than 23 % for both
    let change = |policy| Game::default().solve(policy).unwrap().profit_change_pct;
    assert!(change(Policy::Cap(60.0)) < change(Policy::Ban));
    assert!(change(Policy::Cap(60.0)) < -23.0);
    assert!(change(Policy::Ban) > -23.0, "the published level of the ban is not reproduced");
}

#[test]
fn a_game_of_one_quarter_and_an_empty_fleet_are_solved() {
    let one = Game { quarters: 1, ..Game::default() }.solve(Policy::Ban).unwrap();
    assert_eq!(one.quarters.len(), 1);
    let none = game(0.0).solve(Policy::Ban).unwrap();
    assert!(none.quarters[0].shadow == 0.0 && none.quarters[1].shadow > 0.0);
}

#[test]
fn numbers_that_make_no_game_are_all_named() {
    let wrong = Game { price: f64::NAN, first_capacity: -1.0, discount_factor: 1.5, ..Game::default() };
    let error = wrong.solve(Policy::Cap(-1.0)).unwrap_err();
    let text = error.to_string();
    for word in ["price", "first_capacity", "discount_factor", "cap"] {
        assert!(text.contains(&format!("`{word}`")), "{text}");
    }
}
