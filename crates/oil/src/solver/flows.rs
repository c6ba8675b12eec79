//! The flows of one pair, given prices and duals: a closed form but for one number, the pair's own quantity.

use crate::market::{Market, Pair};

/// What a pair sees of prices and duals, dollars a barrel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    /// Buyer's price.
    pub(super) price: f64,
    /// Marginal cost, the terminal's and the refinery's rent together.
    pub(super) cost: f64,
}

/// One way that carries something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Active {
    pub(super) way: usize,
    pub(super) flow: f64,
    /// Whether the price cap binds on it, so that it does not feel the buyer's price.
    pub(super) capped: bool,
}

/// One way before the pair's quantity is known.
#[derive(Debug, Clone, Copy)]
struct Offer {
    way: usize,
    /// What must be paid to get anything over it, less what the proximal term adds.
    asked: f64,
    /// The most that may be paid.
    ceiling: f64,
}

/// Finds the flows of a pair; `active` is emptied and filled. Returns the pair's quantity.
pub(super) fn of_pair(
    market: &Market,
    pair: &Pair,
    seen: Seen,
    rent: impl Fn(usize) -> f64,
    proximal: f64,
    last: &[f64],
    active: &mut Vec<Active>,
) -> f64 {
    active.clear();
    let mut offers = [Offer { way: 0, asked: 0.0, ceiling: 0.0 }; WAYS];
    let count = pair.ways.len().min(WAYS);
    for (offer, way) in offers.iter_mut().zip(pair.ways.clone()) {
        let one = &market.ways[way];
        let asked =
            one.freight + one.use_of_carrier * rent(one.carrier) + one.discount + pair.power + seen.cost
                - proximal * last[way];
        *offer = Offer { way, asked, ceiling: one.cap.map_or(f64::INFINITY, |cap| cap + one.freight) };
    }
    let offers = &offers[..count];
    let quantity = quantity(pair, seen.price, offers, proximal);
    let worth = worth(pair, seen.price, quantity);
    for offer in offers {
        let flow = (worth.min(offer.ceiling) - offer.asked) / proximal;
        if flow > 0.0 {
            active.push(Active { way: offer.way, flow, capped: worth > offer.ceiling });
        }
    }
    quantity
}

/// Ways of a pair at most: two channels of six classes, and pipes.
pub(crate) const WAYS: usize = 16;

/// What the grade is worth to the buyer at a quantity.
fn worth(pair: &Pair, price: f64, quantity: f64) -> f64 {
    price + pair.premium - pair.curvature * (quantity - pair.usual)
}

/// The quantity y with y = Σ flows(y): the right side falls with y in pieces of straight lines, so that Newton from
/// within a bracket ends after a few steps at a corner or on a line.
fn quantity(pair: &Pair, price: f64, offers: &[Offer], proximal: f64) -> f64 {
    let excess = |y: f64| {
        let worth = worth(pair, price, y);
        let (mut sum, mut felt) = (0.0, 0.0);
        for offer in offers {
            let paid = worth.min(offer.ceiling) - offer.asked;
            if paid > 0.0 {
                sum += paid / proximal;
                felt += if worth > offer.ceiling { 0.0 } else { 1.0 };
            }
        }
        (y - sum, 1.0 + pair.curvature * felt / proximal)
    };
    let (at_zero, slope) = excess(0.0);
    if at_zero >= 0.0 {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, -at_zero);
    let mut y = (-at_zero / slope).min(high);
    for _ in 0..80 {
        let (value, slope) = excess(y);
        if value < 0.0 {
            low = y
        } else {
            high = y
        }
        let next = y - value / slope;
        let next = if next > low && next < high { next } else { 0.5 * (low + high) };
        if (next - y).abs() <= 1e-15 * (1.0 + y) {
            return next;
        }
        if value.abs() <= 1e-15 * slope * (1.0 + y) {
            return y;
        }
        y = next;
    }
    y
}
