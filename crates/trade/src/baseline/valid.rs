//! What must hold for any baseline, wherever it comes from.

use super::countries_file::unfit_code;
use super::sectors_file::agree;
use super::shares::ROUNDING;
use super::sum::exact_sum;
use super::table_file::LARGEST_NUMBER;
use super::{Baseline, Country, Sector};
use std::collections::HashSet;
use thalweg_core::{Problem, Unit};

/// How far the sum of shares may be from one: sums of shares that were scaled by this crate lie far within.
const SUM: f64 = 100.0 * ROUNDING;

/// Problems that are listed; a baseline that breaks one rule everywhere need not say so everywhere.
const MOST_PROBLEMS: usize = 20;

impl Baseline {
    /// Everything that keeps this from being a baseline: sizes that disagree, codes that are none or stand twice,
    /// numbers out of range, shares that do not sum to one. Empty for every baseline that was read by this crate; at
    /// most twenty.
    ///
    /// ```
    /// use thalweg_trade::Baseline;
    /// let mut world = Baseline::embedded("world-2023")?;
    /// assert!(world.problems().is_empty());
    /// world.sectors[0].elasticity = -4.0;
    /// assert_eq!(world.problems()[0].message, "the elasticity of `goods` is -4: it must be above 0");
    /// # Ok::<(), thalweg_trade::Error>(())
    /// ```
    pub fn problems(&self) -> Vec<Problem> {
        let mut found = Vec::new();
        self.check_sizes(&mut found);
        if found.is_empty() {
            self.check_about(&mut found);
            self.check_codes(&mut found);
            self.sectors.iter().for_each(|sector| check_sector(sector, &mut found));
            self.countries.iter().for_each(|country| check_country(country, &mut found));
            self.check_sets(&mut found);
            self.check_rates(&mut found);
            self.check_inputs(&mut found);
            self.check_final(&mut found);
        }
        found.truncate(MOST_PROBLEMS);
        found.into_iter().map(Problem::new).collect()
    }

    fn check_sizes(&self, found: &mut Vec<String>) {
        let (n, j) = (self.countries.len(), self.sectors.len());
        if n == 0 || j == 0 {
            found.push("a baseline needs at least one country and one sector".into());
            return;
        }
        if !super::folder::fits(n, j) {
            found.push(format!("{n} countries and {j} sectors are too many"));
        }
        let sizes = [
            ("flows", self.flows.sectors(), self.flows.countries()),
            ("tariffs", self.tariffs.sectors(), self.tariffs.countries()),
            ("value-added shares", self.value_added_shares.sectors(), self.value_added_shares.countries()),
            ("subsidies", self.subsidies.sectors(), self.subsidies.countries()),
            ("input shares", self.inputs.sectors(), self.inputs.countries()),
        ];
        let taxes = self.export_taxes.iter().map(|c| ("export taxes", c.sectors(), c.countries()));
        let finals = self.final_shares.iter().map(|g| ("final shares", g.sectors(), g.countries()));
        for (what, sectors, countries) in sizes.into_iter().chain(taxes).chain(finals) {
            if (sectors, countries) != (j, n) {
                let have = format!("{sectors} sectors and {countries} countries");
                found.push(format!("the {what} have {have}, the baseline {j} sectors and {n} countries"));
            }
        }
    }

    fn check_about(&self, found: &mut Vec<String>) {
        let about = &self.about;
        if !(1..=9999).contains(&about.year) {
            found.push(format!("the year is {} and should lie between 1 and 9999", about.year));
        }
        if about.unit.to_string().parse::<Unit>().as_ref() != Ok(&about.unit) {
            found.push(format!("the unit `{}` (power {}) cannot be written", about.unit, about.unit.power));
        }
        let texts = [("name", Some(&about.name)), ("source", Some(&about.source))];
        let others = [("licence", about.licence.as_ref()), ("note", about.note.as_ref())];
        for (key, text) in texts.into_iter().chain(others) {
            if text.is_some_and(|text| text.trim().is_empty()) {
                found.push(format!("the {key} is empty"));
            }
        }
    }

    fn check_codes(&self, found: &mut Vec<String>) {
        let countries = self.countries.iter().map(|c| (&c.code, &c.name, &c.group));
        let sectors = self.sectors.iter().map(|s| (&s.code, &s.name, &s.group));
        check_names("country", countries, found);
        check_names("sector", sectors, found);
    }

    fn check_sets(&self, found: &mut Vec<String>) {
        let names = self.elasticity_sets();
        if names.iter().collect::<HashSet<_>>().len() < names.len() {
            found.push("a set of elasticities stands twice".into());
        }
        for name in names.iter().filter(|name| **name == "se" || unfit_code(name).is_some()) {
            found.push(format!("`{name}` cannot be the name of a set of elasticities"));
        }
        for sector in &self.sectors {
            if !sector.elasticity_sets.iter().map(|(name, _)| name.as_str()).eq(names.iter().copied()) {
                found.push(format!(
                    "the sets of elasticities of `{}` are not those of the first sector",
                    sector.code
                ));
            }
        }
    }

    fn check_rates(&self, found: &mut Vec<String>) {
        all(self.flows.values(), "a flow", "zero or more", |v| v >= 0.0, found);
        all(self.tariffs.values(), "a tariff", "above -1", |v| v > -1.0, found);
        if let Some(taxes) = &self.export_taxes {
            all(taxes.values(), "an export tax", "above -1", |v| v > -1.0, found);
        }
        let share = |v: f64| v > 0.0 && v <= 1.0;
        all(
            self.value_added_shares.values(),
            "a share of value added",
            "above 0 and at most 1",
            share,
            found,
        );
        all(self.subsidies.values(), "a subsidy", "below 1", |v| v < 1.0, found);
        let share = |v: f64| (0.0..=1.0).contains(&v);
        all(self.inputs.values(), "a share of an input", "between 0 and 1", share, found);
        if let Some(shares) = &self.final_shares {
            all(shares.values(), "a share of final spending", "between 0 and 1", share, found);
        }
        if found.is_empty() && self.flows.values().iter().all(|flow| *flow == 0.0) {
            found.push("there is no flow above zero".into());
        }
    }

    fn check_inputs(&self, found: &mut Vec<String>) {
        for (j, sector) in self.sectors.iter().enumerate() {
            if found.len() > MOST_PROBLEMS {
                return;
            }
            let mut sums = vec![0.0; self.countries.len()];
            for k in 0..self.sectors.len() {
                sums.iter_mut().zip(self.inputs.row(k, j)).for_each(|(sum, share)| *sum += share);
            }
            for (i, country) in self.countries.iter().enumerate() {
                let needed = self.value_added_shares.get(j, i) < 1.0;
                if (needed || sums[i] != 0.0) && (sums[i] - 1.0).abs() > SUM {
                    let (of, at) = (&sector.code, &country.code);
                    found.push(format!("the input shares of `{of}` in `{at}` sum to {}, not to 1", sums[i]));
                }
            }
        }
    }

    fn check_final(&self, found: &mut Vec<String>) {
        let Some(shares) = &self.final_shares else { return };
        for (i, country) in self.countries.iter().enumerate() {
            let sum = exact_sum((0..shares.sectors()).map(|j| shares.get(j, i)));
            if (sum - 1.0).abs() > SUM {
                found.push(format!("the final shares of `{}` sum to {sum}, not to 1", country.code));
            }
        }
    }
}

fn check_names<'a>(
    kind: &str,
    named: impl Iterator<Item = (&'a String, &'a String, &'a Option<String>)>,
    found: &mut Vec<String>,
) {
    let mut seen = HashSet::new();
    for (code, name, group) in named {
        if let Some(why) = unfit_code(code) {
            found.push(format!("`{code}` cannot be the code of a {kind}: {why}"));
        }
        if !seen.insert(code) {
            found.push(format!("the {kind} `{code}` stands twice"));
        }
        let blank = |text: &str| text.is_empty() || text.trim() != text;
        if blank(name) || group.as_ref().is_some_and(|group| blank(group)) {
            found.push(format!("the name or group of {kind} `{code}` is empty or has blanks around it"));
        }
    }
}

fn check_country(country: &Country, found: &mut Vec<String>) {
    for (what, value) in [("gdp", country.gdp), ("population", country.population)] {
        if value.is_some_and(|v| !(0.0..=LARGEST_NUMBER).contains(&v)) {
            let code = &country.code;
            found.push(format!(
                "the {what} of `{code}` is {}: it must be zero or more",
                value.unwrap_or_default()
            ));
        }
    }
}

fn check_sector(sector: &Sector, found: &mut Vec<String>) {
    let code = &sector.code;
    let mut above = |what: &str, value: f64, bound: f64| {
        if !(value > bound && value <= LARGEST_NUMBER) {
            found.push(format!("the {what} of `{code}` is {value}: it must be above {bound}"));
        }
    };
    above("elasticity", sector.elasticity, 0.0);
    sector.substitution.iter().for_each(|sigma| above("substitution", *sigma, 1.0));
    sector
        .elasticity_sets
        .iter()
        .for_each(|(name, value)| above(&format!("elasticity `{name}`"), *value, 0.0));
    if sector.substitution.is_some_and(|sigma| !agree(sector.elasticity, sigma)) {
        found.push(format!("the elasticity of `{code}` is not its substitution less one"));
    }
    let scale = [("scale", Some(sector.scale)), ("standard error", sector.elasticity_se)];
    for (what, value) in scale {
        if value.is_some_and(|v| !(0.0..=LARGEST_NUMBER).contains(&v)) {
            found.push(format!(
                "the {what} of `{code}` is {}: it must be zero or more",
                value.unwrap_or_default()
            ));
        }
    }
}

/// Adds a problem where some value does not keep to a rule; it names the first.
fn all(values: &[f64], what: &str, rule: &str, keeps: impl Fn(f64) -> bool, found: &mut Vec<String>) {
    let breaks = |v: &f64| !(keeps(*v) && v.abs() <= LARGEST_NUMBER);
    if let Some(value) = values.iter().find(|v| breaks(v)) {
        let more = values.iter().filter(|v| breaks(v)).count() - 1;
        let others = if more > 0 { format!(", and {more} more") } else { String::new() };
        found.push(format!("{what} is {value}{others}: it must be {rule}"));
    }
}
