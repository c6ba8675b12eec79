//! By which names tables of trade statistics call their columns: small letters and digits only, the better one first.

/// Reporters: codes before names, because names may be cut or translated. `Country Code` of the IMF is a number of its own and no ISO code, so it is none of these.
pub(super) const REPORTER: &[&str] = &[
    "reporteriso",
    "rt3iso",
    "reporteriso3",
    "declarantiso",
    "reportercode",
    "rtcode",
    "reporter",
    "reporterdesc",
    "reportername",
    "rttitle",
    "declarant",
    "countryname",
    "country",
    "geo",
];
pub(super) const PARTNER: &[&str] = &[
    "partneriso",
    "pt3iso",
    "partneriso3",
    "partnercode",
    "ptcode",
    "partner",
    "partnerdesc",
    "partnername",
    "pttitle",
    "counterpartcountryname",
    "counterpartcountry",
    "counterpart",
];
pub(super) const FLOW: &[&str] = &[
    "flowcode",
    "tradeflowcode",
    "rgcode",
    "flow",
    "tradeflow",
    "flowdesc",
    "rgdesc",
    "stkflow",
    "indicatorcode",
    "indicator",
    "indicatorname",
];
pub(super) const PERIOD: &[&str] =
    &["period", "timeperiod", "time", "month", "date", "year", "yr", "refyear", "y"];
pub(super) const PRODUCT: &[&str] = &[
    "cmdcode",
    "commoditycode",
    "productnc",
    "productcode",
    "product",
    "hs6",
    "hs",
    "hscode",
    "hs4",
    "cn8",
    "sitc",
    "bec",
    "commodity",
];
/// What the value is in where its name tells; empty where a column of units must.
pub(super) const VALUE: &[(&str, &str)] = &[
    ("primaryvalue", "USD"),
    ("tradevalueus", "USD"),
    ("tradevalue", "USD"),
    ("tradevalueusd", "USD"),
    ("valueusd", "USD"),
    ("usd", "USD"),
    ("valueineuros", "EUR"),
    ("valueineur", "EUR"),
    ("valueeur", "EUR"),
    ("valueeuros", "EUR"),
    ("eur", "EUR"),
    ("obsvalue", ""),
    ("value", ""),
];
/// Imports free on board, where a table has them beside those with freight.
pub(super) const FOB_VALUE: &[(&str, &str)] = &[("fobvalue", "USD")];
pub(super) const QUANTITY: &[(&str, f64)] = &[
    ("netwgt", 1.0),
    ("netweightkg", 1.0),
    ("netweight", 1.0),
    ("quantityinkg", 1.0),
    ("quantitykg", 1.0),
    ("kg", 1.0),
    ("quantityin100kg", 100.0),
    ("quantity100kg", 100.0),
    ("tonnes", 1000.0),
    ("quantitytonnes", 1000.0),
    ("quantity", f64::NAN),
];
pub(super) const VALUE_UNIT: &[&str] = &["unit", "valueunit", "currency", "unitmeasure"];
pub(super) const QUANTITY_UNIT: &[&str] = &["quantityunit", "unitofquantity"];
pub(super) const SCALE: &[&str] = &["scale", "unitmult"];
pub(super) const MODE: &[&str] =
    &["motcode", "modeoftransportcode", "modeoftransport", "transportmode", "transmode", "mode"];
pub(super) const CUSTOMS: &[&str] =
    &["customscode", "customsproccode", "cstcode", "statprocedure", "statregime", "customsprocedure"];
pub(super) const SECOND: &[&str] =
    &["partner2iso", "partner2code", "2ndpartnercode", "pt3iso2", "ptcode2", "partner2"];
pub(super) const OTHER: &[&str] = &["moscode"];
/// What a row of a long table measures.
pub(super) const INDICATORS: &[&str] = &["indicators"];
/// The rows of the IMF that are no amounts.
pub(super) const ATTRIBUTE: &[&str] = &["attribute"];

/// The name of a column in small letters and digits.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a row of Eurostat's indicators measures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Indicator {
    Euros,
    Kilograms(f64),
    Other,
}

pub(super) fn indicator(cell: &str) -> Indicator {
    match plain(cell).as_str() {
        "valueineuros" | "valueineur" | "valueeur" | "valueeuros" => Indicator::Euros,
        "quantityin100kg" | "quantity100kg" => Indicator::Kilograms(100.0),
        "quantityinkg" | "quantitykg" => Indicator::Kilograms(1.0),
        _ => Indicator::Other,
    }
}
