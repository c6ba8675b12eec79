//! The flows of one pair, given prices and duals: a closed form but for one number, the pair's own quantity.

use crate::market::{Market, Pair, TIE};

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
    /// How much of a change of the buyer's price it feels: little where a price cap binds.
    pub(super) feels: f64,
}

/// One way before the pair's quantity is known.
#[derive(Debug, Clone, Copy)]
struct Offer {
    way: usize,
    /// What must be paid to get anything over it, less what the proximal term adds.
    asked: f64,
    /// From where on a price cap binds.
    ceiling: f64,
}

impl Offer {
    /// What is paid, and how much of a change of the worth.
    fn paid(&self, worth: f64) -> (f64, f64) {
        if worth > self.ceiling { (self.ceiling + TIE * (worth - self.ceiling), TIE) } else { (worth, 1.0) }
    }
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
    let offer = |way: usize| {
        let one = &market.ways[way];
        let asked =
            one.freight + one.use_of_carrier * rent(one.carrier) + one.discount + pair.power + seen.cost
                - proximal * last[way];
        Offer { way, asked, ceiling: one.cap.map_or(f64::INFINITY, |cap| cap + one.freight) }
    };
    let offers: Vec<Offer> = pair.ways.clone().map(offer).collect();
    let offers = offers.as_slice();
    let quantity = quantity(pair, seen.price, offers, proximal);
    let worth = worth(pair, seen.price, quantity);
    for offer in offers {
        let (paid, feels) = offer.paid(worth);
        let flow = (paid - offer.asked) / proximal;
        if flow > 0.0 {
            active.push(Active { way: offer.way, flow, feels });
        }
    }
    quantity
}

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
            let (paid, feels) = offer.paid(worth);
            if paid > offer.asked {
                sum += (paid - offer.asked) / proximal;
                felt += feels;
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
