//! Terms put on a world: every word looked up, every nonsense refused by name.

use super::clause::{Clause, Keeping};
use super::row::{Means, Row};
use super::settle::Terms;
use super::{Embargo, ExportControl, Level, Measured, OutputCap, PaidBy, Purchase, Rent, SubsidyCap, Term};
use super::{volume, words};
use crate::error::{Error, ErrorKind};
use thalweg_core::Problem;
use thalweg_trade::{Base, Baseline};

/// A world and what is wrong with terms on it.
struct Check<'a> {
    baseline: &'a Baseline,
    base: &'a Base,
    problems: Vec<Problem>,
}

impl Terms {
    /// Puts terms on a baseline and the base made of it; levels relative to the baseline are those of the base.
    ///
    /// # Errors
    /// Everything that is wrong with them: unknown codes, trade of a country with itself, levels that are below zero or
    /// no numbers, trade or output that is zero in the base, one thing promised twice, promises that contradict each
    /// other, embargoes that leave a country without any supplier.
    pub fn new(baseline: &Baseline, base: &Base, terms: &[Term]) -> Result<Self, Error> {
        let mut check = Check { baseline, base, problems: Vec::new() };
        let clauses: Vec<Option<Clause>> = terms.iter().map(|term| check.clause(term)).collect();
        let clauses: Vec<Clause> = clauses.into_iter().flatten().collect();
        let codes = baseline.countries.iter().map(|c| c.code.clone()).collect();
        let sectors = baseline.sectors.iter().map(|s| s.code.clone()).collect();
        let terms = Self { clauses, codes, sectors };
        if check.problems.is_empty() {
            terms.contradictions(&mut check.problems);
        }
        if check.problems.is_empty() {
            check.problems.extend(terms.starved(base, base.policy()));
        }
        if check.problems.is_empty() { Ok(terms) } else { Err(Error::new(ErrorKind::Terms, check.problems)) }
    }

    /// One thing promised twice, and purchases of what is forbidden or limited to less.
    fn contradictions(&self, problems: &mut Vec<Problem>) {
        for (at, one) in self.clauses.iter().enumerate() {
            for other in &self.clauses[..at] {
                if one.repeats(other) {
                    let message = format!("`{}` and `{}` bind the same twice", other.text, one.text);
                    problems.push(Problem::new(message).help("keep the stricter one"));
                }
                for (least, most) in [(one, other), (other, one)] {
                    if least.exceeds(most) {
                        let message = format!("`{}` is more than `{}` lets through", least.text, most.text);
                        problems.push(Problem::new(message).help("ask for less, or allow more"));
                    }
                }
            }
            let forbidden = |sector: &usize| self.clauses.iter().any(|ban| ban.forbids(one, *sector));
            if one.row().is_some_and(Row::at_least) && one.sectors.iter().all(forbidden) {
                let message = format!("`{}` asks for what another term forbids", one.text);
                problems.push(Problem::new(message).help("leave out one of the two"));
            }
        }
    }
}

impl Check<'_> {
    fn say(&mut self, message: String, help: &str) {
        self.problems.push(Problem::new(message).help(help));
    }

    fn clause(&mut self, term: &Term) -> Option<Clause> {
        let found = self.problems.len();
        let sectors = words::sectors(self.baseline, term.sectors(), &mut self.problems);
        let parties = self.parties(term);
        let beneficiary = self.beneficiary(term);
        let sound = self.problems.len() == found;
        let (importer, exporter) = parties.filter(|_| sound)?;
        let keeping = match term {
            Term::Purchase(term) => self.purchase(term, (importer, exporter), &sectors),
            Term::ExportControl(term) => self.control(term, (importer, exporter), &sectors),
            Term::OutputCap(term) => self.output_cap(term, exporter, &sectors),
            Term::SubsidyCap(term) => self.subsidy_cap(term),
            Term::Embargo(term) => self.embargo(term, (importer, exporter), &sectors),
        }?;
        let owner = self.baseline.country(term.owner())?;
        let text = term.to_string();
        Some(Clause { text, owner, beneficiary, importer, exporter, sectors, keeping })
    }

    /// Importer and exporter; of a term on production the country twice.
    fn parties(&mut self, term: &Term) -> Option<(usize, usize)> {
        let (pair, what) = match term {
            Term::Purchase(term) => ((&term.importer, &term.exporter), "a purchase"),
            Term::ExportControl(term) => ((&term.importer, &term.exporter), "an export control"),
            Term::Embargo(term) => ((&term.importer, &term.exporter), "an embargo"),
            Term::OutputCap(OutputCap { country, .. }) | Term::SubsidyCap(SubsidyCap { country, .. }) => {
                let country = words::country(self.baseline, country, &mut self.problems)?;
                return Some((country, country));
            }
        };
        words::pair(self.baseline, (pair.0, pair.1), what, &mut self.problems)
    }

    fn beneficiary(&mut self, term: &Term) -> Option<usize> {
        let code = term.beneficiary()?;
        match term {
            // looked up as a party of the trade
            Term::Purchase(_) | Term::ExportControl(_) => self.baseline.country(code),
            _ if code == term.owner() => {
                self.say(format!("{code} promises `{term}` to itself"), "name whom it is promised to");
                None
            }
            _ => words::country(self.baseline, code, &mut self.problems),
        }
    }

    /// A level as an amount, if it is one.
    fn level(&mut self, level: Level, before: f64, term: &dyn std::fmt::Display) -> Option<f64> {
        let amount = level.of(before);
        if amount.is_finite() && amount >= 0.0 {
            return Some(amount);
        }
        let message = format!("`{term}` asks for {amount}, where {before} is in the baseline");
        self.say(message, "amounts are numbers from zero on, in the unit of the baseline");
        None
    }

    fn traded(&mut self, (importer, exporter): (usize, usize), sectors: &[usize], vain: &str) -> Option<f64> {
        let flows = &self.base.equilibrium().flows;
        let before: f64 = sectors.iter().map(|j| flows.get(*j, importer, exporter)).sum();
        if before > 0.0 {
            return Some(before);
        }
        let code = |at: usize| self.baseline.countries[at].code.as_str();
        let goods = self.goods(sectors);
        self.say(
            format!("{} buys no {goods} from {} in the baseline: {vain}", code(importer), code(exporter)),
            "name sectors in which they trade",
        );
        None
    }

    fn goods(&self, sectors: &[usize]) -> String {
        let codes: Vec<&str> = sectors.iter().map(|j| self.baseline.sectors[*j].code.as_str()).collect();
        codes.join(", ")
    }

    fn purchase(&mut self, term: &Purchase, pair: (usize, usize), sectors: &[usize]) -> Option<Keeping> {
        let before = self.traded(pair, sectors, "no price can call it forth")?;
        let level = self.level(term.at_least, before, &Term::Purchase(term.clone()))?;
        let means = match term.paid_by {
            PaidBy::Importer => Means::ImportSubsidy,
            PaidBy::Exporter => Means::ExportSubsidy,
        };
        Some(self.row(means, pair, sectors, level, term.measured))
    }

    fn control(&mut self, term: &ExportControl, pair: (usize, usize), sectors: &[usize]) -> Option<Keeping> {
        let before = self.traded(pair, sectors, "there is nothing to restrict")?;
        let level = term.at_most.map(|level| self.level(level, before, &Term::ExportControl(term.clone())));
        let means = match term.rent {
            Rent::Exporter => Means::ExportTax,
            Rent::Importer => Means::ImportTax,
        };
        match level {
            None | Some(Some(0.0)) => Some(Keeping::Ban),
            Some(level) => Some(self.row(means, pair, sectors, level?, term.measured)),
        }
    }

    fn embargo(&mut self, _: &Embargo, pair: (usize, usize), sectors: &[usize]) -> Option<Keeping> {
        self.traded(pair, sectors, "there is nothing to stop").map(|_| Keeping::Ban)
    }

    fn output_cap(&mut self, term: &OutputCap, country: usize, sectors: &[usize]) -> Option<Keeping> {
        let at = self.base.equilibrium();
        let before: f64 = sectors.iter().map(|j| volume::output(self.base, at, *j, country)).sum();
        if before <= 0.0 {
            let goods = self.goods(sectors);
            self.say(format!("{} makes no {goods} in the baseline", term.country), "name what it makes");
            return None;
        }
        let level = self.level(term.at_most, before, &Term::OutputCap(term.clone()))?;
        if level == 0.0 {
            let message = format!("`{}` would end production", Term::OutputCap(term.clone()));
            self.say(message, "no tax ends it altogether: give a level above zero");
            return None;
        }
        let pair = (country, country);
        Some(self.row(Means::ProductionTax, pair, sectors, level, Measured::Volume))
    }

    fn subsidy_cap(&mut self, term: &SubsidyCap) -> Option<Keeping> {
        if (0.0..1.0).contains(&term.cap) {
            return Some(Keeping::SubsidyCap(term.cap));
        }
        let message = format!("the cap on subsidies of {} is {}", term.country, term.cap);
        self.say(message, "a cap is a fraction of cost from zero to below one");
        None
    }

    fn row(
        &self,
        means: Means,
        (importer, exporter): (usize, usize),
        sectors: &[usize],
        level: f64,
        measured: Measured,
    ) -> Keeping {
        let sectors = sectors.to_vec();
        Keeping::Row(Row { means, importer, exporter, sectors, level, measured })
    }
}
