use crate::error::{Error, ErrorKind};
use crate::ledger::Basis;
use crate::unit::{Money, Quantity};
use serde::Deserialize;

/// Which column of a table is what, for tables that no statistics office writes.
///
/// ```
/// use thalweg_mirror::{Countries, Ledger, Mapping, Options, read};
/// let mapping = Mapping::parse(r#"
///     delimiter = ";"
///     decimal = ","
///     value_unit = "million EUR"
///     [columns]
///     reporter = "Meldeland"
///     partner = "Partnerland"
///     flow = "Richtung"
///     period = "Jahr"
///     value = "Wert"
/// "#)?;
/// let table = "Meldeland;Partnerland;Richtung;Jahr;Wert\nGermany;Kyrgyzstan;export;2022;1,5\n";
/// let countries = Countries::embedded();
/// let options = Options { mapping: Some(mapping), ..Options::new(&countries) };
/// let mut ledger = Ledger::new();
/// let source = read(table.as_bytes(), "table.csv", &options, &mut ledger)?;
/// assert_eq!((source.intake.accepted, ledger.currency()), (1, Some("EUR")));
/// # Ok::<(), thalweg_mirror::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Mapping {
    pub(crate) delimiter: Option<u8>,
    pub(crate) decimal: u8,
    pub(crate) value_unit: Option<Money>,
    pub(crate) quantity_unit: Option<Quantity>,
    pub(crate) imports: Option<Basis>,
    pub(crate) additive: bool,
    pub(crate) columns: Columns,
}

/// The columns by name.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Columns {
    pub(crate) reporter: String,
    pub(crate) partner: String,
    pub(crate) flow: Option<String>,
    pub(crate) period: String,
    pub(crate) product: Option<String>,
    pub(crate) value: Option<String>,
    pub(crate) quantity: Option<String>,
    pub(crate) value_unit: Option<String>,
    pub(crate) quantity_unit: Option<String>,
    pub(crate) mode: Option<String>,
    pub(crate) customs: Option<String>,
    pub(crate) second_partner: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    delimiter: Option<String>,
    decimal: Option<String>,
    value_unit: Option<String>,
    quantity_unit: Option<String>,
    imports: Option<Basis>,
    #[serde(default)]
    repeated: Repeated,
    columns: Columns,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Repeated {
    #[default]
    Refuse,
    Add,
}

impl Mapping {
    /// Reads a mapping in TOML.
    ///
    /// - `delimiter` (found by itself where absent), `decimal` (`.`)
    /// - `value_unit`: `USD`, `million EUR`; `quantity_unit`: `kg`, `tonnes`, `barrels`
    /// - `imports`: `cif` (where absent) or `fob`
    /// - `repeated`: `refuse` (where absent) or `add`: what rows mean that speak of the same reporter, partner, flow, product and period
    /// - `[columns]`: `reporter`, `partner`, `period`, and `value` or `quantity` are needed; `flow`, `product`, `value_unit`, `quantity_unit`,
    ///   `mode`, `customs`, `second_partner` may be given
    ///
    /// # Errors
    /// [`ErrorKind::Settings`]: what is wrong, and what would be right.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let wrong = |message: String, help: &str| Error::one(ErrorKind::Settings, message, help);
        let written: Written = toml::from_str(text).map_err(|error| {
            wrong(error.to_string().trim_end().to_owned(), "see docs/mirror.md for the keys")
        })?;
        if written.columns.value.is_none() && written.columns.quantity.is_none() {
            return Err(wrong("`[columns]` names no amount".to_owned(), "give `value` or `quantity`"));
        }
        let unit = |key: &str, text: &str, right: &str| wrong(format!("`{key}` cannot be `{text}`"), right);
        let money = |text: String| {
            Money::parse(&text).ok_or_else(|| unit("value_unit", &text, "write `USD` or `million EUR`"))
        };
        let mass = |text: String| {
            Quantity::parse(&text)
                .ok_or_else(|| unit("quantity_unit", &text, "write `kg`, `tonnes`, `barrels`"))
        };
        let sign = |key: &str, text: &str| match text.as_bytes() {
            [byte] if byte.is_ascii_punctuation() || *byte == b'\t' => Ok(*byte),
            _ => Err(unit(key, text, "write one sign")),
        };
        let delimiter = written.delimiter.as_deref().map(|text| sign("delimiter", text)).transpose()?;
        let decimal = written.decimal.as_deref().map_or(Ok(b'.'), |text| sign("decimal", text))?;
        if delimiter == Some(decimal) {
            return Err(wrong("`decimal` also stands between columns".to_owned(), "they must differ"));
        }
        Ok(Self {
            delimiter,
            decimal,
            value_unit: written.value_unit.map(money).transpose()?,
            quantity_unit: written.quantity_unit.map(mass).transpose()?,
            imports: written.imports,
            additive: matches!(written.repeated, Repeated::Add),
            columns: written.columns,
        })
    }
}
