use crate::gap::Gap;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Of what an exporter sold more than in a base year, how much the importer does not report.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Arrival {
    /// Who sold.
    pub exporter: String,
    /// Who should have got it; several, where they are taken together.
    pub importers: Vec<String>,
    /// The product.
    pub product: String,
    /// The year that others are compared with.
    pub base: u16,
    /// The importer-years that count, such as `KGZ 2022`.
    pub years: Vec<String>,
    /// What the exporter says it sold more than in the base year, summed.
    pub additional_exports: f64,
    /// What the importer says it bought more than in the base year, summed; freight as it was reported.
    pub additional_imports: f64,
    /// The part of the additional exports that the importer does not report: `1 - imports / exports`, both as they were reported.
    pub never_arrived: f64,
    /// The same with freight and insurance taken off the imports.
    pub never_arrived_fob: f64,
}

/// Sums over years.
#[derive(Debug, Clone, Default)]
struct Sums {
    exports: f64,
    imports: f64,
    imports_fob: f64,
    years: Vec<String>,
}

impl Sums {
    fn add(&mut self, other: &Self) {
        self.exports += other.exports;
        self.imports += other.imports;
        self.imports_fob += other.imports_fob;
        self.years.extend(other.years.iter().cloned());
    }

    fn arrival(self, exporter: &str, importers: Vec<String>, product: &str, base: u16) -> Option<Arrival> {
        (self.exports > 0.0).then(|| Arrival {
            exporter: exporter.to_owned(),
            importers,
            product: product.to_owned(),
            base,
            additional_exports: self.exports,
            additional_imports: self.imports,
            never_arrived: 1.0 - self.imports / self.exports,
            never_arrived_fob: 1.0 - self.imports_fob / self.exports,
            years: self.years,
        })
    }
}

/// What never arrived after the base year: each year from `first` on alone, all such years together, and all importers of an exporter and a product together.
pub(crate) fn arrivals(gaps: &[Gap], base: u16, first: u16) -> Vec<Arrival> {
    let mut found = Vec::new();
    for of_exporter in gaps.chunk_by(|a, b| a.exporter == b.exporter) {
        let products: BTreeSet<&str> = of_exporter.iter().map(|gap| gap.product.as_str()).collect();
        for product in products {
            let of_product: Vec<&Gap> = of_exporter.iter().filter(|gap| gap.product == product).collect();
            found.extend(of_one_product(&of_product, base, first));
        }
    }
    found
}

fn of_one_product(gaps: &[&Gap], base: u16, first: u16) -> Vec<Arrival> {
    let Some(one) = gaps.first() else { return Vec::new() };
    let mut by_importer: BTreeMap<&str, Vec<&Gap>> = BTreeMap::new();
    for gap in gaps.iter().filter(|gap| gap.importer_said.is_some() && gap.exporter_said.is_some()) {
        by_importer.entry(&gap.importer).or_default().push(gap);
    }
    let mut found = Vec::new();
    let mut all = Sums::default();
    let mut importers = Vec::new();
    for (importer, gaps) in by_importer {
        let years = years(&gaps, base, first);
        let mut together = Sums::default();
        years.iter().for_each(|year| together.add(year));
        all.add(&together);
        let name = || vec![importer.to_owned()];
        if !years.is_empty() {
            importers.push(importer.to_owned());
        }
        let several = years.len() > 1;
        let alone =
            years.into_iter().filter_map(|year| year.arrival(&one.exporter, name(), &one.product, base));
        found.extend(alone);
        if several {
            found.extend(together.arrival(&one.exporter, name(), &one.product, base));
        }
    }
    if importers.len() > 1 {
        found.extend(all.arrival(&one.exporter, importers, &one.product, base));
    }
    found
}

/// What was more than in the base year, by year.
fn years(gaps: &[&Gap], base: u16, first: u16) -> Vec<Sums> {
    let Some(before) = gaps.iter().find(|gap| gap.year == base) else { return Vec::new() };
    let same = |gap: &&&Gap| gap.year >= first && gap.measure == before.measure;
    let more = |gap: &&Gap| {
        let exports = gap.exporter_said? - before.exporter_said?;
        let imports = gap.importer_said? - before.importer_said?;
        let imports_fob = gap.importer_fob()? - before.importer_fob()?;
        Some(Sums { exports, imports, imports_fob, years: vec![format!("{} {}", gap.importer, gap.year)] })
    };
    gaps.iter().filter(same).filter_map(more).collect()
}
