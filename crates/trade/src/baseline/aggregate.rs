//! Merging countries and sectors.
//!
//! What adds up is added: flows, GDP, population. Rates and shares are means, weighted so that what they are rates of
//! stays: tariffs by value before tariff (revenue stays), export taxes by value net of tax, subsidies and shares of
//! value added by output, input shares by the cost of inputs, final shares by income, and what describes a sector
//! (elasticities, scale) by the world's spending on it. Where all weights are zero the mean is plain.

use super::map::{Map, Part, Whole, wholes};
use super::shares::normalise;
use super::sum::exact_sum;
use super::totals::{Totals, intermediate_cost, net_value};
use super::{About, Baseline, Country, Sector};
use crate::cube::{Cube, Grid, InputShares};
use crate::error::{Error, ErrorKind};

/// Merges countries and sectors of a baseline as a map says.
///
/// Sums are rounded once: a world merged into one country and one sector has the total of all flows to the last
/// digit. A map that merges nothing gives the same baseline. Trade among merged countries becomes domestic sales,
/// which then bear the tariff that was paid on it.
///
/// # Errors
/// [`ErrorKind::Baseline`] with every problem when the map names what the baseline does not have, names something
/// twice, or gives a new code that is taken.
///
/// ```
/// use thalweg_trade::{Baseline, baseline::{Map, aggregate}};
/// let world = Baseline::embedded("world-2023")?;
/// assert_eq!(aggregate(&world, &Map::default())?, world);
/// # Ok::<(), thalweg_trade::Error>(())
/// ```
pub fn aggregate(baseline: &Baseline, map: &Map) -> Result<Baseline, Error> {
    let countries: Vec<Part<'_>> = baseline.countries.iter().map(country_part).collect();
    let sectors: Vec<Part<'_>> = baseline.sectors.iter().map(sector_part).collect();
    match (wholes("country", &countries, &map.countries), wholes("sector", &sectors, &map.sectors)) {
        (Ok(countries), Ok(sectors)) => Merger::new(baseline, countries, sectors).merged(map),
        (first, second) => {
            let problems = first.err().into_iter().chain(second.err()).flatten().collect();
            Err(Error::new(ErrorKind::Baseline, problems))
        }
    }
}

fn country_part(country: &Country) -> Part<'_> {
    Part { code: &country.code, name: &country.name, group: country.group.as_deref(), tradable: false }
}

fn sector_part(sector: &Sector) -> Part<'_> {
    Part { code: &sector.code, name: &sector.name, group: sector.group.as_deref(), tradable: sector.tradable }
}

/// A mean of values by weights; a plain one where there is no weight.
///
/// A value that all have is kept bit for bit, and rounding never leads beyond the smallest and largest.
fn mean(weighted: &[(f64, f64)]) -> f64 {
    let Some(&(_, first)) = weighted.first() else { return 0.0 };
    if weighted.iter().all(|(_, value)| *value == first) {
        return first;
    }
    let weights = exact_sum(weighted.iter().map(|(weight, _)| *weight));
    let mean = if weights > 0.0 {
        exact_sum(weighted.iter().map(|(weight, value)| weight * value)) / weights
    } else {
        exact_sum(weighted.iter().map(|(_, value)| *value)) / weighted.len() as f64
    };
    let bounds = weighted.iter().map(|(_, value)| *value);
    mean.clamp(bounds.clone().fold(first, f64::min), bounds.fold(first, f64::max))
}

struct Merger<'a> {
    old: &'a Baseline,
    totals: Totals,
    countries: Vec<Whole>,
    sectors: Vec<Whole>,
}

impl<'a> Merger<'a> {
    fn new(old: &'a Baseline, countries: Vec<Whole>, sectors: Vec<Whole>) -> Self {
        Self { old, totals: Totals::of(old), countries, sectors }
    }

    fn merged(&self, map: &Map) -> Result<Baseline, Error> {
        let totals = &self.totals;
        let merged = Baseline {
            about: self.about(map),
            countries: self.countries.iter().map(|whole| self.country(whole)).collect(),
            sectors: self.sectors.iter().map(|whole| self.sector(whole)).collect(),
            flows: self.cube(|cells| exact_sum(cells.map(|(j, n, i)| self.old.flows.get(j, n, i)))),
            tariffs: self.mean_cube(&self.old.tariffs, |j, n, i| self.old.flows.get(j, n, i)),
            export_taxes: self
                .old
                .export_taxes
                .as_ref()
                .map(|taxes| self.mean_cube(taxes, |j, n, i| net_value(self.old, j, n, i))),
            value_added_shares: self.mean_grid(&self.old.value_added_shares, &totals.output),
            subsidies: self.mean_grid(&self.old.subsidies, &totals.output),
            inputs: self.inputs(),
            final_shares: self.old.final_shares.as_ref().map(|shares| self.final_shares(shares)),
        };
        let problems = merged.problems();
        if problems.is_empty() { Ok(merged) } else { Err(Error::new(ErrorKind::Baseline, problems)) }
    }

    fn about(&self, map: &Map) -> About {
        let mut about = self.old.about.clone();
        let (n, j) = (self.old.countries.len(), self.old.sectors.len());
        let changed = self.countries.len() < n || self.sectors.len() < j;
        if changed {
            let (new_n, new_j) = (self.countries.len(), self.sectors.len());
            let how =
                format!("Merged from {}: {n} countries into {new_n}, {j} sectors into {new_j}.", about.name);
            about.note = Some(about.note.map_or(how.clone(), |note| format!("{note} {how}")));
            about.name = format!("{}-merged", about.name);
        }
        about.name = map.name.clone().unwrap_or(about.name);
        about
    }

    fn country(&self, whole: &Whole) -> Country {
        let sum = |value: &dyn Fn(&Country) -> Option<f64>| -> Option<f64> {
            let values: Option<Vec<f64>> =
                whole.members.iter().map(|i| value(&self.old.countries[*i])).collect();
            values.map(exact_sum)
        };
        Country {
            code: whole.code.clone(),
            name: whole.name.clone(),
            group: whole.group.clone(),
            gdp: sum(&|country| country.gdp),
            population: sum(&|country| country.population),
        }
    }

    fn sector(&self, whole: &Whole) -> Sector {
        let members = || whole.members.iter().map(|j| (*j, &self.old.sectors[*j]));
        let weight = |j: usize| exact_sum(self.totals.spending.row(j).iter().copied());
        let by_spending = |value: &dyn Fn(&Sector) -> f64| -> f64 {
            mean(&members().map(|(j, sector)| (weight(j), value(sector))).collect::<Vec<_>>())
        };
        let if_all = |value: &dyn Fn(&Sector) -> Option<f64>| {
            let all = members().all(|(_, sector)| value(sector).is_some());
            all.then(|| by_spending(&|sector| value(sector).unwrap_or_default()))
        };
        let substitution = if_all(&|sector| sector.substitution);
        let sets = self.old.elasticity_sets().into_iter().enumerate();
        Sector {
            code: whole.code.clone(),
            name: whole.name.clone(),
            elasticity: match substitution {
                Some(sigma) if whole.members.len() > 1 => sigma - 1.0,
                _ => by_spending(&|sector| sector.elasticity),
            },
            substitution,
            scale: by_spending(&|sector| sector.scale),
            tradable: members().any(|(_, sector)| sector.tradable),
            group: whole.group.clone(),
            elasticity_sets: sets
                .map(|(at, name)| (name.to_owned(), by_spending(&|s| s.elasticity_sets[at].1)))
                .collect(),
            elasticity_se: if_all(&|sector| sector.elasticity_se),
        }
    }

    /// A cube whose cells are made of the old cells (sector, importer, exporter) that they merge.
    fn cube(&self, value: impl Fn(&mut dyn Iterator<Item = (usize, usize, usize)>) -> f64) -> Cube {
        let mut cube = Cube::filled(self.sectors.len(), self.countries.len(), 0.0);
        for (new_j, sector) in self.sectors.iter().enumerate() {
            for (new_n, importer) in self.countries.iter().enumerate() {
                for (new_i, exporter) in self.countries.iter().enumerate() {
                    let mut cells = sector.members.iter().flat_map(|j| {
                        let pairs = importer
                            .members
                            .iter()
                            .flat_map(|n| exporter.members.iter().map(move |i| (n, i)));
                        pairs.map(move |(n, i)| (*j, *n, *i))
                    });
                    *cube.get_mut(new_j, new_n, new_i) = value(&mut cells);
                }
            }
        }
        cube
    }

    fn mean_cube(&self, old: &Cube, weight: impl Fn(usize, usize, usize) -> f64) -> Cube {
        self.cube(|cells| {
            mean(&cells.map(|(j, n, i)| (weight(j, n, i), old.get(j, n, i))).collect::<Vec<_>>())
        })
    }

    fn mean_grid(&self, old: &Grid, weights: &Grid) -> Grid {
        let mut grid = Grid::filled(self.sectors.len(), self.countries.len(), 0.0);
        self.each_cell(|new_j, new_i, cells| {
            let weighted: Vec<_> = cells.iter().map(|&(j, i)| (weights.get(j, i), old.get(j, i))).collect();
            *grid.get_mut(new_j, new_i) = mean(&weighted);
        });
        grid
    }

    /// Every new sector and country with the old ones (sector, country) that it merges.
    fn each_cell(&self, mut visit: impl FnMut(usize, usize, &[(usize, usize)])) {
        for (new_j, sector) in self.sectors.iter().enumerate() {
            for (new_i, country) in self.countries.iter().enumerate() {
                let cells: Vec<(usize, usize)> = sector
                    .members
                    .iter()
                    .flat_map(|j| country.members.iter().map(move |i| (*j, *i)))
                    .collect();
                visit(new_j, new_i, &cells);
            }
        }
    }

    /// Shares of merged inputs in the cost of the inputs of merged sectors.
    fn inputs(&self) -> InputShares {
        let old = &self.old.inputs;
        let mut inputs = InputShares::none(self.sectors.len(), self.countries.len());
        let has_inputs = |&(j, i): &(usize, usize)| (0..old.sectors()).any(|k| old.get(k, j, i) > 0.0);
        self.each_cell(|new_j, new_i, cells| {
            let users: Vec<_> = cells.iter().copied().filter(has_inputs).collect();
            let share = |input: &Whole, j: usize, i: usize| {
                exact_sum(input.members.iter().map(|k| old.get(*k, j, i)))
            };
            let cost = |j: usize, i: usize| intermediate_cost(self.old, &self.totals.output, j, i);
            let mean_share = |input: &Whole| {
                mean(&users.iter().map(|&(j, i)| (cost(j, i), share(input, j, i))).collect::<Vec<_>>())
            };
            let mut shares: Vec<f64> = self.sectors.iter().map(mean_share).collect();
            normalise(&mut shares);
            for (new_k, share) in shares.into_iter().enumerate() {
                *inputs.get_mut(new_k, new_j, new_i) = share;
            }
        });
        inputs
    }

    /// Shares of merged sectors in the final spending of merged countries.
    fn final_shares(&self, old: &Grid) -> Grid {
        let mut grid = Grid::filled(self.sectors.len(), self.countries.len(), 0.0);
        for (new_i, country) in self.countries.iter().enumerate() {
            let share = |sector: &Whole, i: usize| exact_sum(sector.members.iter().map(|j| old.get(*j, i)));
            let weighted = |sector: &Whole| {
                country
                    .members
                    .iter()
                    .map(|i| (self.totals.income(*i).max(0.0), share(sector, *i)))
                    .collect::<Vec<_>>()
            };
            let mut shares: Vec<f64> = self.sectors.iter().map(|sector| mean(&weighted(sector))).collect();
            normalise(&mut shares);
            for (new_j, share) in shares.into_iter().enumerate() {
                *grid.get_mut(new_j, new_i) = share;
            }
        }
        grid
    }
}
