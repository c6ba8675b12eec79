//! Baselines that come along.

use super::folder::Files;

macro_rules! folder {
    ($name:literal) => {
        [
            ("oil.toml", include_str!(concat!("../../../../data/oil/", $name, "/oil.toml"))),
            ("origins.csv", include_str!(concat!("../../../../data/oil/", $name, "/origins.csv"))),
            ("buyers.csv", include_str!(concat!("../../../../data/oil/", $name, "/buyers.csv"))),
            ("flows.csv", include_str!(concat!("../../../../data/oil/", $name, "/flows.csv"))),
            ("capacities.csv", include_str!(concat!("../../../../data/oil/", $name, "/capacities.csv"))),
            ("prices.csv", include_str!(concat!("../../../../data/oil/", $name, "/prices.csv"))),
            ("fleets.csv", include_str!(concat!("../../../../data/oil/", $name, "/fleets.csv"))),
        ]
    };
}

/// Names of the embedded baselines.
pub fn embedded_baselines() -> Vec<&'static str> {
    vec!["oil-2022"]
}

/// The files of one.
pub(super) fn files(name: &str) -> Option<Files> {
    let files = match name {
        "oil-2022" => folder!("oil-2022"),
        _ => return None,
    };
    Some(
        files
            .iter()
            .map(|(file, text)| (format!("data/oil/{name}/{file}"), Some((*text).to_owned())))
            .collect(),
    )
}

/// The text of one file of the default baseline; empty where it has none of that name.
pub(crate) fn embedded_file(name: &str) -> String {
    let files = files(super::Baseline::DEFAULT).unwrap_or_default();
    let found = files.into_iter().find(|(file, _)| file.ends_with(name));
    found.and_then(|(_, text)| text).unwrap_or_default()
}
