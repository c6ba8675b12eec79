//! What a policy adds to the price of a flow, in logs.

use crate::error::{Error, ErrorKind};
use crate::panel::Panel;
use crate::policy::Policy;
use thalweg_core::Problem;
use thalweg_trade::{Baseline, Cube};

/// A flow that a policy touches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Touched {
    pub(crate) importer: usize,
    pub(crate) exporter: usize,
    /// `ln[(1 + t + add)/(1 + t)]`.
    pub(crate) dose: f64,
}

/// The flows that a policy touches, by sector; all others have a dose of zero.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Regressor {
    pub(crate) sectors: Vec<Vec<Touched>>,
}

/// How an addition is measured against the tariff that was there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dose {
    /// `ln[(1 + t + add)/(1 + t)]`: by how much the price rises.
    #[default]
    Price,
    /// `ln(1 + add)`: as if there had been no tariff.
    Addition,
}

impl Regressor {
    /// The regressor of a policy on a panel, with the tariffs of the base.
    ///
    /// # Errors
    /// If a code is not in the panel, if a tariff falls to -100 % or below, or if nothing is touched.
    pub(crate) fn new(panel: &Panel, policy: &Policy, tariffs: &Cube, dose: Dose) -> Result<Self, Error> {
        let mut sectors = vec![Vec::new(); panel.sectors.len()];
        for (j, n, i, add) in policy.cells(panel)? {
            let before = if dose == Dose::Price { 1.0 + tariffs.get(j, n, i) } else { 1.0 };
            if before + add <= 0.0 {
                let cell = format!("{}, {}, {}", panel.countries[n], panel.countries[i], panel.sectors[j]);
                let problem = Problem::new(format!("the tariff of {cell} falls to -100 % or below"));
                return Err(Error::one(ErrorKind::Policy, problem));
            }
            if add != 0.0 {
                sectors[j].push(Touched { importer: n, exporter: i, dose: (1.0 + add / before).ln() });
            }
        }
        if sectors.iter().all(Vec::is_empty) {
            let problem = Problem::new("the policy adds nothing to any flow, so that nobody is treated");
            return Err(Error::one(
                ErrorKind::Policy,
                problem.help("a row with an `add` above zero is needed"),
            ));
        }
        Ok(Self { sectors })
    }

    /// The same with the additions of one importer only; the cells of others stay, with a dose of zero.
    pub(crate) fn of_side(&self, importer: usize) -> Self {
        self.filtered(|touched| touched.importer == importer)
    }

    /// The same without the additions of one importer.
    pub(crate) fn without_side(&self, importer: usize) -> Self {
        self.filtered(|touched| touched.importer != importer)
    }

    fn filtered(&self, keep: impl Fn(&Touched) -> bool) -> Self {
        let sectors = self.sectors.iter().map(|cells| cells.iter().copied().filter(&keep).collect());
        Self { sectors: sectors.collect() }
    }

    /// The countries that stand in it, sorted.
    pub(crate) fn countries(&self) -> Vec<usize> {
        let cells = self.sectors.iter().flatten();
        let mut countries: Vec<usize> =
            cells.flat_map(|touched| [touched.importer, touched.exporter]).collect();
        countries.sort_unstable();
        countries.dedup();
        countries
    }

    /// Its pairs of importer and exporter, sorted.
    pub(crate) fn pairs(&self) -> Vec<(usize, usize)> {
        let mut pairs: Vec<_> = self.sectors.iter().flatten().map(|t| (t.importer, t.exporter)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }
}

/// The tariffs of a baseline in the order of a panel; countries and sectors that the baseline lacks have none.
pub(crate) fn tariffs_of(panel: &Panel, baseline: &Baseline) -> Result<Cube, Error> {
    let countries: Vec<Option<usize>> = panel.countries.iter().map(|code| baseline.country(code)).collect();
    let sectors: Vec<Option<usize>> = panel.sectors.iter().map(|code| baseline.sector(code)).collect();
    let missing = |codes: &[String], known: &[Option<usize>], what: &str| {
        let absent: Vec<&str> =
            codes.iter().zip(known).filter(|(_, k)| k.is_none()).map(|(c, _)| c.as_str()).collect();
        let name = &baseline.about.name;
        (!absent.is_empty()).then(|| {
            Problem::new(format!("the baseline `{name}` lacks {what} of the panel: {}", absent.join(", ")))
                .help("take a baseline with the same countries and sectors")
        })
    };
    let problems: Vec<Problem> =
        [missing(&panel.countries, &countries, "countries"), missing(&panel.sectors, &sectors, "sectors")]
            .into_iter()
            .flatten()
            .collect();
    if !problems.is_empty() {
        return Err(Error::new(ErrorKind::Question, problems));
    }
    let size = panel.countries.len();
    let mut cube = Cube::filled(panel.sectors.len(), size, 0.0);
    for (j, sector) in sectors.iter().enumerate() {
        for n in 0..size {
            for i in 0..size {
                if let (Some(j0), Some(n0), Some(i0)) = (sector, countries[n], countries[i]) {
                    *cube.get_mut(j, n, i) = baseline.tariffs.get(*j0, n0, i0);
                }
            }
        }
    }
    Ok(cube)
}
