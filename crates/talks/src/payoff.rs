//! What a government counts.

use thalweg_trade::{Base, Equilibrium, Objective};

/// Government welfare of one country (Ossa 2014, equation 7): the spending power of its sectors, each with a political
/// weight.
///
/// `G = sum_j weight_j (VA_j + T s_j) / P`: `VA_j` is value added of sector j at factory prices, profits included (all of
/// its sales where there are no inputs); `T` is what else the country spends, tariff revenue foremost, allotted to
/// sectors by their shares `s_j` in its current wage bill; `P` is the price index of final spending. Weights of one give
/// real income. Only ratios to the base matter, so the level of the weights does not.
///
/// ```
/// use thalweg_talks::Payoff;
/// use thalweg_trade::{Base, Baseline, Model, Settings};
///
/// let world = Baseline::embedded("world-2011")?;
/// let elasticities: Vec<f64> = world.sectors.iter().map(|s| s.elasticity).collect();
/// let base = Base::new(&world, &elasticities, &Model::default(), Settings::default())?;
/// let payoff = Payoff::new(&base, 0, &vec![1.0; world.sectors.len()]);
/// let mut policy = base.policy().clone();
/// policy.tariffs.row_mut(0, 0)[1] += 0.1;
/// let after = base.solve(policy)?;
/// assert!(payoff.percent(&after).abs() < 1.0);
/// # Ok::<(), thalweg_trade::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Payoff {
    country: usize,
    weights: Vec<f64>,
    /// By sector: value added and labour income as parts of sales, share in final spending.
    value_added: Vec<f64>,
    labour: Vec<f64>,
    finals: Vec<f64>,
    /// Log of what is counted at the base.
    before: f64,
}

/// The sums that make up a payoff at one equilibrium.
struct Counted {
    /// Weighted value added and transfers, in the unit of the baseline.
    total: f64,
    /// Income that is not value added.
    transfers: f64,
    /// Wage bill.
    bill: f64,
    /// Mean weight by wage bills.
    weight: f64,
}

impl Payoff {
    /// The payoff of a country (its position in the baseline) with one weight per sector.
    pub fn new(base: &Base, country: usize, weights: &[f64]) -> Self {
        let by_sector =
            |share: &dyn Fn(usize) -> f64| -> Vec<f64> { (0..weights.len()).map(share).collect() };
        let mut payoff = Self {
            country,
            weights: weights.to_vec(),
            value_added: by_sector(&|j| base.labour_share(j, country) + base.profit_share(j)),
            labour: by_sector(&|j| base.labour_share(j, country)),
            finals: by_sector(&|j| base.final_share(j, country)),
            before: 0.0,
        };
        payoff.before = payoff.counted(base.equilibrium()).total.ln();
        payoff
    }

    /// What the same government counts on another base of the same world.
    pub(crate) fn on(&self, base: &Base) -> Self {
        Self::new(base, self.country, &self.weights)
    }

    /// Log of government welfare relative to the base: zero there. Not a number where nothing is left to count.
    pub fn value(&self, at: &Equilibrium) -> f64 {
        let prices = self.finals.iter().enumerate().filter(|(_, share)| **share > 0.0);
        let price: f64 = prices.map(|(j, share)| share * at.prices.get(j, self.country).ln()).sum();
        self.counted(at).total.ln() - self.before - price
    }

    /// Government welfare relative to the base, in percent.
    pub fn percent(&self, at: &Equilibrium) -> f64 {
        100.0 * self.value(at).exp_m1()
    }

    /// How [`Payoff::value`] answers the numbers of an equilibrium, for [`Base::gradient`].
    pub fn objective(&self, at: &Equilibrium) -> Objective {
        let n = self.country;
        let counted = self.counted(at);
        let mut objective = Objective::nothing(at.prices.sectors(), at.prices.countries());
        objective.income[n] = counted.weight / counted.total;
        for (j, weight) in self.weights.iter().enumerate() {
            *objective.prices.get_mut(j, n) = -self.finals[j];
            let beyond = weight - counted.weight;
            let allotted = counted.transfers * self.labour[j] / counted.bill;
            *objective.output.get_mut(j, n) = beyond * (self.value_added[j] + allotted) / counted.total;
        }
        objective
    }

    fn counted(&self, at: &Equilibrium) -> Counted {
        let n = self.country;
        let (mut value_added, mut weighted, mut bill, mut weight) = (0.0, 0.0, 0.0, 0.0);
        for j in 0..self.weights.len() {
            let output = at.output.get(j, n);
            value_added += self.value_added[j] * output;
            weighted += self.weights[j] * self.value_added[j] * output;
            bill += self.labour[j] * output;
            weight += self.weights[j] * self.labour[j] * output;
        }
        let (transfers, weight) = (at.income[n] - value_added, weight / bill);
        Counted { total: weighted + weight * transfers, transfers, bill, weight }
    }
}
