use crate::baseline::Baseline;
use crate::cube::{Cube, Grid};
use crate::error::{Error, ErrorKind};

/// The rates that hold in a counterfactual: a scenario applied to a baseline. The default is that of no world, without a
/// country or a sector.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Policy {
    /// `tariffs[j, n, i]`: ad-valorem tariff as a fraction, above -1.
    pub tariffs: Cube,
    /// `export_taxes[j, n, i]`: as a fraction, above -1; absent when there are none.
    pub export_taxes: Option<Cube>,
    /// `subsidies[j, i]`: production subsidy as a fraction of cost, below 1.
    pub subsidies: Grid,
    /// `trade_costs[j, n, i]`: iceberg factor relative to the base, 1 = unchanged, infinite = embargo; absent when
    /// there are none.
    pub trade_costs: Option<Cube>,
    /// `productivity[j, i]`: factor relative to the base, 1 = unchanged; absent when unchanged.
    pub productivity: Option<Grid>,
}

impl Policy {
    /// The policy of the baseline itself.
    pub fn of(baseline: &Baseline) -> Self {
        Self {
            tariffs: baseline.tariffs.clone(),
            export_taxes: baseline.export_taxes.clone(),
            subsidies: baseline.subsidies.clone(),
            trade_costs: None,
            productivity: None,
        }
    }

    /// How these rates change what i asks n for a good of sector j, at the same unit cost: as a hat against other rates,
    /// `(1 - s')/(1 - s) (1 + e')/(1 + e)`. The hat of i's border price is this times that of its unit cost.
    pub(crate) fn border_wedge(&self, before: &Self, j: usize, n: usize, i: usize) -> f64 {
        let tax = |policy: &Self| policy.export_taxes.as_ref().map_or(0.0, |e| e.get(j, n, i));
        let subsidy = (1.0 - self.subsidies.get(j, i)) / (1.0 - before.subsidies.get(j, i));
        subsidy * (1.0 + tax(self)) / (1.0 + tax(before))
    }

    /// Checks sizes against another policy, and that every rate is one that a price can bear.
    pub(crate) fn check(&self, like: &Self) -> Result<(), Error> {
        let size = |cube: &Cube| (cube.sectors(), cube.countries());
        let wanted = size(&like.tariffs);
        let cubes = [Some(&self.tariffs), self.export_taxes.as_ref(), self.trade_costs.as_ref()];
        let grids = [Some(&self.subsidies), self.productivity.as_ref()];
        let fits = cubes.into_iter().flatten().all(|cube| size(cube) == wanted)
            && grids.into_iter().flatten().all(|grid| (grid.sectors(), grid.countries()) == wanted);
        if !fits {
            let (sectors, countries) = wanted;
            return Err(Error::one(
                ErrorKind::Scenario,
                format!(
                    "the policy is of another size than the baseline, which has {sectors} sectors and {countries} countries"
                ),
            ));
        }
        let rate = |rate: &f64| *rate > -1.0 && rate.is_finite();
        // counted, not searched: a loop without an early end is several times as fast
        let all = |values: &[f64]| values.iter().map(|v| usize::from(!rate(v))).sum::<usize>() == 0;
        let rates = all(self.tariffs.values())
            && self.export_taxes.as_ref().is_none_or(|t| all(t.values()))
            && self.subsidies.values().iter().all(|s| *s < 1.0 && s.is_finite());
        // an infinite cost is an embargo
        let factors = self.trade_costs.as_ref().is_none_or(|d| d.values().iter().all(|d| *d > 0.0))
            && self
                .productivity
                .as_ref()
                .is_none_or(|a| a.values().iter().all(|a| *a > 0.0 && a.is_finite()));
        if rates && factors {
            return Ok(());
        }
        Err(Error::one(
            ErrorKind::Scenario,
            "the policy has a tariff or export tax at or below -100 %, a subsidy of 100 % or more, or a factor that is not \
             above zero",
        ))
    }

    /// Whether two policies are the same rates, so that nothing changes from one to the other.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let untaxed =
            |policy: &Self| policy.export_taxes.as_ref().is_none_or(|t| t.values().iter().all(|t| *t == 0.0));
        let same_taxes = || self.export_taxes == other.export_taxes || (untaxed(self) && untaxed(other));
        let ones = |cube: &Option<Cube>| cube.as_ref().is_none_or(|c| c.values().iter().all(|v| *v == 1.0));
        let productivity = |p: &Option<Grid>| p.as_ref().is_none_or(|g| g.values().iter().all(|v| *v == 1.0));
        self.tariffs == other.tariffs
            && self.subsidies == other.subsidies
            && same_taxes()
            && ones(&self.trade_costs)
            && productivity(&self.productivity)
    }
}
