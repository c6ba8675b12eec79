use crate::country::Countries;
use crate::ledger::Flow;
use crate::margin::Margin;
use crate::pairs::{Both, Pairs, Side, Way};
use crate::production::Production;
use serde::{Deserialize, Serialize};

/// What is compared.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Money.
    Value,
    /// Weight, or another quantity.
    Quantity,
}

/// What exporter and importer say of one product in one year.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Gap {
    /// Who sold, as the importer says it.
    pub exporter: String,
    /// Who bought, as the exporter says it.
    pub importer: String,
    /// Its code; `TOTAL` for all goods.
    pub product: String,
    /// The year.
    pub year: u16,
    /// What is compared.
    pub measure: Measure,
    /// The unit of what is compared: a currency, or `kg`.
    pub unit: String,
    /// What the exporter reported.
    pub exporter_said: Option<f64>,
    /// What the importer reported, freight as it was.
    pub importer_said: Option<f64>,
    /// What freight and insurance are taken to be, as a fraction of the value free on board; 0 for quantities and for imports free on board.
    pub margin: f64,
    /// What the importer reported over what the exporter did, both as they are.
    pub ratio: Option<f64>,
    /// `ln(importer / (1 + margin)) - ln(exporter)`: positive where the importer says more. None where one of them says nothing, or zero.
    pub gap: Option<f64>,
    /// What the importer says free on board less what the exporter says; one who says nothing counts as zero.
    pub difference: f64,
    /// What the exporter says it sold to the whole world, in the same measure.
    pub exporter_to_world: Option<f64>,
    /// What the importer bought, by weight.
    pub importer_quantity: Option<f64>,
    /// What the exporter made in that year, in the same unit: the user's table.
    pub production: Option<f64>,
    /// What the exporter says it imported of the product, by weight.
    pub exporter_imports: Option<f64>,
}

impl Gap {
    /// What the importer reported, free on board.
    pub fn importer_fob(&self) -> Option<f64> {
        self.importer_said.map(|said| said / (1.0 + self.margin))
    }

    /// Whether the importer says it bought more than the exporter can have had: than it made and, where that is known, imported.
    ///
    /// None where no production is known. Of a country whose imports are not in the data it cannot be said that it imported nothing: that is a doubt to be
    /// told beside the answer, see [`Gap::imports_needed`].
    pub fn is_impossible(&self) -> Option<bool> {
        Some(self.imports_needed()? > self.exporter_imports.unwrap_or(0.0))
    }

    /// How much the exporter must have imported, and sold on to this one buyer, if the buyer is right: below zero, it needed none.
    pub fn imports_needed(&self) -> Option<f64> {
        Some(self.importer_quantity? - self.production?)
    }

    /// What the importer says it bought, over all that the exporter says it sold to the world.
    pub fn times_world(&self) -> Option<f64> {
        let world = self.exporter_to_world.filter(|world| *world > 0.0)?;
        Some(self.importer_fob()? / world)
    }
}

/// What gaps are made of.
pub(crate) struct Maker<'a> {
    pub(crate) pairs: &'a Pairs,
    pub(crate) countries: &'a Countries,
    pub(crate) margin: &'a Margin,
    pub(crate) production: &'a Production,
    pub(crate) measure: Option<Measure>,
    pub(crate) currency: &'a str,
    pub(crate) quantity_unit: &'a str,
}

impl Maker<'_> {
    /// The gap of a flow in a year, if there is anything to compare.
    pub(crate) fn gap(&self, way: &Way, both: &Both) -> Option<Gap> {
        let world = self.pairs.world.get(&(way.exporter, Flow::Export, way.product, way.year));
        let measure = self.measure_of(both, world)?;
        let amount = |side: Option<&Side>| side.and_then(|side| of(side, measure));
        let (importer_said, exporter_said) = (amount(both.importer.as_ref()), amount(both.exporter.as_ref()));
        if importer_said.is_none() && exporter_said.is_none() {
            return None;
        }
        let (exporter, importer) = (self.pairs.party(way.exporter), self.pairs.party(way.importer));
        let product = self.pairs.code(way.product);
        let fob = measure == Measure::Quantity || both.importer.is_none_or(|side| side.fob);
        let margin = if fob { 0.0 } else { self.margin.of(exporter, importer, product, self.countries) };
        let importer_fob = importer_said.map(|said| said / (1.0 + margin));
        let positive = |amount: Option<f64>| amount.filter(|amount| *amount > 0.0);
        let logs = positive(importer_fob).zip(positive(exporter_said));
        let of_production = || self.production.of(exporter, product, way.year).filter(|_| self.same_unit());
        let own_imports = self.pairs.world.get(&(way.exporter, Flow::Import, way.product, way.year));
        Some(Gap {
            exporter: exporter.to_owned(),
            importer: importer.to_owned(),
            product: product.to_owned(),
            year: way.year,
            measure,
            unit: if measure == Measure::Value { self.currency } else { self.quantity_unit }.to_owned(),
            exporter_said,
            importer_said,
            margin,
            ratio: importer_said.zip(positive(exporter_said)).map(|(importer, exporter)| importer / exporter),
            gap: logs.map(|(importer, exporter)| importer.ln() - exporter.ln()),
            difference: importer_fob.unwrap_or(0.0) - exporter_said.unwrap_or(0.0),
            exporter_to_world: amount(world),
            importer_quantity: both.importer.and_then(|side| side.quantity),
            production: of_production(),
            exporter_imports: own_imports.and_then(|side| side.quantity).filter(|_| self.same_unit()),
        })
    }

    fn same_unit(&self) -> bool {
        self.production.unit() == Some(self.quantity_unit)
    }

    /// Money where both tell it, else weight where both do, else what can be held against the exporter's sales to the world, else what there is.
    fn measure_of(&self, both: &Both, world: Option<&Side>) -> Option<Measure> {
        if self.measure.is_some() {
            return self.measure;
        }
        let (importer, exporter) = (both.importer.as_ref(), both.exporter.as_ref());
        let all = [Measure::Value, Measure::Quantity];
        let tell = |a: Option<&Side>, b: Option<&Side>| {
            all.into_iter().find(|measure| {
                let tells = |side: Option<&Side>| side.is_some_and(|side| of(side, *measure).is_some());
                tells(a) && tells(b)
            })
        };
        tell(importer, exporter).or_else(|| tell(importer, world)).or_else(|| {
            let one = importer.or(exporter);
            tell(one, one)
        })
    }
}

fn of(side: &Side, measure: Measure) -> Option<f64> {
    match measure {
        Measure::Value => side.value,
        Measure::Quantity => side.quantity,
    }
}
