//! Who belongs to whom, where each may have one partner or none.

/// That one of the left and one of the right may belong together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Link {
    /// Number on the left.
    pub(super) left: usize,
    /// Number on the right.
    pub(super) right: usize,
    /// Odds that they do, against that neither has a partner.
    pub(super) odds: f64,
}

/// Messages are passed so often at most. They always converge, and are seldom still moving after a dozen rounds.
const ROUNDS: usize = 200;

/// A message that moves by less has come to rest.
const AT_REST: f64 = 1e-9;

/// The probability of each link, over all ways to give each at most one partner, each way weighed by the product of its odds: a partner that
/// belongs to another one is none for the rest.
///
/// Exact sums over all ways are out of reach; belief propagation comes near them, and converges always. Source: J. Williams and R. Lau,
/// "Approximate evaluation of marginal association probabilities with belief propagation", IEEE Transactions on Aerospace and Electronic
/// Systems 50 (2014) 2942.
pub(super) fn probabilities(links: &[Link], lefts: usize, rights: usize) -> Vec<f64> {
    // what the right says to the left: how free it is; what the left says to the right: how much it wants it
    let mut free = vec![1.0; links.len()];
    for _ in 0..ROUNDS {
        let all = sums(links, lefts, |link| link.left, |index, link| link.odds * free[index]);
        let wanted = |index: usize, link: &Link| {
            link.odds / (1.0 + (all[link.left] - link.odds * free[index]).max(0.0))
        };
        let claims = sums(links, rights, |link| link.right, wanted);
        let next: Vec<f64> = links
            .iter()
            .enumerate()
            .map(|(index, link)| 1.0 / (1.0 + (claims[link.right] - wanted(index, link)).max(0.0)))
            .collect();
        let moved = next.iter().zip(&free).any(|(next, now)| (next - now).abs() > AT_REST);
        free = next;
        if !moved {
            break;
        }
    }
    let all = sums(links, lefts, |link| link.left, |index, link| link.odds * free[index]);
    links.iter().zip(free).map(|(link, free)| link.odds * free / (1.0 + all[link.left])).collect()
}

/// Sums over the links of each side.
fn sums(
    links: &[Link],
    count: usize,
    side: impl Fn(&Link) -> usize,
    of: impl Fn(usize, &Link) -> f64,
) -> Vec<f64> {
    let mut sums = vec![0.0; count];
    for (index, link) in links.iter().enumerate() {
        sums[side(link)] += of(index, link);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(left: usize, right: usize, odds: f64) -> Link {
        Link { left, right, odds }
    }

    #[test]
    fn one_alone_has_its_odds() {
        assert_eq!(probabilities(&[link(0, 0, 3.0)], 1, 1), vec![0.75]);
    }

    #[test]
    fn where_no_way_leads_round_the_sums_are_exact() {
        // none, a, b, c, a and c: 1 + 2 + 4 + 3 + 2 * 3
        let found = probabilities(&[link(0, 0, 2.0), link(0, 1, 4.0), link(1, 1, 3.0)], 2, 2);
        let exact = [8.0 / 16.0, 4.0 / 16.0, 9.0 / 16.0];
        assert!(found.iter().zip(exact).all(|(a, b)| (a - b).abs() < 1e-6), "{found:?}");
    }

    #[test]
    fn who_is_taken_is_no_partner_for_others() {
        // both lefts like the first right, but one of them has nobody else
        let found = probabilities(&[link(0, 0, 50.0), link(1, 0, 20.0), link(1, 1, 20.0)], 2, 2);
        assert!(found[0] > 0.9 && found[1] < 0.1 && found[2] > 0.8, "{found:?}");
    }
}
