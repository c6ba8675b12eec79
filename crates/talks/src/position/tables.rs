//! The table form of a position.

use super::Position;
use thalweg_core::Table;
use thalweg_trade::outcome::Row;

fn table<R: Row>(name: &str, title: &str, rows: &[R]) -> Table {
    let rows = rows.iter().map(Row::cells).collect();
    Table { name: name.to_owned(), title: title.to_owned(), columns: R::columns(), rows }
}

impl Position {
    /// Every result as a table, the most asked for first.
    pub fn tables(&self) -> Vec<Table> {
        vec![
            table("balances", "Balances, gross and in value added", &self.balances.totals),
            table("sector_balances", "Balances by sector", &self.balances.sectors),
            table("reliance", "Inputs from the other side", &self.exposure.reliance),
            table("markets", "Sales that hang on the other side", &self.exposure.markets),
            table("suppliers", "Concentration of foreign suppliers", &self.exposure.suppliers),
            table("pairs", "Most exposed pairs of sectors", &self.exposure.pairs),
            table("tariffs", "Tariffs as one number", &self.access.tariffs),
            table("cuts", "Cuts that answer each other", &self.access.cuts),
            table("overcapacity", "Overcapacity", &self.overcapacity.sectors),
            table("surplus", "Where the excess goes", &self.overcapacity.markets),
        ]
    }
}
