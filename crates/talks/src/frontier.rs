//! All deals that could be signed: the most for one side, whatever the other gets.

use crate::contest::{Contest, Protected};
use crate::deal::lagrangian::{Aim, Package, Wanted};
use crate::deal::solution::{Bargain, unsolved};
use crate::deal::table::Table;
use crate::deal::{Threat, ThreatPoint};
use crate::error::{Error, ErrorKind};
use crate::response::Search;
use serde::{Deserialize, Serialize};
use thalweg_core::Problem;
use thalweg_trade::Policy;

/// The bargaining frontier of two parties: no package gives one of them more without giving the other less.
///
/// It begins where the second party gains nothing over the threat and ends where the first does. Where no package is
/// better than the threat for both there are no points: there is nothing to sign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frontier {
    /// The two parties, by code.
    pub parties: [String; 2],
    /// What they fall back on.
    pub threat: Threat,
    /// Their government welfare without a deal, percent over the base.
    pub threat_pct: [f64; 2],
    /// Their government welfare at the status quo, percent over the base.
    pub status_quo_pct: [f64; 2],
    /// Whether third countries are protected: those that the game names do not fall below the status quo; where it names
    /// none, all of them together do not.
    pub no_harm: bool,
    /// Equilibria with gradients that were computed along it.
    pub evaluations: usize,
    /// Packages along the frontier, the best for the first party first.
    pub points: Vec<Point>,
}

/// One package on the frontier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Government welfare of the two parties, percent over the base.
    pub welfare_pct: [f64; 2],
    /// What a percent more for the second party costs the first, in percent of its welfare: the price of a concession.
    /// Absent at the end where the first party cannot give more.
    pub price: Option<f64>,
    /// Real income of all third countries together, percent over the status quo, weighted by what they spend.
    pub thirds_pct: f64,
    /// The third country that loses most (or gains least), and its real income, percent over the status quo.
    pub worst: Option<(String, f64)>,
    /// How many third countries lose real income.
    pub losers: usize,
    /// Largest entry of the projected gradient of the Lagrangian.
    pub slope: f64,
    /// By how much the worst condition is missed, percent of welfare.
    pub violation_pct: f64,
    /// The rates of all countries.
    #[serde(skip)]
    pub policy: Policy,
}

/// Least number of points that show a shape.
const FEWEST: usize = 3;
/// Slope to which points of a frontier are sought: what is left to gain is of the order of its square.
const ROUGH: f64 = 1e-6;
/// Log welfare by which both ends must differ for a frontier to be more than a point.
const NOTHING: f64 = 1e-8;

impl Contest<'_> {
    /// The frontier of two parties (positions of players) at a number of points, evenly spaced in the welfare of the
    /// second; with `no_harm` third countries are protected, too.
    ///
    /// # Errors
    /// Other than two parties, fewer than three points, or no equilibrium on the way. That there is nothing to sign is
    /// not an error here: a frontier without points.
    pub fn frontier(
        &self,
        parties: &[usize],
        threat: &ThreatPoint,
        points: usize,
        no_harm: bool,
        search: &Search,
    ) -> Result<Frontier, Error> {
        let parties = self.seated(parties)?;
        if parties.len() != 2 || points < FEWEST {
            let message = format!(
                "a frontier needs two parties and at least {FEWEST} points, not {} and {points}",
                parties.len()
            );
            return Err(Error::new(ErrorKind::Game, vec![Problem::new(message)]));
        }
        let protected = if no_harm { self.to_protect() } else { Protected::default() };
        let protecting = self.protecting(protected);
        let table = Table::new(&protecting, parties)?;
        let search = &Search { tolerance: search.tolerance.max(ROUGH), random_starts: 0, ..*search };
        let bargain = Bargain::new(&table, threat, search)?;
        let packages = match bargain.ends(search) {
            Ok(Some(ends)) => bargain.along(ends, points)?,
            Ok(None) => Vec::new(),
            Err(error) if error.kind() == ErrorKind::NothingToSign => Vec::new(),
            Err(error) => return Err(error),
        };
        let percent = |logs: &[f64]| [0, 1].map(|p| 100.0 * logs[p].exp_m1());
        let codes: Vec<String> = table.seats().map(|seat| seat.code.clone()).collect();
        Ok(Frontier {
            parties: [codes[0].clone(), codes[1].clone()],
            threat: threat.threat,
            threat_pct: percent(&bargain.without),
            status_quo_pct: percent(&bargain.before),
            no_harm,
            evaluations: packages.iter().map(|package| package.evaluations).sum(),
            points: packages.into_iter().map(|package| bargain.point(package)).collect::<Result<_, _>>()?,
        })
    }

    /// The third countries that the game protects, or all of them together where it protects none.
    fn to_protect(&self) -> Protected {
        if !self.protected.countries.is_empty() {
            return self.protected.clone();
        }
        let plays = |n: usize| self.seats.iter().any(|seat| seat.instruments.country() == n);
        Protected { countries: (0..self.countries.len()).filter(|n| !plays(*n)).collect(), together: true }
    }
}

impl Bargain<'_, '_> {
    /// The two ends: all for the first party, and all for the second; none where both are the same.
    fn ends(&self, search: &Search) -> Result<Option<[Package; 2]>, Error> {
        let (fair, _) = self.fair(search)?;
        let end = |party: usize| {
            let found = self.most(party).seek(self.table, &fair.rates, self.effort);
            found
                .filter(Package::is_kept)
                .ok_or_else(|| unsolved("no equilibrium was found at an end of the frontier"))
        };
        let (first, second) = rayon::join(|| end(0), || end(1));
        let (first, second) = (first?, second?);
        Ok((second.payoffs[1] - first.payoffs[1] > NOTHING).then_some([first, second]))
    }

    /// Packages from end to end: at each level the better of two, one sought from its neighbour on either side. What is
    /// best may be another kind of package further on, and a search that comes from afar does not see it.
    fn along(&self, [first, last]: [Package; 2], points: usize) -> Result<Vec<Package>, Error> {
        let (low, high) = (first.payoffs[1], last.payoffs[1]);
        let level = |k: usize| low + (high - low) * k as f64 / (points - 1) as f64;
        let levels: Vec<f64> = (1..points - 1).map(level).collect();
        let (up, down) =
            rayon::join(|| self.walk(&first, levels.iter()), || self.walk(&last, levels.iter().rev()));
        let mut found = vec![first];
        for (one, two) in up.into_iter().zip(down.into_iter().rev()) {
            found.push(
                better(one, two).ok_or_else(|| {
                    unsolved("no package that keeps the conditions was found on the frontier")
                })?,
            );
        }
        found.push(last);
        Ok(found)
    }

    /// Packages at several levels, each sought from the one before.
    fn walk<'l>(&self, from: &Package, levels: impl Iterator<Item = &'l f64>) -> Vec<Option<Package>> {
        let mut near = from.clone();
        let step = |level: &f64| {
            let next = self.at_least(*level, &near).filter(Package::is_kept)?;
            near = next.clone();
            Some(next)
        };
        levels.map(step).collect()
    }

    /// The most for the first party if the second has at least so much, sought from a package nearby.
    fn at_least(&self, level: f64, near: &Package) -> Option<Package> {
        let mut wanted: Wanted = self.wanted(Aim::Most(0));
        wanted.floors[1] = level;
        wanted.seek_near(self.table, near, near.multipliers_for(0), self.effort)
    }

    fn point(&self, package: Package) -> Result<Point, Error> {
        let policy = self.table.policy(&package.rates);
        let thirds = self.thirds(&policy)?;
        let worst = thirds.iter().min_by(|a, b| a.deal_pct.total_cmp(&b.deal_pct));
        let contest = self.table.contest;
        let before = contest.base.solve(contest.status_quo.clone())?;
        let spent = |code: &str| {
            contest.countries.iter().position(|(known, _)| known == code).map_or(0.0, |n| before.income[n])
        };
        let (sum, all) = thirds.iter().fold((0.0, 0.0), |(sum, all), third| {
            let spent = spent(&third.country);
            (sum + spent * third.deal_pct, all + spent)
        });
        Ok(Point {
            welfare_pct: [0, 1].map(|p| 100.0 * package.payoffs[p].exp_m1()),
            price: Some(package.weights[1].abs() / package.weights[0])
                .filter(|price| price.is_finite() && *price >= 0.0),
            thirds_pct: if all > 0.0 { sum / all } else { 0.0 },
            worst: worst.map(|third| (third.country.clone(), third.deal_pct)),
            losers: thirds.iter().filter(|third| third.deal_pct < 0.0).count(),
            slope: package.slope,
            violation_pct: 100.0 * package.violation,
            policy,
        })
    }
}

/// The better of two packages at the same level, with the effort for both; the first where they are equally good.
fn better(one: Option<Package>, two: Option<Package>) -> Option<Package> {
    match (one, two) {
        (Some(one), Some(two)) => {
            let evaluations = one.evaluations + two.evaluations;
            let best = if two.is_better_than(&one) { two } else { one };
            Some(Package { evaluations, ..best })
        }
        (one, two) => one.or(two),
    }
}
