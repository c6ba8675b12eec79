//! Which column of a table is what, told by the names of its head.

use super::names::{self, plain};
use crate::error::{Error, ErrorKind};
use crate::ledger::{Basis, Flow, breakdown};
use crate::mapping::Mapping;
use crate::period::Period;
use crate::unit::{Money, Quantity};

/// A column of amounts, with its unit where the head or a mapping tells.
#[derive(Debug, Clone)]
pub(super) struct Amounts<U> {
    pub(super) column: usize,
    pub(super) unit: Option<U>,
}

/// Both reports of a flow in one row.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub(super) importer: usize,
    pub(super) exporter: usize,
    pub(super) sides: Vec<(Flow, Amounts<Money>, Basis)>,
}

/// The columns of a table. Of several for one thing the first that is not empty in a row counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    pub(super) layout: &'static str,
    pub(super) reporter: Vec<usize>,
    pub(super) partner: Vec<usize>,
    pub(super) flow: Vec<usize>,
    pub(super) period: Vec<usize>,
    pub(super) product: Vec<usize>,
    pub(super) value: Option<Amounts<Money>>,
    pub(super) fob: Option<Amounts<Money>>,
    pub(super) quantity: Option<Amounts<Quantity>>,
    pub(super) value_unit: Option<usize>,
    pub(super) quantity_unit: Option<usize>,
    pub(super) scale: Option<usize>,
    pub(super) splits: Vec<(u8, usize)>,
    pub(super) indicators: Option<usize>,
    pub(super) attribute: Option<usize>,
    pub(super) pair: Option<Pair>,
    pub(super) wide: Vec<(usize, Period)>,
}

impl Head {
    /// Finds out what the columns of a table are.
    pub(super) fn of(columns: &[String], file: &str, mapping: Option<&Mapping>) -> Result<Self, Error> {
        let head = match mapping {
            Some(mapping) => mapped(columns, file, mapping)?,
            None => Names::new(columns).head(),
        };
        head.check(columns, file)?;
        Ok(head)
    }

    fn check(&self, columns: &[String], file: &str) -> Result<(), Error> {
        let has_amount = self.value.is_some() || self.quantity.is_some() || !self.wide.is_empty();
        let missing = match &self.pair {
            Some(_) if self.period.is_empty() => "the period",
            Some(_) => return Ok(()),
            None if self.reporter.is_empty() => "the reporter",
            None if self.partner.is_empty() => "the partner",
            None if self.period.is_empty() && self.wide.is_empty() => "the period",
            None if !has_amount => "an amount",
            None => return Ok(()),
        };
        let seen: Vec<&str> = columns.iter().map(|name| name.trim()).take(12).collect();
        let seen: String = seen.join(", ").chars().take(160).collect();
        Err(Error::one(
            ErrorKind::File,
            format!("`{file}` has no column for {missing} that we know; its first line is: {seen}"),
            "give a mapping of its columns (docs/mirror.md), or check that it is a table of trade statistics",
        ))
    }
}

/// The names of the columns, made plain.
struct Names {
    plain: Vec<String>,
}

impl Names {
    fn new(columns: &[String]) -> Self {
        Self { plain: columns.iter().map(|name| plain(name)).collect() }
    }

    fn at(&self, name: &str) -> Option<usize> {
        self.plain.iter().position(|column| column == name)
    }

    fn has(&self, name: &str) -> bool {
        self.at(name).is_some()
    }

    fn all(&self, names: &[&str]) -> Vec<usize> {
        names.iter().filter_map(|name| self.at(name)).collect()
    }

    fn first(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.at(name))
    }

    fn money(&self, names: &[(&str, &str)]) -> Option<Amounts<Money>> {
        let (column, unit) = names.iter().find_map(|(name, unit)| Some((self.at(name)?, *unit)))?;
        Some(Amounts { column, unit: (!unit.is_empty()).then(|| Money::new(unit)) })
    }

    fn quantity(&self) -> Option<Amounts<Quantity>> {
        let found = names::QUANTITY.iter().find_map(|(name, scale)| Some((self.at(name)?, *scale)));
        let (column, scale) = found?;
        Some(Amounts { column, unit: (!scale.is_nan()).then(|| Quantity::kilograms(scale)) })
    }

    fn head(&self) -> Head {
        let splits = [
            (breakdown::MODE, names::MODE),
            (breakdown::CUSTOMS, names::CUSTOMS),
            (breakdown::SECOND, names::SECOND),
            (breakdown::OTHER, names::OTHER),
        ];
        let periods = self.all(names::PERIOD);
        let value = self.money(names::VALUE);
        Head {
            layout: self.layout(),
            reporter: self.all(names::REPORTER),
            partner: self.all(names::PARTNER),
            flow: self.all(names::FLOW),
            wide: if periods.is_empty() { self.wide() } else { Vec::new() },
            period: periods,
            product: self.all(names::PRODUCT),
            value,
            fob: self.money(names::FOB_VALUE),
            quantity: self.quantity(),
            value_unit: self.first(names::VALUE_UNIT),
            quantity_unit: self.first(names::QUANTITY_UNIT),
            scale: self.first(names::SCALE),
            splits: splits.iter().filter_map(|(bit, names)| Some((*bit, self.first(names)?))).collect(),
            indicators: self.first(names::INDICATORS),
            attribute: self.first(names::ATTRIBUTE),
            pair: self.pair(),
        }
    }

    /// Columns that are named by a period.
    fn wide(&self) -> Vec<(usize, Period)> {
        let period =
            |(column, name): (usize, &String)| Some((column, Period::parse(name.to_uppercase().as_bytes())?));
        self.plain.iter().enumerate().filter_map(period).collect()
    }

    fn pair(&self) -> Option<Pair> {
        let (importer, exporter) = (self.at("importer")?, self.at("exporter")?);
        let side = |flow: Flow, word: &str, party: &str| {
            let is = |name: &String| name.starts_with(word) && !name.starts_with(party);
            let column = self.plain.iter().position(is)?;
            let name = &self.plain[column];
            let unit =
                ["usd", "eur"].iter().find(|unit| name.contains(*unit)).map(|unit| unit.to_uppercase());
            let basis = if name.contains("fob") { Basis::Fob } else { Basis::Cif };
            Some((flow, Amounts { column, unit: unit.map(|unit| Money::new(&unit)) }, basis))
        };
        let import = side(Flow::Import, "import", "importer")?;
        let export = side(Flow::Export, "export", "exporter")?;
        Some(Pair { importer, exporter, sides: vec![import, export] })
    }

    fn layout(&self) -> &'static str {
        if self.pair().is_some() {
            "both reports in one row"
        } else if self.has("primaryvalue") {
            "UN Comtrade"
        } else if self.has("tradevalueus") || self.has("rgcode") || self.has("tradevalue") {
            "UN Comtrade, legacy"
        } else if self.has("counterpartcountryname") || self.has("counterpartcountry") {
            "IMF"
        } else if ["declarantiso", "valueineuros", "valueineur", "indicators"]
            .iter()
            .any(|name| self.has(name))
        {
            "Eurostat"
        } else {
            "plain"
        }
    }
}

fn mapped(columns: &[String], file: &str, mapping: &Mapping) -> Result<Head, Error> {
    let find = |name: &String| {
        let found = columns.iter().position(|column| column.trim().eq_ignore_ascii_case(name.trim()));
        found.ok_or_else(|| {
            let near = thalweg_core::nearest(name, columns.iter().map(String::as_str));
            let help =
                near.map_or_else(|| "check the mapping".to_owned(), |near| format!("did you mean `{near}`?"));
            Error::one(
                ErrorKind::Settings,
                format!("`{file}` has no column `{name}`, which the mapping names"),
                help,
            )
        })
    };
    let maybe = |name: &Option<String>| name.as_ref().map(find).transpose();
    let names = &mapping.columns;
    let amounts = |name: &Option<String>| maybe(name);
    let mut splits = Vec::new();
    for (bit, name) in [
        (breakdown::MODE, &names.mode),
        (breakdown::CUSTOMS, &names.customs),
        (breakdown::SECOND, &names.second_partner),
    ] {
        splits.extend(maybe(name)?.map(|column| (bit, column)));
    }
    Ok(Head {
        layout: "mapping",
        reporter: vec![find(&names.reporter)?],
        partner: vec![find(&names.partner)?],
        flow: maybe(&names.flow)?.into_iter().collect(),
        period: vec![find(&names.period)?],
        product: maybe(&names.product)?.into_iter().collect(),
        value: amounts(&names.value)?.map(|column| Amounts { column, unit: mapping.value_unit.clone() }),
        quantity: amounts(&names.quantity)?
            .map(|column| Amounts { column, unit: mapping.quantity_unit.clone() }),
        value_unit: maybe(&names.value_unit)?,
        quantity_unit: maybe(&names.quantity_unit)?,
        splits,
        ..Head::default()
    })
}
