//! The table form of an outcome.

use super::{Outcome, Row};
use thalweg_core::Table;

fn table<R: Row>(name: impl Into<String>, title: impl Into<String>, rows: &[R]) -> Table {
    Table {
        name: name.into(),
        title: title.into(),
        columns: R::columns(),
        rows: rows.iter().map(Row::cells).collect(),
    }
}

impl Outcome {
    /// Every result as a table, the most asked for first; intervals are further columns.
    pub fn tables(&self) -> Vec<Table> {
        let mut tables = self.plain_tables();
        if let Some(uncertainty) = &self.uncertainty {
            uncertainty.join(&mut tables);
        }
        tables
    }

    /// The tables without intervals. Their shape depends on the scenario and the baseline alone.
    pub(crate) fn plain_tables(&self) -> Vec<Table> {
        let mut tables = vec![
            table("countries", "Countries", &self.countries),
            table("flows", "Bilateral trade, all sectors", &self.flows),
            table("sectors", "Sectors", &self.sectors),
            table("balances", "Bilateral balances", &self.balances),
            table("burdens", "Who pays", &self.burdens),
        ];
        for diversion in &self.diversions {
            let title = |what: &str| format!("{what} ({} to {})", diversion.exporter, diversion.importer);
            let name = |part: &str| diversion.table_name(part);
            tables.extend([
                table(name("markets"), title("Third markets"), &diversion.markets),
                table(name("sectors"), title("Displaced exports by sector"), &diversion.sectors),
                table(name("market_sectors"), title("Third markets by sector"), &diversion.market_sectors),
                table(name("suppliers"), title("Suppliers of third markets"), &diversion.suppliers),
                table(name("replacement"), title("Who replaces the exporter"), &diversion.replacement),
            ]);
        }
        tables
    }
}
