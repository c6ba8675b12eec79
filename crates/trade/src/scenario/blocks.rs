//! The blocks of measures of a scenario file: `[[tariff]]` and its like.

use super::measure::{Action, Change, Measure, OnElasticity, OnProduction, OnTrade, Pairs, Rate, RateTable};
use super::near_or_all;
use super::selector::Selector;
use super::values::{Reader, Span, key_span};
use thalweg_core::{Problem, nearest};
use toml_edit::{Item, TableLike};

/// The blocks that a scenario may have.
pub(super) const LEVERS: [&str; 7] =
    ["tariff", "subsidy", "export_tax", "trade_cost", "embargo", "productivity", "elasticity"];

/// Every key that states a rate in some block.
const RATES: [&str; 4] = ["add", "set", "scale", "table"];

/// The rate keys that each lever takes. Trade costs and productivity are relative to the base, where they are nothing:
/// there is nothing to scale. An elasticity has no meaningful sum.
fn rates_of(lever: &str) -> &'static [&'static str] {
    match lever {
        "tariff" | "export_tax" => &RATES,
        "trade_cost" => &["add", "set", "table"],
        "subsidy" => &["add", "set", "scale"],
        "productivity" => &["add", "set"],
        "elasticity" => &["set", "scale"],
        _ => &[],
    }
}

/// The keys that say whom and what a lever touches.
fn reach_of(lever: &str) -> &'static [&'static str] {
    match lever {
        "subsidy" | "productivity" => &["country", "sectors"],
        "elasticity" => &["sectors"],
        _ => &["importer", "exporter", "sectors"],
    }
}

struct Block<'t> {
    lever: &'static str,
    table: &'t dyn TableLike,
    span: Span,
    /// Keys that a misspelt one was meant for: that they are missing is no second problem.
    excused: Vec<&'static str>,
}

impl<'t> Block<'t> {
    fn new(lever: &'static str, table: &'t dyn TableLike, span: Span) -> Self {
        let known = || reach_of(lever).iter().chain(rates_of(lever)).copied();
        let strangers = table.iter().map(|(key, _)| key).filter(|key| !known().any(|k| k == *key));
        let excused = strangers.filter_map(|key| nearest(key, known())).collect();
        Self { lever, table, span, excused }
    }
}

/// Every block that could be read, in the order of the file.
pub(super) fn measures(reader: &mut Reader<'_>, root: &dyn TableLike) -> Vec<Measure> {
    let mut found: Vec<(usize, Measure)> = Vec::new();
    for lever in LEVERS {
        let Some(item) = root.get(lever) else { continue };
        for block in blocks(reader, lever, item) {
            let start = block.span.as_ref().map_or(0, |span| span.start);
            found.extend(reader.measure(&block).map(|measure| (start, measure)));
        }
    }
    found.sort_by_key(|(start, _)| *start);
    found.into_iter().map(|(_, measure)| measure).collect()
}

/// The blocks of one lever: `[[tariff]]`, or a list of inline tables.
fn blocks<'t>(reader: &mut Reader<'_>, lever: &'static str, item: &'t Item) -> Vec<Block<'t>> {
    if let Some(tables) = item.as_array_of_tables() {
        return tables.iter().map(|table| Block::new(lever, table, table.span())).collect();
    }
    if let Some(values) = item.as_array() {
        let tables = values.iter().filter_map(|value| match value.as_inline_table() {
            Some(table) => Some(Block::new(lever, table, value.span())),
            None => {
                reader.wrong_type(lever, "a list of blocks", value.type_name(), value.span());
                None
            }
        });
        return tables.collect();
    }
    reader.complain(
        format!("`{lever}` must be a block of its own, of which there may be several"),
        item.span(),
        format!("write [[{lever}]] with two brackets"),
    );
    Vec::new()
}

impl Reader<'_> {
    fn measure(&mut self, block: &Block<'_>) -> Option<Measure> {
        self.check_block_keys(block);
        let (action, span) = match block.lever {
            "subsidy" => self.on_production(block).map(|(on, span)| (Action::Subsidy(on), span)),
            "productivity" => self.on_production(block).map(|(on, span)| (Action::Productivity(on), span)),
            "elasticity" => self.on_elasticity(block).map(|(on, span)| (Action::Elasticity(on), span)),
            "embargo" => self.pairs(block).map(|pairs| (Action::Embargo(pairs), block.span.clone())),
            "export_tax" => self.on_trade(block).map(|(on, span)| (Action::ExportTax(on), span)),
            "trade_cost" => self.on_trade(block).map(|(on, span)| (Action::TradeCost(on), span)),
            _ => self.on_trade(block).map(|(on, span)| (Action::Tariff(on), span)),
        }?;
        Some(Measure { action, place: Some(self.place(span)) })
    }

    fn check_block_keys(&mut self, block: &Block<'_>) {
        let rates = rates_of(block.lever);
        let known: Vec<&str> = reach_of(block.lever).iter().chain(rates).copied().collect();
        let within = format!(" in [[{}]]", block.lever);
        for (key, _) in block.table.iter().filter(|(key, _)| !known.contains(key)) {
            let span = key_span(block.table, key);
            if !RATES.contains(&key) {
                let advice = near_or_all(key, &known, "known keys");
                self.complain(format!("unknown key `{key}`{within}"), span, advice);
            } else if rates.is_empty() {
                self.complain(format!("[[{}]] has no rate: it forbids", block.lever), span, "leave it out");
            } else {
                let advice = format!("it takes {}", rates.join(", "));
                self.complain(format!("[[{}]] does not take `{key}`", block.lever), span, advice);
            }
        }
    }

    fn on_trade(&mut self, block: &Block<'_>) -> Option<(OnTrade, Span)> {
        let Some((key, item)) = self.rate_key(block) else {
            self.pairs(block);
            return None;
        };
        if key != "table" {
            let (pairs, change) = (self.pairs(block), self.change(block, key, item));
            return Some((OnTrade { pairs: pairs?, rate: Rate::Uniform(change?) }, item.span()));
        }
        let table = self.table(block, item);
        let by_sector = table.as_ref().is_some_and(|table| table.rows.iter().all(|row| row.sector.is_some()));
        let (importer, exporter) =
            (self.confined(block, "importer", "*"), self.confined(block, "exporter", "*"));
        let sectors = self.confined(block, "sectors", if by_sector { "*" } else { "tradable" });
        let pairs = Pairs { importer: importer?, exporter: exporter?, sectors: sectors? };
        Some((OnTrade { pairs, rate: Rate::Table(table?) }, item.span()))
    }

    fn pairs(&mut self, block: &Block<'_>) -> Option<Pairs> {
        let importer =
            self.required(block, "importer", "write a code, a group, a list, or \"*\" for all countries");
        let exporter =
            self.required(block, "exporter", "write a code, a group, a list, or \"*\" for all countries");
        let sectors = self.sectors(block);
        Some(Pairs { importer: importer?, exporter: exporter?, sectors: sectors? })
    }

    fn on_production(&mut self, block: &Block<'_>) -> Option<(OnProduction, Span)> {
        let country =
            self.required(block, "country", "write a code, a group, a list, or \"*\" for all countries");
        let sectors = self.sectors(block);
        let (key, item) = self.rate_key(block)?;
        let change = self.change(block, key, item)?;
        Some((OnProduction { country: country?, sectors: sectors?, change }, item.span()))
    }

    fn on_elasticity(&mut self, block: &Block<'_>) -> Option<(OnElasticity, Span)> {
        let sectors = self.sectors(block);
        let (key, item) = self.rate_key(block)?;
        let change = self.change(block, key, item)?;
        Some((OnElasticity { sectors: sectors?, change }, item.span()))
    }

    fn sectors(&mut self, block: &Block<'_>) -> Option<Selector> {
        self.required(block, "sectors", "write \"tradable\" for all goods that are traded")
    }

    fn required(&mut self, block: &Block<'_>, key: &str, help: &str) -> Option<Selector> {
        match block.table.get(key) {
            Some(item) => self.selector(key, item),
            None if block.excused.contains(&key) => None,
            None => {
                self.complain(
                    format!("key `{key}` is missing in [[{}]]", block.lever),
                    block.span.clone(),
                    help,
                );
                None
            }
        }
    }

    /// A selector beside a table, to which the table is confined.
    fn confined(&mut self, block: &Block<'_>, key: &str, all: &str) -> Option<Selector> {
        block.table.get(key).map_or_else(|| Some(Selector::from(all)), |item| self.selector(key, item))
    }

    /// The one key of a block that states its rate.
    fn rate_key<'t>(&mut self, block: &Block<'t>) -> Option<(&'static str, &'t Item)> {
        let allowed = rates_of(block.lever);
        let present: Vec<&'static str> =
            RATES.into_iter().filter(|key| block.table.contains_key(key)).collect();
        match present.as_slice() {
            [] if allowed.iter().any(|key| block.excused.contains(key)) => None,
            [] => {
                let message = format!("[[{}]] states no rate", block.lever);
                self.complain(message, block.span.clone(), format!("write one of {}", allowed.join(", ")));
                None
            }
            [key] if allowed.contains(key) => Some((key, block.table.get(key)?)),
            [_] => None, // already reported among the keys
            [first, second, ..] => {
                let message = format!("`{first}` and `{second}` stand in one block");
                let span = key_span(block.table, second);
                self.complain(message, span, "keep one of them, or write a second block");
                None
            }
        }
    }

    fn change(&mut self, block: &Block<'_>, key: &str, item: &Item) -> Option<Change> {
        let value = self.number(key, item)?;
        let change = Change::from_key(key, value)?;
        let fault = match change {
            Change::Set(_) | Change::Scale(_) if block.lever == "elasticity" && value <= 0.0 => {
                "a trade elasticity must stay above 0"
            }
            Change::Scale(_) if value < 0.0 => "a rate cannot be multiplied by less than 0",
            _ => return Some(change),
        };
        self.complain(format!("`{key}` is {value}; {fault}"), item.span(), "");
        None
    }

    fn table(&mut self, block: &Block<'_>, item: &Item) -> Option<RateTable> {
        let word = self.string("table", item)?;
        match self.loader.table(&word) {
            Ok(table) => self.rates_fit(block, table),
            Err(problems) => {
                self.problems.extend(problems);
                None
            }
        }
    }

    /// Refuses a table whose kind of rate the lever does not take.
    fn rates_fit(&mut self, block: &Block<'_>, table: RateTable) -> Option<RateTable> {
        let key = table.rows.first().map_or("add", |row| row.change.key());
        if rates_of(block.lever).contains(&key) {
            return Some(table);
        }
        let mut problem = Problem::new(format!("[[{}]] does not take `{key}`", block.lever));
        problem.place = table.rows.first().and_then(|row| row.place.clone());
        self.problems.push(problem.help("name the column `add` or `set`"));
        None
    }
}
