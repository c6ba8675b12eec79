//! The amounts of a row, and their units.

use super::head::{Amounts, Head};
use super::names::{Indicator, indicator};
use super::row::{About, Cells, Out, Rows};
use super::words::scale;
use crate::amount::{Amount, amount};
use crate::error::{Error, ErrorKind};
use crate::ledger::{Basis, Flow, Statement};
use crate::unit::{Money, Quantity};

impl Rows<'_> {
    pub(super) fn amounts<'l>(
        &mut self,
        head: &Head,
        cell: Cells<'_, 'l>,
        about: &About,
        statement: &mut Statement<'_>,
    ) -> Result<(), Out> {
        if head.indicators.is_some() {
            if let Some(amounts) = &head.value {
                self.measured(head, cell, amounts.column, about, statement)?;
            }
        } else {
            let decimal = self.decimal();
            if let Some(amounts) = &head.value
                && let Some(value) = number(&cell(amounts.column), decimal)?
            {
                let money = self.money(head, cell, amounts, about.dollars)?;
                statement.value = Some(value * money);
            }
            self.fob(head, cell, statement)?;
            if let Some(amounts) = &head.quantity
                && let Some(quantity) = number(&cell(amounts.column), decimal)?
            {
                let unit = self.quantity(head, cell, amounts)?;
                statement.quantity = Some(quantity * unit);
            }
        }
        if statement.value.is_none() && statement.quantity.is_none() {
            return Err(Out::Aside("no amount is told"));
        }
        Ok(())
    }

    /// Imports free on board, where the table has them, are better than an assumption about freight.
    fn fob<'l>(
        &mut self,
        head: &Head,
        cell: Cells<'_, 'l>,
        statement: &mut Statement<'_>,
    ) -> Result<(), Out> {
        if let (Flow::Import, Some(amounts), Some(value)) = (statement.flow, &head.fob, statement.value)
            && let Some(fob) = number(&cell(amounts.column), self.decimal())?
            && fob > 0.0
            && fob <= value
        {
            (statement.value, statement.basis) = (Some(fob), Basis::Fob);
        }
        Ok(())
    }

    /// One amount whose kind a cell of indicators tells.
    pub(super) fn measured<'l>(
        &mut self,
        head: &Head,
        cell: Cells<'_, 'l>,
        column: usize,
        about: &About,
        statement: &mut Statement<'_>,
    ) -> Result<(), Out> {
        let Some(found) = number(&cell(column), self.decimal())? else { return Ok(()) };
        let kind = head.indicators.map(|column| indicator(&String::from_utf8_lossy(&cell(column))));
        match kind {
            None => {
                let amounts = Amounts { column, unit: None };
                let money = self.money(head, cell, &amounts, about.dollars)?;
                statement.value = Some(found * money);
            }
            Some(Indicator::Euros) => {
                self.ledger.agree_money(&Money::new("EUR"), self.file)?;
                statement.value = Some(found);
            }
            Some(Indicator::Kilograms(scale)) => {
                self.ledger.agree_quantity(&Quantity::kilograms(1.0), self.file)?;
                statement.quantity = Some(found * scale);
            }
            Some(Indicator::Other) => return Err(Out::Aside("neither a value nor a weight")),
        }
        Ok(())
    }

    fn decimal(&self) -> u8 {
        self.options.mapping.as_ref().map_or(b'.', |mapping| mapping.decimal)
    }

    /// How many of the currency one unit of a value is.
    pub(super) fn money<'l>(
        &mut self,
        head: &Head,
        cell: Cells<'_, 'l>,
        amounts: &Amounts<Money>,
        dollars: bool,
    ) -> Result<f64, Out> {
        let mut factor = match &amounts.unit {
            Some(money) => self.agreed(money)?,
            None => match head.value_unit.map(cell).filter(|unit| !unit.is_empty()) {
                Some(unit) => {
                    let money = Money::parse(&String::from_utf8_lossy(&unit));
                    self.agreed(&money.ok_or(Out::Refused("the unit of the value is no currency"))?)?
                }
                None if dollars => self.agreed(&Money::new("USD"))?,
                None => return Err(Out::Stop(no_unit(self.file, "value", "`USD` or `million EUR`"))),
            },
        };
        if let Some(column) = head.scale {
            let words = cell(column);
            factor *= scale(&String::from_utf8_lossy(&words))
                .ok_or(Out::Refused("the scale is no power of ten"))?;
        }
        Ok(factor)
    }

    fn agreed(&mut self, money: &Money) -> Result<f64, Error> {
        self.ledger.agree_money(money, self.file)?;
        Ok(money.scale)
    }

    /// How many kilograms, or other base units, one unit of a quantity is.
    fn quantity<'l>(
        &mut self,
        head: &Head,
        cell: Cells<'_, 'l>,
        amounts: &Amounts<Quantity>,
    ) -> Result<f64, Out> {
        if let Some(unit) = &amounts.unit {
            self.ledger.agree_quantity(unit, self.file)?;
            return Ok(unit.scale);
        }
        let Some(written) = head.quantity_unit.map(cell).filter(|unit| !unit.is_empty()) else {
            return Err(Out::Stop(no_unit(self.file, "quantity", "`kg`, `tonnes` or `barrels`")));
        };
        let unit = Quantity::parse(&String::from_utf8_lossy(&written))
            .ok_or(Out::Refused("the unit of the quantity is not told"))?;
        self.ledger.agree_quantity(&unit, self.file)?;
        Ok(unit.scale)
    }
}

fn no_unit(file: &str, what: &str, right: &str) -> Error {
    Error::one(
        ErrorKind::Units,
        format!("`{file}` does not tell in which unit its {what} is"),
        format!("add a column `{what}_unit` ({right}), or give a mapping"),
    )
}

pub(super) fn number(cell: &[u8], decimal: u8) -> Result<Option<f64>, Out> {
    match amount(cell, decimal) {
        Amount::Number(number) => Ok(Some(number)),
        Amount::Absent => Ok(None),
        Amount::Negative => Err(Out::Refused("an amount below zero")),
        Amount::Unreadable => Err(Out::Refused("an amount that is no number")),
    }
}
